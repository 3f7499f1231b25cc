//! Rules, rows and entries that hang on no guiding principle, and standards that nobody implements (domain.md E3).

use super::{Finding, FindingKind};
use crate::Organisation;
use crate::derivation::{Derivations, Loose, Row};
use crate::registers::{Principle, nearest};

/// How many rules and rows are named.
const NAMED: usize = 12;

/// How many names of entries are compared in search of the one that was meant.
const COMPARED: usize = 100_000;

/// What stands out of the derivation; nothing where `principles.csv` has no entries.
pub(super) fn findings(organisation: &Organisation) -> Vec<Finding<'_>> {
    let registers = organisation.registers();
    let derivations = Derivations::of(registers);
    let loose = Loose::of(&derivations, &organisation.policy());
    let without = of_rows(FindingKind::RuleWithoutParent, &loose.without_parent, |rows| {
        format!(
            "nothing says what they derive from: {rows}; name an entry of principles.csv, by `derives_from`"
        )
    });
    let entries = registers.principles();
    let most = COMPARED.checked_div(entries.len().saturating_mul(2)).unwrap_or_default();
    let unknown = loose.unknown.iter().zip(0..).filter_map(|((name, rows), at)| {
        if let Some(([one, other], more)) = derivations.several(name) {
            let meant = match more {
                0 => format!("{one} and {other}"),
                more => format!("{one}, {other} and {more} more"),
            };
            return of_rows(FindingKind::UnknownParent, rows, |rows| {
                format!("`{name}` stands for {meant}: {rows}; name it by its id")
            });
        }
        let names = || entries.iter().flat_map(|entry| [entry.id.as_str(), entry.title.as_str()]);
        let near = if at < most { nearest(name, names()) } else { None };
        let help =
            near.map_or("write its row, or name another".into(), |near| format!("did you mean `{near}`?"));
        of_rows(FindingKind::UnknownParent, rows, |rows| {
            format!("`{name}` is neither the id nor the title of an entry of principles.csv: {rows}; {help}")
        })
    });
    let orphans = loose.orphans.iter().map(|entry| {
        let text = format!("the {} derives from nothing: name what it follows from", entry.kind);
        of_entry(FindingKind::Orphan, entry, Some("derives_from"), text)
    });
    let not_implemented = loose.not_implemented.iter().map(|entry| {
        let text = "nobody implements the standard: no procedure, rule or row derives from it".into();
        of_entry(FindingKind::NotImplemented, entry, None, text)
    });
    without.into_iter().chain(unknown).chain(orphans).chain(not_implemented).collect()
}

/// A finding about rules and rows, of which there has to be one; it is filed under the first.
fn of_rows<'o>(kind: FindingKind, rows: &[Row<'o>], say: impl Fn(&str) -> String) -> Option<Finding<'o>> {
    let first = rows.first()?;
    let mut names: Vec<String> = rows.iter().take(NAMED).map(Row::name).collect();
    let more = rows.len().saturating_sub(NAMED);
    if more > 0 {
        names.push(format!("{more} more"));
    }
    let id = if first.rule.is_empty() { first.source } else { first.rule };
    let entry = (first.source, id, Some("derives_from"));
    Some(Finding::beside_risks(kind, entry, say(&names.join(", "))))
}

fn of_entry<'o>(
    kind: FindingKind,
    entry: &'o Principle,
    column: Option<&'static str>,
    text: String,
) -> Finding<'o> {
    Finding::beside_risks(kind, ("principles.csv", &entry.id, column), text)
}
