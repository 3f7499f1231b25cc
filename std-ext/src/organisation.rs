//! A policy and the registers it is applied to.

use crate::culture::declared;
use crate::deployed::{Deployed, orientation};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::policy_file::{Isms, PolicyFile};
use crate::policy_sources::{PolicySources, is_directory};
use crate::registers::{Asset, FacetSpec, Incident, Registers, Source, Vocabulary};
use crate::rules::RULES;
use plimsoll_core::Policy;
use plimsoll_core::facet::{self, Facet};
use std::path::Path;

/// The name of the policy's file in a directory.
pub const POLICY_FILE: &str = "policy.toml";

/// The facet that says where an organisation stands between deny by default (1) and anytime-anywhere (5).
pub(crate) const ORIENTATION: &str = "orientation";

/// Declares a list of files with their texts.
macro_rules! sample {
    ($(#[$doc:meta])* $list:ident: $($name:literal),+ $(,)?) => {
        $(#[$doc])*
        pub const $list: [(&str, &str); [$($name),+].len()] =
            [$(($name, include_str!(concat!("../sample/", $name)))),+];
    };
}

sample! {
    /// The files of the built-in sample: an invented firm that offers accounts payable as a cloud service. The policy comes first,
    /// then the registers, then the rules by name.
    SAMPLE:
    "policy.toml",
    "assets.csv",
    "threats.csv",
    "actions.csv",
    "risks.csv",
    "incidents.csv",
    "not_applicable.csv",
    "people.csv",
    "handling.csv",
    "courses.csv",
    "trainings.csv",
    "assessments.csv",
    "mechanisms.csv",
    "measures.csv",
    "conflicts.csv",
    "checklist.csv",
    "survey.csv",
    "principles.csv",
    "rules/abroad.rhai",
    "rules/conflicts.rhai",
    "rules/invariants.rhai",
    "rules/obligations.rhai",
    "rules/orientation.rhai",
    "rules/practice.rhai",
    "rules/routing.rhai",
    "rules/units.rhai",
}

/// What a directory holds: the policy, compiled and verified, and the registers, sound against each other and the policy.
///
/// ```
/// use plimsoll::Organisation;
/// let sample = Organisation::sample();
/// assert_eq!(sample.policy().identity().author, "security governance");
/// assert!(sample.registers().risks().len() >= 60);
/// ```
#[derive(Clone, Debug)]
pub struct Organisation {
    blob: Vec<u8>,
    vocabulary: Vocabulary,
    beside: Beside,
    registers: Registers,
}

impl Organisation {
    /// Reads a directory. `None` if anything in it was an error; the diagnostics say what, for all files at once.
    pub fn read(directory: &Path, diagnostics: &mut Diagnostics) -> Option<Self> {
        if !is_directory(directory, diagnostics) {
            return None;
        }
        // However wrong the policy is, the registers are checked against what it does say, so that all is told at once.
        let policy = PolicySources::read(directory, diagnostics);
        let (words, beside) = policy.as_ref().map(|policy| vocabulary(&policy.file)).unwrap_or_default();
        let mut found = Diagnostics::new();
        let registers = Registers::read(directory, &words, &mut found);
        if policy.is_none() {
            found.keep_independent_of_policy();
        }
        let blob = policy.and_then(|policy| policy.compile(diagnostics));
        diagnostics.append(found);
        Self { blob: blob?, vocabulary: words, beside, registers: registers? }.complete(diagnostics)
    }

    /// Puts an organisation together from texts that stand for the files of a directory.
    ///
    /// ```
    /// use plimsoll::Organisation;
    /// use plimsoll::diagnostic::Diagnostics;
    /// use plimsoll::registers::Source;
    ///
    /// let mut files = vec![
    ///     Source::new("policy.toml", "[policy]\nname = \"ours\"\nversion = \"1\"\nauthor = \"she\"\napprover = \"he\"\n"),
    ///     Source::new("assets.csv", "id,name,class,confidentiality,integrity,availability,owner\nA1,files,information,low,low,high,Ada\n"),
    ///     Source::new("threats.csv", "id,name,class,origin,compromises\nT1,fire,environmental,internal,A\n"),
    ///     Source::new("risks.csv", "id,asset,threat,impact,owner\nR1,A1,T1,4,Ada\n"),
    /// ];
    /// let mut diagnostics = Diagnostics::new();
    /// let organisation = Organisation::from_sources(&files, &mut diagnostics).ok_or("see diagnostics")?;
    /// assert_eq!(organisation.registers().risks().len(), 1);
    ///
    /// files[3] = Source::new("risks.csv", "id,asset,threat,impact,owner\nR1,A2,T1,11,Ada\n");
    /// assert!(Organisation::from_sources(&files, &mut diagnostics).is_none());
    /// assert_eq!(diagnostics.errors(), 2, "an asset that is not there, and an impact past the scale");
    /// # Ok::<(), &str>(())
    /// ```
    pub fn from_sources(files: &[Source], diagnostics: &mut Diagnostics) -> Option<Self> {
        let (mut rules, rest): (Vec<Source>, Vec<Source>) =
            files.iter().cloned().partition(|file| file.name.ends_with(".rhai"));
        // As in a directory, it is their names that order them.
        rules.sort_by(|one, other| one.name.cmp(&other.name));
        let (policies, registers): (Vec<Source>, Vec<Source>) =
            rest.into_iter().partition(|file| file.name == POLICY_FILE);
        let Some(source) = policies.into_iter().next() else {
            diagnostics.push(Diagnostic::error(POLICY_FILE, "is missing"));
            return None;
        };
        let policy = PolicySources::of(source, rules, diagnostics)?;
        let (words, beside) = vocabulary(&policy.file);
        let blob = policy.compile(diagnostics);
        let registers = Registers::from_csv(&registers, &words, diagnostics)?;
        Self { blob: blob?, vocabulary: words, beside, registers }.complete(diagnostics)
    }

    /// Reads the registers of a directory under a policy that may be another than the one beside them.
    pub fn under(policy: &Deployed, directory: &Path, diagnostics: &mut Diagnostics) -> Option<Self> {
        let Deployed { blob, vocabulary, beside, .. } = policy.clone();
        let registers = Registers::read(directory, &vocabulary, diagnostics)?;
        Self { blob, vocabulary, beside, registers }.complete(diagnostics)
    }

    /// [`Self::under`], for registers given as texts.
    pub fn under_sources(
        policy: &Deployed,
        registers: &[Source],
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        let Deployed { blob, vocabulary, beside, .. } = policy.clone();
        let registers = Registers::from_csv(registers, &vocabulary, diagnostics)?;
        Self { blob, vocabulary, beside, registers }.complete(diagnostics)
    }

    /// The same policy over other registers, given as texts.
    pub fn with_registers(&self, registers: &[Source], diagnostics: &mut Diagnostics) -> Option<Self> {
        let registers = Registers::from_csv(registers, &self.vocabulary, diagnostics)?;
        Self { registers, ..self.clone() }.complete(diagnostics)
    }

    /// The built-in sample.
    #[must_use]
    #[expect(clippy::expect_used, reason = "the sample is compiled in, and a test reads it")]
    pub fn sample() -> Self {
        // Without the compiler for rules, the sample has none.
        let has_place = |name: &str| cfg!(feature = "scripting") || !name.starts_with(RULES);
        let files: Vec<Source> = SAMPLE
            .iter()
            .filter(|(name, _)| has_place(name))
            .map(|(name, text)| Source::new(*name, *text))
            .collect();
        Self::from_sources(&files, &mut Diagnostics::new()).expect("the built-in sample is sound")
    }

    /// Sets apart what is out of scope, and refuses what lacks a value for a facet on which its decision depends: incidents for
    /// what the routing reads, assets with tools in use for what the placement table reads. A risk without one was refused when
    /// it was read.
    fn complete(mut self, diagnostics: &mut Diagnostics) -> Option<Self> {
        self.registers = self.registers.in_scope_of(&self.beside.isms.subjects);
        let mut lacking = self.incidents_lacking().chain(self.assets_lacking()).peekable();
        let is_sound = lacking.peek().is_none();
        diagnostics.extend(lacking);
        is_sound.then_some(self)
    }

    fn incidents_lacking(&self) -> impl Iterator<Item = Diagnostic> {
        let read = self.policy().incident_support();
        // An incident has no orientation: its position stands for something else there.
        let is_read = move |facet: Facet| facet != facet::ORIENTATION && read.contains(facet);
        let specs = declared(&self.vocabulary).filter(move |(facet, _)| is_read(*facet));
        specs.flat_map(move |(_, spec)| {
            let lacks = move |incident: &&Incident| self.registers.incident_facet_value(incident, spec).is_none();
            self.registers.incidents().iter().filter(lacks).map(move |incident| {
                let help = format!(
                    "add a column `{}` to incidents.csv, link the incident to a risk, or give the facet a default",
                    spec.name
                );
                lacking("incidents.csv", "the routing", spec, &incident.id).help(help)
            })
        })
    }

    fn assets_lacking(&self) -> impl Iterator<Item = Diagnostic> {
        // Whoever made the organisation had the section verified.
        let read = self.policy().placements().unwrap_or_default().support();
        let wanted =
            move |(facet, spec): &(Facet, &FacetSpec)| spec.default.is_none() && read.contains(*facet);
        declared(&self.vocabulary).filter(wanted).flat_map(move |(_, spec)| {
            let lacks =
                move |asset: &&Asset| asset.tools().next().is_some() && asset.facet_given(spec).is_none();
            self.registers.assets().iter().filter(lacks).map(move |asset| {
                let help = format!("add a column `{}` to assets.csv, or give the facet a default", spec.name);
                lacking("assets.csv", "the placement table", spec, &asset.id).help(help)
            })
        })
    }

    /// The compiled policy.
    #[must_use]
    pub fn policy(&self) -> Policy<'_> {
        // The compiler hands out only what verification accepts.
        Policy::verify(&self.blob).unwrap_or(Policy::REFUSING)
    }

    /// The policy as bytes, as a device would load it.
    #[must_use]
    pub fn blob(&self) -> &[u8] {
        &self.blob
    }

    /// The names that the policy gives to scales, facets, obligations, teams and kinds.
    #[must_use]
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// The registers.
    #[must_use]
    pub fn registers(&self) -> &Registers {
        &self.registers
    }

    /// The aim and scope of its management system, where the policy states them; a blob does not.
    #[must_use]
    pub fn isms(&self) -> &Isms {
        &self.beside.isms
    }

    /// The orientation of the organisation as a whole, as a value of its facet: 0 is deny by default.
    pub(crate) fn orientation(&self) -> u16 {
        self.beside.orientation
    }

    /// Whether the policy came with its sources. A blob states neither defaults nor an orientation.
    pub(crate) fn has_sources(&self) -> bool {
        self.beside.from_sources
    }

    /// After how many months the policy wants a risk reviewed again, if it says so.
    pub(crate) fn review_months(&self) -> Option<u8> {
        self.beside.review_months
    }
}

/// Says that an entry has no value for a facet.
fn lacking(file: &str, reader: &str, spec: &FacetSpec, id: &str) -> Diagnostic {
    let message = format!("has no value, though {reader} reads it");
    Diagnostic::error(file, message).field(&spec.name).found(id)
}

/// What a policy file says that its blob does not hold.
#[derive(Clone, Debug, Default)]
pub(crate) struct Beside {
    /// Whether there is a policy file.
    pub(crate) from_sources: bool,
    /// The orientation of the organisation, as a value of its facet.
    pub(crate) orientation: u16,
    /// After how many months a risk is to be reviewed again.
    pub(crate) review_months: Option<u8>,
    /// The aim and scope of the management system.
    pub(crate) isms: Isms,
}

/// The words of a policy, among them the column that gives a risk an orientation of its own.
pub(crate) fn vocabulary(file: &PolicyFile) -> (Vocabulary, Beside) {
    let mut words = file.vocabulary.clone();
    words.facets.push(orientation(file.orientation));
    let (orientation, review_months) = (file.orientation, file.review_months);
    (words, Beside { from_sources: true, orientation, review_months, isms: file.isms.clone() })
}
