//! What is wrong with a policy file, and where.

use crate::diagnostic::{Basis, Diagnostic, Diagnostics, MAX_SHOWN, Snippet};
use crate::registers::{Source, nearest};
use std::collections::BTreeSet;
use std::ops::Range;

/// A stretch of the file, in bytes.
pub(super) type Span = Range<usize>;

/// The parts of a policy, as far as what is wrong with one makes others doubtful.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Topic {
    Policy,
    Scale,
    Matrix,
    Acceptance,
    Obligation,
    Facet,
    Incident,
    Team,
    Limit,
    Response,
    Route,
    Envelope,
    Placement,
    Rest,
}

/// A place in the file, kept after the file is forgotten.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    line: usize,
    field: &'static str,
    snippet: Snippet,
}

impl Spot {
    /// The diagnostic at this place.
    pub(super) fn mark(&self, diagnostic: Diagnostic) -> Diagnostic {
        let column = self.snippet.column();
        diagnostic.line(self.line).column(column).field(self.field).snippet(self.snippet.clone())
    }
}

/// The errors of a file while it is read.
#[derive(Debug)]
pub(super) struct Report<'s> {
    source: &'s Source,
    line_starts: Vec<usize>,
    broken: BTreeSet<usize>,
    topic: Topic,
    doubtful: BTreeSet<Topic>,
    doubtful_facets: BTreeSet<String>,
    found: Diagnostics,
    /// How many more words are looked for.
    suggestions: usize,
}

impl<'s> Report<'s> {
    pub(super) fn new(source: &'s Source) -> Self {
        let after = |(at, _): (usize, &str)| at.saturating_add(1);
        Self {
            source,
            line_starts: std::iter::once(0).chain(source.text.match_indices('\n').map(after)).collect(),
            broken: BTreeSet::new(),
            topic: Topic::Rest,
            doubtful: BTreeSet::new(),
            doubtful_facets: BTreeSet::new(),
            found: Diagnostics::new(),
            suggestions: MAX_SHOWN,
        }
    }

    /// The line that holds a byte, counted from 1.
    pub(super) fn line(&self, at: usize) -> usize {
        self.line_starts.partition_point(|start| *start <= at)
    }

    /// The line of a place as reasons keep it; 0 past 65,535.
    pub(super) fn short_line(&self, span: &Span) -> u16 {
        u16::try_from(self.line(span.start)).unwrap_or(0)
    }

    /// Where lines start, in bytes.
    pub(super) fn line_starts(&self) -> &[usize] {
        &self.line_starts
    }

    /// A place to keep.
    pub(super) fn spot(&self, span: &Span, field: &'static str) -> Spot {
        Spot { line: self.line(span.start), field, snippet: snippet(self.source, span) }
    }

    /// What follows is about this part of the policy.
    pub(super) fn turn_to(&mut self, topic: Topic) {
        self.topic = topic;
    }

    /// Notes an error of syntax in a line; whether it is the first one there.
    pub(super) fn breaks(&mut self, line: usize) -> bool {
        self.broken.insert(line)
    }

    /// An error at a place. Where the syntax is broken, what stands there is not known, and nothing more is said.
    pub(super) fn push(&mut self, span: &Span, diagnostic: Diagnostic) {
        self.doubt();
        let lines = self.line(span.start)..=self.line(span.end.max(span.start));
        if self.broken.range(lines).next().is_none() {
            self.tell(span, diagnostic);
        }
    }

    /// An error that follows from what stands elsewhere; not told if that may be in a part with broken syntax.
    pub(super) fn push_linked(&mut self, span: &Span, diagnostic: Diagnostic) {
        self.doubt();
        if self.is_whole() {
            self.push(span, diagnostic);
        }
    }

    /// An error about the file as a whole.
    pub(super) fn about_file(&mut self, mut diagnostic: Diagnostic) {
        self.doubt();
        diagnostic.file.clone_from(&self.source.name);
        self.found.push(diagnostic);
    }

    /// An error of syntax at a place.
    pub(super) fn tell(&mut self, span: &Span, mut diagnostic: Diagnostic) {
        let (line, source) = (self.line(span.start), self.source);
        self.found.push_with(diagnostic.severity, &source.name, Some(line), Basis::Facts, || {
            let snippet = snippet(source, span);
            diagnostic.file.clone_from(&source.name);
            diagnostic.line(line).column(snippet.column()).snippet(snippet)
        });
    }

    /// "did you mean `x`?", for the candidate that is near enough to what was found; not for more errors than are shown.
    pub(super) fn suggest<'c>(
        &mut self,
        found: &str,
        candidates: impl IntoIterator<Item = &'c str>,
    ) -> Option<String> {
        self.suggestions = self.suggestions.checked_sub(1)?;
        nearest(found, candidates).map(|word| format!("did you mean `{word}`?"))
    }

    /// Takes over what was found elsewhere.
    pub(super) fn add(&mut self, diagnostic: Diagnostic) {
        self.found.push(diagnostic);
    }

    /// The part in hand is not what the file says.
    pub(super) fn doubt(&mut self) {
        self.doubtful.insert(self.topic);
    }

    /// What is said of this facet is not to be relied on; of any facet, if its name is empty.
    pub(super) fn doubt_facet(&mut self, name: &str) {
        self.doubt();
        self.doubtful_facets.insert(name.to_owned());
    }

    /// Whether a part is not what the file says.
    pub(super) fn doubts(&self, topic: Topic) -> bool {
        self.doubtful.contains(&topic)
    }

    /// Whether what is known of a facet, or whether there is such a facet, is in doubt.
    pub(super) fn doubts_facet(&self, name: &str) -> bool {
        let in_doubt = match name {
            "impact" | "likelihood" => self.doubts(Topic::Scale),
            "score" | "band" => self.doubts(Topic::Scale) || self.doubts(Topic::Matrix),
            "kind" => self.doubts(Topic::Incident),
            "level" | "rights" => self.doubts(Topic::Team),
            _ => false,
        };
        in_doubt || self.doubtful_facets.contains(name)
    }

    /// Whether a facet was declared whose name could not be read.
    pub(super) fn misses_facets(&self) -> bool {
        self.doubtful_facets.contains("")
    }

    /// Whether the syntax of the whole file was understood.
    pub(super) fn is_whole(&self) -> bool {
        self.broken.is_empty()
    }

    /// Whether there is any error.
    pub(super) fn is_error(&self) -> bool {
        self.found.is_error()
    }

    /// Everything that was found.
    pub(super) fn finish(self) -> Diagnostics {
        self.found
    }
}

/// The line of a place, with the place marked.
fn snippet(source: &Source, span: &Span) -> Snippet {
    Snippet::of(&source.text, span.start, span.end.saturating_sub(span.start).max(1))
}

/// Something wrong with a key; the report adds file and place.
pub(super) fn wrong(field: impl Into<String>, message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(String::new(), message).field(field)
}

/// Something odd about a key, which is not wrong; the report adds file and place.
pub(super) fn warned(field: impl Into<String>, message: impl Into<String>) -> Diagnostic {
    Diagnostic::warning(String::new(), message).field(field)
}
