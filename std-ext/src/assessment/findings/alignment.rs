//! Mechanisms out of balance, tracks without measures, and one event or one person behind everything (domain.md E2, E5, E9, G).

use super::{Finding, FindingKind};
use crate::alignment::{Mechanisms, SoleOwner, learning, sources, tracks};
use crate::registers::{Measure, MechanismEntry, Record, Registers, fold};
use crate::words::listed;
use plimsoll_core::{Imbalance, Maturity, Mechanism, Profile, TrackBalance};

/// Of whom a finding is that is about no unit.
pub(super) const ORGANISATION: &str = "organisation";

/// How many mechanisms one finding names.
const NAMED: usize = 8;

/// What stands out about mechanisms and measures. Registers that state none have no such findings: that a whole register is missing
/// is not one.
pub(super) fn all(registers: &Registers) -> Vec<Finding<'_>> {
    let mechanisms = Mechanisms::of(registers);
    let mut found = profiles(&mechanisms);
    found.extend(no_evidence(registers));
    found.extend(of_tracks(registers));
    found.extend(one_source(registers));
    found.extend(one_owner(registers));
    found
}

/// What is said of the organisation if it states any mechanism, and of a unit that states some of its own, as far as it is not said
/// of the organisation. An imbalance between other groups is another one.
fn profiles<'o>(mechanisms: &Mechanisms<'o>) -> Vec<Finding<'o>> {
    let of = |id, profile: &Profile| {
        let of_profile = about(profile).into_iter();
        of_profile.map(move |(kind, text)| {
            Finding::beside_risks(kind, (MechanismEntry::FILE, id, Some("maturity")), text)
        })
    };
    let whole = mechanisms.states_organisation().then(|| mechanisms.profile(None));
    let mut found: Vec<Finding<'o>> = whole.iter().flat_map(|profile| of(ORGANISATION, profile)).collect();
    let common: Vec<FindingKind> = found.iter().map(|finding| finding.kind).collect();
    let imbalance = whole.as_ref().and_then(Profile::imbalance);
    for unit in mechanisms.units() {
        let profile = mechanisms.profile(Some(unit));
        let is_other = imbalance.zip(profile.imbalance()).is_some_and(|(of_all, own)| {
            let percent = |group| profile.of(group).percent();
            // Of groups that are level with each other, either is the strongest, or the weakest.
            percent(of_all.strongest) != percent(own.strongest)
                || percent(of_all.weakest) != percent(own.weakest)
        });
        let is_new = |finding: &Finding<'_>| {
            !common.contains(&finding.kind) || (finding.kind == FindingKind::Imbalance && is_other)
        };
        found.extend(of(unit, &profile).filter(is_new));
    }
    found
}

/// What a profile shows.
fn about(profile: &Profile) -> Vec<(FindingKind, String)> {
    let mut found = Vec::new();
    if profile.is_purely_technical() {
        let social = "security rests on technology alone: no other group of mechanisms has half of its points; \
                      begin with people and structures";
        found.push((FindingKind::PurelyTechnical, social.to_owned()));
    }
    if let Some(Imbalance { strongest, weakest }) = profile.imbalance() {
        let of = |group| profile.of(group).percent();
        found.push((
            FindingKind::Imbalance,
            format!(
                "{strongest} is at {} % of its points and {weakest} at {} %: work on the weakest group",
                of(strongest),
                of(weakest)
            ),
        ));
    }
    if profile.lacks_separation() {
        let text = "governance is not separated from operations: let others carry out the policy than those who write it";
        found.push((FindingKind::NoSeparation, text.to_owned()));
    }
    if profile.lacks_commitment() {
        let text = "nobody at the top is committed to security: win an executive who shows it";
        found.push((FindingKind::NoExecutiveCommitment, text.to_owned()));
    }
    found
}

/// Mechanisms that are said to be established, with nothing to show for it.
fn no_evidence(registers: &Registers) -> Option<Finding<'_>> {
    let bare = |entry: &&MechanismEntry| entry.maturity == Maturity::Established && entry.evidence.is_none();
    let entries: Vec<&MechanismEntry> = registers.mechanisms().iter().filter(bare).collect();
    let named = listed(&entries, NAMED, |entry| mechanism(entry));
    let text = format!("established, but with nothing to show for it: {named}; say what shows it");
    let unit = entries.first()?.unit.as_deref();
    let same = |entry: &&MechanismEntry| entry.unit.as_deref().map(fold) == unit.map(fold);
    let id = unit.filter(|_| entries.iter().all(same)).unwrap_or(ORGANISATION);
    Some(Finding::beside_risks(FindingKind::NoEvidence, (MechanismEntry::FILE, id, Some("evidence")), text))
}

fn mechanism(entry: &MechanismEntry) -> String {
    let label = Mechanism::label(entry.mechanism);
    entry.unit.as_ref().map_or_else(|| label.to_owned(), |unit| format!("{label} ({unit})"))
}

/// Measures that leave tracks empty (domain.md E9).
fn of_tracks(registers: &Registers) -> Option<Finding<'_>> {
    let counts = tracks(registers);
    let empty: Vec<&str> = counts.empty().map(plimsoll_core::Track::label).collect();
    let (kind, text) = match counts.balance() {
        TrackBalance::None | TrackBalance::Balanced => return None,
        TrackBalance::OneSided => (
            FindingKind::OneSidedTracks,
            format!(
                "all measures act on one track, and none on {}: success on one is easily mistaken for success on all",
                empty.join(" and ")
            ),
        ),
        TrackBalance::Gap => (
            FindingKind::EmptyTrack,
            format!("no measure acts on the {} track: take one there", empty.join(" and ")),
        ),
    };
    Some(Finding::beside_risks(kind, (Measure::FILE, ORGANISATION, Some("track")), text))
}

/// One event from which all was learned (domain.md E9).
fn one_source(registers: &Registers) -> Option<Finding<'_>> {
    let source = sources(registers.measures()).next()?;
    learning(registers).is_benchmark_catastrophe().then(|| {
        let text = format!("all that was learned was learned from {source}: ask what else can go wrong");
        Finding::beside_risks(
            FindingKind::BenchmarkCatastrophe,
            (Measure::FILE, ORGANISATION, Some("learned_from")),
            text,
        )
    })
}

/// One owner of everything (domain.md G, HS-2012).
fn one_owner(registers: &Registers) -> Option<Finding<'_>> {
    let SoleOwner { owner, owned } = SoleOwner::of(registers)?;
    let text = format!(
        "{owner} owns all {owned} measures and mechanisms that name an owner: share knowledge and ownership with those whose work it is"
    );
    let of_measures = registers.measures().iter().any(|measure| measure.owner.is_some());
    let file = if of_measures { Measure::FILE } else { MechanismEntry::FILE };
    Some(Finding::beside_risks(FindingKind::OneOwner, (file, ORGANISATION, Some("owner")), text))
}
