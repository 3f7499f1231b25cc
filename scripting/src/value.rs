//! Values that depend on facts, as scripts see them: numbers and labels. Booleans are asked for and become plain ones.

use crate::explorer::{Explorer, Facts, Interner, POISON, Work};
use crate::fault::{Fault, Place, suggest};
use crate::schema::{Meaning, Schema};
use plimsoll_core::diagram::Ref;
use plimsoll_core::facet;
use plimsoll_core::policy::{DraftDomain, KnownFacet};
use rhai::{Array, Dynamic, INT, Map};

/// A number that depends on facts: a function whose values are positions among [`Explorer::integers`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Number(pub(crate) Ref);

/// A label that depends on facts: a function whose values are positions among [`Explorer::labels`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Label(pub(crate) Ref);

/// What a script reads from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Subject {
    /// The risk or incident.
    Facts,
    /// What is decided of it.
    Decision,
}

/// Something that can be read, as a function of the facets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fact {
    /// A number: positions among [`Explorer::integers`].
    Number(Ref),
    /// A label: positions among [`Explorer::labels`].
    Label(Ref),
    /// False and true: 0 and 1.
    Flag(Ref),
}

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
    pub(crate) fn read(&mut self, subject: Subject, name: &str, place: Place) -> Result<Dynamic, Fault> {
        let Some(fact) = self.fact(subject, name) else {
            let help = suggest(name, &self.names(subject));
            return Err(Fault::new(place, format!("there is no fact \"{name}\""), help));
        };
        let function = match fact {
            Fact::Number(function) | Fact::Label(function) | Fact::Flag(function) => function,
        };
        let given = match &self.facts {
            Facts::Given(values) => Some(self.forest.value(function, values)),
            Facts::Explored => function.constant(),
        };
        let value = match (fact, given) {
            (Fact::Number(_), Some(number)) => {
                Dynamic::from_int(self.integers.get(number).copied().unwrap_or_default())
            }
            (Fact::Label(_), Some(number)) => self.labels.get(number).cloned().unwrap_or_default().into(),
            (Fact::Flag(_), Some(flag)) => Dynamic::from_bool(flag != 0),
            (Fact::Number(function), None) => Dynamic::from(Number(function)),
            (Fact::Label(function), None) => Dynamic::from(Label(function)),
            (Fact::Flag(condition), None) => Dynamic::from_bool(self.decide(condition, place)?),
        };
        if self.plain.places.contains(&place) { self.made_plain(value, place) } else { Ok(value) }
    }

    fn fact(&mut self, subject: Subject, name: &str) -> Option<Fact> {
        if let Some((fact, read)) = self.given.get(&(subject, name.to_string())) {
            self.read = self.read.or(*read);
            return Some(*fact);
        }
        if subject == Subject::Decision {
            return None;
        }
        Some(match self.schema.meaning(name)? {
            Meaning::Facet(known) => self.facet_fact(&known),
            Meaning::Score => self.score(),
            Meaning::HighWater => self.high_water(),
        })
    }

    /// Every name that can be read of a subject.
    fn names(&self, subject: Subject) -> Vec<&str> {
        let given = self.given.keys().filter(|(of, _)| *of == subject).map(|(_, name)| name.as_str());
        match subject {
            Subject::Facts => self.schema.names(),
            Subject::Decision => given.collect(),
        }
    }

    fn facet_fact(&mut self, known: &KnownFacet) -> Fact {
        let facet = known.facet;
        match &known.domain {
            DraftDomain::Bool => Fact::Flag(self.facet(facet, true, |_, value| value.into())),
            DraftDomain::Labels(labels) => {
                Fact::Label(self.facet(
                    facet,
                    false,
                    |explorer, value| match labels.get(usize::from(value)) {
                        Some(label) => explorer.labels.number(label),
                        None => POISON,
                    },
                ))
            }
            DraftDomain::Range { low, .. } => {
                let low = i64::from(*low);
                let number = |explorer: &mut Self, value: u16| {
                    explorer.integers.number(&low.saturating_add(value.into()))
                };
                Fact::Number(self.facet(facet, false, number))
            }
        }
    }

    /// The score of the matrix before rules, from 1.
    fn score(&mut self) -> Fact {
        self.read = self.read.or(facet::IMPACT.set()).or(facet::LIKELIHOOD.set());
        let matrix = self.schema.draft.scores(&mut self.forest);
        let integers = &mut self.integers;
        let number = |cell: u32| integers.number(&i64::from(cell).saturating_add(1));
        Fact::Number(self.forest.map(matrix, number))
    }

    /// The highest rating of the asset, as a label.
    fn high_water(&mut self) -> Fact {
        let mut highest = Ref::terminal(0);
        for facet in Schema::RATINGS {
            let rating = self.facet(facet, true, |_, value| value.into());
            highest = self.forest.apply(highest, rating, u32::max);
        }
        let labels = &mut self.labels;
        let number = |level: u32| {
            let level = usize::try_from(level).ok().and_then(|level| plimsoll_core::Level::LABELS.get(level));
            level.map_or(POISON, |level| labels.number(&level.to_string()))
        };
        Fact::Label(self.forest.map(highest, number))
    }

    /// A number as scripts see it: plain where it does not depend on anything.
    fn integer(&self, function: Ref) -> Dynamic {
        match function.constant().and_then(|number| self.integers.get(number)) {
            Some(plain) => Dynamic::from_int(*plain),
            None => Dynamic::from(Number(function)),
        }
    }

    /// A value without dependence on facts: settled where it had any.
    pub(crate) fn made_plain(&mut self, value: Dynamic, place: Place) -> Result<Dynamic, Fault> {
        if let Some(Number(function)) = value.clone().try_cast::<Number>() {
            let number = self.settle(function, place)?;
            return Ok(Dynamic::from_int(self.integers.get(number).copied().unwrap_or_default()));
        }
        if let Some(Label(function)) = value.clone().try_cast::<Label>() {
            let number = self.settle(function, place)?;
            return Ok(self.labels.get(number).cloned().unwrap_or_default().into());
        }
        if value.is_array() {
            let members = value.into_array().unwrap_or_default().into_iter();
            return Ok(members
                .map(|member| self.made_plain(member, place))
                .collect::<Result<Array, _>>()?
                .into());
        }
        if value.is_map() {
            let members = value.try_cast::<Map>().unwrap_or_default().into_iter();
            let plain = members.map(|(key, member)| Ok((key, self.made_plain(member, place)?)));
            return Ok(plain.collect::<Result<Map, _>>()?.into());
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
        let value = self.integer(function);
        // The value of a whole expression is settled rather than the facts in it, of whose values there are more.
        if self.plain.places.contains(&place) { self.made_plain(value, place) } else { Ok(value) }
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
        let found =
            possible.into_iter().find(|number| self.labels.get(*number).is_some_and(|known| known == wanted));
        match found {
            Some(number) => {
                let condition = self.once(Work::Is, label.0, Ref::terminal(number), |forest, label, _| {
                    forest.map(label, |value| u32::from(value == number))
                });
                self.decide(condition, place)
            }
            None => {
                let help = suggest(wanted, &self.known_labels(label));
                Err(Fault::new(place, format!("it is never \"{wanted}\""), help))
            }
        }
    }

    /// The labels that a value can be.
    fn known_labels(&self, label: Label) -> Vec<&str> {
        let possible = self.forest.values(label.0).into_iter();
        possible.filter_map(|number| self.labels.get(number)).map(String::as_str).collect()
    }

    /// What a label can be compared with.
    pub(crate) fn said_of_label(&mut self, label: Label) -> String {
        format!("compare it with a string: it is one of {}", self.known_labels(label).join(", "))
    }

    /// What a number can be compared with.
    pub(crate) fn said_of_number(&mut self, number: Number) -> String {
        let possible = self.forest.values(number.0).into_iter();
        let numbers: Vec<INT> = possible.filter_map(|number| self.integers.get(number)).copied().collect();
        match (numbers.iter().min(), numbers.iter().max()) {
            (Some(least), Some(most)) => format!("compare it with a number: it is from {least} to {most}"),
            _ => "compare it with a number".into(),
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
