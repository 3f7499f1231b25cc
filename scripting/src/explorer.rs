//! Which questions a rule asks of the facts, and which answers have been tried.
//!
//! A rule runs on the interpreter. Whenever it depends on a fact, it asks [`Explorer::decide`], which knows the condition
//! under which the rule has come this far. An answer that follows from that condition is given at once; an open one is
//! recorded, and the rule runs again for the other answer. So each possible path runs once and impossible ones never do.

use crate::fault::{Fault, Place};
use crate::sandbox::Plain;
use crate::schema::Schema;
use crate::value::{Comparison, Fact, Operation, Subject};
use plimsoll_core::ProposalKind;
use plimsoll_core::diagram::{Forest, Ref};
use plimsoll_core::facet::{Facet, FacetSet, Values};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

#[cfg(test)]
mod tests;

/// How many paths one rule may have.
pub(crate) const MAX_PATHS: usize = 50_000;

/// How much work one function may be: children of diagrams worked out, and steps of the interpreter, which weigh more.
pub(crate) const MAX_WORK: u64 = 200_000_000;

/// How much work all functions of a policy together may be.
pub(crate) const MAX_WORK_IN_ALL: u64 = 800_000_000;

/// How much a step of the interpreter weighs.
pub(crate) const STEP: u64 = 4;

/// What stands for a value that cannot be computed, such as the quotient by zero.
pub(crate) const POISON: u32 = (1 << 30) - 1;

/// A proposal that a rule made, and where.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Made {
    pub(crate) kind: ProposalKind,
    pub(crate) amount: u8,
    pub(crate) text: String,
    pub(crate) place: Place,
}

/// Values of one kind, numbered in order of appearance.
#[derive(Debug)]
pub(crate) struct Interner<T> {
    values: Vec<T>,
    numbers: BTreeMap<T, u32>,
}

impl<T: Ord + Clone> Interner<T> {
    pub(crate) const fn new() -> Self {
        Self { values: Vec::new(), numbers: BTreeMap::new() }
    }

    pub(crate) fn number(&mut self, value: &T) -> u32 {
        if let Some(known) = self.numbers.get(value) {
            return *known;
        }
        let number = u32::try_from(self.values.len()).unwrap_or(POISON);
        self.values.push(value.clone());
        self.numbers.insert(value.clone(), number);
        number
    }

    pub(crate) fn get(&self, number: u32) -> Option<&T> {
        self.values.get(usize::try_from(number).ok()?)
    }

    pub(crate) fn into_values(self) -> Vec<T> {
        self.values
    }
}

/// How facts answer.
#[derive(Clone, Debug)]
pub(crate) enum Facts {
    /// By what has been tried so far.
    Explored,
    /// By one situation.
    Given(Box<Values>),
}

/// What two functions are worked together to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Work {
    /// The first, where the second is true.
    Where,
    /// The first, where the second is false.
    Unless,
    /// Their values combined.
    Combined(Operation),
    /// Whether their values compare so.
    Compared(Comparison),
    /// Whether the value is that of the second, a constant.
    Is,
    /// Whether the value is less than that of the second, a constant.
    Below,
    /// Whether their values are equal.
    Same,
    /// The facet whose position the second, a constant, gives.
    Facet,
}

#[derive(Debug)]
struct Choice {
    condition: Ref,
    answer: bool,
    /// The function of the rule where the condition is true, once that is known.
    then: Option<Ref>,
}

/// The state of an exploration, shared by the functions that the interpreter calls.
#[derive(Debug)]
pub(crate) struct Explorer {
    pub(crate) schema: Schema,
    pub(crate) forest: Forest,
    pub(crate) integers: Interner<i64>,
    pub(crate) labels: Interner<String>,
    pub(crate) facts: Facts,
    /// What can be read beside the facts of the schema, or in their place, with the facets that it depends on.
    pub(crate) given: BTreeMap<(Subject, String), (Fact, FacetSet)>,
    path: Ref,
    choices: Vec<Choice>,
    next: usize,
    pub(crate) made: Vec<Made>,
    /// What has been worked out before: each run repeats most of the one before. Only looked up, never listed.
    known: HashMap<(Work, Ref, Ref), Ref>,
    /// The values of functions that were settled. Only looked up, never listed.
    settled: HashMap<Ref, Arc<[u32]>>,
    /// Where the script needs plain values.
    pub(crate) plain: Plain,
    /// The first thing that went wrong in this run; it stays, whatever the script does about it.
    pub(crate) fault: Option<Fault>,
    pub(crate) read: FacetSet,
    pub(crate) reached: BTreeSet<Place>,
}

