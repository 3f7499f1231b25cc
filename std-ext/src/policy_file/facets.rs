//! The facets that a policy declares.

use super::Reading;
use super::item::{Item, Seen};
use super::report::{Topic, warned, wrong};
use super::section::{FACET, Section};
use crate::culture::Fact;
use crate::registers::{FacetKind, FacetSpec, FacetValue, Question, fold};
use plimsoll_core::facet::MAX_VALUES;
#[cfg(feature = "exchange")]
use plimsoll_core::policy::{Draft, Space};
use plimsoll_core::policy::{DraftDomain, DraftFacet, Place};

/// The keys of which a facet has one.
const KINDS: [&str; 3] = ["labels", "range", "bool"];

/// The columns of the registers that have a meaning of their own: a facet of such a name would never be read. Not among them
/// are `scope`, `unit`, `region`, `location`, `tool` and `type`, which facets do read, and the built-in facets (`impact`,
/// `kind`), which the compiler refuses.
const OWN_COLUMNS: [&str; 53] = [
    "id",
    "name",
    "class",
    "document",
    "owner",
    "obligations",
    "compromises",
    "encrypted",
    "capability",
    "comprehensiveness",
    "competence",
    "culture",
    "history",
    "origin_detail",
    "privilege",
    "severity",
    "asset",
    "threat",
    "risk",
    "financial",
    "financial_short",
    "financial_long",
    "operational",
    "operational_short",
    "operational_long",
    "reputation",
    "reputation_short",
    "reputation_long",
    "legal",
    "legal_short",
    "legal_long",
    "estimate",
    "response",
    "status",
    "opened",
    "reviewed",
    "closed",
    "approver",
    "exception_until",
    "exception_reason",
    "title",
    "completed",
    "identified",
    "due",
    "done",
    "cost",
    "days",
    "resolved",
    "resolved_by",
    "resolved_at_level",
    "outage_minutes",
    "loss",
    "reason",
];

/// Whether a name, folded, means something in registers or policies already.
#[cfg(feature = "exchange")]
pub(crate) fn is_taken(name: &str) -> bool {
    let standard = Draft::standard();
    let mut built_in = [Space::Risk, Space::Incident].into_iter().flat_map(|space| standard.facets_of(space));
    OWN_COLUMNS.contains(&name) || name == "band" || built_in.any(|facet| fold(&facet.name) == name)
}

/// How to give a facet its values.
const HELP: &str = "give one of labels, range and bool";

impl Reading<'_, '_> {
    /// Every `[[facet]]`, with what registers need to know of it; `names` are those of obligations and facets so far.
    pub(super) fn facets(&mut self, names: &mut Seen, questions: &[Question]) -> Vec<FacetSpec> {
        self.report.turn_to(Topic::Facet);
        let mut specs = Vec::new();
        for section in self.root.rows(&mut self.report, &FACET) {
            let name = self.facet_name(&section, names);
            let fact = name.and_then(Fact::named).filter(|fact| is_known(fact, questions));
            let kind = self.kind(&section, fact.as_ref());
            let Some(name) = name else { continue };
            let Some(kind) = kind else {
                self.report.doubt_facet(name);
                continue;
            };
            let mut spec = FacetSpec { name: name.to_owned(), kind, default: None };
            spec.default = match section.item("default") {
                Some(item) => self.default_of(&spec, &item),
                None => fact.as_ref().and_then(|fact| self.natural_default(fact, &spec, &section)),
            };
            if let Some(fact) = fact.filter(|fact| fact.kind() != spec.kind) {
                self.warn_of_other_values(&fact, &section);
            }
            self.place_name(Place::Facet(self.draft.facets.len()), &section);
            let domain = match &spec.kind {
                FacetKind::Bool => DraftDomain::Bool,
                FacetKind::Labels(labels) => DraftDomain::Labels(labels.clone()),
                FacetKind::Range { low, high } => {
                    DraftDomain::Range { low: *low, high: *high, names: Vec::new() }
                }
            };
            self.draft.facets.push(DraftFacet { name: name.to_owned(), domain });
            specs.push(spec);
        }
        specs
    }

