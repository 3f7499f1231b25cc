//! `plimsoll alignment`: one file per section, each of which writes nothing, or itself and an empty line.

mod conflicts;
mod derivation;
mod findings;
mod mechanisms;
mod objectives;
mod survey;
mod tracks;
mod work_systems;

use super::assess::heading;
use super::console::Console;
use super::{AsOf, Outcome, assessment, organisation};
use crate::alignment::Alignment;
use crate::alignment::json::AlignmentView;
use clap::Args;
use std::path::PathBuf;

/// Say how security is aligned with the organisation: its three objectives side by side, which mechanisms there are, on which
/// tracks measures act, where what security asks for and the work clash, how far practice is from the policy, and what derives
/// from the guiding principles. Findings are told, and do not change the exit code.
#[derive(Debug, Args)]
pub(super) struct Align {
    /// The directory with policy.toml and the registers; the built-in sample if it is not given.
    directory: Option<PathBuf>,
    #[command(flatten)]
    as_of: AsOf,
}

impl Align {
    pub(super) fn run(&self, console: &mut Console) -> Outcome {
        let Some(organisation) = organisation(self.directory.as_deref(), console) else {
            return Outcome::Bad;
        };
        let assessment = assessment(&organisation, self.as_of.day());
        let alignment = Alignment::of(&assessment);
        if console.is_json() {
            console.json(&AlignmentView::of(&alignment));
        } else {
            heading(&assessment, console);
            objectives::text(&alignment, console);
            mechanisms::text(&alignment, console);
            tracks::text(&alignment, console);
            conflicts::text(&alignment, console);
            work_systems::text(&alignment, console);
            survey::text(&alignment, console);
            derivation::text(&alignment, console);
            findings::text(&alignment, console);
        }
        Outcome::Fine
    }
}
