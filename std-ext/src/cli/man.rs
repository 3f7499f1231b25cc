//! `plimsoll man`

use super::console::Console;
use super::save::{Beside, refused, tell_left_beside, unwritable};
use super::{Arguments, Outcome};
use crate::diagnostic::{Diagnostic, Diagnostics, harmless};
use clap::{Args, Command, CommandFactory};
use clap_mangen::Man;
use serde::Serialize;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Write the pages of the manual: the main one to standard output, or one for each command to a directory.
///
/// They are made from what `--help` says. `man -l FILE` shows one; a directory `man1` under one of `manpath` is where they are found.
#[derive(Debug, Args)]
pub(super) struct Manual {
    /// The directory for the pages, made if it is not there; a page that is there already is replaced.
    directory: Option<PathBuf>,
}

/// How every page begins; nothing else is written over.
const PAGE: (&[u8], &str) = (b".ie \\n(.g .ds Aq", "a page of a manual");

/// A page.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Page {
    /// The name of its file.
    file: String,
    /// Its text, in roff.
    text: String,
}

/// The pages that were written.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Written {
    /// The directory.
    directory: String,
    /// The names of the files in it.
    files: Vec<String>,
}

/// What the command writes: a page where no directory is given, else what was written there.
#[cfg(test)]
#[derive(schemars::JsonSchema)]
#[schemars(untagged)]
#[expect(dead_code, reason = "it stands for the schema")]
pub(super) enum Told {
    Page(Page),
    Written(Written),
}

impl Manual {
    pub(super) fn run(&self, console: &mut Console) -> Outcome {
        let mut command = Arguments::command().disable_help_subcommand(true);
        command.build();
        match &self.directory {
            Some(directory) => write(directory, &pages(&command), console),
            None => {
                let page = page(&command);
                if console.is_json() {
                    console.json(&page);
                } else {
                    console.line(page.text.trim_end());
                }
                Outcome::Fine
            }
        }
    }
}

/// The page of a command, and those of the commands within it.
fn pages(command: &Command) -> Vec<Page> {
    let within = command.get_subcommands().filter(|within| !within.is_hide_set());
    std::iter::once(page(command)).chain(within.flat_map(pages)).collect()
}

fn page(command: &Command) -> Page {
    let man = Man::new(command.clone()).source(concat!("plimsoll ", env!("CARGO_PKG_VERSION")));
    let mut text = Vec::new();
    // Memory takes whatever is written.
    let _infallible = man.render(&mut text);
    Page { file: man.get_filename(), text: String::from_utf8_lossy(&text).into_owned() }
}

/// Writes pages beside their places, and moves them there once all of them are whole.
fn write(directory: &Path, pages: &[Page], console: &mut Console) -> Outcome {
    let mut diagnostics = Diagnostics::new();
    if let Err(error) = fs::create_dir_all(directory) {
        diagnostics.push(unwritable(directory, &error));
        console.diagnose(&diagnostics);
        return Outcome::Bad;
    }
    let mut whole = Vec::new();
    for page in pages {
        let path = directory.join(&page.file);
        if let Some(message) = refused(&path, PAGE.0, PAGE.1) {
            let help = format!("name another directory: only {} is written over", PAGE.1);
            diagnostics.push(Diagnostic::error(path.display().to_string(), message).help(help));
            continue;
        }
        match Beside::write(&path, |out| out.write_all(page.text.as_bytes())) {
            Ok(beside) => whole.push((path, beside)),
            Err(error) => diagnostics.push(unwritable(&path, &error)),
        }
    }
    if !diagnostics.is_error() {
        for (path, beside) in whole {
            match beside.replace() {
                Ok(()) => diagnostics.extend(tell_left_beside(&path)),
                Err(error) => diagnostics.push(unwritable(&path, &error)),
            }
        }
    }
    console.diagnose(&diagnostics);
    if diagnostics.is_error() {
        return Outcome::Bad;
    }
    let directory = directory.display().to_string();
    let files: Vec<String> = pages.iter().map(|page| page.file.clone()).collect();
    if console.is_json() {
        console.json(&Written { directory, files });
    } else {
        files.iter().for_each(|file| console.line(&harmless(&format!("{directory}/{file}"))));
    }
    Outcome::Fine
}
