//! Links for the memory of the board.

use std::env;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=memory.ld");
    println!("cargo:rustc-link-search={}", env::var("CARGO_MANIFEST_DIR").unwrap_or_default());
    // Sections follow one another without pages between them.
    for argument in ["--nmagic", "-Tmemory.ld"] {
        println!("cargo:rustc-link-arg-bins={argument}");
    }
}
