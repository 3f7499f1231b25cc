//! Decision tables in both forms of SSVC, and as tables of a policy.

use super::{json, policy};
use plimsoll::diagnostic::Diagnostics;
use plimsoll::exchange::{DecisionTable, Labelled, PolicyTable};
use plimsoll::registers::Source;
use plimsoll_core::facet::Facet;
use plimsoll_core::policy::{Draft, KnownFacet, Space};
use plimsoll_core::{IncidentFacts, Policy, Response, RiskFacts};
use plimsoll_tests::cases::{self, DecisionTable as TableCase};
use std::fmt::Write;

/// A table as SSVC's CSV has it: columns with versions, rows counted from 0.
fn as_csv(case: &TableCase) -> String {
    let mut text = "row".to_owned();
    for (at, column) in case.inputs.iter().chain([&case.outcome]).enumerate() {
        let space = if at % 2 == 0 { "" } else { " (space)" };
        write!(text, ",{} v1.{at}.0{space}", column.name).unwrap();
    }
    for (number, (labels, outcome)) in case.rows.iter().enumerate() {
        let labels = case.inputs.iter().zip(labels).map(|(input, label)| &input.labels[usize::from(*label)]);
        let cells: Vec<&str> = labels.map(String::as_str).collect();
        write!(text, "\n{number},{},{}", cells.join(","), case.outcome.labels[usize::from(*outcome)])
            .unwrap();
    }
    text + "\n"
}

/// A table as SSVC's JSON has it: decision points by id, rows as keys of their values.
fn as_json(case: &TableCase) -> String {
    let columns: Vec<_> = case.inputs.iter().chain([&case.outcome]).collect();
    let id = |at: usize| format!("ns:{at}:1.0.0");
    let points: Vec<String> = columns
        .iter()
        .enumerate()
        .map(|(at, column)| {
            let values: Vec<String> = (0..)
                .zip(&column.labels)
                .map(|(key, label)| {
                    format!("{{\"key\": \"K{key}\", \"name\": {}, \"definition\": \"\"}}", json(label))
                })
                .collect();
            let name = json(&column.name);
            format!(
                "{}: {{\"name\": {name}, \"version\": \"1.0.0\", \"values\": [{}]}}",
                json(&id(at)),
                values.join(", ")
            )
        })
        .collect();
    let rows: Vec<String> = case
        .rows
        .iter()
        .map(|(labels, outcome)| {
            let cells = labels.iter().chain([outcome]).enumerate();
            let cells: Vec<String> =
                cells.map(|(at, label)| format!("{}: \"K{label}\"", json(&id(at)))).collect();
            format!("    {{{}}}", cells.join(", "))
        })
        .collect();
    format!(
        "{{\n  \"namespace\": \"ns\", \"name\": {},\n  \"decision_points\": {{{}}},\n  \"outcome\": {},\n  \"mapping\": [\n{}\n  ]\n}}\n",
        json(&case.name),
        points.join(", "),
        json(&id(columns.len() - 1)),
        rows.join(",\n")
    )
}

fn label(column: &Labelled, at: usize) -> &str {
    &column.labels[at]
}

/// All seven, from both forms: every row with its labels and its line, decided by a verified diagram.
#[test]
fn every_row_of_every_table() {
    let mut rows = 0;
    for case in cases::ssvc() {
        let mut diagnostics = Diagnostics::new();
        let csv = DecisionTable::from_csv(&Source::new("table.csv", as_csv(&case)), &mut diagnostics);
        let from_json =
            DecisionTable::from_json(&Source::new("table.json", as_json(&case)), &mut diagnostics);
        assert!(!diagnostics.is_error(), "{}: {diagnostics}", case.name);
        for (table, first_line) in [(csv.unwrap(), 2), (from_json.unwrap(), 6)] {
            assert_eq!(table.rows.len(), case.rows.len(), "{}", case.name);
            let names: Vec<&str> =
                table.inputs.iter().chain([&table.outcome]).map(|of| of.name.as_str()).collect();
            let expected: Vec<&str> =
                case.inputs.iter().chain([&case.outcome]).map(|of| of.name.as_str()).collect();
            assert_eq!(names, expected);
            assert!(table.inputs.iter().all(|input| input.version.is_some()));
            let decider = table.decider();
            for (number, (row, (labels, outcome))) in table.rows.iter().zip(&case.rows).enumerate() {
                for ((column, at), (known, label_at)) in
                    table.inputs.iter().zip(&row.labels).zip(case.inputs.iter().zip(labels))
                {
                    assert_eq!(label(column, *at), known.labels[usize::from(*label_at)]);
                }
                assert_eq!(label(&table.outcome, row.outcome), case.outcome.labels[usize::from(*outcome)]);
                assert_eq!(row.line, first_line + number, "{}", case.name);
                assert_eq!(decider.decide(&row.labels), Some(row), "{}", case.name);
                rows += 1;
            }
            assert_eq!(decider.decide(&[]), None);
            assert_eq!(decider.decide(&vec![usize::MAX; table.inputs.len()]), None);
        }
    }
    assert_eq!(rows, 2 * (36 + 192 + 36 + 27 + 72 + 16 + 4));
}

