//! Records to bytes and back, against stuffing and a checksum worked out naively.

use super::read;
use plimsoll_core::facet::Values;
use plimsoll_core::journal::{Damage, Entry, Frames, Id, MAX_FRAME, PolicyId, PolicyPart, Record};
use plimsoll_core::{
    Band, Day, Decision, Impact, IncidentFacts, Levels, Likelihood, Limit, Progress, Response, RiskFacts,
    Roles, Route, Score, Standing, TeamId,
};
use proptest::prelude::*;
use proptest::{array, collection, option};

/// What stands for a record while there is nothing to borrow from.
#[derive(Clone, Debug)]
enum Owned {
    Risk(PolicyId, i32, Result<u16, String>, RiskFacts, Decision),
    Incident(PolicyId, i32, Result<u16, String>, IncidentFacts, Route),
    Policy(PolicyId, u32, u32, Vec<u8>),
}

impl Owned {
    fn record(&self) -> Record<'_> {
        fn named(id: &Result<u16, String>) -> Id<'_> {
            id.as_ref().map_or_else(|text| Id::Text(text), |number| Id::Number(*number))
        }
        match self {
            Self::Risk(policy, day, id, facts, outcome) => Record::Risk(Entry {
                policy: *policy,
                day: Day(*day),
                id: named(id),
                facts: *facts,
                outcome: *outcome,
            }),
            Self::Incident(policy, day, id, facts, outcome) => Record::Incident(Entry {
                policy: *policy,
                day: Day(*day),
                id: named(id),
                facts: *facts,
                outcome: *outcome,
            }),
            Self::Policy(policy, offset, after, bytes) => {
                let end = offset + u32::try_from(bytes.len()).unwrap();
                Record::Policy(PolicyPart { policy: *policy, total: end + after, offset: *offset, bytes })
            }
        }
    }
}

fn values() -> impl Strategy<Value = Values> {
    let value = prop_oneof![4 => Just(0), 4 => 0..5_u16, 1 => any::<u16>()];
    collection::vec(value, 0..=48).prop_map(|told| {
        let mut values = [0; 48];
        values[..told.len()].copy_from_slice(&told);
        values
    })
}

fn id() -> impl Strategy<Value = Result<u16, String>> {
    let text = prop_oneof![4 => ".{0,12}", 1 => "[a-z]{200,900}", 1 => "\\PC*[\u{0}\u{1b}\u{202e}]"];
    prop_oneof![any::<u16>().prop_map(Ok), text.prop_map(Err)]
}

fn policy() -> impl Strategy<Value = PolicyId> {
    let word = || prop_oneof![0..300_u32, any::<u32>()];
    (array::uniform8(any::<u8>()), word(), word()).prop_map(|(sources, schema, blob)| PolicyId {
        sources,
        schema,
        blob,
    })
}

fn response() -> impl Strategy<Value = Response> {
    (0..4_u8).prop_map(|index| Response::from_index(index).unwrap())
}

fn rating() -> impl Strategy<Value = u8> {
    1..=10_u8
}

fn risk() -> impl Strategy<Value = Owned> {
    let progress = (any::<u16>(), any::<u16>())
        .prop_map(|(one, other)| Progress::new(one.min(other), one.max(other)).unwrap());
    let facts = (rating(), progress, option::of(rating()), option::of(response()), any::<bool>(), values())
        .prop_map(|(rated, actions, estimate, choice, exception, values)| RiskFacts {
            rated: Impact::saturating(rated),
            actions,
            estimate: estimate.map(Likelihood::saturating),
            choice,
            exception,
            values,
        });
    let standing = prop_oneof![Just(Standing::Policy), Just(Standing::Chosen), Just(Standing::Overruled)];
    let outcome = (rating(), rating(), any::<(u8, u8, u8, bool)>(), response(), standing).prop_map(
        |(impact, likelihood, (score, band, limit, within_limit), response, standing)| Decision {
            impact: Impact::saturating(impact),
            likelihood: Likelihood::saturating(likelihood),
            score: Score(score),
            band: Band(band),
            limit: Limit(limit),
            within_limit,
            response,
            standing,
        },
    );
    (policy(), any::<i32>(), id(), facts, outcome)
        .prop_map(|(policy, day, id, facts, outcome)| Owned::Risk(policy, day, id, facts, outcome))
}

fn incident() -> impl Strategy<Value = Owned> {
    let outcome = any::<(u8, u8, u8, bool, Option<u8>, u32, u8, u16)>().prop_map(
        |(target, level, rights, reaches, next, consult, channel, skipped)| Route {
            target: TeamId(target),
            level,
            rights,
            reaches,
            next: next.map(TeamId),
            consult: Roles(consult),
            channel,
            skipped: Levels(skipped),
        },
    );
    (policy(), any::<i32>(), id(), values(), outcome).prop_map(|(policy, day, id, values, outcome)| {
        Owned::Incident(policy, day, id, IncidentFacts { values }, outcome)
    })
}

fn any_record() -> impl Strategy<Value = Owned> {
    let part = (policy(), 0..1_000_000_u32, 0..1_000_000_u32, collection::vec(any::<u8>(), 0..800))
        .prop_map(|(policy, offset, after, bytes)| Owned::Policy(policy, offset, after, bytes));
    prop_oneof![3 => risk(), 2 => incident(), 1 => part]
}

