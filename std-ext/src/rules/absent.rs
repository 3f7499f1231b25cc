//! What becomes of rules in a build without the compiler for them.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::policy_file::PolicyFile;
use crate::registers::Source;

/// The rules of a policy: there are none, or the policy cannot be used.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rules {
    /// Whether there are none.
    pub(crate) sound: bool,
}

impl Rules {
    /// Refuses rule files: without them, the policy would decide otherwise than was meant.
    pub(crate) fn compile(
        _: &mut PolicyFile,
        _: &Source,
        sources: Vec<Source>,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        for source in &sources {
            let help = "build with the feature `scripting`, or load a blob that the rules are compiled into";
            diagnostics
                .push(Diagnostic::error(&source.name, "rules cannot be compiled in this build").help(help));
        }
        Self { sound: sources.is_empty() }
    }

    /// Says nothing: there are no proposals.
    pub(crate) fn warn(&self, _: &mut Diagnostics) {}
}
