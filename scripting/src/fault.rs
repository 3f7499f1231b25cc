//! What can be wrong with a rule, where, and in which situation.

use plimsoll_core::ProposalKind;
use rhai::{EvalAltResult, ParseError, ParseErrorType};
use std::fmt;

/// A place in a rule file, both counted from 1; 0 where it is not known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The line.
    pub line: u16,
    /// The column in characters.
    pub column: u16,
}

impl From<rhai::Position> for Place {
    fn from(position: rhai::Position) -> Self {
        let number =
            |found: Option<usize>| found.and_then(|number| u16::try_from(number).ok()).unwrap_or_default();
        Self { line: number(position.line()), column: number(position.position()) }
    }
}

/// Something wrong in a rule file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where.
    pub place: Place,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: String,
    /// The situation in which it shows, as facets, and how many situations there are like it; `None` if it shows always, or
    /// before anything is run.
    pub situation: Option<(String, u128)>,
    /// Whether nothing is wrong but that there is more to work through than there may be.
    pub unfinished: bool,
}

/// Where those who write rules find what they need.
const GUIDE: &str = "see the guide for rule writers";

impl Fault {
    pub(crate) fn new(place: Place, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { place, message: message.into(), help: help.into(), situation: None, unfinished: false }
    }

    pub(crate) fn unsteady(place: Place) -> Self {
        Self::new(
            place,
            "the rule does not ask the same questions each time it runs",
            "let it depend on nothing but the facts",
        )
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.place.line, self.place.column, self.message)?;
        if let Some((situation, count)) = &self.situation {
            write!(f, " (where {situation}; {count} situations)")?;
        }
        Ok(())
    }
}

/// The word nearest to one that was found, if any is near.
pub(crate) fn nearest<'a>(found: &str, words: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let found = found.to_lowercase();
    let distance = |word: &str| strsim::damerau_levenshtein(&found, &word.to_lowercase());
    let near = words.into_iter().map(|word| (distance(word), word)).min_by_key(|(distance, _)| *distance);
    near.filter(|(distance, word)| distance.saturating_mul(3) <= word.chars().count().max(3))
        .map(|(_, word)| word)
}

/// `did you mean ...?`, or the list of what there is.
pub(crate) fn suggest(found: &str, words: &[&str]) -> String {
    match nearest(found, words.iter().copied()) {
        Some(near) => format!("did you mean \"{near}\"? there is {}", words.join(", ")),
        None => format!("there is {}", words.join(", ")),
    }
}

/// What the interpreter complains of, as a fault.
pub(crate) fn told(error: &EvalAltResult) -> Fault {
    let mut inner = error;
    while let EvalAltResult::ErrorInFunctionCall(_, _, cause, _) = inner {
        inner = cause;
    }
    let (message, help) = match inner {
        EvalAltResult::ErrorTooManyOperations(_) => {
            ("the rule takes too many steps".into(), "loops must end soon: a run has 20,000 steps")
        }
        EvalAltResult::ErrorStackOverflow(_) => {
            ("functions call each other too deeply".into(), "a run has at most 16 calls inside each other")
        }
        EvalAltResult::ErrorDataTooLarge(what, _) => (
            format!("{what} is too large"),
            "arrays and maps have at most 64 members, strings 256 characters",
        ),
        EvalAltResult::ErrorVariableNotFound(name, _) => (
            format!("there is no variable \"{name}\""),
            "functions see their parameters, their own variables and the constants of the file",
        ),
        EvalAltResult::ErrorFunctionNotFound(signature, _) => not_possible(signature),
        EvalAltResult::ErrorMismatchDataType(wanted, found, _) => (
            format!("{} stands where {} is needed", in_words(found), in_words(wanted)),
            if wanted == "bool" { "compare it with something, by == or >=" } else { GUIDE },
        ),
        EvalAltResult::ErrorArrayBounds(members, ..) => (
            format!("the array has no such member: it has {members}, the first of them is 0"),
            "make sure before that it has, for example with len(...)",
        ),
        EvalAltResult::ErrorStringBounds(letters, ..) => (
            format!("the string has no such letter: it has {letters}, the first of them is 0"),
            "compare whole strings, or use contains(...)",
        ),
        EvalAltResult::ErrorFor(_) => {
            ("only arrays and ranges can be gone through".into(), "write for x in [...] or for x in 0..n")
        }
        other => {
            // The place is told by itself.
            let (whole, place) = (other.to_string(), format!(" ({})", other.position()));
            (whole.strip_suffix(&place).unwrap_or(&whole).to_owned(), GUIDE)
        }
    };
    Fault::new(inner.position().into(), message, help)
}

/// What is wrong with the syntax of a text; where it ends too early, on its last line.
pub(crate) fn unread(error: &ParseError, text: &str) -> Fault {
    let (message, help) = match &*error.0 {
        ParseErrorType::ExprTooDeep => (
            "brackets, blocks or operators stand too deeply within each other".into(),
            "name parts of it by `let`, or give them functions of their own",
        ),
        other => (other.to_string(), GUIDE),
    };
    let last = u16::try_from(text.lines().count()).unwrap_or(u16::MAX).max(1);
    let found = Place::from(error.1);
    let within = (1..=last).contains(&found.line);
    Fault::new(if within { found } else { Place { line: last, column: 1 } }, message, help)
}

/// What to say of a call or an operator that there is not for such values.
fn not_possible(signature: &str) -> (String, &'static str) {
    let (name, values) = signature.split_once(" (").unwrap_or((signature, ""));
    let values: Vec<&str> = values.strip_suffix(')').unwrap_or(values).split(", ").map(in_words).collect();
    let help = if ProposalKind::from_label(name).is_some() {
        "a proposal takes two: what it is about, and its reason as a string"
    } else {
        "see the guide for what can be called with what"
    };
    (format!("{name} ({}) is not possible", values.join(", ")), help)
}

/// A type as the interpreter calls it, in the words of the guide.
pub(crate) fn in_words(name: &str) -> &str {
    match name.rsplit("::").next().unwrap_or(name) {
        "i64" | "INT" | "Number" | "a number that depends on facts" => "a number",
        "string" | "&str | ImmutableString | String" => "a string",
        "Label" | "a label that depends on facts" => "a label",
        "bool" => "true or false",
        "()" => "nothing",
        "array" => "an array",
        "map" => "a map",
        "Subject" => "the risk, incident or decision",
        _ => name,
    }
}
