//! Whether entries derive from one another as they may: from earlier kinds, and never from themselves (domain.md E3).

use super::super::Principle;
use super::super::index::Index;
use super::super::record::Loaded;
use super::super::report::{Reporter, problem};
use crate::derivation::{kinds, links};
use crate::diagnostic::Diagnostics;
use plimsoll_core::{Derivation, DerivationKind, PathEntry, PathState};

/// How many entries of a cycle are named.
const NAMED: usize = 8;

/// Reports links to later kinds, and cycles. Nothing is said of a file in which a kind or a name may have been misread.
pub(super) fn report(loaded: &Loaded<'_, Principle>, by_id: &Index, out: &mut Diagnostics) {
    let Loaded { origin: Some(origin), records, places, whole: true, is_sound: true, .. } = loaded else {
        return;
    };
    let links = links(records, |id| by_id.position(records, id));
    let kinds = kinds(records);
    let Some(derivation) = Derivation::new(&kinds, &links) else { return };
    let id = |at: usize| records.get(at).map_or("", |entry| entry.id.as_str());
    let kind = |at: usize| kinds.get(at).copied().unwrap_or(DerivationKind::Principle);
    let place = |at: usize| places.get(at).copied().unwrap_or_default();
    for [child, parent] in derivation.misplaced() {
        Reporter::new(origin, place(child), out).error("derives_from", || match kind(child) {
            DerivationKind::Principle => problem("stands here, but a guiding principle derives from nothing")
                .found(id(parent))
                .help(format!("leave the cell of {} empty, or make it a requirement", id(child))),
            own => {
                let message = format!("is a {}, and no {own} derives from a later step", kind(parent));
                let valid = DerivationKind::ALL.iter().filter(|parent| own.may_derive_from(**parent));
                problem(message).found(id(parent)).valid(valid.map(|kind| kind.label()))
            }
        });
    }
    let (mut path, mut states) =
        (vec![PathEntry::default(); records.len()], vec![PathState::Unseen; records.len()]);
    derivation.cycles(&mut path, &mut states, |cycle| {
        let (Some(first), Some(last)) = (cycle.first(), cycle.last()) else { return };
        Reporter::new(origin, place(last.entry), out).error("derives_from", || {
            let shown: Vec<&str> =
                std::iter::once(last).chain(cycle).map(|step| id(step.entry)).take(NAMED).collect();
            let more = match cycle.len().saturating_add(1).saturating_sub(NAMED) {
                0 => String::new(),
                more => format!(" <- and {more} more"),
            };
            problem(format!("closes a cycle: {}{more}", shown.join(" <- ")))
                .found(id(first.entry))
                .help("take one of these links away")
        });
    });
}
