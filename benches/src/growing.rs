//! Policies of any size: so many rules, or rules over so many facets.

use crate::facts::{COUNT, Numbers, risks};
use crate::rules;
use plimsoll_core::facet::{Facet, FacetSet};
use plimsoll_core::policy::{Draft, DraftDomain, DraftFacet};
use plimsoll_core::{Policy, RiskFacts};
use plimsoll_scripting::{RuleFile, compile};
use std::fmt::Write as _;

/// A policy before it is compiled, and its rules as text.
#[derive(Clone, Debug)]
pub struct Growing {
    draft: Draft,
    text: String,
}

impl Growing {
    /// So many rules, each over four facets: a region, a unit, an age and the impact.
    #[must_use]
    pub fn of_rules(count: usize) -> Self {
        let mut numbers = Numbers::from(7);
        let mut text = String::new();
        let regions = ["nordics", "emea", "apac"].into_iter().cycle();
        // Four units beside three regions: twelve rules pass before a pair of them comes again.
        let units = ["product", "operations", "finance", "sales"].into_iter().cycle();
        for (n, (region, unit)) in regions.zip(units).enumerate().take(count) {
            let (age, impact) = (30 * (1 + numbers.below(100)), 2 + numbers.below(4));
            write!(
                text,
                "fn rule_{n}(risk) {{\n    if risk.region == \"{region}\" && risk.unit == \"{unit}\" && risk.age_days > {age} {{\n        \
                 if risk.impact >= {impact} {{ raise(1, \"practice {n}\"); }} else {{ tighten_limit(1, \"habit {n}\"); }}\n    }}\n}}\n"
            )
            .expect("strings take everything");
        }
        Self { draft: rules::draft(), text }
    }

    /// Four rules that between them read so many declared facets, each of which has four values.
    #[must_use]
    pub fn of_facets(count: usize) -> Self {
        let mut draft = Draft::standard();
        let labels = || DraftDomain::Labels(["a", "b", "c", "d"].map(String::from).to_vec());
        draft.facets =
            (0..count).map(|n| DraftFacet { name: format!("facet_{n}"), domain: labels() }).collect();
        let mut text = String::new();
        for rule in 0..4 {
            let reads = (0..count).filter(|n| n % 4 == rule).map(|n| format!("risk.facet_{n} != \"d\""));
            let all = reads.collect::<Vec<_>>().join(" && ");
            writeln!(text, "fn rule_{rule}(risk) {{ if {all} {{ raise(1, \"reason {rule}\"); }} }}")
                .expect("strings take everything");
        }
        Self { draft, text }
    }

    /// The policy as a blob, from the texts of its rules.
    ///
    /// ```
    /// use plimsoll_benches::growing::Growing;
    /// use plimsoll_core::Policy;
    /// assert_eq!(Policy::verify(&Growing::of_rules(4).compile())?.rule_counts(), (4, 0));
    /// assert_eq!(Policy::verify(&Growing::of_facets(32).compile())?.rule_counts(), (4, 0));
    /// # Ok::<(), plimsoll_core::VerifyError>(())
    /// ```
    #[must_use]
    pub fn compile(&self) -> Vec<u8> {
        let compiled =
            compile(&self.draft, &[RuleFile { name: "rules/growing.rhai".into(), text: self.text.clone() }]);
        assert!(compiled.faults.is_empty(), "{:?}", compiled.faults);
        let mut draft = self.draft.clone();
        draft.rules = compiled.rules.into_iter().map(|rule| rule.rule).collect();
        draft.compile().expect("a sound draft")
    }

    /// Risks that differ in everything, the declared facets of a policy included.
    #[must_use]
    pub fn risks(policy: &Policy<'_>) -> [RiskFacts; COUNT] {
        let mut numbers = Numbers::from(8);
        risks().map(|mut facts| {
            for n in 0..policy.declared_count() {
                let Some((facet, domain)) = Facet::declared(n).zip(policy.declared(n)) else { continue };
                debug_assert!(FacetSet::RISK_INPUTS.contains(facet), "a risk has every declared facet");
                facts.set(facet, numbers.below(domain.size()));
            }
            facts
        })
    }
}
