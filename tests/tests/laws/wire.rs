//! The blob of `core/WIRE.md`, written once more: from what a verified policy says of itself, and from nothing else. If this
//! gives the bytes that were verified, no bit of them is idle, and no other bytes say the same.

use plimsoll_core::diagram::{Diagram, Forest};
use plimsoll_core::facet::{self, Domain, FACETS, FacetSet};
use plimsoll_core::policy::{Names, Placements, Space, Words};
use plimsoll_core::{Band, EstimateRule, Permission, Policy, ReasonId, TeamId};
use std::collections::BTreeMap;

/// No string, no reason.
const NONE: u16 = u16::MAX;

/// A checksum, bit by bit (CRC-32, ISO-HDLC).
pub(crate) fn checksum(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc, byte| {
        (0..8).fold(
            crc ^ u32::from(*byte),
            |crc, _| {
                if crc & 1 == 0 { crc >> 1 } else { (crc >> 1) ^ 0xedb8_8320 }
            },
        )
    })
}

/// Seven bits a byte, the lowest first.
fn number(mut number: usize, to: &mut Vec<u8>) {
    while number >= 0x80 {
        to.push(u8::try_from(number & 0x7f | 0x80).unwrap());
        number >>= 7;
    }
    to.push(u8::try_from(number).unwrap());
}

fn bytes(bytes: &[u8], to: &mut Vec<u8>) {
    number(bytes.len(), to);
    to.extend(bytes);
}

/// The texts of reasons, each once, in the order in which they are first used.
#[derive(Default)]
struct Texts {
    texts: Vec<String>,
    by_text: BTreeMap<String, u16>,
}

impl Texts {
    fn place(&mut self, text: &str) -> [u8; 2] {
        if text.is_empty() {
            return NONE.to_le_bytes();
        }
        let next = u16::try_from(self.texts.len()).unwrap();
        let place = *self.by_text.entry(text.to_owned()).or_insert(next);
        if place == next {
            self.texts.push(text.to_owned());
        }
        place.to_le_bytes()
    }

    fn reason(&mut self, words: &Words<'_>) -> Vec<u8> {
        let parts = [words.source, words.rule, words.text, words.principle].map(|text| self.place(text));
        [parts.as_flattened(), &words.line.to_le_bytes()].concat()
    }
}

/// A pool of strings, and where each ends.
fn pool<'s>(strings: impl Iterator<Item = &'s str>, to: &mut Vec<u8>) {
    let (mut pool, mut ends) = (Vec::new(), Vec::new());
    for text in strings {
        pool.extend(text.bytes());
        ends.extend(u32::try_from(pool.len()).unwrap().to_le_bytes());
    }
    bytes(&pool, to);
    bytes(&ends, to);
}

/// Every diagram, each with its first outcome and how many there are; those of stages have none.
fn diagrams<'a>(policy: &Policy<'a>) -> Vec<(Diagram<'a>, u16)> {
    let rules = policy.risk_rules().chain(policy.incident_rules());
    let stages = policy.stages().into_iter().map(|(_, diagram)| (diagram, 0));
    stages.chain(rules.map(|rule| (rule.diagram(), rule.outcomes()))).collect()
}

/// All rows of a table.
fn rows<T>(row: impl Fn(u16) -> Option<T>) -> impl Iterator<Item = T> {
    (0..).map_while(row)
}

/// The cells, worked out by walking.
fn cells(policy: &Policy<'_>) -> Vec<u8> {
    let [(_, matrix), (_, band), (_, limit), (_, cap), (_, response), ..] = policy.stages();
    let constant = |diagram: Diagram<'_>| diagram.support() == FacetSet::NONE;
    let known = [facet::IMPACT, facet::LIKELIHOOD, facet::SCORE, facet::WITHIN_LIMIT];
    let plain = policy.rule_counts().0 == 0
        && constant(limit)
        && constant(cap)
        && response.support().iter().all(|facet| known.contains(&facet));
    let (limit, cap) = (limit.walk(&[0; FACETS]), cap.walk(&[0; FACETS]));
    let (limit, cap) = (policy.limit_row(limit).unwrap(), policy.cap_row(cap).unwrap());
    let highest = cap.cap.map_or(policy.scales().top, |cap| cap.get());
    let limit = limit.level.get().min(if cap.forbids { 0 } else { highest });
    let mut cells = Vec::new();
    for likelihood in 0..u16::from(policy.scales().likelihood) {
        for impact in 0..u16::from(policy.scales().impact) {
            let mut values = [0; FACETS];
            (values[0], values[1]) = (impact, likelihood);
            let score = matrix.walk(&values);
            values[facet::SCORE.index()] = score;
            values[facet::WITHIN_LIMIT.index()] = u16::from(score < u16::from(limit));
            let row = policy.response_row(response.walk(&values)).unwrap();
            let (response, reason) =
                if plain { (row.response.index(), row.reason.0) } else { (u8::MAX, NONE) };
            let (score, band) = (u8::try_from(score + 1).unwrap(), u8::try_from(band.walk(&values)).unwrap());
            cells.extend([score, band, response]);
            cells.extend(reason.to_le_bytes());
        }
    }
    cells
}

