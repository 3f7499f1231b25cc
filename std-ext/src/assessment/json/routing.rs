//! Where incidents go, the ways that they have come, and who solved the like of them.

use super::PolicyView;
use crate::Organisation;
use crate::assessment::grounds::Grounds;
use crate::assessment::named::NamedRoute;
use crate::assessment::{Reason, Routed, Similar};
use crate::date::iso;
use crate::registers::{Amount, HandlingStep};
use plimsoll_core::policy::Names;
use plimsoll_core::{Day, EscalationLevel, HandlingKind, Policy, Route};
use serde::Serialize;
use std::borrow::Cow;

/// What `plimsoll route --format json` writes.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RoutingView<'a> {
    /// The policy that decided.
    policy: PolicyView<'a>,
    /// The day as of which everything is judged.
    #[serde(with = "iso")]
    #[cfg_attr(test, schemars(with = "crate::forms::Date"))]
    as_of: Day,
    /// The incidents, in the order of the register.
    incidents: Vec<RoutedView<'a>>,
}

impl<'a> RoutingView<'a> {
    /// The view of some routed incidents.
    #[must_use]
    pub fn of(organisation: &'a Organisation, as_of: Day, routed: &'a [Routed<'a>]) -> Self {
        let (policy, grounds) = (organisation.policy(), Grounds::of(organisation, as_of));
        let incidents = routed.iter().map(|routed| RoutedView::of(&policy, &grounds, routed)).collect();
        Self { policy: PolicyView::of(&policy), as_of, incidents }
    }
}

/// An incident, and where it goes.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct RoutedView<'a> {
    /// Its id.
    id: &'a str,
    /// Who raised it.
    #[cfg_attr(test, schemars(with = "crate::forms::OneOf<plimsoll_core::Segment>"))]
    segment: plimsoll_core::Segment,
    /// Its kind, one of those that the policy names.
    kind: &'a str,
    /// How soon it must be seen to.
    #[cfg_attr(test, schemars(with = "crate::forms::OneOf<plimsoll_core::Level>"))]
    priority: plimsoll_core::Level,
    /// Whether it is an information security incident.
    security: bool,
    /// Whether it is complex.
    complex: bool,
    /// The level of escalation that has it, from 1.
    level: u8,
    /// The id of the risk that materialised, if one is named.
    risk: Option<&'a str>,
    #[serde(flatten)]
    route: RouteView<'a>,
    /// Who is told of it, the owner of what is concerned; null if nobody is known.
    notify: Option<&'a str>,
    /// The most similar incident that was solved.
    earlier: Option<EarlierView<'a>>,
    /// Earlier incidents like it that were solved, the most similar first.
    similar: Vec<SimilarView<'a>>,
    /// Who got it last.
    assigned: Option<&'a str>,
    /// What was recorded of it, in order.
    way: Vec<StepView<'a>>,
    /// The steps of the decision, in order.
    reasons: Vec<Reason<'a>>,
}

/// A route, with its parts by name.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RouteView<'a> {
    /// The team, or its position where the policy has no names.
    target: Cow<'a, str>,
    /// The level of escalation of the team.
    target_level: u8,
    /// The class of access rights of the team.
    rights: u8,
    /// The team that gets it if this one cannot solve it; null at the end of the escalation.
    next: Option<Cow<'a, str>>,
    /// The roles to be consulted.
    consult: Vec<Cow<'a, str>>,
    /// The way in which it gets there.
    channel: Cow<'a, str>,
    /// The levels that are passed over.
    skipped: Vec<u8>,
}

impl<'a> RouteView<'a> {
    /// The view of a route.
    #[must_use]
    pub fn of(route: &Route, names: Option<&Names<'a>>) -> Self {
        let NamedRoute { target, next, consult, channel } = NamedRoute::of(route, names);
        Self {
            target,
            target_level: route.level,
            rights: route.rights,
            next,
            consult,
            channel,
            skipped: route.skipped.iter().collect(),
        }
    }
}

/// An incident that was solved.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct EarlierView<'a> {
    /// Its id.
    incident: &'a str,
    /// Who solved it.
    solver: &'a str,
}

impl<'a> RoutedView<'a> {
    fn of(policy: &Policy<'a>, grounds: &Grounds<'_>, routed: &'a Routed<'a>) -> Self {
        let incident = routed.incident;
        Self {
            id: &incident.id,
            segment: incident.segment,
            kind: &incident.kind,
            priority: incident.priority,
            security: incident.security,
            complex: incident.complex,
            level: incident.level.get(),
            risk: incident.risk.as_deref(),
            route: RouteView::of(&routed.route, policy.names()),
            notify: routed.notify,
            earlier: routed
                .similar
                .first()
                .map(|first| EarlierView { incident: &first.incident.id, solver: first.solver }),
            similar: routed.similar.iter().map(SimilarView::of).collect(),
            assigned: routed.assigned(),
            way: routed.way.iter().map(|step| StepView::of(step)).collect(),
            reasons: routed.on(policy, grounds),
        }
    }
}

/// A similar incident that was solved.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct SimilarView<'a> {
    /// Its id.
    incident: &'a str,
    /// Who solved it.
    solver: &'a str,
    /// The level of escalation on which it was solved, if that is known.
    #[cfg_attr(test, schemars(with = "Option<u8>"))]
    level: Option<EscalationLevel>,
    /// The days of the calendar from when it was opened to when it was resolved.
    days: i32,
    /// What it lost, if that is known.
    loss: Option<Amount>,
}

impl<'a> SimilarView<'a> {
    fn of(similar: &Similar<'a>) -> Self {
        Self {
            incident: &similar.incident.id,
            solver: similar.solver,
            level: similar.level,
            days: similar.days(),
            loss: similar.loss(),
        }
    }
}

/// A step on the way of an incident.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct StepView<'a> {
    /// When it was.
    #[serde(with = "iso")]
    #[cfg_attr(test, schemars(with = "crate::forms::Date"))]
    date: Day,
    /// What happened.
    #[cfg_attr(test, schemars(with = "crate::forms::OneOf<plimsoll_core::HandlingKind>"))]
    event: HandlingKind,
    /// Who got it, if somebody did.
    to: Option<&'a str>,
    /// Who did it.
    by: &'a str,
    /// A remark, if there is one.
    note: Option<&'a str>,
}

impl<'a> StepView<'a> {
    fn of(step: &'a HandlingStep) -> Self {
        let HandlingStep { date, event, by, to, note, .. } = step;
        Self { date: *date, event: *event, to: to.as_deref(), by, note: note.as_deref() }
    }
}
