//! CRC-32 (ISO-HDLC, polynomial 0x04C11DB7 reflected): half a byte at a time over a table of 64 bytes; where flash is no
//! matter, eight bytes at a time over sixteen such tables.

#[cfg(target_pointer_width = "64")]
use by_eight::advance;
#[cfg(not(target_pointer_width = "64"))]
use by_half::advance;

/// The checksum of some bytes.
pub(crate) fn crc32(bytes: &[u8]) -> u32 {
    crc32_after(0, bytes)
}

/// The checksum of what has a checksum already and some bytes after it; that of nothing is 0.
pub(crate) fn crc32_after(before: u32, bytes: &[u8]) -> u32 {
    !advance(!before, bytes)
}

const POLYNOMIAL: u32 = 0xedb8_8320;

/// What a checksum becomes after so many bits.
#[expect(
    clippy::arithmetic_side_effects,
    reason = "evaluated at compile time, where a fault is a compile error"
)]
const fn after(mut crc: u32, mut bits: u32) -> u32 {
    while bits > 0 {
        crc = if crc & 1 == 0 { crc >> 1 } else { (crc >> 1) ^ POLYNOMIAL };
        bits -= 1;
    }
    crc
}

const fn part(table: &[u32; 16], half: u8) -> u32 {
    // The mask keeps the index inside the table, which lets the compiler drop the check.
    #[expect(
        clippy::indexing_slicing,
        clippy::as_conversions,
        reason = "masked to 0..16; `usize::from` is not const"
    )]
    table[(half & 15) as usize]
}

#[cfg(any(test, not(target_pointer_width = "64")))]
mod by_half {
    use super::{after, part};

    /// What half a byte contributes.
    static TABLE: [u32; 16] = {
        let (mut table, mut value) = ([0; 16], 0);
        while value < 16 {
            #[expect(
                clippy::indexing_slicing,
                clippy::as_conversions,
                reason = "evaluated at compile time, where a fault is a compile error"
            )]
            {
                table[value] = after(value as u32, 4);
                value += 1;
            }
        }
        table
    };

    pub(super) fn advance(mut crc: u32, bytes: &[u8]) -> u32 {
        for byte in bytes {
            crc ^= u32::from(*byte);
            for _ in 0..2 {
                let [low, ..] = crc.to_le_bytes();
                crc = (crc >> 4) ^ part(&TABLE, low);
            }
        }
        crc
    }
}

#[cfg(target_pointer_width = "64")]
mod by_eight {
    use super::{after, part};

    /// `[2 * n]` and `[2 * n + 1]` hold what the low and the high half of a byte contribute that is followed by `7 - n` bytes.
    static TABLES: [[u32; 16]; 16] = tables();

    #[expect(
        clippy::arithmetic_side_effects,
        clippy::indexing_slicing,
        clippy::as_conversions,
        reason = "evaluated at compile time, where a fault is a compile error"
    )]
    const fn tables() -> [[u32; 16]; 16] {
        let mut tables = [[0; 16]; 16];
        let mut table = 0;
        while table < 16 {
            let shift = if table % 2 == 0 { 0 } else { 4 };
            let mut value = 0;
            while value < 16 {
                tables[table][value] = after((value as u32) << shift, 8 * (8 - table as u32 / 2));
                value += 1;
            }
            table += 1;
        }
        tables
    }

    pub(super) fn advance(mut crc: u32, bytes: &[u8]) -> u32 {
        let [t0, t1, t2, t3, t4, t5, t6, t7, t8, t9, t10, t11, t12, t13, t14, t15] = &TABLES;
        let mut rest = bytes;
        while let Some((chunk, tail)) = rest.split_first_chunk::<8>() {
            let [a, b, c, d] = crc.to_le_bytes();
            let [e, f, g, h, i, j, k, l] = *chunk;
            let (a, b, c, d) = (a ^ e, b ^ f, c ^ g, d ^ h);
            crc = part(t0, a)
                ^ part(t1, a >> 4)
                ^ part(t2, b)
                ^ part(t3, b >> 4)
                ^ part(t4, c)
                ^ part(t5, c >> 4)
                ^ part(t6, d)
                ^ part(t7, d >> 4)
                ^ part(t8, i)
                ^ part(t9, i >> 4)
                ^ part(t10, j)
                ^ part(t11, j >> 4)
                ^ part(t12, k)
                ^ part(t13, k >> 4)
                ^ part(t14, l)
                ^ part(t15, l >> 4);
            rest = tail;
        }
        for byte in rest {
            let [low, ..] = crc.to_le_bytes();
            let index = low ^ byte;
            crc = (crc >> 8) ^ part(t14, index) ^ part(t15, index >> 4);
        }
        crc
    }
}

#[cfg(test)]
mod tests {
    use super::{by_half, crc32, crc32_after};

    /// Bit by bit, as the standard defines it.
    fn plain(bytes: &[u8]) -> u32 {
        let mut crc = u32::MAX;
        for byte in bytes {
            crc ^= u32::from(*byte);
            for _ in 0..8 {
                crc = if crc & 1 == 0 { crc >> 1 } else { (crc >> 1) ^ super::POLYNOMIAL };
            }
        }
        !crc
    }

    #[test]
    fn the_check_value_of_the_catalogue_and_every_length() {
        let by_half = |bytes: &[u8]| !by_half::advance(u32::MAX, bytes);
        assert_eq!((crc32(b"123456789"), by_half(b"123456789")), (0xcbf4_3926, 0xcbf4_3926));
        let bytes: [u8; 67] = core::array::from_fn(|n| u8::try_from(n * 37 % 251).unwrap());
        for length in 0..=bytes.len() {
            let expected = plain(&bytes[..length]);
            assert_eq!((crc32(&bytes[..length]), by_half(&bytes[..length])), (expected, expected));
            let (first, second) = bytes[..length].split_at(length / 3);
            assert_eq!(crc32_after(crc32(first), second), expected);
        }
    }
}
