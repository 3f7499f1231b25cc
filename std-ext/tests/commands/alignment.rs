//! `alignment`: two firms from the studies, and the sample.

use crate::{SMALL, json, keys, run, sample};
use serde_json::{Value, json as value};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

const DAY: [&str; 2] = ["--as-of", "2026-11-20"];

/// A firm whose registers stand beside this file.
fn of_firm(name: &str) -> Value {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/commands/alignment").join(name);
    let (code, found) = json(&["alignment", directory.to_str().unwrap(), DAY[0], DAY[1]]);
    assert_eq!(code, 0, "findings do not change the exit code");
    found
}

fn kinds(found: &Value) -> Vec<&str> {
    found["findings"].as_array().unwrap().iter().map(|finding| finding["kind"].as_str().unwrap()).collect()
}

/// The share of each group in per cent.
fn percents(groups: &Value) -> BTreeMap<&str, u64> {
    let groups = groups.as_array().unwrap().iter();
    groups.map(|group| (group["group"].as_str().unwrap(), group["percent"].as_u64().unwrap())).collect()
}

/// HS-2012: one manager takes technical measures and explains them on his rounds; nothing is shared between groups, and one disaster
/// shaped everything.
#[test]
fn the_utility_is_told_what_its_study_found() {
    let found = of_firm("utility");
    assert_eq!(
        kinds(&found),
        [
            "purely_technical",
            "imbalance",
            "no_separation",
            "no_executive_commitment",
            "empty_track",
            "benchmark_catastrophe",
            "one_owner"
        ]
    );
    let text = |kind: &str| {
        let all = found["findings"].as_array().unwrap();
        all.iter().find(|finding| finding["kind"] == kind).unwrap()["text"].as_str().unwrap()
    };
    assert!(
        text("imbalance").starts_with("technical is at 100 % of its points and formal_structures at 0 %")
    );
    assert!(text("empty_track").contains("the meso track"));
    assert!(text("benchmark_catastrophe").contains("from the great storm"));
    assert!(
        text("one_owner").starts_with("IT manager owns all 9 measures and mechanisms that name an owner")
    );
    // No liaisons, no networks.
    let groups = percents(&found["mechanisms"]["groups"]);
    let expected = [
        ("coordinating_processes", 16),
        ("coordinating_structures", 0),
        ("culture", 16),
        ("formal_structures", 0),
        ("leadership", 0),
        ("technical", 100),
    ];
    assert_eq!(groups, BTreeMap::from(expected));
    assert_eq!(found["tracks"], value!({"micro": 1, "meso": 0, "macro": 5, "balance": "gap"}));
    // Executive commitment has no row.
    let not_stated: Vec<&Value> = found["mechanisms"]["list"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|entry| entry["stated"] == false)
        .map(|entry| &entry["mechanism"])
        .collect();
    assert_eq!(not_stated, ["executive_commitment"]);
    assert_eq!(
        (&found["orientation"], &found["objectives"]["cultural_fit"]["orientation"]),
        (&value!(2), &value!("cautious"))
    );
}

/// KW-2010: social and technical factors in balance.
#[test]
fn the_balanced_firm_has_no_findings() {
    let found = of_firm("balanced");
    assert_eq!(kinds(&found), Vec::<&str>::new());
    let groups = percents(&found["mechanisms"]["groups"]);
    let expected = [
        ("coordinating_processes", 83),
        ("coordinating_structures", 100),
        ("culture", 66),
        ("formal_structures", 100),
        ("leadership", 100),
        ("technical", 100),
    ];
    assert_eq!(groups, BTreeMap::from(expected));
    assert_eq!(found["mechanisms"]["units"][0]["unit"], "plant");
    assert_eq!(percents(&found["mechanisms"]["units"][0]["groups"])["culture"], 83);
    assert_eq!(found["tracks"], value!({"micro": 1, "meso": 2, "macro": 1, "balance": "balanced"}));
}

/// Against fraud all is done: likelihood 1. Against slips half is done: likelihood 3. Limits: 6 under sox, 4 under pci, else 9.
///
/// | risk | score | limit | |
/// |---|---|---|---|
/// | R1, ledger | 5 x 1 | 6 | within; sox |
/// | R2, cards | 4 x 1 | 4 | within; pci and sox |
/// | R3, cards | 3 x 3 | 4 | above; pci and sox |
/// | R4, intranet | 3 x 3 | 9 | within |
/// | R5, ledger | | | closed |
#[test]
fn objectives_worked_by_hand() {
    let found = of_firm("balanced");
    assert_eq!(found["orientation"], 4);
    assert_eq!(
        found["objectives"],
        value!({
            "security_and_business":
                {"open": 4, "within_limit": 3, "above_limit": 1, "mean": {"score": "6.75", "limit": "5.75"}},
            "compliance": {"open": 3, "within_limit": 2, "obligations": [
                {"obligation": "pci", "open": 2, "within_limit": 1},
                {"obligation": "sox", "open": 3, "within_limit": 2}
            ]},
            "cultural_fit": {"orientation": "trusting", "open_conflicts": null, "practice_gap": null},
        })
    );
}

