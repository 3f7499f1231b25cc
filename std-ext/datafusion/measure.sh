#!/usr/bin/env bash
# Twenty million risks as Parquet: the decisions' digest from the library, from the functions and from `CASE`, and rows a second of each
# on one and two threads. Builds with optimisation, which takes a quarter of an hour on two cores.
# Use: std-ext/datafusion/measure.sh [--rows N] [--runs N] [--file PATH]. Exits with 1 where digests differ.
set -euo pipefail
cd "$(dirname "$0")"
cargo build --locked --release -p plimsoll-datafusion-session --bin measure
date -u +%F
rustc --version
grep -m1 'model name' /proc/cpuinfo | sed 's/.*: //' || true
printf '%s cores\n' "$(nproc)"
exec "${CARGO_TARGET_DIR:-target}/release/measure" "$@"
