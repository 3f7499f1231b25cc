//! Whether what was compiled is what the interpreter does.

use crate::exploration::Exploration;
use crate::explorer::{Explorer, Facts};
use crate::fault::{Fault, Place};
use crate::sandbox::lock;
use plimsoll_core::diagram::Ref;
use plimsoll_core::facet::Values;

#[cfg(test)]
mod tests;

/// How many situations a compiled function is compared with the interpreter in, where they are too many for all.
const SAMPLES: u64 = 512;

/// Up to how many situations all are compared.
const ALL: u128 = 4096;

impl<T: Ord + Clone> Exploration<'_, T> {
    /// Compares the function with direct interpretation: everywhere if the situations that it can tell apart are few, else at
    /// one of each outcome and at many others. Gives the number of situations, and whether these were all. It ends early where
    /// it is as much work as exploring may be.
    pub(crate) fn compare(&mut self, function: Ref) -> Result<(u64, bool), Fault> {
        let (points, all) = {
            let explorer = lock(&self.shared);
            points(&explorer, function)
        };
        let most = self.work().saturating_add(self.budget());
        for (done, values) in (0..).zip(&points) {
            if self.work() >= most {
                return Ok((done, false));
            }
            lock(&self.shared).facts = Facts::Given(Box::new(*values));
            let interpreted = self.once();
            let mut explorer = lock(&self.shared);
            explorer.facts = Facts::Explored;
            if explorer.forest.value(function, values) != interpreted {
                let message = format!("{} does not do the same when it is interpreted", self.name);
                return Err(Fault::new(
                    Place { line: self.line, column: 1 },
                    message,
                    "make values plain with int(...) and text(...), and report this",
                ));
            }
        }
        Ok((u64::try_from(points.len()).unwrap_or(u64::MAX), all))
    }
}

/// Situations to compare in, and whether they are all that there are over the facets read.
fn points(explorer: &Explorer, function: Ref) -> (Vec<Values>, bool) {
    let facets: Vec<_> = explorer.read.iter().map(|facet| (facet, explorer.forest.size(facet))).collect();
    let total = facets.iter().fold(1_u128, |product, (_, size)| product.saturating_mul((*size).into()));
    let start = [0; plimsoll_core::facet::FACETS];
    if total <= ALL {
        let mut points = vec![start];
        for (facet, size) in facets {
            let extended = points.iter().flat_map(|point| {
                (0..size).map(move |value| {
                    let mut point = *point;
                    point.get_mut(facet.index()).into_iter().for_each(|slot| *slot = value);
                    point
                })
            });
            points = extended.collect();
        }
        return (points, true);
    }
    let outcomes = explorer.forest.values(function).into_iter();
    let mut points: Vec<Values> = outcomes
        .filter_map(|outcome| explorer.forest.find(function, |value| value == outcome))
        .map(|situation| situation.lowest())
        .collect();
    let mut state = 0_u64;
    for _ in 0..SAMPLES {
        let mut point = start;
        for (facet, size) in &facets {
            let value =
                next(&mut state).checked_rem((*size).into()).and_then(|value| u16::try_from(value).ok());
            point.get_mut(facet.index()).into_iter().for_each(|slot| *slot = value.unwrap_or_default());
        }
        points.push(point);
    }
    (points, false)
}

/// The next number of a fixed sequence (SplitMix64): the same situations every time.
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mixed = (*state ^ (*state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
