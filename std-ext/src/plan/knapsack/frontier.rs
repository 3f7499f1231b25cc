//! The frontier of partial choices: for each worth the cheapest, and none that a cheaper one is worth as much as.

use super::{Entry, Prices, Problem, Work};
use std::cmp::Reverse;

/// The most partial choices that are weighed against each other at once, for the sake of memory.
const WIDEST: usize = 1 << 20;

/// The most steps that are remembered of how partial choices came about, for the sake of memory; none is forgotten, as any of
/// those left may lead back to it.
const MOST_NODES: usize = 1 << 22;

// Two lists of partial choices, old and new, and half of one to sort in: 160 MiB. The steps, twice where their list is moved as it
// grows: 72 MiB.
const _: () = assert!(
    size_of::<State>() * (2 * WIDEST + WIDEST / 2) + size_of::<Node>() * (MOST_NODES + MOST_NODES / 2)
        <= 240 << 20
);

/// The parent of what differs in nothing from the best options.
const ROOT: u32 = u32::MAX;

/// A walk over all groups that keeps whatever may still gain as much as a goal.
pub(super) struct Pass<'p> {
    pub(super) problem: &'p Problem,
    pub(super) prices: &'p Prices,
    pub(super) goal: i64,
    /// The gain at which any choice will do, and not only the cheapest.
    pub(super) enough: i64,
}

/// How a walk ended; a choice is a position for each group.
pub(super) enum Reached {
    /// The best choice, which reaches the goal.
    Best(Vec<usize>),
    /// No choice reaches the goal.
    Nothing,
    /// The work did not suffice; the best choice that was seen.
    Interrupted(Option<Vec<usize>>),
}

/// Where some groups are decided: what that comes to, how much net worth may still be given up, and how it came about.
#[derive(Clone, Copy)]
struct State {
    cost: u64,
    need: i64,
    gain: i64,
    tie: u128,
    slack: i128,
    node: u32,
    taken: u32,
}

/// A group whose option is not the best at the prices.
struct Node {
    parent: u32,
    group: u32,
    taken: u32,
}

/// A group that more than one option is left of.
struct Layer<'p> {
    group: u32,
    usual: u32,
    /// Position, option, and the net worth that it gives up.
    options: Vec<(u32, &'p Entry, i128)>,
    /// The least net worth that an option other than the usual one gives up.
    nearest: i128,
}

/// What the groups from one on come to: with the usual options, and at the most.
#[derive(Clone, Copy, Default)]
struct Rest {
    cost: u64,
    need: i64,
    gain: i64,
    most_need: i64,
    most_gain: i64,
}

impl<'p> Pass<'p> {
    /// Walks, and takes off the work what it looked at.
    pub(super) fn run(&self, work: &mut Work<'_>) -> Reached {
        let slack = self.prices.slack(self.problem, self.goal);
        let (start, usual, layers) = self.layers(slack);
        let rests = rests(&layers);
        let start = start.filter(|start| rests.first().is_some_and(|rest| self.may_reach(start, rest)));
        let Some(start) = start else { return Reached::Nothing };
        let (mut states, mut nodes) = (vec![start], Vec::new());
        let mut seen: Option<(i64, i64, u32)> = None;
        for (layer, rest) in layers.iter().zip(rests.iter().skip(1)) {
            let looks = states.len().saturating_mul(layer.options.len());
            work.spend(looks);
            let next = self.next(&states, layer, rest);
            // Each partial choice may take a step more.
            let has_room = |next: &Vec<State>| next.len() <= MOST_NODES.saturating_sub(nodes.len());
            let (Some(next), true) = (next.filter(has_room), work.left > 0) else {
                return Reached::Interrupted(seen.map(|(.., node)| choice(&usual, &nodes, node)));
            };
            states = next;
            for state in &mut states {
                if state.taken != layer.usual {
                    let node = Node { parent: state.node, group: layer.group, taken: state.taken };
                    state.node = u32::try_from(nodes.len()).unwrap_or(ROOT);
                    nodes.push(node);
                }
                let whole = (state.need.saturating_add(rest.need), state.gain.saturating_add(rest.gain));
                let is_within =
                    state.cost.checked_add(rest.cost).is_some_and(|cost| cost <= self.problem.budget);
                let is_better = seen.is_none_or(|(need, gain, _)| whole > (need, gain));
                if is_within && whole.0 >= self.problem.floor && is_better {
                    if whole.1 >= self.enough {
                        return Reached::Best(choice(&usual, &nodes, state.node));
                    }
                    seen = Some((whole.0, whole.1, state.node));
                }
            }
        }
        let reached = |state: &&State| state.need >= self.problem.floor && state.gain >= self.goal;
        let best = states.last().filter(reached);
        best.map_or(Reached::Nothing, |best| Reached::Best(choice(&usual, &nodes, best.node)))
    }

