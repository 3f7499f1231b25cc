//! The words of a policy that the registers of its organisation use.

use super::questions::Question;
use super::words::{position, same};
use plimsoll_core::facet::Domain;
use plimsoll_core::policy::Draft;
use plimsoll_core::{EscalationLevel, MAX_LEVELS, MAX_RIGHTS, Rights};

/// What a policy says about the values that registers may hold; made from `policy.toml` by other code.
///
/// ```
/// use plimsoll::registers::Vocabulary;
/// let standard = Vocabulary::default();
/// assert_eq!(standard.impact.len(), 5);
/// assert_eq!(standard.kind("DB"), Some("database"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vocabulary {
    /// The names of the impact scale, ascending; 2 to 10 (domain.md A9).
    pub impact: Vec<String>,
    /// The names of the likelihood scale, ascending; 2 to 10 (domain.md A8).
    pub likelihood: Vec<String>,
    /// The facets that the policy declares: columns of these names are validated.
    pub facets: Vec<FacetSpec>,
    /// The names of the compliance obligations that assets may have (domain.md A11).
    pub obligations: Vec<String>,
    /// The names of the teams that incidents are routed to (domain.md B2).
    pub teams: Vec<String>,
    /// Where each of [`Self::teams`] stands, in the same order.
    pub standings: Vec<TeamStanding>,
    /// The kinds of incident (domain.md B3).
    pub kinds: Vec<String>,
    /// The questions of the practice survey (domain.md E8): the standard ones, as far as the policy does not replace them, then its
    /// own. Empty where they are not known, as for a policy from a blob: then any answer to any question may be given.
    pub questions: Vec<Question>,
    /// The highest escalation level that incidents may be at; from 1 (domain.md B2).
    pub levels: u8,
    /// The highest class of access rights that any staffed team has.
    pub rights: u8,
}

/// Where a team stands (domain.md B2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TeamStanding {
    /// The level.
    pub level: EscalationLevel,
    /// The class of its access rights.
    pub rights: Rights,
    /// Whether anyone is there.
    pub staffed: bool,
}

impl TeamStanding {
    /// What a policy says of a team; a level that there is not counts as the first.
    pub(crate) fn new(level: u8, rights: u8, staffed: bool) -> Self {
        let level = EscalationLevel::new(level).unwrap_or(EscalationLevel::FIRST);
        Self { level, rights: Rights(rights), staffed }
    }
}

/// The words of the standard policy: no facets, no obligations, the standard questions, and every level and class of rights that there can be.
impl Default for Vocabulary {
    fn default() -> Self {
        let Draft { impact, likelihood, kinds, .. } = Draft::standard();
        Self {
            impact,
            likelihood,
            facets: Vec::new(),
            obligations: Vec::new(),
            teams: Vec::new(),
            standings: Vec::new(),
            kinds,
            questions: Question::standard(),
            levels: MAX_LEVELS,
            rights: MAX_RIGHTS,
        }
    }
}

/// Other words for kinds of incident that a policy may have (domain.md B3).
const KIND_ALIASES: &[(&str, &str)] = &[
    ("db", "database"),
    ("database_related", "database"),
    ("runtime", "runtime_exception"),
    ("run_time_exception", "runtime_exception"),
    ("exception", "runtime_exception"),
];

impl Vocabulary {
    /// The kind of incident that a word names, as the policy spells it.
    #[must_use]
    pub fn kind(&self, word: &str) -> Option<&str> {
        let find =
            |word: &str| position(word, &self.kinds).and_then(|at| self.kinds.get(at)).map(String::as_str);
        find(word).or_else(|| {
            let (_, kind) = KIND_ALIASES.iter().find(|(alias, _)| same(alias, word))?;
            find(kind)
        })
    }

    /// The obligation that a word names, as the policy spells it.
    #[must_use]
    pub fn obligation(&self, word: &str) -> Option<&str> {
        position(word, &self.obligations).and_then(|at| self.obligations.get(at)).map(String::as_str)
    }

    /// The question of the survey that a word names.
    #[must_use]
    pub fn question(&self, word: &str) -> Option<&Question> {
        let named = |question: &&Question| question.name == word;
        let alike = |question: &&Question| same(&question.name, word);
        self.questions.iter().find(named).or_else(|| self.questions.iter().find(alike))
    }

    /// The declared facet of a name.
    #[must_use]
    pub fn facet(&self, name: &str) -> Option<&FacetSpec> {
        self.facets.iter().find(|spec| same(&spec.name, name))
    }
}

/// A facet that a policy declares: its name, which is also the column that gives it, what values it has, and its default.
///
/// ```
/// use plimsoll::registers::{FacetKind, FacetSpec, FacetValue};
/// let region = FacetSpec {
///     name: "region".into(),
///     kind: FacetKind::Labels(vec!["nordics".into(), "emea".into()]),
///     default: None,
/// };
/// assert_eq!(region.parse("EMEA"), Some(FacetValue(1)));
/// assert_eq!(region.show(FacetValue(1)), "emea");
/// assert_eq!(region.parse("mars"), None);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetSpec {
    /// The name; a column of this name gives the value.
    pub name: String,
    /// What values it has.
    pub kind: FacetKind,
    /// The value where no column gives one.
    pub default: Option<FacetValue>,
}

