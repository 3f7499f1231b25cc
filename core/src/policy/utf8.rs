//! Whether bytes are UTF-8: what [`core::str::from_utf8`] says, in a quarter of its flash and without its table. A device
//! that shows no texts has to check them all the same, and then links nothing else for it.

/// Whether bytes are text.
#[cfg_attr(target_pointer_width = "32", inline(never))]
pub(super) fn is_utf8(bytes: &[u8]) -> bool {
    let mut bytes = bytes.iter();
    while let Some(first) = bytes.next() {
        // As many ones lead as the character has bytes, but for those of one byte; the byte's other bits begin its number.
        let ones = first.leading_ones();
        let mut point = u32::from(*first) & 0x7f_u32.wrapping_shr(ones);
        for _ in 1..ones {
            match bytes.next() {
                Some(next) if next & 0xc0 == 0x80 => point = point << 6 | u32::from(next & 0x3f),
                _ => return false,
            }
        }
        // From where on so many bytes are needed; no byte begins with a single one, nor with more than four.
        let least = match ones {
            0 => 0,
            2 => 0x80,
            3 => 0x800,
            4 => 0x1_0000,
            _ => return false,
        };
        if point < least || char::from_u32(point).is_none() {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::is_utf8;

    fn agrees(bytes: &[u8]) {
        assert_eq!(is_utf8(bytes), core::str::from_utf8(bytes).is_ok(), "{bytes:x?}");
    }

    /// All bytes one and two at a time; then all that begin like three and four, with the bytes where continuations begin and
    /// end after them.
    #[test]
    fn the_same_as_the_standard_library() {
        const EDGES: [u8; 12] = [0, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xef, 0xf4, 0xff];
        agrees(&[]);
        for first in 0..=u8::MAX {
            agrees(&[first]);
            for second in 0..=u8::MAX {
                agrees(&[first, second]);
                for third in EDGES {
                    agrees(&[first, second, third]);
                    agrees(&[b'a', first, second, third, b'z']);
                    for fourth in EDGES {
                        agrees(&[first, second, third, fourth]);
                        agrees(&[first, second, third, fourth, fourth]);
                    }
                }
            }
        }
    }
}
