//! What is measured: instructions, sizes of policies, and sizes of programs that others have written down.

use super::{Record, Row, Unit};
use crate::tenths::Tenths;
use crate::{callgrind, cases, policies, sample};
use plimsoll_core::Policy;
use std::collections::{BTreeMap, BTreeSet};

/// The start of the names of policies' sizes.
const BLOB: &str = "blob_";

/// Every figure by its name.
#[derive(Clone, Debug, Default)]
pub struct Measured {
    compiler: String,
    instructions: BTreeMap<String, Tenths>,
    blobs: BTreeMap<String, Tenths>,
    sizes: BTreeMap<String, Tenths>,
}

impl Measured {
    /// The sizes of policies, under a compiler.
    #[must_use]
    pub fn by(compiler: &str) -> Self {
        let blobs = [
            ("standard", Policy::standard_bytes().len()),
            ("sample", sample::blob().len()),
            ("twelve_rules", policies::twelve_rules().len()),
        ];
        let bytes = |bytes: usize| Tenths::whole(u64::try_from(bytes).unwrap_or(u64::MAX));
        let blobs = blobs.into_iter().map(|(name, size)| (format!("{BLOB}{name}"), bytes(size)));
        Self { compiler: compiler.into(), blobs: blobs.collect(), ..Self::default() }
    }

    /// Counts the instructions of every case: this program, with these arguments, runs them.
    ///
    /// # Errors
    /// In words, where that fails.
    pub fn count(&mut self, arguments: &[&str]) -> Result<(), String> {
        self.instructions = callgrind::counts(arguments)?.into_iter().collect();
        Ok(())
    }

    /// Reads sizes, a name and a number in each line.
    ///
    /// # Errors
    /// With file and line, where a line is something else, or names what another line names.
    pub fn read_sizes(&mut self, file: &str, text: &str) -> Result<(), String> {
        for (n, line) in
            (1..).zip(text.lines()).filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
        {
            let cells: Vec<&str> = line.split_ascii_whitespace().collect();
            let [name, size] = cells.as_slice() else {
                return Err(format!("{file}:{n}: `{line}` is not a name and a number"));
            };
            let bytes = size.parse().map_err(|_| format!("{file}:{n}: `{size}` is no number of bytes"))?;
            if !Row::is_size(name) {
                return Err(format!("{file}:{n}: `{name}` is no name: small letters, digits and _"));
            }
            if name.starts_with(BLOB) || cases::CASES.iter().any(|(case, _)| case == name) {
                return Err(format!("{file}:{n}: `{name}` is measured here, and no size of a program"));
            }
            if self.sizes.insert((*name).into(), Tenths::whole(bytes)).is_some() {
                return Err(format!("{file}:{n}: `{name}` stands here a second time"));
            }
        }
        Ok(())
    }

    /// The compiler that made what is counted.
    #[must_use]
    pub fn compiler(&self) -> &str {
        &self.compiler
    }

    /// Whether instructions were counted.
    #[must_use]
    pub fn has_instructions(&self) -> bool {
        !self.instructions.is_empty()
    }

