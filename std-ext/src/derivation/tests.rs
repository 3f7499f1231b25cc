//! Graphs at random against their transitive closure, and what each principle reaches.
#![expect(clippy::arithmetic_side_effects, reason = "a test that miscounts should stop")]

use super::{Derivations, NAMED, Profile, Reach, Row, line, rows};
use crate::Organisation;
use crate::diagnostic::Diagnostics;
use crate::registers::{Registers, Source, Vocabulary};
use plimsoll_core::{DerivationKind, Policy};
use proptest::prelude::*;
use std::collections::BTreeSet;

mod findings;

const HEADER: &str = "id,kind,title,derives_from\n";
const POLICY: &str = "[policy]\nname = \"p\"\nversion = \"1\"\nauthor = \"a\"\napprover = \"b\"\n";

fn sources(principles: &str) -> Vec<Source> {
    let file = |name: &str, text: &str| Source::new(name, text);
    vec![
        file("assets.csv", "id,name,class,confidentiality,integrity,availability,owner\n"),
        file("threats.csv", "id,name,class,origin,compromises\n"),
        file("risks.csv", "id,asset,threat,impact,owner\n"),
        file("principles.csv", principles),
    ]
}

fn read(principles: &str) -> Result<Registers, String> {
    let mut diagnostics = Diagnostics::new();
    let registers = Registers::from_csv(&sources(principles), &Vocabulary::default(), &mut diagnostics);
    registers.ok_or_else(|| diagnostics.to_string())
}

fn organisation(policy: &str, principles: &str) -> Organisation {
    let mut files = sources(principles);
    files.push(Source::new("policy.toml", policy));
    let mut diagnostics = Diagnostics::new();
    Organisation::from_sources(&files, &mut diagnostics).unwrap_or_else(|| panic!("{diagnostics}"))
}

/// Ids of a chain.
fn ids(registers: &Registers, id: &str) -> Vec<String> {
    let derivations = Derivations::of(registers);
    derivations.chain(derivations.find(id).unwrap()).iter().map(|step| step.id.to_string()).collect()
}

#[test]
fn a_chain_ends_at_its_principles() {
    let registers = read(&format!(
        "{HEADER}P1,principle,Nobody is harmed,\nP2,principle,We can prove it,\nR1,requirement,Keep it close,P1\n\
         R2,requirement,Keep it true,P1;P2\nS1,standard,Encrypt; always,R1;R2\nS2,standard,Log,P2;R2\nL1,procedure,Rotate keys,S1\n"
    ))
    .unwrap();
    for (id, expected) in [
        ("P1", "P1"),
        ("R2", "R2 P1 P2"),
        ("S1", "S1 R1 R2 P1 P2"),
        // As near as each other, in the order of the register, not as the row names them; and each once.
        ("S2", "S2 P2 R2 P1"),
        ("L1", "L1 S1 R1 R2 P1 P2"),
        // By its title, however it is written.
        (" keep  it TRUE ", "R2 P1 P2"),
    ] {
        assert_eq!(ids(&registers, id).join(" "), expected, "{id}");
    }
    let derivations = Derivations::of(&registers);
    for (text, expected) in [
        ("L1", "L1 <- S1 <- R1, R2 <- P1, P2: Nobody is harmed; We can prove it"),
        ("R1", "R1 <- P1: Nobody is harmed"),
        ("P2", "P2: We can prove it"),
        // Several, and one that is unknown; one that derives from another; a title with a semicolon.
        ("R1; We can prove it; R1; R9", "R1, P2 <- P1: We can prove it; Nobody is harmed"),
        ("R1;P1", "R1, P1: Nobody is harmed"),
        ("encrypt; always", "S1 <- R1, R2 <- P1, P2: Nobody is harmed; We can prove it"),
        ("R9", ""),
        ("", ""),
        (" ; ", ""),
    ] {
        assert_eq!(line(&derivations.climb(text)), expected, "{text}");
    }
}

#[test]
fn an_id_comes_before_a_title_and_a_title_that_stands_twice_means_nothing() {
    let registers =
        read(&format!("{HEADER}P1,principle,P2,\nP2,principle,same,\nP3,principle,Same,\n")).unwrap();
    let derivations = Derivations::of(&registers);
    let found = |name| derivations.find(name).map(|entry| entry.id.as_str());
    assert_eq!([found("P2"), found("p2"), found("same"), found("P4")], [Some("P2"), Some("P2"), None, None]);
}

