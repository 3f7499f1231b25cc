//! Rows of a placement table, compiled, against a scan of the rows.

use super::admitted;
use crate::points::{Stream, points};
use arbitrary::{Result, Unstructured};
use plimsoll_core::facet::{self, FACETS, Facet, FacetSet};
use plimsoll_core::policy::{Draft, DraftPlacement, DraftTool, Reason, Row, Space};
use plimsoll_core::table::Condition;
use plimsoll_core::{Permission, Placement, Policy, RiskFacts};

/// Up to four tools and six rows, each with a reason of its own.
pub(super) fn run(data: &[u8]) -> bool {
    let Ok(draft) = draft(&mut Unstructured::new(data)) else { return false };
    let Ok(blob) = draft.compile() else { return false };
    let policy = Policy::verify(&blob).expect("what compiles verifies");
    let placements = policy.placements().expect("what compiles verifies");
    let mut sizes = [0; FACETS];
    for known in draft.facets_of(Space::Risk) {
        sizes[known.facet.index()] = known.domain.domain().expect("a sound domain").size();
    }
    let mut stream = Stream::of(data);
    for values in points(&mut stream, &sizes, 40) {
        let facts = RiskFacts { values, ..RiskFacts::default() };
        for (tool, at) in draft.tools.iter().zip(0..) {
            let holds = |condition: &Condition| {
                let (facet, ranges) = (condition.facet.index(), &condition.ranges);
                // Past the last value of a facet is the last.
                let value = values[facet].min(sizes[facet].saturating_sub(1));
                ranges.iter().any(|range| range.contains(&value))
            };
            let for_tool =
                |row: &&Row<DraftPlacement>| row.then.tool.as_ref().is_none_or(|name| *name == tool.name);
            let row = draft.placements.iter().filter(for_tool).find(|row| row.when.iter().all(holds));
            let expected = row.map(|row| (row.then.permission, row.reason.text.as_str()));
            let found = placements.of(&facts, at);
            let words = placements.reason(found.reason()).map(|words| words.text);
            assert_eq!(found.permission().zip(words), expected, "{} at {values:?}: {draft:?}", tool.name);
            assert_eq!(found == Placement::Unruled, expected.is_none());
        }
    }
    admitted(&blob)
}

fn draft(input: &mut Unstructured<'_>) -> Result<Draft> {
    let mut draft = Draft::standard();
    for tool in 0..input.int_in_range(0..=4)? {
        draft.tools.push(DraftTool { name: format!("tool {tool}"), purpose: String::new() });
    }
    let facets: Vec<Facet> =
        FacetSet::ASSET_INPUTS.iter().filter(|facet| *facet <= facet::ORIENTATION).collect();
    for row in 0..input.int_in_range(0..=6)? {
        let mut when = Vec::new();
        for _ in 0..input.int_in_range(0..=2)? {
            let low = input.int_in_range(0..=4)?;
            when.push(Condition::within(*input.choose(&facets)?, low..=low + input.int_in_range(0..=2)?));
        }
        let tool =
            if input.ratio(1, 3)? { None } else { Some(format!("tool {}", input.int_in_range(0..=4)?)) };
        let permission = Permission::from_index(input.int_in_range(0..=2)?).expect("three permissions");
        let reason = Reason { text: format!("row {row}"), ..Reason::default() };
        draft.placements.push(Row { when, then: DraftPlacement { tool, permission }, reason });
    }
    Ok(draft)
}
