//! What is done about a risk.

use crate::label::labels;
use serde::{Deserialize, Serialize};

labels! {
    /// A risk treatment option (ISO/IEC 27005; domain.md A11), ordered from the least to the most strict.
    ///
    /// ```
    /// use plimsoll_core::Response;
    /// assert!(Response::Accept < Response::Transfer && Response::Reduce < Response::Avoid);
    /// ```
    pub enum Response {
        /// Carry the risk as it is (retain).
        Accept = "accept",
        /// Let another party carry it, or part of it (share).
        Transfer = "transfer",
        /// Lower its impact or likelihood (modify).
        Reduce = "reduce",
        /// Give up what gives rise to it.
        Avoid = "avoid",
    }
}

/// A set of [`Response`]s.
///
/// ```
/// use plimsoll_core::{Response, Responses};
/// let left = Responses::ALL.without(Response::Accept).at_least(Response::Reduce);
/// assert_eq!(left.iter().collect::<Vec<_>>(), [Response::Reduce, Response::Avoid]);
/// assert_eq!(left.strictest(), Some(Response::Avoid));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Responses(u8);

impl From<Responses> for u8 {
    fn from(responses: Responses) -> Self {
        responses.0
    }
}

impl TryFrom<u8> for Responses {
    type Error = &'static str;

    fn try_from(bits: u8) -> Result<Self, Self::Error> {
        if bits & !Self::ALL.0 == 0 { Ok(Self(bits)) } else { Err("there are four responses: bits 0 to 3") }
    }
}

impl Responses {
    /// No response.
    pub const NONE: Self = Self(0);
    /// All four responses.
    pub const ALL: Self = Self(0b1111);

    const fn bit(response: Response) -> u8 {
        match response.index() {
            0 => 1,
            1 => 2,
            2 => 4,
            _ => 8,
        }
    }

    /// This set and one response more.
    #[must_use]
    pub const fn with(self, response: Response) -> Self {
        Self(self.0 | Self::bit(response))
    }

    /// This set without one response.
    #[must_use]
    pub const fn without(self, response: Response) -> Self {
        Self(self.0 & !Self::bit(response))
    }

    /// This set without those of another.
    #[must_use]
    pub const fn except(self, others: Self) -> Self {
        Self(self.0 & !others.0)
    }

    /// The responses of this set that are no less strict than `least`.
    #[must_use]
    pub const fn at_least(self, least: Response) -> Self {
        Self(self.0 & !(Self::bit(least).wrapping_sub(1)))
    }

    /// Whether the response is in the set.
    #[must_use]
    pub const fn contains(self, response: Response) -> bool {
        self.0 & Self::bit(response) != 0
    }

    /// The least strict response of the set.
    #[must_use]
    pub fn mildest(self) -> Option<Response> {
        u8::try_from(self.0.trailing_zeros()).ok().and_then(Response::from_index)
    }

    /// The strictest response of the set.
    #[must_use]
    pub fn strictest(self) -> Option<Response> {
        self.0.checked_ilog2().and_then(|bit| u8::try_from(bit).ok()).and_then(Response::from_index)
    }

    /// The response of the set nearest to one that is wanted: the mildest that is no less strict, else the strictest; avoid
    /// where the set is empty.
    pub(crate) fn nearest(self, wanted: Response) -> Response {
        if self.contains(wanted) {
            return wanted;
        }
        self.at_least(wanted).mildest().or(self.strictest()).unwrap_or(Response::Avoid)
    }

    /// The responses of the set, from the least to the most strict.
    pub fn iter(self) -> impl Iterator<Item = Response> {
        Response::ALL.iter().copied().filter(move |response| self.contains(*response))
    }
}

#[cfg(test)]
mod tests {
    use super::{Response, Responses};

    /// Every set, against the list of its members.
    #[test]
    fn a_set_of_responses_is_its_bits() {
        for bits in 0..=u8::MAX {
            assert_eq!(Responses::try_from(bits).is_ok(), bits < 16, "{bits}");
            let Ok(set) = Responses::try_from(bits) else { continue };
            assert_eq!(u8::from(set), bits);
            let members =
                || Response::ALL.iter().copied().filter(|response| bits >> response.index() & 1 == 1);
            assert!(set.iter().eq(members()));
            assert_eq!((set.mildest(), set.strictest()), (members().next(), members().next_back()));
            for response in Response::ALL.iter().copied() {
                let bit = 1 << response.index();
                assert_eq!(set.contains(response), bits & bit != 0, "{bits} {response}");
                assert_eq!(u8::from(set.with(response)), bits | bit, "{bits} {response}");
                assert_eq!(u8::from(set.without(response)), bits & !bit, "{bits} {response}");
                assert!(set.at_least(response).iter().eq(members().filter(|member| *member >= response)));
                let stricter = members().find(|member| *member >= response);
                let expected = stricter.or(members().next_back()).unwrap_or(Response::Avoid);
                assert_eq!(set.nearest(response), expected, "{bits} {response}");
            }
            for others in 0..16 {
                let except = set.except(Responses::try_from(others).unwrap());
                assert_eq!(u8::from(except), bits & !others, "{bits} {others}");
            }
        }
    }
}
