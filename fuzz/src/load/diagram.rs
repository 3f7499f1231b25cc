//! Arbitrary words as a decision diagram.

use super::plain;
use crate::points::{Stream, points};
use arbitrary::{Result, Unstructured};
use plimsoll_core::diagram::{Diagram, Forest};
use plimsoll_core::facet::{FACETS, Facet, FacetSet, MAX_VALUES};

const HEADER: u16 = 0xff00;
const DENSE: u16 = 0x40;
const CUTS: u16 = 0x80;
const TERMINAL: u16 = 0x8000;

/// What a diagram is verified against, and its words.
#[derive(Clone, Debug)]
struct Case {
    sizes: [u16; FACETS],
    allowed: FacetSet,
    terminals: u16,
    words: Vec<u16>,
    root: u16,
}

/// The first bytes say which facets there are and how many terminals; the rest is words, or what a well-formed diagram is
/// made from, which must be admitted, and is then changed in a few words.
pub(crate) fn run(data: &[u8]) -> bool {
    let mut input = Unstructured::new(data);
    let Ok(mut case) = facets(&mut input) else { return false };
    if input.arbitrary().unwrap_or(false) {
        let Ok(()) = build(&mut case, &mut input) else { return false };
        assert!(sound(&case, data), "well-formed words are refused: {case:?}");
        for _ in 0..4 {
            if let (Ok(at), Ok(word)) = (input.choose_index(case.words.len()), input.arbitrary()) {
                case.words[at] = word;
                sound(&case, data);
            }
        }
        true
    } else {
        case.root = input.arbitrary().unwrap_or_default();
        let pairs = input.take_rest().chunks_exact(2);
        case.words = pairs.map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
        sound(&case, data)
    }
}

/// Up to six facets of a few sizes, some of which may not be read or have sizes that no node can have.
fn facets(input: &mut Unstructured<'_>) -> Result<Case> {
    let terminals = if input.arbitrary()? { input.arbitrary()? } else { input.int_in_range(0..=9)? };
    let mut case =
        Case { sizes: [0; FACETS], allowed: FacetSet::NONE, terminals, words: Vec::new(), root: 0 };
    for _ in 0..input.int_in_range(1..=6)? {
        let facet = Facet::new(input.int_in_range(0..=47)?).expect("below FACETS");
        let sizes = [2, 3, 5, 7, 100, 3651, MAX_VALUES, 0, 1, MAX_VALUES + 1];
        case.sizes[facet.index()] = *input.choose(&sizes)?;
        if !input.ratio(1, 8)? {
            case.allowed = case.allowed.or(facet.set());
        }
    }
    Ok(case)
}

