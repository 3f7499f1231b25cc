//! What is told of proofs: the words, the place, and in how many situations.

use crate::draft;
use plimsoll_core::facet::Facet;
use plimsoll_core::policy::{Draft, DraftDomain, DraftFacet, DraftTeam, Place, Property, Reason, Row};
use plimsoll_core::table::Condition;
use plimsoll_core::{CiaFloor, Envelope, Policy, Response};
use plimsoll_scripting::{
    Finding, Proof, RuleFile, Spot, Subject, TooMuch, Verdict, Weight, check, compile, diff,
};

/// The policy of the other tests, where ratings of the asset make no difference.
fn plain() -> Draft {
    Draft { cia_floor: CiaFloor::NONE, ..draft() }
}

/// The proofs of a policy with some rule files and invariants, which are named as their functions; and what was heard on the way.
fn examined(
    draft: &Draft,
    texts: &[&str],
    invariants: &[&str],
    lines: bool,
) -> (Vec<Proof>, Vec<(String, usize)>) {
    let mut draft = draft.clone();
    let files: Vec<RuleFile> = ["rules/a.rhai", "rules/b.rhai"]
        .iter()
        .zip(texts)
        .map(|(name, text)| RuleFile { name: (*name).into(), text: (*text).into() })
        .collect();
    let mut compiled = compile(&draft, &files);
    assert_eq!(compiled.faults, []);
    if !lines {
        let outcomes = compiled.rules.iter_mut().flat_map(|rule| &mut rule.rule.outcomes);
        outcomes.flatten().for_each(|proposal| proposal.reason.line = 0);
    }
    draft.rules = compiled.rules.iter().map(|rule| rule.rule.clone()).collect();
    draft.roles = compiled.roles;
    let blob = draft.compile().unwrap();
    let policy = Policy::verify(&blob).unwrap();
    let invariants: Vec<_> = invariants.iter().map(|name| (name.replace('_', " "), (*name).into())).collect();
    let mut heard = Vec::new();
    let subject = Subject {
        policy: &policy,
        draft: &draft,
        rules: &compiled.rules,
        unreached: &compiled.unreached,
        files: &files,
        invariants: &invariants,
    };
    let proofs = check(&subject, |name, of| heard.push((name.to_owned(), of)));
    (proofs, heard)
}

fn findings(draft: &Draft, texts: &[&str], property: Property) -> Vec<Finding> {
    let (proofs, _) = examined(draft, texts, &[], true);
    let proofs = proofs.into_iter().filter(|proof| proof.property == property);
    proofs.flat_map(|proof| proof.findings).collect()
}

fn messages(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(|finding| finding.message.as_str()).collect()
}

/// What is told of one invariant, with its help and in how many situations; or that it holds.
fn stated(text: &str) -> String {
    let (proofs, _) = examined(&plain(), &[text], &["invariant_a"], true);
    let proof = proofs.last().unwrap();
    let [finding] = proof.findings.as_slice() else {
        assert_eq!((proof.verdict, proof.findings.len()), (Verdict::Proved, 0), "{proof:?}");
        return "proved".into();
    };
    let shown = finding.counterexample.as_ref().map(|example| format!(" in {}", example.situations));
    format!("{}{}; {}", finding.message, shown.unwrap_or_default(), finding.help)
}

#[test]
fn proofs_are_about_what_they_say() {
    let (proofs, heard) =
        examined(&Draft::standard(), &["fn invariant_a(risk, decision) { true }"], &["invariant_a"], true);
    let heard: Vec<(&str, usize)> = heard.iter().map(|(name, of)| (name.as_str(), *of)).collect();
    let names = ["total", "matrix", "monotone", "envelope", "limits", "routing", "alive", "invariant a"];
    assert_eq!(heard, names.map(|name| (name, 8)));
    let extent = |name: &str| {
        let proof = proofs.iter().find(|proof| proof.name == name).unwrap();
        (proof.situations, proof.nodes)
    };
    let (risks, incidents) = (extent("monotone"), extent("routing"));
    // Five levels of impact and likelihood; three ratings and three attributes, which the floor reads.
    assert_eq!(risks.0, 25 * 27 * 8);
    // Three priorities, complex or not, four levels, four classes of rights, and the kinds.
    let kinds = u128::try_from(Draft::standard().kinds.len()).unwrap();
    assert_eq!(incidents.0, 3 * 2 * 4 * 4 * kinds);
    assert!(risks.1 > 25 && incidents.1 > 10, "{risks:?} {incidents:?}");
    for name in ["matrix", "limits"] {
        assert_eq!(extent(name), risks, "{name}");
    }
    for name in ["total", "envelope", "alive"] {
        assert_eq!(extent(name), (risks.0 + incidents.0, risks.1 + incidents.1), "{name}");
    }
    assert_eq!(extent("invariant a"), risks);
}

