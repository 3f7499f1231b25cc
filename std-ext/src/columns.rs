//! Millions of risks on all cores.

use plimsoll_core::{ColumnError, Decision, Policy, RiskColumns};
use std::num::NonZeroUsize;
use std::panic::resume_unwind;
use std::slice::ChunksMut;
use std::sync::{Mutex, PoisonError};
use std::thread::{self, Builder};

/// How many risks a thread takes at a time: enough to make the taking cheap, few enough to stay in its cache.
const PART: usize = 1 << 14;

/// Words for the tables of the diagrams.
const SCRATCH: usize = 1 << 15;

/// The parts that no thread has taken yet, each with its number.
type Parts<'d> = Mutex<std::iter::Enumerate<ChunksMut<'d, Decision>>>;

/// Decides about all risks, each as [`Policy::assess`] does, on as many threads as the process may run at once. Where no thread can be
/// had, this one does all the work.
///
/// ```
/// use plimsoll::columns::assess;
/// use plimsoll_core::{Column, Policy, RiskColumns, RiskFacts};
/// let rated: Vec<u8> = (0..100_000_u32).map(|n| (n % 5) as u8 + 1).collect();
/// let risks = RiskColumns { rated: Column::Bytes(&rated), ..RiskColumns::default() };
/// let mut decisions = vec![Policy::REFUSING.assess(&RiskFacts::default()); rated.len()];
/// assess(&Policy::standard(), &risks, &mut decisions)?;
/// assert_eq!(decisions[3].score.get(), 20); // impact 4, and no action at all: likelihood 5
/// # Ok::<(), plimsoll_core::ColumnError>(())
/// ```
///
/// # Errors
/// If there are not as many values in every column as decisions; then nothing is decided.
pub fn assess(
    policy: &Policy<'_>,
    risks: &RiskColumns<'_>,
    decisions: &mut [Decision],
) -> Result<(), ColumnError> {
    risks.check(decisions.len())?;
    let mut scratch = vec![0; SCRATCH];
    let columns = policy.columns(&mut scratch);
    let threads = thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let helpers = threads.min(decisions.len().div_ceil(PART)).saturating_sub(1);
    let parts: Parts<'_> = Mutex::new(decisions.chunks_mut(PART).enumerate());
    let take = || parts.lock().unwrap_or_else(PoisonError::into_inner).next();
    let work = || {
        while let Some((part, decisions)) = take() {
            columns.assess_from(part.saturating_mul(PART), risks, decisions)?;
        }
        Ok(())
    };
    thread::scope(|scope| {
        let spawn = |_| Builder::new().spawn_scoped(scope, work).ok();
        let running: Vec<_> = (0..helpers).map_while(spawn).collect();
        let own = work();
        running
            .into_iter()
            .fold(own, |all, one| all.and(one.join().unwrap_or_else(|panic| resume_unwind(panic))))
    })
}

#[cfg(test)]
mod tests {
    use super::{PART, assess};
    use crate::Organisation;
    use plimsoll_core::facet::{self, Facet};
    use plimsoll_core::{Column, Policy, RiskColumns, RiskFacts};

    /// Around the length of a part, all threads decide as one does.
    #[test]
    fn threads_agree() {
        let organisation = Organisation::sample();
        let policy = organisation.policy();
        for rows in [0, 1, PART - 1, PART, PART + 1, 3 * PART + 7] {
            let cycle = |size: usize| (0..rows).map(|n| u8::try_from(n % size).unwrap()).collect::<Vec<_>>();
            let (rated, uncompleted, ratings) = (cycle(7), cycle(11), cycle(3));
            let facets: Vec<(Facet, Column<'_>)> =
                [facet::CONFIDENTIALITY, facet::COMPROMISES_C].map(|f| (f, Column::Bytes(&ratings))).to_vec();
            let risks = RiskColumns {
                rated: Column::Bytes(&rated),
                uncompleted: Column::Bytes(&uncompleted),
                total: Column::Same(10),
                facets: &facets,
                ..RiskColumns::default()
            };
            let refused = Policy::REFUSING.assess(&RiskFacts::default());
            let (mut one, mut all) = (vec![refused; rows], vec![refused; rows]);
            policy.columns(&mut []).assess(&risks, &mut one).unwrap();
            assess(&policy, &risks, &mut all).unwrap();
            assert_eq!(one, all);
            assert_eq!(rows < 12, one.iter().all(|decision| decision.score == refused.score));
        }
    }

    #[test]
    fn a_column_too_short_decides_nothing() {
        let refused = Policy::REFUSING.assess(&RiskFacts::default());
        let mut decisions = vec![refused; 3];
        let risks = RiskColumns { rated: Column::Bytes(&[5, 5]), ..RiskColumns::default() };
        assert!(assess(&Policy::standard(), &risks, &mut decisions).is_err());
        assert_eq!(decisions, [refused; 3]);
    }
}
