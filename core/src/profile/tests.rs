//! Profiles against a naive one that adds up what a table says.

use super::*;

/// The groups with their mechanisms, written out again.
const GROUPS: [(MechanismGroup, &[Mechanism]); 6] = [
    (
        MechanismGroup::FormalStructures,
        &[Mechanism::SecurityOrganisation, Mechanism::SecurityExecutive, Mechanism::InternalAudit],
    ),
    (
        MechanismGroup::CoordinatingStructures,
        &[Mechanism::SteeringCommittee, Mechanism::Liaisons, Mechanism::SeparationOfGovernance],
    ),
    (
        MechanismGroup::CoordinatingProcesses,
        &[Mechanism::TopDownSecurity, Mechanism::EmbeddedInProcesses, Mechanism::FlexibleUniformStandards],
    ),
    (
        MechanismGroup::Culture,
        &[Mechanism::AwarenessProgrammes, Mechanism::InformalNetworks, Mechanism::Mentoring],
    ),
    (MechanismGroup::Leadership, &[Mechanism::ExecutiveCommitment]),
    (MechanismGroup::Technical, &[Mechanism::TechnicalCompetence]),
];

const MATURITIES: [Maturity; 3] = [Maturity::Absent, Maturity::Partial, Maturity::Established];

#[test]
fn every_mechanism_is_in_one_group() {
    for mechanism in Mechanism::ALL {
        let groups = GROUPS.iter().filter(|(_, mechanisms)| mechanisms.contains(mechanism));
        assert!(groups.map(|(group, _)| *group).eq([mechanism.group()]), "{mechanism}");
    }
}

/// Every state of every group, with all other groups absent and all others established: a group is worth what is in it.
#[test]
fn a_group_is_worth_its_own_mechanisms() {
    let mut shares = [false; 101];
    for (group, mechanisms) in GROUPS {
        for others in [Maturity::Absent, Maturity::Established] {
            let most = 3_usize.pow(u32::try_from(mechanisms.len()).unwrap());
            for code in 0..most {
                let mut profile = Profile::default();
                for mechanism in Mechanism::ALL {
                    profile = profile.with(*mechanism, others);
                }
                let mut points = 0;
                for (mechanism, at) in mechanisms.iter().zip(0..) {
                    let digit = code / 3_usize.pow(at) % 3;
                    points += digit;
                    profile = profile.with(*mechanism, MATURITIES[digit]);
                    assert_eq!(profile.maturity(*mechanism), MATURITIES[digit]);
                }
                let found = profile.of(group);
                assert_eq!(
                    (usize::from(found.points()), usize::from(found.of())),
                    (points, 2 * mechanisms.len())
                );
                assert_eq!(usize::from(found.percent()), 100 * points / (2 * mechanisms.len()));
                shares[usize::from(found.percent())] = true;
            }
        }
    }
    let told: [usize; 7] = [0, 16, 33, 50, 66, 83, 100];
    assert!(
        told.iter().all(|share| shares[*share]) && shares.iter().filter(|seen| **seen).count() == told.len()
    );
}

/// Only the points of a group count, so every profile is like one of these: 7 shares of four groups, 3 of two.
#[test]
fn every_combination_of_groups_is_judged_as_a_naive_reader_does() {
    let mut seen = [[0_u32; 2]; 4];
    for code in 0..7_usize.pow(4) * 9 {
        let mut rest = code;
        let mut profile = Profile::default();
        let mut percent = [0_i32; 6];
        for (at, (group, mechanisms)) in GROUPS.iter().enumerate() {
            let states = 2 * mechanisms.len() + 1;
            let (points, of) = (rest % states, 2 * mechanisms.len());
            rest /= states;
            let mut left = points;
            // The last mechanisms of a group come first every other time, so that which of them has the points varies.
            let mut order: [usize; 3] = [0, 1, 2];
            if code % 2 == 1 {
                order.reverse();
            }
            for mechanism in order.iter().filter_map(|n| mechanisms.get(*n)) {
                profile = profile.with(*mechanism, MATURITIES[left.min(2)]);
                left -= left.min(2);
            }
            assert_eq!(usize::from(profile.of(*group).points()), points);
            percent[at] = i32::try_from(100 * points / of).unwrap();
        }
        let (most, least) = (*percent.iter().max().unwrap(), *percent.iter().min().unwrap());
        let first = |share: i32| GROUPS[percent.iter().position(|one| *one == share).unwrap()].0;
        assert_eq!((profile.strongest(), profile.weakest()), (first(most), first(least)), "{percent:?}");
        let imbalance = (most - least >= 50).then(|| (first(most), first(least)));
        assert_eq!(profile.imbalance().map(|gap| (gap.strongest, gap.weakest)), imbalance, "{percent:?}");
        let technical = percent[5] > 0 && !percent[..5].iter().any(|social| *social >= 50);
        assert_eq!(profile.is_purely_technical(), technical, "{percent:?}");
        let separated = profile.maturity(Mechanism::SeparationOfGovernance) != Maturity::Absent;
        assert_eq!(profile.lacks_separation(), !separated);
        assert_eq!(profile.lacks_commitment(), percent[4] == 0);
        for (seen, is) in seen.iter_mut().zip([imbalance.is_some(), technical, !separated, percent[4] == 0]) {
            seen[usize::from(is)] += 1;
        }
    }
    assert!(seen.iter().flatten().all(|count| *count > 100), "{seen:?}");
}
