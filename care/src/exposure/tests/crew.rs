//! Who was there.

use std::collections::BTreeSet;

use jiff::SignedDuration;
use proptest::collection::vec;

use super::*;
use crate::ids::UnitCode;

fn shift(name: &str, unit: &str, from: i64, until: i64) -> Shift {
    Shift {
        person: person(name),
        unit: UnitCode::new(unit),
        from: hour(from),
        until: hour(until),
    }
}

fn crew(shifts: &[Shift], unit: &str, at: Instant, slack: SignedDuration) -> Vec<String> {
    crew_at(shifts, &[UnitCode::new(unit)], at, slack)
        .into_iter()
        .map(|(person, _)| person.to_string())
        .collect()
}

#[test]
fn at_the_change_of_shift_the_next_crew_has_it() {
    let shifts = [
        shift("anna", "17-101", 0, 8),
        shift("bram", "17-101", 8, 16),
    ];
    let exact = SignedDuration::ZERO;
    assert_eq!(crew(&shifts, "17-101", hour(0), exact), ["anna"]);
    assert_eq!(crew(&shifts, "17-101", hour(8), exact), ["bram"]);
    let just_before = hour(8).minus(SignedDuration::from_millis(1));
    assert_eq!(crew(&shifts, "17-101", just_before, exact), ["anna"]);
    assert!(crew(&shifts, "17-101", hour(16), exact).is_empty());
    assert!(crew(&shifts, "17-102", hour(4), exact).is_empty());
}

#[test]
fn slack_reaches_both_sides_of_a_shift() {
    let shifts = [shift("anna", "17-101", 8, 16)];
    let slack = SignedDuration::from_hours(1);
    assert_eq!(crew(&shifts, "17-101", hour(7), slack), ["anna"]);
    let just_before = hour(17).minus(SignedDuration::from_millis(1));
    assert_eq!(crew(&shifts, "17-101", just_before, slack), ["anna"]);
    assert!(crew(&shifts, "17-101", hour(17), slack).is_empty());
}

#[test]
fn everyone_is_there_once_in_the_closest_role() {
    let shifts = [
        shift("anna", "17-101", 0, 8),
        shift("anna", "17-102", 0, 8),
        shift("dirk", "desk-2", 0, 8),
        shift("elif", "desk-3", 0, 8),
    ];
    let units = [UnitCode::new("17-101"), UnitCode::new("17-102")];
    let scene = Scene {
        units: &units,
        desks: &[UnitCode::new("desk-2")],
        dispatchers: &[person("fenna"), person("dirk")],
        added: &[person("anna"), person("gijs")],
        at: hour(4),
        slack: SignedDuration::ZERO,
    };
    assert_eq!(
        exposed(&shifts, &scene),
        [
            (person("anna"), ExposureRole::Crew),
            (person("dirk"), ExposureRole::Dispatcher),
            (person("fenna"), ExposureRole::Dispatcher),
            (person("gijs"), ExposureRole::Added),
        ]
    );
}

proptest! {
    #[test]
    fn the_order_of_the_shifts_does_not_matter(
        spans in vec((0u8..4, 0u8..3, 0i64..30, 0i64..30), 0..10), at in 0i64..30,
    ) {
        let mut shifts: Vec<Shift> = spans
            .iter()
            .map(|(p, u, f, t)| shift(&format!("p{p}"), &format!("u{u}"), *f, *t))
            .collect();
        let there = crew(&shifts, "u0", hour(at), SignedDuration::ZERO);
        let expected: BTreeSet<String> = spans
            .iter()
            .filter(|(_, u, from, until)| *u == 0 && *from <= at && at < *until)
            .map(|(p, ..)| format!("p{p}"))
            .collect();
        prop_assert!(there.iter().eq(&expected));
        shifts.reverse();
        prop_assert_eq!(crew(&shifts, "u0", hour(at), SignedDuration::ZERO), there);
    }
}
