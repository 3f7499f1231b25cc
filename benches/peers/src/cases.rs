//! The cases that every peer decides, and the answers.

/// What workload A knows of a risk.
#[derive(Clone, Copy, Debug)]
pub struct Risk {
    /// The rated impact, 1 to 5.
    pub impact: u8,
    /// How many actions are not completed.
    pub uncompleted: u16,
    /// How many actions there are.
    pub total: u16,
}

/// What workload A answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Assessed {
    /// 1 to 5: by the share of actions not completed, and 5 without any.
    pub likelihood: u8,
    /// Impact times likelihood.
    pub score: u8,
    /// The fifth of 25 that the score lies in, from 0.
    pub band: u8,
    /// Whether the score is at most 9, so that the risk is accepted; otherwise it is reduced.
    pub accept: bool,
}

/// What workload B knows of an incident.
#[derive(Clone, Copy, Debug)]
pub struct Incident {
    /// The position in [`PRIORITIES`].
    pub priority: u8,
    /// The position in [`KINDS`].
    pub kind: u8,
    /// Whether managers must be called.
    pub complex: bool,
    /// The level of escalation, 1 to 8.
    pub level: u8,
}

/// What workload C knows of a risk.
#[derive(Clone, Copy, Debug)]
pub struct Situation {
    /// The position in [`PRIORITIES`].
    pub confidentiality: u8,
    /// The position in [`ORIGINS`].
    pub origin: u8,
    /// 1 to 5.
    pub orientation: u8,
    /// 0 to 3,650.
    pub age_days: u16,
    /// 1 to 5.
    pub impact: u8,
    /// 1 to 5.
    pub likelihood: u8,
}

/// Low, medium and high: priorities and ratings.
pub const PRIORITIES: [&str; 3] = ["low", "medium", "high"];

/// Where a threat comes from.
pub const ORIGINS: [&str; 2] = ["internal", "external"];

/// The kinds of incident that the standard policy knows, in its order.
pub const KINDS: [&str; 10] = [
    "other",
    "database",
    "runtime_exception",
    "malware",
    "phishing",
    "data_leak",
    "access",
    "outage",
    "configuration",
    "loss",
];

impl Incident {
    /// The name of the priority.
    #[must_use]
    pub fn priority(&self) -> &'static str {
        PRIORITIES[usize::from(self.priority)]
    }

    /// The name of the kind.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        KINDS[usize::from(self.kind)]
    }
}

impl Situation {
    /// The name of the rating.
    #[must_use]
    pub fn confidentiality(&self) -> &'static str {
        PRIORITIES[usize::from(self.confidentiality)]
    }

    /// The name of the origin.
    #[must_use]
    pub fn origin(&self) -> &'static str {
        ORIGINS[usize::from(self.origin)]
    }
}

/// Every impact with every share of up to 44 actions, and shares next to the borders of the bands: 5,275 risks.
#[must_use]
pub fn risks() -> Vec<Risk> {
    let mut all = Vec::new();
    for impact in 1..=5 {
        let mut risk = |uncompleted, total| all.push(Risk { impact, uncompleted, total });
        for total in 0..=44 {
            (0..=total).for_each(|uncompleted| risk(uncompleted, total));
        }
        for fifth in 1..=4 {
            [1999, 2000, 2001].into_iter().for_each(|near| risk(near * fifth, 10_000));
        }
        [0, 10_000, 9_999].into_iter().for_each(|uncompleted| risk(uncompleted, 10_000));
        (0..5).for_each(|uncompleted| risk(uncompleted, 60_000));
    }
    all
}

/// Every incident: 480.
#[must_use]
pub fn incidents() -> Vec<Incident> {
    let mut all = Vec::new();
    for priority in 0..3 {
        for kind in 0..10 {
            for complex in [false, true] {
                (1..=8).for_each(|level| all.push(Incident { priority, kind, complex, level }));
            }
        }
    }
    all
}

/// Every situation, with ages at the borders: 5,250.
#[must_use]
pub fn situations() -> Vec<Situation> {
    let mut all = Vec::new();
    for confidentiality in 0..3 {
        for origin in 0..2 {
            for orientation in 1..=5 {
                for age_days in [0, 29, 30, 31, 365, 366, 3650] {
                    for (impact, likelihood) in (1..=5).flat_map(|i| (1..=5).map(move |l| (i, l))) {
                        all.push(Situation {
                            confidentiality,
                            origin,
                            orientation,
                            age_days,
                            impact,
                            likelihood,
                        });
                    }
                }
            }
        }
    }
    all
}

/// 64 of many, spread: what is measured.
#[must_use]
pub fn sample<T: Copy>(all: &[T]) -> Vec<T> {
    (0..64).map(|n| all[(n * all.len() / 64 + n * 61) % all.len()]).collect()
}
