//! Many risks at once against the same risks one by one: random columns of the standard policy, of the sample with its rules
//! and of random policies, with scratch memory for all tables, for some and for none.

use crate::common;
use plimsoll::Organisation;
use plimsoll_core::facet::{self, Facet};
use plimsoll_core::policy::{Draft, DraftBand, KnownFacet, Space};
use plimsoll_core::{
    Column, ColumnError, Decision, EstimateRule, Impact, Likelihood, LikelihoodRule, Policy, Progress,
    Response, RiskColumns, RiskFacts,
};
use plimsoll_tests::drafts::{self, WHOLE};
use plimsoll_tests::draw::Draw;
use plimsoll_tests::promises::tried;

/// What is known of many risks, as somebody would keep it.
struct Table {
    rated: Kept,
    uncompleted: Kept,
    total: Kept,
    estimate: Kept,
    choice: Kept,
    exception: Kept,
    facets: Vec<(Facet, Kept)>,
}

enum Kept {
    Same(u16),
    Bytes(Vec<u8>),
    Words(Vec<u16>),
}

impl Kept {
    /// A column of so many values below a bound, in one of the three ways to keep it.
    fn draw(draw: &Draw<'_>, rows: usize, bound: usize) -> Self {
        let number = || draw.below(bound);
        match draw.below(4) {
            0 => Self::Same(u16::try_from(number()).unwrap()),
            1 if bound <= 256 => Self::Bytes((0..rows).map(|_| u8::try_from(number()).unwrap()).collect()),
            _ => Self::Words((0..rows).map(|_| u16::try_from(number()).unwrap()).collect()),
        }
    }

    fn column(&self) -> Column<'_> {
        match self {
            Self::Same(value) => Column::Same(*value),
            Self::Bytes(bytes) => Column::Bytes(bytes),
            Self::Words(words) => Column::Words(words),
        }
    }

    fn at(&self, row: usize) -> u16 {
        match self {
            Self::Same(value) => *value,
            Self::Bytes(bytes) => bytes[row].into(),
            Self::Words(words) => words[row],
        }
    }
}

impl Table {
    /// Values of every range, and now and then beyond it.
    fn draw(draw: &Draw<'_>, rows: usize, known: &[KnownFacet]) -> Self {
        let facets = known.iter().filter(|_| !draw.rarely(6)).map(|known| {
            let size = usize::from(known.domain.domain().expect("a sound domain").size());
            let bound = if draw.rarely(8) { 60_000 } else { size };
            (known.facet, Kept::draw(draw, rows, bound))
        });
        Self {
            facets: facets.collect(),
            rated: Kept::draw(draw, rows, 12),
            uncompleted: Kept::draw(draw, rows, if draw.rarely(5) { 65_536 } else { 9 }),
            total: Kept::draw(draw, rows, if draw.rarely(5) { 65_536 } else { 9 }),
            estimate: Kept::draw(draw, rows, 12),
            choice: Kept::draw(draw, rows, 6),
            exception: Kept::draw(draw, rows, 2),
        }
    }

    /// The facts of one risk; what columns can say and facts cannot counts as the nearest that they can.
    fn facts(&self, row: usize) -> RiskFacts {
        let small = |kept: &Kept| u8::try_from(kept.at(row)).unwrap();
        let total = self.total.at(row);
        let mut facts = RiskFacts {
            rated: Impact::saturating(small(&self.rated)),
            actions: Progress::new(self.uncompleted.at(row).min(total), total).unwrap(),
            estimate: Some(small(&self.estimate))
                .filter(|estimate| *estimate > 0)
                .map(Likelihood::saturating),
            choice: small(&self.choice).checked_sub(1).and_then(Response::from_index),
            exception: self.exception.at(row) != 0,
            ..RiskFacts::default()
        };
        for (facet, kept) in &self.facets {
            facts.set(*facet, kept.at(row));
        }
        facts
    }

