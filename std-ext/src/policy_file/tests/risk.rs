//! Scales, matrix, bands, acceptance, limits, obligations. Each error with its line, column and words.

use super::{sound, told};
use plimsoll_core::policy::Draft;

#[test]
fn scales_have_two_to_ten_levels_with_names_that_differ() {
    let policy = r#"[scale]
impact = ["a"]
likelihood = ["a", "A", "", 3]
"#;
    let errors = r"error: policy.toml:7:10: impact: has 1 levels
  valid: 2 to 10
error: policy.toml:8:20: likelihood: `A` stands twice among the levels
error: policy.toml:8:25: likelihood: is empty
error: policy.toml:8:29: likelihood: `3` is not a text
  help: write it in quotes
";
    assert_eq!(told(policy), errors);
}

#[test]
fn a_level_that_reads_as_another_number() {
    let policy = r#"[scale]
impact = ["1", "3", "2"]
"#;
    let errors = r"error: policy.toml:7:16: impact: `3` reads as a number, but is level 2
  help: give it another name
error: policy.toml:7:21: impact: `2` reads as a number, but is level 3
  help: give it another name
";
    assert_eq!(told(policy), errors);
}

#[test]
fn four_scores_have_four_bands() {
    let (file, _) = sound("[scale]\nimpact = [\"low\", \"high\"]\nlikelihood = [\"low\", \"high\"]\n");
    let mut expected = Draft::standard().bands;
    expected.truncate(4);
    for (score, band) in (1..).zip(&mut expected) {
        band.up_to = score;
    }
    assert_eq!(file.draft.bands, expected);
    assert_eq!(expected[3].name, "high");
}

#[test]
fn what_was_right_for_five_levels_may_not_be_for_two() {
    let policy = r#"[scale]
impact = ["low", "high"]
likelihood = ["low", "mid", "high"]
[acceptance]
no_actions = "very high"
cia_floor = [1, 2, 3]
level = 7
"#;
    let errors = r"error: policy.toml:10:14: no_actions: `very high` is not a level of likelihood
  valid: low, mid, high, 1 to 3
error: policy.toml:11:20: cia_floor: `3` is not a level of impact
  valid: low, high, 1 to 2
error: policy.toml:12:9: level: `7` is out of range
  valid: 0 to 6
";
    assert_eq!(told(policy), errors);
}

#[test]
fn a_grid_without_its_cells() {
    let policy = r#"[matrix]
kind = "grid"
"#;
    let errors = r"error: policy.toml:6:1: grid: is missing
  help: give grid in [matrix]
";
    assert_eq!(told(policy), errors);
}

#[test]
fn a_kind_of_matrix_that_there_is_not() {
    let policy = r#"[matrix]
kind = "prodct"
grid = [[0, 1], [1, 1]]
"#;
    let errors = r"error: policy.toml:7:8: kind: `prodct` is not a kind of matrix
  valid: product, grid
  help: did you mean `product`?
error: policy.toml:8:8: grid: has 2 rows
  valid: 5, one per likelihood, ascending
error: policy.toml:8:9: grid: has 2 cells
  valid: 5, one per impact, ascending
error: policy.toml:8:17: grid: has 2 cells
  valid: 5, one per impact, ascending
";
    assert_eq!(told(policy), errors);
}

#[test]
fn keys_of_a_grid_beside_a_product() {
    let policy = r#"[matrix]
kind = "product"
monotone = false
grid = [[0, 1], [1, 1]]
"#;
    let errors = r#"error: policy.toml:8:12: monotone: `false` has no use with a product, which never falls
  help: remove it
error: policy.toml:9:8: grid: has no use with a product
  help: say kind = "grid"
"#;
    assert_eq!(told(policy), errors);
}

