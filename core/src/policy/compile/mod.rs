//! From a draft to a blob: every table becomes a diagram, and everything that is wrong is said at once.

mod naming;
mod placing;
mod routing;
#[cfg(test)]
mod tests;

use super::draft::{Draft, DraftMatrix, Reason, Row, Space};
use super::fault::{Fault, Place};
use super::pack::{Texts, Words, blob};
use super::records::{CapRow, EnvelopeRow, LimitRow, ResponseRow};
use super::wire::{Bytes, CoreWire};
use super::{Property, check};
use crate::diagram::{Forest, Ref};
use crate::facet;
use crate::table::{Condition, TableFault, lay, matches};
use crate::{Envelope, Impact, Limit, ReasonId, Response};
use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

impl Draft {
    /// Compiles the draft to a policy blob, which [`crate::Policy::verify`] accepts.
    ///
    /// # Errors
    /// Everything that is wrong with the draft, in order of place.
    pub fn compile(&self) -> Result<Vec<u8>, Vec<Fault>> {
        let mut faults = check::shape(self);
        if faults.is_empty() {
            let mut compiler = Compiler::new(self);
            let made = compiler.run();
            faults = compiler.faults;
            if let (true, Some(made)) = (faults.is_empty(), made) {
                match super::Policy::verify(&made).and_then(|policy| policy.placements()) {
                    Ok(_) => return Ok(made),
                    Err(error) => {
                        faults.push(Fault::new(Place::Policy, format!("{error}"), "simplify the policy"))
                    }
                }
            }
        }
        faults.sort_by_key(|fault| fault.place);
        Err(faults)
    }
}

impl Draft {
    /// The matrix as a function of impact and likelihood, in a forest that knows both: the score before rules, less one.
    pub fn scores(&self, forest: &mut Forest) -> Ref {
        let (impacts, likelihoods) = (self.impact.len(), self.likelihood.len());
        let mut columns = Vec::new();
        for impact in 0..impacts {
            let cell = |likelihood| (last(likelihood), Ref::terminal(self.cell(likelihood, impact)));
            let cells: Vec<_> = (0..likelihoods).map(cell).collect();
            columns.push((last(impact), forest.branch(facet::LIKELIHOOD, cells)));
        }
        forest.branch(facet::IMPACT, columns)
    }

    /// The score of a cell, from 0.
    fn cell(&self, likelihood: usize, impact: usize) -> u32 {
        let score = match &self.matrix {
            DraftMatrix::Product => {
                likelihood.saturating_add(1).saturating_mul(impact.saturating_add(1)).saturating_sub(1)
            }
            DraftMatrix::Grid { cells, .. } => {
                cells.get(likelihood).and_then(|row| row.get(impact)).copied().map_or(0, usize::from)
            }
        };
        u32::try_from(score).unwrap_or(u32::MAX >> 2)
    }
}

struct Compiler<'d> {
    draft: &'d Draft,
    faults: Vec<Fault>,
    texts: Texts,
    words: Words,
    risk: Forest,
    incident: Forest,
}

impl<'d> Compiler<'d> {
    fn new(draft: &'d Draft) -> Self {
        Self {
            draft,
            faults: Vec::new(),
            texts: Texts::default(),
            words: Words::default(),
            risk: draft.forest(Space::Risk),
            incident: draft.forest(Space::Incident),
        }
    }

    fn run(&mut self) -> Option<Vec<u8>> {
        let draft = self.draft;
        self.matrix();
        self.bands();
        let limits = self.limits();
        let caps = self.obligations();
        let responses = self.responses();
        let envelopes = self.envelopes();
        self.envelope(Space::Risk);
        let routes = self.routes();
        let teams = self.reach();
        self.envelope(Space::Incident);
        let (outcomes, proposals) = self.rules();
        let placements = self.placements();
        if self.risk.is_exhausted() || self.incident.is_exhausted() {
            let message = "the tables tell more situations apart than can be worked through";
            self.faults = vec![Fault::new(Place::Policy, message, "use fewer rows, or fewer facets in them")];
            return None;
        }
        if !self.texts.fit() {
            self.faults.push(Fault::new(Place::Policy, "more than 65,534 texts", "shorten the reasons"));
        }
        let facets = self.declared();
        let count = |length: usize| u8::try_from(length).unwrap_or(u8::MAX);
        let rules = |space| count(draft.rules.iter().filter(|rule| rule.space == space).count());
        let pool = self.pool();
        let mut core = CoreWire {
            name: &draft.name,
            version: &draft.version,
            author: &draft.author,
            approver: &draft.approver,
            sources: draft.sources,
            schema: self.schema(&facets),
            impact: count(draft.impact.len()),
            likelihood: count(draft.likelihood.len()),
            top: u8::try_from(draft.top()).unwrap_or(u8::MAX),
            bands: count(draft.bands.len()),
            kinds: count(draft.kinds.len()),
            roles: count(draft.roles.len()),
            channels: count(draft.channels.len()),
            no_actions: draft.likelihood_rule.no_actions().get(),
            estimate: draft.likelihood_rule.estimate(),
            cia_floor: draft.cia_floor.impacts().map(|impacts| impacts.map(Impact::get)),
            obligations: count(draft.obligations.len()),
            risk_rules: rules(Space::Risk),
            route_rules: rules(Space::Incident),
            facets: Bytes(&facets),
            entries: Bytes(&self.words.entries),
            cells: Bytes(&[]),
            limits: Bytes(&limits),
            caps: Bytes(&caps),
            responses: Bytes(&responses),
            envelopes: Bytes(&envelopes),
            teams: Bytes(&teams),
            routes: Bytes(&routes),
            outcomes: Bytes(&outcomes),
            proposals: Bytes(&proposals),
            words: Bytes(&self.words.words),
        };
        // The cells follow from the rest, so the rest is put together first.
        let rest = blob(&core, &pool, None)?;
        let cells = super::Policy::cells_of(&rest).unwrap_or_default();
        core.cells = Bytes(&cells);
        blob(&core, &pool, placements.as_deref())
    }

