//! `policy.toml` as a schema, from which editors complete it. It says which keys there are and of which kind; what words mean
//! under one another (that bands ascend, that a team is there) only the reader can tell. Tests hold it to the reader.
#![expect(dead_code, reason = "of these types, only the schema is used")]

mod conditions;
mod values;

use crate::forms::{Date, OneOf};
use conditions::{Conditions, OfAssets, OfIncidents, OfRisks, OfScores};
use plimsoll_core::{
    EstimateRule, MAX_LEVELS, MAX_RIGHTS, MAX_SCALE, MAX_SCORE, Permission, Response, SurveyTopic,
};
use schemars::JsonSchema;
use values::{OneOrMore, Remark, Step, Text, Value};

/// The information security risk policy of an organisation. Everything but `[policy]` may be left out; what holds then is said at
/// each key. The program reads words in any case, and more than a schema can say must hold: `plimsoll check` tells.
#[derive(JsonSchema)]
#[schemars(rename = "Policy")]
pub(crate) struct PolicyToml {
    /// Which policy it is, who wrote it and who approved it.
    policy: Identity,
    /// The names of the steps of impact and likelihood.
    scale: Option<Scale>,
    /// How impact and likelihood become a score.
    matrix: Option<Matrix>,
    /// The bands of scores, lowest first. Without any: five of equal width.
    #[schemars(length(max = 10))]
    band: Option<Vec<Band>>,
    /// How much risk may be carried, and what impact and likelihood start from.
    acceptance: Option<Acceptance>,
    /// Stricter acceptance levels for parts of the organisation; the lowest that applies holds.
    limit: Option<Vec<Limit>>,
    /// Obligations that assets are under, named in the column `obligations` of assets.csv; they cap what may be accepted.
    obligation: Option<Vec<Obligation>>,
    /// Facts of your own that decisions may read, from the column of their name or worked out from the registers.
    facet: Option<Vec<Facet>>,
    /// What is done about a risk whose owner has not chosen; the first row that matches holds. Where none does, a risk within its
    /// limit is accepted, and one above it reduced.
    response: Option<Vec<Responded>>,
    /// The kinds of incident.
    incident: Option<Incident>,
    /// Who acts on incidents. Each takes the place of the standard team of its name, or is added.
    team: Option<Vec<Team>>,
    /// Where incidents go; the first row that matches holds, and together they must match every incident. Without any, the
    /// standard table holds.
    route: Option<Vec<Route>>,
    /// The tools that people know. Without any, they are those that `[[placement]]` names.
    tool: Option<Vec<Tool>>,
    /// Which tools may hold which assets; the first row that matches an asset and a tool holds. What no row allows is shadow IT.
    placement: Option<Vec<Placement>>,
    /// Questions of the survey of policy and practice. Each takes the place of the standard one of its name, or is added.
    question: Option<Vec<Question>>,
    /// How far rules may go: one table, or one for each part of the organisation.
    envelope: Option<OneOrMore<Envelope>>,
    /// What must hold of every decision, whatever tables and rules say.
    invariant: Option<Vec<Invariant>>,
    /// The culture of the organisation.
    organisation: Option<Organisation>,
    /// How often risks are reviewed.
    review: Option<Review>,
    /// The aim and scope of the information security management system.
    isms: Option<Isms>,
}

#[derive(JsonSchema)]
struct Identity {
    /// Its name.
    #[schemars(extend("examples" = ["ours"]))]
    name: Text,
    /// Its version.
    #[schemars(extend("examples" = ["1.0.0"]))]
    version: Text,
    /// Who wrote it.
    author: Text,
    /// Who approved it: never the author.
    approver: Text,
    /// What it says of itself.
    description: Option<Remark>,
}

#[derive(JsonSchema)]
struct Scale {
    /// The names of the steps of impact, lowest first. Without it: very low to very high, five.
    #[schemars(length(min = 2, max = MAX_SCALE))]
    impact: Option<Vec<Text>>,
    /// The names of the steps of likelihood, lowest first. Without it: very low to very high, five.
    #[schemars(length(min = 2, max = MAX_SCALE))]
    likelihood: Option<Vec<Text>>,
}

#[derive(JsonSchema)]
struct Matrix {
    /// `product`: the score is impact times likelihood. `grid`: each cell names its band. Without it: `grid` where a grid is given, else
    /// `product`.
    kind: Option<MatrixKind>,
    /// One row per likelihood, one column per impact, both ascending; a value is the position of a band, from 0, and the score is
    /// that plus one.
    #[schemars(inner(inner(range(max = MAX_SCALE))))]
    grid: Option<Vec<Vec<u8>>>,
    /// Whether more impact or likelihood must never lower the score.
    #[schemars(extend("default" = true))]
    monotone: Option<bool>,
}

