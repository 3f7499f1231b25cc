//! The catalogue, and coverage counted by hand.

use super::*;

#[test]
fn ids_are_unique_words_and_grouped_by_aspect() {
    assert!((30..=40).contains(&WORK_QUESTIONS.len()), "{}", WORK_QUESTIONS.len());
    for pair in WORK_QUESTIONS.windows(2) {
        assert!(pair[0].aspect <= pair[1].aspect, "{}", pair[1].id);
    }
    for (at, question) in WORK_QUESTIONS.iter().enumerate() {
        let id = question.id;
        assert!(
            WORK_QUESTIONS[..at].iter().all(|other| other.id != id && other.text != question.text),
            "{id}"
        );
        assert!(id.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'), "{id}");
        assert!(question.text.ends_with('?'), "{id}");
    }
}

#[test]
fn coverage_by_hand() {
    // yes, partly, no, unanswered, coverage in tenths, in whole per cent, answered in whole per cent
    let cases = [
        (1, 0, 0, 0, 1000, 100, 100),
        (0, 1, 0, 0, 500, 50, 100),
        (0, 0, 1, 0, 0, 0, 100),
        (0, 0, 0, 1, 0, 0, 0),
        (1, 1, 1, 0, 500, 50, 100),
        (2, 0, 1, 0, 667, 66, 100), // two thirds
        (0, 1, 2, 0, 167, 16, 100), // a sixth
        (65_535, 65_535, 65_535, 65_535, 375, 37, 75),
    ];
    for (yes, partly, no, unanswered, tenths, percent, answered) in cases {
        let coverage = CheckCoverage { yes, partly, no, unanswered };
        assert_eq!(coverage.share().unwrap().tenths(), tenths, "{coverage:?}");
        assert_eq!(coverage.percent(), Some(percent), "{coverage:?}");
        assert_eq!(coverage.share_answered().unwrap().percent(), answered, "{coverage:?}");
    }
    assert_eq!(CheckCoverage::NONE.share_answered(), None);
    let full = CheckCoverage { yes: 65_535, ..CheckCoverage::NONE };
    assert_eq!(full.counting(Some(Answer::Yes)), full, "the count stops");
}
