//! What changes, for whom, and why, when one policy takes the place of another.

pub mod json;

use crate::Organisation;
use crate::assessment::apart::{between, changed, decision_parts, route_parts};
use crate::assessment::{AssessedRisk, Assessment, Reason, Routed};
use crate::deployed::Deployed;
use crate::diagnostic::{Diagnostic, Diagnostics};
use plimsoll_core::Day;
use plimsoll_scripting::{Cause, Difference, TooMuch, diff};
use std::collections::BTreeMap;
use std::path::Path;

/// Two policies, what changes between them, and which entries of a register.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The policy that holds now.
    pub old: Deployed,
    /// The policy that is to take its place.
    pub new: Deployed,
    /// What changes over every situation.
    pub difference: Difference,
    /// The entries of a register that change, if one was given.
    pub register: Option<Vec<Entry>>,
    /// The risks of the register that are out of scope of both policies, and so are not compared, by id.
    pub out_of_scope: Vec<String>,
}

/// A risk or incident of a register that is decided otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Whether it is an incident rather than a risk.
    pub incident: bool,
    /// Its id.
    pub id: String,
    /// What changes: the part of the decision, from what, to what.
    pub changes: Vec<(&'static str, String, String)>,
    /// What makes the difference.
    pub causes: Vec<Cause>,
}

impl Comparison {
    /// Compares two policies, each a directory or a blob, over every situation, telling each change in at most `cubes` cubes;
    /// and, if a directory is given, over the registers in it as of a day. `None` if something cannot be used.
    ///
    /// ```
    /// use plimsoll::diagnostic::Diagnostics;
    /// use plimsoll::difference::Comparison;
    /// use std::fs;
    ///
    /// let held = tempfile::tempdir()?;
    /// let [old, new] = [9, 8].map(|level| (held.path().join(level.to_string()), level));
    /// for (directory, level) in [&old, &new] {
    ///     fs::create_dir(directory)?;
    ///     let who = "[policy]\nname = \"ours\"\nversion = \"1\"\nauthor = \"she\"\napprover = \"he\"\n";
    ///     fs::write(directory.join("policy.toml"), format!("{who}[acceptance]\nlevel = {level}\n"))?;
    /// }
    /// let found = Comparison::of(&old.0, &new.0, None, 4, &mut Diagnostics::new(), |_, _| ()).ok_or("two policies")?;
    /// let limit = &found.difference.risks.changes[0];
    /// assert!(found.changed() > 0, "{}: {}", limit.part, limit.what);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn of(
        old: &Path,
        new: &Path,
        register: Option<(&Path, Day)>,
        cubes: usize,
        diagnostics: &mut Diagnostics,
        begin: impl FnMut(&str, usize) + Send,
    ) -> Option<Self> {
        let (before, after) = (read(old, diagnostics), read(new, diagnostics));
        let (mut before, mut after) = (before?, after?);
        let nameless = |policy: &Deployed| policy.policy().names().is_none();
        if nameless(&before) != nameless(&after) {
            let path = if nameless(&before) { old } else { new };
            let help = "build it without --no-names, or compare it with another such blob";
            let message = "has no names, so that it cannot be compared with a policy that has some";
            diagnostics.push(Diagnostic::error(path.display().to_string(), message).help(help));
            return None;
        }
        let difference = match diff(&before.policy(), &after.policy(), cubes, begin) {
            Ok(difference) => difference,
            Err(error @ TooMuch) => {
                let help = "compare them with fewer facets, or rules that tell fewer situations apart; the work takes \
                            64 MiB of stack as well";
                diagnostics.push(Diagnostic::error(new.display().to_string(), error.to_string()).help(help));
                return None;
            }
        };
        let (register, out_of_scope) = match register {
            None => (None, Vec::new()),
            Some((directory, as_of)) => {
                if !(before.from_sources && after.from_sources)
                    && let Some(own) = beside(directory)
                {
                    complete(&mut before, &own);
                    complete(&mut after, &own);
                }
                let old = Organisation::under(&before, directory, diagnostics);
                let new = old.as_ref().and_then(|_| Organisation::under(&after, directory, diagnostics));
                let (old, new) = (old?, new?);
                let out = old.registers().risks_out_of_scope().iter();
                let out = out.filter(|risk| new.registers().risk(&risk.id).is_none());
                let out = out.map(|risk| risk.id.clone()).collect();
                (Some(entries(&old, &new, as_of)), out)
            }
        };
        Some(Self { old: before, new: after, difference, register, out_of_scope })
    }

    /// How much changes: entries of the register if one was given, else situations.
    #[must_use]
    pub fn changed(&self) -> u128 {
        match &self.register {
            Some(entries) => u128::try_from(entries.len()).unwrap_or(u128::MAX),
            None => {
                let Difference { risks, incidents, placements, .. } = &self.difference;
                risks.changed.saturating_add(incidents.changed).saturating_add(placements.changed)
            }
        }
    }
}

