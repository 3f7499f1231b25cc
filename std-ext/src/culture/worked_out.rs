//! Facts as registers work them out as of a day.

use super::Fact;
use crate::alignment::{Mechanisms, balance};
use crate::awareness::Coverages;
use crate::conflicts::OpenConflicts;
use crate::organisation::ORIENTATION;
use crate::practice::{Checks, Survey};
use crate::registers::{Asset, FacetSpec, Registers, SurveyAnswer, Vocabulary};
use plimsoll_core::facet::{self, Facet};
use plimsoll_core::{Day, Endangerment, TrackBalance};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The words of the standard policy, for its questions: a policy that comes as a blob names none.
static STANDARD: LazyLock<Vocabulary> = LazyLock::new(Vocabulary::default);

/// The facets that a policy declares, with their positions.
pub(crate) fn declared(words: &Vocabulary) -> impl Iterator<Item = (Facet, &FacetSpec)> {
    let first = u8::try_from(words.obligations.len()).unwrap_or(u8::MAX);
    words.facets.iter().zip(first..).filter_map(|(spec, n)| {
        let facet = if spec.name == ORIENTATION { Some(facet::ORIENTATION) } else { Facet::declared(n) };
        Some((facet?, spec))
    })
}

/// A facet of the policy that registers work out.
#[derive(Clone, Debug)]
pub(crate) struct Wanted {
    pub(crate) facet: Facet,
    pub(crate) fact: Fact,
    /// The value where the registers say nothing.
    otherwise: u16,
    /// The position among the wanted.
    at: usize,
}

/// What registers come to as of a day. Only what the policy reads is worked out, once per unit, and a policy that reads nothing of
/// the kind pays nothing.
#[derive(Clone, Debug)]
pub(crate) struct WorkedOut<'o> {
    wanted: Vec<Wanted>,
    /// What the registers say of the units that assets belong to, and of the organisation, fact by fact.
    units: BTreeMap<Option<&'o str>, Vec<Option<u16>>>,
    conflicts: Option<OpenConflicts<'o>>,
    checks: Option<Checks<'o>>,
}

impl<'o> WorkedOut<'o> {
    /// The facts that a policy with these words reads. A register without rows says nothing.
    pub(crate) fn of(registers: &'o Registers, words: &'o Vocabulary, as_of: Day) -> Self {
        Self::of_some(registers, words, as_of, |_| true)
    }

    /// Those of the facts that a policy with these words reads which are wanted here.
    pub(super) fn of_some(
        registers: &'o Registers,
        words: &'o Vocabulary,
        as_of: Day,
        is_wanted: impl Fn(&Fact) -> bool,
    ) -> Self {
        let facts = declared(words)
            .filter_map(|(facet, spec)| Some((facet, spec, Fact::of(spec).filter(|fact| is_wanted(fact))?)));
        let wanted: Vec<Wanted> = facts
            .zip(0..)
            .map(|((facet, spec, fact), at)| {
                let otherwise = spec.default.unwrap_or(fact.unknown()).0;
                Wanted { facet, fact, otherwise, at }
            })
            .collect();
        let is_read = |register: &str| wanted.iter().any(|wanted| wanted.fact.register() == register);
        let of_units = OfUnits::of(registers, words, as_of, is_read);
        let assets = registers.assets().iter().chain(registers.assets_out_of_scope());
        let units = assets.map(|asset| asset.unit.as_deref()).chain([None]);
        let units = units.take(if wanted.is_empty() { 0 } else { usize::MAX });
        let mut known = BTreeMap::new();
        for unit in units {
            known
                .entry(unit)
                .or_insert_with(|| wanted.iter().map(|wanted| of_units.said(&wanted.fact, unit)).collect());
        }
        let is_kept = is_read("conflicts.csv") && !registers.conflicts().is_empty();
        Self {
            units: known,
            conflicts: is_kept.then(|| OpenConflicts::of(registers, as_of)),
            checks: is_read("checklist.csv").then(|| Checks::of(registers)),
            wanted,
        }
    }

    /// The facets that are worked out.
    pub(crate) fn wanted(&self) -> &[Wanted] {
        &self.wanted
    }

    /// The facet at a position, if it is worked out.
    pub(crate) fn wants(&self, facet: Facet) -> Option<&Wanted> {
        self.wanted.iter().find(|wanted| wanted.facet == facet)
    }

