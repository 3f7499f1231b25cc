//! Many risks at once: a column for each fact, a slice of decisions.
//!
//! Impact and likelihood are worked out for a block of risks at a time, in loops that compilers turn into vector instructions.
//! Diagrams become tables over the classes of values that they tell apart, as far as there is scratch memory for them; a block
//! of risks then finds its outcomes by adding up classes, without a branch. What has no table is walked, risk by risk. Nothing
//! is allocated, and the decisions are those of [`Policy::assess`].

mod block;
mod gather;

use crate::Decision;
use crate::facet::{FACETS, Facet, FacetSet};
use crate::policy::Policy;
use block::{BLOCK, Settled, Sheet};
use gather::Tables;

/// One fact of many risks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column<'a> {
    /// The same value for every risk.
    Same(u16),
    /// A byte for each risk.
    Bytes(&'a [u8]),
    /// Sixteen bits for each risk.
    Words(&'a [u16]),
}

impl Column<'_> {
    /// How many risks it is for; `None` if for any number.
    #[must_use]
    pub const fn rows(self) -> Option<usize> {
        match self {
            Self::Same(_) => None,
            Self::Bytes(bytes) => Some(bytes.len()),
            Self::Words(words) => Some(words.len()),
        }
    }
}

/// What is known of many risks, as [`crate::RiskFacts`] is what is known of one. By default, each is the mildest risk there is.
///
/// Numbers past the end of their range count as its last: an impact above the scale as its highest level, more actions
/// uncompleted than there are as none completed. But a choice that is none of the four counts as no choice.
///
/// ```
/// use plimsoll_core::{Column, Policy, RiskColumns, RiskFacts};
/// let risks = RiskColumns {
///     rated: Column::Bytes(&[4, 1, 5]),
///     uncompleted: Column::Words(&[4, 0, 2]),
///     total: Column::Same(5),
///     ..RiskColumns::default()
/// };
/// let mut decisions = [Policy::REFUSING.assess(&RiskFacts::default()); 3];
/// Policy::standard().columns(&mut []).assess(&risks, &mut decisions)?;
/// assert_eq!(decisions.map(|decision| decision.score.get()), [20, 1, 15]);
/// # Ok::<(), plimsoll_core::ColumnError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RiskColumns<'a> {
    /// The highest rating of the impact, from 1.
    pub rated: Column<'a>,
    /// How many of the threat's actions are not completed.
    pub uncompleted: Column<'a>,
    /// How many actions there are.
    pub total: Column<'a>,
    /// An expert's estimate of the likelihood, from 1; 0 for none.
    pub estimate: Column<'a>,
    /// The response that the owner chose: 1 accept, 2 transfer, 3 reduce, 4 avoid (a position in [`crate::Response::ALL`], and
    /// 1 more); 0 for none.
    pub choice: Column<'a>,
    /// Whether an exception holds: 1 if it does, else 0.
    pub exception: Column<'a>,
    /// Values of facets, by position; a facet that is not here is 0 everywhere, and of one that is here twice, the last column
    /// holds. What the decision derives, as [`crate::RiskFacts::values`] says, is not read.
    pub facets: &'a [(Facet, Column<'a>)],
}

impl Default for RiskColumns<'_> {
    fn default() -> Self {
        let none = Column::Same(0);
        let (uncompleted, total, estimate, choice, exception) = (none, none, none, none, none);
        Self { rated: Column::Same(1), uncompleted, total, estimate, choice, exception, facets: &[] }
    }
}

impl<'a> RiskColumns<'a> {
    fn named(&self) -> [(&'static str, Column<'a>); 6] {
        [
            ("rated", self.rated),
            ("uncompleted", self.uncompleted),
            ("total", self.total),
            ("estimate", self.estimate),
            ("choice", self.choice),
            ("exception", self.exception),
        ]
    }

    /// Whether every column is for so many risks, or for any number.
    ///
    /// # Errors
    /// The first column that is not.
    pub fn check(&self, rows: usize) -> Result<(), ColumnError> {
        self.find(rows, |found| found != rows)
    }

    /// The first column whose length is wrong.
    fn find(&self, expected: usize, wrong: impl Fn(usize) -> bool) -> Result<(), ColumnError> {
        let named = self.named().into_iter().map(|(name, column)| (name, None, column));
        let facets = self.facets.iter().map(|(facet, column)| ("facet", Some(*facet), *column));
        for (name, facet, column) in named.chain(facets) {
            if let Some(found) = column.rows().filter(|rows| wrong(*rows)) {
                return Err(ColumnError { name, facet, found, expected });
            }
        }
        Ok(())
    }
}

/// A column has not as many values as there are decisions to take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ColumnError {
    /// The field of [`RiskColumns`], or `facet`.
    pub name: &'static str,
    /// Which facet.
    pub facet: Option<Facet>,
    /// How many risks the column is for.
    pub found: usize,
    /// How many there have to be.
    pub expected: usize,
}

impl core::fmt::Display for ColumnError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let Self { name, facet, found, expected } = self;
        write!(f, "the column {name}")?;
        if let Some(facet) = facet {
            write!(f, " {}", facet.get())?;
        }
        write!(f, " has {found} values where {expected} are needed")
    }
}

impl core::error::Error for ColumnError {}

