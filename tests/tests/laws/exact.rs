//! Nothing is rounded before it is shown, and then as it is said: held against fractions in 128 bits. Likelihood, coverage and
//! shares of answers: in `core/src/{likelihood,awareness,survey}/tests.rs`.

use plimsoll::assessment::{Mean, Shares};
use plimsoll::kpi::Availability;
use plimsoll::registers::Amount;
use plimsoll_core::Total;
use plimsoll_tests::draw::Draw;
use plimsoll_tests::promises::{cases, tried};

/// Numbers around what fits, around powers of two and of ten, and any.
fn telling(draw: &Draw<'_>) -> u64 {
    let near = |number: u64| number.wrapping_add(u64::try_from(draw.below(5)).unwrap()).wrapping_sub(2);
    let any = || u64::try_from(draw.below(1 << 31)).unwrap();
    match draw.below(6) {
        0 => near(1_u64 << draw.below(64)),
        1 => near(10_u64.pow(u32::try_from(draw.below(20)).unwrap())),
        2 => near(0),
        3 => any() << 33 | any() << 2,
        4 => any(),
        _ => u64::try_from(draw.below(1000)).unwrap(),
    }
}

/// A number with decimals as an integer of its last decimal.
fn read(text: &str, decimals: usize) -> i128 {
    let (whole, rest) = text.split_once('.').unwrap_or_else(|| panic!("{text}"));
    assert_eq!(rest.len(), decimals, "{text}");
    format!("{whole}{rest}").parse().unwrap()
}

#[test]
fn means_round_halves_up_once() {
    let draw = Draw::seeded(11);
    let count = cases(100_000);
    for _ in 0..count {
        let (sum, count) = (telling(&draw), telling(&draw));
        let shown = read(&Mean { sum, count }.to_string(), 2);
        if count == 0 {
            assert_eq!(shown, 0);
            continue;
        }
        // Of the hundredths that are nearest, the upper: shown - 1/2 <= 100 sum / count < shown + 1/2.
        let (twice, wide) = (200 * i128::from(sum), i128::from(count));
        assert!(
            (2 * shown - 1) * wide <= twice && twice < (2 * shown + 1) * wide,
            "{sum} / {count}: {shown}"
        );
    }
    tried("exact", "means", count);
}

#[test]
fn shares_add_up_and_none_is_off_by_a_tenth() {
    let draw = Draw::seeded(12);
    let count = cases(100_000);
    for _ in 0..count {
        let parts = [telling(&draw), telling(&draw), telling(&draw)];
        let [very_high, high, other] = parts;
        let shown = Shares { very_high, high, other }.per_cent().map(|share| read(&share, 1));
        let whole: i128 = parts.iter().map(|part| i128::from(*part)).sum();
        if whole == 0 {
            assert_eq!(shown, [0; 3]);
            continue;
        }
        assert_eq!(shown.iter().sum::<i128>(), 1000, "{parts:?}: {shown:?}");
        for (shown, part) in shown.into_iter().zip(parts) {
            let off = (shown * whole - 1000 * i128::from(part)).abs();
            assert!(off < whole, "{parts:?}: {shown}");
        }
    }
    tried("exact", "shares of three classes", count);
}

#[test]
fn availability_is_rounded_down() {
    let draw = Draw::seeded(13);
    let count = cases(50_000);
    for _ in 0..count {
        let (days, sum) = (telling(&draw), telling(&draw));
        let period_days = u32::try_from(days % (1 << 32)).unwrap();
        let period = Availability { period_days, ..Availability::default() };
        let available = period.available(Total { sum, ..Total::default() });
        let minutes = i128::from(period_days) * 24 * 60;
        let Some(available) = available else {
            assert_eq!(minutes, 0);
            continue;
        };
        let (shown, left) = (read(&available.to_string(), 2), (minutes - i128::from(sum)).max(0));
        assert!(
            shown * minutes <= left * 10_000 && left * 10_000 < (shown + 1) * minutes,
            "{sum} of {minutes}: {shown}"
        );
    }
    tried("exact", "availabilities", count);
}

#[test]
fn amounts_are_read_as_they_are_shown() {
    let draw = Draw::seeded(14);
    let count = cases(50_000);
    for _ in 0..count {
        let hundredths = telling(&draw);
        let amount = Amount::from_hundredths(hundredths);
        let shown = amount.to_string();
        assert_eq!(read(&shown, 2), i128::from(hundredths));
        assert_eq!(shown.parse(), Ok(amount), "{shown}");
        let short = shown.trim_end_matches('0').trim_end_matches('.');
        assert_eq!(short.parse(), Ok(amount), "{short}");
        // One more digit before the point or behind it is another amount, or none.
        assert!(format!("{shown}0").parse::<Amount>().is_err(), "{shown}0");
    }
    tried("exact", "amounts of money and days", count);
}