/// A well-formed diagram over the facets that may be read: nodes by facet, each child a terminal or a later node on a later
/// facet, as one child per value, with one cut or with cuts.
fn build(case: &mut Case, input: &mut Unstructured<'_>) -> Result<()> {
    case.terminals = case.terminals.max(1);
    let usable = |facet: &Facet| (2..=MAX_VALUES).contains(&case.sizes[facet.index()]);
    let usable: Vec<Facet> = case.allowed.iter().filter(usable).collect();
    let mut nodes: Vec<(Facet, Vec<u16>)> = Vec::new();
    if !usable.is_empty() {
        for _ in 0..input.int_in_range(0..=10)? {
            let facet = *input.choose(&usable)?;
            let size = case.sizes[facet.index()];
            let mut cuts = Vec::new();
            if size > 8 || input.arbitrary()? {
                for _ in 0..input.int_in_range(1..=5)? {
                    cuts.push(input.int_in_range(1..=size - 1)?);
                }
                cuts.sort_unstable();
                cuts.dedup();
            }
            nodes.push((facet, cuts));
        }
    }
    nodes.sort_by_key(|(facet, _)| *facet);
    // A node with one cut is written without the number of its cuts, or with it.
    let heads: Vec<Vec<u16>> = nodes
        .iter()
        .map(|(facet, cuts)| {
            let (code, last) =
                (HEADER | u16::from(facet.get()), u16::try_from(cuts.len()).expect("few cuts"));
            let head = match last {
                0 => vec![code | DENSE, case.sizes[facet.index()] - 1],
                1 if input.arbitrary()? => vec![code],
                last => vec![code | CUTS, last],
            };
            Ok([head, cuts.clone()].concat())
        })
        .collect::<Result<_>>()?;
    let classes = |facet: &Facet, cuts: &[u16]| match cuts.len() {
        0 => usize::from(case.sizes[facet.index()]),
        cuts => cuts + 1,
    };
    let mut offsets = vec![0];
    for ((facet, cuts), head) in nodes.iter().zip(&heads) {
        offsets.push(offsets[offsets.len() - 1] + head.len() + classes(facet, cuts));
    }
    let (terminals, mut words) = (case.terminals.min(HEADER - TERMINAL), Vec::new());
    for ((facet, cuts), head) in nodes.iter().zip(heads) {
        let classes = classes(facet, cuts);
        words.extend(head);
        let later = nodes.partition_point(|(other, _)| other <= facet);
        for _ in 0..classes {
            words.push(if later < nodes.len() && input.arbitrary()? {
                u16::try_from(offsets[input.int_in_range(later..=nodes.len() - 1)?]).expect("few words")
            } else {
                TERMINAL | input.int_in_range(0..=terminals - 1)?
            });
        }
    }
    case.root = if words.is_empty() { TERMINAL | input.int_in_range(0..=terminals - 1)? } else { 0 };
    case.words = words;
    Ok(())
}

/// Verifies words; whether they are admitted. If so, every walk ends below the bound, where a plain reading of the words
/// ends, and the forest that loads them holds the same function, writes it in no more words, and knows it again.
fn sound(case: &Case, seed: &[u8]) -> bool {
    let bytes: Vec<u8> = case.words.iter().flat_map(|word| word.to_le_bytes()).collect();
    let size = |position: u8| case.sizes[usize::from(position)];
    let verify = |words, root| Diagram::verify(words, root, size, case.allowed, case.terminals);
    let Ok(diagram) = verify(&bytes, case.root) else { return false };
    let known = (0..).filter_map(Facet::new).take(FACETS).map(|facet| (facet, case.sizes[facet.index()]));
    let mut forest = Forest::new(known);
    let function = forest.load(&diagram);
    let (words, root) = forest.emit(function).expect("no more than was loaded");
    assert!(words.len() <= bytes.len(), "{} words became {}", bytes.len() / 2, words.len() / 2);
    let again = verify(&words, root).expect("what a forest writes is a diagram");
    let reloaded = forest.load(&again);
    assert_eq!(reloaded, function, "written and read again, it is another function");
    assert_eq!(forest.emit(function), forest.emit(reloaded));

    for values in points(&mut Stream::of(seed), &case.sizes, 24) {
        let terminal = diagram.walk(&values);
        assert!(terminal < case.terminals, "walked to {terminal} of {}", case.terminals);
        assert_eq!(terminal, plain::walk(&case.words, case.root, &values), "at {values:?}");
        assert_eq!(again.walk(&values), terminal, "written again, at {values:?}");
        assert_eq!(forest.value(function, &values), u32::from(terminal), "loaded, at {values:?}");
    }

    let values = forest.values(function);
    assert!(values.iter().all(|value| *value < u32::from(case.terminals)), "{values:?}");
    let sum: u128 = values.iter().map(|value| forest.count(function, |other| other == *value)).sum();
    assert_eq!(sum, forest.count(function, |_| true), "the parts do not add up");
    for value in values.into_iter().take(8) {
        let at = forest.find(function, |other| other == value).expect("a value that it has").lowest();
        assert_eq!(u32::from(diagram.walk(&at)), value, "found at {at:?}");
    }
    true
}
