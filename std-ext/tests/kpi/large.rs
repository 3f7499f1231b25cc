//! A register of many years.

use super::{Rows, day};
use plimsoll::assessment::Assessment;
use plimsoll::kpi::Kpi;
use plimsoll_core::Total;

/// A hundred thousand incidents, each of which falls where its number says: whatever takes them two by two does not end.
#[test]
fn a_hundred_thousand_incidents() {
    const ALL: u32 = 100_000;
    let row = |n: u32| match n % 4 {
        // Solved after n / 4 modulo 100 days, on one of three levels.
        0 => {
            let days = i32::try_from(n / 4 % 100).unwrap();
            let resolved = day("2026-01-01").plus(days);
            format!("I{n},low,1,R{},2026-01-01,{resolved},{},5,1.25,0.75", n % 1000, n % 3 + 1)
        }
        1 => format!("I{n},high,2,,2026-11-01,,,,,"),
        2 => format!("I{n},medium,3,R{},2025-11-01,,,1,,2", n % 1000),
        _ => format!("I{n},low,1,,2027-01-01,,,1,1,1"),
    };
    let rows = Rows {
        threats: (0..1000).map(|n| format!("T{n}")).collect(),
        risks: (0..1000).map(|n| format!("R{n},A{},T{n},1,,,", n % 2 + 1)).collect(),
        incidents: (0..ALL).map(row).collect(),
        ..Rows::default()
    };
    let organisation = rows.organisation();
    let kpi = Kpi::of(&Assessment::of(&organisation, day("2026-11-20")), None);
    let measures = kpi.incidents();
    assert_eq!(measures.kpis.ages, [25_000, 0, 25_000, 0]);
    assert_eq!(measures.kpis.times, [250, 7 * 250, 23 * 250, 60 * 250, 9 * 250]);
    assert_eq!(measures.kpis.unmanaged, [25_000, 25_000, 0]);
    assert_eq!(measures.times.median().unwrap().to_string(), "49.5");
    assert_eq!(measures.times.percentile_90(), Some(89));
    assert_eq!(measures.kpis.outage_minutes, Total { sum: 150_000, unknown: 25_000, overflowed: false });
    assert_eq!(measures.kpis.cost, Total { sum: 25_000 * 125, unknown: 50_000, overflowed: false });
    assert_eq!(measures.kpis.loss, Total { sum: 25_000 * 275, unknown: 25_000, overflowed: false });
    assert_eq!((measures.future, kpi.not_yet().len()), (25_000, 25_000));
    // Numbers of solved incidents and of their risks are even, so their assets are the first.
    let availability = kpi.availability();
    assert_eq!(availability.assets.len(), 1);
    assert_eq!(availability.assets[0].outage, Total { sum: 150_000, unknown: 0, overflowed: false });
    assert_eq!(availability.period_days, 385);
    let of_level = |measured: plimsoll::kpi::LevelMeasures| {
        (measured.level.unwrap().get(), measured.measures.kpis.solved(), measured.measures.kpis.unsolved())
    };
    let levels: Vec<_> = kpi.levels().into_iter().map(of_level).collect();
    assert_eq!(levels, [(1, 8334, 0), (2, 8333, 25_000), (3, 8333, 25_000)]);
}
