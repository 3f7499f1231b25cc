//! All registers of one directory.

use super::all::all_registers;
use super::index::Index;
use super::intent::Intent;
use super::links::AllLoaded;
use super::record::{Loaded, Record, to_csv};
use super::scope::{OutOfScope, within};
use super::source::{Fetched, Source, names};
use super::steady::steady;
use super::words::nearest;
use super::{
    Action, Asset, ChecklistAnswer, Conflict, Course, FacetSpec, FacetValue, HandlingStep, Incident,
    ManagerAssessment, Measure, MechanismEntry, NotApplicable, Person, Principle, Risk, SurveyAnswer, Threat,
    Training, Vocabulary, json,
};
use crate::diagnostic::{Diagnostic, Diagnostics};
use plimsoll_core::{EscalationLevel, Progress};
use serde::Serialize;
use std::path::Path;

macro_rules! registers {
    ($( $(#[$doc:meta])* $field:ident: $record:ident, $required:literal, $serde:tt; )+) => {
        /// The registers of an organisation, sound by themselves and against each other.
        ///
        /// They can only be had without errors: reading returns `None` where there is any, and the diagnostics say which.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize)]
        pub struct Registers {
            $( pub(super) $field: Vec<$record>, )+
            #[serde(skip)]
            pub(super) assets_by_id: Index,
            #[serde(skip)]
            pub(super) threats_by_id: Index,
            #[serde(skip)]
            pub(super) risks_by_id: Index,
            #[serde(skip)]
            pub(super) incidents_by_id: Index,
            #[serde(skip)]
            pub(super) actions_by_threat: Index,
            #[serde(skip)]
            pub(super) handling_by_incident: Index,
            #[serde(skip)]
            pub(super) out_of_scope: OutOfScope,
        }

        /// How many registers there are.
        const COUNT: usize = [$( $record::FILE ),+].len();

        /// The register files in the order in which they are reported, and whether a directory must have them.
        pub(crate) const FILES: [(&str, bool); COUNT] = [$( ($record::FILE, $required) ),+];

        impl Registers {
            /// The registers as the CSV files of a directory; what is out of scope comes last. Cells that a spreadsheet would take for formulas are guarded by an
            /// apostrophe, which reading takes off again.
            #[must_use]
            pub fn to_csv(&self) -> [Source; COUNT] {
                [$( to_csv(&self.$field) ),+]
            }

            /// How many records each register has, in and out of scope, in the order of [`Self::to_csv`].
            #[cfg(feature = "exchange")]
            pub(crate) fn counts(&self) -> [usize; COUNT] {
                [$( self.$field.len() ),+]
            }

            $(
                $(#[$doc])*
                #[must_use]
                pub fn $field(&self) -> &[$record] {
                    within(&self.$field, &self.out_of_scope).0
                }
            )+
        }

        /// Reads the records of all files, in the order of [`FILES`].
        fn assemble(
            files: &[Fetched; COUNT],
            words: &Vocabulary,
            mut out: Diagnostics,
            diagnostics: &mut Diagnostics,
        ) -> Option<Registers> {
            let [$( $field ),+] = files;
            let loaded = AllLoaded { $( $field: load($field, words, &mut out) ),+ };
            finish(loaded, words, out, diagnostics)
        }
    };
}

all_registers!(registers);

impl Registers {
    /// Reads the registers of a directory. `None` if anything was an error, which `diagnostics` then tells; warnings and notes
    /// are added to it in any case.
    pub fn read(directory: &Path, words: &Vocabulary, diagnostics: &mut Diagnostics) -> Option<Self> {
        if !directory.is_dir() {
            let wrong =
                Diagnostic::error(directory.display().to_string(), "is not a directory that can be read");
            diagnostics.push(wrong);
            return None;
        }
        let ((files, mut out), restless) = steady(directory, || fetch(directory));
        if let Some(name) = restless {
            let wrong = Diagnostic::error(name, "changes while it is read");
            out.push(wrong.help("run the command again, once nobody writes to it"));
        }
        warn_of_strangers(directory, &mut out);
        assemble(&files, words, out, diagnostics)
    }

    /// Reads registers from texts that stand for the files of a directory; a name that is no register's is an error. Otherwise
    /// as [`Self::read`].
    pub fn from_csv(files: &[Source], words: &Vocabulary, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut out = Diagnostics::new();
        let fetched = FILES.map(|(name, required)| {
            out.announce(name);
            match files.iter().find(|file| file.name == name) {
                Some(file) => Source::decode(name, file.text.clone().into_bytes(), &mut out)
                    .map_or(Fetched::Refused, Fetched::Read),
                None if required => {
                    out.push(Diagnostic::error(name, "is missing"));
                    Fetched::Refused
                }
                None => Fetched::Absent,
            }
        });
        for file in files.iter().filter(|file| FILES.iter().all(|(name, _)| file.name != *name)) {
            out.push(Diagnostic::error(&file.name, "is not the name of a register"));
        }
        assemble(&fetched, words, out, diagnostics)
    }

    /// Reads registers from one JSON document, as [`Self::to_json`] writes it. All but
    /// `assets`, `threats` and `risks` may be left out. Otherwise as [`Self::read`].
    pub fn from_json(source: &Source, words: &Vocabulary, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut out = Diagnostics::new();
        match json::load(source, words, &mut out) {
            Some(loaded) => finish(loaded, words, out, diagnostics),
            None => {
                diagnostics.append(out);
                None
            }
        }
    }

    /// The registers as one JSON document.
    ///
    /// # Errors
    ///
    /// Only if memory is short.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string_pretty(self)
    }

    /// The steps of the way of an incident, in order.
    pub fn way<'r>(&'r self, incident: &'r str) -> impl Iterator<Item = &'r HandlingStep> {
        self.handling_by_incident.find(&self.handling, incident, |step| &step.incident)
    }

    /// The level that solved an incident: as its row says, else where its way ended, which is the level of the row. `None` if it
    /// is not solved, or nobody wrote that down.
    #[must_use]
    pub fn solved_at(&self, incident: &Incident) -> Option<EscalationLevel> {
        incident.resolved?;
        let by_way = || self.way(&incident.id).next().map(|_| incident.level);
        incident.resolved_at_level.or_else(by_way)
    }

    /// The asset of an id, whether it is in scope or not.
    #[must_use]
    pub fn asset(&self, id: &str) -> Option<&Asset> {
        self.assets_by_id.get(&self.assets, id)
    }

    /// The threat of an id.
    #[must_use]
    pub fn threat(&self, id: &str) -> Option<&Threat> {
        self.threats_by_id.get(&self.threats, id)
    }

    /// The risk of an id, if it is in scope.
    #[must_use]
    pub fn risk(&self, id: &str) -> Option<&Risk> {
        self.risks().get(self.risks_by_id.position(&self.risks, id)?)
    }

    /// The risk that materialised as an incident, whether it is in scope or not: what went wrong has to be handled.
    #[must_use]
    pub fn risk_of(&self, incident: &Incident) -> Option<&Risk> {
        self.risks_by_id.get(&self.risks, incident.risk.as_deref()?)
    }

    /// The incident of an id.
    #[must_use]
    pub fn incident(&self, id: &str) -> Option<&Incident> {
        self.incidents_by_id.get(&self.incidents, id)
    }

    /// Where an asset and a threat stand in their registers.
    pub(crate) fn pair_position(&self, asset: &str, threat: &str) -> Option<(usize, usize)> {
        let asset = self.assets_by_id.position(&self.assets, asset)?;
        Some((asset, self.threats_by_id.position(&self.threats, threat)?))
    }

    /// The actions against a threat, in the order of the file.
    pub fn actions_against<'r>(&'r self, threat: &'r str) -> impl Iterator<Item = &'r Action> {
        self.actions_by_threat.find(&self.actions, threat, |action| &action.threat)
    }

    /// How far the actions against a threat have come (domain.md A8).
    #[must_use]
    pub fn progress(&self, threat: &str) -> Progress {
        self.actions_against(threat)
            .fold(Progress::NONE, |progress, action| progress.counting(action.completed))
    }

    /// The value of a declared facet for a risk: from risks.csv, else assets.csv, else threats.csv, else the default. `None`
    /// can only be if the registers were read with another vocabulary.
    #[must_use]
    pub fn facet_value(&self, risk: &Risk, spec: &FacetSpec) -> Option<FacetValue> {
        self.facet_given(risk, spec).or(spec.default)
    }

    /// The value that a column gives to a declared facet for a risk.
    pub(crate) fn facet_given(&self, risk: &Risk, spec: &FacetSpec) -> Option<FacetValue> {
        self.facet_text(risk, &spec.name).and_then(|text| spec.parse(text))
    }

    /// What the registers say of a facet for a risk: in risks.csv, else in assets.csv, else in threats.csv.
    pub(crate) fn facet_text<'r>(&'r self, risk: &'r Risk, name: &str) -> Option<&'r str> {
        self.facet_said(risk, name).map(|(text, _)| text)
    }

    /// [`Self::facet_text`], and the register that says so.
    pub(crate) fn facet_said<'r>(&'r self, risk: &'r Risk, name: &str) -> Option<(&'r str, &'static str)> {
        let of_asset = || Some((self.asset(&risk.asset)?.facet(name)?, Asset::FILE));
        let of_threat = || Some((self.threat(&risk.threat)?.facet(name)?, Threat::FILE));
        risk.facets.get(name).map(|text| (text, Risk::FILE)).or_else(of_asset).or_else(of_threat)
    }

    /// The value of a declared facet for an incident: from incidents.csv, else from the risk that materialised, if it is known,
    /// as [`Self::facet_value`] says, else the default. `None` where there is none of these.
    #[must_use]
    pub fn incident_facet_value(&self, incident: &Incident, spec: &FacetSpec) -> Option<FacetValue> {
        self.incident_facet_given(incident, spec).or(spec.default)
    }

    /// The value that a column gives to a declared facet for an incident, or for the risk that materialised.
    pub(crate) fn incident_facet_given(&self, incident: &Incident, spec: &FacetSpec) -> Option<FacetValue> {
        self.incident_facet_said(incident, &spec.name).and_then(|(text, _)| spec.parse(text))
    }

    /// What the registers say of a facet for an incident, and which register does.
    pub(crate) fn incident_facet_said<'r>(
        &'r self,
        incident: &'r Incident,
        name: &str,
    ) -> Option<(&'r str, &'static str)> {
        let own = incident.facets.get(name).map(|text| (text, Incident::FILE));
        own.or_else(|| self.facet_said(self.risk_of(incident)?, name))
    }
}