#[test]
fn cells_that_are_no_bands_and_rows_of_another_length() {
    let policy = r#"[matrix]
grid = [[0, 1, 2, 3, 4], [0, 1, 2, 3, 5], [0, 1, 1, 3], 4, [1, 0, 2, "x", 4]]
"#;
    let errors = r"error: policy.toml:7:39: grid: `5` is out of range
  valid: 0 to 4
error: policy.toml:7:43: grid: has 4 cells
  valid: 5, one per impact, ascending
error: policy.toml:7:57: grid: `4` is not a list
  help: write it in square brackets
error: policy.toml:7:70: grid: `x` is not a whole number
  valid: 0 to 4
";
    assert_eq!(told(policy), errors);
}

#[test]
fn a_grid_of_the_wrong_size() {
    let policy = r"[matrix]
grid = [[0, 1, 1, 1, 1], [0, 1, 1, 1, 1]]
";
    let errors = r"error: policy.toml:7:8: grid: has 2 rows
  valid: 5, one per likelihood, ascending
";
    assert_eq!(told(policy), errors);
}

#[test]
fn a_grid_that_falls() {
    let policy = r#"[scale]
impact = ["low", "high"]
likelihood = ["low", "high"]
[matrix]
grid = [
  [0, 1],
  [1, 0],
]
"#;
    let errors = r"error: policy.toml:12:7: grid: the cell holds 0, less than the 1 of the cell with less impact
  help: a matrix never falls; if this one is meant to, say monotone = false in [matrix]
";
    assert_eq!(told(policy), errors);
}

#[test]
fn bands_of_a_product() {
    let policy = r#"[[band]]
name = "low"
up_to = 10
colour = "green"
[[band]]
name = "Low"
up_to = 8
[[band]]
up_to = 300
[[band]]
name = "x"
"#;
    let errors = r##"error: policy.toml:9:10: colour: `green` is not a colour
  help: write it as "#rrggbb", for example "#2e7d32"
error: policy.toml:11:8: name: `Low` stands twice among the bands
error: policy.toml:13:1: name: is missing
  help: give name in [[band]]
error: policy.toml:14:9: up_to: `300` is out of range
  valid: 1 to 100
error: policy.toml:15:1: up_to: is missing
  help: give up_to in [[band]]
"##;
    assert_eq!(told(policy), errors);
}

#[test]
fn bands_of_a_grid() {
    let policy = r#"[matrix]
kind = "grid"
grid = []
[[band]]
name = "low"
up_to = 10
"#;
    let errors = r"error: policy.toml:8:8: grid: has 0 rows
  valid: 5, one per likelihood, ascending
error: policy.toml:11:9: up_to: `10` has no use with a grid
  help: remove it: a cell of the grid names its band
";
    assert_eq!(told(policy), errors);
}

#[test]
fn bands_that_overlap() {
    let policy = r#"[[band]]
name = "low"
up_to = 10
[[band]]
name = "high"
up_to = 8
"#;
    let errors = r#"error: policy.toml:11:9: [[band]]: band "high" goes up to 8, but scores up to 10 are in bands before it
  help: bands ascend and do not overlap: give each a higher up_to
error: policy.toml:11:9: [[band]]: scores 11 to 25 are in no band
  help: the last band goes up to the highest score: up_to = 25
"#;
    assert_eq!(told(policy), errors);
}

#[test]
fn bands_that_go_too_far() {
    let policy = r#"[[band]]
name = "low"
up_to = 10
[[band]]
name = "high"
up_to = 26
"#;
    let errors = r"error: policy.toml:11:9: [[band]]: the bands go up to 26, but the highest score is 25
  help: end the last band at up_to = 25
";
    assert_eq!(told(policy), errors);
}

#[test]
fn bands_that_leave_a_gap() {
    let policy = r#"[[band]]
name = "low"
up_to = 10
[[band]]
name = "high"
up_to = 24
"#;
    let errors = r"error: policy.toml:11:9: [[band]]: score 25 is in no band
  help: the last band goes up to the highest score: up_to = 25
";
    assert_eq!(told(policy), errors);
}

