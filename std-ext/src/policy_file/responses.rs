//! What is done about a risk whose owner has not chosen (domain.md A11).

use super::Reading;
use super::report::Topic;
use super::section::RESPONSE;
use plimsoll_core::Response;
use plimsoll_core::policy::{Place, Row, Space};

impl Reading<'_, '_> {
    /// Every `[[response]]`.
    pub(super) fn responses(&mut self) {
        self.report.turn_to(Topic::Response);
        let askable = self.askable(Space::Risk, RESPONSE.header);
        for section in self.root.rows(&mut self.report, &RESPONSE) {
            let when = self.when(&askable, &section, "when");
            let reason = section.reason(&mut self.report);
            let then = section.need(&mut self.report, "then");
            let then = then.and_then(|item| item.choice(&mut self.report, "a response", Response::LABELS));
            let Some(then) = then.and_then(|index| Response::ALL.get(index).copied()) else { continue };
            self.place(Place::Response(self.draft.responses.len()), &section.span, RESPONSE.header);
            self.draft.responses.push(Row { when, then, reason });
        }
    }
}
