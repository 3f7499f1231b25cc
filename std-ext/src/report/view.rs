//! What every section of the report reads.

use super::colour::Colour;
use super::forecast::MONTHS;
use super::text::{length, name, spaced};
use crate::alignment::Alignment;
use crate::assessment::{AssessedRisk, Assessment};
use crate::awareness::Awareness;
use crate::history::Forecast;
use crate::kpi::Kpi;
use crate::plan::{Measure, Plan};
use maud::{Markup, html};
use plimsoll_core::Band;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// A band as it is shown.
pub(super) struct BandLook {
    /// What people call it.
    pub(super) name: String,
    /// The colour that the policy gives it.
    pub(super) colour: Colour,
}

/// An assessment, with the risks that are told one by one in the order in which they need attention.
pub(super) struct View<'a, 'o> {
    pub(super) assessment: &'a Assessment<'o>,
    pub(super) bands: Vec<BandLook>,
    pub(super) gravest: Vec<&'a AssessedRisk<'o>>,
    /// How many risks nobody treats.
    pub(super) untreated: u64,
    pub(super) kpi: Kpi<'o>,
    pub(super) forecast: Forecast<'o>,
    pub(super) plan: Plan<'o>,
    pub(super) alignment: Alignment<'a, 'o>,
    pub(super) awareness: Awareness<'o>,
    anchors: BTreeMap<&'a str, usize>,
}

impl<'a, 'o> View<'a, 'o> {
    pub(super) fn of(assessment: &'a Assessment<'o>, most: usize) -> Self {
        let mut gravest: Vec<&AssessedRisk<'o>> = assessment.risks().iter().collect();
        gravest.sort_by_key(|assessed| {
            let decision = &assessed.decision;
            Reverse((assessed.is_untreated(), !decision.within_limit, decision.score))
        });
        let untreated = gravest.iter().take_while(|assessed| assessed.is_untreated()).count();
        gravest.truncate(most);
        let anchors = gravest.iter().zip(1..).map(|(assessed, at)| (assessed.risk.id.as_str(), at)).collect();
        let names = assessment.policy().names();
        let look = |band| BandLook {
            name: spaced(names.and_then(|names| names.band(Band(band))).unwrap_or_default()),
            colour: names
                .and_then(|names| names.colour(Band(band)))
                .and_then(Colour::parse)
                .unwrap_or(Colour::GREY),
        };
        let bands = (0..assessment.policy().scales().bands).map(look).collect();
        Self {
            assessment,
            bands,
            gravest,
            untreated: length(untreated),
            kpi: Kpi::of(assessment, None),
            forecast: Forecast::of(assessment.organisation(), assessment.as_of(), MONTHS, MONTHS, |_, _| ()),
            plan: Plan::of(assessment, Measure::Cost, None),
            alignment: Alignment::of(assessment),
            awareness: Awareness::of(assessment.organisation().registers(), assessment.as_of(), None),
            anchors,
        }
    }

    /// The id of a risk, as a link to its row where it has one.
    pub(super) fn link(&self, risk: &str) -> Markup {
        match self.anchors.get(risk) {
            Some(at) => html! { a href={ "#risk-" (at) } { (name(risk)) } },
            None => name(risk),
        }
    }

    /// The name of a band on its colour.
    pub(super) fn chip(&self, band: Band) -> Markup {
        html! { bdi class={ "chip b" (band.get()) } { (self.band(band)) } }
    }

    /// The name of a band.
    pub(super) fn band(&self, band: Band) -> &str {
        self.bands.get(usize::from(band.get())).map_or("", |look| look.name.as_str())
    }

    /// The name of the asset at risk.
    pub(super) fn asset(&self, assessed: &AssessedRisk<'o>) -> &'o str {
        let id = &assessed.risk.asset;
        self.assessment.organisation().registers().asset(id).map_or(id, |asset| &asset.name)
    }

    /// The name of the threat to it.
    pub(super) fn threat(&self, assessed: &AssessedRisk<'o>) -> &'o str {
        let id = &assessed.risk.threat;
        self.assessment.organisation().registers().threat(id).map_or(id, |threat| &threat.name)
    }
}