/// Half-averages of the sample, from what `assess` says and from the files themselves.
#[test]
fn objectives_of_the_sample_are_those_of_its_risks() {
    let (_, found) = json(&["alignment", DAY[0], DAY[1]]);
    let (_, assessed) = json(&["assess", DAY[0], DAY[1]]);
    let assets = fs::read_to_string(sample().join("assets.csv")).unwrap();
    let attached = |asset: &Value, obligation: &str| {
        let line = assets.lines().find(|line| line.starts_with(asset.as_str().unwrap())).unwrap();
        line.split(',').any(|cell| cell.split(';').any(|one| one == obligation))
    };
    let open: Vec<&Value> =
        assessed["risks"].as_array().unwrap().iter().filter(|risk| risk["status"] != "closed").collect();
    let met = |concerns: &dyn Fn(&Value) -> bool| {
        let of: Vec<&&Value> = open.iter().filter(|risk| concerns(&risk["asset"])).collect();
        (of.len(), of.iter().filter(|risk| risk["within_limit"] == true).count())
    };
    let told = |found: &Value| {
        let number = |key: &str| usize::try_from(found[key].as_u64().unwrap()).unwrap();
        (number("open"), number("within_limit"))
    };
    let objectives = &found["objectives"];
    assert_eq!(told(&objectives["security_and_business"]), met(&|_| true));
    assert_eq!(
        told(&objectives["compliance"]),
        met(&|asset| attached(asset, "pci") || attached(asset, "gdpr"))
    );
    for (obligation, at) in [("pci", 0), ("gdpr", 1)] {
        let found = &objectives["compliance"]["obligations"][at];
        assert_eq!(
            (&found["obligation"], told(found)),
            (&value!(obligation), met(&|asset| attached(asset, obligation)))
        );
    }
    for key in ["score", "limit"] {
        let sum: u64 = open.iter().map(|risk| risk[key].as_u64().unwrap()).sum();
        let count = u64::try_from(open.len()).unwrap();
        let hundredths = (200 * sum + count) / (2 * count);
        let mean = format!("{}.{:02}", hundredths / 100, hundredths % 100);
        assert_eq!(objectives["security_and_business"]["mean"][key], mean.as_str());
    }
    assert!(open.len() > 70 && met(&|_| true).1 > 30);
}

/// Worked by hand from mechanisms.csv and measures.csv.
#[test]
fn alignment_of_the_sample_as_json() {
    let (code, found) = json(&["alignment", DAY[0], DAY[1]]);
    assert_eq!(code, 0);
    for key in ["as_of", "findings", "mechanisms", "objectives", "orientation", "policy", "tracks"] {
        assert!(keys(&found).contains(&key), "{key}");
    }
    assert_eq!((&found["as_of"], &found["orientation"]), (&value!("2026-11-20"), &value!(3)));
    assert_eq!(keys(&found["policy"]), ["digest", "name", "version"]);
    let of = |groups: [u64; 6]| {
        let names = [
            "formal_structures",
            "coordinating_structures",
            "coordinating_processes",
            "culture",
            "leadership",
            "technical",
        ];
        BTreeMap::from_iter(names.into_iter().zip(groups))
    };
    let mechanisms = &found["mechanisms"];
    assert_eq!(
        mechanisms["groups"][0],
        value!({"group": "formal_structures", "points": 5, "of": 6, "percent": 83})
    );
    assert_eq!(percents(&mechanisms["groups"]), of([83, 83, 83, 33, 50, 100]));
    let units = mechanisms["units"].as_array().unwrap();
    assert_eq!(units.iter().map(|unit| &unit["unit"]).collect::<Vec<_>>(), ["operations", "sales"]);
    assert_eq!(percents(&units[0]["groups"]), of([83, 100, 66, 33, 50, 100]));
    assert_eq!(percents(&units[1]["groups"]), of([83, 66, 66, 33, 50, 100]));
    let list = mechanisms["list"].as_array().unwrap();
    assert_eq!(list.len(), 14 + 7, "every mechanism of the organisation, and what units state themselves");
    assert_eq!(keys(&list[0]), ["evidence", "group", "maturity", "mechanism", "owner", "stated", "unit"]);
    assert_eq!(
        list[11],
        value!({"mechanism": "mentoring", "group": "culture", "maturity": "absent", "stated": false,
                "evidence": null, "owner": null, "unit": null})
    );
    assert_eq!(
        list[20],
        value!({"mechanism": "informal_networks", "group": "culture", "maturity": "established", "stated": true,
                "evidence": null, "owner": "head of sales", "unit": "sales"})
    );
    assert_eq!(found["tracks"], value!({"micro": 3, "meso": 0, "macro": 7, "balance": "gap"}));
    let of_mechanisms: Vec<(&str, &Value)> = found["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|finding| {
            ["mechanisms.csv", "measures.csv"].iter().any(|file| finding["entry"]["file"] == *file)
        })
        .map(|finding| (finding["kind"].as_str().unwrap(), &finding["entry"]["id"]))
        .collect();
    let expected = [("imbalance", "organisation"), ("no_evidence", "sales"), ("empty_track", "organisation")];
    assert!(
        of_mechanisms.iter().map(|(kind, id)| (*kind, id.as_str().unwrap())).eq(expected),
        "{of_mechanisms:?}"
    );
    // `assess` and `gaps` tell the same.
    let (_, assessed) = json(&["assess", DAY[0], DAY[1]]);
    let (_, gaps) = json(&["gaps", DAY[0], DAY[1]]);
    for finding in found["findings"].as_array().unwrap() {
        assert!(assessed["gaps"]["findings"].as_array().unwrap().contains(finding), "{finding}");
        assert!(gaps["findings"].as_array().unwrap().contains(finding), "{finding}");
    }
}

