use std::collections::BTreeSet;

use jiff::SignedDuration;
use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::ids::{IncidentId, PersonId, UnitCode};
use crate::time::Instant;

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

fn hour(hours: i64) -> Instant {
    Instant::from_millis(hours * HOUR)
}

fn day(days: i64) -> Instant {
    Instant::from_millis(days * DAY)
}

fn person(name: &str) -> PersonId {
    PersonId::new(name)
}

fn event(name: &str, at: Instant) -> Exposure {
    Exposure {
        person: person("anna"),
        incident: Some(IncidentId::new(name)),
        role: ExposureRole::Crew,
        from: at,
        until: None,
        severity: Severity::Normal,
    }
}

fn strain(from: Instant, until: Option<Instant>) -> Exposure {
    Exposure {
        incident: None,
        role: ExposureRole::Duration,
        until,
        ..event("", from)
    }
}

/// Everything counts in full for four weeks; three ordinary events are the threshold.
fn plain() -> StackingPolicy {
    StackingPolicy {
        window_days: 28,
        threshold_points: 3_000,
        decay: Decay::None,
        ..StackingPolicy::default()
    }
}

mod who_was_there {
    use super::*;

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
}

mod what_weighs {
    use super::*;

    #[test]
    fn an_event_counts_until_the_window_has_passed() {
        let ledger = [event("a", day(0))];
        assert_eq!(load(&ledger, &plain(), day(0)).points, 1_000);
        let last = day(28).minus(SignedDuration::from_millis(1));
        assert_eq!(load(&ledger, &plain(), last).points, 1_000);
        assert_eq!(load(&ledger, &plain(), day(28)).points, 0);
        assert_eq!(load(&ledger, &plain(), day(28)).count(), 0);
    }

    #[test]
    fn what_lies_in_the_future_does_not_count_yet() {
        assert_eq!(load(&[event("a", day(2))], &plain(), day(1)).count(), 0);
    }

    #[test]
    fn half_is_left_after_each_half_life() {
        let policy = StackingPolicy {
            window_days: 365,
            decay: Decay::HalfLife { days: 14 },
            ..plain()
        };
        let left = |days| load(&[event("a", day(0))], &policy, day(days)).points;
        assert_eq!(
            [0, 7, 14, 28, 42, 140].map(left),
            [1_000, 707, 500, 250, 125, 0]
        );
    }

    #[test]
    fn evenly_means_evenly() {
        let policy = StackingPolicy {
            decay: Decay::Linear,
            ..plain()
        };
        let left = |days| load(&[event("a", day(0))], &policy, day(days)).points;
        assert_eq!(
            [0, 7, 14, 21, 27, 28].map(left),
            [1_000, 750, 500, 250, 36, 0]
        );
    }

    #[test]
    fn severity_and_role_weigh() {
        let policy = plain();
        assert_eq!(policy.weight(Severity::Light, ExposureRole::Crew), 500);
        assert_eq!(
            policy.weight(Severity::Heavy, ExposureRole::Dispatcher),
            2_000
        );
        assert_eq!(
            policy.weight(Severity::Heavy, ExposureRole::Supporter),
            1_000
        );
    }

    #[test]
    fn own_and_supported_events_are_counted_apart() {
        let supported = Exposure {
            role: ExposureRole::Supporter,
            ..event("b", day(3))
        };
        let now = load(&[event("a", day(0)), supported], &plain(), day(4));
        assert_eq!((now.own, now.supported, now.count()), (1, 1, 2));
        assert_eq!((now.points, now.span_days), (1_500, 4));
    }

    #[test]
    fn one_event_counts_once_however_it_was_recorded() {
        let added = Exposure {
            role: ExposureRole::Added,
            severity: Severity::Heavy,
            ..event("a", day(1))
        };
        let both = [event("a", day(0)), added];
        assert_eq!(load(&both, &plain(), day(2)).own, 1);
        assert_eq!(load(&both, &plain(), day(2)).points, 2_000);
    }

    #[test]
    fn a_strain_weighs_again_each_week_while_it_lasts() {
        let policy = StackingPolicy {
            window_days: 365,
            ..plain()
        };
        let points = |until: Option<i64>, now| {
            load(&[strain(day(0), until.map(day))], &policy, day(now)).points
        };
        assert_eq!(
            [0, 6, 7, 20, 21].map(|now| points(None, now)),
            [500, 500, 1_000, 1_500, 2_000]
        );
        assert_eq!(points(Some(14), 100), 1_000);
        assert_eq!(points(Some(0), 100), 500);
        let now = load(&[strain(day(0), None)], &policy, day(30));
        assert_eq!((now.own, now.span_days), (1, 29));
    }

    #[test]
    fn a_strain_that_never_recurs_weighs_once() {
        let policy = StackingPolicy {
            duration_every_days: 0,
            ..plain()
        };
        assert_eq!(load(&[strain(day(0), None)], &policy, day(20)).points, 500);
        let far = load(&[strain(Instant::FIRST, None)], &plain(), Instant::FIRST);
        assert_eq!(far.own, 1);
    }
}

