//! What a decision or a route names: in the words of its policy, or by position where there are none, as
//! [`plimsoll_core::Policy::team_name`] has it.

use plimsoll_core::policy::Names;
use plimsoll_core::{Band, Route};
use std::borrow::Cow;

/// The name of a band.
pub(crate) fn band<'a>(names: Option<&Names<'a>>, band: Band) -> Cow<'a, str> {
    or_position(names.and_then(|names| names.band(band)), "band", band.get())
}

/// The parts of a route that have names.
pub(crate) struct NamedRoute<'a> {
    pub(crate) target: Cow<'a, str>,
    pub(crate) next: Option<Cow<'a, str>>,
    /// In order of position.
    pub(crate) consult: Vec<Cow<'a, str>>,
    pub(crate) channel: Cow<'a, str>,
}

impl<'a> NamedRoute<'a> {
    pub(crate) fn of(route: &Route, names: Option<&Names<'a>>) -> Self {
        let team = |team: plimsoll_core::TeamId| {
            or_position(names.and_then(|names| names.team(team)), "team", team.get())
        };
        let role = |role| or_position(names.and_then(|names| names.role(role)), "role", role);
        let channel = names.and_then(|names| names.channel(route.channel));
        Self {
            target: team(route.target),
            next: route.next.map(team),
            consult: route.consult.iter().map(role).collect(),
            channel: or_position(channel, "channel", route.channel),
        }
    }
}

fn or_position<'a>(name: Option<&'a str>, what: &str, position: u8) -> Cow<'a, str> {
    name.map_or_else(|| format!("{what} {position}").into(), Cow::Borrowed)
}