    /// Writes a function as the next diagram.
    fn emit(&mut self, space: Space, place: Place, function: Ref) {
        let forest = match space {
            Space::Risk => &self.risk,
            Space::Incident => &self.incident,
        };
        match forest.emit(function) {
            Ok((words, root)) => self.words.push(&words, root, 0, 0),
            Err(large) => {
                let message = format!("the diagram needs {} words; there is room for 32,768", large.words);
                self.faults.push(Fault::new(place, message, "use fewer rows, or fewer facets in them"));
            }
        }
    }

    fn matrix(&mut self) {
        let matrix = self.draft.scores(&mut self.risk);
        self.emit(Space::Risk, Place::Matrix, matrix);
    }

    fn bands(&mut self) {
        let bands = (0..).zip(&self.draft.bands);
        let children: Vec<_> =
            bands.map(|(band, row)| (row.up_to.saturating_sub(1), Ref::terminal(band))).collect();
        let function = self.risk.branch(facet::SCORE, children);
        self.emit(Space::Risk, Place::Band(0), function);
    }

    /// The lowest of the levels that apply; of equal ones, the one stated first.
    fn limits(&mut self) -> Vec<u8> {
        let draft = self.draft;
        let mut reason = draft.acceptance_reason.clone();
        if reason.text.is_empty() {
            reason.text = format!("acceptance level of the organisation: {}", draft.acceptance_level);
        }
        let whole = LimitRow { level: Limit(draft.acceptance_level), reason: self.texts.reason(&reason) };
        let mut rows = vec![whole];
        let mut function = Ref::terminal(0);
        for row in &draft.limits {
            let reason =
                self.reason(Space::Risk, row, |when| format!("acceptance level {} where {when}", row.then));
            rows.push(LimitRow { level: Limit(row.then), reason });
            let condition = matches(&mut self.risk, &row.when);
            function = self.lowest(function, condition, &rows, |row| u16::from(row.level.get()));
        }
        self.emit(Space::Risk, Place::Limit(0), function);
        rows.into_iter().flat_map(LimitRow::write).collect()
    }

    /// Where the condition holds, the last of some rows takes over from whichever held if it is strictly lower.
    fn lowest<T>(&mut self, held: Ref, condition: Ref, rows: &[T], level: impl Fn(&T) -> u16) -> Ref {
        let newest = u32::try_from(rows.len().saturating_sub(1)).unwrap_or_default();
        let of = |index: u32| {
            usize::try_from(index).ok().and_then(|index| rows.get(index)).map_or(u16::MAX, &level)
        };
        self.risk.apply(
            condition,
            held,
            |applies, held| {
                if applies != 0 && of(newest) < of(held) { newest } else { held }
            },
        )
    }

    /// The strictest of the obligations that apply.
    fn obligations(&mut self) -> Vec<u8> {
        let mut rows = vec![CapRow { cap: None, forbids: false, reason: ReasonId::NONE }];
        let mut function = Ref::terminal(0);
        for (known, obligation) in self
            .draft
            .facets_of(Space::Risk)
            .iter()
            .skip(usize::from(facet::BUILT_IN))
            .zip(&self.draft.obligations)
        {
            let cap = obligation.max_level.map(Limit);
            let mut reason = obligation.reason.clone();
            if reason.text.is_empty() {
                reason.text = match (obligation.forbids_acceptance, obligation.max_level) {
                    (true, _) => format!("{} rules acceptance out", obligation.name),
                    (false, Some(level)) => {
                        format!("{} caps the acceptance level at {level}", obligation.name)
                    }
                    (false, None) => obligation.name.clone(),
                };
            }
            rows.push(CapRow {
                cap,
                forbids: obligation.forbids_acceptance,
                reason: self.texts.reason(&reason),
            });
            let condition = self.risk.among(known.facet, &[1..=1]);
            function = self.lowest(function, condition, &rows, |row| match (row.forbids, row.cap) {
                (true, _) => 0,
                (false, Some(cap)) => u16::from(cap.get()).saturating_add(1),
                (false, None) => u16::MAX,
            });
        }
        self.emit(Space::Risk, Place::Obligation(0), function);
        rows.into_iter().flat_map(CapRow::write).collect()
    }

