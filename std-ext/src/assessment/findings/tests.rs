//! Each finding with the smallest register that shows it, and one that does not.

mod alignment;
mod awareness;
mod practice;

use super::{Finding, FindingKind};
use crate::Organisation;
use crate::assessment::Assessment;
use crate::diagnostic::Diagnostics;
use crate::registers::Source;
use plimsoll_core::Day;

const POLICY: &str = "[policy]\nname = \"p\"\nversion = \"1\"\nauthor = \"a\"\napprover = \"b\"\n";
const ASSETS: &str = "id,name,class,confidentiality,integrity,availability,owner,document,unit,department\n";
const ASSET: &str = "A1,plan,information,low,low,low,Eva,design,sales,\n";
const RISK: &str = "id,asset,threat,impact,owner\nR1,A1,T1,1,Eva\n";

/// The smallest register, with some files replaced or added.
fn organisation(files: &[(&str, &str)]) -> Organisation {
    let assets = format!("{ASSETS}{ASSET}");
    let given = [
        ("policy.toml", POLICY),
        ("assets.csv", assets.as_str()),
        ("threats.csv", "id,name,class,origin,compromises\nT1,fire,environmental,internal,A\n"),
        // With nothing left to do, the likelihood is lowest and nothing calls for treatment.
        ("actions.csv", "id,threat,title,completed\nC1,T1,sprinklers,yes\n"),
        ("risks.csv", RISK),
    ];
    let replaced = |name: &&(&str, &str)| files.iter().all(|(other, _)| *other != name.0);
    let sources: Vec<Source> =
        given.iter().filter(replaced).chain(files).map(|(name, text)| Source::new(*name, *text)).collect();
    let mut diagnostics = Diagnostics::new();
    Organisation::from_sources(&sources, &mut diagnostics).unwrap_or_else(|| panic!("{diagnostics}"))
}

fn as_of() -> Day {
    Day::from_ymd(2026, 11, 20).unwrap()
}

/// What stands out in it on 2026-11-20.
fn found(files: &[(&str, &str)]) -> Vec<Finding<'static>> {
    let organisation = Box::leak(Box::new(organisation(files)));
    let assessment = Assessment::of(organisation, as_of());
    assert!(!assessment.is_finding(), "none of these calls for action");
    assessment.findings().to_vec()
}

/// The findings in short: kind, file, id and column; and whether it counts as one of the risk.
fn short(files: &[(&str, &str)]) -> Vec<String> {
    let one = |finding: Finding<'_>| {
        let entry = &finding.entry;
        assert_eq!(finding.risk, if entry.file == "risks.csv" { entry.id } else { "" });
        assert!(finding.kind.is_gap());
        format!("{} {} {} {}", finding.kind.label(), entry.file, entry.id, entry.column.unwrap_or("-"))
    };
    found(files).into_iter().map(one).collect()
}

#[test]
fn a_register_without_people_says_nothing_of_owners() {
    assert_eq!(short(&[]), Vec::<String>::new());
    assert_eq!(short(&[("people.csv", "id,name\n")]), Vec::<String>::new());
}

#[test]
fn owners_are_known_here_and_may_see_what_they_own() {
    let both = |kind: &str| vec![format!("{kind} risks.csv R1 owner"), format!("{kind} assets.csv A1 owner")];
    let none = Vec::<String>::new();
    for (people, expected) in [
        ("P1,Eva,,A1", none.clone()),
        ("eva,Somebody,,A1", none.clone()),
        ("P1, EVA,,A1", none.clone()),
        // A look-alike letter: the Cyrillic one.
        ("P1,\u{415}va,,A1", none.clone()),
        ("P1,Eve,,A1", both("unknown_owner")),
        ("P1,Eva,2026-11-19,A1", both("owner_left")),
        ("P1,Eva,2026-11-20,A1", none.clone()),
        ("P1,Eva,,", both("owner_without_access")),
        // Of two with one name, each would have to have left or to lack access.
        ("P1,Eva,2026-11-19,A1\nP2,Eva,,A1", none.clone()),
        ("P1,Eva,2026-11-19,\nP2,Eva,,A1", none.clone()),
        ("P1,Eva,2026-11-19,A1\nP2,Eva,,", both("owner_without_access")),
        ("P1,Eva,,\nP2,Eva,,A1", none.clone()),
        ("P1,Eva,2026-11-18,\nP2,Eva,2026-11-19,", both("owner_left")),
        // An id is meant before a name.
        ("Eva,Kim,2026-11-19,A1\nP2,Eva,,A1", both("owner_left")),
    ] {
        let people = format!("id,name,left,grants\n{people}\n");
        assert_eq!(short(&[("people.csv", &people)]), expected, "{people}");
    }
    let left = found(&[("people.csv", "id,name,left\nP1,Eva,2026-11-18\nP2,Eva,2026-11-19\n")]);
    assert_eq!(left[0].text, "the owner, Eva, left on 2026-11-19: name another");
}

