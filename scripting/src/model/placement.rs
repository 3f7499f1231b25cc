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
    let permissions: Vec<&str> = placements.rows().map(|row| row.permission.label()).collect();
    let last = |facet: Facet| policy.risk_domain(facet).map_or(0, |domain| domain.size().saturating_sub(1));
    let tools: Vec<&str> = placements.tools().map(|tool| tool.name).collect();
    let diagrams: Vec<_> = (0..=u8::MAX).map_while(|tool| placements.diagram(tool)).collect();
    let rows =
        forest.lift_all(&diagrams, last, |forest, facet, range| ground.holds(forest, number, facet, &range));
    let mut parts = Vec::new();
    for (tool, row) in tools.into_iter().zip(rows) {
        let words = |row: u32| permissions.get(usize::from(terminal(row))).copied().unwrap_or("nothing");
        let function = forest.map(row, |row| texts.number(&words(row).to_string()));
        parts.push(Part::new(tool, function, PartKind::Text));
    }
    parts
}
