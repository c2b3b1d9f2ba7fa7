use jiff::civil::{Date, date, time};
use jiff::{SignedDuration, ToSpan, tz::TimeZone};
use proptest::prelude::*;

use super::*;
use crate::ids::PersonId;
use crate::period::Period;
use crate::roster::{Duty, on_duty};
use crate::time::Instant;

fn zone() -> TimeZone {
    TimeZone::get("Europe/Amsterdam").unwrap()
}

fn pattern(code: &str, from: i8, until: i8) -> Pattern {
    Pattern {
        code: code.to_owned(),
        name: code.to_owned(),
        weekdays: (0..7).collect(),
        from: time(from, 0, 0, 0),
        until: time(until, 0, 0, 0),
        places: 1,
    }
}

fn two_a_day() -> Rota {
    Rota {
        duties: vec![pattern("day", 8, 20), pattern("night", 20, 8)],
        per_week: Some(2),
        free_days: 2,
    }
}

fn anna() -> Standing {
    Standing {
        person: PersonId::new("anna"),
        paused: false,
        trained_until: Some(date(2027, 1, 1)),
        away: Vec::new(),
    }
}

fn duty(person: &str, period: Period) -> Duty {
    Duty {
        person: PersonId::new(person),
        from: period.from,
        until: period.until,
    }
}

#[test]
fn a_pattern_that_cannot_be_says_why() {
    assert!(two_a_day().refusals().is_empty());
    let wrong = |change: fn(&mut Rota), refusal| {
        let mut rota = two_a_day();
        change(&mut rota);
        assert_eq!(rota.refusals(), [refusal]);
    };
    wrong(|it| it.duties[0].name = " ".to_owned(), RotaRefusal::Name);
    wrong(|it| it.duties[0].weekdays.clear(), RotaRefusal::Days);
    wrong(|it| it.duties[0].places = 0, RotaRefusal::Places);
    wrong(|it| it.duties[1].name = "day".to_owned(), RotaRefusal::Twice);
    wrong(|it| it.per_week = Some(0), RotaRefusal::Limit);
    wrong(|it| it.free_days = 99, RotaRefusal::Limit);
}

/// Every half minute of the weeks in which the clock changes, exactly one place is wanted.
#[test]
fn the_slots_of_a_week_leave_no_hole_and_no_double_hour() {
    for first in [date(2026, 3, 26), date(2026, 10, 22)] {
        for hour in [2, 3, 8] {
            let rota = Rota {
                duties: vec![pattern("day", hour, 20), pattern("night", 20, hour)],
                ..Rota::default()
            };
            let slots = slots(&rota, first, first + 7.days(), &zone());
            assert_eq!(slots.len(), 14);
            let duties: Vec<Duty> = slots.iter().map(|it| duty(&it.duty, it.period)).collect();
            let mut now = slots[0].period.from;
            while now < slots[13].period.until {
                assert_eq!(on_duty(&duties, now).len(), 1, "{now:?}");
                now = now.plus(SignedDuration::from_secs(30));
            }
            assert!(short(&slots, &duties).is_empty());
        }
    }
}

#[test]
fn what_stands_in_the_way_is_named() {
    let (rota, tz) = (two_a_day(), zone());
    let all = slots(&rota, date(2026, 3, 2), date(2026, 3, 16), &tz);
    let on = |day: Date, code: &str| {
        let found = all.iter().find(|it| it.day == day && it.duty == code);
        found.unwrap().period
    };
    let wednesday = on(date(2026, 3, 4), "night");
    let found = |who: &Standing, own: &[Period]| hindrances(&rota, who, wednesday, own, &tz);
    assert!(found(&anna(), &[]).is_empty());
    assert!(found(&anna(), &[on(date(2026, 3, 7), "day")]).is_empty());
    assert_eq!(
        found(&anna(), &[on(date(2026, 3, 6), "day")]),
        [Hindrance::FreeDays]
    );
    assert_eq!(
        found(&anna(), &[wednesday]),
        [Hindrance::Overlaps, Hindrance::FreeDays]
    );
    let two = [on(date(2026, 3, 7), "day"), on(date(2026, 3, 8), "day")];
    assert_eq!(found(&anna(), &two), [Hindrance::PerWeek]);
    // The night lasts into Thursday: who is away on Thursday cannot have it.
    let away = |first, last| Standing {
        away: vec![(first, last)],
        ..anna()
    };
    let thursday = date(2026, 3, 5);
    assert_eq!(found(&away(thursday, thursday), &[]), [Hindrance::Away]);
    assert!(found(&away(date(2026, 3, 6), date(2026, 3, 9)), &[]).is_empty());
    let who = Standing {
        paused: true,
        trained_until: Some(date(2026, 3, 4)),
        ..anna()
    };
    assert_eq!(found(&who, &[]), [Hindrance::Paused, Hindrance::Untrained]);
}

#[test]
fn nights_and_weekends_are_counted_by_their_beginning() {
    let tz = zone();
    let all = slots(&two_a_day(), date(2026, 3, 6), date(2026, 3, 9), &tz);
    let duties: Vec<Duty> = all.iter().map(|it| duty("anna", it.period)).collect();
    let found = loads(&duties, Instant::FIRST, Instant::LAST, &tz);
    let load = Load {
        all: 6,
        nights: 3,
        weekends: 4,
    };
    assert_eq!(found.get(&PersonId::new("anna")), Some(&load));
}

proptest! {
    #[test]
    fn what_is_short_is_exactly_what_is_missing(
        places in 1u8..4,
        duties in prop::collection::vec((0u8..4, 0i64..40, 0i64..40), 0..9),
    ) {
        let tz = TimeZone::UTC;
        let mut rota = two_a_day();
        for duty in &mut rota.duties {
            duty.places = places;
        }
        let day = date(2026, 3, 2);
        let slots = slots(&rota, day, day + 1.days(), &tz);
        let begin = Instant::start_of(day, &tz);
        let at = |hour: i64| begin.plus(SignedDuration::from_hours(hour));
        let duties: Vec<Duty> = duties
            .iter()
            .map(|(who, from, until)| duty(&who.to_string(), Period { from: at(*from), until: at(*until) }))
            .collect();
        let found = short(&slots, &duties);
        for hour in 0..40 {
            let slot = slots.iter().find(|it| it.period.from <= at(hour) && at(hour) < it.period.until);
            let there = u8::try_from(on_duty(&duties, at(hour)).len()).unwrap();
            let wanted = slot.map_or(0, |it| it.places.saturating_sub(there));
            let told = found.iter().filter(|it| it.period.from <= at(hour) && at(hour) < it.period.until);
            let told: Vec<u8> = told.map(|it| it.missing).collect();
            prop_assert_eq!(told.iter().sum::<u8>(), wanted, "hour {}", hour);
            prop_assert!(told.len() <= 1);
        }
    }
}
