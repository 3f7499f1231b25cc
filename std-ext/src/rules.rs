//! The organisation's own rules: `rules/*.rhai`, compiled into the policy.

#[cfg(not(feature = "scripting"))]
mod absent;
#[cfg(feature = "scripting")]
mod compiled;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::registers::Source;
#[cfg(not(feature = "scripting"))]
pub(crate) use absent::Rules;
#[cfg(feature = "scripting")]
pub(crate) use compiled::{Rules, at, files};
use std::fs;
use std::io;
use std::path::Path;

/// The directory of the rule files, beside the policy.
pub const RULES: &str = "rules";

/// The most rule files that a policy may have.
pub const MAX_RULE_FILES: usize = 256;

/// The most bytes that are read of a rule file, which may have fewer: 1 MiB.
const MAX_RULE_BYTES: u64 = 1 << 20;

/// Reads the rule files of a directory, by name. Having none, or no such directory, is fine.
pub(crate) fn read_rules(directory: &Path, diagnostics: &mut Diagnostics) -> Vec<Source> {
    let names = match names(&directory.join(RULES), diagnostics) {
        Ok(names) => names,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Vec::new(),
        Err(error) => {
            diagnostics.push(Diagnostic::error(RULES, format!("cannot be listed: {error}")));
            return Vec::new();
        }
    };
    if names.len() > MAX_RULE_FILES {
        let help = format!("a policy has at most {MAX_RULE_FILES} rule files");
        diagnostics.push(Diagnostic::error(RULES, format!("holds {} rule files", names.len())).help(help));
        return Vec::new();
    }
    names
        .iter()
        .filter_map(|name| {
            Source::read_up_to(MAX_RULE_BYTES, directory, &format!("{RULES}/{name}"), diagnostics)
        })
        .collect()
}

fn names(rules: &Path, diagnostics: &mut Diagnostics) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(rules)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".rhai") && !name.starts_with('.') {
            names.push(name);
        } else if !name.starts_with('.') {
            let help = "rule files end in .rhai and stand in rules/ itself: move or rename it";
            let left_out = Diagnostic::warning(format!("{RULES}/{name}"), "is not read as rules");
            diagnostics.push(left_out.help(help));
        }
    }
    names.sort_unstable();
    Ok(names)
}
