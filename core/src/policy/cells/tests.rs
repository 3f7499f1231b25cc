use crate::policy::crc::crc32;
use crate::policy::{Draft, DraftRule, Space};
use crate::{Policy, VerifyError};
use alloc::vec;
use alloc::vec::Vec;

/// Every byte of every cell is compared: with the checksum put right, each other value is refused, as is a table cut short.
#[test]
fn cells_that_differ_from_the_diagrams_are_refused() {
    let plain = Policy::standard_bytes();
    let outcomes = vec![Vec::new()];
    let silent = DraftRule { space: Space::Risk, words: Vec::new(), root: 0x8000, outcomes };
    let with_rule = Draft { rules: vec![silent], ..Draft::standard() };
    for (blob, response) in [(plain, 0), (&with_rule.compile().unwrap()[..], 255)] {
        let policy = Policy::verify(blob).unwrap();
        let cells = policy.cells.iter().copied().collect::<Vec<_>>().concat();
        assert_eq!((cells.len(), &cells[..3]), (125, &[1, 0, response][..]));
        let start = blob.windows(125).position(|window| window == cells).unwrap();
        let body = blob.len() - 4;
        for at in start..start + 125 {
            for other in [1, 2, 4, 128] {
                let mut changed = blob.to_vec();
                changed[at] ^= other;
                let crc = crc32(&changed[..body]);
                changed[body..].copy_from_slice(&crc.to_le_bytes());
                assert_eq!(Policy::verify(&changed), Err(VerifyError::Table("cells")), "byte {at}");
            }
        }
        let mut short = blob.to_vec();
        short.drain(start + 120..start + 125);
        short[start - 1] -= 5;
        let core = u32::from_le_bytes(short[8..12].try_into().unwrap()) - 5;
        short[8..12].copy_from_slice(&core.to_le_bytes());
        let body = short.len() - 4;
        let crc = crc32(&short[..body]);
        short[body..].copy_from_slice(&crc.to_le_bytes());
        assert_eq!(Policy::verify(&short), Err(VerifyError::Table("cells")));
    }
}
