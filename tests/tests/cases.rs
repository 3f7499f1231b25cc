//! Every row of every case file, decided by the engine: compiled, verified, assessed or routed, and the steps that the row
//! determines looked up in the trace.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that meets the unexpected has to stop, and says best where"
)]

mod common;

use common::justify::{self, arrives};
use common::rows::{Row, each};
use common::translate::{self, always, response, split};
use common::{compile, team, verify};
use plimsoll_core::policy::{Draft, DraftDomain, DraftFacet, DraftObligation, DraftRoute, Reason, Space};
use plimsoll_core::table::Condition;
use plimsoll_core::{
    CiaFloor, Day, Decision, Dimension, Envelope, EstimateRule, Exception, Horizon, Impact, IncidentFacts,
    Level, Likelihood, LikelihoodRule, PersonId, Policy, Progress, ProposalKind, Ratings, RiskFacts, Stage,
    Standing, Trace, facet,
};
use plimsoll_tests::cases::{self, ExceptionCase};
use plimsoll_tests::reference;

type DraftRow<T> = plimsoll_core::policy::Row<T>;

fn always_row<T>(then: T) -> DraftRow<T> {
    DraftRow { when: Vec::new(), then, reason: Reason::default() }
}

/// Facts that the standard matrix scores, and what is missing to a score that is no product of two levels up to five.
fn scoring(score: u32) -> (RiskFacts, u32) {
    let cells = (1..=5_u8).flat_map(|impact| (1..=5_u8).map(move |likelihood| (impact, likelihood)));
    let fitting = cells.filter(|(impact, likelihood)| u32::from(impact * likelihood) <= score);
    let (impact, likelihood) = fitting.max_by_key(|(impact, likelihood)| impact * likelihood).unwrap();
    let facts = RiskFacts {
        rated: Impact::new(impact).unwrap(),
        // One action short of done in the lowest fifth, and so on up to one done.
        actions: Progress::new(u16::from(likelihood) * 2 - 1, 10).unwrap(),
        ..RiskFacts::default()
    };
    (facts, score - u32::from(impact * likelihood))
}

/// The decision, bare and explained alike, and justified by its trace.
fn assess(policy: &Policy<'_>, facts: &RiskFacts) -> (Decision, Trace) {
    let (decision, trace) = policy.explain(facts);
    assert_eq!(policy.assess(facts), decision, "bare and explained differ");
    justify::assessed(policy, &decision, &trace);
    justify::worded(policy, &trace);
    (decision, trace)
}

#[test]
fn likelihood() {
    let policy = Policy::standard();
    each("likelihood.csv", cases::likelihood(), |row, case| {
        let progress = translate::progress(case.uncompleted, case.total);
        row.same("accepted", progress.is_some(), case.likelihood.is_some());
        let Some((progress, expected)) = progress.zip(case.likelihood) else { return };
        row.same("likelihood", LikelihoodRule::STANDARD.of_actions(progress).get(), expected);
        let (decision, trace) = assess(&policy, &RiskFacts { actions: progress, ..RiskFacts::default() });
        row.same("decided", decision.likelihood.get(), expected);
        row.same("score", decision.score.get(), expected);
        row.same("step", arrives(&trace, Stage::Likelihood), Some(expected.into()));
        row.same("estimate", arrives(&trace, Stage::Estimate), None);
    });
}

#[test]
fn estimates() {
    each("estimates.csv", cases::estimates(), |row, case| {
        let rule = match case.rule {
            reference::Estimate::Higher => EstimateRule::Higher,
            reference::Estimate::Replaces => EstimateRule::Replaces,
        };
        let likelihood_rule = LikelihoodRule::new(5, Likelihood::new(5).unwrap(), rule).unwrap();
        let blob = compile(&Draft { likelihood_rule, ..Draft::standard() }, case);
        let actions = translate::progress(case.uncompleted, case.total).unwrap();
        let estimate = case.estimate.map(|estimate| Likelihood::new(estimate).unwrap());
        let facts = RiskFacts { actions, estimate, ..RiskFacts::default() };
        let (decision, trace) = assess(&verify(&blob, case), &facts);
        row.same("likelihood", decision.likelihood.get(), case.likelihood);
        let worked = LikelihoodRule::STANDARD.of_actions(actions).get();
        row.same("share", arrives(&trace, Stage::Likelihood), Some(worked.into()));
        // A step tells of the estimate wherever it is what decided.
        let decides = case.estimate.is_some() && (rule == EstimateRule::Replaces || case.likelihood > worked);
        row.same("step", arrives(&trace, Stage::Estimate), decides.then_some(case.likelihood.into()));
    });
}