/// What nobody states of the organisation is not shown as nothing achieved.
#[test]
fn an_organisation_that_states_nothing_has_no_row() {
    let utility = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/commands/alignment/utility");
    let firm = TempDir::new().unwrap();
    for name in ["policy.toml", "assets.csv", "threats.csv", "risks.csv", "actions.csv"] {
        fs::copy(utility.join(name), firm.path().join(name)).unwrap();
    }
    for (unit, expected) in [("", true), ("sales", false)] {
        let rows = format!("mechanism,maturity,unit\nliaisons,partial,{unit}\n");
        fs::write(firm.path().join("mechanisms.csv"), rows).unwrap();
        let told = run(&["alignment", firm.path().to_str().unwrap(), DAY[0], DAY[1]]);
        assert_eq!(told.code, 0, "{}", told.err);
        let shares = |who: &str| {
            told.out.lines().any(|line| line.trim_start().starts_with(who) && line.contains(" %"))
        };
        assert_eq!((shares("organisation"), shares("sales")), (expected, !expected), "{}", told.out);
    }
}

#[test]
fn alignment_of_the_sample_as_text() {
    let told = run(&["alignment", DAY[0], DAY[1]]);
    assert_eq!((told.code, told.err.as_str()), (0, ""), "{}", told.out);
    let lines: Vec<String> =
        told.out.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    for line in [
        "organisation 83 % 83 % 83 % 33 % 50 % 100 %",
        "sales 83 % 66 % 66 % 33 % 50 % 100 %",
        "mentoring culture not stated - -",
        "sales liaisons absent partial head of sales -",
        "measures by track: micro 3, meso 0, macro 7 (gap)",
        "5 of 10 measures name what they were learned from; of those, 5 differ",
        "organisation: technical is at 100 % of its points and culture at 33 %: work on the weakest group",
        "sales: established, but with nothing to show for it: informal_networks (sales); say what shows it",
    ] {
        assert!(lines.iter().any(|told| told == line), "{line}\n{}", told.out);
    }
    // The objectives stand side by side.
    let at = lines.iter().position(|line| line == "security and business compliance cultural fit").unwrap();
    let first = &lines[at + 2];
    for part in ["open risks within their limit with an obligation: ", "orientation 3 of 5, balanced"] {
        assert!(first.contains(part), "{part}\n{}", told.out);
    }
}

/// A directory that says nothing of mechanisms and measures is aligned neither well nor badly.
#[test]
fn what_is_not_stated_is_no_finding() {
    let directory = TempDir::new().unwrap();
    let write = |file: &str, text: &str| fs::write(directory.path().join(file), text).unwrap();
    write("policy.toml", SMALL);
    write(
        "assets.csv",
        "id,name,class,confidentiality,integrity,availability,owner,region\nA,a,information,low,low,low,she,apac\n",
    );
    write("threats.csv", "id,name,class,origin,compromises\nT,t,accidental,internal,A\n");
    write("risks.csv", "id,asset,threat,impact,owner\nR,A,T,1,she\n");
    let path = directory.path().to_str().unwrap();
    let told = run(&["alignment", path, DAY[0], DAY[1]]);
    assert_eq!((told.code, told.err.as_str()), (0, ""));
    for line in
        ["mechanisms: none are stated\n", "measures: there are none\n", "no findings\n", "1 of 1 open risks"]
    {
        assert!(told.out.contains(line), "{line}: {}", told.out);
    }
    let (_, found) = json(&["alignment", path]);
    assert_eq!((kinds(&found).len(), &found["tracks"]["balance"]), (0, &value!("none")));
    // Bad input: all of it at once, and no result.
    write("mechanisms.csv", "mechanism,maturity\nliasons,partial\nmentoring,partial\nmentoring,absent\n");
    write("measures.csv", "id,title,track\nM1,a,mikro\n");
    let told = run(&["alignment", path]);
    assert_eq!((told.code, told.out.as_str()), (2, ""));
    assert!(
        told.err.contains("did you mean `liaisons`?") && told.err.contains("did you mean `micro`?"),
        "{}",
        told.err
    );
    write("mechanisms.csv", "mechanism,maturity\nliaisons,partial\nmentoring,partial\nmentoring,absent\n");
    let told = run(&["alignment", path]);
    assert_eq!(told.code, 2);
    assert!(told.err.contains("`mentoring` stands on line 3 already for the organisation"), "{}", told.err);
    assert!(told.err.contains("did you mean `micro`?"), "{}", told.err);
}
