#!/usr/bin/env bash
# A cluster of real processes on the loopback: a scheduler, two executors, a client. It shows, and fails where it does not hold, that
#   1. the cluster decides as the library does, row by row (equal digests), and both executors took part;
#   2. so it does with one of two executors killed midway;
#   3. with the scheduler killed midway the client gets an error and no answer, and the job is lost; asked again of a new one, it is exact.
# Use: std-ext/ballista/run.sh [--rows N] [--times N] [--book DIR] [--keep]
#   --rows N   risks in the file (20,000,000)      --times N   how often the file is read (8)
#   --book DIR where the file is, or is to be      --keep      leaves what the processes said, and says where
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
rows=20000000 times=8 book='' keep=''
while [ $# -gt 0 ]; do
    case $1 in
        --rows) rows=$2; shift 2 ;;
        --times) times=$2; shift 2 ;;
        --book) book=$2; shift 2 ;;
        --keep) keep=yes; shift ;;
        *) echo "there is no option $1" >&2; exit 2 ;;
    esac
done

work=$(mktemp -d)
book=${book:-$work/book}
declare -A running=()
# Whether a process is still ours: one that ended by itself leaves its number to others.
alive() { jobs -rp | grep -qx "$1"; }
# Whatever happens, nothing goes on after this, and nothing is left.
cleanup() {
    local pid
    for pid in "${!running[@]}"; do ! alive "$pid" || kill -9 "$pid" 2>/dev/null || true; done
    wait 2>/dev/null || true
    if [ -n "$keep" ]; then echo "what the processes said: $work"; else rm -rf "$work"; fi
}
trap cleanup EXIT
trap 'exit 130' INT TERM

fail() {
    echo "FAILED: $*" >&2
    tail -n 5 "$work"/*.log >&2 || true
    exit 1
}
now() { date +%s%3N; }

cargo build --locked --manifest-path "$here/Cargo.toml"
program=${CARGO_TARGET_DIR:-$here/target}/debug/plimsoll-ballista
timeout --foreground 1800 "$program" book --book "$book" --rows "$rows" --times "$times"

# Starts a role in the background; its process is then `started`.
start() {
    local name=$1
    shift
    "$program" "$@" > "$work/$name.log" 2>&1 &
    started=$!
    running[$started]=$name
}
# Kills a process at once, and waits until it is gone.
kill_hard() {
    alive "$1" || fail "${running[$1]} had ended by itself"
    kill -9 "$1"
    wait "$1" 2>/dev/null || true
    unset "running[$1]"
}
# Waits until the role that was started last listens on a port, half a minute at most.
listening() {
    local try
    for try in $(seq 300); do
        alive "$started" || fail "${running[$started]} ended before it listened"
        if (exec 3<> "/dev/tcp/127.0.0.1/$1") 2>/dev/null; then return; fi
        sleep 0.1
    done
    fail "nobody listens on port $1"
}
start_scheduler() {
    start scheduler scheduler --port "$scheduler_port"
    scheduler=$started
    listening "$scheduler_port"
}
# An executor of that name, with two ports.
start_executor() {
    mkdir -p "$work/$1"
    start "$1" executor --scheduler "$scheduler_port" --port "$2" --grpc-port "$3" --work "$work/$1"
    listening "$2"
    listening "$3"
}
# Has a client ask in the background; returns once it has asked.
ask() {
    local try
    start "$1" client --scheduler "$scheduler_port" --book "$book"
    client=$started
    for try in $(seq 6000); do
        if grep -q '^asked' "$work/$1.log"; then asked=$(now); return; fi
        kill -0 "$client" 2>/dev/null || fail "the client $1 ended before it asked"
        sleep 0.1
    done
    fail "the client $1 did not ask"
}
# Waits for the client, ten minutes at most; its exit code is then `code`, and how long it waited since it asked `took`.
answer() {
    local try
    code=''
    for try in $(seq 6000); do
        if ! kill -0 "$client" 2>/dev/null; then
            code=0
            wait "$client" || code=$?
            break
        fi
        sleep 0.1
    done
    [ -n "$code" ] || fail "the client $1 got no answer"
    took=$(($(now) - asked))
    unset "running[$client]"
    grep -v '^asked' "$work/$1.log"
}
seconds() { printf '%d.%d s' $(($1 / 1000)) $(($1 % 1000 / 100)); }
# What an executor has written for jobs.
written() { find "$work/$1" -type f | wc -l; }

mapfile -t ports < <("$program" ports --count 9)
scheduler_port=${ports[0]}

echo "== two executors"
start_scheduler
start_executor first "${ports[1]}" "${ports[2]}"
first=$started
start_executor second "${ports[3]}" "${ports[4]}"
sleep 3
ask undisturbed
answer undisturbed
[ "$code" -eq 0 ] || fail "undisturbed, the client ended with $code"
undisturbed=$took
[ "$(written first)" -gt 0 ] && [ "$(written second)" -gt 0 ] || fail "one executor did nothing"
echo "undisturbed: $(seconds "$undisturbed")"

echo "== one of two executors killed midway (SIGKILL)"
ask bereft
sleep "$(printf '%d.%03d' $((undisturbed * 2 / 5 / 1000)) $((undisturbed * 2 / 5 % 1000)))"
kill -0 "$client" 2>/dev/null || fail "the job had ended before an executor could be killed"
kill_hard "$first"
echo "killed after $(seconds $(($(now) - asked)))"
answer bereft
[ "$code" -eq 0 ] || fail "with one executor killed, the client ended with $code"
echo "one executor killed: $(seconds "$took"), exact"

echo "== the scheduler killed midway (SIGKILL)"
start_executor third "${ports[5]}" "${ports[6]}"
sleep 3
ask orphaned
sleep "$(printf '%d.%03d' $((undisturbed * 2 / 5 / 1000)) $((undisturbed * 2 / 5 % 1000)))"
kill -0 "$client" 2>/dev/null || fail "the job had ended before the scheduler could be killed"
kill_hard "$scheduler"
killed=$(now)
answer orphaned
[ "$code" -eq 2 ] || fail "without a scheduler, the client ended with $code"
if grep -q '^cluster' "$work/orphaned.log"; then fail "without a scheduler there was an answer"; fi
echo "scheduler killed: the client got its error after $(seconds $(($(now) - killed))), and no answer; the job is lost"

start_scheduler
sleep 8
code=''
ask again
answer again
[ "$code" -eq 0 ] || fail "asked again of a new scheduler, the client ended with $code"
echo "asked again of a new scheduler, with the executors that were there: $(seconds "$took"), exact"
echo "all held"
