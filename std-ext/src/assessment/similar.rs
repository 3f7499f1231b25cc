//! Incidents that were solved before (domain.md B4).

use super::facts::Templates;
use crate::Organisation;
use crate::registers::{Amount, Incident};
use plimsoll_core::facet::BUILT_IN;
use plimsoll_core::{Day, EscalationLevel, IncidentFacts};
use std::collections::BTreeMap;

/// How many incidents are named that were solved before.
const SIMILAR: usize = 3;

/// Among how many of the same risk, how many of the same asset and how many of all, those solved last, is looked for them: the
/// work grows with the incidents, not with their square.
const LATEST: usize = 100;

/// An incident that was solved before, and is like one that is open (domain.md B4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Similar<'o> {
    /// The incident.
    pub incident: &'o Incident,
    /// Who solved it.
    pub solver: &'o str,
    /// On which day.
    pub resolved: Day,
    /// The level that solved it, if it is known.
    pub level: Option<EscalationLevel>,
}

impl Similar<'_> {
    /// How many days it took.
    #[must_use]
    pub fn days(&self) -> i32 {
        self.resolved.since(self.incident.opened)
    }

    /// What it lost, so that a quick fix that was a great loss is seen.
    #[must_use]
    pub fn loss(&self) -> Option<Amount> {
        self.incident.loss
    }
}

/// The incidents that were solved, by kind and segment.
pub(super) struct Solved<'o> {
    organisation: &'o Organisation,
    like: BTreeMap<(&'o str, u8), Sort<'o>>,
}

/// Those of one kind and segment, the one that was solved last at the end; of one day, in the order of the register.
#[derive(Default)]
struct Sort<'o> {
    all: Vec<Entry<'o>>,
    /// Where in `all` those of a risk stand, and those of an asset, ascending.
    of_risk: BTreeMap<&'o str, Vec<usize>>,
    of_asset: BTreeMap<&'o str, Vec<usize>>,
}

struct Entry<'o> {
    similar: Similar<'o>,
    facts: IncidentFacts,
    asset: Option<&'o str>,
}

impl<'o> Sort<'o> {
    fn index(&mut self) {
        self.all.sort_by_key(|entry| entry.similar.resolved);
        for (entry, at) in self.all.iter().zip(0..) {
            if let Some(risk) = entry.similar.incident.risk.as_deref() {
                self.of_risk.entry(risk).or_default().push(at);
            }
            if let Some(asset) = entry.asset {
                self.of_asset.entry(asset).or_default().push(at);
            }
        }
    }

    /// Those among which is looked for the like of an incident, ascending, each once.
    fn candidates(&self, risk: Option<&str>, asset: Option<&str>) -> Vec<usize> {
        let of = |map: &BTreeMap<&str, Vec<usize>>, id: Option<&str>| {
            let all = id.and_then(|id| map.get(id)).map(Vec::as_slice).unwrap_or_default();
            all.iter().rev().take(LATEST).copied().collect::<Vec<_>>()
        };
        let mut found = of(&self.of_risk, risk);
        found.extend(of(&self.of_asset, asset));
        found.extend((0..self.all.len()).rev().take(LATEST));
        found.sort_unstable();
        found.dedup();
        found
    }
}

impl<'o> Solved<'o> {
    pub(super) fn of(organisation: &'o Organisation, templates: &Templates<'o>, as_of: Day) -> Self {
        let registers = organisation.registers();
        let mut solved = Self { organisation, like: BTreeMap::new() };
        for incident in registers.incidents() {
            let resolved = incident.resolved.filter(|resolved| *resolved <= as_of);
            if let (Some(resolved), Some(solver)) = (resolved, incident.resolved_by.as_deref()) {
                let level = registers.solved_at(incident);
                let similar = Similar { incident, solver, resolved, level };
                let (facts, asset) = (templates.incident(incident), solved.asset(incident));
                let sort = solved.like.entry((incident.kind.as_str(), incident.segment.index())).or_default();
                sort.all.push(Entry { similar, facts, asset });
            }
        }
        solved.like.values_mut().for_each(Sort::index);
        solved
    }

