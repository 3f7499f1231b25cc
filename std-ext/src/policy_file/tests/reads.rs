//! What sound files say.

use super::{HEAD, sound};
use crate::date;
use crate::diagnostic::Diagnostics;
use crate::policy_file::{FILE, PolicyFile, sources_digest};
use crate::registers::{FacetKind, FacetValue, Source, TeamStanding, Vocabulary};
use plimsoll_core::facet::{self, Facet};
use plimsoll_core::policy::{Draft, DraftTeam, DraftTool, Reason, Space};
use plimsoll_core::table::{Condition, When};
use plimsoll_core::{Envelope, EscalationLevel, EstimateRule, Permission, Policy, Response, Rights};

fn is(facet: Facet, ranges: &[std::ops::RangeInclusive<u16>]) -> Condition {
    Condition { facet, ranges: ranges.to_vec() }
}

#[test]
fn the_sample_reads_and_compiles() {
    let text = include_str!("../../../sample/policy.toml");
    let mut diagnostics = Diagnostics::new();
    let file = PolicyFile::read(&Source::new(FILE, text), &mut diagnostics).unwrap();
    assert!(diagnostics.is_empty(), "{diagnostics}");
    let blob = file.compile().unwrap();
    let policy = Policy::verify(&blob).unwrap();
    assert_eq!(policy.identity().name, "tallyharbour");
    assert_eq!(policy.identity().sources, sources_digest(&Source::new(FILE, text), []));
    let draft = &file.draft;
    let count = (draft.limits.len(), draft.obligations.len(), draft.facets.len(), draft.responses.len());
    assert_eq!((count, draft.teams.len(), draft.routes.len()), ((2, 2, 11, 2), 7, 10));
    let region = Facet::declared(2).unwrap();
    assert_eq!(draft.limits[0].when, [is(region, &[2..=2])]);
    let line = text.lines().position(|line| line == "[[limit]]").unwrap() + 1;
    assert_eq!(usize::from(draft.limits[0].reason.line), line);
    assert_eq!(file.vocabulary.facets[2].default, Some(FacetValue(0)));
    assert_eq!((file.vocabulary.teams.len(), file.vocabulary.levels), (7, 4));
}

#[test]
fn what_a_file_does_not_say_is_standard() {
    let (file, _) = sound("");
    let expected = Draft {
        name: "ours".into(),
        author: "Ann".into(),
        approver: "Bo".into(),
        sources: sources_digest(&Source::new(FILE, HEAD), []),
        acceptance_reason: Reason { source: FILE.into(), ..Reason::default() },
        ..Draft::standard()
    };
    assert_eq!(file.draft, expected);
    let teams = expected.teams.iter().map(|team| team.name.clone()).collect();
    let standings = [(1, 1), (2, 2), (2, 2), (3, 3), (4, 3), (4, 3), (4, 3)].map(|(level, rights)| {
        TeamStanding { level: EscalationLevel::new(level).unwrap(), rights: Rights(rights), staffed: true }
    });
    let standings = standings.to_vec();
    assert_eq!(
        file.vocabulary,
        Vocabulary { teams, standings, levels: 4, rights: 3, ..Vocabulary::default() }
    );
    assert_eq!(file.orientation, 2);
}

/// The example of the contract, with its dots filled in.
#[test]
fn the_example_of_the_contract_reads() {
    let text = r##"
[policy]
name = "standard"
version = "1.0.0"
author = "a"
approver = "b"
[scale]
impact = ["very low", "low", "medium", "high", "very high"]
likelihood = ["rare", "unlikely", "possible", "likely", "certain"]
[matrix]
kind = "product"
[[band]]
name = "very_low"
colour = "#2e7d32"
up_to = 5
[[band]]
name = "rest"
up_to = 25
[acceptance]
level = 9
no_actions = "certain"
estimate = "higher"
cia_floor = [1, 2, 3]
[[limit]]
level = 6
where = { region = "apac" }
[[obligation]]
name = "pci"
max_level = 4
[[facet]]
name = "region"
labels = ["nordics", "emea", "apac"]
[[response]]
when = { score = ">=20" }
then = "avoid"
[[team]]
name = "level_1"
level = 1
rights = 1
staffed = true
[[route]]
when = { priority = "high" }
to = "severity_analyst"
consult = []
channel = "ticket"
[[route]]
to = "level_1"
[[placement]]
when = { asset_class = "information", confidentiality = "high" }
tool = "public_cloud"
then = "forbidden"
[envelope]
max_raise = 4
max_lower = 2
may_loosen = 0
may_redirect = true
where = { region = "nordics|emea" }
[[invariant]]
name = "never"
rule = "invariant_never"
"##;
    let mut diagnostics = Diagnostics::new();
    let file = PolicyFile::read(&Source::new(FILE, text), &mut diagnostics)
        .unwrap_or_else(|| panic!("{diagnostics}"));
    Policy::verify(&file.compile().unwrap_or_else(|faults| panic!("{faults}"))).unwrap();
    assert_eq!(file.draft.likelihood[4], "certain");
    assert_eq!(file.draft.responses[0].when, [is(facet::SCORE, &[19..=24])]);
    let placement = &file.draft.placements[0];
    assert_eq!(
        (placement.then.tool.as_deref(), placement.then.permission),
        (Some("public_cloud"), Permission::Forbidden)
    );
    assert_eq!(file.draft.tools, [DraftTool { name: "public_cloud".into(), purpose: String::new() }]);
    assert_eq!(placement.when, [is(facet::ASSET_CLASS, &[0..=0]), is(facet::CONFIDENTIALITY, &[2..=2])]);
    let envelope = &file.draft.envelopes[0];
    assert_eq!(
        (envelope.then, &envelope.when),
        (Envelope::STANDARD, &vec![is(Facet::declared(1).unwrap(), &[0..=1])])
    );
    let line = text.lines().position(|line| line == "[[invariant]]").unwrap() + 1;
    assert_eq!((file.invariants[0].rule.as_str(), file.invariants[0].line), ("invariant_never", line));
}

