//! A message while it arrives: cut into lines, handed over in parcels, each durable before the next.

use std::time::Duration;

use axum::body::{Body, Bytes};
use data_encoding::HEXLOWER;
use http_body_util::BodyExt;
use sha2::{Digest, Sha256};
use tokio::time::timeout;

use super::{
    Machines,
    answer::{Answer, Stop},
    taking::{Sender, Taking},
};
use crate::feed::{intake::BATCH, ndjson::Lines};

/// How many bytes of lines one parcel holds.
const PARCEL: usize = 1 << 20;
/// How long a parcel waits for more, while its sender writes no further.
const QUIET: Duration = Duration::from_millis(250);
/// How long a sender may be silent within a message.
const SILENT: Duration = Duration::from_mins(1);
/// How much of a message is read on after it was stopped, so that its sender reads the answer.
const DRAINED: usize = 16 << 20;

/// A message of lines on its way in.
pub(super) struct Delivery<'a> {
    taking: Taking<'a>,
    lines: Lines,
    bytes: usize,
    hash: Sha256,
}

impl<'a> Delivery<'a> {
    pub(super) fn new(machines: &'a Machines, sender: Sender) -> Self {
        Self {
            taking: Taking::new(machines, sender),
            lines: Lines::default(),
            bytes: 0,
            hash: Sha256::new(),
        }
    }

    /// Takes the message in; the answer comes after everything it tells of is durable.
    pub(super) async fn take(mut self, mut body: Body) -> Answer {
        let stop = self.read(&mut body).await.err();
        if stop.is_some_and(|stop| stop != Stop::BrokenOff) {
            drop(timeout(QUIET * 8, drain(&mut body)).await);
        }
        self.taking.answer(stop)
    }

    async fn read(&mut self, body: &mut Body) -> Result<(), Stop> {
        while let Some(bytes) = self.next(body).await? {
            self.cut(&bytes).await?;
        }
        if let Some(parsed) = self.lines.finish() {
            self.taking.keep(parsed);
        }
        // Also a message that says nothing was heard.
        if self.taking.waiting() > 0 || !self.taking.handed {
            self.hand_over().await?;
        }
        Ok(())
    }

    /// The next bytes; while none come, what is there is handed over: an event does not wait for the
    /// one after it.
    async fn next(&mut self, body: &mut Body) -> Result<Option<Bytes>, Stop> {
        let mut frame = timeout(QUIET, body.frame()).await;
        if frame.is_err() {
            if self.taking.waiting() > 0 {
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
                self.taking.keep(parsed);
            }
            let waiting = self.taking.waiting();
            let full = waiting >= BATCH || (self.bytes >= PARCEL && waiting > 0);
            if full && self.lines.is_between() {
                self.hand_over().await?;
            }
        }
        Ok(())
    }

    async fn hand_over(&mut self) -> Result<(), Stop> {
        let digest = std::mem::take(&mut self.hash).finalize();
        self.bytes = 0;
        self.taking.hand_over(HEXLOWER.encode(&digest)).await
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
