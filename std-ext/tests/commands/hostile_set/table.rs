//! The table of the hostile set, `cases.csv`.

use super::case::{Case, Outcome};
use super::set;

/// The day as of which the cases are judged.
pub(super) const AS_OF: &str = "2026-11-20";

/// The columns, in this order.
const COLUMNS: [&str; 10] =
    ["case", "group", "outcome", "wrong", "made", "command", "exit", "errors", "expected", "never"];

/// Every case, in the order of the table.
pub(super) fn read() -> Vec<Case> {
    let mut table = csv::Reader::from_path(set().join("cases.csv")).unwrap();
    assert_eq!(table.headers().unwrap().iter().collect::<Vec<_>>(), COLUMNS);
    table.records().map(|row| case(&row.unwrap())).collect()
}

fn case(row: &csv::StringRecord) -> Case {
    let cell = |name: &str| {
        let at = COLUMNS.iter().position(|column| *column == name).unwrap();
        row[at].to_owned()
    };
    let list = |name: &str, between: &str| -> Vec<String> {
        cell(name).split(between).filter(|one| !one.is_empty()).map(str::to_owned).collect()
    };
    let name = cell("case");
    let outcome = match cell("outcome").as_str() {
        "refused" => Outcome::Refused,
        "found" => Outcome::Found,
        "warned" => Outcome::Warned,
        "neutralised" => Outcome::Neutralised,
        other => panic!("{name}: there is no outcome {other}"),
    };
    Case {
        group: cell("group"),
        outcome,
        wrong: cell("wrong"),
        made: list("made", " ; ").iter().map(|step| words(step)).collect(),
        command: words(&cell("command")),
        exit: cell("exit").parse().unwrap(),
        errors: Some(cell("errors")).filter(|count| !count.is_empty()).map(|count| count.parse().unwrap()),
        expected: list("expected", " | "),
        never: list("never", " | "),
        name,
    }
}

/// Words as a shell would take them: blanks part them, unless they stand between quotes; `\n`, `\"` and `\\` are what they are
/// in most languages, and `{ab*9}` is nine times ab.
fn words(text: &str) -> Vec<String> {
    let (mut words, mut word, mut quoted) = (Vec::new(), None::<String>, false);
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '"' => {
                quoted = !quoted;
                word.get_or_insert_default();
            }
            '\\' => word.get_or_insert_default().push(match letters.next().unwrap() {
                'n' => '\n',
                other => other,
            }),
            ' ' if !quoted => words.extend(word.take()),
            _ => word.get_or_insert_default().push(letter),
        }
    }
    assert!(!quoted, "a quote is open: {text}");
    words.extend(word);
    words.iter().map(|word| repeated(word)).collect()
}

/// `{ab*9}` is nine times ab.
fn repeated(word: &str) -> String {
    let (mut text, mut rest) = (String::new(), word);
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let again = after.split_once('*').filter(|(part, _)| *part == "{" || !part.contains('{'));
        let times = again.and_then(|(part, rest)| {
            let (count, rest) = rest.split_once('}')?;
            Some((part, count.parse::<usize>().ok()?, rest))
        });
        match times {
            Some((part, count, after)) => {
                text.push_str(&part.repeat(count));
                rest = after;
            }
            None => {
                text.push('{');
                rest = after;
            }
        }
    }
    text + rest
}

#[test]
fn words_are_parted_by_blanks_and_repeated() {
    assert_eq!(words("check DIR"), ["check", "DIR"]);
    assert_eq!(
        words("text f \"a \\\"b\\\"\\n{xy*3}{{*2}{}*2} { y * 2 }\" \"\""),
        ["text", "f", "a \"b\"\nxyxyxy{{}} { y * 2 }", ""]
    );
}
