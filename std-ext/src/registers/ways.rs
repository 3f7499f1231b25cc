//! Whether the steps in handling.csv can have been taken one after the other, and agree with incidents.csv.

use super::index::Index;
use super::record::Loaded;
use super::report::{Origin, Place, Reporter, problem};
use super::vocabulary::{TeamStanding, Vocabulary};
use super::words::{did_you_mean, nearest, position, same};
use super::{HandlingStep, Incident, People, Person};
use crate::diagnostic::{Diagnostic, Diagnostics};
use plimsoll_core::{
    Day, EscalationLevel, Handling, HandlingError, HandlingEvent, HandlingKind, Holder, Owner, PersonId,
    TeamId,
};

/// Who may have an incident: the teams of a policy and the people of a register.
pub(crate) struct Holders<'a> {
    words: &'a Vocabulary,
    people: People<'a>,
}

/// Why nobody can be given an incident under a word.
pub(crate) enum Unfit<'a> {
    /// Nobody is called so.
    Unknown,
    /// Several people are: their ids.
    Several(Vec<&'a str>),
    /// The person had left by then, after this day.
    Left(Day),
}

impl<'a> Holders<'a> {
    pub(crate) fn new(words: &'a Vocabulary, people: &'a [Person]) -> Self {
        Self { words, people: People::of(people) }
    }

    /// Whom a word in `to` means on a day: a team before a person. `has` is the level that has the incident, `said` the one that
    /// is given.
    pub(crate) fn find(
        &self,
        word: &str,
        day: Day,
        said: Option<EscalationLevel>,
        has: EscalationLevel,
    ) -> Result<Holder, Unfit<'a>> {
        if let Some((at, TeamStanding { level, rights, .. })) = self.team(word) {
            let who = Owner::Team(TeamId(u8::try_from(at).unwrap_or(u8::MAX)));
            return Ok(Holder { who, level, rights: Some(rights) });
        }
        let mut called = self.people.called(word);
        let (at, person) = called.next().ok_or(Unfit::Unknown)?;
        if called.next().is_some() {
            return Err(Unfit::Several(self.people.called(word).map(|(_, one)| one.id.as_str()).collect()));
        }
        if let Some(left) = person.left.filter(|_| person.has_left(day)) {
            return Err(Unfit::Left(left));
        }
        let standing = person.team.as_deref().and_then(|team| self.team(team)).map(|(_, standing)| standing);
        Ok(Holder {
            who: Owner::Person(PersonId(u16::try_from(at).unwrap_or(u16::MAX))),
            level: said.or(standing.map(|standing| standing.level)).unwrap_or(has),
            rights: standing.map(|standing| standing.rights),
        })
    }

    /// The team that has an incident, if nobody is there.
    fn unstaffed(&self, holder: Option<Owner>) -> Option<&'a str> {
        let Some(Owner::Team(TeamId(at))) = holder else { return None };
        self.words.standings.get(usize::from(at)).filter(|standing| !standing.staffed)?;
        self.words.teams.get(usize::from(at)).map(String::as_str)
    }

    fn team(&self, word: &str) -> Option<(usize, TeamStanding)> {
        let at = position(word, &self.words.teams)?;
        Some((at, self.words.standings.get(at).copied()?))
    }

    fn nearest(&self, word: &str) -> Option<&str> {
        nearest(word, self.words.teams.iter().map(String::as_str).chain(self.people.names()))
    }
}

/// Where the steps of a way stand, and what else is asked for each.
struct Judge<'j, 'a> {
    origin: &'j Origin<'a>,
    holders: &'j Holders<'j>,
    /// The line of the incident in its own file.
    line: usize,
    incident: &'j Incident,
    out: &'j mut Diagnostics,
}

