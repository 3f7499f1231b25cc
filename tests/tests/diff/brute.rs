//! What changes between two policies, found by asking for every situation.

use crate::situations::{Parts, Situation, decided, holds, incident, inputs, risk, routed, words};
use plimsoll_core::policy::Space;
use plimsoll_core::{Policy, Stage};
use plimsoll_scripting::{Change, Changes, Difference, diff};
use std::collections::{BTreeMap, BTreeSet};

/// More situations than this are not asked for.
pub(crate) const MOST: usize = 20_000;

/// The values that both policies know, by facet; of a facet that one alone has, all of its values.
fn shared(old: &Policy<'_>, new: &Policy<'_>, space: Space) -> BTreeMap<String, Vec<String>> {
    let mut shared: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for policy in [old, new] {
        for known in inputs(policy, space) {
            let own = words(&known.domain);
            let held = shared.entry(known.name).or_insert_with(|| own.clone());
            held.retain(|word| own.contains(word));
        }
    }
    let judged = |policy: &Policy<'_>| {
        let rule = policy.likelihood_rule();
        (rule.no_actions(), rule.estimate())
    };
    if space == Space::Risk && judged(old) != judged(new) {
        let levels = old.scales().likelihood.min(new.scales().likelihood);
        shared.insert("no_actions".into(), vec!["false".into(), "true".into()]);
        let estimates = (1..=levels).map(|level| level.to_string());
        shared.insert("estimate".into(), std::iter::once("none".to_string()).chain(estimates).collect());
    }
    // Of a facet that has no value in common, each policy has one of its own.
    let parted: Vec<String> =
        shared.iter().filter(|(_, words)| words.is_empty()).map(|(name, _)| name.clone()).collect();
    for name in parted {
        shared.remove(&name);
        for (policy, whose) in [(old, OLD), (new, NEW)] {
            let facets = policy.facets_of(space);
            let known = facets.iter().find(|known| known.name == name).expect("a facet of both");
            shared.insert(format!("{name}{whose}"), words(&known.domain));
        }
    }
    shared
}

/// What is put behind the name of a facet that each policy has for itself.
const OLD: &str = " (old)";
const NEW: &str = " (new)";

/// A point as one of the policies sees it.
fn seen(point: &Situation, whose: &str) -> Situation {
    let own = |name: &String| name.strip_suffix(whose).unwrap_or(name).to_string();
    point.iter().map(|(name, word)| (own(name), word.clone())).collect()
}

/// Every combination of the values of some facets. The others have the value that `rest` picks.
fn points(
    shared: &BTreeMap<String, Vec<String>>,
    facets: &[String],
    rest: impl Fn(&[String]) -> String,
) -> Option<Vec<Situation>> {
    let mut points: Vec<Situation> = vec![
        shared
            .iter()
            .filter(|(name, _)| !facets.contains(name))
            .map(|(name, words)| (name.clone(), rest(words)))
            .collect(),
    ];
    for name in facets {
        let words = shared.get(name).unwrap_or_else(|| panic!("no facet {name} is shared"));
        if points.len() * words.len() > MOST {
            return None;
        }
        let with = |point: &Situation, word: &String| {
            let mut point = point.clone();
            point.insert(name.clone(), word.clone());
            point
        };
        points = points.iter().flat_map(|point| words.iter().map(move |word| with(point, word))).collect();
    }
    Some(points)
}

fn parts(policy: &Policy<'_>, space: Space, point: &Situation) -> Parts {
    match space {
        Space::Risk => decided(policy, &risk(policy, point)),
        Space::Incident => routed(policy, &incident(policy, point)),
    }
}

/// What some tables say for a risk, as its trace tells.
fn said(policy: &Policy<'_>, point: &Situation) -> Parts {
    let (decision, trace) = policy.explain(&risk(policy, point));
    let matrix = trace.steps().iter().find(|step| step.stage == Stage::Matrix).unwrap();
    vec![
        ("impact with its floor", decision.impact.get().to_string()),
        ("likelihood", decision.likelihood.get().to_string()),
        ("matrix", matrix.to.to_string()),
    ]
}

/// One way in which a part changes, told as `diff` tells it.
fn told(amount: bool, ways: &BTreeSet<(String, String)>) -> String {
    let (from, to) = ways.first().unwrap();
    let by = |(from, to): &(String, String)| to.parse::<i64>().unwrap() - from.parse::<i64>().unwrap();
    match ways.len() {
        1 => format!("{from} -> {to}"),
        _ if amount => format!("{:+}", by(ways.first().unwrap())),
        many => panic!("{many} ways in one"),
    }
}

/// From what to what a part changes, and in which situations, by number.
type Ways = (BTreeSet<(String, String)>, BTreeSet<usize>);

/// The situations, by number, of each change of each part: the part, and what it comes to.
fn changes(before: &[Parts], after: &[Parts]) -> BTreeMap<(String, String), BTreeSet<usize>> {
    let mut by_way: BTreeMap<(String, String), Ways> = BTreeMap::new();
    for (number, (was, is)) in before.iter().zip(after).enumerate() {
        for ((part, from), (_, to)) in was.iter().zip(is).filter(|((_, from), (_, to))| from != to) {
            let key = match *part {
                "score" | "limit" => (to.parse::<i64>().unwrap() - from.parse::<i64>().unwrap()).to_string(),
                _ => format!("{from} -> {to}"),
            };
            let (ways, numbers) = by_way.entry(((*part).to_string(), key)).or_default();
            ways.insert((from.clone(), to.clone()));
            numbers.insert(number);
        }
    }
    let named = by_way.into_iter().map(|((part, _), (ways, numbers))| {
        let what = told(part == "score" || part == "limit", &ways);
        ((part, what), numbers)
    });
    named.collect()
}

