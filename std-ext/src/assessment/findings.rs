//! What stands out in an assessed register.

mod alignment;
mod awareness;
mod days;
mod derivation;
mod owners;
mod practice;
mod scope;

pub use owners::access;

use super::AssessedRisk;
use super::facts::Templates;
use super::placement::{self, ToolUse};
use crate::Organisation;
use plimsoll_core::facet::OWNER_IS_TEAM;
use plimsoll_core::{Day, Response, Standing, Status};
use serde::Serialize;

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename_all = "snake_case"))]
pub enum FindingKind {
    /// Above the limit, and no treatment was decided.
    Untreated,
    /// Accepted above the limit, and no exception holds.
    AcceptedAboveLimit,
    /// Above the limit, and the treatment that the owner chose is not admissible.
    Inadmissible,
    /// Within the limit, but the policy does not admit the response that the owner chose.
    Overruled,
    /// A team owns the risk or the asset: shared responsibility is no one's (domain.md A12).
    TeamOwner,
    /// The owner, of a risk or an asset, is nobody whom people.csv knows.
    UnknownOwner,
    /// The owner, of a risk or an asset, has left the organisation.
    OwnerLeft,
    /// The owner may not read the document that is at risk, or owned (domain.md A2, A12).
    OwnerWithoutAccess,
    /// The risk was not reviewed for longer than the policy admits.
    StaleReview,
    /// A tool may hold the asset only encrypted, and nothing says that it is (domain.md D3).
    NotEncrypted,
    /// A tool is in use for the asset that the policy forbids for it (D3).
    ForbiddenTool,
    /// A tool is in use for the asset that no row of the policy allows (D3).
    ShadowIt,
    /// Something is said to have happened on a day that is yet to come.
    DateInTheFuture,
    /// Security rests on technology alone (domain.md E2).
    PurelyTechnical,
    /// One group of mechanisms is far ahead of another (domain.md E2).
    Imbalance,
    /// Governance is not separated from operations (domain.md E5).
    NoSeparation,
    /// No executive is committed (domain.md E2).
    NoExecutiveCommitment,
    /// Mechanisms are said to be established with nothing to show for it.
    NoEvidence,
    /// All measures act on one track (domain.md E9).
    OneSidedTracks,
    /// One track has no measures (domain.md E9).
    EmptyTrack,
    /// All that was learned was learned from one event (domain.md E9).
    BenchmarkCatastrophe,
    /// Everything that names an owner names the same one (domain.md G, HS-2012).
    OneOwner,
    /// Rules and rows of tables do not say what they derive from (domain.md E3).
    RuleWithoutParent,
    /// A rule or a row names what is no entry of principles.csv.
    UnknownParent,
    /// A requirement, standard or procedure derives from nothing.
    Orphan,
    /// A standard from which no procedure, rule or row derives.
    NotImplemented,
    /// A subject of `[isms]` to which no asset belongs (domain.md A1).
    SubjectWithoutAssets,
    /// The day of the assessment is not within the time frame of `[isms]`.
    OutsideTimeFrame,
    /// Trainings of people in a unit are overdue (domain.md D1).
    TrainingOverdue,
    /// Nobody in a team is an ambassador (domain.md D2).
    TeamWithoutAmbassador,
    /// Line managers of a unit have not handed in their assessments for the last quarter (domain.md D4).
    AssessmentMissing,
    /// Nobody is in a team that the policy says is staffed (domain.md B5).
    TeamWithoutMembers,
    /// A conflict of values is open (domain.md E6).
    OpenConflict,
    /// There are remedies for an open conflict of values, but nobody has said why there is one (domain.md E6).
    ConflictWithoutReason,
    /// A work system does less than half of what the check asks for (domain.md E7).
    LowWorkSystemCoverage,
    /// Every second answer of a unit does not agree with the policy (domain.md E8).
    PracticeGap,
}

