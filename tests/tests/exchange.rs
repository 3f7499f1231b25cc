//! Published matrices and decision tables, written in the forms that others keep them in and read again, cell by cell; and as the
//! policies that they become.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that meets the unexpected has to stop, and says best where"
)]

use plimsoll::Organisation;
use plimsoll::diagnostic::Diagnostics;
use plimsoll::exchange::{DecisionTable, Labelled, PolicyTable, RiskMatrix};
use plimsoll::policy_file::PolicyFile;
use plimsoll::registers::Source;
use plimsoll_core::facet::Facet;
use plimsoll_core::policy::{Draft, KnownFacet, Space};
use plimsoll_core::{Impact, IncidentFacts, Likelihood, Policy, Progress, Response, RiskFacts};
use plimsoll_tests::cases::{self, DecisionTable as TableCase, MatrixCase};
use std::fmt::Write;

/// Ways to write the same library: with blocks or in one line, with what else libraries say or without.
#[derive(Clone, Copy)]
enum Style {
    Blocks,
    Flow,
    Bare,
}

fn json(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

fn library(case: &MatrixCase, style: Style) -> String {
    let step = |at: usize, name: &str, colour: Option<&String>| match style {
        Style::Blocks => {
            let colour = colour.map_or(String::new(), |colour| format!("      hexcolor: '{colour}'\n"));
            let name = json(name);
            format!(
                "    - id: {at}\n      abbreviation: x{at}\n      name: {name}\n{colour}      description: some words\n"
            )
        }
        Style::Flow | Style::Bare => {
            let colour = colour.map_or(String::new(), |colour| format!(", hexcolor: \"{colour}\""));
            format!("    - {{name: {}{colour}}}\n", json(name))
        }
    };
    let steps = |names: &[String], colours: &[String]| -> String {
        names.iter().enumerate().map(|(at, name)| step(at, name, colours.get(at))).collect()
    };
    let row = |row: &Vec<u8>| match style {
        Style::Flow => format!("    - {row:?}\n"),
        Style::Blocks | Style::Bare => {
            let cells: Vec<String> = row.iter().map(|cell| format!("- {cell}\n")).collect();
            format!("    - {}", cells.join("      "))
        }
    };
    let matrix = format!(
        "    name: {}\n    probability:\n{}    impact:\n{}    risk:\n{}    grid:\n{}",
        json(&case.name),
        steps(&case.likelihood, &[]),
        steps(&case.impact, &[]),
        steps(&case.bands, &case.colours),
        case.grid.iter().map(row).collect::<String>()
    );
    match style {
        Style::Bare => format!("objects:\n  risk_matrix:\n{matrix}"),
        _ => format!(
            "urn: urn:example:library:x\nlocale: en\nname: a library\nversion: 3\nobjects:\n  risk_matrix:\n  - urn: urn:example:matrix:x\n    description: some words\n{matrix}"
        ),
    }
}

fn read(text: &str) -> (Option<Vec<RiskMatrix>>, String) {
    let mut diagnostics = Diagnostics::new();
    let matrices = RiskMatrix::read_library(&Source::new("library.yaml", text), &mut diagnostics);
    (matrices, diagnostics.to_string())
}

/// All six, in three styles: names, colours and every cell; and as a policy that decides by each cell.
#[test]
fn every_cell_of_every_matrix() {
    let mut cells = 0;
    for case in cases::matrices() {
        let written = [Style::Blocks, Style::Flow, Style::Bare].map(|style| library(&case, style));
        for text in &written {
            let (matrices, said) = read(text);
            let matrices = matrices.unwrap_or_else(|| panic!("{}: {said}\n{text}", case.name));
            let [matrix] = &matrices[..] else { panic!("{}: {} matrices", case.name, matrices.len()) };
            let names = |steps: &[plimsoll::exchange::Step]| -> Vec<String> {
                steps.iter().map(|step| step.name.clone()).collect()
            };
            assert_eq!(names(&matrix.likelihood), case.likelihood, "{}", case.name);
            assert_eq!(names(&matrix.impact), case.impact, "{}", case.name);
            assert_eq!(names(&matrix.bands), case.bands, "{}", case.name);
            let colours: Vec<String> = matrix.bands.iter().filter_map(|band| band.colour.clone()).collect();
            assert_eq!(colours, case.colours, "{}", case.name);
            assert_eq!(matrix.grid, case.grid, "{}", case.name);

            let file = policy(&matrix.to_policy_toml());
            let blob = file.compile().expect("a policy");
            let policy = Policy::verify(&blob).expect("a sound policy");
            for (likelihood, row) in (1..).zip(&case.grid) {
                for (impact, band) in (1..).zip(row) {
                    let facts = RiskFacts {
                        rated: Impact::new(impact).unwrap(),
                        actions: Progress::new(0, 1).unwrap(),
                        estimate: Likelihood::new(likelihood),
                        ..RiskFacts::default()
                    };
                    let decision = policy.assess(&facts);
                    let at = format!("{}: likelihood {likelihood}, impact {impact}", case.name);
                    assert_eq!(decision.band.0, *band, "{at}");
                    assert_eq!(decision.score.get(), band + 1, "{at}");
                    assert_eq!(decision.within_limit, *band == 0, "{at}: the lowest band alone is accepted");
                    cells += 1;
                }
            }
        }
    }
    assert_eq!(cells, 3 * (9 + 9 + 16 + 25 + 25 + 25));
}

fn policy(text: &str) -> PolicyFile {
    let mut diagnostics = Diagnostics::new();
    let file = PolicyFile::read(&Source::new("policy.toml", text), &mut diagnostics);
    file.unwrap_or_else(|| panic!("{diagnostics}\n{text}"))
}

/// What is changed in a good library, and what is said of it, with the place.
#[test]
fn broken_libraries_are_refused_with_the_place() {
    let good = "objects:\n  risk_matrix:\n  - name: m\n    probability:\n    - name: seldom\n    - name: often\n    impact:\n    - name: small\n    - name: great\n    risk:\n    - name: low\n      hexcolor: '#00ff00'\n    - name: high\n    grid:\n    - [0, 0]\n    - [0, 1]\n";
    assert_eq!(read(good).1, "");
    for (from, to, said) in [
        (
            "[0, 1]",
            "[0, 2]",
            "error: library.yaml:16:11: grid[1][1]: `2` is not the position of a band\n  valid: 0 to 1\n",
        ),
        ("[0, 1]", "[0, x]", "error: library.yaml:16:11: grid[1][1]: `x` is not the position of a band\n"),
        ("[0, 1]", "[0]", "error: library.yaml:16:7: grid[1]: has 1 cells\n  valid: 2, one per impact\n"),
        (
            "    - [0, 1]\n",
            "",
            "error: library.yaml:15:7: grid: has 1 rows\n  valid: 2, one per probability\n",
        ),
        (
            "    - [0, 1]\n",
            "    - 3\n",
            "error: library.yaml:16:7: grid[1]: is a text, not a list of cells\n",
        ),
        (
            "'#00ff00'",
            "green",
            "error: library.yaml:12:17: risk[0].hexcolor: `green` is not a colour\n  valid: #rrggbb\n",
        ),
        (
            "    - name: often\n",
            "",
            "error: library.yaml:5:7: probability: has 1 entries\n  valid: 2 to 10 entries\n",
        ),
        (
            "    - name: small\n",
            "    - id: 1\n      name: small\n",
            "error: library.yaml:8:11: impact[0].id: `1` is not the position of the entry\n",
        ),
        (
            "    - name: small\n",
            "    - abbreviation: s\n",
            "error: library.yaml:8:7: impact[0].name: is missing\n",
        ),
        ("    grid:", "    gird:", "error: library.yaml:3:5: grid: is missing\n"),
        (
            "    grid:",
            "    gird:",
            "warning: library.yaml:15:7: gird: is not known, and was left out\n  help: did you mean `grid`?\n",
        ),
        (
            "risk_matrix",
            "risk_matrixes",
            "error: library.yaml:2:3: objects.risk_matrix: has no risk matrix\n",
        ),
        ("name: high", "name: \"hi\\u202egh\"", "error: library.yaml:3:5: makes no policy"),
    ] {
        let broken = good.replacen(from, to, 1);
        assert_ne!(broken, good, "{from}");
        let (matrices, found) = read(&broken);
        assert!(matrices.is_none(), "{to}");
        assert!(found.contains(said), "{to}:\n{found}");
    }
    // Not wrong, but told.
    let (twice, said) = read(&good.replace("name: high", "name: LOW\n      abbreviation: L2"));
    assert_eq!(twice.unwrap()[0].bands[1].name, "LOW (L2)");
    assert!(said.contains("warning: library.yaml:13:7: risk[1]: has the name of another"), "{said}");
    assert!(
        said.contains(
            "note: library.yaml:3: a policy has no place for these, which were left out: abbreviation (1)"
        ),
        "{said}"
    );
    let (falls, _) = read(&good.replace("[0, 1]", "[1, 0]"));
    assert!(falls.unwrap()[0].to_policy_toml().contains("monotone = false"));
    let (turned, said) = read(
        &good
            .replace("    - [0, 0]\n    - [0, 1]\n", "    - [0, 0]\n    - [0, 1]\n    - [1, 1]\n")
            .replace("    - name: great\n", "    - name: great\n    - name: huge\n"),
    );
    assert!(
        turned.is_none() && said.contains("help: its rows are impacts: turn it, a row is a probability"),
        "{said}"
    );
}

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
        assert!(diagnostics.is_empty(), "{}: {diagnostics}", case.name);
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
        ("value_density", "automatable", "`automatable` is the name of two inputs"),
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
        let rows = table.to_policy_toml(&PolicyTable::Response, &meanings(&responses), &mut out).unwrap();
        let file = policy(&format!("{HEAD}{rows}"));
        let blob = file.compile().unwrap();
        let by_response = Policy::verify(&blob).unwrap();
        let teams = ["level_1", "level_2", "level_3", "research_development"];
        let rows = table.to_policy_toml(&PolicyTable::Route, &meanings(&teams), &mut out).unwrap();
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
    let rows = table.to_policy_toml(&into, &meanings, &mut out).unwrap_or_else(|| panic!("{out}"));
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
    assert!(table.to_policy_toml(&PolicyTable::Response, &meanings, &mut out).is_none());
    let said = out.to_string();
    assert!(said.contains("error: patch: `atc` is not an outcome of the table\n  valid: defer, act\n  help: did you mean `act`?"), "{said}");
    assert!(said.contains("error: patch: defer: `acept` says no response that there is"), "{said}");
    assert!(said.contains("error: patch: act: `act` says no response that there is"), "{said}");
    let meanings = [("defer".to_owned(), "Accept".to_owned()), ("ACT".to_owned(), "avoid".to_owned())].into();
    let rows = table.to_policy_toml(&PolicyTable::Response, &meanings, &mut Diagnostics::new()).unwrap();
    assert!(rows.contains("name = \"patch_impact\""), "impact is a facet of every policy: {rows}");
    policy(&format!("{HEAD}{rows}")).compile().unwrap();
}

/// The sample through a workbook, a document, and the files of a directory.
#[test]
fn registers_come_back_equal() {
    let sample = Organisation::sample();
    let mut out = Diagnostics::new();
    let bytes = plimsoll::exchange::write_workbook(sample.registers(), None, &mut out).unwrap();
    let again = plimsoll::exchange::write_workbook(sample.registers(), None, &mut out).unwrap();
    assert!(bytes == again, "the same registers give the same bytes");
    let book =
        plimsoll::exchange::read_workbook("book.xlsx", &bytes, &mut out).unwrap_or_else(|| panic!("{out}"));
    let by_book = sample.with_registers(&book.files, &mut out).unwrap_or_else(|| panic!("{out}"));
    assert!(by_book.registers() == sample.registers());
    let by_csv =
        sample.with_registers(&sample.registers().to_csv(), &mut out).unwrap_or_else(|| panic!("{out}"));
    assert!(by_csv.registers() == sample.registers());
}