    /// A figure: of its own, or the quotient `a/b` or the difference `a-b` of two.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<Tenths> {
        let own =
            |name| [&self.instructions, &self.blobs, &self.sizes].into_iter().find_map(|all| all.get(name));
        if let Some((one, other)) = name.split_once('/') {
            return own(one)?.times(*own(other)?);
        }
        match name.split_once('-') {
            Some((one, other)) => Some(own(one)?.less(*own(other)?)),
            None => own(name).copied(),
        }
    }

    /// Whether a figure hangs on the compiler, as all do but the sizes of policies.
    #[must_use]
    pub fn is_of_compiler(row: &Row) -> bool {
        !row.name.starts_with(BLOB)
    }

    /// Names and units of what is measured and has no row.
    #[must_use]
    pub fn without_row(&self, record: &Record) -> Vec<(String, Unit)> {
        let rows: BTreeSet<&str> = record.rows().map(|row| row.name.as_str()).collect();
        // In the order in which they are counted.
        let cases = cases::CASES.iter().filter(|(name, _)| self.instructions.contains_key(*name));
        let counted = cases.map(|(name, _)| (*name, Unit::Instructions));
        let sizes = self.blobs.keys().chain(self.sizes.keys()).map(|name| (name.as_str(), Unit::Bytes));
        let without = counted.chain(sizes).filter(|(name, _)| !rows.contains(name));
        without.map(|(name, unit)| (name.to_owned(), unit)).collect()
    }

    /// Refuses rows that name what nobody measures. Whether a size of a program exists shows only where sizes are given.
    ///
    /// # Errors
    /// With file and line.
    pub fn check(&self, record: &Record) -> Result<(), String> {
        for row in record.rows() {
            let fault = |what: String| Err(format!("{}:{}: {what}", record.file(), row.line));
            let parts: Vec<&str> = row.name.split(['/', '-']).collect();
            let is_pair = parts.len() == 2;
            match row.unit {
                Unit::Times if row.name.contains('/') && is_pair => {}
                Unit::Times => return fault(format!("`{}` is no quotient: a/b", row.name)),
                Unit::Instructions if parts.len() == 1 || (row.name.contains('-') && is_pair) => {}
                Unit::Bytes if parts.len() == 1 => {}
                _ => return fault(format!("`{}` is no name of {}", row.name, row.unit.label())),
            }
            if row.unit == Unit::Bytes {
                if row.name.starts_with(BLOB) && !self.blobs.contains_key(&row.name) {
                    return fault(format!("no policy is called `{}`", row.name));
                }
                if cases::CASES.iter().any(|(name, _)| *name == row.name) {
                    return fault(format!("`{}` is counted in instructions", row.name));
                }
                continue;
            }
            for part in parts {
                if part == callgrind::LOOP || !cases::CASES.iter().any(|(name, _)| *name == part) {
                    return fault(format!("no case is called `{part}`"));
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Measured, Record, Tenths};

    fn record(line: &str) -> Record {
        Record::read("f", &format!("name,unit,budget,recorded\nrustc,version,,1\n{line}\n")).unwrap()
    }

    #[test]
    fn rows_name_what_is_measured() {
        let measured = Measured::by("1");
        for line in [
            "assess,instructions,,",
            "with_rule-without_rule,instructions,,",
            "rule/rule_by_hand,times,,",
            "flash_core,bytes,,",
            "blob_sample,bytes,,",
        ] {
            assert_eq!(measured.check(&record(line)), Ok(()), "{line}");
        }
        for (line, what) in [
            ("asses,instructions,,", "no case is called `asses`"),
            ("loop,instructions,,", "no case is called `loop`"),
            ("rule/rules,times,,", "no case is called `rules`"),
            ("assess,times,,", "`assess` is no quotient"),
            ("rule/rule_by_hand,instructions,,", "is no name of instructions"),
            ("with_rule-without_rule,bytes,,", "is no name of bytes"),
            ("blob_simple,bytes,,", "no policy is called `blob_simple`"),
            ("assess,bytes,,", "`assess` is counted in instructions"),
        ] {
            let error = measured.check(&record(line)).err().unwrap_or_default();
            assert!(error.starts_with("f:3: ") && error.contains(what), "{line}: {error}");
        }
    }

    #[test]
    fn sizes_are_names_and_numbers() {
        let mut measured = Measured::by("1");
        assert_eq!(
            measured.read_sizes("sizes", "# of programs\nflash_core 7000\n\nstack_assess 312\n"),
            Ok(())
        );
        assert_eq!(measured.value("flash_core"), Some(Tenths::whole(7000)));
        for (line, what) in [
            ("flash_image", "`flash_image` is not a name and a number"),
            ("flash_image 1 2", "is not a name and a number"),
            ("flash_image 1k", "`1k` is no number of bytes"),
            ("flash,core 1", "`flash,core` is no name"),
            ("flash-core 1", "`flash-core` is no name"),
            ("rustc 1", "`rustc` is no name"),
            ("flash_core 1", "`flash_core` stands here a second time"),
            ("assess 1", "`assess` is measured here"),
            ("blob_other 1", "`blob_other` is measured here"),
        ] {
            let error =
                measured.clone().read_sizes("sizes", &format!("#\n{line}\n")).err().unwrap_or_default();
            assert!(error.starts_with("sizes:2: ") && error.contains(what), "{line}: {error}");
        }
    }
}