#[test]
fn what_derives_wrongly_is_refused() {
    for (rows, expected) in [
        (
            "P1,principle,a,\nP2,principle,b,P1\n",
            "error: principles.csv:3: derives_from: `P1` stands here, but a guiding principle derives from nothing\n  help: leave the cell of P2 empty, or make it a requirement\n",
        ),
        (
            "S1,standard,a,\nR1,requirement,b,S1\n",
            "error: principles.csv:3: derives_from: `S1` is a standard, and no requirement derives from a later step\n  valid: principle, requirement\n",
        ),
        (
            "S1,standard,a,S1\n",
            "error: principles.csv:2: derives_from: `S1` closes a cycle: S1 <- S1\n  help: take one of these links away\n",
        ),
        (
            "S1,standard,a,S3\nS2,standard,b,S1\nS3,standard,c,S2\n",
            "error: principles.csv:3: derives_from: `S1` closes a cycle: S2 <- S1 <- S3 <- S2\n  help: take one of these links away\n",
        ),
        // Each cycle once.
        (
            "S1,standard,a,S2\nS2,standard,b,S1\nS3,standard,c,S4;S1\nS4,standard,d,S3\n",
            "error: principles.csv:3: derives_from: `S1` closes a cycle: S2 <- S1 <- S2\n  help: take one of these links away\n\
             error: principles.csv:5: derives_from: `S3` closes a cycle: S4 <- S3 <- S4\n  help: take one of these links away\n",
        ),
        // Nothing follows from a kind that was misread.
        (
            "P1,principle,a,\nP2,standrad,b,P1\n",
            "error: principles.csv:3: kind: `standrad` is not a step of derivation\n  valid: principle, requirement, standard, procedure\n  help: did you mean `standard`?\n",
        ),
    ] {
        let told = read(&format!("{HEADER}{rows}")).unwrap_err();
        let errors = told.split("warning: ").next().unwrap();
        assert_eq!(errors, expected, "{rows}");
    }
}

#[test]
fn deep_and_wide_registers_are_read_and_climbed() {
    let mut deep = format!("{HEADER}P0,principle,top,\nS0,standard,s0,P0\n");
    let mut wide = format!("{HEADER}P0,principle,top,\n");
    let mut all = String::new();
    for at in 1..100_000 {
        deep.push_str(&format!("S{at},standard,s{at},S{}\n", at - 1));
        wide.push_str(&format!("S{at},standard,s{at},P0\n"));
        if at < 1000 {
            all.push_str(&format!("S{at};"));
        }
    }
    wide.push_str(&format!("L1,procedure,all,{}\n", all.trim_end_matches(';')));
    let registers = read(&deep).unwrap();
    let chain = ids(&registers, "S99999");
    assert_eq!((chain.len(), chain.last().map(String::as_str)), (100_001, Some("P0")));
    let registers = read(&wide).unwrap();
    assert_eq!(ids(&registers, "L1").len(), 1001);
    // A ring of all of them is one cycle, of which some are named.
    let ring = deep.replace("S0,standard,s0,P0", "S0,standard,s0,P0;S99999");
    let told = read(&ring).unwrap_err();
    assert_eq!(told.matches("closes a cycle").count(), 1);
    assert!(told.contains("S1 <- S0 <- S99999 <- S99998 <-") && told.contains("and 99993 more"), "{told}");
}

/// The transitive closure by joining until nothing is added.
fn closure(links: &BTreeSet<(usize, usize)>) -> BTreeSet<(usize, usize)> {
    let mut all = links.clone();
    loop {
        let further: Vec<(usize, usize)> = all
            .iter()
            .flat_map(|(from, by)| {
                links.iter().filter(move |(of, _)| of == by).map(move |(_, to)| (*from, *to))
            })
            .collect();
        let before = all.len();
        all.extend(further);
        if all.len() == before {
            return all;
        }
    }
}

/// Whether an entry derives from a principle, asked step by step.
fn is_below(registers: &Registers, id: &str, principle: &str) -> bool {
    let entry = registers.principles().iter().find(|entry| entry.id == id).unwrap();
    entry.derives_from.iter().any(|parent| parent == principle || is_below(registers, parent, principle))
}

#[test]
fn each_principle_of_the_sample_reaches_what_derives_from_it() {
    let sample = Organisation::sample();
    let (registers, policy) = (sample.registers(), sample.policy());
    let profile = Profile::of(&Derivations::of(registers), &policy);
    assert_eq!(profile.principles.len(), 13);
    for reach in &profile.principles {
        let principle = reach.principle.id.as_str();
        let below = |kind| {
            let of_kind = registers.principles().iter().filter(|entry| entry.kind == kind);
            of_kind.filter(|entry| is_below(registers, &entry.id, principle)).count()
        };
        let kinds = [DerivationKind::Requirement, DerivationKind::Standard, DerivationKind::Procedure];
        assert_eq!([reach.requirements, reach.standards, reach.procedures], kinds.map(below), "{principle}");
        // One entry each, by its id or its title.
        let names = |row: &Row<'_>| {
            let mut entries = registers.principles().iter();
            let named = entries.find(|entry| entry.id == row.principle || entry.title == row.principle);
            named.is_some_and(|entry| entry.id == principle || is_below(registers, &entry.id, principle))
        };
        let expected: Vec<Row<'_>> = rows(&policy).into_iter().filter(names).collect();
        assert_eq!((reach.rule_count, &reach.rules), (expected.len(), &expected), "{principle}");
    }
    let ids = |entries: &[&crate::registers::Principle]| -> Vec<String> {
        entries.iter().map(|entry| entry.id.clone()).collect()
    };
    let places = rows(&policy).into_iter().filter(|row| row.principle == "S02" || row.principle == "S13");
    assert_eq!(places.count(), 4, "of the placement table as well");
    let loose = profile.loose;
    assert_eq!(ids(&loose.orphans), ["L07"]);
    assert_eq!(ids(&loose.not_implemented), ["S12"]);
    assert_eq!((loose.without_parent, loose.unknown), (vec![], vec![]));
}

