//! A small register in plain numbers, its files, and its scores by arithmetic of its own.

use super::{ASSETS, THREATS, organisation, policy};
use plimsoll::Organisation;
use proptest::prelude::*;
use std::collections::BTreeMap;

pub(crate) const ASSETS_AT_MOST: usize = 2;
pub(crate) const THREATS_AT_MOST: usize = 3;
pub(crate) const ACTIONS_AT_MOST: usize = 8;
pub(crate) const RISKS_AT_MOST: usize = 5;

/// The policy: everything is monotone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rules {
    /// What may be accepted.
    pub(crate) level: u8,
    /// What may be accepted in the second region; only a policy with this knows of regions.
    pub(crate) apart: Option<u8>,
    /// Whether the score is the higher of impact and likelihood instead of their product.
    pub(crate) higher: bool,
    /// Whether the rating of the asset sets a floor of 1, 2 or 3.
    pub(crate) floor: bool,
}

/// An asset: its confidentiality, 0 to 2, and whether it is in the second region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Asset {
    pub(crate) confidentiality: u8,
    pub(crate) second: bool,
}

/// An action: against which threat, and whether it is completed.
pub(crate) type Action = (usize, bool);

/// A risk: of which asset and threat, its impact, and whether it is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Risk {
    pub(crate) asset: usize,
    pub(crate) threat: usize,
    pub(crate) impact: u8,
    pub(crate) closed: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Model {
    pub(crate) rules: Rules,
    pub(crate) assets: Vec<Asset>,
    /// Whether each threat compromises confidentiality.
    pub(crate) threats: Vec<bool>,
    pub(crate) actions: BTreeMap<usize, Action>,
    pub(crate) risks: BTreeMap<usize, Risk>,
}

pub(crate) fn rules() -> impl Strategy<Value = Rules> {
    let apart = proptest::option::of(1..20_u8);
    (1..20_u8, apart, any::<bool>(), any::<bool>()).prop_map(|(level, apart, higher, floor)| {
        // The grid has five scores.
        let on_scale = |level: u8| if higher { level % 5 + 1 } else { level };
        Rules { level: on_scale(level), apart: apart.map(on_scale), higher, floor }
    })
}

pub(crate) fn model() -> impl Strategy<Value = Model> {
    let asset =
        (0..3_u8, any::<bool>()).prop_map(|(confidentiality, second)| Asset { confidentiality, second });
    (
        rules(),
        proptest::collection::vec(asset, ASSETS_AT_MOST),
        proptest::collection::vec(any::<bool>(), THREATS_AT_MOST),
        proptest::collection::btree_map(0..ACTIONS_AT_MOST, action(), 0..ACTIONS_AT_MOST),
        proptest::collection::btree_map(0..RISKS_AT_MOST, risk(), 0..RISKS_AT_MOST),
    )
        .prop_map(|(rules, assets, threats, actions, risks)| Model {
            rules,
            assets,
            threats,
            actions,
            risks,
        })
}

pub(crate) fn action() -> impl Strategy<Value = Action> {
    (0..THREATS_AT_MOST, any::<bool>())
}

pub(crate) fn risk() -> impl Strategy<Value = Risk> {
    (0..ASSETS_AT_MOST, 0..THREATS_AT_MOST, 1..=5_u8, prop::bool::weighted(0.2))
        .prop_map(|(asset, threat, impact, closed)| Risk { asset, threat, impact, closed })
}

impl Rules {
    fn text(self) -> String {
        let Self { level, apart, higher, floor } = self;
        let floor = if floor { "[1, 2, 3]" } else { "[]" };
        let mut text = format!("[acceptance]\nlevel = {level}\ncia_floor = {floor}\n");
        if higher {
            // One row per likelihood; a value is the position of a band, and the score one more.
            let row = |likelihood: usize| {
                let row: Vec<String> = (0..5).map(|impact| likelihood.max(impact).to_string()).collect();
                format!("[{}]", row.join(", "))
            };
            let rows: Vec<String> = (0..5).map(row).collect();
            text += &format!("[matrix]\nkind = \"grid\"\ngrid = [{}]\n", rows.join(", "));
            for n in 1..=5 {
                text += &format!("[[band]]\nname = \"b{n}\"\ncolour = \"#00000{n}\"\n");
            }
        }
        if let Some(apart) = apart {
            text += "[[facet]]\nname = \"region\"\nlabels = [\"first\", \"second\"]\n";
            text += &format!("[[limit]]\nlevel = {apart}\nwhere = {{ region = \"second\" }}\n");
        }
        policy(&text)
    }

