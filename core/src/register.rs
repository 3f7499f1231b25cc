//! Registers of fixed capacity, for devices that keep their own.

use crate::{
    Action, ActionId, Asset, AssetId, Completion, Day, Incident, IncidentId, Origin, Progress, Risk, RiskId,
};
use crate::{Threat, ThreatClass, ThreatId};
use heapless::Vec;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};

/// The assets of a device (domain.md A4).
pub type AssetRegister<const N: usize> = Register<Asset, N>;

/// The threats of a device (domain.md A5).
pub type ThreatRegister<const N: usize> = Register<Threat, N>;

/// The actions of a device (domain.md A7).
pub type ActionRegister<const N: usize> = Register<Action, N>;

/// The risks of a device (domain.md A12).
pub type RiskRegister<const N: usize> = Register<Risk, N>;

/// The incidents of a device (domain.md B1).
pub type IncidentRegister<const N: usize> = Register<Incident, N>;

/// An entry that a register can find by its number.
///
/// ```
/// use plimsoll_core::{Keyed, Threat, ThreatId};
/// fn numbers(threats: &[Threat]) -> impl Iterator<Item = ThreatId> {
///     threats.iter().map(Keyed::id)
/// }
/// # assert_eq!(numbers(&[]).count(), 0);
/// ```
pub trait Keyed {
    /// The type of the number.
    type Id: Copy + Ord;

    /// The number, unique in a register.
    fn id(&self) -> Self::Id;
}

/// At most `N` entries, kept in order of their numbers, with no heap.
///
/// ```
/// use plimsoll_core::{Keyed, Register, RegisterError};
/// #[derive(Clone, Debug, PartialEq)]
/// struct Door(u8, &'static str);
/// impl Keyed for Door {
///     type Id = u8;
///     fn id(&self) -> u8 {
///         self.0
///     }
/// }
/// let mut doors = Register::<Door, 2>::new();
/// doors.insert(Door(7, "back"))?;
/// doors.insert(Door(3, "front"))?;
/// assert_eq!(doors.insert(Door(7, "side")), Err(RegisterError::Duplicate));
/// assert_eq!(doors.insert(Door(9, "side")), Err(RegisterError::Full));
/// doors.update(3, |door| door.1 = "main")?;
/// assert_eq!(doors.as_slice(), [Door(3, "main"), Door(7, "back")]);
/// assert_eq!(doors.remove(7), Some(Door(7, "back")));
/// assert_eq!(doors.get(7), None);
/// # Ok::<(), RegisterError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Register<T, const N: usize>(Vec<T, N>);

impl<T, const N: usize> Register<T, N> {
    /// An empty register.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// How many entries it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether it has no entry.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many entries it can have.
    #[must_use]
    pub const fn capacity(&self) -> usize {
        N
    }

    /// The entries, in order of their numbers.
    #[must_use]
    pub fn as_slice(&self) -> &[T] {
        self.0.as_slice()
    }

    /// The entries, in order of their numbers.
    pub fn iter(&self) -> core::slice::Iter<'_, T> {
        self.0.iter()
    }
}

impl<T: Keyed, const N: usize> Register<T, N> {
    /// Adds an entry.
    ///
    /// # Errors
    /// [`RegisterError::Duplicate`] if the number is taken, else [`RegisterError::Full`] if there is no room.
    /// Nothing changes then.
    pub fn insert(&mut self, entry: T) -> Result<(), RegisterError> {
        match self.position(entry.id()) {
            Ok(_) => Err(RegisterError::Duplicate),
            Err(place) => self.0.insert(place, entry).map_err(|_| RegisterError::Full),
        }
    }

    /// The entry of a number.
    #[must_use]
    pub fn get(&self, id: T::Id) -> Option<&T> {
        self.0.get(self.position(id).ok()?)
    }

    /// Whether there is an entry of a number.
    #[must_use]
    pub fn contains(&self, id: T::Id) -> bool {
        self.position(id).is_ok()
    }

    /// Takes an entry out.
    pub fn remove(&mut self, id: T::Id) -> Option<T> {
        let place = self.position(id).ok()?;
        Some(self.0.remove(place))
    }

    /// Changes an entry, but not its number.
    ///
    /// # Errors
    /// [`RegisterError::Missing`] if there is no such entry, [`RegisterError::Renumbered`] if `change` gave
    /// it another number. Nothing changes then.
    pub fn update(&mut self, id: T::Id, change: impl FnOnce(&mut T)) -> Result<(), RegisterError>
    where
        T: Clone,
    {
        let place = self.position(id).map_err(|_| RegisterError::Missing)?;
        let entry = self.0.get_mut(place).ok_or(RegisterError::Missing)?;
        let mut changed = entry.clone();
        change(&mut changed);
        if changed.id() != id {
            return Err(RegisterError::Renumbered);
        }
        *entry = changed;
        Ok(())
    }

