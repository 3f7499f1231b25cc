//! What goes where: the tools in use for each asset against the placement table of the policy, and shadow IT (domain.md D3).
//!
//! ```
//! use plimsoll::Organisation;
//! use plimsoll::assessment::placement::{self, Verdict};
//! use plimsoll_core::Day;
//! let sample = Organisation::sample();
//! let uses = placement::all(&sample, Day::from_ymd(2026, 11, 20).ok_or("a day")?);
//! let shadow = uses.iter().find(|tool| tool.verdict == Verdict::ShadowIt).ok_or("none")?;
//! assert_eq!(shadow.permission, None);
//! # Ok::<(), &str>(())
//! ```

pub mod json;
#[cfg(test)]
mod tests;

use super::facts::Templates;
use super::findings::{Finding, FindingKind};
use crate::Organisation;
use crate::registers::{Asset, fold};
use plimsoll_core::policy::{Placements, Words};
use plimsoll_core::{Day, Permission, RiskFacts};
use std::collections::BTreeSet;

/// How the use of a tool stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename_all = "snake_case"))]
pub enum Verdict {
    /// It is allowed, or allowed encrypted and the asset is.
    Fine,
    /// It is allowed only encrypted, and assets.csv does not say that the asset is.
    NotEncrypted,
    /// It is forbidden.
    Forbidden,
    /// No row of the policy says anything, or the policy does not know the tool.
    ShadowIt,
}

impl Verdict {
    /// The stable label.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Fine => "fine",
            Self::NotEncrypted => "not_encrypted",
            Self::Forbidden => "forbidden",
            Self::ShadowIt => "shadow_it",
        }
    }
}

/// A tool that may be used instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instead<'o> {
    /// Its name.
    pub tool: &'o str,
    /// Whether it may hold the asset as it is, or encrypted only; never forbidden.
    pub permission: Permission,
}

/// A tool in use for an asset, judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToolUse<'o> {
    /// The asset.
    pub asset: &'o Asset,
    /// The tool: as the policy spells it, else as the register does.
    pub tool: &'o str,
    /// What the policy says of it for this asset; `None` where no row does.
    pub permission: Option<Permission>,
    /// How its use stands.
    pub verdict: Verdict,
    /// The row that says so; `None` where none does.
    pub reason: Option<Words<'o>>,
    /// For a tool that should not be used, the approved one that would meet the need.
    ///
    /// The domain leaves open which that is. A tool that the policy gives another purpose meets another need, so it is none;
    /// one of the same purpose comes before one of which no purpose is stated; where nothing is known of what the tool in use
    /// is for, any may do. Of several, one that is allowed comes before one that is allowed only encrypted, and then the
    /// one that the policy knows first.
    pub instead: Option<Instead<'o>>,
}

/// Every tool in use for every asset, judged: by asset, in the order of the register, and then as its tools are listed; a tool
/// that is listed twice is judged once. What registers work out, as of a day. Nothing if the policy has no row on placement: it then has no opinion on tools.
#[must_use]
pub fn all(organisation: &Organisation, as_of: Day) -> Vec<ToolUse<'_>> {
    under(organisation, &Templates::of(organisation, as_of))
}

pub(super) fn under<'o>(organisation: &'o Organisation, templates: &Templates<'_>) -> Vec<ToolUse<'o>> {
    // Whoever made the organisation had the section verified.
    let placements = organisation.policy().placements().unwrap_or_default();
    if placements.is_empty() {
        return Vec::new();
    }
    let known: Vec<Known<'o>> = (0..=u8::MAX)
        .zip(placements.tools())
        .map(|(index, tool)| Known {
            index,
            name: tool.name,
            folded: fold(tool.name),
            purpose: fold(tool.purpose),
        })
        .collect();
    let mut uses = Vec::new();
    for asset in organisation.registers().assets() {
        let mut seen = BTreeSet::new();
        let mut tools = asset.tools().map(|tool| (fold(tool), tool)).peekable();
        let Some(_) = tools.peek() else { continue };
        let subject = Subject { placements, known: &known, asset, facts: templates.asset(asset) };
        for (folded, written) in tools {
            if seen.insert(folded.clone()) {
                uses.push(subject.judge(&folded, written));
            }
        }
    }
    uses
}

