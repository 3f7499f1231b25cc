#!/bin/sh
# The proof that the engine needs neither an operating system's library nor a heap:
#   1. a program without std, main and alloc verifies three policies, one with rules that were written in Rhai, and decides
#      their domains (its digests are printed, and tests/tests/bare.rs compares them with those of the host);
#   2. its symbols show no allocator and no way to panic, its sections no data of its own;
#   3. the engine builds for a Cortex-M3.
# Use: tests/bare/run.sh [TARGET_DIR]. Exits with 1 where a proof fails, and says so where one had to be skipped.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
target=${1:-${CARGO_TARGET_DIR:-$root/target}}
cargo=${CARGO:-cargo}
# Flags for the host's builds, such as those of coverage, are not for a program without libraries.
unset RUSTFLAGS CARGO_ENCODED_RUSTFLAGS

fail() {
    echo "FAILED: $1" >&2
    exit 1
}

# What may be in no program of ours: an allocator, by Rust's names or C's, and core's means to panic.
forbidden='__rust_(no_)?alloc|__rust_(de|re)alloc|__rg_|__rdl_|(^|[^a-z_])(malloc|calloc|realloc|free)$|alloc::|5alloc|panicking|eh_personality|_Unwind'

if [ "$(uname -sm)" = "Linux x86_64" ]; then
    "$cargo" build --quiet --release --manifest-path "$here/Cargo.toml" --target-dir "$target/bare"
    program=$target/bare/release/plimsoll-bare
    "$program" || fail "the program ended with $?"

    command -v nm >/dev/null || fail "nm, of binutils, is needed to look at symbols"
    symbols=$(nm -C "$program"; nm "$program")
    for expected in ' _start$' ' memcpy$' 'plimsoll_core'; do
        echo "$symbols" | grep -q -- "$expected" || fail "no symbol like $expected: were the symbols stripped?"
    done
    if echo "$symbols" | grep -E "$forbidden"; then
        fail "the program links an allocator or can panic"
    fi
    if [ -n "$(nm -u "$program")" ]; then
        fail "the program needs symbols that it does not have"
    fi
    echo "symbols: no allocator, no panic, nothing undefined"
    sections=$(size -A "$program")
    if echo "$sections" | grep -E '^\.(t?data|t?bss) '; then
        fail "the program has data of its own"
    fi
    echo "$sections" | awk '
        $1 == ".text" { text = $2 }
        $1 == ".rodata" { rodata = $2 }
        END { print "size: " text " bytes of code, " rodata " of constants with all policies, no .data, no .bss" }'
else
    echo "skipped: the program without libraries is for Linux on x86-64"
fi

machine=thumbv7m-none-eabi
library=$(rustc --print sysroot)/lib/rustlib/$machine/lib
if [ ! -d "$library" ]; then
    { command -v rustup >/dev/null && rustup target add "$machine"; } >&2 || true
fi
if [ -d "$library" ]; then
    "$cargo" build --quiet --manifest-path "$root/Cargo.toml" -p plimsoll-core --target "$machine" --target-dir "$target"
    if nm "$target/$machine/debug/libplimsoll_core.rlib" 2>/dev/null | grep -E '__rust_(no_)?alloc|__rust_(de|re)alloc|5alloc'; then
        fail "the library for $machine asks for an allocator"
    fi
    echo "$machine: plimsoll-core builds"
else
    echo "skipped: the target $machine can't be had here"
fi
