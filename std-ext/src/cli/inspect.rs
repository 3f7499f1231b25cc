//! `plimsoll inspect`

use super::Outcome;
use super::console::Console;
use crate::assessment::json::hexadecimal;
use crate::deployed::read_blob;
use crate::diagnostic::{Diagnostic, Diagnostics, harmless, harmless_sentence};
use clap::Args;
use comfy_table::Cell;
use plimsoll_core::facet::Domain;
use plimsoll_core::policy::{FORMAT, PlacementRow, Placements};
use plimsoll_core::{Band, Policy, TeamId};
use serde::Serialize;
use std::path::PathBuf;

/// Say what is in a policy blob.
#[derive(Debug, Args)]
pub(super) struct Inspect {
    /// The blob, as `plimsoll build` writes it.
    file: PathBuf,
}

/// What is in a blob.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Contents<'a> {
    /// The identity of the policy.
    policy: Identity<'a>,
    /// The number of the wire format.
    format: u16,
    /// How many bytes the blob has.
    bytes: usize,
    /// Whether it holds names and the words of reasons.
    names: bool,
    /// The digest of what facets it reads.
    #[cfg_attr(test, schemars(with = "crate::forms::SchemaDigest"))]
    schema: String,
    /// The ends of the scales.
    scales: Scales,
    /// How likelihood follows from actions.
    likelihood: Likelihood,
    /// The least impact for ratings of low, medium and high; null for no floor.
    cia_floor: Option<[u8; 3]>,
    /// The bands, ascending.
    bands: Vec<BandView<'a>>,
    /// The obligations and facets that it declares.
    facets: Vec<FacetView<'a>>,
    /// The teams.
    teams: Vec<TeamView<'a>>,
    /// The diagrams.
    diagrams: Vec<DiagramView>,
    /// How many rules there are.
    rules: Rules,
    /// The tools.
    tools: Vec<ToolView<'a>>,
    /// The rows of the placement table.
    placements: Vec<PlacementView<'a>>,
}

/// A tool.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct ToolView<'a> {
    /// Its name.
    name: &'a str,
    /// What it is for; empty where nobody said.
    purpose: &'a str,
}

/// A row of the placement table.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct PlacementView<'a> {
    /// Null for every tool.
    tool: Option<&'a str>,
    /// What the row says.
    #[cfg_attr(test, schemars(with = "crate::forms::OneOf<plimsoll_core::Permission>"))]
    permission: &'static str,
    /// Why, in its own words.
    reason: &'a str,
    /// The file that says so.
    source: &'a str,
    /// The line in that file; null where it is not known.
    line: Option<u16>,
}

/// The identity of a policy.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Identity<'a> {
    /// Its name.
    name: &'a str,
    /// Its version.
    version: &'a str,
    /// Who wrote it.
    author: &'a str,
    /// Who approved it.
    approver: &'a str,
    /// The SHA-256 of its sources.
    #[cfg_attr(test, schemars(with = "crate::forms::Digest"))]
    digest: String,
}

/// The ends of the scales.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Scales {
    /// The highest impact.
    impact: u8,
    /// The highest likelihood.
    likelihood: u8,
    /// The highest score.
    highest_score: u8,
    /// How many levels of escalation there are.
    levels: u8,
    /// The highest class of access rights.
    rights: u8,
}

/// How likelihood follows from actions.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Likelihood {
    /// The likelihood of a threat against which there is no action.
    no_actions: u8,
    /// When an expert's estimate counts.
    #[cfg_attr(test, schemars(with = "crate::forms::OneOf<plimsoll_core::EstimateRule>"))]
    estimate: &'static str,
}

/// A band of scores.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct BandView<'a> {
    /// Its name; empty where the blob has no names.
    name: &'a str,
    /// Its colour; empty where the blob has no names.
    #[cfg_attr(test, schemars(with = "crate::forms::Colour"))]
    colour: &'a str,
}

/// An obligation or a facet.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct FacetView<'a> {
    /// Its name; empty where the blob has no names.
    name: &'a str,
    /// Whether it is an obligation.
    obligation: bool,
    /// What values it has.
    #[cfg_attr(test, schemars(with = "crate::forms::FacetSort"))]
    kind: &'static str,
    /// The values.
    values: String,
}