/// A tool that the policy knows.
struct Known<'o> {
    index: u8,
    name: &'o str,
    folded: String,
    purpose: String,
}

/// An asset with what is known of it.
struct Subject<'k, 'o> {
    placements: Placements<'o>,
    known: &'k [Known<'o>],
    asset: &'o Asset,
    facts: RiskFacts,
}

impl<'o> Subject<'_, 'o> {
    fn judge(&self, folded: &str, written: &'o str) -> ToolUse<'o> {
        let known = self.known.iter().find(|tool| tool.folded == folded);
        let placement = known.map(|tool| self.placements.of(&self.facts, tool.index));
        let permission = placement.and_then(|placement| placement.permission());
        let verdict = match permission {
            Some(Permission::Allowed) => Verdict::Fine,
            Some(Permission::EncryptedOnly) if self.asset.encrypted == Some(true) => Verdict::Fine,
            Some(Permission::EncryptedOnly) => Verdict::NotEncrypted,
            Some(Permission::Forbidden) => Verdict::Forbidden,
            None => Verdict::ShadowIt,
        };
        let replaced = matches!(verdict, Verdict::Forbidden | Verdict::ShadowIt);
        ToolUse {
            asset: self.asset,
            tool: known.map_or(written, |tool| tool.name),
            permission,
            verdict,
            reason: placement.and_then(|placement| self.placements.reason(placement.reason())),
            instead: replaced.then(|| self.instead(known)).flatten(),
        }
    }

    /// The approved tool that would meet the need of the one in use.
    fn instead(&self, used: Option<&Known<'o>>) -> Option<Instead<'o>> {
        let purpose = used.map_or("", |tool| tool.purpose.as_str());
        let approved = self.known.iter().filter_map(|tool| {
            let permission = self.placements.of(&self.facts, tool.index).permission()?;
            let meets = purpose.is_empty() || tool.purpose.is_empty() || tool.purpose == purpose;
            let unsure = !purpose.is_empty() && tool.purpose != purpose;
            (meets && permission != Permission::Forbidden).then_some((unsure, permission, tool))
        });
        let best = approved.min_by_key(|(unsure, permission, _)| (*unsure, *permission));
        best.map(|(_, permission, tool)| Instead { tool: tool.name, permission })
    }
}

impl<'o> ToolUse<'o> {
    /// What is wrong with it, in words; empty if it is fine.
    #[must_use]
    pub fn text(&self) -> String {
        let tool = self.tool;
        let why = self.reason.map(|reason| reason.text).filter(|text| !text.is_empty());
        let why = why.map(|text| format!(" ({text})")).unwrap_or_default();
        let instead = || match self.instead {
            Some(Instead { tool, permission: Permission::EncryptedOnly }) => {
                format!("{tool} is approved for it, encrypted")
            }
            Some(Instead { tool, .. }) => format!("{tool} is approved for it"),
            None => "no tool is approved that would do instead".into(),
        };
        match self.verdict {
            Verdict::Fine => String::new(),
            Verdict::NotEncrypted => {
                let is_not =
                    if self.asset.encrypted.is_some() { "it is not" } else { "nothing says that it is" };
                format!("{tool} may hold it only encrypted{why}, and {is_not}")
            }
            Verdict::Forbidden => format!("{tool} is forbidden for it{why}; {}", instead()),
            Verdict::ShadowIt => {
                format!("no row of the policy allows {tool} for it: it is shadow IT; {}", instead())
            }
        }
    }

    /// The finding, if it is not fine.
    pub(super) fn finding(&self) -> Option<Finding<'o>> {
        let kind = match self.verdict {
            Verdict::Fine => return None,
            Verdict::NotEncrypted => FindingKind::NotEncrypted,
            Verdict::Forbidden => FindingKind::ForbiddenTool,
            Verdict::ShadowIt => FindingKind::ShadowIt,
        };
        Some(Finding::beside_risks(kind, ("assets.csv", &self.asset.id, Some("tool")), self.text()))
    }
}
