//! Responses, teams, routes, envelopes and the rest. Each error with its line, column and words.

use super::told;

#[test]
fn responses_are_one_of_four() {
    let policy = r#"[[response]]
when = {}
[[response]]
then = "avid"
[[response]]
then = 3
"#;
    let errors = r"error: policy.toml:6:1: then: is missing
  help: give then in [[response]]
error: policy.toml:9:8: then: `avid` is not a response
  valid: accept, transfer, reduce, avoid
  help: did you mean `avoid`?
error: policy.toml:11:8: then: `3` is not a text
  help: write it in quotes
";
    assert_eq!(told(policy), errors);
}

#[test]
fn rows_that_can_never_hold() {
    let policy = r#"[[response]]
when = { band = ">=high" }
then = "avoid"
[[response]]
when = { band = "very_high" }
then = "reduce"
[[response]]
then = "accept"
"#;
    let errors = r"error: policy.toml:9:1: [[response]]: row 2 can never match: row 1 before it already covers every case that it asks for
  help: move it up, narrow the earlier rows, or remove it
";
    assert_eq!(told(policy), errors);
}

#[test]
fn teams_have_levels_rights_and_names() {
    let policy = r#"[[team]]
name = "level_1"
level = 9
rights = 10
staffed = 1
next = "levle_2"
[[team]]
name = "Level 1"
[[team]]
level = 3
"#;
    let errors = r"error: policy.toml:8:9: level: `9` is out of range
  valid: 1 to 8
error: policy.toml:9:10: rights: `10` is out of range
  valid: 0 to 9
error: policy.toml:10:11: staffed: `1` is not true or false
  valid: true, false
error: policy.toml:11:8: next: `levle_2` is not a team
  valid: level_1, level_2, severity_analyst, level_3, research_development, incident_duty_manager, business_function_manager
  help: did you mean `level_2`?
error: policy.toml:13:8: name: `Level 1` stands twice among the teams
error: policy.toml:14:1: name: is missing
  help: give name in [[team]]
";
    assert_eq!(told(policy), errors);
}

#[test]
fn escalation_climbs_to_staffed_teams() {
    let policy = r#"[[team]]
name = "soc"
level = 2
next = "level_1"
[[team]]
name = "level_2"
level = 2
staffed = false
"#;
    let errors = r#"error: policy.toml:7:8: [[team]]: "soc" passes on to "level_1" on level 1, not above its own level 2
  help: escalation only climbs, so that it ends: name a team on a higher level
error: policy.toml:11:8: [[team]]: team "level_2" is not staffed
  help: name a staffed team, or staff this one
"#;
    assert_eq!(told(policy), errors);
}

#[test]
fn routes_lead_to_staffed_teams() {
    let policy = r#"[[team]]
name = "night"
level = 1
staffed = false
[[route]]
to = "levle_1"
consult = ["a", 3]
channel = ""
[[route]]
to = "Night"
[[route]]
channel = "x"
"#;
    let errors = r"error: policy.toml:11:6: to: `levle_1` is not a team
  valid: level_1, level_2, severity_analyst, level_3, research_development, incident_duty_manager, business_function_manager, night
  help: did you mean `level_1`?
error: policy.toml:12:17: consult: `3` is not a text
  help: write it in quotes
error: policy.toml:13:11: channel: is empty
error: policy.toml:15:6: to: `Night` is not staffed
  help: name a staffed team, or staff this one
error: policy.toml:16:1: to: is missing
  help: give to in [[route]]
";
    assert_eq!(told(policy), errors);
}

#[test]
fn routes_miss_no_case_and_none_is_dead() {
    let policy = r#"[[route]]
when = { priority = "high" }
to = "level_1"
[[route]]
when = { priority = "high", kind = "loss" }
to = "level_2"
"#;
    let errors = r"error: policy.toml:6:1: [[route]]: no row matches this case: priority = low|medium
  help: add a row for it, or a last row without conditions
error: policy.toml:9:1: [[route]]: row 2 can never match: row 1 before it already covers every case that it asks for
  help: move it up, narrow the earlier rows, or remove it
";
    assert_eq!(told(policy), errors);
}

#[test]
fn kinds_of_incident_differ() {
    let policy = r#"[incident]
kinds = ["database", "Database"]
"#;
    let errors = r"error: policy.toml:7:22: kinds: `Database` stands twice among the kinds
";
    assert_eq!(told(policy), errors);
}

#[test]
fn kinds_of_incident_are_one_to_64() {
    let policy = r"[incident]
kinds = []
";
    let errors = r"error: policy.toml:7:9: kinds: has 0 kinds
  valid: 1 to 64
";
    assert_eq!(told(policy), errors);
}

