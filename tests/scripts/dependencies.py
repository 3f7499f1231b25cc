#!/usr/bin/env python3
"""Holds what comes from others against what is said of it: python3 tests/scripts/dependencies.py [--write]

1. README.md states how many crates of others each crate of ours takes, as Linux on x86-64 builds it; `--write` corrects the table.
2. deny.toml states which licences, registries and duplicates are allowed. `cargo deny check` looks at more, and runs in CI where it is
   installed; this part needs nothing but cargo, so that it always runs.
"""

import json
import re
import subprocess
import sys
import tomllib
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TARGET = "x86_64-unknown-linux-gnu"
HEAD = "| crate, features |"
CRATES_IO = "registry+https://github.com/rust-lang/crates.io-index"
ROWS = [
    ("`plimsoll-core`", ["-p", "plimsoll-core"]),
    ("`plimsoll-core` with `alloc`, `journal`", ["-p", "plimsoll-core", "--features", "alloc,journal"]),
    ("`plimsoll-scripting`", ["-p", "plimsoll-scripting"]),
    ("`plimsoll` without features", ["-p", "plimsoll", "--no-default-features"]),
    ("`plimsoll` with `scripting`", ["-p", "plimsoll", "--no-default-features", "--features", "scripting"]),
    ("`plimsoll` with `scripting`, `report`", ["-p", "plimsoll", "--no-default-features", "--features", "scripting,report"]),
    ("`plimsoll`: all of it and the program", ["-p", "plimsoll"]),
]


def cargo(*arguments):
    done = subprocess.run(["cargo", *arguments], cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"cargo {' '.join(arguments)}:\n{done.stderr}")
    return done.stdout


def taken(edges, arguments):
    """How many crates of others there are along the edges."""
    tree = cargo("tree", "--locked", "--target", TARGET, "-e", edges, "--prefix", "none", *arguments)
    crates = {tuple(line.split()[:2]) for line in tree.splitlines() if line.strip()}
    return sum(not name.startswith("plimsoll") for name, _ in crates)


def counts(write):
    """Faults of the table in README.md."""
    rows = [f"| {name} | {taken('normal,build', of)} | {taken('normal,no-proc-macro', of)} |" for name, of in ROWS]
    readme = ROOT / "README.md"
    before, head, rest = readme.read_text().partition(HEAD)
    lines = (head + rest).split("\n")
    end = lines.index("", 2)
    print("\n".join(rows))
    if lines[2:end] == rows:
        return []
    if write:
        readme.write_text(before + "\n".join(lines[:2] + rows + lines[end:]))
        return []
    return ["README.md states other counts: correct it with `python3 tests/scripts/dependencies.py --write`"]


def fulfilled(expression, allowed):
    """Whether a licence expression (SPDX; a slash is an older spelling of OR) is fulfilled by allowed licences."""
    def words(text):
        return re.findall(r"[()]|[^\s()]+", text.replace("/", " OR "))

    def alternatives(left):
        met = conditions(left)
        while left and left[0] == "OR":
            left.pop(0)
            met |= conditions(left)
        return met

    def conditions(left):
        met = licence(left)
        while left and left[0] == "AND":
            left.pop(0)
            met &= licence(left)
        return met

    def licence(left):
        word = left.pop(0)
        if word == "(":
            met = alternatives(left)
            left.pop(0)
            return met
        met = word.removesuffix("+") in allowed
        if left and left[0] == "WITH":
            del left[:2]
            return False
        return met

    return alternatives(words(expression))


def supply():
    """Faults of the packages that the lock file names, against deny.toml."""
    rules = tomllib.loads((ROOT / "deny.toml").read_text())
    allowed = set(rules["licenses"]["allow"])
    exceptions = {entry["crate"]: set(entry["allow"]) for entry in rules["licenses"]["exceptions"]}
    skipped = {entry["crate"] for entry in rules["bans"]["skip"]}
    packages = json.loads(cargo("metadata", "--locked", "--all-features", "--format-version", "1"))["packages"]
    foreign = [package for package in packages if package["source"]]
    faults, versions = [], defaultdict(list)
    for package in foreign:
        what = f"{package['name']} {package['version']}"
        if package["source"] != CRATES_IO:
            faults.append(f"{what} comes from {package['source']}")
        if not fulfilled(package["license"] or "", allowed | exceptions.get(package["name"], set())):
            faults.append(f"{what} is under {package['license']}, which deny.toml does not allow")
        versions[package["name"]].append(package["version"])
    print(f"{len(foreign)} packages in Cargo.lock, all sources and licences looked at")
    unused = set(exceptions) - set(versions) | {name for name in skipped if name.split("@")[0] not in versions}
    return faults + [f"deny.toml excepts {name}, which is not there" for name in sorted(unused)]


def main():
    faults = counts("--write" in sys.argv[1:]) + supply()
    for fault in faults:
        print(fault, file=sys.stderr)
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
