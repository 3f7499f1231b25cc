#![expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test that meets what it did not expect should stop"
)]

mod oracle;

use super::{PlacementRow, Placements};
use crate::diagram::DiagramFault;
use crate::facet::{self, FACETS, Facet, FacetSet};
use crate::policy::crc::crc32;
use crate::policy::{Draft, DraftPlacement, DraftTool, Fault, Reason, Row, Words, with_cells, without_names};
use crate::table::{Condition, When};
use crate::{Permission, Placement, Policy, ReasonId, RiskFacts, VerifyError};
use Permission::{Allowed, EncryptedOnly, Forbidden};
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use alloc::{format, vec};

fn tool(name: &str, purpose: &str) -> DraftTool {
    DraftTool { name: name.into(), purpose: purpose.into() }
}

fn row(tool: Option<&str>, when: When, permission: Permission) -> Row<DraftPlacement> {
    Row { when, then: DraftPlacement { tool: tool.map(String::from), permission }, reason: Reason::default() }
}

fn high(facet: Facet) -> Condition {
    Condition::within(facet, 2..=2)
}

/// Two tools: secrets stay out of the cloud, other information goes there encrypted, and the file share takes what it may.
fn small() -> Draft {
    let mut draft = Draft::standard();
    draft.tools = vec![tool("cloud", "file sharing"), tool("share", "file sharing"), tool("fax", "")];
    let information = Condition::within(facet::ASSET_CLASS, 0..=0);
    draft.placements = vec![
        row(Some("cloud"), vec![high(facet::CONFIDENTIALITY)], Forbidden),
        row(Some("cloud"), vec![information.clone()], EncryptedOnly),
        row(Some("share"), vec![], Allowed),
        row(None, vec![high(facet::INTEGRITY), high(facet::AVAILABILITY)], Forbidden),
    ];
    draft.placements[0].reason = Reason {
        source: "policy.toml".into(),
        line: 12,
        rule: String::new(),
        text: "secrets stay in the house".into(),
        principle: "need to know".into(),
    };
    draft
}

fn messages(faults: Vec<Fault>) -> Vec<String> {
    faults.iter().map(|fault| format!("{:?}: {}", fault.place, fault.message)).collect()
}

fn refused(draft: &Draft) -> Vec<String> {
    draft.compile().err().map(messages).unwrap_or_default()
}

#[test]
fn the_facets_are_those_of_the_rows_of_all_tools() {
    let asked = |draft: &Draft| {
        let blob = draft.compile().unwrap();
        Policy::verify(&blob).unwrap().placements().unwrap().support()
    };
    let (c, class) = (facet::CONFIDENTIALITY, facet::ASSET_CLASS);
    let all = [c, facet::INTEGRITY, facet::AVAILABILITY, class]
        .into_iter()
        .fold(FacetSet::NONE, |set, one| set.or(one.set()));
    assert_eq!(asked(&small()), all);
    let mut draft = small();
    draft.placements[3] = row(Some("fax"), vec![], Forbidden);
    assert_eq!(asked(&draft), c.set().or(class.set()));
    draft.placements.clear();
    assert_eq!(asked(&draft), FacetSet::NONE, "no row, no question");
}

#[test]
fn the_first_row_that_matches_holds() {
    let blob = small().compile().unwrap();
    let policy = Policy::verify(&blob).unwrap();
    let placements = policy.placements().unwrap();
    let says = |c: u16, i: u16, a: u16, class: u16, name: &str| {
        let facts = [
            (facet::CONFIDENTIALITY, c),
            (facet::INTEGRITY, i),
            (facet::AVAILABILITY, a),
            (facet::ASSET_CLASS, class),
        ]
        .into_iter()
        .fold(RiskFacts::default(), |facts, (facet, value)| facts.with(facet, value));
        placements.of(&facts, placements.tool(name).unwrap()).permission()
    };
    for (facts, name, expected) in [
        ((0, 0, 0, 0), "cloud", Some(EncryptedOnly)),
        ((2, 0, 0, 0), "cloud", Some(Forbidden)),
        ((2, 0, 0, 5), "cloud", Some(Forbidden)),
        ((1, 0, 0, 5), "cloud", None),
        ((1, 2, 2, 0), "cloud", Some(EncryptedOnly)),
        ((1, 2, 2, 5), "cloud", Some(Forbidden)),
        ((0, 0, 0, 0), "share", Some(Allowed)),
        ((2, 2, 2, 3), "share", Some(Allowed)),
        ((2, 1, 2, 3), "fax", None),
        ((0, 2, 2, 3), "fax", Some(Forbidden)),
    ] {
        let (c, i, a, class) = facts;
        assert_eq!(says(c, i, a, class, name), expected, "{facts:?} {name}");
    }
    assert!(!placements.is_empty());
    let tools: Vec<_> = placements.tools().map(|tool| (tool.name, tool.purpose)).collect();
    assert_eq!(tools, [("cloud", "file sharing"), ("share", "file sharing"), ("fax", "")]);
    assert_eq!(
        (placements.tool("telex"), placements.of(&RiskFacts::default(), 3)),
        (None, Placement::Unruled)
    );
    let secret = placements.of(&RiskFacts::default().with(facet::CONFIDENTIALITY, 2), 0);
    let words = Words {
        source: "policy.toml",
        line: 12,
        rule: "",
        text: "secrets stay in the house",
        principle: "need to know",
    };
    assert_eq!(placements.reason(secret.reason()), Some(words));
    let rows: Vec<PlacementRow> = placements.rows().collect();
    assert_eq!(rows.iter().map(|row| row.tool).collect::<Vec<_>>(), [Some(0), Some(0), Some(1), None]);
    let text = |row: &PlacementRow| placements.reason(row.reason).unwrap().text;
    assert_eq!(text(&rows[1]), "cloud encrypted_only where asset_class = information");
    assert_eq!(text(&rows[3]), "every tool forbidden where integrity = high, availability = high");
}

