//! The files that a policy is made from: `policy.toml` and the rule files beside it.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::organisation::POLICY_FILE;
use crate::policy_file::{MAX_POLICY_BYTES, PolicyFile};
use crate::registers::Source;
use crate::rules::{Rules, read_rules};
use std::path::Path;

/// Reads and compiles the policy of a directory, with its rules, to a blob.
pub fn read_policy(directory: &Path, diagnostics: &mut Diagnostics) -> Option<Vec<u8>> {
    PolicySources::read(directory, diagnostics)?.compile(diagnostics)
}

/// A policy and its rules as far as they could be read, and whether that is all of them.
pub(crate) struct PolicySources {
    /// What `policy.toml` says, with the rules in its draft.
    pub(crate) file: PolicyFile,
    /// The rules.
    pub(crate) rules: Rules,
    /// Whether everything could be read.
    pub(crate) sound: bool,
}

impl PolicySources {
    pub(crate) fn read(directory: &Path, diagnostics: &mut Diagnostics) -> Option<Self> {
        if !is_directory(directory, diagnostics) {
            return None;
        }
        let mut found = Diagnostics::new();
        let most = u64::try_from(MAX_POLICY_BYTES).unwrap_or(u64::MAX);
        let source = Source::read_up_to(most, directory, POLICY_FILE, &mut found);
        let damaged = found.is_error();
        diagnostics.append(std::mem::take(&mut found));
        let source = source?;
        let rules = read_rules(directory, &mut found);
        let unread = damaged || found.is_error();
        let policy = Self::of(source, rules, diagnostics);
        diagnostics.append(found);
        policy.map(|policy| Self { sound: policy.sound && !unread, ..policy })
    }

    pub(crate) fn of(source: Source, rules: Vec<Source>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let (mut file, sound) = PolicyFile::understand(&source, diagnostics)?;
        // Rules read the policy's facets by name: under a policy that is not understood they would be told off for nothing.
        let rules =
            if sound { Rules::compile(&mut file, &source, rules, diagnostics) } else { Rules::default() };
        // What is wrong with the tables of a policy is told beside what is wrong with its rules.
        if sound
            && !rules.sound
            && let Err(faults) = file.compile()
        {
            diagnostics.append(faults);
        }
        let sound = sound && rules.sound;
        Some(Self { file, rules, sound })
    }

    /// The blob; `None` if something is wrong, all of which is told.
    pub(crate) fn compile(&self, diagnostics: &mut Diagnostics) -> Option<Vec<u8>> {
        self.rules.warn(diagnostics);
        let compiled = if self.sound { Some(self.file.compile()) } else { None };
        compiled?.map_err(|faults| diagnostics.append(faults)).ok()
    }
}

/// Whether there is such a directory; if not, that is told.
pub(crate) fn is_directory(directory: &Path, diagnostics: &mut Diagnostics) -> bool {
    let is = directory.is_dir();
    if !is {
        let name = directory.display().to_string();
        let help = format!("give a directory with a {POLICY_FILE}; `plimsoll init {name}` makes one");
        diagnostics.push(Diagnostic::error(name, "is not a directory that can be read").help(help));
    }
    is
}
