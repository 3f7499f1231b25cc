//! The policy that domain.md settles by default, as a draft. The blob that [`crate::Policy::standard`] uses is made from it.

use super::draft::{Draft, DraftBand, DraftMatrix, DraftRoute, DraftTeam, Reason, Row};
use crate::facet;
use crate::table::{Condition, When};
use crate::{CiaFloor, Level, LikelihoodRule};
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

/// The kinds of incident that a policy knows if it names none.
const KINDS: [&str; 10] = [
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

/// How an incident gets to a team (domain.md B2): by ticket, by a queue that anyone there picks from, or by asking for
/// guidance and keeping the incident.
const CHANNELS: [&str; 3] = ["ticket", "queue", "email"];

impl Draft {
    /// The policy that domain.md settles by default.
    #[must_use]
    pub fn standard() -> Self {
        let five = ["very low", "low", "medium", "high", "very high"].map(String::from).to_vec();
        let colours = ["#2e7d32", "#9ccc65", "#fdd835", "#fb8c00", "#c62828"];
        let bands = five.iter().zip(colours).zip([5, 10, 15, 20, 25]).map(|((name, colour), up_to)| {
            DraftBand { name: name.replace(' ', "_"), colour: colour.into(), up_to }
        });
        Self {
            name: "standard".into(),
            version: "1.0.0".into(),
            author: "plimsoll".into(),
            approver: "the organisation that adopts it".into(),
            sources: [0; 32],
            impact: five.clone(),
            likelihood: five.clone(),
            likelihood_rule: LikelihoodRule::STANDARD,
            cia_floor: CiaFloor::STANDARD,
            matrix: DraftMatrix::Product,
            bands: bands.collect(),
            acceptance_level: 9,
            acceptance_reason: Reason { source: "standard".into(), ..Reason::default() },
            limits: Vec::new(),
            obligations: Vec::new(),
            facets: Vec::new(),
            responses: Vec::new(),
            envelopes: Vec::new(),
            kinds: KINDS.map(String::from).to_vec(),
            teams: standard_teams(),
            roles: ["country_management", "duty_director"].map(String::from).to_vec(),
            channels: CHANNELS.map(String::from).to_vec(),
            routes: standard_routes(),
            tools: Vec::new(),
            placements: Vec::new(),
            rules: Vec::new(),
        }
    }
}

/// The teams of domain.md B2 and B3.
fn standard_teams() -> Vec<DraftTeam> {
    let teams = [
        ("level_1", 1, 1),
        ("level_2", 2, 2),
        ("severity_analyst", 2, 2),
        ("level_3", 3, 3),
        ("research_development", 4, 3),
        ("incident_duty_manager", 4, 3),
        ("business_function_manager", 4, 3),
    ];
    let team = |(name, level, rights): (&str, u8, u8)| DraftTeam {
        name: name.into(),
        level,
        rights,
        staffed: true,
        next: None,
    };
    teams.map(team).to_vec()
}

/// The shortcuts of domain.md B3, then the ladder of B2.
fn standard_routes() -> Vec<Row<DraftRoute>> {
    let management = ["country_management", "duty_director"].as_slice();
    let is = |facet, value| Condition::within(facet, value..=value);
    let high = is(facet::PRIORITY, Level::High.index().into());
    let complex = is(facet::COMPLEX, 1);
    // A shortcut holds only below the level it leads to: who has passed it is not sent back, so that following routes ends.
    let (up_to_2, up_to_3) = (Condition::within(facet::LEVEL, 0..=1), Condition::within(facet::LEVEL, 0..=2));
    let (database, runtime) = (is(facet::KIND, 1), is(facet::KIND, 2));
    let rows: [(When, &str, &[&str], &str); 11] = [
        (
            vec![high.clone(), complex.clone(), up_to_2.clone()],
            "severity_analyst",
            management,
            "a complex incident of high priority: severity analysis, management consulted",
        ),
        (
            vec![high, up_to_2],
            "severity_analyst",
            &[],
            "high priority: straight to the named analyst for a severity analysis",
        ),
        (
            vec![database.clone(), complex.clone(), up_to_3.clone()],
            "level_3",
            management,
            "database-related and complex: straight to level 3, management consulted",
        ),
        (vec![database, up_to_3], "level_3", &[], "database-related: straight to level 3"),
        (
            vec![runtime.clone(), complex.clone()],
            "research_development",
            management,
            "a complex run-time exception: straight to research and development, management consulted",
        ),
        (
            vec![runtime],
            "research_development",
            &[],
            "run-time exception: straight to research and development",
        ),
        (
            vec![complex],
            "incident_duty_manager",
            management,
            "complex: the duty manager calls for an assessment",
        ),
        (
            vec![Condition::within(facet::LEVEL, 3..=7)],
            "research_development",
            &[],
            "passed on by level 3 to the department",
        ),
        (vec![is(facet::LEVEL, 2)], "level_3", &[], "at level 3"),
        (vec![is(facet::LEVEL, 1)], "level_2", &[], "at level 2"),
        (vec![], "level_1", &[], "at level 1, delivery and support"),
    ];
    let row = |(when, to, consult, text): (When, &str, &[&str], &str)| Row {
        when,
        then: DraftRoute {
            to: to.into(),
            consult: consult.iter().map(ToString::to_string).collect(),
            channel: "ticket".into(),
        },
        reason: Reason { source: "standard".into(), text: text.into(), ..Reason::default() },
    };
    rows.map(row).to_vec()
}
