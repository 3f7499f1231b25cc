#!/usr/bin/env python3
"""Assesses a generated register with the program and with the arithmetic below, and compares every number.

Usage: register.py PROGRAM [RISKS]

The arithmetic is written from the domain alone and shares nothing with the program: fractions for likelihood, a scan for bands
and limits, exact decimals for means. Generated values come from a fixed sequence, so every run sees the same register.
"""

import csv
import json
import random
import subprocess
import sys
import tempfile
import time
from fractions import Fraction
from pathlib import Path

POLICY = """
[policy]
name = "generated"
version = "1"
author = "one"
approver = "other"
[[limit]]
level = 6
where = { region = "apac" }
[[limit]]
level = 4
where = { region = "apac|emea", asset_class = "information" }
[[limit]]
level = 8
where = { confidentiality = ">=medium", age_days = ">400" }
[[obligation]]
name = "pci"
max_level = 5
[[obligation]]
name = "secrecy"
forbids_acceptance = true
[[facet]]
name = "region"
labels = ["nordics", "emea", "apac"]
[[facet]]
name = "age_days"
range = [0, 3650]
default = 0
[[response]]
when = { score = ">=20" }
then = "avoid"
[[response]]
when = { score = "10..12", threat_class = "environmental" }
then = "transfer"
"""

LEVELS = ["low", "medium", "high"]
CLASSES = ["information", "intellectual_property", "services", "software", "workers", "physical"]
STRICTNESS = ["accept", "transfer", "reduce", "avoid"]
BANDS = [("very_low", 5), ("low", 10), ("medium", 15), ("high", 20), ("very_high", 25)]
AS_OF = "2026-11-20"


def generate(directory, count):
    draw = random.Random(20161120)
    assets, threats, actions, risks = {}, {}, {}, []
    for n in range(500):
        assets[f"A{n}"] = {
            "class": draw.choice(CLASSES), "cia": [draw.randrange(3) for _ in range(3)], "region": draw.choice(["nordics", "emea", "apac"]),
            "obligations": [name for name in ("pci", "secrecy") if draw.random() < 0.1], "age": draw.choice(["", str(draw.randrange(3651))]),
        }
    for n in range(200):
        total = draw.choice([0, 1, 2, 3, 5, 7, 10, 20])
        done = [draw.random() < 0.6 for _ in range(total)]
        threats[f"T{n}"] = {
            "class": draw.choice(["deliberate", "accidental", "environmental"]),
            "compromises": sorted(draw.sample("CIA", draw.randint(1, 3)), key="CIA".index),
            "done": done,
        }
    for n in range(count):
        exception = draw.random() < 0.1
        risks.append({
            "id": f"R{n}", "asset": f"A{draw.randrange(500)}", "threat": f"T{draw.randrange(200)}", "impact": draw.randint(1, 5),
            "estimate": draw.choice(["", "", "", *range(1, 6)]), "owner": draw.choice(["anna", "bert"]),
            "response": draw.choice(["", "", *STRICTNESS]),
            "exception": (draw.choice(["anna", "carl"]), draw.choice(["2026-11-19", "2026-11-20", "2027-01-31"])) if exception else None,
        })
    write(directory / "assets.csv", ["id", "name", "class", "confidentiality", "integrity", "availability", "owner", "region", "obligations", "age_days"],
          ([key, f"asset {key}", a["class"], *(LEVELS[level] for level in a["cia"]), "anna", a["region"], ";".join(a["obligations"]), a["age"]]
           for key, a in assets.items()))
    write(directory / "threats.csv", ["id", "name", "class", "origin", "compromises"],
          ([key, f"threat, \"{key}\"", t["class"], "external", ";".join(t["compromises"])] for key, t in threats.items()))
    write(directory / "actions.csv", ["id", "threat", "title", "completed"],
          ([f"{key}-{n}", key, "do it", "yes" if done else "no"] for key, t in threats.items() for n, done in enumerate(t["done"])))
    write(directory / "risks.csv", ["id", "asset", "threat", "impact", "owner", "estimate", "response", "approver", "exception_until", "exception_reason"],
          ([r["id"], r["asset"], r["threat"], r["impact"], r["owner"], r["estimate"], r["response"],
            *((*r["exception"], "a reason") if r["exception"] else ("", "", ""))] for r in risks))
    (directory / "policy.toml").write_text(POLICY)
    return assets, threats, risks


