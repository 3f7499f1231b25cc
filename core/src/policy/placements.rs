//! The placement table of a policy: which tools may be used for an asset (domain.md D3). It has a section of its own, which
//! [`Policy::verify`] leaves alone but for its checksum; who asks about tools has it verified then.

use super::names::Words;
use super::records::Records;
use super::strings::{NO_TEXT, Strings, is_reason, words};
use super::wire::Cursor;
use super::{Policy, VerifyError};
use crate::diagram::Diagram;
use crate::facet::{Domain, Facet, FacetSet};
use crate::{Permission, Placement, ReasonId, RiskFacts};

/// How many tools a placement table may know.
pub(super) const MAX_TOOLS: usize = 255;

/// In a row: every tool.
pub(super) const EVERY_TOOL: u8 = u8::MAX;

/// A tool that the placement table knows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tool<'a> {
    /// Its name.
    pub name: &'a str,
    /// What it is for; empty where nothing is said.
    pub purpose: &'a str,
}

/// A row of the placement table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlacementRow {
    /// The position of the tool; `None` for every tool.
    pub tool: Option<u8>,
    /// Whether it may be used.
    pub permission: Permission,
    /// Why.
    pub reason: ReasonId,
}

impl PlacementRow {
    fn read([permission, tool, low, high]: &[u8; 4]) -> Option<Self> {
        let tool = (*tool != EVERY_TOOL).then_some(*tool);
        let reason = ReasonId(u16::from_le_bytes([*low, *high]));
        Some(Self { tool, permission: Permission::from_index(*permission)?, reason })
    }

    #[cfg(feature = "alloc")]
    pub(super) fn write(self) -> [u8; 4] {
        let [low, high] = self.reason.0.to_le_bytes();
        [self.permission.index(), self.tool.unwrap_or(EVERY_TOOL), low, high]
    }
}

/// The section, to be written by postcard.
#[cfg(feature = "alloc")]
#[derive(serde::Serialize)]
pub(super) struct PlacementsWire<'a> {
    pub(super) pool: &'a str,
    pub(super) ends: &'a [u8],
    pub(super) tools: &'a [u8],
    pub(super) rows: &'a [u8],
    pub(super) words: &'a [u8],
    pub(super) reasons: &'a [u8],
}

/// A verified placement table. A policy without one has the empty table: it knows no tool.
///
/// ```
/// use plimsoll_core::policy::{Draft, DraftPlacement, DraftTool, Reason, Row};
/// use plimsoll_core::table::Condition;
/// use plimsoll_core::{Permission, Placement, Policy, RiskFacts, facet};
/// let mut draft = Draft::standard();
/// draft.tools = vec![DraftTool { name: "public_cloud".into(), purpose: "file sharing".into() }];
/// draft.placements = vec![Row {
///     when: vec![Condition::within(facet::CONFIDENTIALITY, 2..=2)],
///     then: DraftPlacement { tool: Some("public_cloud".into()), permission: Permission::Forbidden },
///     reason: Reason::default(),
/// }];
/// let blob = draft.compile().unwrap();
/// let policy = Policy::verify(&blob)?;
/// let placements = policy.placements()?;
/// let tool = placements.tool("public_cloud").unwrap();
/// let secret = RiskFacts::default().with(facet::CONFIDENTIALITY, 2);
/// let placement = placements.of(&secret, tool);
/// assert_eq!(placement.permission(), Some(Permission::Forbidden));
/// let words = placements.reason(placement.reason()).unwrap();
/// assert_eq!(words.text, "public_cloud forbidden where confidentiality = high");
/// assert_eq!(placements.of(&RiskFacts::default(), tool), Placement::Unruled);
/// # Ok::<(), plimsoll_core::VerifyError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Placements<'a> {
    strings: Strings<'a>,
    /// Name and purpose by their strings, and the root.
    tools: Records<'a, 6>,
    rows: Records<'a, 4>,
    /// The diagrams of all tools, which share their nodes. A terminal is the position of a row; the one past the last row says
    /// that none matches.
    words: &'a [[u8; 2]],
    reasons: Records<'a, 10>,
}

impl<'a> Policy<'a> {
    /// The placement table, verified: encoding, strings, every record, and the diagrams. What it returns answers for every
    /// asset and every tool, and for none with a row of another tool.
    ///
    /// # Errors
    /// The first fault. Takes time linear in the length of the section for each tool, and no memory but a kilobyte of stack.
    pub fn placements(&self) -> Result<Placements<'a>, VerifyError> {
        let Some(section) = self.placements else { return Ok(Placements::default()) };
        let mut cursor = Cursor::new(section);
        let placements = Placements::read(&mut cursor).ok_or(VerifyError::Encoding)?;
        cursor.whole()?;
        placements.check(|facet| self.risk_domain(facet).map_or(0, Domain::size))?;
        Ok(placements)
    }
}

impl<'a> Placements<'a> {
    fn read(cursor: &mut Cursor<'a>) -> Option<Self> {
        let (pool, ends) = (cursor.text()?, cursor.bytes()?);
        let strings = Strings::verify(pool, ends)?;
        let tools = Records::whole(cursor.table(6, "tools")?);
        let rows = Records::whole(cursor.table(4, "placements")?);
        let words = Records::whole(cursor.table(2, "placements")?).records();
        let reasons = Records::whole(cursor.table(10, "reasons")?);
        cursor.end()?;
        Some(Self { strings, tools, rows, words, reasons })
    }

