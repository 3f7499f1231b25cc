//! Prices on cost and worth, and the bound that follows from them.
//!
//! If each unit of cost has a price and each unit of need a reward, every group can be decided alone: the option with the highest
//! net worth. What the best options come to, with the price of the whole budget added and the reward of the whole
//! need taken off, is no less than the gain of any choice within the budget that meets the need, whatever the prices are
//! (Lagrangian relaxation). The prices sought make this bound about as low as it gets.

use super::{Entry, Problem};

/// Net worth counts in units of a gain divided by 2 to this power.
const SCALE: u32 = 40;

/// Costs are weighed in units so large that the budget has no more bits than this; what is rounded off costs nothing, so the
/// bound holds, and no product leaves `i128`: 32 bits of costs, 90 of their price; 57 of the reward, 32 of an option's need.
const COST_BITS: u32 = 32;

/// The highest exponents of the price of cost and of the reward of need.
const MOST_PRICE: u32 = 90;
const MOST_REWARD: u32 = 56;

/// How finely prices are sought, in bits.
const PRECISION: u32 = 20;

/// A price per unit of cost and a reward per unit of need.
#[derive(Clone, Copy, Debug)]
pub(super) struct Prices {
    shift: u32,
    price: i128,
    reward: i128,
}

/// What the best options of all groups come to at some prices.
#[derive(Clone, Copy)]
struct Sums {
    net: i128,
    cost: i128,
    need: i128,
}

impl Prices {
    pub(super) fn of(problem: &Problem) -> Self {
        let bits = u64::BITS.saturating_sub(problem.budget.leading_zeros());
        let start = Self { shift: bits.saturating_sub(COST_BITS), price: 0, reward: 0 };
        let enough = |reward| start.with_reward(reward).affordable(problem).1;
        // The least reward under which the groups, one of them in part, meet the need.
        let reward = least(MOST_REWARD, enough).1;
        start.with_reward(reward).affordable(problem).0
    }

    fn with_reward(self, reward: i128) -> Self {
        Self { reward, ..self }
    }

    fn with_price(self, price: i128) -> Self {
        Self { price, ..self }
    }

    /// These prices with the least price of cost at which the best options keep to the budget, and whether the need is met when
    /// the budget is spent to the last, on options just below that price.
    fn affordable(self, problem: &Problem) -> (Self, bool) {
        let budget = i128::from(problem.budget >> self.shift);
        let (below, price) = least(MOST_PRICE, |price| self.with_price(price).sums(problem).cost <= budget);
        let kept = self.with_price(price).sums(problem);
        let over = self.with_price(below).sums(problem);
        let floor = i128::from(problem.floor);
        let (more, dearer) = (over.need.saturating_sub(kept.need), over.cost.saturating_sub(kept.cost));
        let unspent = budget.saturating_sub(kept.cost);
        let missing = floor.saturating_sub(kept.need);
        let met = if dearer > 0 && below != price {
            more.saturating_mul(unspent) >= missing.saturating_mul(dearer)
        } else {
            missing <= 0
        };
        (self.with_price(price), met)
    }

    /// What an option is worth beyond its price.
    pub(super) fn net(&self, entry: &Entry) -> i128 {
        let gain = i128::from(entry.gain).saturating_mul(1 << SCALE);
        let need = i128::from(entry.need).saturating_mul(self.reward);
        gain.saturating_add(need).saturating_sub(self.cost(entry).saturating_mul(self.price))
    }

    fn cost(&self, entry: &Entry) -> i128 {
        i128::from(entry.cost >> self.shift)
    }

    /// The best option of a group, the cheapest of equals.
    pub(super) fn best<'g>(&self, group: &'g [Entry]) -> Option<(usize, &'g Entry, i128)> {
        let all = group.iter().enumerate().map(|(position, entry)| (position, entry, self.net(entry)));
        all.reduce(|best, other| if other.2 > best.2 { other } else { best })
    }

    fn sums(&self, problem: &Problem) -> Sums {
        let best = problem.groups.iter().filter_map(|group| self.best(group));
        best.fold(Sums { net: 0, cost: 0, need: 0 }, |sums, (_, entry, net)| Sums {
            net: sums.net.saturating_add(net),
            cost: sums.cost.saturating_add(self.cost(entry)),
            need: sums.need.saturating_add(entry.need.into()),
        })
    }

    /// How much more net worth there is, if every group has its best option, than a choice of so much gain shows at least.
    pub(super) fn slack(&self, problem: &Problem, goal: i64) -> i128 {
        let budget = i128::from(problem.budget >> self.shift).saturating_mul(self.price);
        let need = i128::from(problem.floor).saturating_mul(self.reward);
        let goal = i128::from(goal).saturating_mul(1 << SCALE);
        self.sums(problem).net.saturating_add(budget).saturating_sub(need).saturating_sub(goal)
    }

    /// What no choice gains more than.
    pub(super) fn bound(&self, problem: &Problem) -> i64 {
        let most = self.slack(problem, 0).div_euclid(1 << SCALE);
        i64::try_from(most).unwrap_or(i64::MAX)
    }
}

/// About the least number for which a property holds that holds from some number on, and the number below it that was tried
/// last; the number itself if none below was. The property is taken to hold at 2 to the power of `most`.
fn least(most: u32, holds: impl Fn(i128) -> bool) -> (i128, i128) {
    if holds(0) {
        return (0, 0);
    }
    let (mut low, mut high) = (0, most);
    while low < high {
        let middle = low.midpoint(high);
        if holds(1 << middle) { high = middle } else { low = middle.saturating_add(1) }
    }
    let mut above: i128 = 1 << high;
    let mut below = if high == 0 { 0 } else { above / 2 };
    for _ in 0..PRECISION {
        let middle = below.midpoint(above);
        if middle == below {
            break;
        }
        if holds(middle) { above = middle } else { below = middle }
    }
    (below, above)
}
