//! Shares of the answers to the survey, of all and per unit, without those of groups so small that colleagues could tell who said
//! what.

use crate::registers::{Question, Registers, SurveyAnswer, Vocabulary, fold, outline};
use plimsoll_core::{Gap, Group, Share, suppress};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// What a survey says (domain.md E8). It holds nothing but what may be shown: the answers of a group that is suppressed
/// ([`plimsoll_core::suppress`]) are forgotten when it is made, so that nothing made from it can tell them.
///
/// The groups of a question are the respondents of a unit who answered it; those who are in no unit are a group as well. Shares are
/// of those who answered the question.
#[derive(Clone, Debug)]
pub struct Survey<'a> {
    respondents: u32,
    /// By their folded names: the units, as the register first spells them; respondents without a unit come first.
    units: BTreeMap<Option<String>, Option<&'a str>>,
    asked: Vec<Asked<'a>>,
}

/// Whose answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Respondents<'u> {
    /// Those of all.
    All,
    /// Those of a unit; of `None`, those of whoever is in no unit.
    Of(Option<&'u str>),
}

/// What can be told of answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said<T> {
    /// There are none.
    Nothing,
    /// There are some, and they are suppressed.
    Suppressed,
    /// What they come to.
    Shown(T),
}

impl<T> Said<T> {
    /// What is shown, if anything is.
    #[must_use]
    pub fn shown(self) -> Option<T> {
        match self {
            Self::Shown(what) => Some(what),
            Self::Nothing | Self::Suppressed => None,
        }
    }

    /// What answers come to, in other words.
    #[must_use]
    pub fn map<U>(self, to: impl FnOnce(T) -> U) -> Said<U> {
        match self {
            Self::Nothing => Said::Nothing,
            Self::Suppressed => Said::Suppressed,
            Self::Shown(what) => Said::Shown(to(what)),
        }
    }
}

/// What was answered to a question.
#[derive(Clone, Debug)]
pub struct Asked<'a> {
    /// The question.
    pub question: &'a Question,
    /// The answers of all; `None` if they are suppressed.
    pub all: Option<Tally>,
    /// The answers of each group in which anybody answered, in order of the folded names of the units.
    pub units: Vec<UnitTally<'a>>,
}

/// What the respondents of a unit answered to a question.
#[derive(Clone, Debug)]
pub struct UnitTally<'a> {
    /// The unit; `None` for respondents who are in none.
    pub unit: Option<&'a str>,
    /// The answers; `None` if the group is suppressed.
    pub tally: Option<Tally>,
    /// The unit by its folded name: the order of groups.
    folded: Option<String>,
}

/// Answers to one question, counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    counts: Vec<u32>,
    aligned: Option<Share>,
}

impl Tally {
    fn of(question: &Question, counts: &[u32]) -> Self {
        let agreeing = counts.iter().zip(0..).filter(|(_, answer)| question.is_aligned(*answer));
        let agreeing = sum(agreeing.map(|(count, _)| *count));
        let is_judged = !question.aligned.is_empty();
        let aligned = Share::new(agreeing, sum(counts.iter().copied())).filter(|_| is_judged);
        Self { counts: counts.to_vec(), aligned }
    }

    /// How many answered.
    #[must_use]
    pub fn respondents(&self) -> u32 {
        sum(self.counts.iter().copied())
    }

    /// The share of each answer, in the order of the question; none if nobody answered.
    pub fn shares(&self) -> impl Iterator<Item = Share> {
        let total = self.respondents();
        self.counts.iter().filter_map(move |count| Share::new(*count, total))
    }

    /// The share of answers that agree with the policy; `None` where no answer is right.
    #[must_use]
    pub fn aligned(&self) -> Option<Share> {
        self.aligned
    }
}

/// Counts per answer, by unit.
type Counts = BTreeMap<Option<String>, Vec<u32>>;