/// A team.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct TeamView<'a> {
    /// Its name; empty where the blob has no names.
    name: &'a str,
    /// Its level of escalation.
    level: u8,
    /// Its class of access rights.
    rights: u8,
    /// Whether anybody is in it.
    staffed: bool,
    /// The team that it passes on to; null at the end.
    next: Option<&'a str>,
}

/// A diagram.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct DiagramView {
    /// What it decides.
    stage: &'static str,
    /// How many bytes it has.
    bytes: usize,
}

/// How many rules there are.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Rules {
    /// For risks.
    risks: u16,
    /// For incidents.
    incidents: u16,
}

impl Inspect {
    pub(super) fn run(&self, console: &mut Console) -> Outcome {
        let name = self.file.display().to_string();
        let refuse = |message: String, help: &str, console: &mut Console| {
            let mut diagnostics = Diagnostics::new();
            diagnostics.push(Diagnostic::error(&name, message).help(help));
            console.diagnose(&diagnostics);
            Outcome::Bad
        };
        let blob = match read_blob(&self.file) {
            Ok(blob) => blob,
            Err(error) => {
                return refuse(
                    format!("cannot be read: {error}"),
                    "give a file that `plimsoll build` wrote",
                    console,
                );
            }
        };
        let verified = Policy::verify(&blob);
        let placements = verified.and_then(|policy| policy.placements());
        let (policy, placements) = match verified.and_then(|policy| Ok((policy, placements?))) {
            Ok(sound) => sound,
            Err(error) => {
                return refuse(format!("is refused: {error}"), "build it again from its directory", console);
            }
        };
        let contents = contents(&policy, &placements, blob.len());
        if console.is_json() {
            console.json(&contents);
        } else {
            tell(&contents, console);
        }
        Outcome::Fine
    }
}

fn contents<'a>(policy: &Policy<'a>, placements: &Placements<'a>, bytes: usize) -> Contents<'a> {
    let (identity, scales, names) = (policy.identity(), policy.scales(), policy.names().copied());
    let declared: Vec<&str> = names.iter().flat_map(|names| names.facets()).collect();
    let facet = |n: u8| {
        let domain = policy.declared(n)?;
        let (kind, values) = match domain {
            Domain::Bool => ("bool", "false|true".to_string()),
            Domain::Labels(size) => {
                let label = |value| names.and_then(|names| names.label(n, value));
                let labels: Vec<&str> = (0..size).filter_map(label).collect();
                ("labels", if labels.is_empty() { format!("{size} labels") } else { labels.join("|") })
            }
            Domain::Range { size, .. } => {
                ("range", format!("{}..{}", domain.integer(0), domain.integer(size.saturating_sub(1))))
            }
        };
        let name = declared.get(usize::from(n)).copied().unwrap_or_default();
        Some(FacetView { name, obligation: n < policy.obligation_count(), kind, values })
    };
    let team_name = |team| names.and_then(|names| names.team(team)).unwrap_or_default();
    let team = |id: u8| {
        let team = policy.team(TeamId(id))?;
        let next = team.next.map(team_name);
        Some(TeamView {
            name: team_name(TeamId(id)),
            level: team.level,
            rights: team.rights,
            staffed: team.staffed,
            next,
        })
    };
    let band = |band: u8| BandView {
        name: names.and_then(|names| names.band(Band(band))).unwrap_or_default(),
        colour: names.and_then(|names| names.colour(Band(band))).unwrap_or_default(),
    };
    let rule = policy.likelihood_rule();
    let (risks, incidents) = policy.rule_counts();
    Contents {
        policy: Identity {
            name: identity.name,
            version: identity.version,
            author: identity.author,
            approver: identity.approver,
            digest: hexadecimal(&identity.sources),
        },
        format: FORMAT,
        bytes,
        names: names.is_some(),
        schema: format!("{:08x}", identity.schema),
        scales: Scales {
            impact: scales.impact,
            likelihood: scales.likelihood,
            highest_score: scales.top,
            levels: scales.levels,
            rights: scales.rights,
        },
        likelihood: Likelihood { no_actions: rule.no_actions().get(), estimate: rule.estimate().label() },
        cia_floor: policy.cia_floor().impacts().map(|impacts| impacts.map(plimsoll_core::Impact::get)),
        bands: (0..scales.bands).map(band).collect(),
        facets: (0..policy.declared_count()).filter_map(facet).collect(),
        teams: (0..policy.team_count()).filter_map(team).collect(),
        diagrams: policy
            .stages()
            .iter()
            .map(|(stage, diagram)| DiagramView { stage, bytes: diagram.words().len() })
            .collect(),
        rules: Rules { risks, incidents },
        tools: placements.tools().map(|tool| ToolView { name: tool.name, purpose: tool.purpose }).collect(),
        placements: placements.rows().map(|row| placement(placements, row)).collect(),
    }
}

