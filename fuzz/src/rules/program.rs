//! A plausible rule file out of bytes: mostly sound, with a misspelt word, a number too large or a kind mixed up now and then.
//! No line has more than one proposal. Where the bytes run out, the simplest choice is taken.

use arbitrary::Unstructured;

/// What rules of a space read.
struct Facts {
    subject: &'static str,
    prefix: &'static str,
    numbers: &'static [&'static str],
    labels: &'static [(&'static str, &'static [&'static str])],
    flags: &'static [&'static str],
    proposals: &'static [(&'static str, &'static [&'static str])],
}

const LEVELS: &[&str] = &["low", "medium", "high"];
const REGIONS: &[&str] = &["nordics", "emea", "low"];
const RESPONSES: &[&str] = &["accept", "transfer", "reduce", "avoid"];

const RISK: Facts = Facts {
    subject: "risk",
    prefix: "rule",
    numbers: &["impact", "age", "offset", "likelihood", "score"],
    labels: &[("region", REGIONS), ("confidentiality", LEVELS), ("origin", &["internal", "external"])],
    flags: &["pilot", "pci"],
    proposals: &[
        ("raise", &[]),
        ("lower", &[]),
        ("tighten_limit", &[]),
        ("loosen_limit", &[]),
        ("demand", RESPONSES),
        ("forbid", RESPONSES),
    ],
};

const INCIDENT: Facts = Facts {
    subject: "incident",
    prefix: "route",
    numbers: &["level", "age", "offset"],
    labels: &[("priority", LEVELS), ("segment", &["client", "system"]), ("region", REGIONS)],
    flags: &["security", "pilot"],
    proposals: &[
        ("send_to", &["level_1", "level_2", "level_3"]),
        ("consult", &["country_management", "duty_director", "night_watch"]),
    ],
};

/// The text of a rule file.
pub(super) fn text(input: &mut Unstructured<'_>) -> String {
    let mut file =
        File { input, facts: &RISK, variables: 0, helpers: 0, is_in_loop: false, text: String::new() };
    if file.below(5) == 4 {
        file.facts = &INCIDENT;
    }
    file.write();
    file.text
}

struct File<'i, 'd> {
    input: &'i mut Unstructured<'d>,
    facts: &'static Facts,
    /// How many variables can be read here: `v0`, `v1`, ...
    variables: usize,
    helpers: usize,
    is_in_loop: bool,
    text: String,
}

impl File<'_, '_> {
    fn below(&mut self, count: usize) -> usize {
        self.input.int_in_range(0..=count.saturating_sub(1)).unwrap_or(0)
    }

    fn rarely(&mut self, once_in: usize) -> bool {
        self.below(once_in) == once_in - 1
    }

    fn one<T: Copy>(&mut self, some: &[T]) -> T {
        some[self.below(some.len())]
    }

    fn line(&mut self, indent: usize, text: &str) {
        self.text.push_str(&"  ".repeat(indent));
        self.text.push_str(text);
        self.text.push('\n');
    }

    fn write(&mut self) {
        for constant in 0..self.below(3) {
            let number = self.literal();
            self.line(0, &format!("const C{constant} = {number};"));
        }
        for helper in 0..self.below(3) {
            let subject = self.facts.subject;
            self.line(0, &format!("fn help_{helper}({subject}, v0) {{"));
            self.variables = 1;
            self.block(1, 1);
            let result = self.number(2);
            self.line(1, &result);
            self.line(0, "}");
            self.helpers = helper + 1;
        }
        for rule in 0..=self.below(2) {
            let Facts { subject, prefix, .. } = self.facts;
            self.line(0, &format!("fn {prefix}_{rule}({subject}) {{"));
            self.variables = 0;
            // A helper that proposes something has to be called.
            for helper in 0..self.helpers {
                self.line(1, &format!("help_{helper}({subject}, {rule});"));
            }
            self.block(3, 1);
            self.line(0, "}");
        }
        if self.rarely(4) {
            let subject = self.facts.subject;
            self.line(0, &format!("fn invariant_a({subject}, decision) {{"));
            self.variables = 0;
            let (truth, than) = (self.truth(2), self.below(9));
            let decided = if subject == "risk" { "decision.score" } else { "decision.level" };
            self.line(1, &format!("!{truth} || {decided} >= {than}"));
            self.line(0, "}");
        }
    }

