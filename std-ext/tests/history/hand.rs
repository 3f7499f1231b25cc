//! Tables worked by hand.

use super::{ASSETS, PLAIN, THREATS, day, organisation, policy};
use plimsoll::Organisation;
use plimsoll::history::{Changes, Forecast, Part, PointKind, Split};
use plimsoll_core::{Day, Status};

/// One asset, three threats, and these actions and risks.
fn firm(sections: &str, actions: &str, risks: &str) -> Organisation {
    organisation(&[
        ("policy.toml", &policy(sections)),
        ("assets.csv", &format!("{ASSETS}A1,files,information,high,low,low,she\n")),
        (
            "threats.csv",
            &format!(
                "{THREATS}T1,one,deliberate,external,C\nT2,two,deliberate,external,I\nT3,three,accidental,internal,A\n"
            ),
        ),
        ("actions.csv", &format!("id,threat,title,completed,identified,due,done\n{actions}")),
        ("incidents.csv", "id,segment,kind,opened,resolved\nI1,client,other,2026-11-21,2026-11-22\n"),
        (
            "risks.csv",
            &format!(
                "id,asset,threat,impact,owner,status,opened,closed,response,approver,exception_until,exception_reason\n{risks}"
            ),
        ),
    ])
}

fn parts(split: Split) -> [i64; 4] {
    Part::ALL.map(|part| split.part(part))
}

/// A firm finds two actions against its first threat and completes one there and one against its third; against the second,
/// where nothing was known to help, it finds the first.
///
/// | risk | impact | before | found | done | score before | found | done |
/// |---|---|---|---|---|---|---|---|
/// | R1 | 4 | 1 of 2 open: 3 | 3 of 4: 4 | 2 of 4: 3 | 12 | 16 | 12 |
/// | R2 | 2 | none: 5 | 1 of 1: 5 | 1 of 1: 5 | 10 | 10 | 10 |
/// | R3 | 3 | 1 of 1: 5 | 1 of 1: 5 | 0 of 1: 1 | 15 | 15 | 3 |
#[test]
fn a_firm_that_learns_and_works() {
    let actions = "C1,T1,a,true,2025-01-10,,2025-03-01\nC2,T1,b,true,2025-01-10,2026-06-30,2026-05-31\n\
                   C3,T1,c,false,2026-02-01,2027-01-31,\nC4,T1,d,false,2026-02-01,,\n\
                   C5,T3,e,true,2025-06-01,,2026-04-15\nC6,T2,f,false,2026-03-01,2026-10-31,\n";
    let risks = "R1,A1,T1,4,she,to_treat,2025-01-10,,,,,\nR2,A1,T2,2,she,open,2025-01-10,,,,,\n\
                 R3,A1,T3,3,she,to_treat,2025-06-01,,,,,\n";
    let firm = firm(PLAIN, actions, risks);
    let changes = Changes::since(&firm, day("2025-12-31"), day("2026-11-20"));
    let table = [("R1", [12, 16, 12, 12, 12], [1, 1, 1, 1, 1]), ("R3", [15, 15, 3, 3, 3], [1, 1, 0, 0, 0])];
    let found: Vec<_> = changes.risks().iter().map(|risk| (risk.id(), risk.measures())).collect();
    assert_eq!(found.len(), 2);
    for ((id, measures), (expected, score, above)) in found.into_iter().zip(table) {
        assert_eq!((id, measures.score, measures.above_limit), (expected, Split(score), Split(above)));
    }
    assert_eq!(changes.unchanged(), 1);
    assert_eq!(changes.total().score, Split([37, 41, 25, 25, 25]));
    assert_eq!(parts(changes.total().score), [4, -16, 0, 0]);
    assert_eq!(parts(changes.total().above_limit), [0, -1, 0, 0]);
    assert_eq!(changes.events().discovered_actions, ["C3", "C4", "C6"]);
    assert_eq!(changes.events().completed_actions, ["C2", "C5"]);
    let causes: Vec<(Part, String)> =
        changes.causes(&changes.risks()[0]).into_iter().map(|cause| (cause.part, cause.id)).collect();
    let expected = [(Part::Discovered, "C3"), (Part::Discovered, "C4"), (Part::Worked, "C2")];
    assert_eq!(causes, expected.map(|(part, id)| (part, id.to_string())));

    // What is due is done when it is due: C3 brings the first threat to 1 of 4; C6 is overdue, C4 on no day.
    let forecast = Forecast::of(&firm, day("2026-11-20"), 12, 3, |_, _| ());
    let at = |date: &str| forecast.points().iter().find(|point| point.date == day(date)).unwrap();
    let statuses = |date: &str| {
        Status::ALL.iter().map(|status| at(date).counts.with_status(*status)).collect::<Vec<_>>()
    };
    assert_eq!((at("2026-03-31").counts.score, at("2026-04-30").counts.score), (16 + 10 + 15, 16 + 10 + 3));
    assert_eq!((at("2026-11-20").counts.score, at("2026-11-20").counts.above_limit), (25, 2));
    assert_eq!((at("2026-12-31").counts.score, at("2027-01-31").counts.score), (25, 8 + 10 + 3));
    assert_eq!(at("2027-01-31").nothing_done.as_ref().unwrap().score, 25);
    // R3 was to be treated and is recorded so; today it is within its limit, as it is later. In the past it was not.
    assert_eq!(statuses("2026-11-20"), [2, 0, 1, 0]);
    assert_eq!(statuses("2026-04-30"), [2, 0, 1, 0]);
    assert_eq!(statuses("2027-01-31"), [1, 1, 1, 0], "R1 comes within its limit");
    let assumptions = forecast.assumptions();
    assert_eq!((assumptions.completes_by_due_date, assumptions.without_due_date), (1, 1));
    assert_eq!(assumptions.overdue, ["C6"]);
}

