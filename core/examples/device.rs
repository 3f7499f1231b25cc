//! A device that decides about risks and sends each decision over a serial line: a gateway in a plant, which knows three
//! machines and counts how many of the actions against tampering are not completed.
//!
//! ```sh
//! cargo run -p plimsoll-core --features journal --example device
//! ```
//!
//! What stands in [`device`] needs no heap, no operating system and no `std`: the policy lies in read-only data, a frame is made
//! in a buffer of 256 bytes, and the line is whatever takes bytes. The other half is the reader at the far end, which gets what
//! the line delivered, with and without a loss of power, and finds every whole record. `core/JOURNAL.md` describes the frames;
//! `plimsoll replay` reads them from a file and makes the decisions again.

use device::{Gateway, Line, MACHINES};
use plimsoll_core::journal::{Entry, Frames, Record};
use plimsoll_core::{Day, Decision, Policy, Progress};
use std::error::Error;

/// The device.
mod device {
    use plimsoll_core::journal::{DoesNotFit, Entry, Id, PolicyId, PolicyPart, Record};
    use plimsoll_core::{
        Attribute, Attributes, Cia, Day, Decision, Impact, Level, Likelihood, Policy, Progress, RiskFacts,
        RiskId, VerifyError,
    };

    /// What could go wrong; nothing of it after [`Gateway::start`] but a line that takes no more.
    #[derive(Debug)]
    pub(crate) enum Fault {
        Policy(VerifyError),
        Line,
    }

    impl From<VerifyError> for Fault {
        fn from(error: VerifyError) -> Self {
            Self::Policy(error)
        }
    }

    impl From<DoesNotFit> for Fault {
        fn from(_: DoesNotFit) -> Self {
            Self::Line
        }
    }

    impl core::fmt::Display for Fault {
        fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
            match self {
                Self::Policy(error) => write!(f, "the policy in flash is damaged: {error}"),
                Self::Line => f.write_str("the line takes no more"),
            }
        }
    }

    impl core::error::Error for Fault {}

    /// A serial line: here memory, on a board the register of a UART.
    pub(crate) struct Line<const N: usize> {
        memory: [u8; N],
        sent: usize,
    }

    impl<const N: usize> Line<N> {
        pub(crate) const fn new() -> Self {
            Self { memory: [0; N], sent: 0 }
        }

        fn send(&mut self, bytes: &[u8]) -> Result<(), Fault> {
            let end = self.sent.checked_add(bytes.len()).ok_or(Fault::Line)?;
            self.memory.get_mut(self.sent..end).ok_or(Fault::Line)?.copy_from_slice(bytes);
            self.sent = end;
            Ok(())
        }

        /// Loses the last bytes that were sent, as when power fails.
        pub(crate) fn lose(&mut self, bytes: usize) {
            self.sent = self.sent.saturating_sub(bytes);
        }

        /// What arrives at the far end.
        pub(crate) fn received(&self) -> &[u8] {
            self.memory.get(..self.sent).unwrap_or_default()
        }
    }

    /// A machine that the gateway watches.
    pub(crate) struct Machine {
        pub(crate) id: RiskId,
        /// How bad it is if somebody tampers with it, as people rated it.
        pub(crate) impact: Impact,
        /// How confidential, intact and available it has to be.
        pub(crate) cia: Cia,
    }

    /// What is built into the device.
    pub(crate) static MACHINES: [Machine; 3] = [
        Machine {
            id: RiskId(1),
            impact: Impact::saturating(2),
            cia: Cia::new(Level::Low, Level::Low, Level::Low),
        },
        Machine {
            id: RiskId(2),
            impact: Impact::saturating(3),
            cia: Cia::new(Level::Low, Level::Medium, Level::High),
        },
        Machine {
            id: RiskId(3),
            impact: Impact::saturating(5),
            cia: Cia::new(Level::High, Level::High, Level::High),
        },
    ];

    /// A gateway that decides under a policy, and tells a line.
    pub(crate) struct Gateway<'a, const N: usize> {
        policy: Policy<'a>,
        id: PolicyId,
        line: &'a mut Line<N>,
    }

    impl<'a, const N: usize> Gateway<'a, N> {
        /// Verifies the policy, once, where it lies, and sends it in parts, so that whoever reads the decisions can make them
        /// again.
        pub(crate) fn start(blob: &'a [u8], line: &'a mut Line<N>) -> Result<Self, Fault> {
            let (policy, id) = (Policy::verify(blob)?, PolicyId::of(blob)?);
            let mut gateway = Self { policy, id, line };
            for part in PolicyPart::all(id, blob, 128) {
                gateway.tell(&Record::Policy(part))?;
            }
            Ok(gateway)
        }

        /// Decides about a machine, from what a sensor and the maintenance plan say, and sends what it decided. This is what an
        /// interrupt handler calls.
        pub(crate) fn judge(
            &mut self,
            machine: &Machine,
            actions: Progress,
            alarm: bool,
            day: Day,
        ) -> Result<Decision, Fault> {
            let facts = RiskFacts {
                rated: machine.impact,
                actions,
                // Somebody is at the cabinet: as likely as it gets.
                estimate: if alarm { Some(Likelihood::saturating(5)) } else { None },
                ..RiskFacts::default()
            };
            let facts =
                facts.with_cia(machine.cia).with_compromised(Attributes::NONE.with(Attribute::Integrity));
            let outcome = self.policy.assess(&facts);
            let id = Id::Number(machine.id.get());
            self.tell(&Record::Risk(Entry { policy: self.id, day, id, facts, outcome }))?;
            Ok(outcome)
        }

        fn tell(&mut self, record: &Record<'_>) -> Result<(), Fault> {
            let mut buffer = [0; 256];
            self.line.send(record.write(&mut buffer)?)
        }
    }
}