    fn responses(&mut self) -> Vec<u8> {
        let draft = self.draft;
        let mut rows = Vec::new();
        let mut conditions = Vec::new();
        for row in &draft.responses {
            let reason = self.reason(Space::Risk, row, |when| format!("{} where {when}", row.then));
            rows.push(ResponseRow { response: row.then, reason });
            conditions.push(row.when.clone());
        }
        for (response, when, text) in [
            (
                Response::Accept,
                vec![Condition::within(facet::WITHIN_LIMIT, 1..=1)],
                "within its limit, a risk may be accepted",
            ),
            (
                Response::Reduce,
                Vec::new(),
                "above its limit, a risk is reduced unless another treatment is chosen",
            ),
        ] {
            let reason = Reason {
                source: draft.acceptance_reason.source.clone(),
                text: text.into(),
                ..Reason::default()
            };
            rows.push(ResponseRow { response, reason: self.texts.reason(&reason) });
            conditions.push(when);
        }
        let (function, faults) = lay(&mut self.risk, &conditions);
        self.report(Space::Risk, faults, draft.responses.len(), Place::Response, Place::Response(0));
        self.emit(Space::Risk, Place::Response(0), function);
        rows.into_iter().flat_map(ResponseRow::write).collect()
    }

    fn envelopes(&mut self) -> Vec<u8> {
        let mut rows = Vec::new();
        for row in &self.draft.envelopes {
            let reason = self.reason(Space::Risk, row, |when| format!("envelope where {when}"));
            rows.push(EnvelopeRow { envelope: row.then, reason });
        }
        let source = self.draft.acceptance_reason.source.clone();
        let reason = Reason { source, text: "the standard envelope".into(), ..Reason::default() };
        rows.push(EnvelopeRow { envelope: Envelope::STANDARD, reason: self.texts.reason(&reason) });
        rows.into_iter().flat_map(EnvelopeRow::write).collect()
    }

    /// The envelope that holds for the facts of a space; rows that ask for facets which the other space alone has do not
    /// apply here.
    fn envelope(&mut self, space: Space) {
        let inputs = Draft::inputs(space);
        let standard = u32::try_from(self.draft.envelopes.len()).unwrap_or_default();
        let mut function = Ref::terminal(standard);
        for (index, row) in self.draft.envelopes.iter().enumerate().rev() {
            let index = u32::try_from(index).unwrap_or(standard);
            let shared = |condition: &Condition| {
                inputs.contains(condition.facet)
                    && (space == Space::Risk || condition.facet.get() >= facet::BUILT_IN)
            };
            if row.when.iter().all(shared) {
                let forest = if space == Space::Risk { &mut self.risk } else { &mut self.incident };
                let condition = matches(forest, &row.when);
                function = forest.choose(condition, Ref::terminal(index), function);
            }
        }
        self.emit(space, Place::Envelope(0), function);
    }

    fn reason<T>(&mut self, space: Space, row: &Row<T>, words: impl Fn(&str) -> String) -> ReasonId {
        self.texts.reason(&self.draft.reason(space, row, words))
    }

    fn report(
        &mut self,
        space: Space,
        faults: Vec<TableFault>,
        stated: usize,
        row_at: fn(usize) -> Place,
        table: Place,
    ) {
        for fault in faults {
            match fault {
                TableFault::Dead { row, covered_by } if row < stated => {
                    let covered = covered_by.map_or_else(
                        || String::from("the rows before it cover every case that it asks for"),
                        |earlier| {
                            format!(
                                "row {} before it already covers every case that it asks for",
                                earlier.saturating_add(1)
                            )
                        },
                    );
                    let message = format!("row {} can never match: {covered}", row.saturating_add(1));
                    let help = "move it up, narrow the earlier rows, or remove it";
                    self.faults.push(Fault::new(row_at(row), message, help).breaking(Property::Alive));
                }
                TableFault::Missing(situation) => {
                    let case: Vec<_> = situation
                        .0
                        .into_iter()
                        .map(|(facet, range)| Condition::within(facet, range))
                        .collect();
                    let message = format!("no row matches this case: {}", self.draft.describe(space, &case));
                    let help = "add a row for it, or a last row without conditions";
                    let breaks = if space == Space::Incident { Property::Routing } else { Property::Total };
                    self.faults.push(Fault::new(table, message, help).breaking(breaks));
                }
                TableFault::Dead { .. } | TableFault::Overlap { .. } => {}
            }
        }
    }
}

/// The last value of a position in a scale, which is the position itself.
fn last(position: usize) -> u16 {
    u16::try_from(position).unwrap_or(u16::MAX)
}
