//! What a sender is told: exactly what was taken in, what was set aside and why, and where it stopped.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header::RETRY_AFTER},
    response::{IntoResponse, Response},
};
use serde::Serialize;

use crate::{
    feed::{
        intake::Tally,
        live::Refusal,
        reject::{RejectReason, Rejected},
    },
    store::StoreError,
};

/// How many bad parts an answer names; the count tells of the rest.
const NAMED: usize = 50;

/// What became of a message.
#[derive(Debug, Default, Serialize)]
pub(super) struct Answer {
    #[serde(flatten)]
    pub(super) tally: Tally,
    /// Everything up to this line is durable, or set aside.
    pub(super) lines: u64,
    /// The first parts that were set aside: which, and why; never what stood in them.
    rejected: Vec<BadPart>,
    /// Why the rest was not taken in; sending all of it again adds nothing twice.
    #[serde(skip_serializing_if = "Option::is_none")]
    stopped: Option<Stop>,
}

/// A part that was set aside.
#[derive(Debug, Serialize)]
struct BadPart {
    /// The line that it begins on, from 1.
    line: u64,
    /// Which of the parts of the message it is, from 1.
    part: u64,
    reason: RejectReason,
}

/// Why the rest of a message was not taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Stop {
    /// The token was revoked.
    TokenRevoked,
    /// More arrives than can be made durable.
    TooMuchWaits,
    /// No room is left on the disk of the database.
    NoRoom,
    /// The database is away.
    DatabaseAway,
    /// A fault of ours; the log has its place.
    Fault,
    /// The message broke off.
    BrokenOff,
    /// Nothing came for a while.
    Silent,
}

impl Stop {
    fn status(self) -> StatusCode {
        match self {
            Self::TokenRevoked => StatusCode::UNAUTHORIZED,
            Self::TooMuchWaits => StatusCode::TOO_MANY_REQUESTS,
            Self::NoRoom => StatusCode::INSUFFICIENT_STORAGE,
            Self::DatabaseAway => StatusCode::SERVICE_UNAVAILABLE,
            Self::Fault => StatusCode::INTERNAL_SERVER_ERROR,
            Self::BrokenOff => StatusCode::BAD_REQUEST,
            Self::Silent => StatusCode::REQUEST_TIMEOUT,
        }
    }

    fn may_come_back(self) -> bool {
        matches!(self, Self::TooMuchWaits | Self::NoRoom | Self::DatabaseAway)
    }
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::TooMuchWaits => Self::TooMuchWaits,
            Refusal::DoorClosed => Self::TokenRevoked,
            Refusal::Store(StoreError::Full) => Self::NoRoom,
            Refusal::Store(error) if error.is_passing() => Self::DatabaseAway,
            Refusal::Store(error) => {
                tracing::error!(%error, "events could not be taken in");
                Self::Fault
            }
        }
    }
}

impl Answer {
    /// Names a part that was set aside, as long as few are.
    pub(super) fn name(&mut self, part: u64, rejected: &Rejected) {
        if self.rejected.len() < NAMED {
            self.rejected.push(BadPart {
                line: rejected.place.line,
                part,
                reason: rejected.reason,
            });
        }
    }

    /// Adds what one part of the message came to; incidents are counted by the caller.
    pub(super) fn add(&mut self, tally: &Tally) {
        self.tally.read += tally.read;
        self.tally.new += tally.new;
        self.tally.joined += tally.joined;
        self.tally.duplicate += tally.duplicate;
        self.tally.quarantined += tally.quarantined;
    }

    /// The rest was not taken in.
    pub(super) fn stopped(mut self, stop: Option<Stop>) -> Self {
        self.stopped = stop;
        self
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let stop = self.stopped;
        let status = stop.map_or(StatusCode::OK, Stop::status);
        let mut response = (status, Json(self)).into_response();
        if stop.is_some_and(Stop::may_come_back) {
            let headers = response.headers_mut();
            headers.insert(RETRY_AFTER, HeaderValue::from_static("2"));
        }
        response
    }
}
