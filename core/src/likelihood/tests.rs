//! The bands of domain.md A8 at their boundaries, and against a definition by fractions.

use super::{EstimateRule, LikelihoodRule, Progress};
use crate::{Likelihood, MAX_SCALE};

fn progress(uncompleted: u16, total: u16) -> Progress {
    Progress::new(uncompleted, total).unwrap()
}

fn scale(levels: u8) -> LikelihoodRule {
    LikelihoodRule::new(levels, Likelihood::LOWEST, EstimateRule::Higher).unwrap()
}

/// The band of a share by definition: one more than the number of boundaries 1/n, 2/n, ..., (n-1)/n that the
/// share has reached.
#[expect(
    clippy::arithmetic_side_effects,
    reason = "products of 16 and 8 bits in 64, and a count of at most ten"
)]
fn by_fractions(levels: u8, uncompleted: u16, total: u16) -> u8 {
    // The share reaches boundary / levels: both sides multiplied by what is beneath the fractions.
    let reached =
        |boundary: &u8| u64::from(uncompleted) * u64::from(levels) >= u64::from(*boundary) * u64::from(total);
    (1..levels).take_while(reached).last().map_or(1, |boundary| boundary + 1)
}

#[test]
fn bands_of_the_study() {
    let table = [
        // uncompleted, total, likelihood on five levels
        (0, 1, 1),
        (1, 1, 5),
        (0, 5, 1),
        (1, 5, 2),
        (2, 5, 3),
        (3, 5, 4),
        (4, 5, 5),
        (5, 5, 5),
        (1, 2, 3),
        (1, 3, 2),
        (2, 3, 4),
        (1, 4, 2),
        (3, 4, 4),
        (1_999, 10_000, 1),
        (2_000, 10_000, 2),
        (2_001, 10_000, 2),
        (3_999, 10_000, 2),
        (4_000, 10_000, 3),
        (5_999, 10_000, 3),
        (6_000, 10_000, 4),
        (7_999, 10_000, 4),
        (8_000, 10_000, 5),
        (10_000, 10_000, 5),
        (0, 65_535, 1),
        (13_106, 65_535, 1),
        (13_107, 65_535, 2),
        (26_213, 65_535, 2),
        (26_214, 65_535, 3),
        (39_320, 65_535, 3),
        (39_321, 65_535, 4),
        (52_427, 65_535, 4),
        (52_428, 65_535, 5),
        (65_534, 65_535, 5),
        (65_535, 65_535, 5),
    ];
    for (uncompleted, total, expected) in table {
        let found = LikelihoodRule::STANDARD.of_actions(progress(uncompleted, total));
        assert_eq!(found.get(), expected, "{uncompleted}/{total}");
    }
}

#[test]
fn every_percent() {
    for (percents, expected) in [(0..=19, 1), (20..=39, 2), (40..=59, 3), (60..=79, 4), (80..=100, 5)] {
        for percent in percents {
            let found = LikelihoodRule::STANDARD.of_actions(progress(percent, 100));
            assert_eq!(found.get(), expected, "{percent} %");
        }
    }
}

#[test]
fn all_pairs_agree_with_the_definition() {
    let mut pairs = 0_u32;
    for levels in 2..=MAX_SCALE {
        let rule = scale(levels);
        for total in (1..=400).chain([9_999, 10_000, 65_521, 65_534, 65_535]) {
            let step = if total > 400 { 7 } else { 1 };
            for uncompleted in (0..=total).step_by(step).chain([total]) {
                let expected = by_fractions(levels, uncompleted, total);
                let found = rule.of_actions(progress(uncompleted, total)).get();
                assert_eq!(found, expected, "{uncompleted}/{total} on {levels} levels");
                pairs += 1;
            }
        }
    }
    assert!(pairs > 700_000, "{pairs}");
}

/// For totals where the boundary falls on a count, and for totals where it falls between two.
#[test]
fn both_sides_of_every_boundary() {
    for levels in 2..=MAX_SCALE {
        for total in [u16::from(levels), 2_520, 65_520, 65_534, 65_535] {
            for band in 1..levels {
                // The least count whose share reaches the boundary band / levels.
                let least = (u32::from(band) * u32::from(total)).div_ceil(u32::from(levels));
                let least = u16::try_from(least).unwrap();
                let found = |uncompleted| scale(levels).of_actions(progress(uncompleted, total)).get();
                assert_eq!(found(least), band + 1, "{least}/{total} on {levels} levels");
                assert_eq!(found(least - 1), band, "{}/{total} on {levels} levels", least - 1);
            }
        }
    }
}

#[test]
fn more_left_to_do_is_never_less_likely() {
    for levels in 2..=MAX_SCALE {
        let mut last = 1;
        for uncompleted in 0..=1_000 {
            let found = scale(levels).of_actions(progress(uncompleted, 1_000)).get();
            assert!(found == last || found == last + 1, "no level is passed over");
            last = found;
        }
        assert_eq!(last, levels);
    }
}

