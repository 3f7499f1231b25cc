//! Buckets at their bounds, counters one by one, and merging in any order.

use super::{AgeBucket, Importance, Kpis, TimeBucket, Total};
use crate::{Band, Level};

#[test]
fn labels_are_the_contract() {
    assert_eq!(AgeBucket::LABELS, ["under_6", "6_to_12", "12_to_24", "over_24"]);
    assert_eq!(TimeBucket::LABELS, ["0", "1_to_7", "8_to_30", "31_to_90", "over_90"]);
    assert_eq!(Importance::LABELS, ["critical", "very_important", "important"]);
}

#[test]
fn every_bucket_begins_where_the_one_before_it_ends() {
    let months = [(0, 0), (5, 0), (6, 1), (11, 1), (12, 2), (23, 2), (24, 3), (25, 3), (u32::MAX, 3)];
    for (months, class) in months {
        assert_eq!(AgeBucket::of_months(months).index(), class, "{months} months");
    }
    let days = [(0, 0), (1, 1), (7, 1), (8, 2), (30, 2), (31, 3), (90, 3), (91, 4), (u32::MAX, 4)];
    for (days, class) in days {
        assert_eq!(TimeBucket::of_days(days).index(), class, "{days} days");
    }
}

#[test]
fn importance_counts_bands_from_the_highest() {
    use Importance::{Critical, Important, VeryImportant};
    let table = [
        (4, 5, Critical),
        (3, 5, VeryImportant),
        (2, 5, Important),
        (0, 5, Important),
        (0, 1, Critical),
        (0, 2, VeryImportant),
        (7, 8, Critical),
    ];
    for (band, bands, expected) in table {
        assert_eq!(Importance::of_band(Band(band), bands), expected, "band {band} of {bands}");
    }
    let priorities = Level::ALL.iter().map(|level| Importance::of_priority(*level));
    assert!(priorities.eq([Important, VeryImportant, Critical]));
}

/// Each counter by itself, which one entry reaches.
#[test]
fn one_entry_moves_one_counter() {
    for (index, age) in AgeBucket::ALL.iter().enumerate() {
        let mut expected = Kpis::default();
        expected.ages[index] = 1;
        let mut kpis = Kpis::default();
        kpis.add_unsolved(Some(*age));
        assert_eq!((kpis, kpis.unsolved(), kpis.solved()), (expected, 1, 0));
    }
    for (index, days) in [0, 7, 30, 90, 91].into_iter().enumerate() {
        let mut expected = Kpis::default();
        expected.times[index] = 1;
        let mut kpis = Kpis::default();
        kpis.add_solved(Some(days));
        assert_eq!((kpis, kpis.unsolved(), kpis.solved()), (expected, 0, 1));
    }
    for (index, importance) in Importance::ALL.iter().enumerate() {
        let mut expected = Kpis::default();
        expected.unmanaged[index] = 1;
        let mut kpis = Kpis::default();
        kpis.add_unmanaged(*importance);
        assert_eq!((kpis, kpis.unsolved(), kpis.solved()), (expected, 0, 0));
    }
    let mut kpis = Kpis::default();
    kpis.add_unsolved(None);
    kpis.add_solved(None);
    assert_eq!(kpis, Kpis { undated: 1, untimed: 1, ..Kpis::default() });
    assert_eq!((kpis.unsolved(), kpis.solved()), (1, 1));
}

/// A few counters from every range, the last of them full.
fn counters() -> [Kpis; 5] {
    let of = |n: u32| Kpis {
        ages: [n, n ^ 1, n ^ 2, n ^ 3],
        undated: n ^ 4,
        times: [n ^ 5, n ^ 6, n ^ 7, n ^ 8, n ^ 9],
        untimed: n ^ 10,
        unmanaged: [n ^ 11, n ^ 12, n ^ 13],
        outage_minutes: Total { sum: u64::from(n) << 32, unknown: n ^ 14, overflowed: false },
        cost: Total { sum: u64::from(n ^ 15) << 32, unknown: n ^ 16, overflowed: false },
        loss: Total { sum: u64::from(n ^ 17) << 32, unknown: n ^ 18, overflowed: false },
    };
    [Kpis::default(), of(0), of(1000), of(u32::MAX / 2), of(u32::MAX)]
}

