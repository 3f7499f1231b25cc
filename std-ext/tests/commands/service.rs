//! The service among the examples under load: policies are swapped and broken ones refused while clients ask, and each answer
//! is held against what the core decides under the policy that the answer names.

mod client;

use super::examples::example;
use super::promises::tried;
use super::{Policy as Directory, RULE, SMALL};
use client::{Answer, Client};
use plimsoll_core::facet::Facet;
use plimsoll_core::{Impact, Policy, Progress, RiskFacts};
use serde_json::{Value, json};
use std::fs;
use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

const CLIENTS: usize = 6;
const REQUESTS: usize = 500;
const SWAPS: usize = 100;

const REGIONS: [&str; 2] = ["nordics", "apac"];

/// The service as a process, under a policy.
struct Service {
    child: Child,
    address: String,
}

impl Service {
    fn start(policy: &str) -> Self {
        let mut command = example("service");
        let mut child = command.args(["127.0.0.1:0", policy]).stdout(Stdio::piped()).spawn().unwrap();
        let mut said = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut said).unwrap();
        let address = said.trim().strip_prefix("listening on ").unwrap().to_owned();
        Self { child, address }
    }

    fn client(&self) -> Client {
        Client::new(&self.address)
    }

    /// Asks it to end, as a container does.
    fn terminate(&self) {
        let kill = format!("kill -TERM {}", self.child.id());
        assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ended_already = self.child.kill();
        let _ended_already = self.child.wait();
    }
}

/// Two policies that decide otherwise about most risks, as blobs and in the files that they were written to.
fn policies() -> ([Vec<u8>; 2], [String; 2], [Directory; 2]) {
    let strict = SMALL.replace("1.0.0", "2.0.0").replace("level = 9", "level = 4");
    let directories =
        [Directory::new(SMALL, RULE), Directory::new(&strict, &RULE.replace("raise(2", "raise(4"))];
    let files = directories.each_ref().map(|directory| directory.blob(true));
    (files.each_ref().map(|file| fs::read(file).unwrap()), files, directories)
}

fn digest(policy: &Policy<'_>) -> String {
    policy.identity().sources.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The n-th situation as JSON and as facts, which are made by hand; all of 5 impacts, 21 shares and 2 regions come up in turn.
fn situation(n: usize) -> (Value, RiskFacts) {
    let (impact, uncompleted, region) = (n % 5 + 1, n / 5 % 21, n / 105 % 2);
    let told = json!({
        "impact": impact,
        "actions": {"uncompleted": uncompleted, "total": 20},
        "facets": {"region": REGIONS[region], "confidentiality": "high", "compromises_c": true},
    });
    let number = |number: usize| u16::try_from(number).unwrap();
    let facts = RiskFacts {
        rated: Impact::new(u8::try_from(impact).unwrap()).unwrap(),
        actions: Progress::new(number(uncompleted), 20).unwrap(),
        ..RiskFacts::default()
    };
    let facts = facts.with(Facet::declared(0).unwrap(), number(region));
    (told, facts.with(plimsoll_core::facet::CONFIDENTIALITY, 2).with(plimsoll_core::facet::COMPROMISES_C, 1))
}

/// Every part of the answer that the core decides, as the core decides it.
fn decided(policy: &Policy<'_>, facts: &RiskFacts) -> Value {
    let (decision, trace) = policy.explain(facts);
    let steps = trace.steps().iter();
    json!({
        "policy": {"name": "small", "version": policy.identity().version, "digest": digest(policy)},
        "impact": decision.impact.get(),
        "likelihood": decision.likelihood.get(),
        "score": decision.score.get(),
        "band": policy.band_name(decision.band),
        "limit": decision.limit.get(),
        "response": decision.response.label(),
        "within_limit": decision.within_limit,
        "reasons": steps.map(|step| json!([step.stage.label(), step.from, step.to])).collect::<Vec<_>>(),
    })
}

/// An answer, of each reason only what the core says of it.
fn without_words(mut answer: Value) -> Value {
    for reason in answer["reasons"].as_array_mut().unwrap() {
        *reason = json!([reason["stage"], reason["from"], reason["to"]]);
    }
    answer
}

#[test]
fn policies_are_swapped_under_load_and_no_request_is_lost() {
    let (blobs, files, _held) = policies();
    let verified = blobs.each_ref().map(|blob| Policy::verify(blob).unwrap());
    let digests = verified.each_ref().map(digest);
    assert_ne!(digests[0], digests[1]);
    let service = Service::start(&files[0]);
    let answered = AtomicUsize::new(0);
    let ask = |first: usize| {
        let mut client = service.client();
        let mut under = [0_usize; 2];
        for n in 0..REQUESTS {
            let (told, facts) = situation(n * CLIENTS + first);
            let Answer { status, body } = client.post("/assess", &told);
            assert_eq!(status, 200, "{body}");
            let which = digests.iter().position(|digest| body["policy"]["digest"] == **digest).unwrap();
            assert_eq!(without_words(body), decided(&verified[which], &facts), "{told}");
            under[which] += 1;
            answered.fetch_add(1, Ordering::Relaxed);
        }
        under
    };
    let (under, swaps, refused) = thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS).map(|first| scope.spawn(move || ask(first))).collect();
        let mut operator = service.client();
        let (mut swaps, mut refused) = (0, 0);
        for n in 0..SWAPS {
            // Swaps are spread over the requests, however fast these are; a client that failed must not be waited for.
            let due = n * CLIENTS * REQUESTS / SWAPS;
            while answered.load(Ordering::Relaxed) < due && !clients.iter().any(|client| client.is_finished())
            {
                thread::sleep(Duration::from_millis(1));
            }
            let next = (n + 1) % 2;
            let Answer { status, body } = operator.put("/policy", &blobs[next]);
            assert_eq!((status, &body["digest"]), (200, &json!(digests[next])));
            // What comes after the last request was answered is no load.
            swaps += usize::from(answered.load(Ordering::Relaxed) < CLIENTS * REQUESTS);
            let Answer { status, body } = operator.put("/policy", &broken(&blobs[n % 2], n));
            assert_eq!(status, 422, "{body}");
            assert!(body["errors"][0].as_str().unwrap().starts_with("this is not a policy: "), "{body}");
            assert_eq!(operator.get("/policy").body["digest"], digests[next]);
            refused += 1;
        }
        let sums = clients.into_iter().map(|client| client.join().unwrap());
        (sums.fold([0, 0], |sum, one| [sum[0] + one[0], sum[1] + one[1]]), swaps, refused)
    });
    assert_eq!(under[0] + under[1], CLIENTS * REQUESTS);
    assert!(swaps > SWAPS * 9 / 10, "{swaps} swaps while requests came");
    assert!(under.iter().all(|count| *count > CLIENTS * REQUESTS / 4), "{under:?}");
    tried("service", "requests answered while policies were swapped, none lost", under[0] + under[1]);
    tried("service", "policies swapped under load", swaps);
    tried("service", "broken policies refused under load", refused);
}

