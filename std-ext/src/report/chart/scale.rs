//! Numbers as lengths.

/// The part of a length that a value has of the greatest; every value that is not nothing can be seen.
pub(super) fn part(value: u64, most: u64, length: u64) -> u64 {
    let long = u128::from(value).saturating_mul(length.into()).checked_div(most.into()).unwrap_or_default();
    u64::try_from(long).unwrap_or(length).clamp(u64::from(value > 0), length)
}

/// Round numbers from 0 up to the first that is not below the greatest value; at most six.
pub(super) fn ticks(most: u64) -> Vec<u64> {
    let mut step = 1_u64;
    for factor in [2, 5, 10].into_iter().cycle() {
        if step.saturating_mul(5) >= most {
            break;
        }
        // 1, 2, 5, 10, 20, ...
        step = match factor {
            5 => (step / 2).saturating_mul(5),
            _ => step.saturating_mul(2),
        };
    }
    let mut ticks = vec![0];
    while let Some(last) = ticks.last().copied()
        && (last < most || last == 0)
        && last < u64::MAX
    {
        ticks.push(last.saturating_add(step));
    }
    ticks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_keep_their_proportion_and_show_what_is_there() {
        let cases = [(0, 0, 0), (0, 9, 0), (9, 9, 100), (3, 9, 33), (1, 1_000_000, 1), (12, 9, 100)];
        for (value, most, expected) in cases {
            assert_eq!(part(value, most, 100), expected, "{value} of {most}");
        }
        assert_eq!(part(u64::MAX, u64::MAX, u64::MAX), u64::MAX);
    }

    #[test]
    fn ticks_are_round_and_enclose() {
        assert_eq!(ticks(0), [0, 1]);
        assert_eq!(ticks(1), [0, 1]);
        assert_eq!(ticks(5), [0, 1, 2, 3, 4, 5]);
        assert_eq!(ticks(6), [0, 2, 4, 6]);
        assert_eq!(ticks(11), [0, 5, 10, 15]);
        assert_eq!(ticks(85), [0, 20, 40, 60, 80, 100]);
        assert_eq!(ticks(251), [0, 100, 200, 300]);
        for most in (0..3000).chain([99_999, 1_000_000_007, u64::MAX]) {
            let ticks = ticks(most);
            assert!(ticks.len() <= 7 && ticks.last().is_some_and(|last| *last >= most), "{most}: {ticks:?}");
        }
    }
}
