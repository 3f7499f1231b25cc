//! Blobs and journals of today, and how they are damaged.

use super::super::run;
use super::made::number;
use super::table::AS_OF;
use std::path::Path;

fn path(place: &Path, name: &str) -> String {
    place.join(name).to_str().unwrap().to_owned()
}

/// Builds the policy of the case.
pub(super) fn build(place: &Path, options: &[&str], name: &str) {
    let (from, to) = (path(place, "DIR"), path(place, name));
    let built = run(&[&["build", &from, "-o", &to], options].concat());
    assert_eq!(built.code, 0, "{}", built.err);
}

/// Records the decisions of the case.
pub(super) fn journal(place: &Path, name: &str) {
    let (from, to) = (path(place, "DIR"), path(place, name));
    let assessed = run(&["assess", &from, "--as-of", AS_OF, "--journal", &to]);
    assert!(assessed.code < 2, "{}", assessed.err);
}

/// Bytes that were damaged in some way. A place counts from the end if it is negative.
pub(super) fn damaged(mut bytes: Vec<u8>, verb: &str, words: &[&str]) -> Vec<u8> {
    // Within a blob, `core` is where the first section ends.
    let core =
        |bytes: &[u8]| 16 + usize::try_from(u32::from_le_bytes(bytes[8..12].try_into().unwrap())).unwrap();
    let place = |word: &str, bytes: &[u8]| match (word.strip_prefix("core"), word.strip_prefix('-')) {
        (Some(""), _) => core(bytes),
        (Some(back), _) => core(bytes) - number(back.strip_prefix('-').unwrap()),
        (_, Some(back)) => bytes.len() - number(back),
        _ => number(word),
    };
    match (verb, words) {
        ("set", [at, hex]) => {
            let at = place(at, &bytes);
            for (offset, byte) in hexadecimal(hex).into_iter().enumerate() {
                bytes[at + offset] = byte;
            }
        }
        ("flip", [at]) => {
            let at = place(at, &bytes);
            bytes[at] ^= 1;
        }
        ("insert", [at, hex]) => {
            let at = place(at, &bytes);
            bytes.splice(at..at, hexadecimal(hex));
        }
        ("cut", [at]) => bytes.truncate(place(at, &bytes)),
        ("end", [hex]) => bytes.extend(hexadecimal(hex)),
        // The length of the core section, at byte 8, is another by so much.
        ("core", [more]) => {
            let length = u32::from_le_bytes(bytes[8..12].try_into().unwrap());
            let length = length + u32::try_from(number(more)).unwrap();
            bytes[8..12].copy_from_slice(&length.to_le_bytes());
        }
        // The checksum at the end is made to fit.
        ("seal", []) => {
            let end = bytes.len() - 4;
            let sum = crc(&bytes[..end]);
            bytes[end..].copy_from_slice(&sum.to_le_bytes());
        }
        _ => panic!("there is no way to {verb} {words:?}"),
    }
    bytes
}

fn hexadecimal(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

/// CRC-32 as ISO-HDLC has it, bit by bit.
fn crc(bytes: &[u8]) -> u32 {
    let step = |sum: u32, _| if sum & 1 == 1 { (sum >> 1) ^ 0xedb8_8320 } else { sum >> 1 };
    !bytes.iter().fold(u32::MAX, |sum, byte| (0..8).fold(sum ^ u32::from(*byte), step))
}

#[test]
fn the_checksum_is_the_usual_one() {
    assert_eq!(crc(b"123456789"), 0xcbf4_3926);
}
