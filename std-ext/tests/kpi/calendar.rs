//! A calendar that counts on its fingers. Days are year, month and day, which compare in that order.

use plimsoll_core::Day;

pub(super) type Date = (i32, i32, i32);

pub(super) fn month_length(year: i32, month: i32) -> i32 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 1970-01-01, counted one month after the other.
pub(super) fn number(date: Date) -> i32 {
    let (mut year, mut month, mut days) = (1970, 1, 0);
    while (year, month) < (date.0, date.1) {
        days += month_length(year, month);
        (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    }
    days + date.2 - 1
}

pub(super) fn day(date: Date) -> Day {
    Day(number(date))
}

/// How often the day of the month has come, in each month after the first; a day that a month lacks comes before the next month.
pub(super) fn months(from: Date, to: Date) -> usize {
    let (mut year, mut month, mut completed) = (from.0, from.1, 0);
    loop {
        (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
        if (year, month, from.2) > to {
            return completed;
        }
        completed += 1;
    }
}

pub(super) fn iso((year, month, day): Date) -> String {
    format!("{year:04}-{month:02}-{day:02}")
}
