//! Days as files write them: `2026-11-20`, ISO 8601 in full, from the year 1900 to 9999.

use jiff::Unit;
use jiff::civil::{self, Date};
use plimsoll_core::Day;
use std::fmt;

/// The first year that a file may name: what is earlier is a slip of the keyboard.
const FIRST_YEAR: i16 = 1900;

/// The first day that is not written with a sign.
const FIRST: Date = civil::date(0, 1, 1);

/// The day from which [`Day`] counts.
const EPOCH: Date = civil::date(1970, 1, 1);

/// Reads a day.
///
/// ```
/// use plimsoll::date;
/// use plimsoll_core::Day;
/// assert_eq!(date::parse("2026-11-20"), Ok(Day(20_777)));
/// assert_eq!(date::parse("2026-11-20")?.to_string(), "2026-11-20");
/// assert!(date::parse("2026-02-29").is_err());
/// assert!(date::parse("20/11/2026").is_err());
/// # Ok::<(), date::DateError>(())
/// ```
///
/// # Errors
///
/// If the text has another form, or the calendar of 1900 to 9999 has no such day.
pub fn parse(text: &str) -> Result<Day, DateError> {
    // ISO 8601 has more forms, which `jiff` reads too.
    let is_full =
        |(at, byte): (usize, u8)| if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() };
    if text.len() != 10 || !text.bytes().enumerate().all(is_full) {
        return Err(DateError { form: true });
    }
    let date = text.parse().ok().filter(|date: &Date| date.year() >= FIRST_YEAR);
    let since = date.and_then(|date| date.since(EPOCH).ok());
    since.map(|since| Day(since.get_days())).ok_or(DateError { form: false })
}

/// Whether a file could name a day: whether it lies in the years 1900 to 9999.
pub(crate) fn is_named(day: Day) -> bool {
    (i32::from(FIRST_YEAR)..=9999).contains(&day.ymd().0)
}

/// The last day of a month: of that in which a day lies, or of one so many months later, or earlier if negative.
///
/// ```
/// use plimsoll::date::month_end;
/// use plimsoll_core::Day;
/// let day = |year, month, day| Day::from_ymd(year, month, day).unwrap();
/// assert_eq!(month_end(day(2027, 11, 20), 0), day(2027, 11, 30));
/// assert_eq!(month_end(day(2027, 11, 30), 3), day(2028, 2, 29));
/// assert_eq!(month_end(day(2028, 1, 1), -1), day(2027, 12, 31));
/// ```
#[must_use]
pub fn month_end(day: Day, months: i32) -> Day {
    let (year, month, _) = day.ymd();
    // The day before the first of the month after.
    let next = year.saturating_mul(12).saturating_add(month.into()).saturating_add(months);
    let month = u8::try_from(next.rem_euclid(12)).unwrap_or_default().saturating_add(1);
    Day::from_ymd(next.div_euclid(12), month, 1).map_or(day, |first| first.plus(-1))
}

/// Why a text is not a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateError {
    form: bool,
}

impl fmt::Display for DateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.form {
            "dates are written year-month-day, such as 2026-11-20"
        } else {
            "the calendar from 1900 to 9999 has no such day"
        })
    }
}

impl std::error::Error for DateError {}

/// How many calendar months have been completed from one day to another; 0 if the other is earlier.
///
/// A month is completed on the day of the month on which the count began, and where a month has no such day, on the first of
/// the next: from 31 August, five months are completed on 28 February, and the sixth on 1 March. (This is how `jiff` counts,
/// which follows ECMAScript's Temporal.)
///
/// ```
/// use plimsoll::date::{completed_months, parse};
/// assert_eq!(completed_months(parse("2024-02-29")?, parse("2024-08-29")?), 6);
/// assert_eq!(completed_months(parse("2024-08-31")?, parse("2025-02-28")?), 5);
/// # Ok::<(), plimsoll::date::DateError>(())
/// ```
#[must_use]
pub fn completed_months(from: Day, to: Day) -> u32 {
    let months = civil_date(from).until((Unit::Month, civil_date(to))).map_or(0, |span| span.get_months());
    u32::try_from(months).unwrap_or(0)
}