#[test]
fn verdicts_have_a_word() {
    use Verdict::{Broken, Open, Proved, Waived};
    let words = [Proved, Broken, Waived, Open].map(Verdict::label);
    assert_eq!(words, ["proved", "broken", "waived", "open"]);
}

/// Five rules are named, and how many more there are.
#[test]
fn rules_that_ask_for_too_much_together_are_named() {
    let rules = |count: u8| -> String {
        (1..=count).map(|n| format!("fn rule_{n}(risk) {{ raise(1, \"x\"); }}\n")).collect()
    };
    for (count, named) in [
        (5, "rule_1, rule_2, rule_3, rule_4, rule_5"),
        (6, "rule_1, rule_2, rule_3, rule_4, rule_5 and 1 more"),
        (7, "rule_1, rule_2, rule_3, rule_4, rule_5 and 2 more"),
    ] {
        let found = findings(&plain(), &[&rules(count)], Property::Envelope);
        let message = format!("{named}: raise by {count} in all, but the envelope gives 4");
        assert_eq!(messages(&found), [message]);
        assert_eq!(found[0].spot, Spot::File("rules/a.rhai".into(), 1, 1));
    }
    let found = findings(&plain(), &["fn rule_1(risk) { raise(4, \"x\"); }"], Property::Envelope);
    assert_eq!(messages(&found), [""; 0]);
}

/// The rule that ends where the risk grows is told, not the one that says the same before and after. Without lines, it is the table.
#[test]
fn what_falls_is_told_where_it_is() {
    let text = "fn rule_always(risk) { tighten_limit(1, \"x\"); }\nfn rule_low(risk) {\n  if risk.impact == 1 { raise(2, \"y\"); }\n}";
    let (proofs, _) = examined(&plain(), &[text], &[], true);
    let (unlined, _) = examined(&plain(), &[text], &[], false);
    let spot = |proofs: &[Proof]| {
        let proof = proofs.iter().find(|proof| proof.property == Property::Monotone).unwrap();
        let [finding] = proof.findings.as_slice() else { panic!("{proof:#?}") };
        let example = finding.counterexample.as_ref().unwrap();
        assert_eq!(
            example.when,
            [("impact", "1 -> 2"), ("likelihood", "1")].map(|(a, b)| (a.to_string(), b.to_string()))
        );
        finding.spot.clone()
    };
    assert_eq!(spot(&proofs), Spot::File("rules/a.rhai".into(), 3, 1));
    assert_eq!(spot(&unlined), Spot::Policy(Place::Matrix));
    let (unlined, _) = examined(&plain(), &["fn rule_a(risk) { raise(5, \"x\"); }"], &[], false);
    let envelope = unlined.iter().find(|proof| proof.property == Property::Envelope).unwrap();
    assert_eq!(envelope.findings[0].spot, Spot::Policy(Place::Envelope(0)));
}