/// One risk of impact 4 or as said, its threat's actions (+ completed, - not, in order of number), and its score at each stage.
#[test]
fn changes_of_one_risk() {
    let table = [
        ("nothing happens", "+-", "+-", "4 open", "4 open", [12, 12, 12, 12]),
        ("an action is found", "+", "+-", "4 open", "4 open", [4, 12, 12, 12]),
        ("an action is found that is done already", "-", "-+", "4 open", "4 open", [20, 20, 12, 12]),
        ("one is found, another done", "+-", "++-", "4 open", "4 open", [12, 16, 8, 8]),
        ("an action is undone", "++", "+-", "4 open", "4 open", [4, 4, 12, 12]),
        ("an action that is done is withdrawn", "+-", " -", "4 open", "4 open", [12, 12, 12, 20]),
        ("an action that is not done is withdrawn", "+-", "+", "4 open", "4 open", [12, 12, 12, 4]),
        ("all are withdrawn", "++", "", "4 open", "4 open", [4, 4, 4, 20]),
        ("an action is replaced by another", "-", " -", "4 open", "4 open", [20, 20, 20, 20]),
        ("impact is re-rated", "+-", "+-", "4 open", "2 open", [12, 12, 12, 6]),
        ("found, done and re-rated", "+-", "++-", "4 open", "5 open", [12, 16, 8, 10]),
        ("the risk is closed", "+-", "+-", "4 open", "4 closed", [12, 12, 0, 0]),
        ("found, then closed and re-rated", "+", "+-", "4 open", "5 closed", [4, 12, 0, 0]),
        ("the risk is opened again", "+-", "++-", "4 closed", "4 open", [0, 0, 0, 8]),
        ("it stays closed", "+-", "++-", "4 closed", "5 closed", [0, 0, 0, 0]),
        ("the risk is gone", "+-", "++-", "4 open", "", [12, 16, 8, 0]),
        ("a closed risk is gone", "+-", "+-", "4 closed", "", [0, 0, 0, 0]),
        ("the risk is new", "+-", "+-", "", "4 open", [0, 12, 12, 12]),
        ("the risk is new, and work was done", "+-", "++-", "", "3 open", [0, 12, 6, 6]),
        ("the risk is new, and an action withdrawn", "+-", "+", "", "3 open", [0, 9, 9, 3]),
        ("the risk is new and closed already", "+-", "+-", "", "4 closed", [0, 12, 0, 0]),
    ];
    let build = |actions: &str, risk: &str| {
        let lines = actions.chars().enumerate().filter(|(_, sign)| *sign != ' ');
        let actions: String = lines.map(|(n, sign)| format!("C{n},T1,x,{},,,\n", sign == '+')).collect();
        let risk =
            risk.split_once(' ').map(|(impact, status)| format!("R1,A1,T1,{impact},she,{status},,,,,,\n"));
        // Another risk, so that the register is not empty: of a threat without actions, and never changed.
        firm(PLAIN, &actions, &format!("R0,A1,T2,1,she,open,,,,,,\n{}", risk.unwrap_or_default()))
    };
    for (what, old_actions, new_actions, old_risk, new_risk, [before, discovered, worked, re_rated]) in table
    {
        let (old, new) = (build(old_actions, old_risk), build(new_actions, new_risk));
        let changes = Changes::between(&old, &new, day("2026-11-20"));
        let expected = Split([before, discovered, worked, re_rated, re_rated]);
        let found: Vec<Split> = changes.risks().iter().map(|risk| risk.measures().score).collect();
        let none = expected.is_still();
        assert_eq!(found, if none { vec![] } else { vec![expected] }, "{what}");
        assert_eq!(parts(changes.total().score), parts(expected), "{what}");
    }
}

