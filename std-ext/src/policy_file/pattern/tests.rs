use super::*;
use plimsoll_core::{AssetClass, Level};

fn labels(labels: &[&str]) -> DraftDomain {
    DraftDomain::Labels(labels.iter().map(|label| (*label).to_owned()).collect())
}

fn range(low: i32, high: i32, names: &[&str]) -> DraftDomain {
    DraftDomain::Range { low, high, names: names.iter().map(|name| (*name).to_owned()).collect() }
}

/// What each text asks of the values of a facet, counted from 0.
fn check(domain: &DraftDomain, cases: &[(&str, &[RangeInclusive<u16>])]) {
    for (text, ranges) in cases {
        assert_eq!(Steps::of(domain).met_by("it", text).as_deref(), Ok(*ranges), "{text}");
    }
}

#[test]
fn scales_by_name_and_number() {
    let scale = range(1, 5, &["very low", "low", "medium", "high", "very high"]);
    check(
        &scale,
        &[
            ("high", &[3..=3]),
            ("=Very-High", &[4..=4]),
            (" = 4 ", &[3..=3]),
            ("!=medium", &[0..=1, 3..=4]),
            ("!=1", &[1..=4]),
            ("!=very high", &[0..=3]),
            (">=high", &[3..=4]),
            ("> high", &[4..=4]),
            ("<=2", &[0..=1]),
            ("<2", &[0..=0]),
            ("low|high", &[1..=1, 3..=3]),
            ("high | low | medium", &[1..=3]),
            ("2..4", &[1..=3]),
            ("low .. high", &[1..=3]),
            ("3..3", &[2..=2]),
            ("1..2|5", &[0..=1, 4..=4]),
            ("<2|>4", &[0..=0, 4..=4]),
            ("1..3|2..4", &[0..=3]),
        ],
    );
}

#[test]
fn integers_may_be_negative() {
    check(
        &range(-40, 125, &[]),
        &[("-40", &[0..=0]), ("-1..1", &[39..=41]), (">=125", &[165..=165]), ("<0", &[0..=39])],
    );
}

#[test]
fn levels_have_an_order_and_other_labels_have_none() {
    let level = labels(Level::LABELS);
    check(&level, &[(">=medium", &[1..=2]), ("2", &[2..=2]), ("<1", &[0..=0]), ("LOW", &[0..=0])]);
    let class = labels(AssetClass::LABELS);
    check(&class, &[("Intellectual Property", &[1..=1]), ("!=workers", &[0..=3, 5..=5])]);
    for text in [">workers", "<=workers", "information..workers"] {
        let problem = Steps::of(&class).met_by("asset_class", text);
        let message = "compares, but the values of asset_class have no order";
        assert_eq!(problem, Err(Problem::other(message, "use \"x\", \"!=x\" or \"a|b\"")), "{text}");
    }
}

#[test]
fn booleans_have_six_spellings() {
    check(
        &DraftDomain::Bool,
        &[
            ("true", &[1..=1]),
            ("No", &[0..=0]),
            ("=1", &[1..=1]),
            ("!=yes", &[0..=0]),
            ("true|false", &[0..=1]),
        ],
    );
}

#[test]
fn a_label_is_itself_even_if_it_reads_as_a_pattern() {
    let odd = labels(&["a|b", ">=a", "1..2", "a", "b"]);
    check(
        &odd,
        &[("a|b", &[0..=0]), (">=a", &[1..=1]), ("1..2", &[2..=2]), ("=a", &[3..=3]), ("b|a", &[3..=4])],
    );
}

#[test]
fn the_last_value_of_the_widest_facet() {
    let wide = range(0, 65_279, &[]);
    check(
        &wide,
        &[("65279", &[65_279..=65_279]), ("!=65279", &[0..=65_278]), (">65278", &[65_279..=65_279])],
    );
}

#[test]
fn what_cannot_be_met() {
    let scale = range(1, 25, &[]);
    let met = |text| Steps::of(&scale).met_by("score", text).unwrap_err();
    for text in [">25", "<1", "3|>25"] {
        assert_eq!(met(text), Problem::Unmet, "{text}");
    }
    let single = range(7, 7, &[]);
    assert_eq!(Steps::of(&single).met_by("it", "!=7"), Err(Problem::Unmet));
    for (text, word) in
        [("26", "26"), ("0..5", "0"), (">=ten", "ten"), ("1..", ""), ("==3", "=3"), ("3;4", "3;4")]
    {
        assert_eq!(met(text), Problem::Unknown(word.into()), "{text}");
    }
    assert_eq!(met("5..4"), Problem::other("is empty: 5 is above 4", "write 4..5"));
    assert_eq!(met("!=5|4"), Problem::mixed());
    let nothing = Problem::other("asks for nothing in one place", "name a value on each side of |");
    assert_eq!(
        (met("1|"), met("|")),
        (nothing, Problem::other("asks for nothing in one place", "name a value on each side of |"))
    );
}

#[test]
fn long_lists_of_valid_values_are_cut() {
    let many: Vec<String> = (0..100).map(|label| format!("l{label}")).collect();
    let valid = Steps::of(&DraftDomain::Labels(many)).valid();
    assert_eq!((valid.len(), valid[38].as_str(), valid[39].as_str()), (40, "l38", "61 more"));
}