#[test]
fn acceptance_outside_the_scales() {
    let policy = r#"[acceptance]
level = 26
no_actions = "hihg"
estimate = "highest"
cia_floor = [3, 2, 1]
"#;
    let errors = r"error: policy.toml:7:9: level: `26` is out of range
  valid: 0 to 25
error: policy.toml:8:14: no_actions: `hihg` is not a level of likelihood
  valid: very low, low, medium, high, very high, 1 to 5
  help: did you mean `high`?
error: policy.toml:9:12: estimate: `highest` is not a rule for estimates
  valid: higher, replaces
  help: did you mean `higher`?
error: policy.toml:10:13: cia_floor: does not ascend
  help: give the least impact for low, medium and high, or [] for no floor
";
    assert_eq!(told(policy), errors);
}

#[test]
fn acceptance_of_the_wrong_shape() {
    let policy = r#"[acceptance]
level = "nine"
no_actions = 6
cia_floor = [1, 2]
"#;
    let errors = r"error: policy.toml:7:9: level: `nine` is not a whole number
  valid: 0 to 25
error: policy.toml:8:14: no_actions: `6` is not a level of likelihood
  valid: very low, low, medium, high, very high, 1 to 5
error: policy.toml:9:13: cia_floor: has 2 levels
  valid: 3 levels, []
  help: give the least impact for low, medium and high, or [] for no floor
";
    assert_eq!(told(policy), errors);
}

#[test]
fn a_floor_with_a_level_that_there_is_not() {
    let policy = r#"[acceptance]
level = -1
no_actions = 1.5
cia_floor = ["low", "medum", 7]
"#;
    let errors = r"error: policy.toml:7:9: level: `-1` is out of range
  valid: 0 to 25
error: policy.toml:8:14: no_actions: `1.5` is not a level of likelihood
  valid: very low, low, medium, high, very high, 1 to 5
error: policy.toml:9:21: cia_floor: `medum` is not a level of impact
  valid: very low, low, medium, high, very high, 1 to 5
  help: did you mean `medium`?
error: policy.toml:9:30: cia_floor: `7` is not a level of impact
  valid: very low, low, medium, high, very high, 1 to 5
";
    assert_eq!(told(policy), errors);
}

#[test]
fn a_limit_without_level_and_one_above_the_scores() {
    let policy = r#"[[limit]]
[[limit]]
level = 26
[[limit]]
level = 2
where = "apac"
"#;
    let errors = r#"error: policy.toml:6:1: level: is missing
  help: give level in [[limit]]
error: policy.toml:8:9: level: `26` is out of range
  valid: 0 to 25
error: policy.toml:11:9: where: `apac` is not a table
  help: write { facet = "value" }
"#;
    assert_eq!(told(policy), errors);
}

#[test]
fn obligations_that_say_two_things() {
    let policy = r#"[[obligation]]
name = "pci"
max_level = 4
forbids_acceptance = true
[[obligation]]
name = "PCI"
max_level = 26
"#;
    let errors = r"error: policy.toml:8:13: max_level: has no use where acceptance is forbidden
  help: give max_level or forbids_acceptance = true
error: policy.toml:11:8: name: `PCI` stands twice among the facets and obligations
error: policy.toml:12:13: max_level: `26` is out of range
  valid: 0 to 25
";
    assert_eq!(told(policy), errors);
}

#[test]
fn obligations_with_names_that_rules_cannot_use() {
    let policy = r#"[[obligation]]
name = "impact"
[[obligation]]
name = "Data Law"
"#;
    let errors = r#"error: policy.toml:7:8: [[obligation]]: "impact" is the name of a built-in facet
  help: choose another name
error: policy.toml:9:8: [[obligation]]: "Data Law" is not a name that rules can use
  help: use small letters, digits and _, starting with a letter
"#;
    assert_eq!(told(policy), errors);
}