/// The old policy knows neither the facet nor the obligation nor the scale of the new one.
#[test]
fn a_new_policy_may_want_what_the_old_one_does_not_know() {
    let files = |sections: &str, assets: &str, risk: &str| {
        organisation(&[
            ("policy.toml", &policy(sections)),
            ("assets.csv", assets),
            ("threats.csv", &format!("{THREATS}T1,one,deliberate,external,C\n")),
            ("actions.csv", "id,threat,title,completed\nC1,T1,x,true\nC2,T1,x,false\n"),
            ("risks.csv", risk),
        ])
    };
    let old = files(
        "[acceptance]\nlevel = 9\ncia_floor = []\n[[facet]]\nname = \"cloud\"\nbool = true\n[[limit]]\nlevel = 1\nwhere = { cloud = true }\n",
        &format!("{}A1,files,information,low,low,low,she,false\n", ASSETS.replace('\n', ",cloud\n")),
        "id,asset,threat,impact,owner\nR1,A1,T1,2,she\n",
    );
    let new = files(
        "[acceptance]\nlevel = 9\ncia_floor = []\n[scale]\nimpact = [\"1\", \"2\", \"3\", \"4\", \"5\", \"6\", \"7\"]\n\
         [[band]]\nname = \"low\"\ncolour = \"#000000\"\nup_to = 9\n[[band]]\nname = \"high\"\ncolour = \"#000000\"\nup_to = 35\n\
         [[facet]]\nname = \"region\"\nlabels = [\"north\", \"south\"]\n[[limit]]\nlevel = 5\nwhere = { region = \"south\" }\n\
         [[obligation]]\nname = \"pci\"\nmax_level = 2\n",
        &format!(
            "{}A1,files,information,low,low,low,she,south,pci\n",
            ASSETS.replace('\n', ",region,obligations\n")
        ),
        "id,asset,threat,impact,owner,cloud\nR1,A1,T1,7,she,perhaps\n",
    );
    // Under the old policy 7 is its highest impact, 5; the column `cloud` says nothing it knows: false, the first value.
    let changes = Changes::between(&old, &new, day("2026-11-20"));
    assert_eq!(changes.total().score, Split([6, 6, 6, 15, 21]));
    assert_eq!(changes.total().above_limit, Split([0, 0, 0, 1, 1]));
    let notes = changes.notes().join("\n");
    for part in [
        "the scale of impact has 7 levels instead of 5",
        "does not know the facet region",
        "does not know the obligation pci, which 1 asset carries",
        "1 risk has a value of the facet cloud that the policy before does not know, such as perhaps",
    ] {
        assert!(notes.contains(part), "{part}\n{notes}");
    }
    // And back: the new register has no such facet, and the policy before wants it.
    let changes = Changes::between(&new, &old, day("2026-11-20"));
    assert_eq!(changes.total().score, Split([21, 21, 21, 6, 6]));
    assert_eq!(
        changes.total().above_limit,
        Split([1, 1, 1, 0, 0]),
        "`region` is north, its first value: 6 of 9; no obligation"
    );
}