    /// Where the groups lead that only one option is left of, if that can be had; the usual option of every group; and the
    /// groups left to choose of, those first that give up the most by not taking the usual one.
    fn layers(&self, slack: i128) -> (Option<State>, Vec<usize>, Vec<Layer<'p>>) {
        let start = State { cost: 0, need: 0, gain: 0, tie: 0, slack, node: ROOT, taken: 0 };
        let (mut start, mut all, mut layers) = (Some(start), Vec::new(), Vec::new());
        for (number, group) in (0..).zip(&self.problem.groups) {
            let Some((usual, _, best)) = self.prices.best(group) else { continue };
            all.push(usual);
            let given_up = |entry| best.saturating_sub(self.prices.net(entry));
            let usual = u32::try_from(usual).unwrap_or(ROOT);
            let options: Vec<(u32, &Entry, i128)> = (0..)
                .zip(group)
                .map(|(position, entry)| (position, entry, given_up(entry)))
                .filter(|(.., given_up)| *given_up <= slack)
                .collect();
            if let [(_, only, _)] = options.as_slice() {
                start = start.and_then(|state| self.step(&state, usual, only, 0));
                continue;
            }
            let others = options.iter().filter(|(position, ..)| *position != usual);
            let nearest = others.map(|(.., given_up)| *given_up).min().unwrap_or_default();
            layers.push(Layer { group: number, usual, options, nearest });
        }
        layers.sort_by_key(|layer| Reverse(layer.nearest));
        (start, all, layers)
    }

    /// A partial choice and an option more, if that can be had.
    fn step(&self, state: &State, taken: u32, entry: &Entry, given_up: i128) -> Option<State> {
        let cost = state.cost.checked_add(entry.cost).filter(|cost| *cost <= self.problem.budget)?;
        Some(State {
            cost,
            need: state.need.saturating_add(entry.need),
            gain: state.gain.saturating_add(entry.gain),
            tie: state.tie.saturating_add(entry.tie),
            slack: state.slack.saturating_sub(given_up),
            node: state.node,
            taken,
        })
    }

    /// Whether a partial choice may still meet the need and gain as much as the goal.
    fn may_reach(&self, state: &State, rest: &Rest) -> bool {
        state.slack >= 0
            && state.need.saturating_add(rest.most_need) >= self.problem.floor
            && state.gain.saturating_add(rest.most_gain) >= self.goal
    }

    /// The frontier with a group more; `None` if it is too wide.
    fn next(&self, states: &[State], layer: &Layer<'_>, rest: &Rest) -> Option<Vec<State>> {
        let mut all = Vec::new();
        for (position, entry, given_up) in &layer.options {
            let more = states.iter().filter_map(|state| self.step(state, *position, entry, *given_up));
            let room = WIDEST.saturating_sub(all.len());
            let mut more = more.filter(|state| self.may_reach(state, rest));
            all.extend(more.by_ref().take(room));
            if more.next().is_some() {
                return None;
            }
        }
        // Each option's part ascends, so that this merges.
        all.sort_by_key(|state| (state.cost, Reverse((state.need, state.gain)), state.tie));
        let mut best = None;
        all.retain(|state| {
            let is_better = best.is_none_or(|best| (state.need, state.gain) > best);
            if is_better {
                best = Some((state.need, state.gain));
            }
            is_better
        });
        Some(all)
    }
}

/// For each layer, and for none, what it and those after it come to.
fn rests(layers: &[Layer<'_>]) -> Vec<Rest> {
    let mut rest = Rest::default();
    let mut all = vec![rest];
    for layer in layers.iter().rev() {
        let entries = || layer.options.iter().map(|(_, entry, _)| entry);
        let usual = layer.options.iter().find(|(position, ..)| *position == layer.usual);
        let (cost, need, gain) =
            usual.map_or((0, 0, 0), |(_, entry, _)| (entry.cost, entry.need, entry.gain));
        rest = Rest {
            cost: rest.cost.saturating_add(cost),
            need: rest.need.saturating_add(need),
            gain: rest.gain.saturating_add(gain),
            most_need: rest.most_need.saturating_add(entries().map(|entry| entry.need).max().unwrap_or(0)),
            most_gain: rest.most_gain.saturating_add(entries().map(|entry| entry.gain).max().unwrap_or(0)),
        };
        all.push(rest);
    }
    all.reverse();
    all
}

/// The usual options, but for the groups of a node and of those before it.
fn choice(usual: &[usize], nodes: &[Node], mut node: u32) -> Vec<usize> {
    let mut taken = usual.to_vec();
    while let Some(Node { parent, group, taken: option }) =
        usize::try_from(node).ok().and_then(|node| nodes.get(node))
    {
        let slot = usize::try_from(*group).ok().and_then(|group| taken.get_mut(group));
        if let (Some(slot), Ok(option)) = (slot, usize::try_from(*option)) {
            *slot = option;
        }
        node = *parent;
    }
    taken
}
