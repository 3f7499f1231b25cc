//! How the peers take a mistake in a policy, each as it was seen; and that Plimsoll refuses the same before it is deployed.

use plimsoll_peers::cases::{Incident, Situation};
use plimsoll_peers::{Peer, Visitor, Work, each};
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook};

/// High, external, orientation 1: the first condition of workload C holds, and only that.
const EXPOSED: Situation =
    Situation { confidentiality: 2, origin: 1, orientation: 1, age_days: 100, impact: 3, likelihood: 5 };

/// What became of a policy.
#[derive(Debug, PartialEq, Eq)]
enum Outcome {
    Refused,
    Fails,
    Answers(u8),
}

/// Loads a policy for workload C and has it decide.
fn outcome<P: Peer>(text: &str, case: &Situation) -> Outcome {
    let Ok(mut peer) = catch_unwind(|| P::load(Work::Rule, text)) else { return Outcome::Refused };
    let mut input = peer.situation(case);
    match catch_unwind(AssertUnwindSafe(|| peer.rule(&mut input))) {
        Ok(answer) => Outcome::Answers(answer),
        Err(_) => Outcome::Fails,
    }
}

/// A text with a letter missing from the name that the first condition reads.
fn misspelt(text: &str) -> Option<String> {
    let reads = [
        "confidentiality ==",
        "confidentiality = \"high\"",
        r#"{"var": "confidentiality""#,
        r#""field":"confidentiality""#,
    ];
    let read = reads.iter().find(|read| text.contains(**read))?;
    Some(text.replacen(read, &read.replacen("confidentiality", "confidentialty", 1), 1))
}

struct Misspelt(Vec<(&'static str, Outcome)>);

impl Visitor for Misspelt {
    fn visit<P: Peer>(&mut self) {
        let text = P::text(Work::Rule);
        if let Some(misspelt) = misspelt(&text) {
            assert_eq!(outcome::<P>(&text, &EXPOSED), Outcome::Answers(1), "{}", P::NAME);
            self.0.push((P::NAME, outcome::<P>(&misspelt, &EXPOSED)));
        }
    }
}

#[test]
fn a_misspelt_name() {
    set_hook(Box::new(|_| {}));
    let mut misspelt = Misspelt(Vec::new());
    each(&mut misspelt);
    for (name, outcome) in &misspelt.0 {
        eprintln!("{name}: {outcome:?}");
    }
}
