//! Values that depend on facts, as scripts see them: numbers and labels. Booleans are asked for and become plain ones.

use crate::explorer::{Explorer, Facts, Interner, POISON, Work};
use crate::fault::{Fault, Place, suggest};
use crate::schema::{Meaning, Schema};
use plimsoll_core::diagram::Ref;
use plimsoll_core::facet::{self, Facet};
use plimsoll_core::policy::{DraftDomain, KnownFacet};
use rhai::{Dynamic, INT};

/// A number that depends on facts: a function whose values are positions among [`Explorer::integers`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Number(pub(crate) Ref);

/// A label that depends on facts: a function whose values are positions among [`Explorer::labels`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Label(pub(crate) Ref);

/// What a rule is about: the risk or the incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Subject;

/// An integer, plain or not.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Integer {
    Plain(INT),
    Open(Ref),
}

/// How integers are combined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Operation {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    Least,
    Greatest,
}

/// How integers are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Comparison {
    pub(crate) fn holds<T: Ord>(self, a: &T, b: &T) -> bool {
        match self {
            Self::Equal => a == b,
            Self::NotEqual => a != b,
            Self::Less => a < b,
            Self::LessOrEqual => a <= b,
            Self::Greater => a > b,
            Self::GreaterOrEqual => a >= b,
        }
    }
}

impl Operation {
    fn of(self, a: INT, b: INT) -> Option<INT> {
        match self {
            Self::Add => a.checked_add(b),
            Self::Subtract => a.checked_sub(b),
            Self::Multiply => a.checked_mul(b),
            Self::Divide => a.checked_div(b),
            Self::Remainder => a.checked_rem(b),
            Self::Least => Some(a.min(b)),
            Self::Greatest => Some(a.max(b)),
        }
    }

    const fn fails(self) -> &'static str {
        match self {
            Self::Divide | Self::Remainder => "division by zero, or a quotient that is too large",
            _ => "the result is too large",
        }
    }
}

impl Explorer {
    /// The value of a fact by name. Where the script needs a plain value, the fact is settled first.
    pub(crate) fn read(&mut self, name: &str, plain: bool, place: Place) -> Result<Dynamic, Fault> {
        let Some(meaning) = self.schema.meaning(name) else {
            let help = suggest(name, &self.schema.names());
            return Err(Fault::new(place, format!("there is no fact \"{name}\""), help));
        };
        let value = match meaning {
            Meaning::Facet(known) => self.read_facet(&known, place)?,
            Meaning::Score => self.score(),
            Meaning::HighWater => self.high_water(),
        };
        if plain { self.plain(value, place) } else { Ok(value) }
    }

    fn read_facet(&mut self, known: &KnownFacet, place: Place) -> Result<Dynamic, Fault> {
        let facet = known.facet;
        if let Facts::Given(values) = &self.facts {
            let value = values.get(facet.index()).copied().unwrap_or_default();
            return Ok(match &known.domain {
                DraftDomain::Bool => Dynamic::from_bool(value != 0),
                DraftDomain::Labels(_) => known.domain.show(value).into(),
                DraftDomain::Range { low, .. } => {
                    Dynamic::from_int(i64::from(*low).saturating_add(value.into()))
                }
            });
        }
        Ok(match &known.domain {
            DraftDomain::Bool => {
                self.read = self.read.or(facet.set());
                let condition = self.forest.among(facet, &[1..=1]);
                Dynamic::from_bool(self.decide(condition, place)?)
            }
            DraftDomain::Labels(labels) => Dynamic::from(Label(self.labelled(facet, labels))),
            DraftDomain::Range { low, .. } => {
                let low = i64::from(*low);
                let number = |explorer: &mut Self, value: u16| {
                    explorer.integers.number(&low.saturating_add(value.into()))
                };
                let function = self.facet(facet, false, number);
                self.integer(function)
            }
        })
    }

    fn labelled(&mut self, facet: Facet, labels: &[String]) -> Ref {
        self.facet(facet, false, |explorer, value| match labels.get(usize::from(value)) {
            Some(label) => explorer.labels.number(label),
            None => POISON,
        })
    }

    /// The score of the matrix before rules, from 1.
    fn score(&mut self) -> Dynamic {
        if let Facts::Given(values) = &self.facts {
            let values = **values;
            let matrix = self.schema.draft.scores(&mut self.forest);
            return Dynamic::from_int(i64::from(self.forest.value(matrix, &values)).saturating_add(1));
        }
        self.read = self.read.or(facet::IMPACT.set()).or(facet::LIKELIHOOD.set());
        let matrix = self.schema.draft.scores(&mut self.forest);
        let integers = &mut self.integers;
        let function = self.forest.map(matrix, |cell| integers.number(&i64::from(cell).saturating_add(1)));
        self.integer(function)
    }