impl FindingKind {
    /// The stable label.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Untreated => "untreated",
            Self::AcceptedAboveLimit => "accepted_above_limit",
            Self::Inadmissible => "inadmissible",
            Self::Overruled => "overruled",
            Self::TeamOwner => "team_owner",
            Self::UnknownOwner => "unknown_owner",
            Self::OwnerLeft => "owner_left",
            Self::OwnerWithoutAccess => "owner_without_access",
            Self::StaleReview => "stale_review",
            Self::NotEncrypted => "not_encrypted",
            Self::ForbiddenTool => "forbidden_tool",
            Self::ShadowIt => "shadow_it",
            Self::DateInTheFuture => "date_in_the_future",
            Self::PurelyTechnical => "purely_technical",
            Self::Imbalance => "imbalance",
            Self::NoSeparation => "no_separation",
            Self::NoExecutiveCommitment => "no_executive_commitment",
            Self::NoEvidence => "no_evidence",
            Self::OneSidedTracks => "one_sided_tracks",
            Self::EmptyTrack => "empty_track",
            Self::BenchmarkCatastrophe => "benchmark_catastrophe",
            Self::OneOwner => "one_owner",
            Self::RuleWithoutParent => "rule_without_parent",
            Self::UnknownParent => "unknown_parent",
            Self::Orphan => "orphan",
            Self::NotImplemented => "not_implemented",
            Self::SubjectWithoutAssets => "subject_without_assets",
            Self::OutsideTimeFrame => "outside_time_frame",
            Self::TrainingOverdue => "training_overdue",
            Self::TeamWithoutAmbassador => "team_without_ambassador",
            Self::AssessmentMissing => "assessment_missing",
            Self::TeamWithoutMembers => "team_without_members",
            Self::OpenConflict => "open_conflict",
            Self::ConflictWithoutReason => "conflict_without_reason",
            Self::LowWorkSystemCoverage => "low_work_system_coverage",
            Self::PracticeGap => "practice_gap",
        }
    }

    /// Whether somebody has to act before all is well; such findings make `plimsoll assess` end with 1.
    #[must_use]
    pub const fn calls_for_action(self) -> bool {
        matches!(self, Self::Untreated | Self::AcceptedAboveLimit | Self::Inadmissible)
    }

    /// Whether it is about what the register lacks, rather than about what was decided; `plimsoll gaps` lists such findings.
    #[must_use]
    pub const fn is_gap(self) -> bool {
        // Each is either about what was decided, or about what is lacking.
        !matches!(self, Self::Untreated | Self::AcceptedAboveLimit | Self::Inadmissible | Self::Overruled)
    }
}

/// Something that stands out about a risk, or about another entry of a register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding<'o> {
    /// What is wrong.
    pub kind: FindingKind,
    /// The id of the risk; empty if it is about another entry.
    pub risk: &'o str,
    /// What it is about.
    pub entry: Entry<'o>,
    /// In words.
    pub text: String,
}

/// An entry of a register.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Entry<'o> {
    /// The file of the register.
    pub file: &'o str,
    /// The id of the entry. Entries of some registers have none: then it is the unit that they are about, or `organisation`.
    pub id: &'o str,
    /// The column, if the finding is about one.
    pub column: Option<&'static str>,
}

