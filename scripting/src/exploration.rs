//! A function of a rule file, run along every path.

use crate::explorer::{Explorer, Interner, MAX_PATHS, MAX_WORK, STEP};
use crate::fault::{Fault, Place, told};
use crate::sandbox::{Shared, engine, lock};
use crate::script::Script;
use crate::value::Subject;
use plimsoll_core::diagram::Ref;
use rhai::{CallFnOptions, Dynamic, Engine, Scope};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

/// From here on, outcomes are faults.
const FAULTY: u32 = 1 << 28;

/// What a run that went through comes to.
pub(crate) type Judge<T> = fn(&mut Explorer, Dynamic) -> Result<T, Fault>;

/// The exploration of one function, whose runs come to some `T`.
pub(crate) struct Exploration<'a, T> {
    pub(crate) shared: Shared,
    pub(crate) name: &'a str,
    pub(crate) line: u16,
    pub(crate) outcomes: Interner<T>,
    pub(crate) paths: usize,
    /// How much work it may be, and how much its forest had done before.
    budget: u64,
    before: u64,
    /// How many steps the interpreter took in the run at hand, and in all before.
    steps: Arc<AtomicU64>,
    stepped: u64,
    engine: Engine,
    script: &'a Script,
    arguments: &'static [Subject],
    judge: Judge<T>,
    faults: Interner<(Place, String, String)>,
}

impl<'a, T: Ord + Clone> Exploration<'a, T> {
    pub(crate) fn new(
        explorer: Explorer,
        script: &'a Script,
        name: &'a str,
        arguments: &'static [Subject],
        judge: Judge<T>,
    ) -> Self {
        let before = explorer.forest.work();
        let shared: Shared = Arc::new(Mutex::new(explorer));
        let mut engine = engine(&shared, &script.outline.plain, &script.constants);
        let steps = Arc::new(AtomicU64::new(0));
        let taken = Arc::clone(&steps);
        engine.on_progress(move |steps| {
            taken.store(steps, Ordering::Relaxed);
            None
        });
        let line = script.line(name).unwrap_or_default();
        let (outcomes, faults) = (Interner::new(), Interner::new());
        let (paths, budget, stepped) = (0, MAX_WORK, 0);
        Self {
            shared,
            name,
            line,
            outcomes,
            paths,
            budget,
            before,
            steps,
            stepped,
            engine,
            script,
            arguments,
            judge,
            faults,
        }
    }

    /// The same, to be no more work than is left of some budget.
    pub(crate) fn within(mut self, left: u64) -> Self {
        self.budget = self.budget.min(left);
        self
    }

    /// How much work it may be.
    pub(crate) const fn budget(&self) -> u64 {
        self.budget
    }

    /// How much work it was so far.
    pub(crate) fn work(&self) -> u64 {
        let worked = lock(&self.shared).forest.work().saturating_sub(self.before);
        worked.saturating_add(self.stepped.saturating_mul(STEP))
    }

    /// Runs the function once, under the answers given so far: the number of its outcome.
    pub(crate) fn once(&mut self) -> u32 {
        lock(&self.shared).rewind();
        let options = CallFnOptions::new().eval_ast(false).rewind_scope(true);
        let mut scope = Scope::new();
        let arguments: Vec<Dynamic> = self.arguments.iter().map(|subject| Dynamic::from(*subject)).collect();
        let result: Result<Dynamic, _> =
            self.engine.call_fn_with_options(options, &mut scope, &self.script.ast, self.name, arguments);
        self.stepped = self.stepped.saturating_add(self.steps.swap(0, Ordering::Relaxed));
        let mut explorer = lock(&self.shared);
        let outcome = match (explorer.fault.take(), result) {
            (Some(fault), _) => Err(fault),
            (None, Err(error)) => Err(told(&error)),
            (None, Ok(value)) => (self.judge)(&mut explorer, value),
        };
        match outcome {
            Ok(outcome) => self.outcomes.number(&outcome),
            Err(fault) => {
                self.faults.number(&(fault.place, fault.message, fault.help)).saturating_add(FAULTY)
            }
        }
    }

    /// The function from situations to outcomes; or what is wrong in some of them.
    pub(crate) fn run(&mut self) -> Result<Ref, Vec<Fault>> {
        let function = loop {
            let outcome = self.once();
            self.paths = self.paths.saturating_add(1);
            let exhausted = self.work() >= self.budget;
            let mut explorer = lock(&self.shared);
            if exhausted || explorer.forest.is_exhausted() {
                return Err(vec![self.too_much(&explorer)]);
            }
            if let Some(function) = explorer.finish(Ref::terminal(outcome)) {
                break function;
            }
            if self.paths >= MAX_PATHS {
                return Err(vec![self.too_many(&mut explorer)]);
            }
        };
        let explorer = lock(&self.shared);
        let faulty = explorer.forest.values(function).into_iter().filter(|outcome| *outcome >= FAULTY);
        let faults: Vec<Fault> = faulty
            .filter_map(|outcome| {
                let (place, message, help) = self.faults.get(outcome.saturating_sub(FAULTY))?;
                let everywhere = function == Ref::terminal(outcome);
                let situation =
                    explorer.forest.find(function, |value| value == outcome).filter(|_| !everywhere);
                let count = explorer.forest.count(function, |value| value == outcome);
                let situation = situation.map(|situation| (explorer.schema.describe(&situation), count));
                let place = if place.line == 0 { self.place() } else { *place };
                Some(Fault { situation, ..Fault::new(place, message, help) })
            })
            .collect();
        if faults.is_empty() { Ok(function) } else { Err(faults) }
    }

    /// The facets that were read, by name.
    pub(crate) fn reads(&self, explorer: &Explorer) -> Vec<String> {
        let read = explorer.schema.facets().iter().filter(|known| explorer.read.contains(known.facet));
        read.map(|known| known.name.clone()).collect()
    }

    /// Where the function begins.
    pub(crate) const fn place(&self) -> Place {
        Place { line: self.line, column: 1 }
    }

    fn too_many(&self, explorer: &mut Explorer) -> Fault {
        let (read, explored) = (self.reads(explorer), explorer.explored_percent());
        let message = format!(
            "{} has more than {MAX_PATHS} paths; {explored} % of all situations were explored, reading {}",
            self.name,
            read.join(", ")
        );
        Fault { unfinished: true, ..Fault::new(self.place(), message, ADVICE) }
    }

    fn too_much(&self, explorer: &Explorer) -> Fault {
        let message = format!(
            "{} is more work than the rules of a policy may be: {} paths were run, reading {}",
            self.name,
            self.paths,
            self.reads(explorer).join(", ")
        );
        Fault { unfinished: true, ..Fault::new(self.place(), message, ADVICE) }
    }
}

/// What to do about a rule that tells too much apart.
const ADVICE: &str = "write several rules instead of several independent conditions in one, and compare wide facets with \
                      constants rather than with each other";
