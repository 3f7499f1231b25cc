//! Cases worked by hand, under the standard policy: score is impact times likelihood, and up to 9 is accepted.

use super::{HEAD, OBLIGATIONS, World, actions, day, standing};
use crate::Organisation;
use crate::assessment::Assessment;
use crate::plan::knapsack::Work;
use crate::plan::{Bound, Measure, Plan, Step};
use crate::registers::Amount;
use std::collections::BTreeSet;

fn plan<'o>(organisation: &'o Organisation, by: Measure, budget: Option<u64>) -> Plan<'o> {
    let assessment = Assessment::of(organisation, day());
    Plan::of(&assessment, by, budget.map(|units| Amount::from_hundredths(units * 100)))
}

/// The steps, one a line: threat, actions, what they cost, what they bring within limits, and the scores.
fn told(plan: &Plan<'_>) -> String {
    let line = |step: &Step<'_>| {
        let actions: Vec<&str> = step.actions.iter().map(|action| action.id.as_str()).collect();
        let scores: Vec<String> = step
            .scores
            .iter()
            .map(|change| format!("{} {}->{}", change.risk, change.from, change.to))
            .collect();
        format!(
            "{} {} for {}: {} [{}] {} {}\n",
            step.threat,
            actions.join("+"),
            step.cost,
            step.brings_within_limit.join("+"),
            scores.join(", "),
            step.total_cost,
            step.within_limit
        )
    };
    plan.steps.iter().map(line).collect()
}

/// Takes the step that brings the most risks in for its cost again and again, as long as it can be had: what one would do by
/// hand, with one step for each threat.
fn greedy(plan: &Plan<'_>, mut budget: u128) -> usize {
    let mut steps: Vec<&Step<'_>> = plan.steps.iter().collect();
    steps.sort_by_key(|step| {
        step.cost.hundredths() * 1000 / u128::try_from(step.brings_within_limit.len()).unwrap()
    });
    let mut brought = 0;
    for step in steps {
        if step.cost.hundredths() <= budget {
            budget -= step.cost.hundredths();
            brought += step.brings_within_limit.len();
        }
    }
    brought
}

/// | threat | its action costs | and brings within limits | that is, for each |
/// |--------|------------------|--------------------------|-------------------|
/// | T0     |             1000 | 2 risks                  |               500 |
/// | T1     |             5000 | 5 risks                  |              1000 |
/// | T2     |             5000 | 5 risks                  |              1000 |
///
/// With 10000 to spend, taking the best price first buys T0 and T1, and leaves 4000, too little for T2: 7 risks. T1 and T2
/// together cost exactly 10000: 10 risks.
#[test]
fn the_best_price_first_is_not_the_best_plan() {
    let works = [(0, false, 1000), (1, false, 5000), (2, false, 5000)];
    let harms: Vec<(usize, u8)> =
        (0..).zip([2, 5, 5]).flat_map(|(threat, count)| vec![(threat, 3); count]).collect();
    let organisation = World::plain(&works, &harms).today();
    let all = plan(&organisation, Measure::Cost, None);
    assert_eq!((all.after.within_limit, all.cost.to_string().as_str()), (12, "11000.00"));
    let best = plan(&organisation, Measure::Cost, Some(10_000));
    assert_eq!((greedy(&all, 1_000_000), best.after.within_limit), (7, 10));
    let bought: Vec<(&str, usize)> =
        best.steps.iter().map(|step| (step.threat, step.brings_within_limit.len())).collect();
    assert_eq!((bought, best.bound), (vec![("T1", 5), ("T2", 5)], None));
    assert_eq!(best.left_out, ["R00", "R01"]);
    assert_eq!((best.needed.cost.to_string().as_str(), best.needed.within_limit), ("11000.00", 12));
}

/// T0 has five actions and a risk of impact 5, so the likelihood has to fall from 5 to 1: the first action changes nothing, since 5
/// and 4 of 5 are both likelihood 5; the next three lower the score; the fifth brings the risk in. What is free comes first. All
/// of T0 brings a risk in for 190, and so comes before the 200 of T2. T3 is within its limit and stays as it is.
#[test]
fn steps_are_as_small_as_helps_and_the_best_come_first() {
    let costs = [(0, 10), (0, 30), (0, 40), (0, 50), (0, 60), (1, 20), (2, 0), (2, 200), (3, 1), (4, 500)];
    let works = costs.map(|(threat, cost)| (threat, false, cost));
    let harms = [(0, 5), (1, 2), (1, 2), (2, 4), (3, 1), (4, 2)];
    let organisation = World::plain(&works, &harms).today();
    let expected = "T2 C06 for 0.00:  [R03 20->12] 0.00 1
T1 C05 for 20.00: R01+R02 [R01 10->2, R02 10->2] 20.00 3
T0 C00+C01 for 40.00:  [R00 25->20] 60.00 3
T0 C02 for 40.00:  [R00 20->15] 100.00 3
T0 C03 for 50.00:  [R00 15->10] 150.00 3
T0 C04 for 60.00: R00 [R00 10->5] 210.00 4
T2 C07 for 200.00: R03 [R03 12->4] 410.00 5
T4 C09 for 500.00: R05 [R05 10->2] 910.00 6
";
    assert_eq!(told(&plan(&organisation, Measure::Cost, None)), expected);
    // What is left of a budget lowers scores: T3's action is worth 1 to 5.
    let expected = "T2 C06 for 0.00:  [R03 20->12] 0.00 1
T1 C05 for 20.00: R01+R02 [R01 10->2, R02 10->2] 20.00 3
T3 C08 for 1.00:  [R04 5->1] 21.00 3
";
    assert_eq!(told(&plan(&organisation, Measure::Cost, Some(21))), expected);
}

