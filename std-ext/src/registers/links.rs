//! What the registers say of each other.

mod alignment;
mod awareness;
mod derivation;
mod practice;
mod units;

use super::all::all_registers;
use super::index::{Index, Patience, report_dangling, report_doubles};
use super::people::People;
use super::record::Loaded;
use super::report::{Reporter, problem};
use super::scope::OutOfScope;
use super::vocabulary::{FacetSpec, Vocabulary};
use super::ways::report_ways;
use super::words::{did_you_mean, nearest};
use super::{
    Action, Asset, ChecklistAnswer, Conflict, Course, HandlingStep, Incident, ManagerAssessment, Measure,
    MechanismEntry, NotApplicable, Person, Principle, Registers, Risk, SurveyAnswer, Threat, Training,
};
use crate::diagnostic::{Diagnostic, Diagnostics};
use std::collections::BTreeMap;

/// The most actions that one threat may have, which is what core counts to.
const MAX_ACTIONS: usize = 65_535;

macro_rules! loaded {
    ($( $(#[$doc:meta])* $field:ident: $record:ident, $required:literal, $serde:tt; )+) => {
        /// All registers as they were read, each record checked by itself.
        #[derive(Debug, Default)]
        pub(crate) struct AllLoaded<'a> {
            $( pub(crate) $field: Loaded<'a, $record>, )+
        }
    };
}

all_registers!(loaded);

impl AllLoaded<'_> {
    /// Checks the registers against each other and joins them.
    pub(crate) fn join(self, words: &Vocabulary, out: &mut Diagnostics) -> Registers {
        let assets_by_id = Index::by_id(&self.assets.records);
        let threats_by_id = Index::by_id(&self.threats.records);
        let actions_by_id = Index::by_id(&self.actions.records);
        let risks_by_id = Index::by_id(&self.risks.records);
        let incidents_by_id = Index::by_id(&self.incidents.records);
        report_doubles(&self.assets, &assets_by_id, out);
        report_doubles(&self.threats, &threats_by_id, out);
        report_doubles(&self.actions, &actions_by_id, out);
        report_doubles(&self.risks, &risks_by_id, out);
        report_doubles(&self.incidents, &incidents_by_id, out);
        let people_by_id = Index::by_id(&self.people.records);
        let courses_by_id = Index::by_id(&self.courses.records);
        let principles_by_id = Index::by_id(&self.principles.records);
        report_doubles(&self.people, &people_by_id, out);
        report_doubles(&self.courses, &courses_by_id, out);
        report_doubles(&self.measures, &Index::by_id(&self.measures.records), out);
        report_doubles(&self.conflicts, &Index::by_id(&self.conflicts.records), out);
        report_doubles(&self.principles, &principles_by_id, out);

        let patience = &mut Patience::default();
        let asset = (&self.assets, &assets_by_id, "an asset");
        let threat = (&self.threats, &threats_by_id, "a threat");
        let risk = (&self.risks, &risks_by_id, "a risk");
        report_dangling(&self.actions, "threat", |action| one(&action.threat), threat, patience, out);
        report_dangling(&self.risks, "asset", |risk| one(&risk.asset), asset, patience, out);
        report_dangling(&self.risks, "threat", |risk| one(&risk.threat), threat, patience, out);
        report_dangling(&self.incidents, "risk", |incident| incident.risk.as_slice(), risk, patience, out);
        report_dangling(&self.not_applicable, "asset", |pair| one(&pair.asset), asset, patience, out);
        report_dangling(&self.not_applicable, "threat", |pair| one(&pair.threat), threat, patience, out);
        report_dangling(&self.people, "grants", |person| &person.grants, asset, patience, out);
        self.report_unknown_managers(out);
        let incident = (&self.incidents, &incidents_by_id, "an incident");
        report_dangling(&self.handling, "incident", |step| one(&step.incident), incident, patience, out);
        if self.incidents.is_sound && self.handling.is_sound {
            let people = &self.people.records;
            report_ways(&self.handling, (&self.incidents, &incidents_by_id), people, words, out);
        }

        let person = (&self.people, &people_by_id, "a person");
        let course = (&self.courses, &courses_by_id, "a course");
        let principle = (&self.principles, &principles_by_id, "an entry");
        report_dangling(&self.trainings, "person", |training| one(&training.person), person, patience, out);
        report_dangling(&self.trainings, "course", |training| one(&training.course), course, patience, out);
        report_dangling(&self.assessments, "manager", |said| one(&said.manager), person, patience, out);
        report_dangling(&self.conflicts, "assets", |conflict| &conflict.assets, asset, patience, out);
        report_dangling(
            &self.principles,
            "derives_from",
            |entry| &entry.derives_from,
            principle,
            patience,
            out,
        );

        alignment::report_doubles(&self.mechanisms, out);
        practice::report_checklist(&self.checklist, out);
        practice::report_survey(&self.survey, out);
        derivation::report(&self.principles, &principles_by_id, out);
        self.report_awareness(&people_by_id, patience, out);
        units::report_without_assets(&self.conflicts, &self.assets, patience, out);
        self.report_pairs(out);
        let actions_by_threat = Index::by(&self.actions.records, |action| &action.threat);
        self.report_too_many_actions(&actions_by_threat, out);
        let handling_by_incident = Index::by(&self.handling.records, |step| &step.incident);
        let registers = Registers {
            assets: self.assets.records,
            threats: self.threats.records,
            actions: self.actions.records,
            risks: self.risks.records,
            incidents: self.incidents.records,
            not_applicable: self.not_applicable.records,
            people: self.people.records,
            handling: self.handling.records,
            courses: self.courses.records,
            trainings: self.trainings.records,
            assessments: self.assessments.records,
            mechanisms: self.mechanisms.records,
            measures: self.measures.records,
            conflicts: self.conflicts.records,
            checklist: self.checklist.records,
            survey: self.survey.records,
            principles: self.principles.records,
            assets_by_id,
            threats_by_id,
            risks_by_id,
            incidents_by_id,
            actions_by_threat,
            handling_by_incident,
            out_of_scope: OutOfScope::default(),
        };
        let risks = Loaded { records: Vec::new(), ..self.risks };
        if self.assets.whole && self.threats.whole {
            registers.report_missing_facets(&risks, words, out);
        }
        registers
    }

    /// Reports pairs that are both linked by a risk and said not to apply, and pairs said so twice.
    fn report_pairs(&self, out: &mut Diagnostics) {
        let Some(origin) = &self.not_applicable.origin else { return };
        let mut pairs: BTreeMap<(&str, &str), (usize, bool)> = BTreeMap::new();
        let place = |at: usize| self.not_applicable.places.get(at).copied().unwrap_or_default();
        for (at, pair) in self.not_applicable.records.iter().enumerate() {
            let former = *pairs.entry((&pair.asset, &pair.threat)).or_insert((at, false));
            if former.0 != at {
                let line = place(former.0).line;
                Reporter::new(origin, place(at), out)
                    .warning("asset", || problem(format!("the same pair stands on line {line} already")));
            }
        }
        for (risk, risk_place) in self.risks.records.iter().zip(&self.risks.places) {
            if let Some((at, reported)) = pairs.get_mut(&(risk.asset.as_str(), risk.threat.as_str()))
                && !*reported
            {
                *reported = true;
                Reporter::new(origin, place(*at), out).error("asset", || {
                    let (id, line) = (&risk.id, risk_place.line);
                    problem(format!(
                        "the pair does not apply, but risk `{id}` on line {line} of risks.csv links it"
                    ))
                    .found(format!("{}, {}", risk.asset, risk.threat))
                    .help("remove either the risk or this line")
                });
            }
        }
    }

    /// Reports managers who are nobody in the file, by id or by name.
    fn report_unknown_managers(&self, out: &mut Diagnostics) {
        let Loaded { origin: Some(origin), records, places, broken_ids, whole: true, .. } = &self.people
        else {
            return;
        };
        // The name in a row that could not be read may be the one that is meant.
        if !broken_ids.is_empty() {
            return;
        }
        let people = People::of(records);
        for (person, place) in records.iter().zip(places) {
            let unknown = |name: &&str| people.called(name).next().is_none();
            let Some(manager) = person.manager.as_deref().filter(unknown) else { continue };
            Reporter::new(origin, *place, out).error("manager", || {
                problem("is neither the id nor the name of anybody in people.csv")
                    .found(manager)
                    .maybe_help(did_you_mean(nearest(manager, people.names())))
            });
        }
    }

    fn report_too_many_actions(&self, by_threat: &Index, out: &mut Diagnostics) {
        // Only a register with more actions than one threat may have can have a threat with too many.
        if self.actions.records.len() <= MAX_ACTIONS {
            return;
        }
        for threat in &self.threats.records {
            let count = by_threat.find(&self.actions.records, &threat.id, |action| &action.threat).count();
            if count > MAX_ACTIONS {
                let message =
                    format!("threat `{}` has {count} actions; at most {MAX_ACTIONS} are counted", threat.id);
                out.push(Diagnostic::error("actions.csv", message));
            }
        }
    }
}

/// A reference that there is one of.
fn one(reference: &String) -> &[String] {
    std::slice::from_ref(reference)
}

impl Registers {
    /// Reports declared facets that a risk has no value for. `read` has the places of the risks, whose records are here.
    fn report_missing_facets(&self, read: &Loaded<'_, Risk>, words: &Vocabulary, out: &mut Diagnostics) {
        let Some(origin) = &read.origin else { return };
        let needed: Vec<&FacetSpec> = words.facets.iter().filter(|spec| spec.default.is_none()).collect();
        if needed.is_empty() {
            return;
        }
        for (risk, place) in self.risks.iter().zip(&read.places) {
            for spec in &needed {
                // A dangling reference has been reported; what it would have given is not known.
                if risk.facets.get(&spec.name).is_none()
                    && let Some(asset) = self.asset(&risk.asset)
                    && asset.facet(&spec.name).is_none()
                    && let Some(threat) = self.threat(&risk.threat)
                    && threat.facet(&spec.name).is_none()
                {
                    let name = &spec.name;
                    Reporter::new(origin, *place, out).error_of_words(name, || {
                        problem("the risk has no value for this facet").valid(spec.valid()).help(format!(
                            "give it in a column `{name}` of risks.csv, or for asset `{}` in assets.csv; \
                                 or declare a default in the policy",
                            risk.asset
                        ))
                    });
                }
            }
        }
    }
}
