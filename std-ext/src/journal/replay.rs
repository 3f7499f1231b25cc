//! Every recorded decision, made again.

use super::judge::Judge;
use super::policies::Policies;
use super::torn::is_interrupted;
use super::{Kept, Reader};
use crate::Deployed;
use crate::at_once::open_regular;
use crate::diagnostic::{Diagnostic, Diagnostics};
use plimsoll_core::journal::{MAX_FRAME, PolicyId, Record};
use plimsoll_core::{Day, Decision, Policy, Route};
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

/// What became of the decisions of a journal when they were made again.
#[derive(Clone, Debug, Default)]
pub struct Replay {
    /// How many sound records the journal has: decisions, parts of policies, and what tells where a writer was interrupted.
    pub records: u64,
    /// How many of them are decisions.
    pub decisions: u64,
    /// What a writer had begun when it was interrupted. Nobody was told that it is there, so nothing is lost.
    pub interrupted: Kept<Interrupted>,
    /// What is no record otherwise.
    pub damaged: Kept<Damaged>,
    /// How many decisions come out as they were recorded.
    pub reproduced: u64,
    /// Those that do not, or that cannot be made again.
    pub different: Kept<Different>,
    /// What the policy given does not know, or knows otherwise than those that decided.
    pub notes: Vec<String>,
    /// The policies of the journal, in the order in which they were completed.
    policies: Vec<(PolicyId, Vec<u8>)>,
    given: Option<Deployed>,
}

/// A stretch of a journal that is no record, or a record that is of no use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damaged {
    /// Where it begins, in bytes.
    pub offset: u64,
    /// How many bytes it has.
    pub bytes: u64,
    /// What is wrong.
    pub what: String,
}

/// A frame that was begun, and not ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Interrupted {
    /// Where it begins, in bytes.
    pub offset: u64,
    /// How many bytes it has.
    pub bytes: u64,
}

impl Damaged {
    fn place(&self) -> Interrupted {
        Interrupted { offset: self.offset, bytes: self.bytes }
    }
}

/// A decision, of either sort.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// About a risk.
    Risk(Decision),
    /// About an incident.
    Incident(Route),
}

impl Outcome {
    /// What it is about.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Risk(_) => "risk",
            Self::Incident(_) => "incident",
        }
    }
}

/// A decision that does not come out as it was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Different {
    /// Where its record begins, in bytes.
    pub offset: u64,
    /// The id of the risk or incident.
    pub id: String,
    /// The day as of which it was decided.
    pub day: Day,
    /// The policy that decided.
    pub policy: PolicyId,
    /// What was recorded.
    pub recorded: Outcome,
    /// What is decided now; nothing where it cannot be decided again.
    pub now: Option<Outcome>,
    /// Whether that is what the policy that decided itself decides, so that the record is not of its making.
    pub is_false: bool,
    /// The parts that differ, from what to what.
    pub changes: String,
    /// Why.
    pub why: String,
}

impl Replay {
    /// Makes every decision of a journal again, under the policy that is given or else the one that decided. `None` if that
    /// cannot be done: the diagnostics say why.
    ///
    /// The journal is read twice, and never held in memory.
    pub fn of(path: &Path, given: Option<Deployed>, diagnostics: &mut Diagnostics) -> Option<Self> {
        Self::telling(path, given, diagnostics, |_, _, _| {})
    }

    /// [`Self::of`]; it is told now and then what is being done, how many bytes were read for it, and of how many.
    pub fn telling(
        path: &Path,
        given: Option<Deployed>,
        diagnostics: &mut Diagnostics,
        told: impl Fn(&'static str, u64, u64),
    ) -> Option<Self> {
        let name = path.display().to_string();
        let mut fail = |message: String, help: &str| {
            diagnostics.push(Diagnostic::error(&name, message).help(help));
        };
        let mut replay = Self { given, ..Self::default() };
        let length = match replay.read(path, &|at, of| told("bytes read", at, of)) {
            Ok(length) => length,
            Err(error) => {
                fail(
                    format!("cannot be read: {error}"),
                    "give a file that `plimsoll assess --journal FILE` wrote",
                );
                return None;
            }
        };
        if length > 0 && replay.records == 0 {
            let help = "give a file that `plimsoll assess --journal FILE` wrote, or what a device sent";
            fail("is not a journal: it holds no record".into(), help);
            return None;
        }
        if replay.decisions > 0 && replay.given.is_none() && replay.policies.is_empty() {
            let help = "name the policy that decided, a directory or a blob, with --policy";
            fail("holds no policy under which its decisions could be made again".into(), help);
            // The policy may have stood where it is damaged.
            diagnostics.extend(replay.damaged.items().iter().map(|stretch| {
                let Damaged { offset, bytes, what } = stretch;
                Diagnostic::error(&name, format!("is damaged at byte {offset}, over {bytes} bytes: {what}"))
            }));
            return None;
        }
        if let Err(error) = replay.decide(path, length, &|at| told("bytes decided again", at, length)) {
            fail(format!("cannot be read again: {error}"), "see that the disk is sound");
            return None;
        }
        Some(replay)
    }

    /// Whether every decision came out as it was recorded, and nothing is damaged.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.damaged.total() == 0 && self.different.total() == 0
    }

