//! The core section, field by field.

use super::records::{Records, read_team};
use super::wire::{Cursor, STAGES};
use super::{Identity, Policy, Scales, VerifyError, read_domain};
use crate::escalation::{MAX_ROLES, MAX_TEAMS};
use crate::facet::MAX_DECLARED;
use crate::{CiaFloor, EstimateRule, Impact, Likelihood, LikelihoodRule, MAX_SCALE, MAX_SCORE};

/// The tables at the end of the core section: how many bytes a record has, and what it is called in errors.
const TABLES: [(u8, &str); 12] = [
    (8, "facets"),
    (12, "diagrams"),
    (5, "cells"),
    (4, "limits"),
    (4, "obligations"),
    (4, "responses"),
    (6, "envelopes"),
    (4, "teams"),
    (8, "routes"),
    (4, "outcomes"),
    (4, "proposals"),
    (2, "words"),
];

impl<'a> Policy<'a> {
    /// Reads the core section, and looks at whatever can be looked at by itself.
    #[cfg_attr(target_pointer_width = "32", inline(never))]
    pub(super) fn read(&mut self, section: &'a [u8]) -> Result<Records<'a, 12>, VerifyError> {
        let mut cursor = Cursor::new(section);
        self.identity = Identity {
            name: cursor.text()?,
            version: cursor.text()?,
            author: cursor.text()?,
            approver: cursor.text()?,
            sources: cursor.array()?,
            schema: cursor.number()?,
        };
        let [impact, likelihood, top, bands, kinds, roles, channels, no_actions] = cursor.array()?;
        let estimate = if cursor.either()? { EstimateRule::Replaces } else { EstimateRule::Higher };
        let floor = if cursor.either()? { Some(cursor.array()?) } else { None };
        let [obligations, risk_rules, route_rules] = cursor.array()?;
        let mut tables: [&[u8]; 12] = Default::default();
        for table in &mut tables {
            *table = cursor.bytes()?;
        }
        cursor.end()?;
        for (table, (size, name)) in tables.iter().zip(TABLES) {
            let size = usize::from(size);
            let (count, rest) = (table.len().checked_div(size), table.len().checked_rem(size));
            // Everything but words is counted by u16.
            if rest != Some(0) || (size > 2 && count >= Some(usize::from(u16::MAX))) {
                return Err(VerifyError::Table(name));
            }
        }
        let [
            facets,
            entries,
            cells,
            limits,
            caps,
            responses,
            envelopes,
            teams,
            routes,
            outcomes,
            proposals,
            words,
        ] = tables;

        // Not `trim`, which would link a table of Unicode's white space; whoever writes policies is held to that (`check`).
        let named = |text: &str| text.bytes().any(|byte| byte > b' ');
        let Identity { name, version, author, approver, .. } = self.identity;
        if ![name, version, author, approver].into_iter().all(named) || author == approver {
            return Err(VerifyError::Identity);
        }

        let scale = |levels: u8| (2..=MAX_SCALE).contains(&levels);
        let scales_fit = scale(impact)
            && scale(likelihood)
            && (1..=MAX_SCORE).contains(&top)
            && (1..=MAX_SCALE).contains(&bands)
            && kinds >= 1
            && usize::from(roles) <= MAX_ROLES
            && channels >= 1;
        let rule = Likelihood::new(no_actions)
            .and_then(|no_actions| LikelihoodRule::new(likelihood, no_actions, estimate));
        let (true, Some(rule)) = (scales_fit, rule) else { return Err(VerifyError::Scale) };
        self.likelihood = rule;
        self.floor = floor_of(floor, impact).ok_or(VerifyError::Scale)?;
        self.floors = self.floor.ascending();
        self.top_impact = Impact::saturating(impact);

        self.facets = Records::whole(facets);
        self.obligations = obligations;
        if usize::from(self.facets.len()) > MAX_DECLARED
            || u16::from(obligations) > self.facets.len()
            || self.facets.iter().any(|bytes| read_domain(bytes).is_none())
        {
            return Err(VerifyError::Facets);
        }

        self.teams = Records::whole(teams);
        let (mut levels, mut rights) = (3, None);
        for team in self.teams.iter().map(read_team) {
            levels = team.level.max(levels);
            rights = if team.staffed { rights.max(Some(team.rights)) } else { rights };
        }
        let (Some(rights), true) = (rights, usize::from(self.teams.len()) <= MAX_TEAMS) else {
            return Err(VerifyError::Teams);
        };
        self.scales = Scales { impact, likelihood, top, bands, kinds, levels, rights, roles, channels };

        self.cells = Records::whole(cells);
        self.limits = Records::whole(limits);
        self.caps = Records::whole(caps);
        self.responses = Records::whole(responses);
        self.envelopes = Records::whole(envelopes);
        self.routes = Records::whole(routes);
        self.outcomes = Records::whole(outcomes);
        self.proposals = Records::whole(proposals);
        self.words = Records::whole(words).records();

        let entries = Records::whole(entries);
        let (stages, rules) = entries.split(STAGES.into());
        (self.risk_rules, self.route_rules) = rules.split(risk_rules.into());
        if stages.len() != STAGES || self.rule_counts() != (risk_rules.into(), route_rules.into()) {
            return Err(VerifyError::Table("diagrams"));
        }
        Ok(entries)
    }
}

/// The floors, ascending and within the scale; `None` where they are not.
fn floor_of(floor: Option<[u8; 3]>, top: u8) -> Option<CiaFloor> {
    let Some([low, medium, high]) = floor else { return Some(CiaFloor::NONE) };
    CiaFloor::new(
        Impact::new(low)?,
        Impact::new(medium)?,
        Impact::new(high).filter(|high| high.get() <= top)?,
    )
}
