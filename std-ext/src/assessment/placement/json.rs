//! The stable JSON form of tools in use.

use super::ToolUse;
use serde::Serialize;

/// A tool in use for an asset. Where no row of the policy speaks, permission, reason, principle,
/// source and line are null.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ToolUseView<'a> {
    /// The id of the asset.
    asset: &'a str,
    /// The tool: as the policy spells it, else as the register does.
    tool: &'a str,
    /// What the policy says of it for this asset.
    #[cfg_attr(test, schemars(with = "Option<crate::forms::OneOf<plimsoll_core::Permission>>"))]
    permission: Option<&'static str>,
    /// How its use stands.
    #[cfg_attr(test, schemars(with = "crate::assessment::placement::Verdict"))]
    verdict: &'static str,
    /// Why, in the words of the row.
    reason: Option<&'a str>,
    /// What the row derives from, as it says; null where it names nothing.
    principle: Option<&'a str>,
    /// The file that says so.
    source: Option<&'a str>,
    /// The line in it; null where it is not known.
    line: Option<u16>,
    /// The approved tool that would do.
    instead: Option<&'a str>,
    /// How that tool may hold the asset: `allowed` or `encrypted_only`.
    #[cfg_attr(test, schemars(with = "Option<crate::forms::OneOf<plimsoll_core::Permission>>"))]
    instead_permission: Option<&'static str>,
    /// What is wrong, in words; empty if it is fine.
    text: String,
}

impl<'a> ToolUseView<'a> {
    /// The view of a tool in use.
    #[must_use]
    pub fn of(tool: &ToolUse<'a>) -> Self {
        let (reason, instead) = (tool.reason, tool.instead);
        Self {
            asset: &tool.asset.id,
            tool: tool.tool,
            permission: tool.permission.map(|permission| permission.label()),
            verdict: tool.verdict.label(),
            reason: reason.map(|reason| reason.text),
            principle: reason.map(|reason| reason.principle).filter(|principle| !principle.is_empty()),
            source: reason.map(|reason| reason.source),
            line: reason.map(|reason| reason.line).filter(|line| *line != 0),
            instead: instead.map(|instead| instead.tool),
            instead_permission: instead.map(|instead| instead.permission.label()),
            text: tool.text(),
        }
    }
}
