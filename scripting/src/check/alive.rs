//! Nothing is there for nothing.

use super::limits::looser;
use super::side::{Incidents, Risks};
use super::{Finding, Spot, Subject, Weight};
use crate::model::team_id;
use crate::script::Script;
use plimsoll_core::diagram::{Forest, Ref};
use plimsoll_core::facet::FacetSet;
use plimsoll_core::policy::Place;
use plimsoll_core::{ProposalKind, TeamId};
use std::collections::BTreeSet;

/// Rules, proposals, rows and bands that no situation needs; and, as notes, facets that nothing reads and teams that nothing
/// reaches.
pub(super) fn find(
    subject: &Subject<'_>,
    scripts: &[(&str, Script)],
    risks: &mut Risks,
    incidents: &mut Incidents,
) -> Vec<Finding> {
    let mut findings = rules(subject);
    findings.extend(rows(subject, risks, incidents));
    findings.extend(bands(subject, risks));
    let rows = subject.draft.placements.iter().flat_map(|row| &row.when);
    let placements = rows.fold(FacetSet::NONE, |read, condition| read.or(condition.facet.set()));
    findings.extend(facets(subject, risks.read.or(incidents.read).or(placements)));
    findings.extend(teams(subject, incidents));
    findings.extend(invariants(subject, scripts));
    findings
}

fn rules(subject: &Subject<'_>) -> Vec<Finding> {
    let name = |file: usize| subject.files.get(file).map(|file| file.name.clone()).unwrap_or_default();
    let silent = subject.rules.iter().filter(|rule| rule.rule.outcomes.iter().all(Vec::is_empty));
    let silent: Vec<_> = silent.collect();
    let mut findings: Vec<Finding> = silent
        .iter()
        .map(|rule| {
            let spot = Spot::File(name(rule.file), rule.line, 1);
            let message = format!("{} proposes nothing in any situation", rule.name);
            Finding::new(spot, message, "mend its conditions, or remove it")
        })
        .collect();
    let told = |file: usize, line: u16| {
        // Within a rule that never proposes anything, each proposal is the same finding once more.
        let next = subject.rules.iter().filter(|rule| rule.file == file && rule.line <= line);
        next.max_by_key(|rule| rule.line)
            .is_some_and(|rule| silent.iter().any(|other| std::ptr::eq(*other, rule)))
    };
    for (file, place) in subject.unreached.iter().filter(|(file, place)| !told(*file, place.line)) {
        let spot = Spot::File(name(*file), place.line, place.column);
        let help = "the conditions around it contradict each other: mend them, or remove it";
        findings.push(Finding::new(spot, "no situation reaches this proposal", help));
    }
    findings
}

fn rows(subject: &Subject<'_>, risks: &mut Risks, incidents: &Incidents) -> Vec<Finding> {
    let draft = subject.draft;
    let mut findings = Vec::new();
    let mut unused =
        |held: &BTreeSet<usize>, count: usize, first: usize, place: fn(usize) -> Place, what: &str| {
            for row in (0..count).filter(|row| !held.contains(&row.saturating_add(first))) {
                let message = format!("row {} of the {what} never holds", row.saturating_add(1));
                let help =
                    "what it asks for never happens, or other rows come before it: mend it, or remove it";
                findings.push(Finding::new(Spot::Policy(place(row)), message, help));
            }
        };
    let limits = held(&risks.forest, risks.model.limit_row);
    // A row that is looser than a wider one is told as such.
    let looser = looser(draft, risks).into_iter().map(|looser| looser.row.saturating_add(1));
    let limits = limits.into_iter().chain(looser).collect();
    unused(&limits, draft.limits.len(), 1, Place::Limit, "limits");
    let responses = held(&risks.forest, risks.model.response_row);
    unused(&responses, draft.responses.len(), 0, Place::Response, "response table");
    let routes = held(&incidents.forest, incidents.model.row);
    unused(&routes, draft.routes.len(), 0, Place::Route, "routing table");
    let mut envelopes = held(&risks.forest, risks.model.envelope);
    envelopes.extend(held(&incidents.forest, incidents.model.envelope));
    unused(&envelopes, draft.envelopes.len(), 0, Place::Envelope, "envelopes");
    findings
}

