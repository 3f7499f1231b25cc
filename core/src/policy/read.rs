//! The core section, field by field.

use super::records::{Records, read_team};
use super::utf8::is_utf8;
use super::wire::{Cursor, STAGES};
use super::{Identity, Policy, Scales, VerifyError, read_domain};
use crate::escalation::{MAX_ROLES, MAX_TEAMS};
use crate::facet::MAX_DECLARED;
use crate::{CiaFloor, EstimateRule, Impact, Likelihood, LikelihoodRule, MAX_SCALE, MAX_SCORE};

/// What is read and not kept.
struct Rest<'a> {
    /// Name, version, author, approver.
    texts: [&'a [u8]; 4],
    entries: Records<'a, 12>,
    no_actions: u8,
    estimate: EstimateRule,
    floor: Option<[u8; 3]>,
    risk_rules: u8,
    route_rules: u8,
}

impl<'a> Policy<'a> {
    /// Reads the core section; the diagrams that are in it, those of rules included.
    #[cfg_attr(target_pointer_width = "32", inline(never))]
    pub(super) fn read(&mut self, section: &'a [u8]) -> Result<Records<'a, 12>, VerifyError> {
        self.section = section;
        let mut cursor = Cursor::new(section);
        let rest = self.fields(&mut cursor).ok_or(VerifyError::Encoding)?;
        cursor.whole()?;
        self.numbers(&rest)?;
        Ok(rest.entries)
    }

    /// Who wrote and approved the policy.
    #[must_use]
    pub fn identity(&self) -> Identity<'a> {
        let mut cursor = Cursor::new(self.section);
        let mut read = || {
            let [name, version, author, approver] =
                [cursor.text()?, cursor.text()?, cursor.text()?, cursor.text()?];
            Some(Identity {
                name,
                version,
                author,
                approver,
                sources: cursor.array()?,
                schema: cursor.number()?,
            })
        };
        // Only a policy that refuses everything has no section.
        read().unwrap_or_default()
    }

    fn fields(&mut self, cursor: &mut Cursor<'a>) -> Option<Rest<'a>> {
        let mut texts: [&[u8]; 4] = Default::default();
        for text in &mut texts {
            *text = cursor.bytes().filter(|bytes| is_utf8(bytes))?;
        }
        let (_sources, _schema) = (cursor.chunk::<32>()?, cursor.number()?);
        let [impact, likelihood, top, bands, kinds, roles, channels, no_actions] = cursor.array()?;
        self.scales = Scales { impact, likelihood, top, bands, kinds, roles, channels, ..self.scales };
        let estimate = if cursor.either()? { EstimateRule::Replaces } else { EstimateRule::Higher };
        let floor = if cursor.either()? { Some(cursor.array()?) } else { None };
        let [obligations, risk_rules, route_rules] = cursor.array()?;
        self.obligations = obligations;
        self.facets = Records::whole(cursor.table(8, "facets")?);
        let entries = Records::whole(cursor.table(12, "diagrams")?);
        self.cells = Records::whole(cursor.table(5, "cells")?);
        self.limits = Records::whole(cursor.table(4, "limits")?);
        self.caps = Records::whole(cursor.table(4, "obligations")?);
        self.responses = Records::whole(cursor.table(4, "responses")?);
        self.envelopes = Records::whole(cursor.table(6, "envelopes")?);
        self.teams = Records::whole(cursor.table(4, "teams")?);
        self.routes = Records::whole(cursor.table(8, "routes")?);
        self.outcomes = Records::whole(cursor.table(4, "outcomes")?);
        self.proposals = Records::whole(cursor.table(4, "proposals")?);
        self.words = Records::whole(cursor.table(2, "words")?).records();
        cursor.end()?;
        Some(Rest { texts, entries, no_actions, estimate, floor, risk_rules, route_rules })
    }

    /// Looks at whatever can be looked at by itself, and works out what follows from it.
    #[cfg_attr(target_pointer_width = "32", inline(never))]
    fn numbers(&mut self, rest: &Rest<'a>) -> Result<(), VerifyError> {
        // Not `trim`, which would link a table of Unicode's white space; whoever writes policies is held to that (`check`).
        let named = |text: &&[u8]| text.iter().any(|byte| *byte > b' ');
        let [_, _, author, approver] = rest.texts;
        if !rest.texts.iter().all(named) || author == approver {
            return Err(VerifyError::Identity);
        }

        let Scales { impact, likelihood, top, bands, kinds, roles, channels, .. } = self.scales;
        let scale = |levels: u8| (2..=MAX_SCALE).contains(&levels);
        let scales_fit = scale(impact)
            && scale(likelihood)
            && (1..=MAX_SCORE).contains(&top)
            && (1..=MAX_SCALE).contains(&bands)
            && kinds >= 1
            && usize::from(roles) <= MAX_ROLES
            && channels >= 1;
        let rule = Likelihood::new(rest.no_actions)
            .and_then(|no_actions| LikelihoodRule::new(likelihood, no_actions, rest.estimate));
        let (true, Some(rule), Some(floor)) = (scales_fit, rule, floor(rest.floor, impact)) else {
            return Err(VerifyError::Scale);
        };
        self.likelihood = rule;
        self.floor = floor;
        self.floors = floor.ascending();
        self.top_impact = Impact::saturating(impact);

        if usize::from(self.facets.len()) > MAX_DECLARED
            || u16::from(self.obligations) > self.facets.len()
            || self.facets.iter().any(|bytes| read_domain(bytes).is_none())
        {
            return Err(VerifyError::Facets);
        }

        let (mut levels, mut rights) = (3, None);
        for team in self.teams.iter().map(read_team) {
            levels = team.level.max(levels);
            rights = if team.staffed { rights.max(Some(team.rights)) } else { rights };
        }
        let (Some(rights), true) = (rights, usize::from(self.teams.len()) <= MAX_TEAMS) else {
            return Err(VerifyError::Teams);
        };
        (self.scales.levels, self.scales.rights) = (levels, rights);

        let (stages, rules) = rest.entries.split(STAGES.into());
        (self.risk_rules, self.route_rules) = rules.split(rest.risk_rules.into());
        if stages.len() != STAGES || self.rule_counts() != (rest.risk_rules.into(), rest.route_rules.into()) {
            return Err(VerifyError::Table("diagrams"));
        }
        Ok(())
    }
}

/// The floors, ascending and within the scale; `None` where they are not.
fn floor(floor: Option<[u8; 3]>, top: u8) -> Option<CiaFloor> {
    let Some([low, medium, high]) = floor else { return Some(CiaFloor::NONE) };
    let high = Impact::new(high).filter(|high| high.get() <= top)?;
    CiaFloor::new(Impact::new(low)?, Impact::new(medium)?, high)
}

#[cfg(all(test, feature = "alloc"))]
mod tests;
