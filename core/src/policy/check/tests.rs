//! Drafts at the limits, and just past them.

use super::shape;
use crate::policy::{Draft, DraftDomain, DraftFacet, DraftRule, DraftTeam, Fault, Space};
use crate::{CiaFloor, Impact};
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use alloc::{format, vec};

/// What is told of the standard policy with a change.
fn told(change: impl FnOnce(&mut Draft)) -> Vec<String> {
    let mut draft = Draft::standard();
    change(&mut draft);
    shape(&draft).iter().map(|Fault { place, message, .. }| format!("{place:?}: {message}")).collect()
}

const NONE: [String; 0] = [];

fn names(count: usize) -> Vec<String> {
    (0..count).map(|n| format!("n{n}")).collect()
}

fn facets(names: impl IntoIterator<Item = String>) -> Vec<DraftFacet> {
    names.into_iter().map(|name| DraftFacet { name, domain: DraftDomain::Bool }).collect()
}

#[test]
fn scales_have_two_to_ten_levels() {
    for count in 0..13 {
        let impact = told(|draft| draft.impact = names(count));
        let likelihood = told(|draft| draft.likelihood = names(count));
        let wrong = !(2..=10).contains(&count);
        for (scale, told) in [("impact", impact), ("likelihood", likelihood)] {
            assert_eq!(
                told.contains(&format!("Scale: {scale} has {count} levels")),
                wrong,
                "{scale} {count}"
            );
        }
    }
    let rule = "Scale: the likelihood rule is for another number of levels".to_string();
    assert!(told(|draft| draft.likelihood = names(4)).contains(&rule));
    assert!(!told(|draft| draft.likelihood = names(5)).contains(&rule));
}

#[test]
fn colours_are_six_hexadecimal_digits() {
    for (colour, fine) in [
        ("#2e7d32", true),
        ("#ABCDEF", true),
        ("#000000", true),
        ("2e7d32", false),
        ("#2e7d3", false),
        ("#2e7d321", false),
        ("#2e7d3g", false),
        ("#2e7d3 ", false),
        ("#", false),
        ("", false),
    ] {
        let expected = if fine { vec![] } else { vec![format!("Band(1): \"{colour}\" is not a colour")] };
        assert_eq!(told(|draft| draft.bands[1].colour = colour.into()), expected);
    }
}

#[test]
fn the_floor_ends_with_the_scale() {
    let floor = |high| {
        let [low, high] = [1, high].map(Impact::saturating);
        told(|draft| draft.cia_floor = CiaFloor::new(low, low, high).unwrap_or(CiaFloor::NONE))
    };
    assert_eq!(floor(5), NONE);
    assert_eq!(floor(6), ["Acceptance: the floor reaches 6, but the highest impact is 5"]);
    assert_eq!(told(|draft| draft.acceptance_level = 25), NONE);
}

#[test]
fn declared_facets_are_few_and_rules_can_name_them() {
    for (count, fine) in [(32, true), (33, false)] {
        let found = told(|draft| draft.facets = facets(names(count)));
        let expected =
            if fine { vec![] } else { vec![format!("Facet(0): there are {count} obligations and facets")] };
        assert_eq!(found, expected);
    }
    for (name, fine) in [
        ("a", true),
        ("_", true),
        ("_a1", true),
        ("a_1", true),
        ("1a", false),
        ("A", false),
        ("aB", false),
        ("a-b", false),
        ("a b", false),
        ("\u{e4}", false),
    ] {
        let expected = if fine {
            vec![]
        } else {
            vec![format!("Facet(0): \"{name}\" is not a name that rules can use")]
        };
        assert_eq!(told(|draft| draft.facets = facets([name.into()])), expected);
    }
    for name in ["impact", "within_limit", "segment", "target", "high_water", "band"] {
        let expected = [format!("Facet(0): \"{name}\" is the name of a built-in facet")];
        assert_eq!(told(|draft| draft.facets = facets([name.into()])), expected);
    }
}

#[test]
fn rules_are_as_many_as_can_be_counted() {
    let rules = |space, count| {
        told(|draft| {
            let rule = DraftRule { space, words: vec![], root: 0x8000, outcomes: vec![vec![]] };
            draft.rules = vec![rule; count];
        })
    };
    for (space, what) in [(Space::Risk, "risks"), (Space::Incident, "incidents")] {
        assert_eq!(rules(space, 255), NONE);
        assert_eq!(rules(space, 256), [format!("Rule(255): there are 256 rules for {what}")]);
    }
}

#[test]
fn teams_pass_on_upwards_to_someone() {
    let next = |name: &str, staffed| {
        told(|draft| {
            draft.teams[5].staffed = staffed;
            draft.teams[1].next = Some(name.into());
        })
    };
    let level = |name: &str, level: u8| {
        format!("Team(1): \"level_2\" passes on to \"{name}\" on level {level}, not above its own level 2")
    };
    assert_eq!(next("level_3", true), NONE);
    assert_eq!(next("incident_duty_manager", true), NONE);
    assert_eq!(next("nobody", true), ["Team(1): there is no team \"nobody\""]);
    assert_eq!(next("severity_analyst", true), [level("severity_analyst", 2)]);
    assert_eq!(next("level_1", true), [level("level_1", 1)]);
    assert!(
        next("incident_duty_manager", false)
            .contains(&"Team(1): team \"incident_duty_manager\" is not staffed".to_string())
    );
    let route = told(|draft| draft.routes[0].then.to = "nobody".into());
    assert_eq!(route, ["Route(0): there is no team \"nobody\""]);
}

#[test]
fn what_is_numbered_has_a_last_number() {
    let teams = |draft: &mut Draft, count: usize| {
        let team = draft.teams[0].clone();
        draft.teams = names(count).into_iter().map(|name| DraftTeam { name, ..team.clone() }).collect();
    };
    type Set<'a> = &'a dyn Fn(&mut Draft, usize);
    let limits: [(Set<'_>, usize, usize, &str); 6] = [
        (&teams, 1, 32, "Team(0): there are {} teams"),
        (&|draft, count| draft.roles = names(count), 0, 32, "Routing: {} roles are consulted"),
        (&|draft, count| draft.kinds = names(count), 1, 64, "Routing: there are {} kinds of incident"),
        (&|draft, count| draft.channels = names(count), 1, 64, "Routing: there are {} channels"),
        (
            &|draft, count| draft.teams[0].rights = u8::try_from(count).unwrap_or(u8::MAX),
            0,
            9,
            "Team(0): rights {} do not exist",
        ),
        (
            &|draft, count| draft.teams[0].level = u8::try_from(count).unwrap_or(u8::MAX),
            1,
            8,
            "Team(0): level {} does not exist",
        ),
    ];
    for (set, least, most, message) in limits {
        for count in 0..66 {
            let expected = message.replace("{}", &count.to_string());
            let found = told(|draft| set(draft, count)).contains(&expected);
            assert_eq!(found, !(least..=most).contains(&count), "{expected}");
        }
    }
    let bands = told(|draft| draft.bands[4].up_to = 26);
    assert_eq!(bands, ["Band(4): the bands go up to 26, but the highest score is 25"]);
}
