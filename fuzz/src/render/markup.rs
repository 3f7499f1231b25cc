//! Markup, read back: what a page or a chart is made of, apart from its texts.

use super::terminal::raw;
use roxmltree::{Document, Node, ParsingOptions};

/// Elements with their attributes, in order; the values of those that hold texts or measures of texts are left out.
pub(super) type Skeleton = Vec<(String, Vec<(String, String)>)>;

/// Attributes whose values depend on texts.
const TEXTS: [&str; 3] = ["aria-label", "title", "content"];

/// The skeleton of a page, for which its void elements, all of them `meta`, are closed.
pub(super) fn of_page(page: &str) -> Skeleton {
    let mut parts = page.split("<meta ");
    let mut xml = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (attributes, rest) = part.split_once("\">").expect("attributes in quotes");
        xml.push_str(&format!("<meta {attributes}\"/>{rest}"));
    }
    of(&xml)
}

/// The skeleton of XML, once nothing in it leads or looks elsewhere than it should.
pub(super) fn of(xml: &str) -> Skeleton {
    let document = parse(xml);
    if let Some((before, _)) = raw(xml).and_then(|found| xml.split_once(found)) {
        panic!("what cannot be seen is shown after {:?}", before.lines().next_back());
    }
    let elements = document.descendants().filter(Node::is_element);
    let skeleton = elements.map(|element| {
        let name = element.tag_name().name().to_owned();
        let attributes = element.attributes().map(|attribute| {
            let (name, value) = (attribute.name(), attribute.value());
            assert!(!name.starts_with("on") && name != "src", "{name}={value}");
            assert!(name != "href" || value.starts_with('#'), "{value} leads elsewhere");
            let value = if TEXTS.contains(&name) { "" } else { value };
            (name.to_owned(), value.to_owned())
        });
        (name, attributes.collect())
    });
    skeleton.collect()
}

/// Whether some element of a page holds exactly a text.
pub(super) fn holds(page: &str, text: &str) -> bool {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    page.contains(&format!("<bdi>{escaped}</bdi>"))
}

fn parse(xml: &str) -> Document<'_> {
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    Document::parse_with_options(xml, options).unwrap_or_else(|error| panic!("{error}: {xml}"))
}