mod when_to_ask {
    use super::*;

    fn days_of(nudges: &[Nudge]) -> Vec<i64> {
        nudges
            .iter()
            .map(|nudge| nudge.load.at.millis() / DAY)
            .collect()
    }

    fn ledger(days: &[i64]) -> Vec<Exposure> {
        days.iter()
            .map(|n| event(&format!("on {n}"), day(*n)))
            .collect()
    }

    #[test]
    fn the_default_asks_after_three_ordinary_events_in_two_weeks() {
        let policy = StackingPolicy::default();
        let asked = |days: &[i64]| days_of(&crossings(&ledger(days), &policy, day(365)));
        assert_eq!(asked(&[0, 7, 14]), [14]);
        assert!(asked(&[0, 8, 16]).is_empty());
        assert!(asked(&[0, 1]).is_empty());
        let heavy = Exposure {
            severity: Severity::Heavy,
            ..event("heavy", day(0))
        };
        let with = |n| [heavy.clone(), event("ordinary", day(n))];
        assert_eq!(days_of(&crossings(&with(9), &policy, day(365))), [9]);
        assert!(crossings(&with(11), &policy, day(365)).is_empty());
    }

    #[test]
    fn one_crossing_is_one_question() {
        let days = days_of(&crossings(&ledger(&[0, 1, 2, 3, 4, 5]), &plain(), day(365)));
        assert_eq!(days, [2]);
    }

    #[test]
    fn it_asks_again_when_it_had_fallen_in_between() {
        let days = days_of(&crossings(
            &ledger(&[0, 1, 2, 40, 41, 42]),
            &plain(),
            day(365),
        ));
        assert_eq!(days, [2, 42]);
    }

    #[test]
    fn it_does_not_ask_again_when_it_never_fell() {
        // The first leaves the window at the moment when the fourth comes.
        let days = days_of(&crossings(&ledger(&[0, 1, 2, 28]), &plain(), day(365)));
        assert_eq!(days, [2]);
        let days = days_of(&crossings(&ledger(&[0, 1, 2, 29]), &plain(), day(365)));
        assert_eq!(days, [2]);
        let late = [
            event("a", day(0)),
            event("b", day(1)),
            event("c", day(2)),
            event("d", hour(28 * 24 + 1)),
        ];
        assert_eq!(crossings(&late, &plain(), day(365)).len(), 2);
    }

    #[test]
    fn a_strain_that_lasts_is_a_reason_to_ask() {
        let nudges = crossings(
            &[strain(day(0), None)],
            &StackingPolicy {
                window_days: 84,
                ..plain()
            },
            day(60),
        );
        assert_eq!(days_of(&nudges), [35]);
    }

    #[test]
    fn a_threshold_of_nothing_never_asks() {
        let policy = StackingPolicy {
            threshold_points: 0,
            ..plain()
        };
        assert!(crossings(&ledger(&[0, 1, 2]), &policy, day(9)).is_empty());
    }

    #[test]
    fn looking_again_asks_nothing_new() {
        let now = load(&ledger(&[0, 1, 2]), &plain(), day(2));
        let (armed, first) = nudge(Armed::Ready, &now, &plain());
        assert_eq!(first, Some(Nudge { load: now }));
        assert_eq!(nudge(armed, &now, &plain()), (Armed::Fired, None));
        let later = load(&ledger(&[0, 1, 2]), &plain(), day(30));
        assert_eq!(nudge(armed, &later, &plain()), (Armed::Ready, None));
    }
}

#[test]
fn a_policy_that_would_switch_the_ledger_off_is_out_of_range() {
    let policy = StackingPolicy::default();
    assert_eq!(policy.out_of_range(), None);
    let broken = [
        (
            StackingPolicy {
                window_days: 0,
                ..policy
            },
            "window-days",
        ),
        (
            StackingPolicy {
                window_days: 3_651,
                ..policy
            },
            "window-days",
        ),
        (
            StackingPolicy {
                threshold_points: 0,
                ..policy
            },
            "threshold-points",
        ),
        (
            StackingPolicy {
                decay: Decay::HalfLife { days: 0 },
                ..policy
            },
            "decay",
        ),
        (
            StackingPolicy {
                severity: SeverityWeights {
                    light: 0,
                    normal: 0,
                    heavy: 0,
                },
                ..policy
            },
            "severity",
        ),
        (
            StackingPolicy {
                role: RoleShares {
                    crew: 10_001,
                    ..policy.role
                },
                ..policy
            },
            "role",
        ),
    ];
    for (policy, field) in broken {
        assert_eq!(policy.out_of_range(), Some(field));
    }
}

fn decay() -> impl Strategy<Value = Decay> {
    prop_oneof![
        Just(Decay::None),
        Just(Decay::Linear),
        (0u32..40).prop_map(|days| Decay::HalfLife { days }),
    ]
}

