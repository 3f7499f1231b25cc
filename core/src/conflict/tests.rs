//! Sets as sets of members, and the days on which a conflict is open.

use super::*;

#[test]
fn remedies_are_those_of_each_reason() {
    for bits in 0..16_u8 {
        let reasons = ConflictReasons::try_from(bits).unwrap();
        let has = |reason| reasons.contains(reason);
        let expected = [
            (ConflictRemedy::Negotiate, has(ConflictReason::ProceduresDoNotFit)),
            (
                ConflictRemedy::Educate,
                has(ConflictReason::ProceduresUnknown) || has(ConflictReason::ResponsibilitiesUnclear),
            ),
            (ConflictRemedy::Define, has(ConflictReason::ConceptUnclear)),
        ];
        for (remedy, called_for) in expected {
            assert_eq!(reasons.remedies().contains(remedy), called_for, "{reasons:?} {remedy}");
        }
        let members: ConflictReasons = reasons.iter().collect();
        assert_eq!(members, reasons);
        assert_eq!(u32::try_from(reasons.iter().count()).unwrap(), bits.count_ones());
    }
    for (at, (reason, _)) in ConflictReason::REMEDIES.iter().enumerate() {
        assert_eq!(usize::from(reason.index()), at, "each reason once, in order");
    }
    assert_eq!(ConflictReason::REMEDIES.len(), ConflictReason::ALL.len());
    assert!(ConflictReasons::try_from(16).is_err() && LoweredSet::try_from(16).is_err());
    assert_eq!(u8::from(LoweredSet::ALL), 15);
}

#[test]
fn what_was_written_down_adds_to_what_reasons_call_for() {
    let conflict = ValueConflict {
        reasons: ConflictReasons::NONE.with(ConflictReason::ProceduresDoNotFit),
        further: ConflictRemedies::NONE.with(ConflictRemedy::Educate).with(ConflictRemedy::Negotiate),
        ..ValueConflict::about(ConflictArea::Form)
    };
    assert!(conflict.remedies().iter().eq([ConflictRemedy::Negotiate, ConflictRemedy::Educate]));
}

#[test]
fn a_conflict_is_open_from_its_first_day_to_the_one_before_it_is_resolved() {
    let about = ValueConflict::about(ConflictArea::Purpose);
    let days = [None, Some(Day(3)), Some(Day(5))];
    for opened in days {
        for resolved in days {
            for on in 0..8 {
                let open =
                    on >= opened.map_or(0, |day: Day| day.0) && on < resolved.map_or(99, |day: Day| day.0);
                let conflict = ValueConflict { opened, resolved, ..about };
                assert_eq!(conflict.is_open(Day(on)), open, "{opened:?} {resolved:?} {on}");
            }
        }
    }
}
