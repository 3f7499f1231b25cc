//! Risks and incidents that differ in everything that the standard policy looks at.

use plimsoll_core::{
    AssetClass, AssetKind, Attribute, Attributes, Cia, Impact, IncidentFacts, Level, Likelihood, Origin,
    Progress, Response, RiskFacts, Segment, ThreatClass,
};

/// How many different facts there are; a power of two.
pub const COUNT: usize = 64;

/// Numbers that a start determines and that look random (a linear congruential generator, its upper bits).
#[derive(Clone, Debug)]
pub struct Numbers(u64);

impl Numbers {
    /// The numbers from a start on.
    #[must_use]
    pub const fn from(start: u64) -> Self {
        Self(start)
    }

    /// The next number below a bound, which is not 0.
    pub fn below(&mut self, bound: u16) -> u16 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u16::try_from((self.0 >> 33) % u64::from(bound)).unwrap_or_default()
    }

    fn small(&mut self, bound: u8) -> u8 {
        u8::try_from(self.below(bound.into())).unwrap_or_default()
    }

    fn flag(&mut self) -> bool {
        self.below(2) == 1
    }
}

/// Risks: every fourth without actions, every third with an estimate, half with a choice, every eighth with an exception.
#[must_use]
pub fn risks() -> [RiskFacts; COUNT] {
    let mut numbers = Numbers::from(1);
    core::array::from_fn(|_| {
        let mut level = || Level::from_index(numbers.small(3)).unwrap_or(Level::Low);
        let cia = Cia::new(level(), level(), level());
        let compromised = Attribute::ALL
            .iter()
            .fold(Attributes::NONE, |all, attribute| if numbers.flag() { all.with(*attribute) } else { all });
        let total = if numbers.below(4) == 0 { 0 } else { 1 + numbers.below(12) };
        let facts = RiskFacts {
            rated: Impact::saturating(1 + numbers.small(5)),
            actions: Progress::new(numbers.below(total + 1), total).unwrap_or(Progress::NONE),
            estimate: (numbers.below(3) == 0).then(|| Likelihood::saturating(1 + numbers.small(5))),
            choice: Response::from_index(numbers.small(8)),
            exception: numbers.below(8) == 0,
            ..RiskFacts::default()
        };
        let class = AssetClass::from_index(numbers.small(6)).unwrap_or(AssetClass::Information);
        let kind = AssetKind::from_index(numbers.small(3)).unwrap_or(AssetKind::Unspecified);
        let threat = ThreatClass::from_index(numbers.small(3)).unwrap_or(ThreatClass::Deliberate);
        let origin = Origin::from_index(numbers.small(2)).unwrap_or(Origin::External);
        facts.with_cia(cia).with_compromised(compromised).with_asset(class, kind).with_threat(threat, origin)
    })
}

/// Incidents of every kind, priority, level and class of rights.
#[must_use]
pub fn incidents() -> [IncidentFacts; COUNT] {
    let mut numbers = Numbers::from(2);
    core::array::from_fn(|_| {
        IncidentFacts::default()
            .with_segment(Segment::from_index(numbers.small(2)).unwrap_or(Segment::Client))
            .with_kind(numbers.small(10))
            .with_priority(Level::from_index(numbers.small(3)).unwrap_or(Level::Low))
            .with_security(numbers.flag())
            .with_complex(numbers.below(4) == 0)
            .with_level(1 + numbers.small(4))
            .with_rights(numbers.small(4))
    })
}
