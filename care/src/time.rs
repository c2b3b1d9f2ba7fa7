//! Moments and windows.
//!
//! Two kinds of arithmetic live side by side and must not be confused. Hours
//! are elapsed time: 48 hours are 48 hours, also across a change of the clock.
//! Days and months are civil time: they are counted on the calendar of the
//! organisation, and a day is as long as it is there (23, 24 or 25 hours).

use jiff::{SignedDuration, Timestamp, Zoned, civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};

/// A moment: milliseconds since 1970 in UTC.
///
/// Always between the first and the last moment that the calendar knows
/// (years -9999 to 9999); what lies beyond becomes the nearest of the two.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(from = "i64", into = "i64")]
pub struct Instant(i64);

impl Instant {
    /// The first moment of the calendar.
    pub const FIRST: Self = Self(-377_705_023_201_000);
    /// The last whole second of the calendar.
    pub const LAST: Self = Self(253_402_207_200_000);

    /// Takes milliseconds since 1970 in UTC.
    pub const fn from_millis(millis: i64) -> Self {
        if millis < Self::FIRST.0 {
            Self::FIRST
        } else if millis > Self::LAST.0 {
            Self::LAST
        } else {
            Self(millis)
        }
    }

    /// Milliseconds since 1970 in UTC.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// The moment this much elapsed time later; parts of a millisecond fall off.
    #[must_use]
    pub fn plus(self, elapsed: SignedDuration) -> Self {
        let millis = i64::try_from(elapsed.as_millis()).unwrap_or(if elapsed.is_negative() {
            i64::MIN
        } else {
            i64::MAX
        });
        Self::from_millis(self.0.saturating_add(millis))
    }

    /// The moment this much elapsed time earlier; parts of a millisecond fall off.
    #[must_use]
    pub fn minus(self, elapsed: SignedDuration) -> Self {
        self.plus(elapsed.checked_neg().unwrap_or(SignedDuration::MAX))
    }

    /// The elapsed time from `earlier` to this moment; negative when it is later.
    pub fn since(self, earlier: Self) -> SignedDuration {
        SignedDuration::from_millis(self.0.saturating_sub(earlier.0))
    }

    /// The moment on the clock and calendar of a zone.
    pub fn zoned(self, tz: &TimeZone) -> Zoned {
        // In range by construction; the default is never taken.
        let timestamp = Timestamp::from_millisecond(self.0).unwrap_or_default();
        timestamp.to_zoned(tz.clone())
    }

    /// The calendar day of the moment in a zone.
    pub fn date(self, tz: &TimeZone) -> Date {
        self.zoned(tz).date()
    }

    /// The moment a calendar day begins in a zone.
    ///
    /// Midnight, or the first moment after it where the clock jumps over
    /// midnight. The day before ends at this very moment ("24:00").
    pub fn start_of(date: Date, tz: &TimeZone) -> Self {
        date.to_zoned(tz.clone())
            .and_then(|day| day.start_of_day())
            .map_or(Self::LAST, Self::from)
    }
}

impl From<i64> for Instant {
    fn from(millis: i64) -> Self {
        Self::from_millis(millis)
    }
}

impl From<Instant> for i64 {
    fn from(moment: Instant) -> Self {
        moment.0
    }
}

impl From<Timestamp> for Instant {
    fn from(timestamp: Timestamp) -> Self {
        Self::from_millis(timestamp.as_millisecond())
    }
}

impl From<Zoned> for Instant {
    fn from(zoned: Zoned) -> Self {
        zoned.timestamp().into()
    }
}

/// Whether the closing moment itself still belongs to a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WindowEnd {
    /// Elapsed time: the closing moment is the last one inside.
    Included,
    /// Civil time: the closing moment is the "24:00" of the last day.
    Excluded,
}

/// A stretch of time in which something is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Window {
    /// The first moment inside.
    pub opens: Instant,
    /// The last moment inside, or the first one after it: see `end`.
    pub closes: Instant,
    /// Whether `closes` is inside.
    pub end: WindowEnd,
}

