//! `plimsoll plan`

use super::assess::PART;
use super::assess::heading;
use super::console::{Console, listed};
use super::progress::Progress;
use super::{AsOf, Outcome, assessment, organisation};
use crate::assessment::Assessment;
use crate::diagnostic::{harmless, harmless_sentence};
use crate::plan::json::PlanView;
use crate::plan::{MAX_WORK, Measure, Plan, Step, Tally};
use crate::registers::Amount;
use crate::words::{counted, length};
use clap::Args;
use comfy_table::Cell;
use std::path::PathBuf;

/// Say what to do next: which actions bring the risks within their limits at least cost, or the best use of a budget.
///
/// Without a budget: the least that brings every risk within its limit that completing actions can bring there. With one: what
/// brings the most risks within their limits, then lowers the scores the most, then takes least. Every number of completed
/// actions that makes a difference is tried on the policy. An exception does not bring a risk within its limit.
#[derive(Debug, Args)]
pub(super) struct PlanNext {
    /// The directory with policy.toml and the registers; the built-in sample if it is not given.
    directory: Option<PathBuf>,
    /// How much may be spent: money, or person-days with `--by days`; as much as it takes if it is not given.
    #[arg(long, value_name = "N", value_parser = parse_budget, allow_negative_numbers = true)]
    budget: Option<Amount>,
    /// What is to be kept low.
    #[arg(long, value_enum, default_value_t = Measure::Cost)]
    by: Measure,
    #[command(flatten)]
    as_of: AsOf,
}

fn parse_budget(text: &str) -> Result<Amount, String> {
    let most = Amount::from_hundredths(u64::MAX);
    text.parse().map_err(|error| format!("{error} (valid: 0 to {most}, such as 20000 or 1250.50)"))
}

/// How many ids are named in a sentence.
const NAMED: usize = 8;

impl PlanNext {
    pub(super) fn run(&self, console: &mut Console) -> Outcome {
        let Some(organisation) = organisation(self.directory.as_deref(), console) else {
            return Outcome::Bad;
        };
        let assessment = assessment(&organisation, self.as_of.day());
        let progress = Progress::new();
        let told = |looks: u32| progress.reach("partial choices", looks.into(), MAX_WORK.into());
        let plan = Plan::telling(&assessment, self.by, self.budget, told);
        drop(progress);
        if console.is_json() {
            console.json(&PlanView::of(&assessment, &plan));
        } else {
            heading(&assessment, console);
            in_short(&plan, console);
            steps(&assessment, &plan, console);
            actions(&plan, console);
            remaining(&plan, console);
            assumed(&assessment, &plan, console);
        }
        if plan.impossible.is_empty() { Outcome::Fine } else { Outcome::Findings }
    }
}

fn in_short(plan: &Plan<'_>, console: &mut Console) {
    let Plan { before, after, cost, days, .. } = plan;
    let Tally { risks, within_limit, score } = before;
    if plan.steps.is_empty() {
        let why = match plan.budget {
            _ if before.risks == before.within_limit => "every open risk is within its limit",
            Some(_) if !plan.left_out.is_empty() => "the budget buys nothing that helps",
            _ => "no set of actions brings a further risk within its limit",
        };
        console.line(&format!("nothing to do: {why} ({within_limit} of {risks} within their limits)"));
    } else {
        let actions: usize = plan.steps.iter().map(|step| step.actions.len()).sum();
        let budget = plan.budget.map(|budget| match plan.by {
            Measure::Cost => format!(" for a budget of {budget}"),
            Measure::Days => format!(" for a budget of {budget} days"),
        });
        console.line(&format!(
            "{} in {}{}: cost {cost}, {days} days; {} of {risks} open risks within their limits instead of \
             {within_limit}; sum of scores {} instead of {score}",
            counted(length(actions), "action", "actions"),
            counted(length(plan.steps.len()), "step", "steps"),
            budget.unwrap_or_default(),
            after.within_limit,
            after.score
        ));
    }
    if let Some(bound) = plan.bound {
        console.line(&format!(
            "the search was cut short, and this is the best that was found: no plan for this budget has more than {} \
             risks within their limits, or with as many a sum of scores below {}",
            bound.within_limit, bound.score
        ));
    }
}