fn merged(one: &Kpis, other: &Kpis) -> Kpis {
    let mut both = *one;
    both.merge(other);
    both
}

#[test]
fn merging_adds_up_in_any_order_and_stops_at_the_end() {
    for a in counters() {
        assert_eq!(merged(&a, &Kpis::default()), a);
        for b in counters() {
            assert_eq!(merged(&a, &b), merged(&b, &a));
            for c in counters() {
                assert_eq!(merged(&merged(&a, &b), &c), merged(&a, &merged(&b, &c)));
            }
        }
    }
    let [_, zero, thousand, _, full] = counters();
    let both = merged(&zero, &thousand);
    assert_eq!(both.ages, [1000, 1 + 1001, 2 + 1002, 3 + 1003]);
    assert_eq!((both.undated, both.untimed), (4 + 1004, 10 + 994));
    assert_eq!(both.times, [5 + 1005, 6 + 1006, 7 + 1007, 8 + 992, 9 + 993]);
    assert_eq!(both.unmanaged, [11 + 995, 12 + 996, 13 + 997]);
    assert_eq!(both.outage_minutes, Total { sum: 1000 << 32, unknown: 14 + 998, overflowed: false });
    assert_eq!(both.cost, Total { sum: (15 + 999) << 32, unknown: 16 + 1016, overflowed: false });
    assert_eq!(both.loss, Total { sum: (17 + 1017) << 32, unknown: 18 + 1018, overflowed: false });
    let over = merged(&full, &full);
    assert!(over.outage_minutes.overflowed && over.cost.overflowed && over.loss.overflowed);
    assert_eq!((over.ages, over.solved(), over.cost.sum), ([u32::MAX; 4], u32::MAX, u64::MAX));
    let mut one_more = over;
    one_more.add_unsolved(Some(AgeBucket::Under6));
    one_more.add_solved(None);
    one_more.add_unmanaged(Importance::Important);
    one_more.loss.add(Some(1));
    one_more.loss.add(None);
    assert_eq!(one_more, over);
}

/// A sum says that it is too large from the first hundredth on that does not fit, however it was put together.
#[test]
fn a_sum_that_does_not_fit_says_so() {
    let of = |figures: &[u64]| {
        let mut total = Total::default();
        figures.iter().for_each(|figure| total.add(Some(*figure)));
        total
    };
    for (one, other, exact) in [
        (&[u64::MAX][..], &[][..], Some(u64::MAX)),
        (&[u64::MAX], &[0], Some(u64::MAX)),
        (&[u64::MAX - 1], &[1], Some(u64::MAX)),
        (&[u64::MAX], &[1], None),
        (&[u64::MAX], &[u64::MAX], None),
        (&[u64::MAX, 1], &[], None),
        (&[u64::MAX, 1], &[0], None),
    ] {
        let mut merged = of(one);
        merged.merge(&of(other));
        assert_eq!(merged, of(&[one, other].concat()));
        assert_eq!((merged.exact(), merged.overflowed), (exact, exact.is_none()), "{one:?} {other:?}");
        let mut turned = of(other);
        turned.merge(&of(one));
        assert_eq!(turned, merged);
    }
}

/// A device keeps them beside a register of a few entries.
#[test]
fn counters_are_small() {
    assert!(size_of::<Kpis>() <= 104, "{}", size_of::<Kpis>());
}

#[test]
fn counters_travel() {
    for kpis in counters() {
        let mut room = [0; 256];
        let bytes = postcard::to_slice(&kpis, &mut room).unwrap();
        assert_eq!(postcard::from_bytes::<Kpis>(bytes), Ok(kpis));
    }
}
