//! Matrices as libraries of governance tools keep them.

use super::{json, policy};
use plimsoll::diagnostic::Diagnostics;
use plimsoll::exchange::{RiskMatrix, Step};
use plimsoll::registers::Source;
use plimsoll_core::{Impact, Likelihood, Policy, Progress, RiskFacts};
use plimsoll_tests::cases::{self, MatrixCase};

/// Ways to write the same library: with blocks or in one line, with what else libraries say or without.
#[derive(Clone, Copy)]
enum Style {
    Blocks,
    Flow,
    Bare,
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
            let names =
                |steps: &[Step]| -> Vec<String> { steps.iter().map(|step| step.name.clone()).collect() };
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
        (
            "name: high",
            "name: \"hi\\u202egh\"",
            "error: library.yaml:13:13: risk[1].name: holds the character U+202E",
        ),
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
    let (colourless, said) = read(&good.replace("'#00ff00'", "green"));
    assert_eq!(colourless.unwrap()[0].bands[0].colour, None);
    let warning = "warning: library.yaml:12:17: risk[0].hexcolor: `green` is not a colour, and was left out";
    assert!(said.contains(warning), "{said}");
    let others = good.replace("objects:\n", "copyright: x\nobjects:\n  threats: []\n");
    let (_, said) = read(&others);
    assert!(said.contains("note: library.yaml: holds other objects, which were left out: threats"), "{said}");
    assert!(said.contains("note: library.yaml: says of the library what was left out: copyright"), "{said}");
    let second = good.replace("risk_matrix", "risk_matrices").replace("objects:\n", "");
    let (both, _) = read(&format!("{good}{second}"));
    assert_eq!(both.map(|both| both.len()), Some(2), "under either key");
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
