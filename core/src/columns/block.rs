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

/// A small number of each risk, such as a rating: what does not fit counts as 255, past every scale.
type Small = [u8; BLOCK];

impl Column<'_> {
    /// Takes in the values of the block that begins at a row; what lies past the end stays as it is.
    #[inline]
    fn fill(&self, from: usize, block: &mut Block) {
        match self {
            Self::Same(value) => *block = [*value; BLOCK],
            Self::Bytes(bytes) => part(bytes, from, block, |byte| byte.into()),
            Self::Words(words) => part(words, from, block, |word| word),
        }
    }

    /// As [`Column::fill`], for small numbers.
    #[inline]
    fn fill_small(&self, from: usize, block: &mut Small) {
        let narrow = |word| u8::try_from(word).unwrap_or(u8::MAX);
        match self {
            Self::Same(value) => *block = [narrow(*value); BLOCK],
            Self::Bytes(bytes) => part(bytes, from, block, |byte| byte),
            Self::Words(words) => part(words, from, block, narrow),
        }
    }
}

#[inline]
fn part<T: Copy, U>(values: &[T], from: usize, block: &mut [U; BLOCK], convert: impl Fn(T) -> U) {
    let values = values.get(from..).unwrap_or_default();
    // A length that is known makes a loop without branches.
    match values.first_chunk::<BLOCK>() {
        Some(whole) => block.iter_mut().zip(whole).for_each(|(slot, value)| *slot = convert(*value)),
        None => block.iter_mut().zip(values).for_each(|(slot, value)| *slot = convert(*value)),
    }
}

/// What is known of the risks of a block.
pub(super) struct Sheet {
    impact: Small,
    likelihood: Small,
    choice: Small,
    exception: Small,
    facets: [Block; FACETS],
}

impl Sheet {
    pub(super) fn new() -> Self {
        let none = [0; BLOCK];
        Self { impact: none, likelihood: none, choice: none, exception: none, facets: [[0; BLOCK]; FACETS] }
    }

