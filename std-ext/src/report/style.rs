//! The one style of the page, and that of a chart which stands alone.

use super::view::BandLook;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

const PAGE: &str = include_str!("page.css");
const CHART: &str = include_str!("chart.css");
const ALONE: &str = include_str!("alone.css");

/// The style of the page.
pub(super) fn of_page(bands: &[BandLook]) -> String {
    [PAGE, CHART, &of_bands(bands)].concat()
}

/// The style of a chart in a file of its own.
pub(super) fn of_chart(bands: &[BandLook]) -> String {
    [ALONE, CHART, &of_bands(bands)].concat()
}

/// How a content policy names a style: by the SHA-256 of its bytes.
pub(super) fn source(style: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(style)))
}

/// A class for each band: what has it as ground, and what is drawn in it.
fn of_bands(bands: &[BandLook]) -> String {
    let of = |(n, look): (u8, &BandLook)| {
        let (colour, ink) = (look.colour, look.colour.ink());
        format!(".b{n}{{background:{colour};color:{ink}}}.f{n}{{fill:{colour}}}.i{n}{{fill:{ink}}}\n")
    };
    (0..).zip(bands).map(of).collect()
}
