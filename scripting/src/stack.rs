//! A stack that is large enough, whatever the caller's.

use crate::fault::{Fault, Place};

/// How large it is.
const STACK: usize = 64 << 20;

/// Runs some work on a stack of its own.
pub(crate) fn with_stack<T: Send>(work: impl FnOnce() -> T + Send) -> Result<T, Fault> {
    let wrong = || {
        let help = "report this with the rule files";
        Fault::new(Place::default(), "the compiler could not be run", help)
    };
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work);
        thread.map_err(|_| wrong())?.join().map_err(|_| wrong())
    })
}
