//! A register of any size, as the CSV files of a directory.

use crate::facts::Numbers;
use plimsoll::Organisation;
use plimsoll::assessment::Assessment;
use plimsoll::assessment::json::AssessmentView;
use plimsoll::diagnostic::Diagnostics;
use plimsoll::registers::Source;
use plimsoll_core::Day;
use std::fmt::Write as _;

/// The sample's policy without its rules, and so many risks: each of another pair of asset and threat, of 500 assets and a
/// fitting number of threats with five actions each.
#[must_use]
pub fn files(risks: usize) -> Vec<Source> {
    const ASSETS: usize = 500;
    let threats = risks.div_ceil(ASSETS);
    let [(name, policy), ..] = plimsoll::SAMPLE;
    let mut numbers = Numbers::from(3);
    let mut pick = |words: &'static [&'static str]| {
        let count = u16::try_from(words.len()).unwrap_or(1);
        words.get(usize::from(numbers.below(count))).copied().unwrap_or_default()
    };
    let levels = &["low", "medium", "high"];
    let mut assets =
        header("id,name,class,confidentiality,integrity,availability,owner,region,unit,obligations");
    for n in 1..=ASSETS {
        let class = pick(&["information", "services", "software", "workers", "physical"]);
        let (c, i, a) = (pick(levels), pick(levels), pick(levels));
        let (region, unit) = (pick(&["nordics", "emea", "apac"]), pick(&["product", "finance", "sales"]));
        let obligations = pick(&["", "", "pci", "gdpr", "pci;gdpr"]);
        row(
            &mut assets,
            format_args!("A{n},asset number {n},{class},{c},{i},{a},owner {n},{region},{unit},{obligations}"),
        );
    }
    let (mut threat_rows, mut actions) =
        (header("id,name,class,origin,compromises"), header("id,threat,title,completed"));
    for n in 1..=threats {
        let (class, origin) =
            (pick(&["deliberate", "accidental", "environmental"]), pick(&["internal", "external"]));
        let compromises = pick(&["C", "I", "A", "C;I", "C;A", "C;I;A"]);
        row(
            &mut threat_rows,
            format_args!("T{n},\"threat number {n}, as it was named\",{class},{origin},{compromises}"),
        );
        for action in 1..=5 {
            let completed = pick(&["true", "false"]);
            row(&mut actions, format_args!("C{n}_{action},T{n},action {action} against it,{completed}"));
        }
    }
    let mut risk_rows = header("id,asset,threat,impact,owner,estimate,response,opened,age_days");
    for n in 0..risks {
        let (asset, threat) = (1 + n % ASSETS, 1 + n / ASSETS);
        let impact = pick(&["1", "2", "3", "4", "5", "very low", "high"]);
        let (estimate, response) =
            (pick(&["", "", "2", "4"]), pick(&["", "", "reduce", "accept", "transfer"]));
        let age = pick(&["0", "30", "400", "1000"]);
        row(
            &mut risk_rows,
            format_args!(
                "R{n},A{asset},T{threat},{impact},owner {asset},{estimate},{response},2025-11-20,{age}"
            ),
        );
    }
    vec![
        Source::new(name, policy),
        Source::new("assets.csv", assets),
        Source::new("threats.csv", threat_rows),
        Source::new("actions.csv", actions),
        Source::new("risks.csv", risk_rows),
    ]
}

/// What `plimsoll assess --format json` does, in memory: files to JSON.
///
/// ```
/// use plimsoll_benches::register::{assess, files};
/// let json: serde_json::Value = serde_json::from_slice(&assess(&files(1000)))?;
/// assert_eq!(json["summary"]["risks"], 1000);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[must_use]
pub fn assess(files: &[Source]) -> Vec<u8> {
    let mut diagnostics = Diagnostics::new();
    let organisation = Organisation::from_sources(files, &mut diagnostics);
    let organisation = organisation.unwrap_or_else(|| unsound(&diagnostics));
    let as_of = Day::from_ymd(2026, 11, 20).expect("a day");
    let assessment = Assessment::of(&organisation, as_of);
    serde_json::to_vec(&AssessmentView::of(&assessment)).expect("an assessment is JSON")
}

#[expect(
    clippy::panic,
    reason = "the register is generated; if it is not sound, there is nothing to measure"
)]
fn unsound(diagnostics: &Diagnostics) -> ! {
    panic!("the generated register is not sound:\n{diagnostics}")
}

fn header(columns: &str) -> String {
    format!("{columns}\n")
}

fn row(text: &mut String, cells: std::fmt::Arguments<'_>) {
    text.write_fmt(cells).expect("strings take everything");
    text.push('\n');
}
