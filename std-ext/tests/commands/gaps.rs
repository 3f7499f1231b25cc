//! `gaps`: what nobody has considered.

use crate::{SMALL, json, keys, run, sample};
use serde_json::Value;
use std::fs;
use tempfile::TempDir;

const DAY: [&str; 2] = ["--as-of", "2026-11-20"];

#[test]
fn gaps_as_json_has_its_shape_and_is_complete() {
    let (code, found) = json(&[&["gaps"][..], &DAY].concat());
    assert_eq!(code, 0, "findings that call for action are told by `assess`");
    let all = [
        "as_of",
        "findings",
        "levels",
        "linked",
        "not_applicable",
        "out_of_scope",
        "pairs",
        "policy",
        "threats",
        "unconsidered",
    ];
    assert_eq!(keys(&found), all);
    let length = |key: &str| u64::try_from(found[key].as_array().unwrap().len()).unwrap();
    for sort in ["linked", "not_applicable", "unconsidered"] {
        assert_eq!(found["pairs"][sort], length(sort), "{sort}");
    }
    let total: u64 = found["pairs"].as_object().unwrap().values().map(|count| count.as_u64().unwrap()).sum();
    assert_eq!(total, 34 * 27);
    assert_eq!(keys(&found["unconsidered"][0]), ["asset", "threat"]);
    assert_eq!(keys(&found["not_applicable"][0]), ["asset", "reason", "threat"]);
    assert_eq!(found["linked"][0], serde_json::json!({"asset": "A01", "threat": "T01", "risks": ["R02"]}));
    for counts in ["class", "origin", "type"] {
        let counts = found["threats"][counts].as_object().unwrap();
        assert_eq!(counts.values().map(|count| count.as_u64().unwrap()).sum::<u64>(), 27);
    }
    assert_eq!(keys(&found["findings"][0]), ["entry", "kind", "risk", "text"]);
    let about = |kind: &str| -> Vec<&Value> {
        found["findings"].as_array().unwrap().iter().filter(|finding| finding["kind"] == kind).collect()
    };
    assert_eq!(
        about("owner_left")[2]["entry"],
        serde_json::json!({"file": "assets.csv", "id": "A17", "column": "owner"})
    );
    assert_eq!(about("owner_left")[2]["risk"], "");
    assert_eq!(about("stale_review").len(), 3);
    assert_eq!(about("untreated").len(), 0);
    let (_, assessed) = json(&[&["assess"][..], &DAY].concat());
    assert_eq!(assessed["gaps"]["pairs"], found["pairs"]);
    assert_eq!(assessed["gaps"]["unconsidered_pairs"], found["pairs"]["unconsidered"]);
    assert_eq!(assessed["gaps"]["threats"], found["threats"]);
    for (risk, levels) in
        assessed["risks"].as_array().unwrap().iter().zip(found["levels"].as_array().unwrap())
    {
        assert_eq!(levels["risk"], risk["id"]);
        assert_eq!(levels["inherent"]["score"], risk["inherent"]);
        assert_eq!(levels["current"], serde_json::json!({"score": risk["score"], "band": risk["band"]}));
        assert_eq!(levels["residual"]["score"], risk["residual"]);
    }
}

/// Two of four actions against a threat are completed: with none the likelihood is 5, with two 3, with all 1; the impact is 4.
#[test]
fn levels_worked_by_hand() {
    let directory = TempDir::new().unwrap();
    for (file, text) in [
        ("policy.toml", SMALL),
        (
            "assets.csv",
            "id,name,class,confidentiality,integrity,availability,owner,region\nA,a,information,low,low,low,she,apac\n",
        ),
        ("threats.csv", "id,name,class,origin,compromises\nT,t,accidental,internal,A\n"),
        ("actions.csv", "id,threat,title,completed\nC1,T,a,yes\nC2,T,b,no\nC3,T,c,yes\nC4,T,d,no\n"),
        ("risks.csv", "id,asset,threat,impact,owner\nR,A,T,4,she\n"),
    ] {
        fs::write(directory.path().join(file), text).unwrap();
    }
    let (_, found) = json(&["gaps", directory.path().to_str().unwrap()]);
    let expected = serde_json::json!([{
        "risk": "R",
        "inherent": {"score": 20, "band": "high"},
        "current": {"score": 12, "band": "medium"},
        "residual": {"score": 4, "band": "very_low"},
    }]);
    assert_eq!(found["levels"], expected);
}

#[test]
fn gaps_in_text_lists_up_to_the_limit() {
    let sample = sample();
    let of = |limit: &[&str]| run(&[&["gaps", sample.to_str().unwrap()], &DAY[..], limit].concat());
    let shown = of(&["--limit", "3"]);
    assert_eq!((shown.code, shown.err.as_str()), (0, ""));
    for line in [
        "pairs of asset and threat: 85 linked, 48 not applicable, 785 not yet considered\n",
        "\n... and 782 more\n",
        "\n... and 45 more\n",
        "\n  A17: the owner, product owner integrations, left on 2026-10-31: name another\n",
    ] {
        assert!(shown.out.contains(line), "{line}\n{}", shown.out);
    }
    assert!(of(&[]).out.contains("\n... and 735 more\n"));
    let whole = of(&["--limit", "785"]).out;
    assert!(!whole.contains(" more\n") && whole.lines().count() > 785 + 48 + 85);
    let (_, cut) = json(&[&["gaps", "--limit", "2"][..], &DAY].concat());
    assert_eq!(cut["unconsidered"].as_array().unwrap().len(), 2);
    assert_eq!(cut["pairs"]["unconsidered"], 785);
}

#[test]
fn a_pair_that_is_linked_and_ruled_out_is_refused_with_both_places() {
    let directory = TempDir::new().unwrap();
    for entry in fs::read_dir(sample()).unwrap().map(Result::unwrap).filter(|entry| entry.path().is_file()) {
        fs::copy(entry.path(), directory.path().join(entry.file_name())).unwrap();
    }
    let path = directory.path().join("not_applicable.csv");
    fs::write(&path, fs::read_to_string(&path).unwrap() + "A03,T08,no\n").unwrap();
    let refused = run(&["gaps", directory.path().to_str().unwrap()]);
    assert_eq!((refused.code, refused.out.as_str()), (2, ""));
    assert!(refused.err.contains("risk `R01` on line 2 of risks.csv links it"), "{}", refused.err);
}
