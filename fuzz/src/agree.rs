//! Small decision tables against a scan of their rows at every point.

use arbitrary::{Result, Unstructured};
use plimsoll_core::diagram::{Diagram, Forest, Situation};
use plimsoll_core::facet::{FACETS, Facet, FacetSet, Values};
use plimsoll_core::table::{Condition, TableFault, When, first_match, unique_hit};

/// Facets, with how many values each has.
type Sizes = Vec<(Facet, u16)>;

/// Up to four facets of up to five values, with a gap between their positions, and up to six rows.
pub fn run(data: &[u8]) -> bool {
    let Ok((sizes, rows)) = table(&mut Unstructured::new(data)) else { return false };
    let scan = Scan::new(&sizes, &rows);
    let sound = first(&scan);
    unique(&scan) || sound
}

fn table(input: &mut Unstructured<'_>) -> Result<(Sizes, Vec<When>)> {
    let mut sizes = Vec::new();
    for n in 0..input.int_in_range(1..=4)? {
        let facet = Facet::new(n * 15).expect("below FACETS");
        sizes.push((facet, input.int_in_range(1..=5)?));
    }
    let mut rows = Vec::new();
    for _ in 0..input.int_in_range(0..=6)? {
        let mut when = Vec::new();
        for _ in 0..input.int_in_range(0..=3)? {
            let (facet, _) = *input.choose(&sizes)?;
            when.push(if input.arbitrary()? {
                let values: [u16; 3] = [small(input)?, small(input)?, small(input)?];
                let some = input.int_in_range(0..=3)?;
                Condition::among(facet, values.into_iter().take(some))
            } else {
                Condition::within(facet, small(input)?..=small(input)?)
            });
        }
        rows.push(when);
    }
    Ok((sizes, rows))
}

/// A value, often one that the facet has, at times far beyond.
fn small(input: &mut Unstructured<'_>) -> Result<u16> {
    if input.ratio(1, 16)? { Ok(u16::MAX) } else { input.int_in_range(0..=6) }
}

/// A table and every point of its domain.
struct Scan<'t> {
    sizes: &'t [(Facet, u16)],
    rows: &'t [When],
    points: Vec<Values>,
}

impl<'t> Scan<'t> {
    fn new(sizes: &'t [(Facet, u16)], rows: &'t [When]) -> Self {
        let mut points = vec![[0; FACETS]];
        for (facet, size) in sizes {
            let with = |point: Values| {
                (0..*size).map(move |value| {
                    let mut point = point;
                    point[facet.index()] = value;
                    point
                })
            };
            points = points.into_iter().flat_map(with).collect();
        }
        Self { sizes, rows, points }
    }

    fn matches(&self, row: usize, point: &Values) -> bool {
        let holds = |condition: &Condition| {
            condition.ranges.iter().any(|range| range.contains(&point[condition.facet.index()]))
        };
        self.rows[row].iter().all(holds)
    }

    fn matching<'s>(&'s self, point: &'s Values) -> impl Iterator<Item = usize> + 's {
        (0..self.rows.len()).filter(move |row| self.matches(*row, point))
    }

    /// The points of a situation: at least one.
    fn within(&self, situation: &Situation) -> Vec<&Values> {
        let inside =
            |point: &&Values| situation.0.iter().all(|(facet, range)| range.contains(&point[facet.index()]));
        let points: Vec<&Values> = self.points.iter().filter(inside).collect();
        assert!(points.contains(&&situation.lowest()), "{situation:?} is not in the domain");
        points
    }

    /// No row matches anywhere in a situation.
    fn lacks(&self, situation: &Situation) {
        for point in self.within(situation) {
            assert_eq!(self.matching(point).next(), None, "{situation:?} is not missing");
        }
    }

    fn missing(&self) -> bool {
        self.points.iter().any(|point| self.matching(point).next().is_none())
    }

