//! Where an organisation stands between closed and open (domain.md E1).

use crate::label::labels;

labels! {
    /// How an organisation meets those who want access (domain.md E1), in five steps, of which policies and registers write the
    /// numbers 1 to 5. Neither end is better: rules have to fit the one in force. The study names the ends; the steps between
    /// them are named here.
    ///
    /// ```
    /// use plimsoll_core::Orientation;
    /// assert_eq!(Orientation::DenyByDefault.step(), 1);
    /// assert_eq!(Orientation::from_index(4), Some(Orientation::AnytimeAnywhere));
    /// ```
    pub enum Orientation {
        /// Everything is denied until somebody makes a case for it.
        DenyByDefault = "deny_by_default",
        /// What is usual is granted, the rest needs a case.
        Cautious = "cautious",
        /// As much is granted as denied.
        Balanced = "balanced",
        /// What is not sensitive is open.
        Trusting = "trusting",
        /// People reach what they need at any time, from anywhere.
        AnytimeAnywhere = "anytime_anywhere",
    }
}

impl Orientation {
    /// The step, 1 to 5, as policies and registers write it.
    #[must_use]
    pub const fn step(self) -> u8 {
        self.index().saturating_add(1)
    }
}

#[cfg(test)]
mod tests {
    use super::Orientation;

    #[test]
    fn steps_are_one_to_five() {
        assert!(Orientation::ALL.iter().map(|orientation| orientation.step()).eq(1..=5));
    }
}