/// Reports steps that cannot have been taken, and ways that disagree with their incidents.
pub(crate) fn report_ways(
    handling: &Loaded<'_, HandlingStep>,
    (incidents, by_id): (&Loaded<'_, Incident>, &Index),
    people: &[Person],
    words: &Vocabulary,
    out: &mut Diagnostics,
) {
    let (Some(origin), true) = (&handling.origin, handling.whole && incidents.whole) else { return };
    let by_incident = Index::by(&handling.records, |step| &step.incident);
    let at = |position: usize| handling.records.get(position).zip(handling.places.get(position));
    let steps: Vec<(&HandlingStep, Place)> =
        by_incident.positions().filter_map(at).map(|(step, place)| (step, *place)).collect();
    let holders = Holders::new(words, people);
    for way in steps.chunk_by(|(one, _), (other, _)| one.incident == other.incident) {
        let found = way.first().and_then(|(step, _)| by_id.position(&incidents.records, &step.incident));
        // One that dangles has been reported.
        let Some(found) = found else { continue };
        let (Some(incident), Some(place)) = (incidents.records.get(found), incidents.places.get(found))
        else {
            continue;
        };
        Judge { origin, holders: &holders, line: place.line, incident, out }.way(way);
    }
}

impl Judge<'_, '_> {
    fn error(&mut self, place: Place, field: &str, make: impl FnOnce() -> Diagnostic) {
        Reporter::new(self.origin, place, self.out).error(field, make);
    }

    /// What the incident says, and the row that says it.
    fn incident_says(&self, column: &str, value: &str) -> String {
        format!("disagrees with `{column}`, {value}, on line {} of incidents.csv", self.line)
    }

    fn way(&mut self, way: &[(&HandlingStep, Place)]) {
        let mut handling = Handling::new(self.incident.rights);
        let mut last: Option<(&HandlingStep, Place)> = None;
        let before = self.out.errors();
        for (step, place) in way {
            if let Some((former, of)) = last.filter(|(former, _)| step.date < former.date) {
                self.error(*place, "date", || {
                    let earlier = format!("is before the step on line {}, {}", of.line, former.date);
                    problem(earlier)
                        .found(step.date.to_string())
                        .help("put the steps in the order of their days")
                });
            }
            self.agree(step, *place, handling);
            if let Some(event) = self.event(step, *place, handling) {
                match handling.apply(event) {
                    Ok(next) => handling = next,
                    Err(error) => self.refuse(step, *place, error),
                }
            }
            last = Some((step, *place));
        }
        if let (Some((_, place)), true) = (last, self.out.errors() == before) {
            self.end(place, handling);
        }
    }

    /// The step as core knows it. `None` if `to` means nobody, which is reported.
    fn event(&mut self, step: &HandlingStep, place: Place, handling: Handling) -> Option<HandlingEvent> {
        let has = handling.level().unwrap_or(EscalationLevel::FIRST);
        let given = match step.event {
            HandlingKind::Opened => {
                return Some(HandlingEvent::Opened(step.level.unwrap_or(EscalationLevel::FIRST)));
            }
            HandlingKind::Resolved => return Some(HandlingEvent::Resolved),
            HandlingKind::Assigned => HandlingEvent::Assigned,
            HandlingKind::Passed => HandlingEvent::PassedOn,
        };
        let to = step.to.as_deref()?;
        let holder = match self.holders.find(to, step.date, step.level, has) {
            Ok(holder) => holder,
            Err(unfit) => {
                self.nobody(to, unfit, place);
                return None;
            }
        };
        if let Some(level) = step.level.filter(|level| *level != holder.level) {
            let stands = holder.level;
            Reporter::new(self.origin, place, self.out).error_of_words("level", || {
                problem(format!("is not the level of {to}, {stands}")).found(level.to_string())
            });
        }
        Some(given(holder))
    }

    /// Says why `to` can be given nothing.
    fn nobody(&mut self, to: &str, unfit: Unfit<'_>, place: Place) {
        match unfit {
            Unfit::Unknown => {
                let near = did_you_mean(self.holders.nearest(to));
                let valid = self.holders.words.teams.clone();
                Reporter::new(self.origin, place, self.out).error_of_words("to", || {
                    let wrong = problem("is neither a team of the policy nor anybody in people.csv");
                    wrong.found(to).valid(valid).maybe_help(near)
                });
            }
            Unfit::Several(ids) => self.error(place, "to", || {
                let help = format!("give the id: {}", ids.join(" or "));
                problem("is the name of several in people.csv").found(to).help(help)
            }),
            Unfit::Left(left) => self.error(place, "to", || {
                let message = format!("left before, on {left}, as people.csv says");
                problem(message).found(to).help("give someone who was there on that day")
            }),
        }
    }

    fn refuse(&mut self, step: &HandlingStep, place: Place, error: HandlingError) {
        let (field, found) = match error {
            HandlingError::LowerLevel { .. } | HandlingError::RightsTooLow { .. } => {
                ("to", step.to.clone().unwrap_or_default())
            }
            _ => ("event", step.event.label().to_owned()),
        };
        self.error(place, field, || {
            problem(format!("cannot be the next step of incident {}: {error}", step.incident)).found(found)
        });
    }

    /// What a step says of the incident by itself.
    fn agree(&mut self, step: &HandlingStep, place: Place, handling: Handling) {
        let incident = self.incident;
        let (date, opened) = (step.date.to_string(), incident.opened);
        match (step.event, incident.resolved) {
            (HandlingKind::Opened, _) if step.date != opened => {
                let message = self.incident_says("opened", &opened.to_string());
                self.error(place, "date", || problem(message).found(date));
            }
            (HandlingKind::Resolved, None) => {
                let message =
                    format!("is told here, but line {} of incidents.csv has no `resolved`", self.line);
                let help = format!("put {date} into `resolved` there, or remove this step");
                self.error(place, "event", || problem(message).found(step.event.label()).help(help));
            }
            (HandlingKind::Resolved, Some(resolved)) => {
                if step.date != resolved {
                    let message = self.incident_says("resolved", &resolved.to_string());
                    self.error(place, "date", || problem(message).found(date));
                }
                if let Some(by) = incident.resolved_by.as_deref().filter(|by| !same(by, &step.by)) {
                    let message = self.incident_says("resolved_by", by);
                    self.error(place, "by", || problem(message).found(step.by.as_str()));
                }
                if let Some(level) =
                    step.level.filter(|level| handling.level().is_some_and(|has| has != *level))
                {
                    let has = handling.level().unwrap_or(level);
                    self.error(place, "level", || {
                        problem(format!("is not the level that has it, {has}")).found(level.to_string())
                    });
                }
            }
            (_, Some(resolved)) if step.date > resolved => {
                let message =
                    format!("is after it was resolved, {resolved}, on line {} of incidents.csv", self.line);
                self.error(place, "date", || problem(message).found(date));
            }
            _ => {}
        }
    }

    /// What the way as a whole says of the incident, told at its last step.
    fn end(&mut self, place: Place, handling: Handling) {
        let (incident, line) = (self.incident, self.line);
        if let (Some(resolved), false) = (incident.resolved, handling.is_resolved()) {
            let message =
                format!("is the last step, but line {line} of incidents.csv says resolved, {resolved}");
            let by = incident.resolved_by.as_deref().unwrap_or("who resolved it");
            let help = format!("add a step `resolved` on {resolved} by {by}, or empty `resolved` there");
            self.error(place, "event", || problem(message).found(incident.id.as_str()).help(help));
        }
        // Of what is solved, the team may have been staffed then.
        let unstaffed = self.holders.unstaffed(handling.holder());
        if let (Some(team), false) = (unstaffed, handling.is_resolved()) {
            self.error(place, "to", || {
                problem("is a team of the policy that is not staffed, and would have the incident")
                    .found(team)
                    .help("give it to a team that is staffed, or staff this one")
            });
        }
        let Some(has) = handling.level() else { return };
        let mut levels = vec![("level", incident.level)];
        levels.extend(incident.resolved_at_level.map(|level| ("resolved_at_level", level)));
        for (column, level) in levels.into_iter().filter(|(_, level)| *level != has) {
            let message = format!(
                "leaves incident {} at level {has}, but line {line} of incidents.csv has `{column}` {level}",
                incident.id
            );
            let help = format!("put {has} into `{column}` there, or add the step that is missing here");
            self.error(place, "event", || problem(message).help(help));
        }
    }
}