#[test]
fn impact() {
    let standard = Policy::standard();
    let blob = compile(&Draft { cia_floor: CiaFloor::NONE, ..Draft::standard() }, "no floor");
    let without = verify(&blob, "no floor");
    each("impact.csv", cases::impact(), |row, case| {
        let places =
            Horizon::ALL.iter().flat_map(|horizon| Dimension::ALL.iter().map(move |of| (*of, *horizon)));
        let ratings = places.zip(case.ratings()).fold(Ratings::NONE, |ratings, ((of, horizon), rating)| {
            ratings.with(of, horizon, rating.map(|rating| Impact::new(rating).unwrap()))
        });
        let highest = ratings.highest().unwrap();
        row.same("highest", Some(highest.get()), case.ratings().into_iter().flatten().max());
        let facts =
            RiskFacts { rated: highest, actions: Progress::new(0, 1).unwrap(), ..RiskFacts::default() }
                .with_cia(translate::cia(case.cia()))
                .with_compromised(translate::attributes(case.compromises));
        let (decision, trace) = assess(&standard, &facts);
        row.same("impact", decision.impact.get(), case.impact);
        row.same("score", decision.score.get(), case.impact);
        let raised = (case.impact > highest.get()).then_some(case.impact.into());
        row.same("floor", arrives(&trace, Stage::Floor), raised);
        row.same("without a floor", assess(&without, &facts).0.impact, highest);
    });
}

#[test]
fn score_bands() {
    let policy = Policy::standard();
    each("score_bands.csv", cases::score_bands(), |row, case| {
        let actions = Progress::new(u16::from(case.likelihood) * 2 - 1, 10).unwrap();
        let facts = RiskFacts { rated: Impact::new(case.impact).unwrap(), actions, ..RiskFacts::default() };
        let (decision, trace) = assess(&policy, &facts);
        row.same("likelihood", decision.likelihood.get(), case.likelihood);
        row.same("score", u32::from(decision.score.get()), case.score);
        row.same("band", policy.names().unwrap().band(decision.band), Some(case.band.as_str()));
        row.same("cell", arrives(&trace, Stage::Matrix).map(u32::from), Some(case.score));
        row.same("rules", arrives(&trace, Stage::Score), None);
    });
}

fn exception(case: ExceptionCase, owner: PersonId) -> Option<Exception> {
    let sound = case.exception()?;
    // The engine's exception always names an approver and a last day: without them there is none.
    let approver = match sound.approver.as_str() {
        "" => return None,
        ExceptionCase::OWNER => owner,
        _ => PersonId(owner.get() + 1),
    };
    let until = Day(i32::try_from(sound.until?).unwrap());
    Some(Exception { approver, until, has_reason: !sound.reason.is_empty() })
}

#[test]
fn acceptance() {
    each("acceptance.csv", cases::acceptance(), |row, case| {
        let owner = PersonId(1);
        let today = Day(i32::try_from(ExceptionCase::TODAY).unwrap());
        let excepted = exception(case.exception, owner).is_some_and(|found| found.holds(owner, today));
        row.same("exception", excepted, case.exception.counts());

        let units = DraftDomain::Labels(["elsewhere", "here"].map(String::from).to_vec());
        let mut draft = Draft {
            acceptance_level: u8::try_from(case.level).unwrap(),
            facets: vec![DraftFacet { name: "unit".into(), domain: units }],
            ..Draft::standard()
        };
        for (name, max_level, forbids_acceptance) in
            [("not_attached", None, true), ("caps", case.cap, false), ("forbids", None, case.forbids)]
        {
            let max_level = max_level.map(|cap| u8::try_from(cap).unwrap());
            draft.obligations.push(DraftObligation {
                name: name.into(),
                max_level,
                forbids_acceptance,
                reason: Reason::default(),
            });
        }
        let of = |draft: &Draft, name: &str| translate::facet(draft, Space::Risk, name).facet;
        let unit = of(&draft, "unit");
        let levels = [(0, Some(0)), (1, case.local)].into_iter();
        draft.limits = levels
            .filter_map(|(value, level)| {
                let when = vec![Condition::within(unit, value..=value)];
                let then = u8::try_from(level?).unwrap();
                Some(DraftRow { when, then, reason: Reason::default() })
            })
            .collect();
        let (facts, missing) = scoring(case.score);
        draft.rules.push(always(Space::Risk, &split(ProposalKind::Raise, missing)));
        let facts = RiskFacts { choice: case.choice.map(response), exception: excepted, ..facts }
            .with(unit, 1)
            .with(of(&draft, "caps"), 1)
            .with(of(&draft, "forbids"), 1);

        let blob = compile(&draft, case);
        let (decision, trace) = assess(&verify(&blob, case), &facts);
        row.same("score", u32::from(decision.score.get()), case.score);
        row.same("limit", u32::from(decision.limit.get()), case.limit);
        row.same("within", decision.within_limit, case.within_limit);
        row.same("response", decision.response, response(case.response));
        let stated = case.local.map_or(case.level, |local| local.min(case.level));
        row.same("level", arrives(&trace, Stage::Limit).map(u32::from), Some(stated));
        let capped = (case.limit < stated || case.forbids).then_some(case.limit);
        row.same("obligation", arrives(&trace, Stage::Obligation).map(u32::from), capped);
        let counts = (excepted && !case.within_limit && !case.forbids).then_some(1);
        row.same("exception's step", arrives(&trace, Stage::Exception), counts);
        standing(row, &decision, case.choice);
    });
}

