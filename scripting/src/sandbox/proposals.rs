//! What rules may propose.

use super::containers::not_a_string;
use super::{Outcome, Shared, step};
use crate::explorer::{Explorer, Made};
use crate::fault::{Fault, Place, in_words, suggest};
use plimsoll_core::policy::Space;
use plimsoll_core::{MAX_ROLES, ProposalKind, Response};
use rhai::{Dynamic, Engine, ImmutableString, NativeCallContext};
use std::sync::Arc;

const PROPOSALS: [ProposalKind; 8] = [
    ProposalKind::Raise,
    ProposalKind::Lower,
    ProposalKind::TightenLimit,
    ProposalKind::LoosenLimit,
    ProposalKind::Demand,
    ProposalKind::Forbid,
    ProposalKind::SendTo,
    ProposalKind::Consult,
];

pub(super) fn register(engine: &mut Engine, shared: &Shared) {
    for kind in PROPOSALS {
        let of = Arc::clone(shared);
        engine.register_fn(
            kind.label(),
            move |context: NativeCallContext<'_>, what: Dynamic, reason: ImmutableString| {
                step(&of, &context, |explorer, place| {
                    let amount = amount(explorer, kind, what, place)?;
                    let text = reason.trim().to_string();
                    if text.is_empty() {
                        return Err(Fault::new(
                            place,
                            "the proposal has no reason",
                            "say why, for a person to read",
                        ));
                    }
                    explorer.reached.insert(place);
                    explorer.made.push(Made { kind, amount, text, place });
                    Ok(())
                })
            },
        );
        let of = Arc::clone(shared);
        engine.register_fn(kind.label(), move |context: NativeCallContext<'_>, _: Dynamic| -> Outcome<()> {
            step(&of, &context, |_, place| {
                Err(Fault::new(
                    place,
                    format!("{kind} has no reason"),
                    format!("give a reason: {kind}(..., \"why\")"),
                ))
            })
        });
    }
}

fn amount(explorer: &mut Explorer, kind: ProposalKind, what: Dynamic, place: Place) -> Result<u8, Fault> {
    if kind.concerns_incidents() != (explorer.schema.space == Space::Incident) {
        let rules = if kind.concerns_incidents() { "route_*(incident)" } else { "rule_*(risk)" };
        return Err(Fault::new(
            place,
            format!("{kind} is not for this kind of rule"),
            format!("only {rules} may propose it"),
        ));
    }
    let plain = explorer.made_plain(what, place)?;
    match kind {
        ProposalKind::Raise
        | ProposalKind::Lower
        | ProposalKind::TightenLimit
        | ProposalKind::LoosenLimit => {
            let number = plain.as_int().map_err(|found| {
                let found = in_words(found);
                Fault::new(place, format!("{kind} is given {found}"), "give a number from 1 to 100")
            })?;
            u8::try_from(number).ok().filter(|number| (1..=100).contains(number)).ok_or_else(|| {
                Fault::new(place, format!("{kind} is given {number}"), "give a number from 1 to 100")
            })
        }
        ProposalKind::Demand | ProposalKind::Forbid => named(
            &plain,
            place,
            "response",
            &Response::LABELS.iter().map(ToString::to_string).collect::<Vec<_>>(),
            |name| Response::from_label(name).map(Response::index),
        ),
        ProposalKind::SendTo => {
            let draft = &explorer.schema.draft;
            let staffed: Vec<String> =
                draft.teams.iter().filter(|team| team.staffed).map(|team| team.name.clone()).collect();
            named(&plain, place, "staffed team", &staffed, |name| {
                let found = draft.teams.iter().position(|team| team.staffed && team.name == name);
                found.and_then(|position| u8::try_from(position).ok())
            })
        }
        ProposalKind::Consult => role(explorer, &plain, place),
    }
}

fn named(
    what: &Dynamic,
    place: Place,
    kind: &str,
    known: &[String],
    position: impl Fn(&str) -> Option<u8>,
) -> Result<u8, Fault> {
    let name = what.clone().into_immutable_string().map_err(|found| not_a_string(found, place))?;
    position(&name).ok_or_else(|| {
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        Fault::new(place, format!("there is no {kind} \"{name}\""), suggest(&name, &known))
    })
}

/// The position of a role, which need not have been named before: a rule may be the first to consult somebody.
fn role(explorer: &mut Explorer, what: &Dynamic, place: Place) -> Result<u8, Fault> {
    let name = what.clone().into_immutable_string().map_err(|found| not_a_string(found, place))?;
    let roles = &mut explorer.schema.draft.roles;
    if let Some(position) = roles.iter().position(|role| *role == name) {
        return Ok(u8::try_from(position).unwrap_or_default());
    }
    if name.trim().is_empty() || name.len() > 64 {
        return Err(Fault::new(place, "the role has no name, or a long one", "give 1 to 64 characters"));
    }
    if let Some(near) = roles
        .iter()
        .find(|role| strsim::damerau_levenshtein(role, &name) <= (name.chars().count() / 4).min(2))
    {
        let help = format!(
            "did you mean \"{near}\"? a role of its own needs a name that differs more, or is named by a [[route]]"
        );
        return Err(Fault::new(place, format!("there is no role \"{name}\""), help));
    }
    if roles.len() >= MAX_ROLES {
        let help = format!("a policy consults at most {MAX_ROLES} roles");
        return Err(Fault::new(place, format!("\"{name}\" is one role too many"), help));
    }
    roles.push(name.to_string());
    u8::try_from(roles.len().saturating_sub(1)).map_err(|_| Fault::unsteady(place))
}