#[test]
fn defaults_follow_the_scale() {
    let (file, _) = sound(
        "[scale]\nimpact = [\"low\", \"high\"]\nlikelihood = [\"a\", \"b\", \"c\", \"d\", \"e\", \"f\"]\n",
    );
    let draft = &file.draft;
    assert_eq!((draft.likelihood_rule.levels(), draft.likelihood_rule.no_actions().get()), (6, 6));
    assert_eq!(draft.cia_floor.impacts().unwrap().map(|impact| impact.get()), [1, 2, 2]);
    let up_to: Vec<u16> = draft.bands.iter().map(|band| band.up_to).collect();
    assert_eq!(up_to, [3, 5, 8, 10, 12], "fifths of 12, rounded up");
    assert_eq!(draft.acceptance_level, 4, "9 of 25 as a share of 12, rounded down");
    let (file, _) = sound(
        "[matrix]\nmonotone = false\ngrid = [[1,0,0,0,0],[0,0,0,0,0],[0,0,0,0,0],[0,0,0,0,0],[0,0,0,0,4]]",
    );
    assert_eq!((file.draft.acceptance_level, file.draft.bands[4].up_to), (1, 5));
}

#[test]
fn acceptance_as_stated() {
    let (file, _) = sound(
        "[acceptance]\nlevel = 0\nno_actions = 3\nestimate = \"replaces\"\ncia_floor = [\"low\", 2, \"HIGH\"]\n",
    );
    let draft = &file.draft;
    assert_eq!((draft.acceptance_level, draft.acceptance_reason.line), (0, 7));
    assert_eq!(
        (draft.likelihood_rule.no_actions().get(), draft.likelihood_rule.estimate()),
        (3, EstimateRule::Replaces)
    );
    assert_eq!(draft.cia_floor.impacts().unwrap().map(|impact| impact.get()), [2, 2, 4]);
    let (file, _) = sound("[acceptance]\nno_actions = \"Very-Low\"\ncia_floor = []\n");
    assert_eq!((file.draft.likelihood_rule.no_actions().get(), file.draft.cia_floor.impacts()), (1, None));
}

#[test]
fn colours_are_spread_over_the_bands() {
    let shades = |bands: u16| {
        let rows = (1..=bands).map(|band| {
            format!("[[band]]\nname = \"b{band}\"\nup_to = {}\n", if band == bands { 25 } else { band })
        });
        let (file, _) = sound(&rows.collect::<String>());
        let standard: Vec<String> = Draft::standard().bands.into_iter().map(|band| band.colour).collect();
        let shade = |colour: &String| standard.iter().position(|known| known == colour).unwrap();
        file.draft.bands.iter().map(|band| shade(&band.colour)).collect::<Vec<_>>()
    };
    assert_eq!(shades(1), [0]);
    assert_eq!(shades(2), [0, 4]);
    assert_eq!(shades(3), [0, 2, 4]);
    assert_eq!(shades(4), [0, 1, 3, 4]);
    assert_eq!(shades(5), [0, 1, 2, 3, 4]);
    assert_eq!(shades(10), [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]);
}

