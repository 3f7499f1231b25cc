//! One line of text, written without `core::fmt`, which would bring the means to panic with it.

const LENGTH: usize = 120;

/// A line of at most 120 bytes; what does not fit is dropped.
pub(crate) struct Line {
    text: [u8; LENGTH],
    used: usize,
}

impl Line {
    /// An empty line.
    pub(crate) const fn new() -> Self {
        Self { text: [0; LENGTH], used: 0 }
    }

    /// What was written so far.
    pub(crate) fn bytes(&self) -> &[u8] {
        self.text.get(..self.used).unwrap_or_default()
    }

    /// Adds text.
    pub(crate) fn text(&mut self, text: &str) {
        text.bytes().for_each(|byte| self.byte(byte));
    }

    /// Adds a number, as it is read.
    pub(crate) fn decimal(&mut self, number: u64) {
        let mut unit = 10_000_000_000_000_000_000_u64;
        let mut begun = false;
        while unit > 0 {
            let digit = number.checked_div(unit).unwrap_or_default().checked_rem(10).unwrap_or_default();
            begun |= digit > 0 || unit == 1;
            if begun {
                self.digit(digit);
            }
            unit /= 10;
        }
    }

    /// Adds a number as 16 digits of base 16.
    pub(crate) fn hexadecimal(&mut self, number: u64) {
        for place in (0..16_u32).rev() {
            self.digit(number.checked_shr(place.saturating_mul(4)).unwrap_or_default() & 15);
        }
    }

    fn digit(&mut self, digit: u64) {
        self.byte(
            u8::try_from(digit)
                .ok()
                .and_then(|digit| DIGITS.get(usize::from(digit)))
                .map_or(b'?', |digit| *digit),
        );
    }

    fn byte(&mut self, byte: u8) {
        if let Some(slot) = self.text.get_mut(self.used) {
            *slot = byte;
            self.used = self.used.saturating_add(1);
        }
    }
}

static DIGITS: &[u8; 16] = b"0123456789abcdef";
