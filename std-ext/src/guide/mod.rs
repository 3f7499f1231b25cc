//! Guides: how to embed Plimsoll, how to write a policy, how to run it in CI, and the terms.
//!
//! | guide | for |
//! |---|---|
//! | [embed it](embed) | who writes a service or a device that decides |
//! | [write a policy](policy) | who says how much risk may be carried |
//! | [run it in CI](ci) | who keeps policy and registers in a repository |
//! | [glossary] | who knows the standards, and wants to know what is called how here |
//!
//! How rules are written is told in the guide of `plimsoll-scripting`.

#[doc = include_str!("ci.md")]
pub mod ci {}

#[doc = include_str!("embed.md")]
pub mod embed {}

#[doc = include_str!("glossary.md")]
pub mod glossary {}

#[doc = include_str!("policy.md")]
pub mod policy {}
