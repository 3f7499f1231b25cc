//! Which entries of a register change.