/// A row is looser than another only where it stands within it, and only if its level is higher.
#[test]
fn limits_are_looser_only_below_one_another() {
    let region = Facet::declared(1).unwrap();
    let reviewed = Condition::within(Facet::declared(4).unwrap(), 1..=1);
    let is = |value: u16| Condition::within(region, value..=value);
    let row = |when: &[Condition], then: u8| Row { when: when.to_vec(), then, reason: Reason::default() };
    for (rows, told) in [
        (vec![row(&[is(1)], 4), row(&[is(2)], 6)], vec![]),
        (vec![row(&[is(1)], 4), row(&[is(1), reviewed.clone()], 4)], vec![]),
        (
            vec![row(&[is(1)], 4), row(&[is(1), reviewed.clone()], 5)],
            vec!["the limit of 5 where region = emea, reviewed = true is looser than the 4 of region = emea"],
        ),
        // Of the same part of the organisation, the stricter row holds; that is told elsewhere.
        (vec![row(&[is(1)], 4), row(&[is(1)], 6)], vec![]),
        (vec![row(&[is(1)], 9)], vec![]),
        (
            vec![row(&[is(1)], 10)],
            vec!["the limit of 10 where region = emea is looser than the 9 of the organisation"],
        ),
    ] {
        let draft = Draft { limits: rows, ..plain() };
        assert_eq!(draft.acceptance_level, 9);
        assert_eq!(messages(&findings(&draft, &[], Property::Limits)), told);
    }
}

/// Proposals that nothing reaches are told once: not within a rule that never proposes anything, but beside one in another file.
#[test]
fn what_is_never_proposed_is_told_once() {
    let never = "if risk.impact < 1 { raise(1, \"x\"); }";
    let a = format!("fn rule_a(risk) {{\n raise(1, \"x\");\n\n\n {never}\n}}");
    let b = format!("\n\nfn rule_b(risk) {{\n\n\n\n {never} }}");
    let found = findings(&plain(), &[&a, &b], Property::Alive);
    let broken: Vec<_> = found.iter().filter(|finding| finding.weight == Weight::Breaks).collect();
    let told: Vec<_> =
        broken.iter().map(|finding| (finding.message.as_str(), finding.spot.clone())).collect();
    assert_eq!(
        told,
        [
            ("rule_b proposes nothing in any situation", Spot::File("rules/b.rhai".into(), 3, 1)),
            ("no situation reaches this proposal", Spot::File("rules/a.rhai".into(), 5, 23)),
        ]
    );
}

/// A team is reached by a row, by way of another, or by a rule.
#[test]
fn teams_that_nothing_reaches_are_told() {
    let mut draft = Draft::standard();
    let team = |name: &str| DraftTeam { name: name.into(), level: 4, rights: 3, staffed: true, next: None };
    draft.teams.extend(["night_watch", "day_watch"].map(team));
    let reached = |draft: &Draft, text: &str| {
        let found = findings(draft, &[text], Property::Alive);
        let teams = messages(&found)
            .into_iter()
            .filter_map(|message| message.strip_prefix("no incident ever gets to "));
        teams.map(str::to_owned).collect::<Vec<_>>()
    };
    let unused = "\"business_function_manager\"";
    assert_eq!(reached(&draft, ""), [unused, "\"night_watch\"", "\"day_watch\""]);
    let rule = "fn route_a(incident) { if incident.security { send_to(\"night_watch\", \"x\"); consult(\"z\", \"x\"); } }";
    assert_eq!(reached(&draft, rule), [unused, "\"day_watch\""]);
    // A rule that may not send anything there is told as such.
    let then = Envelope { may_redirect: false, ..Envelope::STANDARD };
    let envelopes = vec![Row { when: Vec::new(), then, reason: Reason::default() }];
    assert_eq!(reached(&Draft { envelopes, ..draft.clone() }, rule), [unused, "\"day_watch\""]);
    let found = findings(&draft, &[], Property::Alive);
    let notes = found.iter().map(|finding| (finding.weight, finding.spot.clone()));
    assert!(notes.eq([6, 7, 8].map(|team| (Weight::Note, Spot::Policy(Place::Team(team))))));
}

