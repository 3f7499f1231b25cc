//! Facts as of another day: an assessment, a forecast and what changed between two days see the registers of their own days.

use crate::{DAY, Firm, day, decided};
use plimsoll::Organisation;
use plimsoll::history::{Changes, Forecast, Part};
use proptest::prelude::*;

/// A conflict that is open from May to September, and somebody who is taught in July and again too late.
fn firm() -> Firm {
    Firm::new(
        "name = \"open_conflict\"\n\n[[facet]]\nname = \"training_coverage\"\ndefault = 100",
        "if risk.open_conflict != \"none\" { raise(2, \"a conflict\"); } \
         if risk.training_coverage < 100 { raise(1, \"not all were taught\"); }",
    )
    .with(
        "conflicts.csv",
        "id,area,security_value,work_value,assets,opened,resolved\nV1,form,a,b,A1,2026-05-10,2026-09-10\n",
    )
    .with("courses.csv", "id,name,refresh_months\nC1,passwords,3\n")
    .with("trainings.csv", "person,course,date\nP1,C1,2026-07-20\nP2,C1,2026-07-20\nP3,C1,2026-07-20\n")
}

fn score(organisation: &Organisation, risk: &str, as_of: &str) -> u8 {
    decided(organisation, risk, as_of).split(':').next().unwrap().parse().unwrap()
}

#[test]
fn an_assessment_sees_its_day() {
    let organisation = firm().read();
    let by_day = [
        ("2026-05-09", 11, "not taught yet, and no conflict yet"),
        ("2026-05-10", 13, "not taught, and the first day of the conflict"),
        ("2026-07-20", 12, "taught, in conflict"),
        ("2026-09-09", 12, "the last day of the conflict"),
        ("2026-09-10", 10, "all is well"),
        ("2026-11-20", 11, "they had to be taught again in October"),
    ];
    for (as_of, expected, why) in by_day {
        assert_eq!(score(&organisation, "R1", as_of), expected, "{as_of}: {why}");
    }
    assert_eq!(score(&organisation, "R2", "2026-07-20"), 10, "no conflict over the lathe");
}

/// The sums of a forecast are those of assessments of its days, made one by one.
fn agrees(firm: &Firm, as_of: &str, past: u16, months: u16) -> Vec<u64> {
    let organisation = firm.read();
    let forecast = Forecast::of(&organisation, day(as_of), past, months, |_, _| {});
    let sums: Vec<u64> = forecast.points().iter().map(|point| point.counts.score).collect();
    let expected: Vec<u64> = forecast
        .points()
        .iter()
        .map(|point| {
            let date = point.date.to_string();
            ["R1", "R2", "R3"].iter().map(|risk| u64::from(score(&organisation, risk, &date))).sum()
        })
        .collect();
    assert_eq!(sums, expected);
    sums
}

#[test]
fn a_forecast_sees_each_of_its_days() {
    let sums = agrees(&firm(), DAY, 8, 3);
    assert_eq!(sums.len(), 12);
    // From the end of March: not taught, three times 1; in conflict 2 more; then neither; then to be taught again.
    assert_eq!(sums[..8], [33, 33, 35, 35, 32, 32, 30, 33], "{sums:?}");
}

#[test]
fn a_column_holds_throughout_a_forecast() {
    let risks = "id,asset,threat,impact,owner,open_conflict\nR1,A1,T1,2,P1,none\nR2,A2,T1,2,P3,form\nR3,A3,T1,2,P3,\n";
    let sums = agrees(&firm().with("risks.csv", risks), DAY, 8, 0);
    assert_eq!(sums[2], 35, "R2 alone is in conflict, and on every day");
    assert_eq!(sums[6], 32);
}

#[test]
fn what_changed_between_two_days_is_re_rated() {
    let organisation = firm().read();
    let changes = Changes::since(&organisation, day("2026-05-20"), day("2026-09-20"));
    let total = changes.total().score;
    let by_part = Part::ALL.map(|part| total.part(part));
    assert_eq!(by_part, [0, 0, -5, 0], "2 for the conflict, and 1 for each that was taught");
    assert_eq!(changes.events().re_rated, ["R1", "R2", "R3"]);
    assert!(
        changes.notes()[0].contains("re-rated but for what registers of organisation"),
        "{:?}",
        changes.notes()
    );
    // Between two days on which the registers come to the same, nothing is.
    let changes = Changes::since(&organisation, day("2026-05-20"), day("2026-05-21"));
    assert!(changes.events().re_rated.is_empty());
}

/// What follows the day and what does not, side by side, for all assets and for some.
#[test]
fn a_forecast_sees_facts_that_follow_no_day_as_well() {
    let firm = firm();
    let policy = firm.0.iter().find(|file| file.name == "policy.toml").unwrap().text.clone();
    let more = "[[facet]]\nname = \"mechanism_liaisons\"\n\n[[facet]]\nname = \"conflict_integrity\"\n";
    let rule = "// derives_from: ours\nfn rule_a(risk) {\n\
                if risk.mechanism_liaisons == \"absent\" && risk.training_coverage < 100 { raise(1, \"nobody\"); }\n\
                if risk.conflict_integrity || risk.open_conflict == \"form\" { raise(2, \"a conflict\"); }\n}\n";
    let firm = firm
        .with("policy.toml", &format!("{policy}\n{more}"))
        .with("rules/all.rhai", rule)
        .with("mechanisms.csv", "mechanism,maturity,unit\nliaisons,partial,\nliaisons,absent,sales\n");
    let sums = agrees(&firm, DAY, 8, 3);
    assert_eq!(sums[..4], [31, 31, 33, 33], "{sums:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Whatever the days of trainings and conflicts.
    #[test]
    fn a_forecast_agrees_with_assessments(
        conflicts in proptest::collection::vec((0_u8..3, 0_u8..12, 0_u8..12, any::<bool>()), 0..4),
        trainings in proptest::collection::vec((1_u8..4, 1_u8..13, 1_u8..29), 0..6),
        day in 1_u8..29,
    ) {
        let rows: String = conflicts
            .iter()
            .enumerate()
            .map(|(n, (asset, from, for_months, by_unit))| {
                let until = (from + for_months).min(11);
                let place = match by_unit { true => ",sales".to_owned(), false => format!("A{},", asset + 1) };
                format!("V{n},form,a,b,{place},2026-{:02}-05,2026-{:02}-20\n", from + 1, until + 1)
            })
            .collect();
        let taught: String =
            trainings.iter().map(|(person, month, day)| format!("P{person},C1,2026-{month:02}-{day:02}\n")).collect();
        let firm = firm()
            .with("conflicts.csv", &format!("id,area,security_value,work_value,assets,unit,opened,resolved\n{rows}"))
            .with("trainings.csv", &format!("person,course,date\n{taught}"));
        agrees(&firm, &format!("2026-08-{day:02}"), 8, 5);
    }
}