    fn block(&mut self, depth: usize, indent: usize) {
        let known = self.variables;
        for _ in 0..=self.below(3) {
            self.statement(depth, indent);
        }
        self.variables = known;
    }

    fn statement(&mut self, depth: usize, indent: usize) {
        let choices = if depth == 0 { 4 } else { 9 };
        match self.below(choices) {
            0 => self.proposal(indent),
            1 => {
                let value = self.number(2);
                let name = self.variables;
                self.line(indent, &format!("let v{name} = {value};"));
                self.variables += 1;
            }
            2 if self.variables > 0 => {
                let (name, sign, value) = (
                    self.below(self.variables),
                    self.one(&["+=", "=", "-=", "*=", "/=", "%="]),
                    self.number(1),
                );
                self.line(indent, &format!("v{name} {sign} {value};"));
            }
            3 => {
                let truth = self.truth(1);
                let leave =
                    if self.is_in_loop { self.one(&["break", "continue", "return"]) } else { "return" };
                self.line(indent, &format!("if {truth} {{ {leave}; }}"));
            }
            2 | 4 | 5 => {
                let truth = self.truth(2);
                self.line(indent, &format!("if {truth} {{"));
                self.block(depth.saturating_sub(1), indent + 1);
                if self.rarely(2) {
                    self.line(indent, "} else {");
                    self.block(depth.saturating_sub(1), indent + 1);
                }
                self.line(indent, "}");
            }
            6 => {
                let (low, high) = (self.below(3), self.below(5));
                let name = self.variables;
                self.line(indent, &format!("for v{name} in {low}..{high} {{"));
                self.repeated(depth, indent);
            }
            7 => {
                let (name, times) = (self.variables, self.below(4));
                self.line(indent, &format!("let v{name} = 0;"));
                self.line(indent, &format!("while v{name} < {times} {{"));
                self.line(indent + 1, &format!("v{name} += 1;"));
                self.repeated(depth, indent);
            }
            _ => self.switch(depth, indent),
        }
    }

    /// The body of a loop, whose counter is the next variable.
    fn repeated(&mut self, depth: usize, indent: usize) {
        let before = std::mem::replace(&mut self.is_in_loop, true);
        self.variables += 1;
        self.block(depth.saturating_sub(1), indent + 1);
        self.variables -= 1;
        self.is_in_loop = before;
        self.line(indent, "}");
    }

    fn switch(&mut self, depth: usize, indent: usize) {
        let subject = self.facts.subject;
        let cases: Vec<String> = if self.rarely(2) {
            let name = self.one(self.facts.numbers);
            self.line(indent, &format!("switch {subject}.{name} {{"));
            (0..self.below(3)).map(|case| if case == 2 { "2..4".into() } else { case.to_string() }).collect()
        } else {
            let (name, labels) = self.one(self.facts.labels);
            self.line(indent, &format!("switch {subject}.{name} {{"));
            labels.iter().take(self.below(4)).map(|label| format!("\"{label}\"")).collect()
        };
        for case in cases.iter().map(String::as_str).chain(["_"]) {
            self.line(indent + 1, &format!("{case} => {{"));
            self.block(depth.saturating_sub(1), indent + 2);
            self.line(indent + 1, "}");
        }
        self.line(indent, "}");
    }

    fn proposal(&mut self, indent: usize) {
        let (kind, names) = self.one(self.facts.proposals);
        let kind = self.spelt(kind);
        let what = match names {
            [] if self.rarely(4) => self.number(2),
            [] => (1 + self.below(9)).to_string(),
            names => {
                let name = self.one(names);
                format!("\"{}\"", self.spelt(name))
            }
        };
        let reason = match self.below(16) {
            15 => self.one(&["\"\"", "\" \"", "1", "\"\\u202e\"", "\"=cmd\""]).to_owned(),
            14 => format!("\"so \" + text({})", self.number(1)),
            number => format!("\"because {}\"", number % 3),
        };
        self.line(indent, &format!("{kind}({what}, {reason});"));
    }

