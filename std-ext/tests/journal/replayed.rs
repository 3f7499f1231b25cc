//! Decisions that were recorded, made again.

use super::{frame, nowhere, sound};
use plimsoll::assessment::{Assessment, Routed};
use plimsoll::diagnostic::Diagnostics;
use plimsoll::journal::{Journal, Outcome, Replay};
use plimsoll::{Deployed, Organisation};
use plimsoll_core::facet::Facet;
use plimsoll_core::journal::{Entry, Frames, Id, PolicyId, PolicyPart, Record};
use plimsoll_core::policy::{Draft, DraftDomain, DraftFacet, Reason, Row, without_names};
use plimsoll_core::table::Condition;
use plimsoll_core::{Day, Impact, IncidentFacts, Policy, Progress, RiskFacts, Score, Standing};
use std::fs;
use std::path::Path;

fn replay(path: &Path, given: Option<&[u8]>) -> Replay {
    let given = given.map(|blob| {
        let file = path.with_extension("policy");
        fs::write(&file, blob).unwrap();
        Deployed::read(&file, &mut Diagnostics::new()).unwrap()
    });
    let mut diagnostics = Diagnostics::new();
    Replay::of(path, given, &mut diagnostics).unwrap_or_else(|| panic!("{diagnostics}"))
}

fn refused(path: &Path) -> String {
    let mut diagnostics = Diagnostics::new();
    assert!(Replay::of(path, None, &mut diagnostics).is_none());
    assert!(diagnostics.is_error());
    diagnostics.to_string()
}

/// Whatever a policy sent, as a device writes it.
fn decided<'a>(blob: &[u8], day: i32, id: &'a str, facts: RiskFacts) -> Record<'a> {
    let (policy, outcome) = (PolicyId::of(blob).unwrap(), Policy::verify(blob).unwrap().assess(&facts));
    Record::Risk(Entry { policy, day: Day(day), id: Id::Text(id), facts, outcome })
}

fn parts(blob: &[u8], most: usize) -> Vec<u8> {
    let id = PolicyId::of(blob).unwrap();
    PolicyPart::all(id, blob, most).flat_map(|part| frame(&Record::Policy(part))).collect()
}

/// A policy that knows some regions, in this order, and has a limit of 6 in one of them.
fn with_regions(regions: &[&str], limit: &str, more: &[&str]) -> Vec<u8> {
    let labels = |labels: &[&str]| labels.iter().map(ToString::to_string).collect();
    let mut draft = Draft::standard();
    let facets = more.iter().map(|name| DraftFacet { name: (*name).into(), domain: DraftDomain::Bool });
    draft.facets = facets.collect();
    draft.facets.push(DraftFacet { name: "region".into(), domain: DraftDomain::Labels(labels(regions)) });
    let facet = Facet::declared(u8::try_from(more.len()).unwrap()).unwrap();
    let value = u16::try_from(regions.iter().position(|region| *region == limit).unwrap()).unwrap();
    let reason =
        Reason { source: "policy.toml".into(), line: 7, text: "stricter there".into(), ..Reason::default() };
    draft.limits = vec![Row { when: vec![Condition::among(facet, [value])], then: 6, reason }];
    draft.compile().unwrap()
}

