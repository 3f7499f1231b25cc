//! What changes, for whom, and why, when one policy takes the place of another.

mod cause;

pub use cause::Cause;

use crate::explorer::Interner;
use crate::model::{Ground, IncidentModel, Part, PartKind, RiskModel, Texts, lowest, placements};
use crate::stack::with_stack;
use cause::{of_incident, of_risk};
use plimsoll_core::Policy;
use plimsoll_core::diagram::{Forest, Ref};
use plimsoll_core::facet::{FacetSet, Values};
use plimsoll_core::policy::Space;
use plimsoll_core::table::{When, matches};

/// What differs between two policies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// What changes for risks.
    pub risks: Changes,
    /// What changes for incidents.
    pub incidents: Changes,
    /// What changes of what goes where: a part for each tool, over what is known of assets.
    pub placements: Changes,
    /// What one policy knows and the other does not, such as a label: no situation with it can be compared.
    pub apart: Vec<String>,
}

/// What changes for risks, or for incidents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// How many situations there are: the combinations of the values of `facets`.
    pub situations: u128,
    /// In how many of them something is decided otherwise.
    pub changed: u128,
    /// The facets that decisions depend on, under either policy.
    pub facets: Vec<String>,
    /// What the tables and rules say otherwise, each by itself, in the order of the decision.
    pub statements: Vec<Change>,
    /// What is decided otherwise, part by part of the decision, each by how many situations it is for.
    pub changes: Vec<Change>,
}

/// One part of the decision, or one table or rule, changes in one way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The part of the decision; the table, or the file and name of the rule.
    pub part: String,
    /// From what to what: `accept -> reduce`, or for scores by how much: `+2`.
    pub what: String,
    /// In how many situations.
    pub situations: u128,
    /// Which ones, the widest first; they may overlap.
    pub cubes: Vec<Cube>,
    /// How many more situations there are beyond these.
    pub more: u128,
}

/// Situations that are alike in a few facets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cube {
    /// The facets that matter, with their values: `apac`, `!= apac`, `>= 4`, `2..3|5`. The others may have any value.
    pub when: Vec<(String, String)>,
    /// How many situations there are.
    pub situations: u128,
    /// What makes the difference in the first of them.
    pub causes: Vec<Cause>,
}

/// Compares two policies over every situation that both know. Each change is told in at most `cubes` cubes. `begin` hears of
/// each step, and how many there are in all.
///
/// The decisions compared are those of the policies alone, without a choice of the owner and without an exception; what an
/// owner may choose, and whether an exception can be made, are parts of them.
///
/// # Errors
/// The policies tell more apart than can be worked through.
///
/// ```
/// use plimsoll_core::Policy;
/// use plimsoll_core::policy::Draft;
/// use plimsoll_scripting::diff;
/// let mut draft = Draft::standard();
/// draft.acceptance_level = 8;
/// let blob = draft.compile().unwrap();
/// let (old, new) = (Policy::standard(), Policy::verify(&blob)?);
/// let difference = diff(&old, &new, 4, |_, _| ())?;
/// let response = &difference.risks.changes[0];
/// // Of the matrix, only the cell of 3 x 3 has a score of 9.
/// assert_eq!((response.part.as_str(), response.what.as_str()), ("response", "accept -> reduce"));
/// assert_eq!(difference.incidents.changed, 0);
/// assert_eq!(diff(&old, &old, 4, |_, _| ())?.risks.changed, 0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn diff(
    old: &Policy<'_>,
    new: &Policy<'_>,
    cubes: usize,
    begin: impl FnMut(&str, usize) + Send,
) -> Result<Difference, TooMuch> {
    with_stack(|| compare(old, new, cubes, begin)).unwrap_or(Err(TooMuch))
}

/// Two policies tell more situations apart, or declare more facets, than can be worked through together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooMuch;

impl std::fmt::Display for TooMuch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the policies tell more situations apart than can be worked through together")
    }
}

impl std::error::Error for TooMuch {}

