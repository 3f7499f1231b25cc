//! Limits, responses, envelopes and placements of a random policy.

use super::conditions::{self, row};
use super::{Most, Stated, asked, named, response, small};
use crate::draw::Draw;
use crate::reference::{LimitRow, ResponseRow, Treatment};
use plimsoll_core::facet::FacetSet;
use plimsoll_core::policy::{Draft, DraftPlacement, DraftTool, Space};
use plimsoll_core::{Envelope, Permission};

pub(super) fn draw(draw: &Draw<'_>, most: &Most, Stated { draft, reference, envelopes, .. }: &mut Stated) {
    let top = small(draft.top().into());
    let known = asked(draft, most, Space::Risk, false);
    let graded = asked(draft, most, Space::Risk, true);
    let two = most.conditions.min(2);
    for number in 0..draw.below(most.rows + 1) {
        let ((when, stated), level) = (conditions::draw(draw, &known, two), draw.small(0, top));
        draft.limits.push(row(when, level, ("limit", number)));
        reference.limits.push(LimitRow { level: level.into(), when: stated });
    }
    for number in 0..draw.below(most.rows + 1) {
        let (when, stated) = conditions::draw(draw, &graded, most.conditions);
        let then = *draw.one(&Treatment::ALL);
        draft.responses.push(row(when, response(then), ("response", number)));
        reference.responses.push(ResponseRow { when: stated, then });
    }
    for number in 0..draw.below(3) {
        let (when, stated) = conditions::draw(draw, &known, two);
        let envelope = Envelope {
            max_raise: draw.small(0, most.granted),
            max_lower: draw.small(0, most.granted),
            may_loosen: draw.small(0, most.granted),
            may_accept: draw.rarely(2),
            may_redirect: draw.rarely(2),
        };
        draft.envelopes.push(row(when, envelope, ("envelope", number)));
        envelopes.push((stated, envelope));
    }
}

/// What goes where. The reference knows nothing of it.
pub(super) fn placements(draw: &Draw<'_>, most: &Most, draft: &mut Draft) {
    let tool = |name: String| DraftTool {
        purpose: if draw.rarely(2) { "sharing".into() } else { String::new() },
        name,
    };
    draft.tools = named("tool", draw.below(most.tools + 1)).into_iter().map(tool).collect();
    if draft.tools.is_empty() {
        return;
    }
    let mut known = asked(draft, most, Space::Risk, false);
    known.retain(|known| FacetSet::ASSET_INPUTS.contains(known.facet));
    for number in 0..draw.below(most.rows + 1) {
        let when = if known.is_empty() { Vec::new() } else { conditions::draw(draw, &known, 2).0 };
        let tool = (!draw.rarely(3)).then(|| draw.one(&draft.tools).name.clone());
        let then = DraftPlacement { tool, permission: *draw.one(Permission::ALL) };
        draft.placements.push(row(when, then, ("placement", number)));
    }
}