/// What the far end finds in what it received, in words; the parts of the policy, which it keeps, are not told.
fn read(received: &[u8]) -> Vec<String> {
    // Stuffing is taken out of frames in place.
    let mut received = received.to_vec();
    let told = Frames::new(&mut received).filter_map(|stretch| match stretch.record {
        Ok(Record::Policy(_)) => None,
        Ok(Record::Risk(Entry { day, id, outcome: Decision { response, score, limit, .. }, .. })) => {
            let is = if score.get() <= limit.get() { "within" } else { "above" };
            Some(format!("{day}: machine {id}: {response}, score {score} {is} {limit}"))
        }
        Ok(other) => Some(format!("{other:?}")),
        Err(damage) => Some(format!("{} bytes from {}: {damage}", stretch.bytes, stretch.offset)),
    });
    told.collect()
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut line = Line::<8192>::new();
    let flash = Policy::standard_bytes();
    let day = Day::from_ymd(2026, 11, 20).ok_or("no day")?;
    let share = |uncompleted| Progress::new(uncompleted, 10).ok_or("more than there are");

    let mut gateway = Gateway::start(flash, &mut line)?;
    for (machine, uncompleted) in MACHINES.iter().zip([4, 1, 2]) {
        let decision = gateway.judge(machine, share(uncompleted)?, false, day)?;
        println!("machine {}: {}", machine.id, decision.response);
    }
    let [_, _, press] = &MACHINES;
    gateway.judge(press, share(2)?, true, day)?;

    println!("what was received:");
    read(line.received()).iter().for_each(|told| println!("  {told}"));

    // Power fails within the last frame. After it is back, the gateway begins again; its first frame begins with a zero as
    // every frame does, so what was cut off takes nothing of it along.
    println!("what was received, when power failed seven bytes before the end, and came back:");
    line.lose(7);
    let mut gateway = Gateway::start(flash, &mut line)?;
    gateway.judge(press, share(0)?, false, Day(day.0.saturating_add(1)))?;
    read(line.received()).iter().for_each(|told| println!("  {told}"));
    Ok(())
}
