//! YAML as a tree whose every node knows its place, bounded before it is built.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::registers::Source;
use saphyr_parser::{Event, Parser, ScalarStyle, Span};
use std::collections::BTreeSet;

/// The most bytes of a file: 4 MiB. Libraries with a matrix in them are a hundredth of that.
pub(super) const MAX_YAML_BYTES: usize = 4 << 20;

/// How deeply lists and maps may stand in each other.
const MAX_DEPTH: usize = 32;

/// A value and where it begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Node {
    pub(super) value: Value,
    /// From 1.
    pub(super) line: usize,
    /// In characters, from 1.
    pub(super) column: usize,
}

/// What YAML holds. Scalars stay texts: whoever reads one knows what it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    Nothing,
    Text(String),
    List(Vec<Node>),
    /// In the order of the file; no key stands twice.
    Map(Vec<(String, Node)>),
}

impl Node {
    /// The value of a key, if this is a map that has it with something in it.
    pub(super) fn get(&self, key: &str) -> Option<&Self> {
        let Value::Map(entries) = &self.value else { return None };
        let found = entries.iter().find(|(name, _)| name == key);
        found.map(|(_, node)| node).filter(|node| node.value != Value::Nothing)
    }

    /// What it is, for those who expected something else.
    pub(super) fn kind(&self) -> &'static str {
        match self.value {
            Value::Nothing => "nothing",
            Value::Text(_) => "a text",
            Value::List(_) => "a list",
            Value::Map(_) => "a map",
        }
    }

    /// What is wrong at its place.
    pub(super) fn error(&self, file: &str, message: impl Into<String>) -> Diagnostic {
        Diagnostic::error(file, message).line(self.line).column(self.column)
    }
}

/// Reads the first document of a file. `None` if it is no YAML, too large or too deep, which is reported.
pub(super) fn read(source: &Source, out: &mut Diagnostics) -> Option<Node> {
    if source.text.len() > MAX_YAML_BYTES {
        out.push(Diagnostic::error(&source.name, format!("is larger than {} MiB", MAX_YAML_BYTES >> 20)));
        return None;
    }
    let mut building = Building { file: &source.name, open: Vec::new(), root: None };
    for event in Parser::new_from_str(&source.text) {
        let taken = match event {
            Ok((Event::DocumentStart(_), span)) if building.root.is_some() => {
                let second = at(&source.name, &span, "is a second document");
                Err(Box::new(second.help("keep one document in the file")))
            }
            Ok((event, span)) => building.take(event, &span),
            Err(error) => {
                let place = Diagnostic::error(&source.name, format!("is not YAML: {}", error.info()));
                let column = error.marker().col().saturating_add(1);
                Err(Box::new(place.line(error.marker().line()).column(column)))
            }
        };
        if let Err(wrong) = taken {
            out.push(*wrong);
            return None;
        }
    }
    if building.root.is_none() {
        out.push(Diagnostic::error(&source.name, "is empty"));
    }
    building.root
}

fn at(file: &str, span: &Span, message: impl Into<String>) -> Diagnostic {
    let column = span.start.col().saturating_add(1);
    Diagnostic::error(file, message).line(span.start.line()).column(column)
}

/// A list or map whose end has not come yet.
struct Open {
    node: Node,
    /// The key whose value comes next, where this is a map, and all keys that came.
    key: Option<String>,
    keys: BTreeSet<String>,
}

struct Building<'f> {
    file: &'f str,
    open: Vec<Open>,
    root: Option<Node>,
}