/// The day on which so many calendar months have been completed, counted as [`completed_months`] does: the same day of a later
/// month, and where that month has no such day, the first of the next.
///
/// ```
/// use plimsoll::date::{months_later, parse};
/// assert_eq!(months_later(parse("2026-01-15")?, 24), parse("2028-01-15")?);
/// assert_eq!(months_later(parse("2024-08-31")?, 6), parse("2025-03-01")?);
/// # Ok::<(), plimsoll::date::DateError>(())
/// ```
#[must_use]
pub fn months_later(day: Day, months: u8) -> Day {
    let end = month_end(day, months.into());
    let (_, _, of_month) = day.ymd();
    let (year, month, _) = end.ymd();
    Day::from_ymd(year, month, of_month).unwrap_or(end.plus(1))
}

/// A day in the calendar of `jiff`, which counts months for 19,998 years at most: what lies outside of the years 0 to 9999 is
/// their first or last day.
fn civil_date(day: Day) -> Date {
    let (year, month, of_month) = day.ymd();
    let year = i16::try_from(year).ok().filter(|year| *year >= 0);
    let date = year.zip(i8::try_from(month).ok()).zip(i8::try_from(of_month).ok());
    let date = date.and_then(|((year, month), of_month)| Date::new(year, month, of_month).ok());
    date.unwrap_or(if day < Day(0) { FIRST } else { Date::MAX })
}

/// For `#[serde(with = "..")]` on a [`Day`], which alone would be a number.
///
/// ```
/// use plimsoll_core::Day;
/// #[derive(serde::Serialize)]
/// struct Report {
///     #[serde(with = "plimsoll::date::iso")]
///     as_of: Day,
/// }
/// assert_eq!(serde_json::to_string(&Report { as_of: Day(20_777) })?, r#"{"as_of":"2026-11-20"}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
pub mod iso {
    use plimsoll_core::Day;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};
    use std::borrow::Cow;

    /// Writes a day as `2026-11-20`.
    ///
    /// # Errors
    ///
    /// If the serializer fails.
    pub fn serialize<S: Serializer>(day: &Day, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(day)
    }

    /// Reads a day written as `2026-11-20`.
    ///
    /// # Errors
    ///
    /// If there is something else.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Day, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        super::parse(text.trim())
            .map_err(|error| D::Error::custom(format!("`{text}` is not a date: {error}")))
    }
}

/// For `#[serde(with = "..")]` on a [`Day`] that may be absent.
pub mod iso_option {
    use plimsoll_core::Day;
    use serde::{Deserialize, Deserializer, Serializer};

    /// Writes a day as `2026-11-20`, or nothing.
    ///
    /// # Errors
    ///
    /// If the serializer fails.
    pub fn serialize<S: Serializer>(day: &Option<Day>, serializer: S) -> Result<S::Ok, S::Error> {
        match day {
            Some(day) => serializer.collect_str(day),
            None => serializer.serialize_none(),
        }
    }

