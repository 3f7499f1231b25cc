//! Scales, matrix, bands, and the facets of a random policy.

use super::{Most, Stated, named, small};
use crate::draw::Draw;
use crate::reference::{Band, Estimate, Matrix, Obligation};
use plimsoll_core::policy::{DraftBand, DraftDomain, DraftFacet, DraftMatrix, DraftObligation, Reason};
use plimsoll_core::{CiaFloor, EstimateRule, Impact, Likelihood, LikelihoodRule};

pub(super) fn draw(draw: &Draw<'_>, most: &Most, stated: &mut Stated) {
    scales(draw, most, stated);
    matrix(draw, most, stated);
    obligations(draw, most, stated);
    stated.draft.facets = facets(draw, most);
}

fn scales(draw: &Draw<'_>, most: &Most, Stated { draft, reference, .. }: &mut Stated) {
    let (impact, likelihood) = (draw.small(2, most.levels), draw.small(2, most.levels));
    (reference.impact_levels, reference.likelihood_levels) = (impact, likelihood);
    draft.impact = named("impact", impact.into());
    draft.likelihood = named("likelihood", likelihood.into());
    reference.no_actions = draw.small(1, likelihood);
    let (estimate, rule) =
        *draw.one(&[(Estimate::Higher, EstimateRule::Higher), (Estimate::Replaces, EstimateRule::Replaces)]);
    reference.estimate = estimate;
    let no_actions = Likelihood::new(reference.no_actions).unwrap();
    draft.likelihood_rule = LikelihoodRule::new(likelihood, no_actions, rule).unwrap();
    let mut floor = [0; 3].map(|_| draw.small(1, impact));
    floor.sort_unstable();
    let [low, medium, high] = floor.map(|impact| Impact::new(impact).unwrap());
    let with = draw.rarely(most.floor_in) && !draw.rarely(4);
    reference.cia_floor = with.then_some(floor);
    draft.cia_floor = if with { CiaFloor::new(low, medium, high).unwrap() } else { CiaFloor::NONE };
}

fn matrix(draw: &Draw<'_>, most: &Most, Stated { draft, reference, .. }: &mut Stated) {
    let cells = draft.impact.len() * draft.likelihood.len();
    let count = 1 + draw.below(cells.min(most.bands));
    let mut cuts: Vec<u16> = (1..=count).map(|band| u16::try_from(band).unwrap()).collect();
    if draw.rarely(3) {
        let row = || draft.impact.iter().map(|_| draw.small(0, small(count - 1))).collect();
        let mut grid: Vec<Vec<u8>> = draft.likelihood.iter().map(|_| row()).collect();
        let may_fall = draw.rarely(2);
        if !may_fall {
            climbing(&mut grid);
        }
        reference.matrix = Matrix::Grid(grid.clone());
        draft.matrix = DraftMatrix::Grid { cells: grid, may_fall };
    } else {
        // The last band ends at the highest score; the others end somewhere below, each at its own.
        let top = u16::try_from(cells).unwrap();
        cuts = (1..count).map(|_| 1 + u16::try_from(draw.below(cells - 1)).unwrap()).chain([top]).collect();
        cuts.sort_unstable();
        cuts.dedup();
    }
    let bands = cuts.iter().enumerate().map(|(band, up_to)| (format!("band_{band}"), *up_to));
    let band = |(name, up_to)| DraftBand { name, colour: "#336699".into(), up_to };
    draft.bands = bands.clone().map(band).collect();
    reference.bands = bands.map(|(name, up_to)| Band { name, up_to: up_to.into() }).collect();
}

/// No cell is lower than one with less impact or likelihood.
fn climbing(grid: &mut [Vec<u8>]) {
    for row in 0..grid.len() {
        for column in 0..grid[row].len() {
            let left = if column > 0 { grid[row][column - 1] } else { 0 };
            let below = if row > 0 { grid[row - 1][column] } else { 0 };
            grid[row][column] = grid[row][column].max(left).max(below);
        }
    }
}

fn obligations(draw: &Draw<'_>, most: &Most, Stated { draft, reference, .. }: &mut Stated) {
    let top = small(draft.top().into());
    draft.acceptance_level = draw.small(0, top);
    draft.acceptance_reason.text = "organisation".into();
    reference.level = draft.acceptance_level.into();
    for name in named("obligation", draw.below(most.obligations + 1)) {
        let (max_level, forbids) = (draw.rarely(2).then(|| draw.small(0, top)), draw.rarely(4));
        let stated = Obligation {
            name: name.clone(),
            max_level: max_level.map(u32::from),
            forbids_acceptance: forbids,
        };
        reference.obligations.push(stated);
        let reason = Reason::default();
        draft.obligations.push(DraftObligation { name, max_level, forbids_acceptance: forbids, reason });
    }
}

/// A facet of a name has values of one sort in every policy, but not always the same, nor in the same order.
fn facets(draw: &Draw<'_>, most: &Most) -> Vec<DraftFacet> {
    let mut facets = Vec::new();
    for number in 0..draw.below(most.facets + 1) {
        let (stem, domain) = match draw.below(3) {
            0 => ("flag", DraftDomain::Bool),
            1 => {
                let mut labels = named("label", most.labels);
                labels.rotate_left(draw.below(most.labels));
                labels.truncate(1 + draw.below(most.labels));
                ("sort", DraftDomain::Labels(labels))
            }
            _ => {
                let wide = most.values / 4;
                let low = i32::try_from(draw.below(wide + 1)).unwrap() - i32::try_from(wide / 2).unwrap();
                let high = low + i32::try_from(draw.below(most.values)).unwrap();
                ("days", DraftDomain::Range { low, high, names: Vec::new() })
            }
        };
        facets.push(DraftFacet { name: format!("{stem}_{number}"), domain });
    }
    let count = facets.len();
    facets.rotate_left(draw.below(count));
    facets
}