    fn check(&self, size: impl Fn(Facet) -> u16) -> Result<(), VerifyError> {
        let texts = self.strings.len();
        if self.strings.count() >= usize::from(NO_TEXT)
            || !self.reasons.iter().all(|reason| is_reason(reason, texts))
        {
            return Err(VerifyError::Table("reasons"));
        }
        let count = self.tools.len();
        let sound = |row: &[u8; 4]| {
            PlacementRow::read(row).is_some_and(|row| {
                let has_words = row.reason == ReasonId::NONE || row.reason.0 < self.reasons.len();
                has_words && row.tool.is_none_or(|tool| u16::from(tool) < count)
            })
        };
        if !self.rows.iter().all(sound) {
            return Err(VerifyError::Table("placements"));
        }
        let terminals = self.terminals();
        let size = |position| Facet::new(position).map_or(0, &size);
        let root = if self.words.is_empty() { Diagram::constant().root() } else { 0 };
        let all = Diagram::verify(self.words.as_flattened(), root, size, FacetSet::ASSET_INPUTS, terminals)
            .map_err(VerifyError::Placements)?;
        // Of the rows, a tool's diagram leads to its own and to those of every tool.
        let is_own = |tool: u16, row: u16| {
            let row = self.rows.get(row).and_then(PlacementRow::read);
            row.and_then(|row| row.tool).is_none_or(|other| u16::from(other) == tool)
        };
        let tool = |(before, record): (u16, &[u8; 6])| {
            let [name, purpose, root] = parts(record);
            let named = self.strings.get(name).filter(|name| name.bytes().any(|byte| byte > b' '));
            let is_new = |name: &str| (0..before).all(|other| self.named(other).name != name);
            let purposeful = purpose == NO_TEXT || purpose < texts;
            let diagram = all.rooted(root, terminals);
            let own = diagram.is_some_and(|diagram| diagram.leads_only(|row| is_own(before, row)));
            named.is_some_and(is_new) && purposeful && own
        };
        // Who knows no tool has no such section.
        let known = (1..=MAX_TOOLS).contains(&usize::from(count)) && (0..).zip(self.tools.iter()).all(tool);
        if known { Ok(()) } else { Err(VerifyError::Table("tools")) }
    }

    /// How many terminals there are: one for each row, and one more.
    fn terminals(&self) -> u16 {
        self.rows.len().saturating_add(1)
    }

    fn named(&self, tool: u16) -> Tool<'a> {
        let Some([name, purpose, _]) = self.tools.get(tool).map(parts) else { return Tool::default() };
        let text = |index| self.strings.get(index).unwrap_or_default();
        Tool { name: text(name), purpose: text(purpose) }
    }

    /// What the table says of an asset and a tool: the first row that matches. It reads [`FacetSet::ASSET_INPUTS`] alone of
    /// the facts; what they say of a threat or a rating does not matter.
    #[must_use]
    pub fn of(&self, facts: &RiskFacts, tool: u8) -> Placement {
        let row = self.diagram(tool).and_then(|diagram| self.rows.get(diagram.walk(&facts.values)));
        row.and_then(PlacementRow::read).map_or(Placement::Unruled, |row| Placement::Ruled {
            permission: row.permission,
            reason: row.reason,
        })
    }

    /// The tools, in the order of the policy. Their positions are how [`Placements::of`] knows them.
    pub fn tools(&self) -> impl Iterator<Item = Tool<'a>> + use<'a> {
        let placements = *self;
        (0..self.tools.len()).map(move |tool| placements.named(tool))
    }

    /// The position of the tool that is called exactly so.
    #[must_use]
    pub fn tool(&self, name: &str) -> Option<u8> {
        self.tools().position(|tool| tool.name == name).and_then(|tool| u8::try_from(tool).ok())
    }

    /// The rows, in order.
    pub fn rows(&self) -> impl Iterator<Item = PlacementRow> + use<'a> {
        self.rows.iter().filter_map(PlacementRow::read)
    }

    /// Whether there is no row: nothing is said of any tool, and no tool is judged.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The facets that the rows read, as far as an answer depends on them.
    #[must_use]
    pub fn support(&self) -> FacetSet {
        Diagram::verified(self.words, 0).support()
    }

    /// The words of a reason; `None` for [`ReasonId::NONE`].
    #[must_use]
    pub fn reason(&self, reason: ReasonId) -> Option<Words<'a>> {
        Some(words(self.reasons.get(reason.0)?, |text| self.strings.get(text)))
    }

    /// The diagram of a tool. Its terminals are the positions of rows, and the number of rows where none matches. It shares its
    /// words with those of all tools.
    #[must_use]
    pub fn diagram(&self, tool: u8) -> Option<Diagram<'a>> {
        let [_, _, root] = parts(self.tools.get(tool.into())?);
        Some(Diagram::verified(self.words, root))
    }
}

/// The three numbers of a tool.
fn parts([a, b, c, d, e, f]: &[u8; 6]) -> [u16; 3] {
    [[*a, *b], [*c, *d], [*e, *f]].map(u16::from_le_bytes)
}

#[cfg(all(test, feature = "alloc"))]
mod tests;
