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
pub struct RoutingView<'a> {
    policy: PolicyView<'a>,
    #[serde(with = "iso")]
    as_of: Day,
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

#[derive(Serialize)]
struct RoutedView<'a> {
    id: &'a str,
    segment: plimsoll_core::Segment,
    kind: &'a str,
    priority: plimsoll_core::Level,
    security: bool,
    complex: bool,
    level: u8,
    risk: Option<&'a str>,
    #[serde(flatten)]
    route: RouteView<'a>,
    notify: Option<&'a str>,
    /// The most similar incident that was solved.
    earlier: Option<EarlierView<'a>>,
    similar: Vec<SimilarView<'a>>,
    /// Who got it last.
    assigned: Option<&'a str>,
    way: Vec<StepView<'a>>,
    reasons: Vec<Reason<'a>>,
}

/// A route, with its parts by name.
#[derive(Serialize)]
pub struct RouteView<'a> {
    target: Cow<'a, str>,
    target_level: u8,
    rights: u8,
    next: Option<Cow<'a, str>>,
    consult: Vec<Cow<'a, str>>,
    channel: Cow<'a, str>,
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

#[derive(Serialize)]
struct EarlierView<'a> {
    incident: &'a str,
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

#[derive(Serialize)]
struct SimilarView<'a> {
    incident: &'a str,
    solver: &'a str,
    level: Option<EscalationLevel>,
    /// The days of the calendar from when it was opened to when it was resolved.
    days: i32,
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

#[derive(Serialize)]
struct StepView<'a> {
    #[serde(with = "iso")]
    date: Day,
    event: HandlingKind,
    to: Option<&'a str>,
    by: &'a str,
    note: Option<&'a str>,
}

impl<'a> StepView<'a> {
    fn of(step: &'a HandlingStep) -> Self {
        let HandlingStep { date, event, by, to, note, .. } = step;
        Self { date: *date, event: *event, to: to.as_deref(), by, note: note.as_deref() }
    }
}
