//! The tracks on which measures are taken (domain.md E9).

use crate::label::labels;

labels! {
    /// Where a measure acts (domain.md E9).
    ///
    /// ```
    /// use plimsoll_core::Track;
    /// assert_eq!(Track::LABELS, ["micro", "meso", "macro"]);
    /// ```
    pub enum Track {
        /// Between people: goals, feedback, coaching, direct interaction.
        Micro = "micro",
        /// Between groups: shared representations, learning mechanisms, boundary objects, indicators.
        Meso = "meso",
        /// In the whole: design of systems, strategy.
        Macro = "macro",
    }
}

labels! {
    /// How measures are spread over the tracks (domain.md E9).
    ///
    /// ```
    /// use plimsoll_core::TrackBalance;
    /// assert_eq!(TrackBalance::OneSided.label(), "one_sided");
    /// ```
    pub enum TrackBalance {
        /// There are no measures.
        None = "none",
        /// All are on one track.
        OneSided = "one_sided",
        /// One track has none.
        Gap = "gap",
        /// Every track has some.
        Balanced = "balanced",
    }
}

/// How many measures there are on each track (domain.md E9).
///
/// ```
/// use plimsoll_core::{Track, TrackBalance, TrackCounts};
/// let counts: TrackCounts = [Track::Macro, Track::Macro, Track::Micro].into_iter().collect();
/// assert_eq!(counts.on(Track::Macro), 2);
/// assert_eq!(counts.balance(), TrackBalance::Gap);
/// assert_eq!(counts.empty().collect::<Vec<_>>(), [Track::Meso]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct TrackCounts {
    micro: u32,
    meso: u32,
    whole: u32,
}

impl TrackCounts {
    /// So many on each track.
    #[must_use]
    pub const fn new(micro: u32, meso: u32, whole: u32) -> Self {
        Self { micro, meso, whole }
    }

    /// How many are on a track.
    #[must_use]
    pub const fn on(self, track: Track) -> u32 {
        match track {
            Track::Micro => self.micro,
            Track::Meso => self.meso,
            Track::Macro => self.whole,
        }
    }

    /// The tracks that have none.
    pub fn empty(self) -> impl Iterator<Item = Track> {
        Track::ALL.iter().copied().filter(move |track| self.on(*track) == 0)
    }

    /// How they are spread: by which tracks have any, whatever the numbers. Success on one track is easily mistaken for success on
    /// all, and one good measure on a track is a beginning.
    #[must_use]
    pub const fn balance(self) -> TrackBalance {
        match (self.micro > 0, self.meso > 0, self.whole > 0) {
            (false, false, false) => TrackBalance::None,
            (true, true, true) => TrackBalance::Balanced,
            (true, false, false) | (false, true, false) | (false, false, true) => TrackBalance::OneSided,
            _ => TrackBalance::Gap,
        }
    }
}

impl FromIterator<Track> for TrackCounts {
    fn from_iter<T: IntoIterator<Item = Track>>(tracks: T) -> Self {
        tracks.into_iter().fold(Self::default(), |mut counts, track| {
            let count = match track {
                Track::Micro => &mut counts.micro,
                Track::Meso => &mut counts.meso,
                Track::Macro => &mut counts.whole,
            };
            *count = count.saturating_add(1);
            counts
        })
    }
}

/// What measures were learned from, counted (domain.md E9).
///
/// ```
/// use plimsoll_core::Learning;
/// assert!(Learning { measures: 9, sourced: 4, sources: 1 }.is_benchmark_catastrophe());
/// assert!(!Learning { measures: 9, sourced: 1, sources: 1 }.is_benchmark_catastrophe());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Learning {
    /// How many measures there are.
    pub measures: u32,
    /// How many of them name what they were learned from.
    pub sourced: u32,
    /// How many different things those name.
    pub sources: u32,
}

impl Learning {
    /// Whether one event shaped all that was learned, a "benchmark catastrophe": those measures that name a source all name the
    /// same one, and there are at least two of them, or the one is the only measure that there is. One measure of many that
    /// names its source says nothing about where the others come from.
    #[must_use]
    pub const fn is_benchmark_catastrophe(self) -> bool {
        self.sources == 1 && (self.sourced >= 2 || self.measures == 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By how many tracks have any, which is all that counts.
    #[test]
    fn balance_is_the_number_of_tracks_that_have_any() {
        const BY_TRACKS: [TrackBalance; 4] =
            [TrackBalance::None, TrackBalance::OneSided, TrackBalance::Gap, TrackBalance::Balanced];
        for (micro, meso, whole) in every_three(&[0, 1, 2, 7, u32::MAX]) {
            let counts = TrackCounts::new(micro, meso, whole);
            let some = [micro, meso, whole].iter().filter(|count| **count > 0).count();
            assert_eq!(counts.balance(), BY_TRACKS[some], "{counts:?}");
            assert_eq!(counts.empty().count(), 3 - some);
            for (track, count) in Track::ALL.iter().zip([micro, meso, whole]) {
                assert_eq!(counts.on(*track), count);
                assert_eq!(counts.empty().any(|empty| empty == *track), count == 0);
            }
        }
    }

    #[test]
    fn tracks_are_counted_one_by_one() {
        for (micro, meso, whole) in every_three(&[0, 1, 2, 3]) {
            let tracks = Track::ALL
                .iter()
                .zip([micro, meso, whole])
                .flat_map(|(track, count)| (0..count).map(|_| *track));
            assert_eq!(tracks.collect::<TrackCounts>(), TrackCounts::new(micro, meso, whole));
        }
    }

    /// Measures are written out with what they were learned from, and judged by looking at them.
    #[test]
    fn a_catastrophe_is_the_one_thing_that_was_learned_from() {
        let mut seen = [0_u32; 2];
        for measures in 0..=5_u32 {
            // A source of 0 is none.
            for code in 0..4_u32.pow(measures) {
                let sources = || (0..measures).map(move |at| code / 4_u32.pow(at) % 4);
                let named = || sources().filter(|source| *source > 0);
                let sourced = u32::try_from(named().count()).unwrap();
                let different = (1..4).filter(|source| named().any(|one| one == *source)).count();
                let learning = Learning { measures, sourced, sources: u32::try_from(different).unwrap() };
                let same = named().all(|source| Some(source) == named().next());
                let expected = same && (sourced > 1 || (sourced == 1 && sources().count() == 1));
                assert_eq!(learning.is_benchmark_catastrophe(), expected, "{learning:?}");
                seen[usize::from(expected)] += 1;
            }
        }
        assert!(seen.iter().all(|count| *count > 50), "{seen:?}");
    }

    fn every_three(of: &'static [u32]) -> impl Iterator<Item = (u32, u32, u32)> {
        of.iter().flat_map(move |a| of.iter().flat_map(move |b| of.iter().map(move |c| (*a, *b, *c))))
    }
}