/// Whoever owns a risk does not approve its exception, by whatever they are called.
#[test]
fn nobody_approves_an_exception_for_oneself() {
    for (people, owner, approver, holds) in [
        ("", "Kim", "P1", true),
        ("", "Kim", "KIM ", false),
        ("P1,Kim", "Kim", "P1", false),
        ("P1,Kim", "p1", "kim", false),
        ("P1,Kim", "Kim", "Kim", false),
        ("P1,Kim\nP2,Eva", "Kim", "P2", true),
        ("P1,Kim\nP2,Eva", "Kim", "Eva", true),
        ("P1,Kim", "Kim", "the board", true),
        ("P1,Kim", "the board", "The Board", false),
        // Of two with one name, either may be meant.
        ("P1,Kim\nP2,Kim", "Kim", "P2", false),
        ("P1,Kim\nP2,Kim", "P1", "P2", true),
    ] {
        let people = format!("id,name\n{people}\n");
        let exceptions = "response,approver,exception_until,exception_reason";
        let risks = format!(
            "id,asset,threat,impact,owner,{exceptions}\nR1,A1,T1,1,{owner},accept,{approver},2026-12-31,agreed\n"
        );
        let organisation = organisation(&[("people.csv", &people), ("risks.csv", &risks)]);
        let facts = Assessment::of(&organisation, as_of()).risks()[0].facts;
        assert_eq!(facts.exception, holds, "{people} {owner} {approver}");
    }
}

#[test]
fn teams_are_told_and_closed_risks_are_left_out() {
    let people = ("people.csv", "id,name\nP1,Kim\n");
    let assets = format!("{ASSETS}{}", ASSET.replace("Eva", "sales team"));
    let risks = RISK.replace("Eva", "sales team");
    let both = ["team_owner risks.csv R1 owner", "team_owner assets.csv A1 owner"];
    assert_eq!(short(&[people, ("assets.csv", &assets), ("risks.csv", &risks)]), both);
    // Also where nobody is registered; and the policy may name a team that does not call itself one.
    let policy = format!("{POLICY}[[team]]\nname = \"night watch\"\nlevel = 1\nrights = 3\n");
    let watch = format!("{ASSETS}{}", ASSET.replace("Eva", "Night Watch"));
    assert_eq!(short(&[("policy.toml", &policy), ("assets.csv", &watch)]), both[1..]);
    assert_eq!(
        found(&[("policy.toml", &policy), ("assets.csv", &watch)])[0].text,
        "the owner, Night Watch, is a team: name a person"
    );
    // So may people.csv; and who is registered is a person, whatever the name.
    let of_people = |team: &str, owner: &str| {
        let people = format!("id,name,team\nP1,Kim,{team}\nP2,Mary Board,\n");
        let assets = format!("{ASSETS}{}", ASSET.replace("Eva", owner));
        let found = short(&[("people.csv", &people), ("assets.csv", &assets)]);
        found.into_iter().filter(|line| line.contains("assets.csv")).collect::<Vec<_>>()
    };
    assert_eq!(of_people("night watch", "Night Watch"), both[1..]);
    assert_eq!(of_people("day watch", "Night Watch"), ["unknown_owner assets.csv A1 owner"]);
    assert_eq!(of_people("kim", "Kim"), of_people("", "kim"));
    assert_eq!(of_people("", "Mary Board"), of_people("", "P2"));
    let closed = "id,asset,threat,impact,owner,closed,reviewed\nR1,A1,T1,1,Eva,2026-11-20,2020-01-01\n";
    assert_eq!(short(&[people, ("risks.csv", closed)]), ["unknown_owner assets.csv A1 owner"]);
}

