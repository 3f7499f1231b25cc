//! One option of every group, worth the most for a budget: the multiple-choice knapsack, exactly.
//!
//! Worth is a pair of numbers, the first of which counts before the second. First the most of the first number is found,
//! then the most of the second among the choices that reach it, then the cheapest of those. Both searches walk a frontier of
//! partial choices, ascending in cost and worth ([`frontier`]), and drop what cannot reach a goal by a bound from prices that
//! are put on cost and worth ([`prices`]). The goal starts at that bound and is lowered until it is met, so what is met is best.

mod frontier;
mod prices;
#[cfg(test)]
mod tests;

use frontier::{Pass, Reached};
use prices::Prices;

/// What an option, or a choice, is worth: the first number counts before the second.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Worth {
    pub(super) first: i64,
    pub(super) second: i64,
}

/// An option of a group. The numbers of its worth are within those of `i32`, which leaves room to add and weigh them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Item {
    pub(super) cost: u64,
    pub(super) worth: (i32, i32),
    /// Of choices that are worth and cost the same, the one with the least sum of these is taken.
    pub(super) tie: u128,
}

/// A choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Solution {
    /// For each group, the position of the option that is taken.
    pub(super) taken: Vec<usize>,
    /// What the choice is worth.
    pub(super) worth: Worth,
    /// What no choice exceeds, where it was not proved within the bound on work that this one is best.
    pub(super) bound: Option<Worth>,
}

/// An option of a group in a search for the most `gain` with no less than a given `need`.
#[derive(Clone, Copy, Debug)]
struct Entry {
    /// The position in the group as it was given.
    position: usize,
    cost: u64,
    need: i64,
    gain: i64,
    tie: u128,
}

/// A search: the options of each group ascending in cost and worth, the first of them free.
struct Problem {
    groups: Vec<Vec<Entry>>,
    budget: u64,
    floor: i64,
}

/// Which entry of each group is taken, and what that comes to.
#[derive(Clone, Debug)]
struct Choice {
    taken: Vec<usize>,
    need: i64,
    gain: i64,
}

/// How many more partial choices may be looked at, and who is told when that becomes less.
pub(super) struct Work<'w> {
    pub(super) left: u32,
    pub(super) tell: &'w dyn Fn(u32),
}

impl Work<'_> {
    /// So many were looked at.
    fn spend(&mut self, looks: usize) {
        self.left = self.left.saturating_sub(u32::try_from(looks).unwrap_or(u32::MAX));
        (self.tell)(self.left);
    }
}

/// The choice that is worth the most within a budget, looking at no more partial choices than the work allows. `None` if not even the
/// cheapest option of every group can be had, or a group has none.
pub(super) fn solve(groups: &[Vec<Item>], budget: u64, work: &mut Work<'_>) -> Option<Solution> {
    let (entries, left) = affordable(groups, budget)?;
    let counted: Vec<Vec<Entry>> = entries
        .iter()
        .map(|group| undominated(group.iter().map(|entry| Entry { need: 0, gain: entry.need, ..*entry })))
        .collect();
    let first = Problem { groups: counted, budget: left, floor: 0 };
    let (counted, most) = first.search(first.cheapest(), true, work);
    let mut second = Problem { groups: entries, budget: left, floor: counted.gain };
    let known = second.filled(second.matching(&first, &counted));
    let (choice, bound) = match most {
        None => {
            let (choice, bound) = second.search(known, false, work);
            (second.filled(choice), bound.map(|bound| Worth { first: counted.gain, second: bound }))
        }
        Some(most) => {
            second.floor = i64::MIN;
            let highest = |group: &Vec<Entry>| group.iter().map(|entry| entry.gain).max().unwrap_or(0);
            (known, Some(Worth { first: most, second: second.groups.iter().map(highest).sum() }))
        }
    };
    let positions = second.entries(&choice).map(|entry| entry.position).collect();
    let worth = Worth { first: choice.need, second: choice.gain };
    Some(Solution { taken: positions, worth, bound })
}

