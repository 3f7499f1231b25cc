//! Policies: one as large as a large organisation's, and one of twelve rules.

use crate::rules;
use plimsoll_core::facet::{self, Facet};
use plimsoll_core::policy::{
    Draft, DraftDomain, DraftFacet, DraftObligation, DraftProposal, DraftRule, Reason, Row, Space,
};
use plimsoll_core::table::{Condition, When, matches};
use plimsoll_core::{ProposalKind, Response};

const REGIONS: u16 = 8;
const UNITS: u16 = 12;

/// The standard policy with facets, obligations, limits by region and unit, responses, and 130 rules with reasons:
/// some 20 kB as a blob.
///
/// ```
/// use plimsoll_core::Policy;
/// let blob = plimsoll_benches::policies::large();
/// assert!((20_000..21_000).contains(&blob.len()), "{} bytes", blob.len());
/// assert_eq!(Policy::verify(&blob)?.rule_counts(), (100, 30));
/// # Ok::<(), plimsoll_core::VerifyError>(())
/// ```
#[must_use]
pub fn large() -> Vec<u8> {
    draft().compile().expect("a sound draft")
}

/// [`large`] before it is compiled.
#[must_use]
pub fn draft() -> Draft {
    let mut draft = Draft::standard();
    draft.name = "large".into();
    draft.obligations = ["card_data", "personal_data", "export_control"]
        .into_iter()
        .zip([4, 6, 2])
        .map(|(name, level)| DraftObligation {
            name: name.into(),
            max_level: Some(level),
            forbids_acceptance: false,
            reason: reason("obligations.md", level.into(), format!("{name}: no more than {level}")),
        })
        .collect();
    let names = |word: &str, count: u16| (1..=count).map(|n| format!("{word} {n}")).collect();
    let range = |low, high| DraftDomain::Range { low, high, names: Vec::new() };
    draft.facets = vec![
        DraftFacet { name: "region".into(), domain: DraftDomain::Labels(names("region", REGIONS)) },
        DraftFacet { name: "unit".into(), domain: DraftDomain::Labels(names("unit", UNITS)) },
        DraftFacet { name: "age_days".into(), domain: range(0, 3650) },
        DraftFacet { name: "coverage".into(), domain: range(0, 100) },
    ];
    let [region, unit, age, coverage] = [3, 4, 5, 6].map(|n| Facet::declared(n).expect("few are declared"));
    let is = |facet, value| Condition::within(facet, value..=value);
    for n in 0..24 {
        draft.limits.push(Row {
            when: vec![is(region, n % REGIONS), is(unit, n * 5 % UNITS)],
            then: u8::try_from(1 + n % 8).unwrap_or(1),
            reason: reason("limits.md", n, format!("what region {n} agreed with the unit concerned")),
        });
    }
    for n in 0..8 {
        draft.responses.push(Row {
            when: vec![
                is(region, n),
                Condition::within(facet::SCORE, 24 - n % 5..=24),
                is(facet::THREAT_CLASS, n % 3),
            ],
            then: if n % 2 == 0 { Response::Avoid } else { Response::Transfer },
            reason: reason("responses.md", n, format!("too high for region {n} to carry or to treat")),
        });
    }
    for n in 0..100 {
        let when = vec![
            is(region, n % REGIONS),
            is(unit, n * 7 % UNITS),
            Condition::within(age, 30 * (1 + n % 20)..=3650),
            Condition::within(coverage, 0..=n),
        ];
        let kinds = [ProposalKind::Raise, ProposalKind::TightenLimit, ProposalKind::Lower];
        let kind = *kinds.get(usize::from(n % 3)).expect("one of three");
        push(&mut draft, Space::Risk, &when, (kind, 1), n);
    }
    for n in 0..30 {
        let when = vec![is(facet::KIND, n % 10), is(facet::SECURITY, 1), is(region, n % REGIONS)];
        push(&mut draft, Space::Incident, &when, (ProposalKind::Consult, u8::from(n % 2 == 0)), n);
    }
    draft
}

/// The conditions of [`twelve_rules`]: nothing that one of them reads is read by another.
const TWELVE: [&str; 12] = [
    "risk.impact > 3",
    "risk.likelihood > 3",
    "risk.confidentiality == \"high\"",
    "risk.integrity == \"high\"",
    "risk.availability == \"high\"",
    "risk.age_days > 365",
    "risk.region == \"apac\"",
    "risk.unit == \"sales\"",
    "risk.origin == \"external\"",
    "risk.orientation <= 2",
    "risk.threat_class == \"deliberate\"",
    "!risk.reviewed",
];

/// The standard policy with four facets and twelve rules, written in Rhai, each over a facet of its own.
///
/// ```
/// use plimsoll_core::Policy;
/// assert_eq!(Policy::verify(&plimsoll_benches::policies::twelve_rules())?.rule_counts(), (12, 0));
/// # Ok::<(), plimsoll_core::VerifyError>(())
/// ```
#[must_use]
pub fn twelve_rules() -> Vec<u8> {
    let rule = |(n, condition): (usize, &&str)| {
        format!("fn rule_{n}(risk) {{ if {condition} {{ raise(1, \"condition {n} holds\"); }} }}\n")
    };
    let text: String = TWELVE.iter().enumerate().map(rule).collect();
    let mut draft = rules::draft();
    draft.rules = rules::compiled(&text).rules.into_iter().map(|rule| rule.rule).collect();
    draft.compile().expect("a sound draft")
}

/// Adds a rule that proposes something in some situations.
fn push(draft: &mut Draft, space: Space, when: &When, proposal: (ProposalKind, u8), n: u16) {
    let mut forest = draft.forest(space);
    let condition = matches(&mut forest, when);
    let (words, root) = forest.emit(condition).expect("a small diagram");
    let (kind, amount) = proposal;
    let text = format!("local practice {n}, agreed for this region");
    let reason = Reason { rule: format!("rule_{n}"), ..reason("rules/regions.rhai", n, text) };
    let outcomes = vec![Vec::new(), vec![DraftProposal { kind, amount, reason }]];
    draft.rules.push(DraftRule { space, words, root, outcomes });
}

fn reason(source: &str, line: u16, text: String) -> Reason {
    Reason { source: source.into(), line: 1 + line, text, ..Reason::default() }
}