impl Building<'_> {
    fn take(&mut self, event: Event<'_>, span: &Span) -> Result<(), Box<Diagnostic>> {
        let (line, column) = (span.start.line(), span.start.col().saturating_add(1));
        let node = |value| Node { value, line, column };
        match event {
            Event::Alias(_) => {
                let help = "write the part out: a file of aliases can stand for more than any memory holds";
                let alias = at(self.file, span, "is an alias, which stands for a part of the file");
                Err(Box::new(alias.help(help)))
            }
            Event::Scalar(text, style, ..) => {
                let is_nothing =
                    style == ScalarStyle::Plain && matches!(&*text, "" | "~" | "null" | "Null" | "NULL");
                let value = if is_nothing { Value::Nothing } else { Value::Text(text.into_owned()) };
                self.put(node(value), span)
            }
            Event::SequenceStart(..) => self.begin(node(Value::List(Vec::new())), span),
            Event::MappingStart(..) => self.begin(node(Value::Map(Vec::new())), span),
            Event::SequenceEnd | Event::MappingEnd => match self.open.pop() {
                Some(ended) => self.put(ended.node, span),
                None => Ok(()),
            },
            _ => Ok(()),
        }
    }

    fn begin(&mut self, node: Node, span: &Span) -> Result<(), Box<Diagnostic>> {
        if self.open.len() >= MAX_DEPTH {
            let message = format!("is deeper than {MAX_DEPTH} lists and maps in each other");
            return Err(Box::new(at(self.file, span, message)));
        }
        self.open.push(Open { node, key: None, keys: BTreeSet::new() });
        Ok(())
    }

    /// Puts a whole value where it belongs.
    fn put(&mut self, node: Node, span: &Span) -> Result<(), Box<Diagnostic>> {
        let Some(open) = self.open.last_mut() else {
            self.root = Some(node);
            return Ok(());
        };
        match (&mut open.node.value, open.key.take(), node.value) {
            (Value::List(list), _, value) => list.push(Node { value, ..node }),
            (Value::Map(entries), Some(key), value) => entries.push((key, Node { value, ..node })),
            (Value::Map(_), None, Value::Text(key)) => {
                if !open.keys.insert(key.clone()) {
                    let twice = at(self.file, span, "stands twice").field(key);
                    return Err(Box::new(twice.help("keep one of them")));
                }
                open.key = Some(key);
            }
            (_, None, _) => return Err(Box::new(at(self.file, span, "is not a text, as keys are"))),
            (_, Some(_), _) => {}
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> String {
        let mut out = Diagnostics::new();
        assert!(read(&Source::new("x.yaml", text), &mut out).is_none(), "{text:?}");
        out.to_string()
    }

    #[test]
    fn places_are_those_of_the_file() {
        let mut out = Diagnostics::new();
        let root = read(&Source::new("x.yaml", "a: 1\nb:\n  - x\n  - 'null'\nc: null\n"), &mut out).unwrap();
        let list = root.get("b").unwrap();
        let Value::List(entries) = &list.value else { panic!("{list:?}") };
        assert_eq!((entries[0].line, entries[0].column), (3, 5));
        assert_eq!(entries[1].value, Value::Text("null".into()), "quoted, it is a text");
        assert!(root.get("c").is_none());
        assert!(out.is_empty());
    }

    #[test]
    fn what_is_refused() {
        for (text, message) in [
            ("", "x.yaml: is empty"),
            ("a: [1\n", "x.yaml:2:1: is not YAML"),
            ("a: 1\na: 2\n", "x.yaml:2:1: a: stands twice"),
            ("a: &x 1\nb: *x\n", "x.yaml:2:4: is an alias"),
            ("? [1]\n: 2\n", "is not a text, as keys are"),
            ("a: 1\n---\nb: 2\n", "x.yaml:2:1: is a second document"),
        ] {
            assert!(told(text).contains(message), "{text:?}: {}", told(text));
        }
        assert!(told(&"[".repeat(100_000)).contains("recursion limit exceeded"));
        assert!(
            told(&"- ".repeat(40)).contains("x.yaml:1:65: is deeper than 32 lists and maps in each other")
        );
        assert!(told(&" ".repeat(MAX_YAML_BYTES + 1)).contains("larger than 4 MiB"));
    }
}
