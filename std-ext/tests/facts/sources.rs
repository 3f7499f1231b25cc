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
    assert_eq!(decided(&organisation, "R1", DAY), "12: training_coverage=0 not known");
    assert!(!diagnostics.is_error(), "{diagnostics}");
}

/// The registers of a firm under its policy as a blob.
fn under_blob(firm: &Firm, diagnostics: &mut Diagnostics) -> Option<Organisation> {
    let held = tempfile::tempdir().unwrap();
    for file in firm.0.iter().filter(|file| file.name.ends_with(".csv")) {
        fs::write(held.path().join(&file.name), &file.text).unwrap();
    }
    let blob = held.path().join("policy.plimsoll");
    let with_value = "id,asset,threat,impact,owner,survey_of_the_roof\nR1,A1,T1,2,P1,7\n";
    fs::write(&blob, firm.clone().with("risks.csv", with_value).read().blob()).unwrap();
    let deployed = Deployed::read(&blob, diagnostics).unwrap();
    Organisation::under(&deployed, held.path(), diagnostics)
}

fn asked(answers: &str) -> Firm {
    let unaware: String = (0..5).map(|n| format!("s{n},aware_of_controls,no,sales\n")).collect();
    Firm::new(
        "name = \"survey_gap\"\ndefault = 0",
        "if risk.survey_gap > 40 { raise(2, \"far apart\"); } else { raise(1, \"near\"); }",
    )
    .with("survey.csv", &format!("respondent,question,answer,unit\n{unaware}{answers}"))
}

/// The questions of the survey are not in a blob either: the standard ones are taken.
#[test]
fn a_blob_understands_the_standard_questions() {
    let mut diagnostics = Diagnostics::new();
    let organisation = under_blob(&asked(""), &mut diagnostics).unwrap();
    assert_eq!(decided(&organisation, "R1", DAY), "12: survey_gap=100 survey.csv");
    // Of operations, where nobody was asked, nothing is known: the worst, since a blob has no default.
    assert_eq!(decided(&organisation, "R2", DAY), "12: survey_gap=100 not known");
}

/// Where an answer tells that the policy has questions of its own, a blob says nothing of the survey.
#[test]
fn a_blob_does_not_judge_answers_to_other_questions() {
    let own = "[[question]]\nname = \"aware_of_controls\"\ntext = \"t\"\ntopic = \"policy\"\n\
               answers = [\"yes\", \"no\", \"hardly\"]\naligned = [\"no\", \"hardly\"]\n\n\
               [[question]]\nname = \"own\"\ntext = \"t\"\ntopic = \"policy\"\nanswers = [\"yes\", \"no\"]\n";
    for answer in ["s8,own,yes,sales\n", "s8,aware_of_controls,hardly,sales\n"] {
        let firm = asked(answer);
        let policy = firm.0.iter().find(|file| file.name == "policy.toml").unwrap().text.clone();
        let firm = firm.with("policy.toml", &format!("{policy}\n{own}"));
        assert_eq!(firm.decided("R1", DAY), "11: survey_gap=0 survey.csv", "{answer}");
        let organisation = under_blob(&firm, &mut Diagnostics::new()).unwrap();
        assert_eq!(decided(&organisation, "R1", DAY), "12: survey_gap=100 not known", "{answer}");
    }
}

/// A facet that is called like a question which nobody asks has no value of its own, in a directory as under a blob.
#[test]
fn a_facet_called_like_a_question_is_refused_without_a_value() {
    let firm = Firm::new(
        "name = \"survey_of_the_roof\"\nrange = [0, 100]",
        "if risk.survey_of_the_roof < 10 { raise(2, \"it leaks\"); }",
    );
    let mut diagnostics = Diagnostics::new();
    assert!(Organisation::from_sources(&firm.0, &mut diagnostics).is_none());
    let mut of_blob = Diagnostics::new();
    assert!(under_blob(&firm, &mut of_blob).is_none());
    assert!(of_blob.is_error() && of_blob.to_string().contains("survey_of_the_roof"), "{of_blob}");
}

/// What the policy makes of impact and likelihood has the policy for its source.
#[test]
fn impact_and_likelihood_name_who_made_them() {
    let firm = |floor: &str, estimate: &str, actions: &str| {
        let rule = "if risk.impact >= 2 && risk.likelihood >= 2 { raise(1, \"grave\"); }";
        let firm = Firm::new("name = \"secrecy\"\nbool = true\ndefault = true", rule);
        let policy = firm.0.iter().find(|file| file.name == "policy.toml").unwrap().text.clone();
        let risks = format!("id,asset,threat,impact,owner,estimate\nR1,A1,T1,2,P1,{estimate}\n");
        firm.with("policy.toml", &policy.replace("cia_floor = []", &format!("cia_floor = {floor}")))
            .with("risks.csv", &risks)
            .with("actions.csv", &format!("id,threat,title,completed\n{actions}"))
            .decided("R1", DAY)
    };
    let (all_done, half_done) = ("C1,T1,a,true\n", "C1,T1,a,true\nC2,T1,b,false\n");
    for (floor, estimate, actions, expected) in [
        ("[]", "", "", "11: impact=2 risks.csv, likelihood=5 policy.toml"),
        ("[2, 3, 4]", "", "", "11: impact=2 risks.csv, likelihood=5 policy.toml"),
        ("[3, 3, 4]", "", "", "16: impact=3 policy.toml, likelihood=5 policy.toml"),
        ("[]", "5", "", "11: impact=2 risks.csv, likelihood=5 risks.csv"),
        ("[]", "2", "", "11: impact=2 risks.csv, likelihood=5 policy.toml"),
        ("[]", "2", half_done, "7: impact=2 risks.csv, likelihood=3 actions.csv"),
        ("[]", "2", all_done, "5: impact=2 risks.csv, likelihood=2 risks.csv"),
    ] {
        assert_eq!(firm(floor, estimate, actions), expected, "{floor} {estimate} {actions}");
    }
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
        "11: impact=2 risks.csv, likelihood=5 policy.toml, owner_is_team=false risks.csv, secrecy=true policy.toml"
    );
}
