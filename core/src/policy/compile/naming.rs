//! The part of compiling that concerns names and the facets they belong to.

use super::Compiler;
use crate::facet::{self, Domain};
use crate::policy::crc::crc32;
use crate::policy::draft::{DraftDomain, Space};
use crate::policy::pack::Pool;
use alloc::string::String;
use alloc::vec::Vec;

impl Compiler<'_> {
    pub(super) fn declared(&self) -> Vec<u8> {
        let declared = self
            .draft
            .facets_of(Space::Risk)
            .into_iter()
            .filter(|known| known.facet.get() >= facet::BUILT_IN);
        let record = |domain: Domain| {
            let (kind, low) = match domain {
                Domain::Bool => (0, 0),
                Domain::Labels(_) => (1, 0),
                Domain::Range { low, .. } => (2, low),
            };
            let ([s0, s1], [l0, l1, l2, l3]) = (domain.size().to_le_bytes(), low.to_le_bytes());
            [kind, 0, s0, s1, l0, l1, l2, l3]
        };
        declared.filter_map(|known| known.domain.domain()).flat_map(record).collect()
    }

    /// A checksum over everything that gives the numbers in facts their meaning.
    pub(super) fn schema(&self, facets: &[u8]) -> u32 {
        let mut bytes = facets.to_vec();
        for space in [Space::Risk, Space::Incident] {
            for known in self.draft.facets_of(space) {
                bytes.extend(known.name.bytes().chain([b'\n']));
                let labels = match known.domain {
                    DraftDomain::Bool => Vec::new(),
                    DraftDomain::Labels(names) | DraftDomain::Range { names, .. } => names,
                };
                labels.iter().for_each(|label| bytes.extend(label.bytes().chain([b'\t'])));
            }
        }
        crc32(&bytes)
    }

    pub(super) fn pool(&mut self) -> Pool {
        let draft = self.draft;
        let of = |names: &mut dyn Iterator<Item = &String>| names.cloned().collect::<Vec<String>>();
        let declared: Vec<_> = draft
            .facets_of(Space::Risk)
            .into_iter()
            .filter(|known| known.facet.get() >= facet::BUILT_IN)
            .collect();
        let labels = declared.iter().filter_map(|known| match &known.domain {
            DraftDomain::Labels(labels) => Some(labels),
            DraftDomain::Bool | DraftDomain::Range { .. } => None,
        });
        let groups = [
            draft.impact.clone(),
            draft.likelihood.clone(),
            of(&mut draft.bands.iter().map(|band| &band.name)),
            of(&mut draft.bands.iter().map(|band| &band.colour)),
            draft.kinds.clone(),
            of(&mut draft.teams.iter().map(|team| &team.name)),
            draft.roles.clone(),
            draft.channels.clone(),
            of(&mut declared.iter().map(|known| &known.name)),
            of(&mut labels.flatten()),
        ];
        Pool::new(groups, core::mem::take(&mut self.texts))
    }
}
