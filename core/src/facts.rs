//! What is known of one risk, or of one incident, when it is decided.

use crate::facet::{self, FACETS, Facet, Values};
use crate::{
    AssetClass, AssetKind, Attribute, Attributes, Cia, Impact, Level, Likelihood, Origin, Progress, Response,
    Segment, ThreatClass,
};
use serde::{Deserialize, Serialize};

/// What is known of a risk.
///
/// The default is the mildest risk there is: lowest impact, nothing rated, no actions, nothing chosen.
///
/// ```
/// use plimsoll_core::{Cia, Impact, Level, Policy, Progress, Response, RiskFacts};
/// let facts = RiskFacts {
///     rated: Impact::new(4).unwrap(),
///     actions: Progress::new(4, 5).unwrap(),
///     ..RiskFacts::default()
/// };
/// let decision = Policy::standard().assess(&facts);
/// assert_eq!((decision.score.get(), decision.limit.get()), (20, 9));
/// assert_eq!(decision.response, Response::Reduce);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RiskFacts {
    /// The highest rating of the impact, over dimensions and horizons.
    pub rated: Impact,
    /// How many of the threat's actions are not completed.
    pub actions: Progress,
    /// An expert's estimate of the likelihood.
    pub estimate: Option<Likelihood>,
    /// The response that the risk owner chose.
    pub choice: Option<Response>,
    /// Whether an exception holds now ([`crate::Exception::holds`]).
    pub exception: bool,
    /// The value of every facet, by position. Those that the decision derives ([`facet::IMPACT`], [`facet::LIKELIHOOD`],
    /// [`facet::SCORE`], [`facet::WITHIN_LIMIT`]) need not be set.
    #[serde(with = "trimmed")]
    pub values: Values,
}

impl Default for RiskFacts {
    fn default() -> Self {
        Self {
            rated: Impact::LOWEST,
            actions: Progress::NONE,
            estimate: None,
            choice: None,
            exception: false,
            values: [0; FACETS],
        }
    }
}

macro_rules! facets {
    () => {
        /// The value of a facet.
        #[must_use]
        pub fn value(&self, facet: Facet) -> u16 {
            self.values.get(facet.index()).copied().unwrap_or_default()
        }

        /// These facts with another value of a facet.
        #[must_use]
        pub fn with(mut self, facet: Facet, value: u16) -> Self {
            self.set(facet, value);
            self
        }

        /// Sets the value of a facet. A value past the facet's last counts as the last.
        pub fn set(&mut self, facet: Facet, value: u16) {
            if let Some(slot) = self.values.get_mut(facet.index()) {
                *slot = value;
            }
        }
    };
}

impl RiskFacts {
    facets!();

    /// These facts with the ratings of the asset.
    #[must_use]
    pub fn with_cia(self, cia: Cia) -> Self {
        self.with(facet::CONFIDENTIALITY, cia.confidentiality.index().into())
            .with(facet::INTEGRITY, cia.integrity.index().into())
            .with(facet::AVAILABILITY, cia.availability.index().into())
    }

    /// These facts with the attributes that the threat compromises.
    #[must_use]
    pub fn with_compromised(self, attributes: Attributes) -> Self {
        self.with(facet::COMPROMISES_C, attributes.contains(Attribute::Confidentiality).into())
            .with(facet::COMPROMISES_I, attributes.contains(Attribute::Integrity).into())
            .with(facet::COMPROMISES_A, attributes.contains(Attribute::Availability).into())
    }

    /// These facts with both classifications of the asset.
    #[must_use]
    pub fn with_asset(self, class: AssetClass, kind: AssetKind) -> Self {
        self.with(facet::ASSET_CLASS, class.index().into()).with(facet::ASSET_KIND, kind.index().into())
    }

    /// These facts with the class and the origin of the threat.
    #[must_use]
    pub fn with_threat(self, class: ThreatClass, origin: Origin) -> Self {
        self.with(facet::THREAT_CLASS, class.index().into()).with(facet::ORIGIN, origin.index().into())
    }

    /// The rating of the asset.
    #[must_use]
    pub fn cia(&self) -> Cia {
        let level =
            |facet| u8::try_from(self.value(facet)).ok().and_then(Level::from_index).unwrap_or(Level::High);
        Cia::new(level(facet::CONFIDENTIALITY), level(facet::INTEGRITY), level(facet::AVAILABILITY))
    }

    /// The attributes that the threat compromises.
    #[must_use]
    pub fn compromised(&self) -> Attributes {
        let facets = [facet::COMPROMISES_C, facet::COMPROMISES_I, facet::COMPROMISES_A];
        let pairs = Attribute::ALL.iter().zip(facets);
        pairs
            .filter(|(_, facet)| self.value(*facet) != 0)
            .fold(Attributes::NONE, |set, (attribute, _)| set.with(*attribute))
    }
}

/// What is known of an incident.
///
/// The default is a ticket from a client, of the first kind, low priority, at level 1, that needs no rights.
///
/// ```
/// use plimsoll_core::{IncidentFacts, Level, Policy, Segment};
/// let policy = Policy::standard();
/// let facts = IncidentFacts::default().with_segment(Segment::System).with_priority(Level::High);
/// let route = policy.route(&facts);
/// assert_eq!(policy.names().unwrap().team(route.target), Some("severity_analyst"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IncidentFacts {
    /// The value of every facet, by position. [`facet::TARGET`] is derived and need not be set.
    #[serde(with = "trimmed")]
    pub values: Values,
}

