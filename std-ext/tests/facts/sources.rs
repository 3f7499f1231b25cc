//! Where a value comes from: a column, the register, the default; of a blob as of a directory; for incidents as for risks.

use crate::{DAY, Firm, day, decided};
use plimsoll::assessment::Routed;
use plimsoll::diagnostic::Diagnostics;
use plimsoll::{Deployed, Organisation};
use std::fs;

const RULE: &str =
    "if risk.training_coverage < 60 { raise(2, \"few were taught\"); } else { raise(1, \"taught\"); }";

/// The firm with one of the two in sales taught, and a column of its own in some registers.
fn half_taught() -> Firm {
    Firm::new("name = \"training_coverage\"\ndefault = 100", RULE)
        .with("courses.csv", "id,name\nC1,passwords\n")
        .with("trainings.csv", "person,course,date\nP1,C1,2026-01-05\n")
}

#[test]
fn a_column_comes_before_the_register_and_the_register_before_the_default() {
    let firm = half_taught();
    assert_eq!(firm.decided("R1", DAY), "12: training_coverage=50 trainings.csv");
    assert_eq!(firm.decided("R2", DAY), "12: training_coverage=0 trainings.csv", "the unit of the asset");
    assert_eq!(firm.decided("R3", DAY), "12: training_coverage=33 trainings.csv", "no unit: the whole firm");
    let assets = "id,name,class,confidentiality,integrity,availability,owner,unit,training_coverage\n\
                  A1,prices,information,low,low,low,P1,sales,90\n\
                  A2,lathe,physical,low,low,low,P3,operations,\n\
                  A3,logo,information,low,low,low,P3,elsewhere,\n";
    let firm = firm.with("assets.csv", assets);
    assert_eq!(firm.decided("R1", DAY), "11: training_coverage=90 assets.csv");
    assert_eq!(firm.decided("R2", DAY), "12: training_coverage=0 trainings.csv");
    assert_eq!(firm.decided("R3", DAY), "11: training_coverage=100 policy.toml", "nobody is there");
    let risks =
        "id,asset,threat,impact,owner,training_coverage\nR1,A1,T1,2,P1,7\nR2,A2,T1,2,P3,\nR3,A3,T1,2,P3,\n";
    assert_eq!(firm.with("risks.csv", risks).decided("R1", DAY), "12: training_coverage=7 risks.csv");
    let threats = "id,name,class,origin,compromises,training_coverage\nT1,a slip,accidental,internal,C,70\n";
    assert_eq!(
        half_taught().with("threats.csv", threats).decided("R2", DAY),
        "11: training_coverage=70 threats.csv"
    );
}

#[test]
fn without_registers_nothing_is_worked_out_and_nothing_fails() {
    let firm = Firm::new("name = \"training_coverage\"\ndefault = 100", RULE);
    assert_eq!(firm.decided("R1", DAY), "11: training_coverage=100 policy.toml");
    // People, and no course that they would have to take.
    assert_eq!(
        firm.with("people.csv", "id,name\nP1,she\nP3,he\n").decided("R1", DAY),
        "11: training_coverage=100 policy.toml"
    );
}

/// A blob does not hold defaults; what registers say is worked out all the same, and where they are silent the worst is taken.
#[test]
fn a_blob_decides_as_its_directory_does() {
    let held = tempfile::tempdir().unwrap();
    let firm = half_taught();
    for file in &firm.0 {
        let path = held.path().join(&file.name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, &file.text).unwrap();
    }
    let blob = held.path().join("policy.plimsoll");
    fs::write(&blob, firm.read().blob()).unwrap();
    let mut diagnostics = Diagnostics::new();
    let deployed = Deployed::read(&blob, &mut diagnostics).unwrap();
    let organisation = Organisation::under(&deployed, held.path(), &mut diagnostics).unwrap();
    for risk in ["R1", "R2", "R3"] {
        assert_eq!(decided(&organisation, risk, DAY), firm.decided(risk, DAY));
    }
    fs::remove_file(held.path().join("courses.csv")).unwrap();
    fs::remove_file(held.path().join("trainings.csv")).unwrap();
    let organisation = Organisation::under(&deployed, held.path(), &mut diagnostics).unwrap();
    assert_eq!(decided(&organisation, "R1", DAY), "12: training_coverage=0 policy.toml");
    assert!(!diagnostics.is_error(), "{diagnostics}");
}