    /// Reads a day written as `2026-11-20`, or nothing.
    ///
    /// # Errors
    ///
    /// If there is something else.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Day>, D::Error> {
        #[derive(Deserialize)]
        struct Given(#[serde(with = "super::iso")] Day);
        Ok(Option::<Given>::deserialize(deserializer)?.map(|Given(day)| day))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::ToSpan;

    #[test]
    fn only_the_full_form_of_a_day_that_exists_is_read() {
        for good in ["2024-02-29", "1900-01-01", "9999-12-31"] {
            assert_eq!(parse(good).unwrap().to_string(), good);
        }
        for bad in [
            "",
            "2026",
            "2026-1-2",
            "20260102",
            "2026-01-01T00:00",
            "+2026-01-01",
            "2026/01/01",
            "01-02-2026",
            "2026-01-0x",
            "२०२६-01-01",
            "2026-+1-01",
            "2026-01-01-01",
            "-2026-01-01",
            " 2026-01-01",
        ] {
            assert_eq!(parse(bad), Err(DateError { form: true }), "{bad}");
        }
        for none in ["2026-13-01", "2026-00-10", "2026-04-31", "2025-02-29", "1899-12-31", "2026-01-00"] {
            assert_eq!(parse(none), Err(DateError { form: false }), "{none}");
        }
    }

    /// A [`Day`] is shown by core, which has a calendar of its own.
    #[test]
    fn every_month_ends_on_the_same_day_for_jiff_and_for_core() {
        let (first, last) = (civil::date(1900, 1, 31), civil::date(9999, 12, 31));
        let ends: Vec<Date> = first.series(1.month()).collect();
        assert_eq!((ends.len(), ends.last()), (97_200, Some(&last)));
        for end in ends {
            for date in [end, end.tomorrow().unwrap_or(end)] {
                let day =
                    Day::from_ymd(date.year().into(), date.month().unsigned_abs(), date.day().unsigned_abs());
                assert_eq!(
                    (parse(&date.to_string()).ok(), day.map(|day| day.to_string())),
                    (day, Some(date.to_string()))
                );
            }
        }
    }

    #[test]
    fn months_are_completed_on_their_day() {
        let table = [
            ("2026-05-21", "2026-11-20", 5),
            ("2026-05-20", "2026-11-20", 6),
            ("2026-05-19", "2026-11-20", 6),
            ("2026-11-20", "2026-11-20", 0),
            ("2026-11-21", "2026-11-20", 0),
            ("2020-01-01", "2019-01-01", 0),
            ("2024-02-29", "2024-08-28", 5),
            ("2024-02-29", "2024-08-29", 6),
            ("2024-02-29", "2025-02-28", 11),
            ("2024-02-29", "2025-03-01", 12),
            ("2024-02-29", "2028-02-29", 48),
            ("2023-08-29", "2024-02-29", 6),
            ("2023-08-30", "2024-02-29", 5),
            ("2024-08-31", "2025-02-28", 5),
            ("2024-08-31", "2025-03-01", 6),
            ("2025-01-31", "2025-02-28", 0),
            ("2025-01-31", "2025-03-30", 1),
            ("2025-01-31", "2025-03-31", 2),
            ("2025-02-28", "2025-03-31", 1),
            ("2025-12-31", "2026-01-30", 0),
            ("2025-12-31", "2026-01-31", 1),
            ("1900-01-01", "9999-12-31", 97_199),
        ];
        for (from, to, expected) in table {
            let (from_day, to_day) = (parse(from).unwrap(), parse(to).unwrap());
            assert_eq!(completed_months(from_day, to_day), expected, "{from} to {to}");
        }
        // From 0000-01-01 to 9999-12-31, and days that are further away.
        for (from, to) in [(-719_528, 2_932_896), (-719_529, 2_932_897), (i32::MIN, i32::MAX)] {
            assert_eq!(completed_months(Day(from), Day(to)), 119_999, "{from} {to}");
            assert_eq!(completed_months(Day(to), Day(from)), 0, "{from} {to}");
        }
    }

    /// The day on which months are completed is the first on which they are.
    #[test]
    fn months_later_is_when_they_are_completed() {
        let first = parse("2023-12-28").unwrap();
        for day in (0..800).map(|days| first.plus(days)) {
            for months in [1, 2, 6, 11, 12, 13, 24, 48, 120, 255] {
                let later = months_later(day, months);
                assert_eq!(completed_months(day, later), u32::from(months), "{day} {months}");
                let before = completed_months(day, later.plus(-1));
                assert_eq!(before, u32::from(months) - 1, "{day} {months}");
            }
        }
        assert_eq!(months_later(first, 0), first);
        assert_eq!(months_later(Day(i32::MAX), 255), Day(i32::MAX));
    }

    #[test]
    fn json_writes_days_as_text() {
        #[derive(Debug, PartialEq, serde::Serialize, serde::Deserialize)]
        struct Days {
            #[serde(with = "iso")]
            opened: Day,
            #[serde(default, with = "iso_option")]
            closed: Option<Day>,
        }
        let days = Days { opened: Day(20_777), closed: None };
        let text = serde_json::to_string(&days).unwrap();
        assert_eq!(text, r#"{"opened":"2026-11-20","closed":null}"#);
        assert_eq!(serde_json::from_str::<Days>(&text).unwrap(), days);
        assert_eq!(serde_json::from_str::<Days>(r#"{"opened":"2026-11-20"}"#).unwrap(), days);
        let error = serde_json::from_str::<Days>(r#"{"opened":"yesterday"}"#).unwrap_err();
        assert!(error.to_string().starts_with("`yesterday` is not a date: dates are written"), "{error}");
        assert!(serde_json::from_str::<Days>(r#"{"opened":20777}"#).is_err());
    }
}
