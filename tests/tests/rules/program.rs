//! Random programs: whatever is drawn, a rule file of sound types comes out, most of which compile.

use plimsoll_tests::draw::Draw;
use std::cell::{Cell, RefCell};

/// A fact by name, with the labels that it can be.
pub(crate) type LabelFact = (&'static str, &'static [&'static str]);

const LEVELS: &[&str] = &["low", "medium", "high"];
const REGIONS: &[&str] = &["nordics", "emea", "apac"];
const UNITS: &[&str] = &["sales", "production", "research", "high", "low"];

/// The facts that programs read, by space.
struct Facts {
    subject: &'static str,
    numbers: &'static [&'static str],
    labels: &'static [LabelFact],
    flags: &'static [&'static str],
}

const RISK: Facts = Facts {
    subject: "risk",
    numbers: &["impact", "likelihood", "orientation", "balance", "score", "age_days", "offset"],
    labels: &[
        ("region", REGIONS),
        ("confidentiality", LEVELS),
        ("unit", UNITS),
        ("origin", &["internal", "external"]),
        ("high_water", LEVELS),
        ("threat_class", &["deliberate", "accidental", "environmental"]),
    ],
    flags: &["reviewed", "pci", "compromises_c", "owner_is_team"],
};

const INCIDENT: Facts = Facts {
    subject: "incident",
    numbers: &["level", "rights", "balance", "age_days"],
    labels: &[("priority", LEVELS), ("segment", &["client", "system"]), ("region", REGIONS), ("unit", UNITS)],
    flags: &["security", "complex", "reviewed"],
};

/// A program in the making.
pub(crate) struct Program<'a> {
    draw: &'a Draw<'a>,
    facts: &'static Facts,
    numbers: Vec<&'static str>,
    labels: Vec<LabelFact>,
    flags: Vec<&'static str>,
    /// Numbers that may be read here.
    variables: RefCell<Vec<String>>,
    made: Cell<usize>,
    /// Helpers, which take the subject and a number, and give a number.
    helpers: Cell<usize>,
    in_loop: Cell<bool>,
    in_helper: Cell<bool>,
}

/// The text of a program.
pub(crate) fn text(draw: &Draw<'_>) -> String {
    let facts = if draw.rarely(5) { &INCIDENT } else { &RISK };
    let few = |all: usize| (0..all).filter(|_| draw.rarely(all)).collect::<Vec<_>>();
    let mut numbers: Vec<&str> = few(facts.numbers.len()).into_iter().map(|n| facts.numbers[n]).collect();
    if numbers.is_empty() {
        numbers.push(*draw.one(facts.numbers));
    }
    let mut labels: Vec<_> = few(facts.labels.len()).into_iter().map(|n| facts.labels[n]).collect();
    if labels.is_empty() {
        labels.push(*draw.one(facts.labels));
    }
    let flags = vec![*draw.one(facts.flags)];
    let program = Program {
        draw,
        facts,
        numbers,
        labels,
        flags,
        variables: RefCell::default(),
        made: Cell::new(0),
        helpers: Cell::new(0),
        in_loop: Cell::new(false),
        in_helper: Cell::new(false),
    };
    program.file()
}

