//! What a policy says, and the stages that need nothing but the policy.

use super::condition::{Condition, holds};
use super::facts::{Facts, Seen, Treatment};

/// How impact and likelihood make a score (domain.md A10).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Matrix {
    /// The score is their product.
    Product,
    /// One row per likelihood, one column per impact, both ascending; a cell is an index into the bands, the score one more.
    Grid(Vec<Vec<u8>>),
}

/// A named range of scores.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Band {
    /// Its name.
    pub name: String,
    /// The highest score in it; the band begins above the one before.
    pub up_to: u32,
}

/// How an expert's estimate meets the share of uncompleted actions (domain.md A8).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Estimate {
    /// The higher of the two holds.
    Higher,
    /// The estimate holds.
    Replaces,
}

/// An acceptance level for part of the organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LimitRow {
    /// The highest score that may be accepted.
    pub level: u32,
    /// Where it applies.
    pub when: Vec<Condition>,
}

/// A compliance obligation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Obligation {
    /// Its name.
    pub name: String,
    /// The highest score that it lets anyone accept.
    pub max_level: Option<u32>,
    /// Whether it forbids acceptance altogether.
    pub forbids_acceptance: bool,
}

/// A row of the response table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResponseRow {
    /// When it matches; `score` is the final one here.
    pub when: Vec<Condition>,
    /// What is to be done.
    pub then: Treatment,
}

/// The bounds that governance sets to what rules propose (domain.md E4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// By how much all rules together may raise a score.
    pub max_raise: u32,
    /// By how much all rules together may lower a score.
    pub max_lower: u32,
    /// By how much all rules together may loosen a limit.
    pub may_loosen: u32,
    /// Whether rules may send an incident elsewhere.
    pub may_redirect: bool,
}

/// Who takes incidents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Team {
    /// Its name.
    pub name: String,
    /// Its level of escalation, 1 up.
    pub level: u8,
    /// Its class of access rights; each class includes those below it.
    pub rights: u8,
    /// Whether anyone is there.
    pub staffed: bool,
}

/// A row of the routing table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RouteRow {
    /// When it matches.
    pub when: Vec<Condition>,
    /// The team that gets the incident.
    pub to: String,
    /// Who is consulted.
    pub consult: Vec<String>,
}

/// All that governance lays down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// How many levels of impact there are.
    pub impact_levels: u8,
    /// How many levels of likelihood there are.
    pub likelihood_levels: u8,
    /// How the two make a score.
    pub matrix: Matrix,
    /// Ascending, the last one reaching the greatest score.
    pub bands: Vec<Band>,
    /// The organisation's acceptance level.
    pub level: u32,
    /// The likelihood of a threat against which there are no actions.
    pub no_actions: u8,
    /// How estimates count.
    pub estimate: Estimate,
    /// The least impact where the highest compromised attribute is low, medium, high; none for no floor.
    pub cia_floor: Option<[u8; 3]>,
    /// Stricter acceptance levels; the lowest that applies holds.
    pub limits: Vec<LimitRow>,
    /// Obligations by name.
    pub obligations: Vec<Obligation>,
    /// First match; where none matches: accept within the limit, reduce above it.
    pub responses: Vec<ResponseRow>,
    /// The bounds of what rules may propose.
    pub envelope: Envelope,
    /// In order of declaration.
    pub teams: Vec<Team>,
    /// First match.
    pub routes: Vec<RouteRow>,
}

impl Policy {
    /// The policy that holds where an organisation says nothing else: five levels each way, fifths of 25, acceptance up to
    /// 9, and the shortcuts of domain.md B3.
    #[must_use]
    pub fn standard() -> Self {
        let band = |name: &str, up_to| Band { name: name.to_owned(), up_to };
        let team = |name: &str, level, rights| Team { name: name.to_owned(), level, rights, staffed: true };
        let row = |when: &[(&str, &str)], to: &str, consult: &[&str]| RouteRow {
            when: when.iter().map(|(facet, test)| Condition::new(facet, test)).collect(),
            to: to.to_owned(),
            consult: consult.iter().map(|role| (*role).to_owned()).collect(),
        };
        let advisers = ["country_management", "duty_director"];
        Self {
            impact_levels: 5,
            likelihood_levels: 5,
            matrix: Matrix::Product,
            bands: vec![
                band("very_low", 5),
                band("low", 10),
                band("medium", 15),
                band("high", 20),
                band("very_high", 25),
            ],
            level: 9,
            no_actions: 5,
            estimate: Estimate::Higher,
            cia_floor: Some([1, 2, 3]),
            limits: Vec::new(),
            obligations: Vec::new(),
            responses: Vec::new(),
            envelope: Envelope { max_raise: 4, max_lower: 2, may_loosen: 0, may_redirect: true },
            teams: vec![
                team("level_1", 1, 1),
                team("level_2", 2, 2),
                team("severity_analyst", 2, 2),
                team("level_3", 3, 3),
                team("research_development", 4, 3),
                team("incident_duty_manager", 4, 3),
                team("business_function_manager", 4, 3),
            ],
            routes: vec![
                row(
                    &[("priority", "high"), ("complex", "true"), ("level", "<=2")],
                    "severity_analyst",
                    &advisers,
                ),
                row(&[("priority", "high"), ("level", "<=2")], "severity_analyst", &[]),
                row(&[("kind", "database"), ("complex", "true"), ("level", "<=3")], "level_3", &advisers),
                row(&[("kind", "database"), ("level", "<=3")], "level_3", &[]),
                row(&[("kind", "runtime_exception"), ("complex", "true")], "research_development", &advisers),
                row(&[("kind", "runtime_exception")], "research_development", &[]),
                row(&[("complex", "true")], "incident_duty_manager", &advisers),
                row(&[("level", ">=4")], "research_development", &[]),
                row(&[("level", "3")], "level_3", &[]),
                row(&[("level", "2")], "level_2", &[]),
                row(&[], "level_1", &[]),
            ],
        }
    }

