//! How words in files are compared, and which word was probably meant.

use crate::diagnostic::is_deceptive;

/// A word as it is compared: lower case, without blanks around it, blanks and hyphens within written `_`, one for many.
///
/// ```
/// use plimsoll::registers::fold;
/// assert_eq!(fold("  Very  High "), "very_high");
/// assert_eq!(fold("Intellectual-Property"), "intellectual_property");
/// ```
#[must_use]
pub fn fold(word: &str) -> String {
    folded(word).collect()
}

/// Whether two words are the same once folded; allocates nothing.
pub(crate) fn same(one: &str, other: &str) -> bool {
    one == other || folded(one).eq(folded(other))
}

/// The position of the word in a list, compared as [`fold`] says.
pub(crate) fn position<T: AsRef<str>>(word: &str, list: &[T]) -> Option<usize> {
    list.iter()
        .position(|entry| entry.as_ref() == word)
        .or_else(|| list.iter().position(|entry| same(entry.as_ref(), word)))
}

/// Gives a word the spelling of the policy, or of a catalogue.
pub(crate) fn respell(word: &mut String, spelling: &str) {
    if word != spelling {
        spelling.clone_into(word);
    }
}

fn folded(word: &str) -> impl Iterator<Item = char> {
    let mut gap = false;
    word.trim()
        .chars()
        .map(|character| if character.is_whitespace() || character == '-' { '_' } else { character })
        .filter(move |character| {
            let again = gap && *character == '_';
            gap = *character == '_';
            !again
        })
        .flat_map(char::to_lowercase)
}

/// The candidate that was probably meant, if one is near enough to say so: the fewest slips of the keyboard (insertions,
/// deletions, replacements, swapped neighbours), at most a third of the letters, or a beginning of three letters or more.
///
/// ```
/// use plimsoll::registers::nearest;
/// assert_eq!(nearest("hihg", ["low", "medium", "high"]), Some("high"));
/// assert_eq!(nearest("env", ["deliberate", "environmental"]), Some("environmental"));
/// assert_eq!(nearest("purple", ["low", "medium", "high"]), None);
/// ```
#[must_use]
pub fn nearest<'a>(found: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    /// What is longer than this was not a slip of the keyboard.
    const MOST_LETTERS: usize = 64;
    let found = fold(found);
    let letters = found.chars().count();
    if letters == 0 || letters > MOST_LETTERS {
        return None;
    }
    let most_slips = letters.div_ceil(3).min(3);
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let folded_candidate = fold(candidate);
        let candidate_letters = folded_candidate.chars().count();
        let begins = letters >= 3 && folded_candidate.starts_with(&found);
        if !begins && candidate_letters.abs_diff(letters) > most_slips {
            continue;
        }
        let slips = if begins {
            usize::from(letters != candidate_letters)
        } else {
            strsim::osa_distance(&found, &folded_candidate)
        };
        if slips <= most_slips && slips < letters.max(2) && best.is_none_or(|(fewest, _)| slips < fewest) {
            best = Some((slips, candidate));
            if slips == 0 {
                break;
            }
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Words of standards, other tools and everyday speech, with the label that Plimsoll uses instead.
const OTHER_WORDS: &[(&str, &str)] = &[
    ("moderate", "medium"),
    ("normal", "medium"),
    ("mid", "medium"),
    ("critical", "high"),
    ("urgent", "high"),
    ("severe", "high"),
    ("minor", "low"),
    ("modify", "reduce"),
    ("mitigate", "reduce"),
    ("treat", "reduce"),
    ("share", "transfer"),
    ("insure", "transfer"),
    ("retain", "accept"),
    ("tolerate", "accept"),
    ("terminate", "avoid"),
    ("ip", "intellectual_property"),
    ("data", "information"),
    ("document", "information"),
    ("hardware", "physical"),
    ("people", "workers"),
    ("staff", "workers"),
    ("personnel", "workers"),
    ("application", "software"),
    ("service", "services"),
    ("malicious", "deliberate"),
    ("intentional", "deliberate"),
    ("adversarial", "deliberate"),
    ("natural", "environmental"),
    ("structural", "accidental"),
    ("error", "accidental"),
    ("inside", "internal"),
    ("insider", "internal"),
    ("outside", "external"),
    ("outsider", "external"),
    ("done", "closed"),
    ("resolved", "closed"),
    ("monitor", "to_supervise"),
    ("monitored", "to_supervise"),
    ("treating", "to_treat"),
    ("new", "open"),
    ("confidential", "design"),
    ("secret", "design"),
    ("public", "internal"),
    ("on", "true"),
    ("off", "false"),
    ("y", "yes"),
    ("n", "no"),
];

/// The member of a closed list that was probably meant: [`nearest`], or what the list calls a word used elsewhere.
pub(crate) fn meant<'a>(found: &str, list: &[&'a str]) -> Option<&'a str> {
    let elsewhere = OTHER_WORDS.iter().find(|(word, _)| same(word, found)).map(|(_, label)| *label);
    elsewhere
        .and_then(|label| list.iter().copied().find(|entry| *entry == label))
        .or_else(|| nearest(found, list.iter().copied()))
}