#[test]
fn without_actions_the_policy_says() {
    for levels in 2..=MAX_SCALE {
        for no_actions in 1..=levels {
            let rule = LikelihoodRule::new(levels, Likelihood::saturating(no_actions), EstimateRule::Higher)
                .unwrap();
            assert_eq!(rule.of_actions(Progress::NONE).get(), no_actions);
            assert_eq!(rule.of_actions(progress(0, 1)).get(), 1, "one completed action is not none");
        }
    }
    assert_eq!(LikelihoodRule::STANDARD.of_actions(Progress::NONE).get(), 5);
}

#[test]
fn estimates() {
    let standard = LikelihoodRule::STANDARD;
    let replaces = LikelihoodRule::new(5, Likelihood::saturating(5), EstimateRule::Replaces).unwrap();
    let table = [
        // progress, estimate, if the higher holds, if it replaces
        (progress(1, 5), None, 2, 2),
        (progress(1, 5), Some(1), 2, 1),
        (progress(1, 5), Some(2), 2, 2),
        (progress(1, 5), Some(3), 3, 3),
        (progress(5, 5), Some(1), 5, 1),
        (progress(0, 5), Some(5), 5, 5),
        (progress(0, 5), Some(6), 5, 5),
        (progress(0, 5), Some(10), 5, 5),
        (Progress::NONE, None, 5, 5),
        (Progress::NONE, Some(2), 5, 2),
    ];
    for (progress, estimate, higher, replaced) in table {
        let estimate = estimate.map(|level| Likelihood::new(level).unwrap());
        assert_eq!(standard.judge(progress, estimate).get(), higher, "higher: {progress:?} {estimate:?}");
        assert_eq!(replaces.judge(progress, estimate).get(), replaced, "replaces: {progress:?} {estimate:?}");
    }
}

#[test]
fn rules_off_the_scale_are_refused() {
    for levels in 0..=u8::MAX {
        for no_actions in 1..=MAX_SCALE {
            let fine = (2..=MAX_SCALE).contains(&levels) && no_actions <= levels;
            let rule =
                LikelihoodRule::new(levels, Likelihood::saturating(no_actions), EstimateRule::Replaces);
            assert_eq!(rule.is_some(), fine, "{levels} {no_actions}");
            // In postcard: the levels, the likelihood, the position of the rule for estimates.
            let read = postcard::from_bytes::<LikelihoodRule>(&[levels, no_actions, 1]);
            assert_eq!(read.ok(), rule, "{levels} {no_actions}");
        }
    }
    assert!(postcard::from_bytes::<LikelihoodRule>(&[5, 0, 0]).is_err(), "no likelihood is 0");
    assert!(postcard::from_bytes::<LikelihoodRule>(&[5, 5, 2]).is_err(), "no third rule");
}

#[test]
fn more_uncompleted_than_there_are_is_refused() {
    for (uncompleted, total, fine) in [
        (0, 0, true),
        (1, 0, false),
        (1, 1, true),
        (2, 1, false),
        (u16::MAX, u16::MAX, true),
        (u16::MAX, 0, false),
    ] {
        assert_eq!(Progress::new(uncompleted, total).is_some(), fine, "{uncompleted}/{total}");
        let mut bytes = [0; 6];
        let bytes = postcard::to_slice(&(uncompleted, total), &mut bytes).unwrap();
        assert_eq!(postcard::from_bytes::<Progress>(bytes).ok(), Progress::new(uncompleted, total));
    }
}

#[test]
fn what_is_written_is_read() {
    let rule = LikelihoodRule::new(7, Likelihood::saturating(3), EstimateRule::Replaces).unwrap();
    let mut bytes = [0; 16];
    assert_eq!(postcard::from_bytes(postcard::to_slice(&rule, &mut bytes).unwrap()), Ok(rule));
    let some = progress(200, 40_000);
    assert_eq!(postcard::from_bytes(postcard::to_slice(&some, &mut bytes).unwrap()), Ok(some));
}

#[test]
fn counting_stops_at_the_end_in_any_order() {
    let count = |parts: [(bool, u32); 2]| {
        parts.iter().fold(Progress::NONE, |progress, (completed, times)| {
            (0..*times).fold(progress, |progress, _| progress.counting(*completed))
        })
    };
    for (done, left, expected) in [
        (0, 0, (0, 0)),
        (3, 4, (4, 7)),
        (65_534, 1, (1, 65_535)),
        (65_535, 1, (1, 65_535)),
        (0, 65_536, (65_535, 65_535)),
        (65_535, 65_535, (65_535, 65_535)),
    ] {
        for progress in [count([(true, done), (false, left)]), count([(false, left), (true, done)])] {
            assert_eq!((progress.uncompleted(), progress.total()), expected, "{done} done, {left} left");
            assert_eq!(progress.completed(), expected.1 - expected.0);
        }
    }
}
