//! Shares against a naive division, and suppression against whoever subtracts.
#![expect(clippy::arithmetic_side_effects, reason = "small numbers, worked by hand")]

extern crate std;

use super::*;
use std::vec;
use std::vec::Vec;

#[test]
fn shares_are_rounded_as_long_division_does() {
    for total in 1..=64_u32 {
        for count in 0..=total {
            let share = Share::new(count, total).unwrap();
            // By trying: the largest number of steps that still fit.
            let floor = (0..=100).rev().find(|percent| percent * total <= count * 100).unwrap();
            let near = (0..=1000)
                .rev()
                .find(|tenths| (2 * tenths - 1) * i64::from(total) <= i64::from(count) * 2000);
            assert_eq!(u32::from(share.percent()), floor, "{count}/{total}");
            assert_eq!(i64::from(share.tenths()), near.unwrap(), "{count}/{total}");
        }
    }
    let most = Share::new(u32::MAX, u32::MAX).unwrap();
    assert_eq!((most.tenths(), most.percent()), (1000, 100));
    let nearly = Share::new(u32::MAX - 1, u32::MAX).unwrap();
    assert_eq!((nearly.tenths(), nearly.percent()), (1000, 99));
}

/// What is shown of groups that gave answers, by the rule as it is written: one group joins after another.
fn by_joining(counts: &[[u32; 2]]) -> (Vec<bool>, bool) {
    let size = |at: usize| counts[at][0] + counts[at][1];
    let mut shown: Vec<bool> = (0..counts.len()).map(|at| size(at) >= 5).collect();
    loop {
        let left = |answer: usize| -> u32 {
            (0..counts.len()).filter(|at| !shown[*at]).map(|at| counts[at][answer]).sum()
        };
        let (yes, no) = (left(0), left(1));
        if yes + no == 0 {
            return (shown, (0..counts.len()).map(size).sum::<u32>() >= 5);
        }
        if yes + no >= 5 && yes > 0 && no > 0 {
            return (shown, true);
        }
        let Some(smallest) = (0..counts.len()).filter(|at| shown[*at]).min_by_key(|at| size(*at)) else {
            return (shown, false);
        };
        shown[smallest] = false;
    }
}

/// What each group may have said, as far as somebody can tell who knows how many are in each, what is shown of groups, and the
/// total: the least and the most who may have said yes.
fn known(counts: &[[u32; 2]], shown: &[bool], total: bool) -> Vec<(u32, u32)> {
    let hidden = || counts.iter().zip(shown).filter(|(_, shown)| !**shown).map(|(counts, _)| counts);
    let yes: u32 = hidden().map(|counts| counts[0]).sum();
    let all: u32 = hidden().map(|[yes, no]| yes + no).sum();
    counts
        .iter()
        .zip(shown)
        .map(|([one, other], shown)| match (shown, total) {
            (true, _) => (*one, *one),
            (false, false) => (0, one + other),
            // Of those who said yes, no more than there are may be in other groups.
            (false, true) => (yes.saturating_sub(all - (one + other)), yes.min(one + other)),
        })
        .collect()
}

#[test]
fn nobody_works_out_what_a_small_group_said() {
    // Every list of up to four groups of which 0, 1, 2, 4 or 6 said yes, and 0, 1 or 5 said no.
    let of = |code: usize| [[0, 1, 2, 4, 6][code % 5], [0, 1, 5][code / 5 % 3]];
    let lists = (0..=4_u32).flat_map(|length| (0..15_usize.pow(length)).map(move |code| (code, length)));
    for (code, length) in lists {
        let all = [1, 15, 225, 3375].map(|unit| of(code / unit % 15));
        let counts = &all[..usize::try_from(length).unwrap()];
        let mut groups = [Group { counts: &[], is_shown: true }; 4];
        let groups = &mut groups[..counts.len()];
        groups.iter_mut().zip(counts).for_each(|(group, counts)| group.counts = counts);
        let total = suppress(groups);
        let shown: Vec<bool> = groups.iter().map(|group| group.is_shown).collect();
        let told = (shown.clone(), total);
        assert_eq!(told, by_joining(counts), "{counts:?}");
        for ((least, most), ([yes, no], shown)) in
            known(counts, &shown, total).into_iter().zip(counts.iter().zip(&shown))
        {
            assert!(!shown || yes + no >= 5, "{counts:?}");
            assert!(*shown || yes + no == 0 || least < most, "{counts:?}: it is known that {least} said yes");
        }
        let left: u32 =
            counts.iter().zip(&shown).filter(|(_, shown)| !**shown).map(|([yes, no], _)| yes + no).sum();
        assert!(!total || left == 0 || left >= 5, "{counts:?}: {left} are left");
        assert!(total || shown.iter().all(|shown| !shown), "{counts:?}");
    }
}

#[test]
fn four_and_one_of_one_mind_are_not_told_by_the_total() {
    let shown = |counts: &[&[u32]]| {
        let mut groups: Vec<Group<'_>> =
            counts.iter().map(|counts| Group { counts, is_shown: true }).collect();
        let total = suppress(&mut groups);
        (groups.iter().map(|group| group.is_shown).collect::<Vec<_>>(), total)
    };
    assert_eq!(shown(&[&[4, 0], &[1, 0]]), (vec![false; 2], false));
    assert_eq!(shown(&[&[4, 0], &[0, 1]]), (vec![false; 2], true));
    assert_eq!(shown(&[&[187, 0]]), (vec![true], true), "one group that is all there is");
    assert_eq!(shown(&[&[4, 0, 0], &[4, 0, 0], &[6, 0, 0], &[0, 0, 9]]), (vec![false; 4], true));
}

#[test]
fn the_standard_questions_are_sound() {
    for (at, question) in SURVEY_QUESTIONS.iter().enumerate() {
        let name = question.name;
        assert!(SURVEY_QUESTIONS[..at].iter().all(|other| other.name != name), "{name}");
        assert!(question.answers.len() >= 2, "{name}");
        assert!(question.aligned.iter().all(|answer| question.answers.contains(answer)), "{name}");
        assert!(question.aligned.len() < question.answers.len(), "{name}: some answer must not agree");
    }
}

#[test]
fn a_share_is_what_it_was_made_of() {
    for (count, total) in [(0, 1), (1, 1), (3, 7), (u32::MAX, u32::MAX)] {
        let share = Share::new(count, total).unwrap();
        assert_eq!((share.count(), share.total()), (count, total));
    }
    assert_eq!((Share::new(0, 0), Share::new(2, 1)), (None, None));
}
