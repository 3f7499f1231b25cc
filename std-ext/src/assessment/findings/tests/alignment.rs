//! Findings about mechanisms, measures and who owns them.

use super::{found, short};

const MECHANISMS: &str = "mechanism,maturity,unit,evidence,owner\n";
const MEASURES: &str = "id,title,track,owner,learned_from\n";

/// A mechanism of each group, at least partial and with evidence where established: nothing stands out about them.
const SOUND: &str = "security_organisation,established,,budget,a\nsecurity_executive,partial,,,\n\
                     steering_committee,partial,,,b\nseparation_of_governance,established,,charter,\nliaisons,partial,,,\n\
                     top_down_security,established,,rules,\nembedded_in_processes,partial,,,\n\
                     awareness_programmes,established,,courses,\nmentoring,partial,,,\n\
                     executive_commitment,partial,,,\ntechnical_competence,partial,,,\n";

fn mechanisms(rows: &str) -> Vec<String> {
    short(&[("mechanisms.csv", &format!("{MECHANISMS}{rows}"))])
}

fn measures(rows: &str) -> Vec<String> {
    short(&[("measures.csv", &format!("{MEASURES}{rows}"))])
}

/// The rows of [`SOUND`] with one of them replaced, or left out.
fn with(mechanism: &str, row: &str) -> String {
    let others = SOUND.lines().filter(|line| !line.starts_with(mechanism)).map(|line| format!("{line}\n"));
    others.chain([row.to_owned()]).collect()
}

fn of(findings: &[(&str, &str)]) -> Vec<String> {
    let one = |(kind, column): &(&str, &str)| format!("{kind} mechanisms.csv organisation {column}");
    findings.iter().map(one).collect()
}

#[test]
fn an_empty_file_is_as_good_as_none() {
    assert_eq!(mechanisms(""), Vec::<String>::new());
    assert_eq!(measures(""), Vec::<String>::new());
}

#[test]
fn each_lack_of_a_profile_is_told() {
    let maturity = |kinds: &[&str]| of(&kinds.iter().map(|kind| (*kind, "maturity")).collect::<Vec<_>>());
    for (rows, expected) in [
        (SOUND.to_owned(), maturity(&[])),
        (with("separation", ""), maturity(&["no_separation"])),
        (with("separation", "separation_of_governance,absent,,,\n"), maturity(&["no_separation"])),
        (with("separation", "separation_of_governance,partial,,,\n"), maturity(&[])),
        // Leadership is then at 0 %, others at 50.
        (
            with("executive", "executive_commitment,absent,,,\n"),
            maturity(&["imbalance", "no_executive_commitment"]),
        ),
        (with("executive", "executive_commitment,established,,speech,\n"), maturity(&["imbalance"])),
        (with("technical", "technical_competence,absent,,,\n"), maturity(&["imbalance"])),
        (
            "technical_competence,partial,,,\n".into(),
            maturity(&["purely_technical", "imbalance", "no_separation", "no_executive_commitment"]),
        ),
        ("technical_competence,absent,,,\n".into(), maturity(&["no_separation", "no_executive_commitment"])),
    ] {
        assert_eq!(mechanisms(&rows), expected, "{rows}");
    }
    let rows = format!("{MECHANISMS}{}", with("executive", "executive_commitment,absent,,,\n"));
    let text = &found(&[("mechanisms.csv", &rows)])[0].text;
    assert_eq!(
        text,
        "coordinating_structures is at 66 % of its points and leadership at 0 %: work on the weakest group"
    );
}

#[test]
fn a_unit_is_told_of_where_the_organisation_is_not() {
    let of_sales = |kind: &str| vec![format!("{kind} mechanisms.csv Sales maturity")];
    for (rows, expected) in [
        (
            format!("{SOUND}separation_of_governance,absent,Sales,,\nliaisons,absent,sales,,\n"),
            of_sales("no_separation"),
        ),
        (format!("{SOUND}liaisons,absent,sales,,\n"), vec![]),
        // The organisation lacks it as well, and says so once.
        (
            format!("{}liaisons,absent,Sales,,\n", with("separation", "")),
            of(&[("no_separation", "maturity")]),
        ),
        // Both are out of balance, but the one between other groups.
        (
            format!(
                "{}executive_commitment,partial,Sales,,\ntechnical_competence,absent,Sales,,\n",
                with("executive", "executive_commitment,absent,,,\n")
            ),
            [
                of(&[("imbalance", "maturity"), ("no_executive_commitment", "maturity")]),
                of_sales("imbalance"),
            ]
            .concat(),
        ),
        (
            format!("{}mentoring,absent,Sales,,\n", with("executive", "executive_commitment,absent,,,\n")),
            of(&[("imbalance", "maturity"), ("no_executive_commitment", "maturity")]),
        ),
        // Nothing is said of the organisation, so nothing is told of it.
        (
            "separation_of_governance,partial,Sales,,\ntop_down_security,partial,Sales,,\n".into(),
            of_sales("no_executive_commitment"),
        ),
    ] {
        assert_eq!(mechanisms(&rows), expected, "{rows}");
    }
}

