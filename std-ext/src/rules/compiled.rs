//! Rules compiled into a policy.

use crate::diagnostic::{Diagnostic, Diagnostics, Snippet, grouped};
use crate::policy_file::{PolicyFile, sources_digest};
use crate::registers::{Source, is_forbidden};
use plimsoll_scripting::{Compiled, Fault, Place, Rule, RuleFile, compile};
use std::collections::BTreeMap;

/// The rules of a policy, compiled.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rules {
    /// The policy file that they belong to.
    pub(crate) policy: Source,
    /// The files.
    pub(crate) sources: Vec<Source>,
    /// What came of them.
    pub(crate) compiled: Compiled,
    /// Whether nothing is wrong with them.
    pub(crate) sound: bool,
}

impl Rules {
    /// Compiles rule files into a policy that has been read, and makes them part of its digest.
    pub(crate) fn compile(
        file: &mut PolicyFile,
        policy: &Source,
        sources: Vec<Source>,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        if sources.is_empty() {
            return Self { policy: policy.clone(), sound: true, ..Self::default() };
        }
        sources.iter().for_each(|rule| diagnostics.announce(&rule.name));
        let before = diagnostics.errors();
        sources.iter().for_each(|rule| diagnostics.extend(rule.turned()));
        let compiled = compile(&file.draft, &files(&sources));
        for (index, fault) in &compiled.faults {
            diagnostics.extend(sources.get(*index).map(|rule| told(rule, fault)));
        }
        file.draft.rules = compiled.rules.iter().map(|rule| rule.rule.clone()).collect();
        file.draft.roles.clone_from(&compiled.roles);
        let digested = sources.iter().map(|rule| (rule.name.as_str(), rule.text.as_bytes()));
        file.draft.sources = sources_digest(policy, digested);
        diagnostics.extend(hidden(&compiled, &sources));
        let sound = compiled.faults.is_empty() && diagnostics.errors() == before;
        Self { policy: policy.clone(), sources, compiled, sound }
    }

    /// Warns of proposals that no situation reaches, and of rules that have the name of one in another file: a copy that was kept
    /// beside the original would count as well.
    pub(crate) fn warn(&self, diagnostics: &mut Diagnostics) {
        let mut first: BTreeMap<&str, &Rule> = BTreeMap::new();
        for rule in &self.compiled.rules {
            let earlier = *first.entry(&rule.name).or_insert(rule);
            let (Some(source), Some(other)) = (self.sources.get(rule.file), self.sources.get(earlier.file))
            else {
                continue;
            };
            if earlier.file != rule.file {
                let message = format!("{} stands in {}:{} as well", rule.name, other.name, earlier.line);
                let warning = Diagnostic::warning(&source.name, message);
                let place = Place { line: rule.line, column: 1 };
                let help = "both count: if one is a copy, remove it; else give each its own name";
                diagnostics.push(at(source, place, warning).help(help));
            }
        }
        for (index, place) in &self.compiled.unreached {
            let message = "no situation reaches this proposal";
            let help = "the conditions around it contradict each other: mend them, or remove it";
            let unreached =
                |rule: &Source| at(rule, *place, Diagnostic::warning(&rule.name, message)).help(help);
            diagnostics.extend(self.sources.get(*index).map(unreached));
        }
    }
}

/// The files as the compiler takes them.
pub(crate) fn files(sources: &[Source]) -> Vec<RuleFile> {
    let file = |source: &Source| RuleFile { name: source.name.clone(), text: source.text.clone() };
    sources.iter().map(file).collect()
}

/// Reasons with controls, or with what turns the direction of writing: they are shown wherever the rule decides.
fn hidden(compiled: &Compiled, sources: &[Source]) -> Vec<Diagnostic> {
    // What stands in the text of the file itself has been told.
    let untold: Vec<Option<&Source>> =
        sources.iter().map(|source| Some(source).filter(|source| source.turned().next().is_none())).collect();
    let reasons = compiled.rules.iter().flat_map(|rule| {
        let source = untold.get(rule.file).copied().flatten();
        let proposals = rule.rule.outcomes.iter().flatten();
        proposals
            .filter_map(move |proposal| Some((source?, proposal.reason.line, proposal.reason.text.as_str())))
    });
    let hidden = reasons.filter(|(_, _, text)| text.chars().any(is_forbidden));
    let once: BTreeMap<(&str, u16), (&Source, &str)> =
        hidden.map(|(source, line, text)| ((source.name.as_str(), line), (source, text))).collect();
    let told = once.into_iter().map(|((name, line), (source, text))| {
        let character = text.chars().find(|character| is_forbidden(*character)).map_or(0, u32::from);
        let message =
            format!("the reason holds the character U+{character:04X}, which would hide what it says");
        at(source, Place { line, column: 1 }, Diagnostic::error(name, message)).help("remove it")
    });
    told.collect()
}

