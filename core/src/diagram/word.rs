//! The words of a diagram. The three sorts of word that a reference could meet are told apart by their value alone:
//! a node's header, a terminal, and everything below both (offsets, counts, cuts).

/// Words from here on are headers: the low byte is the facet and the form of the node.
pub(super) const HEADER: u16 = 0xff00;

/// The bits of a header that are the form.
pub(super) const FORM: u16 = 0x00c0;

/// The form with one cut and two children: four words, the least that any node has. The low byte is the facet alone.
pub(super) const ONE_CUT: u16 = 0;

/// The form with one child per value.
pub(super) const DENSE: u16 = 0x0040;

/// The form with any number of cuts.
pub(super) const CUTS: u16 = 0x0080;

/// Words from here on, and below [`HEADER`], are terminals.
pub(super) const TERMINAL: u16 = 0x8000;

/// How many different terminals there are.
pub(super) const TERMINALS: u16 = HEADER - TERMINAL;

/// How many words a diagram may have, so that every offset is below [`TERMINAL`].
pub(super) const MAX_WORDS: usize = 0x8000;

/// The facet's position in a header.
pub(super) const fn facet(header: u16) -> u16 {
    header & 0x3f
}

/// The word at an offset counted in words.
#[inline]
pub(super) fn word(words: &[[u8; 2]], offset: usize) -> Option<u16> {
    words.get(offset).map(|bytes| u16::from_le_bytes(*bytes))
}
