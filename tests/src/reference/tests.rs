//! The reference against the case files, and what the files do not say.

use super::*;
use crate::cases;
use std::collections::BTreeSet;

fn obligation(name: &str, max_level: Option<u32>, forbids_acceptance: bool) -> Obligation {
    Obligation { name: name.to_owned(), max_level, forbids_acceptance }
}

/// Facts whose standard score is the one wanted.
fn scoring(score: u32) -> Facts {
    let cell =
        cases::score_bands().into_iter().find(|cell| cell.score == score).expect("a product of two levels");
    Facts {
        ratings: vec![cell.impact],
        // One action short of done in the lowest fifth, and so on up to none done.
        uncompleted: u32::from(cell.likelihood) * 2 - 1,
        actions: 10,
        ..Facts::default()
    }
}

#[test]
fn likelihood_follows_the_cases() {
    let standard = Policy::standard();
    for case in cases::likelihood() {
        assert_eq!(standard.likelihood(case.uncompleted, case.total, None), case.likelihood, "{case:?}");
        // The same by the formula of domain.md A8.
        if let (Some(expected), 1..) = (case.likelihood, case.total) {
            assert_eq!((5 * case.uncompleted / case.total + 1).min(5), u32::from(expected), "{case:?}");
        }
    }
}

#[test]
fn likelihood_has_as_many_levels_as_the_policy() {
    for levels in 2..=10 {
        for total in 1..=60 {
            for uncompleted in 0..=total {
                let formula = (u32::from(levels) * uncompleted / total + 1).min(u32::from(levels));
                let naive = likelihood(levels, levels, uncompleted, total).map(u32::from);
                assert_eq!(naive, Some(formula), "{uncompleted} of {total}, {levels} levels");
            }
        }
    }
}

#[test]
fn estimates_follow_the_cases() {
    for case in cases::estimates() {
        let policy = Policy { estimate: case.rule, ..Policy::standard() };
        let found = policy.likelihood(case.uncompleted, case.total, case.estimate);
        assert_eq!(found, Some(case.likelihood), "{case:?}");
    }
}

#[test]
fn impact_follows_the_cases() {
    let policy = Policy::standard();
    let without_floor = Policy { cia_floor: None, ..Policy::standard() };
    for case in cases::impact() {
        let ratings: Vec<u8> = case.ratings().into_iter().flatten().collect();
        assert_eq!(policy.impact(&ratings, case.cia(), case.compromises), case.impact, "{case:?}");
        let greatest = ratings.iter().max().copied();
        assert_eq!(Some(without_floor.impact(&ratings, case.cia(), case.compromises)), greatest, "{case:?}");
    }
}

#[test]
fn scores_and_bands_follow_the_cases() {
    let standard = Policy::standard();
    let mut cells = BTreeSet::new();
    for case in cases::score_bands() {
        assert_eq!(standard.score(case.impact, case.likelihood), case.score, "{case:?}");
        assert_eq!(standard.band(case.score), case.band, "{case:?}");
        cells.insert((case.impact, case.likelihood));
    }
    assert_eq!(cells.len(), 25, "every cell once");
    assert_eq!(standard.max_score(), 25);
}

#[test]
fn a_grid_scores_one_more_than_its_band() {
    for matrix in cases::matrices() {
        let bands =
            matrix.bands.iter().zip(1..).map(|(name, up_to)| Band { name: name.clone(), up_to }).collect();
        let policy = Policy { bands, matrix: Matrix::Grid(matrix.grid.clone()), ..Policy::standard() };
        for (likelihood, row) in (1..).zip(&matrix.grid) {
            for (impact, cell) in (1..).zip(row) {
                let score = policy.score(impact, likelihood);
                assert_eq!(score, u32::from(*cell) + 1);
                assert_eq!(
                    policy.band(score),
                    matrix.bands[usize::from(*cell)],
                    "{} {impact} {likelihood}",
                    matrix.name
                );
            }
        }
    }
}

