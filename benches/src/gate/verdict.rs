//! What became of every figure.

use super::{Bound, Measured, Record, Row};
use crate::tenths::Tenths;
use std::fmt;

/// By how many per cent a figure may change without being told.
const TOLERANCE: u64 = 5;

/// What became of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is as it was, more or less.
    Same,
    /// It is worse by more than is tolerated, and the gate is shut.
    Worse,
    /// It is better by more than is tolerated, so that the record may be lowered.
    Better,
    /// Another compiler made it, so that nothing follows from a change.
    OtherCompiler,
    /// It was not recorded before.
    New,
    /// It could not be measured.
    NotMeasured,
}

/// A figure, and what became of it.
#[derive(Clone, Debug)]
pub struct Judgement {
    /// What was recorded.
    pub row: Row,
    /// What was measured.
    pub value: Option<Tenths>,
    /// What became of it.
    pub verdict: Verdict,
}

impl Judgement {
    fn of(row: &Row, measured: &Measured, is_same_compiler: bool) -> Self {
        let value = measured.value(&row.name);
        let (least, most) = (100 - TOLERANCE, 100 + TOLERANCE);
        let verdict = match (value, row.recorded) {
            (None, _) => Verdict::NotMeasured,
            (Some(_), None) => Verdict::New,
            (Some(_), Some(_)) if !is_same_compiler && Measured::is_of_compiler(row) => {
                Verdict::OtherCompiler
            }
            (Some(value), Some(recorded)) => {
                let (is_more, is_less) = (value.is_above(most, recorded), value.is_below(least, recorded));
                match (row.budget, is_more, is_less) {
                    (_, false, false) => Verdict::Same,
                    // Where a budget is a floor, more is better.
                    (Some(Bound::AtLeast(_)), true, _) => Verdict::Better,
                    (Some(Bound::AtLeast(_)), false, true) | (_, true, _) => Verdict::Worse,
                    (_, false, true) => Verdict::Better,
                }
            }
        };
        Self { row: row.clone(), value, verdict }
    }
}

/// Every figure, and what became of it.
#[derive(Clone, Debug)]
pub struct Judgements {
    all: Vec<Judgement>,
    /// The compilers then and now, where they differ and something hangs on it.
    compilers: Option<(String, String)>,
}

impl Judgements {
    /// Judges every row of a record.
    #[must_use]
    pub fn of(record: &Record, measured: &Measured) -> Self {
        let (then, now) = (record.compiler(), measured.compiler());
        let all: Vec<Judgement> =
            record.rows().map(|row| Judgement::of(row, measured, then == now)).collect();
        let compilers = all.iter().any(|one| one.verdict == Verdict::OtherCompiler);
        Self { all, compilers: compilers.then(|| (then.into(), now.into())) }
    }

    /// The figures of a verdict.
    pub fn which(&self, verdict: Verdict) -> impl Iterator<Item = &Judgement> {
        self.all.iter().filter(move |one| one.verdict == verdict)
    }

    fn names(&self, verdict: Verdict) -> Option<String> {
        let names: Vec<&str> = self.which(verdict).map(|one| one.row.name.as_str()).collect();
        if names.is_empty() { None } else { Some(names.join(", ")) }
    }
}