#[test]
fn what_is_established_needs_evidence() {
    let text = |rows: &str| {
        let all = found(&[("mechanisms.csv", &format!("{MECHANISMS}{SOUND}{rows}"))]);
        let mut told = all.into_iter().filter(|finding| finding.kind.label() == "no_evidence");
        let one = told.next().map(|finding| (finding.entry.id, finding.text));
        assert!(told.next().is_none(), "one finding names all");
        one
    };
    assert_eq!(text("internal_audit,partial,,,\n"), None);
    assert_eq!(text("internal_audit,established,,report,\n"), None);
    let told =
        |named: &str| format!("established, but with nothing to show for it: {named}; say what shows it");
    assert_eq!(text("internal_audit,established,,,\n"), Some(("organisation", told("internal_audit"))));
    assert_eq!(text("liaisons,established,sales, ,\n"), Some(("sales", told("liaisons (sales)"))));
    let folded = text("liaisons,established,Sales,,\nmentoring,established,sales,,\n");
    assert_eq!(folded.unwrap().0, "Sales", "one unit, whatever the case");
    assert_eq!(
        text("internal_audit,established,,,\nliaisons,established,sales,,\n"),
        Some(("organisation", told("internal_audit, liaisons (sales)")))
    );
    let many: String = (0..11).map(|n| format!("liaisons,established,u{n},,\n")).collect();
    let eight: Vec<String> = (0..8).map(|n| format!("liaisons (u{n})")).collect();
    assert_eq!(text(&many).unwrap().1, told(&format!("{} and 3 more", eight.join(", "))));
}

#[test]
fn tracks_without_measures_are_told() {
    let of_tracks = |kind: &str| vec![format!("{kind} measures.csv organisation track")];
    for (rows, expected) in [
        ("M1,a,micro,,\nM2,b,meso,,\nM3,c,macro,,\n", vec![]),
        ("M1,a,micro,,\nM2,b,micro,,\n", of_tracks("one_sided_tracks")),
        ("M1,a,macro,,\n", of_tracks("one_sided_tracks")),
        ("M1,a,micro,,\nM2,b,micro,,\nM3,c,macro,,\n", of_tracks("empty_track")),
    ] {
        assert_eq!(measures(rows), expected, "{rows}");
    }
    let text = |rows: &str| found(&[("measures.csv", &format!("{MEASURES}{rows}"))])[0].text.clone();
    assert_eq!(text("M1,a,micro,,\nM2,b,macro,,\n"), "no measure acts on the meso track: take one there");
    assert_eq!(
        text("M1,a,meso,,\n"),
        "all measures act on one track, and none on micro and macro: success on one is easily mistaken for success on all"
    );
}

/// An event is an incident's id or any words.
#[test]
fn one_event_from_which_all_was_learned_is_told() {
    for (sources, expected) in [
        (["", "", ""], false),
        (["the flood", "", ""], false),
        (["the flood", "The  Flood ", ""], true),
        (["I7", "i7", "I7"], true),
        (["I7", "I8", ""], false),
        (["the flood", "the fire", "the flood"], false),
    ] {
        let [one, two, three] = sources;
        let rows = format!("M1,a,micro,,{one}\nM2,b,meso,,{two}\nM3,c,macro,,{three}\n");
        let told = vec!["benchmark_catastrophe measures.csv organisation learned_from".to_owned()];
        assert_eq!(measures(&rows), if expected { told } else { vec![] }, "{sources:?}");
    }
    assert_eq!(measures("M1,a,micro,,I7\n").len(), 2, "the only measure, and one-sided");
}

#[test]
fn one_owner_of_everything_is_told() {
    let people = "id,name\nP1,Kim\nP2,Eva\nP3,Eva\n";
    for (owners, of_mechanisms, expected) in [
        (["", "", ""], ["", ""], None),
        // One thing has one owner.
        (["Kim", "", ""], ["", ""], None),
        (["Kim", "kim ", ""], ["", ""], Some(2)),
        (["Kim", "P1", "Kim"], ["P1", ""], Some(4)),
        (["", "", ""], ["Kim", "P1"], Some(2)),
        (["Kim", "Kim", "Kim"], ["Eva", ""], None),
        // Of two with one name, either may be meant, but not both at once.
        (["Eva", "P2", ""], ["", ""], Some(2)),
        (["P2", "P3", "Eva"], ["", ""], None),
        // Nobody in the register.
        (["the board", "The Board", ""], ["", ""], Some(2)),
        (["the board", "the mayor", ""], ["", ""], None),
    ] {
        let [one, two, three] = owners;
        let measures = format!("{MEASURES}M1,a,micro,{one},\nM2,b,meso,{two},\nM3,c,macro,{three},\n");
        let [fourth, fifth] = of_mechanisms;
        let rows = SOUND.replace(",budget,a", &format!(",budget,{fourth}"));
        let rows = rows.replace("partial,,,b", &format!("partial,,,{fifth}"));
        let files = [
            ("people.csv", people),
            ("measures.csv", &measures),
            ("mechanisms.csv", &format!("{MECHANISMS}{rows}")),
        ];
        let all = found(&files);
        let told: Vec<_> = all.iter().filter(|finding| finding.kind.label() == "one_owner").collect();
        assert_eq!(told.len(), usize::from(expected.is_some()), "{owners:?} {of_mechanisms:?}");
        if let (Some(owned), [one]) = (expected, told.as_slice()) {
            let counted = format!("owns all {owned} measures and mechanisms that name an owner");
            assert!(one.text.contains(&counted), "{}", one.text);
            let of_measures = owners.iter().any(|owner| !owner.is_empty());
            assert_eq!(one.entry.file, if of_measures { "measures.csv" } else { "mechanisms.csv" });
        }
    }
}