fn held(forest: &Forest, function: Ref) -> BTreeSet<usize> {
    forest.values(function).into_iter().filter_map(|row| usize::try_from(row).ok()).collect()
}

fn bands(subject: &Subject<'_>, risks: &Risks) -> Vec<Finding> {
    let reached = held(&risks.forest, risks.model.band);
    let unused = subject.draft.bands.iter().enumerate().filter(|(band, _)| !reached.contains(band));
    unused
        .map(|(band, row)| {
            let message = format!("no risk is ever in the band \"{}\"", row.name);
            Finding::new(
                Spot::Policy(Place::Band(band)),
                message,
                "remove it, or move the bounds of the bands",
            )
        })
        .collect()
}

fn facets(subject: &Subject<'_>, read: FacetSet) -> Vec<Finding> {
    let declared = subject.draft.facets_of(plimsoll_core::policy::Space::Risk);
    let obligations = subject.draft.obligations.len();
    let declared = declared.into_iter().filter(|known| known.facet.get() >= plimsoll_core::facet::BUILT_IN);
    // Invariants read facets too.
    let named = |name: &str| subject.files.iter().any(|file| file.text.contains(&format!(".{name}")));
    let unread = declared.skip(obligations).enumerate();
    let unread = unread.filter(|(_, known)| !read.contains(known.facet) && !named(&known.name));
    unread
        .map(|(index, known)| {
            let message = format!("no table and no rule reads the facet \"{}\"", known.name);
            let help = "remove it, unless registers keep it for people to read";
            Finding::new(Spot::Policy(Place::Facet(index)), message, help).weighing(Weight::Note)
        })
        .collect()
}

fn teams(subject: &Subject<'_>, incidents: &Incidents) -> Vec<Finding> {
    let policy = subject.policy;
    let mut reached: BTreeSet<TeamId> = BTreeSet::new();
    for team in incidents.forest.values(incidents.model.target) {
        let mut at = Some(team_id(team));
        while let Some(team) = at.filter(|team| reached.insert(*team)) {
            at = policy.team(team).and_then(|team| team.next);
        }
    }
    let proposals = incidents.model.rules.iter().flat_map(|rule| rule.proposals.iter().flatten());
    let sent = proposals.filter(|proposal| proposal.kind == ProposalKind::SendTo);
    reached.extend(sent.map(|proposal| TeamId(proposal.amount)));
    let unreached = (0..policy.team_count()).map(TeamId).filter(|team| !reached.contains(team));
    unreached
        .map(|team| {
            let message = format!("no incident ever gets to \"{}\"", policy.team_name(team));
            let help = "route something to it, name it as the `next` of another, or remove it";
            Finding::new(Spot::Policy(Place::Team(team.0.into())), message, help).weighing(Weight::Note)
        })
        .collect()
}

/// Functions that state an invariant which nothing asks for.
fn invariants(subject: &Subject<'_>, scripts: &[(&str, Script)]) -> Vec<Finding> {
    let asked = |name: &str| subject.invariants.iter().any(|(_, rule)| rule == name);
    let functions = scripts
        .iter()
        .flat_map(|(file, script)| script.functions.iter().map(move |(name, line)| (*file, name, *line)));
    let unasked = functions.filter(|(_, name, _)| name.starts_with("invariant_") && !asked(name));
    unasked
        .map(|(file, name, line)| {
            let message = format!("no [[invariant]] names {name}, so it is not proved");
            let help = format!("add [[invariant]] with rule = \"{name}\" to policy.toml");
            Finding::new(Spot::File(file.to_string(), line, 1), message, help).weighing(Weight::Note)
        })
        .collect()
}
