//! Writing a blob: strings into a pool, records into tables, diagrams into one array of words.

use super::VerifyError;
use super::draft::Reason;
use super::names::{GROUPS, NamesWire};
use super::records::Entry;
use super::strings::NO_TEXT;
use super::wire::{CoreWire, Sections, frame, unframe};
use crate::ReasonId;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

/// The strings and reasons of a policy under construction.
#[derive(Default)]
pub(super) struct Texts {
    strings: Vec<String>,
    by_string: BTreeMap<String, u16>,
    reasons: Vec<u8>,
    by_reason: BTreeMap<[u8; 10], u16>,
}

impl Texts {
    /// The position of a text; equal texts are one.
    pub(super) fn text(&mut self, text: &str) -> u16 {
        if text.is_empty() {
            return NO_TEXT;
        }
        if let Some(known) = self.by_string.get(text) {
            return *known;
        }
        let index = u16::try_from(self.strings.len()).unwrap_or(NO_TEXT);
        self.strings.push(text.into());
        self.by_string.insert(text.into(), index);
        index
    }

    /// The position of a reason; equal reasons are one.
    pub(super) fn reason(&mut self, reason: &Reason) -> ReasonId {
        let parts = [&reason.source, &reason.rule, &reason.text, &reason.principle];
        let [[a, b], [c, d], [e, f], [g, h]] = parts.map(|text| self.text(text).to_le_bytes());
        let [i, j] = reason.line.to_le_bytes();
        let record = [a, b, c, d, e, f, g, h, i, j];
        let next = u16::try_from(self.by_reason.len()).unwrap_or(ReasonId::NONE.0);
        let index = *self.by_reason.entry(record).or_insert(next);
        if index == next {
            self.reasons.extend(record);
        }
        ReasonId(index)
    }

    /// Whether everything still has a number of its own.
    pub(super) fn fit(&self) -> bool {
        self.strings.len() < usize::from(NO_TEXT) && self.by_reason.len() < usize::from(ReasonId::NONE.0)
    }
}

/// The strings of all groups, in order.
pub(super) struct Pool {
    pool: String,
    ends: Vec<u8>,
    counts: [u16; GROUPS],
    reasons: Vec<u8>,
}

impl Pool {
    /// Takes the groups of names and appends the texts of the reasons.
    pub(super) fn new<const N: usize>(groups: [Vec<String>; N], texts: Texts) -> Self {
        let mut pool =
            Self { pool: String::new(), ends: Vec::new(), counts: [0; GROUPS], reasons: texts.reasons };
        let all = groups.into_iter().chain([texts.strings]);
        for (group, slot) in all.zip(0..GROUPS) {
            if let Some(count) = pool.counts.get_mut(slot) {
                *count = u16::try_from(group.len()).unwrap_or(u16::MAX);
            }
            for text in group {
                pool.pool.push_str(&text);
                let end = u32::try_from(pool.pool.len()).unwrap_or(u32::MAX);
                pool.ends.extend(end.to_le_bytes());
            }
        }
        pool
    }

    pub(super) fn wire(&self) -> NamesWire<'_> {
        NamesWire { pool: &self.pool, ends: &self.ends, counts: self.counts, reasons: &self.reasons }
    }
}

/// The diagrams of a policy, one after the other.
#[derive(Default)]
pub(super) struct Words {
    pub(super) entries: Vec<u8>,
    pub(super) words: Vec<u8>,
}

impl Words {
    pub(super) fn push(&mut self, words: &[u8], root: u16, first_outcome: u16, outcomes: u16) {
        let entry = Entry {
            start: u32::try_from(self.words.len() / 2).unwrap_or(u32::MAX),
            len: u16::try_from(words.len() / 2).unwrap_or(u16::MAX),
            root,
            first_outcome,
            outcomes,
        };
        self.entries.extend(entry.write());
        self.words.extend_from_slice(words);
    }
}

/// The blob of all sections.
pub(super) fn blob(core: &CoreWire<'_>, pool: &Pool, placements: Option<&[u8]>) -> Option<Vec<u8>> {
    let (core, names) = (postcard::to_allocvec(core).ok()?, postcard::to_allocvec(&pool.wire()).ok()?);
    frame(Sections { core: &core, names: Some(&names), placements })
}

/// The same policy without names, for devices that have no use for them. It decides the same. The placement table stays,
/// with the names of its tools and its own reasons, since tools are asked about by name.
///
/// ```
/// use plimsoll_core::{Policy, RiskFacts};
/// use plimsoll_core::policy::without_names;
/// let whole = Policy::standard_bytes();
/// let small = without_names(whole).unwrap();
/// assert!(small.len() * 2 < whole.len());
/// let policy = Policy::verify(&small).unwrap();
/// assert!(policy.names().is_none());
/// assert_eq!(policy.assess(&RiskFacts::default()), Policy::standard().assess(&RiskFacts::default()));
/// ```
///
/// # Errors
/// If the bytes are not a policy.
pub fn without_names(blob: &[u8]) -> Result<Vec<u8>, VerifyError> {
    super::Policy::verify(blob)?;
    frame(Sections { names: None, ..unframe(blob)? }).ok_or(VerifyError::Length)
}

#[cfg(test)]
mod tests {
    use super::{Reason, Texts};
    use alloc::string::ToString;

    /// As many texts, or reasons, as there are numbers for; each text and each reason is one, however often it is met.
    #[test]
    fn texts_and_reasons_are_as_many_as_have_numbers() {
        let (mut strings, mut reasons) = (Texts::default(), Texts::default());
        for number in 0..=u16::MAX {
            assert_eq!((strings.fit(), reasons.fit()), (number < u16::MAX, number < u16::MAX), "{number}");
            if number < u16::MAX {
                for _ in 0..2 {
                    assert_eq!(strings.text(&number.to_string()), number);
                    let reason = Reason { line: number, text: "so it is".into(), ..Reason::default() };
                    assert_eq!(reasons.reason(&reason).0, number);
                }
            }
        }
    }
}