fn steps(assessment: &Assessment<'_>, plan: &Plan<'_>, console: &mut Console) {
    let header = [
        "step",
        "threat",
        "actions",
        "cost",
        "days",
        "brings within limit",
        "scores",
        "total cost",
        "total days",
        "within",
    ];
    let registers = assessment.organisation().registers();
    let numbered: Vec<(usize, &Step<'_>)> = (1..).zip(&plan.steps).collect();
    for part in numbered.chunks(PART) {
        console.line("");
        let mut table = console.new_table(&header, &[0, 2, 3, 4, 7, 8, 9]);
        for (number, step) in part {
            let threat = registers.threat(step.threat).map_or("", |threat| &threat.name);
            table.add_row([
                Cell::new(number),
                Cell::new(harmless(&format!("{} {threat}", step.threat))),
                Cell::new(step.actions.len()),
                Cell::new(step.cost),
                Cell::new(step.days),
                Cell::new(harmless(&brought(step))),
                Cell::new(harmless(&scores(step))),
                Cell::new(step.total_cost),
                Cell::new(step.total_days),
                Cell::new(step.within_limit),
            ]);
        }
        console.table(&table);
    }
}

fn brought(step: &Step<'_>) -> String {
    let Step { brings_within_limit: brings, takes_above_limit: takes, .. } = step;
    match (brings.is_empty(), takes.is_empty()) {
        (true, true) => "-".into(),
        (_, true) => listed(brings, NAMED),
        (true, false) => format!("takes above: {}", listed(takes, NAMED)),
        (false, false) => format!("{}; takes above: {}", listed(brings, NAMED), listed(takes, NAMED)),
    }
}

fn scores(step: &Step<'_>) -> String {
    let shown = step.scores.iter().take(NAMED);
    let shown: Vec<String> =
        shown.map(|change| format!("{} {}->{}", change.risk, change.from, change.to)).collect();
    let more = step.scores.len().saturating_sub(shown.len());
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    format!("{}{more}", shown.join(", "))
}

/// The actions of all steps, one a row.
fn actions(plan: &Plan<'_>, console: &mut Console) {
    let rows: Vec<_> = (1_usize..)
        .zip(&plan.steps)
        .flat_map(|(number, step)| step.actions.iter().map(move |action| (number, *action)))
        .collect();
    let shown =
        |amount: Option<Amount>| amount.map_or_else(|| "not given".into(), |amount| amount.to_string());
    for part in rows.chunks(PART) {
        console.line("");
        let header = ["step", "action", "title", "owner", "due", "cost", "days"];
        let mut table = console.new_table(&header, &[0, 5, 6]);
        for (number, action) in part {
            table.add_row([
                Cell::new(number),
                Cell::new(harmless(&action.id)),
                Cell::new(harmless(&action.title)),
                Cell::new(harmless(action.owner.as_deref().unwrap_or("-"))),
                Cell::new(action.due.map_or_else(|| "-".into(), |due| due.to_string())),
                Cell::new(shown(action.cost)),
                Cell::new(shown(action.days)),
            ]);
        }
        console.table(&table);
    }
}

fn remaining(plan: &Plan<'_>, console: &mut Console) {
    if plan.budget.is_some() && !plan.left_out.is_empty() {
        let needed = plan.needed;
        console.line("");
        console.line(&format!(
            "above their limits, though actions could bring them within: {}; without a budget, {} would be within for cost \
             {}, {} days",
            listed(&plan.left_out, NAMED),
            needed.within_limit,
            needed.cost,
            needed.days
        ));
    }
    if !plan.conflicts.is_empty() {
        console.line("");
        console.line("not within their limits together with others of their threat:");
        for conflict in &plan.conflicts {
            let line = format!("  {} ({}): {}", conflict.risk, conflict.threat, conflict.why);
            console.line(&harmless_sentence(&line));
        }
    }
    if !plan.impossible.is_empty() {
        console.line("");
        console.line("not to be brought within their limits by completing actions:");
        for impossible in &plan.impossible {
            let line = format!(
                "! {} ({}): score {}, limit {}; {}",
                impossible.risk, impossible.threat, impossible.score, impossible.limit, impossible.why
            );
            console.line(&harmless_sentence(&line));
        }
    }
}

fn assumed(assessment: &Assessment<'_>, plan: &Plan<'_>, console: &mut Console) {
    let (registers, as_of) = (assessment.organisation().registers(), assessment.as_of());
    let without = format!("without {} counted as taking none", plan.by.label());
    let to_come = registers.entries_to_come(as_of);
    for (number, said, ids) in [
        (counted(length(plan.without_amount.len()), "action", "actions"), without, &plan.without_amount),
        (
            counted(length(to_come.len()), "entry has a day", "entries have days"),
            format!("after {as_of}, taken as recorded"),
            &to_come,
        ),
    ] {
        if !ids.is_empty() {
            console.line("");
            console.line(&format!("{number} {said}: {}", listed(ids, NAMED)));
        }
    }
}
