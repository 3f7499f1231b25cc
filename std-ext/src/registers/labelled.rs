//! The closed lists of core, all in one way.

use plimsoll_core::{
    Answer, AssetClass, AssetKind, ConflictArea, ConflictReason, ConflictRemedy, DerivationKind, Document,
    HandlingKind, Level, Lowered, Maturity, Mechanism, Origin, Response, Segment, Status, ThreatClass, Track,
    ValueLevel,
};

/// A closed list of labels, with what else files may call its members.
pub(crate) trait Labelled: Copy + 'static {
    /// The members, in order.
    const MEMBERS: &'static [Self];
    /// Their labels, in the same order.
    const LABELS: &'static [&'static str];
    /// Other spellings that are accepted, with the label each stands for.
    const ALIASES: &'static [(&'static str, &'static str)];
    /// What a member is called in messages, with its article.
    const WHAT: &'static str;
}

macro_rules! labelled {
    ($( $name:ident = $what:literal, $aliases:expr; )+) => {
        $( impl Labelled for $name {
            const MEMBERS: &'static [Self] = $name::ALL;
            const LABELS: &'static [&'static str] = $name::LABELS;
            const ALIASES: &'static [(&'static str, &'static str)] = $aliases;
            const WHAT: &'static str = $what;
        } )+
    };
}

labelled! {
    Answer = "an answer", &[("partially", "partly"), ("in_part", "partly"), ("true", "yes"), ("false", "no")];
    AssetClass = "a class of asset", &[];
    AssetKind = "a kind of asset", &[];
    ConflictArea = "an area of conflict",
        &[("what", "communication"), ("what_is_communicated", "communication"), ("who", "responsibility"),
          ("why", "purpose"), ("how", "form")];
    ConflictReason = "a reason of a conflict",
        &[("procedures_do_not_reflect_work", "procedures_do_not_fit"),
          ("procedures_do_not_reflect_the_work", "procedures_do_not_fit"),
          ("responsibilities_unknown", "responsibilities_unclear")];
    ConflictRemedy = "a remedy", &[];
    DerivationKind = "a step of derivation", &[("guiding_principle", "principle")];
    Document = "a kind of document", &[];
    HandlingKind = "a step of handling",
        &[("passed_on", "passed"), ("escalated", "passed"), ("solved", "resolved"), ("closed", "resolved"),
          ("raised", "opened")];
    Level = "a level", &[("0", "low"), ("1", "medium"), ("2", "high")];
    Lowered = "an attribute",
        &[("c", "confidentiality"), ("i", "integrity"), ("a", "availability"), ("t", "traceability")];
    Maturity = "a maturity", &[("none", "absent"), ("in_place", "established")];
    Mechanism = "a mechanism",
        &[("separation_of_governance_and_operations", "separation_of_governance"),
          ("separation_of_governance_from_operations", "separation_of_governance"),
          ("awareness_programs", "awareness_programmes")];
    Origin = "an origin", &[];
    Response = "a response", &[];
    Segment = "a segment",
        &[("clients", "client"), ("customer", "client"), ("customers", "client"), ("application", "system"),
          ("system_or_application", "system"), ("systems", "system")];
    Status = "a status", &[];
    ThreatClass = "a class of threat", &[];
    Track = "a track", &[];
    ValueLevel = "a level of values",
        &[("artifacts", "artefacts"), ("values", "espoused_values"), ("assumptions", "basic_assumptions")];
}
