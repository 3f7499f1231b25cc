//! Tables and keys that no policy has, or not in this form. Each error with its line, column and words.

use super::{told, told_of};

#[test]
fn an_empty_file_lacks_the_one_table_that_must_be_there() {
    let policy = r"";
    let errors = r"error: policy.toml: [policy]: is missing
  help: give [policy] with name, version, author and approver
";
    assert_eq!(told_of(policy), errors);
}

#[test]
fn author_and_approver_must_be_given_and_differ() {
    let policy = r#"[policy]
nmae = "x"
version = 3
author = "Ann"
approver = " ANN"
"#;
    let errors = r"error: policy.toml:1:1: name: is missing
  help: give name in [policy]
error: policy.toml:2:1: nmae: is not a key of [policy]
  valid: name, version, author, approver, description
  help: did you mean `name`?
error: policy.toml:3:11: version: `3` is not a text
  help: write it in quotes
error: policy.toml:5:12: approver: ` ANN` is the author as well
  help: whoever writes a policy does not approve it; name somebody else
";
    assert_eq!(told_of(policy), errors);
}

#[test]
fn a_table_given_as_a_value() {
    let policy = r"policy = 3
";
    let errors = r"error: policy.toml:1:10: policy: is not one table
  help: write [policy], once
";
    assert_eq!(told_of(policy), errors);
}

#[test]
fn rows_where_one_table_is_meant() {
    let policy = r#"[[policy]]
name = "x"
"#;
    let errors = r"error: policy.toml:1:1: policy: is not one table
  help: write [policy], once
";
    assert_eq!(told_of(policy), errors);
}

#[test]
fn a_table_where_rows_are_meant() {
    let policy = r"[limit]
level = 3
[acceptence]
level = 3
";
    let errors = r"error: policy.toml:6:1: limit: is not a list of tables
  help: write [[limit]]
error: policy.toml:8:2: acceptence: is not a table of a policy
  valid: policy, scale, matrix, band, acceptance, limit, obligation, facet, response, incident, team, route, tool, placement, question, envelope, invariant, organisation, review, isms
  help: did you mean `acceptance`?
";
    assert_eq!(told(policy), errors);
}

#[test]
fn rows_of_something_else() {
    let policy = r"limit = [3, { level = 3, lvl = 4 }]
";
    let errors = r"error: policy.toml: [policy]: is missing
  help: give [policy] with name, version, author and approver
error: policy.toml:1:10: limit: `3` is not a table
  help: write [[limit]]
error: policy.toml:1:26: lvl: is not a key of [[limit]]
  valid: level, where, reason, derives_from
";
    assert_eq!(told_of(policy), errors);
}

#[test]
fn texts_have_bounded_length_and_visible_characters() {
    let policy = concat!("description = \"x\\u202ey\"\n", "[isms]\naim = \"x\\ny\"\n",);
    let policy = format!("{policy}realised_by = \"{}\"\n", "x".repeat(513));
    let errors = r"error: policy.toml:6:15: description: `x�y` holds the character U+202E, which cannot be seen
  help: remove it
error: policy.toml:8:7: aim: `x␊y` holds the character U+000A, which cannot be seen
  help: remove it
error: policy.toml:9:15: realised_by: has 513 characters
  valid: at most 512 characters
";
    assert_eq!(told(&policy), errors);
}

#[test]
fn what_the_compiler_finds_is_told_with_the_rest() {
    let policy = r#"[[limit]]
level = 101
[[route]]
when = { priority = "high" }
to = "level_1"
[[response]]
when = { threat_class = "natural" }
then = "avoid"
[[response]]
then = "reduce"
[[response]]
then = "accept"
"#;
    let errors = r"error: policy.toml:7:9: level: `101` is out of range
  valid: 0 to 25
error: policy.toml:8:1: [[route]]: no row matches this case: priority = low|medium
  help: add a row for it, or a last row without conditions
error: policy.toml:12:25: threat_class: `natural` is not a value of threat_class
  valid: deliberate, accidental, environmental
";
    assert_eq!(told(policy), errors);
}

#[test]
fn all_errors_of_syntax_come_with_those_of_meaning() {
    let policy = r#"description = foo
name = "again"
[limit
level = 3
[[limit]]
level 4
[[limit]]
level = "x"
[[facet]]
nmae = "x"
"#;
    let errors = r"error: policy.toml:6:15: is not TOML: invalid boolean, expected `false`
  help: write texts in quotes
error: policy.toml:7:1: name: is given twice
  help: keep one of them
error: policy.toml:8:7: is not TOML: unclosed table, expected `]`
error: policy.toml:11:7: is not TOML: key with no value, expected `=`
error: policy.toml:13:9: level: `x` is not a whole number
  valid: 0 to 25
error: policy.toml:15:1: nmae: is not a key of [[facet]]
  valid: name, labels, range, bool, default
  help: did you mean `name`?
";
    assert_eq!(told(policy), errors);
}
