//! The risk register, `risks.csv`.

use super::check;
use super::csv::{Cells, Col, HeaderReader, Writer};
use super::facets::Facets;
use super::ratings::{BOTH_COLUMNS, ImpactRatings, RATING_COLUMNS};
use super::record::Record;
use super::report::{Reporter, problem};
use super::scope::OutOfScope;
use super::texts::Texts;
use super::vocabulary::Vocabulary;
use crate::date::{iso, iso_option};
use plimsoll_core::{Day, Dimension, Horizon, Impact, Likelihood, Response, Status};
use serde::{Deserialize, Serialize};

/// A threat to an asset, with what is known and decided about it (domain.md A12).
///
/// ```
/// use plimsoll::registers::Risk;
/// use plimsoll_core::{Impact, Response};
/// let risk: Risk = serde_json::from_str(
///     r#"{"id": "R1", "asset": "A1", "threat": "T1", "owner": "Eva", "response": "reduce",
///         "ratings": {"financial": 2, "legal_long": 4}}"#,
/// )?;
/// assert_eq!(risk.ratings.highest(), Impact::new(4));
/// assert_eq!(risk.response, Some(Response::Reduce));
/// assert!(risk.exception.is_none());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Risk {
    /// The id, unique in the register.
    pub id: String,
    /// The id of the asset at risk.
    pub asset: String,
    /// The id of the threat to it.
    pub threat: String,
    /// The impact ratings (A9), each within the policy's scale; never none.
    pub ratings: ImpactRatings,
    /// Who answers for the risk, who need not own the asset.
    pub owner: String,
    /// Whether the owner is a team, if it is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_is_team: Option<bool>,
    /// An expert's estimate of the likelihood (A8), within the policy's scale.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub estimate: Option<Likelihood>,
    /// The response that the owner chose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response: Option<Response>,
    /// Where it stands; closed whenever there is a day on which it was closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// When it was found.
    #[serde(default, with = "iso_option", skip_serializing_if = "Option::is_none")]
    pub opened: Option<Day>,
    /// When it was last reviewed.
    #[serde(default, with = "iso_option", skip_serializing_if = "Option::is_none")]
    pub reviewed: Option<Day>,
    /// When it ceased to be a risk.
    #[serde(default, with = "iso_option", skip_serializing_if = "Option::is_none")]
    pub closed: Option<Day>,
    /// The exception under which it may be retained above its limit; whether that still holds, and whether the approver is
    /// another person than the owner, is for the assessment to say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exception: Option<Exception>,
    /// What the other columns say.
    #[serde(default, skip_serializing_if = "Facets::is_empty")]
    pub facets: Facets,
}

/// An exception for a risk above its limit (domain.md A11): all of it is given, or there is none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exception {
    /// Who approved it; column `approver`.
    pub approver: String,
    /// The last day on which it counts; column `exception_until`.
    #[serde(with = "iso")]
    pub until: Day,
    /// Why; column `exception_reason`.
    pub reason: String,
}

pub(crate) struct Columns {
    id: Col,
    asset: Col,
    threat: Col,
    impact: Col,
    both: [(Col, Dimension); 4],
    single: [(Col, Dimension, Horizon); 8],
    owner: Col,
    owner_is_team: Col,
    estimate: Col,
    response: Col,
    status: Col,
    opened: Col,
    reviewed: Col,
    closed: Col,
    approver: Col,
    until: Col,
    reason: Col,
}

