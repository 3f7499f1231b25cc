//! Plans for small organisations, held against trying everything, and against tables worked by hand.

mod cases;
mod optimum;
mod random;

use crate::Organisation;
use crate::assessment::Assessment;
use crate::diagnostic::Diagnostics;
use crate::plan::json::PlanView;
use crate::plan::{Measure, Plan};
use crate::registers::{Amount, Source};
use plimsoll_core::{Day, Status};
use std::collections::BTreeSet;

/// An action: its threat, whether it is completed, and what it takes in hundredths, as far as that is known.
#[derive(Clone, Debug)]
struct Work {
    threat: usize,
    completed: bool,
    cost: Option<u64>,
    days: Option<u64>,
}

/// A risk: its threat, its asset, and what is said of it.
#[derive(Clone, Debug)]
struct Harm {
    threat: usize,
    asset: usize,
    impact: u8,
    estimate: Option<u8>,
    closed: bool,
    excepted: bool,
}

/// A small organisation with threats T0, T1, ..., actions C00, C01, ... and risks R00, R01, ...
#[derive(Clone, Debug)]
struct World {
    policy: String,
    /// What stands in a file of rules.
    rules: &'static str,
    threats: usize,
    works: Vec<Work>,
    harms: Vec<Harm>,
}

const HEAD: &str = "[policy]\nname = \"small\"\nversion = \"1.0.0\"\nauthor = \"a\"\napprover = \"b\"\n\
                    [acceptance]\nlevel = 9\ncia_floor = []\n";

/// Assets A0, A1 and A2: without an obligation, with one that caps the limit, and with one that forbids acceptance.
const OBLIGATIONS: &str = "[[obligation]]\nname = \"pci\"\nmax_level = 4\n[[obligation]]\nname = \"secret\"\nforbids_acceptance = true\n";

fn day() -> Day {
    Day::from_ymd(2026, 11, 20).unwrap()
}

impl World {
    /// A world under the standard policy with obligations: for each action its threat, whether it is completed, and its cost in
    /// whole units; for each risk its threat and impact.
    fn plain(works: &[(usize, bool, u64)], harms: &[(usize, u8)]) -> Self {
        let work = |(threat, completed, cost): &(usize, bool, u64)| Work {
            threat: *threat,
            completed: *completed,
            cost: Some(cost * 100),
            days: Some(100),
        };
        let harm = |(threat, impact): &(usize, u8)| Harm {
            threat: *threat,
            asset: 0,
            impact: *impact,
            estimate: None,
            closed: false,
            excepted: false,
        };
        let works: Vec<Work> = works.iter().map(work).collect();
        let harms: Vec<Harm> = harms.iter().map(harm).collect();
        let threats = works.iter().map(|work| work.threat).chain(harms.iter().map(|harm| harm.threat));
        let threats = threats.max().map_or(0, |last| last + 1);
        Self { policy: format!("{HEAD}{OBLIGATIONS}"), rules: "", threats, works, harms }
    }

    /// The organisation, with some more actions completed; its rows in the order given or in reverse.
    fn organisation(&self, done: &BTreeSet<String>, reversed: bool) -> Organisation {
        let text = |header: &str, mut rows: Vec<String>| {
            if reversed {
                rows.reverse();
            }
            format!("{header}\n{}", rows.concat())
        };
        let amount = |amount: Option<u64>| {
            amount.map(|amount| Amount::from_hundredths(amount).to_string()).unwrap_or_default()
        };
        let assets = (0..3).zip(["", "pci", "secret"]);
        let assets =
            assets.map(|(n, obligation)| format!("A{n},x,information,low,low,low,Eva,{obligation}\n"));
        let threats = (0..self.threats).map(|n| format!("T{n},threat {n},accidental,internal,A\n"));
        let works = (0..).zip(&self.works).map(|(n, work): (usize, _)| {
            let id = format!("C{n:02}");
            let completed = work.completed || done.contains(&id);
            let (cost, days) = (amount(work.cost), amount(work.days));
            format!("{id},T{},do {n},{completed},{cost},{days}\n", work.threat)
        });
        let harms = (0..).zip(&self.harms).map(|(n, harm): (usize, _)| {
            let estimate = harm.estimate.map(|estimate| estimate.to_string()).unwrap_or_default();
            let closed = if harm.closed { "2026-01-01" } else { "" };
            let exception = if harm.excepted { "Bo,2030-01-01,agreed" } else { ",," };
            format!(
                "R{n:02},A{},T{},{},Eva,{estimate},{closed},{exception}\n",
                harm.asset, harm.threat, harm.impact
            )
        });
        let mut files = vec![
            Source::new("policy.toml", self.policy.clone()),
            Source::new(
                "assets.csv",
                text(
                    "id,name,class,confidentiality,integrity,availability,owner,obligations",
                    assets.collect(),
                ),
            ),
            Source::new("threats.csv", text("id,name,class,origin,compromises", threats.collect())),
            Source::new("actions.csv", text("id,threat,title,completed,cost,days", works.collect())),
            Source::new(
                "risks.csv",
                text(
                    "id,asset,threat,impact,owner,estimate,closed,approver,exception_until,exception_reason",
                    harms.collect(),
                ),
            ),
        ];
        if !self.rules.is_empty() {
            files.push(Source::new("rules/all.rhai", self.rules));
        }
        let mut diagnostics = Diagnostics::new();
        let organisation = Organisation::from_sources(&files, &mut diagnostics);
        organisation.unwrap_or_else(|| panic!("{diagnostics}"))
    }

    fn today(&self) -> Organisation {
        self.organisation(&BTreeSet::new(), false)
    }
}

/// The ids of the actions of all steps.
fn actions(plan: &Plan<'_>) -> BTreeSet<String> {
    plan.steps.iter().flat_map(|step| &step.actions).map(|action| action.id.clone()).collect()
}

/// The open risks of a register: how many, how many within their limits, the sum of their scores, and who is above.
fn standing(assessment: &Assessment<'_>) -> (usize, usize, u64, BTreeSet<String>) {
    let open: Vec<_> =
        assessment.risks().iter().filter(|assessed| assessed.status != Status::Closed).collect();
    let above = open.iter().filter(|assessed| !assessed.decision.within_limit);
    let above: BTreeSet<String> = above.map(|assessed| assessed.risk.id.clone()).collect();
    let score = open.iter().map(|assessed| u64::from(assessed.decision.score.get())).sum();
    (open.len(), open.len() - above.len(), score, above)
}

/// A plan as JSON.
fn json(world: &World, by: Measure, budget: Option<Amount>, reversed: bool) -> serde_json::Value {
    let organisation = world.organisation(&BTreeSet::new(), reversed);
    let assessment = Assessment::of(&organisation, day());
    let plan = Plan::of(&assessment, by, budget);
    serde_json::to_value(PlanView::of(&assessment, &plan)).unwrap()
}
