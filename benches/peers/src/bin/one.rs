//! One peer, one workload, so many calls: what the table counts the instructions of. `one PEER A|B|C loop|evaluate|build CALLS`

use plimsoll_peers::Work;
use plimsoll_peers::run::{Mode, by_name};
use std::process::ExitCode;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    if let [peer, work, mode, calls] = words.as_slice() {
        let work = Work::ALL.into_iter().find(|known| known.letter() == *work);
        let mode = Mode::ALL.into_iter().find(|known| known.name() == *mode);
        if let (Some(work), Some(mode), Ok(calls)) = (work, mode, calls.parse())
            && by_name(peer, work, mode, calls)
        {
            return ExitCode::SUCCESS;
        }
    }
    eprintln!("usage: one PEER A|B|C loop|evaluate|build CALLS");
    ExitCode::from(2)
}