impl<'a> Survey<'a> {
    /// Counts the answers of the register to the questions of a policy.
    #[must_use]
    pub fn of(registers: &'a Registers, words: &'a Vocabulary) -> Self {
        let mut respondents: BTreeSet<String> = BTreeSet::new();
        let mut units: BTreeMap<Option<String>, Option<&str>> = BTreeMap::new();
        let mut counted: Vec<Counts> = words.questions.iter().map(|_| Counts::new()).collect();
        let by_name: BTreeMap<&str, usize> =
            words.questions.iter().zip(0..).map(|(question, at)| (question.name.as_str(), at)).collect();
        for row in registers.survey() {
            respondents.insert(outline(&row.respondent));
            let unit = row.unit.as_deref().map(fold);
            let at = by_name.get(row.question.as_str()).copied();
            let asked = at.and_then(|at| words.questions.get(at).zip(counted.get_mut(at)));
            if let Some((question, counts)) = asked {
                count(question, counts, unit.clone(), row);
            }
            units.entry(unit).or_insert(row.unit.as_deref());
        }
        let asked = words.questions.iter().zip(&counted).filter(|(_, counts)| !counts.is_empty());
        let asked = asked.map(|(question, counts)| Asked::of(question, counts, &units)).collect();
        Self { respondents: sum(respondents.iter().map(|_| 1)), units, asked }
    }

    /// How many people answered anything.
    #[must_use]
    pub fn respondents(&self) -> u32 {
        self.respondents
    }

    /// The units of those who answered, in order of their folded names; `None`, for those who are in no unit, comes first.
    pub fn units(&self) -> impl Iterator<Item = Option<&'a str>> {
        self.units.values().copied()
    }

    /// Every question that anybody answered, in the order of the policy.
    #[must_use]
    pub fn asked(&self) -> &[Asked<'a>] {
        &self.asked
    }

    /// Whether the answers of any group, or of all, to any question are suppressed.
    #[must_use]
    pub fn is_suppressed(&self) -> bool {
        self.asked.iter().any(|asked| asked.all.is_none() || asked.units.iter().any(|of| of.tally.is_none()))
    }

    /// Of the answers to all questions that have right ones, those that agree with the policy. Every answer counts the same,
    /// whatever the question and whoever gave it; questions that too few answered do not count.
    #[must_use]
    pub fn agreement(&self, of: Respondents<'_>) -> Said<Share> {
        let group = folded(of);
        let (mut agreeing, mut total, mut is_suppressed) = (0_u32, 0_u32, false);
        for asked in self.asked.iter().filter(|asked| !asked.question.aligned.is_empty()) {
            let said = asked.of_group(group.as_ref());
            is_suppressed |= said == Said::Suppressed;
            if let Some(share) = said.shown().and_then(Tally::aligned) {
                agreeing = agreeing.saturating_add(share.count());
                total = total.saturating_add(share.total());
            }
        }
        match Share::new(agreeing, total) {
            Some(share) => Said::Shown(share),
            None if is_suppressed => Said::Suppressed,
            None => Said::Nothing,
        }
    }

    /// The question on which agreement is least, and the share of its answers that agree with the policy. The first of several;
    /// `None` where [`Self::agreement`] shows nothing.
    #[must_use]
    pub fn least_agreed(&self, of: Respondents<'_>) -> Option<(&'a Question, Share)> {
        let group = folded(of);
        let share =
            |asked: &Asked<'a>| Some((asked.question, asked.of_group(group.as_ref()).shown()?.aligned()?));
        self.asked.iter().filter_map(share).min_by_key(|(_, share)| share.tenths())
    }

    /// How far practice is from policy, in whole per cent: the share of answers that do not agree with what the policy says
    /// ([`Self::agreement`]), of a unit or of all; rounded up, as rules read it ([`Gap::percent`]).
    #[must_use]
    pub fn gap(&self, unit: Option<&str>) -> Option<u8> {
        self.agreement(of_named(unit)).shown().map(|share| Gap::of(share).percent())
    }

    /// The share of answers to one question that agree with what the policy says, in whole per cent, rounded down: of a unit, or of
    /// all. `None` where nobody answered, no answer is right, or the group is suppressed.
    #[must_use]
    pub fn aligned(&self, question: &str, unit: Option<&str>) -> Option<u8> {
        let question = fold(question);
        let asked = self.asked.iter().find(|asked| fold(&asked.question.name) == question)?;
        Some(asked.said(of_named(unit)).shown()?.aligned()?.percent())
    }
}

