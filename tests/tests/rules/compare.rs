//! A rule file, compiled and interpreted, in many situations.

use crate::paths;
use crate::world::{facets, named, names, risk, seen};
use plimsoll_core::facet::Values;
use plimsoll_core::policy::{Draft, KnownFacet, Space};
use plimsoll_core::{Policy, ProposalKind, Response, Stage, TeamId, Trace};
use plimsoll_scripting::{Compiled, Fault, RuleFile, compile};
use plimsoll_tests::draw::Draw;
use plimsoll_tests::interpreter::{Interpreter, Proposal, What};
use plimsoll_tests::points::{anywhere, everywhere, incident, size};

/// How many situations are looked at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Effort {
    /// All, up to here.
    pub(crate) all: u64,
    /// Where they are more, so many at random.
    pub(crate) random: usize,
    /// And up to so many paths of each rule.
    pub(crate) paths: usize,
}

/// What was met.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Met {
    /// Situations.
    pub(crate) points: u64,
    /// Whether these are all that the file can tell apart.
    pub(crate) all: bool,
    /// Proposals in all of them.
    pub(crate) proposals: u64,
    /// How many bytes the rules add to the policy.
    pub(crate) bytes: usize,
}

/// The name under which a text is compiled.
pub(crate) const FILE: &str = "rules/case.rhai";

/// What the compiler makes of a text.
pub(crate) fn compiled(draft: &Draft, text: &str) -> Compiled {
    compile(draft, &[RuleFile { name: FILE.into(), text: text.into() }])
}

/// Holds the compiled rules of a text against the interpreted ones; the first difference is an error.
pub(crate) fn agree(draft: &Draft, text: &str, compiled: Compiled, effort: Effort) -> Result<Met, String> {
    let interpreter = Interpreter::new(text, names(draft))?;
    let draw = Draw::seeded(7);
    let rules: Vec<_> = compiled.rules.into_iter().map(|rule| rule.rule).collect();
    let bare = draft.compile().expect("a sound draft").len();
    let blob = Draft { rules: rules.clone(), ..draft.clone() };
    let blob = blob.compile().map_err(|faults| format!("{faults:?}"))?;
    let policy = Policy::verify(&blob).map_err(|error| error.to_string())?;
    let mut met = Met { all: true, bytes: blob.len() - bare, ..Met::default() };
    for space in [Space::Risk, Space::Incident] {
        let prefix = if space == Space::Risk { "rule_" } else { "route_" };
        let functions = interpreter.functions(prefix);
        if functions.is_empty() {
            continue;
        }
        let facets = facets(draft, space);
        let (points, all) = points(text, &facets, effort, &draw);
        let of_space = rules.iter().filter(|rule| rule.space == space);
        let paths = of_space.flat_map(|rule| paths::points(rule, &facets, &draw, effort.paths));
        met.all &= all;
        for values in points.into_iter().chain(paths) {
            met.points += 1;
            let facts = seen(&facets, space, &values);
            let mut expected = Vec::new();
            for rule in &functions {
                let made = interpreter.run(rule, facts.clone());
                let made = made.map_err(|error| format!("{rule} fails: {error}\nat {facts:?}"))?;
                expected.extend(made.into_iter().map(|proposal| (rule.clone(), proposal)));
            }
            met.proposals += u64::try_from(expected.len()).expect("few");
            let found = decided(&policy, space, &values)?;
            if found != expected {
                return Err(format!("compiled: {found:?}\ninterpreted: {expected:?}\nat {facts:?}"));
            }
        }
    }
    Ok(met)
}

/// Whether some situation makes the interpreter fail; those that a fault tells are looked for among many.
pub(crate) fn fails(draft: &Draft, text: &str, fault: &Fault, effort: Effort) -> bool {
    let Ok(interpreter) = Interpreter::new(text, names(draft)) else { return true };
    let draw = Draw::seeded(8);
    [(Space::Risk, "rule_"), (Space::Incident, "route_")].into_iter().any(|(space, prefix)| {
        let facets = facets(draft, space);
        let (mut points, _) = points(text, &facets, effort, &draw);
        points.iter_mut().for_each(|values| fit(values, fault, &facets));
        let functions = interpreter.functions(prefix);
        points.iter().any(|values| {
            let facts = seen(&facets, space, values);
            functions.iter().any(|rule| interpreter.run(rule, facts.clone()).is_err())
        })
    })
}

/// Moves a situation into the one that a fault tells: `impact = 3, region = emea|apac, age_days = 4..9`.
fn fit(values: &mut Values, fault: &Fault, facets: &[KnownFacet]) {
    let Some((situation, _)) = &fault.situation else { return };
    for (name, range) in situation.split(", ").filter_map(|part| part.split_once(" = ")) {
        let Some(known) = facets.iter().find(|known| known.name == name) else { continue };
        let first = range.split("..").next().and_then(|first| first.split('|').next()).unwrap_or_default();
        let value = (0..size(known)).find(|value| known.domain.show(*value) == first);
        values[known.facet.index()] = value.unwrap_or_else(|| panic!("no {first:?} of {name}"));
    }
}

fn points(text: &str, facets: &[KnownFacet], effort: Effort, draw: &Draw<'_>) -> (Vec<Values>, bool) {
    let named = named(text, facets);
    if let Some(points) = everywhere(&named, effort.all) {
        return (points, true);
    }
    ((0..effort.random).map(|_| anywhere(draw, &named)).collect(), false)
}

/// What the rules of a policy propose in a situation, each with the name of its rule.
fn decided(policy: &Policy<'_>, space: Space, values: &Values) -> Result<Vec<(String, Proposal)>, String> {
    let mut trace = Trace::<4096>::new();
    match space {
        Space::Risk => drop(policy.assess_into(&risk(values), &mut trace)),
        Space::Incident => drop(policy.route_into(&incident(values), &mut trace)),
    }
    if trace.is_truncated() {
        return Err("the trace is too short".into());
    }
    let names = policy.names().expect("a policy with names");
    let steps = trace.steps().iter().filter(|step| step.stage == Stage::Rule);
    steps
        .map(|step| {
            let kind = step.proposal.expect("rules propose");
            let position = u8::try_from(step.to).ok();
            let team = |position: u8| names.team(TeamId(position));
            let name = match kind {
                ProposalKind::Demand | ProposalKind::Forbid => {
                    position.and_then(Response::from_index).map(Response::label)
                }
                ProposalKind::SendTo => position.and_then(team),
                ProposalKind::Consult => position.and_then(|role| names.role(role)),
                _ => None,
            };
            let amount = i64::from(step.to) - i64::from(step.from);
            let what = name.map_or(What::Number(amount), |name| What::Name(name.into()));
            let words = names.reason(step.reason).ok_or("no reason")?;
            if words.source != FILE {
                return Err(format!("the reason is said to stand in {:?}", words.source));
            }
            let kind = kind.label().to_owned();
            let proposal = Proposal { kind, what, reason: words.text.into(), line: words.line };
            Ok((words.rule.to_owned(), proposal))
        })
        .collect()
}
