#!/bin/sh
# The proof that the engine needs neither an operating system's library nor a heap:
#   1. a program without std, main and alloc verifies three policies, one with rules that were written in Rhai, and decides
#      their domains (its digests are printed, and tests/tests/bare.rs compares them with those of the host);
#   2. its symbols show no allocator and no way to panic, its sections no data of its own;
#   3. nor does any function of the library itself, whether that program calls it or not, refer to a way to panic or to allocate.
# tests/bare-metal/run.sh proves the same of a microcontroller and of WebAssembly.
# Use: tests/bare/run.sh [TARGET_DIR [SAMPLE]]; SAMPLE is the blob of the sample policy, else std-ext/sample is compiled. Exits with 1 where a proof fails, and says so where one had to be skipped.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
target=${1:-${CARGO_TARGET_DIR:-$root/target}}
sample=${2:-}
cargo=${CARGO:-cargo}
# Flags for the host's builds, such as those of coverage, are not for a program without libraries.
unset RUSTFLAGS CARGO_ENCODED_RUSTFLAGS

. "$here/symbols.sh"

if [ "$(uname -sm)" = "Linux x86_64" ]; then
    mkdir -p "$target/bare"
    if [ -z "$sample" ]; then
        sample=$target/bare/sample.plimsoll
        "$cargo" run --quiet --manifest-path "$root/Cargo.toml" --target-dir "$target" -p plimsoll -- \
            build "$root/std-ext/sample" -o "$sample" >/dev/null
    fi
    PLIMSOLL_SAMPLE=$(cd "$(dirname "$sample")" && pwd)/$(basename "$sample")
    export PLIMSOLL_SAMPLE
    "$cargo" build --quiet --release --manifest-path "$here/Cargo.toml" --target-dir "$target/bare"
    program=$target/bare/release/plimsoll-bare
    "$program" || fail "the program ended with $?"

    check_symbols "the program" "$(symbols_of "$program")" ' _start$' ' memcpy$' 'plimsoll_core'
    check_alone "the program" "$program"
    echo "symbols: no allocator, no panic, nothing undefined"
    size -A "$program" | awk '
        $1 == ".text" { text = $2 }
        $1 == ".rodata" { rodata = $2 }
        END { print "size: " text " bytes of code, " rodata " of constants with all policies, no .data, no .bss" }'

    "$cargo" build --quiet --release --manifest-path "$root/Cargo.toml" -p plimsoll-core --features journal --target-dir "$target/bare"
    symbols=$(nm -C "$target/bare/release/libplimsoll_core.rlib" 2>/dev/null)
    functions=$(echo "$symbols" | grep -c ' [Tt] .*plimsoll_core' || true)
    [ "$functions" -gt 200 ] || fail "the library has $functions functions: were its symbols stripped?"
    if echo "$symbols" | grep -E " U .*($forbidden|panic|fail|unwrap)"; then
        fail "the library can allocate or panic"
    fi
    echo "library: $functions functions, none of which can panic or allocate"
else
    echo "skipped: the program without libraries is for Linux on x86-64"
fi