    /// Where an entry is, or where it would have to be.
    fn position(&self, id: T::Id) -> Result<usize, usize> {
        self.0.binary_search_by_key(&id, Keyed::id)
    }
}

impl<const N: usize> Register<Threat, N> {
    /// How many threats are of a class (domain.md A5).
    #[must_use]
    pub fn of_class(&self, class: ThreatClass) -> usize {
        self.iter().filter(|threat| threat.class == class).count()
    }

    /// How many threats are of an origin (domain.md A5).
    #[must_use]
    pub fn of_origin(&self, origin: Origin) -> usize {
        self.iter().filter(|threat| threat.origin == origin).count()
    }
}

impl<const N: usize> Register<Action, N> {
    /// How far the actions against a threat have come; [`Progress::NONE`] if there are none.
    ///
    /// The counts stop at 65535, see [`Progress::counting`].
    ///
    /// ```
    /// use plimsoll_core::{Action, ActionId, ActionRegister, Completion, Day, Progress, ThreatId};
    /// let mut actions = ActionRegister::<8>::new();
    /// for id in 0..4 {
    ///     actions.insert(Action {
    ///         id: ActionId(id),
    ///         threat: ThreatId(1),
    ///         completion: Completion::Open,
    ///         identified: Some(Day(20_000)),
    ///         due: None,
    ///         owner: None,
    ///         cost: 0,
    ///         person_days: 1,
    ///     })?;
    /// }
    /// assert_eq!(actions.complete(ActionId(2), Day(20_001)), Ok(ThreatId(1)));
    /// assert_eq!(Some(actions.progress(ThreatId(1))), Progress::new(3, 4));
    /// assert_eq!(actions.progress(ThreatId(2)), Progress::NONE);
    /// # Ok::<(), plimsoll_core::RegisterError>(())
    /// ```
    #[must_use]
    pub fn progress(&self, threat: ThreatId) -> Progress {
        let actions = self.iter().filter(|action| action.threat == threat);
        actions.fold(Progress::NONE, |progress, action| progress.counting(action.is_completed()))
    }

    /// Completes an action on a day, and says which threat's likelihood that bears on. A completed action
    /// stays as it is.
    ///
    /// # Errors
    /// [`RegisterError::Missing`] if there is no such action, [`RegisterError::TooEarly`] if it is open and
    /// was identified only later. Nothing changes then.
    pub fn complete(&mut self, action: ActionId, day: Day) -> Result<ThreatId, RegisterError> {
        let place = self.position(action).map_err(|_| RegisterError::Missing)?;
        let action = self.0.get_mut(place).ok_or(RegisterError::Missing)?;
        if !action.is_completed() {
            if action.identified.is_some_and(|identified| day < identified) {
                return Err(RegisterError::TooEarly);
            }
            action.completion = Completion::Done(Some(day));
        }
        Ok(action.threat)
    }
}

impl<T, const N: usize> Default for Register<T, N> {
    fn default() -> Self {
        Self::new()
    }
}

impl<'a, T, const N: usize> IntoIterator for &'a Register<T, N> {
    type Item = &'a T;
    type IntoIter = core::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<'de, T: Keyed + Deserialize<'de>, const N: usize> Deserialize<'de> for Register<T, N> {
    /// Reads the entries in any order; refuses more than `N`, or two with one number.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut entries = Vec::<T, N>::deserialize(deserializer)?;
        entries.sort_unstable_by_key(Keyed::id);
        if entries.is_sorted_by(|entry, next| entry.id() < next.id()) {
            Ok(Self(entries))
        } else {
            Err(D::Error::custom(RegisterError::Duplicate))
        }
    }
}

/// Why a register did not change.
///
/// ```
/// use plimsoll_core::RegisterError;
/// assert_eq!(RegisterError::Full.to_string(), "the register is full");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RegisterError {
    /// The number is taken.
    Duplicate,
    /// There is no room.
    Full,
    /// There is no entry of that number.
    Missing,
    /// A change would have given the entry another number.
    Renumbered,
    /// An action can't be completed before it was identified.
    TooEarly,
}

impl core::fmt::Display for RegisterError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.pad(match self {
            Self::Duplicate => "an entry of this number is there already",
            Self::Full => "the register is full",
            Self::Missing => "no entry has this number",
            Self::Renumbered => "a change must keep the number",
            Self::TooEarly => "an action can't be completed before it was identified",
        })
    }
}

impl core::error::Error for RegisterError {}

macro_rules! keyed {
    ($($noun:ident by $id:ident),+ $(,)?) => {
        $(
            impl Keyed for $noun {
                type Id = $id;

                fn id(&self) -> $id {
                    self.id
                }
            }
        )+
    };
}

keyed!(Asset by AssetId, Threat by ThreatId, Action by ActionId, Risk by RiskId, Incident by IncidentId);

#[cfg(test)]
mod tests;