#[test]
fn acceptance_follows_the_cases() {
    for case in cases::acceptance() {
        let excepted = case.exception.exception().is_some_and(|exception| {
            exception.counts(cases::ExceptionCase::OWNER, cases::ExceptionCase::TODAY)
        });
        assert_eq!(excepted, case.exception.counts(), "{case:?}");

        let here = vec![Condition::new("unit", "here")];
        let elsewhere = LimitRow { level: 0, when: vec![Condition::new("unit", "elsewhere")] };
        let mut policy = Policy {
            level: case.level,
            limits: vec![elsewhere],
            obligations: vec![obligation("not_attached", None, true)],
            cia_floor: None,
            ..Policy::standard()
        };
        policy.limits.extend(case.local.map(|level| LimitRow { level, when: here }));
        policy.obligations.extend(case.cap.map(|cap| obligation("caps", Some(cap), false)));
        policy.obligations.extend(case.forbids.then(|| obligation("forbids", None, true)));

        // Seven is no product of two levels up to five: a rule makes it from six.
        let (facts, proposals) = match case.score {
            7 => (scoring(6), vec![Proposal::Raise(1)]),
            score => (scoring(score), vec![]),
        };
        let facts = Facts {
            labels: [("unit".to_owned(), "here".to_owned())].into(),
            obligations: vec!["caps".to_owned(), "forbids".to_owned()],
            choice: case.choice,
            excepted,
            ..facts
        };
        let decision = assess(&policy, &facts, &proposals);
        assert_eq!(decision.score, case.score, "{case:?}");
        assert_eq!(decision.limit, case.limit, "{case:?}");
        assert_eq!(decision.within_limit, case.within_limit, "{case:?}");
        assert_eq!(decision.response, case.response, "{case:?}");
    }
}

#[test]
fn settling_follows_the_cases() {
    for case in cases::settling() {
        let found = settle(&Settling {
            within_limit: case.within_limit,
            excepted: case.exception,
            acceptance_forbidden: case.acceptance_forbidden,
            table: case.table,
            demands: case.demands.clone(),
            forbids: case.forbids.clone(),
            choice: case.choice,
        });
        assert_eq!(found, case.response, "{case:?}");
    }
}

#[test]
fn the_envelope_follows_the_cases() {
    for case in cases::envelope() {
        let (max_raise, max_lower, may_loosen) = (case.max_raise, case.max_lower, case.may_loosen);
        let envelope = Envelope { max_raise, max_lower, may_loosen, may_redirect: true };
        let score = clamp_score(&envelope, 25, case.score, case.raise, case.lower);
        let limit = clamp_limit(&envelope, 25, case.cap, case.limit, case.tighten, case.loosen);
        assert_eq!((score, limit), (case.score_after, case.limit_after), "{case:?}");
    }
}

#[test]
fn proposals_add_up_in_any_order() {
    let mut proposals = vec![
        Proposal::Raise(3),
        Proposal::Lower(1),
        Proposal::Raise(3),
        Proposal::Tighten(2),
        Proposal::Loosen(9),
    ];
    for _ in 0..proposals.len() {
        proposals.rotate_left(1);
        let decision = assess(&Policy::standard(), &scoring(12), &proposals);
        assert_eq!((decision.matrix_score, decision.score, decision.limit), (12, 15, 7));
        assert_eq!(decision.band, "medium");
    }
    let demanding = [Proposal::Demand(Treatment::Transfer), Proposal::Forbid(Treatment::Transfer)];
    assert_eq!(assess(&Policy::standard(), &scoring(9), &demanding).response, Treatment::Reduce);
}

#[test]
fn the_response_table_reads_the_final_score_and_facets() {
    let when = vec![Condition::new("score", ">=20"), Condition::new("origin", "external")];
    let row = ResponseRow { when, then: Treatment::Avoid };
    let policy = Policy { responses: vec![row], ..Policy::standard() };
    let facts =
        |origin: &str| Facts { labels: [("origin".to_owned(), origin.to_owned())].into(), ..scoring(16) };
    let response = |origin, proposals: &[Proposal]| assess(&policy, &facts(origin), proposals).response;
    assert_eq!(response("external", &[]), Treatment::Reduce);
    assert_eq!(response("external", &[Proposal::Raise(4)]), Treatment::Avoid);
    assert_eq!(response("internal", &[Proposal::Raise(4)]), Treatment::Reduce);
}

