//! The pairs of asset and threat: linked, not applicable, or not yet considered (domain.md A5).

use crate::registers::{Asset, NotApplicable, Registers, Risk, Threat};
use serde::Serialize;

/// Every pair of an asset and a threat of the registers. What is kept grows with what was considered; the pairs that nobody has
/// considered are found one by one, however many there are.
///
/// No pair is both linked and not applicable: reading refuses such registers.
///
/// ```
/// use plimsoll::Organisation;
/// use plimsoll::assessment::Pairs;
/// let sample = Organisation::sample();
/// let pairs = Pairs::of(sample.registers());
/// let counts = pairs.counts();
/// assert_eq!(counts.linked + counts.not_applicable + counts.unconsidered, 34 * 27);
/// let (asset, threat) = pairs.unconsidered().next().ok_or("a gap")?;
/// assert_eq!((asset.id.as_str(), threat.id.as_str()), ("A01", "T02"));
/// # Ok::<(), &str>(())
/// ```
#[derive(Clone, Debug)]
pub struct Pairs<'o> {
    registers: &'o Registers,
    /// By asset and then by threat, in the order of their registers; of one pair, in the order of theirs.
    considered: Vec<Considered<'o>>,
}

/// How many pairs there are of each sort.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PairCounts {
    /// Those that at least one risk links, also a closed one.
    pub linked: u64,
    /// Those that were considered and do not apply.
    pub not_applicable: u64,
    /// The others.
    pub unconsidered: u64,
}

#[derive(Clone, Copy, Debug)]
struct Considered<'o> {
    /// The positions of the asset and the threat.
    pair: (usize, usize),
    how: How<'o>,
}

#[derive(Clone, Copy, Debug)]
enum How<'o> {
    Linked(&'o Risk),
    NotApplicable(&'o NotApplicable),
}

impl<'o> Pairs<'o> {
    /// The pairs of some registers.
    #[must_use]
    pub fn of(registers: &'o Registers) -> Self {
        let considered = |asset: &str, threat: &str, how| {
            let pair = registers.pair_position(asset, threat)?;
            Some(Considered { pair, how })
        };
        let linked = registers.risks().iter();
        let linked = linked.filter_map(|risk| considered(&risk.asset, &risk.threat, How::Linked(risk)));
        let ruled_out = registers.not_applicable().iter();
        let ruled_out =
            ruled_out.filter_map(|pair| considered(&pair.asset, &pair.threat, How::NotApplicable(pair)));
        let mut considered: Vec<Considered<'o>> = linked.chain(ruled_out).collect();
        considered.sort_by_key(|entry| entry.pair);
        Self { registers, considered }
    }

    /// How many there are of each sort.
    #[must_use]
    pub fn counts(&self) -> PairCounts {
        let count = |length: usize| u64::try_from(length).unwrap_or(u64::MAX);
        let [assets, threats] = [self.registers.assets().len(), self.registers.threats().len()].map(count);
        let (linked, not_applicable) = (count(self.linked().count()), count(self.not_applicable().count()));
        let considered = linked.saturating_add(not_applicable);
        let unconsidered = assets.saturating_mul(threats).saturating_sub(considered);
        PairCounts { linked, not_applicable, unconsidered }
    }

    /// The risks that link each linked pair, at least one each.
    pub fn linked(&self) -> impl Iterator<Item = impl Iterator<Item = &'o Risk> + Clone> {
        let risk = |entry: &Considered<'o>| match entry.how {
            How::Linked(risk) => Some(risk),
            How::NotApplicable(_) => None,
        };
        let groups = self.groups().map(move |group| group.iter().filter_map(risk));
        groups.filter(|risks| risks.clone().next().is_some())
    }

    /// The pairs that do not apply, each once, with the first reason that was given.
    pub fn not_applicable(&self) -> impl Iterator<Item = &'o NotApplicable> {
        self.groups().filter_map(|group| match group.first()?.how {
            How::NotApplicable(pair) => Some(pair),
            How::Linked(_) => None,
        })
    }

    /// The pairs that nobody has considered, by asset and then by threat.
    pub fn unconsidered(&self) -> impl Iterator<Item = (&'o Asset, &'o Threat)> {
        let mut considered = self.considered.iter().map(|entry| entry.pair).peekable();
        let threats = self.registers.threats();
        let assets = self.registers.assets().iter().enumerate();
        let pairs = assets.flat_map(move |(at, asset)| {
            threats.iter().enumerate().map(move |(of, threat)| ((at, of), (asset, threat)))
        });
        pairs.filter_map(move |(pair, entries)| {
            let mut is_considered = false;
            while considered.next_if_eq(&pair).is_some() {
                is_considered = true;
            }
            (!is_considered).then_some(entries)
        })
    }

    /// What was considered, pair by pair.
    fn groups(&self) -> impl Iterator<Item = &[Considered<'o>]> {
        self.considered.chunk_by(|one, other| one.pair == other.pair)
    }
}

