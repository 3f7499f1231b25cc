#!/bin/sh
# The proof that the engine decides the same on a microcontroller and in WebAssembly as on the host, and what it takes there:
#   1. firmware for a Cortex-M3, run by QEMU, and a WebAssembly module, run by Node, verify two policies, one with rules that
#      were written in Rhai, and decide their domains; their digests are compared with those of the host;
#   2. firmware and a module such as products would ship assess one risk and route one incident, with the host's answer;
#   3. symbols show no allocator and no way to panic, sections no data, and the modules import nothing;
#   4. bytes of flash, of stack and of modules are printed, one `name value` a line.
# Use: tests/bare-metal/run.sh [OPTION...]. Exits with 1 where a proof fails, and says so where one had to be skipped.
#   --install       installs what is missing: targets by rustup, qemu-system-arm, nodejs and binutils by apt-get
#   --sizes FILE    writes the sizes to a file as well
#   --target DIR    builds there instead of in CARGO_TARGET_DIR or target/
#   --sample FILE   the blob of the sample policy; else std-ext/sample is compiled
#   --host FILE     the lines of the host; else those of the program in tests/bare
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
cargo=${CARGO:-cargo}
install='' sizes_file='' sample='' host='' target=${CARGO_TARGET_DIR:-$root/target}
# Flags for the host's builds, such as those of coverage, are not for other machines.
unset RUSTFLAGS CARGO_ENCODED_RUSTFLAGS

. "$here/../bare/symbols.sh"

while [ $# -gt 0 ]; do
    case $1 in
        --install) install=yes; shift; continue ;;
    esac
    [ $# -ge 2 ] || fail "$1 is not an option, or lacks its value"
    case $1 in
        --sizes) sizes_file=$2 ;;
        --target) target=$2 ;;
        --sample) sample=$2 ;;
        --host) host=$2 ;;
        *) fail "there is no option $1" ;;
    esac
    shift 2
done
mkdir -p "$target/bare-metal"
target=$(cd "$target" && pwd)
out=$target/bare-metal
arm=thumbv7m-none-eabi
wasm=wasm32-unknown-unknown

# Whether a compiler's target, or a program of a package, is there, installed if that was asked for.
has_target() {
    [ -d "$(rustc --print sysroot)/lib/rustlib/$1/lib" ] && return
    [ -n "$install" ] && command -v rustup >/dev/null && rustup target add "$1" >&2
}
has_program() {
    command -v "$1" >/dev/null && return
    [ -n "$install" ] && command -v apt-get >/dev/null && {
        apt-get update -q && apt-get install -qy --no-install-recommends "$2"
    } >&2
    command -v "$1" >/dev/null
}
skip() {
    echo "skipped: $1 can't be had here"
}

# Everything for a machine other than this is built here, in one directory.
build() {
    machine=$1
    shift
    PLIMSOLL_SAMPLE=$sample "$cargo" build --quiet --release --locked --manifest-path "$here/Cargo.toml" \
        --target "$machine" --target-dir "$out" "$@" || fail "$* for $machine does not build"
}

# The lines that machines have in common, and the sizes, apart.
lines_of() {
    grep -E '^(standard|tallyharbour|answer): ' "$1"
}
size_of() {
    sed -n "s/^$1 \([0-9][0-9]*\)$/\1/p" "$2"
}

# What a machine told against what the host did, or the first machine where the host told nothing: MACHINE FILE PRODUCT'S-FILE
compare() {
    if [ -z "$others" ]; then
        others=$1
        lines_of "$2" > "$out/others.txt"
    fi
    lines_of "$2" | diff "$out/others.txt" - >&2 || fail "$1 decides otherwise than $others"
    [ "$(grep '^answer: ' "$3")" = "$(grep '^answer: ' "$out/others.txt")" ] ||
        fail "the product for $1 answers otherwise than $others"
    [ "$1" = "$others" ] || echo "$1: decides as $others"
    lines_of "$2"
}

# Sizes, as they come.
: > "$out/sizes.txt"
tell() {
    [ -n "$2" ] || fail "$1 was not measured"
    echo "$1 $2" >> "$out/sizes.txt"
}

if [ -z "$sample" ]; then
    sample=$out/sample.plimsoll
    "$cargo" run --quiet --locked --manifest-path "$root/Cargo.toml" --target-dir "$target" -p plimsoll -- \
        build "$root/std-ext/sample" -o "$sample" >/dev/null
