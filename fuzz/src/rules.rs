//! Arbitrary text as a rule file, and rule files made from arbitrary bytes.

mod program;
mod proved;
mod world;

use self::world::{DRAFT, Side};
use crate::points::Stream;
use arbitrary::Unstructured;
use plimsoll_core::diagram::Diagram;
use plimsoll_core::facet::{FACETS, Values};
use plimsoll_core::policy::{Draft, DraftRule, Space};
use plimsoll_scripting::{Compiled, Fault, RuleFile, compile_within};
use plimsoll_tests::interpreter::{Interpreter, Known, Proposal, What};
use std::collections::BTreeSet;

/// The name under which a text is compiled.
const FILE: &str = "rules/case.rhai";

/// How much work compiling may be, and up to how many situations all are compared, or how many where there are more. Most
/// files are held to little, so that there are many; which are not, they say themselves.
const LITTLE: (u64, usize) = (4_000, 6);
const MUCH: (u64, usize) = (2_000_000, 300);

/// The first byte says what the others are: from 128 on a text, else what a rule file is made from.
#[must_use]
pub fn run(data: &[u8]) -> bool {
    let Some((kind, rest)) = data.split_first() else { return false };
    if *kind < 128 {
        let text = program::text(&mut Unstructured::new(rest));
        return sound(&text, true);
    }
    str::from_utf8(rest).is_ok_and(|text| sound(text, false))
}

/// Compiles a file. What is refused is told with a line; what compiles does what an ordinary interpreter does. `is_made` says
/// that no line has more than one proposal.
fn sound(text: &str, is_made: bool) -> bool {
    let mut stream = Stream::of(text.as_bytes());
    let (work, most) = if stream.sometimes(64) { MUCH } else { LITTLE };
    let compiled = compile_within(&DRAFT, &[RuleFile { name: FILE.into(), text: text.into() }], work);
    for (_, fault) in &compiled.faults {
        told(fault, text);
    }
    let interpreter = Interpreter::new(text, known(&compiled));
    if !compiled.faults.is_empty() {
        assert!(compiled.rules.is_empty(), "refused, and yet there are rules");
        if is_made {
            fails(&compiled, interpreter.as_ref().ok(), text);
        }
        return false;
    }
    let interpreter = interpreter.unwrap_or_else(|error| panic!("compiles, but: {error}\n{text}"));
    let mut lines = BTreeSet::new();
    let mut all = true;
    for side in [Side::of(Space::Risk), Side::of(Space::Incident)] {
        let rules: Vec<_> = compiled.rules.iter().filter(|rule| rule.rule.space == side.space).collect();
        let functions = interpreter.functions(side.prefix());
        assert!(rules.iter().map(|rule| &rule.name).eq(&functions), "{functions:?}\n{text}");
        let (points, whole) = side.points(text, most, &mut stream);
        all &= whole;
        for rule in rules {
            let diagram = side.diagram(&rule.rule);
            for values in &points {
                let made = interpreter.run(&rule.name, side.seen(values));
                let made =
                    made.unwrap_or_else(|error| panic!("{}: {error} at {values:?}\n{text}", rule.name));
                lines.extend(made.iter().map(|proposal| proposal.line));
                assert_eq!(proposed(&compiled, &rule.rule, &diagram, values), made, "{values:?}\n{text}");
            }
        }
    }
    let reached = compiled.unreached.iter().find(|(_, place)| lines.contains(&place.line));
    assert!(!is_made || reached.is_none(), "{reached:?} is reached\n{text}");
    if is_made && all && stream.sometimes(64) {
        proved::run(&compiled, text);
    }
    true
}

/// What is said of a fault can be found and acted on.
fn told(fault: &Fault, text: &str) {
    let lines = text.lines().count().max(1) + 1;
    let line = usize::from(fault.place.line);
    assert!(fault.place.line > 0 && line <= lines, "no line: {fault}\n{text}");
    assert!(!fault.message.is_empty() && !fault.help.is_empty(), "{fault}");
    assert!(!fault.message.contains("could not be run"), "the compiler panicked\n{text}");
    assert!(!fault.message.contains("not do the same"), "{fault}\n{text}");
    assert!(fault.situation.as_ref().is_none_or(|(words, count)| !words.is_empty() && *count > 0), "{fault}");
}

/// Where the compiler has found a situation in which a rule fails, the interpreter fails somewhere too.
fn fails(compiled: &Compiled, interpreter: Option<&Interpreter>, text: &str) {
    const FAILURES: [&str; 3] = ["division by zero", "the result is too large", "is given"];
    let fails = |fault: &&(usize, Fault)| FAILURES.iter().any(|words| fault.1.message.contains(words));
    let (Some((_, fault)), Some(interpreter)) = (compiled.faults.iter().find(fails), interpreter) else {
        return;
    };
    let mut stream = Stream::of(text.as_bytes());
    let mut whole = true;
    for side in [Side::of(Space::Risk), Side::of(Space::Incident)] {
        let (points, all) = side.points(text, 400, &mut stream);
        whole &= all;
        let functions = interpreter.functions(side.prefix());
        for values in &points {
            if functions.iter().any(|rule| interpreter.run(rule, side.seen(values)).is_err()) {
                return;
            }
        }
    }
    assert!(!whole, "refused, but never fails: {fault}\n{text}");
}

fn known(compiled: &Compiled) -> Known {
    let teams = DRAFT.teams.iter().filter(|team| team.staffed).map(|team| team.name.clone());
    Known { teams: teams.collect(), roles: compiled.roles.clone() }
}

/// What a compiled rule proposes in a situation.
fn proposed(compiled: &Compiled, rule: &DraftRule, diagram: &Diagram<'_>, values: &Values) -> Vec<Proposal> {
    let outcome = &rule.outcomes[usize::from(diagram.walk(values))];
    let told = outcome.iter().map(|made| {
        let at = usize::from(made.amount);
        let name = match made.kind.label() {
            "demand" | "forbid" => Some(["accept", "transfer", "reduce", "avoid"][at].to_owned()),
            "send_to" => Some(DRAFT.teams[at].name.clone()),
            "consult" => Some(compiled.roles[at].clone()),
            _ => None,
        };
        assert_eq!(made.reason.source, FILE);
        Proposal {
            kind: made.kind.label().to_owned(),
            what: name.map_or(What::Number(made.amount.into()), What::Name),
            reason: made.reason.text.clone(),
            line: made.reason.line,
        }
    });
    told.collect()
}

impl Side {
    /// The diagram of a rule, which is sound.
    fn diagram<'r>(&self, rule: &'r DraftRule) -> Diagram<'r> {
        let size = |position: u8| {
            let known = self.facets.iter().find(|known| known.facet.get() == position);
            known.map_or(0, world::size)
        };
        let outcomes = u16::try_from(rule.outcomes.len()).expect("few outcomes");
        Diagram::verify(&rule.words, rule.root, size, Draft::inputs(self.space), outcomes)
            .expect("a compiled rule is a diagram")
    }
}

/// All values 0.
const ORIGIN: Values = [0; FACETS];
