//! The closed lists of core, all in one way.

use plimsoll_core::{
    AssetClass, AssetKind, Document, HandlingKind, Level, Origin, Response, Segment, Status, ThreatClass,
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
    AssetClass = "a class of asset", &[];
    AssetKind = "a kind of asset", &[];
    Document = "a kind of document", &[];
    HandlingKind = "a step of handling",
        &[("passed_on", "passed"), ("escalated", "passed"), ("solved", "resolved"), ("closed", "resolved"),
          ("raised", "opened")];
    Level = "a level", &[("0", "low"), ("1", "medium"), ("2", "high")];
    Origin = "an origin", &[];
    Response = "a response", &[];
    Segment = "a segment",
        &[("clients", "client"), ("customer", "client"), ("customers", "client"), ("application", "system"),
          ("system_or_application", "system"), ("systems", "system")];
    Status = "a status", &[];
    ThreatClass = "a class of threat", &[];
}