/// What values a declared facet has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FacetKind {
    /// False and true.
    Bool,
    /// A closed list of labels, in order.
    Labels(Vec<String>),
    /// The integers from `low` to `high`, both included.
    Range {
        /// The lowest.
        low: i32,
        /// The highest.
        high: i32,
    },
}

/// The value of a facet as decisions read it: false (0) or true (1), the position of a label, or the distance from the
/// low end of a range ([`plimsoll_core::facet`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FacetValue(pub u16);

impl FacetSpec {
    /// The values as core counts them. A list or range too long for core is cut to what core can hold.
    #[must_use]
    pub fn domain(&self) -> Domain {
        match &self.kind {
            FacetKind::Bool => Domain::Bool,
            FacetKind::Labels(labels) => Domain::Labels(u16::try_from(labels.len()).unwrap_or(u16::MAX)),
            FacetKind::Range { low, high } => {
                let size = i64::from(*high).saturating_sub(i64::from(*low)).saturating_add(1);
                Domain::Range { low: *low, size: u16::try_from(size.max(0)).unwrap_or(u16::MAX) }
            }
        }
    }

    /// The value that a text in a file stands for.
    #[must_use]
    pub fn parse(&self, text: &str) -> Option<FacetValue> {
        let integer = match &self.kind {
            FacetKind::Bool => i64::from(boolean(text)?),
            FacetKind::Labels(labels) => i64::try_from(position(text, labels)?).ok()?,
            FacetKind::Range { .. } => text.trim().parse().ok()?,
        };
        self.domain().value_of(integer).map(FacetValue)
    }

    /// How files write a value; a value that the facet does not have is written as its number.
    #[must_use]
    pub fn show(&self, value: FacetValue) -> String {
        match &self.kind {
            FacetKind::Bool if value.0 < 2 => (if value.0 == 0 { "false" } else { "true" }).to_owned(),
            FacetKind::Labels(labels) => {
                labels.get(usize::from(value.0)).cloned().unwrap_or_else(|| value.0.to_string())
            }
            FacetKind::Bool | FacetKind::Range { .. } => self.domain().integer(value.0).to_string(),
        }
    }

    /// What is valid, for people.
    #[must_use]
    pub fn valid(&self) -> Vec<String> {
        match &self.kind {
            FacetKind::Bool => BOOLEANS.iter().map(|(word, _)| (*word).to_owned()).collect(),
            FacetKind::Labels(labels) => labels.clone(),
            FacetKind::Range { low, high } => vec![format!("{low} to {high}")],
        }
    }
}

/// How files write booleans.
pub(crate) const BOOLEANS: &[(&str, bool)] =
    &[("true", true), ("false", false), ("yes", true), ("no", false), ("1", true), ("0", false)];

/// The boolean that a text stands for.
pub(crate) fn boolean(text: &str) -> Option<bool> {
    BOOLEANS.iter().find(|(word, _)| same(word, text)).map(|(_, truth)| *truth)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(low: i32, high: i32) -> FacetSpec {
        FacetSpec { name: "x".into(), kind: FacetKind::Range { low, high }, default: None }
    }

    #[test]
    fn a_range_counts_from_its_low_end() {
        let celsius = range(-40, 125);
        assert_eq!(celsius.parse("-40"), Some(FacetValue(0)));
        assert_eq!(celsius.parse(" 125 "), Some(FacetValue(165)));
        assert_eq!(celsius.show(FacetValue(0)), "-40");
        for bad in ["-41", "126", "1.5", "", "warm", "99999999999999999999"] {
            assert_eq!(celsius.parse(bad), None, "{bad}");
        }
        assert_eq!(range(5, 4).parse("5"), None, "an empty range has no value");
    }

    #[test]
    fn booleans_have_six_spellings() {
        let flag = FacetSpec { name: "x".into(), kind: FacetKind::Bool, default: None };
        for (text, value) in [("true", 1), ("FALSE", 0), ("Yes", 1), ("no", 0), ("1", 1), ("0", 0)] {
            assert_eq!(flag.parse(text), Some(FacetValue(value)), "{text}");
        }
        assert_eq!(flag.parse("2"), None);
        assert_eq!(flag.show(FacetValue(1)), "true");
    }

    #[test]
    fn kinds_have_aliases_only_where_the_policy_has_the_kind() {
        let mut words = Vocabulary::default();
        assert_eq!(words.kind("Run-time exception"), Some("runtime_exception"));
        assert_eq!(words.kind("runtime"), Some("runtime_exception"));
        words.kinds = vec!["fire".into()];
        assert_eq!(words.kind("runtime"), None);
        assert_eq!(words.kind("FIRE"), Some("fire"));
    }
}
