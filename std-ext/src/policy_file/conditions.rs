//! The conditions of rows: inline tables whose keys are facets.

use super::Reading;
use super::item::Item;
use super::pattern::{Problem, Ranges, Steps, union};
use super::report::{Report, wrong};
use super::section::{PLACEMENT, RESPONSE, Section};
use crate::diagnostic::Diagnostic;
use plimsoll_core::facet::{BUILT_IN, Facet, FacetSet, SCORE};
use plimsoll_core::policy::{Draft, Space};
use plimsoll_core::table::{Condition, When};
use std::ops::RangeInclusive;
use toml::de::DeValue;

/// What the rows of a table may ask for.
#[derive(Debug)]
pub(super) struct Askable {
    header: &'static str,
    known: Vec<Known>,
    /// What others may ask for, with why these may not.
    elsewhere: Vec<(String, String)>,
}

#[derive(Debug)]
struct Known {
    facet: Facet,
    name: String,
    steps: Steps,
    /// The scores of each step, where steps are bands.
    scores: Option<Vec<RangeInclusive<u16>>>,
}

impl Reading<'_, '_> {
    /// What the rows of a table may ask for: the inputs of a space; the response table reads the score, the band and whether
    /// the risk is within its limit as well, and the placement table what is known of an asset by itself alone.
    pub(super) fn askable(&self, space: Space, header: &'static str) -> Askable {
        let derived = header == RESPONSE.header;
        let of_assets = header == PLACEMENT.header;
        let inputs = if of_assets { FacetSet::ASSET_INPUTS } else { Draft::inputs(space) };
        let mut known = Vec::new();
        let mut elsewhere = Vec::new();
        for facet in self.draft.facets_of(space) {
            if inputs.contains(facet.facet) || derived {
                let steps = Steps::of(&facet.domain);
                known.push(Known { facet: facet.facet, name: facet.name, steps, scores: None });
            } else if space == Space::Risk {
                elsewhere.push(facet.name);
            }
        }
        let bands = if derived { Some(self.bands()) } else { None };
        known.extend(bands);
        if space == Space::Risk && !derived {
            elsewhere.push("band".into());
        }
        let why = if of_assets {
            "it is known of a risk, not of an asset by itself".to_owned()
        } else {
            format!("it follows from the risk: only {} can ask for it", RESPONSE.header)
        };
        let derived = elsewhere.into_iter().map(|name| (name, why.clone()));
        let (other, why) = match space {
            Space::Risk => (Space::Incident, "it is known of incidents, not of risks"),
            Space::Incident => (Space::Risk, "it is known of risks, not of incidents"),
        };
        let others = self.draft.facets_of(other).into_iter().filter(|facet| facet.facet.get() < BUILT_IN);
        let elsewhere = derived.chain(others.map(|facet| (facet.name, why.to_owned()))).collect();
        Askable { header, known, elsewhere }
    }

    /// The bands by name, each of which stands for its scores.
    fn bands(&self) -> Known {
        let names = self.draft.bands.iter().map(|band| band.name.clone()).collect();
        let mut first = 0_u16;
        let mut scores = Vec::new();
        for band in &self.draft.bands {
            scores.push(first..=band.up_to.saturating_sub(1));
            first = band.up_to;
        }
        Known { facet: SCORE, name: "band".into(), steps: Steps::ascending(names), scores: Some(scores) }
    }

    /// The conditions under a key of a row; none if the key is absent. Those that are wrong are reported and left out.
    pub(super) fn when(&mut self, askable: &Askable, section: &Section<'_>, key: &str) -> When {
        let entries = section.item(key).and_then(|item| item.entries(&mut self.report));
        let mut when = When::new();
        for (span, item) in entries.unwrap_or_default() {
            if self.report.doubts_facet(item.key) {
                self.report.doubt();
                continue;
            }
            match askable.known.iter().find(|known| known.name == item.key) {
                Some(known) => when.extend(known.condition(&mut self.report, &item)),
                None if self.report.misses_facets() => self.report.doubt(),
                None => {
                    let unknown = askable.unknown(&mut self.report, item.key);
                    self.report.push_linked(&span, unknown);
                }
            }
        }
        when
    }
}

impl Askable {
    fn unknown(&self, report: &mut Report<'_>, name: &str) -> Diagnostic {
        let elsewhere = self.elsewhere.iter().find(|(known, _)| known == name);
        let names = || self.known.iter().map(|known| known.name.as_str());
        let help = match elsewhere {
            Some((_, why)) => Some(why.clone()),
            None => report.suggest(name, names()),
        };
        wrong(name, format!("is not a facet that {} can ask for", self.header))
            .valid(names())
            .maybe_help(help)
    }
}

impl Known {
    /// The condition that a value states; `None` if it is wrong, which is reported.
    fn condition(&self, report: &mut Report<'_>, item: &Item<'_>) -> Option<Condition> {
        let ranges = match item.value {
            DeValue::Array(_) => {
                let entries = item.list(report)?;
                if entries.is_empty() {
                    report.push(&item.span, self.unmet(item));
                    return None;
                }
                let single = entries.len() == 1;
                let ranges: Vec<Option<Ranges>> =
                    entries.iter().map(|entry| self.entry(report, entry, single)).collect();
                union(ranges.into_iter().collect::<Option<Vec<_>>>()?.into_iter().flatten())
            }
            _ => self.entry(report, item, true)?,
        };
        let scores = |range: RangeInclusive<u16>| match &self.scores {
            None => Some(range),
            Some(scores) => {
                let of = |step: &u16| scores.get(usize::from(*step));
                Some(*of(range.start())?.start()..=*of(range.end())?.end())
            }
        };
        let ranges: Ranges = ranges.into_iter().filter_map(scores).collect();
        Some(Condition { facet: self.facet, ranges })
    }

    /// The values that meet one text, number or truth.
    fn entry(&self, report: &mut Report<'_>, item: &Item<'_>, single: bool) -> Option<Ranges> {
        let text = match item.value {
            DeValue::String(_) => item.text(report)?.trim().to_owned(),
            DeValue::Integer(_) => item.number().map_or_else(|| item.shown(), |number| number.to_string()),
            DeValue::Boolean(truth) => truth.to_string(),
            _ => {
                let help = "write \"x\", \"!=x\", \">=x\", \"a|b\", \"2..4\", a number, true, false, or a list of them";
                report.push(&item.span, item.wrong("is not a condition").help(help));
                return None;
            }
        };
        let ranges = if !single && text.starts_with("!=") {
            Err(Problem::mixed())
        } else {
            self.steps.met_by(&self.name, &text)
        };
        let problem = match ranges {
            Ok(ranges) => return Some(ranges),
            Err(problem) => problem,
        };
        let diagnostic = match problem {
            Problem::Unknown(word) => {
                let help = report.suggest(&word, self.steps.names());
                let message = format!("is not a value of {}", self.name);
                item.wrong(message).found(word).valid(self.steps.valid()).maybe_help(help)
            }
            Problem::Unmet => self.unmet(item),
            Problem::Other { message, help } => item.wrong(message).help(help),
        };
        report.push_linked(&item.span, diagnostic);
        None
    }

    fn unmet(&self, item: &Item<'_>) -> Diagnostic {
        item.wrong(format!("is met by no value of {}", self.name)).valid(self.steps.valid())
    }
}