    /// Decides about all, and compares with deciding about each.
    fn check(&self, policy: &Policy<'_>, rows: usize, scratch: &mut [u16]) -> Vec<Decision> {
        let facets: Vec<_> = self.facets.iter().map(|(facet, kept)| (*facet, kept.column())).collect();
        let risks = RiskColumns {
            rated: self.rated.column(),
            uncompleted: self.uncompleted.column(),
            total: self.total.column(),
            estimate: self.estimate.column(),
            choice: self.choice.column(),
            exception: self.exception.column(),
            facets: &facets,
        };
        let mut decisions = vec![Policy::REFUSING.assess(&RiskFacts::default()); rows];
        policy.columns(scratch).assess(&risks, &mut decisions).expect("columns of one length");
        for (row, decision) in decisions.iter().enumerate() {
            let facts = self.facts(row);
            assert_eq!(*decision, policy.assess(&facts), "row {row}: {facts:?}");
        }
        let (from, end) = (rows / 3, rows - rows / 5);
        let mut part = vec![Policy::REFUSING.assess(&RiskFacts::default()); end - from];
        policy.columns(&mut []).assess_from(from, &risks, &mut part).expect("a part of the rows");
        assert_eq!(part, decisions[from..end]);
        decisions
    }
}

/// Tables of every length around a block, with every amount of scratch.
fn compare(policy: &Policy<'_>, known: &[KnownFacet], tables: usize, seed: u64) -> Vec<Decision> {
    let draw = Draw::seeded(seed);
    let mut scratch = vec![0; 32_768];
    let mut all = Vec::new();
    for number in 0..tables {
        let rows = [0, 1, 31, 32, 33, 200][number % 6];
        let table = Table::draw(&draw, rows, known);
        let room = [32_768, 0, 1, 40, 900][draw.below(5)];
        all.extend(table.check(policy, rows, &mut scratch[..room]));
    }
    all
}

#[test]
fn the_standard_policy_needs_no_scratch() {
    let policy = Policy::standard();
    let decisions = compare(&policy, &Draft::standard().facets_of(Space::Risk), 6000, 1);
    assert_eq!(policy.columns(&mut [0; 9]).coverage(), (0, 0));
    let within = decisions.iter().filter(|decision| decision.within_limit).count();
    assert!(within > decisions.len() / 10 && within < decisions.len() * 9 / 10, "{within}");
}

#[test]
fn the_sample_s_rules_take_part() {
    let organisation = Organisation::sample();
    let policy = organisation.policy();
    let known = policy.facets_of(Space::Risk);
    let decisions = compare(&policy, &known, 3000, 2);
    let plain = decisions.iter().filter(|decision| {
        u16::from(decision.score.get())
            == u16::from(decision.impact.get()) * u16::from(decision.likelihood.get())
    });
    let changed = decisions.len() - plain.count();
    assert!(changed > decisions.len() / 20, "rules changed {changed} scores of {}", decisions.len());
    let (with, all) = policy.columns(&mut vec![0; 32_768]).coverage();
    println!("tables for {with} of {all} diagrams of the sample");
    assert!(all > 20 && with * 10 >= all * 9, "{with} of {all}");
    assert!(policy.columns(&mut [0; 200]).coverage().0 < with);
    assert_eq!(policy.columns(&mut []).coverage(), (0, all));
}

#[test]
fn random_policies() {
    let draw = Draw::seeded(3);
    let mut rows = 0;
    for number in 0..400 {
        let mut stated = drafts::policy(&draw, &WHOLE);
        let (blob, _) = stated.compile();
        let policy = common::verify(&blob, number);
        rows += compare(&policy, &stated.draft.facets_of(Space::Risk), 12, number).len();
    }
    tried("agree", "rows of random policies, decided by columns and one by one", rows);
}

#[test]
fn a_policy_that_refuses_refuses_many() {
    let decisions = compare(&Policy::REFUSING, &[], 20, 4);
    assert!(decisions.iter().all(|decision| !decision.within_limit && decision.score.get() == 1));
}

