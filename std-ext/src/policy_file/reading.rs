//! A policy file on its way from tables to a draft.

use super::item::Seen;
use super::places::Places;
use super::report::{Report, Span, Topic};
use super::section::{Root, Section};
use super::{PolicyFile, sources_digest};
use crate::registers::{FacetSpec, Question, Source, TeamStanding, Vocabulary};
use plimsoll_core::policy::{Draft, DraftTeam, Place};
use toml::de::DeTable;

/// What is known so far; each table of the file adds its part in its own module.
#[derive(Debug)]
pub(super) struct Reading<'s, 'd> {
    pub(super) report: Report<'s>,
    pub(super) root: Root<'d>,
    pub(super) draft: Draft,
    places: Places,
}

impl<'s, 'd> Reading<'s, 'd> {
    pub(super) fn new(mut report: Report<'s>, table: &'d DeTable<'d>) -> Self {
        let root = Root::new(&mut report, table);
        Self { report, root, draft: Draft::standard(), places: Places::default() }
    }

    /// Reads everything: first what gives words their meaning, then the tables whose conditions use them.
    pub(super) fn file(mut self, source: &Source) -> (PolicyFile, Report<'s>) {
        self.draft.sources = sources_digest(source, []);
        let description = self.identity();
        self.scale();
        self.matrix();
        self.acceptance();
        let mut names = Seen::default();
        self.obligations(&mut names);
        let questions = self.questions();
        let facets = self.facets(&mut names, &questions);
        self.incident();
        self.teams();
        self.limits();
        self.responses();
        self.routes();
        self.envelopes();
        self.tools();
        self.placements();
        let invariants = self.invariants();
        let orientation = self.orientation();
        let review_months = self.review_months();
        let isms = self.isms();
        if self.report.is_error() {
            self.compile_what_is_sound(&source.name);
        }
        let file = PolicyFile {
            vocabulary: self.vocabulary(facets, questions),
            draft: self.draft,
            orientation,
            review_months,
            invariants,
            isms,
            description,
            file: source.name.clone(),
            places: self.places,
        };
        (file, self.report)
    }

    /// Keeps the place of a part of the draft.
    pub(super) fn place(&mut self, place: Place, span: &Span, field: &'static str) {
        self.places.set(place, self.report.spot(span, field));
    }

    /// Keeps the place of a row that has a name: there.
    pub(super) fn place_name(&mut self, place: Place, section: &Section<'_>) {
        let span = section.item("name").map_or(section.span.clone(), |item| item.span);
        self.place(place, &span, section.header());
    }

    fn vocabulary(&self, facets: Vec<FacetSpec>, questions: Vec<Question>) -> Vocabulary {
        let standing = |team: &DraftTeam| TeamStanding::new(team.level, team.rights, team.staffed);
        Vocabulary {
            impact: self.draft.impact.clone(),
            likelihood: self.draft.likelihood.clone(),
            facets,
            obligations: self.draft.obligations.iter().map(|obligation| obligation.name.clone()).collect(),
            teams: self.draft.teams.iter().map(|team| team.name.clone()).collect(),
            standings: self.draft.teams.iter().map(standing).collect(),
            kinds: self.draft.kinds.clone(),
            questions,
            levels: self.draft.levels(),
            rights: self.draft.rights(),
        }
    }

    /// Reports what the compiler finds wrong with those parts that are as the file says, so that one round of mending does
    /// for all.
    fn compile_what_is_sound(&mut self, file: &str) {
        use Topic::{
            Acceptance, Envelope, Facet, Incident, Limit, Matrix, Obligation, Placement, Policy, Response,
            Route, Scale, Team,
        };
        if !self.report.is_whole() {
            return;
        }
        for fault in self.draft.compile().err().unwrap_or_default() {
            let rests_on: &[Topic] = match fault.place {
                Place::Policy => &[Policy],
                Place::Scale => &[Scale],
                Place::Matrix | Place::Cell { .. } | Place::Band(_) => &[Scale, Matrix],
                Place::Acceptance => &[Scale, Matrix, Acceptance],
                Place::Obligation(_) | Place::Facet(_) => &[Scale, Matrix, Obligation, Facet],
                Place::Limit(_) => &[Scale, Matrix, Obligation, Facet, Limit],
                Place::Response(_) => &[Scale, Matrix, Obligation, Facet, Response],
                Place::Envelope(_) => &[Scale, Matrix, Obligation, Facet, Envelope],
                Place::Team(_) => &[Team],
                Place::Routing | Place::Route(_) => &[Obligation, Facet, Incident, Team, Route],
                Place::Tool(_) => &[Placement],
                Place::Placement(_) => &[Obligation, Facet, Placement],
                Place::Rule(_) => continue,
            };
            if !rests_on.iter().any(|topic| self.report.doubts(*topic)) {
                self.report.add(self.places.diagnostic(file, &self.draft, &fault));
            }
        }
    }
}
