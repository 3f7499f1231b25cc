//! Teams, and who in them spreads what he or she knows (domain.md D2).

use super::groups::Groups;
use crate::registers::{Person, Registers};
use plimsoll_core::{Day, TeamTally};

/// A team in which somebody is employed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Team<'o> {
    /// What it is called.
    pub name: &'o str,
    /// How many are in it, and how many of them are ambassadors.
    pub tally: TeamTally,
    /// The ambassadors, in the order of the register.
    pub ambassadors: Vec<&'o Person>,
}

/// The teams of those who are employed on a day, in alphabetical order.
pub(super) fn teams(registers: &Registers, as_of: Day) -> Vec<Team<'_>> {
    let mut teams = Groups::<(TeamTally, Vec<&Person>)>::new();
    let employed = registers.people().iter().filter(|person| person.is_employed(as_of));
    for person in employed.filter(|person| person.team.is_some()) {
        let (tally, ambassadors) = teams.entry(person.team.as_deref());
        tally.add(person.ambassador);
        if person.ambassador {
            ambassadors.push(person);
        }
    }
    let teams = teams.into_named();
    teams.filter_map(|(name, (tally, ambassadors))| Some(Team { name: name?, tally, ambassadors })).collect()
}
