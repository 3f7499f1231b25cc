//! Plimsoll's decisions as scalar functions over Arrow columns, for DataFusion and what is built on it.
//!
//! | function, under version 0.1.0 | the code that it gives | named by |
//! |---|---|---|
//! | `plimsoll_score_0_1_0` | the score itself, from 1 | |
//! | `plimsoll_band_0_1_0` | the position of the band, from 0 | `Policy::band_name` |
//! | `plimsoll_limit_0_1_0` | the highest score that may be accepted, from 0 | |
//! | `plimsoll_response_0_1_0` | 1 accept, 2 transfer, 3 reduce, 4 avoid | [`response_of`] |
//! | `plimsoll_target_0_1_0` | the position of the team that gets an incident, from 0 | `Policy::team_name` |
//!
//! All give `UInt8`, never null, and take the same arguments: the policy, the names of the facts in one text, and a column (or a
//! literal) for each name, in that order.
//!
//! ```sql
//! SELECT unit, count(*), max(plimsoll_score_0_1_0(X'504c4d4c...', 'rated, uncompleted, total', impact, open, actions))
//! FROM risks GROUP BY unit
//! ```
//!
//! The policy is the blob that `plimsoll build` writes, as a binary literal. It is verified when the query is planned and once for each
//! batch of rows; what does not verify decides nothing. The version in the names is the engine's ([`plimsoll_core::VERSION`]): where
//! functions are found by name, as in a cluster, two machines with engines of two versions cannot mix their answers.
//!
//! # Facts
//!
//! Of a risk:
//!
//! | fact | values | may be left out, or NULL |
//! |---|---|---|
//! | `rated` | the highest rating of the impact: 1 to the length of the scale | never |
//! | `uncompleted`, `total` | the actions that are not completed, and all: 0 to 65534 | never |
//! | `estimate` | an expert's estimate of the likelihood, from 1; 0 for none | yes: none |
//! | `choice` | the owner's: a response by its code or name; 0 for none | yes: none |
//! | `exception` | whether an exception holds now: a boolean, or 0 and 1 | may be left out: none holds |
//! | facets by the names that rules know: `confidentiality`, `compromises_c`, `asset_class`, `orientation`, ..., and those that the policy declares | labels by name, or by position from 0; booleans, or 0 and 1; numbers as rules see them | not one that the policy reads |
//!
//! Of an incident: `segment`, `kind`, `priority`, `security`, `complex`, `level` (from 1), `rights`, and what the policy declares.
//!
//! A column holds integers of any width, booleans, or texts (also views and dictionaries). Nothing is guessed: a name that there is
//! not, a fact that the policy reads and nobody gives, a NULL, a value out of range, a text that is no label, more actions
//! uncompleted than there are, each is an error that names the fact, the row of the batch, what was found and what is valid.
mod answer;
mod column;
mod fact;
mod function;

pub use answer::{Answer, response_code, response_of};
pub use function::{function, functions};