    /// Takes in a facet that a diagram reads.
    pub(super) fn load(&mut self, facet: Facet, columns: &[Column<'_>; FACETS], from: usize) {
        let (Some(block), Some(column)) = (self.facets.get_mut(facet.index()), columns.get(facet.index()))
        else {
            return;
        };
        let less_one = |block: &mut Block, ratings: &Small| {
            block.iter_mut().zip(ratings).for_each(|(slot, rating)| *slot = rating.wrapping_sub(1).into());
        };
        match facet {
            facet::IMPACT => less_one(block, &self.impact),
            facet::LIKELIHOOD => less_one(block, &self.likelihood),
            // What these are is known once the risk is graded.
            facet::SCORE | facet::WITHIN_LIMIT => {}
            _ => column.fill(from, block),
        }
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
        risks.rated.fill_small(from, &mut self.impact);
        impacts(policy, &mut self.impact, facets, from);
        likelihoods(policy, &mut self.likelihood, risks, from);
        risks.choice.fill_small(from, &mut self.choice);
        risks.exception.fill_small(from, &mut self.exception);
    }

    fn row(&self, row: usize) -> (Impact, Likelihood, Wish) {
        let at = |block: &Small| block.get(row).copied().unwrap_or_default();
        let choice = at(&self.choice).checked_sub(1).and_then(Response::from_index);
        let wish = Wish { choice, exception: at(&self.exception) != 0 };
        (Impact::saturating(at(&self.impact)), Likelihood::saturating(at(&self.likelihood)), wish)
    }

    /// Looks the decisions up where everything follows from the cell and the owner's wish.
    #[inline]
    pub(super) fn look_up(&self, settled: &Settled, decisions: &mut [Decision]) {
        let mut index = [0_u16; BLOCK];
        let cells = self.impact.iter().zip(&self.likelihood);
        let wishes = self.choice.iter().zip(&self.exception);
        for (index, ((impact, likelihood), (choice, exception))) in index.iter_mut().zip(cells.zip(wishes)) {
            let choice = if *choice >= CHOICES { 0 } else { *choice };
            let wish = choice.wrapping_mul(2).wrapping_add((*exception != 0).into());
            let row = u16::from(likelihood.wrapping_sub(1)).wrapping_mul(settled.impacts);
            let cell = row.wrapping_add(impact.wrapping_sub(1).into());
            *index = cell.wrapping_mul(WISHES).wrapping_add(wish.into());
        }
        for (decision, index) in decisions.iter_mut().zip(index) {
            settled.decisions.get(usize::from(index)).into_iter().for_each(|found| *decision = *found);
        }
    }

    /// Decides with rules, and where limits and responses ask for more than the cell.
    pub(super) fn decide(&mut self, policy: &Policy<'_>, tables: &Tables<'_>, decisions: &mut [Decision]) {
        let mut tables = tables.iter();
        let (mut proposed, mut outcomes) = ([Proposed::default(); BLOCK], [0; BLOCK]);
        for entry in policy.risk_rules.iter().map(Entry::read) {
            self.terminals(policy.rule(entry), tables.next().flatten(), &mut outcomes);
            // Most rules are silent about most risks; the outcome without proposals is told from the others at once.
            let silent =
                (0..entry.outcomes.min(4)).find(|outcome| policy.outcome(entry, *outcome).count == 0);
            let silent = silent.unwrap_or(u16::MAX);
            for (outcome, sum) in outcomes.iter().zip(&mut proposed) {
                if *outcome != silent {
                    policy.proposals_of(policy.outcome(entry, *outcome)).for_each(|proposal| {
                        sum.take(&proposal);
                    });
                }
            }
        }
        let (mut envelopes, mut limits, mut caps) = ([0; BLOCK], [0; BLOCK], [0; BLOCK]);
        self.terminals(policy.envelope, tables.next().flatten(), &mut envelopes);
        self.terminals(policy.limit, tables.next().flatten(), &mut limits);
        self.terminals(policy.cap, tables.next().flatten(), &mut caps);
        let response = tables.next().flatten();

        let mut rows = [Row::REFUSED; BLOCK];
        let known = proposed.iter().zip(&envelopes).zip(limits.iter().zip(&caps)).zip(&mut rows);
        for (number, (((proposed, envelope), (limit, cap)), row)) in known.enumerate().take(decisions.len()) {
            let bounds = || policy.bounds(*envelope);
            let changes =
                (*proposed != Proposed::default()).then(|| Changes { proposed: *proposed, bounds: bounds() });
            *row = self.grade(policy, number, changes, policy.acceptance_of(*limit, *cap));
            let Grade { score, limit, .. } = row.grade;
            self.put(facet::SCORE, number, score.get().saturating_sub(1).into());
            self.put(facet::WITHIN_LIMIT, number, (score <= Score(limit.get())).into());
        }
        let mut responses = [0; BLOCK];
        self.terminals(policy.response, response, &mut responses);
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
    #[inline]
    fn terminals(&self, diagram: Diagram<'_>, table: Option<Gather<'_>>, terminals: &mut Block) {
        if let Some(table) = table {
            table.look_up(&self.facets, terminals);
            return;
        }
        for (row, terminal) in terminals.iter_mut().enumerate() {
            let value = |facet: usize| self.facets.get(facet).and_then(|block| block.get(row)).copied();
            *terminal = diagram.walk_by(value);
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

/// How many choices an owner has, none included.
const CHOICES: u8 = 5;

/// What an owner may wish: a choice, with an exception or without.
const WISHES: u16 = 10;

/// The decisions of a policy that looks at nothing but the cell and the owner's wish.
#[derive(Clone, Copy, Debug)]
pub(super) struct Settled {
    impacts: u16,
    /// For each cell the wishes, for each choice without an exception and with one. Scales of ten levels fill it.
    decisions: [Decision; 1000],
}

impl Settled {
    /// Every decision; `None` for a policy that looks at more.
    pub(super) fn of(policy: &Policy<'_>) -> Option<Self> {
        policy.cells.at(0).and_then(Cell::whole)?;
        let impacts = policy.top_impact.get();
        let mut settled = Self { impacts: impacts.into(), decisions: [Decision::REFUSAL; 1000] };
        let mut slots = settled.decisions.iter_mut();
        for likelihood in (1..=policy.likelihood.levels()).map(Likelihood::saturating) {
            for impact in (1..=impacts).map(Impact::saturating) {
                let (cell, row) = policy.cell(impact, likelihood).and_then(Cell::whole)?;
                let grade = Grade { score: cell.score, band: cell.band, limit: policy.acceptance.limit };
                for choice in (0..CHOICES).map(|choice| choice.checked_sub(1)) {
                    for exception in [false, true] {
                        let wish = Wish { choice: choice.and_then(Response::from_index), exception };
                        let acceptance = &policy.acceptance;
                        *slots.next()? =
                            conclude(wish, (impact, likelihood), grade, acceptance, row, None, &mut ());
                    }
                }
            }
        }
        Some(settled)
    }
}

/// Turns the ratings of a block into impacts: on the scale, and no lower than the floor.
#[inline]
fn impacts(policy: &Policy<'_>, impacts: &mut Small, facets: &[Column<'_>; FACETS], from: usize) {
    let top = policy.top_impact.get();
    impacts.iter_mut().for_each(|impact| *impact = (*impact).max(1).min(top));
    let [_, low, medium, high] = policy.floors.map(Impact::get);
    if high <= 1 {
        return;
    }
    let (mut highest, mut ratings, mut compromises) = ([0_u8; BLOCK], [0; BLOCK], [0; BLOCK]);
    for (rating, compromised) in [
        (facet::CONFIDENTIALITY, facet::COMPROMISES_C),
        (facet::INTEGRITY, facet::COMPROMISES_I),
        (facet::AVAILABILITY, facet::COMPROMISES_A),
    ] {
        let column = |facet: Facet| facets.get(facet.index()).copied().unwrap_or(Column::Same(0));
        if column(compromised) == Column::Same(0) {
            continue;
        }
        column(rating).fill_small(from, &mut ratings);
        column(compromised).fill_small(from, &mut compromises);
        for (highest, (rating, compromised)) in highest.iter_mut().zip(ratings.iter().zip(&compromises)) {
            let exposed = if *compromised == 0 { 0 } else { (*rating).min(2).wrapping_add(1) };
            *highest = exposed.max(*highest);
        }
    }
    for (impact, highest) in impacts.iter_mut().zip(highest) {
        // Floors ascend, so the highest of those that are reached holds.
        let reached = |level, floor: u8| if highest >= level { floor } else { 1 };
        *impact = (*impact).max(reached(1, low)).max(reached(2, medium)).max(reached(3, high));
    }
}

/// Adds 1 for each band but the first that the share of uncompleted actions reaches: it lies in band k or above if levels x
/// uncompleted >= k x total, which takes no division. The numbers are of a type that has room for the products.
macro_rules! reach {
    ($number:ty, $levels:expr, $uncompleted:expr, $total:expr, $likelihoods:expr) => {{
        let number = |count: u16| <$number>::try_from(count).unwrap_or_default();
        let levels = <$number>::from($levels);
        let mut bounds: [$number; BLOCK] = [0; BLOCK];
        for _ in 1..$levels {
            let counts = $uncompleted.iter().zip($total).zip($likelihoods.iter_mut());
            for (bound, ((uncompleted, total), likelihood)) in bounds.iter_mut().zip(counts) {
                *bound = bound.wrapping_add(number(*total));
                let reached = number(*uncompleted).wrapping_mul(levels) >= *bound;
                *likelihood = likelihood.wrapping_add(reached.into());
            }
        }
    }};
}

/// The likelihoods of a block, from actions and estimates.
#[inline]
fn likelihoods(policy: &Policy<'_>, likelihoods: &mut Small, risks: &RiskColumns<'_>, from: usize) {
    let rule = policy.likelihood;
    let (levels, no_actions) = (rule.levels(), rule.no_actions().get());
    *likelihoods = [1; BLOCK];
    let (mut uncompleted, mut total) = ([0; BLOCK], [0; BLOCK]);
    risks.uncompleted.fill(from, &mut uncompleted);
    risks.total.fill(from, &mut total);
    let most = uncompleted.iter().chain(&total).fold(0, |most, count| count | most);
    if most < 1 << 11 {
        reach!(i16, levels, &uncompleted, &total, likelihoods);
    } else {
        reach!(i32, levels, &uncompleted, &total, likelihoods);
    }
    for (likelihood, total) in likelihoods.iter_mut().zip(&total) {
        *likelihood = if *total == 0 { no_actions } else { *likelihood };
    }
    if risks.estimate == Column::Same(0) {
        return;
    }
    let mut estimates = [0; BLOCK];
    risks.estimate.fill_small(from, &mut estimates);
    let replaces = rule.estimate() == EstimateRule::Replaces;
    for (likelihood, estimate) in likelihoods.iter_mut().zip(&estimates) {
        let estimate = (*estimate).min(levels);
        let floor = if replaces && estimate != 0 { 0 } else { *likelihood };
        *likelihood = estimate.max(floor);
    }
}
