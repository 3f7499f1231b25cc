//! What holds of every page and every chart.

use super::{as_xml, parse, text, written};
use plimsoll::Organisation;
use roxmltree::{Document, Node};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// Base64 in the plain way, bit by bit.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bits: Vec<u8> = bytes.iter().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1)).collect();
    let mut text: String = bits
        .chunks(6)
        .map(|six| {
            let value = (0..6).fold(0, |value, at| value << 1 | six.get(at).copied().unwrap_or(0));
            char::from(DIGITS[usize::from(value)])
        })
        .collect();
    while !text.len().is_multiple_of(4) {
        text.push('=');
    }
    text
}

/// Nothing that a style could fetch.
fn fetches_nothing(style: &str) {
    for forbidden in ["url(", "@import", "//", "http", "expression", "<", "&", "\\"] {
        assert!(!style.contains(forbidden), "{forbidden} in a style");
    }
}

/// What holds of markup of either kind.
fn of_markup(document: &Document<'_>) {
    let mut ids = BTreeSet::new();
    let elements = || document.descendants().filter(Node::is_element);
    for element in elements() {
        for attribute in element.attributes() {
            let (name, value) = (attribute.name(), attribute.value());
            assert!(
                !name.starts_with("on") && !["style", "src", "srcset", "action"].contains(&name),
                "{name}"
            );
            assert!(!value.contains("//") && !value.contains("javascript:"), "{name}={value}");
            if name == "id" {
                let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
                assert!(value.chars().all(is_plain), "{value}");
                assert!(ids.insert(value), "the id {value} is given twice");
            }
        }
        let name = element.tag_name().name();
        let forbidden =
            ["script", "iframe", "object", "embed", "link", "base", "form", "img", "image", "use"];
        assert!(!forbidden.contains(&name), "{name}");
    }
    for element in elements() {
        if let Some(target) = element.attribute("href") {
            assert!(target.strip_prefix('#').is_some_and(|id| ids.contains(id)), "{target} leads nowhere");
        }
        for name in ["aria-labelledby", "aria-describedby"] {
            let targets = element.attribute(name).into_iter().flat_map(str::split_whitespace);
            targets.for_each(|id| assert!(ids.contains(id), "{name}: {id} is not there"));
        }
        if element.attribute("role") == Some("img") {
            let mut children =
                element.children().filter(Node::is_element).map(|child| child.tag_name().name());
            assert_eq!((children.next(), children.next()), (Some("title"), Some("desc")));
        }
    }
    let is_deceptive = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
    };
    assert_eq!(document.input_text().chars().find(|c| is_deceptive(*c)), None);
}

/// What holds of every page.
pub(crate) fn page(page: &str) {
    assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\"en\">") && page.ends_with("</html>\n"));
    let xml = as_xml(page);
    let document = parse(&xml);
    of_markup(&document);
    let all = |name: &str| -> Vec<Node<'_, '_>> {
        document.descendants().filter(|node| node.has_tag_name(name)).collect()
    };
    let styles = all("style");
    assert_eq!((styles.len(), all("h1").len(), all("main").len(), all("nav").len()), (1, 1, 1, 1));
    let style = text(styles[0]);
    fetches_nothing(&style);
    // The policy stands before what it is to hold for, and names the style by its digest.
    let metas = all("meta");
    let policy = metas.iter().find(|meta| meta.attribute("http-equiv") == Some("Content-Security-Policy"));
    let expected = format!(
        "default-src 'none'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        base64(&Sha256::digest(style.as_bytes()))
    );
    assert_eq!(policy.and_then(|policy| policy.attribute("content")), Some(expected.as_str()));
    assert!(policy.unwrap().range().start < styles[0].range().start);
    for table in all("table") {
        let has = |name: &str| table.descendants().any(|node| node.has_tag_name(name));
        assert!(has("caption") && has("thead"), "a table without caption or head");
        let scroll = table.ancestors().find(|node| node.attribute("tabindex") == Some("0"));
        assert!(
            scroll.is_some_and(
                |node| node.attribute("role") == Some("region") && node.has_attribute("aria-label")
            )
        );
    }
    for header in all("th") {
        assert!(matches!(header.attribute("scope"), Some("col" | "row")), "{}", text(header));
    }
    for section in all("section") {
        assert!(section.has_attribute("aria-labelledby"));
    }
    for summary in all("summary") {
        assert!(!text(summary).trim().is_empty() && summary.parent().unwrap().has_tag_name("details"));
    }
}

/// What holds of every chart that stands alone.
pub(crate) fn chart(file: &str, svg: &str) {
    assert!(file.ends_with(".svg"), "{file}");
    let document = parse(svg);
    let root = document.root_element();
    assert_eq!(
        (root.tag_name().name(), root.tag_name().namespace()),
        ("svg", Some("http://www.w3.org/2000/svg"))
    );
    of_markup(&document);
    let style =
        document.descendants().find(|node| node.has_tag_name(("http://www.w3.org/2000/svg", "style")));
    fetches_nothing(&text(style.unwrap()));
    let frame: Vec<i64> =
        root.attribute("viewBox").unwrap().split(' ').map(|part| part.parse().unwrap()).collect();
    for node in root.descendants().skip(1).filter(Node::is_element) {
        let number = |name: &str| node.attribute(name).map_or(0, |value| value.parse::<i64>().unwrap());
        let (x, y, width, height) = (number("x"), number("y"), number("width"), number("height"));
        assert!(
            x >= frame[0]
                && x + width <= frame[0] + frame[2]
                && y >= frame[1]
                && y + height <= frame[1] + frame[3],
            "{node:?} is outside"
        );
    }
}

#[test]
fn the_report_of_the_sample_is_sound_and_always_the_same() {
    let (first, charts) = written(&Organisation::sample());
    page(&first);
    for (file, svg) in &charts {
        chart(file, svg);
    }
    let files: BTreeSet<&str> = charts.iter().map(|(file, _)| file.as_str()).collect();
    assert_eq!(files.len(), charts.len());
    assert!(files.contains("heat_map.svg") && files.contains("bands.svg"), "{files:?}");
    assert_eq!(written(&Organisation::sample()), (first, charts));
}