fn told(rule: &Source, fault: &Fault) -> Diagnostic {
    let message = match &fault.situation {
        None => fault.message.clone(),
        Some((situation, count)) => {
            format!("{} (where {situation}; {} situations)", fault.message, grouped(*count))
        }
    };
    at(rule, fault.place, Diagnostic::error(&rule.name, message)).help(&fault.help)
}

/// A diagnostic with the line that it is about.
pub(crate) fn at(rule: &Source, place: Place, diagnostic: Diagnostic) -> Diagnostic {
    let (line, column) = (usize::from(place.line), usize::from(place.column));
    let Some(text) = line.checked_sub(1).and_then(|before| rule.text.lines().nth(before)) else {
        return diagnostic;
    };
    let start =
        column.checked_sub(1).and_then(|before| text.char_indices().nth(before)).map_or(0, |(at, _)| at);
    diagnostic.line(line).column(column).snippet(Snippet::new(text, start, 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assessment::Assessment;
    use crate::rules::RULES;
    use crate::{Organisation, SAMPLE};
    use plimsoll_core::Day;

    /// The sample with this rule file, or none, instead of its own; what its invariants name stays, and proposes nothing.
    fn with(rules: Option<&str>) -> (Option<Organisation>, String) {
        let stays = |name: &str| !name.starts_with(RULES) || name == "rules/invariants.rhai";
        let rest = SAMPLE.iter().filter(|(name, _)| stays(name));
        let mut files: Vec<Source> = rest.map(|(name, text)| Source::new(*name, *text)).collect();
        files.extend(rules.map(|text| Source::new("rules/region.rhai", text)));
        let mut diagnostics = Diagnostics::new();
        let organisation = Organisation::from_sources(&files, &mut diagnostics);
        (organisation, diagnostics.to_string())
    }

    #[test]
    fn rules_decide_and_are_named_with_their_line() {
        let text = "// derives_from: P7\nfn rule_away(risk) {\n    if risk.region == \"apac\" { raise(2, \"few people at night\"); }\n}\n";
        let (organisation, told) = with(Some(text));
        assert_eq!(told, "");
        let organisation = organisation.unwrap();
        let assessment = Assessment::of(&organisation, Day::from_ymd(2026, 11, 20).unwrap());
        let plain = with(None).0.unwrap();
        let before = Assessment::of(&plain, Day::from_ymd(2026, 11, 20).unwrap());
        let scores = |id: &str| {
            (before.risk(id).unwrap().decision.score.get(), assessment.risk(id).unwrap().decision.score.get())
        };
        assert_eq!(scores("R75"), (8, 10), "in apac");
        assert_eq!(scores("R01"), (5, 5), "elsewhere");
        let reasons = assessment.reasons(assessment.risk("R75").unwrap());
        let rule = reasons.iter().find(|reason| reason.stage == "rule").unwrap();
        assert_eq!((rule.source, rule.line, rule.rule), ("rules/region.rhai", Some(3), "rule_away"));
        assert_eq!(
            (rule.text.as_ref(), rule.principle, rule.from, rule.to),
            ("few people at night", "P7", 0, 2)
        );
        assert_ne!(organisation.policy().identity().sources, plain.policy().identity().sources);
    }

    #[test]
    fn what_is_wrong_with_rules_is_told_with_line_and_situation() {
        let (organisation, told) = with(Some(
            "fn rule_a(risk) {\n    let x = 1 / (risk.age_days - 1234);\n}\nfn rule_b(risk) { raise(1); }\n",
        ));
        assert!(organisation.is_none());
        let lines: Vec<&str> = told.lines().filter(|line| line.starts_with("error")).collect();
        assert_eq!(lines.len(), 2, "{told}");
        assert!(lines[0].starts_with("error: rules/region.rhai:2:15: division by zero"), "{told}");
        assert!(lines[0].contains("(where age_days = 1234; "), "{told}");
        assert!(lines[1].starts_with("error: rules/region.rhai:4:19: raise has no reason"), "{told}");
        let (organisation, told) =
            with(Some("fn rule_a(risk) { if risk.impact > 5 { raise(1, \"never\"); } }"));
        assert!(organisation.is_some());
        assert!(told.contains("rules/region.rhai:1:40: no situation reaches this proposal"), "{told}");
    }
}