fi
sample=$(cd "$(dirname "$sample")" && pwd)/$(basename "$sample")

others="the host"
if [ -n "$host" ]; then
    lines_of "$host" > "$out/others.txt"
elif [ "$(uname -sm)" = "Linux x86_64" ]; then
    PLIMSOLL_SAMPLE=$sample "$cargo" build --quiet --release --locked --manifest-path "$here/../bare/Cargo.toml" --target-dir "$target/bare"
    "$target/bare/release/plimsoll-bare" > "$out/host.txt" || fail "the host's program ended with $?"
    lines_of "$out/host.txt" > "$out/others.txt"
else
    others=
    echo "skipped: the host's program is for Linux on x86-64"
fi

policy=$(wc -c < "$root/core/src/policy/standard.plimsoll" | tr -d ' ')

flash() {
    size -A "$firmware/$1" | awk '$1 ~ /^\.(vectors|text|rodata|data)$/ { sum += $2 } END { print sum + 0 }'
}

# Runs an image; what it told is in a file of its name. A fault of the processor, or an image that does not end, is a failure.
emulate() {
    rm -f "$out/$1.txt"
    status=0
    timeout 120 qemu-system-arm -M lm3s6965evb -display none -serial none -monitor none \
        -chardev "file,id=told,path=$out/$1.txt" -semihosting-config enable=on,target=native,chardev=told \
        -kernel "$firmware/$1" </dev/null >"$out/$1.qemu.txt" 2>&1 || status=$?
    [ "$status" -eq 0 ] || {
        cat "$out/$1.qemu.txt" "$out/$1.txt" >&2
        fail "the image $1 ended with $status"
    }
}

if has_program nm binutils && has_target "$arm"; then
    build "$arm" -p plimsoll-bare-metal
    firmware=$out/$arm/release
    for image in domain product; do
        check_symbols "the image $image" "$(symbols_of "$firmware/$image")" ' reset$' 'plimsoll_core'
        check_alone "the image $image" "$firmware/$image"
    done
    echo "$arm: no allocator, no panic, no .data, no .bss"
    nothing=$(flash nothing) product=$(flash product)
    tell flash_image "$product"
    tell flash_without_engine "$nothing"
    tell flash_core $((product - nothing - policy))
    if has_program qemu-system-arm qemu-system-arm; then
        emulate domain
        emulate product
        compare "$arm" "$out/domain.txt" "$out/product.txt"
        tell stack_product "$((0x$(sed -n 's/^stack: //p' "$out/product.txt")))"
        for way in verify assess explain route explain_route; do
            tell "stack_$way" "$(size_of "stack_$way" "$out/domain.txt")"
            tell "stack_${way}_with_rules" "$(size_of "stack_${way}_with_rules" "$out/domain.txt")"
        done
    else
        skip "running the firmware: qemu-system-arm"
    fi
else
    skip "the firmware: nm or the target $arm"
fi

if has_target "$wasm"; then
    # A stack of 4 KiB below everything else: one that overflows traps.
    export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="-C link-arg=-zstack-size=4096"
    built=$out/$wasm/release/plimsoll_wasm.wasm
    build "$wasm" -p plimsoll-wasm --features domain
    cp "$built" "$out/domain.wasm"
    build "$wasm" -p plimsoll-wasm
    cp "$built" "$out/product.wasm"
    if has_program node nodejs; then
        run=$here/../wasm/run.mjs
        for module in domain product; do
            names=$(node "$run" --names "$out/$module.wasm") || fail "the module $module is not one that stands alone"
            check_symbols "the module $module" "$names" 'work$' 'plimsoll_core'
        done
        echo "$wasm: no imports, no allocator, no panic"
        node "$run" --domain "$out/domain.wasm" > "$out/domain.wasm.txt" || fail "the module domain ended with $?"
        node "$run" --product "$out/product.wasm" > "$out/product.wasm.txt" || fail "the module product ended with $?"
        compare "$wasm" "$out/domain.wasm.txt" "$out/product.wasm.txt"
        tell wasm_module "$(size_of wasm_module "$out/product.wasm.txt")"
        tell wasm_memory "$(size_of wasm_memory "$out/product.wasm.txt")"
    else
        skip "running the modules: node"
    fi
else
    skip "the modules: the target $wasm"
fi

cat "$out/sizes.txt"
if [ -n "$sizes_file" ]; then
    cp "$out/sizes.txt" "$sizes_file"
fi
