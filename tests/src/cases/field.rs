//! How single fields are written.

use crate::reference::{Estimate, Treatment};
use serde::{Deserialize, Deserializer, de::Error};

/// `;` between entries; an empty field has none.
pub(super) fn split(text: &str) -> Vec<String> {
    text.split(';').filter(|entry| !entry.is_empty()).map(str::to_owned).collect()
}

/// A list of names.
pub(super) fn names<'de, D: Deserializer<'de>>(field: D) -> Result<Vec<String>, D::Error> {
    Ok(split(&String::deserialize(field)?))
}

/// A list of numbers.
pub(super) fn numbers<'de, D: Deserializer<'de>>(field: D) -> Result<Vec<u8>, D::Error> {
    names(field)?.iter().map(|entry| entry.parse().map_err(D::Error::custom)).collect()
}

/// `yes` or `no`.
pub(super) fn yes<'de, D: Deserializer<'de>>(field: D) -> Result<bool, D::Error> {
    match String::deserialize(field)?.as_str() {
        "yes" => Ok(true),
        "no" => Ok(false),
        other => Err(D::Error::custom(format!("{other:?} is neither yes nor no"))),
    }
}

/// A likelihood, or nothing for `refused`.
pub(super) fn unless_refused<'de, D: Deserializer<'de>>(field: D) -> Result<Option<u8>, D::Error> {
    match String::deserialize(field)?.as_str() {
        "refused" => Ok(None),
        level => level.parse().map(Some).map_err(D::Error::custom),
    }
}

/// A response.
pub(super) fn treatment<'de, D: Deserializer<'de>>(field: D) -> Result<Treatment, D::Error> {
    let label = String::deserialize(field)?;
    Treatment::from_label(&label).ok_or_else(|| D::Error::custom(format!("{label:?} is no response")))
}

/// A list of responses.
pub(super) fn treatments<'de, D: Deserializer<'de>>(field: D) -> Result<Vec<Treatment>, D::Error> {
    let parse = |label: &String| {
        Treatment::from_label(label).ok_or_else(|| D::Error::custom(format!("{label:?} is no response")))
    };
    names(field)?.iter().map(parse).collect()
}

/// A response or none.
pub(super) fn choice<'de, D: Deserializer<'de>>(field: D) -> Result<Option<Treatment>, D::Error> {
    Ok(treatments(field)?.first().copied())
}

/// How estimates count.
pub(super) fn rule<'de, D: Deserializer<'de>>(field: D) -> Result<Estimate, D::Error> {
    match String::deserialize(field)?.as_str() {
        "higher" => Ok(Estimate::Higher),
        "replaces" => Ok(Estimate::Replaces),
        other => Err(D::Error::custom(format!("{other:?} is no rule for estimates"))),
    }
}

/// A level of confidentiality, integrity or availability.
pub(super) fn level<'de, D: Deserializer<'de>>(field: D) -> Result<u8, D::Error> {
    match String::deserialize(field)?.as_str() {
        "low" => Ok(0),
        "medium" => Ok(1),
        "high" => Ok(2),
        other => Err(D::Error::custom(format!("{other:?} is no level"))),
    }
}

/// A level, or nothing for `n/a`.
pub(super) fn level_unless_na<'de, D: Deserializer<'de>>(field: D) -> Result<Option<u8>, D::Error> {
    match String::deserialize(field)?.as_str() {
        "n/a" => Ok(None),
        "low" => Ok(Some(0)),
        "medium" => Ok(Some(1)),
        "high" => Ok(Some(2)),
        other => Err(D::Error::custom(format!("{other:?} is no level"))),
    }
}

/// The attributes that a threat compromises: `C;I;A`.
pub(super) fn attributes<'de, D: Deserializer<'de>>(field: D) -> Result<[bool; 3], D::Error> {
    let mut compromises = [false; 3];
    for name in names(field)? {
        match name.as_str() {
            "C" => compromises[0] = true,
            "I" => compromises[1] = true,
            "A" => compromises[2] = true,
            other => return Err(D::Error::custom(format!("{other:?} is none of C, I, A"))),
        }
    }
    Ok(compromises)
}