#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase", inline)]
enum MatrixKind {
    /// Impact times likelihood.
    Product,
    /// A band for each cell.
    Grid,
}

#[derive(JsonSchema)]
struct Band {
    /// Its name.
    name: Text,
    /// The colour in which it is shown. Without it: one of the standard colours.
    #[schemars(regex(pattern = "^#[0-9A-Fa-f]{6}$"), extend("examples" = ["#2e7d32"]))]
    colour: Option<String>,
    /// The last score in it; needed with a product, and of no use with a grid.
    #[schemars(range(min = 1, max = MAX_SCORE))]
    up_to: Option<u8>,
}

#[derive(JsonSchema)]
struct Acceptance {
    /// A score up to this may be accepted; 0: nothing may. Without it: 9 in 25.
    #[schemars(range(max = MAX_SCORE))]
    level: Option<u8>,
    /// The likelihood of a threat against which no action is recorded. Without it: the highest.
    no_actions: Option<Step>,
    /// When an expert's estimate of the likelihood counts: if it is higher than what the actions say, or always.
    #[schemars(with = "Option<OneOf<EstimateRule>>", extend("default" = "higher"))]
    estimate: Option<()>,
    /// The least impact where a threat compromises what is rated low, medium or high; [] for none. Without it: 1, 2, 3.
    #[schemars(length(max = 3), extend("anyOf" = [{ "maxItems": 0 }, { "minItems": 3 }]))]
    cia_floor: Option<Vec<Step>>,
    /// What it follows from: an entry of principles.csv.
    derives_from: Option<Remark>,
}

#[derive(JsonSchema)]
struct Limit {
    /// A score up to this may be accepted; 0: nothing may.
    #[schemars(range(max = MAX_SCORE))]
    level: u8,
    /// For which risks.
    r#where: Option<Conditions<OfRisks>>,
    /// Why, in words.
    reason: Option<Remark>,
    /// What it follows from: an entry of principles.csv.
    derives_from: Option<Remark>,
}

#[derive(JsonSchema)]
#[schemars(extend("not" = { "required": ["max_level", "forbids_acceptance"], "properties": { "forbids_acceptance": { "const": true } }, "additionalProperties": true }))]
struct Obligation {
    /// Its name.
    #[schemars(extend("examples" = ["gdpr"]))]
    name: Text,
    /// The highest limit of a risk to an asset that is under it.
    #[schemars(range(max = MAX_SCORE))]
    max_level: Option<u8>,
    /// Whether no risk to an asset under it may be accepted.
    #[schemars(extend("default" = false))]
    forbids_acceptance: Option<bool>,
    /// Why, in words.
    reason: Option<Remark>,
    /// What it follows from: an entry of principles.csv.
    derives_from: Option<Remark>,
}

#[derive(JsonSchema)]
#[schemars(extend("not" = { "anyOf": [
    { "required": ["labels", "range"] }, { "required": ["labels", "bool"] }, { "required": ["range", "bool"] }
] }))]
struct Facet {
    /// Its name, as rules and columns have it. A name such as `training_coverage` is worked out from the registers, and needs no
    /// values.
    name: Text,
    /// Its values, if they are words.
    #[schemars(length(min = 1))]
    labels: Option<Vec<Text>>,
    /// Its lowest and highest value, if they are whole numbers.
    #[schemars(length(equal = 2), inner(range(min = i32::MIN, max = i32::MAX)), extend("examples" = [[0, 3650]]))]
    range: Option<Vec<i32>>,
    /// That its values are true and false.
    #[schemars(extend("const" = true))]
    bool: Option<bool>,
    /// Its value where no column gives one.
    default: Option<Value>,
}

#[derive(JsonSchema)]
struct Responded {
    /// For which risks. Without it: for all.
    when: Option<Conditions<OfScores>>,
    /// What is done.
    #[schemars(with = "OneOf<Response>")]
    then: (),
    /// Why, in words.
    reason: Option<Remark>,
    /// What it follows from: an entry of principles.csv.
    derives_from: Option<Remark>,
}

#[derive(JsonSchema)]
struct Incident {
    /// The kinds of incident; `other` is always among them.
    #[schemars(length(min = 1, max = super::teams::MAX_KINDS))]
    kinds: Option<Vec<Text>>,
}