#[test]
fn a_policy_without_placements_is_as_it_was() {
    let policy = Policy::standard();
    let placements = policy.placements().unwrap();
    assert_eq!(placements, Placements::default());
    assert!(placements.is_empty() && placements.tools().next().is_none());
    assert_eq!(placements.of(&RiskFacts::default(), 0), Placement::Unruled);
    assert_eq!(Policy::standard_bytes()[6], 1, "one flag, that of the names");
    assert_eq!(Policy::REFUSING.placements().unwrap(), Placements::default());
}

/// The section of the small draft, byte by byte: `core/WIRE.md`. Whoever changes one changes the format.
#[test]
fn the_bytes_are_those_that_the_format_says() {
    let mut draft = small();
    draft.placements.truncate(2);
    draft.tools.truncate(1);
    let blob = draft.compile().unwrap();
    let section = Policy::verify(&blob).unwrap().placements.unwrap();
    let texts = [
        "policy.toml",
        "secrets stay in the house",
        "need to know",
        "cloud encrypted_only where asset_class = information",
        "cloud",
        "file sharing",
    ];
    let mut expected = vec![];
    let mut table = |bytes: &[u8]| {
        assert!(bytes.len() < 128);
        expected.push(u8::try_from(bytes.len()).unwrap());
        expected.extend(bytes);
    };
    table(texts.concat().as_bytes());
    table(&[11, 0, 0, 0, 36, 0, 0, 0, 48, 0, 0, 0, 100, 0, 0, 0, 105, 0, 0, 0, 117, 0, 0, 0]);
    table(&[4, 0, 5, 0, 0, 0]);
    table(&[2, 0, 0, 0, 1, 0, 1, 0]);
    table(&[2, 0xff, 2, 0, 4, 0, 0, 0x80, 8, 0xff, 1, 0, 1, 0x80, 2, 0x80]);
    table(&[0, 0, 255, 255, 1, 0, 2, 0, 12, 0, 255, 255, 255, 255, 3, 0, 255, 255, 0, 0]);
    assert_eq!(section, expected);

    // The frame: a second flag, and after the names the section with its length in front.
    let number =
        |at: usize| usize::try_from(u32::from_le_bytes(blob[at..at + 4].try_into().unwrap())).unwrap();
    assert_eq!(blob[6..8], [3, 0]);
    let at = 16 + number(8) + number(12);
    assert_eq!((number(at), &blob[at + 4..blob.len() - 4]), (expected.len(), &expected[..]));
    let mut plain = draft.clone();
    (plain.tools, plain.placements) = (vec![], vec![]);
    let plain = plain.compile().unwrap();
    assert_eq!(plain[8..plain.len() - 4], blob[8..at], "the rest is as without");
}

#[test]
fn cut_short_or_with_a_byte_changed_the_blob_is_refused() {
    let blob = small().compile().unwrap();
    for length in 0..blob.len() {
        assert_eq!(Policy::verify(&blob[..length]), Err(VerifyError::Truncated), "length {length}");
    }
    let start = blob.len() - 4 - Policy::verify(&blob).unwrap().placements.unwrap().len() - 4;
    for at in (0..16).chain(start..blob.len()) {
        for flip in 1..=u8::MAX {
            let mut changed = blob.clone();
            changed[at] ^= flip;
            assert!(Policy::verify(&changed).is_err(), "byte {at} ^ {flip}");
        }
    }
    let longer = [&blob[..], &[0]].concat();
    assert_eq!(Policy::verify(&longer), Err(VerifyError::Length));
}

