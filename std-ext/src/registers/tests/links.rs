//! What registers say of each other, and what a record says of itself.

use super::{errors, files, read, read_with, words};
use crate::registers::{FacetKind, FacetSpec, FacetValue, Registers, Source};
use plimsoll_core::Status;

/// The only error of the good files with these changes.
fn only_error(changes: &[(&str, &str, &str)]) -> String {
    let (_, diagnostics) = read(&files(changes));
    let errors = errors(&diagnostics);
    assert_eq!(errors.len(), 1, "{changes:?}: {errors:#?}");
    errors[0].clone()
}

#[test]
fn dangling_references_name_the_nearest_id() {
    for (file, column, value, said) in [
        (
            "actions.csv",
            "threat",
            "T3",
            "is not the id of a threat in threats.csv\n  help: did you mean `T1`?",
        ),
        ("risks.csv", "asset", "a1", "is not the id of an asset in assets.csv\n  help: did you mean `A1`?"),
        ("risks.csv", "threat", "phishing", "is not the id of a threat in threats.csv"),
        ("incidents.csv", "risk", "R7", "is not the id of a risk in risks.csv\n  help: did you mean `R1`?"),
        ("not_applicable.csv", "asset", "mail", "is not the id of an asset in assets.csv"),
        (
            "not_applicable.csv",
            "threat",
            "T22",
            "is not the id of a threat in threats.csv\n  help: did you mean `T2`?",
        ),
        (
            "people.csv",
            "grants",
            "A1;A2",
            "is not the id of an asset in assets.csv\n  help: did you mean `A1`?",
        ),
        (
            "people.csv",
            "manager",
            "Evaa",
            "is neither the id nor the name of anybody in people.csv\n  help: did you mean `Eva`?",
        ),
    ] {
        let error = only_error(&[(file, column, value)]);
        let value = value.rsplit(';').next().unwrap();
        assert_eq!(error, format!("error: {file}:2: {column}: `{value}` {said}"));
    }
}

#[test]
fn a_reference_to_a_row_that_is_broken_for_another_reason_is_not_dangling() {
    // A wrong value, and a row of which only the id can be made out.
    assert!(only_error(&[("assets.csv", "class", "x")]).contains("class"));
    let (_, diagnostics) = read_with(
        "threats.csv",
        "id,name,class,origin,compromises\nT1,a,b,deliberate,external,C\nT2,fire,environmental,internal,A\n",
    );
    assert_eq!(errors(&diagnostics).len(), 1, "{diagnostics}");
    // A file that could not be read at all.
    let (_, diagnostics) = read_with("threats.csv", "");
    assert_eq!(errors(&diagnostics).len(), 1, "{diagnostics}");
}

#[test]
fn ids_occur_once_and_do_not_look_alike() {
    let risks = |ids: [&str; 3]| {
        let rows: String = ids.iter().map(|id| format!("{id},A1,T1,3,Eva\n")).collect();
        let (registers, diagnostics) =
            read_with("risks.csv", &format!("id,asset,threat,impact,owner\n{rows}"));
        // The incident of the good files refers to R1, which may be absent here.
        (
            registers,
            errors(&diagnostics).into_iter().filter(|error| error.contains("risks.csv:")).collect::<Vec<_>>(),
        )
    };
    assert_eq!(
        risks(["R1", "R2", "R1"]).1,
        ["error: risks.csv:4: id: `R1` is the id of the record on line 2 as well"]
    );
    for (one, other) in [("R1", "r1"), ("R 1", "R  1"), ("R-1", "R_1"), ("P1", "\u{420}1"), ("é1", "É1")] {
        let errors = risks(["R0", one, other]).1;
        let said = format!("error: risks.csv:4: id: `{other}` looks like the id `{one}` on line 3");
        assert!(
            matches!(errors.as_slice(), [error] if error.starts_with(&said)),
            "{one} {other}: {errors:#?}"
        );
    }
    assert!(risks(["R1", "R1-1", "R11"]).0.is_some());
}