#[test]
fn the_sample_is_reproduced_and_a_false_record_is_found() {
    let (_held, path) = nowhere();
    let (sample, day) = (Organisation::sample(), Day::from_ymd(2026, 11, 20).unwrap());
    let assessment = Assessment::of(&sample, day);
    let routed = Routed::all(&sample, day, |_| true);
    let mut journal = Journal::append_to(&path).unwrap();
    journal.record_assessment(&assessment).unwrap();
    journal.record_routes(&sample, day, &routed).unwrap();
    drop(journal);
    let decisions = u64::try_from(assessment.risks().len() + routed.len()).unwrap();
    let (frames, damaged) = sound(&path);
    assert_eq!(
        (u64::try_from(frames.len()).unwrap(), damaged),
        (decisions + 1, 0),
        "the policy is there once"
    );
    let whole = replay(&path, None);
    assert_eq!((whole.decisions, whole.reproduced, whole.is_clean()), (decisions, decisions, true));
    // The same policy from elsewhere, and without its names.
    for blob in [sample.blob().to_vec(), without_names(sample.blob()).unwrap()] {
        let again = replay(&path, Some(&blob));
        assert_eq!((again.reproduced, again.is_clean(), again.notes), (decisions, true, vec![]));
    }

    // Each record in turn says something else, and says it soundly.
    let mut bytes = fs::read(&path).unwrap();
    let mut whole = bytes.clone();
    let records: Vec<_> =
        Frames::new(&mut whole).map(|stretch| (stretch.offset, stretch.record.unwrap())).collect();
    for (offset, record) in records.iter().skip(1).step_by(7) {
        let changed = match *record {
            Record::Risk(mut entry) => {
                entry.outcome.score = Score(entry.outcome.score.get() ^ 1);
                Record::Risk(entry)
            }
            Record::Incident(mut entry) => {
                entry.outcome.channel ^= 1;
                Record::Incident(entry)
            }
            Record::Policy(_) | Record::Interrupted { .. } => panic!("the policy comes first"),
        };
        let at = usize::try_from(*offset).unwrap() - 1;
        let (was, is) = (frame(record), frame(&changed));
        let forged = [&bytes[..at], &is, &bytes[at + was.len()..]].concat();
        fs::write(&path, forged).unwrap();
        let again = replay(&path, None);
        assert_eq!((again.reproduced, again.damaged.total()), (decisions - 1, 0));
        let [different] = again.different.items() else { panic!("{:?}", again.different) };
        assert_eq!((different.offset, different.is_false), (*offset, true));
        match (*record, different.now) {
            (Record::Risk(entry), Some(Outcome::Risk(now))) => assert_eq!(now, entry.outcome),
            (Record::Incident(entry), Some(Outcome::Incident(now))) => assert_eq!(now, entry.outcome),
            other => panic!("{other:?}"),
        }
        assert!(!different.changes.is_empty());
    }
    bytes.truncate(bytes.len() * 4 / 5);
    fs::write(&path, &bytes).unwrap();
    let cut = replay(&path, None);
    assert_eq!(cut.reproduced + 1, cut.records, "the policy and what was decided");
    assert!(cut.reproduced > 10 && cut.different.total() == 0);
}

/// Facts beyond what any facet has are decided like the last of each, then and now.
#[test]
fn facts_past_their_domain_are_decided_all_the_same() {
    let (_held, path) = nowhere();
    let blob = Policy::standard_bytes();
    let facts = RiskFacts { values: [u16::MAX; 48], rated: Impact::saturating(10), ..RiskFacts::default() };
    let incident = IncidentFacts { values: [u16::MAX; 48] };
    let routed = Record::Incident(Entry {
        policy: PolicyId::of(blob).unwrap(),
        day: Day(i32::MIN),
        id: Id::Number(u16::MAX),
        facts: incident,
        outcome: Policy::standard().route(&incident),
    });
    let journal = [parts(blob, 700), frame(&decided(blob, i32::MAX, "\u{1b}[2J", facts)), frame(&routed)];
    fs::write(&path, journal.concat()).unwrap();
    let again = replay(&path, None);
    assert_eq!((again.reproduced, again.is_clean()), (2, true));
    // Under a policy of another schema they are carried over as what they count as.
    let other = with_regions(&["nordics", "apac"], "nordics", &[]);
    let again = replay(&path, Some(&other));
    assert_eq!(again.notes, ["the journal does not know `region`: it is taken as nordics"]);
    let [one] = again.different.items() else { panic!("{:?}", again.different) };
    assert_eq!((one.id.as_str(), one.changes.as_str()), ("\u{1b}[2J", "limit 9 -> 6"));
    assert_eq!(one.why, "now policy.toml:7 [limit]: stricter there");
}

