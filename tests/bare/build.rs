//! Compiles a sample policy into the program, and links without start-up files.

#[path = "src/sample.rs"]
mod sample;

use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=src/sample.rs");
    // No start-up files, no library at all, and nothing that would have to be relocated when the program starts.
    for argument in ["-nostartfiles", "-nostdlib", "-static", "-no-pie"] {
        println!("cargo:rustc-link-arg-bins={argument}");
    }
    let blob = sample::draft().compile().map_err(|faults| io::Error::other(format!("{faults:#?}")))?;
    let directory = env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("no OUT_DIR"))?;
    fs::write(Path::new(&directory).join("sample.plimsoll"), blob)
}
