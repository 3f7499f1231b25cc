//! Arbitrary text as `policy.toml`.

use crate::load;
use crate::points::Stream;
use plimsoll::diagnostic::Diagnostics;
use plimsoll::policy_file::PolicyFile;
use plimsoll::registers::Source;
use plimsoll_core::Policy;

/// Reads the bytes as a policy file. What is refused has an error to say why; what compiles is a policy with the words that
/// the file gives it, and compiles to the same bytes again.
pub(super) fn run(data: &[u8]) -> bool {
    let mut diagnostics = Diagnostics::new();
    let Some(source) = Source::decode("policy.toml", data.to_vec(), &mut diagnostics) else {
        told(&diagnostics);
        return false;
    };
    let Some(file) = PolicyFile::read(&source, &mut diagnostics) else {
        told(&diagnostics);
        return false;
    };
    // Compiling takes a hundred times as long as reading, so some of the files are; which, they say themselves.
    let mut stream = Stream::of(data);
    if !stream.sometimes(8) {
        return true;
    }
    let blob = match file.compile() {
        Ok(blob) => blob,
        Err(faults) => {
            let text = told(&faults);
            // What the compiler says when its own work is not admitted.
            assert!(!text.contains("simplify the policy"), "compiled, but not to a policy: {text}");
            return false;
        }
    };
    if stream.sometimes(8) {
        assert_eq!(file.compile().as_deref().ok(), Some(&blob[..]), "compiled twice, it differs");
    }
    let policy = Policy::verify(&blob).expect("what compiles verifies");
    let (scales, words) = (policy.scales(), &file.vocabulary);
    assert_eq!(usize::from(scales.impact), words.impact.len());
    assert_eq!(usize::from(scales.likelihood), words.likelihood.len());
    assert_eq!(usize::from(scales.kinds), words.kinds.len());
    assert_eq!(usize::from(policy.team_count()), words.teams.len());
    assert_eq!(scales.levels, words.levels);
    let names = policy.names().expect("the compiler writes names");
    let facets = words.obligations.iter().chain(words.facets.iter().map(|facet| &facet.name));
    assert!(names.facets().eq(facets.map(String::as_str)), "other facets than the file declares");
    for (n, facet) in (policy.obligation_count()..).zip(&words.facets) {
        assert_eq!(policy.declared(n), Some(facet.domain()), "{}", facet.name);
    }
    load::admitted(&blob)
}

/// What is said where something is refused: there is an error, and it can be shown.
fn told(diagnostics: &Diagnostics) -> String {
    assert!(diagnostics.is_error(), "refused without a word: {diagnostics}");
    let text = diagnostics.to_string();
    let harmless = |character: char| character == '\n' || !character.is_control();
    assert!(text.chars().all(harmless), "would reach a terminal: {text:?}");
    serde_json::to_string(diagnostics).expect("diagnostics are JSON");
    text
}
