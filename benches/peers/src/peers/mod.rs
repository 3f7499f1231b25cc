//! The peers, one file each: its policies as its documentation would have them written, and how it is called.

pub mod by_hand;
pub mod cedar;
pub mod cel;
pub mod datalogic;
#[cfg(feature = "dsntk")]
pub mod dsntk;
pub mod evalexpr;
pub mod plimsoll;
pub mod regorus;
pub mod rhai;
#[cfg(feature = "zen-engine")]
pub mod zen_engine;
pub mod zen_expression;
