//! For how long systems were not available (domain.md C).

use super::Period;
use crate::Organisation;
use crate::registers::{Asset, Incident};
use plimsoll_core::Total;
use std::collections::BTreeMap;
use std::fmt;

/// The outages of a period, as incidents report them: of all incidents that were opened in it, but those of risks that are out of
/// scope.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Availability<'o> {
    /// The days of the period. Without a beginning, it begins when the first incident was opened; before that it has none.
    pub period_days: u32,
    /// The minutes of all outages, as if they were those of one system, and one after the other.
    pub outage: Total,
    /// The assets that had incidents, in the order of the register.
    pub assets: Vec<AssetOutage<'o>>,
    /// The outages of incidents that name no risk, and so no asset.
    pub unlinked: Total,
}

/// The outages of an asset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AssetOutage<'o> {
    /// The asset of the risk that materialised.
    pub asset: &'o Asset,
    /// The minutes of its outages.
    pub outage: Total,
}

impl<'o> Availability<'o> {
    pub(super) fn of(organisation: &'o Organisation, period: Period) -> Self {
        let registers = organisation.registers();
        let opened = registers.counted_incidents().filter(|incident| period.contains(incident.opened));
        let incidents = opened.map(|incident| (incident, registers.risk_of(incident)));
        let first = incidents.clone().map(|(incident, _)| incident.opened).min();
        let mut linked: BTreeMap<&str, Total> = BTreeMap::new();
        let (mut outage, mut unlinked) = (Total::default(), Total::default());
        for (Incident { outage_minutes, .. }, risk) in incidents {
            let of = risk.map_or(&mut unlinked, |risk| linked.entry(&risk.asset).or_default());
            for total in [&mut outage, of] {
                total.add(outage_minutes.map(u64::from));
            }
        }
        let had_any = |asset: &'o Asset| {
            linked.get(asset.id.as_str()).map(|outage| AssetOutage { asset, outage: *outage })
        };
        let assets = registers.assets().iter().filter_map(had_any).collect();
        Self { period_days: period.days(first), outage, assets, unlinked }
    }

    /// The share of the period that is left after some minutes of outage; `None` if the period has no days. Outages of which
    /// nobody wrote down how long they took are not in it.
    #[must_use]
    pub fn available(&self, outage: Total) -> Option<Available> {
        const MINUTES: u64 = 24 * 60;
        let period = u64::from(self.period_days).saturating_mul(MINUTES);
        let left = u128::from(period.saturating_sub(outage.sum));
        let hundredths = left.saturating_mul(10_000).checked_div(period.into())?;
        u16::try_from(hundredths).ok().map(|hundredths| Available { hundredths })
    }
}

/// A share of a period, from 0 to 100 per cent, rounded down to hundredths of a per cent: 100 only if no outage that is
/// known took a minute. Those of a length that is not known are counted beside it, in [`Total::unknown`].
///
/// ```
/// use plimsoll::kpi::Availability;
/// use plimsoll_core::Total;
/// let year = Availability { period_days: 365, ..Availability::default() };
/// let available = |sum| year.available(Total { sum, ..Total::default() }).map(|share| share.to_string());
/// assert_eq!(available(0), Some("100.00".into()));
/// assert_eq!(available(1), Some("99.99".into()));
/// assert_eq!(available(365 * 24 * 60 / 4), Some("75.00".into()));
/// assert_eq!(available(u64::MAX), Some("0.00".into()));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Available {
    hundredths: u16,
}

impl Available {
    /// The share in hundredths of a per cent, 0 to 10,000.
    #[must_use]
    pub const fn hundredths(self) -> u16 {
        self.hundredths
    }
}

impl fmt::Display for Available {
    /// In per cent with two decimals.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}", self.hundredths / 100, self.hundredths % 100)
    }
}
