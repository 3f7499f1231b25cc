//! A stack that is large enough, whatever the caller's.

use crate::fault::{Fault, Place};

/// How large it is.
const STACK: usize = 64 << 20;

/// Runs some work on a stack of its own.
pub(crate) fn with_stack<T: Send>(work: impl FnOnce() -> T + Send) -> Result<T, Fault> {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work);
        let no_room = |_| {
            let message = "there is no room for a thread with a stack of 64 MiB";
            Fault::new(
                Place::default(),
                message,
                "let the process use more memory (ulimit -v) or threads (ulimit -u)",
            )
        };
        let stopped = |_| {
            let help = "report this with the policy and its rule files";
            Fault::new(Place::default(), "the work on the rules stopped before its end", help)
        };
        thread.map_err(no_room)?.join().map_err(stopped)
    })
}

#[cfg(test)]
mod tests {
    use super::with_stack;

    #[test]
    fn work_that_stops_is_told() {
        assert_eq!(with_stack(|| 7), Ok(7));
        let stopped = with_stack(|| assert!(std::hint::black_box(false), "stopped on purpose"));
        assert_eq!(stopped.unwrap_err().message, "the work on the rules stopped before its end");
    }
}