/// Of three actions against T0 one has to be done: C01 is the cheapest, C00 and C02 take the fewest days, and C02 costs less than
/// C00. Where C00 says neither, it counts as nothing in both, and that is told.
#[test]
fn the_cheapest_are_taken_and_what_is_not_known_is_told() {
    let mut world = World::plain(&[(0, false, 300), (0, false, 100), (0, false, 200)], &[(0, 2)]);
    world.works[1].days = Some(900);
    for (by, cheapest) in [(Measure::Cost, "C01"), (Measure::Days, "C02")] {
        let organisation = world.today();
        let plan = plan(&organisation, by, None);
        assert_eq!(actions(&plan), BTreeSet::from([cheapest.to_string()]));
        assert!(plan.without_amount.is_empty());
    }
    (world.works[0].cost, world.works[0].days) = (None, None);
    for by in [Measure::Cost, Measure::Days] {
        let organisation = world.today();
        let plan = plan(&organisation, by, Some(0));
        assert_eq!(actions(&plan), BTreeSet::from(["C00".to_string()]));
        assert_eq!((plan.without_amount, plan.cost.to_string().as_str()), (vec!["C00"], "0.00"));
    }
}

/// Why a risk cannot be brought within its limit: nothing may be accepted, nothing can be done, or that does not suffice.
#[test]
fn what_is_impossible_has_a_reason() {
    let works = [(0, false, 1), (0, false, 1), (1, true, 1), (1, true, 1), (3, false, 1)];
    let mut world = World::plain(&works, &[(0, 5), (0, 5), (0, 5), (1, 5), (2, 5), (3, 5), (0, 5)]);
    world.harms[0].asset = 2;
    world.harms[1].asset = 1;
    world.harms[1].excepted = true;
    world.harms[2].estimate = Some(4);
    world.harms[3].asset = 1;
    world.harms[5].estimate = Some(2);
    let organisation = world.today();
    let plan = plan(&organisation, Measure::Cost, None);
    let told: Vec<(&str, &str, u8, u8, u8, &str)> = plan
        .impossible
        .iter()
        .map(|one| (one.risk, one.threat, one.score.get(), one.limit.get(), one.best.get(), one.why.as_str()))
        .collect();
    let retained = "even with all 2 open actions completed, the score is 5, against a limit of 4; an exception lets it be \
                    retained, but does not bring it within its limit";
    let estimated = "even with all 2 open actions completed, the score is 20, against a limit of 9; an expert's estimate has \
                     the likelihood at 4";
    let lower = "even with the open action completed, the score is 10, against a limit of 9; an expert's estimate has the \
                 likelihood at 2";
    assert_eq!(
        told,
        [
            ("R00", "T0", 25, 0, 5, "its limit is 0: nothing may be accepted"),
            ("R01", "T0", 25, 4, 5, retained),
            ("R02", "T0", 25, 9, 20, estimated),
            ("R03", "T1", 5, 4, 5, "no open action is left; the score is 5, against a limit of 4"),
            ("R04", "T2", 25, 9, 25, "no action is recorded against the threat"),
            ("R05", "T3", 25, 9, 10, lower),
        ]
    );
    // R06 shares its threat with some of them, and is brought in.
    assert_eq!(
        (plan.after.within_limit, plan.steps[1].brings_within_limit.as_slice()),
        (1, ["R06"].as_slice())
    );
}

