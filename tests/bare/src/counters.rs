//! What a device counts: two of them count their incidents, and who was taught what; what they counted is added up.

use crate::digest::Digest;
use plimsoll_core::{
    AgeBucket, Coverage, Day, Importance, IncidentFacts, Kpis, Level, Policy, Quarter, TeamTally,
    TrainingDuty,
};

/// What two devices counted together, as one number. The bytes of the input are their incidents.
pub(crate) fn count(policy: &Policy<'_>, input: u64) -> u64 {
    let bytes = input.to_le_bytes();
    let [here, there] = bytes.as_chunks::<4>().0 else { return u64::MAX };
    let (mut all, others) = (device(policy, here), device(policy, there));
    all.merge(&others);
    let Kpis { ages, undated, times, untimed, unmanaged, outage_minutes, cost, loss } = all;
    let mut digest = Digest::EMPTY;
    let counts = ages.iter().chain(&times).chain(&unmanaged).chain([&undated, &untimed]);
    counts.for_each(|count| digest.bytes(&count.to_le_bytes()));
    for total in [outage_minutes, cost, loss] {
        digest.bytes(&total.sum.to_le_bytes());
        digest.bytes(&total.unknown.to_le_bytes());
    }
    digest.bytes(&all.unsolved().to_le_bytes());
    digest.bytes(&all.solved().to_le_bytes());
    let (mut trained, more) = (trainings(here), trainings(there));
    trained.merge(&more);
    for count in [trained.in_force, trained.overdue, trained.pending] {
        digest.bytes(&count.to_le_bytes());
    }
    digest.bytes(&[trained.percent().unwrap_or(u8::MAX)]);
    digest.hash
}

/// Where the people of one device stand with a course on the last day before a quarter, and whether one of them can help.
fn trainings(people: &[u8]) -> Coverage {
    let as_of = Quarter::of(Day(20_777)).previous().last_day();
    let (mut coverage, mut team) = (Coverage::default(), TeamTally::default());
    for byte in people {
        let on =
            |bit: u8, days: i32| (byte & bit != 0).then(|| as_of.plus(days.saturating_sub(i32::from(*byte))));
        let duty =
            TrainingDuty { hired: on(1, 0), within_days: 60, passed: on(2, 30), refresh_due: on(4, 90) };
        coverage.add(duty.state(as_of));
        team.add(byte & 8 != 0);
    }
    coverage.pending = coverage.pending.saturating_add(u32::from(team.lacks_ambassador()));
    coverage
}

/// The incidents of one device: a third of them are solved, and of some it is not known since when they are there.
fn device(policy: &Policy<'_>, incidents: &[u8]) -> Kpis {
    let mut kpis = Kpis::default();
    for (number, byte) in (0_u32..).zip(incidents) {
        let priority = Level::from_index(byte & 3).unwrap_or(Level::High);
        let route = policy.route(&IncidentFacts::default().with_priority(priority));
        let known = (byte & 8 == 0).then_some(u32::from(*byte));
        if number.is_multiple_of(3) {
            kpis.add_solved(known);
            kpis.outage_minutes.add(known.map(u64::from));
        } else {
            kpis.add_unsolved(known.map(AgeBucket::of_months));
            kpis.loss.add(Some(u64::from(route.level).saturating_mul(100)));
            if !route.reaches {
                kpis.add_unmanaged(Importance::of_priority(priority));
            }
        }
        kpis.cost.add(Some(route.target.get().into()));
    }
    kpis
}
