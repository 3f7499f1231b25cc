//! What the command line asks for or gets wrong, before any command runs.

use super::Format;
use super::console::Console;
use crate::diagnostic::{Diagnostic, Diagnostics};
use clap::Error;
use std::env;
use std::ffi::OsString;
use std::io::{ErrorKind, Write};
use std::process::ExitCode;

/// Prints help or the version, or says what is wrong with the arguments: as JSON where that is asked for.
pub(super) fn tell(told: &Error) -> ExitCode {
    if told.use_stderr() && wants_json(env::args_os().skip(1)) {
        let mut diagnostics = Diagnostics::new();
        diagnostics.push(diagnostic(&told.to_string()));
        Console::new(Format::Json).diagnose(&diagnostics);
        return ExitCode::from(2);
    }
    match told.print().and_then(|()| std::io::stdout().flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => ExitCode::from(2),
        _ => ExitCode::from(u8::try_from(told.exit_code()).unwrap_or(2)),
    }
}

/// Whether `--format json` is among the arguments, however wrong the others are.
fn wants_json(arguments: impl Iterator<Item = OsString>) -> bool {
    let arguments: Vec<OsString> = arguments.take_while(|argument| argument != "--").collect();
    let apart = arguments
        .windows(2)
        .any(|pair| matches!(pair, [name, value] if name == "--format" && value == "json"));
    apart || arguments.iter().any(|argument| argument == "--format=json")
}

/// The paragraphs of what clap says: the first is what is wrong, those after it what to do.
fn diagnostic(told: &str) -> Diagnostic {
    let mut paragraphs = told.split("\n\n").map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
    let wrong = paragraphs.next().unwrap_or_default();
    let help: Vec<String> = paragraphs.filter(|text| !text.is_empty()).collect();
    let wrong = Diagnostic::error("command line", wrong.strip_prefix("error: ").unwrap_or(&wrong));
    wrong.maybe_help((!help.is_empty()).then(|| help.join("; ")))
}