impl Explorer {
    pub(crate) fn new(schema: Schema, forest: Forest) -> Self {
        Self {
            forest,
            schema,
            integers: Interner::new(),
            labels: Interner::new(),
            facts: Facts::Explored,
            given: BTreeMap::new(),
            path: Ref::TRUE,
            choices: Vec::new(),
            next: 0,
            made: Vec::new(),
            known: HashMap::new(),
            settled: HashMap::new(),
            plain: Plain::default(),
            fault: None,
            read: FacetSet::NONE,
            reached: BTreeSet::new(),
        }
    }

    /// Forgets the last run, and keeps the answers that it is to be repeated with.
    pub(crate) fn rewind(&mut self) {
        self.path = Ref::TRUE;
        self.next = 0;
        self.made.clear();
        self.fault = None;
    }

    /// Works something out, unless it is known.
    pub(crate) fn once(
        &mut self,
        work: Work,
        a: Ref,
        b: Ref,
        make: impl FnOnce(&mut Forest, Ref, Ref) -> Ref,
    ) -> Ref {
        if let Some(known) = self.known.get(&(work, a, b)) {
            return *known;
        }
        let made = make(&mut self.forest, a, b);
        self.known.insert((work, a, b), made);
        made
    }

    /// Whether a condition holds in this run.
    pub(crate) fn decide(&mut self, condition: Ref, place: Place) -> Result<bool, Fault> {
        let holds = self
            .once(Work::Where, self.path, condition, |forest, path, condition| forest.and(path, condition));
        if holds == Ref::FALSE {
            return Ok(false);
        }
        if holds == self.path {
            return Ok(true);
        }
        let answer = match self.choices.get(self.next) {
            Some(choice) if choice.condition == condition => choice.answer,
            Some(_) => return Err(Fault::unsteady(place)),
            None => {
                self.choices.push(Choice { condition, answer: true, then: None });
                true
            }
        };
        self.next = self.next.saturating_add(1);
        self.path = if answer {
            holds
        } else {
            self.once(Work::Unless, self.path, condition, |forest, path, condition| {
                forest.apply(path, condition, |path, condition| u32::from(path != 0 && condition == 0))
            })
        };
        Ok(answer)
    }

    /// Takes the outcome of a run. `None` if there is a path left to run; else the function of the whole rule.
    pub(crate) fn finish(&mut self, outcome: Ref) -> Option<Ref> {
        let mut function = outcome;
        while let Some(last) = self.choices.last_mut() {
            if let Some(then) = last.then {
                function = self.forest.choose(last.condition, then, function);
                self.choices.pop();
            } else {
                last.then = Some(function);
                last.answer = false;
                return None;
            }
        }
        Some(function)
    }

    /// How much of all situations the finished paths cover, in whole per cent.
    pub(crate) fn explored_percent(&mut self) -> u128 {
        let (mut path, mut done) = (Ref::TRUE, Ref::FALSE);
        for choice in std::mem::take(&mut self.choices) {
            let holds = self.forest.and(path, choice.condition);
            if choice.then.is_some() {
                done = self.forest.or(done, holds);
                path = self
                    .forest
                    .apply(path, choice.condition, |path, asked| u32::from(path != 0 && asked == 0));
            } else {
                path = holds;
            }
        }
        let all = self.forest.count(Ref::TRUE, |_| true);
        let covered = self.forest.count(done, |value| value != 0);
        covered.saturating_mul(100).checked_div(all).unwrap_or(100)
    }

    /// The value that a function of facts has in this run: settled by halving what is left until that is one.
    pub(crate) fn settle(&mut self, function: Ref, place: Place) -> Result<u32, Fault> {
        let values = match self.settled.get(&function) {
            Some(known) => Arc::clone(known),
            None => {
                let values: Arc<[u32]> = self.forest.values(function).into();
                self.settled.insert(function, Arc::clone(&values));
                values
            }
        };
        let mut left = values.as_ref();
        while let Some((lower, upper)) =
            left.split_at_checked(left.len() / 2).filter(|(lower, _)| !lower.is_empty())
        {
            let Some(first) = upper.first().copied() else { break };
            let condition = self.once(Work::Below, function, Ref::terminal(first), |forest, function, _| {
                forest.map(function, |value| u32::from(value < first))
            });
            left = if self.decide(condition, place)? { lower } else { upper };
        }
        Ok(left.first().copied().unwrap_or_default())
    }

    /// A facet as a function that gives its values, numbered in one way: of what it stands for, or (`raw`) as they are.
    pub(crate) fn facet(&mut self, facet: Facet, raw: bool, number: impl Fn(&mut Self, u16) -> u32) -> Ref {
        self.read = self.read.or(facet.set());
        let key = (Work::Facet, Ref::terminal(facet.get().into()), Ref::terminal(raw.into()));
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        let size = self.forest.size(facet);
        let children: Vec<(u16, Ref)> =
            (0..size).map(|value| (value, Ref::terminal(number(self, value)))).collect();
        let made = self.forest.branch(facet, children);
        self.known.insert(key, made);
        made
    }
}