/// What was decided under one policy is carried over to another by name, and told where it cannot be.
#[test]
fn facts_are_carried_over_by_name() {
    let (_held, path) = nowhere();
    let old = with_regions(&["nordics", "emea", "apac"], "apac", &[]);
    let facts = |region: u16| RiskFacts {
        actions: Progress::new(1, 2).unwrap(),
        rated: Impact::saturating(3),
        ..RiskFacts::default().with(Facet::declared(0).unwrap(), region)
    };
    let journal: Vec<u8> = ["nordics", "emea", "apac"]
        .iter()
        .zip(0..)
        .flat_map(|(id, region)| frame(&decided(&old, 0, id, facts(region))))
        .collect();
    fs::write(&path, [parts(&old, 1 << 20), journal.clone()].concat()).unwrap();

    let told = |given: &[u8]| -> Vec<(String, String, String)> {
        let again = replay(&path, Some(given));
        assert_eq!(again.reproduced + again.different.total(), 3);
        let different = again.different.items().iter();
        different.map(|one| (one.id.clone(), one.changes.clone(), one.why.clone())).collect()
    };
    let is = |id: &str, changes: &str, why: &str| (id.to_string(), changes.to_string(), why.to_string());
    assert_eq!(told(&with_regions(&["apac", "emea", "nordics"], "apac", &["pilot"])), []);
    assert_eq!(
        told(&with_regions(&["apac", "latam", "nordics"], "nordics", &[])),
        [
            is(
                "nordics",
                "limit 9 -> 6, within_limit true -> false, response accept -> reduce",
                "now policy.toml:7 [limit]: stricter there"
            ),
            is("emea", "", "region was emea, which the policy given does not know"),
            is(
                "apac",
                "limit 6 -> 9, within_limit false -> true, response reduce -> accept",
                "now standard [limit]: acceptance level of the organisation: 9"
            ),
        ]
    );
    let standard = replay(&path, Some(Policy::standard_bytes()));
    assert_eq!(standard.notes, ["the policy given does not know `region`"]);
    assert_eq!((standard.reproduced, standard.different.total()), (2, 1));

    // Without the policy that decided, its facts say something only to policies of the same schema.
    fs::write(&path, &journal).unwrap();
    assert!(refused(&path).contains("--policy"));
    let same_schema = with_regions(&["nordics", "emea", "apac"], "emea", &[]);
    let again = replay(&path, Some(&same_schema));
    let changed: Vec<&str> = again.different.items().iter().map(|one| one.id.as_str()).collect();
    assert_eq!((again.reproduced, changed), (1, vec!["emea", "apac"]));
    assert!(
        again
            .different
            .items()
            .iter()
            .all(|one| one.now.is_some() && one.why == "the policy given decides otherwise")
    );
    let again = replay(&path, Some(Policy::standard_bytes()));
    assert_eq!((again.reproduced, again.different.total()), (0, 3));
    assert!(
        again
            .different
            .items()
            .iter()
            .all(|one| one.now.is_none() && one.why.contains("is not in the journal"))
    );
    assert!(replay(&path, Some(&old)).is_clean(), "the policy that decided, from elsewhere");
}

/// What a journal is put together from, and how many of its decisions come out as recorded, how many do not, and how many
/// stretches are damaged.
type Case<'a> = (&'a str, Vec<&'a [u8]>, [u64; 3]);