/// Whose response it is follows from what was chosen and what holds.
fn standing(row: &mut Row, decision: &Decision, choice: Option<reference::Treatment>) {
    let expected = match choice.map(response) {
        None => Standing::Policy,
        Some(chosen) if chosen == decision.response => Standing::Chosen,
        Some(_) => Standing::Overruled,
    };
    row.same("standing", decision.standing, expected);
}

#[test]
fn settling() {
    each("settling.csv", cases::settling(), |row, case| {
        let (facts, missing) = scoring(9);
        assert_eq!(missing, 0);
        let may_accept = Envelope { may_accept: true, ..Envelope::STANDARD };
        let mut draft = Draft {
            acceptance_level: if case.within_limit { 9 } else { 8 },
            responses: vec![always_row(response(case.table))],
            envelopes: vec![always_row(may_accept)],
            ..Draft::standard()
        };
        draft.obligations.push(DraftObligation {
            name: "forbids".into(),
            max_level: None,
            forbids_acceptance: true,
            reason: Reason::default(),
        });
        let forbids = translate::facet(&draft, Space::Risk, "forbids").facet;
        let asked = case.demands.iter().map(|demand| (ProposalKind::Demand, response(*demand).index()));
        let barred = case.forbids.iter().map(|barred| (ProposalKind::Forbid, response(*barred).index()));
        draft.rules.push(always(Space::Risk, &asked.chain(barred).collect::<Vec<_>>()));
        let facts = RiskFacts { choice: case.choice.map(response), exception: case.exception, ..facts }
            .with(forbids, case.acceptance_forbidden.into());

        let blob = compile(&draft, case);
        let (decision, trace) = assess(&verify(&blob, case), &facts);
        // Where an obligation forbids acceptance the limit is 0: there is no being within it.
        row.same("within", decision.within_limit, case.within_limit && !case.acceptance_forbidden);
        row.same("response", decision.response, response(case.response));
        let rules = trace.steps().iter().filter(|step| step.stage == Stage::Rule).count();
        row.same("rules' steps", rules, case.demands.len() + case.forbids.len());
        standing(row, &decision, case.choice);
    });
}

