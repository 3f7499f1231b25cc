//! One test for each fact: nothing but the register changes, the decision does, and the trace names fact and register.

use crate::{DAY, Firm};

/// A facet declared by its name and perhaps its default, a rule that reads it, the files that are the same throughout, the register
/// with its header, and for some rows of it what is decided about R1.
struct Case<'t> {
    facet: &'t str,
    rule: &'t str,
    beside: &'t [(&'t str, &'t str)],
    register: &'t str,
    header: &'t str,
    rows: &'t [(&'t str, &'t str)],
}

impl Case<'_> {
    fn holds(&self) {
        let mut firm = Firm::new(self.facet, self.rule);
        for (name, text) in self.beside {
            firm = firm.with(name, text);
        }
        for (rows, expected) in self.rows {
            let firm = firm.clone().with(self.register, &format!("{}\n{rows}\n", self.header));
            assert_eq!(firm.decided("R1", DAY), *expected, "{}: {rows}", self.facet);
        }
    }
}

#[test]
fn training_coverage() {
    Case {
        facet: "name = \"training_coverage\"\ndefault = 100",
        rule: "if risk.training_coverage < 60 { raise(2, \"few were taught\"); } else { raise(1, \"taught\"); }",
        beside: &[("courses.csv", "id,name\nC1,passwords\n")],
        register: "trainings.csv",
        header: "person,course,date",
        rows: &[
            ("P1,C1,2026-01-05", "12: training_coverage=50 trainings.csv"),
            ("P1,C1,2026-01-05\nP2,C1,2026-01-05", "11: training_coverage=100 trainings.csv"),
            ("P3,C1,2026-01-05", "12: training_coverage=0 trainings.csv"),
        ],
    }
    .holds();
}

#[test]
fn open_conflict() {
    Case {
        facet: "name = \"open_conflict\"",
        rule: "if risk.open_conflict == \"purpose\" { raise(2, \"a conflict\"); } else { raise(1, \"peace\"); }",
        beside: &[],
        register: "conflicts.csv",
        header: "id,area,security_value,work_value,lowers,assets,unit,opened,resolved",
        rows: &[
            ("V1,purpose,on record,time,integrity,A1,,2026-01-05,", "12: open_conflict=purpose conflicts.csv"),
            ("V1,purpose,on record,time,integrity,,sales,2026-01-05,", "12: open_conflict=purpose conflicts.csv"),
            ("V1,purpose,on record,time,integrity,A1,,2026-01-05,2026-10-01", "11: open_conflict=none conflicts.csv"),
            ("V1,form,on record,time,integrity,A1,,2026-01-05,", "11: open_conflict=form conflicts.csv"),
            ("V1,purpose,on record,time,integrity,A2,,2026-01-05,", "11: open_conflict=none conflicts.csv"),
            ("", "11: open_conflict=none policy.toml"),
        ],
    }
    .holds();
}

#[test]
fn what_a_conflict_lowers() {
    for lowered in ["confidentiality", "integrity", "availability", "traceability"] {
        let name = format!("conflict_{lowered}");
        let firm = Firm::new(
            &format!("name = \"{name}\""),
            &format!("if risk.{name} {{ raise(2, \"lowered\"); }} else {{ raise(1, \"not\"); }}"),
        );
        for other in ["confidentiality", "integrity", "availability", "traceability"] {
            let row = format!("id,area,security_value,work_value,lowers,assets\nV1,form,a,b,{other},A1\n");
            let is = other == lowered;
            let expected = format!("{}: {name}={is} conflicts.csv", if is { 12 } else { 11 });
            assert_eq!(firm.clone().with("conflicts.csv", &row).decided("R1", DAY), expected);
        }
    }
}

#[test]
fn orientation() {
    Case {
        facet: "name = \"other\"\nbool = true\ndefault = false",
        rule: "if risk.orientation <= 2 { raise(2, \"denied by default\"); } else { raise(1, \"open\"); }",
        beside: &[],
        register: "assets.csv",
        header: "id,name,class,confidentiality,integrity,availability,owner,orientation",
        rows: &[
            ("A1,a,information,low,low,low,P1,1\nA2,b,information,low,low,low,P1,1\nA3,c,information,low,low,low,P1,1", "12: orientation=1 assets.csv"),
            ("A1,a,information,low,low,low,P1,5\nA2,b,information,low,low,low,P1,1\nA3,c,information,low,low,low,P1,1", "11: orientation=5 assets.csv"),
            ("A1,a,information,low,low,low,P1,\nA2,b,information,low,low,low,P1,1\nA3,c,information,low,low,low,P1,1", "11: orientation=3 policy.toml"),
        ],
    }
    .holds();
}