fn compare(
    old: &Policy<'_>,
    new: &Policy<'_>,
    cubes: usize,
    mut begin: impl FnMut(&str, usize),
) -> Result<Difference, TooMuch> {
    let both = [old, new];
    let mut difference = Difference::default();
    for space in [Space::Risk, Space::Incident] {
        let name = if space == Space::Risk { "risks" } else { "incidents" };
        begin(name, 2);
        let ground = Ground::new(space, &both).ok_or(TooMuch)?;
        let mut forest = ground.forest();
        let mut texts = Texts::new();
        let (mut parts, mut statements) = (Vec::new(), Vec::new());
        for (number, policy) in both.into_iter().enumerate() {
            parts.push(match space {
                Space::Risk => {
                    let model = RiskModel::new(&mut forest, &ground, number, policy);
                    statements.push(model.statements(&mut forest, policy, &mut texts));
                    model.parts(&mut forest, policy, &mut texts)
                }
                Space::Incident => {
                    let model = IncidentModel::new(&mut forest, &ground, number, policy);
                    statements.push(model.statements(&mut forest, policy, &mut texts));
                    model.parts(&mut forest, policy, &mut texts)
                }
            });
        }
        let causes = |point: &Values| match space {
            Space::Risk => of_risk(&ground, old, new, point),
            Space::Incident => of_incident(&ground, old, new, point),
        };
        let nothing = texts.number(&"nothing".to_string());
        let ([before, after], [stated, states]) = (parts.as_slice(), statements.as_slice()) else {
            return Err(TooMuch);
        };
        let mut comparison = Comparison { ground: &ground, forest: &mut forest, texts: &texts, cubes };
        let changes = comparison.changes(before, after, &matched(stated, states, nothing), causes);
        if forest.is_exhausted() {
            return Err(TooMuch);
        }
        match space {
            Space::Risk => difference.risks = changes,
            Space::Incident => difference.incidents = changes,
        }
        let known =
            ground.apart.into_iter().filter(|note| !difference.apart.contains(note)).collect::<Vec<_>>();
        difference.apart.extend(known);
    }
    difference.placements = of_placements(both, cubes)?;
    Ok(difference)
}

/// What changes of the placement tables, tool by tool; a tool that one policy does not know is one of which it says nothing.
fn of_placements(both: [&Policy<'_>; 2], cubes: usize) -> Result<Changes, TooMuch> {
    let ground = Ground::new(Space::Risk, &both).ok_or(TooMuch)?;
    let (mut forest, mut texts) = (ground.forest(), Texts::new());
    let nothing = texts.number(&"nothing".to_string());
    let mut of = |number, policy| placements(&mut forest, &ground, number, policy, &mut texts);
    let [old, new] = both;
    let (old, new) = (of(0, old), of(1, new));
    let (before, after): (Vec<Part>, Vec<Part>) = matched(&old, &new, nothing).into_iter().unzip();
    let mut comparison = Comparison { ground: &ground, forest: &mut forest, texts: &texts, cubes };
    let changes = comparison.changes(&before, &after, &[], |_| Vec::new());
    if forest.is_exhausted() { Err(TooMuch) } else { Ok(changes) }
}

/// The statements of two policies in pairs, by name; where one has none of a name, it says nothing.
fn matched(old: &[Part], new: &[Part], nothing: u32) -> Vec<(Part, Part)> {
    let silent = |part: &Part| Part { function: Ref::terminal(nothing), ..part.clone() };
    let of = |parts: &[Part], part: &Part| parts.iter().find(|other| other.name == part.name).cloned();
    let held = old.iter().map(|part| (part.clone(), of(new, part).unwrap_or_else(|| silent(part))));
    let added = new.iter().filter(|part| of(old, part).is_none()).map(|part| (silent(part), part.clone()));
    held.chain(added).collect()
}

struct Comparison<'a> {
    ground: &'a Ground,
    forest: &'a mut Forest,
    texts: &'a Texts,
    cubes: usize,
}