/// Parts of policies in any order and number; those that make no policy are told, and what was decided under them cannot be
/// made again.
#[test]
fn policies_are_put_together_or_told() {
    let (_held, path) = nowhere();
    let (blob, other) = (Policy::standard_bytes(), with_regions(&["a", "b"], "a", &[]));
    let id = PolicyId::of(blob).unwrap();
    let one = frame(&decided(blob, 1, "one", RiskFacts::default()));
    let two = frame(&decided(&other, 2, "two", RiskFacts::default()));
    let mut wrong = blob.to_vec();
    wrong[100] ^= 1;
    let wrong: Vec<u8> =
        PolicyPart::all(id, &wrong, 1 << 16).flat_map(|part| frame(&Record::Policy(part))).collect();
    let huge =
        frame(&Record::Policy(PolicyPart { policy: id, total: u32::MAX, offset: u32::MAX - 1, bytes: b"x" }));
    let (small, large) = (parts(blob, 100), parts(blob, 3000));
    let first = frame(&Record::Policy(PolicyPart::all(id, blob, 100).next().unwrap()));
    let named = parts(&other, 900);
    let table: [Case<'_>; 9] = [
        ("in small parts", vec![&small, &one], [1, 0, 0]),
        ("after what was decided under it", vec![&one, &large], [1, 0, 0]),
        ("twice", vec![&small, &large, &one, &small], [1, 0, 0]),
        ("begun, and begun again", vec![&first, &first, &small, &one], [1, 0, 0]),
        ("begun with small parts, ended with a large one", vec![&first, &large, &one], [1, 0, 0]),
        ("wrong, then right", vec![&wrong, &large, &one], [1, 0, 1]),
        ("a part that follows nothing", vec![&huge, &large, &one], [1, 0, 1]),
        ("two journals put together", vec![&large, &one, &named, &two, &one], [3, 0, 0]),
        ("one policy of two", vec![&large, &one, &two], [1, 1, 0]),
    ];
    for (what, journal, expected) in table {
        fs::write(&path, journal.concat()).unwrap();
        let again = replay(&path, None);
        let found = [again.reproduced, again.different.total(), again.damaged.total()];
        assert_eq!(found, expected, "{what}");
        assert!(again.different.items().iter().all(|one| one.id == "two" && one.now.is_none()));
    }
    fs::write(&path, [wrong.as_slice(), &one].concat()).unwrap();
    assert!(refused(&path).contains("holds no policy"));
    fs::write(&path, "").unwrap();
    assert!(replay(&path, None).is_clean());
    fs::write(&path, [0; 9]).unwrap();
    assert!(refused(&path).contains("is not a journal"));
}

/// Every byte of a journal with its policy, changed: decisions that are left come out as they were, or cannot be made again.
#[test]
fn no_change_of_a_byte_makes_another_decision() {
    let (_held, path) = nowhere();
    let mut draft = Draft::standard();
    draft.acceptance_level = 4;
    let blob = without_names(&draft.compile().unwrap()).unwrap();
    let one = frame(&decided(&blob, 1, "one", RiskFacts::default()));
    let journal = [parts(&blob, 500), one.clone(), one].concat();
    for at in 0..journal.len() {
        let mut changed = journal.clone();
        changed[at] ^= 1 << (at % 8);
        fs::write(&path, &changed).unwrap();
        let Some(again) = Replay::of(&path, None, &mut Diagnostics::new()) else {
            // Without its policy, a decision says nothing.
            continue;
        };
        assert!(again.different.items().iter().all(|one| one.now.is_none()), "byte {at}");
        assert!(again.reproduced <= 2 && again.decisions >= 1);
        let is_delimiter = journal[at] == 0;
        assert!(again.damaged.total() > 0 || is_delimiter, "byte {at}");
    }
}

/// One change is told once.
#[test]
fn a_change_of_standing_is_told_once() {
    let (_held, path) = nowhere();
    let blob = Policy::standard_bytes();
    let Record::Risk(mut entry) = decided(blob, 0, "one", RiskFacts::default()) else { panic!("a risk") };
    entry.outcome.standing = Standing::Overruled;
    fs::write(&path, [parts(blob, 1 << 16), frame(&Record::Risk(entry))].concat()).unwrap();
    let again = replay(&path, None);
    assert_eq!(again.different.items()[0].changes, "standing overruled -> policy");
}

/// How far it is, is told in order, for both ways through the file.
#[test]
fn how_far_it_is_is_told() {
    let (_held, path) = nowhere();
    let blob = Policy::standard_bytes();
    let one = frame(&decided(blob, 0, "one", RiskFacts::default()));
    let journal = [parts(blob, 1 << 16), one.repeat(20_000)].concat();
    fs::write(&path, &journal).unwrap();
    let told = std::cell::RefCell::new(Vec::new());
    let tell = |step, at, of| told.borrow_mut().push((step, at, of));
    assert!(Replay::telling(&path, None, &mut Diagnostics::new(), tell).unwrap().is_clean());
    let (told, length) = (told.into_inner(), u64::try_from(journal.len()).unwrap());
    for step in ["bytes read", "bytes decided again"] {
        let places: Vec<u64> = told.iter().filter(|told| told.0 == step).map(|told| told.1).collect();
        assert!(
            places.len() > 1 && places.is_sorted() && places.iter().all(|at| *at < length),
            "{step}: {places:?}"
        );
    }
    assert!(told.iter().all(|(.., of)| *of == length));
}
