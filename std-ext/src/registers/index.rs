//! Records found by their ids.

use super::record::{Loaded, Record};
use super::report::{Reporter, problem};
use super::words::{did_you_mean, nearest, outline};
use crate::diagnostic::Diagnostics;

/// The positions of records in order of a key, such as the id.
///
/// Each position has the first eight bytes of its key beside it, as a number that orders like them: most keys are no longer, and
/// a search then hardly ever looks at the records.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Index(Vec<(u64, usize)>);

/// The first eight bytes of a key as a number; a shorter key is filled up with zeros.
fn prefix(key: &str) -> u64 {
    key.bytes().chain(std::iter::repeat(0)).take(8).fold(0, |number, byte| (number << 8) | u64::from(byte))
}

impl Index {
    /// Records by a key; those with the same key stay in the order of the file.
    pub(crate) fn by<R>(records: &[R], key: impl Fn(&R) -> &str) -> Self {
        let mut keyed: Vec<(u64, &str, usize)> =
            records.iter().zip(0..).map(|(record, at)| (prefix(key(record)), key(record), at)).collect();
        keyed.sort_unstable();
        Self(keyed.into_iter().map(|(prefix, _, at)| (prefix, at)).collect())
    }

    /// Records by their ids.
    pub(crate) fn by_id<R: Record>(records: &[R]) -> Self {
        Self::by(records, |record| record.id().unwrap_or_default())
    }

    /// The positions, in order of the key.
    pub(crate) fn positions(&self) -> impl Iterator<Item = usize> + Clone + '_ {
        self.0.iter().map(|(_, at)| *at)
    }

    /// The records that have a key, in the order of the file.
    pub(crate) fn find<'r, R>(
        &'r self,
        records: &'r [R],
        wanted: &'r str,
        key: impl Fn(&R) -> &str + Copy + 'r,
    ) -> impl Iterator<Item = &'r R> {
        let start = prefix(wanted);
        let first = self.0.partition_point(|(prefix, at)| {
            let lower = || records.get(*at).is_some_and(|record| key(record) < wanted);
            *prefix < start || (*prefix == start && lower())
        });
        let rest = self.0.get(first..).unwrap_or_default();
        rest.iter().map_while(move |(_, at)| records.get(*at).filter(|record| key(record) == wanted))
    }

    /// The position of the record of an id.
    pub(crate) fn position<R: Record>(&self, records: &[R], id: &str) -> Option<usize> {
        let wanted = prefix(id);
        let of = |at: usize| records.get(at).and_then(Record::id).unwrap_or_default();
        let found =
            self.0.binary_search_by(|(prefix, at)| prefix.cmp(&wanted).then_with(|| of(*at).cmp(id))).ok()?;
        self.0.get(found).map(|(_, at)| *at)
    }

    /// The record of an id.
    pub(crate) fn get<'r, R: Record>(&self, records: &'r [R], id: &str) -> Option<&'r R> {
        self.position(records, id).and_then(|at| records.get(at))
    }
}

/// Reports ids that occur twice, and ids that only seem to differ.
pub(crate) fn report_doubles<R: Record>(loaded: &Loaded<'_, R>, index: &Index, out: &mut Diagnostics) {
    let Some(origin) = &loaded.origin else { return };
    let line = |at: usize| loaded.places.get(at).map_or(0, |place| place.line);
    let id = |at: usize| loaded.records.get(at).and_then(Record::id).unwrap_or_default();
    let report = |at: usize, message: String, out: &mut Diagnostics| {
        let place = loaded.places.get(at).copied().unwrap_or_default();
        Reporter::new(origin, place, out).error("id", || problem(message).found(id(at)));
    };
    for (former, later) in index.positions().zip(index.positions().skip(1)) {
        if id(former) == id(later) && !id(later).is_empty() {
            report(later, format!("is the id of the record on line {} as well", line(former)), out);
        }
    }
    // Ids of capital letters and digits alone differ to the eye wherever they differ.
    let plain = |id: &str| id.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    if index.positions().all(|at| plain(id(at))) {
        return;
    }
    let mut outlines: Vec<(String, usize)> = index.positions().map(|at| (outline(id(at)), at)).collect();
    outlines.sort_unstable();
    for pair in outlines.windows(2) {
        if let [(one, former), (other, later)] = pair
            && one == other
            && id(*former) != id(*later)
        {
            let message = format!(
                "looks like the id `{}` on line {}; ids must not differ in case, blanks or look-alike letters only",
                id(*former),
                line(*former)
            );
            report(*later, message, out);
        }
    }
}

/// How many ids may still be compared in search of the one that was meant; keeps ten thousand dangling references cheap.
#[derive(Debug)]
pub(crate) struct Patience(usize);

impl Default for Patience {
    fn default() -> Self {
        Self(1_000_000)
    }
}

impl Patience {
    /// Takes some comparisons off; whether any are left.
    pub(crate) fn spend(&mut self, comparisons: usize) -> bool {
        self.0 = self.0.saturating_sub(comparisons);
        self.0 > 0
    }
}

/// Reports references to records that do not exist.
pub(crate) fn report_dangling<R: Record, T: Record>(
    from: &Loaded<'_, R>,
    field: &str,
    references: impl Fn(&R) -> &[String],
    (to, index, what): (&Loaded<'_, T>, &Index, &str),
    patience: &mut Patience,
    out: &mut Diagnostics,
) {
    let Some(origin) = &from.origin else { return };
    if !to.whole {
        return;
    }
    for (record, place) in from.records.iter().zip(&from.places) {
        for id in references(record).iter().filter(|id| !id.is_empty()) {
            if index.get(&to.records, id).is_some() || to.is_broken(id) {
                continue;
            }
            Reporter::new(origin, *place, out).error(field, || {
                let is_sought = patience.spend(to.records.len());
                let near = is_sought.then(|| nearest(id, to.records.iter().filter_map(Record::id))).flatten();
                problem(format!("is not the id of {what} in {}", T::FILE))
                    .found(id)
                    .maybe_help(did_you_mean(near))
            });
        }
    }
}
