//! CRC-32 (ISO-HDLC, polynomial 0x04C11DB7 reflected), eight bytes at a time over sixteen small tables: 1 KiB of flash.

const POLYNOMIAL: u32 = 0xedb8_8320;

/// `TABLES[2 * n]` and `[2 * n + 1]` hold what the low and the high half of a byte contribute that is followed by `7 - n` bytes.
const TABLES: [[u32; 16]; 16] = tables();

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
            let mut crc = (value as u32) << shift;
            let mut bit = 8 * (8 - table / 2);
            while bit > 0 {
                crc = if crc & 1 == 0 { crc >> 1 } else { (crc >> 1) ^ POLYNOMIAL };
                bit -= 1;
            }
            tables[table][value] = crc;
            value += 1;
        }
        table += 1;
    }
    tables
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

/// The checksum of some bytes.
pub(crate) fn crc32(bytes: &[u8]) -> u32 {
    let [t0, t1, t2, t3, t4, t5, t6, t7, t8, t9, t10, t11, t12, t13, t14, t15] = &TABLES;
    let mut crc = u32::MAX;
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
    !crc
}

#[cfg(test)]
mod tests {
    use super::crc32;

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
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
        let bytes: [u8; 67] = core::array::from_fn(|n| u8::try_from(n * 37 % 251).unwrap());
        for length in 0..=bytes.len() {
            assert_eq!(crc32(&bytes[..length]), plain(&bytes[..length]), "length {length}");
        }
    }
}
