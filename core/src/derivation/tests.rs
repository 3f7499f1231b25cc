//! Every graph of four entries against its transitive closure, and what does not fit.
#![expect(
    clippy::arithmetic_side_effects,
    clippy::needless_range_loop,
    reason = "positions below four, in two tables at once"
)]

use super::{Ancestor, Derivation, DerivationKind, PathEntry, PathState};

const N: usize = 4;

/// Whether an entry derives from another, by position.
type Matrix = [[bool; N]; N];

/// The links of a graph whose bits say which there are, in order.
fn graph(bits: u32) -> (Matrix, [[usize; 2]; N * N], usize) {
    let (mut matrix, mut links, mut count) = ([[false; N]; N], [[0; 2]; N * N], 0);
    for child in 0..N {
        for parent in 0..N {
            if bits >> (child * N + parent) & 1 == 1 {
                matrix[child][parent] = true;
                links[count] = [child, parent];
                count += 1;
            }
        }
    }
    (matrix, links, count)
}

/// Over at most how many links each entry leads up to each other one, by powers of the matrix: the least, or none.
fn distances(matrix: &Matrix) -> [[Option<usize>; N]; N] {
    let (mut least, mut power) = ([[None; N]; N], *matrix);
    for links in 1..=N {
        let mut next = [[false; N]; N];
        for from in 0..N {
            for to in 0..N {
                if power[from][to] && least[from][to].is_none() {
                    least[from][to] = Some(links);
                }
                next[from][to] = (0..N).any(|by| power[from][by] && matrix[by][to]);
            }
        }
        power = next;
    }
    least
}

/// A link is one that the walk closes a cycle by: without those that were told, none is left.
fn has_cycle(matrix: &Matrix) -> bool {
    (0..N).any(|entry| distances(matrix)[entry][entry].is_some())
}

#[test]
fn every_graph_of_four_entries() {
    let kinds = [DerivationKind::Standard; N];
    for bits in 0..1 << (N * N) {
        let (matrix, links, count) = graph(bits);
        let derivation = Derivation::new(&kinds, &links[..count]).unwrap();
        let least = distances(&matrix);
        let mut seen = [false; N];
        for entry in 0..N {
            let mut found = [Ancestor::default(); N];
            let found = derivation.ancestors([entry], &mut found, &mut seen);
            assert!(found.is_sorted_by_key(|ancestor| ancestor.links), "{bits:b}: the nearest first");
            for (other, expected) in least[entry].iter().enumerate() {
                let told =
                    found.iter().filter(|ancestor| ancestor.entry == other).map(|ancestor| ancestor.links);
                assert!(told.eq(*expected), "{bits:b}: {entry} to {other}");
            }
            assert_eq!(seen, [false; N]);
        }
        let mut found = [Ancestor::default(); N];
        let both = derivation.ancestors([0, 1], &mut found, &mut seen);
        let expected = (0..N).filter(|to| least[0][*to].or(least[1][*to]).is_some()).count();
        assert_eq!(both.len(), expected, "{bits:b}: from two entries");

        let mut rest = matrix;
        let mut told = 0;
        derivation.cycles(&mut [PathEntry::default(); N], &mut [PathState::Done; N], |cycle| {
            let next = cycle.iter().cycle().skip(1);
            assert!(
                cycle.iter().zip(next).all(|(from, to)| matrix[from.entry][to.entry]),
                "{bits:b}: not a cycle"
            );
            let (first, last) = (cycle.first().unwrap().entry, cycle.last().unwrap().entry);
            assert!(rest[last][first], "{bits:b}: one link closes two cycles");
            rest[last][first] = false;
            told += 1;
        });
        assert_eq!(told > 0, has_cycle(&matrix), "{bits:b}");
        assert!(!has_cycle(&rest), "{bits:b}: a cycle was not told");
    }
}

#[test]
fn kinds_go_one_way() {
    use DerivationKind::{Principle, Procedure, Requirement, Standard};
    // Rows derive from columns.
    let table = [
        (Principle, [false, false, false, false]),
        (Requirement, [true, true, false, false]),
        (Standard, [true, true, true, false]),
        (Procedure, [true, true, true, true]),
    ];
    for (child, expected) in table {
        let admitted =
            [Principle, Requirement, Standard, Procedure].map(|parent| child.may_derive_from(parent));
        assert_eq!(admitted, expected, "{child}");
    }
    let derivation =
        Derivation::new(&[Principle, Standard, Procedure], &[[0, 0], [1, 0], [1, 2], [2, 1]]).unwrap();
    assert!(derivation.misplaced().eq([[0, 0], [1, 2]]));
}

#[test]
fn what_is_no_graph_is_refused() {
    let kinds = [DerivationKind::Standard; 2];
    assert!(Derivation::new(&kinds, &[[0, 2]]).is_none());
    assert!(Derivation::new(&kinds, &[[2, 0]]).is_none());
    assert!(Derivation::new(&kinds, &[[1, 0], [0, 1]]).is_none());
    assert!(Derivation::new(&[], &[]).is_some());
}

#[test]
fn what_does_not_fit_is_left_out() {
    let kinds = [DerivationKind::Standard; N];
    let derivation = Derivation::new(&kinds, &[[0, 1], [1, 2], [2, 3], [3, 0]]).unwrap();
    for room in 0..N {
        let (mut found, mut seen) = ([Ancestor::default(); N], [false; N]);
        assert_eq!(derivation.ancestors([0], &mut found[..room], &mut seen).len(), room);
        assert_eq!(derivation.ancestors([0], &mut found, &mut seen[..room]).len(), room.saturating_sub(1));
        let (mut path, mut states) = ([PathEntry::default(); N], [PathState::Done; N]);
        derivation.cycles(&mut path[..room], &mut states, |_| panic!("no path is that long"));
        derivation.cycles(&mut path, &mut states[..room], |_| panic!("not all of it is known"));
    }
    assert_eq!(derivation.ancestors([9], &mut [], &mut []), []);
}