impl<'a> Policy<'a> {
    /// Makes ready to decide about many risks, in scratch memory that the caller lends.
    ///
    /// A policy that looks at nothing but the matrix needs none. Others are faster the more of their diagrams find room for a
    /// table; 32,768 words hold those of most policies. With no scratch at all, the decisions are the same.
    ///
    /// ```
    /// use plimsoll_core::{Column, Policy, RiskColumns, RiskFacts};
    /// let policy = Policy::standard();
    /// let mut scratch = [0; 1024];
    /// let columns = policy.columns(&mut scratch);
    ///
    /// // A block at a time, over as many as there are.
    /// let ratings = [1, 2, 3, 4, 5, 5, 4];
    /// let mut decisions = [policy.assess(&RiskFacts::default()); 7];
    /// for (ratings, decisions) in ratings.chunks(4).zip(decisions.chunks_mut(4)) {
    ///     columns.assess(&RiskColumns { rated: Column::Bytes(ratings), ..RiskColumns::default() }, decisions)?;
    /// }
    /// assert_eq!(decisions.map(|decision| decision.impact.get()), ratings);
    /// # Ok::<(), plimsoll_core::ColumnError>(())
    /// ```
    pub fn columns<'s>(&'s self, scratch: &'s mut [u16]) -> Columns<'s>
    where
        'a: 's,
    {
        if let Some(settled) = Settled::of(self) {
            return Columns { policy: self, way: Way::LookUp(settled) };
        }
        let support = self.stage_diagrams().fold(FacetSet::NONE, |set, diagram| set.or(diagram.support()));
        Columns { policy: self, way: Way::Decide(support, Tables::of(self, scratch)) }
    }
}

/// A policy, ready to decide about many risks. It holds the decisions of every cell, so it takes some 8 kB, whatever the policy.
#[derive(Clone, Copy, Debug)]
pub struct Columns<'s> {
    policy: &'s Policy<'s>,
    way: Way<'s>,
}

/// How decisions come about.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::large_enum_variant, reason = "there is one of it, and nothing here may allocate")]
enum Way<'s> {
    /// From the cell and the owner's wish alone.
    LookUp(Settled),
    /// From diagrams, which read some facets and some of which have tables.
    Decide(FacetSet, Tables<'s>),
}

impl Columns<'_> {
    /// Decides about all risks, each as [`Policy::assess`] does.
    ///
    /// # Errors
    /// If there are not as many values in every column as decisions; then nothing is decided.
    pub fn assess(&self, risks: &RiskColumns<'_>, decisions: &mut [Decision]) -> Result<(), ColumnError> {
        risks.check(decisions.len())?;
        self.assess_from(0, risks, decisions)
    }

    /// Decides about the risks from a row on, as many as there is room for decisions: a part of the work for each thread.
    ///
    /// # Errors
    /// If a column ends before, also where there is room for none; then nothing is decided.
    pub fn assess_from(
        &self,
        row: usize,
        risks: &RiskColumns<'_>,
        decisions: &mut [Decision],
    ) -> Result<(), ColumnError> {
        let end = row.saturating_add(decisions.len());
        risks.find(end, |found| found < end)?;
        let mut facets = [Column::Same(0); FACETS];
        for (facet, column) in risks.facets {
            facets.get_mut(facet.index()).into_iter().for_each(|slot| *slot = *column);
        }
        let mut sheet = Sheet::new();
        let mut from = row;
        for block in decisions.chunks_mut(BLOCK) {
            sheet.rate(self.policy, risks, &facets, from);
            match &self.way {
                Way::LookUp(settled) => sheet.look_up(settled, block),
                Way::Decide(support, tables) => {
                    support.iter().for_each(|facet| sheet.load(facet, &facets, from));
                    sheet.decide(self.policy, tables, block);
                }
            }
            from = from.saturating_add(BLOCK);
        }
        Ok(())
    }

    /// How many of the policy's diagrams have a table, and how many there are; none and none where no diagram is asked.
    #[must_use]
    pub fn coverage(&self) -> (usize, usize) {
        match &self.way {
            Way::LookUp(_) => (0, 0),
            Way::Decide(_, tables) => (tables.iter().flatten().count(), self.policy.stage_diagrams().count()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Column, ColumnError, RiskColumns};
    use crate::facet::ASSET_CLASS;
    extern crate std;
    use std::string::ToString;

    #[test]
    fn a_column_is_neither_shorter_nor_longer() {
        let none = RiskColumns::default();
        let bytes = [0; 4];
        let wrong = |risks: RiskColumns<'_>| risks.check(3).map_err(|error| (error.name, error.found));
        for found in [0, 2, 3, 4] {
            let column = Column::Bytes(&bytes[..found]);
            for (name, risks) in [
                ("rated", RiskColumns { rated: column, ..none }),
                ("uncompleted", RiskColumns { uncompleted: column, ..none }),
                ("total", RiskColumns { total: column, ..none }),
                ("estimate", RiskColumns { estimate: column, ..none }),
                ("choice", RiskColumns { choice: column, ..none }),
                ("exception", RiskColumns { exception: column, ..none }),
                ("facet", RiskColumns { facets: &[(ASSET_CLASS, column)], ..none }),
            ] {
                assert_eq!(wrong(risks), if found == 3 { Ok(()) } else { Err((name, found)) });
            }
        }
        let error = ColumnError { name: "facet", facet: Some(ASSET_CLASS), found: 4, expected: 3 };
        assert_eq!(error.to_string(), "the column facet 8 has 4 values where 3 are needed");
        assert_eq!((Column::Same(7).rows(), Column::Words(&[1, 2]).rows()), (None, Some(2)));
    }
}
