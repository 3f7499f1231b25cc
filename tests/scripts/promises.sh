#!/usr/bin/env bash
# Prints what the tests tried, law by law, and how much of it: see tests/src/promises.rs. Takes the directory of what was built.
set -euo pipefail
cd "$(dirname "$0")/../.."
kept="${1:-${CARGO_TARGET_DIR:-target}}/promises"
shopt -s nullglob
files=("$kept"/*.txt)
[ "${#files[@]}" -gt 0 ] || { echo "nothing in $kept: run cargo test first" >&2; exit 1; }
LC_ALL=C sort -t $'\t' -k1,1 -k3,3 "${files[@]}" |
    awk -F '\t' '{ printf "%-14s %14s  %s\n", $1, $2, $3; sum += $2 } END { printf "%-14s %14s  %s\n", "in all", sum, "points" }'
