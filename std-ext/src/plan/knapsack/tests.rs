//! The knapsack against every choice there is.

use super::{Item, Solution, Work};
use proptest::prelude::*;

const ENOUGH: u32 = 40_000_000;

/// Some ten times of what a thousand groups take with good prices, and much less than they take with bad ones.
const LITTLE: u32 = 500_000;

fn solve(groups: &[Vec<Item>], budget: u64, work: u32) -> Option<Solution> {
    let told = std::cell::Cell::new(work);
    let tell = |left| assert!(left <= told.replace(left), "work only becomes less");
    super::solve(groups, budget, &mut Work { left: work, tell: &tell })
}

/// What a choice comes to: the more of the first two, the less of the others, the better.
type Rank = (i64, i64, std::cmp::Reverse<u128>, std::cmp::Reverse<u128>);

fn rank(groups: &[Vec<Item>], taken: &[usize]) -> Rank {
    let items: Vec<&Item> = groups.iter().zip(taken).map(|(group, taken)| &group[*taken]).collect();
    (
        items.iter().map(|item| i64::from(item.worth.0)).sum(),
        items.iter().map(|item| i64::from(item.worth.1)).sum(),
        std::cmp::Reverse(items.iter().map(|item| u128::from(item.cost)).sum()),
        std::cmp::Reverse(items.iter().map(|item| item.tie).sum()),
    )
}

/// The best of all choices within a budget, tried one by one.
fn best(groups: &[Vec<Item>], budget: u64) -> Option<Rank> {
    let mut all = vec![Vec::new()];
    for group in groups {
        let longer = all.iter().flat_map(|taken: &Vec<usize>| {
            (0..group.len()).map(move |position| [taken.as_slice(), &[position]].concat())
        });
        all = longer.collect();
    }
    all.iter().map(|taken| rank(groups, taken)).filter(|rank| rank.2.0 <= budget.into()).max()
}

fn assert_best(groups: &[Vec<Item>], budget: u64) {
    let solution = solve(groups, budget, ENOUGH);
    let Some(best) = best(groups, budget) else {
        assert_eq!(solution, None);
        return;
    };
    let Solution { taken, worth, bound } = solution.unwrap();
    assert_eq!(rank(groups, &taken), best, "{groups:?} for {budget}: {taken:?}");
    assert_eq!((worth.first, worth.second, bound), (best.0, best.1, None));
}

fn item(cost: u64, worth: (i32, i32)) -> Item {
    Item { cost, worth, tie: 0 }
}

/// Groups with costs of one magnitude, from few different values to nearly all there are.
fn groups() -> impl Strategy<Value = (Vec<Vec<Item>>, u64)> {
    let magnitude = prop_oneof![
        Just((0_u64, 3_u64)),
        Just((1, 1)),
        Just((0, 100)),
        Just((0, 10_000_000_000)),
        Just((u64::MAX / 4, u64::MAX / 3)),
        Just((0, u64::MAX)),
    ];
    magnitude.prop_flat_map(|(low, high)| {
        let cost = prop_oneof![Just(0), low..=high, low..=high];
        let item = (cost, -2_i32..6, -3_i32..12, 0_u128..4).prop_map(|(cost, first, second, tie)| Item {
            cost,
            worth: (first, second),
            tie,
        });
        let groups = proptest::collection::vec(proptest::collection::vec(item, 1..5), 0..6);
        let budget = prop_oneof![
            Just(0),
            Just(u64::MAX),
            low..=high,
            low..=high.saturating_mul(4),
            (low / 2)..=high.saturating_mul(2)
        ];
        (groups, budget)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, ..ProptestConfig::default() })]

    #[test]
    fn it_finds_what_trying_every_choice_finds((groups, budget) in groups()) {
        assert_best(&groups, budget);
    }

    /// However little work is allowed, what is handed out can be had, and the bound holds.
    #[test]
    fn a_search_that_is_cut_short_says_how_much_better_it_might_be((groups, budget) in groups(), work in 0_u32..60) {
        let best = best(&groups, budget);
        let found = solve(&groups, budget, work);
        prop_assert_eq!(found.is_some(), best.is_some());
        let (Some(best), Some(found)) = (best, found) else { return Ok(()) };
        let rank = rank(&groups, &found.taken);
        prop_assert!(rank.2.0 <= budget.into());
        prop_assert_eq!((rank.0, rank.1), (found.worth.first, found.worth.second));
        match found.bound {
            None => prop_assert_eq!(rank, best),
            Some(bound) => prop_assert!((bound.first, bound.second) >= (best.0, best.1) && bound >= found.worth),
        }
    }
}

