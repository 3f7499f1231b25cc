//! The cells of a workbook as the texts that a CSV file would have.

use calamine::{CellErrorType, DataRef, ExcelDateTime};
use plimsoll_core::Day;

/// The largest number up to which a workbook tells all whole numbers apart: 2 to the 53.
const LARGEST: f64 = 9_007_199_254_740_992.0;

/// The text of a cell; what is wrong with it, where no text says the same.
pub(super) fn text(value: &DataRef<'_>) -> Result<String, String> {
    match value {
        DataRef::Empty => Ok(String::new()),
        DataRef::Int(number) => Ok(number.to_string()),
        DataRef::Float(number) if number.abs() > LARGEST => {
            Err("is a number that a workbook does not keep exactly: format the cell as text".into())
        }
        // The shortest digits that stand for this number alone: 12.5 is 12.5, and a whole number has no point.
        DataRef::Float(number) => Ok(number.to_string()),
        DataRef::String(text) => Ok(text.clone()),
        DataRef::SharedString(text) => Ok((*text).to_owned()),
        DataRef::Bool(truth) => Ok(truth.to_string()),
        DataRef::DateTime(moment) => day(moment),
        DataRef::DateTimeIso(text) => match text.split_once('T') {
            Some((day, time)) if time.bytes().all(|byte| matches!(byte, b'0' | b':' | b'.' | b'Z')) => {
                Ok(day.to_owned())
            }
            Some(_) => Err("is a time of day".into()),
            None => Ok(text.clone()),
        },
        DataRef::DurationIso(_) => Err("is a length of time".into()),
        DataRef::Error(error) => Err(format!("is the error {}", code(error))),
    }
}

fn code(error: &CellErrorType) -> &'static str {
    match error {
        CellErrorType::Div0 => "#DIV/0!",
        CellErrorType::NA => "#N/A",
        CellErrorType::Name => "#NAME?",
        CellErrorType::Null => "#NULL!",
        CellErrorType::Num => "#NUM!",
        CellErrorType::Ref => "#REF!",
        _ => "of a formula",
    }
}

/// A day by its number since the epoch of workbooks.
fn day(moment: &ExcelDateTime) -> Result<String, String> {
    if moment.is_duration() {
        return Err("is a length of time".into());
    }
    match moment.to_ymd_hms_milli() {
        (year, month, day, 0, 0, 0, 0) => {
            // The 29th of February 1900, which workbooks know, is none.
            let day = Day::from_ymd(year.into(), month, day).ok_or("is a day that there was not")?;
            Ok(day.to_string())
        }
        _ => Err("is a time of day, where a day is wanted".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::ExcelDateTimeType;

    #[test]
    fn cells_say_what_a_file_would() {
        let day = |value| DataRef::DateTime(ExcelDateTime::new(value, ExcelDateTimeType::DateTime, false));
        for (cell, text_of) in [
            (DataRef::Empty, Ok("")),
            (DataRef::Int(7), Ok("7")),
            (DataRef::Float(5.0), Ok("5")),
            (DataRef::Float(12.5), Ok("12.5")),
            (DataRef::Float(1e15), Ok("1000000000000000")),
            (
                DataRef::Float(1e16),
                Err("is a number that a workbook does not keep exactly: format the cell as text"),
            ),
            (DataRef::SharedString("=1+1"), Ok("=1+1")),
            (DataRef::Bool(true), Ok("true")),
            (day(46_347.0), Ok("2026-11-21")),
            (day(46_347.5), Err("is a time of day, where a day is wanted")),
            (day(60.0), Err("is a day that there was not")),
            (DataRef::DateTimeIso("2026-11-21T00:00:00".into()), Ok("2026-11-21")),
            (DataRef::DateTimeIso("2026-11-21T08:00:00".into()), Err("is a time of day")),
            (DataRef::Error(CellErrorType::Ref), Err("is the error #REF!")),
        ] {
            assert_eq!(text(&cell), text_of.map(str::to_owned).map_err(str::to_owned), "{cell:?}");
        }
    }
}
