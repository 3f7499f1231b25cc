//! Facets and the conditions that ask for them. Each error with its line, column and words.

use super::told;

#[test]
fn facets_have_values_of_one_sort() {
    let policy = r#"[[facet]]
name = "region"
labels = ["a", "b"]
range = [1, 2]
[[facet]]
name = "unit"
[[facet]]
name = "age"
range = [5, 1]
[[facet]]
name = "age2"
range = [0, 65280]
[[facet]]
name = "age3"
range = [0]
[[facet]]
name = "flag"
bool = false
[[facet]]
labels = []
"#;
    let errors = r"error: policy.toml:9:9: range: stands beside labels
  help: give one of labels, range and bool
error: policy.toml:10:1: labels: is missing
  help: give one of labels, range and bool
error: policy.toml:14:9: range: is empty: 5 is above 1
  help: write [1, 5]
error: policy.toml:17:9: range: has 65281 values
  valid: at most 65280
error: policy.toml:20:9: range: has 1 entries
  valid: [lowest, highest]
error: policy.toml:23:8: bool: `false` says nothing of the facet's values
  help: write bool = true
error: policy.toml:24:1: name: is missing
  help: give name in [[facet]]
error: policy.toml:25:10: labels: has 0 labels
  valid: at least 1
";
    assert_eq!(told(policy), errors);
}

#[test]
fn defaults_are_values_of_the_facet() {
    let policy = r#"[[facet]]
name = "z"
labels = ["emea", "apac"]
default = "amea"
[[facet]]
name = "y"
range = [0, 10]
default = 11
[[facet]]
name = "x"
bool = true
default = "maybe"
"#;
    let errors = r"error: policy.toml:9:11: default: `amea` is not a value of z
  valid: emea, apac
  help: did you mean `emea`?
error: policy.toml:13:11: default: `11` is not a value of y
  valid: 0 to 10
error: policy.toml:17:11: default: `maybe` is not a value of x
  valid: true, false, yes, no, 1, 0
";
    assert_eq!(told(policy), errors);
}

#[test]
fn conditions_of_limits_read_inputs_of_risks() {
    let policy = r#"[[facet]]
name = "region"
labels = ["emea", "apac"]
[[limit]]
level = 6
where = { regoin = "apac", score = 3, priority = "high" }
"#;
    let errors = r"error: policy.toml:11:11: regoin: is not a facet that [[limit]] can ask for
  valid: impact, likelihood, confidentiality, integrity, availability, compromises_c, compromises_i, compromises_a, asset_class, asset_kind, threat_class, origin, orientation, owner_is_team, region
  help: did you mean `region`?
error: policy.toml:11:28: score: is not a facet that [[limit]] can ask for
  valid: impact, likelihood, confidentiality, integrity, availability, compromises_c, compromises_i, compromises_a, asset_class, asset_kind, threat_class, origin, orientation, owner_is_team, region
  help: it follows from the risk: only [[response]] can ask for it
error: policy.toml:11:39: priority: is not a facet that [[limit]] can ask for
  valid: impact, likelihood, confidentiality, integrity, availability, compromises_c, compromises_i, compromises_a, asset_class, asset_kind, threat_class, origin, orientation, owner_is_team, region
  help: it is known of incidents, not of risks
";
    assert_eq!(told(policy), errors);
}

#[test]
fn conditions_of_routes_read_inputs_of_incidents() {
    let policy = r#"[[route]]
when = { rigths = 2, impact = 3, target = "level_1" }
to = "level_1"
"#;
    let errors = r"error: policy.toml:7:10: rigths: is not a facet that [[route]] can ask for
  valid: segment, kind, priority, security, complex, level, rights
  help: did you mean `rights`?
error: policy.toml:7:22: impact: is not a facet that [[route]] can ask for
  valid: segment, kind, priority, security, complex, level, rights
  help: it is known of risks, not of incidents
error: policy.toml:7:34: target: is not a facet that [[route]] can ask for
  valid: segment, kind, priority, security, complex, level, rights
";
    assert_eq!(told(policy), errors);
}

#[test]
fn values_that_the_facet_does_not_have() {
    let policy = r#"[[limit]]
level = 6
where = { asset_class = "informaton", impact = "0", origin = "a||b", integrity = "", owner_is_team = "maybe" }
"#;
    let errors = r"error: policy.toml:8:25: asset_class: `informaton` is not a value of asset_class
  valid: information, intellectual_property, services, software, workers, physical
  help: did you mean `information`?
error: policy.toml:8:48: impact: `0` is not a value of impact
  valid: very low, low, medium, high, very high, 1 to 5
error: policy.toml:8:62: origin: `a` is not a value of origin
  valid: internal, external
error: policy.toml:8:82: integrity: is empty
error: policy.toml:8:102: owner_is_team: `maybe` is not a value of owner_is_team
  valid: false, true
";
    assert_eq!(told(policy), errors);
}

#[test]
fn conditions_that_no_value_meets() {
    let policy = r#"[[response]]
then = "avoid"
when = { score = ">25", band = "<very_low", likelihood = [], impact = "4..2" }
"#;
    let errors = r"error: policy.toml:8:18: score: `>25` is met by no value of score
  valid: 1 to 25
error: policy.toml:8:32: band: `<very_low` is met by no value of band
  valid: very_low, low, medium, high, very_high
error: policy.toml:8:58: likelihood: `[...]` is met by no value of likelihood
  valid: very low, low, medium, high, very high, 1 to 5
error: policy.toml:8:71: impact: `4..2` is empty: 4 is above 2
  help: write 2..4
";
    assert_eq!(told(policy), errors);
}

#[test]
fn conditions_of_the_wrong_shape() {
    let policy = r#"[[response]]
then = "avoid"
when = { impact = 1.5, origin = ">internal", confidentiality = ["!=low", "high"], integrity = "!=low|high", band = ">=hihg" }
"#;
    let errors = r#"error: policy.toml:8:19: impact: `1.5` is not a condition
  help: write "x", "!=x", ">=x", "a|b", "2..4", a number, true, false, or a list of them
error: policy.toml:8:33: origin: `>internal` compares, but the values of origin have no order
  help: use "x", "!=x" or "a|b"
error: policy.toml:8:65: confidentiality: `!=low` is one of several choices, but excludes a value
  help: list the values that are meant
error: policy.toml:8:95: integrity: `!=low|high` is one of several choices, but excludes a value
  help: list the values that are meant
error: policy.toml:8:116: band: `hihg` is not a value of band
  valid: very_low, low, medium, high, very_high
  help: did you mean `high`?
"#;
    assert_eq!(told(policy), errors);
}

#[test]
fn what_rests_on_a_wrong_facet_is_not_reported_as_well() {
    let policy = r#"[scale]
impact = ["low"]
[[facet]]
name = "region"
labels = [3]
[[limit]]
level = 30
where = { region = "apac", impact = "unheard of" }
"#;
    let errors = r"error: policy.toml:7:10: impact: has 1 levels
  valid: 2 to 10
error: policy.toml:10:11: labels: `3` is not a text
  help: write it in quotes
";
    assert_eq!(told(policy), errors);
}
