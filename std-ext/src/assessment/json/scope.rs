//! What is not counted.

use crate::registers::Registers;
use serde::Serialize;

/// What the subjects of `[isms]` leave out, by id.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct OutOfScope<'a> {
    /// The ids of assets.
    assets: Vec<&'a str>,
    /// The ids of their risks.
    risks: Vec<&'a str>,
}

impl<'a> OutOfScope<'a> {
    /// What is out of scope in some registers; `None` where nothing is.
    pub(crate) fn of(registers: &'a Registers) -> Option<Self> {
        let assets: Vec<&str> =
            registers.assets_out_of_scope().iter().map(|asset| asset.id.as_str()).collect();
        let risks = registers.risks_out_of_scope().iter().map(|risk| risk.id.as_str()).collect();
        (!assets.is_empty()).then_some(Self { assets, risks })
    }
}