/// Reads one of two policies; what is wrong is told with the directory, since both have files of the same names.
fn read(path: &Path, diagnostics: &mut Diagnostics) -> Option<Deployed> {
    let mut found = Diagnostics::new();
    let policy = Deployed::read(path, &mut found);
    diagnostics.append_from(path, &found);
    policy
}

/// Takes what a blob does not know from the policy beside the registers: the defaults of facets, and what no blob
/// holds.
fn complete(policy: &mut Deployed, own: &Deployed) {
    if policy.from_sources || !own.from_sources {
        return;
    }
    policy.beside = own.beside.clone();
    policy.vocabulary.questions.clone_from(&own.vocabulary.questions);
    for spec in &mut policy.vocabulary.facets {
        let like = own.vocabulary.facets.iter().find(|like| like.name == spec.name);
        let default = like.and_then(|like| Some(like.show(like.default?)));
        spec.default = default.and_then(|word| spec.parse(&word)).or(spec.default);
    }
}

/// The policy beside some registers, which may know what a blob does not.
fn beside(directory: &Path) -> Option<Deployed> {
    Deployed::read(directory, &mut Diagnostics::new())
}

/// The entries that two policies decide otherwise, risks first, in the order of the registers.
fn entries(old: &Organisation, new: &Organisation, as_of: Day) -> Vec<Entry> {
    let (before, after) = (Assessment::of(old, as_of), Assessment::of(new, as_of));
    let mut entries = Vec::new();
    let mut new_risks: BTreeMap<&str, &AssessedRisk<'_>> =
        after.risks().iter().map(|is| (is.risk.id.as_str(), is)).collect();
    let moved = |assessed: &AssessedRisk<'_>, was: &str, is: &str| {
        let changes = vec![("scope", was.to_owned(), is.to_owned())];
        Entry { incident: false, id: assessed.risk.id.clone(), changes, causes: Vec::new() }
    };
    for was in before.risks() {
        // Either policy has subjects of its own.
        let Some(is) = new_risks.remove(was.risk.id.as_str()) else {
            entries.push(moved(was, "in", "out"));
            continue;
        };
        let changes = changed(
            decision_parts(before.policy(), &was.decision),
            decision_parts(after.policy(), &is.decision),
        );
        if !changes.is_empty() {
            let causes = causes(&before.reasons(was), &after.reasons(is));
            entries.push(Entry { incident: false, id: was.risk.id.clone(), changes, causes });
        }
    }
    entries.extend(new_risks.into_values().map(|is| moved(is, "out", "in")));
    let open = |organisation| Routed::all(organisation, as_of, |incident| Routed::is_open(incident, as_of));
    let (old_policy, new_policy) = (old.policy(), new.policy());
    for (was, is) in open(old).iter().zip(&open(new)) {
        let changes = changed(route_parts(&old_policy, &was.route), route_parts(&new_policy, &is.route));
        if !changes.is_empty() {
            let causes = causes(&was.reasons(&old_policy), &is.reasons(&new_policy));
            entries.push(Entry { incident: true, id: was.incident.id.clone(), changes, causes });
        }
    }
    entries
}

fn causes(old: &[Reason<'_>], new: &[Reason<'_>]) -> Vec<Cause> {
    let causes = between(old, new).into_iter();
    causes
        .map(|(is_new, reason)| Cause {
            new: is_new,
            stage: reason.stage,
            source: reason.source.to_string(),
            line: reason.line.unwrap_or_default(),
            rule: reason.rule.to_string(),
            text: reason.text.to_string(),
        })
        .collect()
}