impl Default for IncidentFacts {
    fn default() -> Self {
        Self { values: [0; FACETS] }
    }
}

impl IncidentFacts {
    facets!();

    /// These facts with who raised the incident.
    #[must_use]
    pub fn with_segment(self, segment: Segment) -> Self {
        self.with(facet::SEGMENT, segment.index().into())
    }

    /// These facts with a kind, by its position in the policy's list.
    #[must_use]
    pub fn with_kind(self, kind: u8) -> Self {
        self.with(facet::KIND, kind.into())
    }

    /// These facts with a priority.
    #[must_use]
    pub fn with_priority(self, priority: Level) -> Self {
        self.with(facet::PRIORITY, priority.index().into())
    }

    /// These facts with the mark of an information security incident, or without.
    #[must_use]
    pub fn with_security(self, security: bool) -> Self {
        self.with(facet::SECURITY, security.into())
    }

    /// These facts as complex, or not.
    #[must_use]
    pub fn with_complex(self, complex: bool) -> Self {
        self.with(facet::COMPLEX, complex.into())
    }

    /// These facts with the level that has the incident now, counted from 1.
    #[must_use]
    pub fn with_level(self, level: u8) -> Self {
        self.with(facet::LEVEL, level.saturating_sub(1).into())
    }

    /// These facts with the class of access rights that the resource concerned needs.
    #[must_use]
    pub fn with_rights(self, rights: u8) -> Self {
        self.with(facet::RIGHTS, rights.into())
    }

    /// The level that has the incident now, counted from 1.
    #[must_use]
    pub fn level(&self) -> u8 {
        u8::try_from(self.value(facet::LEVEL)).unwrap_or(u8::MAX).saturating_add(1)
    }
}

/// Values up to the last that is not 0: most policies declare few facets.
mod trimmed {
    use crate::facet::{FACETS, Values};
    use heapless::Vec;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(super) fn serialize<S: Serializer>(values: &Values, serializer: S) -> Result<S::Ok, S::Error> {
        let told = values.iter().rposition(|value| *value != 0).map_or(0, |last| last.saturating_add(1));
        values.get(..told).unwrap_or(values).serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Values, D::Error> {
        let told = Vec::<u16, FACETS>::deserialize(deserializer)?;
        let mut values = [0; FACETS];
        values.iter_mut().zip(&told).for_each(|(slot, value)| *slot = *value);
        Ok(values)
    }
}

#[cfg(test)]
mod tests {
    use super::{IncidentFacts, RiskFacts};
    use crate::facet::{self, FACETS, Facet};
    use crate::{AssetClass, AssetKind, Attributes, Cia, Level, Origin, Segment, ThreatClass};

    fn values(told: &[(Facet, u16)]) -> [u16; FACETS] {
        let mut values = [0; FACETS];
        told.iter().for_each(|(facet, value)| facet.put(&mut values, *value));
        values
    }

    /// What a rule reads is what was said, at the position of the fact.
    #[test]
    fn what_is_said_stands_where_rules_read_it() {
        let risk = RiskFacts::default();
        for bits in 0..8 {
            let attributes = Attributes::try_from(bits).unwrap();
            let [c, i, a] = [bits & 1, bits >> 1 & 1, bits >> 2 & 1].map(u16::from);
            let facts = risk.with_compromised(attributes);
            let told = [(facet::COMPROMISES_C, c), (facet::COMPROMISES_I, i), (facet::COMPROMISES_A, a)];
            assert_eq!(facts.values, values(&told));
            assert_eq!(facts.compromised(), attributes);
        }
        let cia = Cia::new(Level::Medium, Level::High, Level::Low);
        let facts = risk.with_cia(cia);
        assert_eq!(facts.values, values(&[(facet::CONFIDENTIALITY, 1), (facet::INTEGRITY, 2)]));
        assert_eq!(facts.cia(), cia);
        let past = risk.with(facet::AVAILABILITY, 256);
        assert_eq!(
            past.cia(),
            Cia::new(Level::Low, Level::Low, Level::High),
            "past the levels is the highest"
        );
        let (class, kind) = (AssetClass::ALL[2], AssetKind::ALL[1]);
        let expected = values(&[(facet::ASSET_CLASS, 2), (facet::ASSET_KIND, 1)]);
        assert_eq!(risk.with_asset(class, kind).values, expected);
        let (class, origin) = (ThreatClass::ALL[2], Origin::ALL[1]);
        let expected = values(&[(facet::THREAT_CLASS, 2), (facet::ORIGIN, 1)]);
        assert_eq!(risk.with_threat(class, origin).values, expected);

        let incident = IncidentFacts::default();
        for (facts, facet, expected) in [
            (incident.with_segment(Segment::ALL[1]), facet::SEGMENT, 1),
            (incident.with_kind(7), facet::KIND, 7),
            (incident.with_priority(Level::High), facet::PRIORITY, 2),
            (incident.with_security(true), facet::SECURITY, 1),
            (incident.with_complex(true), facet::COMPLEX, 1),
            (incident.with_level(4), facet::LEVEL, 3),
            (incident.with_rights(5), facet::RIGHTS, 5),
        ] {
            assert_eq!(facts.values, values(&[(facet, expected)]));
        }
        for (stored, level) in [(0, 1), (3, 4), (254, 255), (255, 255), (256, 255), (u16::MAX, 255)] {
            assert_eq!(incident.with(facet::LEVEL, stored).level(), level);
        }
    }
}