prop_compose! {
    fn any_policy()(
        window_days in 0u32..60, threshold_points in 1u64..6_000, decay in decay(),
        duration_every_days in 0u32..20,
    ) -> StackingPolicy {
        StackingPolicy {
            window_days, threshold_points, decay, duration_every_days,
            ..StackingPolicy::default()
        }
    }
}

prop_compose! {
    fn any_exposure()(
        name in 0u8..12, role in prop::sample::select(ExposureRole::ALL),
        severity in prop::sample::select(Severity::ALL),
        from in 0i64..2_000, lasts in prop::option::of(0i64..1_000),
    ) -> Exposure {
        Exposure {
            incident: (role != ExposureRole::Duration).then(|| IncidentId::new(format!("i{name}"))),
            role,
            severity,
            until: lasts.map(|lasts| hour(from + lasts)),
            ..event("", hour(from))
        }
    }
}

proptest! {
    #[test]
    fn n_events_within_the_window_are_exactly_one_nudge(
        n in 1_usize..12, window_days in 1u32..60, offsets in vec(0.0_f64..1.0, 12),
    ) {
        let window = i64::from(window_days) * DAY;
        #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "an offset within the window")]
        let ledger: Vec<Exposure> = (0..n)
            .map(|k| event(&format!("{k}"), Instant::from_millis((offsets[k] * window as f64) as i64)))
            .collect();
        let policy = StackingPolicy {
            window_days,
            threshold_points: n as u64 * 1_000,
            ..plain()
        };
        let nudges = crossings(&ledger, &policy, Instant::from_millis(window * 4));
        prop_assert_eq!(nudges.len(), 1);
        prop_assert_eq!(nudges[0].load.own as usize, n);
        let one_more = StackingPolicy { threshold_points: n as u64 * 1_000 + 1, ..policy };
        prop_assert!(crossings(&ledger, &one_more, Instant::from_millis(window * 4)).is_empty());
    }

    #[test]
    fn feeding_twice_and_in_any_order_changes_nothing(
        ledger in vec(any_exposure(), 0..12), policy in any_policy(), now in 0i64..4_000,
        seed in any::<prop::sample::Index>(),
    ) {
        let mut twice = [ledger.clone(), ledger.clone()].concat();
        if !twice.is_empty() {
            let middle = seed.index(twice.len());
            twice.rotate_left(middle);
        }
        twice.reverse();
        prop_assert_eq!(load(&twice, &policy, hour(now)), load(&ledger, &policy, hour(now)));
        prop_assert_eq!(
            crossings(&twice, &policy, hour(now)),
            crossings(&ledger, &policy, hour(now))
        );
    }

    #[test]
    fn a_load_only_falls_while_nothing_is_added(
        ledger in vec(any_exposure(), 0..12), policy in any_policy(),
        now in 0i64..4_000, later in 0i64..2_000,
    ) {
        let policy = StackingPolicy { duration_every_days: 0, ..policy };
        let past: Vec<_> = ledger.into_iter().filter(|e| e.from <= hour(now)).collect();
        let points = |at| load(&past, &policy, hour(at)).points;
        prop_assert!(points(now + later) <= points(now));
    }

    #[test]
    fn more_exposure_never_weighs_less(
        ledger in vec(any_exposure(), 0..12), more in any_exposure(), now in 0i64..4_000,
    ) {
        // A record that moves an event into the past may make it lighter: so a new event.
        let more = Exposure { incident: Some(IncidentId::new("new")), ..more };
        let larger = [ledger.clone(), vec![more]].concat();
        let points = |ledger: &[Exposure]| load(ledger, &StackingPolicy::default(), hour(now)).points;
        prop_assert!(points(&larger) >= points(&ledger));
    }

    #[test]
    fn fading_is_close_to_the_exact_curve(
        weight in 0u64..1_000_000, age in 0i64..200, days in 1u32..60,
    ) {
        let decay = Decay::HalfLife { days };
        let hours = u64::try_from(age * HOUR).unwrap();
        let left = fade::left(weight, hours, u64::MAX, decay);
        #[expect(clippy::cast_precision_loss, reason = "small numbers")]
        let (exact, left) = (
            weight as f64 * 0.5_f64.powf(age as f64 / 24.0 / f64::from(days)),
            left as f64,
        );
        prop_assert!((left - exact).abs() <= 1.0 + exact / 2_000.0, "{left} {exact}");
    }
}

proptest! {
    // Each case looks at four months, hour by hour.
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn nudges_are_those_of_somebody_who_watches_every_hour(
        ledger in vec(any_exposure(), 0..10), policy in any_policy(),
    ) {
        // On whole hours, in full until it goes: nothing happens between two hours.
        let policy = StackingPolicy { decay: Decay::None, ..policy };
        let mut armed = Armed::Ready;
        let mut watched = Vec::new();
        for now in 0..3_200 {
            let (next, new) = nudge(armed, &load(&ledger, &policy, hour(now)), &policy);
            armed = next;
            watched.extend(new);
        }
        prop_assert_eq!(crossings(&ledger, &policy, hour(3_199)), watched);
    }
}