#[test]
fn invariants_read_what_may_be_decided() {
    let takes = "invariant_a does not take what an invariant takes; write fn invariant_a(risk, decision), or fn invariant_a(incident, decision)";
    let gives = |what: &str| {
        format!("an invariant gives {what}; give true where it holds and false where it does not")
    };
    for (text, told) in [
        ("(risk, decision) { true }", "proved".to_string()),
        ("(incident, decision) { decision.reaches }", "proved".into()),
        ("(asset, decision) { true }", takes.into()),
        ("(decision, risk) { true }", takes.into()),
        ("(risk) { true }", takes.into()),
        ("(risk, decision) { 1 }", gives("a number")),
        ("(risk, decision) { risk.impact }", gives("a number")),
        ("(risk, decision) { risk.region }", gives("a label")),
        ("(risk, decision) { \"true\" }", gives("a string")),
        ("(risk, decision) { }", gives("nothing")),
        ("(risk, decision) { [] }", gives("an array")),
        (
            "(risk, decision) { raise(1, \"x\"); true }",
            "an invariant proposes something; only rules propose: give true or false".into(),
        ),
        (
            "(risk, decision) { decision.scor > 0 }",
            "there is no fact \"scor\"; did you mean \"score\"? there is acceptance_ruled_out, admissible, band, limit, may_accept, may_avoid, may_reduce, may_transfer, response, score, within_limit".into(),
        ),
        // An exception lets an owner accept what is above the limit.
        ("(risk, decision) { decision.may_accept && decision.may_avoid && decision.may_reduce && decision.may_transfer }", "proved".into()),
        // Of the 25 cells, 10 are above the limit of 9, and 17 above that of 4 which the obligation sets.
        (
            "(risk, decision) { decision.response == \"accept\" }",
            "invariant_a does not hold in 27; change what decides so, or the invariant".into(),
        ),
    ] {
        assert_eq!(stated(&format!("fn invariant_a{text}")), told, "{text}");
    }
    // What an obligation rules out, an exception cannot give.
    let mut draft = plain();
    draft.obligations[0].max_level = None;
    draft.obligations[0].forbids_acceptance = true;
    let may = "fn invariant_a(risk, decision) { if risk.pci { !decision.may_accept } else { decision.may_accept } }";
    let (proofs, _) = examined(&draft, &[may], &["invariant_a"], true);
    assert_eq!(proofs.last().unwrap().verdict, Verdict::Proved);
}

/// Three tables, each of which tells every set of seven bits of one facet from every other, by another facet: put together they are
/// more than there is room for. What does not need them is proved all the same.
#[test]
fn what_there_is_no_room_for_is_left_open() {
    let mut draft = Draft { cia_floor: CiaFloor::NONE, ..Draft::standard() };
    let domain = || DraftDomain::Range { low: 0, high: 127, names: Vec::new() };
    let facets = (1..=6).map(|n| DraftFacet { name: format!("wide_{n}"), domain: domain() });
    draft.facets = facets.collect();
    let row = |first: u8, bit: u8| {
        let of = |n: u8| {
            Condition::among(Facet::declared(n).unwrap(), (0..128).filter(|value| value >> bit & 1 == 1))
        };
        vec![of(first), of(first + 3)]
    };
    let reason = Reason::default;
    draft.limits = (0..7).map(|bit| Row { when: row(0, bit), then: 7 - bit, reason: reason() }).collect();
    let response = |bit: u8| if bit.is_multiple_of(2) { Response::Avoid } else { Response::Transfer };
    draft.responses =
        (0..7).map(|bit| Row { when: row(1, bit), then: response(bit), reason: reason() }).collect();
    let loosening = |may_loosen: u8| Envelope { may_loosen, ..Envelope::STANDARD };
    draft.envelopes =
        (0..7).map(|bit| Row { when: row(2, bit), then: loosening(bit + 1), reason: reason() }).collect();
    let (proofs, _) = examined(&draft, &["fn rule_a(risk) { loosen_limit(9, \"x\"); }"], &[], true);
    let verdicts: Vec<_> = proofs.iter().map(|proof| (proof.name.as_str(), proof.verdict)).collect();
    use Verdict::{Open, Proved};
    for (name, verdict) in verdicts {
        assert_eq!(verdict, if name == "routing" { Proved } else { Open }, "{name}");
    }
}

#[test]
fn comparisons_tell_where_they_are() {
    let (mut heard, standard) = (Vec::new(), Policy::standard());
    let same = diff(&standard, &standard, 4, |name, of| heard.push((name.to_owned(), of))).unwrap();
    assert_eq!(heard, ["risks", "incidents"].map(|name| (name.to_string(), 2)));
    assert_eq!((same.risks.changed, same.risks.situations), (0, 5400));
    let words = "the policies tell more situations apart than can be worked through together";
    assert_eq!(TooMuch.to_string(), words);
}
