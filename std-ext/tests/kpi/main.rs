//! Key figures against hand-worked registers, and against a naive calculation with a calendar of its own.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that meets the unexpected has to stop, and says best where"
)]

mod by_hand;
mod calendar;
mod large;
mod naive;
mod random;

use plimsoll::Organisation;
use plimsoll::assessment::Assessment;
use plimsoll::diagnostic::Diagnostics;
use plimsoll::kpi::Kpi;
use plimsoll::kpi::json::KpiView;
use plimsoll::registers::Source;
use plimsoll_core::Day;
use proptest::test_runner::{Config as ProptestConfig, RngSeed};
use serde_json::Value;

/// Scores are five times the impact, as long as nothing is done against a threat; up to 9 is within the limit.
const POLICY: &str = "[policy]\nname = \"small\"\nversion = \"1.0.0\"\nauthor = \"a\"\napprover = \"b\"\n\n\
                      [acceptance]\nlevel = 9\ncia_floor = []\n";

const ASSETS: &str = "id,name,class,confidentiality,integrity,availability,owner\n\
                      A1,files,information,low,low,low,she\n\
                      A2,mail,services,low,low,low,she\n\
                      A3,desk,services,low,low,low,she\n";

/// The rows of the registers that a test varies.
#[derive(Clone, Debug, Default)]
struct Rows {
    /// Ids of threats.
    threats: Vec<String>,
    /// id,threat,completed,identified,done,cost
    actions: Vec<String>,
    /// id,asset,threat,impact,status,opened,closed
    risks: Vec<String>,
    /// id,priority,level,risk,opened,resolved,resolved_at_level,outage_minutes,cost,loss
    incidents: Vec<String>,
    /// incident,date,event,level,to
    handling: Vec<String>,
}

impl Rows {
    fn organisation(&self) -> Organisation {
        let rows = |rows: &[String], before: &str, after: &str| -> String {
            rows.iter().map(|row| format!("{before}{row}{after}\n")).collect()
        };
        let threats = rows(&self.threats, "", ",storm,environmental,external,A");
        let actions = rows(&self.actions, "", ",do it");
        let risks = rows(&self.risks, "", ",she");
        let incidents = rows(&self.incidents, "client,other,", "");
        let handling = rows(&self.handling, "", ",she");
        let files = [
            Source::new("policy.toml", POLICY),
            Source::new("assets.csv", ASSETS),
            Source::new("threats.csv", format!("id,name,class,origin,compromises\n{threats}")),
            Source::new("actions.csv", format!("id,threat,completed,identified,done,cost,title\n{actions}")),
            Source::new("risks.csv", format!("id,asset,threat,impact,status,opened,closed,owner\n{risks}")),
            Source::new(
                "incidents.csv",
                format!(
                    "segment,kind,id,priority,level,risk,opened,resolved,resolved_at_level,outage_minutes,cost,loss\n\
                     {incidents}"
                ),
            ),
            Source::new("people.csv", "id,name\nP1,Kim\n"),
            Source::new("handling.csv", format!("incident,date,event,level,to,by\n{handling}")),
        ];
        let mut diagnostics = Diagnostics::new();
        let organisation = Organisation::from_sources(&files, &mut diagnostics);
        organisation.unwrap_or_else(|| panic!("{diagnostics}"))
    }
}

/// The figures as JSON, those of levels among them, without what says which policy it was.
fn json(rows: &Rows, as_of: Day, since: Option<Day>) -> Value {
    let organisation = rows.organisation();
    let kpi = Kpi::of(&Assessment::of(&organisation, as_of), since);
    let mut value = serde_json::to_value(KpiView::of(&kpi, Some(&kpi.levels()))).unwrap();
    let policy = value.as_object_mut().unwrap().remove("policy").unwrap();
    assert_eq!(policy["name"], "small");
    value
}

/// So many cases, the same at every run.
fn cases(cases: u32) -> ProptestConfig {
    let (rng_seed, failure_persistence) = (RngSeed::Fixed(20_261_120), None);
    ProptestConfig { cases, rng_seed, failure_persistence, ..ProptestConfig::default() }
}

fn day(text: &str) -> Day {
    plimsoll::date::parse(text).unwrap()
}