fn core(policy: &Policy<'_>) -> Vec<u8> {
    let (identity, scales) = (policy.identity(), policy.scales());
    let mut to = Vec::new();
    for text in [identity.name, identity.version, identity.author, identity.approver] {
        bytes(text.as_bytes(), &mut to);
    }
    to.extend(identity.sources);
    number(usize::try_from(identity.schema).unwrap(), &mut to);
    to.extend([scales.impact, scales.likelihood, scales.top, scales.bands, scales.kinds, scales.roles]);
    let rule = policy.likelihood_rule();
    to.extend([scales.channels, rule.no_actions().get()]);
    to.push(u8::from(rule.estimate() == EstimateRule::Replaces));
    match policy.cia_floor().impacts() {
        None => to.push(0),
        Some(impacts) => {
            to.push(1);
            to.extend(impacts.map(|impact| impact.get()));
        }
    }
    let (of_risks, of_incidents) = policy.rule_counts();
    to.push(policy.obligation_count());
    to.extend([of_risks, of_incidents].map(|count| u8::try_from(count).unwrap()));

    let (mut facets, mut entries, mut words) = (Vec::new(), Vec::new(), Vec::new());
    for domain in (0..policy.declared_count()).map(|n| policy.declared(n).unwrap()) {
        let (kind, low) = match domain {
            Domain::Bool => (0, 0),
            Domain::Labels(_) => (1, 0),
            Domain::Range { low, .. } => (2, low),
        };
        facets.extend([kind, 0]);
        facets.extend(domain.size().to_le_bytes());
        facets.extend(low.to_le_bytes());
    }
    let mut outcomes_before = 0_u16;
    for (diagram, outcomes) in diagrams(policy) {
        entries.extend(u32::try_from(words.len() / 2).unwrap().to_le_bytes());
        entries.extend(u16::try_from(diagram.words().len() / 2).unwrap().to_le_bytes());
        let first = if outcomes == 0 { 0 } else { outcomes_before };
        entries.extend([diagram.root(), first, outcomes].map(u16::to_le_bytes).as_flattened());
        outcomes_before += outcomes;
        words.extend(diagram.words());
    }
    let reason = |reason: ReasonId| reason.0.to_le_bytes();
    let [mut limits, mut caps, mut responses, mut envelopes, mut teams, mut routes] =
        [(); 6].map(|()| Vec::new());
    for row in rows(|at| policy.limit_row(at)) {
        limits.extend([row.level.get(), 0]);
        limits.extend(reason(row.reason));
    }
    for row in rows(|at| policy.cap_row(at)) {
        caps.extend([row.cap.map_or(u8::MAX, |cap| cap.get()), u8::from(row.forbids)]);
        caps.extend(reason(row.reason));
    }
    for row in rows(|at| policy.response_row(at)) {
        responses.extend([row.response.index(), 0]);
        responses.extend(reason(row.reason));
    }
    for row in rows(|at| policy.envelope_row(at)) {
        let bounds = row.envelope;
        envelopes.extend([bounds.max_raise, bounds.max_lower, bounds.may_loosen]);
        envelopes.push(u8::from(bounds.may_accept) | u8::from(bounds.may_redirect) << 1);
        envelopes.extend(reason(row.reason));
    }
    for team in (0..policy.team_count()).map(|team| policy.team(TeamId(team)).unwrap()) {
        teams.extend([
            team.level,
            team.rights,
            team.next.map_or(u8::MAX, TeamId::get),
            u8::from(team.staffed),
        ]);
    }
    for row in rows(|at| policy.route_row(at)) {
        routes.extend([row.target.get(), row.channel]);
        routes.extend(reason(row.reason));
        routes.extend(row.consult.iter().fold(0_u32, |roles, role| roles | 1 << role).to_le_bytes());
    }
    let (mut outcomes, mut proposals) = (Vec::new(), Vec::new());
    for rule in policy.risk_rules().chain(policy.incident_rules()) {
        for outcome in 0..rule.outcomes() {
            outcomes.extend(u16::try_from(proposals.len() / 4).unwrap().to_le_bytes());
            outcomes.extend(u16::try_from(rule.proposals(outcome).count()).unwrap().to_le_bytes());
            for proposal in rule.proposals(outcome) {
                proposals.extend([proposal.kind.index(), proposal.amount]);
                proposals.extend(reason(proposal.reason));
            }
        }
    }
    let cells = cells(policy);
    for table in [
        &facets, &entries, &cells, &limits, &caps, &responses, &envelopes, &teams, &routes, &outcomes,
        &proposals, &words,
    ] {
        bytes(table, &mut to);
    }
    to
}