/// The questions of the survey are not in a blob either: the standard ones are taken.
#[test]
fn a_blob_understands_the_standard_questions() {
    let held = tempfile::tempdir().unwrap();
    let answers: String = (0..5).map(|n| format!("s{n},aware_of_controls,no,sales\n")).collect();
    let firm = Firm::new(
        "name = \"survey_gap\"\ndefault = 0",
        "if risk.survey_gap > 40 { raise(2, \"far apart\"); } else { raise(1, \"near\"); }",
    )
    .with("survey.csv", &format!("respondent,question,answer,unit\n{answers}"));
    for file in firm.0.iter().filter(|file| file.name.ends_with(".csv")) {
        fs::write(held.path().join(&file.name), &file.text).unwrap();
    }
    let blob = held.path().join("policy.plimsoll");
    fs::write(&blob, firm.read().blob()).unwrap();
    let mut diagnostics = Diagnostics::new();
    let deployed = Deployed::read(&blob, &mut diagnostics).unwrap();
    let organisation = Organisation::under(&deployed, held.path(), &mut diagnostics).unwrap();
    assert_eq!(decided(&organisation, "R1", DAY), "12: survey_gap=100 survey.csv");
    // Of operations, where nobody was asked, nothing is known: the worst, since a blob has no default.
    assert_eq!(decided(&organisation, "R2", DAY), "12: survey_gap=100 policy.toml");
}

/// An incident takes a fact from its own column, else as its risk does, else of the organisation or by default.
#[test]
fn incidents_read_facts_as_their_risks_do() {
    let route = "fn route_a(incident) {\n    \
                 if incident.mechanism_liaisons == \"absent\" { consult(\"duty_director\", \"nobody to ask\"); }\n    \
                 else { consult(\"country_management\", \"somebody asked\"); }\n}\n";
    let firm = Firm::new("name = \"mechanism_liaisons\"\n\n[incident]\nkinds = [\"other\", \"database\", \"runtime_exception\"]", "")
        .with("rules/routes.rhai", route)
        .with("mechanisms.csv", "mechanism,maturity,unit\nliaisons,partial,\nliaisons,absent,sales\n")
        .with(
            "incidents.csv",
            "id,segment,kind,opened,priority,security,complex,level,rights,risk,mechanism_liaisons\n\
             I1,client,other,2026-11-01,low,no,no,1,1,R1,\n\
             I2,client,other,2026-11-01,low,no,no,1,1,R2,\n\
             I3,client,other,2026-11-01,low,no,no,1,1,R1,established\n\
             I4,client,other,2026-11-01,low,no,no,1,1,,\n",
        );
    let organisation = firm.read();
    let told: Vec<String> = Routed::all(&organisation, day(DAY), |_| true)
        .iter()
        .map(|routed| {
            let reasons = routed.grounds(&organisation, day(DAY));
            let rule = reasons.iter().find(|reason| reason.stage == "rule").unwrap();
            let fact = &rule.facts[0];
            assert_eq!(rule.facts.len(), 1);
            format!("{}: {} {} {}", routed.incident.id, rule.text, fact.value, fact.from)
        })
        .collect();
    assert_eq!(
        told,
        [
            "I1: nobody to ask absent mechanisms.csv",
            "I2: somebody asked partial mechanisms.csv",
            "I3: somebody asked established incidents.csv",
            "I4: somebody asked partial mechanisms.csv",
        ]
    );
}

/// Only what the walk asked is named: a rule that stops early has not read the rest.
#[test]
fn a_reason_names_what_the_rule_asked_and_nothing_else() {
    let rule = "if risk.asset_class == \"physical\" { raise(1, \"a machine\"); return; } \
                if risk.origin == \"internal\" && risk.training_coverage < 60 { raise(2, \"few were taught\"); }";
    let firm = Firm::new("name = \"training_coverage\"\ndefault = 100", rule)
        .with("courses.csv", "id,name\nC1,passwords\n")
        .with("trainings.csv", "person,course,date\nP1,C1,2026-01-05\n");
    assert_eq!(
        firm.decided("R1", DAY),
        "12: asset_class=information assets.csv, origin=internal threats.csv, training_coverage=50 trainings.csv"
    );
    assert_eq!(firm.decided("R2", DAY), "11: asset_class=physical assets.csv");
    // Impact, likelihood, obligations and the sort of owner have registers too.
    let rule =
        "if risk.score >= 10 && risk.secrecy && !risk.owner_is_team { raise(1, \"grave and secret\"); }";
    let firm = Firm::new("name = \"secrecy\"\nbool = true\ndefault = true", rule);
    assert_eq!(
        firm.decided("R1", DAY),
        "11: impact=2 risks.csv, likelihood=5 actions.csv, owner_is_team=false risks.csv, secrecy=true policy.toml"
    );
}
