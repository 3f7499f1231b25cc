//! Arbitrary texts as the CSV files of a directory.

mod policy_file;

use crate::points::Stream;
use plimsoll::Organisation;
use plimsoll::assessment::json::{AssessmentView, ExplanationView, RoutingView};
use plimsoll::assessment::{Assessment, Routed};
use plimsoll::diagnostic::Diagnostics;
use plimsoll::registers::{Registers, Source, Vocabulary};
use plimsoll_core::Day;
use std::sync::LazyLock;

/// A line with this before the name of a file starts that file.
pub const MARK: &[u8] = b">>> ";

/// The words of the built-in sample's policy.
static WORDS: LazyLock<Vocabulary> = LazyLock::new(|| SAMPLE.vocabulary().clone());

/// The built-in sample.
static SAMPLE: LazyLock<Organisation> = LazyLock::new(Organisation::sample);

/// The first byte says what the others are: the CSV files of a directory, its registers as JSON, or its policy file.
#[must_use]
pub fn run(data: &[u8]) -> bool {
    let Some((kind, rest)) = data.split_first() else { return false };
    match kind % 3 {
        0 => csv(rest),
        1 => json(rest),
        _ => policy_file::run(rest),
    }
}

/// Reads the files under the words of the sample's policy. What is refused has an error to say why; what is accepted is
/// the same after a way through CSV and through JSON, and can be assessed.
fn csv(data: &[u8]) -> bool {
    let mut diagnostics = Diagnostics::new();
    let files: Vec<Source> = files(data)
        .into_iter()
        .filter_map(|(name, text)| Source::decode(&name, text, &mut diagnostics))
        .collect();
    let registers = Registers::from_csv(&files, &WORDS, &mut diagnostics);
    sound(registers, &diagnostics)
}

fn json(data: &[u8]) -> bool {
    let mut diagnostics = Diagnostics::new();
    let source = Source::decode("registers.json", data.to_vec(), &mut diagnostics);
    let registers = source.and_then(|source| Registers::from_json(&source, &WORDS, &mut diagnostics));
    sound(registers, &diagnostics)
}

fn sound(registers: Option<Registers>, diagnostics: &Diagnostics) -> bool {
    shown(diagnostics);
    let Some(registers) = registers else {
        assert!(diagnostics.is_error(), "refused without a word");
        return false;
    };
    let csv = registers.to_csv();
    let mut again = Diagnostics::new();
    let read = Registers::from_csv(&csv, &WORDS, &mut again);
    assert_eq!(read.as_ref(), Some(&registers), "through CSV: {again}\n{csv:?}");
    assert_eq!(read.map(|read| read.to_csv()).as_ref(), Some(&csv), "written twice, it differs");
    let written = registers.to_json().expect("registers are JSON");
    let mut again = Diagnostics::new();
    let read = Registers::from_json(&Source::new("registers.json", written.as_str()), &WORDS, &mut again);
    assert_eq!(read.as_ref(), Some(&registers), "through JSON: {again}");
    // Assessing takes longer than all the rest, so some of the inputs are; which, they say themselves.
    if Stream::of(written.as_bytes()).sometimes(16) {
        assessed(&csv);
    }
    true
}

/// The registers under the sample's policy, assessed, routed and written.
fn assessed(files: &[Source]) {
    let mut diagnostics = Diagnostics::new();
    let Some(organisation) = SAMPLE.with_registers(files, &mut diagnostics) else {
        panic!("accepted as registers, refused as an organisation: {diagnostics}");
    };
    let as_of = Day::from_ymd(2026, 11, 20).expect("a day");
    let assessment = Assessment::of(&organisation, as_of);
    assert_eq!(assessment.risks().len(), organisation.registers().risks().len(), "risks are dropped");
    serde_json::to_vec(&AssessmentView::of(&assessment)).expect("an assessment is JSON");
    for assessed in assessment.risks().iter().take(2) {
        let remedy = assessment.remedy(assessed);
        let view = ExplanationView::of(&assessment, assessed, &remedy);
        serde_json::to_vec(&view).expect("an explanation is JSON");
    }
    let routed = Routed::all(&organisation, as_of, |_| true);
    serde_json::to_vec(&RoutingView::of(&organisation, as_of, &routed)).expect("routes are JSON");
}

/// What is said can be shown on any terminal.
fn shown(diagnostics: &Diagnostics) {
    let text = diagnostics.to_string();
    let harmless = |character: char| character == '\n' || !character.is_control();
    assert!(text.chars().all(harmless), "would reach a terminal: {text:?}");
}

/// The files of a text: each starts at a line with [`MARK`] and its name, as [`joined`] writes it. What comes before the
/// first belongs to none; of two files of one name, the first counts.
fn files(data: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for line in data.split_inclusive(|byte| *byte == b'\n') {
        if let Some(name) = line.strip_prefix(MARK) {
            files.push((String::from_utf8_lossy(name.trim_ascii()).into_owned(), Vec::new()));
        } else if let Some((_, text)) = files.last_mut() {
            text.extend_from_slice(line);
        }
    }
    files
}

/// Files as one text that [`run`] takes apart.
#[must_use]
pub fn joined<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mark = str::from_utf8(MARK).unwrap_or_default();
    files.into_iter().map(|(name, text)| format!("{mark}{name}\n{text}")).collect()
}