#[test]
fn days_are_in_order() {
    for (file, column, value, said) in [
        ("actions.csv", "due", "2026-01-09", "is before `identified`, 2026-01-10"),
        ("actions.csv", "done", "2025-12-31", "is before `identified`, 2026-01-10"),
        ("incidents.csv", "resolved", "2026-01-31", "is before `opened`, 2026-02-01"),
        ("risks.csv", "reviewed", "2026-01-09", "is before `opened`, 2026-01-10"),
        ("people.csv", "left", "2019-12-31", "is before `hired`, 2020-01-01"),
    ] {
        assert_eq!(
            only_error(&[(file, column, value)]),
            format!("error: {file}:2: {column}: `{value}` {said}")
        );
    }
    for (reviewed, closed, said) in [
        ("", "2026-01-09", "is before `opened`, 2026-01-10"),
        ("2026-06-30", "2026-06-29", "is before `reviewed`, 2026-06-30"),
    ] {
        let cells = [("reviewed", reviewed), ("closed", closed), ("status", "closed")];
        assert_eq!(
            only_error(&cells.map(|(column, value)| ("risks.csv", column, value))),
            format!("error: risks.csv:2: closed: `{closed}` {said}")
        );
    }
    let exception = |until| {
        [
            ("risks.csv", "approver", "Kim"),
            ("risks.csv", "exception_reason", "soon gone"),
            ("risks.csv", "exception_until", until),
        ]
    };
    let (early, said) = read(&files(&exception("2026-01-09")));
    assert_eq!(
        (early.is_some(), said.to_string().lines().next()),
        (
            true,
            Some(
                "warning: risks.csv:2: exception_until: `2026-01-09` is before `opened`, 2026-01-10, so the exception never counts"
            )
        )
    );
    let (same_day, said) = read(&files(&exception("2026-01-10")));
    assert!(same_day.is_some() && said.is_empty(), "{said}");
    let same_day = [
        ("actions.csv", "due", "2026-01-10"),
        ("actions.csv", "done", "2026-01-10"),
        ("risks.csv", "reviewed", "2026-01-10"),
        ("risks.csv", "closed", "2026-01-10"),
        ("risks.csv", "status", "closed"),
        ("people.csv", "left", "2020-01-01"),
    ];
    assert!(read(&files(&same_day)).0.is_some(), "the same day is in order");
}

#[test]
fn an_outage_is_no_longer_than_its_incident() {
    let lasted = |minutes| {
        let cells = [
            ("incidents.csv", "opened", "2026-02-01"),
            ("incidents.csv", "resolved", "2026-02-02"),
            ("incidents.csv", "outage_minutes", minutes),
        ];
        let (registers, said) = read(&files(&cells));
        assert!(registers.is_some(), "{said}");
        said.to_string()
    };
    assert_eq!(lasted("2880"), "");
    assert_eq!(
        lasted("2881").lines().next(),
        Some(
            "warning: incidents.csv:2: outage_minutes: `2881` is longer than the incident, which was over on 2026-02-02"
        )
    );
}

#[test]
fn a_manager_is_meant_by_id_or_by_name_whatever_the_case() {
    for manager in ["P1", "p1", "eva", " EVA ", ""] {
        assert!(read(&files(&[("people.csv", "manager", manager)])).0.is_some(), "{manager}");
    }
    let rows = |rows: &str| read_with("people.csv", &format!("id,name,manager,hired\n{rows}"));
    let (registers, _) = rows("P1,Eva,,\nP2,Eva,Kim,\nP3,Kim,p2,\n");
    assert_eq!(registers.unwrap().people().len(), 3, "two people of one name, and managers further down");
    assert!(rows("P1,Eva,,\nP2,,P1,\n").0.is_none(), "no name");
    assert!(rows("P1,Eva,,\nP1,Kim,P1,\n").0.is_none(), "one id twice");
    // The row that was meant is broken for another reason.
    let (_, diagnostics) = rows("P1,Eva,Kim,\nP2,Kim,,,\n");
    assert_eq!(errors(&diagnostics).len(), 1, "{diagnostics}");
}

#[test]
fn what_is_done_or_closed_says_so_throughout() {
    let done = only_error(&[("actions.csv", "completed", "no")]);
    assert!(done.contains("done: `2026-02-01` is the day on which it was completed, but"), "{done}");
    assert!(
        read(&files(&[("actions.csv", "done", "")])).0.is_some(),
        "completed on a day that nobody wrote down"
    );

    let status = only_error(&[("risks.csv", "closed", "2026-07-01")]);
    assert!(status.contains("status: `to_treat` does not agree with `closed`, 2026-07-01"), "{status}");
    assert!(read(&files(&[("risks.csv", "status", "closed")])).0.is_some());
    let (registers, _) = read(&files(&[("risks.csv", "closed", "2026-07-01"), ("risks.csv", "status", "")]));
    assert_eq!(registers.unwrap().risks()[0].status, Some(Status::Closed));

    for column in ["resolved_by", "resolved_at_level"] {
        let other = if column == "resolved_by" { "resolved_at_level" } else { "resolved_by" };
        let error = only_error(&[("incidents.csv", "resolved", ""), ("incidents.csv", other, "")]);
        assert!(error.contains(&format!("{column}: ")) && error.contains("`resolved` is empty"), "{error}");
    }
}

