//! Lists of what was found, bounded however much there is.

/// The most items that are kept, and the most bytes of texts in them.
const MOST: (usize, usize) = (10_000, 16 << 20);

/// The first of some items, and how many there are in all.
#[derive(Clone, Debug)]
pub struct Kept<T> {
    items: Vec<T>,
    total: u64,
    texts: usize,
}

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self { items: Vec::new(), total: 0, texts: 0 }
    }
}

impl<T> Kept<T> {
    /// Adds an item whose texts have so many bytes.
    pub(super) fn push(&mut self, item: T, texts: usize) {
        self.total = self.total.saturating_add(1);
        self.texts = self.texts.saturating_add(texts);
        if self.items.len() < MOST.0 && self.texts <= MOST.1 {
            self.items.push(item);
        }
    }

    /// The first ones.
    #[must_use]
    pub fn items(&self) -> &[T] {
        &self.items
    }

    /// How many there are in all.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.total
    }
}
