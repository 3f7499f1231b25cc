//! The section on alignment says what the registers say.

use super::content::figures;
use super::{DAY, as_xml, parse, sound, written};
use plimsoll::Organisation;
use plimsoll::alignment::{Alignment, SecurityAndBusiness};
use plimsoll::assessment::Assessment;
use plimsoll::diagnostic::Diagnostics;
use plimsoll::registers::Source;
use roxmltree::Node;

/// A small register with a file more.
fn organisation(name: &str, text: &str) -> Organisation {
    let policy = "[policy]\nname = \"p\"\nversion = \"1\"\nauthor = \"a\"\napprover = \"b\"\n";
    let files = [
        Source::new("policy.toml", policy),
        Source::new(
            "assets.csv",
            "id,name,class,confidentiality,integrity,availability,owner\nA,a,information,low,low,low,she\n",
        ),
        Source::new("threats.csv", "id,name,class,origin,compromises\nT,t,accidental,internal,A\n"),
        Source::new("risks.csv", "id,asset,threat,impact,owner\nR,A,T,1,she\n"),
        Source::new(name, text),
    ];
    Organisation::from_sources(&files, &mut Diagnostics::new()).unwrap()
}

/// The texts within an element, with a blank between any two.
fn words(node: Node<'_, '_>) -> String {
    let texts = node.descendants().filter(Node::is_text).filter_map(|node| node.text());
    texts.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}

/// The text of the section, if there is one, on a page that is sound.
fn section(organisation: &Organisation) -> Option<String> {
    let (page, charts) = written(organisation);
    sound::page(&page);
    charts.iter().for_each(|(file, svg)| sound::chart(file, svg));
    let xml = as_xml(&page);
    let document = parse(&xml);
    let is_it =
        |node: &Node<'_, '_>| node.has_tag_name("section") && node.attribute("class") == Some("alignment");
    let found = document.descendants().find(is_it).map(words);
    let is_linked = page.contains("href=\"#alignment\"");
    assert_eq!(is_linked, found.is_some(), "the contents name it");
    found
}

#[test]
fn it_is_left_out_where_nothing_is_stated() {
    assert_eq!(section(&organisation("mechanisms.csv", "mechanism,maturity\n")), None);
    let of_measures = section(&organisation("measures.csv", "id,title,track\nM1,a,meso\n")).unwrap();
    assert!(of_measures.contains("Meso: between groups 1") && !of_measures.contains("Mechanisms by group"));
    let of_mechanisms = organisation("mechanisms.csv", "mechanism,maturity\nliaisons,partial\n");
    assert!(!section(&of_mechanisms).unwrap().contains("Measures by track"));
    // A unit has a row of its own, the organisation none: there is nothing to draw.
    let of_unit = organisation("mechanisms.csv", "mechanism,maturity,unit\nliaisons,established,<b>sales\n");
    let told = section(&of_unit).unwrap();
    assert!(
        told.contains("<b>sales 0 % 33 % 0 % 0 % 0 % 0 %") && !told.contains("Mechanisms by group"),
        "{told}"
    );
}

/// The shares of the sample by hand, and its objectives.
#[test]
fn the_sample_in_three_columns() {
    let sample = Organisation::sample();
    let told = section(&sample).unwrap();
    for part in [
        "Orientation balanced",
        "operations 83 % 100 % 66 % 33 % 50 % 100 %",
        "sales 83 % 66 % 66 % 33 % 50 % 100 %",
        "Micro: between people 3 Meso: between groups 0 Macro: in the whole 7",
    ] {
        assert!(told.contains(part), "{part}\n{told}");
    }
    let assessment = Assessment::of(&sample, DAY);
    let alignment = Alignment::of(&assessment);
    let SecurityAndBusiness { open, within_limit, score, limit, .. } =
        alignment.objectives().security_and_business;
    let business = format!(
        "Open risks within their limit {within_limit} of {open} Mean score {score} Mean limit {limit}"
    );
    assert!(told.contains(&business), "{business}\n{told}");
    for (obligation, of) in &alignment.objectives().compliance.by_obligation {
        let met = format!("{obligation} {} of {}", of.within_limit, of.open);
        assert!(told.contains(&met), "{met}\n{told}");
    }
    let (page, _) = written(&sample);
    let expected = [
        ["formal structures", "83 %"],
        ["coord. structures", "83 %"],
        ["coord. processes", "83 %"],
        ["culture", "33 %"],
        ["leadership", "50 %"],
        ["technical", "100 %"],
    ];
    assert_eq!(figures(&page, "Mechanisms by group"), expected);
}

/// A share of half is half as wide as there is room, even where it is the greatest.
#[test]
fn bars_of_shares_are_measured_by_the_whole() {
    let width = |maturity: &str| -> Vec<u64> {
        let text = format!("mechanism,maturity\nexecutive_commitment,{maturity}\n");
        let (_, charts) = written(&organisation("mechanisms.csv", &text));
        let (_, svg) = charts.iter().find(|(file, _)| file == "mechanisms.svg").unwrap();
        let is_bar =
            |node: &Node<'_, '_>| node.attribute("class").is_some_and(|class| class.starts_with("bar "));
        parse(svg)
            .descendants()
            .filter(is_bar)
            .map(|node| node.attribute("width").unwrap().parse().unwrap())
            .collect()
    };
    let (half, whole) = (width("partial"), width("established"));
    assert_eq!((half.len(), whole.len()), (1, 1));
    assert_eq!(2 * half[0], whole[0]);
}
