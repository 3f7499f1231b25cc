//! Diagnostics drawn for a person at a terminal, each with the line it is about.

use super::collection::grouped;
use super::{Diagnostic, Diagnostics, Severity, Snippet};
use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, SourceCode,
    SourceSpan, SpanContents,
};
use std::fmt;

/// How to draw; the caller knows the terminal.
///
/// ```
/// use plimsoll::diagnostic::{Diagnostic, Diagnostics, Look, Snippet};
/// let mut all = Diagnostics::new();
/// all.push(Diagnostic::error("risks.csv", "is not a date").line(7).found("x").snippet(Snippet::new("R1,x", 3, 1)));
/// let text = all.draw(Look { colour: false, unicode: false, width: 80 });
/// assert!(text.contains("risks.csv:7:4") && text.contains("R1,x"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Whether to colour.
    pub colour: bool,
    /// Whether to draw with more than ASCII.
    pub unicode: bool,
    /// The width of the terminal in characters.
    pub width: usize,
}

impl Diagnostics {
    /// Draws at most [`super::MAX_SHOWN`] errors and as many warnings and notes, and says how many more there are.
    #[must_use]
    pub fn draw(&self, look: Look) -> String {
        let theme = match (look.unicode, look.colour) {
            (true, true) => GraphicalTheme::unicode(),
            (true, false) => GraphicalTheme::unicode_nocolor(),
            (false, true) => {
                GraphicalTheme { styles: miette::ThemeStyles::ansi(), ..GraphicalTheme::ascii() }
            }
            (false, false) => GraphicalTheme::none(),
        };
        let handler =
            GraphicalReportHandler::new_themed(theme).with_width(look.width.max(40)).with_links(false);
        let mut text = String::new();
        for (shown, left_out) in self.shown() {
            for diagnostic in shown {
                if handler.render_report(&mut text, &Drawn::new(diagnostic)).is_err() {
                    text.push_str(&diagnostic.to_string());
                    text.push('\n');
                }
            }
            if left_out > 0 {
                text.push_str(&format!("... and {} more\n", grouped(left_out)));
            }
        }
        text
    }
}

/// A diagnostic as miette wants it; a stranger to the public interface.
#[derive(Debug)]
struct Drawn<'a> {
    diagnostic: &'a Diagnostic,
    line: Option<Line<'a>>,
}

impl<'a> Drawn<'a> {
    fn new(diagnostic: &'a Diagnostic) -> Self {
        let line = match (&diagnostic.snippet, diagnostic.line) {
            (Some(snippet), Some(number)) => Some(Line { file: &diagnostic.file, number, snippet }),
            _ => None,
        };
        Self { diagnostic, line }
    }
}

impl fmt::Display for Drawn<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line.is_none() {
            write!(f, "{}:", self.diagnostic.file)?;
            if let Some(line) = self.diagnostic.line {
                write!(f, "{line}:")?;
            }
            write!(f, " ")?;
        }
        f.write_str(&self.diagnostic.headline())
    }
}

impl std::error::Error for Drawn<'_> {}

impl miette::Diagnostic for Drawn<'_> {
    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.diagnostic.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Note => miette::Severity::Advice,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        let valid = self.diagnostic.valid_line().map(|valid| format!("valid: {valid}"));
        let lines: Vec<String> = self.diagnostic.help.clone().into_iter().chain(valid).collect();
        if lines.is_empty() { None } else { Some(Box::new(lines.join("\n"))) }
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.line.as_ref().map(|line| {
            let line: &dyn SourceCode = line;
            line
        })
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let (start, length) = self.line.as_ref()?.snippet.span();
        let label = LabeledSpan::new(self.diagnostic.field.clone(), start, length);
        Some(Box::new(std::iter::once(label)))
    }
}

/// A file of which only one line is held.
#[derive(Debug)]
struct Line<'a> {
    file: &'a str,
    number: usize,
    snippet: &'a Snippet,
}

impl SourceCode for Line<'_> {
    fn read_span<'a>(
        &'a self,
        _span: &SourceSpan,
        _lines_before: usize,
        _lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let text = self.snippet.text();
        Ok(Box::new(MietteSpanContents::new_named(
            self.file.to_owned(),
            text.as_bytes(),
            (0, text.len()).into(),
            self.number.saturating_sub(1),
            self.snippet.column().saturating_sub(1),
            1,
        )))
    }
}
