//! What is known of a risk and of an incident.

use std::collections::BTreeMap;

/// What is done about a risk, from the mildest to the strictest (domain.md A11, design.md section 5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Treatment {
    /// Carry it.
    Accept,
    /// Let another carry it.
    Transfer,
    /// Lower it.
    Reduce,
    /// Give up what gives rise to it.
    Avoid,
}

impl Treatment {
    /// All four, from the mildest to the strictest.
    pub const ALL: [Self; 4] = [Self::Accept, Self::Transfer, Self::Reduce, Self::Avoid];

    /// The name in files.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Transfer => "transfer",
            Self::Reduce => "reduce",
            Self::Avoid => "avoid",
        }
    }

    /// The treatment of that name.
    #[must_use]
    pub fn from_label(label: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|treatment| treatment.label() == label)
    }
}

/// What a condition reads: a number, or a label (booleans are `true` and `false`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen<'a> {
    /// An ordinal or a count.
    Number(i64),
    /// One of a list, or a boolean.
    Label(&'a str),
}

/// Leave to retain a risk above its limit (domain.md A11). Days are counted from any one date.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exception {
    /// Who approved it; empty where nobody is named.
    pub approver: String,
    /// Why; empty where no reason is given.
    pub reason: String,
    /// The last day on which it holds.
    pub until: Option<i64>,
}

impl Exception {
    /// Whether it counts: an approver other than the risk owner, a reason, and an expiry date that has not passed.
    #[must_use]
    pub fn counts(&self, owner: &str, today: i64) -> bool {
        let approved = !self.approver.is_empty() && self.approver != owner;
        let reasoned = !self.reason.is_empty();
        let current = match self.until {
            Some(until) => today <= until,
            None => false,
        };
        approved && reasoned && current
    }
}

/// A risk as the decision sees it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Impact per dimension and horizon, 1 up to the policy's highest; the greatest counts.
    pub ratings: Vec<u8>,
    /// Confidentiality, integrity, availability: 0 low, 1 medium, 2 high.
    pub cia: [u8; 3],
    /// Which of the three the threat compromises.
    pub compromises: [bool; 3],
    /// Actions against the threat that are not completed.
    pub uncompleted: u32,
    /// All actions against the threat.
    pub actions: u32,
    /// An expert's likelihood.
    pub estimate: Option<u8>,
    /// Names of the obligations attached to the asset.
    pub obligations: Vec<String>,
    /// All other facets that are labels or booleans: `asset_class`, `origin`, `region`, ...
    pub labels: BTreeMap<String, String>,
    /// All other facets that are numbers: `orientation`, `age_days`, ...
    pub numbers: BTreeMap<String, i64>,
    /// What the risk owner chose.
    pub choice: Option<Treatment>,
    /// Whether a valid exception is there, see [`Exception::counts`].
    pub excepted: bool,
}

/// An incident as routing sees it (domain.md B1-B3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incident {
    /// `client` or `system`.
    pub segment: String,
    /// A kind of the policy: `database`, `runtime_exception`, ...
    pub kind: String,
    /// `low`, `medium` or `high`.
    pub priority: String,
    /// Whether it is marked as an information security incident.
    pub security: bool,
    /// Whether it is complex.
    pub complex: bool,
    /// The level of escalation where it is now, 1 up.
    pub level: u8,
    /// The rights that the resource concerned calls for.
    pub rights_needed: u8,
    /// Declared facets that are labels or booleans.
    pub labels: BTreeMap<String, String>,
    /// Declared facets that are numbers.
    pub numbers: BTreeMap<String, i64>,
}

impl Default for Incident {
    /// A client's plain ticket at level 1.
    fn default() -> Self {
        Self {
            segment: "client".to_owned(),
            kind: "other".to_owned(),
            priority: "low".to_owned(),
            security: false,
            complex: false,
            level: 1,
            rights_needed: 1,
            labels: BTreeMap::new(),
            numbers: BTreeMap::new(),
        }
    }
}

impl Incident {
    /// The fact of that name.
    #[must_use]
    pub fn seen(&self, name: &str) -> Option<Seen<'_>> {
        match name {
            "segment" => Some(Seen::Label(&self.segment)),
            "kind" => Some(Seen::Label(&self.kind)),
            "priority" => Some(Seen::Label(&self.priority)),
            "security" => Some(flag(self.security)),
            "complex" => Some(flag(self.complex)),
            "level" => Some(Seen::Number(i64::from(self.level))),
            _ => declared(&self.labels, &self.numbers, name),
        }
    }
}

/// A boolean as a label.
pub(super) fn flag(value: bool) -> Seen<'static> {
    Seen::Label(if value { "true" } else { "false" })
}

/// A facet among those that are kept by name.
pub(super) fn declared<'a>(
    labels: &'a BTreeMap<String, String>,
    numbers: &BTreeMap<String, i64>,
    name: &str,
) -> Option<Seen<'a>> {
    match labels.get(name) {
        Some(label) => Some(Seen::Label(label)),
        None => numbers.get(name).map(|number| Seen::Number(*number)),
    }
}