impl<'o> Finding<'o> {
    /// A finding about an entry of a file, by its id, that is no risk.
    pub(super) fn beside_risks(
        kind: FindingKind,
        (file, id, column): (&'o str, &'o str, Option<&'static str>),
        text: String,
    ) -> Self {
        Self { kind, risk: "", entry: Entry { file, id, column }, text }
    }
}

/// Every finding: by risk in the order of the register, then about the owners of assets, then about their tools, then the days
/// that are yet to come, then about the organisation and its units, which have no risk, and about what derives from what.
pub(super) fn all<'o>(
    organisation: &'o Organisation,
    templates: &Templates<'_>,
    risks: &[AssessedRisk<'o>],
    as_of: Day,
) -> Vec<Finding<'o>> {
    let registers = organisation.registers();
    let about = |owner: &str, asset| owners::about(templates.people(), owner, asset, as_of);
    let open = risks.iter().filter(|assessed| assessed.status != Status::Closed);
    let of_risks = open.flat_map(|assessed| {
        let risk = assessed.risk;
        let is_person = assessed.facts.value(OWNER_IS_TEAM) == 0;
        let owner = || about(&risk.owner, registers.asset(&risk.asset));
        let owner = is_person.then(owner).flatten();
        let stale = days::stale_review(risk, organisation.review_months(), as_of);
        let entry = |column| Entry { file: "risks.csv", id: &risk.id, column: Some(column) };
        let finding = move |kind, column, text| Finding { kind, risk: &risk.id, entry: entry(column), text };
        of_risk(assessed, as_of)
            .chain(owner.map(|(kind, text)| finding(kind, "owner", text)))
            .chain(stale.map(|text| finding(FindingKind::StaleReview, "reviewed", text)))
    });
    let of_assets = registers.assets().iter().filter_map(|asset| {
        let (kind, text) = match templates.is_team(&asset.owner) {
            true => Some((FindingKind::TeamOwner, owners::is_a_team(&asset.owner))),
            false => about(&asset.owner, Some(asset)),
        }?;
        Some(Finding::beside_risks(kind, ("assets.csv", &asset.id, Some("owner")), text))
    });
    let uses = placement::under(organisation, templates);
    let of_tools = uses.iter().filter_map(ToolUse::finding);
    of_risks
        .chain(of_assets)
        .chain(of_tools)
        .chain(days::in_the_future(registers, as_of))
        .chain(alignment::all(registers))
        .chain(derivation::findings(organisation))
        .chain(scope::findings(organisation, as_of))
        .chain(awareness::all(organisation, as_of))
        .chain(practice::all(registers, organisation.vocabulary(), as_of))
        .collect()
}

fn of_risk<'o>(assessed: &AssessedRisk<'o>, as_of: Day) -> impl Iterator<Item = Finding<'o>> {
    let (risk, decision) = (assessed.risk, &assessed.decision);
    let finding = |kind, text| {
        let column = if kind == FindingKind::TeamOwner { Some("owner") } else { None };
        let entry = Entry { file: "risks.csv", id: &risk.id, column };
        Finding { kind, risk: &risk.id, entry, text }
    };
    let above = format!("score {} is above the limit of {}", decision.score, decision.limit);
    let chosen = assessed.facts.choice.map_or("", Response::label);
    let first = if assessed.is_untreated() {
        Some(match assessed.facts.choice {
            None => finding(FindingKind::Untreated, format!("{above}, and no treatment was decided")),
            Some(Response::Accept) => {
                let why = why_not(assessed, as_of);
                finding(FindingKind::AcceptedAboveLimit, format!("accepted, but {above}, and {why}"))
            }
            Some(_) => {
                let text =
                    format!("{above}, and {chosen} is not admissible: {} is called for", decision.response);
                finding(FindingKind::Inadmissible, text)
            }
        })
    } else if decision.within_limit && decision.standing == Standing::Overruled {
        let text = format!("{chosen} is not admissible: {} is called for", decision.response);
        Some(finding(FindingKind::Overruled, text))
    } else {
        None
    };
    let second = (assessed.facts.value(OWNER_IS_TEAM) != 0)
        .then(|| finding(FindingKind::TeamOwner, owners::is_a_team(&risk.owner)));
    first.into_iter().chain(second)
}

/// Why an acceptance above the limit does not stand.
fn why_not(assessed: &AssessedRisk<'_>, as_of: Day) -> String {
    match &assessed.risk.exception {
        None => "there is no exception".into(),
        Some(exception) if exception.until < as_of => format!("the exception expired on {}", exception.until),
        Some(_) if assessed.facts.exception => {
            "the policy rules acceptance out in spite of the exception".into()
        }
        Some(_) => "the exception was approved by the owner".into(),
    }
}

#[cfg(test)]
mod tests;