impl Program<'_> {
    fn file(&self) -> String {
        let mut text = "const TABLE = [3, 1, 4, 1, 5];\nconst LIMIT = 6;\n".to_owned();
        for (name, labels) in &self.labels {
            let members: Vec<String> =
                labels.iter().map(|label| format!("{label}: {}", self.draw.below(9))).collect();
            text += &format!("const BY_{} = #{{ {} }};\n", name.to_uppercase(), members.join(", "));
        }
        for number in 0..self.draw.below(3) {
            text += &self.helper(number);
            self.helpers.set(number + 1);
        }
        let (kind, subject) =
            if self.facts.subject == "risk" { ("rule", "risk") } else { ("route", "incident") };
        for number in 0..=self.draw.below(2) {
            self.variables.borrow_mut().clear();
            text += &format!("fn {kind}_{number}({subject}) {{\n{}}}\n", self.block(3, 1));
        }
        text
    }

    fn helper(&self, number: usize) -> String {
        *self.variables.borrow_mut() = vec!["n".to_owned()];
        self.in_helper.set(true);
        let body = self.block(2, 1);
        self.in_helper.set(false);
        let result = self.number(2);
        format!("fn help_{number}({}, n) {{\n{body}    {result}\n}}\n", self.facts.subject)
    }

    fn block(&self, depth: usize, indent: usize) -> String {
        let known = self.variables.borrow().len();
        let count = 1 + self.draw.below(if depth == 3 { 4 } else { 2 });
        let text: String = (0..count).map(|_| self.statement(depth, indent)).collect();
        self.variables.borrow_mut().truncate(known);
        text
    }

    fn fresh(&self) -> String {
        // A few names only, so that some hide others.
        self.made.set(self.made.get() + 1);
        format!("v{}", self.made.get() % 5)
    }

    fn statement(&self, depth: usize, indent: usize) -> String {
        let pad = "    ".repeat(indent);
        let inner = |depth: usize| self.block(depth - 1, indent + 1);
        let choices = if depth <= 1 { 5 } else { 17 };
        let text = match self.draw.below(choices) {
            0 | 1 => format!("{};", self.proposal(2)),
            2 => {
                let value = self.number(2);
                let name = self.fresh();
                self.variables.borrow_mut().push(name.clone());
                format!("let {name} = {value};")
            }
            3 => self.assignment(),
            4 => match (self.in_loop.get(), self.draw.below(3)) {
                (true, 0) => format!("if {} {{ break; }}", self.truth(1)),
                (true, _) => format!("if {} {{ continue; }}", self.truth(1)),
                (false, 0) if self.in_helper.get() => {
                    format!("if {} {{ return {}; }}", self.truth(1), self.number(1))
                }
                (false, 0) => format!("if {} {{ return; }}", self.truth(1)),
                (false, _) => format!("{};", self.proposal(1)),
            },
            5..=7 => format!("if {} {{\n{}{pad}}}", self.truth(2), inner(depth)),
            8 => format!(
                "if {} {{\n{}{pad}}} else if {} {{\n{}{pad}}} else {{\n{}{pad}}}",
                self.truth(2),
                inner(depth),
                self.truth(2),
                inner(depth),
                inner(depth)
            ),
            9 | 10 => self.switch(&pad, || format!("{{\n{}{pad}    }}", self.block(depth - 1, indent + 2))),
            11..=13 => self.repeated(depth, indent),
            14 => format!("{{\n{}{pad}}}", inner(depth)),
            15 => {
                let (fact, labels) = self.draw.one(&self.labels);
                let (label, subject) = (self.draw.one(labels), self.facts.subject);
                format!(
                    "let label = {subject}.{fact};\n{pad}if label != \"{label}\" {{\n{}{pad}}}",
                    inner(depth)
                )
            }
            _ => {
                let (one, two, three) = (self.number(1), self.number(1), self.number(1));
                let changed = self.number(1);
                format!(
                    "let list = [{one}, {two}, {three}];\n{pad}list[{}] = {changed};\n{pad}if list[{}] {} {} {{\n{}{pad}}}",
                    self.draw.below(3),
                    self.draw.below(3),
                    self.comparison(),
                    self.number(1),
                    inner(depth)
                )
            }
        };
        format!("{pad}{text}\n")
    }

    fn assignment(&self) -> String {
        let name = {
            let variables = self.variables.borrow();
            let own: Vec<&String> = variables.iter().filter(|name| name.starts_with('v')).collect();
            if own.is_empty() { None } else { Some((*self.draw.one(&own)).clone()) }
        };
        match name {
            Some(name) => {
                format!("{name} {} {};", self.draw.one(&["=", "+=", "-="]), self.number(1))
            }
            None => format!("{};", self.proposal(1)),
        }
    }

    fn repeated(&self, depth: usize, indent: usize) -> String {
        let pad = "    ".repeat(indent);
        let before = self.in_loop.replace(true);
        let known = self.variables.borrow().len();
        let counter = format!("i{}", self.made.replace(self.made.get() + 1));
        self.variables.borrow_mut().push(counter.clone());
        let times = 1 + self.draw.below(4);
        let body = self.block(depth - 1, indent + 1);
        self.variables.borrow_mut().truncate(known);
        self.in_loop.set(before);
        match self.draw.below(7) {
            0 => format!("for {counter} in 0..{times} {{\n{body}{pad}}}"),
            1 => format!("for {counter} in -1..={times} {{\n{body}{pad}}}"),
            2 => format!("for {counter} in TABLE {{\n{body}{pad}}}"),
            3 => format!("for ({counter}, at) in [{}, {}] {{\n{body}{pad}}}", self.number(1), self.number(1)),
            4 => format!(
                "let {counter} = 0;\n{pad}while {counter} < {times} {{\n{pad}    {counter} += 1;\n{body}{pad}}}"
            ),
            5 => format!(
                "let {counter} = 0;\n{pad}loop {{\n{pad}    if {counter} >= {times} {{ break; }}\n{pad}    {counter} += 1;\n{body}{pad}}}"
            ),
            _ => {
                format!(
                    "let {counter} = 0;\n{pad}do {{\n{pad}    {counter} += 1;\n{body}{pad}}} while {counter} < {times};"
                )
            }
        }
    }

    /// A `switch` whose arms are made by `arm`.
    fn switch(&self, pad: &str, arm: impl Fn() -> String) -> String {
        let subject = self.facts.subject;
        let guard = || if self.draw.rarely(3) { format!(" if {}", self.truth(1)) } else { String::new() };
        let mut arms = String::new();
        let head = if self.draw.rarely(2) {
            // Ranges come after single numbers: Rhai wants it so.
            let (singles, ranges) = (self.draw.below(3), self.draw.below(3));
            for low in 0..singles + ranges {
                let case = match (low < singles, self.draw.below(2)) {
                    (true, 0) => format!("{low} | {}", low + 5),
                    (true, _) => low.to_string(),
                    (false, 0) => format!("{low}..{}", low + 3),
                    (false, _) => format!("{}..={}", low / 2, low + 2),
                };
                arms += &format!("{pad}    {case}{} => {},\n", guard(), arm());
            }
            match self.draw.below(3) {
                0 => format!("int(min(9, max(-2, {})))", self.number(1)),
                1 => format!("{subject}.{}", self.narrow()),
                _ => format!("int({} % 7)", self.number(1)),
            }
        } else {
            let (fact, labels) = self.draw.one(&self.labels);
            for label in labels.iter().take(1 + self.draw.below(labels.len())) {
                arms += &format!("{pad}    \"{label}\"{} => {},\n", guard(), arm());
            }
            format!("{subject}.{fact}")
        };
        format!("switch {head} {{\n{arms}{pad}    _ => {}\n{pad}}}", arm())
    }

    /// A number of few values, for heads and indexes.
    fn narrow(&self) -> &'static str {
        let wide = ["age_days", "score", "offset"];
        self.numbers
            .iter()
            .find(|name| !wide.contains(name))
            .copied()
            .unwrap_or(if self.facts.subject == "risk" { "impact" } else { "level" })
    }

    fn proposal(&self, depth: usize) -> String {
        let kinds: &[&str] = match (self.facts.subject, self.draw.below(4)) {
            ("risk", 0) => &["demand", "forbid"],
            ("risk", _) => &["raise", "lower", "tighten_limit", "loosen_limit"],
            (_, 0) => &["consult"],
            (..) => &["send_to"],
        };
        let kind = *self.draw.one(kinds);
        let what = match kind {
            "demand" | "forbid" => {
                format!("\"{}\"", self.draw.one(&["accept", "transfer", "reduce", "avoid"]))
            }
            "consult" => format!("\"{}\"", self.draw.one(&["country_management", "duty_director"])),
            "send_to" => format!("\"{}\"", self.draw.one(&["level_1", "level_2", "level_3"])),
            _ => match self.draw.below(8) {
                0..=4 => (1 + self.draw.below(9)).to_string(),
                5 => format!("1 + abs({}) % 9", self.number(depth - 1)),
                6 => format!("max(1, min({}, 20))", self.number(depth - 1)),
                _ if self.draw.rarely(4) => self.number(depth - 1),
                _ => "LIMIT".to_owned(),
            },
        };
        let reason = match self.draw.below(6) {
            0 => format!("\"so \" + text({}.{})", self.facts.subject, self.narrow()),
            _ => format!("\"because {}\"", self.draw.below(3)),
        };
        format!("{kind}({what}, {reason})")
    }

    fn comparison(&self) -> &'static str {
        const SIGNS: [&str; 6] = ["==", "!=", "<", "<=", ">", ">="];
        SIGNS[self.draw.below(6)]
    }

    /// An expression that is true or false.
    fn truth(&self, depth: usize) -> String {
        let subject = self.facts.subject;
        let choices = if depth == 0 { 4 } else { 11 };
        match self.draw.below(choices) {
            0 => format!("{subject}.{}", self.draw.one(&self.flags)),
            1 => {
                let (fact, labels) = self.draw.one(&self.labels);
                let sign = self.draw.one(&["==", "!="]);
                format!("({subject}.{fact} {sign} \"{}\")", self.draw.one(labels))
            }
            2 | 3 => format!("({} {} {})", self.atom(), self.comparison(), self.atom()),
            4 => format!("({} && {})", self.truth(depth - 1), self.truth(depth - 1)),
            5 => format!("({} || {})", self.truth(depth - 1), self.truth(depth - 1)),
            6 => format!("!({})", self.truth(depth - 1)),
            7 => format!("({} in {}..{})", self.number(1), self.draw.below(4), 4 + self.draw.below(9)),
            8 => format!("({} in [{}, {}, 2])", self.number(1), self.atom(), self.atom()),
            9 => {
                let (fact, labels) = self.draw.one(&self.labels);
                format!(
                    "({subject}.{fact} in [\"{}\", \"{}\"])",
                    self.draw.one(labels),
                    self.draw.one(labels)
                )
            }
            _ => format!("({} == {})", self.truth(depth - 1), self.truth(depth - 1)),
        }
    }

    fn atom(&self) -> String {
        let variables = self.variables.borrow();
        match self.draw.below(6) {
            0 | 1 => self.draw.below(13).to_string(),
            2 if !variables.is_empty() => self.draw.one(&variables).clone(),
            3 => (*self.draw.one(&["-2", "LIMIT", "TABLE[2]", "TABLE.len()", "400", "-2990"])).to_owned(),
            _ => format!("{}.{}", self.facts.subject, self.draw.one(&self.numbers)),
        }
    }

    /// An expression that is a number.
    fn number(&self, depth: usize) -> String {
        let subject = self.facts.subject;
        if depth == 0 {
            return self.atom();
        }
        let (one, two) = (|| self.number(depth - 1), || self.number(depth - 1));
        match self.draw.below(15) {
            0..=3 => self.atom(),
            4 | 5 => format!("({} {} {})", one(), self.draw.one(&["+", "-"]), two()),
            6 => format!("({} * {})", self.atom(), self.draw.below(5)),
            7 => format!("({} {} {})", one(), self.draw.one(&["/", "%"]), 2 + self.draw.below(6)),
            8 => match self.draw.below(8) {
                0 => format!("({} / {})", one(), self.atom()),
                1 => format!("({} % (1 + abs({})))", one(), self.atom()),
                _ => format!("({} / max(1, {}))", one(), self.atom()),
            },
            9 => format!("{}({}, {})", self.draw.one(&["min", "max"]), one(), two()),
            10 => match self.draw.below(3) {
                0 => format!("abs({})", one()),
                1 => format!("-({})", one()),
                _ => format!("int({subject}.{})", self.level()),
            },
            11 => format!("(if {} {{ {} }} else {{ {} }})", self.truth(depth - 1), one(), two()),
            12 => {
                let (fact, _) = self.draw.one(&self.labels);
                let table = format!("BY_{}", fact.to_uppercase());
                if self.draw.rarely(3) {
                    format!("{table}.len()")
                } else {
                    format!("{table}[{subject}.{fact}]")
                }
            }
            13 if self.helpers.get() > 0 => {
                format!("help_{}({subject}, {})", self.draw.below(self.helpers.get()), one())
            }
            13 => format!("TABLE[int(max(0, min(4, {})))]", one()),
            _ => format!(
                "(switch {subject}.{} {{ 1 => {}, 2..4 => {}, _ => 7 }})",
                self.narrow(),
                one(),
                two()
            ),
        }
    }

    fn level(&self) -> &'static str {
        let found = self.labels.iter().find(|(_, labels)| *labels == LEVELS);
        let other = if self.facts.subject == "risk" { "confidentiality" } else { "priority" };
        found.map_or(other, |(name, _)| name)
    }
}
