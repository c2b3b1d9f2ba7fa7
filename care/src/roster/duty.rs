//! Who of the team is on duty at a moment, and when nobody is.

use serde::{Deserialize, Serialize};

use crate::ids::PersonId;
use crate::time::Instant;

/// A supporter on duty, from one moment up to another.
///
/// Half-open: at `until` the next one has it. Duties are written in civil time
/// and kept as moments, so a night in which the clock changes is as long as it
/// is. A duty that ends before it begins is no duty.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Duty {
    /// Who.
    pub person: PersonId,
    /// The first moment.
    pub from: Instant,
    /// The first moment after it.
    pub until: Instant,
}

/// A stretch of time in which nobody is on duty, from a moment up to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The first moment without.
    pub from: Instant,
    /// The first moment with somebody again, or the end of what was asked.
    pub until: Instant,
}

impl Duty {
    /// Whether the duty runs at a moment.
    pub fn covers(&self, at: Instant) -> bool {
        self.from <= at && at < self.until
    }
}

/// Everyone on duty at a moment, each once, in order of id.
pub fn on_duty(duties: &[Duty], at: Instant) -> Vec<&PersonId> {
    let mut people: Vec<_> = duties
        .iter()
        .filter(|duty| duty.covers(at))
        .map(|duty| &duty.person)
        .collect();
    people.sort();
    people.dedup();
    people
}

/// The stretches between two moments in which nobody is on duty, in order.
pub fn gaps(duties: &[Duty], from: Instant, until: Instant) -> Vec<Gap> {
    let mut duties: Vec<&Duty> = duties
        .iter()
        .filter(|duty| duty.from < duty.until)
        .collect();
    duties.sort_by_key(|duty| duty.from);
    let mut gaps = Vec::new();
    let mut covered = from;
    for duty in duties {
        if duty.from > covered && covered < until {
            gaps.push(Gap {
                from: covered,
                until: duty.from.min(until),
            });
        }
        covered = covered.max(duty.until);
    }
    if covered < until {
        gaps.push(Gap {
            from: covered,
            until,
        });
    }
    gaps
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, Time, date, time};
    use jiff::{SignedDuration, ToSpan, tz::TimeZone};
    use proptest::prelude::*;

    use super::*;

    fn at(millis: i64) -> Instant {
        Instant::from_millis(millis)
    }

    fn duty(person: &str, from: i64, until: i64) -> Duty {
        Duty {
            person: PersonId::new(person),
            from: at(from),
            until: at(until),
        }
    }

    #[test]
    fn at_the_end_of_a_duty_the_next_one_has_it() {
        let duties = [duty("anna", 0, 10), duty("bram", 10, 20)];
        assert_eq!(on_duty(&duties, at(9)), [&PersonId::new("anna")]);
        assert_eq!(on_duty(&duties, at(10)), [&PersonId::new("bram")]);
        assert!(on_duty(&duties, at(20)).is_empty());
    }

    #[test]
    fn a_duty_that_ends_before_it_begins_is_none() {
        let duties = [duty("anna", 10, 0)];
        assert!(on_duty(&duties, at(5)).is_empty());
        let whole = Gap {
            from: at(0),
            until: at(20),
        };
        assert_eq!(gaps(&duties, at(0), at(20)), [whole]);
    }

    /// Two duties a day by the clock on the wall; the second lasts the night.
    fn a_week(first: Date, tz: &TimeZone) -> Vec<Duty> {
        let moment = |day: Date, clock: Time| day.to_datetime(clock).to_zoned(tz.clone()).unwrap();
        (0..7_i32)
            .flat_map(|n| {
                let day = first + n.days();
                let (morning, evening) = (time(8, 0, 0, 0), time(20, 0, 0, 0));
                let next = day.tomorrow().unwrap();
                [
                    ("day", moment(day, morning), moment(day, evening)),
                    ("night", moment(day, evening), moment(next, morning)),
                ]
            })
            .map(|(person, from, until)| Duty {
                person: PersonId::new(person),
                from: from.into(),
                until: until.into(),
            })
            .collect()
    }

    /// Every half minute of a week, against the clock on the wall.
    #[test]
    fn nobody_is_missing_when_the_clock_changes() {
        let tz = TimeZone::get("Europe/Amsterdam").unwrap();
        for first in [date(2026, 3, 26), date(2026, 10, 22)] {
            let duties = a_week(first, &tz);
            let from = duties[0].from;
            let until = duties[13].until;
            assert!(gaps(&duties, from, until).is_empty());
            let mut now = from;
            while now < until {
                let wall = now.zoned(&tz).time();
                let day = (time(8, 0, 0, 0)..time(20, 0, 0, 0)).contains(&wall);
                let expected = PersonId::new(if day { "day" } else { "night" });
                assert_eq!(on_duty(&duties, now), [&expected], "{wall}");
                now = now.plus(SignedDuration::from_secs(30));
            }
        }
    }

    #[test]
    fn the_night_of_the_change_is_as_long_as_it_is() {
        let tz = TimeZone::get("Europe/Amsterdam").unwrap();
        for (first, hours) in [(date(2026, 3, 28), 11), (date(2026, 10, 24), 13)] {
            let night = &a_week(first, &tz)[1];
            assert_eq!(
                night.until.since(night.from),
                SignedDuration::from_hours(hours)
            );
        }
    }

    proptest! {
        #[test]
        fn gaps_are_exactly_the_moments_without_anyone(
            spans in prop::collection::vec((0i64..60, 0i64..60), 0..8),
            from in 0i64..60, length in 0i64..60,
        ) {
            let duties: Vec<Duty> = spans.iter().map(|(f, u)| duty("anna", *f, *u)).collect();
            let found = gaps(&duties, at(from), at(from + length));
            for moment in from - 5..from + length + 5 {
                let asked = (from..from + length).contains(&moment);
                let empty = on_duty(&duties, at(moment)).is_empty();
                let inside = found.iter().filter(|g| g.from <= at(moment) && at(moment) < g.until);
                prop_assert_eq!(inside.count(), usize::from(asked && empty));
            }
        }
    }
}
