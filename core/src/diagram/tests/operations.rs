//! Operations on functions against the same on their tables of values, and the bounds of a forest.
#![expect(clippy::arithmetic_side_effects, reason = "a test that meets what it did not expect should stop")]

use super::facet;
use crate::diagram::{Diagram, DiagramFault, Forest, Ref, TooLarge};
use crate::facet::{FACETS, FacetSet};
use crate::table::matches;
use alloc::vec::Vec;

const SIZES: [u16; 3] = [2, 3, 2];

/// Where a function of the three facets may differ: every point, with its number in a table of values.
fn points() -> impl Iterator<Item = (usize, [u16; FACETS])> {
    (0..12_u16).map(|n| {
        let mut values = [0; FACETS];
        (values[0], values[5], values[9]) = (n / 6, n / 2 % 3, n % 2);
        (usize::from(n), values)
    })
}

fn forest() -> Forest {
    Forest::new([(facet(0), SIZES[0]), (facet(5), SIZES[1]), (facet(9), SIZES[2])])
}

/// The function that is true where a bit of the table is set.
fn function(forest: &mut Forest, table: u16) -> Ref {
    let terminal = |n: u16| Ref::terminal(u32::from(table >> n & 1));
    let mut children = Vec::new();
    for a in 0..2 {
        let rows: Vec<_> = (0..3)
            .map(|b| {
                let n = a * 6 + b * 2;
                (b, forest.branch(facet(9), [(0, terminal(n)), (1, terminal(n + 1))]))
            })
            .collect();
        children.push((a, forest.branch(facet(5), rows)));
    }
    forest.branch(facet(0), children)
}

fn table(forest: &Forest, f: Ref) -> u16 {
    points().fold(0, |table, (n, values)| table | u16::from(forest.value(f, &values) == 1) << n)
}

#[test]
fn every_function_is_asked_as_its_table_is() {
    let mut forest = forest();
    for bits in 0..4096_u16 {
        let f = function(&mut forest, bits);
        assert_eq!(table(&forest, f), bits);
        assert_eq!(function(&mut forest, bits), f, "one shape");
        let not = forest.not(f);
        assert_eq!(table(&forest, not), !bits & 0xfff);
        assert_eq!(forest.count(f, |value| value == 1), u128::from(bits.count_ones()));
        assert_eq!(forest.find(f, |value| value == 1).is_some(), bits != 0);
        // The facets on which it depends: those of which some value changes it.
        let differs = |stride: u16, block: u16, step: u16| {
            (0..12).any(|n| n % block < stride && bits >> n & 1 != bits >> (n + step) & 1)
        };
        let support = forest.support(f);
        assert_eq!(support.contains(facet(0)), differs(6, 12, 6), "{bits:b}");
        assert_eq!(support.contains(facet(5)), differs(4, 6, 2), "{bits:b}");
        assert_eq!(support.contains(facet(9)), differs(1, 2, 1), "{bits:b}");
        assert_eq!(
            (support == FacetSet::NONE, forest.nodes(f) == 0),
            (forest.nodes(f) == 0, f.constant().is_some())
        );
        for value in 0..3 {
            let restricted = forest.restrict(f, facet(5), value);
            let expected: u32 =
                (0..12).filter(|n| n / 2 % 3 == value).map(|n| u32::from(bits >> n & 1)).sum();
            let two = facet(0).set().or(facet(9).set());
            assert_eq!(forest.count_over(restricted, two, |value| value == 1), u128::from(expected));
        }
    }
}

#[test]
fn a_cover_is_the_set_and_its_cubes_cannot_be_widened() {
    let mut forest = forest();
    for bits in (0..4096_u16).step_by(7) {
        let f = function(&mut forest, bits);
        let (cubes, rest) = forest.cover(f, 100);
        assert_eq!(rest, Ref::FALSE);
        let mut union = 0;
        for cube in &cubes {
            let one = matches(&mut forest, cube);
            let covered = table(&forest, one);
            assert_eq!(covered & !bits, 0, "{bits:b} {cube:?}");
            assert_ne!(covered & !union, 0, "each tells something new: {bits:b}");
            union |= covered;
            for without in 0..cube.len() {
                let mut wider = cube.clone();
                let mut condition = wider.remove(without);
                let all = matches(&mut forest, &wider);
                assert_ne!(table(&forest, all) & !bits, 0, "{bits:b} {cube:?}");
                for value in 0..SIZES[usize::from(condition.facet.get() / 4)] {
                    if condition.ranges.iter().all(|range| !range.contains(&value)) {
                        let values = condition.ranges.iter().flat_map(Clone::clone).chain([value]);
                        condition =
                            crate::table::Condition::among(condition.facet, values.collect::<Vec<_>>());
                        let more = matches(&mut forest, &[&wider[..], &[condition.clone()]].concat());
                        assert_ne!(table(&forest, more) & !bits, 0, "{bits:b} {cube:?} {value}");
                        break;
                    }
                }
            }
        }
        assert_eq!(union, bits);
        let (first, left) = forest.cover(f, 1);
        assert_eq!(first[..], cubes[..cubes.len().min(1)]);
        let covered = first.first().map_or(0, |cube| {
            let one = matches(&mut forest, cube);
            table(&forest, one)
        });
        assert_eq!(table(&forest, left), bits & !covered);
    }
}