    /// The greatest score that the matrix knows.
    #[must_use]
    pub fn max_score(&self) -> u32 {
        match &self.matrix {
            Matrix::Product => u32::from(self.impact_levels) * u32::from(self.likelihood_levels),
            Matrix::Grid(_) => u32::try_from(self.bands.len()).expect("few bands"),
        }
    }

    /// The highest level that a team stands on, staffed or not; there are three at least (domain.md B2).
    #[must_use]
    pub fn levels(&self) -> u8 {
        let mut highest = 3;
        for team in &self.teams {
            highest = highest.max(team.level);
        }
        highest
    }

    /// The score of a cell; both levels from 1.
    #[must_use]
    pub fn score(&self, impact: u8, likelihood: u8) -> u32 {
        match &self.matrix {
            Matrix::Product => u32::from(impact) * u32::from(likelihood),
            Matrix::Grid(rows) => u32::from(rows[usize::from(likelihood) - 1][usize::from(impact) - 1]) + 1,
        }
    }

    /// The name of the first band that reaches up to the score.
    ///
    /// # Panics
    ///
    /// Where none does.
    #[must_use]
    pub fn band(&self, score: u32) -> &str {
        for band in &self.bands {
            if score <= band.up_to {
                return &band.name;
            }
        }
        panic!("no band reaches {score}");
    }

    /// Impact: the greatest rating, or the floor of the highest level among the compromised attributes where that is more.
    #[must_use]
    pub fn impact(&self, ratings: &[u8], cia: [u8; 3], compromises: [bool; 3]) -> u8 {
        let mut impact = 1;
        for rating in ratings {
            impact = impact.max(*rating);
        }
        if let Some(floor) = self.cia_floor {
            for (level, compromised) in cia.into_iter().zip(compromises) {
                if compromised {
                    impact = impact.max(floor[usize::from(level)]);
                }
            }
        }
        impact.min(self.impact_levels)
    }

    /// Likelihood from actions and estimate, or nothing where more actions are uncompleted than there are.
    #[must_use]
    pub fn likelihood(&self, uncompleted: u32, total: u32, estimate: Option<u8>) -> Option<u8> {
        let share = super::likelihood(self.likelihood_levels, self.no_actions, uncompleted, total)?;
        Some(match (estimate, self.estimate) {
            (None, _) => share,
            (Some(expert), Estimate::Higher) => share.max(expert),
            (Some(expert), Estimate::Replaces) => expert,
        })
    }

    /// What the obligations of a risk cap its limit to, if any does; 0 where one forbids acceptance.
    #[must_use]
    pub fn cap(&self, obligations: &[String]) -> Option<u32> {
        let mut cap: Option<u32> = None;
        for obligation in self.obligations.iter().filter(|known| obligations.contains(&known.name)) {
            let own = if obligation.forbids_acceptance { Some(0) } else { obligation.max_level };
            cap = match (cap, own) {
                (Some(so_far), Some(own)) => Some(so_far.min(own)),
                (so_far, own) => so_far.or(own),
            };
        }
        cap
    }

    /// Whether an obligation of the risk forbids acceptance.
    #[must_use]
    pub fn forbids_acceptance(&self, obligations: &[String]) -> bool {
        self.obligations.iter().any(|known| known.forbids_acceptance && obligations.contains(&known.name))
    }

    /// The lowest of the organisation's level, the rows that apply, and the cap of the obligations.
    #[must_use]
    pub fn limit<'a>(&self, obligations: &[String], seen: impl Fn(&str) -> Option<Seen<'a>>) -> u32 {
        let mut limit = self.level;
        for row in &self.limits {
            if holds(&row.when, &seen) {
                limit = limit.min(row.level);
            }
        }
        match self.cap(obligations) {
            Some(cap) => limit.min(cap),
            None => limit,
        }
    }

    /// What the response table says.
    #[must_use]
    pub fn response<'a>(&self, within_limit: bool, seen: impl Fn(&str) -> Option<Seen<'a>>) -> Treatment {
        for row in &self.responses {
            if holds(&row.when, &seen) {
                return row.then;
            }
        }
        if within_limit { Treatment::Accept } else { Treatment::Reduce }
    }

    /// The fact of that name about a risk of which impact, likelihood and score are known.
    #[must_use]
    pub fn seen<'a>(
        &self,
        facts: &'a Facts,
        name: &str,
        impact: u8,
        likelihood: u8,
        score: u32,
    ) -> Option<Seen<'a>> {
        let level = |level: u8| Seen::Label(["low", "medium", "high"][usize::from(level)]);
        match name {
            "impact" => Some(Seen::Number(i64::from(impact))),
            "likelihood" => Some(Seen::Number(i64::from(likelihood))),
            "score" => Some(Seen::Number(i64::from(score))),
            "confidentiality" => Some(level(facts.cia[0])),
            "integrity" => Some(level(facts.cia[1])),
            "availability" => Some(level(facts.cia[2])),
            "high_water" => facts.cia.into_iter().max().map(level),
            "compromises_c" => Some(super::facts::flag(facts.compromises[0])),
            "compromises_i" => Some(super::facts::flag(facts.compromises[1])),
            "compromises_a" => Some(super::facts::flag(facts.compromises[2])),
            _ if self.obligations.iter().any(|known| known.name == name) => {
                Some(super::facts::flag(facts.obligations.iter().any(|own| own == name)))
            }
            _ => super::facts::declared(&facts.labels, &facts.numbers, name),
        }
    }
}