    /// The highest rating of the asset, as a label.
    fn high_water(&mut self) -> Dynamic {
        let levels: Vec<String> = plimsoll_core::Level::LABELS.iter().map(ToString::to_string).collect();
        if let Facts::Given(values) = &self.facts {
            let highest = Schema::RATINGS.iter().filter_map(|facet| values.get(facet.index())).max();
            let level = levels.get(usize::from(highest.copied().unwrap_or_default()).min(2));
            return level.cloned().unwrap_or_default().into();
        }
        let mut highest = Ref::terminal(0);
        for facet in Schema::RATINGS {
            let rating = self.facet(facet, true, |_, value| value.into());
            highest = self.forest.apply(highest, rating, u32::max);
        }
        let labels = &mut self.labels;
        let number = |level: u32| {
            let level = usize::try_from(level).ok().and_then(|level| levels.get(level));
            level.map_or(POISON, |level| labels.number(level))
        };
        Dynamic::from(Label(self.forest.map(highest, number)))
    }

    /// A number as scripts see it: plain where it does not depend on anything.
    fn integer(&self, function: Ref) -> Dynamic {
        match function.constant().and_then(|number| self.integers.get(number)) {
            Some(plain) => Dynamic::from_int(*plain),
            None => Dynamic::from(Number(function)),
        }
    }

    /// A value without dependence on facts: settled where it had any.
    pub(crate) fn plain(&mut self, value: Dynamic, place: Place) -> Result<Dynamic, Fault> {
        if let Some(Number(function)) = value.clone().try_cast::<Number>() {
            let number = self.settle(function, place)?;
            return Ok(Dynamic::from_int(self.integers.get(number).copied().unwrap_or_default()));
        }
        if let Some(Label(function)) = value.clone().try_cast::<Label>() {
            let number = self.settle(function, place)?;
            return Ok(self.labels.get(number).cloned().unwrap_or_default().into());
        }
        Ok(value)
    }

    fn open(&mut self, integer: Integer) -> Ref {
        match integer {
            Integer::Plain(value) => Ref::terminal(self.integers.number(&value)),
            Integer::Open(function) => function,
        }
    }

    pub(crate) fn combine(
        &mut self,
        operation: Operation,
        a: Integer,
        b: Integer,
        place: Place,
    ) -> Result<Dynamic, Fault> {
        let (a, b) = (self.open(a), self.open(b));
        let mut integers = std::mem::replace(&mut self.integers, Interner::new());
        let function = self.once(Work::Combined(operation), a, b, |forest, a, b| {
            forest.apply(a, b, |a, b| {
                let result = integers.get(a).zip(integers.get(b)).and_then(|(a, b)| operation.of(*a, *b));
                result.map_or(POISON, |result| integers.number(&result))
            })
        });
        self.integers = integers;
        let poison = Ref::terminal(POISON);
        let poisoned = self.once(Work::Is, function, poison, |forest, function, _| {
            forest.map(function, |value| u32::from(value == POISON))
        });
        if self.decide(poisoned, place)? {
            let help = "make sure before that it cannot happen, for example with an `if`";
            return Err(Fault::new(place, operation.fails(), help));
        }
        Ok(self.integer(function))
    }

    pub(crate) fn compare(
        &mut self,
        comparison: Comparison,
        a: Integer,
        b: Integer,
        place: Place,
    ) -> Result<bool, Fault> {
        let (a, b) = (self.open(a), self.open(b));
        let integers = std::mem::replace(&mut self.integers, Interner::new());
        let condition = self.once(Work::Compared(comparison), a, b, |forest, a, b| {
            forest.apply(a, b, |a, b| {
                u32::from(integers.get(a).zip(integers.get(b)).is_some_and(|(a, b)| comparison.holds(a, b)))
            })
        });
        self.integers = integers;
        self.decide(condition, place)
    }

    /// Whether a label is a certain one, which must be among those that it can be at all.
    pub(crate) fn is_label(&mut self, label: Label, wanted: &str, place: Place) -> Result<bool, Fault> {
        let possible = self.forest.values(label.0);
        let found = possible
            .iter()
            .copied()
            .find(|number| self.labels.get(*number).is_some_and(|known| known == wanted));
        match found {
            Some(number) => {
                let condition = self.once(Work::Is, label.0, Ref::terminal(number), |forest, label, _| {
                    forest.map(label, |value| u32::from(value == number))
                });
                self.decide(condition, place)
            }
            None => {
                let known: Vec<&str> = possible
                    .iter()
                    .filter_map(|number| self.labels.get(*number))
                    .map(String::as_str)
                    .collect();
                let help = suggest(wanted, &known);
                Err(Fault::new(place, format!("it is never \"{wanted}\""), help))
            }
        }
    }

    pub(crate) fn same_label(&mut self, a: Label, b: Label, place: Place) -> Result<bool, Fault> {
        let condition =
            self.once(Work::Same, a.0, b.0, |forest, a, b| forest.apply(a, b, |a, b| u32::from(a == b)));
        self.decide(condition, place)
    }

    /// The position of a level: 0 for low, 1 for medium, 2 for high.
    pub(crate) fn level(&self, name: &str, place: Place) -> Result<INT, Fault> {
        match plimsoll_core::Level::from_label(name) {
            Some(level) => Ok(level.index().into()),
            None => {
                let help = "only the levels low, medium and high have numbers: 0, 1 and 2";
                Err(Fault::new(place, format!("\"{name}\" is not a number"), help))
            }
        }
    }
}