/// Pairs of functions; and what is known without looking further costs no work.
#[test]
fn pairs_are_joined_point_by_point() {
    let mut forest = forest();
    for (n, a) in (0..4096_u16).step_by(61).enumerate() {
        for b in (0..4096_u16).skip(n).step_by(67).chain([0, 0xfff, a]) {
            let (f, g) = (function(&mut forest, a), function(&mut forest, b));
            let before = forest.work();
            let (and, or) = (forest.and(f, g), forest.or(f, g));
            assert_eq!((table(&forest, and), table(&forest, or)), (a & b, a | b));
            if f.constant().is_some() || g.constant().is_some() || f == g {
                assert_eq!(forest.work(), before, "{a:b} {b:b}");
            }
            assert_eq!((forest.and(g, f), forest.or(g, f)), (and, or));
            let without = forest.without(f, g);
            assert_eq!(table(&forest, without), a & !b);
            let choice = forest.choose(f, g, Ref::terminal(7));
            for (n, values) in points() {
                let expected = if a >> n & 1 == 1 { u32::from(b >> n & 1) } else { 7 };
                assert_eq!(forest.value(choice, &values), expected);
            }
        }
    }
}

#[test]
fn ranges_are_kept_to_the_facet() {
    let mut forest = Forest::new([(facet(0), 5)]);
    for (ranges, expected) in [
        ([].as_slice(), 0b00000),
        (&[0..=4], 0b11111),
        (&[0..=0], 0b00001),
        (&[4..=4], 0b10000),
        (&[4..=9], 0b10000),
        (&[1..=1, 3..=u16::MAX], 0b11010),
        (&[5..=9], 0b00000),
        (&[u16::MAX..=u16::MAX], 0b00000),
        #[expect(clippy::reversed_empty_ranges, reason = "what is no range is no value")]
        (&[3..=2], 0b00000),
    ] {
        let f = forest.among(facet(0), ranges);
        let found = (0..5_u16).fold(0, |bits, value| {
            let mut values = [0; FACETS];
            values[0] = value;
            bits | forest.value(f, &values) << value
        });
        assert_eq!(found, expected, "{ranges:?}");
        assert_eq!(f == Ref::FALSE, expected == 0, "one shape: {ranges:?}");
    }
    assert_eq!(forest.among(facet(1), &[0..=1]), Ref::FALSE, "a facet that the forest does not know");
}

/// The children worked out of two nodes: two, and none below, where one side is known. Shared parts are worked out once.
#[test]
fn work_is_counted_and_bounded() {
    let mut forest = forest();
    let (a, b) = (forest.among(facet(0), &[1..=1]), forest.among(facet(5), &[1..=1]));
    assert_eq!((forest.made(), forest.work(), forest.is_exhausted()), (2, 0, false));
    let both = forest.and(a, b);
    assert_eq!((forest.made(), forest.work(), forest.nodes(both)), (3, 2, 2));

    let parity = |forest: &mut Forest| {
        (0..16).fold(Ref::FALSE, |sum, n| {
            let one = forest.among(facet(n), &[1..=1]);
            forest.apply(sum, one, |sum, one| sum ^ one)
        })
    };
    let booleans = || Forest::new((0..16).map(|n| (facet(n), 2)));
    let mut forest = booleans();
    let f = parity(&mut forest);
    let before = forest.work();
    let odd = forest.apply(f, f, |a, b| a * 2 + b);
    assert_eq!(forest.values(odd), [0, 3]);
    assert_eq!(forest.work() - before, 2 * 31, "each pair of nodes once, of 65,536 paths");
    let needed = forest.work();
    for (budget, exhausted) in [(needed, false), (needed / 2, true), (1, true)] {
        let mut forest = booleans().with_budget(budget + 1);
        let f = parity(&mut forest);
        forest.apply(f, f, |a, b| a * 2 + b);
        assert_eq!(forest.is_exhausted(), exhausted, "{budget}");
        assert!(forest.work() <= budget + 64, "{} of {budget}", forest.work());
    }
}

