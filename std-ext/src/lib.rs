//! Information-security risk registers assessed under a verified policy.
//!
//! `plimsoll-core` decides; this crate brings it what to decide on. It reads a directory of policy and registers and says
//! everything that is wrong with them at once ([`Organisation::read`]), assesses every risk with reasons
//! ([`assessment::Assessment`]), routes incidents ([`assessment::Routed`]), and writes JSON. The program `plimsoll` (feature
//! `cli`) does the same from the command line. [`columns::assess`] decides about millions of risks on all cores.
//!
//! ```
//! use plimsoll::Organisation;
//! use plimsoll::assessment::{Assessment, json::AssessmentView};
//! use plimsoll_core::Day;
//!
//! let organisation = Organisation::sample(); // or Organisation::read(path, &mut diagnostics)
//! let assessment = Assessment::of(&organisation, Day::from_ymd(2026, 11, 20).ok_or("a day")?);
//! for assessed in assessment.risks().iter().filter(|assessed| assessed.is_untreated()) {
//!     println!("{}: {} of {}", assessed.risk.id, assessed.decision.score, assessed.decision.limit);
//! }
//! let json = serde_json::to_value(AssessmentView::of(&assessment))?;
//! assert_eq!(json["summary"]["risks"], organisation.registers().risks().len());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The [guides](guide) tell how to [embed it](guide::embed), how to [write a policy](guide::policy) and how to
//! [run it in CI](guide::ci); the [glossary](guide::glossary) says what the standards call what.
//!
//! # Features
//!
//! | feature | default | adds |
//! |---|---|---|
//! | `cli` | yes | the program `plimsoll`, and errors drawn for terminals |
//! | `exchange` | yes | matrices, decision tables and registers in the forms of others |
//! | `report` | yes | the report as one page of HTML, and its charts as SVG |
//! | `scripting` | yes | rules in Rhai; proofs and comparisons of policies |
//!
//! # What is promised
//!
//! Beside what `plimsoll-core` promises of decisions:
//!
//! | never | why | tested by |
//! |---|---|---|
//! | a panic, a hang, a stack overflow from any input | the lints of the core hold here; work that recurses has a stack and a depth of its own; files are capped before they are read | fuzz targets `registers`, `rules`, `render`, `journal`; the hostile set (`tests/hostile`), each with its error; faults of the system (`std-ext/tests/commands/faults`) |
//! | an assessment of half a register | all errors of all files first, and nothing of a directory that has one | the hostile set: nothing is printed but errors |
//! | something read but dropped silently | unknown columns and keys, duplicates and bad cells are told | the hostile set; round trips through CSV and JSON |
//! | a file half written, or lost | written beside and renamed; several under a record of what is meant; one writer at a time holds the lock | commands killed, disks full, directories read-only, many writers at once |
//! | an acknowledged record of a journal lost | frames with a checksum, synced before they are acknowledged | killed at any byte (`std-ext/tests/journal`) |
//! | text of strangers as markup, as a formula, as terminal codes | escaped, guarded and made harmless where it is written | fuzz target `render`; pages and charts parsed back |
//! | a workbook or library that unpacks to more than memory | measured while it is unpacked; no aliases, no rectangles | `exchange`'s tests of archives and of YAML |
//! | a rule that runs unlocked or without end | a raw interpreter with what is registered by hand; operations, depth, sizes, paths and work are counted | fuzz target `rules`; the hostile set |
//! | other bytes from the same input | no hash order, no locale, no clock but `--as-of` | law `deterministic`: threads, processes, environments |
//!
//! Who may supply what, and the limits with their values, are in `SECURITY.md`. `unsafe` is forbidden here as well.
//!
//! # Memory and stack
//!
//! A thread with a stack of 256 kB is enough, however deeply files are nested. Rules are compiled, and proofs run, on a thread of
//! their own with a stack of 64 MiB; where there is no room for it, that is an error, and what was to be proved is open.
//! `policy.toml` may have 1 MiB, each of at most 256 rule files 64 KiB, a register 256 MiB; what is larger is refused, from 1 MiB or
//! 256 MiB on before it is read. What registers need grows with them; a system that has no more memory to give ends the program. Under a limit on addresses (`ulimit -v`) of 192 MB the program assesses, reports and checks a policy with
//! rules and a thousand risks. With so little, set `MALLOC_ARENA_MAX=1` for glibc, which else spends its time looking for more.

pub mod alignment;
pub mod assessment;
mod at_once;
pub mod awareness;
#[cfg(feature = "cli")]
pub mod cli;
pub mod columns;
pub mod conflicts;
pub mod culture;
pub mod date;
mod deployed;
pub mod derivation;
pub mod diagnostic;
#[cfg(feature = "scripting")]
pub mod difference;
#[cfg(feature = "exchange")]
pub mod exchange;
#[cfg(test)]
mod forms;
pub mod guide;
pub mod history;
pub mod journal;
pub mod kpi;
mod organisation;
pub mod plan;
pub mod policy_file;
mod policy_sources;
pub mod practice;
#[cfg(feature = "scripting")]
pub mod proof;
pub mod registers;
#[cfg(feature = "report")]
pub mod report;
mod rules;
mod words;

pub use deployed::Deployed;
pub use organisation::{Organisation, POLICY_FILE, SAMPLE};
pub use policy_sources::read_policy;
pub use rules::{MAX_RULE_FILES, RULES};

/// Runs the example of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
