//! `plimsoll route`

use super::console::Console;
use super::explain::reasons;
use super::replay::Record;
use super::{AsOf, Outcome, directory_and_id, organisation, unknown_id};
use crate::Organisation;
use crate::assessment::json::RoutingView;
use crate::assessment::named::NamedRoute;
use crate::assessment::{Reason, Routed, Similar};
use crate::diagnostic::{harmless, harmless_sentence};
use crate::registers::HandlingStep;
use clap::Args;
use comfy_table::Cell;
use plimsoll_core::{Day, Policy};

/// Say where each open incident goes now and next, and why.
#[derive(Debug, Args)]
pub(super) struct Route {
    /// The directory with policy.toml and the registers (the built-in sample if it is left out), and the id of an incident (every
    /// open one if it is left out).
    #[arg(value_names = ["DIR", "INCIDENT"], num_args = 0..=2)]
    words: Vec<String>,
    #[command(flatten)]
    as_of: AsOf,
    #[command(flatten)]
    journal: Record,
}

impl Route {
    pub(super) fn run(&self, console: &mut Console) -> Outcome {
        let (directory, id) = directory_and_id(&self.words);
        let Some(organisation) = organisation(directory.as_deref(), console) else { return Outcome::Bad };
        let (policy, as_of) = (organisation.policy(), self.as_of.day());
        let routed = match &id {
            Some(id) => Routed::all(&organisation, as_of, |incident| incident.id == *id),
            None => Routed::all(&organisation, as_of, |incident| Routed::is_open(incident, as_of)),
        };
        if let (Some(id), true) = (&id, routed.is_empty()) {
            let ids = organisation.registers().incidents().iter().map(|incident| incident.id.as_str());
            return unknown_id("incident", id, directory.as_deref(), ids, console);
        }
        if !self.journal.write(console, |journal| journal.record_routes(&organisation, as_of, &routed)) {
            return Outcome::Bad;
        }
        if console.is_json() {
            console.json(&RoutingView::of(&organisation, as_of, &routed));
        } else if let (Some(_), [one]) = (&id, routed.as_slice()) {
            single(&organisation, as_of, one, console);
        } else {
            all(&policy, &routed, console);
        }
        Outcome::Fine
    }
}

fn all(policy: &Policy<'_>, routed: &[Routed<'_>], console: &mut Console) {
    if routed.is_empty() {
        console.line("no incident is open");
        return;
    }
    let header = [
        "incident", "segment", "kind", "priority", "level", "goes to", "by", "next", "consult", "tell",
        "because",
    ];
    let mut table = console.new_table(&header, &[4]);
    for one in routed {
        let incident = one.incident;
        let words = Said::of(policy, one);
        // What sent it where it goes: its rights, else a rule, else the row of the table.
        let reasons = one.reasons(policy);
        let sent = |reason: &&Reason<'_>| {
            let ruled = reason.proposal == Some("send_to") && reason.stage == "rule";
            (ruled || reason.stage == "rights") && reason.to == u16::from(one.route.target.0)
        };
        let because = reasons.iter().rev().find(sent).or(reasons.first());
        let because = because.map(|reason| reason.text.to_string()).unwrap_or_default();
        table.add_row(
            [
                &incident.id,
                incident.segment.label(),
                &incident.kind,
                incident.priority.label(),
                &incident.level.get().to_string(),
                &format!("{}{}", words.named.target, words.skipped),
                &*words.named.channel,
                words.named.next.as_deref().unwrap_or("-"),
                &words.consult,
                one.notify.unwrap_or("-"),
                &because,
            ]
            .map(|text| Cell::new(harmless(text))),
        );
    }
    console.table(&table);
    for one in routed {
        let lines = story(one, None);
        if !lines.is_empty() {
            console.line("");
            console.line(&harmless_sentence(&one.incident.id));
        }
        lines.iter().for_each(|line| console.line(&harmless_sentence(&format!("  {line}"))));
    }
}

/// The way that an incident has come, who has it unless it was `resolved`, and what is like it.
fn story(routed: &Routed<'_>, resolved: Option<Day>) -> Vec<String> {
    let so_far = (!routed.way.is_empty()).then(|| format!("so far: {}", way(routed)));
    let holder = routed.assigned().filter(|_| resolved.is_none());
    let now = holder.map(|holder| format!("now with {holder}, at level {}", routed.incident.level));
    let like = routed.similar.iter().map(|similar| format!("like {}", solved(similar)));
    so_far.into_iter().chain(now).chain(like).collect()
}

/// The steps that an incident has taken.
fn way(routed: &Routed<'_>) -> String {
    let step = |step: &&HandlingStep| {
        let HandlingStep { date, event, by, to, note, .. } = step;
        let to = to.as_ref().map(|to| format!(" to {to}")).unwrap_or_default();
        let note = note.as_ref().map(|note| format!(" ({note})")).unwrap_or_default();
        format!("{date} {event}{to} by {by}{note}")
    };
    routed.way.iter().map(step).collect::<Vec<_>>().join("; ")
}

/// Who solved an incident, how long it took, and what it lost.
fn solved(similar: &Similar<'_>) -> String {
    let level = similar.level.map(|level| format!(" at level {level}")).unwrap_or_default();
    let loss = similar.loss().map(|loss| format!(", loss {loss}")).unwrap_or_default();
    let days = match similar.days() {
        1 => "1 day".into(),
        days => format!("{days} days"),
    };
    format!("{}: solved by {}{level} in {days}{loss}", similar.incident.id, similar.solver)
}

pub(super) fn single(organisation: &Organisation, as_of: Day, routed: &Routed<'_>, console: &mut Console) {
    let words = Said::of(&organisation.policy(), routed);
    let incident = routed.incident;
    let mut lines = vec![
        format!(
            "{}: {}, raised by {}, priority {}, at level {}",
            incident.id,
            incident.kind,
            incident.segment,
            incident.priority,
            incident.level.get()
        ),
        format!(
            "goes to {}{} by {}, rights {}",
            words.named.target, words.skipped, words.named.channel, routed.route.rights
        ),
    ];
    lines.push(match &words.named.next {
        Some(next) => format!("next, if it is not solved there: {next}"),
        None => "that is the end of the escalation".into(),
    });
    if !words.consult.is_empty() {
        lines.push(format!("consult: {}", words.consult));
    }
    if let Some(owner) = routed.notify {
        lines.push(format!("tell the owner of the risk: {owner}"));
    }
    let resolved = incident.resolved.filter(|resolved| *resolved <= as_of);
    lines.extend(story(routed, resolved));
    if let Some(resolved) = resolved {
        lines.push(format!("it was resolved on {resolved}"));
    }
    lines.iter().for_each(|line| console.line(&harmless_sentence(line)));
    console.line("");
    reasons(&routed.grounds(organisation, as_of), console);
}

/// A route in words.
struct Said<'a> {
    named: NamedRoute<'a>,
    consult: String,
    skipped: String,
}

impl<'a> Said<'a> {
    fn of(policy: &Policy<'a>, routed: &Routed<'_>) -> Self {
        let named = NamedRoute::of(&routed.route, policy.names());
        let skipped: Vec<String> = routed.route.skipped.iter().map(|level| level.to_string()).collect();
        Self {
            consult: named.consult.join(", "),
            named,
            skipped: if skipped.is_empty() {
                String::new()
            } else {
                format!(" (skips level {})", skipped.join(", "))
            },
        }
    }
}