#[test]
fn obligations_cap_only_what_they_are_attached_to() {
    let obligations = vec![
        obligation("pci", Some(4), false),
        obligation("sox", Some(6), false),
        obligation("gdpr", None, true),
        obligation("house", None, false),
    ];
    let policy = Policy { obligations, ..Policy::standard() };
    let cap = |names: &[&str]| policy.cap(&names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
    assert_eq!(cap(&[]), None);
    assert_eq!(cap(&["house"]), None);
    assert_eq!(cap(&["house", "sox"]), Some(6));
    assert_eq!(cap(&["sox", "pci"]), Some(4));
    assert_eq!(cap(&["sox", "gdpr"]), Some(0));
}

#[test]
fn conditions_compare_as_they_read() {
    let holds = |test: &str, number| Condition::new("x", test).holds(Seen::Number(number));
    for (test, from, to) in
        [("3", 3, 3), ("=3", 3, 3), (">=3", 3, 9), (">3", 4, 9), ("<=3", 0, 3), ("<3", 0, 2), ("2..4", 2, 4)]
    {
        for number in 0..=9 {
            assert_eq!(holds(test, number), from <= number && number <= to, "{number} {test}");
        }
    }
    assert!(holds("1|5..6", 1) && holds("1|5..6", 6) && !holds("1|5..6", 4));
}

#[test]
fn routing_follows_the_cases() {
    let standard = Policy::standard();
    let mut rows = BTreeSet::new();
    for case in cases::routing() {
        let found = route(&standard, &case.incident(), &[]).expect("a route");
        assert_eq!(found.target, case.target, "{case:?}");
        assert_eq!(found.consulted, case.consulted, "{case:?}");
        assert_eq!(found.skipped, case.skipped, "{case:?}");
        assert!(!found.replaced_for_rights, "{case:?}");
        rows.insert(found.row);
    }
    assert_eq!(rows.len(), standard.routes.len(), "a case for every row of the table");
}

#[test]
fn rights_follow_the_cases() {
    for case in cases::rights() {
        let mut policy = Policy::standard();
        policy.routes = vec![RouteRow { when: vec![], to: case.target.clone(), consult: vec![] }];
        for team in &mut policy.teams {
            team.staffed = !case.unstaffed.contains(&team.name);
        }
        let incident = Incident { rights_needed: case.rights_needed, ..Incident::default() };
        let found = route(&policy, &incident, &[]);
        let found = found.expect("a route");
        assert_eq!(found.target, case.handed_to, "{case:?}");
        assert_eq!(found.replaced_for_rights, case.target != case.handed_to, "{case:?}");
        assert_eq!(found.reaches, case.reaches, "{case:?}");
        assert_eq!(found.rights >= case.rights_needed, case.reaches, "{case:?}");
    }
}

#[test]
fn rights_that_only_those_below_have_are_found_there() {
    let mut policy = Policy::standard();
    policy.routes = vec![RouteRow { when: vec![], to: "research_development".to_owned(), consult: vec![] }];
    policy.teams.iter_mut().filter(|team| team.level > 2).for_each(|team| team.rights = 1);
    for (rights_needed, reaches) in [(2, true), (3, false)] {
        let found = route(&policy, &Incident { rights_needed, ..Incident::default() }, &[]).expect("a route");
        assert_eq!((found.target.as_str(), found.reaches), ("level_2", reaches), "before the analyst");
    }
}

#[test]
fn rules_redirect_within_the_envelope() {
    let send = |team: &str| RouteProposal::SendTo(team.to_owned());
    let consult = |role: &str| RouteProposal::Consult(role.to_owned());
    let incident = Incident { complex: true, ..Incident::default() };
    let proposals = [
        send("level_3"),
        consult("duty_director"),
        send("business_function_manager"),
        send("research_development"),
        consult("counsel"),
    ];
    let mut policy = Policy::standard();
    let found = route(&policy, &incident, &proposals).expect("a route");
    assert_eq!(found.target, "research_development", "of the highest level the first declared");
    assert_eq!(found.consulted, ["country_management", "duty_director", "counsel"]);
    assert_eq!(found.skipped, [2, 3]);

    policy.envelope.may_redirect = false;
    let found = route(&policy, &incident, &proposals).expect("a route");
    assert_eq!((found.target.as_str(), found.consulted.len()), ("incident_duty_manager", 3));
}

#[test]
fn a_policy_that_is_not_fit_says_why() {
    let incident = Incident::default();
    let mut policy = Policy::standard();
    policy.teams[0].staffed = false;
    assert_eq!(route(&policy, &incident, &[]), Err(RouteError::Unstaffed("level_1".to_owned())));
    policy.teams.remove(0);
    assert_eq!(route(&policy, &incident, &[]), Err(RouteError::UnknownTeam("level_1".to_owned())));
    policy.routes.pop();
    assert_eq!(route(&policy, &incident, &[]), Err(RouteError::NoRow));
}

#[test]
fn levels_are_passed_over_either_way() {
    let mut policy = Policy::standard();
    let beyond = Incident { level: 8, ..Incident::default() };
    policy.routes = vec![RouteRow { when: vec![], to: "level_1".to_owned(), consult: vec![] }];
    assert_eq!(route(&policy, &beyond, &[]).expect("a route").skipped, [2, 3], "from the highest there is");
    assert_eq!(skipped(1, 4), [2, 3]);
    assert_eq!(skipped(4, 2), [3]);
    assert_eq!(skipped(8, 4), [5, 6, 7]);
    assert_eq!(skipped(1, 2), [0_u8; 0]);
    assert_eq!(skipped(3, 3), [0_u8; 0]);
}