/// Policies may spell the values of a facet in their own ways.
#[test]
fn words_are_the_same_however_they_are_spelt() {
    let files = |region: &str| {
        let facet = format!("[[facet]]\nname = \"region\"\nlabels = [\"north\", \"{region}\"]\n");
        let limit = format!("[[limit]]\nlevel = 5\nwhere = {{ region = \"{region}\" }}\n");
        let cap = "[[obligation]]\nname = \"pci\"\nmax_level = 4\n";
        organisation(&[
            ("policy.toml", &policy(&format!("{PLAIN}{facet}{limit}{cap}"))),
            (
                "assets.csv",
                &format!(
                    "{}A1,a,information,low,low,low,she,north,pci\nA2,b,information,low,low,low,she,{region},\n",
                    ASSETS.replace('\n', ",region,obligations\n")
                ),
            ),
            ("threats.csv", &format!("{THREATS}T1,one,deliberate,external,C\n")),
            ("risks.csv", "id,asset,threat,impact,owner\nR1,A1,T1,1,she\nR2,A2,T1,1,she\n"),
        ])
    };
    let (old, new) = (files("south"), files("SOUTH"));
    let changes = Changes::between(&old, &new, day("2026-11-20"));
    // Both score 5: the first is above the cap of 4, the second within 5.
    assert_eq!(changes.total().above_limit, Split([1; 5]));
    assert_eq!((changes.total().score, changes.notes().len()), (Split([10; 5]), 0));
}

/// An exception lets a risk be retained up to its last day, whatever is done.
#[test]
fn exceptions_expire() {
    let risks = "R1,A1,T1,3,she,to_supervise,,,accept,boss,2026-12-30,agreed\nR2,A1,T2,3,she,,,,accept,boss,2026-12-31,agreed\n\
                 R3,A1,T3,3,she,to_supervise,,,accept,she,2027-12-31,own approval\n";
    let firm = firm(PLAIN, "", risks);
    let forecast = Forecast::of(&firm, day("2026-12-29"), 0, 2, |_, _| ());
    let table = [
        // to treat, to supervise, open; R1 and R2 are retained, R3 is not, and is recorded as supervised.
        (PointKind::Now, "2026-12-29", [0, 3, 0]),
        // The day of R1 is over.
        (PointKind::Future, "2026-12-31", [1, 2, 0]),
        (PointKind::Future, "2027-01-31", [1, 1, 1]),
    ];
    for (point, (kind, date, [to_treat, to_supervise, open])) in forecast.points().iter().zip(table) {
        assert_eq!((point.kind, point.date), (kind, day(date)));
        assert_eq!(point.counts.statuses, [to_treat, to_supervise, open, 0], "{date}");
        assert_eq!(point.counts.above_limit, 3);
        if let Some(nothing_done) = &point.nothing_done {
            assert_eq!(*nothing_done, point.counts, "{date}");
        }
    }
}

