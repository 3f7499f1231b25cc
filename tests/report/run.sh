#!/usr/bin/env bash
# Looks at the report of the sample as its readers do: in Chromium, wide and on a phone, light and dark, by keyboard, on paper.
#
#   tests/report/run.sh [--install] [--pictures DIR] [PLIMSOLL]
#
# --install fetches what is missing (Chromium and Node by apt, axe-core by npm, into a temporary directory). Where Chromium cannot
# be had the script says so and ends with 0; where axe-core cannot, everything else is looked at.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
AXE=4.14.1
install= pictures= plimsoll=
while [ $# -gt 0 ]; do
    case $1 in
        --install) install=yes ;;
        --pictures) pictures=$(mkdir -p "$2" && cd "$2" && pwd); shift ;;
        *) plimsoll=$(realpath "$1") ;;
    esac
    shift
done

work=$(mktemp -d)
# A browser's children outlive it for a moment and still write: what they leave behind is no fault of the page.
trap 'rm -rf "$work" 2>/dev/null || { sleep 2; rm -rf "$work" || true; }' EXIT
export TMPDIR="$work"

if [ -n "$install" ]; then
    command -v chromium >/dev/null && command -v node >/dev/null || {
        apt-get update -q && apt-get install -qy --no-install-recommends chromium nodejs npm fonts-dejavu-core || true
    }
    command -v npm >/dev/null && (cd "$work" && npm pack --silent "axe-core@$AXE" >/dev/null && tar xf axe-core-*.tgz) || true
fi
command -v chromium >/dev/null || { echo "SKIPPED: Chromium cannot be had on this machine"; exit 0; }
command -v node >/dev/null || { echo "SKIPPED: Node cannot be had on this machine"; exit 0; }
major=$(node -p 'process.versions.node.split(".")[0]')
[ "$major" -ge 20 ] || { echo "SKIPPED: Node $major is older than 20"; exit 0; }
flags=()
[ "$major" -ge 22 ] || flags+=(--experimental-websocket)

if [ -z "$plimsoll" ]; then
    cargo build --quiet --locked --manifest-path "$root/Cargo.toml" -p plimsoll
    plimsoll=${CARGO_TARGET_DIR:-$root/target}/debug/plimsoll
fi
"$plimsoll" report --as-of 2026-11-20 -o "$work/report.html" --charts "$work/charts"

arguments=("$work/report.html" "$work"/charts/*.svg)
if [ -f "$work/package/axe.min.js" ]; then
    arguments+=(--axe "$work/package/axe.min.js")
else
    echo "axe-core is not at hand (--install fetches it): its rules are not looked at"
fi
[ -z "$pictures" ] || arguments+=(--pictures "$pictures")
node --disable-warning=ExperimentalWarning "${flags[@]}" "$here/check.mjs" "${arguments[@]}"

# A page that asks much: words from strangers, ten steps each way, colours of every kind.
node "$here/registers.mjs" "$work/hostile"
"$plimsoll" report "$work/hostile" --as-of 2026-11-20 -o "$work/hostile.html"
arguments=("$work/hostile.html")
[ ! -f "$work/package/axe.min.js" ] || arguments+=(--axe "$work/package/axe.min.js")
node --disable-warning=ExperimentalWarning "${flags[@]}" "$here/check.mjs" "${arguments[@]}"
