//! Small organisations at random, under policies that need not be monotone.

use super::{HEAD, Harm, OBLIGATIONS, Work, World};
use proptest::collection::vec;
use proptest::prelude::*;

/// At most four threats, twelve actions and eight risks.
pub(super) fn worlds() -> impl Strategy<Value = World> {
    (policies(), 1_usize..=4).prop_flat_map(|((policy, rules, likelihoods), threats)| {
        (vec(works(threats), 0..=12), vec(harms(threats, likelihoods), 0..=8))
            .prop_map(move |(works, harms)| World { policy: policy.clone(), rules, threats, works, harms })
    })
}

fn works(threats: usize) -> impl Strategy<Value = Work> {
    let takes = || {
        prop_oneof![
            1 => Just(None),
            1 => Just(Some(0)),
            3 => (1_u64..5).prop_map(|amount| Some(amount * 100)),
            3 => (1_u64..5000).prop_map(Some),
            1 => (0_u64..9).prop_map(|less| Some(u64::MAX / 3 - less)),
        ]
    };
    (0..threats, prop::bool::weighted(0.2), takes(), takes())
        .prop_map(|(threat, completed, cost, days)| Work { threat, completed, cost, days })
}

fn harms(threats: usize, likelihoods: u8) -> impl Strategy<Value = Harm> {
    let estimate = prop_oneof![4 => Just(None), 1 => (1..=likelihoods).prop_map(Some)];
    let asset = prop_oneof![6 => Just(0_usize), 2 => Just(1), 1 => Just(2)];
    (0..threats, asset, 1_u8..=5, estimate, prop::bool::weighted(0.1), prop::bool::weighted(0.2)).prop_map(
        |(threat, asset, impact, estimate, closed, excepted)| Harm {
            threat,
            asset,
            impact,
            estimate,
            closed,
            excepted,
        },
    )
}

/// Rules under which fewer actions may be better, and limits that change with the score.
const RULES: &str = "fn rule_dip(risk) { if risk.likelihood == 2 && risk.impact > 1 { raise(4, \"dip\"); } }
fn rule_tight(risk) { if risk.score > 8 { tighten_limit(3, \"tight\"); } else { loosen_limit(1, \"loose\"); } }
";

/// A policy, its rules and its levels of likelihood: the product, with rules or without, or a grid of any cells, with more
/// actions often worse than fewer.
fn policies() -> impl Strategy<Value = (String, &'static str, u8)> {
    let product =
        (1_u8..=20, any::<bool>()).prop_map(|(level, replaces)| (policy(level, replaces, ""), "", 5));
    let ruled = (3_u8..=12, any::<bool>()).prop_map(|(level, replaces)| {
        let rules = if cfg!(feature = "scripting") { RULES } else { "" };
        (policy(level, replaces, "[envelope]\nmax_raise = 4\nmay_loosen = 1\n"), rules, 5)
    });
    let grid = (2_u8..=10, 1_u8..=4, any::<bool>()).prop_flat_map(|(likelihoods, level, replaces)| {
        vec(vec(0_u8..5, 5), usize::from(likelihoods)).prop_map(move |cells| {
            let names: Vec<String> = (1..=likelihoods).map(|level| format!("\"level {level}\"")).collect();
            let bands: String = (0..5).map(|band| format!("[[band]]\nname = \"band_{band}\"\n")).collect();
            let last = format!("no_actions = \"level {likelihoods}\"");
            let rest = format!(
                "[scale]\nlikelihood = [{}]\n[matrix]\nkind = \"grid\"\nmonotone = false\ngrid = {cells:?}\n{bands}",
                names.join(", ")
            );
            let text = policy(level, replaces, &rest);
            (text.replace("cia_floor", &format!("{last}\ncia_floor")), "", likelihoods)
        })
    });
    prop_oneof![1 => product, 1 => ruled, 2 => grid]
}

fn policy(level: u8, replaces: bool, rest: &str) -> String {
    let rule = if replaces { "replaces" } else { "higher" };
    let head = HEAD.replace("level = 9", &format!("level = {level}\nestimate = \"{rule}\""));
    format!("{head}{rest}{OBLIGATIONS}")
}