/// The options that can be had at all, with what the cheapest of each group costs taken off all of it and off the budget.
fn affordable(groups: &[Vec<Item>], budget: u64) -> Option<(Vec<Vec<Entry>>, u64)> {
    let cheapest = |group: &Vec<Item>| group.iter().map(|item| item.cost).min();
    let left = groups.iter().try_fold(budget, |left, group| left.checked_sub(cheapest(group)?))?;
    let entries = groups.iter().map(|group| {
        let least = cheapest(group).unwrap_or_default();
        let all = group.iter().enumerate().map(|(position, item)| {
            let (need, gain) = (item.worth.0.into(), item.worth.1.into());
            Entry { position, cost: item.cost.saturating_sub(least), need, gain, tie: item.tie }
        });
        undominated(all.filter(|entry| entry.cost <= left))
    });
    let entries: Vec<Vec<Entry>> = entries.collect();
    // No more than the dearest option of every group can be spent.
    let dearest = |group: &Vec<Entry>| group.last().map_or(0, |entry| entry.cost);
    let most = entries.iter().fold(0, |sum: u64, group| sum.saturating_add(dearest(group)));
    Some((entries, left.min(most)))
}

/// Some options of a group without those that another is no dearer and worth no less than.
fn undominated(entries: impl Iterator<Item = Entry>) -> Vec<Entry> {
    let mut sorted: Vec<Entry> = entries.collect();
    sorted.sort_by_key(|entry| (entry.cost, std::cmp::Reverse((entry.need, entry.gain)), entry.tie));
    let mut best = None;
    sorted.retain(|entry| {
        let worth = Some((entry.need, entry.gain));
        let is_better = worth > best;
        best = best.max(worth);
        is_better
    });
    sorted
}

impl Problem {
    fn cheapest(&self) -> Choice {
        self.choice(vec![0; self.groups.len()])
    }

    fn entries<'p>(&'p self, choice: &'p Choice) -> impl Iterator<Item = &'p Entry> {
        self.groups.iter().zip(&choice.taken).filter_map(|(group, taken)| group.get(*taken))
    }

    fn choice(&self, taken: Vec<usize>) -> Choice {
        let mut choice = Choice { taken, need: 0, gain: 0 };
        let (need, gain) = self.entries(&choice).fold((0_i64, 0_i64), |(need, gain), entry| {
            (need.saturating_add(entry.need), gain.saturating_add(entry.gain))
        });
        (choice.need, choice.gain) = (need, gain);
        choice
    }

    /// The choice of another search, which has some of the options of this one.
    fn matching(&self, other: &Self, choice: &Choice) -> Choice {
        let find = |(group, entry): (&Vec<Entry>, &Entry)| {
            group.iter().position(|own| own.position == entry.position).unwrap_or_default()
        };
        self.choice(self.groups.iter().zip(other.entries(choice)).map(find).collect())
    }

    /// A choice with what is left of the budget spent, group by group, wherever it buys something.
    fn filled(&self, choice: Choice) -> Choice {
        let cost = |entry: Option<&Entry>| entry.map_or(0, |entry| entry.cost);
        let spent = self.entries(&choice).fold(0, |sum: u64, entry| sum.saturating_add(entry.cost));
        let mut left = self.budget.saturating_sub(spent);
        let mut taken = choice.taken;
        for (group, taken) in self.groups.iter().zip(&mut taken) {
            let within = left.saturating_add(cost(group.get(*taken)));
            // Worth ascends with cost.
            let highest = group.iter().rposition(|entry| entry.cost <= within).unwrap_or(*taken);
            left = within.saturating_sub(cost(group.get(highest)));
            *taken = highest;
        }
        self.choice(taken)
    }

    /// The choice with the most gain, the cheapest of them unless `any` will do; and, if the work does not suffice to tell, what
    /// no choice exceeds. `known` is a choice that can be had.
    fn search(&self, known: Choice, any: bool, work: &mut Work<'_>) -> (Choice, Option<i64>) {
        let prices = Prices::of(self);
        let mut proved = prices.bound(self);
        let (mut goal, mut stride) = (proved, 1);
        loop {
            goal = goal.max(known.gain);
            if any && known.gain >= proved {
                return (known, None);
            }
            let enough = if any { proved } else { i64::MAX };
            let pass = Pass { problem: self, prices: &prices, goal, enough };
            match pass.run(work) {
                Reached::Best(taken) => return (self.choice(taken), None),
                // Where even what is known is not found anew, it is the best there is.
                Reached::Nothing if goal <= known.gain => return (known, None),
                Reached::Nothing => {
                    proved = goal.saturating_sub(1);
                    goal = goal.saturating_sub(stride);
                    stride = stride.saturating_mul(2);
                }
                Reached::Interrupted(seen) => {
                    let seen = seen.map(|taken| self.choice(taken));
                    let better = seen.filter(|seen| (seen.need, seen.gain) > (known.need, known.gain));
                    return (better.unwrap_or(known), Some(proved));
                }
            }
        }
    }
}
