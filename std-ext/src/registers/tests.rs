//! Registers as files have them, good and bad.

mod alignment;
mod awareness;
mod directories;
mod forms;
mod json;
mod links;
mod practice;
mod round_trip;
mod values;
mod ways;

use super::{FacetKind, FacetSpec, FacetValue, Registers, Source, Vocabulary};
use crate::diagnostic::Diagnostics;

/// One good row of each register, column by column.
pub(super) const GOOD: [(&str, &[(&str, &str)]); 7] = [
    (
        "assets.csv",
        &[
            ("id", "A1"),
            ("name", "mail"),
            ("class", "services"),
            ("kind", "soft"),
            ("document", "internal"),
            ("confidentiality", "high"),
            ("integrity", "1"),
            ("availability", "low"),
            ("owner", "Eva"),
            ("region", "apac"),
            ("obligations", "pci;gdpr"),
        ],
    ),
    (
        "threats.csv",
        &[
            ("id", "T1"),
            ("name", "phishing"),
            ("class", "deliberate"),
            ("origin", "external"),
            ("compromises", "C;I"),
            ("severity", "4: a first step"),
        ],
    ),
    (
        "actions.csv",
        &[
            ("id", "C1"),
            ("threat", "T1"),
            ("title", "second factor"),
            ("completed", "yes"),
            ("identified", "2026-01-10"),
            ("due", "2026-03-01"),
            ("done", "2026-02-01"),
            ("cost", "1250.5"),
            ("days", "3"),
        ],
    ),
    (
        "risks.csv",
        &[
            ("id", "R1"),
            ("asset", "A1"),
            ("threat", "T1"),
            ("impact", "very high"),
            ("legal", ""),
            ("owner", "Eva"),
            ("owner_is_team", "no"),
            ("estimate", "2"),
            ("response", "reduce"),
            ("status", "to treat"),
            ("opened", "2026-01-10"),
            ("reviewed", "2026-06-30"),
            ("closed", ""),
            ("approver", ""),
            ("exception_until", ""),
            ("exception_reason", ""),
            ("pilot", "yes"),
            ("age_days", "30"),
        ],
    ),
    (
        "incidents.csv",
        &[
            ("id", "I1"),
            ("segment", "customer"),
            ("kind", "db"),
            ("opened", "2026-02-01"),
            ("priority", "normal"),
            ("security", "1"),
            ("complex", ""),
            ("level", "2"),
            ("rights", "9"),
            ("risk", "R1"),
            ("resolved", "2026-02-01"),
            ("resolved_by", "level_2"),
            ("resolved_at_level", "2"),
            ("outage_minutes", "90"),
            ("cost", "10"),
            ("loss", "0.99"),
        ],
    ),
    ("not_applicable.csv", &[("asset", "A1"), ("threat", "T2"), ("reason", "no such thing here")]),
    (
        "people.csv",
        &[
            ("id", "P1"),
            ("name", "Eva"),
            ("team", "mail"),
            ("unit", "operations"),
            ("department", "platform"),
            ("region", "mars"),
            ("role", "manager"),
            ("manager", ""),
            ("hired", "2020-01-01"),
            ("left", ""),
            ("ambassador", "yes"),
            ("grants", "A1"),
        ],
    ),
];

/// The words of a policy with a facet of each kind.
pub(super) fn words() -> Vocabulary {
    let facet = |name: &str, kind, default| FacetSpec { name: name.to_owned(), kind, default };
    Vocabulary {
        obligations: vec!["gdpr".into(), "pci".into()],
        facets: vec![
            facet("region", FacetKind::Labels(vec!["nordics".into(), "emea".into(), "apac".into()]), None),
            facet("pilot", FacetKind::Bool, Some(FacetValue(0))),
            facet("age_days", FacetKind::Range { low: 0, high: 3650 }, Some(FacetValue(0))),
        ],
        levels: 4,
        rights: 9,
        ..Vocabulary::default()
    }
}

/// The good rows as files, with a second threat, and with some columns (`file`, column, value) changed or added.
pub(super) fn files(changes: &[(&str, &str, &str)]) -> Vec<Source> {
    let file = |(name, row): &(&str, &[(&str, &str)])| {
        let mut row: Vec<(&str, &str)> = row.to_vec();
        for (_, column, value) in changes.iter().filter(|(file, _, _)| file == name) {
            match row.iter_mut().find(|(known, _)| known == column) {
                Some(cell) => cell.1 = value,
                None => row.push((column, value)),
            }
        }
        let header: Vec<&str> = row.iter().map(|(column, _)| *column).collect();
        let cells: Vec<String> =
            row.iter().map(|(_, value)| format!("\"{}\"", value.replace('"', "\"\""))).collect();
        let mut text = format!("{}\n{}\n", header.join(","), cells.join(","));
        if *name == "threats.csv" {
            let more = ",".repeat(row.len().saturating_sub(5));
            text.push_str(&format!("T2,fire,environmental,internal,A{more}\n"));
        }
        Source::new(*name, text)
    };
    GOOD.iter().map(file).collect()
}

/// Reads files.
pub(super) fn read(files: &[Source]) -> (Option<Registers>, Diagnostics) {
    let mut diagnostics = Diagnostics::new();
    let registers = Registers::from_csv(files, &words(), &mut diagnostics);
    assert_eq!(registers.is_none(), diagnostics.is_error(), "{diagnostics}");
    (registers, diagnostics)
}

/// Reads the good files with one of them replaced.
pub(super) fn read_with(name: &str, text: &str) -> (Option<Registers>, Diagnostics) {
    let mut files = files(&[]);
    for file in files.iter_mut().filter(|file| file.name == name) {
        text.clone_into(&mut file.text);
    }
    read(&files)
}

/// The errors alone, each as text.
pub(super) fn errors(diagnostics: &Diagnostics) -> Vec<String> {
    diagnostics.iter().take(diagnostics.errors()).map(ToString::to_string).collect()
}