def write(path, header, rows):
    with open(path, "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)


def expected(risk, asset, threat):
    exposed = [level for name, level in zip("CIA", asset["cia"]) if name in threat["compromises"]]
    impact = max(risk["impact"], 1 + max(exposed))
    done = threat["done"]
    if done:
        share = Fraction(len(done) - sum(done), len(done))
        likelihood = 1 + sum(share >= Fraction(k, 5) for k in range(1, 5))
    else:
        likelihood = 5
    if risk["estimate"] != "":
        likelihood = max(likelihood, risk["estimate"])
    score = impact * likelihood
    limits = [9]
    if asset["region"] == "apac":
        limits.append(6)
    if asset["region"] in ("apac", "emea") and asset["class"] == "information":
        limits.append(4)
    if asset["cia"][0] >= 1 and int(asset["age"] or 0) > 400:
        limits.append(8)
    if "pci" in asset["obligations"]:
        limits.append(5)
    forbidden = "secrecy" in asset["obligations"]
    limit = 0 if forbidden else min(limits)
    within = score <= limit
    holds = risk["exception"] and risk["exception"][0] != risk["owner"] and risk["exception"][1] >= AS_OF and not forbidden
    if score >= 20:
        wanted = "avoid"
    elif 10 <= score <= 12 and threat["class"] == "environmental":
        wanted = "transfer"
    else:
        wanted = "accept" if within else "reduce"
    admissible = STRICTNESS if within or holds else STRICTNESS[1:]
    response = risk["response"] if risk["response"] in admissible else wanted
    chosen = risk["response"] != "" and response == risk["response"]
    if within:
        status = "to_supervise"
    elif chosen:
        status = "to_supervise" if response == "accept" else "to_treat"
    elif holds:
        status = "to_supervise"
    else:
        status = "open"
    band = next(name for name, up_to in BANDS if score <= up_to)
    return {"impact": impact, "likelihood": likelihood, "score": score, "band": band, "limit": limit, "response": response, "within_limit": within,
            "status": status}


def two_decimals(total, count):
    hundredths = (Fraction(total * 100, count) + Fraction(1, 2)).__floor__()
    return f"{hundredths // 100}.{hundredths % 100:02}"


def main():
    program = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        assets, threats, risks = generate(directory, count)
        start = time.monotonic()
        run = subprocess.run([program, "assess", str(directory), "--format", "json", "--as-of", AS_OF], capture_output=True, check=False)
        seconds = time.monotonic() - start
    if run.returncode != 1:
        sys.exit(f"exit code {run.returncode}: {run.stderr.decode()[:2000]}")
    answer = json.loads(run.stdout)
    assert len(answer["risks"]) == count
    sums = {"impact": 0, "likelihood": 0, "score": 0}
    bands = dict.fromkeys((name for name, _ in BANDS), 0)
    above, unmanaged = 0, {"very_high": 0, "high": 0, "other": 0}
    for risk, given in zip(risks, answer["risks"]):
        wanted = expected(risk, assets[risk["asset"]], threats[risk["threat"]])
        found = {key: given[key] for key in wanted}
        if given["id"] != risk["id"] or found != wanted:
            sys.exit(f"{risk['id']}: expected {wanted}, found {found}, from {risk}")
        for key in sums:
            sums[key] += wanted[key]
        bands[wanted["band"]] += 1
        above += not wanted["within_limit"]
        if wanted["status"] == "open":
            unmanaged[wanted["band"] if wanted["band"] in unmanaged else "other"] += 1
    summary = answer["summary"]
    assert summary["risks"] == count and summary["above_limit"] == above and summary["bands"] == bands, summary
    assert summary["mean"] == {key: two_decimals(total, count) for key, total in sums.items()}, summary["mean"]
    assert summary["unmanaged"]["count"] == sum(unmanaged.values()), summary["unmanaged"]
    shares = [summary["unmanaged"][key] for key in ("very_high", "high", "other")]
    assert sum(Fraction(share) for share in shares) == 100, shares
    for key, share in zip(("very_high", "high", "other"), shares):
        assert abs(Fraction(share) - Fraction(100 * unmanaged[key], sum(unmanaged.values()))) < Fraction(1, 10), (key, share)
    pairs = len({(risk["asset"], risk["threat"]) for risk in risks})
    assert answer["gaps"]["unconsidered_pairs"] == 500 * 200 - pairs
    print(f"{count} risks agree in every number; assessed in {seconds:.2f} s, {above} above their limit, {sum(unmanaged.values())} unmanaged")


main()
