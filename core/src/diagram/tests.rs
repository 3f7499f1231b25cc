#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that meets what it did not expect should stop"
)]

mod operations;

use super::{Diagram, DiagramFault, Forest, Ref};
use crate::facet::{FACETS, Facet, FacetSet};
use alloc::vec::Vec;

const ALL: FacetSet = FacetSet::RISK_INPUTS;

fn facet(position: u8) -> Facet {
    Facet::new(position).unwrap()
}

/// Three facets of which one is wide, and a function of them that needs both forms of node.
fn forest() -> (Forest, Ref) {
    let mut forest = Forest::new([(facet(0), 5), (facet(3), 4), (facet(20), 3651)]);
    let old = forest.among(facet(20), &[366..=3650]);
    let grave = forest.among(facet(0), &[3..=4]);
    let third = forest.branch(
        facet(3),
        [(0, Ref::terminal(4)), (1, Ref::terminal(9)), (2, Ref::terminal(4)), (3, Ref::terminal(11))],
    );
    let both = forest.and(old, grave);
    let f = forest.choose(both, third, Ref::terminal(2));
    (forest, f)
}

fn oracle(impact: u16, three: u16, age: u16) -> u32 {
    if impact >= 3 && age > 365 { [4, 9, 4, 11][usize::from(three)] } else { 2 }
}

fn each(mut visit: impl FnMut([u16; FACETS], u32)) {
    for impact in 0..5 {
        for three in 0..4 {
            for age in 0..3651 {
                let mut values = [0; FACETS];
                (values[0], values[3], values[20]) = (impact, three, age);
                visit(values, oracle(impact, three, age));
            }
        }
    }
}

#[test]
fn words_and_forest_agree_with_the_function_at_every_point() {
    let (forest, f) = forest();
    let (words, root) = forest.emit(f).unwrap();
    let diagram = Diagram::verify(&words, root, |p| forest.sizes[usize::from(p)], ALL, 12).unwrap();
    let mut points = 0;
    each(|values, expected| {
        assert_eq!(forest.value(f, &values), expected);
        assert_eq!(u32::from(diagram.walk(&values)), expected);
        points += 1;
    });
    assert_eq!(points, 5 * 4 * 3651);
    let (mut two, mut all) = (0, 0);
    each(|_, value| {
        two += u128::from(value == 2);
        all += 1;
    });
    assert_eq!(forest.count(f, |value| value == 2), two);
    assert_eq!(forest.count(f, |_| true), all);
    assert_eq!(forest.values(f), [2, 4, 9, 11]);
}

#[test]
fn a_function_has_one_shape_and_survives_the_words() {
    let (mut forest, f) = forest();
    let (words, root) = forest.emit(f).unwrap();
    let sizes = forest.sizes;
    let diagram = Diagram::verify(&words, root, |p| sizes[usize::from(p)], ALL, 12).unwrap();
    assert_eq!(forest.load(&diagram), f);
    let twice = forest.not(f);
    let again = forest.map(f, |value| u32::from(value == 0));
    assert_eq!(twice, again);
    assert_eq!(twice, Ref::FALSE, "no value of the function is 0");
    let constant = forest.emit(Ref::terminal(7)).unwrap();
    assert_eq!(constant, (Vec::new(), 0x8007));
}

#[test]
fn the_first_situation_is_found() {
    let (forest, f) = forest();
    let situation = forest.find(f, |value| value == 11).unwrap();
    assert_eq!(situation.0, [(facet(0), 3..=4), (facet(3), 3..=3), (facet(20), 366..=3650)]);
    assert_eq!(forest.value(f, &situation.lowest()), 11);
    assert_eq!(forest.find(f, |value| value == 12), None);
}

#[test]
fn values_past_the_end_count_as_the_last() {
    let (forest, f) = forest();
    let (words, root) = forest.emit(f).unwrap();
    let diagram = Diagram::verify(&words, root, |p| forest.sizes[usize::from(p)], ALL, 12).unwrap();
    assert_eq!(diagram.walk(&[u16::MAX; FACETS]), 11);
}

/// Every word of a diagram is replaced by every value it could have: what is admitted ends within its table on any input,
/// and what is not is refused without a panic.
#[test]
fn any_one_word_may_be_anything() {
    let mut forest = Forest::new([(facet(0), 3), (facet(1), 4), (facet(2), 300)]);
    let low = forest.branch(
        facet(1),
        [(0, Ref::terminal(0)), (1, Ref::terminal(1)), (2, Ref::terminal(2)), (3, Ref::terminal(1))],
    );
    let wide =
        forest.branch(facet(2), [(9, Ref::terminal(2)), (99, Ref::terminal(0)), (299, Ref::terminal(1))]);
    let f = forest.branch(facet(0), [(0, low), (1, wide), (2, Ref::terminal(0))]);
    let (words, root) = forest.emit(f).unwrap();
    let size = |p: u8| forest.sizes[usize::from(p)];
    let (mut admitted, mut refused) = (0, 0);
    for at in 0..words.len() / 2 {
        for word in 0..=u16::MAX {
            let mut changed = words.clone();
            changed[at * 2..at * 2 + 2].copy_from_slice(&word.to_le_bytes());
            let Ok(diagram) = Diagram::verify(&changed, root, size, ALL, 3) else {
                refused += 1;
                continue;
            };
            admitted += 1;
            for a in 0..3 {
                for b in 0..4 {
                    for c in [0, 9, 10, 99, 100, 299, 65535] {
                        let mut values = [0; FACETS];
                        (values[0], values[1], values[2]) = (a, b, c);
                        assert!(diagram.walk(&values) < 3);
                    }
                }
            }
        }
    }
    assert_eq!(admitted + refused, words.len() / 2 * 65536);
    assert!(admitted >= words.len() / 2 && refused > admitted, "{admitted} admitted, {refused} refused");
}

