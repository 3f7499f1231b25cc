//! How impact and likelihood become a score, and the bands of scores (domain.md A10).

use super::Reading;
use super::item::Item;
use super::report::{Topic, wrong};
use super::section::{BAND, MATRIX, Section};
use plimsoll_core::policy::{Draft, DraftBand, DraftMatrix, Place, Property};
use plimsoll_core::{MAX_SCALE, MAX_SCORE};

/// How many bands there are where a policy gives none, if there are as many scores.
const FIFTHS: u16 = 5;

impl Reading<'_, '_> {
    /// `[matrix]` and every `[[band]]`.
    pub(super) fn matrix(&mut self) {
        self.report.turn_to(Topic::Matrix);
        let section = self.root.one(&mut self.report, &MATRIX);
        let kind = section.item("kind");
        let kind =
            kind.and_then(|kind| kind.choice(&mut self.report, "a kind of matrix", &["product", "grid"]));
        let cells = section.item("grid");
        let is_grid = kind.map_or(cells.is_some(), |kind| kind == 1);
        let monotone = section.boolean(&mut self.report, "monotone");
        if is_grid {
            self.draft.matrix = DraftMatrix::Grid { cells: Vec::new(), may_fall: monotone == Some(false) };
        }
        self.bands_of(is_grid);
        match (is_grid, &cells) {
            (true, Some(cells)) => self.grid(cells),
            (true, None) => {
                section.need(&mut self.report, "grid");
            }
            (false, Some(cells)) => {
                let useless = wrong(cells.key, "has no use with a product").help("say kind = \"grid\"");
                self.report.push(&cells.span, useless);
            }
            (false, None) => {}
        }
        if let (false, Some(false), Some(item)) = (is_grid, monotone, section.item("monotone")) {
            let never = item.wrong("has no use with a product, which never falls").help("remove it");
            self.report.push(&item.span, never);
        }
    }

    fn bands_of(&mut self, is_grid: bool) {
        let sections = self.root.rows(&mut self.report, &BAND);
        if sections.is_empty() {
            self.default_bands(is_grid);
            return;
        }
        if let Some(surplus) = sections.get(usize::from(MAX_SCALE)) {
            let many = wrong(BAND.name, format!("has {} rows", sections.len())).valid(["1 to 10 rows"]);
            self.report.push(&surplus.span, many);
        }
        let standard = Draft::standard().bands;
        let mut bands = Vec::new();
        let mut seen = super::item::Seen::default();
        for (index, section) in sections.iter().enumerate() {
            let name = section.need(&mut self.report, "name");
            let text = name.as_ref().and_then(|name| name.text(&mut self.report));
            if let (Some(name), Some(text)) = (&name, text) {
                seen.is_new(&mut self.report, name, text, "bands");
            }
            let place = section.item("up_to").or_else(|| name.clone());
            self.place(
                Place::Band(index),
                &place.map_or(section.span.clone(), |item| item.span),
                BAND.header,
            );
            let default = || {
                let shade = shade(index, sections.len(), standard.len());
                standard.get(shade).map(|band| band.colour.clone()).unwrap_or_default()
            };
            bands.push(DraftBand {
                name: text.unwrap_or_default().to_owned(),
                colour: self.colour(section).unwrap_or_else(default),
                up_to: self.up_to(section, index, is_grid),
            });
        }
        self.draft.bands = bands;
    }

    fn colour(&mut self, section: &Section<'_>) -> Option<String> {
        let item = section.item("colour")?;
        let text = item.text(&mut self.report)?;
        let hex = text.strip_prefix('#').unwrap_or_default();
        if hex.len() != 6 || !hex.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            let help = "write it as \"#rrggbb\", for example \"#2e7d32\"";
            self.report.push(&item.span, item.wrong("is not a colour").help(help));
            return None;
        }
        Some(text.to_owned())
    }

    /// The last score of a band; in a grid its position plus one.
    fn up_to(&mut self, section: &Section<'_>, index: usize, is_grid: bool) -> u16 {
        let position = u16::try_from(index).unwrap_or(u16::MAX).saturating_add(1);
        if !is_grid {
            let given = section.need(&mut self.report, "up_to");
            let given = given.and_then(|item| item.integer(&mut self.report, 1..=i64::from(MAX_SCORE)));
            return given.unwrap_or(position);
        }
        if let Some(item) = section.item("up_to") {
            let useless = item.wrong("has no use with a grid");
            self.report.push(&item.span, useless.help("remove it: a cell of the grid names its band"));
        }
        position
    }

    /// The standard bands: for a grid by position, for a product in fifths of the highest score. A product of fewer scores than
    /// five has one band per score, from the low end of the standard ones.
    fn default_bands(&mut self, is_grid: bool) {
        let top = self.draft.top();
        let few = !is_grid && top < FIFTHS;
        if few {
            self.draft.bands.truncate(top.into());
        }
        for (fifth, band) in (1_u16..).zip(&mut self.draft.bands) {
            band.up_to = if is_grid || few { fifth } else { fifth.saturating_mul(top).div_ceil(FIFTHS) };
        }
    }

    /// The cells of a grid: positions of bands, one row per likelihood, one column per impact.
    fn grid(&mut self, item: &Item<'_>) {
        self.place(Place::Matrix, &item.span, "grid");
        let last = i64::try_from(self.draft.bands.len()).unwrap_or(i64::MAX).saturating_sub(1);
        let last = if self.report.doubts(Topic::Matrix) { i64::from(MAX_SCALE) } else { last };
        let mut cells = Vec::new();
        let rows = item.list(&mut self.report).unwrap_or_default();
        self.count_cells(item, rows.len(), self.draft.likelihood.len(), ("rows", "one per likelihood"));
        for (likelihood, row) in rows.iter().enumerate() {
            self.place(Place::Cell { likelihood, impact: 0 }, &row.span, "grid");
            let mut numbers = Vec::new();
            let Some(row_cells) = row.list(&mut self.report) else { continue };
            self.count_cells(row, row_cells.len(), self.draft.impact.len(), ("cells", "one per impact"));
            for (impact, cell) in row_cells.iter().enumerate() {
                self.place(Place::Cell { likelihood, impact }, &cell.span, "grid");
                numbers.push(cell.integer(&mut self.report, 0..=last).unwrap_or_default());
            }
            cells.push(numbers);
        }
        if let DraftMatrix::Grid { cells: held, .. } = &mut self.draft.matrix {
            *held = cells;
        }
    }

    /// Reports a grid or a row of one that has not as many parts as its scale has levels.
    fn count_cells(&mut self, item: &Item<'_>, found: usize, levels: usize, (what, each): (&str, &str)) {
        if found != levels && item.value.is_array() && !self.report.doubts(Topic::Scale) {
            let message = format!("has {found} {what}");
            let valid = [format!("{levels}, {each}, ascending")];
            self.report.push(&item.span, wrong(item.key, message).valid(valid).breaking(Property::Matrix));
        }
    }
}

/// Which of some standard colours a band gets, so that they are spread over all bands.
fn shade(index: usize, bands: usize, colours: usize) -> usize {
    let steps = bands.saturating_sub(1).max(1);
    let last = colours.saturating_sub(1);
    let doubled = index.saturating_mul(last).saturating_mul(2).saturating_add(steps);
    doubled.checked_div(steps.saturating_mul(2)).unwrap_or_default().min(last)
}