    /// The name of a facet or obligation, by which conditions, rules and registers know it; not that of a column that means
    /// something else. A name that is refused is in doubt.
    pub(super) fn facet_name<'d>(&mut self, section: &Section<'d>, names: &mut Seen) -> Option<&'d str> {
        let item = section.need(&mut self.report, "name");
        let name = item.as_ref().and_then(|item| item.text(&mut self.report));
        let (Some(item), Some(name)) = (&item, name) else {
            self.report.doubt_facet("");
            return None;
        };
        let mut sound = names.is_new(&mut self.report, item, name, "facets and obligations");
        if sound && OWN_COLUMNS.contains(&fold(name).as_str()) {
            let taken = item.wrong("is a column of its own in the registers").help("choose another name");
            self.report.push(&item.span, taken);
            sound = false;
        }
        if !sound {
            self.report.doubt_facet(name);
        }
        sound.then_some(name)
    }

    /// What values a facet has: as it says, else those of the fact that its name stands for.
    fn kind(&mut self, section: &Section<'_>, fact: Option<&Fact>) -> Option<FacetKind> {
        let mut given = KINDS.into_iter().filter_map(|key| section.item(key));
        let Some(first) = given.next() else {
            if let Some(fact) = fact {
                return Some(fact.kind());
            }
            let facts: Vec<String> = Fact::all().map(|fact| fact.name()).collect();
            let named = section.item("name").map(|item| item.shown()).unwrap_or_default();
            let help = self.report.suggest(&named, facts.iter().map(String::as_str));
            let missing = wrong("labels", "is missing").help(help.unwrap_or(HELP.into()));
            self.report.push_linked(&section.span, missing);
            return None;
        };
        if let Some(second) = given.next() {
            let message = format!("stands beside {}", first.key);
            self.report.push(&second.span, wrong(second.key, message).help(HELP));
            return None;
        }
        match first.key {
            "labels" => {
                first.names(&mut self.report, "labels", 1..=super::item::MAX_ROWS).map(FacetKind::Labels)
            }
            "range" => self.range(&first),
            _ => {
                let is = first.boolean(&mut self.report)?;
                if !is {
                    let message = "says nothing of the facet's values";
                    self.report.push(&first.span, first.wrong(message).help("write bool = true"));
                }
                is.then_some(FacetKind::Bool)
            }
        }
    }

    fn range(&mut self, item: &Item<'_>) -> Option<FacetKind> {
        let entries = item.list(&mut self.report)?;
        let [low, high] = entries.as_slice() else {
            let message = format!("has {} entries", entries.len());
            self.report.push(&item.span, wrong(item.key, message).valid(["[lowest, highest]"]));
            return None;
        };
        let all = i64::from(i32::MIN)..=i64::from(i32::MAX);
        let low: Option<i32> = low.integer(&mut self.report, all.clone());
        let high: Option<i32> = high.integer(&mut self.report, all);
        let (low, high) = (low?, high?);
        let size = i64::from(high).saturating_sub(i64::from(low)).saturating_add(1);
        if size < 1 {
            let message = format!("is empty: {low} is above {high}");
            self.report.push(&item.span, wrong(item.key, message).help(format!("write [{high}, {low}]")));
            return None;
        }
        if size > i64::from(MAX_VALUES) {
            let message = format!("has {size} values");
            self.report.push(&item.span, wrong(item.key, message).valid([format!("at most {MAX_VALUES}")]));
            return None;
        }
        Some(FacetKind::Range { low, high })
    }

    /// The default where none is stated: of what registers work out, its natural value. A percentage has none, and must be
    /// given one.
    fn natural_default(
        &mut self,
        fact: &Fact,
        spec: &FacetSpec,
        section: &Section<'_>,
    ) -> Option<FacetValue> {
        let natural = fact.natural().filter(|_| fact.kind() == spec.kind);
        if natural.is_none() && fact.kind() == spec.kind {
            let help = format!(
                "{} may say nothing of it: write what holds then, {}",
                fact.register(),
                spec.valid().join(", ")
            );
            self.report.push(&section.span, wrong("default", "is missing").help(help));
        }
        natural
    }

    /// Warns of a facet that has the name of a fact that registers work out, and other values.
    fn warn_of_other_values(&mut self, fact: &Fact, section: &Section<'_>) {
        let Some(item) = KINDS.into_iter().find_map(|key| section.item(key)) else { return };
        let name = fact.name();
        let message = format!(
            "are not the values of {name} as {} has them: only columns give it a value",
            fact.register()
        );
        let help = format!("leave `{}` out to have it worked out, or choose another name", item.key);
        self.report.tell(&item.span, warned(item.key, message).help(help));
    }

    fn default_of(&mut self, spec: &FacetSpec, item: &Item<'_>) -> Option<FacetValue> {
        let text = match item.number() {
            Some(number) => number.to_string(),
            None => item.shown(),
        };
        let value = spec.parse(&text);
        if value.is_none() {
            let valid = spec.valid();
            let help = self.report.suggest(&text, valid.iter().map(String::as_str));
            let unknown = item.wrong(format!("is not a value of {}", spec.name));
            self.report.push(&item.span, unknown.valid(valid).maybe_help(help));
        }
        value
    }
}

/// Whether a fact can be worked out: about a question of the survey only if there is one, and it has a right answer.
fn is_known(fact: &Fact, questions: &[Question]) -> bool {
    let Fact::Survey(name) = fact else { return true };
    questions.iter().any(|question| fold(&question.name) == *name && !question.aligned.is_empty())
}
