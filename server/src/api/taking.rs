//! What a machine sent is taken in, and what became of it is answered.

use care::ids::OrgId;
use serde::Serialize;

use super::{Machines, error::ApiError};
use crate::feed::{
    csv::Parsed,
    digest,
    intake::Tally,
    reject::Rejected,
    taking::{Taking, Told},
};

/// How many bad parts an answer names; the count tells of the rest.
const NAMED: usize = 50;

/// What became of a message.
#[derive(Serialize)]
pub(super) struct Answer {
    #[serde(flatten)]
    tally: Tally,
    /// The first parts that were set aside: which, and why; never what stood in them.
    rejected: Vec<BadPart>,
}

/// A part that was set aside.
#[derive(Serialize)]
struct BadPart {
    /// The line that it begins on, from 1.
    line: u64,
    /// Which of the parts of the message it is, from 1.
    part: u64,
    reason: &'static str,
}

#[derive(Default)]
struct Named(Vec<BadPart>);

impl Told for Named {
    fn set_aside(&mut self, part: u64, rejected: &Rejected) {
        if self.0.len() < NAMED {
            self.0.push(BadPart {
                line: rejected.place.line,
                part,
                reason: rejected.reason.code(),
            });
        }
    }
}

/// Takes in the parts of a message; the answer comes after all good ones are durable.
///
/// Bad parts are set aside, counted and named; they do not stop the others. The one seam between
/// the ways in and the intake.
pub(super) async fn take_in(
    machines: &Machines,
    org: &OrgId,
    source: &str,
    body: &[u8],
    parts: impl Iterator<Item = Parsed>,
) -> Result<Answer, ApiError> {
    let store = &machines.store;
    let org = store.organisation(org).await?.ok_or(ApiError::Unknown)?;
    let (digest, now) = (digest::of_bytes(body), machines.clock.now());
    let mut taking = Taking::begin((store, &org), source, digest, now, Named::default()).await?;
    for part in parts {
        taking.take(part).await?;
    }
    let (tally, Named(rejected)) = taking.finish().await?;
    Ok(Answer { tally, rejected })
}
