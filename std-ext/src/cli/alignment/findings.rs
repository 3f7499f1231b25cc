//! What stands out in the registers that alignment is read from.

use super::Console;
use crate::alignment::Alignment;
use crate::diagnostic::{harmless, harmless_sentence};

pub(super) fn text(alignment: &Alignment<'_, '_>, console: &mut Console) {
    let mut findings = alignment.findings().peekable();
    console.line(if findings.peek().is_some() { "findings:" } else { "no findings" });
    for finding in findings {
        console.line(&format!("  {}: {}", harmless(finding.entry.id), harmless_sentence(&finding.text)));
    }
}
