//! Registers that are longer than a page.

use super::{as_xml, parse, sound, text, written};
use plimsoll::Organisation;
use plimsoll::diagnostic::Diagnostics;
use plimsoll::registers::Source;
use plimsoll::report::MOST_RISKS;

fn organisation(risks: usize) -> Organisation {
    let mut register = "id,asset,threat,impact,owner,response\n".to_string();
    for n in 1..=risks {
        // Every fifth is very grave, and of these every second is accepted against the policy.
        let (impact, response) = if n % 5 == 0 { (5, ["reduce", "accept"][n % 2]) } else { (1, "accept") };
        register.push_str(&format!("R{n},A{},T1,{impact},Eva,{response}\n", n % 7));
    }
    let assets: String = (0..70).map(|n| format!("A{n},asset {n},services,low,low,low,Eva\n")).collect();
    let files = [
        Source::new(
            "policy.toml",
            "[policy]\nname = \"p\"\nversion = \"1\"\nauthor = \"a\"\napprover = \"b\"\n",
        ),
        Source::new(
            "assets.csv",
            format!("id,name,class,confidentiality,integrity,availability,owner\n{assets}"),
        ),
        Source::new("threats.csv", "id,name,class,origin,compromises\nT1,fire,environmental,external,A\n"),
        Source::new("risks.csv", register),
    ];
    let mut diagnostics = Diagnostics::new();
    Organisation::from_sources(&files, &mut diagnostics).unwrap_or_else(|| panic!("{diagnostics}"))
}

#[test]
fn a_long_register_is_cut_to_the_gravest_and_says_so() {
    let (page, _) = written(&organisation(MOST_RISKS + 1500));
    sound::page(&page);
    let xml = as_xml(&page);
    let document = parse(&xml);
    let bodies: Vec<_> = document
        .descendants()
        .filter(|node| node.attribute("id").is_some_and(|id| id.starts_with("risk-")))
        .collect();
    assert_eq!(bodies.len(), MOST_RISKS);
    let ids: Vec<usize> = bodies
        .iter()
        .map(|body| {
            let id = body.descendants().find(|node| node.has_tag_name("th")).unwrap();
            text(id).strip_prefix('R').unwrap().parse().unwrap()
        })
        .collect();
    // 250 are accepted against the policy, 250 more are above their limit, and what is left is filled in order.
    let untreated = (1..=2500).filter(|n| n % 10 == 5);
    let treated = (1..=2500).filter(|n| n % 10 == 0);
    let others = (1..=2500).filter(|n| n % 5 != 0).take(500);
    assert_eq!(ids, untreated.chain(treated).chain(others).collect::<Vec<_>>());
    assert!(page.contains("1500 risks are"), "it says how many are left out");
    let whole = text(document.descendants().find(|node| node.attribute("class") == Some("tiles")).unwrap());
    assert!(whole.contains("2500") && whole.contains("500"), "{whole}");
    // Whatever comes on top costs a page nothing but digits.
    let (longer, _) = written(&organisation(3 * MOST_RISKS + 1500));
    assert!(longer.len().abs_diff(page.len()) < page.len() / 20, "{} and {}", longer.len(), page.len());
}

#[test]
fn units_beyond_fifty_are_counted() {
    for (units, note) in [(50, false), (53, true)] {
        let people: String = (0..units).map(|n| format!("P{n},person {n},unit {n},2020-01-01\n")).collect();
        let files = [
            Source::new(
                "policy.toml",
                "[policy]\nname = \"p\"\nversion = \"1\"\nauthor = \"a\"\napprover = \"b\"\n",
            ),
            Source::new("assets.csv", "id,name,class,confidentiality,integrity,availability,owner\n"),
            Source::new("threats.csv", "id,name,class,origin,compromises\n"),
            Source::new("risks.csv", "id,asset,threat,impact,owner\n"),
            Source::new("people.csv", format!("id,name,unit,hired\n{people}")),
            Source::new("courses.csv", "id,name\nC1,policy\n"),
        ];
        let mut diagnostics = Diagnostics::new();
        let organisation = Organisation::from_sources(&files, &mut diagnostics);
        let (page, _) = written(&organisation.unwrap_or_else(|| panic!("{diagnostics}")));
        sound::page(&page);
        assert_eq!(page.contains("3 more units."), note, "{units}");
    }
}
