//! What is asked of a policy, and the codes of the answers.

use plimsoll_core::{Response, VERSION};

/// What a function gives for each row.
///
/// ```
/// use plimsoll_datafusion::Answer;
/// assert!(Answer::Score.function_name().starts_with("plimsoll_score_"));
/// assert_eq!(Answer::ALL.len(), 5);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Answer {
    /// The score of a risk, from 1.
    Score,
    /// The position of the score's band in the policy, from 0.
    Band,
    /// The highest score that may be accepted, from 0.
    Limit,
    /// The response to a risk, as [`response_code`] numbers it.
    Response,
    /// The team that gets an incident, by its position in the policy, from 0.
    Target,
}

impl Answer {
    /// Every answer.
    pub const ALL: [Self; 5] = [Self::Score, Self::Band, Self::Limit, Self::Response, Self::Target];

    /// The name of the function that gives it: with the engine's version, because engines of two versions may decide differently.
    #[must_use]
    pub fn function_name(self) -> String {
        let answer = match self {
            Self::Score => "score",
            Self::Band => "band",
            Self::Limit => "limit",
            Self::Response => "response",
            Self::Target => "target",
        };
        let version = VERSION.replace(|letter: char| !letter.is_ascii_alphanumeric(), "_");
        format!("plimsoll_{answer}_{version}").to_ascii_lowercase()
    }
}

/// The code of a response: 1 accept, 2 transfer, 3 reduce, 4 avoid. 0 is none of them, which only an owner's choice can be.
///
/// ```
/// use plimsoll_core::Response;
/// use plimsoll_datafusion::{response_code, response_of};
/// assert_eq!(response_code(Response::Reduce), 3);
/// assert_eq!(response_of(3).map(Response::label), Some("reduce"));
/// assert_eq!((response_of(0), response_of(5)), (None, None));
/// ```
#[must_use]
pub const fn response_code(response: Response) -> u8 {
    response.index().saturating_add(1)
}

/// The response of a code; `None` for 0, and past 4.
#[must_use]
pub fn response_of(code: u8) -> Option<Response> {
    code.checked_sub(1).and_then(Response::from_index)
}