#[test]
fn extremes_that_are_easily_missed() {
    let huge = u64::MAX;
    let most = (i32::MAX, i32::MIN);
    for (groups, budget) in [
        (vec![], 0),
        (vec![], huge),
        (vec![vec![item(0, (0, 0))]], 0),
        (vec![vec![item(5, (9, 9))]], 4),
        (vec![vec![item(5, (9, 9))]], 5),
        (vec![vec![], vec![item(0, (1, 1))]], 9),
        // Two that cannot be had together, though either can.
        (vec![vec![item(0, (0, 0)), item(huge, (3, 0))], vec![item(0, (0, 0)), item(1, (2, 9))]], huge),
        (vec![vec![item(huge, (1, 0))], vec![item(huge, (1, 0))]], huge),
        // More of the first number is worth any loss of the second.
        (vec![vec![item(0, (0, i32::MAX)), item(1, (1, i32::MIN))]; 4], 3),
        (vec![vec![item(0, (0, 0)), item(1, most), item(2, (i32::MAX, i32::MAX))]; 5], 7),
        (vec![vec![item(0, (i32::MIN, i32::MIN)), item(huge / 5, most)]; 5], huge),
    ] {
        assert_best(&groups, budget);
    }
}

/// A thousand groups like those of a register: what is found reaches what no choice exceeds, with little work.
#[test]
fn a_thousand_groups_are_no_trouble() {
    for spread in [1_u64, 100, 1_000_000, 1 << 40] {
        let mut state = 0x9e37_79b9_7f4a_7c15_u64;
        let mut next = |below: u64| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state % below
        };
        let groups: Vec<Vec<Item>> = (0..1000)
            .map(|_| {
                let (mut cost, mut first, mut second) = (0, 0, 0);
                let mut group = vec![item(0, (0, 0))];
                for _ in 0..next(5) {
                    cost += 1000 * spread + next(spread * 500);
                    first += i32::try_from(next(4)).unwrap();
                    second += i32::try_from(next(40)).unwrap();
                    group.push(item(cost, (first, second)));
                }
                group
            })
            .collect();
        for share in [2, 10, 300] {
            let budget = 2_000_000 / share * spread;
            let solution = solve(&groups, budget, LITTLE).unwrap();
            assert_eq!(solution.bound, None, "{spread} {share}");
            let rank = rank(&groups, &solution.taken);
            assert!(
                rank.2.0 <= budget.into()
                    && (rank.0, rank.1) == (solution.worth.first, solution.worth.second)
            );
            // A budget that is a little less does not buy more.
            let less = solve(&groups, budget - budget / 50, LITTLE).unwrap();
            assert!(less.worth <= solution.worth);
        }
    }
}

/// The best that a thousand groups come to for a budget, from what each sum of costs can be worth, group by group.
#[expect(clippy::arithmetic_side_effects, reason = "a test that miscounts should stop")]
fn best_by_cost(groups: &[Vec<Item>], budget: u64) -> Option<(i64, i64, u64)> {
    let size = usize::try_from(budget).unwrap() + 1;
    let mut reached: Vec<Option<(i64, i64)>> = vec![None; size];
    reached[0] = Some((0, 0));
    for group in groups {
        let mut next = vec![None; size];
        for item in group {
            let cost = usize::try_from(item.cost).unwrap();
            for (sum, worth) in reached.iter().enumerate().filter(|(sum, _)| sum + cost < size) {
                let worth = worth.map(|(first, second)| {
                    (first + i64::from(item.worth.0), second + i64::from(item.worth.1))
                });
                next[sum + cost] = next[sum + cost].max(worth);
            }
        }
        reached = next;
    }
    let all =
        (0..).zip(&reached).filter_map(|(cost, worth)| Some((*worth.as_ref()?, std::cmp::Reverse(cost))));
    all.max().map(|((first, second), cost)| (first, second, cost.0))
}

/// A thousand groups with small costs, against the sums of their costs.
#[test]
fn a_thousand_groups_are_solved_as_sums_of_costs_are() {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = |below: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % below
    };
    for more in [1, 3, 20] {
        let groups: Vec<Vec<Item>> = (0..1000)
            .map(|_| {
                let mut group = vec![item(next(2), (0, 0))];
                for _ in 0..next(5) {
                    let worth = (i32::try_from(next(6)).unwrap() - 1, i32::try_from(next(40)).unwrap() - 8);
                    group.push(item(next(3) + 1 + next(more), worth));
                }
                group
            })
            .collect();
        let least: u64 = groups.iter().map(|group| group.iter().map(|item| item.cost).min().unwrap()).sum();
        for budget in [least, least + 7, least + 90, least + 700, 3000] {
            let solution = solve(&groups, budget, ENOUGH).unwrap();
            assert_eq!(solution.bound, None, "{more} {budget}");
            let (first, second, cost, _) = rank(&groups, &solution.taken);
            let found = (first, second, u64::try_from(cost.0).unwrap());
            assert_eq!(Some(found), best_by_cost(&groups, budget), "{more} {budget}");
        }
        assert_eq!((solve(&groups, least - 1, ENOUGH), best_by_cost(&groups, least - 1)), (None, None));
    }
}
