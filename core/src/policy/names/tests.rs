//! Names against the draft that they come from.

use crate::policy::{Draft, DraftDomain, DraftFacet, Space, without_names};
use crate::{Band, Policy, TeamId};
use alloc::string::String;
use alloc::vec::Vec;
use alloc::{format, vec};

fn labels(name: &str, labels: &[&str]) -> DraftFacet {
    let labels = labels.iter().copied().map(String::from).collect();
    DraftFacet { name: name.into(), domain: DraftDomain::Labels(labels) }
}

fn draft() -> Draft {
    let age = DraftDomain::Range { low: -3, high: 3650, names: vec![] };
    let mut draft = Draft::standard();
    draft.facets = vec![
        labels("region", &["nordics", "emea"]),
        DraftFacet { name: "age".into(), domain: age },
        labels("line", &["one", "two", "three"]),
        DraftFacet { name: "open".into(), domain: DraftDomain::Bool },
    ];
    draft
}

#[test]
fn every_name_stands_at_its_position() {
    let draft = draft();
    let blob = draft.compile().unwrap();
    let policy = Policy::verify(&blob).unwrap();
    let names = policy.names().unwrap();
    // Positions far past the end have no name either.
    let all = |find: &dyn Fn(u8) -> Option<String>| -> Vec<String> {
        let found: Vec<Option<String>> = (0..=u8::MAX).map(find).collect();
        let known = found.iter().flatten().count();
        assert!(found.iter().skip_while(|name| name.is_none()).take(known).all(Option::is_some));
        found.into_iter().flatten().collect()
    };
    assert_eq!((names.impact(0), names.likelihood(0)), (None, None), "ratings count from 1");
    assert_eq!(names.impact(1), Some("very low"));
    assert_eq!(names.likelihood(1), Some("very low"));
    assert_eq!(all(&|n| names.impact(n).map(String::from)), draft.impact);
    assert_eq!(all(&|n| names.likelihood(n).map(String::from)), draft.likelihood);
    assert!(
        all(&|n| names.band(Band(n)).map(String::from)).iter().eq(draft.bands.iter().map(|band| &band.name))
    );
    assert!(
        all(&|n| names.colour(Band(n)).map(String::from))
            .iter()
            .eq(draft.bands.iter().map(|band| &band.colour))
    );
    assert_eq!(all(&|n| names.kind(n).map(String::from)), draft.kinds);
    assert!(
        all(&|n| names.team(TeamId(n)).map(String::from))
            .iter()
            .eq(draft.teams.iter().map(|team| &team.name))
    );
    assert_eq!(all(&|n| names.role(n).map(String::from)), draft.roles);
    assert_eq!(all(&|n| names.channel(n).map(String::from)), draft.channels);
    assert!(names.facets().eq(["region", "age", "line", "open"]));
    for (declared, expected) in
        [["nordics", "emea"].as_slice(), &[], &["one", "two", "three"], &[], &[]].into_iter().enumerate()
    {
        let declared = u8::try_from(declared).unwrap();
        let found: Vec<_> = (0..=u16::MAX).filter_map(|value| names.label(declared, value)).collect();
        assert_eq!(found, expected, "{declared}");
    }
    for space in [Space::Risk, Space::Incident] {
        assert_eq!(policy.facets_of(space), draft.facets_of(space));
    }
    assert_eq!((policy.team_count(), policy.declared_count(), policy.obligation_count()), (7, 4, 0));
}

#[test]
fn without_names_there_are_positions() {
    let blob = draft().compile().unwrap();
    let (small, whole) = (without_names(&blob).unwrap(), Policy::verify(&blob).unwrap());
    let small = Policy::verify(&small).unwrap();
    assert_eq!(whole.team_name(TeamId(3)), "level_3");
    assert_eq!(small.team_name(TeamId(3)), "team 3");
    assert_eq!((whole.band_name(Band(4)), small.band_name(Band(4))), ("very_high".into(), "band 4".into()));
    assert_eq!((whole.role_name(1), small.role_name(1)), ("duty_director".into(), "role 1".into()));
    assert_eq!((whole.channel_name(2), small.channel_name(2)), ("email".into(), "channel 2".into()));
    for space in [Space::Risk, Space::Incident] {
        let (small, whole) = (small.facets_of(space), whole.facets_of(space));
        assert!(small.iter().map(|known| known.facet).eq(whole.iter().map(|known| known.facet)));
        let declared: Vec<_> =
            small.iter().filter(|known| known.facet.get() >= 16).map(|known| &known.name).collect();
        assert_eq!(declared, [0, 1, 2, 3].map(|n| format!("facet_{n}")).iter().collect::<Vec<_>>());
    }
}
