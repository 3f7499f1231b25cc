//! The page and the charts: a text stays a text wherever it stands.

use super::markup::{self, Skeleton};
use super::places::{STANDARD, WORDS, blob, plain, registers};
use plimsoll::assessment::Assessment;
use plimsoll::assessment::json::AssessmentView;
use plimsoll::diagnostic::{Diagnostics, harmless};
use plimsoll::report::Report;
use plimsoll::{Deployed, Organisation};
use plimsoll_core::Day;
use std::sync::LazyLock;

/// The charts of an organisation, or its page.
type Drawn = Vec<Skeleton>;

static CHARTS: LazyLock<[Drawn; 2]> = LazyLock::new(|| [false, true].map(|whole| drawn(&STANDARD, whole)));

static UNDER_BLOB: LazyLock<[Drawn; 2]> =
    LazyLock::new(|| [false, true].map(|whole| drawn(&under("word").expect("plain words"), whole)));

/// Registers with a text in every place.
pub(super) fn of_registers(word: &str, whole: bool) -> bool {
    let Some(registers) = registers(word, &WORDS, &mut Diagnostics::new()) else { return false };
    let mut diagnostics = Diagnostics::new();
    let organisation = STANDARD.with_registers(&registers.to_csv(), &mut diagnostics);
    let organisation = organisation.unwrap_or_else(|| panic!("{diagnostics}"));
    compare(&drawn(&organisation, whole), &CHARTS[usize::from(whole)], word);
    true
}

/// A policy with a text in every place.
pub(super) fn of_policy(word: &str, whole: bool) -> bool {
    let Some(organisation) = under(word) else { return false };
    compare(&drawn(&organisation, whole), &UNDER_BLOB[usize::from(whole)], word);
    true
}

fn under(word: &str) -> Option<Organisation> {
    let deployed = Deployed::from_blob(blob(word)?).expect("verified before");
    let mut diagnostics = Diagnostics::new();
    Organisation::under_sources(&deployed, &plain(word), &mut diagnostics)
}

/// The skeletons of the charts or of the page, once it is seen that the page tells names as they are.
fn drawn(organisation: &Organisation, whole: bool) -> Drawn {
    let day = Day::from_ymd(2026, 11, 20).expect("a day");
    let assessment = Assessment::of(organisation, day);
    let report = Report::of(&assessment);
    if !whole {
        return report.charts().iter().map(|chart| markup::of(&report.svg(chart))).collect();
    }
    let mut page = Vec::new();
    report.write_page(&mut page).expect("memory");
    let page = String::from_utf8(page).expect("a page is text");
    let asset = &organisation.registers().assets()[0];
    for told in [&asset.name, &organisation.registers().risks()[0].owner] {
        assert!(markup::holds(&page, &harmless(told)), "{told:?} is not told as it is");
    }
    let json = serde_json::to_string(&AssessmentView::of(&assessment)).expect("an assessment is JSON");
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON that is written is JSON");
    assert_eq!(json["risks"][0]["id"], organisation.registers().risks()[0].id);
    vec![markup::of_page(&page)]
}

fn compare(found: &Drawn, expected: &Drawn, word: &str) {
    assert_eq!(found.len(), expected.len(), "{word:?}");
    for (found, expected) in found.iter().zip(expected) {
        let other = found.iter().zip(expected).find(|(found, expected)| found != expected);
        assert!(other.is_none(), "{word:?} makes another element: {other:?}");
        assert_eq!(found.len(), expected.len(), "{word:?} makes elements");
    }
}
