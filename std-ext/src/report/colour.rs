//! The colours that a policy gives its bands, and the ink that can be read on them.

use std::fmt;

/// A colour of the sRGB space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Colour([u8; 3]);

/// How much light a channel gives, in ten thousandths: the transfer function of sRGB, rounded.
const LINEAR: [u32; 256] = [
    0, 3, 6, 9, 12, 15, 18, 21, 24, 27, 30, 33, 37, 40, 44, 48, 52, 56, 60, 65, 70, 75, 80, 86, 91, 97, 103,
    110, 116, 123, 130, 137, 144, 152, 160, 168, 176, 185, 194, 203, 212, 222, 232, 242, 252, 262, 273, 284,
    296, 307, 319, 331, 343, 356, 369, 382, 395, 409, 423, 437, 452, 467, 482, 497, 513, 529, 545, 561, 578,
    595, 612, 630, 648, 666, 685, 704, 723, 742, 762, 782, 802, 823, 844, 865, 887, 908, 931, 953, 976, 999,
    1022, 1046, 1070, 1095, 1119, 1144, 1170, 1195, 1221, 1248, 1274, 1301, 1329, 1356, 1384, 1413, 1441,
    1470, 1500, 1529, 1559, 1590, 1620, 1651, 1683, 1714, 1746, 1779, 1812, 1845, 1878, 1912, 1946, 1981,
    2016, 2051, 2086, 2122, 2159, 2195, 2232, 2270, 2307, 2346, 2384, 2423, 2462, 2502, 2542, 2582, 2623,
    2664, 2705, 2747, 2789, 2831, 2874, 2918, 2961, 3005, 3050, 3095, 3140, 3185, 3231, 3278, 3325, 3372,
    3419, 3467, 3515, 3564, 3613, 3663, 3712, 3763, 3813, 3864, 3916, 3968, 4020, 4072, 4125, 4179, 4233,
    4287, 4342, 4397, 4452, 4508, 4564, 4621, 4678, 4735, 4793, 4851, 4910, 4969, 5029, 5089, 5149, 5210,
    5271, 5333, 5395, 5457, 5520, 5583, 5647, 5711, 5776, 5841, 5906, 5972, 6038, 6105, 6172, 6240, 6308,
    6376, 6445, 6514, 6584, 6654, 6724, 6795, 6867, 6939, 7011, 7084, 7157, 7231, 7305, 7379, 7454, 7529,
    7605, 7682, 7758, 7835, 7913, 7991, 8070, 8148, 8228, 8308, 8388, 8469, 8550, 8632, 8714, 8796, 8879,
    8963, 9047, 9131, 9216, 9301, 9387, 9473, 9560, 9647, 9734, 9823, 9911, 10000,
];

/// The luminance, in ten thousandths, up to which white is read better than black: there both have a contrast of 4.58 to 1,
/// and everywhere else one of them has more (WCAG 2, 1.4.3 asks for 4.5).
const MIDDLE: u32 = 1791;

impl Colour {
    /// What stands for a colour that is missing or none.
    pub(super) const GREY: Self = Self([0x8a, 0x8f, 0x98]);

    /// Reads `#rrggbb`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6)?;
        // A sign would be read as part of a number.
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let part = |range| digits.get(range).and_then(|part| u8::from_str_radix(part, 16).ok());
        Some(Self([part(0..2)?, part(2..4)?, part(4..6)?]))
    }

    /// Black or white, whichever is read better on this colour.
    pub(super) fn ink(self) -> Self {
        if self.luminance() > MIDDLE { Self([0; 3]) } else { Self([u8::MAX; 3]) }
    }

    /// The relative luminance, in ten thousandths.
    fn luminance(self) -> u32 {
        let weights = [2126, 7152, 722];
        let light = |channel: u8| LINEAR.get(usize::from(channel)).copied().unwrap_or_default();
        let parts =
            self.0.iter().zip(weights).map(|(channel, weight)| light(*channel).saturating_mul(weight));
        parts.sum::<u32>() / 10_000
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self([red, green, blue]) = self;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

#[cfg(test)]
#[expect(
    clippy::float_arithmetic,
    reason = "the definition of contrast, which the integers are held against"
)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn linear(channel: u8) -> f64 {
        let c = f64::from(channel) / 255.0;
        if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    }

    /// The contrast of two colours as WCAG 2 defines it.
    fn contrast(Colour(a): Colour, Colour(b): Colour) -> f64 {
        let light = |[r, g, b]: [u8; 3]| 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b) + 0.05;
        let (a, b) = (light(a), light(b));
        if a > b { a / b } else { b / a }
    }

    #[test]
    fn the_table_is_the_transfer_function() {
        for (channel, light) in (0_u8..=255).zip(LINEAR) {
            assert!((f64::from(light) - linear(channel) * 10_000.0).abs() <= 0.500_001, "{channel}");
        }
    }

    #[test]
    fn every_grey_and_every_pure_colour_can_be_written_on() {
        for channel in 0..=255 {
            for of in [[channel; 3], [channel, 0, 0], [0, channel, 0], [0, 0, channel]] {
                assert!(contrast(Colour(of), Colour(of).ink()) >= 4.5, "{of:?}");
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4096))]
        #[test]
        fn whatever_colour_a_band_has_its_name_can_be_read(of: [u8; 3]) {
            prop_assert!(contrast(Colour(of), Colour(of).ink()) >= 4.5);
        }
    }

    #[test]
    fn only_colours_are_read() {
        assert_eq!(Colour::parse("#2E7d32"), Some(Colour([0x2e, 0x7d, 0x32])));
        for wrong in
            ["", "#", "2e7d32", "#2e7d3", "#2e7d321", "#+e7d32", "#2e7d3é", "red", "#}*{x:y", "#2e 7d3"]
        {
            assert_eq!(Colour::parse(wrong), None, "{wrong}");
        }
        assert_eq!(Colour([1, 2, 255]).to_string(), "#0102ff");
    }
}
