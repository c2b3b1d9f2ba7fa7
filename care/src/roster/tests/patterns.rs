//! Patterns on the clock on the wall, also when it changes.

use std::collections::BTreeSet;

use jiff::{
    SignedDuration, ToSpan,
    civil::{Date, Time, date, time},
    tz::TimeZone,
};
use proptest::prelude::*;

use crate::ids::PersonId;
use crate::label::Label;
use crate::roster::*;
use crate::time::Instant;

fn amsterdam() -> TimeZone {
    TimeZone::get("Europe/Amsterdam").unwrap()
}

fn pattern(code: &str, from: Time, until: Time, places: u8) -> Pattern {
    Pattern {
        code: PatternCode::new(code),
        name: Label::new(code, code),
        days: Weekday::ALL.iter().copied().collect(),
        from,
        until,
        places,
    }
}

fn clock(hour: i8, minute: i8) -> Time {
    time(hour, minute, 0, 0)
}

/// Everybody serves one slot, under the name of its pattern and place.
fn served(slots: &[Slot]) -> Vec<Duty> {
    let duty = |slot: &Slot| Duty {
        person: PersonId::new(format!("{}-{}", slot.pattern.as_str(), slot.place)),
        from: slot.from,
        until: slot.until,
    };
    slots.iter().map(duty).collect()
}

const CHANGES: [Date; 2] = [date(2026, 3, 29), date(2026, 10, 25)];

/// Every half minute of the nine days around each change, against the clock on the wall.
#[test]
fn at_every_half_minute_those_are_on_duty_whom_the_patterns_want() {
    let tz = amsterdam();
    let mut weekend = pattern("weekend", clock(0, 0), clock(0, 0), 1);
    weekend.days = [Weekday::Saturday, Weekday::Sunday].into();
    let patterns = [
        pattern("day", clock(8, 0), clock(20, 0), 2),
        pattern("night", clock(20, 0), clock(8, 0), 1),
        weekend,
    ];
    for change in CHANGES {
        let (first, last) = (change - 4.days(), change + 4.days());
        let slots = slots(&patterns, &[], (first, last), &tz);
        let duties = served(&slots);
        // The last night before the period is not in it.
        let mut now = Instant::from(tz.to_zoned(first.to_datetime(clock(8, 0))).unwrap());
        let until = Instant::start_of(last + 1.day(), &tz);
        while now < until {
            let wall = now.zoned(&tz);
            let mut wanted: BTreeSet<&str> = BTreeSet::new();
            if (clock(8, 0)..clock(20, 0)).contains(&wall.time()) {
                wanted.extend(["day-0", "day-1"]);
            } else {
                wanted.insert("night-0");
            }
            if Weekday::of(wall.date()).is_weekend() {
                wanted.insert("weekend-0");
            }
            let found = on_duty(&duties, now);
            assert!(found.iter().map(|it| it.as_str()).eq(wanted), "{wall}");
            now = now.plus(SignedDuration::from_secs(30));
        }
        assert!(
            staffed(&slots, &duties)
                .iter()
                .all(|it| it.missing.is_empty())
        );
    }
}

#[test]
fn a_day_that_is_otherwise_has_other_times_or_none() {
    let tz = amsterdam();
    let mut duty = pattern("duty", clock(9, 0), clock(17, 0), 1);
    duty.days = [Weekday::Monday].into();
    let other = |day, places| Override {
        day,
        pattern: PatternCode::new("duty"),
        from: clock(22, 0),
        until: clock(6, 0),
        places,
    };
    let overrides = [other(date(2026, 3, 9), 0), other(date(2026, 3, 11), 2)];
    let found = slots(
        &[duty],
        &overrides,
        (date(2026, 3, 2), date(2026, 3, 15)),
        &tz,
    );
    let told: Vec<String> = found
        .iter()
        .map(|it| {
            let (from, until) = (it.from.zoned(&tz), it.until.zoned(&tz));
            format!(
                "{} {}-{} {}",
                it.day,
                from.strftime("%H:%M"),
                until.strftime("%d %H:%M"),
                it.place
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            "2026-03-02 09:00-02 17:00 0",
            "2026-03-11 22:00-12 06:00 0",
            "2026-03-11 22:00-12 06:00 1",
        ]
    );
}

#[test]
fn a_pattern_without_day_place_or_name_is_refused() {
    let good = pattern("day", clock(8, 0), clock(20, 0), 1);
    let mut bad = pattern("day", clock(8, 0), clock(20, 0), MOST_PLACES + 1);
    bad.days.clear();
    bad.name.nl.clear();
    assert_eq!(refusals(std::slice::from_ref(&good)), []);
    assert_eq!(
        refusals(&[good, bad]),
        [
            (1, PatternRefusal::NoDays),
            (1, PatternRefusal::Places),
            (1, PatternRefusal::NoName),
            (1, PatternRefusal::SameCode),
        ]
    );
}

proptest! {
    /// Whatever the two times are, one duty begins at the moment the other ends: also at a time that
    /// the clock skips, or shows twice.
    #[test]
    fn two_halves_of_the_day_leave_no_gap_and_never_overlap(
        change in prop::sample::select(&CHANGES[..]),
        one in 0i32..1440, other in 0i32..1440,
    ) {
        prop_assume!(one != other);
        let tz = amsterdam();
        let at = |minute: i32| Time::midnight() + i64::from(minute).minutes();
        let patterns = [pattern("a", at(one), at(other), 1), pattern("b", at(other), at(one), 1)];
        let (first, last) = (change - 2.days(), change + 2.days());
        let mut slots = slots(&patterns, &[], (first, last), &tz);
        slots.sort_by_key(|it| it.from);
        let middle: Vec<&Slot> = slots.iter().filter(|it| it.day > first && it.day < last).collect();
        for pair in middle.windows(2) {
            prop_assert_eq!(pair[0].until, pair[1].from);
        }
    }
}
