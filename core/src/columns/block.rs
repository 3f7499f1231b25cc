//! A block of risks, fact by fact.

use super::gather::{Gather, Tables};
use super::{Column, RiskColumns};
use crate::assess::{Changes, Grade, Wish, conclude};
use crate::diagram::Diagram;
use crate::facet::{self, FACETS, Facet};
use crate::policy::{Acceptance, Cell, Entry, Policy, small};
use crate::proposal::Proposed;
use crate::{Band, Decision, EstimateRule, Impact, Likelihood, Response, Score};

/// How many risks are decided together.
pub(super) const BLOCK: usize = 32;

/// One fact of the risks of a block.
pub(super) type Block = [u16; BLOCK];

impl Column<'_> {
    /// The values of the block that begins at a row; those past the end are 0.
    #[inline]
    fn block(&self, from: usize) -> Block {
        match self {
            Self::Same(value) => [*value; BLOCK],
            Self::Bytes(bytes) => part(bytes, from),
            Self::Words(words) => part(words, from),
        }
    }
}

#[inline]
fn part<T: Copy + Into<u16>>(values: &[T], from: usize) -> Block {
    let values = values.get(from..).unwrap_or_default();
    match values.first_chunk::<BLOCK>() {
        Some(whole) => whole.map(Into::into),
        None => {
            let mut block = [0; BLOCK];
            block.iter_mut().zip(values).for_each(|(slot, value)| *slot = (*value).into());
            block
        }
    }
}

/// What is known of the risks of a block.
pub(super) struct Sheet {
    impact: Block,
    likelihood: Block,
    choice: Block,
    exception: Block,
    facets: [Block; FACETS],
}

impl Sheet {
    pub(super) fn new() -> Self {
        let none = [0; BLOCK];
        Self { impact: none, likelihood: none, choice: none, exception: none, facets: [none; FACETS] }
    }