#[test]
fn envelope() {
    each("envelope.csv", cases::envelope(), |row, case| {
        // What is missing to a score that is no product is one raise more within an envelope so much wider.
        let (facts, missing) = scoring(case.score);
        let small = |number: u32| u8::try_from(number).unwrap();
        let bounds = Envelope {
            max_raise: small(case.max_raise + missing),
            max_lower: small(case.max_lower),
            may_loosen: small(case.may_loosen),
            ..Envelope::STANDARD
        };
        let mut ways = vec![false];
        // A cap of 0 comes from a level of 0 or from an obligation that forbids acceptance.
        ways.extend((case.cap == Some(0)).then_some(true));
        for forbids_acceptance in ways {
            let mut draft = Draft {
                acceptance_level: small(case.limit),
                envelopes: vec![always_row(bounds)],
                ..Draft::standard()
            };
            draft.obligations.extend(case.cap.map(|cap| DraftObligation {
                name: "caps".into(),
                max_level: (!forbids_acceptance).then_some(small(cap)),
                forbids_acceptance,
                reason: Reason::default(),
            }));
            let facts = match draft.obligations.len() {
                0 => facts,
                _ => facts.with(translate::facet(&draft, Space::Risk, "caps").facet, 1),
            };
            for (kind, sum) in [
                (ProposalKind::LoosenLimit, case.loosen),
                (ProposalKind::Raise, case.raise + missing),
                (ProposalKind::TightenLimit, case.tighten),
                (ProposalKind::Lower, case.lower),
            ] {
                draft.rules.push(always(Space::Risk, &split(kind, sum)));
            }
            let blob = compile(&draft, case);
            let (decision, trace) = assess(&verify(&blob, case), &facts);
            row.same("score", u32::from(decision.score.get()), case.score_after);
            row.same("limit", u32::from(decision.limit.get()), case.limit_after);
            for (kind, asked, most) in [
                (ProposalKind::Raise, case.raise + missing, case.max_raise + missing),
                (ProposalKind::Lower, case.lower, case.max_lower),
                (ProposalKind::LoosenLimit, case.loosen, case.may_loosen),
            ] {
                let of = |kind| move |step: &&plimsoll_core::Step| step.proposal == Some(kind);
                let clamped = trace.steps().iter().filter(|step| step.stage == Stage::Clamp).find(of(kind));
                let expected = (asked > most).then_some((asked, most));
                row.same(kind.label(), clamped.map(|step| (step.from.into(), step.to.into())), expected);
            }
            let adjusted = (case.limit_after != case.limit).then_some(case.limit_after);
            row.same("adjusted", arrives(&trace, Stage::Adjust).map(u32::from), adjusted);
        }
    });
}

#[test]
fn routing() {
    let (policy, draft) = (Policy::standard(), Draft::standard());
    let reference = reference::Policy::standard();
    each("routing.csv", cases::routing(), |row, case| {
        let facets = draft.facets_of(Space::Incident);
        let facts = translate::incident(&facets, &case.incident());
        let (route, trace) = policy.explain_route(&facts);
        row.same("bare", policy.route(&facts), route);
        justify::routed(&policy, &facts, &route, &trace);
        justify::worded(&policy, &trace);
        row.same("target", team(&policy, route.target), case.target.as_str());
        let names = policy.names().unwrap();
        let consulted: Vec<&str> = route.consult.iter().map(|role| names.role(role).unwrap()).collect();
        row.same("consulted", consulted, case.consulted.iter().map(String::as_str).collect());
        row.same("skipped", route.skipped.iter().collect(), case.skipped.clone());
        let told: Vec<u16> =
            trace.steps().iter().filter(|step| step.stage == Stage::Skip).map(|step| step.to).collect();
        row.same("told", told, case.skipped.iter().map(|level| u16::from(*level)).collect());
        row.same("reaches", route.reaches, true);
        // The reason is that of the very row that matched.
        let matched = reference::route(&reference, &case.incident(), &[]).unwrap().row;
        let said = names.reason(trace.steps()[0].reason).unwrap().text;
        row.same("reason", said, draft.routes[matched].reason.text.as_str());
        row.same("channel", names.channel(route.channel), Some("ticket"));
    });
}

#[test]
fn rights() {
    each("rights.csv", cases::rights(), |row, case| {
        let mut draft = Draft::standard();
        let then = DraftRoute { to: case.target.clone(), consult: Vec::new(), channel: "queue".into() };
        draft.routes = vec![always_row(then)];
        draft.teams.iter_mut().for_each(|team| team.staffed = !case.unstaffed.contains(&team.name));
        let blob = compile(&draft, case);
        let policy = verify(&blob, case);
        let facts = IncidentFacts::default()
            .with_priority(Level::High)
            .with_level(draft.teams.iter().find(|team| team.name == case.target).unwrap().level)
            .with_rights(case.rights_needed);
        let (route, trace) = policy.explain_route(&facts);
        row.same("bare", policy.route(&facts), route);
        justify::routed(&policy, &facts, &route, &trace);
        // More rights than anyone has are no value of the facet: such an incident is not one of the policy's.
        let domain = policy.incident_domain(facet::RIGHTS).unwrap();
        let known = domain.value_of(case.rights_needed.into()).is_some();
        row.same("known", known, case.reaches);
        row.same("handed to", team(&policy, route.target), case.handed_to.as_str());
        row.same("step", arrives(&trace, Stage::Rights).is_some(), case.handed_to != case.target);
        row.same("reaches", route.reaches, case.reaches);
        // Should such facts come all the same, whoever has most gets them, and the answer says that it is too little.
        row.same("reach", route.rights >= case.rights_needed, case.reaches);
        row.same("most", case.reaches || route.rights == draft.rights(), true);
    });
}
