//! The allocations of each peer's calls, counted by an allocator that the measured programs do without: a line for each peer,
//! workload and mode, with the allocations of 64 calls.

use plimsoll_peers::run::{Mode, ready};
use plimsoll_peers::{Peer, Visitor, Work, each};

struct Count;

impl Visitor for Count {
    fn visit<P: Peer>(&mut self) {
        for work in Work::ALL {
            for mode in [Mode::Evaluate, Mode::Build] {
                let mut ready = ready::<P>(work, mode);
                ready.call(128);
                let counted = allocation_counter::measure(|| {
                    ready.call(64);
                });
                println!("{}\t{}\t{}\t{}", P::NAME, work.letter(), mode.name(), counted.count_total);
            }
        }
    }
}

fn main() {
    each(&mut Count);
}
