//! A ticket handler: each incident goes where the policy sends it, and climbs from level to level until somebody solves it.
//!
//! ```sh
//! cargo run -p plimsoll --example tickets
//! ```
//!
//! A ticketing system keeps queues, people and clocks; whom an incident concerns, who is asked, and by which channel, is the
//! policy's to say. This handler knows no team by name. `Handling` holds what has happened to a ticket, and refuses a step that
//! cannot be: escalation never goes down, and nobody gets what their rights do not reach.

use plimsoll::assessment::explain_route;
use plimsoll_core::{
    EscalationLevel, Handling, HandlingEvent, Holder, IncidentFacts, Level, Policy, Rights, Segment, TeamId,
};
use std::error::Error;

/// An incident as it comes in, and what will turn out about it.
struct Ticket {
    about: &'static str,
    facts: IncidentFacts,
    /// The level on which somebody knows what to do.
    solved_at: u8,
}

/// The position of a kind of incident in the policy's list.
fn kind(policy: &Policy<'_>, name: &str) -> Option<u8> {
    (0..policy.scales().kinds).find(|kind| policy.names().and_then(|names| names.kind(*kind)) == Some(name))
}

fn tickets(policy: &Policy<'_>) -> Result<[Ticket; 4], Box<dyn Error>> {
    let of = |name: &str| {
        let kind =
            kind(policy, name).ok_or_else(|| format!("the policy knows no incident of kind {name}"))?;
        Ok::<_, String>(IncidentFacts::default().with_kind(kind).with_rights(1))
    };
    Ok([
        Ticket { about: "a client cannot log in", facts: of("access")?, solved_at: 1 },
        Ticket {
            about: "invoices of one client are shown to another",
            facts: of("data_leak")?.with_priority(Level::High).with_complex(true).with_security(true),
            solved_at: 4,
        },
        Ticket {
            about: "nightly jobs find the database locked",
            facts: of("database")?.with_segment(Segment::System),
            solved_at: 3,
        },
        // The resource asks for more than the first level may touch.
        Ticket {
            about: "a key has to be replaced",
            facts: of("configuration")?.with_rights(3),
            solved_at: 3,
        },
    ])
}

/// Hands a ticket on until it is solved; says who had it, how it got there, and why.
fn handle(policy: &Policy<'_>, ticket: &Ticket) -> Result<(), Box<dyn Error>> {
    let Ticket { about, mut facts, solved_at } = *ticket;
    println!("{about}");
    let level = |number| EscalationLevel::new(number).ok_or("levels are 1 to 8");
    let needed = Rights(u8::try_from(facts.value(plimsoll_core::facet::RIGHTS))?);
    let mut handling = Handling::new(needed).apply(HandlingEvent::Opened(level(facts.level())?))?;
    loop {
        let (route, reasons) = explain_route(policy, &facts);
        let (team, channel) = (policy.team_name(route.target), policy.channel_name(route.channel));
        println!("  level {}: {team}, by {channel}", route.level);
        let consulted: Vec<String> = route.consult.iter().map(|role| policy.role_name(role)).collect();
        if !consulted.is_empty() {
            println!("    ask {}", consulted.join(", "));
        }
        for reason in &reasons {
            println!("    {}: {}", reason.stage, reason.text);
        }
        handling = handling.apply(passed(route.target, level(route.level)?, Rights(route.rights)))?;
        if route.level >= solved_at {
            handling = handling.apply(HandlingEvent::Resolved)?;
            break;
        }
        // Nobody here knows: it goes to the next, and is routed again from where that one stands.
        let Some(next) = route.next.and_then(|next| policy.team(next)) else { break };
        facts = facts.with_level(next.level);
    }
    let level = handling.level().map_or(0, EscalationLevel::get);
    println!("  {} at level {level}", if handling.is_resolved() { "solved" } else { "nobody solves it" });
    Ok(())
}

fn passed(team: TeamId, level: EscalationLevel, rights: Rights) -> HandlingEvent {
    HandlingEvent::PassedOn(Holder { who: team.into(), level, rights: Some(rights) })
}

fn main() -> Result<(), Box<dyn Error>> {
    let policy = Policy::standard(); // or that of Deployed::read, or Organisation::read
    for ticket in tickets(&policy)? {
        handle(&policy, &ticket)?;
    }
    Ok(())
}
