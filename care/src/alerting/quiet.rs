//! Quiet hours: in which nothing is sent that can wait.

use crate::time::Instant;
use jiff::{civil::Time, tz::TimeZone};
use serde::{Deserialize, Serialize};

/// From one time on the clock to another; past midnight when it ends before it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quiet {
    /// The first quiet moment.
    pub from: Time,
    /// The first moment after it.
    pub until: Time,
}

impl Quiet {
    /// Whether a moment lies in the quiet hours; never when both times are the same.
    pub fn covers(self, at: Instant, tz: &TimeZone) -> bool {
        let clock = at.zoned(tz).time();
        if self.from <= self.until {
            self.from <= clock && clock < self.until
        } else {
            clock >= self.from || clock < self.until
        }
    }

    /// The moment itself, or the end of the quiet hours that it lies in.
    pub fn end_after(self, at: Instant, tz: &TimeZone) -> Instant {
        if !self.covers(at, tz) {
            return at;
        }
        let here = at.zoned(tz);
        let day = if here.time() < self.until {
            here.date()
        } else {
            here.date().tomorrow().unwrap_or(here.date())
        };
        // A time that the clock jumps over is the moment after the jump.
        let end = day.to_datetime(self.until).to_zoned(tz.clone());
        end.map_or(at, Instant::from).max(at)
    }
}
