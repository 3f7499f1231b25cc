//! Writes the standard policy to where the crate includes it from. Run it after a change of the standard draft or the wire
//! format: `cargo run -p plimsoll-core --features alloc --example standard`.

use plimsoll_core::policy::Draft;
use std::{fs, io};

fn main() -> io::Result<()> {
    let blob = Draft::standard().compile().map_err(|faults| io::Error::other(format!("{faults:#?}")))?;
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/policy/standard.plimsoll");
    fs::write(path, &blob)?;
    println!("{} bytes", blob.len());
    Ok(())
}