#[test]
fn faults_are_told_apart() {
    let refuse = |words: &[u16], root: u16| {
        let bytes: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
        Diagram::verify(&bytes, root, |p| [3, 4, 0][usize::from(p.min(2))], ALL, 3).unwrap_err().fault
    };
    let node = [0xff40, 2, 0x8000, 0x8001, 0x8002];
    assert_eq!(refuse(&node, 1), DiagramFault::Root);
    assert_eq!(refuse(&node, 0x8000), DiagramFault::Length);
    assert_eq!(refuse(&node[..4], 0), DiagramFault::Length);
    assert_eq!(refuse(&[], 0), DiagramFault::Length);
    assert_eq!(refuse(&[], 0x8003), DiagramFault::Terminal);
    assert_eq!(refuse(&[0xff40, 1, 0x8000, 0x8001], 0), DiagramFault::Classes);
    assert_eq!(refuse(&[0xff40, 3, 0x8000, 0x8001, 0x8002, 0x8002], 0), DiagramFault::Classes);
    assert_eq!(refuse(&[0xff42, 2, 0x8000, 0x8001, 0x8002], 0), DiagramFault::Facet);
    assert_eq!(refuse(&[0xff40, 2, 0, 0x8001, 0x8002], 0), DiagramFault::Child);
    assert_eq!(refuse(&[0xff40, 2, 1, 0x8001, 0x8002], 0), DiagramFault::Child);
    assert_eq!(refuse(&[0xff40, 2, 0x8003, 0x8001, 0x8002], 0), DiagramFault::Terminal);
    assert_eq!(refuse(&[0xff40, 2, 0xff00, 0x8001, 0x8002], 0), DiagramFault::Terminal);
    for cut in [0, 3, 0x8000, 0xff00] {
        assert_eq!(refuse(&[0xff00, cut, 0x8000, 0x8001], 0), DiagramFault::Cuts);
    }
    assert_eq!(refuse(&[0xff00, 1, 0x8000], 0), DiagramFault::Length);
    assert_eq!(refuse(&[0xff00, 1, 0x8000, 0x8003], 0), DiagramFault::Terminal);
    assert_eq!(refuse(&[0xff80, 0, 0x8000], 0), DiagramFault::Classes);
    assert_eq!(refuse(&[0xff80, 3, 1, 2, 2, 0x8000, 0x8001, 0x8002, 0x8000], 0), DiagramFault::Classes);
    assert_eq!(refuse(&[0xff80, 1, 3, 0x8000, 0x8001], 0), DiagramFault::Cuts);
    assert_eq!(refuse(&[0xff80, 2, 2, 1, 0x8000, 0x8001, 0x8002], 0), DiagramFault::Cuts);
    assert_eq!(refuse(&[3, 3, 0x8000, 0x8001, 0x8002], 0), DiagramFault::NotANode);
    assert_eq!(refuse(&[0xffc0, 2, 0x8000, 0x8001, 0x8002], 0), DiagramFault::NotANode);
    // Facets are 0 to 47, forms 64 codes apart.
    for header in [0xff30, 0xff3f, 0xff70, 0xff7f, 0xffb0, 0xffbf, 0xfff0, 0xffff] {
        let fault = refuse(&[header, 1, 0x8000, 0x8001], 0);
        assert!(matches!(fault, DiagramFault::Facet | DiagramFault::NotANode), "{header:x}: {fault:?}");
    }
    let odd = Diagram::verify(&[0x80], 0, |_| 3, ALL, 3).unwrap_err().fault;
    assert_eq!(odd, DiagramFault::Length);
    // A cycle between two nodes is a child that is not later.
    assert_eq!(refuse(&[0xff40, 2, 5, 5, 5, 0xff41, 3, 0, 0x8000, 0x8000, 0x8000], 0), DiagramFault::Child);
    assert_eq!(refuse(&[0xff00, 1, 4, 4, 0xff01, 1, 0, 0x8000], 0), DiagramFault::Child);
    // A later node on the same facet, or on one before.
    for codes in [[0xff00, 0xff00], [0xff01, 0xff01], [0xff01, 0xff00]] {
        assert_eq!(refuse(&[codes[0], 1, 4, 4, codes[1], 1, 0x8000, 0x8000], 0), DiagramFault::Child);
    }
}

/// The bytes that `core/WIRE.md` gives as the example of each form.
#[test]
fn the_three_forms_are_written_as_documented() {
    let mut forest = Forest::new([(facet(0), 5), (facet(1), 3), (facet(20), 3651)]);
    let [a, b, c] = [0, 1, 2].map(Ref::terminal);
    let one_cut = forest.branch(facet(20), [(365, a), (3650, b)]);
    let dense = forest.branch(facet(1), [(0, c), (1, one_cut), (2, a)]);
    let cuts = forest.branch(facet(20), [(29, b), (365, a), (3650, c)]);
    let whole = forest.branch(facet(0), [(1, dense), (4, cuts)]);
    let (words, root) = forest.emit(whole).unwrap();
    let words: Vec<u16> = words.as_chunks::<2>().0.iter().map(|pair| u16::from_le_bytes(*pair)).collect();
    assert_eq!(root, 0);
    let expected = [
        [0xff00, 2, 4, 13].as_slice(),
        &[0xff41, 2, 0x8002, 9, 0x8000],
        &[0xff14, 366, 0x8000, 0x8001],
        &[0xff94, 2, 30, 366, 0x8001, 0x8000, 0x8002],
    ];
    assert_eq!(words, expected.concat());
}
