//! The bounds that governance sets to what rules change (domain.md E4).

use super::Reading;
use super::report::Topic;
use super::section::ENVELOPE;
use plimsoll_core::policy::{Place, Row, Space};
use plimsoll_core::{Envelope, MAX_SCORE};

impl Reading<'_, '_> {
    /// `[envelope]`, or every `[[envelope]]`; what a row does not give is as in the standard envelope.
    pub(super) fn envelopes(&mut self) {
        self.report.turn_to(Topic::Envelope);
        let askable = self.askable(Space::Risk, ENVELOPE.header);
        for section in self.root.one_or_rows(&mut self.report, &ENVELOPE) {
            let most = 0..=i64::from(MAX_SCORE);
            let standard = Envelope::STANDARD;
            let mut number =
                |key, standard: u8| section.integer(&mut self.report, key, most.clone()).unwrap_or(standard);
            let (max_raise, max_lower, may_loosen) = (
                number("max_raise", standard.max_raise),
                number("max_lower", standard.max_lower),
                number("may_loosen", standard.may_loosen),
            );
            let mut truth = |key, standard: bool| section.boolean(&mut self.report, key).unwrap_or(standard);
            let (may_accept, may_redirect) =
                (truth("may_accept", standard.may_accept), truth("may_redirect", standard.may_redirect));
            let then = Envelope { max_raise, max_lower, may_loosen, may_accept, may_redirect };
            let when = self.when(&askable, &section, "where");
            let reason = section.reason(&mut self.report);
            self.place(Place::Envelope(self.draft.envelopes.len()), &section.span, ENVELOPE.header);
            self.draft.envelopes.push(Row { when, then, reason });
        }
    }
}
