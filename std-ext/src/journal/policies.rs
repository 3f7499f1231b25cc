//! The policies that a journal carries.

use plimsoll_core::Policy;
use plimsoll_core::journal::{PolicyId, PolicyPart};
use std::collections::BTreeMap;

/// The most bytes of policies that are kept, whole and in parts, and the most policies.
const MOST: (usize, usize) = (64 << 20, 1024);

/// The policies of a journal, put together from their parts.
#[derive(Clone, Debug, Default)]
pub(super) struct Policies {
    parts: BTreeMap<PolicyId, Vec<u8>>,
    bytes: usize,
    /// Those that are whole and sound, in the order in which they were completed.
    whole: Vec<(PolicyId, Vec<u8>)>,
}

impl Policies {
    /// Takes a part; says what is wrong with it, if anything is.
    pub(super) fn take(&mut self, part: &PolicyPart<'_>) -> Result<(), String> {
        let id = part.policy;
        if self.whole.iter().any(|(known, _)| *known == id) {
            return Ok(());
        }
        let offset = usize::try_from(part.offset).unwrap_or(usize::MAX);
        if !self.parts.contains_key(&id) && self.parts.len().saturating_add(self.whole.len()) >= MOST.1 {
            return Err("there are more policies than can be kept".into());
        }
        let held = self.parts.entry(id).or_default();
        let known =
            held.get(offset..).filter(|known| known.iter().zip(part.bytes).all(|(held, new)| held == new));
        let known = match known {
            Some(known) => known.len(),
            None if offset == 0 => {
                self.bytes = self.bytes.saturating_sub(held.len());
                held.clear();
                0
            }
            None => return Err("it does not follow the parts of the policy that came before".into()),
        };
        let new = part.bytes.get(known..).unwrap_or_default();
        self.bytes = self.bytes.saturating_add(new.len());
        if self.bytes > MOST.0 {
            self.bytes = self.bytes.saturating_sub(new.len());
            return Err("there are more policies than can be kept".into());
        }
        held.extend(new);
        if u32::try_from(held.len()) != Ok(part.total) {
            return Ok(());
        }
        let blob = self.parts.remove(&id).unwrap_or_default();
        let fault = match (Policy::verify(&blob), PolicyId::of(&blob)) {
            (Ok(_), Ok(found)) if found == id => None,
            (Err(error), _) | (_, Err(error)) => Some(format!("it completes no policy: {error}")),
            _ => Some("it completes another policy than it names".into()),
        };
        if let Some(fault) = fault {
            self.bytes = self.bytes.saturating_sub(blob.len());
            return Err(fault);
        }
        self.whole.push((id, blob));
        Ok(())
    }

    /// The policies that are whole and sound, in the order in which they were completed.
    pub(super) fn into_whole(self) -> Vec<(PolicyId, Vec<u8>)> {
        self.whole
    }
}