#[test]
fn only_design_documents_need_a_grant() {
    for (document, expected) in [("design", 2), ("internal", 0), ("", 0)] {
        let assets = format!("{ASSETS}{}", ASSET.replace("design", document));
        let people = ("people.csv", "id,name,unit\nP1,Eva,sales\n");
        assert_eq!(short(&[people, ("assets.csv", &assets)]).len(), expected, "{document}");
    }
}

#[test]
fn access_follows_the_department_else_the_unit() {
    use plimsoll_core::Access;
    for (asset_unit, asset_department, unit, department, expected) in [
        ("sales", "", "Sales", "", Access::Edit),
        ("sales", "", "people", "", Access::View),
        ("sales", "", "", "sales", Access::View),
        ("", "", "", "", Access::View),
        ("sales", "contracts", "sales", "", Access::View),
        ("sales", "contracts", "people", "contracts", Access::Edit),
        ("sales", "contracts", "sales", "fairs", Access::View),
    ] {
        let row = format!("A1,plan,information,low,low,low,Eva,internal,{asset_unit},{asset_department}\n");
        let files = [
            Source::new("assets.csv", format!("{ASSETS}{row}")),
            Source::new("threats.csv", "id,name,class,origin,compromises\n"),
            Source::new("risks.csv", "id,asset,threat,impact,owner\n"),
            Source::new("people.csv", format!("id,name,unit,department\nP1,Eva,{unit},{department}\n")),
        ];
        let mut diagnostics = Diagnostics::new();
        let words = crate::registers::Vocabulary::default();
        let registers = crate::registers::Registers::from_csv(&files, &words, &mut diagnostics)
            .unwrap_or_else(|| panic!("{diagnostics}"));
        let access = super::access(&registers.people()[0], &registers.assets()[0]);
        assert_eq!(access, Some(expected), "{row} {unit} {department}");
    }
}

#[test]
fn reviews_are_overdue_after_the_months_of_the_policy_or_twelve() {
    let stale = |months: &str, opened: &str, reviewed: &str| {
        let policy = format!("{POLICY}{months}");
        let risks =
            format!("id,asset,threat,impact,owner,opened,reviewed\nR1,A1,T1,1,Eva,{opened},{reviewed}\n");
        let found = found(&[("policy.toml", &policy), ("risks.csv", &risks)]);
        let stale = found.iter().filter(|finding| finding.kind == FindingKind::StaleReview);
        stale.map(|finding| finding.text.clone()).collect::<Vec<_>>().join("; ")
    };
    let six = "[review]\nmonths = 6\n";
    for (months, opened, reviewed, said) in [
        ("", "2020-01-01", "", ""),
        ("", "2020-01-01", "2025-11-20", ""),
        ("", "2020-01-01", "2025-11-19", "last reviewed on 2025-11-19, more than 12 months ago"),
        ("", "", "2025-11-19", "last reviewed on 2025-11-19, more than 12 months ago"),
        (six, "2020-01-01", "2026-05-20", ""),
        (six, "2020-01-01", "2026-05-19", "last reviewed on 2026-05-19, more than 6 months ago"),
        (six, "2026-05-20", "", ""),
        (six, "2026-05-19", "", "never reviewed since it was opened on 2026-05-19, more than 6 months ago"),
        (six, "", "", "nothing says when it was opened or reviewed"),
        // A review that is yet to come has not happened.
        (six, "2026-05-19", "2026-11-21", "never reviewed since it was opened on 2026-05-19"),
        ("", "2026-05-19", "2026-11-21", ""),
        ("[review]\nmonths = 1\n", "", "2026-10-20", ""),
        ("[review]\nmonths = 1\n", "", "2026-10-19", "last reviewed on 2026-10-19, more than a month ago"),
        (six, "2026-11-21", "", ""),
    ] {
        let found = stale(months, opened, reviewed);
        assert!(
            found.starts_with(said) && found.is_empty() == said.is_empty(),
            "{opened} {reviewed}: {found}"
        );
    }
}

