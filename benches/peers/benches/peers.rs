//! Prints one table, peers as rows; with `--json`, the figures as they were measured. `--test` calls every peer and measures
//! nothing.

use plimsoll_peers::measure::{Programs, json, markdown, table};
use plimsoll_peers::run::{Mode, ready};
use plimsoll_peers::{Peer, Visitor, Work, each};

struct Once;

impl Visitor for Once {
    fn visit<P: Peer>(&mut self) {
        for work in Work::ALL {
            for mode in Mode::ALL {
                ready::<P>(work, mode).call(64);
            }
        }
    }
}

fn main() {
    let asked = |word: &str| std::env::args().any(|argument| argument == word);
    if asked("--test") {
        each(&mut Once);
        return;
    }
    let one = env!("CARGO_BIN_EXE_one");
    let rows = table(&Programs { one, allocations: env!("CARGO_BIN_EXE_allocations") });
    if asked("--json") {
        println!("{:#}", json(&rows));
    } else {
        println!("{}", markdown(&rows));
    }
}
