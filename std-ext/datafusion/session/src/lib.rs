//! The functions in one DataFusion session over Parquet: that they decide as the library does, and how fast.
//!
//! [`book`] writes risks as Parquet and reads them back as plain columns; [`query`] asks the same of them in SQL, with the functions and
//! with `CASE`; [`digest`] is what both come to: equal digests mean equal decisions, row by row.
pub mod book;
pub mod digest;
pub mod query;
