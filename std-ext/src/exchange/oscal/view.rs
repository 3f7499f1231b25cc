//! The parts of a plan of action and milestones that are written, under OSCAL's own names.

use super::text::line;
use serde::Serialize;
use uuid::Uuid;

#[derive(Clone, Debug, Serialize)]
pub(super) struct Document {
    #[serde(rename = "plan-of-action-and-milestones")]
    pub(super) plan: Plan,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Plan {
    #[serde(with = "id")]
    pub(super) uuid: Uuid,
    pub(super) metadata: Metadata,
    pub(super) system_id: SystemId,
    pub(super) risks: Vec<Risk>,
    pub(super) poam_items: Vec<Item>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Metadata {
    pub(super) title: String,
    pub(super) last_modified: String,
    pub(super) version: String,
    pub(super) oscal_version: &'static str,
    pub(super) parties: Vec<Party>,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct Party {
    #[serde(with = "id")]
    pub(super) uuid: Uuid,
    #[serde(rename = "type")]
    pub(super) kind: &'static str,
    pub(super) name: String,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct SystemId {
    pub(super) id: String,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Risk {
    #[serde(with = "id")]
    pub(super) uuid: Uuid,
    pub(super) title: String,
    pub(super) description: String,
    pub(super) statement: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) props: Vec<Prop>,
    pub(super) status: &'static str,
    pub(super) characterizations: Vec<Characterization>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) deadline: Option<String>,
    pub(super) remediations: Vec<Remediation>,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct Characterization {
    pub(super) origin: Origin,
    pub(super) facets: Vec<Facet>,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct Origin {
    pub(super) actors: Vec<Actor>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Actor {
    #[serde(rename = "type")]
    pub(super) kind: &'static str,
    #[serde(with = "id")]
    pub(super) actor_uuid: Uuid,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct Facet {
    pub(super) name: &'static str,
    pub(super) system: &'static str,
    pub(super) value: String,
}

/// A property, whose value is never empty.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Prop {
    name: &'static str,
    ns: &'static str,
    value: String,
}

impl Prop {
    pub(super) fn of(name: &'static str, ns: &'static str, value: &str) -> Option<Self> {
        let value = line(value);
        (!value.is_empty()).then_some(Self { name, ns, value })
    }
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct Remediation {
    #[serde(with = "id")]
    pub(super) uuid: Uuid,
    pub(super) lifecycle: &'static str,
    pub(super) title: String,
    pub(super) description: String,
    pub(super) props: Vec<Prop>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) tasks: Vec<Task>,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct Task {
    #[serde(with = "id")]
    pub(super) uuid: Uuid,
    #[serde(rename = "type")]
    pub(super) kind: &'static str,
    pub(super) title: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) props: Vec<Prop>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) timing: Option<Timing>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Timing {
    pub(super) on_date: OnDate,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct OnDate {
    pub(super) date: String,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Item {
    #[serde(with = "id")]
    pub(super) uuid: Uuid,
    pub(super) title: String,
    pub(super) description: String,
    pub(super) related_risks: Vec<RelatedRisk>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct RelatedRisk {
    #[serde(with = "id")]
    pub(super) risk_uuid: Uuid,
}

mod id {
    use serde::Serializer;
    use uuid::Uuid;

    pub(super) fn serialize<S: Serializer>(id: &Uuid, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(id)
    }
}
