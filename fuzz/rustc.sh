#!/bin/sh
# The compiler for a fuzzer that is to learn from our own code and from the readers of files. Anything else, the interpreter of
# Rhai above all, has more places to count than all of these together, and would take most of the time to say nothing of use.
rustc=$1
shift
case " $* " in
*" --crate-name plimsoll"* | *" --crate-name csv"* | *" --crate-name toml"* | *" --crate-name serde_json "*) exec "$rustc" "$@" ;;
esac
for argument; do
    shift
    case $argument in
    -Cpasses=sancov-module | -Cllvm-args=-sanitizer-coverage-*) ;;
    *) set -- "$@" "$argument" ;;
    esac
done
exec "$rustc" "$@"
