//! A message while it arrives: cut into lines, handed over in parcels, each durable before the next.

use std::{collections::HashSet, hash::BuildHasher, time::Duration};

use axum::body::{Body, Bytes};
use data_encoding::HEXLOWER;
use foldhash::fast::FixedState;
use http_body_util::BodyExt;
use sha2::{Digest, Sha256};
use tokio::time::timeout;

use super::{
    Machines,
    answer::{Answer, Stop},
    door::FeedDoor,
};
use crate::feed::{
    csv::Parsed,
    intake::BATCH,
    live::{Door, Parcel},
    ndjson::Lines,
    record::EventRecord,
    reject::Rejected,
};

/// How many bytes of lines one parcel holds.
const PARCEL: usize = 1 << 20;
/// How long a parcel waits for more, while its sender writes no further.
const QUIET: Duration = Duration::from_millis(250);
/// How long a sender may be silent within a message.
const SILENT: Duration = Duration::from_mins(1);
/// How many different incidents of one message are counted; beyond it only the records are.
const COUNTED: usize = 1_000_000;
/// How much of a message is read on after it was stopped, so that its sender reads the answer.
const DRAINED: usize = 16 << 20;

/// A message on its way in.
pub(super) struct Delivery<'a> {
    machines: &'a Machines,
    door: FeedDoor,
    lines: Lines,
    records: Vec<Result<EventRecord, Rejected>>,
    bytes: usize,
    hash: Sha256,
    /// The line that was read last.
    line: u64,
    /// Whether anything was handed over.
    handed: bool,
    seen: HashSet<u64, FixedState>,
    answer: Answer,
}

impl<'a> Delivery<'a> {
    pub(super) fn new(machines: &'a Machines, door: FeedDoor) -> Self {
        Self {
            machines,
            door,
            lines: Lines::default(),
            records: Vec::new(),
            bytes: 0,
            hash: Sha256::new(),
            line: 0,
            handed: false,
            seen: HashSet::default(),
            answer: Answer::default(),
        }
    }

    /// Takes the message in; the answer comes after everything it tells of is durable.
    pub(super) async fn take(mut self, mut body: Body) -> Answer {
        let stop = self.read(&mut body).await.err();
        if stop.is_some_and(|stop| stop != Stop::BrokenOff) {
            drop(timeout(QUIET * 8, drain(&mut body)).await);
        }
        self.answer.tally.incidents = self.seen.len() as u64;
        self.answer.stopped(stop)
    }

    async fn read(&mut self, body: &mut Body) -> Result<(), Stop> {
        loop {
            match self.next(body).await? {
                Some(bytes) => self.cut(&bytes).await?,
                None => break,
            }
        }
        if let Some(parsed) = self.lines.finish() {
            self.keep(parsed);
        }
        // Also a message that says nothing was heard.
        if !self.records.is_empty() || !self.handed {
            self.hand_over().await?;
        }
        Ok(())
    }

    /// The next bytes; while none come, what is there is handed over: an event does not wait for the
    /// one after it.
    async fn next(&mut self, body: &mut Body) -> Result<Option<Bytes>, Stop> {
        let mut frame = timeout(QUIET, body.frame()).await;
        if frame.is_err() {
            if !self.records.is_empty() {
                self.hand_over().await?;
            }
            frame = timeout(SILENT, body.frame()).await;
        }
        match frame {
            Ok(None) => Ok(None),
            Ok(Some(Ok(frame))) => Ok(Some(frame.into_data().unwrap_or_default())),
            Ok(Some(Err(_))) => {
                // What came whole is taken in; a line without its end may be half of one.
                self.hand_over().await?;
                Err(Stop::BrokenOff)
            }
            Err(_) => Err(Stop::Silent),
        }
    }

    async fn cut(&mut self, bytes: &Bytes) -> Result<(), Stop> {
        let mut rest: &[u8] = bytes;
        while !rest.is_empty() {
            let before = rest;
            let parsed = self.lines.push(&mut rest);
            let used = before.len() - rest.len();
            self.hash.update(before.get(..used).unwrap_or_default());
            self.bytes += used;
            if let Some(parsed) = parsed {
                self.keep(parsed);
            }
            let full = self.records.len() >= BATCH || self.bytes >= PARCEL;
            if full && self.lines.is_between() && !self.records.is_empty() {
                self.hand_over().await?;
            }
        }
        Ok(())
    }

    fn keep(&mut self, parsed: Parsed) {
        match parsed {
            Parsed::Read(mut record, place) => {
                self.line = place.line;
                self.door.source.clone_into(&mut record.source);
                self.records.push(Ok(record));
            }
            Parsed::Rejected(rejected) => {
                self.line = rejected.place.line;
                self.records.push(Err(rejected));
            }
        }
    }

    async fn hand_over(&mut self) -> Result<(), Stop> {
        self.handed = true;
        let records = std::mem::take(&mut self.records);
        let digest = HEXLOWER.encode(&std::mem::take(&mut self.hash).finalize());
        self.bytes = 0;
        let bad: Vec<Rejected> = records
            .iter()
            .filter_map(|it| it.as_ref().err())
            .cloned()
            .collect();
        let parcel = Parcel {
            door: Door::Token(self.door.key.clone()),
            source: self.door.source.clone(),
            digest,
            records,
        };
        let receipt = self.machines.live.hand_over(&self.door.org, parcel).await;
        let receipt = receipt.map_err(Stop::from).inspect_err(|stop| {
            if *stop == Stop::TokenRevoked {
                self.machines.doors.forget(&self.door.key);
            }
        })?;
        bad.iter().for_each(|bad| self.answer.name(bad));
        self.answer.add(&receipt.tally);
        self.answer.lines = self.line;
        for number in receipt.numbers {
            if self.seen.len() < COUNTED {
                self.seen.insert(FixedState::default().hash_one(number));
            }
        }
        Ok(())
    }
}

/// Reads on without looking, for a while.
async fn drain(body: &mut Body) {
    let mut left = DRAINED;
    while let Some(Ok(frame)) = body.frame().await {
        let read = frame.into_data().unwrap_or_default().len();
        left = left.saturating_sub(read);
        if left == 0 {
            return;
        }
    }
}