    /// A word; now and then without its second letter.
    fn spelt(&mut self, word: &str) -> String {
        if !self.rarely(100) {
            return word.to_owned();
        }
        word.chars().enumerate().filter(|(at, _)| *at != 1).map(|(_, letter)| letter).collect()
    }

    fn fact(&mut self, name: &str) -> String {
        let name = self.spelt(name);
        format!("{}.{name}", self.facts.subject)
    }

    fn truth(&mut self, depth: usize) -> String {
        let choices = if depth == 0 { 3 } else { 8 };
        match self.below(choices) {
            0 => {
                let (one, sign, two) = (
                    self.number(depth / 2),
                    self.one(&[">", "==", "!=", "<", "<=", ">="]),
                    self.number(depth / 2),
                );
                format!("({one} {sign} {two})")
            }
            1 => {
                let (name, labels) = self.one(self.facts.labels);
                let (sign, label) = (self.one(&["==", "!="]), self.one(labels));
                let (name, label) = (self.fact(name), self.spelt(label));
                format!("({name} {sign} \"{label}\")")
            }
            2 => {
                let name = self.one(self.facts.flags);
                self.fact(name)
            }
            3 => format!("({} && {})", self.truth(depth - 1), self.truth(depth - 1)),
            4 => format!("({} || {})", self.truth(depth - 1), self.truth(depth - 1)),
            5 => format!("!{}", self.truth(depth - 1)),
            6 => format!("({} in {}..{})", self.number(1), self.below(3), self.below(7)),
            _ => {
                let (name, labels) = self.one(self.facts.labels);
                let (one, two) = (self.one(labels), self.one(labels));
                format!("({} in [\"{one}\", \"{two}\"])", self.fact(name))
            }
        }
    }

    fn literal(&mut self) -> String {
        let large =
            ["9223372036854775807", "(-9223372036854775807 - 1)", "4611686018427387904", "3037000500"];
        match self.below(20) {
            19 => self.one(&large).to_owned(),
            18 => self.one(&["-1", "0", "-3", "100", "\"1\"", "true"]).to_owned(),
            number => (number % 7).to_string(),
        }
    }

    fn number(&mut self, depth: usize) -> String {
        let choices = if depth == 0 { 4 } else { 11 };
        match self.below(choices) {
            0 => self.literal(),
            1 | 2 => {
                let name = self.one(self.facts.numbers);
                self.fact(name)
            }
            3 if self.variables > 0 => format!("v{}", self.below(self.variables)),
            3 => format!("C{}", self.below(2)),
            4 | 5 => {
                let sign = self.one(&["+", "-", "*"]);
                format!("({} {sign} {})", self.number(depth - 1), self.number(depth - 1))
            }
            6 => {
                let sign = self.one(&["/", "%"]);
                format!("({} {sign} {})", self.number(depth - 1), self.number(depth - 1))
            }
            7 => {
                let name = self.one(&["min", "max"]);
                format!("{name}({}, {})", self.number(depth - 1), self.number(depth - 1))
            }
            8 => {
                let name = self.one(&["abs", "-", "int"]);
                format!("{name}({})", self.number(depth - 1))
            }
            9 if self.helpers > 0 => {
                let (subject, helper) = (self.facts.subject, self.below(self.helpers));
                format!("help_{helper}({subject}, {})", self.number(depth - 1))
            }
            9 => {
                let (name, _) = self.facts.labels[usize::from(self.facts.subject == "risk")];
                format!("int({})", self.fact(name))
            }
            _ => format!(
                "(if {} {{ {} }} else {{ {} }})",
                self.truth(depth - 1),
                self.number(depth - 1),
                self.number(depth - 1)
            ),
        }
    }
}