#[cfg(test)]
#[expect(clippy::arithmetic_side_effects, reason = "a test that miscounts should stop")]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostics;
    use crate::registers::{Source, Vocabulary};
    use proptest::prelude::*;

    /// Registers of so many assets and threats, with risks and pairs that do not apply by position.
    fn registers(
        assets: usize,
        threats: usize,
        linked: &[(usize, usize)],
        ruled_out: &[(usize, usize)],
    ) -> Registers {
        let file = |name: &str, header: &str, rows: &mut dyn Iterator<Item = String>| {
            Source::new(
                name,
                rows.fold(format!("{header}\n"), |mut text, row| {
                    text.push_str(&row);
                    text.push('\n');
                    text
                }),
            )
        };
        let files = [
            file(
                "assets.csv",
                "id,name,class,confidentiality,integrity,availability,owner",
                &mut (0..assets).map(|at| format!("A{at},a,software,low,low,low,Eva")),
            ),
            file(
                "threats.csv",
                "id,name,class,origin,compromises",
                &mut (0..threats).map(|at| format!("T{at},t,accidental,internal,A")),
            ),
            file(
                "risks.csv",
                "id,asset,threat,impact,owner",
                &mut linked
                    .iter()
                    .enumerate()
                    .map(|(at, (asset, threat))| format!("R{at},A{asset},T{threat},3,Eva")),
            ),
            file(
                "not_applicable.csv",
                "asset,threat,reason",
                &mut ruled_out
                    .iter()
                    .enumerate()
                    .map(|(at, (asset, threat))| format!("A{asset},T{threat},no {at}")),
            ),
        ];
        let mut diagnostics = Diagnostics::new();
        Registers::from_csv(&files, &Vocabulary::default(), &mut diagnostics)
            .unwrap_or_else(|| panic!("{diagnostics}"))
    }

    proptest! {
        #[test]
        fn every_pair_is_exactly_one_of_three(
            assets in 1..12_usize,
            threats in 1..12_usize,
            marks in prop::collection::vec((0..12_usize, 0..12_usize, any::<bool>()), 0..40),
        ) {
            // A pair takes what its first mark says; of linked and ruled out, never both.
            let mut sorts = std::collections::BTreeMap::new();
            let (mut linked, mut ruled_out) = (Vec::new(), Vec::new());
            for (asset, threat, is_linked) in marks {
                let pair = (asset % assets, threat % threats);
                if *sorts.entry(pair).or_insert(is_linked) { linked.push(pair) } else { ruled_out.push(pair) }
            }
            let registers = registers(assets, threats, &linked, &ruled_out);
            let pairs = Pairs::of(&registers);
            let mut unconsidered = Vec::new();
            let (mut joined, mut reasons) = (Vec::new(), Vec::new());
            for asset in 0..assets {
                for threat in 0..threats {
                    let of = |list: &[(usize, usize)]| -> Vec<usize> {
                        (0..list.len()).filter(|at| list[*at] == (asset, threat)).collect()
                    };
                    match (of(&linked), of(&ruled_out)) {
                        (risks, none) if none.is_empty() && !risks.is_empty() => {
                            joined.push(risks.iter().map(|at| format!("R{at}")).collect::<Vec<_>>());
                        }
                        (none, lines) if none.is_empty() && !lines.is_empty() => reasons.push(format!("no {}", lines[0])),
                        _ => unconsidered.push((format!("A{asset}"), format!("T{threat}"))),
                    }
                }
            }
            let found: Vec<_> =
                pairs.unconsidered().map(|(asset, threat)| (asset.id.clone(), threat.id.clone())).collect();
            prop_assert_eq!(&found, &unconsidered);
            let found: Vec<Vec<String>> =
                pairs.linked().map(|risks| risks.map(|risk| risk.id.clone()).collect()).collect();
            prop_assert_eq!(&found, &joined);
            let found: Vec<String> = pairs.not_applicable().map(|pair| pair.reason.clone()).collect();
            prop_assert_eq!(&found, &reasons);
            let count = |length: usize| u64::try_from(length).unwrap();
            let counts = PairCounts {
                linked: count(joined.len()),
                not_applicable: count(reasons.len()),
                unconsidered: count(unconsidered.len()),
            };
            prop_assert_eq!(pairs.counts(), counts);
        }
    }

    #[test]
    fn many_pairs_are_counted_without_being_listed() {
        let registers = registers(10_000, 1_000, &[(9_999, 999), (0, 0)], &[(0, 1)]);
        let pairs = Pairs::of(&registers);
        let counts = PairCounts { linked: 2, not_applicable: 1, unconsidered: 10_000_000 - 3 };
        assert_eq!(pairs.counts(), counts);
        let first =
            pairs.unconsidered().next().map(|(asset, threat)| (asset.id.as_str(), threat.id.as_str()));
        assert_eq!(first, Some(("A0", "T2")));
    }
}