/// A column given twice counts once, those that are derived not at all, and a choice past the last is none.
#[test]
fn what_the_columns_say_beyond_facts() {
    let policy = Policy::standard();
    let decide = |choice: u16, facets: &[(Facet, Column<'_>)]| {
        let mut decisions = [Policy::REFUSING.assess(&RiskFacts::default())];
        let risks = RiskColumns { choice: Column::Same(choice), facets, ..RiskColumns::default() };
        policy.columns(&mut []).assess(&risks, &mut decisions).expect("columns of one length");
        decisions[0]
    };
    let of = |facet: Facet, value: u16| (facet, Column::Same(value));
    let (high, hit) = (of(facet::CONFIDENTIALITY, 2), of(facet::COMPROMISES_C, 1));
    assert_eq!(decide(0, &[of(facet::CONFIDENTIALITY, 0), high, hit]).impact.get(), 3);
    assert_eq!(decide(0, &[high, hit, of(facet::CONFIDENTIALITY, 0)]).impact.get(), 1);
    let derived = [facet::IMPACT, facet::LIKELIHOOD, facet::SCORE, facet::WITHIN_LIMIT];
    assert_eq!(decide(0, &derived.map(|facet| of(facet, 9))), decide(0, &[]));
    assert_eq!(decide(4, &[]).response, Response::Avoid);
    for none in [5, 255, 256, 257, u16::MAX] {
        assert_eq!(decide(none, &[]), decide(0, &[]));
    }
}

#[test]
fn columns_of_another_length_are_named_and_nothing_is_decided() {
    let policy = Policy::standard();
    let before = Policy::REFUSING.assess(&RiskFacts::default());
    let mut decisions = [before; 3];
    let (three, two) = (Column::Bytes(&[5, 5, 5]), Column::Words(&[1, 1]));
    let none = RiskColumns { rated: three, ..RiskColumns::default() };
    let facets = [(facet::INTEGRITY, three), (facet::ORIGIN, two)];
    for (risks, name, facet) in [
        (RiskColumns { rated: two, ..none }, "rated", None),
        (RiskColumns { uncompleted: two, ..none }, "uncompleted", None),
        (RiskColumns { total: two, ..none }, "total", None),
        (RiskColumns { estimate: two, ..none }, "estimate", None),
        (RiskColumns { choice: two, ..none }, "choice", None),
        (RiskColumns { exception: two, ..none }, "exception", None),
        (RiskColumns { facets: &facets, ..none }, "facet", Some(facet::ORIGIN)),
    ] {
        let found = policy.columns(&mut []).assess(&risks, &mut decisions);
        assert_eq!(found, Err(ColumnError { name, facet, found: 2, expected: 3 }));
        assert_eq!(decisions, [before; 3]);
    }
    let late = policy.columns(&mut []).assess_from(1, &none, &mut decisions);
    assert_eq!(late, Err(ColumnError { name: "rated", facet: None, found: 3, expected: 4 }));
    assert_eq!(decisions, [before; 3]);
    let error = ColumnError { name: "facet", facet: Some(facet::ORIGIN), found: 2, expected: 3 };
    assert_eq!(error.to_string(), "the column facet 11 has 2 values where 3 are needed");
}

/// The share of uncompleted actions is counted in columns and divided elsewhere: on every scale, for all small numbers and where
/// wider ones are needed, both give the same likelihood.
#[test]
fn shares_are_the_same_on_every_scale() {
    let around = |number: u16| number.saturating_sub(3)..=number.saturating_add(3);
    let small = (0..=60).flat_map(|total| (0..=total).map(move |uncompleted| (uncompleted, total)));
    let wide = [2047, 2048, 3276, 6553, 13_107, 32_767, 65_535];
    let wide = wide.into_iter().flat_map(around).flat_map(|total| {
        let near = (0..=10_u32).map(move |part| u16::try_from(u32::from(total) * part / 10).unwrap());
        near.flat_map(around).filter(move |uncompleted| *uncompleted <= total).map(move |one| (one, total))
    });
    let (uncompleted, total): (Vec<u16>, Vec<u16>) = small.chain(wide).unzip();
    for levels in 2..=10_u8 {
        let no_actions = Likelihood::saturating(levels / 2);
        let names = (0..levels).map(|level| format!("level {level}")).collect();
        let top = u16::from(levels) * 5;
        let band = DraftBand { name: "only".into(), colour: "#000000".into(), up_to: top };
        let draft = Draft {
            likelihood: names,
            likelihood_rule: LikelihoodRule::new(levels, no_actions, EstimateRule::Higher).unwrap(),
            bands: vec![band],
            ..Draft::standard()
        };
        let blob = common::compile(&draft, levels);
        let policy = common::verify(&blob, levels);
        let risks = RiskColumns {
            uncompleted: Column::Words(&uncompleted),
            total: Column::Words(&total),
            ..RiskColumns::default()
        };
        let mut decisions = vec![Policy::REFUSING.assess(&RiskFacts::default()); total.len()];
        policy.columns(&mut []).assess(&risks, &mut decisions).unwrap();
        for (decision, (uncompleted, total)) in decisions.iter().zip(uncompleted.iter().zip(&total)) {
            let progress = Progress::new(*uncompleted, *total).unwrap();
            let expected = policy.likelihood_rule().of_actions(progress);
            assert_eq!(decision.likelihood, expected, "{uncompleted} of {total} on {levels} levels");
        }
    }
}
