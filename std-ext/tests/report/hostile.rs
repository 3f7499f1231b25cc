//! Registers and policies written by strangers.

use super::{as_xml, parse, sound, written};
use plimsoll::diagnostic::Diagnostics;
use plimsoll::registers::Source;
use plimsoll::{Deployed, Organisation};
use plimsoll_core::policy::{Draft, Reason, Row};
use std::fs;
use tempfile::TempDir;

/// Words that a browser, a spreadsheet, a terminal or an eye would be led astray by. `strange` marks them.
const HOSTILE: [&str; 10] = [
    "strange<script>alert(1)</script>",
    "strange\"onmouseover=\"alert(1)",
    "strange'><img src=x onerror=alert(1)>",
    "=HYPERLINK(\"strange\")",
    "strange</style></title><!--",
    "strange&lt;script&gt;&#60;b&#62;",
    "strange]]>{{7*7}}${7*7}",
    "strange javascript:alert(1)",
    "strange\u{5d0}\u{5d1}\u{200b}\u{feff}\u{200e}",
    "strange\u{fffe}\u{ffff}",
];

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// A register in which every text is hostile, `long` characters are put before each.
fn registers(long: usize) -> [(&'static str, String); 8] {
    let mut assets = "id,name,class,confidentiality,integrity,availability,owner\n".to_string();
    let mut threats = "id,name,class,origin,compromises\n".to_string();
    let mut actions = "id,threat,title,completed\n".to_string();
    let mut risks =
        "id,asset,threat,impact,owner,response,approver,exception_until,exception_reason\n".to_string();
    let mut people = "id,name,team,unit,region,manager,hired,ambassador\n".to_string();
    let mut courses = "id,name,units\n".to_string();
    let mut assessments = "manager,quarter\n".to_string();
    for (n, hostile) in HOSTILE.iter().enumerate() {
        let name = quoted(&format!("{}{hostile}", "w".repeat(long)));
        // An id may hold nothing that cannot be seen.
        let id: String = hostile.chars().filter(|c| (' '..='~').contains(c)).collect();
        let id = quoted(&format!("{id}{n}"));
        assets.push_str(&format!("{id},{name},services,high,high,low,{name}\n"));
        threats.push_str(&format!("{id},{name},deliberate,external,C\n"));
        actions.push_str(&format!("{id},{id},{name},{}\n", n % 2 == 0));
        let ambassador = if n % 2 == 0 { "yes" } else { "no" };
        people.push_str(&format!("{id},{name},{name},{name},{name},,2020-01-01,{ambassador}\n"));
        people.push_str(&format!("P{n},somebody,,,,{id},2020-01-01,\n"));
        courses.push_str(&format!("{id},{name},\n"));
        assessments.push_str(&format!("{id},2026-Q2\n"));
        let exception = if n % 3 == 0 { format!("accept,{name},2027-01-01,{name}") } else { ",,,".into() };
        risks.push_str(&format!("{id},{id},{id},{},{name},{exception}\n", n % 5 + 1));
    }
    [
        ("assets.csv", assets),
        ("threats.csv", threats),
        ("actions.csv", actions),
        ("risks.csv", risks),
        ("people.csv", people),
        ("courses.csv", courses),
        ("assessments.csv", assessments),
        // With principles, a reason that derives from none of them is a finding about where it stands.
        ("principles.csv", "id,kind,title,derives_from,owner\nG1,principle,something,,somebody\n".into()),
    ]
}

/// Page and charts are sound, and whatever is strange is isolated.
fn is_harmless(organisation: &Organisation) {
    let (page, charts) = written(organisation);
    sound::page(&page);
    for (file, svg) in &charts {
        sound::chart(file, svg);
    }
    for raw in ["<script", "<img", "<!--", "onmouseover=\"", "</style></title>"] {
        assert!(!page.contains(raw), "{raw}");
        assert!(charts.iter().all(|(_, svg)| !svg.contains(raw)), "{raw}");
    }
    let unseen = ['\u{200b}', '\u{200e}', '\u{feff}'];
    assert!(!page.contains(unseen), "what cannot be seen is shown");
    assert!(charts.iter().all(|(_, svg)| !svg.contains(unseen)));
    let xml = as_xml(&page);
    let document = parse(&xml);
    for title in ["Teams and their ambassadors", "Assessments of line managers for", "Trainings in force"] {
        assert!(page.contains(title), "{title}");
    }
    let mut seen = 0;
    for node in document.descendants().filter(|node| node.is_text()) {
        let Some(text) = node.text().filter(|text| text.contains("strange")) else { continue };
        seen += 1;
        let isolated = node.ancestors().any(|node| ["bdi", "text", "desc"].contains(&node.tag_name().name()));
        assert!(isolated || node.parent().unwrap().has_tag_name("title"), "{text} is not isolated");
        assert!(text.chars().count() <= 700, "{} characters", text.chars().count());
    }
    assert!(seen >= 10 * HOSTILE.len(), "only {seen} texts are strange");
}

#[test]
fn texts_of_registers_stay_texts() {
    for long in [0, 10_000] {
        let policy = "[policy]\nname = \"strange <b>\"\nversion = \"1 & <2>\"\nauthor = \"'a\\\"\"\napprover = \"<b>\"\n";
        let mut files = vec![Source::new("policy.toml", policy)];
        files.extend(registers(long).map(|(name, text)| Source::new(name, text)));
        let mut diagnostics = Diagnostics::new();
        let organisation = Organisation::from_sources(&files, &mut diagnostics);
        let organisation = organisation.unwrap_or_else(|| panic!("{diagnostics}"));
        if long == 0 {
            is_harmless(&organisation);
        } else {
            // What is too long is cut, wherever it stands: nine risks and people take no more than the style and some kilobytes each.
            let (page, _) = written(&organisation);
            sound::page(&page);
            assert!(page.len() < 100_000, "{} bytes", page.len());
        }
    }
}

/// Nobody reads a blob before it is reported on: its words may hold what a policy file may not.
#[test]
fn words_of_a_blob_stay_words() {
    let held = TempDir::new().unwrap();
    for (n, hostile) in
        HOSTILE.iter().chain(&["strange\u{1b}[31m\u{7}\u{9b}2J\0\u{202e}\u{2066}"]).enumerate()
    {
        let directory = held.path().join(n.to_string());
        fs::create_dir_all(&directory).unwrap();
        let mut draft = Draft::standard();
        draft.name = format!("small{hostile}");
        draft.version = (*hostile).into();
        draft.author = format!("a{hostile}");
        draft.approver = format!("b{hostile}");
        let reason = Reason {
            text: (*hostile).into(),
            source: (*hostile).into(),
            principle: (*hostile).into(),
            ..Reason::default()
        };
        draft.acceptance_reason = reason.clone();
        draft.limits = vec![Row { when: vec![], then: 4, reason }];
        for (at, band) in draft.bands.iter_mut().enumerate() {
            band.name = format!("{hostile}{at}");
        }
        let blob = directory.join("policy.blob");
        fs::write(&blob, draft.compile().unwrap()).unwrap();
        for (name, text) in registers(0) {
            fs::write(directory.join(name), text).unwrap();
        }
        let mut diagnostics = Diagnostics::new();
        let policy = Deployed::read(&blob, &mut diagnostics).unwrap();
        let organisation = Organisation::under(&policy, &directory, &mut diagnostics);
        is_harmless(&organisation.unwrap_or_else(|| panic!("{diagnostics}")));
    }
}