#[derive(JsonSchema)]
struct Team {
    /// Its name.
    #[schemars(extend("examples" = ["level_1"]))]
    name: Text,
    /// Its level of escalation.
    #[schemars(range(min = 1, max = MAX_LEVELS))]
    level: u8,
    /// Its class of access rights. Without it: as its level.
    #[schemars(range(max = MAX_RIGHTS))]
    rights: Option<u8>,
    /// Whether anybody is in it.
    #[schemars(extend("default" = true))]
    staffed: Option<bool>,
    /// The team on a higher level that it passes on to. Without it: the next level.
    next: Option<Text>,
}

#[derive(JsonSchema)]
struct Route {
    /// For which incidents. Without it: for all.
    when: Option<Conditions<OfIncidents>>,
    /// The team.
    to: Text,
    /// The roles to be consulted.
    consult: Option<Vec<Text>>,
    /// The way in which it gets there.
    #[schemars(extend("default" = "ticket", "examples" = ["ticket", "queue", "email"]))]
    channel: Option<Text>,
    /// Why, in words.
    reason: Option<Remark>,
    /// What it follows from: an entry of principles.csv.
    derives_from: Option<Remark>,
}

#[derive(JsonSchema)]
struct Tool {
    /// Its name.
    name: Text,
    /// What it is for. Another tool for the same may be named instead of it.
    purpose: Option<Remark>,
}

#[derive(JsonSchema)]
struct Placement {
    /// For which assets. Without it: for all.
    when: Option<Conditions<OfAssets>>,
    /// The tool. Without it: every tool.
    tool: Option<Text>,
    /// Whether it may hold them.
    #[schemars(with = "OneOf<Permission>")]
    then: (),
    /// Why, in words.
    reason: Option<Remark>,
    /// What it follows from: an entry of principles.csv.
    derives_from: Option<Remark>,
}

#[derive(JsonSchema)]
struct Question {
    /// Its name, as survey.csv has it.
    name: Text,
    /// What is asked.
    text: Text,
    /// What it is about.
    #[schemars(with = "OneOf<SurveyTopic>")]
    topic: (),
    /// The answers that may be given.
    #[schemars(length(min = 2, max = super::questions::MAX_ANSWERS))]
    answers: Vec<Text>,
    /// Those that agree with the policy, never all of them. Without it: none.
    aligned: Option<Vec<Text>>,
}

#[derive(JsonSchema)]
struct Envelope {
    /// How much all rules together may raise a score.
    #[schemars(range(max = MAX_SCORE), extend("default" = plimsoll_core::Envelope::STANDARD.max_raise))]
    max_raise: Option<u8>,
    /// How much they may lower it.
    #[schemars(range(max = MAX_SCORE), extend("default" = plimsoll_core::Envelope::STANDARD.max_lower))]
    max_lower: Option<u8>,
    /// How much they may loosen a limit.
    #[schemars(range(max = MAX_SCORE), extend("default" = plimsoll_core::Envelope::STANDARD.may_loosen))]
    may_loosen: Option<u8>,
    /// Whether they may demand that a risk is accepted.
    #[schemars(extend("default" = plimsoll_core::Envelope::STANDARD.may_accept))]
    may_accept: Option<bool>,
    /// Whether they may send an incident elsewhere.
    #[schemars(extend("default" = plimsoll_core::Envelope::STANDARD.may_redirect))]
    may_redirect: Option<bool>,
    /// For which risks. Without it: for all.
    r#where: Option<Conditions<OfRisks>>,
    /// Why, in words.
    reason: Option<Remark>,
    /// What it follows from: an entry of principles.csv.
    derives_from: Option<Remark>,
}

#[derive(JsonSchema)]
struct Invariant {
    /// Its name.
    name: Text,
    /// The function in rules/*.rhai that has to be true in every situation.
    #[schemars(extend("examples" = ["invariant_no_grave_acceptance"]))]
    rule: Text,
}

#[derive(JsonSchema)]
struct Organisation {
    /// From 1, deny by default, to 5, anytime-anywhere.
    #[schemars(range(min = 1, max = 5), extend("default" = 3))]
    orientation: Option<u8>,
}

#[derive(JsonSchema)]
struct Review {
    /// After how many calendar months a risk is to be reviewed again. Without it: no review is called late.
    #[schemars(range(min = 1, max = 120))]
    months: Option<u8>,
}

#[derive(JsonSchema)]
struct Isms {
    /// What it is for.
    aim: Option<Remark>,
    /// Its first day.
    #[schemars(with = "Option<Date>")]
    from: Option<()>,
    /// Its last day.
    #[schemars(with = "Option<Date>")]
    until: Option<()>,
    /// Who realises it.
    realised_by: Option<Remark>,
    /// Whom it concerns.
    stakeholders: Option<Vec<Text>>,
    /// The departments, teams, services or processes in scope. Without it: everything is.
    subjects: Option<Vec<Text>>,
}

mod tests;