/// Eight million children, at 65,280 for each node.
#[test]
fn a_forest_has_room_for_so_many_children() {
    let mut forest = Forest::new([(facet(0), u16::MAX)]);
    let mut full = 0_u32;
    while !forest.is_exhausted() && full < 200 {
        let made = forest.branch(facet(0), (0..0xff00_u16).map(|n| (n, Ref::terminal(u32::from(n) + full))));
        assert_eq!(made == Ref::FALSE, forest.is_exhausted());
        full += u32::from(!forest.is_exhausted());
    }
    assert_eq!(full, 8_000_000 / 0xff00 + 1);
}

#[test]
fn words_end_at_their_limits() {
    assert_eq!(Forest::new([]).emit(Ref::terminal(0x7eff)), Ok((Vec::new(), 0xfeff)));
    for terminal in [0x7f00, 0x8000, 0xffff, 0x1_0000] {
        assert!(Forest::new([]).emit(Ref::terminal(terminal)).is_err(), "{terminal:x}");
    }
    // A node with a child per value takes two words more.
    for (size, fits) in [(0x7ffd, true), (0x7ffe, true), (0x7fff, false)] {
        let mut forest = Forest::new([(facet(0), size)]);
        let f = forest.branch(facet(0), (0..size).map(|n| (n, Ref::terminal(u32::from(n % 2)))));
        let words = usize::from(size) + 2;
        assert_eq!(
            forest.emit(f).map(|(bytes, _)| bytes.len() / 2),
            if fits { Ok(words) } else { Err(TooLarge { words }) }
        );
    }
    let leaf: Vec<u8> = [0xff00_u16, 1, 0x8000, 0x8001].iter().flat_map(|word| word.to_le_bytes()).collect();
    let verify = |nodes: usize| {
        let bytes = leaf.repeat(nodes);
        Diagram::verify(&bytes, 0, |_| 2, FacetSet::RISK_INPUTS, 2).map(|_| ()).map_err(|error| error.fault)
    };
    assert_eq!((verify(8192), verify(8193)), (Ok(()), Err(DiagramFault::Length)));
}

/// A list of cuts whose first child is a node, whose offset is below values of the facet.
#[test]
fn past_the_last_cut_is_the_last_child() {
    let mut forest = Forest::new([(facet(0), 100), (facet(1), 2)]);
    let below = forest.among(facet(1), &[1..=1]);
    let f = forest.branch(facet(0), [(9, below), (19, Ref::terminal(2)), (99, Ref::terminal(3))]);
    let (words, root) = forest.emit(f).unwrap();
    let diagram =
        Diagram::verify(&words, root, |p| [100, 2][usize::from(p)], FacetSet::RISK_INPUTS, 4).unwrap();
    for (value, second) in (0..100).flat_map(|value| [(value, 0), (value, 1)]) {
        let mut values = [0; FACETS];
        (values[0], values[1]) = (value, second);
        let expected = if value < 10 {
            second
        } else if value < 20 {
            2
        } else {
            3
        };
        assert_eq!(diagram.walk(&values), expected, "{value} {second}");
    }
    assert_eq!(forest.load(&diagram), f);
    let mut cuts = Vec::new();
    diagram.each_cut(facet(0), |cut| cuts.push(cut));
    assert_eq!(cuts, [10, 20]);
}

#[test]
fn cuts_are_where_children_differ() {
    let mut forest = Forest::new([(facet(0), 4), (facet(1), 4), (facet(2), 9)]);
    let one_cut = forest.branch(facet(2), [(6, Ref::terminal(0)), (8, Ref::terminal(1))]);
    let dense = forest.branch(facet(1), [(0, Ref::terminal(2)), (2, one_cut), (3, Ref::terminal(3))]);
    let f = forest.branch(facet(0), [(0, dense), (1, one_cut), (2, dense), (3, Ref::terminal(0))]);
    let (words, root) = forest.emit(f).unwrap();
    let diagram =
        Diagram::verify(&words, root, |p| [4, 4, 9][usize::from(p)], FacetSet::RISK_INPUTS, 4).unwrap();
    for (position, expected) in [(0, &[1, 2, 3][..]), (1, &[1, 3]), (2, &[7]), (3, &[])] {
        let mut cuts = Vec::new();
        diagram.each_cut(facet(position), |cut| cuts.push(cut));
        assert_eq!(cuts, expected, "{position}");
    }
}
