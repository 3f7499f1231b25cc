//! `budgets.csv`: what each figure was when it was recorded, and what the design allows.

use super::Measured;
use crate::tenths::Tenths;
use std::collections::BTreeSet;
use std::fmt::{self, Write as _};

const HEADER: &str = "name,unit,budget,recorded";
const COMPILER: &str = "rustc";

/// What a figure is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// Instructions of one call.
    Instructions,
    /// How many times as many instructions: the quotient of two counts.
    Times,
    /// Bytes of a program or of a policy.
    Bytes,
}

impl Unit {
    const ALL: [Self; 3] = [Self::Instructions, Self::Times, Self::Bytes];

    /// Its word in the file.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Instructions => "instructions",
            Self::Times => "times",
            Self::Bytes => "bytes",
        }
    }
}

/// What the design allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// No more than this.
    AtMost(Tenths),
    /// No less than this.
    AtLeast(Tenths),
}

impl Bound {
    fn read(text: &str) -> Result<Self, ()> {
        match text.strip_prefix(">=") {
            Some(least) => least.parse().map(Self::AtLeast),
            None => text.parse().map(Self::AtMost),
        }
    }

    /// Whether a value is allowed.
    #[must_use]
    pub fn is_met(self, value: Tenths) -> bool {
        match self {
            Self::AtMost(most) => value <= most,
            Self::AtLeast(least) => value >= least,
        }
    }
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AtMost(most) => write!(f, "{most}"),
            Self::AtLeast(least) => write!(f, ">={least}"),
        }
    }
}

/// One figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The line that it stands in.
    pub line: usize,
    /// Its name: that of what is measured, or `a/b` or `a-b` of two such names.
    pub name: String,
    /// What it is counted in.
    pub unit: Unit,
    /// What the design allows, if it says so.
    pub budget: Option<Bound>,
    /// What it was.
    pub recorded: Option<Tenths>,
}

impl Row {
    /// Whether a size of a program can have this name: one figure of its own, and not the compiler.
    #[must_use]
    pub fn is_size(name: &str) -> bool {
        let is_part = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        !name.is_empty() && name != COMPILER && name.bytes().all(is_part)
    }
}

enum Line {
    /// A comment, an empty line, the header.
    Text(String),
    Compiler(String),
    Row(Row),
}

/// The whole file.
pub struct Record {
    file: String,
    lines: Vec<Line>,
}

impl Record {
    /// Reads it.
    ///
    /// # Errors
    /// With file and line, at the first line that cannot be understood.
    pub fn read(file: &str, text: &str) -> Result<Self, String> {
        let (mut lines, mut names, mut headed) = (Vec::new(), BTreeSet::new(), false);
        for (n, line) in (1..).zip(text.lines()) {
            let fault = |what: &str| format!("{file}:{n}: {what}");
            if line.is_empty() || line.starts_with('#') {
                lines.push(Line::Text(line.into()));
            } else if !headed {
                if line != HEADER {
                    return Err(fault(&format!("`{line}` stands where `{HEADER}` should")));
                }
                headed = true;
                lines.push(Line::Text(line.into()));
            } else {
                let read = read_line(n, line).map_err(|what| fault(&what))?;
                let name = match &read {
                    Line::Row(row) => row.name.clone(),
                    _ => COMPILER.into(),
                };
                if !names.insert(name.clone()) {
                    return Err(fault(&format!("`{name}` stands here a second time")));
                }
                lines.push(read);
            }
        }
        if !names.contains(COMPILER) {
            return Err(format!(
                "{file}: has no line `{COMPILER},version,,...` that says which compiler it was"
            ));
        }
        Ok(Self { file: file.into(), lines })
    }

    /// The name of the file.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The compiler under which it was recorded, and what it compiled for.
    #[must_use]
    pub fn compiler(&self) -> &str {
        let compiler = |line: &'_ Line| matches!(line, Line::Compiler(_));
        match self.lines.iter().find(|line| compiler(line)) {
            Some(Line::Compiler(compiler)) => compiler,
            _ => "",
        }
    }

    /// The figures.
    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.lines.iter().filter_map(|line| if let Line::Row(row) = line { Some(row) } else { None })
    }

    /// Takes over what is measured now; what is not measured stays, and what is new comes last.
    pub fn take_over(&mut self, measured: &Measured) {
        let is_counted = measured.has_instructions();
        for line in &mut self.lines {
            match line {
                Line::Compiler(compiler) if is_counted => measured.compiler().clone_into(compiler),
                Line::Row(row) => row.recorded = measured.value(&row.name).or(row.recorded),
                _ => {}
            }
        }
        for (name, unit) in measured.without_row(self) {
            let recorded = measured.value(&name);
            self.lines.push(Line::Row(Row { line: 0, name, unit, budget: None, recorded }));
        }
    }
}

