//! Every peer gives the answers of Plimsoll and of the code written by hand, in every case.
use plimsoll_peers::peers::by_hand::ByHand;
use plimsoll_peers::peers::plimsoll::Plimsoll;
use plimsoll_peers::{Peer, Visitor, Work, cases, each};

struct Compare {
    peers: usize,
    answers: usize,
}

fn load<P: Peer>(work: Work) -> P {
    P::load(work, &P::text(work))
}

impl Compare {
    /// Twice, the second time in the other order, since some keep values between evaluations.
    fn compare<P: Peer, T: std::fmt::Debug, R: PartialEq + std::fmt::Debug>(
        &mut self,
        work: Work,
        cases: &[T],
        answer: impl Fn(&mut P, &T) -> R,
        by_hand: impl Fn(&mut ByHand, &T) -> R,
        plimsoll: impl Fn(&mut Plimsoll, &T) -> R,
    ) {
        let mut peers = (load::<P>(work), load(work), load(work));
        for case in cases.iter().chain(cases.iter().rev()) {
            let answer = answer(&mut peers.0, case);
            assert_eq!(answer, by_hand(&mut peers.1, case), "{} {case:?}", P::NAME);
            assert_eq!(answer, plimsoll(&mut peers.2, case), "{} {case:?}", P::NAME);
            self.answers += 1;
        }
    }
}

fn assess<P: Peer>(peer: &mut P, case: &cases::Risk) -> cases::Assessed {
    let mut input = peer.risk(case);
    let first = peer.assess(&mut input);
    assert_eq!(peer.assess(&mut input), first, "{}: an input can be used again", P::NAME);
    first
}

fn route<P: Peer>(peer: &mut P, case: &cases::Incident) -> u8 {
    let mut input = peer.incident(case);
    peer.route(&mut input)
}

fn rule<P: Peer>(peer: &mut P, case: &cases::Situation) -> u8 {
    let mut input = peer.situation(case);
    peer.rule(&mut input)
}

impl Visitor for Compare {
    fn visit<P: Peer>(&mut self) {
        self.peers += 1;
        self.compare::<P, _, _>(Work::Assess, &cases::risks(), assess, assess, assess);
        self.compare::<P, _, _>(Work::Route, &cases::incidents(), route, route, route);
        self.compare::<P, _, _>(Work::Rule, &cases::situations(), rule, rule, rule);
    }
}

#[test]
fn every_peer_answers_alike() {
    let mut compare = Compare { peers: 0, answers: 0 };
    each(&mut compare);
    let optional = usize::from(cfg!(feature = "zen-engine")) + usize::from(cfg!(feature = "dsntk"));
    assert_eq!(compare.peers, 10 + optional);
    assert_eq!(compare.answers, compare.peers * 2 * (5275 + 480 + 5250));
}

/// Cases that all come to one answer would compare nothing.
#[test]
fn the_cases_differ() {
    let distinct =
        |answers: Vec<String>| answers.into_iter().collect::<std::collections::BTreeSet<_>>().len();
    let mut hand = ByHand;
    assert_eq!(
        distinct(cases::risks().iter().map(|case| format!("{:?}", assess(&mut hand, case))).collect()),
        25
    );
    assert_eq!(
        distinct(cases::incidents().iter().map(|case| route(&mut hand, case).to_string()).collect()),
        6
    );
    // Old and new at once is not possible: six of the eight sets.
    assert_eq!(
        distinct(cases::situations().iter().map(|case| rule(&mut hand, case).to_string()).collect()),
        6
    );
}