/// What is changed in a good table, and what is said of it, with the line.
#[test]
fn broken_tables_are_refused_with_the_line() {
    let utility = cases::ssvc().into_iter().find(|table| table.name == "utility").unwrap();
    let (csv, good_json) = (as_csv(&utility), as_json(&utility));
    let read = |name: &str, text: String| {
        let mut out = Diagnostics::new();
        let source = Source::new(name, text);
        let table = if name.ends_with("csv") {
            DecisionTable::from_csv(&source, &mut out)
        } else {
            DecisionTable::from_json(&source, &mut out)
        };
        assert!(table.is_none(), "{name}");
        out.to_string()
    };
    for (from, to, said) in [
        ("2,yes,diffuse", "2,no,diffuse", "error: utility.csv:4: has the labels of line 2\n"),
        (
            "\n3,yes,concentrated,super effective",
            "",
            "error: utility.csv: `automatable = yes, value_density = concentrated` no row decides\n",
        ),
        (
            "2,yes,diffuse,efficient",
            "2,yes,diffuse",
            "error: utility.csv:4: the row has 3 fields, the header has 4\n",
        ),
        ("2,yes,diffuse,efficient", "2,yes,,efficient", "error: utility.csv:4: value_density: is empty\n"),
        ("2,yes,diffuse,efficient", "2,maybe,diffuse,efficient", "decides nothing for 2 combinations"),
        (
            "value_density v1.1.0 (space)",
            "automatable v1.0.0",
            "`automatable v1.0.0` is the name of two inputs",
        ),
        ("efficient", "\"efficient", "a quote is opened here and never closed"),
    ] {
        let found = read("utility.csv", csv.replacen(from, to, 1));
        assert!(found.contains(said), "{to}:\n{found}");
    }
    assert!(read("utility.csv", String::new()).contains("is empty"));
    assert!(read("utility.csv", "row,a v1\n0,x\n".into()).contains("has no input"));
    assert!(read("utility.csv", "a,b\n".into()).contains("has no rows"));
    let wide: Vec<String> = (0..34).map(|n| format!("c{n}")).collect();
    assert!(
        read("utility.csv", format!("{0}\n{0}\n", wide.join(",")))
            .contains("has 33 inputs\n  valid: 1 to 32")
    );
    for (from, to, said) in [
        (
            "\"outcome\": \"ns:2:1.0.0\"",
            "\"outcome\": \"ns:3:1.0.0\"",
            "outcome: `ns:3:1.0.0` is not the id of a decision point",
        ),
        (
            "\"ns:1:1.0.0\": \"K0\"",
            "\"ns:1:1.0.0\": \"K7\"",
            "error: utility.json:6: mapping[0].ns:1:1.0.0: `K7` is not the key of a value\n  valid: K0, K1\n",
        ),
        (
            "\"ns:1:1.0.0\": \"K0\"",
            "\"ns:9:1.0.0\": \"K0\"",
            "error: utility.json:6: mapping[0].ns:9:1.0.0: is not a decision point of the table\n",
        ),
        (
            "\"ns:1:1.0.0\": \"K0\"",
            "\"ns:9:1.0.0\": \"K0\"",
            "error: utility.json:6: mapping[0].ns:1:1.0.0: is missing\n",
        ),
        (
            "{\"ns:0:1.0.0\": \"K0\"",
            "{\"ns:0:1.0.0\": \"K0\", \"ns:0:1.0.0\": \"K0\"",
            "error: utility.json:6: mapping[0]: is no row: `ns:0:1.0.0` stands twice",
        ),
        ("\"mapping\": [", "\"mapping\": [[", "error: utility.json:"),
    ] {
        let broken = good_json.replacen(from, to, 1);
        assert_ne!(broken, good_json, "{from}");
        let found = read("utility.json", broken);
        assert!(found.contains(said), "{to}:\n{found}");
    }
}