fn placement<'a>(placements: &Placements<'a>, row: PlacementRow) -> PlacementView<'a> {
    let words = placements.reason(row.reason).unwrap_or_default();
    let name = |tool: u8| placements.tools().nth(tool.into()).unwrap_or_default().name;
    PlacementView {
        tool: row.tool.map(name),
        permission: row.permission.label(),
        reason: words.text,
        source: words.source,
        line: (words.line > 0).then_some(words.line),
    }
}

fn tell(contents: &Contents<'_>, console: &mut Console) {
    let Contents { policy, scales, .. } = contents;
    let names = if contents.names { "with names" } else { "without names" };
    for line in [
        format!(
            "{} {}, format {}, {} bytes, {names}",
            policy.name, policy.version, contents.format, contents.bytes
        ),
        format!("written by {}, approved by {}", policy.author, policy.approver),
        format!("sources {}, schema {}", policy.digest, contents.schema),
        format!(
            "impact 1..{}, likelihood 1..{}, score 1..{}",
            scales.impact, scales.likelihood, scales.highest_score
        ),
        format!("rules: {} for risks, {} for incidents", contents.rules.risks, contents.rules.incidents),
        String::new(),
    ] {
        console.line(&harmless_sentence(&line));
    }
    if contents.names {
        let bands: Vec<&str> = contents.bands.iter().map(|band| band.name).collect();
        console.line(&harmless(&format!("bands: {}", bands.join(", "))));
        console.line("");
    }
    if !contents.facets.is_empty() {
        let mut table = console.new_table(&["facet", "kind", "values"], &[]);
        for facet in &contents.facets {
            let kind = if facet.obligation { "obligation" } else { facet.kind };
            table.add_row([harmless(facet.name).as_str(), kind, &harmless(&facet.values)].map(Cell::new));
        }
        console.table(&table);
        console.line("");
    }
    let mut table = console.new_table(&["team", "level", "rights", "staffed", "next"], &[1, 2]);
    for team in &contents.teams {
        let staffed = if team.staffed { "yes" } else { "no" };
        let (level, rights) = (team.level.to_string(), team.rights.to_string());
        let next = team.next.map(harmless).unwrap_or_default();
        table.add_row([harmless(team.name).as_str(), &level, &rights, staffed, &next].map(Cell::new));
    }
    console.table(&table);
    console.line("");
    tell_placements(contents, console);
    let mut table = console.new_table(&["diagram", "bytes"], &[1]);
    for diagram in &contents.diagrams {
        table.add_row([diagram.stage.to_string(), diagram.bytes.to_string()].map(Cell::new));
    }
    console.table(&table);
}

fn tell_placements(contents: &Contents<'_>, console: &mut Console) {
    if contents.tools.is_empty() {
        return;
    }
    let mut table = console.new_table(&["tool", "purpose"], &[]);
    for tool in &contents.tools {
        table.add_row([harmless(tool.name), harmless(tool.purpose)].map(Cell::new));
    }
    console.table(&table);
    console.line("");
    let mut table = console.new_table(&["placement", "permission", "why"], &[]);
    for row in &contents.placements {
        let tool = row.tool.map_or_else(|| "every tool".into(), harmless);
        table.add_row([tool.as_str(), row.permission, &harmless_sentence(row.reason)].map(Cell::new));
    }
    console.table(&table);
    console.line("");
}
