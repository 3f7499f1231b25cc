//! How far a long piece of work has come, on terminals.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{self, IsTerminal};
use std::thread;
use std::time::Duration;

/// How long work may take before it is spoken of.
const PATIENCE: Duration = Duration::from_millis(500);

/// A bar on standard error, drawn only if that is a terminal and the work takes a while.
pub(super) struct Progress(ProgressBar);

impl Progress {
    pub(super) fn new() -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        style(&bar, "{spinner} {msg} ({elapsed})");
        if io::stderr().is_terminal() {
            let shown = bar.clone();
            let show = move || {
                thread::sleep(PATIENCE);
                if !shown.is_finished() {
                    shown.set_draw_target(ProgressDrawTarget::stderr());
                    shown.enable_steady_tick(PATIENCE);
                }
            };
            // Without a thread to spare, nothing is shown.
            let _unseen = thread::Builder::new().spawn(show);
        }
        Self(bar)
    }

    /// Tells what is being done for as long as it is, where nobody knows how long that will be.
    pub(super) fn during<T>(step: &'static str, work: impl FnOnce() -> T) -> T {
        let progress = Self::new();
        progress.0.set_message(step);
        work()
    }

    /// The next of so many steps begins.
    pub(super) fn begin(&self, step: &str, of: usize) {
        self.lasts(u64::try_from(of).unwrap_or(u64::MAX));
        self.0.set_message(crate::diagnostic::harmless(step));
        self.0.inc(1);
    }

    /// A step has come so far, of so much.
    pub(super) fn reach(&self, step: &'static str, at: u64, of: u64) {
        self.lasts(of);
        self.0.set_message(step);
        self.0.set_position(at);
    }

    /// Once it is known how much there is to do, a bar can show how much of it is done.
    fn lasts(&self, length: u64) {
        if self.0.length() != Some(length) {
            style(&self.0, "{bar:24} {pos}/{len} {msg} ({elapsed})");
            self.0.set_length(length);
        }
    }
}

/// Gives a bar another look. The templates are constants; were one ever wrong, the plain style would do.
fn style(bar: &ProgressBar, template: &str) {
    bar.set_style(ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()));
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
