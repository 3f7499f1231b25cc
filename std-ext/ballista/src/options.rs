//! What the command line says: pairs of a name and a value.

use std::collections::BTreeMap;
use std::error::Error;
use std::str::FromStr;

/// Options by name.
pub(crate) struct Options(BTreeMap<String, String>);

impl Options {
    pub(crate) fn read(mut words: impl Iterator<Item = String>) -> Result<Self, Box<dyn Error>> {
        let mut options = BTreeMap::new();
        while let Some(word) = words.next() {
            let name = word.strip_prefix("--").ok_or_else(|| format!("{word} is no option"))?;
            let value = words.next().ok_or_else(|| format!("{word} lacks its value"))?;
            options.insert(name.to_owned(), value);
        }
        Ok(Self(options))
    }

    pub(crate) fn text(&self, name: &str) -> Result<&str, Box<dyn Error>> {
        Ok(self.0.get(name).ok_or_else(|| format!("--{name} is missing"))?)
    }

    pub(crate) fn number<T: FromStr<Err: Error>>(&self, name: &str) -> Result<T, Box<dyn Error>> {
        let text = self.text(name)?;
        Ok(text.parse().map_err(|error| format!("--{name} {text}: {error}"))?)
    }

    /// A number that need not be given.
    pub(crate) fn number_or<T: FromStr<Err: Error>>(
        &self,
        name: &str,
        otherwise: T,
    ) -> Result<T, Box<dyn Error>> {
        if self.0.contains_key(name) { self.number(name) } else { Ok(otherwise) }
    }
}