/// A blob that is not one any more, each time in another way.
fn broken(blob: &[u8], n: usize) -> Vec<u8> {
    let mut broken = blob.to_vec();
    match n % 4 {
        0 => broken[n * 31 % blob.len()] ^= 1 << (n % 8),
        1 => broken.truncate(n * 17 % blob.len()),
        2 => broken.push(0),
        _ => broken = format!("policy {n}").into_bytes(),
    }
    broken
}

#[test]
fn what_cannot_be_decided_is_told_at_once_and_leaves_the_policy() {
    let (blobs, files, _held) = policies();
    let service = Service::start(&files[1]);
    let mut client = service.client();
    for (told, errors) in [
        (json!({"impact": 4}), json!(["region: is missing"])),
        (
            json!({"impact": 9, "estimate": 6, "facets": {"region": "apac"}}),
            json!([
                "impact: 9 is above the scale; valid: 1 to 5",
                "estimate: 6 is above the scale; valid: 1 to 5"
            ]),
        ),
        (
            json!({"impact": 4, "facets": {"region": "mars", "score": 3, "origin": "<b>"}}),
            json!([
                "origin: <b> is none of its values",
                "region: mars is none of its values",
                "score: is none of the facets that can be told"
            ]),
        ),
    ] {
        let Answer { status, body } = client.post("/assess", &told);
        assert_eq!((status, &body["errors"]), (422, &errors), "{told}");
    }
    for wrong in [json!({"impact": 0}), json!({"impact": 4, "impacts": 5}), json!({}), json!([])] {
        assert_eq!(client.post("/assess", &wrong).status, 422, "{wrong}");
    }
    assert_eq!(client.get("/nowhere").status, 404);
    // What is too large is refused as it is read; another client sends it, since its connection may go with it.
    assert_eq!(service.client().put("/policy", &vec![0; (1 << 20) + 1]).status, 413);
    assert_eq!(client.get("/policy").body["version"], "2.0.0");
    assert_eq!(client.put("/policy", &blobs[0]).status, 200);
    assert_eq!(client.get("/policy").body["version"], "1.0.0");
}

#[test]
fn a_service_that_is_stopped_answers_what_it_has_begun() {
    let (_, files, _held) = policies();
    let mut service = Service::start(&files[0]);
    let mut idle = service.client();
    assert_eq!(idle.get("/policy").status, 200);
    let (told, facts) = situation(7);
    let text = told.to_string();
    let mut client = service.client();
    // It says that it wants the body, so the request has begun.
    client.begin("/assess", text.len());
    service.terminate();
    // Once it has heard, it ends what is idle, and nobody is let in any more.
    assert!(idle.is_closed());
    let refused = (0..10_000).any(|_| {
        thread::sleep(Duration::from_millis(1));
        TcpStream::connect(&service.address).is_err()
    });
    assert!(refused);
    let Answer { status, body } = client.finish(&text);
    let blob = fs::read(&files[0]).unwrap();
    assert_eq!((status, without_words(body)), (200, decided(&Policy::verify(&blob).unwrap(), &facts)));
    assert!(service.child.wait().unwrap().success());
}