#[test]
fn an_exception_is_complete_or_absent() {
    let parts =
        [("approver", "Kim"), ("exception_until", "2026-12-31"), ("exception_reason", "replaced next year")];
    for mask in 0..8_usize {
        let given: Vec<_> =
            parts.iter().enumerate().filter(|(at, _)| mask & (1 << at) != 0).map(|(_, part)| part).collect();
        let changes: Vec<_> = given.iter().map(|(column, value)| ("risks.csv", *column, *value)).collect();
        match mask {
            0 => assert_eq!(read(&files(&changes)).0.unwrap().risks()[0].exception, None),
            7 => {
                let registers = read(&files(&changes)).0.unwrap();
                let exception = registers.risks()[0].exception.as_ref().unwrap();
                assert_eq!(
                    (exception.approver.as_str(), exception.until.to_string()),
                    ("Kim", "2026-12-31".into())
                );
            }
            _ => {
                let error = only_error(&changes);
                let lacks =
                    error.split_once("an exception that lacks ").unwrap().1.split_once('\n').unwrap().0;
                for part in parts {
                    assert_eq!(lacks.contains(&format!("`{}`", part.0)), !given.contains(&&part), "{error}");
                }
            }
        }
    }
}

#[test]
fn a_pair_is_linked_or_not_applicable_but_not_both() {
    let error = only_error(&[("not_applicable.csv", "threat", "T1")]);
    assert!(
        error.starts_with(
            "error: not_applicable.csv:2: asset: `A1, T1` the pair does not apply, but risk `R1` on line 2"
        ),
        "{error}"
    );
    let (registers, diagnostics) = read_with("not_applicable.csv", "asset,threat,reason\nA1,T2,x\nA1,T2,y\n");
    assert_eq!(registers.unwrap().not_applicable().len(), 2);
    assert!(
        diagnostics
            .to_string()
            .contains("warning: not_applicable.csv:3: asset: the same pair stands on line 2"),
        "{diagnostics}"
    );
    let twice = "id,asset,threat,impact,owner\nR1,A1,T1,3,Eva\nR2,A1,T1,2,Eva\n";
    assert!(read_with("risks.csv", twice).0.is_some(), "two risks may link the same pair");
}

#[test]
fn a_facet_comes_from_the_risk_then_the_asset_then_the_threat_then_the_default() {
    let region = &words().facets[0];
    let value = |changes: &[(&str, &str, &str)]| {
        let (registers, diagnostics) = read(&files(changes));
        let registers = registers.unwrap_or_else(|| panic!("{diagnostics}"));
        registers.facet_value(&registers.risks()[0], region)
    };
    let (risk, asset, threat) = (
        ("risks.csv", "region", "Nordics"),
        ("assets.csv", "region", "EMEA"),
        ("threats.csv", "region", "apac"),
    );
    assert_eq!(value(&[risk, asset]), Some(FacetValue(0)));
    assert_eq!(value(&[asset]), Some(FacetValue(1)));
    // The second threat of the files has no region; no risk refers to it.
    assert_eq!(value(&[("assets.csv", "region", ""), threat]), Some(FacetValue(2)));
    let error = only_error(&[("assets.csv", "region", "")]);
    assert!(
        error.starts_with(
            "error: risks.csv:2: region: the risk has no value for this facet\n  valid: nordics, emea, apac"
        ),
        "{error}"
    );

    let (registers, _) = read(&files(&[("risks.csv", "pilot", ""), asset]));
    let registers = registers.unwrap();
    assert_eq!(
        registers.facet_value(&registers.risks()[0], &words().facets[1]),
        Some(FacetValue(0)),
        "the default"
    );
    assert_eq!(registers.assets()[0].region.as_deref(), Some("emea"), "the spelling of the policy");
}

