//! One peer, one workload, so many calls.

use crate::{Peer, Visitor, Work, cases, each};
use std::hint::black_box;
use std::time::{Duration, Instant};

/// What a call is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Nothing: what the loop around the calls takes.
    Loop,
    /// An evaluation whose input is there.
    Evaluate,
    /// Building the input, the evaluation, and dropping both.
    Build,
}

impl Mode {
    /// All, in order.
    pub const ALL: [Self; 3] = [Self::Loop, Self::Evaluate, Self::Build];

    /// The word on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Loop => "loop",
            Self::Evaluate => "evaluate",
            Self::Build => "build",
        }
    }
}

/// A loaded peer with its inputs, ready to be called.
pub struct Ready<'a> {
    call: Box<dyn FnMut(usize) -> Duration + 'a>,
}

impl Ready<'_> {
    /// Calls with the inputs in turn; what all calls took, without what comes before them.
    pub fn call(&mut self, calls: usize) -> Duration {
        (self.call)(calls)
    }
}

/// Makes a peer ready.
#[must_use]
pub fn ready<'a, P: Peer + 'a>(work: Work, mode: Mode) -> Ready<'a> {
    let peer = P::load(work, &P::text(work));
    match work {
        Work::Assess => calls(peer, mode, cases::sample(&cases::risks()), P::risk, P::assess),
        Work::Route => calls(peer, mode, cases::sample(&cases::incidents()), P::incident, P::route),
        Work::Rule => calls(peer, mode, cases::sample(&cases::situations()), P::situation, P::rule),
    }
}

fn calls<'a, P: 'a, T: 'a, I: 'a, R>(
    mut peer: P,
    mode: Mode,
    cases: Vec<T>,
    build: impl Fn(&P, &T) -> I + 'a,
    decide: impl Fn(&mut P, &mut I) -> R + 'a,
) -> Ready<'a> {
    let mut inputs: Vec<I> = cases.iter().map(|case| build(&peer, case)).collect();
    let call = move |calls: usize| {
        let rounds = calls.div_ceil(cases.len());
        let start = Instant::now();
        for _ in 0..rounds {
            match mode {
                Mode::Loop => inputs.iter_mut().for_each(|input| {
                    black_box(input);
                }),
                Mode::Evaluate => inputs.iter_mut().for_each(|input| {
                    black_box(decide(&mut peer, black_box(input)));
                }),
                Mode::Build => cases.iter().for_each(|case| {
                    let mut input = build(&peer, black_box(case));
                    black_box(decide(&mut peer, black_box(&mut input)));
                }),
            }
        }
        start.elapsed()
    };
    Ready { call: Box::new(call) }
}

/// Runs the peer of a name; whether there is one.
#[must_use]
pub fn by_name(name: &str, work: Work, mode: Mode, calls: usize) -> bool {
    struct ByName<'a>(&'a str, Work, Mode, usize, bool);
    impl Visitor for ByName<'_> {
        fn visit<P: Peer>(&mut self) {
            if P::NAME == self.0 {
                ready::<P>(self.1, self.2).call(self.3);
                self.4 = true;
            }
        }
    }
    let mut visitor = ByName(name, work, mode, calls, false);
    each(&mut visitor);
    visitor.4
}