const HEAD: &str = "[policy]\nname = \"tables\"\nversion = \"1\"\nauthor = \"a\"\napprover = \"b\"\n\n[acceptance]\nlevel = 25\n\n";

/// The facts of a row under the policy that its table became.
fn facet(draft: &Draft, space: Space, name: &str) -> KnownFacet {
    draft.facets_of(space).into_iter().find(|known| known.name == name).unwrap_or_else(|| panic!("no {name}"))
}

fn given(draft: &Draft, space: Space, table: &DecisionTable, row: &[usize], mut set: impl FnMut(Facet, u16)) {
    for (input, at) in table.inputs.iter().zip(row) {
        let known = facet(draft, space, &plimsoll::registers::fold(&input.name));
        set(known.facet, u16::try_from(*at).unwrap());
    }
}

/// As rows of responses, routes and placements, each table decides as it stands.
#[test]
fn tables_become_tables_of_a_policy() {
    let mut decided = 0;
    // Their facets are those of every policy, or more than four outcomes are too many for responses.
    for case in cases::ssvc().into_iter().filter(|case| !case.name.starts_with("cvss")) {
        let mut out = Diagnostics::new();
        let table = DecisionTable::from_csv(&Source::new("table.csv", as_csv(&case)), &mut out).unwrap();
        let outcomes = &table.outcome.labels;
        let meanings =
            |words: &[&str]| outcomes.iter().cloned().zip(words.iter().map(ToString::to_string)).collect();

        let responses = ["accept", "transfer", "reduce", "avoid"];
        let rows = table
            .to_policy_toml(&PolicyTable::Response, &meanings(&responses), &policy(HEAD), &mut out)
            .unwrap();
        let file = policy(&format!("{HEAD}{rows}"));
        let blob = file.compile().unwrap();
        let by_response = Policy::verify(&blob).unwrap();
        let teams = ["level_1", "level_2", "level_3", "research_development"];
        let rows =
            table.to_policy_toml(&PolicyTable::Route, &meanings(&teams), &policy(HEAD), &mut out).unwrap();
        let route_file = policy(&format!("{HEAD}{rows}"));
        let route_blob = route_file.compile().unwrap();
        let by_route = Policy::verify(&route_blob).unwrap();
        for row in &table.rows {
            let mut facts = RiskFacts::default();
            given(&file.draft, Space::Risk, &table, &row.labels, |facet, value| facts.set(facet, value));
            let expected = Response::from_label(responses[row.outcome]).unwrap();
            assert_eq!(by_response.assess(&facts).response, expected, "{}, line {}", case.name, row.line);
            let mut facts = IncidentFacts::default();
            given(&route_file.draft, Space::Incident, &table, &row.labels, |facet, value| {
                facts.set(facet, value)
            });
            let routed = by_route.route(&facts);
            let name = by_route.names().unwrap().team(routed.target).unwrap();
            // A team without the rights that the incident needs is passed over; all standard ones have those of the first.
            assert_eq!(name, teams[row.outcome], "{}, line {}", case.name, row.line);
            decided += 2;
        }
    }
    assert_eq!(decided, 2 * (36 + 192 + 72 + 16 + 4));
}

/// A table over what is known of an asset decides what a tool may hold.
#[test]
fn a_table_becomes_placements() {
    let text = "Sensitivity v1.0.0,Region Served v1.0.0,Placement v1.0.0\nopen,home,yes\nopen,abroad,yes\nsecret,home,sealed\nsecret,abroad,no\n";
    let mut out = Diagnostics::new();
    let table = DecisionTable::from_csv(&Source::new("table.csv", text), &mut out).unwrap();
    let meanings = [("yes", "allowed"), ("sealed", "encrypted_only"), ("no", "forbidden")];
    let meanings = meanings.map(|(outcome, word)| (outcome.to_owned(), word.to_owned())).into();
    let into = PolicyTable::Placement { tool: Some("share".into()) };
    let rows =
        table.to_policy_toml(&into, &meanings, &policy(HEAD), &mut out).unwrap_or_else(|| panic!("{out}"));
    let file = policy(&format!("{HEAD}{rows}"));
    let blob = file.compile().unwrap();
    let policy = Policy::verify(&blob).unwrap();
    let placements = policy.placements().unwrap();
    let tool = placements.tool("share").unwrap();
    let mut seen = Vec::new();
    for row in &table.rows {
        let mut facts = RiskFacts::default();
        given(&file.draft, Space::Risk, &table, &row.labels, |facet, value| facts.set(facet, value));
        seen.push(placements.of(&facts, tool).permission().map(|permission| permission.label()));
    }
    assert_eq!(seen, ["allowed", "allowed", "encrypted_only", "forbidden"].map(Some));
}

