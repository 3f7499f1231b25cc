//! One attribute that describes a threat.

use plimsoll_core::Ordinal;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// What is said of one attribute of a threat (domain.md A6): a text, a rating from 1 to 5, or both.
///
/// Files write `4`, `text` or `4: text`. A single digit, alone or before a colon, is a rating; a text that looks like that is
/// written with a colon before it.
///
/// ```
/// use plimsoll::registers::Described;
/// let both: Described = "4: took two accounts".parse()?;
/// assert_eq!(both.rating.map(|rating| rating.get()), Some(4));
/// assert_eq!(both.text.as_deref(), Some("took two accounts"));
/// assert_eq!("every day".parse::<Described>()?.rating, None);
/// assert!("9".parse::<Described>().is_err());
/// # Ok::<(), plimsoll::registers::DescribedError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Described {
    /// How strongly the attribute is marked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<Ordinal>,
    /// What is said of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// A rating is not 1 to 5.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DescribedError;

impl fmt::Display for DescribedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a rating is 1 to 5")
    }
}

impl std::error::Error for DescribedError {}

/// The text as it was given, if it is not empty.
fn some(text: &str) -> Option<String> {
    Some(text.trim()).filter(|text| !text.is_empty()).map(str::to_owned)
}

impl FromStr for Described {
    type Err = DescribedError;

    fn from_str(cell: &str) -> Result<Self, DescribedError> {
        let cell = cell.trim();
        if let Some(text) = cell.strip_prefix(':') {
            return Ok(Self { rating: None, text: some(text) });
        }
        let mut characters = cell.chars();
        let Some(digit) = characters.next().and_then(|first| first.to_digit(10)) else {
            return Ok(Self { rating: None, text: some(cell) });
        };
        let after = characters.as_str().trim_start();
        let text = if after.is_empty() { Some("") } else { after.strip_prefix(':') };
        match text {
            Some(text) => {
                let rating = u8::try_from(digit).ok().and_then(Ordinal::new).ok_or(DescribedError)?;
                Ok(Self { rating: Some(rating), text: some(text) })
            }
            None => Ok(Self { rating: None, text: some(cell) }),
        }
    }
}

impl fmt::Display for Described {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.rating, self.text.as_deref()) {
            (Some(rating), Some(text)) => write!(f, "{rating}: {text}"),
            (Some(rating), None) => write!(f, "{rating}"),
            (None, Some(text)) => {
                let plain = text
                    .parse()
                    .is_ok_and(|read: Self| read.rating.is_none() && read.text.as_deref() == Some(text));
                write!(f, "{}{text}", if plain { "" } else { ": " })
            }
            (None, None) => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_forms_are_read_and_written_back() {
        let described = |rating, text: &str| Described { rating: Ordinal::new(rating), text: some(text) };
        for (cell, expected) in [
            ("4", described(4, "")),
            ("4: text", described(4, "text")),
            ("1 : a: b", described(1, "a: b")),
            ("text", described(0, "text")),
            ("2019", described(0, "2019")),
            ("10:30 every day", described(0, "10:30 every day")),
            ("3 times", described(0, "3 times")),
            (": 4", described(0, "4")),
            (": 9: x", described(0, "9: x")),
            (": :", described(0, ":")),
            ("", described(0, "")),
        ] {
            let read: Described = cell.parse().unwrap();
            assert_eq!(read, expected, "{cell}");
            assert_eq!(read.to_string().parse(), Ok(read), "{cell}");
        }
        for bad in ["0", "6", "9: text", "0:"] {
            assert_eq!(bad.parse::<Described>(), Err(DescribedError), "{bad}");
        }
    }
}