impl fmt::Display for Judgements {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut line = |cells: [&str; 7]| {
            let [name, unit, value, recorded, change, budget, rest] = cells;
            let text =
                format!("{name:<32} {unit:<12} {value:>10} {recorded:>10} {change:>9} {budget:>8}  {rest}");
            writeln!(f, "{}", text.trim_end())
        };
        line(["name", "unit", "value", "recorded", "change", "budget", ""])?;
        for Judgement { row, value, verdict } in &self.all {
            let shown =
                |number: Option<Tenths>| number.map_or_else(|| "-".into(), |number| number.to_string());
            let change = value.zip(row.recorded).map(|(value, recorded)| value.change_from(recorded));
            let budget = row.budget.map(|budget| budget.to_string());
            let met = match (row.budget, value) {
                (Some(budget), Some(value)) if budget.is_met(*value) => "met",
                (Some(_), Some(_)) => "NOT MET",
                _ => "",
            };
            let word = match verdict {
                Verdict::Worse => "WORSE",
                Verdict::Better => "better",
                Verdict::New => "new",
                Verdict::NotMeasured => "not measured",
                Verdict::Same | Verdict::OtherCompiler => "",
            };
            let rest = if met.is_empty() { word.into() } else { format!("{met:<7}  {word}") };
            line([
                &row.name,
                row.unit.label(),
                &shown(*value),
                &shown(row.recorded),
                &change.unwrap_or_default(),
                &budget.unwrap_or_default(),
                &rest,
            ])?;
        }
        writeln!(f)?;
        if let Some((then, now)) = &self.compilers {
            writeln!(
                f,
                "recorded with {then}, built with {now}: only the sizes of policies can be compared"
            )?;
        }
        for (verdict, what) in [
            (Verdict::NotMeasured, "NOT MEASURED"),
            (Verdict::New, "never recorded"),
            (Verdict::Better, "better by more than 5 %, so that it should be recorded"),
            (Verdict::Worse, "WORSE BY MORE THAN 5 %"),
        ] {
            if let Some(names) = self.names(verdict) {
                writeln!(f, "{what}: {names}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Judgements, Measured, Record, Verdict};

    fn judged(line: &str, size: u64, compiler: &str) -> (Verdict, String) {
        let text = format!("name,unit,budget,recorded\nrustc,version,,1.95.0\n{line}\n");
        let record = Record::read("f", &text).unwrap();
        let mut measured = Measured::by(compiler);
        measured.read_sizes("sizes", &format!("flash_core {size}\n")).unwrap();
        let judgements = Judgements::of(&record, &measured);
        (judgements.all[0].verdict, judgements.to_string())
    }

    #[test]
    fn five_per_cent_are_let_through_and_no_more() {
        for (size, verdict) in [
            (949, Verdict::Better),
            (950, Verdict::Same),
            (1000, Verdict::Same),
            (1050, Verdict::Same),
            (1051, Verdict::Worse),
        ] {
            assert_eq!(judged("flash_core,bytes,,1000", size, "1.95.0").0, verdict, "{size}");
        }
        assert_eq!(judged("flash_core,bytes,,0", 0, "1.95.0").0, Verdict::Same);
        assert_eq!(judged("flash_core,bytes,,0", 1, "1.95.0").0, Verdict::Worse);
    }

    #[test]
    fn where_a_budget_is_a_floor_less_is_worse() {
        let (verdict, text) = judged("flash_core,bytes,>=900,1000", 949, "1.95.0");
        assert!(verdict == Verdict::Worse && text.contains("met      WORSE"), "{text}");
        assert_eq!(judged("flash_core,bytes,>=900,1000", 1051, "1.95.0").0, Verdict::Better);
    }

    #[test]
    fn a_budget_is_told_and_does_not_shut_the_gate() {
        let (verdict, text) = judged("flash_core,bytes,900,1000", 1000, "1.95.0");
        assert!(verdict == Verdict::Same && text.contains("NOT MET"), "{text}");
        let (_, text) = judged("flash_core,bytes,1000,1000", 1000, "1.95.0");
        assert!(text.contains("met") && !text.contains("NOT MET"), "{text}");
    }

    #[test]
    fn under_another_compiler_only_policies_are_compared() {
        let (verdict, text) = judged("flash_core,bytes,,1000", 2000, "1.96.0");
        assert!(
            verdict == Verdict::OtherCompiler && text.contains("recorded with 1.95.0, built with 1.96.0")
        );
        assert_eq!(judged("blob_sample,bytes,,1", 2000, "1.96.0").0, Verdict::Worse);
    }

    #[test]
    fn what_is_new_or_cannot_be_measured_is_told() {
        assert_eq!(judged("flash_core,bytes,,", 1, "1.95.0").0, Verdict::New);
        let (verdict, text) = judged("flash_image,bytes,100,1", 1, "1.95.0");
        assert!(verdict == Verdict::NotMeasured && text.contains("NOT MEASURED: flash_image"), "{text}");
    }
}