    /// The policies of the journal, in the order in which they were completed.
    pub fn policies(&self) -> impl Iterator<Item = Policy<'_>> {
        self.policies.iter().filter_map(|(_, blob)| Policy::verify(blob).ok())
    }

    /// The policy that was given.
    #[must_use]
    pub fn given(&self) -> Option<Policy<'_>> {
        self.given.as_ref().map(Deployed::policy)
    }

    /// The policies of the journal by what records name them by.
    pub(super) fn by_id(&self) -> BTreeMap<PolicyId, Policy<'_>> {
        verified(&self.policies)
    }

    /// Finds what is damaged, and the policies; how long the journal is.
    fn read(&mut self, path: &Path, told: &dyn Fn(u64, u64)) -> io::Result<u64> {
        let (file, length) = open_regular(path)?;
        if length == 0 && io::copy(&mut (&file).take(1), &mut io::sink())? > 0 && file.metadata()?.len() == 0
        {
            return Err(io::Error::other("the system says that it is empty, and it is not"));
        }
        let mut reader = Reader::new(BufReader::new(file.take(length)));
        let mut policies = Policies::default();
        // What stands right before, if it is no record: what follows says whether it is damage.
        let mut before: Option<Damaged> = None;
        let mut told_at = 0;
        while let Some(stretch) = reader.next_stretch()? {
            let (offset, bytes) = (stretch.offset, stretch.bytes);
            told_at = tell(told_at, offset, |at| told(at, length));
            let broken = before.take();
            if let Ok(Record::Interrupted { offset, bytes }) = stretch.record {
                self.records = self.records.saturating_add(1);
                let interrupted = Interrupted { offset, bytes: bytes.into() };
                match broken {
                    Some(broken) if interrupted == broken.place() => self.interrupted.push(interrupted, 0),
                    other => self.damage(other),
                }
                continue;
            }
            self.damage(broken);
            match stretch.record {
                Ok(record) => {
                    self.records = self.records.saturating_add(1);
                    if let Record::Policy(part) = record {
                        if let Err(what) = policies.take(&part) {
                            let what = format!("a part of a policy is of no use: {what}");
                            self.damage(Some(Damaged { offset, bytes, what }));
                        }
                    } else {
                        self.decisions = self.decisions.saturating_add(1);
                    }
                }
                Err(damage) => before = Some(Damaged { offset, bytes, what: damage.to_string() }),
            }
        }
        match before {
            Some(last) if ends_interrupted(path, length, &last)? => self.interrupted.push(last.place(), 0),
            other => self.damage(other),
        }
        self.policies = policies.into_whole();
        Ok(length)
    }

    fn damage(&mut self, damaged: Option<Damaged>) {
        if let Some(damaged) = damaged {
            self.damaged.push(damaged, 0);
        }
    }

    /// Makes every decision again.
    fn decide(&mut self, path: &Path, length: u64, told: &dyn Fn(u64)) -> io::Result<()> {
        let mut judge = Judge::new(verified(&self.policies), self.given.as_ref());
        let (file, _) = open_regular(path)?;
        let mut reader = Reader::new(BufReader::new(file.take(length)));
        let mut told_at = 0;
        while let Some(stretch) = reader.next_stretch()? {
            told_at = tell(told_at, stretch.offset, told);
            let (Ok(record), offset) = (stretch.record, stretch.offset) else { continue };
            let different = match &record {
                Record::Risk(entry) => judge.risk(offset, entry),
                Record::Incident(entry) => judge.incident(offset, entry),
                Record::Policy(_) | Record::Interrupted { .. } => continue,
            };
            match different {
                None => self.reproduced = self.reproduced.saturating_add(1),
                Some(different) => {
                    let texts = [&different.id, &different.changes, &different.why];
                    let bytes = texts.iter().fold(0_usize, |sum, text| sum.saturating_add(text.len()));
                    self.different.push(different, bytes);
                }
            }
        }
        self.notes = judge.into_notes();
        Ok(())
    }
}

/// How many bytes are read before it is told how many there were.
const TELL: u64 = 1 << 18;

/// Tells how far it is, if that is far enough from where it was told last; where it was told last.
fn tell(last: u64, at: u64, told: impl Fn(u64)) -> u64 {
    if at.saturating_sub(last) < TELL {
        return last;
    }
    told(at);
    at
}

fn verified(policies: &[(PolicyId, Vec<u8>)]) -> BTreeMap<PolicyId, Policy<'_>> {
    policies.iter().filter_map(|(id, blob)| Some((*id, Policy::verify(blob).ok()?))).collect()
}

/// Whether the last stretch of a journal, which is no record, is what an interrupted writer left.
fn ends_interrupted(path: &Path, length: u64, last: &Damaged) -> io::Result<bool> {
    let end = last.offset.saturating_add(last.bytes);
    if end != length || last.bytes > u64::try_from(MAX_FRAME).unwrap_or(u64::MAX) {
        return Ok(false);
    }
    let (mut file, _) = open_regular(path)?;
    file.seek(SeekFrom::Start(last.offset))?;
    let mut tail = Vec::new();
    file.take(last.bytes).read_to_end(&mut tail)?;
    Ok(is_interrupted(&tail))
}