/// Requirements, standards and procedures, and rules and rows, of each principle.
fn counts(profile: &Profile<'_>) -> Vec<[usize; 4]> {
    let of = |reach: &Reach<'_>| [reach.requirements, reach.standards, reach.procedures, reach.rule_count];
    profile.principles.iter().map(of).collect()
}

#[test]
fn many_principles_are_counted_and_few_rows_are_kept() {
    // The n-th of 12 requirements derives from every n-th of 300 principles, and 30 standards and 30 rows from each of them.
    let mut text = HEADER.to_string();
    let mut policy = POLICY.to_string();
    (1..=300).for_each(|at| text.push_str(&format!("P{at},principle,p{at},\n")));
    for requirement in 1..=12 {
        let of: Vec<String> =
            (1..=300).filter(|at| at % requirement == 0).map(|at| format!("P{at}")).collect();
        text.push_str(&format!("R{requirement},requirement,r{requirement},{}\n", of.join(";")));
        for at in 1..=30 {
            text.push_str(&format!("S{requirement}-{at},standard,s{requirement}-{at},R{requirement}\n"));
            policy.push_str(&format!(
                "[[limit]]\nlevel = 4\nwhere = {{ impact = 1 }}\nderives_from = \"R{requirement}; S{requirement}-{at}\"\n"
            ));
        }
    }
    let organisation = organisation(&policy, &text);
    let profile = Profile::of(&Derivations::of(organisation.registers()), &organisation.policy());
    let expected = (1..=300_usize).map(|at| {
        let of = (1..=12).filter(|requirement| at % requirement == 0).count();
        [of, 30 * of, 0, 30 * of]
    });
    assert_eq!(counts(&profile), expected.collect::<Vec<_>>());
    for reach in profile.principles {
        assert_eq!(reach.rules.len(), NAMED);
        assert!(reach.rules.is_sorted() && reach.rules.iter().all(|row| row.principle.starts_with("R1;")));
    }
}

proptest! {
    #[test]
    fn registers_at_random(
        kinds in prop::collection::vec(0_u8..4, 1..9),
        marks in prop::collection::vec((0..9_usize, 0..9_usize), 0..16),
    ) {
        let count = kinds.len();
        let links: BTreeSet<(usize, usize)> = marks.iter().map(|(a, b)| (a % count, b % count)).collect();
        let kinds: Vec<DerivationKind> = kinds.into_iter().filter_map(DerivationKind::from_index).collect();
        let mut text = HEADER.to_string();
        for (at, kind) in kinds.iter().enumerate() {
            let parents: Vec<String> =
                links.iter().filter(|(from, _)| *from == at).map(|(_, to)| format!("E{to}")).collect();
            text.push_str(&format!("E{at},{kind},t{at},{}\n", parents.join(";")));
        }
        let reached = closure(&links);
        let misplaced = links
            .iter()
            .filter(|(from, to)| kinds[*from] == DerivationKind::Principle || kinds[*to] > kinds[*from])
            .count();
        let is_cyclic = reached.iter().any(|(from, to)| from == to);
        match read(&text) {
            Ok(registers) => {
                prop_assert!(misplaced == 0 && !is_cyclic, "{text}");
                for at in 0..count {
                    let chain = ids(&registers, &format!("E{at}"));
                    let expected: BTreeSet<String> =
                        reached.iter().filter(|(from, _)| *from == at).map(|(_, to)| format!("E{to}")).collect();
                    prop_assert_eq!(&chain[0], &format!("E{at}"));
                    prop_assert_eq!(chain.len(), expected.len() + 1, "each once");
                    prop_assert_eq!(chain[1..].iter().cloned().collect::<BTreeSet<_>>(), expected);
                }
                let of_kind = |principle: usize, kind: DerivationKind| {
                    reached.iter().filter(|(from, to)| *to == principle && kinds[*from] == kind).count()
                };
                let principles = (0..count).filter(|at| kinds[*at] == DerivationKind::Principle);
                let expected: Vec<[usize; 4]> = principles
                    .map(|at| {
                        let [a, b, c] = [DerivationKind::Requirement, DerivationKind::Standard, DerivationKind::Procedure]
                            .map(|kind| of_kind(at, kind));
                        [a, b, c, 0]
                    })
                    .collect();
                let policy = Policy::standard();
                prop_assert_eq!(counts(&Profile::of(&Derivations::of(&registers), &policy)), expected);
            }
            Err(told) => {
                prop_assert!(misplaced > 0 || is_cyclic, "{told}{text}");
                prop_assert_eq!(told.matches("closes a cycle").count() > 0, is_cyclic, "{}", told);
                let wrong = told.matches("derives from nothing").count() + told.matches("from a later step").count();
                prop_assert_eq!(wrong, misplaced, "{}", told);
            }
        }
    }
}
