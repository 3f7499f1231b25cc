//! `plimsoll build`

use super::console::Console;
use super::{Outcome, save};
use crate::assessment::json::PolicyView;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::read_policy;
use clap::Args;
use plimsoll_core::Policy;
use plimsoll_core::policy::{MAGIC, without_names};
use serde::Serialize;
use std::path::PathBuf;

/// Compile the policy of a directory to a blob that a device can load.
#[derive(Debug, Args)]
pub(super) struct Build {
    /// The directory that holds policy.toml.
    directory: PathBuf,
    /// The file to write.
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// Leave out the names and the reasons' words, for a device that has no use for them.
    #[arg(long)]
    no_names: bool,
}

/// What was built.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Built<'a> {
    /// The policy.
    policy: PolicyView<'a>,
    /// The file.
    file: String,
    /// How many bytes it has.
    bytes: usize,
    /// Whether it holds names and the words of reasons.
    names: bool,
}

impl Build {
    pub(super) fn run(&self, console: &mut Console) -> Outcome {
        let mut diagnostics = Diagnostics::new();
        let compiled = read_policy(&self.directory, &mut diagnostics);
        let blob = match compiled {
            Some(blob) if self.no_names => without_names(&blob).ok(),
            other => other,
        };
        let file = self.output.display().to_string();
        let blob = blob.filter(|_| match save::refused(&self.output, &MAGIC, "a policy blob") {
            None => true,
            Some(message) => {
                let help = "name another file: only a policy blob is written over";
                diagnostics.push(Diagnostic::error(&file, message).help(help));
                false
            }
        });
        match blob.as_ref().map(|blob| save::replace(&self.output, blob)) {
            Some(Err(error)) => diagnostics.push(save::unwritable(&self.output, &error)),
            Some(Ok(())) => diagnostics.extend(save::tell_left_beside(&self.output)),
            None => {}
        }
        console.diagnose(&diagnostics);
        let (Some(blob), false) = (blob, diagnostics.is_error()) else { return Outcome::Bad };
        let policy = Policy::verify(&blob).unwrap_or(Policy::REFUSING);
        if console.is_json() {
            let policy = PolicyView::of(&policy);
            console.json(&Built { policy, file, bytes: blob.len(), names: !self.no_names });
        } else {
            let identity = policy.identity();
            let file = crate::diagnostic::harmless(&file);
            console.line(&format!("{} {}: {} bytes in {file}", identity.name, identity.version, blob.len()));
        }
        Outcome::Fine
    }
}