    /// The table as a function, as words and as a scan are one.
    fn agrees(&self, forest: &Forest, table: plimsoll_core::diagram::Ref) {
        let (words, root) = forest.emit(table).expect("a small table");
        let rows = u16::try_from(self.rows.len()).expect("few rows");
        let size = |position: u8| Facet::new(position).map_or(0, |facet| forest.size(facet));
        let allowed = self.sizes.iter().fold(FacetSet::NONE, |set, (facet, _)| set.or(facet.set()));
        let diagram = Diagram::verify(&words, root, size, allowed, rows).expect("a table is a diagram");
        for point in &self.points {
            let row = self.matching(point).next().expect("a complete table");
            assert_eq!(usize::from(diagram.walk(point)), row, "{:?} at {point:?}", self.rows);
            assert_eq!(usize::try_from(forest.value(table, point)).ok(), Some(row));
        }
    }
}

/// Whether the rows are sound as a first-match table; either way, that is what is said of them.
fn first(scan: &Scan<'_>) -> bool {
    let mut forest = Forest::new(scan.sizes.iter().copied());
    let alive = |row| scan.points.iter().any(|point| scan.matching(point).next() == Some(row));
    let dead: Vec<usize> = (0..scan.rows.len()).filter(|row| !alive(*row)).collect();
    let faults = match first_match(&mut forest, scan.rows) {
        Ok(table) => {
            assert!(dead.is_empty() && !scan.missing(), "{:?} is taken for sound", scan.rows);
            scan.agrees(&forest, table);
            return true;
        }
        Err(faults) => faults,
    };
    let (mut told, mut missing) = (Vec::new(), false);
    for fault in faults {
        match fault {
            TableFault::Missing(situation) => {
                missing = true;
                scan.lacks(&situation);
            }
            TableFault::Dead { row, covered_by } => {
                told.push(row);
                let covers = |earlier: &usize| {
                    scan.points.iter().all(|point| !scan.matches(row, point) || scan.matches(*earlier, point))
                };
                assert_eq!(covered_by, (0..row).find(covers), "row {row} of {:?}", scan.rows);
            }
            TableFault::Overlap { .. } => panic!("rows of a first-match table may overlap"),
        }
    }
    assert_eq!((told, missing), (dead, scan.missing()), "{:?}", scan.rows);
    false
}

/// Whether the rows are sound as a unique-hit table; either way, that is what is said of them.
fn unique(scan: &Scan<'_>) -> bool {
    let mut forest = Forest::new(scan.sizes.iter().copied());
    let both = |first: usize, second: usize| {
        scan.points.iter().any(|point| scan.matches(first, point) && scan.matches(second, point))
    };
    let rows = 0..scan.rows.len();
    let pairs = rows.clone().flat_map(|second| (0..second).map(move |first| (first, second)));
    let overlaps: Vec<(usize, usize)> = pairs.filter(|(first, second)| both(*first, *second)).collect();
    let nowhere = |row: &usize| !scan.points.iter().any(|point| scan.matches(*row, point));
    let dead: Vec<usize> = rows.filter(nowhere).collect();
    let faults = match unique_hit(&mut forest, scan.rows) {
        Ok(table) => {
            let sound = overlaps.is_empty() && dead.is_empty() && !scan.missing();
            assert!(sound, "{:?} is taken for sound", scan.rows);
            scan.agrees(&forest, table);
            return true;
        }
        Err(faults) => faults,
    };
    let (mut told, mut empty, mut missing) = (Vec::new(), Vec::new(), false);
    for fault in faults {
        match fault {
            TableFault::Missing(situation) => {
                missing = true;
                scan.lacks(&situation);
            }
            TableFault::Dead { row, covered_by } => {
                empty.push(row);
                assert_eq!(covered_by, None);
            }
            TableFault::Overlap { first, second, at } => {
                told.push((first, second));
                for point in scan.within(&at) {
                    let both = scan.matches(first, point) && scan.matches(second, point);
                    assert!(both, "{first} and {second} do not overlap at {at:?}");
                }
            }
        }
    }
    assert_eq!((told, empty, missing), (overlaps, dead, scan.missing()), "{:?}", scan.rows);
    false
}