#[test]
fn bands_stand_for_their_scores() {
    let when = |band: &str| {
        let (file, _) = sound(&format!("[[response]]\nwhen = {{ band = {band} }}\nthen = \"avoid\"\n"));
        file.draft.responses[0].when.clone()
    };
    assert_eq!(when("\"low\""), [is(facet::SCORE, &[5..=9])]);
    assert_eq!(when("\">=high\""), [is(facet::SCORE, &[15..=24])]);
    assert_eq!(when("\"very low..medium\""), [is(facet::SCORE, &[0..=14])]);
    assert_eq!(when("[\"very_high\", \"very_low\"]"), [is(facet::SCORE, &[0..=4, 20..=24])]);
    assert_eq!(when("\"!=medium\""), [is(facet::SCORE, &[0..=9, 15..=24])]);
}

#[test]
fn conditions_are_texts_numbers_truths_or_lists_in_the_order_of_the_file() {
    let (file, _) = sound(
        "[[response]]\nthen = \"Avoid\"\nwhen = { within_limit = false, score = [20, \">22\", \"3\"], orientation = 1,\n\
         impact = 0x5, origin = [\"external\"], owner_is_team = true }\n",
    );
    let row = &file.draft.responses[0];
    assert_eq!(row.then, Response::Avoid);
    let expected: When = vec![
        is(facet::WITHIN_LIMIT, &[0..=0]),
        is(facet::SCORE, &[2..=2, 19..=19, 22..=24]),
        is(facet::ORIENTATION, &[0..=0]),
        is(facet::IMPACT, &[4..=4]),
        is(facet::ORIGIN, &[1..=1]),
        is(facet::OWNER_IS_TEAM, &[1..=1]),
    ];
    assert_eq!(row.when, expected);
}

#[test]
fn rows_say_why_and_from_what_they_derive() {
    let (file, _) = sound(
        "[[obligation]]\nname = \"gdpr\"\nforbids_acceptance = true\nreason = \"law\"\nderives_from = \"P1\"\n[[limit]]\nlevel = 2\n",
    );
    let why = |line, text: &str, principle: &str| Reason {
        source: FILE.into(),
        line,
        rule: String::new(),
        text: text.into(),
        principle: principle.into(),
    };
    assert_eq!(file.draft.obligations[0].reason, why(6, "law", "P1"));
    assert_eq!(file.draft.limits[0].reason, why(11, "", ""));
    assert_eq!(file.vocabulary.obligations, ["gdpr"]);
}

#[test]
fn facets_of_every_sort() {
    let (file, _) = sound(
        "[[facet]]\nname = \"region\"\nlabels = [\"emea\", \"apac\"]\ndefault = \"APAC\"\n\
         [[facet]]\nname = \"celsius\"\nrange = [-40, 125]\ndefault = 0\n\
         [[facet]]\nname = \"exposed\"\nbool = true\ndefault = false\n[[facet]]\nname = \"other_one\"\nbool = true\n",
    );
    let facets = &file.vocabulary.facets;
    assert_eq!(facets[1].kind, FacetKind::Range { low: -40, high: 125 });
    let defaults: Vec<_> = facets.iter().map(|facet| facet.default).collect();
    assert_eq!(defaults, [Some(FacetValue(1)), Some(FacetValue(40)), Some(FacetValue(0)), None]);
    assert_eq!(file.draft.facets.len(), 4);
}

#[test]
fn teams_replace_standard_ones_or_follow_them() {
    let (file, _) = sound(
        "[[team]]\nname = \"soc\"\nlevel = 8\n[[team]]\nname = \"Level 2\"\nlevel = 2\nrights = 5\nnext = \"SOC\"\n\
         [[team]]\nname = \"night\"\nlevel = 1\nstaffed = false\n",
    );
    let teams = &file.draft.teams;
    assert_eq!(teams.len(), 8, "no row leads to business_function_manager");
    let soc = DraftTeam { name: "soc".into(), level: 8, rights: 8, staffed: true, next: None };
    let second =
        DraftTeam { name: "Level 2".into(), level: 2, rights: 5, staffed: true, next: Some("soc".into()) };
    assert_eq!((&teams[6], &teams[1]), (&soc, &second));
    assert!(!teams[7].staffed);
    let to: Vec<&str> = file.draft.routes.iter().map(|row| row.then.to.as_str()).collect();
    assert!(to.contains(&"Level 2") && !to.contains(&"level_2"), "the standard rows follow: {to:?}");
    assert_eq!((file.vocabulary.levels, file.vocabulary.teams[7].as_str()), (8, "night"));
}

