#!/usr/bin/env bash
# Instructions of one call, counted by callgrind: bash benches/instructions.sh [--gate]
# Every case runs with two numbers of calls; the difference is what the calls take, and an empty loop is taken off. The
# budgets are those of the design; with --gate, an instruction budget that is not met fails. Times never do.
set -euo pipefail
cd "$(dirname "$0")/.."
GATE=${1:-}

if ! command -v valgrind > /dev/null; then
    echo "SKIPPED: valgrind is missing, so no instructions are counted (apt-get install valgrind)"
    exit 0
fi
cargo build --quiet --release --locked -p plimsoll-benches --bin instructions
PROGRAM=${CARGO_TARGET_DIR:-target}/release/instructions

collected() {
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$PROGRAM" run "$1" "$2" 2>&1 |
        sed -n 's/^==[0-9]*== Collected : \([0-9]*\).*/\1/p'
}

printf '%-16s %12s %8s %10s %8s  %s\n' case instructions "by hand" "time" budget ""
loop=0 by_hand=0 rule_by_hand=0 rule=0 without_rule=0 failed=0
while read -r name calls budget nanoseconds; do
    few=$(collected "$name" "$calls")
    many=$(collected "$name" $((calls * 2)))
    tenths=$(((many - few) * 10 / calls - loop))
    case $name in
        loop) loop=$tenths; continue ;;
        loop_values) loop=$((loop + tenths)); continue ;;
        by_hand) by_hand=$tenths ;;
        rule_by_hand) rule_by_hand=$tenths ;;
        rule) rule=$tenths ;;
        without_rule) without_rule=$tenths ;;
    esac
    time=$("$PROGRAM" time "$name" "$calls")
    ratio='' bound='' verdict=''
    case $name in assess | explain) ratio=$(awk "BEGIN { printf \"%.1fx\", $tenths / $by_hand }") ;; esac
    case $name in
        # A rule may take three times what it takes by hand.
        rule)
            ratio=$(awk "BEGIN { printf \"%.1fx\", $tenths / $rule_by_hand }") bound=3.0x
            if [ "$tenths" -le $((rule_by_hand * 3)) ]; then verdict=met; else verdict='NOT MET'; fi ;;
        # What one rule adds to a decision, its proposals included.
        with_rule)
            ratio=$(awk "BEGIN { printf \"%.1fx\", ($tenths - $without_rule) / $rule_by_hand }")
            verdict="$(((tenths - without_rule) / 10)) for the rule and what it proposes" ;;
        # And interpreting it takes at least a hundred times what walking it takes.
        rule_in_rhai)
            ratio=$(awk "BEGIN { printf \"%.0fx\", $tenths / $rule_by_hand }") bound=100x
            verdict="$((tenths / rule))x of the compiled rule, "
            if [ "$tenths" -ge $((rule * 100)) ]; then verdict+=met; else verdict+='NOT MET'; fi ;;
    esac
    if [ "$budget" -gt 0 ]; then
        bound=$budget
        if [ "$tenths" -le $((budget * 10)) ]; then verdict=met; else verdict='NOT MET'; failed=1; fi
    elif [ "$nanoseconds" -gt 0 ]; then
        bound="$nanoseconds ns"
        if [ "$time" -le "$nanoseconds" ]; then verdict=met; else verdict='NOT MET (a time: never fails)'; fi
    fi
    printf '%-16s %10d.%d %8s %7d ns %8s  %s\n' \
        "$name" $((tenths / 10)) $((tenths % 10)) "$ratio" "$time" "$bound" "$verdict"
done < <("$PROGRAM" list)

if [ "$GATE" = --gate ] && [ "$failed" -ne 0 ]; then
    echo "an instruction budget is not met"
    exit 1
fi
