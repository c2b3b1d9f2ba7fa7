//! How long each kind of data is kept, and when it goes (R095, C24).
//!
//! No law gives a period for the records of peer support. The nearest custom is
//! that of confidential advisers: destroy the file after closing, once it has
//! been counted in the report without names. So what was said goes first, the
//! fact that there was a case later, and the count stays (reference B6.1, B6.3).
//!
//! A period is counted in calendar days of the organisation, from the moment
//! that [`Start`] names to the end of its last day.

mod kind;
mod policy;
mod tally;
#[cfg(test)]
mod tests;

use jiff::{ToSpan as _, civil::Date, tz::TimeZone};

pub use kind::{DataKind, Days, Source, Start};
pub use policy::{Retention, RetentionDraft, RetentionRefusal, adopt};
pub use tally::{Counted, tally};

use crate::time::Instant;

/// Calendar days between the warning and the erasure of what somebody may want to keep.
pub const WARNING_DAYS: u32 = 14;

impl Retention {
    /// The last calendar day on which a thing of this kind is kept.
    ///
    /// `None` when nothing ends: the kind is kept for good, or the thing has not
    /// come to its start yet (an open case has no closing, so it is never due).
    pub fn last_day(&self, kind: DataKind, start: Option<Instant>, tz: &TimeZone) -> Option<Date> {
        let days = self.days(kind)?;
        Some(later(start?.date(tz), days))
    }

    /// From when a thing is due: the end of its last day.
    pub fn due_at(&self, kind: DataKind, start: Option<Instant>, tz: &TimeZone) -> Option<Instant> {
        let last = self.last_day(kind, start, tz)?;
        Some(Instant::start_of(later(last, 1), tz))
    }

    /// From when the people concerned are told that it will go.
    pub fn warn_at(
        &self,
        kind: DataKind,
        start: Option<Instant>,
        tz: &TimeZone,
    ) -> Option<Instant> {
        if !kind.is_warned() {
            return None;
        }
        let due = later(self.last_day(kind, start, tz)?, 1);
        Some(Instant::start_of(earlier(due, WARNING_DAYS.into()), tz))
    }

    /// The moment before which a thing must have started to be due now.
    ///
    /// It is for searching; [`Retention::due_at`] decides.
    pub fn started_before(&self, kind: DataKind, now: Instant, tz: &TimeZone) -> Option<Instant> {
        let days = i64::from(self.days(kind)?);
        Some(Instant::start_of(earlier(now.date(tz), days), tz))
    }

    /// The same for the warning; see [`Retention::warn_at`].
    pub fn warned_before(&self, kind: DataKind, now: Instant, tz: &TimeZone) -> Option<Instant> {
        let days = i64::from(self.days(kind)?) - i64::from(WARNING_DAYS);
        kind.is_warned()
            .then(|| Instant::start_of(earlier(now.date(tz), days), tz))
    }

    /// The day from which no backup holds what is erased now.
    pub fn gone_from_backups(&self, erased: Instant, tz: &TimeZone) -> Instant {
        self.due_at(DataKind::Backups, Some(erased), tz)
            .unwrap_or(Instant::LAST)
    }
}

/// The first moment at which something may go of which was warned at `warned`.
///
/// The warning counts from when it was really given: after a period was made
/// shorter, or a server stood still for a month, nothing goes unannounced.
pub fn erase_at(due: Instant, warned: Instant, tz: &TimeZone) -> Instant {
    due.max(Instant::start_of(later(warned.date(tz), WARNING_DAYS), tz))
}

fn later(day: Date, days: u32) -> Date {
    day.checked_add(i64::from(days).days()).unwrap_or(Date::MAX)
}

fn earlier(day: Date, days: i64) -> Date {
    day.checked_sub(days.days()).unwrap_or(Date::MIN)
}