    /// The asset of the risk that materialised.
    fn asset(&self, incident: &Incident) -> Option<&'o str> {
        Some(&self.organisation.registers().risk_of(incident)?.asset)
    }

    /// The most similar of the incidents that were solved, the most similar first.
    pub(super) fn like(&self, incident: &Incident, facts: &IncidentFacts) -> Vec<Similar<'o>> {
        let sort = (incident.kind.as_str(), incident.segment.index());
        let Some(sort) = self.like.get(&sort) else { return Vec::new() };
        let asset = self.asset(incident);
        let mut best: Vec<(_, Similar<'o>)> = Vec::new();
        // Of equal ones, the later in the register comes first.
        let candidates = sort.candidates(incident.risk.as_deref(), asset).into_iter().rev();
        for entry in candidates.filter_map(|at| sort.all.get(at)) {
            if entry.similar.incident.id == incident.id {
                continue;
            }
            let rank = entry.rank(incident, facts, asset);
            let at = best.partition_point(|(other, _)| *other >= rank);
            if at < SIMILAR {
                best.insert(at, (rank, entry.similar));
                best.truncate(SIMILAR);
            }
        }
        best.into_iter().map(|(_, similar)| similar).collect()
    }
}

impl Entry<'_> {
    /// How alike it is to an incident: the larger, the more.
    fn rank(
        &self,
        incident: &Incident,
        facts: &IncidentFacts,
        asset: Option<&str>,
    ) -> (bool, bool, usize, bool, bool, Day) {
        let other = self.similar.incident;
        let declared = |facts: &IncidentFacts| facts.values.into_iter().skip(BUILT_IN.into());
        let alike =
            declared(facts).zip(declared(&self.facts)).filter(|(ours, theirs)| ours == theirs).count();
        (
            incident.risk.is_some() && incident.risk == other.risk,
            asset.is_some() && asset == self.asset,
            alike,
            incident.security == other.security,
            incident.priority == other.priority,
            self.similar.resolved,
        )
    }
}

#[cfg(test)]
mod tests {
    use crate::Organisation;
    use crate::assessment::Routed;
    use crate::diagnostic::Diagnostics;
    use crate::registers::Source;
    use plimsoll_core::Day;
    use proptest::prelude::*;
    use std::cmp::Reverse;

    const POLICY: &str = "[policy]\nname = \"p\"\nversion = \"1\"\nauthor = \"a\"\napprover = \"b\"\n\
        [[facet]]\nname = \"region\"\nlabels = [\"nordics\", \"apac\"]\ndefault = \"nordics\"\n\
        [[facet]]\nname = \"night\"\nbool = true\ndefault = false\n";
    /// The risks, and the asset of each; the last is none.
    const RISKS: [(&str, &str); 4] = [("R1", "A1"), ("R2", "A1"), ("R3", "A2"), ("", "")];

    /// An incident in numbers: kind, segment, risk, region, night, security, priority, the day on which it was resolved, and whether
    /// it is known who did.
    type Row = (usize, usize, usize, usize, bool, bool, usize, i32, bool);

    fn sources(rows: &[Row]) -> Vec<Source> {
        let mut incidents =
            "id,segment,kind,opened,risk,region,night,security,priority,resolved,resolved_by\n".to_owned();
        for (at, (kind, segment, risk, region, night, security, priority, resolved, known)) in
            rows.iter().enumerate()
        {
            let resolved =
                if *resolved == 0 { String::new() } else { Day(20_700).plus(*resolved).to_string() };
            let by = if *known && !resolved.is_empty() { "Kim" } else { "" };
            incidents.push_str(&format!(
                "I{at},{},{},2026-01-01,{},{},{night},{security},{},{resolved},{by}\n",
                ["client", "system"][*segment],
                ["other", "outage"][*kind],
                RISKS[*risk].0,
                ["nordics", "apac"][*region],
                ["low", "high"][*priority]
            ));
        }
        vec![
            Source::new(
                "assets.csv",
                "id,name,class,confidentiality,integrity,availability,owner\n\
                 A1,a,software,low,low,low,Eva\nA2,b,software,low,low,low,Eva\n",
            ),
            Source::new("threats.csv", "id,name,class,origin,compromises\nT1,t,accidental,internal,A\n"),
            Source::new(
                "risks.csv",
                "id,asset,threat,impact,owner\nR1,A1,T1,3,E\nR2,A1,T1,3,E\nR3,A2,T1,3,E\n",
            ),
            Source::new("incidents.csv", incidents),
        ]
    }

