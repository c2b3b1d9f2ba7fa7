//! A stretch of work as people write it: a day, from when, until when (R103).
//!
//! R041 finds who was there by shifts, so a shift that is read an hour too short leaves somebody
//! out. Times are those of the clock on the wall; the clock changes twice a year.

use jiff::civil::{Date, Time};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{SignedDuration, ToSpan};

use crate::codes::codes;
use crate::time::Instant;

/// The longest shift: the search for crews relies on it.
pub const LONGEST_SHIFT: SignedDuration = SignedDuration::from_hours(72);
/// The longest duty: a week, with the day on which it is handed over.
pub const LONGEST_DUTY: SignedDuration = SignedDuration::from_hours(24 * 8);

/// A stretch as somebody writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    /// The day on which it begins.
    pub day: Date,
    /// When it begins.
    pub from: Time,
    /// When it ends.
    pub until: Time,
    /// The day on which it ends; the same or the next one when nothing is said.
    pub last: Option<Date>,
}

/// A stretch of time, up to before its last moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// The first moment.
    pub from: Instant,
    /// The moment after the last one.
    pub until: Instant,
}

codes! {
    /// Why a stretch cannot be.
    pub enum PeriodRefusal {
        /// The clock went forward over this time.
        NoSuchTime = "no-such-time",
        /// It ends before it begins.
        EndsFirst = "ends-first",
        /// It lasts longer than one stretch does.
        TooLong = "too-long",
    }
}

impl Written {
    /// The moments that are meant, on the clock of a zone.
    ///
    /// An end that is not later than the beginning is one of the next day. Of a time that the clock
    /// shows twice the one is taken that makes the stretch longer, so that nobody who was there is
    /// left out.
    pub fn read(self, longest: SignedDuration, tz: &TimeZone) -> Result<Period, PeriodRefusal> {
        let last = match self.last {
            Some(last) => last,
            None if self.until > self.from => self.day,
            None => self
                .day
                .checked_add(1.day())
                .map_err(|_| PeriodRefusal::NoSuchTime)?,
        };
        let from = moment(self.day, self.from, false, tz)?;
        let until = moment(last, self.until, true, tz)?;
        if until <= from {
            return Err(PeriodRefusal::EndsFirst);
        }
        if until.since(from) > longest {
            return Err(PeriodRefusal::TooLong);
        }
        Ok(Period { from, until })
    }
}

fn moment(day: Date, clock: Time, later: bool, tz: &TimeZone) -> Result<Instant, PeriodRefusal> {
    let found = tz.to_ambiguous_timestamp(day.to_datetime(clock));
    if let AmbiguousOffset::Gap { .. } = found.offset() {
        return Err(PeriodRefusal::NoSuchTime);
    }
    let moment = if later {
        found.later()
    } else {
        found.earlier()
    };
    moment
        .map(Instant::from)
        .map_err(|_| PeriodRefusal::NoSuchTime)
}

impl Period {
    /// Whether both hold at some moment.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.from < other.until && other.from < self.until
    }

    /// Whether it was over before a moment.
    pub fn is_over(&self, now: Instant) -> bool {
        self.until <= now
    }
}

/// For each stretch whether it overlaps another one of the same owner, in their order.
pub fn overlapping<K: Ord>(stretches: &[(K, Period)]) -> Vec<bool> {
    let mut order: Vec<usize> = (0..stretches.len()).collect();
    let at = |index: usize| stretches.get(index);
    order.sort_by(|one, other| {
        let key = |index: &usize| at(*index).map(|(owner, it)| (owner, it.from, it.until));
        key(one).cmp(&key(other))
    });
    let mut found = vec![false; stretches.len()];
    let mut reach: Option<usize> = None;
    for index in order {
        if let (Some(last), Some((owner, period))) = (reach, at(index))
            && let Some((same, before)) = at(last)
            && same == owner
        {
            if before.overlaps(period) {
                for which in [last, index] {
                    if let Some(mark) = found.get_mut(which) {
                        *mark = true;
                    }
                }
            }
            if before.until >= period.until {
                continue;
            }
        }
        reach = Some(index);
    }
    found
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};
    use proptest::prelude::*;

    use super::*;

    fn amsterdam() -> TimeZone {
        TimeZone::get("Europe/Amsterdam").unwrap()
    }

    fn written(day: Date, from: (i8, i8), until: (i8, i8)) -> Written {
        Written {
            day,
            from: time(from.0, from.1, 0, 0),
            until: time(until.0, until.1, 0, 0),
            last: None,
        }
    }

    fn hours(written: Written) -> Result<i64, PeriodRefusal> {
        let period = written.read(LONGEST_SHIFT, &amsterdam())?;
        Ok(period.until.since(period.from).as_hours())
    }

    #[test]
    fn a_night_ends_on_the_next_day_and_is_as_long_as_it_is() {
        assert_eq!(hours(written(date(2026, 6, 1), (7, 0), (15, 0))), Ok(8));
        assert_eq!(hours(written(date(2026, 6, 1), (23, 0), (7, 0))), Ok(8));
        assert_eq!(hours(written(date(2026, 6, 1), (8, 0), (8, 0))), Ok(24));
        // The clock goes forward, and back.
        assert_eq!(hours(written(date(2026, 3, 28), (23, 0), (7, 0))), Ok(7));
        assert_eq!(hours(written(date(2026, 10, 24), (23, 0), (7, 0))), Ok(9));
        // A time that was shown twice makes it longer, at either end.
        assert_eq!(hours(written(date(2026, 10, 25), (2, 0), (8, 0))), Ok(7));
        assert_eq!(hours(written(date(2026, 10, 24), (23, 30), (2, 30))), Ok(4));
    }

    #[test]
    fn what_cannot_be_is_refused() {
        let gap = written(date(2026, 3, 29), (2, 30), (8, 0));
        assert_eq!(hours(gap), Err(PeriodRefusal::NoSuchTime));
        let mut long = written(date(2026, 6, 1), (7, 0), (15, 0));
        long.last = Some(date(2026, 6, 4));
        assert_eq!(hours(long), Err(PeriodRefusal::TooLong));
        long.last = Some(date(2026, 5, 31));
        assert_eq!(hours(long), Err(PeriodRefusal::EndsFirst));
    }

    proptest! {
        #[test]
        fn overlaps_are_found_as_by_comparing_each_with_each(
            spans in prop::collection::vec((0u8..3, 0i64..40, 1i64..12), 0..12),
        ) {
            let at = Instant::from_millis;
            let stretches: Vec<(u8, Period)> = spans
                .iter()
                .map(|(who, from, long)| (*who, Period { from: at(*from), until: at(from + long) }))
                .collect();
            let found = overlapping(&stretches);
            for (n, (who, period)) in stretches.iter().enumerate() {
                let others = stretches.iter().enumerate();
                let expected = others
                    .filter(|(m, (other, _))| *m != n && other == who)
                    .any(|(_, (_, other))| other.overlaps(period));
                prop_assert_eq!(found[n], expected, "{:?}", stretches);
            }
        }

        #[test]
        fn whatever_is_read_begins_before_it_ends(
            day in 0i32..800, from in 0i8..24, until in 0i8..24, minute in 0i8..60,
        ) {
            let day = date(2026, 1, 1) + day.days();
            let it = written(day, (from, minute), (until, 0));
            if let Ok(period) = it.read(LONGEST_SHIFT, &amsterdam()) {
                prop_assert!(period.from < period.until);
                prop_assert!(period.until.since(period.from) <= SignedDuration::from_hours(26));
                prop_assert_eq!(period.from.date(&amsterdam()), day);
            }
        }
    }
}