/// "did you mean `x`?"
pub(crate) fn did_you_mean(word: Option<&str>) -> Option<String> {
    word.map(|word| format!("did you mean `{word}`?"))
}

/// An identifier with what the eye does not tell apart made equal: folded, without what takes no room, and letters of other
/// alphabets that look like Latin ones written as those. Two ids with the same outline in one file are refused.
pub(crate) fn outline(id: &str) -> String {
    folded(id).filter(|character| !is_deceptive(*character)).map(latin_twin).collect()
}

/// The Latin letter or ASCII sign that a small letter of another alphabet, or a full-width sign, looks like.
fn latin_twin(character: char) -> char {
    match character {
        'а' | 'α' => 'a',
        'в' | 'β' => 'b',
        'с' => 'c',
        'ԁ' => 'd',
        'е' | 'ε' => 'e',
        'һ' | 'н' | 'η' => 'h',
        'і' | 'ι' | 'ı' => 'i',
        'ј' => 'j',
        'к' | 'κ' => 'k',
        'м' | 'μ' => 'm',
        'ν' => 'n',
        'о' | 'ο' => 'o',
        'р' | 'ρ' => 'p',
        'ԛ' => 'q',
        'ѕ' => 's',
        'т' | 'τ' => 't',
        'у' | 'γ' | 'υ' => 'y',
        'ԝ' => 'w',
        'х' | 'χ' => 'x',
        'ζ' => 'z',
        // The full-width forms stand in the same order as ASCII.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(character).saturating_sub(0xfee0))
            .map_or(character, |sign| sign.to_ascii_lowercase()),
        _ => character,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_ignores_case_blanks_and_hyphens() {
        for word in ["to_treat", "TO TREAT", " to-treat\t", "To  Treat", "to - treat"] {
            assert_eq!(fold(word), "to_treat", "{word}");
            assert!(same(word, "to_treat"));
        }
        assert!(!same("totreat", "to_treat"));
    }

    #[test]
    fn the_nearest_label_is_named_only_when_it_is_near() {
        let levels = ["low", "medium", "high"];
        for (found, meant_one) in
            [("hgih", Some("high")), ("lo", Some("low")), ("medum", Some("medium")), ("x", None), ("", None)]
        {
            assert_eq!(nearest(found, levels), meant_one, "{found}");
        }
        assert_eq!(meant("Moderate", &levels), Some("medium"));
        assert_eq!(meant("moderate", &["accept", "avoid"]), None);
        assert_eq!(nearest(&"high".repeat(50), levels), None);
    }

    #[test]
    fn ids_that_look_alike_have_one_outline() {
        assert_eq!(outline("A-1"), outline("a 1"));
        assert_eq!(outline("\u{410}1"), outline("A1"), "Cyrillic A");
        assert_eq!(outline("Ａ１"), outline("A1"), "full width");
        assert_ne!(outline("R1-1"), outline("R11"));
    }
}
