//! What a machine sent is taken in, and what became of it is answered.

use std::{collections::HashSet, hash::BuildHasher};

use axum::body::{Body, Bytes, to_bytes};
use care::ids::OrgId;
use foldhash::fast::FixedState;

use super::{
    Machines,
    answer::{Answer, Stop},
    error::ApiError,
};
use crate::feed::{
    csv::Parsed,
    digest,
    intake::BATCH,
    live::{Door, Parcel},
    record::EventRecord,
    reject::Rejected,
};

/// The largest body that is read as a whole.
const LARGEST: usize = 16 << 20;
/// How many different incidents of one message are counted; beyond it only the records are.
const COUNTED: usize = 1_000_000;

/// Who sends: a source of an organisation, and by what right.
///
/// A source may only speak in its own name: its name is put on every event.
#[derive(Debug, Clone)]
pub(super) struct Sender {
    /// The organisation.
    pub(super) org: OrgId,
    /// The name of the feed.
    pub(super) source: String,
    /// By what right.
    pub(super) door: Door,
}

/// One message on its way in: what is kept of it is handed over part by part.
///
/// Bad parts are set aside, counted and named; they do not stop the others.
pub(super) struct Taking<'a> {
    machines: &'a Machines,
    sender: Sender,
    records: Vec<Result<EventRecord, Rejected>>,
    /// The bad ones among them, with their numbers among the parts of the message.
    bad: Vec<(u64, Rejected)>,
    part: u64,
    /// The line that the last part begins on.
    line: u64,
    /// Whether anything was handed over.
    pub(super) handed: bool,
    seen: HashSet<u64, FixedState>,
    answer: Answer,
}

impl<'a> Taking<'a> {
    pub(super) fn new(machines: &'a Machines, sender: Sender) -> Self {
        Self {
            machines,
            sender,
            records: Vec::new(),
            bad: Vec::new(),
            part: 0,
            line: 0,
            handed: false,
            seen: HashSet::default(),
            answer: Answer::default(),
        }
    }

    /// How many parts wait to be handed over.
    pub(super) fn waiting(&self) -> usize {
        self.records.len()
    }

    /// Keeps a part until the next handing over.
    pub(super) fn keep(&mut self, parsed: Parsed) {
        self.part += 1;
        self.records.push(match parsed {
            Parsed::Read(mut record, place) => {
                self.line = place.line;
                self.sender.source.clone_into(&mut record.source);
                Ok(record)
            }
            Parsed::Rejected(rejected) => {
                self.line = rejected.place.line;
                self.bad.push((self.part, rejected.clone()));
                Err(rejected)
            }
        });
    }

    /// Hands over what is kept; when this returns well, all of it is durable.
    ///
    /// # Errors
    /// Why nothing of it was taken in.
    pub(super) async fn hand_over(&mut self, digest: String) -> Result<(), Stop> {
        self.handed = true;
        let bad = std::mem::take(&mut self.bad);
        let parcel = Parcel {
            door: self.sender.door.clone(),
            source: self.sender.source.clone(),
            digest,
            records: std::mem::take(&mut self.records),
        };
        let receipt = self.machines.live.hand_over(&self.sender.org, parcel).await;
        let receipt = receipt.map_err(Stop::from).inspect_err(|stop| {
            if *stop == Stop::TokenRevoked {
                self.machines.doors.forget(&self.sender.door);
            }
        })?;
        for (part, bad) in &bad {
            self.answer.name(*part, bad);
        }
        self.answer.add(&receipt.tally);
        self.answer.lines = self.line;
        for number in receipt.numbers {
            if self.seen.len() < COUNTED {
                self.seen.insert(FixedState::default().hash_one(number));
            }
        }
        Ok(())
    }

    /// What the sender is told.
    pub(super) fn answer(mut self, stop: Option<Stop>) -> Answer {
        self.answer.tally.incidents = self.seen.len() as u64;
        self.answer.stopped(stop)
    }
}

/// Takes in the parts of a message that is there as a whole; the answer comes after all good ones are
/// durable.
pub(super) async fn take_in(
    machines: &Machines,
    sender: Sender,
    body: &[u8],
    parts: impl Iterator<Item = Parsed>,
) -> Answer {
    let mut taking = Taking::new(machines, sender);
    let stop = hand_over_all(&mut taking, body, parts).await.err();
    taking.answer(stop)
}

async fn hand_over_all(
    taking: &mut Taking<'_>,
    body: &[u8],
    parts: impl Iterator<Item = Parsed>,
) -> Result<(), Stop> {
    let whole = digest::of_bytes(body);
    let mut parcel = 0_u64;
    // Each parcel has a name of its own: what one could read does not settle what another set aside.
    let mut name = || {
        parcel += 1;
        match parcel {
            1 => whole.clone(),
            more => digest::of_bytes(format!("{whole} {more}").as_bytes()),
        }
    };
    for part in parts {
        taking.keep(part);
        if taking.waiting() == BATCH {
            taking.hand_over(name()).await?;
        }
    }
    // Also a message that says nothing was heard.
    if taking.waiting() > 0 || !taking.handed {
        taking.hand_over(name()).await?;
    }
    Ok(())
}

/// The whole of a body that is not too long; read only once it is known who speaks.
///
/// # Errors
/// [`ApiError::TooLarge`] beyond 16 MiB, or when the sender broke off.
pub(super) async fn body(body: Body) -> Result<Bytes, ApiError> {
    to_bytes(body, LARGEST)
        .await
        .map_err(|_| ApiError::TooLarge)
}
