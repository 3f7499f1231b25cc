//! The YAML form of libraries of risk matrices: `objects.risk_matrix`, with `probability`, `impact`, `risk` and `grid`.

use super::if_sound;
use super::risk_matrix::{RiskMatrix, Step, tell_apart};
use super::yaml::{self, Node, Value};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::policy_file::PolicyFile;
use crate::registers::{Source, did_you_mean, is_hidden, nearest};
use plimsoll_core::MAX_SCALE;
use std::collections::BTreeMap;

/// What a matrix of a library may say.
const MATRIX_KEYS: [&str; 14] = [
    "urn",
    "ref_id",
    "name",
    "description",
    "annotation",
    "translations",
    "provider",
    "packager",
    "locale",
    "strength_of_knowledge",
    "probability",
    "impact",
    "risk",
    "grid",
];

/// Under which keys matrices stand among the objects of a library.
const OBJECT_KEYS: [&str; 2] = ["risk_matrix", "risk_matrices"];

/// What a level or a band may say.
const STEP_KEYS: [&str; 7] =
    ["id", "abbreviation", "name", "description", "hexcolor", "color", "translations"];

/// Keys whose values go into the policy, or are held against it.
const USED: [&str; 8] = ["name", "ref_id", "probability", "impact", "risk", "grid", "hexcolor", "id"];

/// Reads all matrices of a library.
pub(super) fn read(source: &Source, diagnostics: &mut Diagnostics) -> Option<Vec<RiskMatrix>> {
    if_sound(&source.name, diagnostics, |out| {
        yaml::read(source, out).map(|root| library(&root, &source.name, out))
    })
}

fn library(root: &Node, file: &str, out: &mut Diagnostics) -> Vec<RiskMatrix> {
    let objects = root.get("objects");
    let found: Vec<&Node> = objects
        .into_iter()
        .flat_map(|objects| OBJECT_KEYS.iter().filter_map(|key| objects.get(key)))
        .collect();
    if found.is_empty() {
        let wrong = objects.unwrap_or(root).error(file, "has no risk matrix").field("objects.risk_matrix");
        out.push(wrong.help("a library names its matrices under objects, risk_matrix"));
        return Vec::new();
    }
    tell_others(root, objects, file, out);
    let version = root.get("version").and_then(text).map(|version| match version.contains('.') {
        true => version.to_owned(),
        false => format!("{version}.0.0"),
    });
    let mut nodes = Vec::new();
    for found in found {
        match &found.value {
            Value::List(listed) if listed.is_empty() => {
                out.push(found.error(file, "is empty").field("objects.risk_matrix"));
            }
            Value::List(listed) => nodes.extend(listed),
            _ => nodes.push(found),
        }
    }
    let mut matrices = Vec::new();
    for node in nodes {
        let mut reading = Reading { file, out, left_out: BTreeMap::new() };
        if let Some(matrix) = reading.matrix(node) {
            let matrix = RiskMatrix { version: version.clone(), ..matrix };
            reading.as_policy(&matrix, node);
            matrices.push(matrix);
        }
        reading.tell_left_out(node);
    }
    matrices
}

/// Tells what else a library holds, which is not looked at.
fn tell_others(root: &Node, objects: Option<&Node>, file: &str, out: &mut Diagnostics) {
    let others = |node: Option<&Node>, known: &[&str]| -> Vec<String> {
        let Some(Value::Map(entries)) = node.map(|node| &node.value) else { return Vec::new() };
        let unread = entries.iter().filter(|(key, _)| !known.contains(&key.as_str()));
        unread.map(|(key, _)| key.clone()).collect()
    };
    let objects = others(objects, &OBJECT_KEYS);
    if !objects.is_empty() {
        let message = format!("holds other objects, which were left out: {}", objects.join(", "));
        out.push(Diagnostic::note(file, message));
    }
    let about = others(Some(root), &["objects", "version"]);
    if !about.is_empty() {
        let message = format!("says of the library what was left out: {}", about.join(", "));
        out.push(Diagnostic::note(file, message));
    }
}

fn text(node: &Node) -> Option<&str> {
    if let Value::Text(text) = &node.value { Some(text.as_str()) } else { None }
}

struct Reading<'r> {
    file: &'r str,
    out: &'r mut Diagnostics,
    /// How often each key was met that a policy has no place for.
    left_out: BTreeMap<String, usize>,
}

