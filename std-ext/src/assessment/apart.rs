//! What two policies decide otherwise about the same, part by part and by name, and why.

use super::Reason;
use super::named::NamedRoute;
use plimsoll_core::{Decision, Policy, Route, Standing};

/// A part of a decision, from what, to what.
pub(crate) type Changed = (&'static str, String, String);

/// The parts of a decision by name.
pub(crate) fn decision_parts(policy: &Policy<'_>, decision: &Decision) -> [(&'static str, String); 8] {
    let overruled = decision.standing == Standing::Overruled;
    [
        ("impact", decision.impact.to_string()),
        ("likelihood", decision.likelihood.to_string()),
        ("score", decision.score.to_string()),
        ("band", policy.band_name(decision.band)),
        ("limit", decision.limit.to_string()),
        ("within_limit", decision.within_limit.to_string()),
        ("response", decision.response.to_string()),
        ("overruled", overruled.to_string()),
    ]
}

/// The parts of a route by name.
pub(crate) fn route_parts(policy: &Policy<'_>, route: &Route) -> [(&'static str, String); 5] {
    let NamedRoute { target, next, mut consult, channel } = NamedRoute::of(route, policy.names());
    consult.sort_unstable();
    [
        ("target", target.into()),
        ("level", route.level.to_string()),
        ("next", next.unwrap_or("nobody".into()).into()),
        ("consult", consult.join("|")),
        ("channel", channel.into()),
    ]
}

/// The parts that are not the same.
pub(crate) fn changed(
    old: impl IntoIterator<Item = (&'static str, String)>,
    new: impl IntoIterator<Item = (&'static str, String)>,
) -> Vec<Changed> {
    let pairs = old.into_iter().zip(new).filter(|((_, was), (_, is))| was != is);
    pairs.map(|((part, was), (_, is))| (part, was, is)).collect()
}

/// The reasons that one side alone has, those of the old side first and each with whether it is the new one's, without what merely
/// follows from others.
pub(crate) fn between<'r, 'p>(old: &'r [Reason<'p>], new: &'r [Reason<'p>]) -> Vec<(bool, &'r Reason<'p>)> {
    const FOLLOWS: [&str; 8] = ["impact", "band", "score", "adjust", "choice", "response", "skip", "next"];
    let amount = |reason: &Reason<'_>| match reason.stage {
        "rule" => reason.to.abs_diff(reason.from),
        "route" | "rights" => 0,
        _ => reason.to,
    };
    let same = |one: &Reason<'_>, other: &Reason<'_>| {
        (one.stage, one.source, one.rule, &one.text) == (other.stage, other.source, other.rule, &other.text)
            && amount(one) == amount(other)
    };
    let only = |these: &'r [Reason<'p>], those: &[Reason<'p>], is_new: bool| {
        let alone = these.iter().filter(|this| !those.iter().any(|that| same(this, that)));
        alone.map(|reason| (is_new, reason)).collect::<Vec<_>>()
    };
    let mut causes = only(old, new, false);
    causes.extend(only(new, old, true));
    if causes.is_empty() {
        // The rows are worded alike; where they stand says more than nothing.
        let rows = |reasons: &'r [Reason<'p>], is_new: bool| {
            let rows = reasons.iter().filter(|reason| ["route", "band"].contains(&reason.stage));
            rows.map(move |reason| (is_new, reason))
        };
        causes.extend(rows(old, false));
        causes.extend(rows(new, true));
    }
    if causes.iter().any(|(_, reason)| !FOLLOWS.contains(&reason.stage)) {
        causes.retain(|(_, reason)| !FOLLOWS.contains(&reason.stage));
    }
    causes
}
