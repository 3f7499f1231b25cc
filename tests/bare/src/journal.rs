//! What a device does with a journal: it writes its policy and its decisions into a buffer, and reads them back, whatever became
//! of them on the line.

use crate::input::INPUT;
use plimsoll_core::journal::{Entry, Frames, Id, PolicyId, PolicyPart, Record};
use plimsoll_core::{Day, IncidentFacts, Policy, RiskFacts};

/// Room for the policy and some decisions.
const ROOM: usize = 8192;

/// Whether all that was written is read back, and after a loss all but what was lost.
pub(crate) fn prove(blob: &[u8]) -> bool {
    let mut line = [0; ROOM];
    let Some((length, written)) = write(blob, &mut line) else { return false };
    let mut damaged = line;
    // The line drops bytes within the last record, which touches no other.
    let (Some(sent), Some(lost)) = (line.get_mut(..length), length.checked_sub(10)) else { return false };
    let whole = Frames::new(sent).filter(|stretch| stretch.record.is_ok()).count();
    let Some(received) = damaged.get_mut(..lost) else { return false };
    let mut left = Frames::new(received);
    let sound = left.by_ref().take_while(|stretch| stretch.record.is_ok()).count();
    whole == written && Some(sound) == written.checked_sub(1) && left.next().is_none()
}

/// Writes a journal; how many bytes it has, and how many records.
fn write(blob: &[u8], line: &mut [u8]) -> Option<(usize, usize)> {
    let (id, policy) = (PolicyId::of(blob).ok()?, Policy::verify_bare(blob).ok()?);
    let (mut at, mut written) = (0_usize, 0_usize);
    let mut append = |record: Record<'_>| {
        let frame = record.write(line.get_mut(at..)?).ok()?;
        at = at.checked_add(frame.len())?;
        written = written.checked_add(1)?;
        Some(())
    };
    for part in PolicyPart::all(id, blob, 128) {
        append(Record::Policy(part))?;
    }
    for (number, byte) in (0_u16..).zip(INPUT.to_le_bytes()) {
        let (day, id, policy_id) = (Day(20_777), Id::Number(number), id);
        let facts = RiskFacts { values: [byte.into(); 48], ..RiskFacts::default() };
        append(Record::Risk(Entry { policy: policy_id, day, id, facts, outcome: policy.assess(&facts) }))?;
        let facts = IncidentFacts { values: [byte.into(); 48] };
        append(Record::Incident(Entry { policy: policy_id, day, id, facts, outcome: policy.route(&facts) }))?;
    }
    Some((at, written))
}
