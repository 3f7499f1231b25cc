//! Pairs of asset and threat that nobody has considered yet (domain.md A5).

use super::table::scrolling;
use super::text::{length, name};
use super::view::View;
use crate::registers::Registers;
use maud::{Markup, html};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// The most assets that are told, and the most threats of each.
const ASSETS: usize = 50;
const THREATS: usize = 12;

pub(super) fn section(view: &View<'_, '_>) -> Markup {
    let registers = view.assessment.organisation().registers();
    let pairs = length(registers.assets().len()).saturating_mul(length(registers.threats().len()));
    let open = view.assessment.pairs().unconsidered;
    if open == 0 {
        return html! { p { "Every threat was considered for every asset: " (pairs) " pairs." } };
    }
    let considered = considered(registers);
    let mut assets: Vec<(u64, &str, &str)> = registers
        .assets()
        .iter()
        .map(|asset| {
            let seen = considered.get(asset.id.as_str()).map_or(0, BTreeSet::len);
            (length(registers.threats().len().saturating_sub(seen)), asset.id.as_str(), asset.name.as_str())
        })
        .filter(|(open, ..)| *open > 0)
        .collect();
    assets.sort_by_key(|(open, ..)| Reverse(*open));
    let left = length(assets.len().saturating_sub(ASSETS));
    let table = html! {
        table.gaps {
            caption { "Assets by the number of threats that are not yet considered for them" }
            thead { tr { th scope="col" { "Asset" } th scope="col" { "Threats" } th scope="col" { "Not yet considered" } } }
            tbody {
                @for (open, id, asset) in assets.iter().take(ASSETS) {
                    tr {
                        th scope="row" { (name(id)) " " (name(asset)) }
                        td.n { (open) }
                        td { (threats(registers, considered.get(id), *open)) }
                    }
                }
            }
        }
    };
    html! {
        p {
            strong { (open) " of " (pairs) " pairs" } " of asset and threat are neither linked by a risk nor said not to apply."
        }
        details {
            summary { "By asset" }
            (scrolling("Gaps: table", &table))
            @if left > 0 { p.note { (left) " more assets have gaps." } }
        }
    }
}

/// The threats that were considered for each asset.
fn considered(registers: &Registers) -> BTreeMap<&str, BTreeSet<&str>> {
    let linked = registers.risks().iter().map(|risk| (risk.asset.as_str(), risk.threat.as_str()));
    let ruled_out = registers.not_applicable().iter().map(|pair| (pair.asset.as_str(), pair.threat.as_str()));
    let mut considered: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (asset, threat) in linked.chain(ruled_out) {
        considered.entry(asset).or_default().insert(threat);
    }
    considered
}

fn threats(registers: &Registers, considered: Option<&BTreeSet<&str>>, open: u64) -> Markup {
    let is_open = |id: &str| considered.is_none_or(|considered| !considered.contains(id));
    let missing = registers.threats().iter().filter(|threat| is_open(&threat.id));
    let left = open.saturating_sub(length(THREATS));
    html! {
        ul.inline { @for threat in missing.take(THREATS) { li { (name(&threat.id)) } } @if left > 0 { li { "+" (left) } } }
    }
}