impl Record for Risk {
    const FILE: &'static str = "risks.csv";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "asset",
        "threat",
        "impact",
        "financial_short",
        "financial_long",
        "operational_short",
        "operational_long",
        "reputation_short",
        "reputation_long",
        "legal_short",
        "legal_long",
        "owner",
        "owner_is_team",
        "estimate",
        "response",
        "status",
        "opened",
        "reviewed",
        "closed",
        "approver",
        "exception_until",
        "exception_reason",
    ];
    const KEEPS_FACETS: bool = true;
    type Columns = Columns;

    fn columns(header: &mut HeaderReader<'_>) -> Columns {
        let columns = Columns {
            id: header.required("id"),
            asset: header.required("asset"),
            threat: header.required("threat"),
            impact: header.optional("impact"),
            both: BOTH_COLUMNS.map(|(name, dimension)| (header.optional(name), dimension)),
            single: RATING_COLUMNS
                .map(|(name, dimension, horizon)| (header.optional(name), dimension, horizon)),
            owner: header.required("owner"),
            owner_is_team: header.optional("owner_is_team"),
            estimate: header.optional("estimate"),
            response: header.optional("response"),
            status: header.optional("status"),
            opened: header.optional("opened"),
            reviewed: header.optional("reviewed"),
            closed: header.optional("closed"),
            approver: header.optional("approver"),
            until: header.optional("exception_until"),
            reason: header.optional("exception_reason"),
        };
        let ratings: Vec<Col> = [columns.impact]
            .into_iter()
            .chain(columns.both.map(|(column, _)| column))
            .chain(columns.single.map(|(column, _, _)| column))
            .collect();
        header.at_least_one(
            &ratings,
            "impact",
            "In place of `impact` there may be any of `financial`, `operational`, `reputation` and `legal`, \
             each also with `_short` or `_long`.",
        );
        columns
    }

    fn read(cells: &mut Cells<'_, '_, '_>, columns: &Columns) -> Self {
        let scale = &cells.words.likelihood;
        let estimate = cells.rating(columns.estimate, scale).and_then(Likelihood::new);
        Self {
            id: cells.text(columns.id),
            asset: cells.text(columns.asset),
            threat: cells.text(columns.threat),
            ratings: ratings(cells, columns),
            owner: cells.text(columns.owner),
            owner_is_team: cells.boolean(columns.owner_is_team),
            estimate,
            response: cells.optional_label(columns.response),
            status: cells.optional_label(columns.status),
            opened: cells.date(columns.opened),
            reviewed: cells.date(columns.reviewed),
            closed: cells.date(columns.closed),
            exception: exception(cells, columns),
            facets: cells.facets(),
        }
    }

    fn texts(&mut self, texts: &mut Texts<'_, '_, '_>) {
        texts.id("id", &mut self.id);
        texts.id("asset", &mut self.asset);
        texts.id("threat", &mut self.threat);
        texts.required("owner", &mut self.owner);
        if let Some(exception) = &mut self.exception {
            texts.required("approver", &mut exception.approver);
            texts.required("exception_reason", &mut exception.reason);
        }
        texts.facets(Self::COLUMNS, &mut self.facets);
    }

    fn check(&mut self, words: &Vocabulary, report: &mut Reporter<'_, '_>) {
        for (column, rating) in self.ratings.iter() {
            within(column, rating.get(), words.impact.len(), report);
        }
        if let Some(estimate) = self.estimate {
            within("estimate", estimate.get(), words.likelihood.len(), report);
        }
        if self.ratings.highest().is_none() {
            report.error("impact", || {
                problem("the risk has no impact rating")
                    .help("fill at least one of the columns that rate the impact")
            });
        }
        check::order(report, ("opened", self.opened), ("reviewed", self.reviewed));
        check::order(report, ("opened", self.opened), ("closed", self.closed));
        check::order(report, ("reviewed", self.reviewed), ("closed", self.closed));
        if let (Some(opened), Some(exception)) = (self.opened, &self.exception)
            && exception.until < opened
        {
            report.warning("exception_until", || {
                problem(format!("is before `opened`, {opened}, so the exception never counts"))
                    .found(exception.until.to_string())
            });
        }
        if let (Some(closed), Some(status)) = (self.closed, self.status)
            && status != Status::Closed
        {
            report.error("status", || {
                problem(format!("does not agree with `closed`, {closed}"))
                    .found(status.label())
                    .valid(["closed"])
            });
        }
        if self.closed.is_some() {
            self.status = Some(Status::Closed);
        }
        check::facets(&mut self.facets, words, report);
    }

    fn id(&self) -> Option<&str> {
        Some(&self.id)
    }

    fn out_of_scope(counts: &OutOfScope) -> usize {
        counts.risks
    }

    fn write(&self, row: &mut Writer) {
        row.cell(&self.id);
        row.cell(&self.asset);
        row.cell(&self.threat);
        row.value(self.ratings.whole);
        for (_, dimension, horizon) in RATING_COLUMNS {
            row.value(self.ratings.by.get(dimension, horizon));
        }
        row.cell(&self.owner);
        row.value(self.owner_is_team);
        row.value(self.estimate);
        row.value(self.response);
        row.value(self.status);
        row.value(self.opened);
        row.value(self.reviewed);
        row.value(self.closed);
        row.value(self.exception.as_ref().map(|exception| &exception.approver));
        row.value(self.exception.as_ref().map(|exception| exception.until));
        row.value(self.exception.as_ref().map(|exception| &exception.reason));
    }

    fn facets(&self) -> Option<&Facets> {
        Some(&self.facets)
    }
}

/// The ratings of a row. The lowest stands in for cells that are wrong, so that the row is not said to have none as well.
fn ratings(cells: &mut Cells<'_, '_, '_>, columns: &Columns) -> ImpactRatings {
    let scale = &cells.words.impact;
    let mut ratings = ImpactRatings::default();
    let mut wrong = false;
    let mut read = |column: Col| {
        let rating = cells.rating(column, scale).and_then(Impact::new);
        wrong |= rating.is_none() && !cells.raw(column).is_empty();
        rating
    };
    ratings.whole = read(columns.impact);
    for (column, dimension, horizon) in columns.single {
        let rating = read(column);
        ratings.by.set(dimension, horizon, rating);
    }
    for (column, dimension) in columns.both {
        if let Some(rating) = read(column) {
            ratings.raise_both(dimension, rating);
        }
    }
    if wrong && ratings.highest().is_none() {
        ratings.whole = Some(Impact::LOWEST);
    }
    ratings
}

/// The exception of a row; some of it without the rest is an error that names what is missing.
fn exception(cells: &mut Cells<'_, '_, '_>, columns: &Columns) -> Option<Exception> {
    let parts = [columns.approver, columns.until, columns.reason];
    let is_given = |column: &Col| !cells.raw(*column).is_empty();
    let (given, missing): (Vec<Col>, Vec<Col>) = parts.into_iter().partition(is_given);
    if let (Some(first), false) = (given.first(), missing.is_empty()) {
        let (found, names) = (cells.raw(*first), missing.iter().map(|column| format!("`{}`", column.name)));
        let list = names.collect::<Vec<_>>().join(" and ");
        cells.report.error(first.name, || {
            problem(format!("belongs to an exception that lacks {list}"))
                .found(found)
                .help("an exception names its approver, the day until which it holds, and its reason; or leave all three empty")
        });
    }
    let until = cells.date(columns.until)?;
    let (approver, reason) = (cells.optional_text(columns.approver)?, cells.optional_text(columns.reason)?);
    Some(Exception { approver, until, reason })
}

/// Reports a rating above the highest level of its scale, which JSON can hold.
fn within(field: &str, rating: u8, levels: usize, report: &mut Reporter<'_, '_>) {
    if usize::from(rating) > levels {
        report.error_of_words(field, || {
            problem("is not a level of the scale").found(rating.to_string()).valid([format!("1 to {levels}")])
        });
    }
}
