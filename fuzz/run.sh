#!/usr/bin/env bash
# Fuzzes: bash fuzz/run.sh [RUNS] [TARGET...]   (100,000 runs of every target; MAX_SECONDS=60 bounds each in time as well)
# The seeds in corpus/ are read; what is found beyond them goes to target/corpus/, what fails to artifacts/.
set -euo pipefail
cd "$(dirname "$0")"

RUNS=${1:-100000}
shift || true
SECONDS_EACH=${MAX_SECONDS:-60}
TOOLCHAIN=${FUZZ_TOOLCHAIN:-nightly}

skip() { echo "SKIPPED: fuzzing, since $1"; exit 0; }
command -v cargo-fuzz > /dev/null || skip "cargo-fuzz is missing (cargo install --locked cargo-fuzz)"
cargo "+$TOOLCHAIN" --version > /dev/null 2>&1 || skip "the toolchain $TOOLCHAIN is missing (rustup toolchain install nightly)"

[ "$#" -gt 0 ] || set -- load diagram tables policy_file registers journal
# Nothing here is unsafe, so no sanitiser: an order of magnitude more runs. Overflow checks and assertions stay on.
cargo "+$TOOLCHAIN" fuzz build --sanitizer none > /dev/null
for target in "$@"; do
    mkdir -p "target/corpus/$target"
    words=()
    [ ! -f "dictionaries/$target.dict" ] || words=("-dict=dictionaries/$target.dict")
    log="target/$target.log"
    if ! cargo "+$TOOLCHAIN" fuzz run --sanitizer none "$target" "target/corpus/$target" "corpus/$target" -- \
        -runs="$RUNS" -max_total_time="$SECONDS_EACH" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
        "${words[@]}" > "$log" 2>&1; then
        grep -A 4 -m 1 'panicked at' "$log" | cut -c 1-2000 || true
        tail -n 12 "$log"
        echo "fuzz $target: FAILED; the input is in fuzz/artifacts/$target, all that was said in fuzz/$log"
        exit 1
    fi
    echo "fuzz $target: $(sed -n 's/^stat::number_of_executed_units: *//p' "$log") runs," \
        "$(sed -n 's/.* cov: \([0-9]*\) .*/\1/p' "$log" | tail -n 1) edges"
done
