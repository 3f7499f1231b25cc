//! What a policy declares in place of what is standard, or beside the columns of the registers.

use super::{sound, told};
use crate::diagnostic::Diagnostics;
use crate::registers::{Registers, Source, Vocabulary};
use plimsoll_core::{IncidentFacts, Policy};

/// The columns that facets read although a register knows them.
const READ: [&str; 6] = ["scope", "unit", "region", "location", "tool", "type"];

#[test]
fn facets_may_not_have_the_names_of_columns_with_a_meaning_of_their_own() {
    let files = [
        Source::new("assets.csv", "id,name,class,confidentiality,integrity,availability,owner\n"),
        Source::new("threats.csv", "id,name,class,origin,compromises\n"),
        Source::new("risks.csv", "id,asset,threat,impact,owner\n"),
        Source::new("actions.csv", "id,threat,title,completed\n"),
    ];
    let mut diagnostics = Diagnostics::new();
    let registers = Registers::from_csv(&files, &Vocabulary::default(), &mut diagnostics)
        .unwrap_or_else(|| panic!("{diagnostics}"));
    let mut columns: Vec<String> =
        ["financial", "operational", "reputation", "legal"].map(String::from).to_vec();
    // Facets are not looked for in the others.
    let with_facets =
        ["assets.csv", "threats.csv", "actions.csv", "risks.csv", "incidents.csv", "not_applicable.csv"];
    for source in registers.to_csv().iter().filter(|source| with_facets.contains(&source.name.as_str())) {
        columns.extend(source.text.trim_end().split(',').map(String::from));
    }
    assert!(columns.len() > 70, "{columns:?}");
    for column in &columns {
        for table in ["[[facet]]\nbool = true\ndefault = false\n", "[[obligation]]\nmax_level = 4\n"] {
            let told = told(&format!("{table}name = \"{column}\"\n"));
            let refused = told.contains("is a column of its own in the registers")
                || told.contains("is the name of a built-in facet");
            assert_eq!(refused, !READ.contains(&column.as_str()), "{column}: {told}");
            assert_eq!(told.is_empty(), !refused, "{column}: {told}");
        }
    }
}

#[test]
fn such_a_name_is_reported_once_and_what_asks_for_it_is_not() {
    let policy = r#"[[facet]]
name = "document"
labels = ["a", "b"]
[[obligation]]
name = "Exception-until"
[[limit]]
level = 3
where = { document = "a", regoin = "b" }
"#;
    let errors = r"error: policy.toml:7:8: name: `document` is a column of its own in the registers
  help: choose another name
error: policy.toml:10:8: name: `Exception-until` is a column of its own in the registers
  help: choose another name
error: policy.toml:13:27: regoin: is not a facet that [[limit]] can ask for
  valid: impact, likelihood, confidentiality, integrity, availability, compromises_c, compromises_i, compromises_a, asset_class, asset_kind, threat_class, origin, orientation, owner_is_team
";
    let mut lines: Vec<String> = told(policy).lines().map(String::from).collect();
    let mut expected: Vec<String> = errors.lines().map(String::from).collect();
    lines.sort();
    expected.sort();
    assert_eq!(lines, expected);
}

/// Teams, a route, and the names that are left.
fn teams(rest: &str) -> Vec<String> {
    let (file, _) = sound(rest);
    let names: Vec<String> = file.draft.teams.iter().map(|team| team.name.clone()).collect();
    assert_eq!(file.vocabulary.teams, names);
    assert_eq!((file.vocabulary.levels, file.vocabulary.rights), (file.draft.levels(), file.draft.rights()));
    names
}

const DESK: &str = "[[team]]\nname = \"desk\"\nlevel = 1\n";

#[test]
fn standard_teams_that_nothing_names_are_not_there() {
    let all = 7;
    let routes = "[[route]]\nwhen = { complex = true }\nto = \"Level 2\"\n[[route]]\nto = \"desk\"\n";
    assert_eq!(teams("").len(), all);
    assert_eq!(teams("[[route]]\nto = \"level_1\"\n").len(), all, "no team is stated");
    assert_eq!(teams(&format!("{DESK}{routes}")), ["level_2", "desk"]);
    let passing = DESK.to_owned() + "next = \"Level-3\"\n" + routes;
    assert_eq!(teams(&passing), ["level_2", "level_3", "desk"]);
    let again = format!("{DESK}[[team]]\nname = \"business_function_manager\"\nlevel = 4\n{routes}");
    assert_eq!(teams(&again), ["level_2", "business_function_manager", "desk"]);
    let standard_routes = teams(DESK);
    assert_eq!(standard_routes.len(), all, "{standard_routes:?}");
    assert!(!standard_routes.iter().any(|name| name == "business_function_manager"));
    assert_eq!(teams("[[team]]\nname = \"business_function_manager\"\nlevel = 4\n").len(), all);
}

#[test]
fn nobody_is_sent_to_a_team_that_is_not_there() {
    let (_, blob) = sound(&format!("{DESK}rights = 1\n[[route]]\nto = \"desk\"\n"));
    let policy = Policy::verify(&blob).unwrap();
    let route = policy.route(&IncidentFacts::default().with_rights(3));
    assert_eq!(policy.names().unwrap().team(route.target), Some("desk"));
    assert!(!route.reaches);
}

#[test]
fn what_is_wrong_with_a_team_is_told_at_its_line_after_others_went() {
    let policy =
        format!("[[route]]\nto = \"desk\"\n{DESK}next = \"night\"\n[[team]]\nname = \"night\"\nlevel = 1\n");
    let told = told(&policy);
    assert!(told.starts_with("error: policy.toml:9:8: [[team]]: \"desk\" passes on to \"night\""), "{told}");
}