/// Where a moment lies with respect to a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WindowPosition {
    /// The window has not opened yet.
    Before,
    /// The window is open.
    Inside,
    /// The window has closed.
    After,
}

impl Window {
    /// The elapsed time from `from` to `to` after an anchor, both ends inside.
    pub fn elapsed(anchor: Instant, from: SignedDuration, to: SignedDuration) -> Self {
        Self {
            opens: anchor.plus(from),
            closes: anchor.plus(to),
            end: WindowEnd::Included,
        }
    }

    /// Whole calendar days, from the start of the first to 24:00 of the last.
    pub fn civil(first: Date, last: Date, tz: &TimeZone) -> Self {
        Self {
            opens: Instant::start_of(first, tz),
            closes: last
                .tomorrow()
                .map_or(Instant::LAST, |next| Instant::start_of(next, tz)),
            end: WindowEnd::Excluded,
        }
    }

    /// The first moment at which what is due in this window is late.
    pub fn late_from(&self) -> Instant {
        match self.end {
            WindowEnd::Included => self.closes.plus(SignedDuration::from_millis(1)),
            WindowEnd::Excluded => self.closes,
        }
    }

    /// Whether the moment lies inside.
    pub fn contains(&self, now: Instant) -> bool {
        self.position(now) == WindowPosition::Inside
    }

    /// Where the moment lies.
    pub fn position(&self, now: Instant) -> WindowPosition {
        match (now < self.opens, now >= self.late_from()) {
            (true, _) => WindowPosition::Before,
            (false, false) => WindowPosition::Inside,
            (false, true) => WindowPosition::After,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amsterdam() -> TimeZone {
        TimeZone::get("Europe/Amsterdam").unwrap()
    }

    #[test]
    fn the_calendar_is_that_of_jiff() {
        assert_eq!(Instant::FIRST, Timestamp::MIN.into());
        assert_eq!(Instant::LAST.millis(), Timestamp::MAX.as_second() * 1000);
    }

    #[test]
    fn arithmetic_saturates_at_the_calendar() {
        assert_eq!(Instant::from_millis(i64::MAX), Instant::LAST);
        assert_eq!(Instant::LAST.plus(SignedDuration::MAX), Instant::LAST);
        assert_eq!(Instant::LAST.minus(SignedDuration::MAX), Instant::FIRST);
        assert_eq!(Instant::FIRST.minus(SignedDuration::MIN), Instant::LAST);
        assert_eq!(Instant::LAST.zoned(&TimeZone::UTC).year(), 9999);
    }

    #[test]
    fn a_day_is_as_long_as_it_is_there() {
        let tz = amsterdam();
        let hours = |day: Date| {
            let window = Window::civil(day, day, &tz);
            window.closes.since(window.opens).as_hours()
        };
        assert_eq!(hours(jiff::civil::date(2026, 3, 29)), 23);
        assert_eq!(hours(jiff::civil::date(2026, 3, 30)), 24);
        assert_eq!(hours(jiff::civil::date(2026, 10, 25)), 25);
    }

    #[test]
    fn the_end_of_elapsed_time_is_inside_and_of_civil_time_outside() {
        let hour = SignedDuration::from_hours(1);
        let elapsed = Window::elapsed(Instant::default(), hour, hour);
        assert!(elapsed.contains(Instant::from_millis(3_600_000)));
        assert_eq!(
            elapsed.position(Instant::from_millis(3_600_001)),
            WindowPosition::After
        );
        let day = jiff::civil::date(2026, 1, 1);
        let civil = Window::civil(day, day, &amsterdam());
        assert!(!civil.contains(civil.closes));
        assert!(civil.contains(civil.opens));
    }

    #[test]
    fn a_day_without_midnight_begins_when_the_clock_lands() {
        let tz = TimeZone::get("America/Sao_Paulo").unwrap();
        let start = Instant::start_of(jiff::civil::date(2018, 11, 4), &tz);
        assert_eq!(start.zoned(&tz).hour(), 1);
    }
}