fn read_line(n: usize, line: &str) -> Result<Line, String> {
    let cells: Vec<&str> = line.split(',').collect();
    let [name, unit, budget, recorded] = cells.as_slice() else {
        return Err(format!("has {} cells where there are four: {HEADER}", cells.len()));
    };
    if *name == COMPILER {
        return match (*unit, *budget, *recorded) {
            ("version", "", version) if !version.is_empty() => Ok(Line::Compiler(version.into())),
            _ => Err(format!("is not `{COMPILER},version,,` and a version")),
        };
    }
    let is_name = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_/-".contains(&byte);
    if name.is_empty() || !name.bytes().all(is_name) {
        return Err(format!("`{name}` is no name: small letters, digits and _, or two such with / or -"));
    }
    let unit = Unit::ALL
        .into_iter()
        .find(|known| known.label() == *unit)
        .ok_or_else(|| format!("`{unit}` is no unit: there are {}", Unit::ALL.map(Unit::label).join(", ")))?;
    let budget = match *budget {
        "" => None,
        text => Some(Bound::read(text).map_err(|()| {
            format!("`{text}` is no budget: a number, or >= and a number, with at most one decimal")
        })?),
    };
    let recorded = match *recorded {
        "" => None,
        text => Some(
            text.parse().map_err(|()| format!("`{text}` is no value: a number with at most one decimal"))?,
        ),
    };
    Ok(Line::Row(Row { line: n, name: (*name).into(), unit, budget, recorded }))
}

impl fmt::Display for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |number: Option<String>| number.unwrap_or_default();
        for line in &self.lines {
            match line {
                Line::Text(text) => writeln!(f, "{text}")?,
                Line::Compiler(version) => writeln!(f, "{COMPILER},version,,{version}")?,
                Line::Row(Row { name, unit, budget, recorded, .. }) => {
                    write!(f, "{name},{},", unit.label())?;
                    f.write_str(&shown(budget.map(|budget| budget.to_string())))?;
                    f.write_char(',')?;
                    writeln!(f, "{}", shown(recorded.map(|value| value.to_string())))?;
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Record;

    const HEAD: &str = "# words\nname,unit,budget,recorded\nrustc,version,,1.95.0 x86_64\n";

    #[test]
    fn it_is_written_as_it_was_read() {
        let text = format!("{HEAD}\nassess,instructions,60,382.8\n# more\na/b,times,>=100,\nblob,bytes,,7\n");
        assert_eq!(Record::read("f", &text).unwrap().to_string(), text);
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        for (line, what) in [
            ("assess,instructions,60", "has 3 cells"),
            ("assess,instructions,60,1,2", "has 5 cells"),
            (",bytes,,1", "`` is no name"),
            ("Assess,bytes,,1", "`Assess` is no name"),
            ("assess,seconds,,1", "`seconds` is no unit"),
            ("assess,bytes,<5,1", "`<5` is no budget"),
            ("assess,bytes,>=,1", "`>=` is no budget"),
            ("assess,bytes,,many", "`many` is no value"),
            ("assess,bytes,,1.25", "`1.25` is no value"),
            ("rustc,version,,1.2.3", "`rustc` stands here a second time"),
            ("rustc,bytes,,1", "is not `rustc,version,,`"),
        ] {
            let error = Record::read("some.csv", &format!("{HEAD}{line}\n")).err().unwrap_or_default();
            assert!(error.starts_with("some.csv:4: ") && error.contains(what), "{line}: {error}");
        }
        let twice = format!("{HEAD}a,bytes,,1\n\na,bytes,,1\n");
        assert_eq!(Record::read("f", &twice).err().unwrap(), "f:6: `a` stands here a second time");
    }

    #[test]
    fn a_header_and_a_compiler_there_must_be() {
        for (text, what) in [
            ("", "f: has no line `rustc"),
            ("name,unit,budget,recorded\n", "f: has no line `rustc"),
            ("#\nassess,bytes,,1\n", "f:2: `assess,bytes,,1` stands where"),
        ] {
            let error = Record::read("f", text).err().unwrap_or_default();
            assert!(error.starts_with(what), "{error}");
        }
    }
}
