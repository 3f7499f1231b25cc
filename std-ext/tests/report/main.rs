//! The report as browsers and readers get it: well-formed, sound in itself, and safe whatever the registers hold.
#![cfg(feature = "report")]
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that meets the unexpected has to stop, and says best where"
)]

mod alignment;
mod content;
mod hostile;
mod large;
mod sound;

use plimsoll::Organisation;
use plimsoll::assessment::Assessment;
use plimsoll::report::Report;
use plimsoll_core::Day;

const DAY: Day = Day::from_ymd(2026, 11, 20).unwrap();

/// The page of an organisation, and its charts by file.
fn written(organisation: &Organisation) -> (String, Vec<(String, String)>) {
    let assessment = Assessment::of(organisation, DAY);
    let report = Report::of(&assessment);
    let mut page = Vec::new();
    report.write_page(&mut page).unwrap();
    let charts = report.charts().iter().map(|chart| (chart.file(), report.svg(chart))).collect();
    (String::from_utf8(page).unwrap(), charts)
}

/// The page as XML, for which its void elements, all of them `meta`, are closed.
fn as_xml(page: &str) -> String {
    let mut parts = page.split("<meta ");
    let mut xml = parts.next().unwrap().to_string();
    for part in parts {
        let (attributes, rest) = part.split_once("\">").unwrap();
        xml.push_str(&format!("<meta {attributes}\"/>{rest}"));
    }
    xml
}

fn parse(xml: &str) -> roxmltree::Document<'_> {
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
    roxmltree::Document::parse_with_options(xml, options).unwrap()
}

/// All text within an element.
fn text(node: roxmltree::Node<'_, '_>) -> String {
    node.descendants().filter(|node| node.is_text()).filter_map(|node| node.text()).collect()
}
