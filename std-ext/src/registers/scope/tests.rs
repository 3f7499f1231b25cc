//! What is set apart, and that nothing is lost by it.

use crate::diagnostic::Diagnostics;
use crate::registers::{Registers, Source, Vocabulary};

fn registers() -> Registers {
    let files = [
        Source::new(
            "assets.csv",
            "id,name,class,confidentiality,integrity,availability,owner,scope\nA1,a,software,low,low,low,Eva,Shop\n\
             A2,b,software,low,low,low,Eva,canteen\nA3,c,software,low,low,low,Eva,\nA4,d,software,low,low,low,Eva, head  OFFICE\n",
        ),
        Source::new(
            "threats.csv",
            "id,name,class,origin,compromises\nT1,t,accidental,internal,A\nT2,u,accidental,internal,A\n",
        ),
        Source::new(
            "risks.csv",
            "id,asset,threat,impact,owner\nR1,A2,T1,3,Eva\nR2,A1,T1,3,Eva\nR3,A4,T1,3,Eva\nR4,A3,T1,3,Eva\nR5,A2,T2,3,Eva\n",
        ),
        Source::new("not_applicable.csv", "asset,threat,reason\nA4,T2,none\nA3,T2,none\n"),
        Source::new(
            "incidents.csv",
            "id,opened,segment,kind,priority,level,risk\nI1,2026-01-01,client,phishing,low,1,R1\nI2,2026-01-01,client,phishing,low,1,R2\n",
        ),
    ];
    let mut diagnostics = Diagnostics::new();
    let kinds = vec!["phishing".to_owned()];
    let words = Vocabulary { kinds, ..Vocabulary::default() };
    Registers::from_csv(&files, &words, &mut diagnostics).unwrap_or_else(|| panic!("{diagnostics}"))
}

/// The ids of what is in scope and of what is not: assets, risks, assets of pairs; then those left out.
fn apart(subjects: &[&str]) -> [String; 5] {
    let subjects: Vec<String> = subjects.iter().map(|subject| (*subject).to_owned()).collect();
    let registers = registers().in_scope_of(&subjects);
    let join = |ids: Vec<&str>| ids.join(" ");
    [
        join(registers.assets().iter().map(|asset| asset.id.as_str()).collect()),
        join(registers.risks().iter().map(|risk| risk.id.as_str()).collect()),
        join(registers.not_applicable().iter().map(|pair| pair.asset.as_str()).collect()),
        join(registers.assets_out_of_scope().iter().map(|asset| asset.id.as_str()).collect()),
        join(registers.risks_out_of_scope().iter().map(|risk| risk.id.as_str()).collect()),
    ]
}

#[test]
fn an_asset_with_another_scope_is_out_of_it_and_its_risks_with_it() {
    for (subjects, expected) in [
        (&[][..], ["A1 A2 A3 A4", "R1 R2 R3 R4 R5", "A4 A3", "", ""]),
        (&["shop", "canteen", "head office"], ["A1 A2 A3 A4", "R1 R2 R3 R4 R5", "A4 A3", "", ""]),
        (&["SHOP", "head-office"], ["A1 A3 A4", "R2 R3 R4", "A4 A3", "A2", "R1 R5"]),
        (&["canteen"], ["A2 A3", "R1 R4 R5", "A3", "A1 A4", "R2 R3"]),
        (&["nothing"], ["A3", "R4", "A3", "A1 A2 A4", "R1 R2 R3 R5"]),
    ] {
        assert_eq!(apart(subjects), expected, "{subjects:?}");
    }
}

#[test]
fn what_is_out_of_scope_is_found_where_it_has_to_be() {
    let registers = registers().in_scope_of(&["canteen".into()]);
    assert_eq!(registers.risk("R2"), None, "not assessed");
    assert_eq!(registers.risk("R5").map(|risk| risk.asset.as_str()), Some("A2"));
    let [first, second] = ["I1", "I2"].map(|id| registers.incident(id).unwrap());
    let owner = |incident| registers.risk_of(incident).map(|risk| risk.id.as_str());
    assert_eq!([owner(first), owner(second)], [Some("R1"), Some("R2")], "an incident keeps its risk");
    assert_eq!(registers.asset("A1").map(|asset| asset.name.as_str()), Some("a"));
}

#[test]
fn nothing_is_lost_when_registers_are_written() {
    let all = registers();
    let some = registers().in_scope_of(&["canteen".into()]);
    for (whole, part) in all.to_csv().iter().zip(some.to_csv()) {
        let lines = |text: &str| {
            let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
            lines.sort_unstable();
            lines
        };
        assert_eq!(lines(&whole.text), lines(&part.text), "{}", part.name);
    }
    let read = serde_json::from_str::<serde_json::Value>(&some.to_json().unwrap()).unwrap();
    assert_eq!(read["risks"].as_array().map(Vec::len), Some(5));
    // Asked for once more, with other subjects.
    assert_eq!(some.in_scope_of(&["shop".into(), "canteen".into(), "head office".into()]).risks().len(), 5);
}