fn covers(change: &Change, points: &[Situation], numbers: &BTreeSet<usize>) {
    let mut union = BTreeSet::new();
    for cube in &change.cubes {
        let inside = |point: &Situation| cube.when.iter().all(|(name, values)| holds(values, &point[name]));
        let here: BTreeSet<usize> = (0..points.len()).filter(|number| inside(&points[*number])).collect();
        assert_eq!(u128::try_from(here.len()).unwrap(), cube.situations, "{change:?}");
        assert!(here.is_subset(numbers), "{change:?}");
        assert!(!here.is_subset(&union), "a cube adds nothing: {change:?}");
        union.extend(here);
    }
    assert_eq!(u128::try_from(numbers.len() - union.len()).unwrap(), change.more, "{change:?}");
}

fn side(old: &Policy<'_>, new: &Policy<'_>, space: Space, found: &Changes) -> bool {
    let shared = shared(old, new, space);
    let Some(lowest) = points(&shared, &found.facets, |words| words[0].clone()) else { return false };
    let all = |policy: &Policy<'_>, points: &[Situation], whose: &str| -> Vec<Parts> {
        points.iter().map(|point| parts(policy, space, &seen(point, whose))).collect()
    };
    let (before, after) = (all(old, &lowest, OLD), all(new, &lowest, NEW));
    // What is not named makes no difference to either policy.
    let highest = points(&shared, &found.facets, |words| words.last().unwrap().clone()).unwrap();
    let middle = points(&shared, &found.facets, |words| words[words.len() / 2].clone()).unwrap();
    for other in [highest, middle] {
        for number in (0..lowest.len()).step_by(lowest.len().div_ceil(500)) {
            for (policy, known, whose) in [(old, &before, OLD), (new, &after, NEW)] {
                assert_eq!(
                    parts(policy, space, &seen(&other[number], whose)),
                    known[number],
                    "at {:?}",
                    other[number]
                );
            }
        }
    }
    assert_eq!(found.situations, u128::try_from(lowest.len()).unwrap());
    let changed = before.iter().zip(&after).filter(|(was, is)| was != is).count();
    assert_eq!(found.changed, u128::try_from(changed).unwrap());
    let expected = changes(&before, &after);
    agree(&expected, &found.changes, &lowest);
    if space == Space::Risk {
        let stated = |policy: &Policy<'_>, whose: &str| -> Vec<Parts> {
            lowest.iter().map(|point| said(policy, &seen(point, whose))).collect()
        };
        let tables = ["impact with its floor", "likelihood", "matrix"];
        let told: Vec<Change> = found
            .statements
            .iter()
            .filter(|change| tables.contains(&change.part.as_str()))
            .cloned()
            .collect();
        agree(&changes(&stated(old, OLD), &stated(new, NEW)), &told, &lowest);
    }
    true
}

fn agree(expected: &BTreeMap<(String, String), BTreeSet<usize>>, found: &[Change], points: &[Situation]) {
    let counts: BTreeMap<(String, String), u128> =
        expected.iter().map(|(way, numbers)| (way.clone(), u128::try_from(numbers.len()).unwrap())).collect();
    let told: BTreeMap<(String, String), u128> =
        found.iter().map(|change| ((change.part.clone(), change.what.clone()), change.situations)).collect();
    assert_eq!(told, counts);
    assert_eq!(told.len(), found.len(), "a change is told twice: {found:#?}");
    for change in found {
        covers(change, points, &expected[&(change.part.clone(), change.what.clone())]);
    }
}

/// The changes of each part, with how many situations there are of each, whichever of the two policies came first.
fn counted(changes: &Changes, turned: bool) -> BTreeMap<(String, String), u128> {
    let what = |change: &Change| match (turned, change.what.split_once(" -> ")) {
        (false, _) => change.what.clone(),
        (true, Some((from, to))) => format!("{to} -> {from}"),
        (true, None) => match change.what.strip_prefix('+') {
            Some(points) => format!("-{points}"),
            None => change.what.replace('-', "+"),
        },
    };
    changes.changes.iter().map(|change| ((change.part.clone(), what(change)), change.situations)).collect()
}

/// Compares two policies both ways and each with itself, and holds it against brute force. `None` if there are too many
/// situations to ask for.
pub(crate) fn compare(old: &Policy<'_>, new: &Policy<'_>, cubes: usize) -> Option<Difference> {
    let found = diff(old, new, cubes, |_, _| ()).unwrap();
    for (space, changes) in [(Space::Risk, &found.risks), (Space::Incident, &found.incidents)] {
        if !side(old, new, space, changes) {
            return None;
        }
    }
    let turned = diff(new, old, cubes, |_, _| ()).unwrap();
    for (found, turned) in [(&found.risks, &turned.risks), (&found.incidents, &turned.incidents)] {
        assert_eq!((found.situations, found.changed), (turned.situations, turned.changed));
        assert_eq!(counted(found, false), counted(turned, true));
    }
    itself(old);
    itself(new);
    Some(found)
}

/// Nothing changes between a policy and itself.
pub(crate) fn itself(policy: &Policy<'_>) {
    let same = diff(policy, policy, 4, |_, _| ()).unwrap();
    for changes in [&same.risks, &same.incidents] {
        assert_eq!((changes.changed, changes.changes.len(), changes.statements.len()), (0, 0, 0), "{same:?}");
    }
    assert_eq!(same.apart, [""; 0]);
}