fn load<'a, R: Record>(fetched: &'a Fetched, words: &Vocabulary, out: &mut Diagnostics) -> Loaded<'a, R> {
    match fetched {
        Fetched::Read(source) => {
            let before = out.errors();
            let loaded = Loaded::from_csv(source, words, out);
            Loaded { is_sound: out.errors() == before, ..loaded }
        }
        Fetched::Absent => Loaded::default(),
        Fetched::Refused => Loaded::unreadable(),
    }
}

/// Joins what was read, and hands it out only if nothing was an error.
fn finish(
    loaded: AllLoaded<'_>,
    words: &Vocabulary,
    mut out: Diagnostics,
    diagnostics: &mut Diagnostics,
) -> Option<Registers> {
    for (file, is_empty) in [
        (Asset::FILE, loaded.assets.is_empty()),
        (Threat::FILE, loaded.threats.is_empty()),
        (Risk::FILE, loaded.risks.is_empty()),
    ] {
        if is_empty {
            out.push(Diagnostic::warning(file, "has no records"));
        }
    }
    let registers = loaded.join(words, &mut out);
    let sound = !out.is_error();
    diagnostics.append(out);
    sound.then_some(registers)
}

/// Fetches every register of a directory. Of two that were to change together and did not, what they were to become is taken.
fn fetch(directory: &Path) -> ([Fetched; COUNT], Diagnostics) {
    let mut out = Diagnostics::new();
    let intent = Intent::read(directory, &mut out);
    if let Some(intent) = &intent {
        let names: Vec<&str> = intent.names().collect();
        let read = match names.as_slice() {
            [] => "nothing is left of it to do".to_owned(),
            [one] => format!("{one} is read as it will be"),
            _ => format!("{} are read as they will be", names.join(" and ")),
        };
        let message = format!(
            "is there: a command that changes incidents.csv and handling.csv was interrupted, or is about to end; {read}, and so \
             are lines told of"
        );
        let help = "if no `plimsoll incident` runs, one was killed: remove .plimsoll.lock if it is there, and the next one \
                    completes it";
        out.push(Diagnostic::warning(Intent::FILE, message).help(help));
    }
    let files = FILES.map(|(name, required)| {
        out.announce(name);
        if let Some(bytes) = intent.as_ref().and_then(|intent| intent.after(name)) {
            return Source::decode(name, bytes.to_vec(), &mut out).map_or(Fetched::Refused, Fetched::Read);
        }
        match Source::fetch(directory, name, &mut out) {
            Fetched::Absent if required => {
                let others = names(directory, name);
                let unknown = others.iter().map(String::as_str).filter(|other| !is_known(other));
                let help = nearest(name, unknown).map(|near| format!("is `{near}` meant to be `{name}`?"));
                out.push(Diagnostic::error(name, "is missing").maybe_help(help));
                Fetched::Refused
            }
            fetched => fetched,
        }
    });
    (files, out)
}

/// What an export adds to the registers: results, which are worked out and not read.
pub(crate) const RESULTS: &str = "register.csv";

/// Whether a name is that of a register.
fn is_known(name: &str) -> bool {
    FILES.iter().any(|(known, _)| name == *known)
}

/// Warns of CSV files that nothing reads: a register under a wrong name would count as empty.
fn warn_of_strangers(directory: &Path, out: &mut Diagnostics) {
    let present = names(directory, "policy.toml");
    let absent: Vec<&str> = FILES
        .iter()
        .map(|(name, _)| *name)
        .filter(|name| !present.iter().any(|other| other == name))
        .collect();
    let is_stranger =
        |name: &&String| name.to_lowercase().ends_with(".csv") && !is_known(name) && name.as_str() != RESULTS;
    for name in present.iter().filter(is_stranger) {
        let help = nearest(name, absent.iter().copied()).map(|near| format!("is it meant to be `{near}`?"));
        out.push(Diagnostic::warning(name, "is not read: no register has this name").maybe_help(help));
    }
}
