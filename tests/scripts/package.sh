#!/usr/bin/env bash
# Looks at what would be published: each crate is packaged, and must hold what people and docs.rs need of it, and nothing else.
# It builds nothing; `cargo package -p plimsoll-core -p plimsoll-scripting -p plimsoll` does, and belongs before a release.
set -euo pipefail
cd "$(dirname "$0")/../.."
faults=0
fault() { echo "$*" >&2; faults=1; }

# What each crate must hold, and what it may hold beside that.
common='Cargo.toml README.md LICENSE-MIT LICENSE-APACHE src/lib.rs'
always='^(Cargo\.(toml|toml\.orig|lock)|\.cargo_vcs_info\.json|README\.md|LICENSE-(MIT|APACHE)|src/.*\.rs|examples/.*\.rs)$'
crate() {
    local name=$1 directory=$2 wanted=$3 allowed=$4 listed
    listed=$(cargo package -p "$name" --allow-dirty --no-verify --list) || { fault "$name cannot be listed"; return; }
    for file in $common $wanted; do
        grep -qxF "$file" <<<"$listed" || fault "$name lacks $file"
    done
    while read -r stray; do
        fault "$name would publish $stray"
    done < <(grep -vE "$always" <<<"$listed" | grep -vE "^($allowed)$" || true)
    for licence in LICENSE-MIT LICENSE-APACHE; do
        cmp -s "$licence" "$directory/$licence" || fault "$directory/$licence is not that of all"
    done
    # A path out of the crate is none once it is published.
    while read -r place; do
        fault "$place leads out of the crate"
    done < <(outside "$directory")
    echo "$name: $(wc -l <<<"$listed") files"
}

# Files that a source includes and that lie outside its crate.
outside() {
    grep -rnoE 'include_(str|bytes)!\("[^"]+"\)|#\[path = "[^"]+"\]' "$1/src" "$1/examples" --include='*.rs' |
        while IFS=: read -r file line text; do
            target=$(sed -E 's/.*"([^"]+)".*/\1/' <<<"$text")
            real=$(realpath -m --relative-to="$1" "$(dirname "$file")/$target")
            case $real in ../*) echo "$file:$line: $target" ;; esac
        done
}

crate plimsoll-core core 'JOURNAL.md WIRE.md src/policy/standard.plimsoll examples/device.rs' \
    '(JOURNAL|WIRE)\.md|src/policy/standard\.plimsoll'
crate plimsoll-scripting scripting 'examples/rules.rs tests/guide.rs' 'tests/.*\.rs'
crate plimsoll std-ext 'src/bin/plimsoll.rs sample/policy.toml starter/policy.toml examples/service/main.rs examples/ci/policy.sh' \
    '(sample|starter)/(rules/)?[a-z_]+\.(csv|toml|rhai)|schemas/[a-z]+\.json|src/report/[a-z]+\.css|src/guide/[a-z]+\.md|examples/ci/(policy\.sh|README\.md)'

# What is not for others must say so.
while read -r manifest; do
    case $manifest in Cargo.toml | core/* | scripting/* | std-ext/Cargo.toml) continue ;; esac
    grep -qx 'publish = false' "$manifest" || fault "$manifest could be published"
done < <(git ls-files '*Cargo.toml')

# Manifests that cannot be published as they are: a dependency without a version, or on what is not published.
log=$(mktemp)
trap 'rm -f "$log"' EXIT
cargo package --quiet --allow-dirty --no-verify -p plimsoll-core -p plimsoll-scripting -p plimsoll 2>"$log" ||
    { cat "$log" >&2; faults=1; }
exit "$faults"
