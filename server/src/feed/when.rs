//! Reads times as sources write them, and places them in a time zone.

use care::time::Instant;
use jiff::{Timestamp, civil::DateTime};

use super::reject::RejectReason;

mod format;
mod zone;

pub use format::{TimeFormat, Written};
pub use zone::{Gap, Overlap, Zone};

/// Reads a time that brings its own offset (RFC 3339), between 1970 and 2199.
pub fn with_offset(text: &str) -> Result<Instant, RejectReason> {
    let moment: Timestamp = match text.trim().parse() {
        Ok(moment) => moment,
        Err(_) if text.trim().parse::<DateTime>().is_ok() => {
            return Err(RejectReason::OffsetMissing);
        }
        Err(_) => return Err(RejectReason::TimeUnreadable),
    };
    let years = 0..7_258_118_400;
    if !years.contains(&moment.as_second()) {
        return Err(RejectReason::TimeUnreadable);
    }
    Ok(moment.into())
}

#[cfg(test)]
#[path = "when/tests.rs"]
mod tests;
