//! Diagnostics drawn for a person at a terminal, each with the line it is about.

use super::collection::grouped;
use super::{Diagnostic, Diagnostics, Severity};
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};

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
        let renderer = if look.colour { Renderer::styled() } else { Renderer::plain() };
        let decor = if look.unicode { DecorStyle::Unicode } else { DecorStyle::Ascii };
        let renderer = renderer.decor_style(decor).term_width(look.width.max(40));
        let mut text = String::new();
        for (shown, left_out) in self.shown() {
            for diagnostic in shown {
                text.push_str(&renderer.render(&[group(diagnostic)]));
                text.push('\n');
            }
            if left_out > 0 {
                text.push_str(&format!("... and {} more\n", grouped(left_out)));
            }
        }
        text
    }
}

/// What was found as a title, then the place, its line, what to do and what is valid.
fn group(diagnostic: &Diagnostic) -> Group<'_> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let mut title = diagnostic.headline();
    let mut elements: Vec<Element<'_>> = Vec::new();
    match (diagnostic.line, &diagnostic.snippet) {
        (Some(line), Some(snippet)) => {
            let (start, length) = snippet.span();
            let marked = AnnotationKind::Primary.span(start..start.saturating_add(length));
            let source = Snippet::source(snippet.text()).line_start(line);
            let source = source.annotation(marked.label(diagnostic.field.as_deref()));
            let before = snippet.text().get(..start).map_or(0, |before| before.chars().count());
            if snippet.column() == before.saturating_add(1) {
                elements.push(source.path(&diagnostic.file).into());
            } else {
                // What is shown does not start where the line does, and the column is that of the line.
                let origin = Origin::path(&diagnostic.file).line(line).char_column(snippet.column());
                elements.extend([origin.into(), source.into()]);
            }
        }
        (Some(line), None) => title.insert_str(0, &format!("{}:{line}: ", diagnostic.file)),
        (None, _) => title.insert_str(0, &format!("{}: ", diagnostic.file)),
    }
    let help = diagnostic.help.as_deref().map(|help| Level::HELP.message(help).into());
    let valid = diagnostic.valid_line().map(|valid| Level::INFO.with_name("valid").message(valid).into());
    level.primary_title(title).elements(elements.into_iter().chain(help).chain(valid))
}
