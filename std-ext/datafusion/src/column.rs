//! Arrow arrays as columns of the engine, checked.

use crate::fact::Fact;
use arrow::array::{Array, ArrayRef, ArrowPrimitiveType, AsArray, BooleanArray, PrimitiveArray};
use arrow::compute::cast;
use arrow::datatypes::{
    DataType, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use datafusion_common::{Result, exec_err, plan_err};
use plimsoll_core::Column;
use std::borrow::Cow;

/// One fact of the rows of a batch: where it can be, as it stands in the array.
pub(crate) enum Held<'a> {
    Same(u16),
    Bytes(Cow<'a, [u8]>),
    Words(Cow<'a, [u16]>),
}

impl Held<'_> {
    pub(crate) fn column(&self) -> Column<'_> {
        match self {
            Self::Same(value) => Column::Same(*value),
            Self::Bytes(bytes) => Column::Bytes(bytes),
            Self::Words(words) => Column::Words(words),
        }
    }

    pub(crate) fn at(&self, row: usize) -> u16 {
        match self {
            Self::Same(value) => *value,
            Self::Bytes(bytes) => bytes.get(row).copied().unwrap_or_default().into(),
            Self::Words(words) => words.get(row).copied().unwrap_or_default(),
        }
    }

    /// The first row in which this is more than the other.
    pub(crate) fn exceeds(&self, other: &Self, rows: usize) -> Option<usize> {
        // Nearly always no row is, and a loop that does not stop is one for vector units.
        let none = match (self, other) {
            (Self::Bytes(these), Self::Bytes(others)) => {
                these.iter().zip(others.iter()).fold(true, |none, (this, other)| none & (this <= other))
            }
            (Self::Words(these), Self::Words(others)) => {
                these.iter().zip(others.iter()).fold(true, |none, (this, other)| none & (this <= other))
            }
            _ => false,
        };
        if none { None } else { (0..rows).find(|row| self.at(*row) > other.at(*row)) }
    }
}

/// Reads a fact from an array.
///
/// # Errors
/// A type that holds no such values, or the first row whose value is none.
pub(crate) fn read<'a>(fact: &Fact, array: &'a ArrayRef) -> Result<Held<'a>> {
    match array.data_type() {
        DataType::UInt8 => bytes(fact, array.as_primitive::<UInt8Type>()),
        DataType::UInt16 => words(fact, array.as_primitive::<UInt16Type>()),
        DataType::UInt32 => integers(fact, array.as_primitive::<UInt32Type>()),
        DataType::UInt64 => integers(fact, array.as_primitive::<UInt64Type>()),
        DataType::Int8 => integers(fact, array.as_primitive::<Int8Type>()),
        DataType::Int16 => integers(fact, array.as_primitive::<Int16Type>()),
        DataType::Int32 => integers(fact, array.as_primitive::<Int32Type>()),
        DataType::Int64 => integers(fact, array.as_primitive::<Int64Type>()),
        DataType::Boolean if fact.is_boolean() => booleans(fact, array.as_boolean()),
        DataType::Utf8 if fact.has_labels() => texts(fact, array.as_string::<i32>().iter()),
        DataType::LargeUtf8 if fact.has_labels() => texts(fact, array.as_string::<i64>().iter()),
        DataType::Utf8View if fact.has_labels() => texts(fact, array.as_string_view().iter()),
        // What is behind a dictionary, or what no column but a literal NULL is.
        DataType::Dictionary(_, values) => Ok(read(fact, &cast(array, values)?)?.owned()),
        DataType::Null => Ok(read(fact, &cast(array, &DataType::UInt8)?)?.owned()),
        other => plan_err!(
            "{} cannot be read from {other}: give integers{}",
            fact.name,
            match (fact.is_boolean(), fact.has_labels()) {
                (true, _) => " or booleans",
                (_, true) => " or texts",
                _ => "",
            }
        ),
    }
}

impl Held<'_> {
    /// With values of its own.
    fn owned<'b>(self) -> Held<'b> {
        match self {
            Self::Same(value) => Held::Same(value),
            Self::Bytes(bytes) => Held::Bytes(Cow::Owned(bytes.into_owned())),
            Self::Words(words) => Held::Words(Cow::Owned(words.into_owned())),
        }
    }
}

/// Bytes that are values as they stand are lent, not copied.
fn bytes<'a>(fact: &Fact, array: &'a PrimitiveArray<UInt8Type>) -> Result<Held<'a>> {
    let values = array.values();
    let (least, most) =
        values.iter().fold((u8::MAX, 0), |(least, most), byte| (least.min(*byte), most.max(*byte)));
    let fits = |byte: u8| fact.value_of(byte.into()) == Some(byte.into());
    if array.null_count() == 0 && (values.is_empty() || (fits(least) && fits(most))) {
        return Ok(Held::Bytes(Cow::Borrowed(values)));
    }
    integers(fact, array)
}

/// And so are words.
fn words<'a>(fact: &Fact, array: &'a PrimitiveArray<UInt16Type>) -> Result<Held<'a>> {
    let values = array.values();
    let (least, most) =
        values.iter().fold((u16::MAX, 0), |(least, most), word| (least.min(*word), most.max(*word)));
    let fits = |word: u16| fact.value_of(word.into()) == Some(word);
    if array.null_count() == 0 && (values.is_empty() || (fits(least) && fits(most))) {
        return Ok(Held::Words(Cow::Borrowed(values)));
    }
    integers(fact, array)
}

fn integers<'a, T: ArrowPrimitiveType>(fact: &Fact, array: &PrimitiveArray<T>) -> Result<Held<'a>>
where
    T::Native: TryInto<i64> + std::fmt::Display,
{
    collect(
        fact,
        array.iter(),
        |integer| fact.value_of((*integer).try_into().ok()?),
        |integer| integer.to_string(),
    )
}

fn booleans<'a>(fact: &Fact, array: &BooleanArray) -> Result<Held<'a>> {
    collect(fact, array.iter(), |boolean| Some(u16::from(*boolean)), |boolean| boolean.to_string())
}

fn texts<'a, 't>(fact: &Fact, texts: impl Iterator<Item = Option<&'t str>>) -> Result<Held<'a>> {
    collect(fact, texts, |text| fact.value_of_text(text), |text| format!("{:?}", shortened(text)))
}

/// The value of every row, in as few bytes as all values of the fact take.
fn collect<'a, T>(
    fact: &Fact,
    rows: impl Iterator<Item = Option<T>>,
    value: impl Fn(&T) -> Option<u16>,
    show: impl Fn(&T) -> String,
) -> Result<Held<'a>> {
    let checked = rows.enumerate().map(|(row, found)| match found {
        Some(found) => match value(&found) {
            Some(value) => Ok(value),
            None => exec_err!(
                "{} is {} in row {row} of its batch: valid are {}",
                fact.name,
                show(&found),
                fact.valid()
            ),
        },
        None if fact.optional => Ok(0),
        None => exec_err!("{} is NULL in row {row} of its batch: valid are {}", fact.name, fact.valid()),
    });
    if fact.is_small() {
        // Below 256 by what the fact may be.
        let bytes: Result<Vec<u8>> =
            checked.map(|value| Ok(u8::try_from(value?).unwrap_or(u8::MAX))).collect();
        return Ok(Held::Bytes(Cow::Owned(bytes?)));
    }
    Ok(Held::Words(Cow::Owned(checked.collect::<Result<_>>()?)))
}

/// A text for a message: no longer than a label may sensibly be.
fn shortened(text: &str) -> String {
    let mut short: String = text.chars().take(40).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}