#[test]
fn routes_are_exactly_those_stated() {
    let (file, _) = sound(
        "[[route]]\nwhen = { level = \">1\", segment = \"system\" }\nto = \"Level-3\"\nconsult = [\"works council\", \"Duty Director\"]\n\
         channel = \"pager\"\n[[route]]\nto = \"level_1\"\nconsult = [\"Works-Council\"]\n",
    );
    let draft = &file.draft;
    assert_eq!(draft.routes.len(), 2);
    assert_eq!(draft.routes[0].then.to, "level_3");
    assert_eq!(draft.routes[0].then.consult, ["works council", "duty_director"]);
    assert_eq!(draft.routes[0].when, [is(facet::LEVEL, &[1..=3]), is(facet::SEGMENT, &[1..=1])]);
    assert_eq!(draft.roles, ["country_management", "duty_director", "works council"]);
    assert_eq!((draft.channels[3].as_str(), draft.routes[1].then.channel.as_str()), ("pager", "ticket"));
}

/// Standard rows ask for kinds by position; in another list the same position is another kind.
#[test]
fn standard_routes_follow_the_list_of_kinds() {
    let (file, _) = sound("[incident]\nkinds = [\"fire\", \"flood\", \"Database\"]\n");
    assert_eq!(file.draft.kinds, ["other", "fire", "flood", "Database"]);
    assert_eq!(file.draft.routes.len(), 9, "the two rows for run-time exceptions go");
    let kinds: Vec<_> = file
        .draft
        .routes
        .iter()
        .filter(|row| row.when.iter().any(|when| when.facet == facet::KIND))
        .collect();
    assert_eq!(kinds.len(), 2);
    for row in kinds {
        let described = file.draft.describe(Space::Incident, &row.when);
        assert!(described.starts_with("kind = Database"), "{described}");
        assert_eq!(row.then.to, "level_3");
    }
    let (file, _) = sound("[incident]\nkinds = [\"fire\", \"Other\"]\n");
    assert_eq!(file.vocabulary.kinds, ["fire", "Other"]);
}

#[test]
fn envelopes_come_alone_or_in_rows() {
    let (file, _) = sound("[envelope]\nmay_accept = true\n");
    assert_eq!(file.draft.envelopes[0].then, Envelope { may_accept: true, ..Envelope::STANDARD });
    let (file, _) = sound(
        "[[envelope]]\nwhere = { orientation = \"<=2\" }\nmax_lower = 0\nmay_redirect = false\n[[envelope]]\nmax_raise = 9\nmay_loosen = 1\n",
    );
    let rows = &file.draft.envelopes;
    assert_eq!(rows[0].when, [is(facet::ORIENTATION, &[0..=1])]);
    assert_eq!(rows[0].then, Envelope { max_lower: 0, may_redirect: false, ..Envelope::STANDARD });
    assert_eq!(rows[1].then, Envelope { max_raise: 9, may_loosen: 1, ..Envelope::STANDARD });
}

#[test]
fn the_rest_is_kept() {
    let text = HEAD.to_owned()
        + "description = \"one policy for all\"\n[organisation]\norientation = 5\n[review]\nmonths = 18\n[isms]\naim = \"trust\"\nfrom = 2026-01-01\n\
           until = \"2026-12-31\"\nrealised_by = \"IT\"\nstakeholders = [\"customers\"]\nsubjects = [\"sales\", \"support\"]\n";
    let file = PolicyFile::read(&Source::new(FILE, text), &mut Diagnostics::new()).unwrap();
    assert_eq!((file.description.as_str(), file.orientation), ("one policy for all", 4));
    assert_eq!(file.review_months, Some(18));
    assert_eq!(
        (file.isms.from, file.isms.until),
        (date::parse("2026-01-01").ok(), date::parse("2026-12-31").ok())
    );
    assert_eq!((file.isms.aim.as_str(), file.isms.realised_by.as_str()), ("trust", "IT"));
    assert_eq!((file.isms.stakeholders.len(), file.isms.subjects[1].as_str()), (1, "support"));
}

#[test]
fn faults_of_rules_are_at_their_own_file_and_line() {
    use plimsoll_core::ProposalKind;
    use plimsoll_core::policy::{DraftProposal, DraftRule, Fault, Place};
    let (mut file, _) = sound("");
    let reason = Reason { source: "rules/a.rhai".into(), line: 7, ..Reason::default() };
    let outcomes = vec![vec![DraftProposal { kind: ProposalKind::Raise, amount: 1, reason }]];
    file.draft.rules.push(DraftRule { space: Space::Risk, words: Vec::new(), root: 0x8000, outcomes });
    let fault = Fault {
        place: Place::Rule(0),
        message: "is too large".into(),
        help: "split it".into(),
        breaks: None,
    };
    let told = file.places.diagnostic(FILE, &file.draft, &fault).to_string();
    assert_eq!(told, "error: rules/a.rhai:7: is too large\n  help: split it");
}
