//! Which conflict holds for which asset, worked by hand.

use super::*;
use crate::diagnostic::Diagnostics;
use crate::registers::{Source, Vocabulary};

const ASSETS: &str = "id,name,class,confidentiality,integrity,availability,owner,unit
A1,plan,information,low,low,low,Eva,Sales
A2,list,information,low,low,low,Eva,sales
A3,desk,physical,low,low,low,Eva,operations
A4,spare,physical,low,low,low,Eva,
";

fn registers(conflicts: &str) -> Registers {
    let head = "id,area,security_value,work_value,lowers,assets,unit,opened,resolved\n";
    let files = [
        Source::new("assets.csv", ASSETS),
        Source::new("threats.csv", "id,name,class,origin,compromises\n"),
        Source::new("risks.csv", "id,asset,threat,impact,owner\n"),
        Source::new("conflicts.csv", format!("{head}{conflicts}")),
    ];
    let mut diagnostics = Diagnostics::new();
    let registers = Registers::from_csv(&files, &Vocabulary::default(), &mut diagnostics);
    registers.unwrap_or_else(|| panic!("{diagnostics}"))
}

/// On 2026-11-20: per asset, the area and what is lowered, by initials.
fn on(conflicts: &str) -> Vec<String> {
    let registers = registers(conflicts);
    let open = OpenConflicts::of(&registers, Day::from_ymd(2026, 11, 20).unwrap());
    let shown = |asset: &Asset| {
        let endangerment = open.on(asset);
        let initials: String =
            endangerment.lowers.iter().map(|lowered| lowered.label()[..1].to_owned()).collect();
        format!("{} {initials}", endangerment.area.map_or("-", |area| area.label()))
    };
    registers.assets().iter().map(shown).collect()
}

#[test]
fn assets_are_endangered_by_name_and_by_unit() {
    let named = "V1,purpose,s,w,a;t,A1;A3,,2026-01-01,\n";
    assert_eq!(on(named), ["purpose at", "- ", "purpose at", "- "]);
    let unit = "V1,form,s,w,c,,SALES,2026-01-01,\n";
    assert_eq!(on(unit), ["form c", "form c", "- ", "- "]);
    // The older names the unit, the newer an asset of it: the area is that of the older, what is lowered is of both.
    let both = format!("V2,purpose,s,w,t,A1,,2026-02-01,\n{unit}");
    assert_eq!(on(&both), ["form ct", "form c", "- ", "- "]);
    let other_way = both.replace("2026-02-01", "2025-12-31");
    assert_eq!(on(&other_way), ["purpose ct", "form c", "- ", "- "]);
}

#[test]
fn the_area_is_that_of_the_conflict_that_has_been_open_longest() {
    let cases = [
        // opened, opened, the area that holds
        ("2026-01-01", "2026-01-02", "form"),
        ("2026-01-02", "2026-01-01", "purpose"),
        ("2026-01-01", "2026-01-01", "form"), // the first of the file
        ("2026-01-01", "", "purpose"),        // ever since
        ("", "", "form"),
        ("2026-11-21", "2026-11-20", "purpose"), // the first is yet to be opened
    ];
    for (one, other, area) in cases {
        let found = on(&format!("V1,form,s,w,,A1,,{one},\nV2,purpose,s,w,,A1,,{other},\n"));
        assert_eq!(found[0], format!("{area} "), "{one} {other}");
    }
}

#[test]
fn what_is_resolved_or_yet_to_come_endangers_nothing() {
    for (opened, resolved, area) in [
        ("2026-01-01", "2026-11-21", "form"),
        ("2026-01-01", "2026-11-20", "-"),
        ("2026-11-20", "", "form"),
        ("2026-11-21", "", "-"),
    ] {
        let found = on(&format!("V1,form,s,w,,A1,,{opened},{resolved}\n"));
        assert_eq!(found[0], format!("{area} "), "{opened} {resolved}");
    }
}