impl Comparison<'_> {
    fn changes(
        &mut self,
        before: &[Part],
        after: &[Part],
        stated: &[(Part, Part)],
        causes: impl Fn(&Values) -> Vec<Cause>,
    ) -> Changes {
        let said = stated.iter().flat_map(|(old, new)| [old.function, new.function]);
        let functions = before.iter().chain(after).map(|part| part.function).chain(said);
        let read = functions.fold(FacetSet::NONE, |read, function| read.or(self.forest.support(function)));
        let mut changed = Ref::FALSE;
        let mut changes = Vec::new();
        for (old, new) in before.iter().zip(after) {
            let differ = self.forest.apply(old.function, new.function, |old, new| u32::from(old != new));
            changed = self.forest.or(changed, differ);
            changes.extend(self.part(old, new, read, &causes));
        }
        let statements =
            stated.iter().flat_map(|(old, new)| self.part(old, new, read, &|_| Vec::new())).collect();
        Changes {
            situations: self.forest.count_over(Ref::TRUE, read, |_| true),
            changed: self.forest.count_over(changed, read, |value| value != 0),
            facets: self.ground.names(read),
            statements,
            changes,
        }
    }

    /// The changes of one part of the decision.
    fn part(
        &mut self,
        old: &Part,
        new: &Part,
        read: FacetSet,
        causes: &impl Fn(&Values) -> Vec<Cause>,
    ) -> Vec<Change> {
        let mut ways: Interner<(i64, u32, u32)> = Interner::new();
        let alike = ways.number(&(0, 0, 0));
        let by_amount = old.kind == PartKind::Amount;
        let how = self.forest.apply(old.function, new.function, |from, to| match (from == to, by_amount) {
            (true, _) => alike,
            (false, true) => ways.number(&(i64::from(to).saturating_sub(from.into()), 0, 0)),
            (false, false) => ways.number(&(0, from, to)),
        });
        let mut changes: Vec<Change> = (1..)
            .zip(ways.into_values().into_iter().skip(1))
            .filter_map(|(way, (amount, from, to)): (u32, _)| {
                let set = self.forest.map(how, |found| u32::from(found == way));
                if set == Ref::FALSE {
                    return None;
                }
                let what = match by_amount {
                    true => self.by_amount(old, new, set, amount),
                    false => format!("{} -> {}", old.show(self.texts, from), new.show(self.texts, to)),
                };
                let (cubes, rest) = self.forest.cover(set, self.cubes);
                let cubes: Vec<Cube> = cubes.iter().map(|cube| self.cube(cube, read, causes)).collect();
                let situations = self.forest.count_over(set, read, |value| value != 0);
                let more = self.forest.count_over(rest, read, |value| value != 0);
                Some(Change { part: old.name.clone(), what, situations, cubes, more })
            })
            .collect();
        changes.sort_by(|a, b| (b.situations, &a.what).cmp(&(a.situations, &b.what)));
        changes
    }

    /// A change of a number: from what to what if that is always the same, else by how much.
    fn by_amount(&mut self, old: &Part, new: &Part, set: Ref, amount: i64) -> String {
        let mut within =
            |part: &Part| {
                let here = self
                    .forest
                    .apply(set, part.function, |here, value| if here == 0 { u32::MAX >> 1 } else { value });
                let values = self.forest.values(here);
                values.into_iter().filter(|value| *value != u32::MAX >> 1).collect::<Vec<_>>()
            };
        match (within(old).as_slice(), within(new).as_slice()) {
            ([from], [to]) => format!("{from} -> {to}"),
            _ => format!("{amount:+}"),
        }
    }

    fn cube(&mut self, cube: &When, read: FacetSet, causes: &impl Fn(&Values) -> Vec<Cause>) -> Cube {
        let set = matches(self.forest, cube);
        Cube {
            when: self.ground.conditions(cube),
            situations: self.forest.count_over(set, read, |value| value != 0),
            causes: causes(&lowest(cube)),
        }
    }
}