/// An outcome that means nothing, a word that is none, and names that mean something else already.
#[test]
fn what_a_table_leaves_open_is_told() {
    let text = "Impact v1.0.0,Priority v1.0.0\nlow,defer\nhigh,act\n";
    let mut out = Diagnostics::new();
    let table = DecisionTable::from_csv(&Source::new("patch.csv", text), &mut out).unwrap();
    let meanings = [("defer".to_owned(), "acept".to_owned()), ("atc".to_owned(), "avoid".to_owned())].into();
    assert!(table.to_policy_toml(&PolicyTable::Response, &meanings, &policy(HEAD), &mut out).is_none());
    let said = out.to_string();
    assert!(said.contains("error: patch: `atc` is not an outcome of the table\n  valid: defer, act\n  help: did you mean `act`?"), "{said}");
    assert!(said.contains("error: patch: defer: `acept` is no response that there is"), "{said}");
    assert!(said.contains("error: patch: act: `act` is no response that there is"), "{said}");
    let meanings = [("defer".to_owned(), "Accept".to_owned()), ("ACT".to_owned(), "avoid".to_owned())].into();
    let rows = table
        .to_policy_toml(&PolicyTable::Response, &meanings, &policy(HEAD), &mut Diagnostics::new())
        .unwrap();
    assert!(rows.contains("name = \"patch_impact\""), "impact is a facet of every policy: {rows}");
    policy(&format!("{HEAD}{rows}")).compile().unwrap();
}

/// Two tables share what they read: the second reads what the first declared, unless its labels are others.
#[test]
fn tables_share_facets() {
    let read = |text: &str| {
        DecisionTable::from_csv(&Source::new("second.csv", text), &mut Diagnostics::new()).unwrap()
    };
    let first = "[[facet]]\nname = \"exploitation\"\nlabels = [\"none\", \"active\"]\n";
    let base = format!("{HEAD}{first}");
    let meanings = [("defer".to_owned(), "accept".to_owned()), ("act".to_owned(), "avoid".to_owned())].into();
    for (labels, name) in [(["None", "active"], "exploitation"), (["none", "poc"], "second_exploitation")] {
        let [low, high] = labels;
        let table = read(&format!("Exploitation v1.1.0,Priority\n{low},defer\n{high},act\n"));
        let rows = table
            .to_policy_toml(&PolicyTable::Response, &meanings, &policy(&base), &mut Diagnostics::new())
            .unwrap();
        assert_eq!(rows.contains("[[facet]]"), name != "exploitation", "{rows}");
        assert!(rows.contains(&format!("when = {{ {name} = ")), "{rows}");
        policy(&format!("{base}\n{rows}")).compile().unwrap();
    }
}

/// Inputs that share a name, or have none in Latin letters, are told apart.
#[test]
fn odd_names_of_inputs() {
    let text =
        "Same v1.0.0 (ssvc),Same v1.0.0 (cvss),A b,A&b,\u{8bc4}\u{4f30},***,Priority\nx,y,1,2,3,4,defer\n";
    let mut out = Diagnostics::new();
    let table =
        DecisionTable::from_csv(&Source::new("odd.csv", text), &mut out).unwrap_or_else(|| panic!("{out}"));
    let meanings = [("defer".to_owned(), "accept".to_owned())].into();
    let rows = table.to_policy_toml(&PolicyTable::Response, &meanings, &policy(HEAD), &mut out).unwrap();
    let file = policy(&format!("{HEAD}{rows}"));
    file.compile().unwrap();
    let names: Vec<&str> = file.draft.facets.iter().map(|facet| facet.name.as_str()).collect();
    assert_eq!(names, ["same_v1_0_0_ssvc", "same_v1_0_0_cvss", "a_b", "odd_a_b", "odd", "odd_6"]);
}

/// A table with one input of 4,000 labels is complete, and no diagram holds it: it is refused rather than never decided.
#[test]
fn a_table_that_no_diagram_holds_is_refused() {
    let rows: String = (0..4000).map(|n| format!("l{n},o{}\n", n % 7)).collect();
    let mut out = Diagnostics::new();
    let table = DecisionTable::from_csv(&Source::new("wide.csv", format!("a,b\n{rows}")), &mut out);
    match table {
        None => assert!(out.to_string().contains("is too intricate"), "{out}"),
        Some(table) => assert!(table.decider().decide(&[3999]).is_some()),
    }
}