#[test]
fn envelopes() {
    let policy = r#"[envelope]
max_raise = 101
may_accept = "yes"
where = { score = 3 }
max_lift = 3
"#;
    let errors = r"error: policy.toml:7:13: max_raise: `101` is out of range
  valid: 0 to 100
error: policy.toml:8:14: may_accept: `yes` is not true or false
  valid: true, false
error: policy.toml:9:11: score: is not a facet that [envelope] can ask for
  valid: impact, likelihood, confidentiality, integrity, availability, compromises_c, compromises_i, compromises_a, asset_class, asset_kind, threat_class, origin, orientation, owner_is_team
  help: it follows from the risk: only [[response]] can ask for it
error: policy.toml:10:1: max_lift: is not a key of [envelope]
  valid: max_raise, max_lower, may_loosen, may_accept, may_redirect, where, reason, derives_from
";
    assert_eq!(told(policy), errors);
}

#[test]
fn placements() {
    let policy = r#"[[placement]]
when = { asset_class = "information" }
tool = "cloud"
then = "encrypted"
[[placement]]
[[placement]]
when = { origin = "external", band = "high" }
tool = ""
then = "allowed"
"#;
    let errors = r"error: policy.toml:9:8: then: `encrypted` is not a permission
  valid: allowed, encrypted_only, forbidden
  help: did you mean `encrypted_only`?
error: policy.toml:10:1: then: is missing
  help: give then in [[placement]]
error: policy.toml:12:10: origin: is not a facet that [[placement]] can ask for
  valid: confidentiality, integrity, availability, asset_class, asset_kind, orientation
  help: it is known of a risk, not of an asset by itself
error: policy.toml:12:31: band: is not a facet that [[placement]] can ask for
  valid: confidentiality, integrity, availability, asset_class, asset_kind, orientation
  help: it is known of a risk, not of an asset by itself
error: policy.toml:13:8: tool: is empty
";
    assert_eq!(told(policy), errors);
}

#[test]
fn tools() {
    let policy = r#"[[tool]]
name = "document store"
purpose = "file sharing"
[[tool]]
name = "Document-Store"
[[tool]]
name = "chat"
colour = "red"
"#;
    let errors = r"error: policy.toml:10:8: name: `Document-Store` stands twice among the tools
error: policy.toml:13:1: colour: is not a key of [[tool]]
  valid: name, purpose
";
    assert_eq!(told(policy), errors);

    // Where [[tool]] states any, rows name those; a row for every tool needs one.
    let policy = r#"[[tool]]
name = "document_store"
[[placement]]
tool = "document_stor"
then = "allowed"
[[placement]]
tool = "DOCUMENT STORE"
then = "allowed"
[[placement]]
tool = "document_store"
when = { confidentiality = "high" }
then = "forbidden"
"#;
    let errors = r"error: policy.toml:9:8: tool: `document_stor` is not a tool that [[tool]] states
  valid: document_store
  help: did you mean `document_store`?
";
    assert_eq!(told(policy), errors);
    let errors = r"error: policy.toml:11:1: [[placement]]: row 2 can never match: row 1 before it already covers every case that it asks for
  help: move it up, narrow the earlier rows, or remove it
";
    assert_eq!(
        told(&policy.replace("tool = \"document_stor\"\nthen = \"allowed\"\n[[placement]]\n", "")),
        errors
    );
    let errors = r"error: policy.toml:6:1: [[placement]]: the row is for every tool, and the policy knows none
  help: state tools in [[tool]], or give the row a tool
";
    assert_eq!(told("[[placement]]\nthen = \"forbidden\"\n"), errors);
}

#[test]
fn invariants() {
    let policy = r#"[[invariant]]
name = "a"
[[invariant]]
name = "b"
rule = "invariant_b"
[[invariant]]
name = "B"
rule = "invariant_b"
"#;
    let errors = r"error: policy.toml:6:1: rule: is missing
  help: give rule in [[invariant]]
error: policy.toml:12:8: name: `B` stands twice among the invariants
";
    assert_eq!(told(policy), errors);
}

#[test]
fn organisation_and_isms() {
    let policy = r#"[organisation]
orientation = 6
[review]
months = 121
[isms]
from = "2026-13-01"
until = "soon"
subjects = ["a", "A"]
aim = 3
"#;
    let errors = r"error: policy.toml:7:15: orientation: `6` is out of range
  valid: 1 to 5
error: policy.toml:9:10: months: `121` is out of range
  valid: 1 to 120
error: policy.toml:11:8: from: `2026-13-01` is not a day
  help: the calendar from 1900 to 9999 has no such day
error: policy.toml:12:9: until: `soon` is not a day
  help: dates are written year-month-day, such as 2026-11-20
error: policy.toml:13:18: subjects: `A` stands twice among the subjects
error: policy.toml:14:7: aim: `3` is not a text
  help: write it in quotes
";
    assert_eq!(told(policy), errors);
}

#[test]
fn an_isms_that_ends_before_it_starts() {
    let policy = r"[isms]
from = 2026-01-02
until = 2026-01-01
";
    let errors = r"error: policy.toml:8:9: until: `2026-01-01` is before 2026-01-02, the first day
";
    assert_eq!(told(policy), errors);
}
