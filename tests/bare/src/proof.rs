//! What every machine does: verifies policies, decides their whole domains or many points of them, and tells a digest of each;
//! then it does once what a product would do.

use crate::digest::Digest;
use crate::domain;
use crate::input::INPUT;
use crate::line::Line;
use crate::work::work;
use plimsoll_core::Policy;

/// Verifies and decides the standard policy and others, and writes a line for each. Whether all of it went as it should.
pub(crate) fn prove(standard: &[u8], others: &[(&str, &[u8])], mut write: impl FnMut(&[u8])) -> bool {
    let mut sound = true;
    for (name, blob) in core::iter::once(("standard", standard)).chain(others.iter().copied()) {
        match Policy::verify(blob) {
            Ok(policy) => write(line(name, &domain::decide_or_draw(&policy)).bytes()),
            Err(_) => {
                write(b"a policy was refused\n");
                sound = false;
            }
        }
    }
    let mut line = Line::new();
    line.text("answer: ");
    line.hexadecimal(work(standard, INPUT));
    line.text("\n");
    write(line.bytes());
    // Half a policy is none.
    sound && Policy::verify(standard.get(..standard.len() / 2).unwrap_or_default()).is_err()
}

fn line(name: &str, digest: &Digest) -> Line {
    let mut line = Line::new();
    line.text(name);
    line.text(": ");
    line.decimal(digest.risks);
    line.text(" risks, ");
    line.decimal(digest.incidents);
    line.text(" incidents, ");
    line.decimal(digest.proposals);
    line.text(" proposals of rules, digest ");
    line.hexadecimal(digest.hash);
    line.text("\n");
    line
}
