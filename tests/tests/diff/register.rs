//! Which entries of a register change: those that are decided otherwise when everything is assessed twice.

use plimsoll::Organisation;
use plimsoll::assessment::{Assessment, Routed};
use plimsoll::date::parse;
use plimsoll::diagnostic::Diagnostics;
use plimsoll::difference::Comparison;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The sample with another policy.
fn edited(name: &str, edits: &[(&str, &str)]) -> PathBuf {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("../std-ext/sample");
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("register").join(name);
    fs::create_dir_all(directory.join("rules")).unwrap();
    for below in ["", "rules"] {
        for file in fs::read_dir(sample.join(below)).unwrap().map(|entry| entry.unwrap().path()) {
            if file.is_file() {
                fs::copy(&file, directory.join(below).join(file.file_name().unwrap())).unwrap();
            }
        }
    }
    let mut text = fs::read_to_string(sample.join("policy.toml")).unwrap();
    for (from, to) in edits {
        assert!(text.contains(from), "no {from}");
        text = text.replacen(from, to, 1);
    }
    fs::write(directory.join("policy.toml"), text).unwrap();
    directory
}

/// What is decided about each entry, in one line each.
fn decided(directory: &Path) -> Vec<(String, String)> {
    let organisation = Organisation::read(directory, &mut Diagnostics::new()).unwrap();
    let as_of = parse("2026-03-31").unwrap();
    let assessment = Assessment::of(&organisation, as_of);
    let risks = assessment.risks().iter().map(|assessed| {
        let decision = assessed.decision;
        let line = format!(
            "{} {} {} {} {} {} {} {:?}",
            decision.impact,
            decision.likelihood,
            decision.score,
            decision.band.0,
            decision.limit,
            decision.within_limit,
            decision.response,
            decision.standing
        );
        (assessed.risk.id.clone(), line)
    });
    let policy = organisation.policy();
    let names = policy.names().unwrap();
    let routes = Routed::all(&organisation, as_of, |incident| Routed::is_open(incident, as_of));
    let incidents = routes.iter().map(|routed| {
        let route = routed.route;
        let roles: BTreeSet<&str> = route.consult.iter().map(|role| names.role(role).unwrap()).collect();
        let next = route.next.map(|next| policy.team_name(next));
        let line = format!(
            "{} {} {next:?} {roles:?} {:?}",
            policy.team_name(route.target),
            route.level,
            names.channel(route.channel)
        );
        (routed.incident.id.clone(), line)
    });
    risks.chain(incidents).collect()
}

#[test]
fn entries_that_change_are_those_that_are_decided_otherwise() {
    let old = edited("old", &[]);
    let as_of = parse("2026-03-31").unwrap();
    let edits: [(&str, &[(&str, &str)]); 6] = [
        ("same", &[]),
        ("level", &[("level = 9  ", "level = 6  ")]),
        ("floor", &[("cia_floor = [1, 2, 3]", "cia_floor = []")]),
        (
            "region",
            &[("level = 6\nwhere = { region = \"apac\" }", "level = 2\nwhere = { region = \"emea\" }")],
        ),
        ("actions", &[("no_actions = \"very high\"", "no_actions = \"low\"")]),
        (
            "routes",
            &[(
                "level = 3 }\nto = \"level_3\"\nchannel = \"ticket\"",
                "level = 3 }\nto = \"level_3\"\nchannel = \"queue\"",
            )],
        ),
    ];
    for (name, edits) in edits {
        let new = edited(name, edits);
        let mut diagnostics = Diagnostics::new();
        let comparison = Comparison::of(&old, &new, Some((&old, as_of)), 2, &mut diagnostics, |_, _| ());
        let comparison = comparison.unwrap_or_else(|| panic!("{name}: {diagnostics}"));
        let entries = comparison.register.as_ref().unwrap();
        let found: BTreeSet<String> = entries.iter().map(|entry| entry.id.clone()).collect();
        let (before, after) = (decided(&old), decided(&new));
        let both = before.iter().zip(&after);
        let expected: BTreeSet<String> =
            both.filter(|(was, is)| was != is).map(|((id, _), _)| id.clone()).collect();
        assert_eq!(found, expected, "{name}");
        assert_eq!(found.is_empty(), name == "same", "{name}");
        assert_eq!(comparison.changed(), u128::try_from(entries.len()).unwrap(), "{name}");
        // Where a row leads to is no part of its words, so a changed channel has no cause.
        let told = |causes: bool| causes || name == "routes";
        assert!(
            entries.iter().all(|entry| !entry.changes.is_empty() && told(!entry.causes.is_empty())),
            "{name}: {entries:#?}"
        );
    }
}