#[test]
fn maturity_of_a_mechanism() {
    Case {
        facet: "name = \"mechanism_liaisons\"",
        rule: "if risk.mechanism_liaisons == \"absent\" { raise(2, \"nobody asks\"); } else { raise(1, \"asked\"); }",
        beside: &[],
        register: "mechanisms.csv",
        header: "mechanism,maturity,unit",
        rows: &[
            ("liaisons,partial,", "11: mechanism_liaisons=partial mechanisms.csv"),
            ("liaisons,partial,\nliaisons,absent,sales", "12: mechanism_liaisons=absent mechanisms.csv"),
            ("liaisons,absent,\nliaisons,established,SALES", "11: mechanism_liaisons=established mechanisms.csv"),
            ("mentoring,established,", "12: mechanism_liaisons=absent mechanisms.csv"),
            ("", "12: mechanism_liaisons=absent policy.toml"),
        ],
    }
    .holds();
}

/// Answers of so many respondents of a unit, of whom the first few say yes.
fn answers(unit: &str, yes: usize, all: usize) -> String {
    let answer = |n: usize| if n < yes { "yes" } else { "no" };
    (0..all).map(|n| format!("{unit}{n},aware_of_controls,{},{unit}\n", answer(n))).collect()
}

#[test]
fn gap_of_the_survey() {
    let [two, four, few] = [answers("sales", 2, 5), answers("sales", 4, 5), answers("sales", 0, 4)];
    let apart = format!("{few}{}", answers("operations", 6, 6));
    let header = "respondent,question,answer,unit";
    Case {
        facet: "name = \"survey_gap\"\ndefault = 30",
        rule: "if risk.survey_gap > 40 { raise(2, \"far apart\"); } else { raise(1, \"near\"); }",
        beside: &[],
        register: "survey.csv",
        header,
        rows: &[
            (&two, "12: survey_gap=60 survey.csv"),
            (&four, "11: survey_gap=20 survey.csv"),
            (&few, "11: survey_gap=30 policy.toml"),
            (&apart, "11: survey_gap=30 policy.toml"),
            ("", "11: survey_gap=30 policy.toml"),
        ],
    }
    .holds();
    Case {
        facet: "name = \"survey_aware_of_controls\"\ndefault = 70",
        rule: "if risk.survey_aware_of_controls < 50 { raise(2, \"unknown\"); } else { raise(1, \"known\"); }",
        beside: &[],
        register: "survey.csv",
        header,
        rows: &[
            (&two, "12: survey_aware_of_controls=40 survey.csv"),
            (&four, "11: survey_aware_of_controls=80 survey.csv"),
            (&few, "11: survey_aware_of_controls=70 policy.toml"),
        ],
    }
    .holds();
}

#[test]
fn coverage_of_the_work_system() {
    let all = |answer: &str| -> String {
        let questions = plimsoll_core::WORK_QUESTIONS.iter();
        questions.map(|question| format!("sales,{},{answer}\n", question.id)).collect()
    };
    let [yes, no] = [all("yes"), all("no")];
    Case {
        facet: "name = \"work_system_coverage\"\ndefault = 50",
        rule: "if risk.work_system_coverage < 40 { raise(2, \"unchecked\"); } else { raise(1, \"checked\"); }",
        beside: &[],
        register: "checklist.csv",
        header: "work_system,question,answer",
        rows: &[
            (&no, "12: work_system_coverage=0 checklist.csv"),
            (&yes, "11: work_system_coverage=100 checklist.csv"),
            ("", "11: work_system_coverage=50 policy.toml"),
        ],
    }
    .holds();
}

#[test]
fn balance_of_the_tracks() {
    Case {
        facet: "name = \"track_balance\"",
        rule: "if risk.track_balance == \"one_sided\" { raise(2, \"one track\"); } else { raise(1, \"more\"); }",
        beside: &[],
        register: "measures.csv",
        header: "id,title,track",
        rows: &[
            ("M1,firewall,macro", "12: track_balance=one_sided measures.csv"),
            ("M1,firewall,macro\nM2,talks,micro", "11: track_balance=gap measures.csv"),
            ("M1,firewall,macro\nM2,talks,micro\nM3,debriefing,meso", "11: track_balance=balanced measures.csv"),
            ("", "11: track_balance=none policy.toml"),
        ],
    }
    .holds();
}