/// The blob with another placement section, and its frame put right.
fn with_section(blob: &[u8], section: &[u8]) -> Vec<u8> {
    let own = Policy::verify(blob).unwrap().placements.unwrap().len();
    let mut changed = blob[..blob.len() - 8 - own].to_vec();
    changed.extend(u32::try_from(section.len()).unwrap().to_le_bytes());
    changed.extend(section);
    let crc = crc32(&changed);
    changed.extend(crc.to_le_bytes());
    changed
}

/// With the checksum put right, a changed byte may give another table, but never one that panics or answers with what is not
/// there; and the policy beside it stays as it is, whatever the section holds.
#[test]
fn what_is_admitted_answers() {
    let blob = small().compile().unwrap();
    let section = Policy::verify(&blob).unwrap().placements.unwrap();
    let mut admitted = 0;
    let mut cases = 0;
    let mut look = |section: &[u8]| {
        let changed = with_section(&blob, section);
        let policy = Policy::verify(&changed).unwrap();
        cases += 1;
        let Ok(placements) = policy.placements() else { return false };
        admitted += 1;
        for value in [0, 1, 2, 5, u16::MAX] {
            let facts = RiskFacts { values: [value; FACETS], ..RiskFacts::default() };
            for tool in 0..=u8::MAX {
                let placement = placements.of(&facts, tool);
                let reason = placement.reason();
                assert!(reason == ReasonId::NONE || placements.reason(reason).is_some());
            }
        }
        assert!(placements.tools().all(|tool| !tool.name.is_empty()));
        true
    };
    for at in 0..section.len() {
        assert!(!look(&section[..at]), "cut at {at}");
        for bit in 0..8 {
            let mut changed = section.to_vec();
            changed[at] ^= 1 << bit;
            look(&changed);
        }
    }
    assert!(!look(&[section, &[0]].concat()));
    // Texts may change, and which row holds; structure may not.
    assert!(admitted > 300 && admitted * 4 < cases * 3, "{admitted} of {cases}");
}

#[test]
fn an_unsound_section_is_told_by_its_fault() {
    let blob = small().compile().unwrap();
    let section = Policy::verify(&blob).unwrap().placements.unwrap();
    // Where each table begins, behind its length.
    let mut starts = vec![];
    let mut at = 0;
    while at < section.len() {
        let (mut length, mut shift) = (0, 0);
        loop {
            length |= usize::from(section[at] & 0x7f) << shift;
            at += 1;
            if section[at - 1] < 0x80 {
                break;
            }
            shift += 7;
        }
        starts.push(at);
        at += length;
    }
    let [_, ends, tools, rows, words, reasons] = starts[..] else { panic!("six tables") };
    let told = |at: usize, bytes: &[u8]| {
        let mut changed = section.to_vec();
        changed[at..at + bytes.len()].copy_from_slice(bytes);
        Policy::verify(&with_section(&blob, &changed)).unwrap().placements().unwrap_err()
    };
    assert_eq!(told(ends, &[255]), VerifyError::Encoding);
    assert_eq!(told(tools, &[200, 0]), VerifyError::Table("tools"), "a name that there is not");
    let second = [section[tools], section[tools + 1]];
    assert_eq!(told(tools + 6, &second), VerifyError::Table("tools"), "a name that stands twice");
    assert_eq!(told(tools + 2, &[200, 0]), VerifyError::Table("tools"), "a purpose that there is not");
    let texts = u8::try_from((tools - 1 - ends) / 4).unwrap();
    assert_eq!(told(tools + 2, &[texts, 0]), VerifyError::Table("tools"), "a purpose past the last");
    let fax = section.windows(3).position(|text| text == b"fax").unwrap();
    assert_eq!(told(fax, b"   "), VerifyError::Table("tools"), "a name of nothing but spaces");
    assert_eq!(told(tools + 4, &[1, 0]), VerifyError::Table("tools"), "a root within a node");
    assert_eq!(told(tools + 4, &[5, 0x80]), VerifyError::Table("tools"), "a row past the last");
    assert_eq!(told(rows, &[3]), VerifyError::Table("placements"), "a permission that there is not");
    assert_eq!(told(rows + 1, &[3]), VerifyError::Table("placements"), "a tool that there is not");
    assert_eq!(told(rows + 2, &[4, 0]), VerifyError::Table("placements"), "a reason that there is not");
    assert_eq!(told(reasons, &[200, 0]), VerifyError::Table("reasons"));
    let VerifyError::Placements(error) = told(words, &[0, 0xff]) else { panic!("a facet of risks") };
    assert_eq!((error.offset, error.fault), (0, DiagramFault::Facet));
    assert_eq!(
        VerifyError::Placements(error).to_string(),
        "the placement table is not sound at word 0: the node asks for a facet that it may not read"
    );
}

