//! What a policy says of tools, as functions of the facts (domain.md D3).

use super::{Ground, Part, PartKind, Texts, terminal};
use plimsoll_core::Policy;
use plimsoll_core::diagram::Forest;
use plimsoll_core::facet::Facet;

/// For every tool that a policy knows, what its placement table says of it, in words; `number` is that of the policy in the
/// ground.
pub(crate) fn placements(
    forest: &mut Forest,
    ground: &Ground,
    number: usize,
    policy: &Policy<'_>,
    texts: &mut Texts,
) -> Vec<Part> {
    let placements = policy.placements().unwrap_or_default();
    let rows: Vec<&str> = placements.rows().map(|row| row.permission.label()).collect();
    let last = |facet: Facet| policy.risk_domain(facet).map_or(0, |domain| domain.size().saturating_sub(1));
    let mut parts = Vec::new();
    for (index, tool) in (0..=u8::MAX).zip(placements.tools()) {
        let Some(diagram) = placements.diagram(index) else { continue };
        let row =
            forest.lift(&diagram, last, |forest, facet, range| ground.holds(forest, number, facet, &range));
        let words = |row: u32| rows.get(usize::from(terminal(row))).copied().unwrap_or("nothing");
        let function = forest.map(row, |row| texts.number(&words(row).to_string()));
        parts.push(Part::new(tool.name, function, PartKind::Text));
    }
    parts
}