    /// What is said to be alike, item by item, as the documentation orders it: sorted as a whole.
    fn naive(rows: &[Row], of: usize) -> Vec<String> {
        let own = rows[of];
        let asset = |row: &Row| RISKS[row.2].1;
        let mut like: Vec<usize> = (0..rows.len())
            .filter(|at| {
                let row = &rows[*at];
                *at != of && (row.0, row.1) == (own.0, own.1) && (1..=50).contains(&row.7) && row.8
            })
            .collect();
        like.sort_by_key(|at| {
            let row = &rows[*at];
            let facets = [row.3 == own.3, row.4 == own.4].iter().filter(|alike| **alike).count();
            let has_risk = own.2 != 3;
            Reverse((
                has_risk && row.2 == own.2,
                has_risk && asset(row) == asset(&own),
                facets,
                row.5 == own.5,
                row.6 == own.6,
                row.7,
                *at,
            ))
        });
        like.into_iter().take(3).map(|at| format!("I{at}")).collect()
    }

    fn organisation(rows: &[Row]) -> Organisation {
        let mut diagnostics = Diagnostics::new();
        let mut files = sources(rows);
        files.push(Source::new("policy.toml", POLICY));
        Organisation::from_sources(&files, &mut diagnostics).unwrap_or_else(|| panic!("{diagnostics}"))
    }

    fn similar(organisation: &Organisation, of: usize) -> Vec<(&str, i32)> {
        let routed = Routed::all(organisation, Day(20_750), |incident| incident.id == format!("I{of}"));
        routed[0].similar.iter().map(|similar| (similar.incident.id.as_str(), similar.days())).collect()
    }

    /// Opened on 2026-01-01, which is day 20,454; day 20,700 is 2026-09-04.
    #[test]
    fn days_are_those_of_the_calendar() {
        let solved = |day| (0, 0, 3, 0, false, false, 0, day, true);
        let organisation = organisation(&[solved(0), solved(1), solved(27)]);
        assert_eq!(similar(&organisation, 0), [("I2", 273), ("I1", 247)]);
        assert_eq!(organisation.registers().incidents()[2].resolved.unwrap().to_string(), "2026-10-01");
    }

    #[test]
    fn of_many_the_latest_are_looked_at_and_older_ones_of_the_same_risk_or_asset() {
        let row = |risk, region, day| (0, 0, risk, region, false, false, 0, day, true);
        // The one in question, an old one of its risk, of its asset, and of its region; then more of another region than are
        // looked at.
        let mut rows = vec![row(0, 1, 0), row(0, 0, 1), row(1, 0, 2), row(3, 1, 3)];
        rows.extend(std::iter::repeat_n(row(3, 0, 10), 100));
        let ids = |rows: &[Row]| {
            similar(&organisation(rows), 0).iter().map(|(id, _)| (*id).to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(ids(&rows), ["I1", "I2", "I103"]);
        rows.pop();
        assert_eq!(ids(&rows), ["I1", "I2", "I3"]);
        rows.extend(std::iter::repeat_n(row(1, 0, 20), 100));
        assert_eq!(ids(&rows), ["I1", "I202", "I201"]);
    }

    proptest! {
        #[test]
        fn the_most_similar_come_first(
            rows in prop::collection::vec(
                (0..2_usize, 0..2_usize, 0..4_usize, 0..2_usize, any::<bool>(), any::<bool>(), 0..2_usize, 0..60_i32, any::<bool>()),
                1..30,
            )
        ) {
            let organisation = organisation(&rows);
            let routed = Routed::all(&organisation, Day(20_750), |_| true);
            for (of, routed) in routed.iter().enumerate() {
                let found: Vec<String> =
                    routed.similar.iter().map(|similar| similar.incident.id.clone()).collect();
                prop_assert_eq!(found, naive(&rows, of), "{}", of);
            }
        }
    }
}