    /// The score, and whether it is above the limit, from the actions against the threat (completed or not).
    pub(crate) fn judge(self, impact: u8, asset: Asset, compromises: bool, actions: &[bool]) -> (i64, i64) {
        let floor = if self.floor && compromises { asset.confidentiality + 1 } else { 1 };
        let impact = usize::from(impact.max(floor));
        let open = actions.iter().filter(|completed| !**completed).count();
        // Fifths of the share that is not completed, by trying each.
        let likelihood = if actions.is_empty() {
            5
        } else {
            (1..=5).rev().find(|level| 5 * open >= (level - 1) * actions.len()).unwrap()
        };
        let score = if self.higher { impact.max(likelihood) } else { impact * likelihood };
        let limit = match self.apart {
            Some(apart) if asset.second => apart.min(self.level),
            _ => self.level,
        };
        (i64::try_from(score).unwrap(), i64::from(score > usize::from(limit)))
    }
}

impl Model {
    /// The files, with the rows of each register turned by so many places.
    pub(crate) fn organisation(&self, turn: usize) -> Organisation {
        let turned = |header: &str, mut rows: Vec<String>| {
            let by = turn % rows.len().max(1);
            rows.rotate_left(by);
            format!("{header}{}", rows.concat())
        };
        let level = |n: u8| ["low", "medium", "high"][usize::from(n)];
        let region = |second| if second { "second" } else { "first" };
        let assets = self.assets.iter().enumerate().map(|(n, asset)| {
            format!(
                "A{n},files,information,{},low,low,she,{}\n",
                level(asset.confidentiality),
                region(asset.second)
            )
        });
        let threats = self.threats.iter().enumerate().map(|(n, compromises)| {
            format!("T{n},threat,deliberate,external,{}\n", if *compromises { "C" } else { "A" })
        });
        let actions =
            self.actions.iter().map(|(n, (threat, completed))| format!("C{n},T{threat},do,{completed}\n"));
        let risks = self.risks.iter().map(|(n, risk)| {
            let status = if risk.closed { "closed" } else { "open" };
            format!("R{n},A{},T{},{},she,{status}\n", risk.asset, risk.threat, risk.impact)
        });
        organisation(&[
            ("policy.toml", &self.rules.text()),
            ("assets.csv", &turned(&ASSETS.replace('\n', ",region\n"), assets.collect())),
            ("threats.csv", &turned(THREATS, threats.collect())),
            ("actions.csv", &turned("id,threat,title,completed\n", actions.collect())),
            ("risks.csv", &turned("id,asset,threat,impact,owner,status\n", risks.collect())),
        ])
    }

    /// The actions against a threat, by their numbers.
    pub(crate) fn against(&self, threat: usize) -> BTreeMap<usize, bool> {
        let against = self.actions.iter().filter(|(_, (against, _))| *against == threat);
        against.map(|(n, (_, completed))| (*n, *completed)).collect()
    }

    /// The score and the place above the limit of a risk of this register, with its actions as given.
    pub(crate) fn judge(&self, rules: Rules, risk: Risk, actions: &[bool]) -> (i64, i64) {
        rules.judge(risk.impact, self.assets[risk.asset], self.threats[risk.threat], actions)
    }
}

/// The score and the place above the limit at the five stages of a change, of one risk.
pub(crate) fn stages(old: &Model, new: &Model, n: usize) -> [(i64, i64); 5] {
    let (was, is) = (old.risks.get(&n).copied(), new.risks.get(&n).copied());
    let all = |actions: BTreeMap<usize, bool>| actions.into_values().collect::<Vec<bool>>();
    // With the actions that were found, not completed; and then as they are, those that are gone as they were.
    let found = |threat: usize| {
        let mut actions: BTreeMap<usize, bool> =
            new.against(threat).into_keys().map(|n| (n, false)).collect();
        actions.extend(old.against(threat));
        all(actions)
    };
    let worked = |threat: usize| {
        let mut actions = old.against(threat);
        actions.extend(new.against(threat));
        all(actions)
    };
    let nothing = (0, 0);
    let mut stages = [nothing; 5];
    match (was, is) {
        (Some(was), _) if !was.closed => {
            stages[0] = old.judge(old.rules, was, &all(old.against(was.threat)));
            stages[1] = old.judge(old.rules, was, &found(was.threat));
            stages[2] = old.judge(old.rules, was, &worked(was.threat));
        }
        (None, Some(is)) => {
            stages[1] = new.judge(old.rules, is, &found(is.threat));
            stages[2] = new.judge(old.rules, is, &worked(is.threat));
        }
        _ => {}
    }
    match is {
        Some(is) if is.closed => stages[2] = nothing,
        Some(is) => {
            stages[3] = new.judge(old.rules, is, &all(new.against(is.threat)));
            stages[4] = new.judge(new.rules, is, &all(new.against(is.threat)));
        }
        None => {}
    }
    stages
}