fn names(policy: &Policy<'_>, names: &Names<'_>) -> Vec<u8> {
    let scales = policy.scales();
    let labels = (0..policy.declared_count()).flat_map(|n| match policy.declared(n) {
        Some(Domain::Labels(size)) => (0..size).map(|value| names.label(n, value).unwrap()).collect(),
        _ => Vec::new(),
    });
    let bands = || (0..scales.bands).map(Band);
    let mut texts = Texts::default();
    let reasons: Vec<u8> = names.all_reasons().flat_map(|words| texts.reason(&words)).collect();
    let groups: [Vec<&str>; 11] = [
        (1..=scales.impact).map(|level| names.impact(level).unwrap()).collect(),
        (1..=scales.likelihood).map(|level| names.likelihood(level).unwrap()).collect(),
        bands().map(|band| names.band(band).unwrap()).collect(),
        bands().map(|band| names.colour(band).unwrap()).collect(),
        (0..scales.kinds).map(|kind| names.kind(kind).unwrap()).collect(),
        (0..policy.team_count()).map(|team| names.team(TeamId(team)).unwrap()).collect(),
        (0..scales.roles).map(|role| names.role(role).unwrap()).collect(),
        (0..scales.channels).map(|channel| names.channel(channel).unwrap()).collect(),
        names.facets().collect(),
        labels.collect(),
        texts.texts.iter().map(String::as_str).collect(),
    ];
    let mut to = Vec::new();
    pool(groups.iter().flatten().copied(), &mut to);
    groups.iter().for_each(|group| number(group.len(), &mut to));
    bytes(&reasons, &mut to);
    to
}

fn placements(placements: &Placements<'_>) -> Vec<u8> {
    let mut texts = Texts::default();
    let all = rows(|at| placements.reason(ReasonId(at)));
    let reasons: Vec<u8> = all.flat_map(|words| texts.reason(&words)).collect();
    let (mut tools, mut rows, mut words) = (Vec::new(), Vec::new(), Vec::new());
    for (position, tool) in (0..).zip(placements.tools()) {
        let diagram = placements.diagram(position).unwrap();
        words = diagram.words().to_vec();
        tools.extend(
            [texts.place(tool.name), texts.place(tool.purpose), diagram.root().to_le_bytes()].as_flattened(),
        );
    }
    for row in placements.rows() {
        rows.extend([Permission::index(row.permission), row.tool.unwrap_or(u8::MAX)]);
        rows.extend(row.reason.0.to_le_bytes());
    }
    let mut to = Vec::new();
    pool(texts.texts.iter().map(String::as_str), &mut to);
    [&tools, &rows, &words, &reasons].into_iter().for_each(|table| bytes(table, &mut to));
    to
}

/// The blob of a policy.
pub(crate) fn written(policy: &Policy<'_>) -> Vec<u8> {
    let (core, names) = (core(policy), policy.names().map(|known| names(policy, known)));
    let tools = policy.placements().expect("a sound table");
    let placements = (tools.tools().count() > 0).then(|| placements(&tools));
    framed(&core, names.as_deref(), placements.as_deref())
}

/// Sections in their frame.
pub(crate) fn framed(core: &[u8], names: Option<&[u8]>, placements: Option<&[u8]>) -> Vec<u8> {
    let flags = u8::from(names.is_some()) | u8::from(placements.is_some()) << 1;
    let mut blob = [b"PLML\x01\0".as_slice(), &[flags, 0]].concat();
    for section in [core, names.unwrap_or_default()] {
        blob.extend(u32::try_from(section.len()).unwrap().to_le_bytes());
    }
    blob.extend([core, names.unwrap_or_default()].concat());
    if let Some(placements) = placements {
        blob.extend(u32::try_from(placements.len()).unwrap().to_le_bytes());
        blob.extend(placements);
    }
    blob.extend(checksum(&blob).to_le_bytes());
    blob
}

/// Whether every diagram has the words that the builder gives to its function.
pub(crate) fn is_reduced(policy: &Policy<'_>) -> bool {
    let sizes = [Space::Risk, Space::Incident].map(|space| {
        let known = policy.facets_of(space).into_iter();
        known.map(|known| (known.facet, known.domain.domain().unwrap().size())).collect::<Vec<_>>()
    });
    let (risks, _) = policy.rule_counts();
    (0_u16..).zip(diagrams(policy)).all(|(index, (diagram, _))| {
        let incidents = (6..9).contains(&index) || index >= 9 + risks;
        let mut forest = Forest::new(sizes[usize::from(incidents)].iter().copied());
        let function = forest.load(&diagram);
        forest
            .emit(function)
            .is_ok_and(|(words, root)| (words.as_slice(), root) == (diagram.words(), diagram.root()))
    })
}
