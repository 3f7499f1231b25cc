//! Facts about organisation and culture in rules: registers change decisions, and the trace says which register did.
#![cfg(feature = "scripting")]
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that meets the unexpected has to stop, and says best where"
)]

mod declared;
mod each;
mod over_time;
mod sources;

use plimsoll::Organisation;
use plimsoll::assessment::{Assessment, Ground};
use plimsoll::date::parse;
use plimsoll::diagnostic::Diagnostics;
use plimsoll::registers::Source;
use plimsoll_core::Day;

const DAY: &str = "2026-11-20";

fn day(text: &str) -> Day {
    parse(text).unwrap()
}

/// A small firm: two people in sales, one in operations; an asset of sales, one of operations and one of nobody, and a risk to each
/// of impact 2 and likelihood 5.
#[derive(Clone)]
struct Firm(Vec<Source>);

impl Firm {
    /// The firm with this facet and this rule.
    fn new(facet: &str, rule: &str) -> Self {
        let policy = format!(
            "[policy]\nname = \"firm\"\nversion = \"1.0.0\"\nauthor = \"a\"\napprover = \"b\"\n\n\
             [acceptance]\ncia_floor = []\n\n[envelope]\nmax_raise = 4\n\n[[facet]]\n{facet}\n"
        );
        let rule = format!("// derives_from: ours\nfn rule_a(risk) {{ {rule} }}\n");
        Self(Vec::new())
            .with("policy.toml", &policy)
            .with("rules/all.rhai", &rule)
            .with(
                "assets.csv",
                "id,name,class,confidentiality,integrity,availability,owner,unit\n\
                 A1,prices,information,low,low,low,P1,Sales\n\
                 A2,lathe,physical,low,low,low,P3,operations\n\
                 A3,logo,information,low,low,low,P3,\n",
            )
            .with("threats.csv", "id,name,class,origin,compromises\nT1,a slip,accidental,internal,C\n")
            .with("risks.csv", "id,asset,threat,impact,owner\nR1,A1,T1,2,P1\nR2,A2,T1,2,P3\nR3,A3,T1,2,P3\n")
            .with(
                "people.csv",
                "id,name,unit,hired\nP1,head of sales,sales,2020-01-01\nP2,seller,sales,2020-01-01\n\
                 P3,foreman,operations,2020-01-01\n",
            )
    }

    /// The firm with this file, in place of the one it had.
    fn with(mut self, name: &str, text: &str) -> Self {
        self.0.retain(|file| file.name != name);
        self.0.push(Source::new(name, text));
        self
    }

    fn read(&self) -> Organisation {
        let mut diagnostics = Diagnostics::new();
        let organisation = Organisation::from_sources(&self.0, &mut diagnostics);
        assert!(!diagnostics.is_error(), "{diagnostics}");
        organisation.unwrap()
    }

    fn decided(&self, risk: &str, as_of: &str) -> String {
        decided(&self.read(), risk, as_of)
    }
}

/// The score of a risk, and what its rules read.
fn decided(organisation: &Organisation, risk: &str, as_of: &str) -> String {
    let assessment = Assessment::of(organisation, day(as_of));
    let assessed = assessment.risk(risk).unwrap();
    let reasons = assessment.grounds(assessed);
    let facts = reasons.iter().filter(|reason| reason.stage == "rule").flat_map(|reason| &reason.facts);
    let told: Vec<String> =
        facts.map(|Ground { name, value, from }| format!("{name}={value} {from}")).collect();
    format!("{}: {}", assessed.decision.score, told.join(", "))
}