/// Roots, terminals and tools of rows that are all there, but put one tool under a row of another.
#[test]
fn no_tool_is_led_to_a_row_of_another() {
    let blob = small().compile().unwrap();
    let section = Policy::verify(&blob).unwrap().placements.unwrap();
    let fault = |changed: &[u8]| Policy::verify(&with_section(&blob, changed)).unwrap().placements().err();
    assert_eq!(fault(section), None);
    let at = |part: &[u8]| section.windows(part.len()).position(|window| window == part).unwrap();
    // Rows: cloud, cloud, share, every tool. The share is always led to its own.
    let rows = at(&[2, 0, 0, 0, 1, 0]);
    for position in 0..4 {
        for tool in [0, 1, 2, 255] {
            let mut changed = section.to_vec();
            changed[rows + 4 * position + 1] = tool;
            // The first two hold for the cloud, the third for the share, the last for cloud and fax.
            let expected = match position {
                0 | 1 => [0, 255].contains(&tool),
                2 => [1, 255].contains(&tool),
                _ => tool == 255,
            };
            assert_eq!(fault(&changed).is_none(), expected, "row {position} of tool {tool}");
        }
    }
    // The root of the share is the terminal of its row; those of cloud and fax stand before and after it.
    let roots = [0, 6, 12].map(|plus| at(&[2, 0x80]) - 6 + plus);
    for from in 0..3 {
        for to in 0..3 {
            let mut changed = section.to_vec();
            changed.copy_within(roots[from]..roots[from] + 2, roots[to]);
            assert_eq!(fault(&changed).is_none(), from == to || from == 2, "the root of {from} for {to}");
        }
    }
}

#[test]
fn names_and_cells_leave_the_table_alone() {
    let blob = small().compile().unwrap();
    let policy = Policy::verify(&blob).unwrap();
    for other in [without_names(&blob).unwrap(), with_cells(&blob).unwrap()] {
        let other = Policy::verify(&other).unwrap();
        assert_eq!(other.placements().unwrap(), policy.placements().unwrap());
    }
    assert_eq!(Policy::verify_bare(&blob).unwrap().placements(), policy.placements());
}

#[test]
fn faults_are_told_at_their_rows() {
    let covered = |row: usize, why: &str| format!("Placement({row}): row {} can never match: {why}", row + 1);
    let mut draft = small();
    draft.placements.push(row(Some("share"), vec![high(facet::INTEGRITY)], Forbidden));
    draft.placements.push(row(Some("cloud"), vec![high(facet::CONFIDENTIALITY)], Allowed));
    let by = |row: usize| format!("row {row} before it already covers every case that it asks for");
    assert_eq!(refused(&draft), [covered(4, &by(3)), covered(5, &by(1))]);

    // A row for every tool is alive as long as it holds for one of them.
    let mut draft = small();
    draft.placements.insert(0, row(Some("fax"), vec![], Allowed));
    assert_eq!(refused(&draft), Vec::<String>::new());
}

#[test]
fn tools_have_names_of_their_own() {
    let mut draft = small();
    draft.tools[2].name = "cloud".into();
    draft.tools.push(tool(" ", ""));
    draft.placements.push(row(Some("telex"), vec![], Allowed));
    draft.placements.push(row(Some("share"), vec![Condition::within(facet::IMPACT, 0..=0)], Allowed));
    let expected = [
        "Tool(2): \"cloud\" stands twice among the tools",
        "Tool(3): one of the tools has no name",
        "Placement(4): \"telex\" is not a tool that the policy knows",
        "Placement(5): the row asks for impact = 1, which is not known of an asset by itself",
    ];
    assert_eq!(refused(&draft), expected);
    draft = small();
    draft.tools.clear();
    draft.placements.drain(..3);
    assert_eq!(refused(&draft), ["Placement(0): the row is for every tool, and the policy knows none"]);
    draft = small();
    draft.tools.extend((0..253).map(|n| tool(&format!("tool {n}"), "")));
    assert_eq!(refused(&draft), ["Tool(255): there are 256 tools"]);
    draft.tools.pop();
    assert!(draft.compile().is_ok());
}