    /// Takes in a facet.
    pub(super) fn load(&mut self, facet: Facet, columns: &[Column<'_>; FACETS], from: usize) {
        let derived = [facet::IMPACT, facet::LIKELIHOOD, facet::SCORE, facet::WITHIN_LIMIT].contains(&facet);
        let block = match facet {
            facet::IMPACT => self.impact.map(|impact| impact.wrapping_sub(1)),
            facet::LIKELIHOOD => self.likelihood.map(|likelihood| likelihood.wrapping_sub(1)),
            _ if derived => return,
            _ => columns.get(facet.index()).map_or([0; BLOCK], |column| column.block(from)),
        };
        self.facets.get_mut(facet.index()).into_iter().for_each(|slot| *slot = block);
    }

    /// Works out impact and likelihood, and takes in what the owner says.
    #[inline]
    pub(super) fn rate(
        &mut self,
        policy: &Policy<'_>,
        risks: &RiskColumns<'_>,
        facets: &[Column<'_>; FACETS],
        from: usize,
    ) {
        self.impact = impacts(policy, risks.rated.block(from), facets, from);
        self.likelihood = likelihoods(policy, risks, from);
        self.choice = risks.choice.block(from);
        self.exception = risks.exception.block(from);
    }

    fn row(&self, row: usize) -> (Impact, Likelihood, Wish) {
        let at = |block: &Block| small(block.get(row).copied().unwrap_or_default());
        let choice = at(&self.choice).checked_sub(1).and_then(Response::from_index);
        let wish = Wish { choice, exception: at(&self.exception) != 0 };
        (Impact::saturating(at(&self.impact)), Likelihood::saturating(at(&self.likelihood)), wish)
    }

    /// Decides where everything follows from the cell.
    #[inline]
    pub(super) fn look_up(&self, policy: &Policy<'_>, decisions: &mut [Decision]) {
        for (row, decision) in decisions.iter_mut().enumerate() {
            let (impact, likelihood, wish) = self.row(row);
            let Some((cell, response)) = policy.cell(impact, likelihood).and_then(Cell::whole) else {
                return;
            };
            let grade = Grade { score: cell.score, band: cell.band, limit: policy.acceptance.limit };
            *decision =
                conclude(wish, (impact, likelihood), grade, &policy.acceptance, response, None, &mut ());
        }
    }

    /// Decides with rules, and where limits and responses ask for more than the cell.
    pub(super) fn decide(&mut self, policy: &Policy<'_>, tables: &Tables<'_>, decisions: &mut [Decision]) {
        let mut tables = tables.iter();
        let mut proposed = [Proposed::default(); BLOCK];
        for entry in policy.risk_rules.iter().map(Entry::read) {
            let outcomes = self.terminals(policy.rule(entry), tables.next().flatten());
            for (outcome, sum) in outcomes.into_iter().zip(&mut proposed).take(decisions.len()) {
                policy.proposals_of(entry, outcome).for_each(|proposal| {
                    sum.take(&proposal);
                });
            }
        }
        let mut terminals = |diagram| self.terminals(diagram, tables.next().flatten());
        let (envelopes, limits, caps) =
            (terminals(policy.envelope), terminals(policy.limit), terminals(policy.cap));
        let response = tables.next().flatten();

        let mut rows = [Row::REFUSED; BLOCK];
        let known = proposed.into_iter().zip(envelopes).zip(limits.into_iter().zip(caps));
        for (number, (row, ((proposed, envelope), (limit, cap)))) in rows.iter_mut().zip(known).enumerate() {
            let changes = (proposed != Proposed::default())
                .then(|| Changes { proposed, bounds: policy.bounds(envelope) });
            *row = self.grade(policy, number, changes, policy.acceptance_of(limit, cap));
            let Grade { score, limit, .. } = row.grade;
            self.put(facet::SCORE, number, score.get().saturating_sub(1).into());
            self.put(facet::WITHIN_LIMIT, number, (score <= Score(limit.get())).into());
        }
        let responses = self.terminals(policy.response, response);
        for (number, ((decision, row), response)) in
            decisions.iter_mut().zip(&rows).zip(responses).enumerate()
        {
            let (impact, likelihood, wish) = self.row(number);
            let (response, changes) = (policy.response_of(response), row.changes.as_ref());
            let Row { grade, acceptance, .. } = row;
            *decision = conclude(wish, (impact, likelihood), *grade, acceptance, response, changes, &mut ());
        }
    }

    fn put(&mut self, facet: Facet, row: usize, value: u16) {
        let block = self.facets.get_mut(facet.index());
        block.and_then(|block| block.get_mut(row)).into_iter().for_each(|slot| *slot = value);
    }

    /// Where a diagram leads to, by its table or by walking.
    fn terminals(&self, diagram: Diagram<'_>, table: Option<Gather<'_>>) -> Block {
        match table {
            Some(table) => table.look_up(&self.facets),
            None => core::array::from_fn(|row| {
                diagram.walk_by(|facet| self.facets.get(facet).and_then(|block| block.get(row)).copied())
            }),
        }
    }

    fn grade(
        &self,
        policy: &Policy<'_>,
        row: usize,
        changes: Option<Changes>,
        acceptance: Acceptance,
    ) -> Row {
        let (impact, likelihood, _) = self.row(row);
        let cell = policy.cell(impact, likelihood).map_or_else(|| policy.walked(&[0; FACETS]), Cell::read);
        let (mut score, mut band, mut limit) = (cell.score, cell.band, acceptance.limit);
        if let Some(changes) = &changes {
            score = policy.adjusted(cell.score, changes, &mut ());
            limit = policy.shifted(&acceptance, changes, &mut ());
        }
        if score != cell.score {
            let value = u16::from(score.get().saturating_sub(1));
            let score = |facet| if facet == facet::SCORE.index() { Some(value) } else { None };
            band = Band(small(policy.band.walk_by(score)));
        }
        Row { grade: Grade { score, band, limit }, acceptance, changes }
    }
}

/// What is known of a risk once it is graded.
#[derive(Clone, Copy)]
struct Row {
    grade: Grade,
    acceptance: Acceptance,
    changes: Option<Changes>,
}

impl Row {
    const REFUSED: Self = Self {
        grade: Grade { score: Score(1), band: Band(0), limit: Acceptance::NONE.limit },
        acceptance: Acceptance::NONE,
        changes: None,
    };
}

/// The impacts of a block, as rated or raised by the floor.
#[inline]
fn impacts(policy: &Policy<'_>, rated: Block, facets: &[Column<'_>; FACETS], from: usize) -> Block {
    let top = u16::from(policy.top_impact.get());
    let mut impacts = rated.map(|rated| rated.max(1).min(top));
    let [_, low, medium, high] = policy.floors.map(|floor| u16::from(floor.get()));
    if high <= 1 {
        return impacts;
    }
    let mut highest = [0; BLOCK];
    for (rating, compromised) in [
        (facet::CONFIDENTIALITY, facet::COMPROMISES_C),
        (facet::INTEGRITY, facet::COMPROMISES_I),
        (facet::AVAILABILITY, facet::COMPROMISES_A),
    ] {
        let column = |facet: Facet| facets.get(facet.index()).copied().unwrap_or(Column::Same(0));
        if column(compromised) == Column::Same(0) {
            continue;
        }
        let (ratings, compromised) = (column(rating).block(from), column(compromised).block(from));
        for (highest, (rating, compromised)) in highest.iter_mut().zip(ratings.into_iter().zip(compromised)) {
            let exposed = if compromised == 0 { 0 } else { rating.min(2).wrapping_add(1) };
            *highest = exposed.max(*highest);
        }
    }
    for (impact, highest) in impacts.iter_mut().zip(highest) {
        let floor = match highest {
            0 => 1,
            1 => low,
            2 => medium,
            _ => high,
        };
        *impact = floor.max(*impact);
    }
    impacts
}

/// The likelihoods of a block, from actions and estimates.
#[inline]
fn likelihoods(policy: &Policy<'_>, risks: &RiskColumns<'_>, from: usize) -> Block {
    let rule = policy.likelihood;
    let (levels, no_actions) = (u16::from(rule.levels()), u16::from(rule.no_actions().get()));
    let (uncompleted, total) = (risks.uncompleted.block(from), risks.total.block(from));
    let mut likelihoods = [1_u16; BLOCK];
    // The share is in band k or above if levels x uncompleted >= k x total: a division is not needed to count those.
    for band in 1..u32::from(levels) {
        for (likelihood, (uncompleted, total)) in likelihoods.iter_mut().zip(uncompleted.iter().zip(&total)) {
            let share = u32::from(*uncompleted).wrapping_mul(levels.into());
            *likelihood = likelihood.wrapping_add((share >= u32::from(*total).wrapping_mul(band)).into());
        }
    }
    for (likelihood, total) in likelihoods.iter_mut().zip(total) {
        *likelihood = if total == 0 { no_actions } else { *likelihood };
    }
    if risks.estimate == Column::Same(0) {
        return likelihoods;
    }
    let replaces = rule.estimate() == EstimateRule::Replaces;
    for (likelihood, estimate) in likelihoods.iter_mut().zip(risks.estimate.block(from)) {
        let estimate = estimate.min(levels);
        let weighed = if replaces && estimate != 0 { estimate } else { estimate.max(*likelihood) };
        *likelihood = weighed;
    }
    likelihoods
}