    /// The values of all wanted facets for an asset; where there is no asset, of the organisation, as far as a fact is about that.
    pub(crate) fn values(&self, asset: Option<&Asset>) -> impl Iterator<Item = (Facet, u16)> {
        let endangered = self.endangered(asset);
        let value = move |wanted: &Wanted| self.under(wanted, asset, endangered).unwrap_or(wanted.otherwise);
        self.wanted.iter().map(move |wanted| (wanted.facet, value(wanted)))
    }

    /// What the registers say of a fact; `None` where they are silent.
    pub(crate) fn said(&self, wanted: &Wanted, asset: Option<&Asset>) -> Option<u16> {
        self.under(wanted, asset, self.endangered(asset))
    }

    /// What open conflicts do to an asset; `None` if nobody keeps a register of them.
    fn endangered(&self, asset: Option<&Asset>) -> Option<Endangerment> {
        Some(self.conflicts.as_ref()?.on(asset?))
    }

    fn under(&self, wanted: &Wanted, asset: Option<&Asset>, endangered: Option<Endangerment>) -> Option<u16> {
        match wanted.fact {
            Fact::OpenConflict => {
                let area = endangered?.area;
                Some(area.map_or(0, |area| u16::from(area.index()).saturating_add(1)))
            }
            Fact::ConflictLowers(lowered) => Some(endangered?.lowers.contains(lowered).into()),
            Fact::WorkSystemCoverage => self.checks.as_ref()?.coverage_of(asset?).map(u16::from),
            Fact::TrainingCoverage | Fact::SurveyGap | Fact::Survey(_) => self.of_unit(wanted, asset?),
            Fact::Mechanism(_) | Fact::TrackBalance => match asset {
                Some(asset) => self.of_unit(wanted, asset),
                None => self.units.get(&None)?.get(wanted.at).copied()?,
            },
        }
    }

    fn of_unit(&self, wanted: &Wanted, asset: &Asset) -> Option<u16> {
        self.units.get(&asset.unit.as_deref())?.get(wanted.at).copied()?
    }
}

/// The registers from which facts about units are worked out, as far as they are read.
struct OfUnits<'o> {
    coverages: Option<Coverages>,
    mechanisms: Option<Mechanisms<'o>>,
    survey: Option<Survey<'o>>,
    balance: Option<TrackBalance>,
}

impl<'o> OfUnits<'o> {
    fn of(
        registers: &'o Registers,
        words: &'o Vocabulary,
        as_of: Day,
        is_read: impl Fn(&str) -> bool,
    ) -> Self {
        // The questions of a blob are not known: they are taken to be the standard ones unless an answer shows that they are not.
        let is_blob = words.questions.is_empty();
        let questions = if is_blob { &*STANDARD } else { words };
        let is_standard = |row: &SurveyAnswer| {
            let question = questions.questions.iter().find(|question| question.name == row.question);
            question.is_some_and(|question| question.answer(&row.answer).is_some())
        };
        let is_understood = || !is_blob || registers.survey().iter().all(is_standard);
        let has_mechanisms = is_read("mechanisms.csv") && !registers.mechanisms().is_empty();
        let has_measures = is_read("measures.csv") && !registers.measures().is_empty();
        Self {
            coverages: is_read("trainings.csv").then(|| Coverages::of(registers, as_of)),
            mechanisms: has_mechanisms.then(|| Mechanisms::of(registers)),
            survey: (is_read("survey.csv") && is_understood()).then(|| Survey::of(registers, questions)),
            balance: has_measures.then(|| balance(registers)),
        }
    }

    /// What they say of a unit, or of the organisation as a whole.
    fn said(&self, fact: &Fact, unit: Option<&str>) -> Option<u16> {
        let value = match fact {
            Fact::Mechanism(mechanism) => self.mechanisms.as_ref()?.maturity(*mechanism, unit).index(),
            Fact::TrackBalance => self.balance?.index(),
            Fact::TrainingCoverage => self.coverages.as_ref()?.of_unit(unit).percent()?,
            Fact::SurveyGap => self.survey.as_ref()?.gap(unit)?,
            Fact::Survey(question) => self.survey.as_ref()?.aligned(question, unit)?,
            Fact::OpenConflict | Fact::ConflictLowers(_) | Fact::WorkSystemCoverage => return None,
        };
        Some(value.into())
    }
}