/// The checksum bit by bit.
fn checksum(bytes: &[u8]) -> u32 {
    let fold = |crc: u32, byte: &u8| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xedb8_8320 * (crc & 1)))
    };
    !bytes.iter().fold(u32::MAX, fold)
}

/// A frame around a body, its checksum right: runs between zeros, each with its length before it.
fn framed(body: &[u8]) -> Vec<u8> {
    let plain = [body, &checksum(body).to_le_bytes()].concat();
    let mut frame = vec![0];
    for run in plain.split(|byte| *byte == 0) {
        let mut blocks: Vec<&[u8]> = run.chunks(254).collect();
        if run.is_empty()
            || run.len() % 254 == 0 && !std::ptr::eq(run.as_ptr_range().end, plain.as_ptr_range().end)
        {
            blocks.push(&[]);
        }
        for block in blocks {
            frame.push(u8::try_from(block.len() + 1).unwrap());
            frame.extend(block);
        }
    }
    frame.push(0);
    frame
}

/// What a frame holds, without its checksum: each block, and a zero after all but full ones and the last.
fn body(frame: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    let mut rest = &frame[1..frame.len() - 1];
    while let Some((code, after)) = rest.split_first() {
        let (block, after) = after.split_at(usize::from(*code) - 1);
        plain.extend(block);
        if *code < 0xff && !after.is_empty() {
            plain.push(0);
        }
        rest = after;
    }
    plain.truncate(plain.len() - 4);
    plain
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Whatever is written is read back, in one encoding.
    #[test]
    fn records_come_back(records in collection::vec(any_record(), 1..6), buffer in 1..3000_usize) {
        let frames: Vec<Vec<u8>> = records.iter().map(|record| super::frame(&record.record())).collect();
        for frame in &frames {
            prop_assert_eq!(&framed(&body(frame)), frame);
        }
        let journal = frames.concat();
        let mut expected = Vec::new();
        let mut offset = 1;
        for frame in &frames {
            let length = u64::try_from(frame.len()).unwrap();
            expected.push((offset, length - 2, Ok(frame.clone())));
            offset += length;
        }
        prop_assert_eq!(read(&journal, buffer), expected);
        let mut journal = journal;
        let found: Vec<_> = Frames::new(&mut journal).map(|stretch| stretch.record).collect();
        prop_assert_eq!(found, records.iter().map(|record| Ok(record.record())).collect::<Vec<_>>());
    }

    /// With whatever body and a right checksum, what is taken for a record is what the record is written as.
    #[test]
    fn there_is_one_encoding(
        record in any_record(),
        changes in collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..3_u8), 1..4),
    ) {
        let mut body = body(&super::frame(&record.record()));
        for (at, byte, how) in changes {
            let at = at.index(body.len());
            match how {
                0 => body[at] = byte,
                1 => body.insert(at, byte),
                _ if body.len() > 1 => drop(body.remove(at)),
                _ => {}
            }
        }
        let frame = framed(&body);
        match read(&frame, 64).as_slice() {
            [(1, _, Ok(again))] => prop_assert_eq!(again, &frame),
            [(1, _, Err(damage))] => prop_assert!(matches!(damage, Damage::Encoding | Damage::Format(_)), "{}", damage),
            other => prop_assert!(false, "{other:?}"),
        }
    }

    /// In noise, the reader of files and the reader in place find the same, nothing of it sound, and never more than there is.
    #[test]
    fn noise_is_damage(noise in collection::vec(prop_oneof![1 => Just(0), 4 => any::<u8>()], 0..600), buffer in 1..40_usize) {
        let found = read(&noise, buffer);
        let mut place = noise.clone();
        let in_place: Vec<_> = Frames::new(&mut place).map(|stretch| (stretch.offset, stretch.bytes, stretch.record.map(|_| Vec::new()))).collect();
        prop_assert_eq!(&found, &in_place);
        let expected: Vec<u64> = noise.split(|byte| *byte == 0).filter(|run| !run.is_empty()).map(|run| u64::try_from(run.len()).unwrap()).collect();
        prop_assert_eq!(found.iter().map(|(_, bytes, _)| *bytes).collect::<Vec<_>>(), expected);
        for (offset, bytes, record) in found {
            let (from, to) = (usize::try_from(offset).unwrap(), usize::try_from(offset + bytes).unwrap());
            prop_assert!(!noise[from..to].contains(&0) && record.is_err());
        }
    }
}

/// A stretch that is longer than any frame is counted to its end, and the record after it is found.
#[test]
fn what_is_longer_than_any_frame_is_damage() {
    let last = super::frame(&super::record(1, ""));
    for (length, damage) in
        [(MAX_FRAME, Damage::Cut), (MAX_FRAME + 1, Damage::Length), (40 * MAX_FRAME, Damage::Length)]
    {
        // Blocks that are full, so that only the length is wrong with those that are too long.
        let journal = [&[0], vec![0xff; length].as_slice(), &last].concat();
        let found = read(&journal, 4096);
        let bytes = u64::try_from(length).unwrap();
        let end = u64::try_from(last.len()).unwrap() - 2;
        assert_eq!(found, [(1, bytes, Err(damage)), (bytes + 2, end, Ok(last.clone()))], "{length}");
    }
}
