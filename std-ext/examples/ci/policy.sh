#!/bin/sh
# Judges a change of a policy before it is merged: it is proved, built, and compared with what holds on the main branch.
#
#   sh policy.sh [-b BRANCH] [-m MAX] [-o BLOB] [-r REGISTERS] POLICY
#
# POLICY is the directory with policy.toml and rules/, within a git repository. BRANCH (main) holds the policy that is in force.
# At most MAX (0) entries of the registers may be decided otherwise; REGISTERS is their directory (POLICY). BLOB
# (policy.plimsoll) is written where the policy is sound. PLIMSOLL names the program, if it is not on the path.
#
# Ends with 0 if all is well, 1 if a proof fails or too much changes, 2 if something cannot be read.
set -eu

plimsoll=${PLIMSOLL:-plimsoll} branch=main max=0 blob=policy.plimsoll registers=
while getopts b:m:o:r: option; do
    case $option in
    b) branch=$OPTARG ;;
    m) max=$OPTARG ;;
    o) blob=$OPTARG ;;
    r) registers=$OPTARG ;;
    *) exit 2 ;;
    esac
done
shift $((OPTIND - 1))
[ $# -eq 1 ] || { echo "which policy? give its directory" >&2; exit 2; }
policy=$1

# Runs one step and remembers how badly the worst of them ended; nothing that comes after can say more than that.
worst=0
step() {
    echo "== $*"
    code=0
    "$plimsoll" "$@" || code=$?
    [ "$code" -le "$worst" ] || worst=$code
}

step check "$policy"
[ "$worst" -lt 2 ] || exit 2
[ "$worst" -gt 0 ] || step build "$policy" -o "$blob"

# The policy in force, from the history. A repository that has none yet has nothing to compare with.
place=$(git -C "$policy" rev-parse --show-prefix) || exit 2
git -C "$policy" rev-parse --verify --quiet "$branch^{commit}" >/dev/null || {
    echo "there is no branch $branch here: fetch it" >&2
    exit 2
}
if git -C "$policy" cat-file -e "$branch:${place}policy.toml" 2>/dev/null; then
    force=$(mktemp -d) || exit 2
    trap 'rm -rf "$force"' EXIT
    git -C "$(git -C "$policy" rev-parse --show-toplevel)" archive "$branch:${place%/}" >"$force/policy.tar" || exit 2
    mkdir "$force/policy" || exit 2
    tar -xf "$force/policy.tar" -C "$force/policy" || exit 2
    step diff "$force/policy" "$policy" --register "${registers:-$policy}" --max "$max"
else
    echo "== $branch has no policy yet"
fi
[ "$worst" -le 2 ] || worst=2
exit "$worst"
