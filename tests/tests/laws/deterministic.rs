//! The same input gives the same bytes: at once in many threads, and whichever order the files are given in. In processes of
//! their own, under other surroundings: `std-ext/tests/commands/deterministic.rs`.

use crate::common::hands::deal;
use plimsoll::assessment::Assessment;
use plimsoll::assessment::json::AssessmentView;
use plimsoll::diagnostic::Diagnostics;
use plimsoll::proof::Examination;
use plimsoll::registers::Source;
use plimsoll::{Organisation, POLICY_FILE, SAMPLE};
use plimsoll_core::policy::Draft;
use plimsoll_core::{Day, Policy};
use plimsoll_scripting::{RuleFile, Subject, check, compile, diff};
use plimsoll_tests::drafts::{SMALL, policy};
use plimsoll_tests::draw::Draw;
use plimsoll_tests::promises::tried;
use std::cell::Cell;
use std::thread;

const THREADS: usize = 3;

/// That several threads at once come to the same.
fn alike<T: PartialEq + Send>(work: impl Fn() -> T + Sync) -> T {
    let mut all: Vec<T> = thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS).map(|_| scope.spawn(&work)).collect();
        threads.into_iter().map(|thread| thread.join().expect("no panic")).collect()
    });
    let last = all.pop().expect("some threads");
    assert!(all.iter().all(|other| *other == last), "two threads came to something else");
    last
}

/// Everything that is said of an organisation.
fn said(organisation: &Organisation) -> String {
    let assessment = Assessment::of(organisation, Day::from_ymd(2026, 11, 20).expect("a day"));
    let mut said = serde_json::to_string(&AssessmentView::of(&assessment)).expect("JSON");
    said += &organisation.registers().to_json().expect("JSON");
    for file in organisation.registers().to_csv() {
        said += &file.name;
        said += &file.text;
    }
    said
}

fn sample() -> Vec<Source> {
    SAMPLE.iter().map(|(name, text)| Source::new(*name, *text)).collect()
}

fn read(files: &[Source]) -> Organisation {
    let mut diagnostics = Diagnostics::new();
    Organisation::from_sources(files, &mut diagnostics).unwrap_or_else(|| panic!("{diagnostics}"))
}

#[test]
fn the_sample_is_the_same_in_every_thread_and_in_every_order_of_its_files() {
    let expected = alike(|| said(&Organisation::sample()));
    let organisation = Organisation::sample();
    assert_eq!(alike(|| said(&organisation)), expected, "one organisation, asked by several");
    let draw = Draw::seeded(5);
    let orders = 4;
    for _ in 0..orders {
        let mut files = sample();
        for last in (1..files.len()).rev() {
            files.swap(last, draw.below(last + 1));
        }
        let organisation = read(&files);
        assert!(
            said(&organisation) == expected,
            "{:?}",
            files.iter().map(|file| &file.name).collect::<Vec<_>>()
        );
        assert_eq!(organisation.policy(), Organisation::sample().policy(), "the policy");
    }
    tried("deterministic", "readings of the sample in threads and in other orders", 2 * THREADS + orders);
}

#[test]
fn proofs_of_the_sample_are_the_same_in_every_thread() {
    let proved = alike(|| {
        let mut begun = Vec::new();
        let examination = Examination::of_sample(|name, count| begun.push((name.to_owned(), count)));
        format!("{begun:?} {examination:?}")
    });
    assert!(proved.contains("monotone"));
    let rules: Vec<RuleFile> = SAMPLE
        .iter()
        .filter(|(name, _)| name.ends_with(".rhai"))
        .map(|(name, text)| RuleFile { name: (*name).into(), text: (*text).into() })
        .collect();
    let (_, text) = SAMPLE.iter().find(|(name, _)| *name == POLICY_FILE).expect("a policy");
    let file =
        plimsoll::policy_file::PolicyFile::read(&Source::new(POLICY_FILE, *text), &mut Diagnostics::new());
    let draft: Draft = file.expect("a sound policy").draft;
    let compiled = alike(|| format!("{:?}", compile(&draft, &rules)));
    assert!(compiled.len() > 10_000);
}

#[test]
fn random_policies_are_compiled_proved_and_compared_alike_in_every_thread() {
    let (before, compared) = (Cell::new(None), Cell::new(0_u32));
    deal(12, |hand, _| {
        let mut stated = policy(hand, &SMALL);
        stated.compile();
        let draft = &stated.draft;
        let blob = alike(|| draft.compile().unwrap());
        let (rules, unreached, files, invariants) = (&[], &[], &[], &[]);
        alike(|| {
            let policy = &Policy::verify(&blob).unwrap();
            format!("{:?}", check(&Subject { policy, draft, rules, unreached, files, invariants }, |_, _| ()))
        });
        let old = before.replace(Some(blob.clone())).unwrap_or_else(|| blob.clone());
        alike(|| {
            let (old, new) = (Policy::verify(&old).unwrap(), Policy::verify(&blob).unwrap());
            format!("{:?}", diff(&old, &new, 3, |_, _| ()).unwrap())
        });
        compared.set(compared.get() + 1);
    });
    tried("deterministic", "random policies compiled, proved and compared in threads", compared.get());
}
