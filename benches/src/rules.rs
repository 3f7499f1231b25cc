//! Rules: a file as large as a large organisation's, and one rule in three forms, compiled, interpreted and by hand.

use crate::facts::{COUNT, Numbers};
use plimsoll_core::facet::{self, Facet, Values};
use plimsoll_core::policy::{Draft, DraftDomain, DraftFacet, DraftRule};
use plimsoll_core::{Impact, Progress, RiskFacts};
use plimsoll_scripting::{Compiled, RuleFile, compile};
use rhai::{AST, Dynamic, Engine, INT, Map, OptimizationLevel, Scope};

/// One rule over six facets, one of them with 3,651 values, of some length.
pub const ONE: &str = r#"
fn rule_one(risk) {
    if risk.confidentiality == "high" && risk.origin == "external" && risk.orientation <= 2 {
        raise(2, "confidential, and open to the outside");
    }
    if risk.age_days > 365 && risk.impact * risk.likelihood > 8 {
        tighten_limit(2, "reviewed less than yearly");
    }
    if risk.age_days < 30 && risk.impact == 1 { lower(1, "new and small"); }
}
"#;

/// Sixty lines over fifteen facets, one of them with 3,651 values.
pub const LARGE: &str = include_str!("rules/large.rhai");

const UNITS: [&str; 4] = ["product", "operations", "finance", "sales"];

/// The standard policy with the facets that [`LARGE`] reads.
#[must_use]
pub fn draft() -> Draft {
    let labels = |labels: &[&str]| DraftDomain::Labels(labels.iter().map(ToString::to_string).collect());
    let mut draft = Draft::standard();
    draft.facets = [
        ("region", labels(&["nordics", "emea", "apac"])),
        ("unit", labels(&UNITS)),
        ("age_days", DraftDomain::Range { low: 0, high: 3650, names: Vec::new() }),
        ("reviewed", DraftDomain::Bool),
    ]
    .map(|(name, domain)| DraftFacet { name: name.into(), domain })
    .to_vec();
    draft
}

/// What the compiler makes of a text under [`draft`].
///
/// ```
/// use plimsoll_benches::rules::{LARGE, compiled};
/// let compiled = compiled(LARGE);
/// assert!(compiled.faults.is_empty(), "{:?}", compiled.faults);
/// ```
#[must_use]
pub fn compiled(text: &str) -> Compiled {
    compile(&draft(), &[RuleFile { name: "rules/bench.rhai".into(), text: text.into() }])
}

/// The diagram of [`ONE`].
#[must_use]
pub fn one() -> DraftRule {
    compiled(ONE).rules.into_iter().next().expect("it compiles").rule
}

/// The facet of a declared name: the ages.
fn age() -> Facet {
    Facet::declared(2).expect("few are declared")
}

/// Situations that differ in everything that [`ONE`] reads.
#[must_use]
pub fn points() -> [Values; COUNT] {
    let mut numbers = Numbers::from(6);
    core::array::from_fn(|_| {
        let mut values = [0; facet::FACETS];
        let mut set = |facet: Facet, size| {
            values.get_mut(facet.index()).into_iter().for_each(|slot| *slot = numbers.below(size));
        };
        set(facet::CONFIDENTIALITY, 3);
        set(facet::ORIGIN, 2);
        set(facet::ORIENTATION, 5);
        set(age(), 3651);
        set(facet::IMPACT, 5);
        set(facet::LIKELIHOOD, 5);
        values
    })
}

/// A risk in a situation.
#[must_use]
pub fn risk(values: &Values) -> RiskFacts {
    let value = |facet: Facet| values.get(facet.index()).copied().unwrap_or_default();
    RiskFacts {
        rated: Impact::saturating(u8::try_from(value(facet::IMPACT) + 1).unwrap_or(u8::MAX)),
        actions: Progress::new(value(facet::LIKELIHOOD), 5).unwrap_or(Progress::NONE),
        values: *values,
        ..RiskFacts::default()
    }
}

/// [`ONE`] by hand: which of its outcomes holds, as a number of three bits.
///
/// ```
/// use plimsoll_benches::rules::{Interpreted, by_hand, points};
/// let mut interpreted = Interpreted::new();
/// for point in points() {
///     assert_eq!(interpreted.run(&interpreted.map(&point)), by_hand(&point));
/// }
/// ```
#[must_use]
#[inline]
pub fn by_hand(values: &Values) -> u16 {
    let value = |facet: Facet| values.get(facet.index()).copied().unwrap_or_default();
    let (impact, likelihood) = (value(facet::IMPACT) + 1, value(facet::LIKELIHOOD) + 1);
    let age = values.get(18).copied().unwrap_or_default();
    let mut outcome = 0;
    if value(facet::CONFIDENTIALITY) == 2 && value(facet::ORIGIN) == 1 && value(facet::ORIENTATION) <= 1 {
        outcome |= 1;
    }
    if age > 365 && impact * likelihood > 8 {
        outcome |= 2;
    }
    if age < 30 && impact == 1 {
        outcome |= 4;
    }
    outcome
}

/// [`ONE`] as Rhai interprets it: facts in a map, proposals added to the scope's sum.
pub struct Interpreted {
    engine: Engine,
    ast: AST,
}

impl Default for Interpreted {
    fn default() -> Self {
        Self::new()
    }
}

impl Interpreted {
    /// An engine that has read the rule, as fast as its settings make it.
    #[must_use]
    pub fn new() -> Self {
        let mut engine = Engine::new();
        engine.set_optimization_level(OptimizationLevel::Full);
        for kind in ["raise", "tighten_limit", "lower"] {
            engine.register_fn(kind, |_: INT, _: &str| {});
        }
        // What the rule came to is what it returns: the interpreter is spared the lists of proposals.
        let text = ONE
            .replace("fn rule_one(risk) {", "fn rule_one(risk) { let outcome = 0;")
            .replace("raise(2", "outcome += 1; raise(2")
            .replace("tighten_limit(2", "outcome += 2; tighten_limit(2")
            .replace(
                "lower(1, \"new and small\"); }\n}",
                "outcome += 4; lower(1, \"new and small\"); }\noutcome }",
            );
        let ast = engine.compile(text).expect("a rule");
        Self { engine, ast }
    }

    /// A situation, as the rule reads it; what making it takes is no part of interpreting.
    #[must_use]
    pub fn map(&self, values: &Values) -> Map {
        let value = |facet: Facet| values.get(facet.index()).copied().unwrap_or_default();
        let level = ["low", "medium", "high"].get(usize::from(value(facet::CONFIDENTIALITY)));
        let origin = ["internal", "external"].get(usize::from(value(facet::ORIGIN)));
        let number = |facet, low: u16| Dynamic::from_int(INT::from(value(facet) + low));
        [
            ("confidentiality", Dynamic::from(level.copied().unwrap_or_default().to_owned())),
            ("origin", Dynamic::from(origin.copied().unwrap_or_default().to_owned())),
            ("orientation", number(facet::ORIENTATION, 1)),
            ("impact", number(facet::IMPACT, 1)),
            ("likelihood", number(facet::LIKELIHOOD, 1)),
            ("age_days", number(age(), 0)),
        ]
        .into_iter()
        .map(|(name, value)| (name.into(), value))
        .collect()
    }

    /// Which of its outcomes holds.
    #[must_use]
    pub fn run(&self, facts: &Map) -> u16 {
        let outcome = self.engine.call_fn::<INT>(&mut Scope::new(), &self.ast, "rule_one", (facts.clone(),));
        u16::try_from(outcome.expect("the rule runs")).unwrap_or(u16::MAX)
    }
}
