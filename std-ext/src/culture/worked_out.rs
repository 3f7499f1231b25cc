//! Facts as registers work them out as of a day.

use super::Fact;
use crate::alignment::{Mechanisms, balance};
use crate::awareness::Coverages;
use crate::conflicts::OpenConflicts;
use crate::organisation::ORIENTATION;
use crate::practice::{Checks, Survey};
use crate::registers::{Asset, FacetSpec, Registers, Vocabulary};
use plimsoll_core::facet::{self, Facet};
use plimsoll_core::{Day, TrackBalance};

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
}

/// What registers come to as of a day; only what the policy reads is worked out, and a policy that reads nothing of the kind
/// costs nothing.
#[derive(Clone, Debug)]
pub(crate) struct WorkedOut {
    wanted: Vec<Wanted>,
    coverages: Option<Coverages>,
    conflicts: Option<OpenConflicts>,
    mechanisms: Option<Mechanisms>,
    survey: Option<Survey>,
    checks: Option<Checks>,
    balance: Option<TrackBalance>,
}

impl WorkedOut {
    /// The facts that a policy with these words reads. A register without rows says nothing.
    pub(crate) fn of(registers: &Registers, words: &Vocabulary, as_of: Day) -> Self {
        let wanted: Vec<Wanted> = declared(words)
            .filter_map(|(facet, spec)| {
                let fact = Fact::of(spec)?;
                let otherwise = spec.default.unwrap_or(fact.unknown()).0;
                Some(Wanted { facet, fact, otherwise })
            })
            .collect();
        let is_read = |register: &str| wanted.iter().any(|wanted| wanted.fact.register() == register);
        Self {
            coverages: is_read("trainings.csv").then(|| Coverages::of(registers, as_of)),
            conflicts: (is_read("conflicts.csv") && !registers.conflicts().is_empty())
                .then(|| OpenConflicts::of(registers, as_of)),
            mechanisms: (is_read("mechanisms.csv") && !registers.mechanisms().is_empty())
                .then(|| Mechanisms::of(registers)),
            survey: is_read("survey.csv").then(|| Survey::of(registers, words)),
            checks: is_read("checklist.csv").then(|| Checks::of(registers)),
            balance: (is_read("measures.csv") && !registers.measures().is_empty())
                .then(|| balance(registers)),
            wanted,
        }
    }

    /// The facets that are worked out.
    pub(crate) fn wanted(&self) -> &[Wanted] {
        &self.wanted
    }

    /// Which fact a facet stands for, if it is worked out.
    pub(crate) fn fact(&self, facet: Facet) -> Option<&Fact> {
        self.wanted.iter().find(|wanted| wanted.facet == facet).map(|wanted| &wanted.fact)
    }

    /// The value of a facet for an asset; where there is no asset, of the organisation, as far as the fact is about that.
    pub(crate) fn value(&self, wanted: &Wanted, asset: Option<&Asset>) -> u16 {
        self.said(&wanted.fact, asset).unwrap_or(wanted.otherwise)
    }

    /// What the registers say of a fact.
    pub(crate) fn said(&self, fact: &Fact, asset: Option<&Asset>) -> Option<u16> {
        let unit = asset.and_then(|asset| asset.unit.as_deref());
        match fact {
            Fact::TrackBalance => self.balance.map(|balance| balance.index().into()),
            Fact::Mechanism(mechanism) => {
                Some(self.mechanisms.as_ref()?.maturity(*mechanism, unit).index().into())
            }
            Fact::TrainingCoverage => {
                asset?;
                self.coverages.as_ref()?.of_unit(unit).percent().map(u16::from)
            }
            Fact::OpenConflict => {
                let area = self.conflicts.as_ref()?.on(asset?).area;
                Some(area.map_or(0, |area| u16::from(area.index()).saturating_add(1)))
            }
            Fact::ConflictLowers(lowered) => {
                Some(self.conflicts.as_ref()?.on(asset?).lowers.contains(*lowered).into())
            }
            Fact::SurveyGap => {
                asset?;
                self.survey.as_ref()?.gap(unit).map(u16::from)
            }
            Fact::Survey(question) => {
                asset?;
                self.survey.as_ref()?.aligned(question, unit).map(u16::from)
            }
            Fact::WorkSystemCoverage => {
                let (checks, asset) = (self.checks.as_ref()?, asset?);
                let names = ["work_system", "scope", "unit"].map(|column| asset.facet(column));
                names.into_iter().flatten().find_map(|name| checks.coverage(name)).map(u16::from)
            }
        }
    }
}