#[test]
fn what_is_yet_to_come_has_not_happened() {
    let future = |name: &str, text: &str| short(&[(name, text)]);
    let risks = "id,asset,threat,impact,owner,opened,reviewed,closed\n";
    let incidents = "id,segment,kind,opened,resolved\n";
    let actions = "id,threat,title,completed,identified,done,due\n";
    for (name, header, row, columns) in [
        ("risks.csv", risks, "R1,A1,T1,1,Eva,2026-11-20,2026-11-20,", vec![]),
        (
            "risks.csv",
            risks,
            "R1,A1,T1,1,Eva,2026-11-21,2026-11-22,2026-11-23",
            vec!["opened", "reviewed", "closed"],
        ),
        ("risks.csv", risks, "R1,A1,T1,1,Eva,2026-11-20,,2026-11-21", vec!["closed"]),
        ("actions.csv", actions, "C1,T1,x,yes,2026-11-20,2026-11-20,2027-01-01", vec![]),
        ("actions.csv", actions, "C1,T1,x,yes,2026-11-21,2026-11-22,", vec!["identified", "done"]),
        ("incidents.csv", incidents, "I1,client,other,2026-11-20,2026-11-20", vec![]),
        ("incidents.csv", incidents, "I1,client,other,2026-11-20,2026-11-21", vec!["resolved"]),
        ("incidents.csv", incidents, "I1,client,other,2026-11-21,2026-11-21", vec!["opened", "resolved"]),
    ] {
        let id = row.split(',').next().unwrap();
        let expected: Vec<String> =
            columns.iter().map(|column| format!("date_in_the_future {name} {id} {column}")).collect();
        assert_eq!(future(name, &format!("{header}{row}\n")), expected, "{row}");
    }
    let incidents = ("incidents.csv", "id,segment,kind,opened\nI1,client,other,2026-11-21\n");
    let handling = ("handling.csv", "incident,date,event,by\nI1,2026-11-21,opened,client\n");
    let both = ["date_in_the_future incidents.csv I1 opened", "date_in_the_future handling.csv I1 date"];
    assert_eq!(short(&[incidents, handling]), both);
    let found = found(&[("incidents.csv", "id,segment,kind,opened\nI1,client,other,2026-11-21\n")]);
    assert_eq!(
        found[0].text,
        "`opened` in incidents.csv is 2026-11-21, after 2026-11-20: it has not happened yet"
    );
}

/// Entries without ids of their own would all be told in the same words.
#[test]
fn days_to_come_of_entries_without_ids_are_counted() {
    let courses = ("courses.csv", "id,name,mandatory\nC1,policy,no\nC2,privacy,no\n");
    let people = ("people.csv", "id,name,manager\nP1,Eva,\nP2,Ann,P1\n");
    let trainings: String =
        (0..1000).map(|at| format!("P{},C1,2027-{:02}-01\n", at % 2 + 1, at % 12 + 1)).collect();
    let trainings = format!("person,course,date\nP2,C2,2026-11-20\n{trainings}P1,C2,2026-11-21\n");
    let answers = "work_system,question,answer,answered\ndesk,participants_trained,yes,2026-11-21\n";
    let assessments = "manager,quarter,date\nP1,2026-Q3,2026-11-21\nP1,2026-Q2,2026-11-22\n";
    let files = [
        people,
        courses,
        ("trainings.csv", &trainings),
        ("assessments.csv", assessments),
        ("checklist.csv", answers),
    ];
    let found = found(&files);
    let told = found.iter().filter(|finding| finding.kind == FindingKind::DateInTheFuture);
    let told: Vec<_> = told.map(|finding| (finding.entry.id, finding.text.as_str())).collect();
    let expected = [
        (
            "P1",
            "`date` of 1001 entries in trainings.csv is after 2026-11-20, the latest 2027-12-01: they have not happened yet",
        ),
        (
            "P1",
            "`date` of 2 entries in assessments.csv is after 2026-11-20, the latest 2026-11-22: they have not happened yet",
        ),
        ("desk", "`answered` in checklist.csv is 2026-11-21, after 2026-11-20: it has not happened yet"),
    ];
    assert_eq!(told, expected);
}

/// A million risks may have a finding each, or several: what it is about is not copied.
#[test]
fn findings_are_small() {
    assert!(size_of::<Finding<'_>>() <= 96, "{}", size_of::<Finding<'_>>());
}
