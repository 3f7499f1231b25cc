//! Incidents that were solved before (domain.md B4).

use super::facts::Templates;
use crate::Organisation;
use crate::registers::{Amount, Incident};
use plimsoll_core::facet::BUILT_IN;
use plimsoll_core::{Day, EscalationLevel, IncidentFacts};
use std::collections::BTreeMap;

/// How many incidents are named that were solved before.
const SIMILAR: usize = 3;

/// An incident that was solved before, and is like one that is open (domain.md B4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Similar<'o> {
    /// The incident.
    pub incident: &'o Incident,
    /// Who solved it.
    pub solver: &'o str,
    /// On which day.
    pub resolved: Day,
}

impl Similar<'_> {
    /// The level that solved it, if it is known.
    #[must_use]
    pub fn level(&self) -> Option<EscalationLevel> {
        self.incident.resolved_at_level
    }

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
    like: BTreeMap<(&'o str, u8), Vec<(Similar<'o>, IncidentFacts)>>,
}

impl<'o> Solved<'o> {
    pub(super) fn of(organisation: &'o Organisation, templates: &Templates<'o>, as_of: Day) -> Self {
        let mut like: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for incident in organisation.registers().incidents() {
            let resolved = incident.resolved.filter(|resolved| *resolved <= as_of);
            if let (Some(resolved), Some(solver)) = (resolved, incident.resolved_by.as_deref()) {
                let sort = (incident.kind.as_str(), incident.segment.index());
                let similar = Similar { incident, solver, resolved };
                like.entry(sort).or_default().push((similar, templates.incident(incident)));
            }
        }
        Self { organisation, like }
    }

    /// The most similar of the incidents that were solved, the most similar first.
    pub(super) fn like(&self, incident: &Incident, facts: &IncidentFacts) -> Vec<Similar<'o>> {
        let sort = (incident.kind.as_str(), incident.segment.index());
        let solved = self.like.get(&sort).map(Vec::as_slice).unwrap_or_default();
        let mut best: Vec<(_, Similar<'o>)> = Vec::new();
        // Of equal ones, the later in the register comes first.
        for (similar, theirs) in solved.iter().rev().filter(|(similar, _)| similar.incident.id != incident.id)
        {
            let rank = self.rank(incident, facts, similar, theirs);
            let at = best.partition_point(|(other, _)| *other >= rank);
            if at < SIMILAR {
                best.insert(at, (rank, *similar));
                best.truncate(SIMILAR);
            }
        }
        best.into_iter().map(|(_, similar)| similar).collect()
    }

    /// How alike two incidents are: the larger, the more.
    fn rank(
        &self,
        incident: &Incident,
        facts: &IncidentFacts,
        similar: &Similar<'o>,
        theirs: &IncidentFacts,
    ) -> (bool, bool, usize, bool, bool, Day) {
        let other = similar.incident;
        let asset = |incident: &Incident| {
            let risk = self.organisation.registers().risk(incident.risk.as_deref()?)?;
            Some(risk.asset.as_str())
        };
        let declared = |facts: &IncidentFacts| facts.values.into_iter().skip(BUILT_IN.into());
        let alike = declared(facts).zip(declared(theirs)).filter(|(ours, theirs)| ours == theirs).count();
        (
            incident.risk.is_some() && incident.risk == other.risk,
            asset(incident).is_some_and(|ours| asset(other) == Some(ours)),
            alike,
            incident.security == other.security,
            incident.priority == other.priority,
            similar.resolved,
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

    proptest! {
        #[test]
        fn the_most_similar_come_first(
            rows in prop::collection::vec(
                (0..2_usize, 0..2_usize, 0..4_usize, 0..2_usize, any::<bool>(), any::<bool>(), 0..2_usize, 0..60_i32, any::<bool>()),
                1..30,
            )
        ) {
            let mut diagnostics = Diagnostics::new();
            let mut files = sources(&rows);
            files.push(Source::new("policy.toml", POLICY));
            let organisation = Organisation::from_sources(&files, &mut diagnostics);
            prop_assert!(organisation.is_some(), "{diagnostics}");
            let organisation = organisation.unwrap();
            let routed = Routed::all(&organisation, Day(20_750), |_| true);
            for (of, routed) in routed.iter().enumerate() {
                let found: Vec<String> =
                    routed.similar.iter().map(|similar| similar.incident.id.clone()).collect();
                prop_assert_eq!(found, naive(&rows, of), "{}", of);
                for similar in &routed.similar {
                    prop_assert_eq!(similar.days(), similar.resolved.since(similar.incident.opened));
                }
            }
        }
    }
}
