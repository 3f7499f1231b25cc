//! Shares against a naive division, and suppression against whoever subtracts.

use super::*;

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

#[test]
fn nobody_works_out_a_small_group_by_subtracting() {
    // Every list of up to five groups of 0 to 9 respondents.
    let lists = (0..=5_u32).flat_map(|length| (0..10_u32.pow(length)).map(move |code| (code, length)));
    for (code, length) in lists {
        let sizes = [1, 10, 100, 1000, 10_000].map(|unit| code / unit % 10);
        let length = usize::try_from(length).unwrap();
        let mut groups = sizes.map(|respondents| Group { respondents, is_shown: true });
        let groups = &mut groups[..length];
        suppress(groups);
        let total: u32 = groups.iter().map(|group| group.respondents).sum();
        let shown: u32 = groups.iter().filter(|group| group.is_shown).map(|group| group.respondents).sum();
        let left = total - shown;
        assert!(groups.iter().all(|group| !group.is_shown || group.respondents >= 5), "{sizes:?}");
        assert!(left == 0 || left >= 5 || shown == 0, "{sizes:?}: {left} are left");
        let hidden = groups.iter().filter(|group| !group.is_shown && group.respondents > 0).count();
        assert!(hidden != 1 || shown == 0, "{sizes:?}: what is left is one group");
        // No more is hidden than has to be: a group of five or more is hidden only where the small ones are too few.
        let small: u32 = groups.iter().map(|group| group.respondents).filter(|size| *size < 5).sum();
        let large_hidden = groups.iter().filter(|group| !group.is_shown && group.respondents >= 5).count();
        assert!(large_hidden <= usize::from((1..5).contains(&small)), "{sizes:?}");
    }
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