impl Reading<'_> {
    fn wrong(&mut self, node: &Node, field: &str, message: impl Into<String>) {
        self.out.push(node.error(self.file, message).field(field));
    }

    fn matrix(&mut self, node: &Node) -> Option<RiskMatrix> {
        let Value::Map(entries) = &node.value else {
            self.wrong(node, "risk_matrix", format!("is {}, not a map", node.kind()));
            return None;
        };
        self.keys(node, entries, &MATRIX_KEYS, "");
        let name = node.get("name").or_else(|| node.get("ref_id")).and_then(text);
        if name.is_none() {
            self.wrong(node, "name", "is missing");
        }
        let name = name.and_then(|name| self.name(node.get("name").unwrap_or(node), name, "name"));
        let [likelihood, impact, bands] =
            [("probability", 2), ("impact", 2), ("risk", 1)].map(|(key, least)| self.steps(node, key, least));
        let grid = self.grid(node, likelihood.as_deref(), impact.as_deref(), bands.as_deref());
        Some(RiskMatrix {
            name: name?,
            reference: node.get("ref_id").and_then(text).map(str::to_owned),
            version: None,
            likelihood: likelihood?,
            impact: impact?,
            bands: bands?,
            grid: grid?,
        })
    }

    /// The entries of a scale, or the bands.
    fn steps(&mut self, matrix: &Node, key: &str, least: usize) -> Option<Vec<Step>> {
        let Some(node) = matrix.get(key) else {
            self.wrong(matrix, key, "is missing");
            return None;
        };
        let Value::List(entries) = &node.value else {
            self.wrong(node, key, format!("is {}, not a list", node.kind()));
            return None;
        };
        let most = usize::from(MAX_SCALE);
        if !(least..=most).contains(&entries.len()) {
            let wrong = node.error(self.file, format!("has {} entries", entries.len())).field(key);
            self.out.push(wrong.valid([format!("{least} to {most} entries")]));
            return None;
        }
        let (mut steps, mut abbreviations) = (Vec::new(), Vec::new());
        for (at, entry) in entries.iter().enumerate() {
            steps.push(self.step(entry, &format!("{key}[{at}]"), at, key == "risk")?);
            abbreviations.push(entry.get("abbreviation").and_then(text).map(str::to_owned));
        }
        for at in tell_apart(&mut steps, &abbreviations) {
            let (Some(entry), Some(step)) = (entries.get(at), steps.get(at)) else { continue };
            let place =
                Diagnostic::warning(self.file, "has the name of another, which a policy does not allow");
            let place = place.line(entry.line).column(entry.column).field(format!("{key}[{at}]"));
            self.out.push(place.help(format!("it is called {} here", step.name)));
        }
        Some(steps)
    }

    fn step(&mut self, node: &Node, field: &str, position: usize, has_colour: bool) -> Option<Step> {
        let entries = match &node.value {
            Value::Text(name) => return Some(Step { name: self.name(node, name, field)?, colour: None }),
            Value::Map(entries) => entries,
            _ => {
                self.wrong(node, field, format!("is {}, not a map with a name", node.kind()));
                return None;
            }
        };
        self.keys(node, entries, &STEP_KEYS, field);
        if let Some(id) = node.get("id")
            && text(id).is_none_or(|id| id.parse() != Ok(position))
        {
            let wrong = id.error(self.file, "is not the position of the entry").field(format!("{field}.id"));
            let wrong =
                text(id).map_or(wrong.clone(), |found| wrong.found(found)).valid([position.to_string()]);
            self.out.push(
                wrong.help(
                    "the grid counts positions from 0: put the entries in order, and count them from 0",
                ),
            );
        }
        let colour = node.get("hexcolor").or_else(|| node.get("color"));
        if !has_colour && colour.is_some() {
            self.leave_out("hexcolor");
        }
        let colour = colour.filter(|_| has_colour).and_then(|colour| self.colour(colour, field));
        let field = format!("{field}.name");
        let Some((place, name)) = node.get("name").and_then(|place| Some((place, text(place)?))) else {
            self.wrong(node, &field, "is missing");
            return None;
        };
        Some(Step { name: self.name(place, name, &field)?, colour })
    }

    /// A name without blanks around it.
    fn name(&mut self, node: &Node, name: &str, field: &str) -> Option<String> {
        let name = name.trim();
        if let Some(hidden) = name.chars().find(|character| is_hidden(*character)) {
            self.wrong(
                node,
                field,
                format!("holds the character U+{:04X}, which can't be seen", u32::from(hidden)),
            );
            return None;
        }
        if name.is_empty() {
            self.wrong(node, field, "is empty");
            return None;
        }
        Some(name.to_owned())
    }

    /// A colour as policies write it. What is none is left out, and told: nothing is judged by it.
    fn colour(&mut self, node: &Node, field: &str) -> Option<String> {
        let found = text(node).unwrap_or_default();
        if found.trim().is_empty() {
            return None;
        }
        let digits = found.trim().strip_prefix('#').unwrap_or(found.trim());
        let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        match digits.len() {
            6 if is_hex => Some(format!("#{digits}")),
            3 if is_hex => {
                Some(digits.chars().fold("#".to_owned(), |all, digit| format!("{all}{digit}{digit}")))
            }
            _ => {
                let wrong = Diagnostic::warning(self.file, "is not a colour, and was left out");
                let wrong = wrong.line(node.line).column(node.column).field(format!("{field}.hexcolor"));
                self.out.push(wrong.found(found).valid(["#rrggbb"]));
                None
            }
        }
    }

    fn grid(
        &mut self,
        matrix: &Node,
        likelihood: Option<&[Step]>,
        impact: Option<&[Step]>,
        bands: Option<&[Step]>,
    ) -> Option<Vec<Vec<u8>>> {
        let Some(node) = matrix.get("grid") else {
            self.wrong(matrix, "grid", "is missing");
            return None;
        };
        let Value::List(rows) = &node.value else {
            self.wrong(node, "grid", format!("is {}, not a list of rows", node.kind()));
            return None;
        };
        let sizes = (likelihood.map(<[Step]>::len), impact.map(<[Step]>::len));
        if let (Some(levels), columns) = sizes
            && levels != rows.len()
        {
            let message = format!("has {} rows", rows.len());
            let wrong = node
                .error(self.file, message)
                .field("grid")
                .valid([format!("{levels}, one per probability")]);
            let turned =
                columns == Some(rows.len()).filter(|_| rows.iter().all(|row| length(row) == Some(levels)));
            let help = turned.then(|| "its rows are impacts: turn it, a row is a probability".to_owned());
            self.out.push(wrong.maybe_help(help));
        }
        let mut grid = Vec::new();
        for (row, node) in rows.iter().enumerate() {
            let field = format!("grid[{row}]");
            let Value::List(cells) = &node.value else {
                self.wrong(node, &field, format!("is {}, not a list of cells", node.kind()));
                continue;
            };
            if let Some(columns) = sizes.1.filter(|columns| *columns != cells.len()) {
                let wrong = node.error(self.file, format!("has {} cells", cells.len())).field(&field);
                self.out.push(wrong.valid([format!("{columns}, one per impact")]));
            }
            let cell = |(column, cell): (usize, &Node)| self.cell(cell, &format!("{field}[{column}]"), bands);
            grid.push(cells.iter().enumerate().map(cell).collect::<Vec<u8>>());
        }
        if let Some(bands) = bands {
            let used = |at: &usize| grid.iter().flatten().any(|cell| usize::from(*cell) == *at);
            for at in (0..bands.len()).filter(|at| !used(at)) {
                let name = bands.get(at).map(|band| band.name.clone()).unwrap_or_default();
                let unused = Diagnostic::warning(self.file, "is the band of no cell").line(node.line);
                self.out.push(unused.field(format!("risk[{at}]")).found(name));
            }
        }
        Some(grid)
    }

    /// The position of a band; 0 where it is wrong, which is reported.
    fn cell(&mut self, node: &Node, field: &str, bands: Option<&[Step]>) -> u8 {
        // Where the bands could not be read, any position may be one.
        let count = bands.map_or(usize::MAX, <[Step]>::len);
        let position = text(node).and_then(|text| text.parse::<u8>().ok());
        if let Some(position) = position.filter(|position| usize::from(*position) < count) {
            return position;
        }
        let wrong = node.error(self.file, "is not the position of a band").field(field);
        let found = text(node).unwrap_or(node.kind());
        self.out.push(wrong.found(found).valid([format!("0 to {}", count.saturating_sub(1))]));
        0
    }

    /// Counts keys that a policy has no place for, and warns of those that nobody knows.
    fn keys(&mut self, node: &Node, entries: &[(String, Node)], known: &[&str], field: &str) {
        for (key, value) in entries.iter().filter(|(key, _)| !USED.contains(&key.as_str())) {
            if known.contains(&key.as_str()) {
                if value.value != Value::Nothing {
                    self.leave_out(key);
                }
                continue;
            }
            let place = if value.line > 0 { value } else { node };
            let dot = if field.is_empty() { "" } else { "." };
            let unknown = Diagnostic::warning(self.file, "is not known, and was left out")
                .line(place.line)
                .column(place.column)
                .field(format!("{field}{dot}{key}"))
                .maybe_help(did_you_mean(nearest(key, known.iter().copied())));
            self.out.push(unknown);
        }
    }

    fn leave_out(&mut self, key: &str) {
        let count = self.left_out.entry(key.to_owned()).or_default();
        *count = count.saturating_add(1);
    }

    fn tell_left_out(&mut self, node: &Node) {
        if self.left_out.is_empty() {
            return;
        }
        let each: Vec<String> = self.left_out.iter().map(|(key, count)| format!("{key} ({count})")).collect();
        let message = format!("a policy has no place for these, which were left out: {}", each.join(", "));
        self.out.push(Diagnostic::note(self.file, message).line(node.line));
    }

    /// Reads the matrix as the policy that it becomes: whatever that does not allow is an error of the matrix.
    fn as_policy(&mut self, matrix: &RiskMatrix, node: &Node) {
        let source = Source::new("policy.toml", matrix.to_policy_toml());
        let mut found = Diagnostics::new();
        if PolicyFile::read(&source, &mut found).is_some_and(|file| file.compile().is_ok())
            || self.out.is_error()
        {
            return;
        }
        for wrong in found.iter() {
            let headline = wrong.headline();
            self.out.push(node.error(self.file, format!("makes no policy: {headline}")));
        }
        if !found.is_error() {
            self.out.push(node.error(self.file, "makes no policy"));
        }
    }
}

fn length(node: &Node) -> Option<usize> {
    if let Value::List(entries) = &node.value { Some(entries.len()) } else { None }
}
