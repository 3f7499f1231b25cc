//! What a product is given, wherever the proof runs.

/// A risk of impact 4 to confidential information, of whose seven actions three are not completed, and a grave incident.
pub(crate) const INPUT: u64 = u64::from_le_bytes([4, 3, 7, 2, 0, 1, 2, 1]);
