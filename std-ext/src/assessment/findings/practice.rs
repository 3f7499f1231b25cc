//! Conflicts of values that are open, work systems that do little of what the check asks for, and units whose practice is far
//! from the policy (domain.md E6-E8).

use super::{Finding, FindingKind};
use crate::conflicts::OpenConflicts;
use crate::practice::{Check, Checks, Respondents, Survey};
use crate::registers::{ChecklistAnswer, Conflict, Record, Registers, SurveyAnswer, Vocabulary};
use crate::words::{counted, listed};
use plimsoll_core::{ConflictRemedy, Day, Gap};

/// The coverage of a work system, in whole per cent, below which it stands out: less than half of what is asked for.
const LEAST_COVERAGE: u8 = 50;

/// What helps as long as nobody has said what would.
const FIND_OUT: &str =
    "nobody has said why, so that it is not known what would help: ask those who do the work";

/// How many assets one finding names.
const NAMED: usize = 8;

/// What stands out about conflicts, work systems and the survey; nothing where the registers have no rows.
pub(super) fn all<'o>(registers: &'o Registers, words: &'o Vocabulary, as_of: Day) -> Vec<Finding<'o>> {
    let mut found = conflicts(registers, as_of);
    found.extend(Checks::of(registers).all().filter_map(low_coverage));
    if !registers.survey().is_empty() {
        found.extend(practice_gaps(&Survey::of(registers, words)));
    }
    found
}

fn conflicts(registers: &Registers, as_of: Day) -> Vec<Finding<'_>> {
    let open = OpenConflicts::of(registers, as_of);
    let mut found = Vec::new();
    for conflict in open.all() {
        let entry = |column| (Conflict::FILE, conflict.id.as_str(), column);
        found.push(Finding::beside_risks(
            FindingKind::OpenConflict,
            entry(None),
            open_conflict(conflict, &open.assets(conflict)),
        ));
        // Where there are no remedies either, the finding above says all.
        if conflict.reasons.is_empty() && !conflict.remedies.is_empty() {
            let text = format!(
                "there are remedies, but nobody has said why \"{}\" and \"{}\" clash, so that it is not known whether they help: ask those who do the work",
                conflict.security_value, conflict.work_value
            );
            found.push(Finding::beside_risks(
                FindingKind::ConflictWithoutReason,
                entry(Some("reasons")),
                text,
            ));
        }
    }
    found
}

/// What is open, what it endangers, and what its reasons call for.
fn open_conflict(conflict: &Conflict, assets: &[&str]) -> String {
    let since = conflict.opened.map_or("open".to_owned(), |opened| format!("open since {opened}"));
    let mut endangered = listed(assets, NAMED, |asset| *asset);
    if let Some(unit) = &conflict.unit {
        let and = if endangered.is_empty() { "" } else { ", and " };
        endangered += &format!("{and}all assets of {unit}");
    }
    let endangers = if endangered.is_empty() { String::new() } else { format!(", endangers {endangered}") };
    let remedies: Vec<&str> = conflict.value().remedies().iter().map(advice).collect();
    let help = if remedies.is_empty() { FIND_OUT.to_owned() } else { remedies.join("; ") };
    format!("\"{}\" against \"{}\", {since}{endangers}: {help}", conflict.security_value, conflict.work_value)
}

/// What a remedy asks of those who apply it.
const fn advice(remedy: ConflictRemedy) -> &'static str {
    match remedy {
        ConflictRemedy::Negotiate => "negotiate procedures that fit the work",
        ConflictRemedy::Educate => "teach the procedures, and who does what",
        ConflictRemedy::Define => "define what the words mean",
    }
}

fn low_coverage<'o>(check: &Check<'o>) -> Option<Finding<'o>> {
    let share = check.coverage.share().filter(|share| share.percent() < LEAST_COVERAGE)?;
    let (weakest, least) = check.weakest()?;
    let unanswered = u64::from(check.coverage.unanswered);
    let missing = match unanswered {
        0 => String::new(),
        _ => format!(", {} without an answer", counted(unanswered, "question", "questions")),
    };
    let text = format!(
        "the work system does {share} % of what the check asks for{missing}: begin with {}, at {least} %",
        weakest.label().replace('_', " ")
    );
    let entry = (ChecklistAnswer::FILE, check.work_system, Some("answer"));
    Some(Finding::beside_risks(FindingKind::LowWorkSystemCoverage, entry, text))
}

fn practice_gaps<'o>(survey: &Survey<'o>) -> Vec<Finding<'o>> {
    let of_unit = |unit: &'o str| {
        let of = Respondents::Of(Some(unit));
        let gap = survey.agreement(of).shown().map(Gap::of).filter(|gap| gap.is_wide())?;
        let (question, _) = survey.least_agreed(of)?;
        let most = &question.name;
        let text = format!(
            "{gap} % of the unit's answers do not agree with the policy, most to `{most}`: find out why, then mend the work or the policy"
        );
        Some(Finding::beside_risks(
            FindingKind::PracticeGap,
            (SurveyAnswer::FILE, unit, Some("answer")),
            text,
        ))
    };
    survey.units().flatten().filter_map(of_unit).collect()
}
