//! The built-in sample: its policy with all its rules, and what is known of its risks and incidents.

use crate::facts::COUNT;
use plimsoll::assessment::{Assessment, Routed};
use plimsoll::{Organisation, POLICY_FILE, SAMPLE};
use plimsoll_core::{Day, IncidentFacts, RiskFacts};
use std::fs;
use std::io;
use std::path::Path;
use std::sync::LazyLock;

/// Reading it compiles its rules, which takes a while.
static SAMPLE_READ: LazyLock<Organisation> = LazyLock::new(Organisation::sample);

/// The day as of which the sample is assessed.
///
/// # Panics
/// Never: it is in the calendar.
#[must_use]
pub fn day() -> Day {
    Day::from_ymd(2026, 11, 20).expect("a day")
}

/// The policy of the sample as a blob, with its 30 rules.
///
/// ```
/// use plimsoll_core::Policy;
/// assert_eq!(Policy::verify(&plimsoll_benches::sample::blob())?.rule_counts(), (25, 5));
/// # Ok::<(), plimsoll_core::VerifyError>(())
/// ```
#[must_use]
pub fn blob() -> Vec<u8> {
    SAMPLE_READ.blob().to_vec()
}

/// What is known of the risks of the sample, from the first on; more than there are begins again.
#[must_use]
pub fn risks() -> [RiskFacts; COUNT] {
    let assessment = Assessment::of(&SAMPLE_READ, day());
    let mut facts = assessment.risks().iter().map(|assessed| assessed.facts).cycle();
    core::array::from_fn(|_| facts.next().unwrap_or_default())
}

/// What is known of the incidents of the sample, solved ones as well; more than there are begins again.
#[must_use]
pub fn incidents() -> [IncidentFacts; COUNT] {
    let routed = Routed::all(&SAMPLE_READ, day(), |_| true);
    let mut facts = routed.iter().map(|routed| routed.facts).cycle();
    core::array::from_fn(|_| facts.next().unwrap_or_default())
}

/// Writes the policy of the sample with its rules into a directory, with a lower acceptance level if one is given.
///
/// # Errors
/// Where files cannot be written.
pub fn write(directory: &Path, level: Option<u8>) -> io::Result<()> {
    fs::create_dir_all(directory.join("rules"))?;
    for (name, text) in SAMPLE {
        let text = match level {
            Some(level) if name == POLICY_FILE => {
                text.replace("\nlevel = 9 ", &format!("\nlevel = {level} "))
            }
            _ => text.to_owned(),
        };
        fs::write(directory.join(name), text)?;
    }
    Ok(())
}
