#!/usr/bin/env bash
# Fuzzes: bash fuzz/run.sh [RUNS] [TARGET...]   (100,000 runs of every target; RUNS - is as many as the time allows)
#   MAX_SECONDS=60  bounds each target in time as well; 0 does not
#   JOBS=1          how many targets run at a time
# The seeds in corpus/ are read; what is found beyond them goes to target/corpus/, and is built upon the next time; what fails
# goes to artifacts/.
set -euo pipefail
cd "$(dirname "$0")"

RUNS=${1:-100000}
shift || true
case $RUNS in - | 0) RUNS=-1 ;; esac
SECONDS_EACH=${MAX_SECONDS:-60}
JOBS=${JOBS:-1}
TOOLCHAIN=${FUZZ_TOOLCHAIN:-nightly}

skip() { echo "SKIPPED: fuzzing, since $1"; exit 0; }
command -v cargo-fuzz > /dev/null || skip "cargo-fuzz is missing (cargo install --locked cargo-fuzz)"
cargo "+$TOOLCHAIN" --version > /dev/null 2>&1 || skip "the toolchain $TOOLCHAIN is missing (rustup toolchain install nightly)"

[ "$#" -gt 0 ] || set -- load agree rules registers journal render
# Nothing here is unsafe, so no sanitiser: an order of magnitude more runs. Overflow checks and assertions stay on.
for target in "$@"; do
    RUSTC_WRAPPER=$PWD/rustc.sh cargo "+$TOOLCHAIN" fuzz build --sanitizer none --no-trace-compares "$target" > /dev/null
done
HOST=$(rustc "+$TOOLCHAIN" -vV | sed -n 's/^host: //p')
BINARIES=${CARGO_TARGET_DIR:-target}/$HOST/release

# The longest inputs, in bytes: what is wrong with long ones is wrong with shorter ones, of which there can be more. (Where the fuzzer
# learns from comparisons as well, or weighs inputs by entropy, it takes twice as long for each; the dictionaries have the words.)
declare -A LONGEST=([load]=4096 [agree]=512 [rules]=400 [registers]=2048 [journal]=2048 [render]=200)

# Runs a target; what it says goes to its log.
fuzz() {
    local target=$1 words=() code=0
    mkdir -p "target/corpus/$target" "artifacts/$target"
    [ ! -f "dictionaries/$target.dict" ] || words=("-dict=dictionaries/$target.dict")
    "$BINARIES/$target" "target/corpus/$target" "corpus/$target" -runs="$RUNS" -max_total_time="$SECONDS_EACH" \
        -max_len="${LONGEST[$target]}" -entropic=0 -timeout=60 -rss_limit_mb=2048 -print_final_stats=1 -artifact_prefix="artifacts/$target/" \
        "${words[@]}" > "target/$target.log" 2>&1 || code=$?
    echo "$code" > "target/$target.code"
}

for target in "$@"; do
    rm -f "target/$target.code"
    while [ "$(jobs -rp | wc -l)" -ge "$JOBS" ]; do wait -n; done
    fuzz "$target" &
done
wait

failed=0 total=0
printf '%-10s %12s %8s %9s %8s\n' target runs edges admitted crashes
for target in "$@"; do
    log=target/$target.log crashes=0
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    edges=$(sed -n 's/.* cov: \([0-9]*\) .*/\1/p' "$log" | tail -n 1)
    admitted=$(sed -n 's/^admitted: //p' "$log" | tail -n 1)
    if [ "$(cat "target/$target.code")" -ne 0 ]; then crashes=1 failed=1; fi
    printf '%-10s %12s %8s %9s %8s\n' "$target" "${runs:--}" "${edges:--}" "${admitted:--}" "$crashes"
    total=$((total + ${runs:-0}))
done
printf '%-10s %12s\n' total "$total"

for target in "$@"; do
    if [ "$(cat "target/$target.code")" -eq 0 ]; then continue; fi
    grep -A 4 -m 1 'panicked at' "target/$target.log" | cut -c 1-2000 || true
    tail -n 12 "target/$target.log" | cut -c 1-2000
    echo "fuzz $target: FAILED; the input is in fuzz/artifacts/$target, all that was said in fuzz/target/$target.log"
done
exit "$failed"
