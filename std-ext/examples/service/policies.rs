//! The policy that decides now.

use plimsoll::Deployed;
use plimsoll_core::VerifyError;
use std::mem;
use std::sync::{Arc, PoisonError, RwLock};

/// The place where the policy stands.
///
/// A verified [`Policy`](plimsoll_core::Policy) borrows its bytes, so it cannot lie beside them in one value without `unsafe`,
/// nor live for ever without leaking every policy there ever was. So the bytes are shared, and each request verifies them
/// again as it borrows them ([`Deployed::policy`]): 30 microseconds for a policy of 20 kB, less than the request costs anyway.
/// Where that is too much, a thread of its own holds the borrow and is sent requests until it is told to go.
pub(crate) struct Policies(RwLock<Arc<Deployed>>);

impl Policies {
    /// Begins with a policy.
    pub(crate) fn new(first: Deployed) -> Self {
        Self(RwLock::new(Arc::new(first)))
    }

    /// The policy that decides now. Who has it keeps it, whatever comes after; the lock is held for no longer than a pointer
    /// takes to copy.
    pub(crate) fn current(&self) -> Arc<Deployed> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts a policy in its place, and returns it. It is verified before anybody sees it, and before the lock is taken.
    pub(crate) fn replace(&self, blob: Vec<u8>) -> Result<Arc<Deployed>, VerifyError> {
        let next = Arc::new(Deployed::from_blob(blob)?);
        // What was there goes only after the lock does.
        let _before =
            mem::replace(&mut *self.0.write().unwrap_or_else(PoisonError::into_inner), Arc::clone(&next));
        Ok(next)
    }
}
