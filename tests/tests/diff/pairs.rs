//! Pairs of small policies in which one thing is changed.
