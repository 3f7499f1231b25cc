//! The facts that registers work out, by the names under which policies declare them.

use crate::registers::{FacetKind, FacetSpec, FacetValue, fold};
use plimsoll_core::{ConflictArea, Lowered, Maturity, Mechanism, SURVEY_QUESTIONS, TrackBalance};

/// A fact that registers work out for the asset of a risk.
///
/// ```
/// use plimsoll::culture::Fact;
/// use plimsoll::registers::FacetKind;
/// let fact = Fact::named("training_coverage").ok_or("in the catalogue")?;
/// assert_eq!((fact.register(), fact.kind()), ("trainings.csv", FacetKind::Range { low: 0, high: 100 }));
/// assert_eq!(Fact::named("mechanism_liaisons").map(|fact| fact.register()), Some("mechanisms.csv"));
/// assert_eq!(Fact::named("region"), None);
/// assert!(Fact::all().all(|fact| Fact::named(&fact.name()) == Some(fact)));
/// # Ok::<(), &str>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// `training_coverage`: what share of the trainings that were due in the unit of the asset is in force, in whole per cent
    /// (domain.md D1). An asset without a unit belongs to the organisation as a whole.
    TrainingCoverage,
    /// `open_conflict`: the area of the conflict of values that endangers the asset, or `none` (domain.md E6).
    OpenConflict,
    /// `conflict_confidentiality` and so on: whether an open conflict lowers this on the asset (domain.md E6).
    ConflictLowers(Lowered),
    /// `mechanism_liaisons` and so on: how far a mechanism has come in the unit of the asset, else in the organisation
    /// (domain.md E2).
    Mechanism(Mechanism),
    /// `survey_gap`: the gap between policy and practice in the unit of the asset, in whole per cent (domain.md E8).
    SurveyGap,
    /// `survey_aware_of_controls` and so on: the share of the answers of the unit to this question that are as the policy wants
    /// them, in whole per cent (domain.md E8).
    Survey(String),
    /// `work_system_coverage`: how far the work system does what the check asks for that the asset belongs to, in whole per cent
    /// (domain.md E7): the one that its column `work_system` names, else its unit.
    WorkSystemCoverage,
    /// `track_balance`: how the measures of the organisation are spread over the tracks (domain.md E9).
    TrackBalance,
}

impl Fact {
    /// Every fact, with the standard questions of the survey that have right answers.
    pub fn all() -> impl Iterator<Item = Self> {
        let conflicts = Lowered::ALL.iter().map(|lowered| Self::ConflictLowers(*lowered));
        let mechanisms = Mechanism::ALL.iter().map(|mechanism| Self::Mechanism(*mechanism));
        let judged = SURVEY_QUESTIONS.iter().filter(|question| !question.aligned.is_empty());
        let questions = judged.map(|question| Self::Survey(question.name.to_owned()));
        [Self::TrainingCoverage, Self::OpenConflict]
            .into_iter()
            .chain(conflicts)
            .chain(mechanisms)
            .chain([Self::SurveyGap])
            .chain(questions)
            .chain([Self::WorkSystemCoverage, Self::TrackBalance])
    }

    /// The name, under which policies declare it.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::TrainingCoverage => "training_coverage".into(),
            Self::OpenConflict => "open_conflict".into(),
            Self::ConflictLowers(lowered) => format!("conflict_{lowered}"),
            Self::Mechanism(mechanism) => format!("mechanism_{mechanism}"),
            Self::SurveyGap => "survey_gap".into(),
            Self::Survey(question) => format!("survey_{question}"),
            Self::WorkSystemCoverage => "work_system_coverage".into(),
            Self::TrackBalance => "track_balance".into(),
        }
    }

    /// The fact of a name; whether there is such a question in the survey is for the policy to say.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let name = fold(name);
        let question = || name.strip_prefix("survey_").filter(|question| *question != "gap");
        if let Some(question) = question() {
            return Some(Self::Survey(question.to_owned()));
        }
        Self::all().find(|fact| fact.name() == name)
    }

    /// The fact that a declared facet stands for: one of its name and with its values. A facet of its name with other values is
    /// one that columns alone feed.
    #[must_use]
    pub fn of(spec: &FacetSpec) -> Option<Self> {
        Self::named(&spec.name).filter(|fact| fact.kind() == spec.kind)
    }

    /// What values it has.
    #[must_use]
    pub fn kind(&self) -> FacetKind {
        let labels = |labels: &[&str]| FacetKind::Labels(labels.iter().map(ToString::to_string).collect());
        match self {
            Self::OpenConflict => labels(&[&["none"], ConflictArea::LABELS].concat()),
            Self::ConflictLowers(_) => FacetKind::Bool,
            Self::Mechanism(_) => labels(Maturity::LABELS),
            Self::TrackBalance => labels(TrackBalance::LABELS),
            Self::TrainingCoverage | Self::SurveyGap | Self::Survey(_) | Self::WorkSystemCoverage => {
                FacetKind::Range { low: 0, high: 100 }
            }
        }
    }

    /// The value where the registers say nothing and the policy has no default: no conflict, no mechanism, no measures. A
    /// percentage has none.
    #[must_use]
    pub fn natural(&self) -> Option<FacetValue> {
        (!matches!(self.kind(), FacetKind::Range { .. })).then_some(FacetValue(0))
    }

    /// The value where not even the default is known, as for a policy that comes as a blob: the natural one, else the worst
    /// that may be.
    #[must_use]
    pub fn unknown(&self) -> FacetValue {
        FacetValue(if *self == Self::SurveyGap { 100 } else { 0 })
    }

    /// Whether it may be another on another day though no register has changed.
    #[must_use]
    pub(crate) const fn follows_the_day(&self) -> bool {
        matches!(self, Self::TrainingCoverage | Self::OpenConflict | Self::ConflictLowers(_))
    }

    /// The register that it is worked out from.
    #[must_use]
    pub const fn register(&self) -> &'static str {
        match self {
            Self::TrainingCoverage => "trainings.csv",
            Self::OpenConflict | Self::ConflictLowers(_) => "conflicts.csv",
            Self::Mechanism(_) => "mechanisms.csv",
            Self::SurveyGap | Self::Survey(_) => "survey.csv",
            Self::WorkSystemCoverage => "checklist.csv",
            Self::TrackBalance => "measures.csv",
        }
    }
}