impl<'a> Asked<'a> {
    fn of(
        question: &'a Question,
        counts: &Counts,
        units: &BTreeMap<Option<String>, Option<&'a str>>,
    ) -> Self {
        let mut groups: Vec<Group<'_>> =
            counts.values().map(|counts| Group { counts, is_shown: false }).collect();
        let is_total_shown = suppress(&mut groups);
        let shown = |(group, folded): (&Group<'_>, &Option<String>)| UnitTally {
            unit: units.get(folded).copied().flatten(),
            tally: group.is_shown.then(|| Tally::of(question, group.counts)),
            folded: folded.clone(),
        };
        let mut all = vec![0_u32; question.answers.len()];
        for counts in counts.values() {
            for (total, count) in all.iter_mut().zip(counts) {
                *total = total.saturating_add(*count);
            }
        }
        Self {
            question,
            all: is_total_shown.then(|| Tally::of(question, &all)),
            units: groups.iter().zip(counts.keys()).map(shown).collect(),
        }
    }

    /// What can be told of the answers of some.
    #[must_use]
    pub fn said(&self, of: Respondents<'_>) -> Said<&Tally> {
        self.of_group(folded(of).as_ref())
    }

    /// What the answers of some come to, in short: the share of those that agree with the policy, or, where no answer is right, the
    /// answer that most gave, the first of several, and its share.
    #[must_use]
    pub fn in_short(&self, of: Respondents<'_>) -> Said<(Option<&'a str>, Share)> {
        match self.said(of) {
            Said::Nothing => Said::Nothing,
            Said::Suppressed => Said::Suppressed,
            Said::Shown(tally) => match tally.aligned() {
                Some(share) => Said::Shown((None, share)),
                None => {
                    let answers = self.question.answers.iter().zip(tally.shares());
                    let most = answers.min_by_key(|(_, share)| Reverse(share.count()));
                    most.map_or(Said::Nothing, |(answer, share)| Said::Shown((Some(answer), share)))
                }
            },
        }
    }

    /// The answers of a group, given by the folded name of its unit, or of all.
    fn of_group(&self, group: Option<&Option<String>>) -> Said<&Tally> {
        let tally = match group {
            None => Some(&self.all),
            Some(folded) => {
                let at = self.units.binary_search_by(|of| of.folded.cmp(folded)).ok();
                at.and_then(|at| self.units.get(at)).map(|of| &of.tally)
            }
        };
        tally.map_or(Said::Nothing, |tally| tally.as_ref().map_or(Said::Suppressed, Said::Shown))
    }
}

/// Those of a unit, or of all, if none is named.
fn of_named(unit: Option<&str>) -> Respondents<'_> {
    unit.map_or(Respondents::All, |unit| Respondents::Of(Some(unit)))
}

/// The group, by the folded name of its unit; `None` for all.
fn folded(of: Respondents<'_>) -> Option<Option<String>> {
    match of {
        Respondents::All => None,
        Respondents::Of(unit) => Some(unit.map(fold)),
    }
}

fn count(question: &Question, counts: &mut Counts, unit: Option<String>, row: &SurveyAnswer) {
    let nothing = || vec![0_u32; question.answers.len()];
    let counts = counts.entry(unit).or_insert_with(nothing);
    if let Some(count) = question.answer(&row.answer).and_then(|at| counts.get_mut(at)) {
        *count = count.saturating_add(1);
    }
}

fn sum(counts: impl Iterator<Item = u32>) -> u32 {
    counts.fold(0, u32::saturating_add)
}