/// Likelihood 5 to 1 by row from the bottom; one column for R00 and R03 (impact 1), one for R01 and R02 (impact 2). Only with one
/// action of two completed (likelihood 3) is the first within its limit of 1, only with both (likelihood 1) the second.
#[test]
fn where_more_is_not_better_most_are_brought_in_and_the_others_named() {
    let cells = "[[4, 0, 4, 4, 4], [4, 4, 4, 4, 4], [0, 4, 4, 4, 4], [4, 4, 4, 4, 4], [4, 4, 0, 4, 4]]";
    let bands: String = (0..5).map(|band| format!("[[band]]\nname = \"band_{band}\"\n")).collect();
    let head = HEAD.replace("level = 9", "level = 1");
    let policy =
        format!("{head}[matrix]\nkind = \"grid\"\nmonotone = false\ngrid = {cells}\n{bands}{OBLIGATIONS}");
    let works = [(0, false, 1), (0, false, 1)];
    for (harms, actions_done, left, why) in [
        // As many either way: the cheaper.
        (
            vec![(0, 1), (0, 2)],
            1,
            vec!["R01"],
            "it is within its limit with 2 actions more, but not with 1, which bring as many of the threat's 2 risks within \
             their limits, for less",
        ),
        (
            vec![(0, 1), (0, 2), (0, 2)],
            2,
            vec!["R00"],
            "it is within its limit with 1 action more, but not with 2, which bring 2 of the threat's 3 risks within their \
             limits, instead of 1",
        ),
        // What is within its limit stays there unless more are gained.
        (
            vec![(0, 3), (0, 2)],
            0,
            vec!["R01"],
            "it is within its limit with 2 actions more, but not with 0, which bring as many of the threat's 2 risks within \
             their limits, for less",
        ),
        (
            vec![(0, 3), (0, 2), (0, 2)],
            2,
            vec!["R00"],
            "it is within its limit as it is, but not with 2, which bring 2 of the threat's 3 risks within their limits, instead \
             of 1",
        ),
    ] {
        let world = World { policy: policy.clone(), ..World::plain(&works, &harms) };
        let organisation = world.today();
        let plan = plan(&organisation, Measure::Cost, None);
        assert_eq!((actions(&plan).len(), &plan.left_out, plan.impossible.len()), (actions_done, &left, 0));
        assert_eq!(
            (plan.conflicts.len(), plan.conflicts[0].risk, plan.conflicts[0].why.as_str()),
            (1, left[0], why)
        );
    }
}

#[test]
fn where_nothing_is_to_be_done_there_are_no_steps() {
    for (works, harms) in [
        (vec![], vec![]),
        (vec![(0, false, 1)], vec![]),
        (vec![], vec![(0, 1)]),
        (vec![(0, true, 1)], vec![(0, 5)]),
        // Against another threat, and against one that only a closed risk has.
        (vec![(1, false, 1)], vec![(0, 1)]),
        (vec![(0, true, 1), (1, false, 1)], vec![(0, 5), (1, 5)]),
    ] {
        let mut world = World::plain(&works, &harms);
        if let Some(harm) = world.harms.get_mut(1) {
            harm.closed = true;
        }
        world.threats = 2;
        let organisation = world.today();
        for budget in [None, Some(0), Some(u64::MAX / 100)] {
            let plan = plan(&organisation, Measure::Cost, budget);
            assert_eq!((plan.steps.len(), plan.bound, plan.before), (0, None, plan.after));
            assert_eq!(plan.cost.hundredths() + plan.days.hundredths(), 0);
            assert!(plan.impossible.is_empty() && plan.left_out.is_empty() && plan.without_amount.is_empty());
        }
    }
}

/// A search that is cut short hands out what it has, which can be had, and what no plan exceeds.
#[test]
fn with_little_work_the_plan_says_how_much_better_one_might_be() {
    let works: Vec<(usize, bool, u64)> =
        (0..40).zip(0..).map(|(threat, n)| (threat, false, 100 + (n * 37) % 50)).collect();
    let harms: Vec<(usize, u8)> =
        (0..120).zip([2, 3, 4].into_iter().cycle()).map(|(n, impact)| (n % 40, impact)).collect();
    let organisation = World::plain(&works, &harms).today();
    let assessment = Assessment::of(&organisation, day());
    let budget = Amount::from_hundredths(123_456);
    let best = Plan::of(&assessment, Measure::Cost, Some(budget));
    assert_eq!(best.bound, None);
    let mut was_short = false;
    for work in [0, 1, 10, 100, 1000] {
        let short = Plan::with_work(
            &assessment,
            Measure::Cost,
            Some(budget),
            &mut Work { left: work, tell: &|_| {} },
        );
        assert!(short.cost.hundredths() <= budget.hundredths().into());
        assert!(short.after.within_limit > short.before.within_limit, "what is left is spent");
        let Some(Bound { within_limit, score }) = short.bound else { continue };
        assert!(within_limit >= best.after.within_limit && within_limit <= best.before.risks);
        assert!(within_limit > best.after.within_limit || score <= best.after.score);
        was_short = true;
    }
    assert!(was_short);
}

/// As many actions as a threat can have, and ten thousand: the shares at which the likelihood falls, exactly.
#[test]
fn as_many_actions_as_there_can_be() {
    let mut works = vec![(0, false, 1); 65_535];
    works.extend([(1, false, 1); 10_000]);
    let world = World::plain(&works, &[(0, 3), (1, 3)]);
    let organisation = world.today();
    let plan = plan(&organisation, Measure::Cost, None);
    // Likelihood 4 begins below 80 % (8000; 52428), likelihood 3 below 60 % (6000; 39321).
    let numbers: Vec<usize> = plan.steps.iter().map(|step| step.actions.len()).collect();
    assert_eq!(numbers, [2001, 2000, 65_535 - 52_427, 52_427 - 39_320]);
    let then = world.organisation(&actions(&plan), false);
    assert_eq!(standing(&Assessment::of(&then, day())).1, 2);
}
