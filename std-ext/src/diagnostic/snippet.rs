//! One line of a file, with a place marked.

use super::harmless::harmless_char;

/// The most characters of a line that are shown.
const MAX_LINE: usize = 200;

/// How many characters before the marked place are kept when the line is cut.
const LEAD: usize = 60;

/// How many bytes before and after a place are searched for the ends of its line.
const MAX_LOOK: usize = 64 * 1024;

/// One line of a file, harmless for terminals and cut to some 200 characters around the marked place.
///
/// ```
/// use plimsoll::diagnostic::Snippet;
/// let snippet = Snippet::new("R1,A1,T1,hihg", 9, 4);
/// assert_eq!(snippet.marked(), "hihg");
/// assert_eq!(snippet.text(), "R1,A1,T1,hihg");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippet {
    text: String,
    start: usize,
    length: usize,
    column: usize,
}

impl Snippet {
    /// A line, without its end, whose marked place starts at byte `start` and is `length` bytes long. A place past the end
    /// of the line becomes the end of the line.
    #[must_use]
    pub fn new(line: &str, start: usize, length: usize) -> Self {
        let end = start.saturating_add(length);
        let before = line.char_indices().take_while(|(at, _)| *at < start).count();
        let (skipped, mut text) = if before > MAX_LINE.saturating_sub(LEAD) {
            (before.saturating_sub(LEAD), String::from("…"))
        } else {
            (0, String::new())
        };
        let (mut marked_from, mut marked_to) = (None, None);
        let mut rest = line.char_indices().skip(skipped);
        for (at, character) in rest.by_ref().take(MAX_LINE) {
            if at >= start && marked_from.is_none() {
                marked_from = Some(text.len());
            }
            if at >= end && marked_to.is_none() {
                marked_to = Some(text.len());
            }
            text.push(harmless_char(character));
        }
        let from = marked_from.unwrap_or(text.len());
        let to = marked_to.unwrap_or(text.len()).max(from);
        if rest.next().is_some() {
            text.push('…');
        }
        Self { text, start: from, length: to.saturating_sub(from), column: before.saturating_add(1) }
    }

    /// The line that holds byte `start` of a whole file, with `length` bytes from there marked as far as the line goes. Of a
    /// line longer than 128 KiB only the part near the place is looked at, and columns count from where that starts.
    #[must_use]
    pub fn of(file: &str, start: usize, length: usize) -> Self {
        let start = boundary(file, start);
        let from = boundary(file, start.saturating_sub(MAX_LOOK));
        let to = boundary(file, start.saturating_add(MAX_LOOK));
        let before = file.get(from..start).unwrap_or_default();
        let after = file.get(start..to).unwrap_or_default();
        let line_start =
            before.rfind(['\r', '\n']).map_or(from, |at| from.saturating_add(at).saturating_add(1));
        let line_end = after.find(['\r', '\n']).map_or(to, |length| start.saturating_add(length));
        Self::new(
            file.get(line_start..line_end).unwrap_or_default(),
            start.saturating_sub(line_start),
            length,
        )
    }

    /// What is shown of the line.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The marked part of [`Self::text`].
    #[must_use]
    pub fn marked(&self) -> &str {
        self.text.get(self.start..self.start.saturating_add(self.length)).unwrap_or_default()
    }

    /// Where the marked part starts in [`Self::text`], in bytes, and its length.
    #[must_use]
    pub fn span(&self) -> (usize, usize) {
        (self.start, self.length)
    }

    /// The character of the line at which the marked part starts, counted from 1.
    #[must_use]
    pub fn column(&self) -> usize {
        self.column
    }
}

/// The nearest place at or before a byte where a character starts or the text ends.
fn boundary(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..4).map(|back| at.saturating_sub(back)).find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}