/// What lies ahead of the day of the forecast is not there yet, and is told.
#[test]
fn days_to_come_are_told_and_waited_for() {
    let actions = "C1,T1,x,true,,,2026-12-15\nC2,T1,x,false,2027-01-10,,\nC3,T2,x,false,,2026-11-20,\nC4,T2,x,true,,,\n\
                   C5,T3,x,false,,2026-11-19,\n";
    let risks = "R1,A1,T1,2,she,open,,,,,,\nR2,A1,T2,2,she,closed,,2026-12-31,,,,\nR3,A1,T3,1,she,open,2027-01-31,,,,,\n\
                 R4,A1,T3,1,she,closed,,,,,,\n";
    let firm = firm(PLAIN, actions, risks);
    let forecast = Forecast::of(&firm, day("2026-11-20"), 1, 3, |_, _| ());
    let assumptions = forecast.assumptions();
    assert_eq!(assumptions.in_the_future, ["R2", "R3", "C1", "C2", "I1"]);
    assert_eq!(assumptions.overdue, ["C5"], "C3 is due, but not overdue");
    assert_eq!(assumptions.completes_by_due_date, 1);
    assert_eq!((assumptions.undated_completions, assumptions.undated_closings), (1, 1));
    assert_eq!((assumptions.undated_actions, assumptions.undated_risks), (4, 3));
    let score: Vec<(Day, u64, Option<u64>)> = forecast
        .points()
        .iter()
        .map(|point| (point.date, point.counts.score, point.nothing_done.as_ref().map(|counts| counts.score)))
        .collect();
    // As planned, and if nothing more is done.
    let expected = [
        // R1: 1 of 1 open, 10; R2: 1 of 2 open, 6.
        ("2026-10-31", 16, None),
        ("2026-11-20", 16, None),
        // C3 is completed on the day of the forecast: 2.
        ("2026-11-30", 12, Some(16)),
        // C1 is completed, though not if nothing is done: 2 or 10; R2 is closed.
        ("2026-12-31", 2, Some(10)),
        // C2 is found: 1 of 2, 6, or 2 of 2, 10; R3 of a threat whose action is overdue: 5.
        ("2027-01-31", 11, Some(15)),
    ];
    assert_eq!(score, expected.map(|(date, planned, nothing)| (day(date), planned, nothing)));
}

#[test]
fn points_are_the_ends_of_months() {
    let firm = firm(PLAIN, "", "");
    let table = [
        ("2028-02-28", 1, 2, vec!["2028-01-31", "2028-02-28", "2028-02-29", "2028-03-31"]),
        ("2028-02-29", 1, 2, vec!["2028-01-31", "2028-02-29", "2028-03-31", "2028-04-30"]),
        ("2027-02-28", 1, 1, vec!["2027-01-31", "2027-02-28", "2027-03-31"]),
        ("2026-01-01", 2, 1, vec!["2025-11-30", "2025-12-31", "2026-01-01", "2026-01-31"]),
        ("2026-12-31", 0, 1, vec!["2026-12-31", "2027-01-31"]),
        ("2100-02-28", 0, 0, vec!["2100-02-28"]),
    ];
    for (as_of, past, months, expected) in table {
        let forecast = Forecast::of(&firm, day(as_of), past, months, |_, _| ());
        let dates: Vec<String> = forecast.points().iter().map(|point| point.date.to_string()).collect();
        assert_eq!(dates, expected, "{as_of}");
        let kinds = forecast.points().iter().map(|point| (point.kind, point.nothing_done.is_some()));
        for ((kind, has_other), date) in kinds.zip(&dates) {
            let expected = match date.as_str().cmp(as_of) {
                std::cmp::Ordering::Less => PointKind::Past,
                std::cmp::Ordering::Equal => PointKind::Now,
                std::cmp::Ordering::Greater => PointKind::Future,
            };
            assert_eq!((kind, has_other), (expected, expected == PointKind::Future), "{date}");
        }
    }
    let longest = Forecast::of(&firm, day("2026-11-20"), u16::MAX, u16::MAX, |_, _| ());
    assert_eq!(longest.points().len(), 241);
    assert_eq!(longest.points()[0].date, day("2016-11-30"));
}
