//! Finds the moment that a clock reading stands for.

use care::time::Instant;
use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};

use super::Written;
use crate::feed::record::Precision;
use crate::feed::reject::RejectReason;

/// What becomes of a time that the clock jumped over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Gap {
    /// The row goes to quarantine.
    #[default]
    Quarantine,
    /// The time moves on by the length of the jump.
    Shift,
}

/// What becomes of a time that the clock showed twice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Overlap {
    /// The first of the two moments.
    #[default]
    Earlier,
    /// The second of the two moments.
    Later,
    /// The row goes to quarantine.
    Quarantine,
}

/// The time zone of a source, with what to do when its clock changes.
#[derive(Clone, Debug)]
pub struct Zone {
    tz: TimeZone,
    gap: Gap,
    overlap: Overlap,
    /// A stretch of civil time with one offset, so that most lookups are sums.
    pub(super) steady: Option<Steady>,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Steady {
    from: Timestamp,
    to: Timestamp,
    offset: Offset,
}

impl Zone {
    /// A zone in which nothing was looked up yet.
    pub fn new(tz: TimeZone, gap: Gap, overlap: Overlap) -> Self {
        Self {
            tz,
            gap,
            overlap,
            steady: None,
        }
    }

    /// The time zone itself.
    pub fn time_zone(&self) -> &TimeZone {
        &self.tz
    }

    /// The moment that was meant.
    pub fn resolve(&mut self, written: Written) -> Result<(Instant, Precision), RejectReason> {
        match written {
            Written::Moment(moment) => Ok((moment.into(), Precision::Exact)),
            Written::Day(date) => Ok((Instant::start_of(date, &self.tz), Precision::Day)),
            Written::Civil(civil) => self.resolve_civil(civil),
        }
    }

    fn resolve_civil(&mut self, civil: DateTime) -> Result<(Instant, Precision), RejectReason> {
        let unreadable = |_| RejectReason::TimeUnreadable;
        // The clock reading as if it were UTC, to compare and to subtract from.
        let reading = Offset::UTC.to_timestamp(civil).map_err(unreadable)?;
        if let Some(steady) = self.steady
            && (steady.from..steady.to).contains(&reading)
        {
            let moment = steady.offset.to_timestamp(civil).map_err(unreadable)?;
            return Ok((moment.into(), Precision::Exact));
        }
        let found = self.tz.to_ambiguous_timestamp(civil);
        let precision = match found.offset() {
            AmbiguousOffset::Unambiguous { offset } => {
                self.steady = self.steady_around(reading, offset);
                Precision::Exact
            }
            AmbiguousOffset::Gap { .. } if self.gap == Gap::Quarantine => {
                return Err(RejectReason::TimeDoesNotExist);
            }
            AmbiguousOffset::Gap { .. } => Precision::Exact,
            AmbiguousOffset::Fold { .. } if self.overlap == Overlap::Quarantine => {
                return Err(RejectReason::TimeIsAmbiguous);
            }
            AmbiguousOffset::Fold { .. } => Precision::Overlap,
        };
        let moment = match (found.offset(), self.overlap) {
            (AmbiguousOffset::Fold { .. }, Overlap::Later) => found.later(),
            _ => found.compatible(),
        };
        Ok((moment.map_err(unreadable)?.into(), precision))
    }

    /// The readings that surely have the same offset: a day off any change.
    fn steady_around(&self, reading: Timestamp, offset: Offset) -> Option<Steady> {
        let day = SignedDuration::from_hours(24);
        let moment = reading
            .checked_sub(SignedDuration::from_secs(offset.seconds().into()))
            .ok()?;
        let before = self.tz.preceding(moment).next();
        let after = self.tz.following(moment).next();
        let from = before.map_or(Timestamp::MIN, |change| change.timestamp());
        let to = after.map_or(Timestamp::MAX, |change| change.timestamp());
        let shift = SignedDuration::from_secs(offset.seconds().into());
        let within = |change: Timestamp, room: SignedDuration| {
            change.saturating_add(shift)?.saturating_add(room)
        };
        Some(Steady {
            from: within(from, day).ok()?,
            to: within(to, day.checked_neg()?).ok()?,
            offset,
        })
    }
}