#[test]
fn an_incident_has_facets_of_its_own_or_of_its_risk() {
    let region = &words().facets[0];
    let age = FacetSpec { name: "age".into(), kind: FacetKind::Bool, default: None };
    for (changes, expected) in [
        (vec![("incidents.csv", "region", "emea")], Some(FacetValue(1))),
        (vec![], Some(FacetValue(2))),
        (vec![("incidents.csv", "risk", "")], None),
    ] {
        let registers = read(&files(&changes)).0.unwrap();
        let incident = registers.incident("I1").unwrap();
        assert_eq!(registers.incident_facet_value(incident, region), expected, "{changes:?}");
        assert_eq!(registers.incident_facet_value(incident, &age), None);
    }
}

#[test]
fn unknown_columns_are_kept_and_noted() {
    let (registers, diagnostics) =
        read(&files(&[("assets.csv", "Cost Centre", "x, y"), ("assets.csv", "empty", "")]));
    assert_eq!(registers.unwrap().assets()[0].facets.iter().collect::<Vec<_>>(), [("cost_centre", "x, y")]);
    let said = diagnostics.to_string();
    assert_eq!(
        said,
        "note: assets.csv:1: unknown columns are kept as facets that no rule declares: `cost_centre`, `empty`\n"
    );

    let (_, diagnostics) = read(&files(&[("actions.csv", "colour", "red")]));
    assert!(
        diagnostics.to_string().contains("warning: actions.csv:1: unknown columns are not read: `colour`"),
        "{diagnostics}"
    );

    let (registers, diagnostics) =
        read(&files(&[("risks.csv", "reponse_", "accept"), ("risks.csv", "agedays", "3")]));
    assert!(registers.is_some());
    let said = diagnostics.to_string();
    assert!(
        said.contains("`agedays` is unknown and kept as it is\n  help: did you mean `age_days`?"),
        "{said}"
    );
}

#[test]
fn a_threat_has_at_most_as_many_actions_as_core_counts() {
    let actions = |count: usize| {
        let rows: String = (0..count).map(|number| format!("C{number},T1,x,no\n")).collect();
        read_with("actions.csv", &format!("id,threat,title,completed\n{rows}"))
    };
    let registers = actions(65_535).0.unwrap();
    assert_eq!(registers.progress("T1").uncompleted(), 65_535);
    let (_, diagnostics) = actions(65_536);
    assert!(diagnostics.to_string().contains("threat `T1` has 65536 actions"), "{diagnostics}");
}

#[test]
fn records_are_found_by_id_and_actions_by_threat() {
    let actions = "id,threat,title,completed\nC3,T2,x,no\nC1,T1,y,yes\nC2,T1,z,no\n";
    let registers: Registers = read_with("actions.csv", actions).0.unwrap();
    let ids =
        |threat: &str| registers.actions_against(threat).map(|action| action.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids("T1"), ["C1", "C2"]);
    assert_eq!(ids("T2"), ["C3"]);
    assert_eq!(ids("T3"), [""; 0]);
    assert_eq!(registers.asset("A1").map(|asset| asset.name.as_str()), Some("mail"));
    assert!(registers.asset("A2").is_none() && registers.risk("").is_none());
    assert_eq!((registers.progress("T1").uncompleted(), registers.progress("T1").total()), (1, 2));
}

#[test]
fn a_file_that_may_be_absent_counts_as_empty() {
    let files: Vec<Source> = files(&[])
        .into_iter()
        .filter(|file| ["assets.csv", "threats.csv", "risks.csv"].contains(&file.name.as_str()))
        .collect();
    let (registers, diagnostics) = read(&files);
    assert!(diagnostics.is_empty(), "{diagnostics}");
    assert!(registers.unwrap().actions().is_empty());
    for missing in 0..3 {
        let some: Vec<Source> =
            files.iter().enumerate().filter(|(at, _)| *at != missing).map(|(_, file)| file.clone()).collect();
        let (_, diagnostics) = read(&some);
        assert_eq!(errors(&diagnostics), [format!("error: {}: is missing", files[missing].name)]);
    }
}

#[test]
fn past_many_broken_rows_nothing_is_said_to_dangle() {
    for (broken, expected) in [(10_000, 10_001), (10_001, 10_001)] {
        let mut files = files(&[("incidents.csv", "risk", "R99999")]);
        files[3].text = format!("id,asset,threat,impact,owner\n{}", "R1,A1\n".repeat(broken));
        assert_eq!(
            read(&files).1.errors(),
            expected,
            "{broken} rows, and the incident if so many are still known"
        );
    }
}
