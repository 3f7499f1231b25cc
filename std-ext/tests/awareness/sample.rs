//! The sample's figures, worked out by hand from its files.

use super::day;
use plimsoll::Organisation;
use plimsoll::awareness::{Awareness, share};
use plimsoll_core::Coverage;

/// As of 2026-11-20, 25 of 26 people are employed. Everyone has six courses to take, and those in operations (9 people) and product
/// (7) a seventh. The recruiter, hired on 2026-09-01, has until later for three of the six.
#[test]
fn coverage_and_what_is_overdue() {
    let sample = Organisation::sample();
    let awareness = Awareness::of(sample.registers(), day("2026-11-20"), None);
    let coverages = awareness.coverages();
    let unit = |name| coverages.of_unit(Some(name));
    let coverage = |in_force, overdue, pending| Coverage { in_force, overdue, pending };
    assert_eq!(coverages.total(), coverage(25 * 6 + 16 - 12 - 3, 12, 3));
    // 9 * 7, of which the head of customer support lacks four and the lead on shift three.
    assert_eq!(unit("operations"), coverage(56, 7, 0));
    // 7 * 7, of which one is missing: payment card data of the product owner of capture.
    assert_eq!(unit("product"), coverage(48, 1, 0));
    // 3 * 6, of which the country manager lacks three, and the head of sales has not refreshed one.
    assert_eq!(unit("sales"), coverage(14, 4, 0));
    assert_eq!(unit("finance"), coverage(12, 0, 0));
    assert_eq!(unit("people"), coverage(21, 0, 3));
    // The three in apac: 7 + 6 + 7 courses, of which ten are in force.
    let apac = coverages.regions().iter().find(|region| region.name.as_deref() == Some("apac")).unwrap();
    assert_eq!(apac.coverage, coverage(10, 10, 0));
    assert_eq!(share(&apac.coverage), Some("50.0".into()), "behind: below 60 per cent");
    let of_others = coverages.regions().iter().filter(|region| region.name.as_deref() != Some("apac"));
    assert!(of_others.into_iter().all(|region| region.coverage.percent() >= Some(90)));
    // Signing in safely: 30 days from 2022-02-14.
    let first = awareness.overdue().first().unwrap();
    assert_eq!((first.person.id.as_str(), first.course.id.as_str()), ("P16", "K04"));
    assert_eq!(first.since, Some(day("2022-03-17")));
    // Handling of personal data: two years from 2024-09-10.
    let last = awareness.overdue().last().unwrap();
    assert_eq!((last.person.id.as_str(), last.course.id.as_str()), ("P09", "K02"));
    assert_eq!(last.since, Some(day("2026-09-11")));
}

#[test]
fn one_team_has_no_ambassador_and_one_manager_has_not_answered() {
    let sample = Organisation::sample();
    let awareness = Awareness::of(sample.registers(), day("2026-11-20"), None);
    let lacking: Vec<&str> =
        awareness.teams().iter().filter(|team| team.tally.lacks_ambassador()).map(|team| team.name).collect();
    // The team of integrations has nobody since 2026-10-31, and is no team any more.
    assert_eq!((awareness.teams().len(), lacking), (17, vec!["manila office"]));
    let rows: Vec<_> = awareness
        .compilation()
        .units()
        .iter()
        .map(|unit| {
            let missing: Vec<&str> = unit.missing.iter().map(|person| person.id.as_str()).collect();
            (unit.unit.unwrap(), unit.expected, unit.submitted, missing, unit.mean().unwrap())
        })
        .collect();
    let expected = [
        ("finance", 1, 1, vec![], "5.00"),
        ("operations", 5, 4, vec!["P16"], "3.75"),
        ("people", 1, 1, vec![], "4.00"),
        ("product", 2, 2, vec![], "3.50"),
        ("sales", 1, 1, vec![], "2.00"),
    ];
    assert_eq!(
        rows,
        expected.map(|(unit, due, has, missing, mean)| (unit, due, has, missing, mean.to_string()))
    );
}
