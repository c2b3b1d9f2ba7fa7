//! What weighs, and how it fades.

use jiff::SignedDuration;
use proptest::collection::vec;

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
    let points =
        |until: Option<i64>, now| load(&[strain(day(0), until.map(day))], &policy, day(now)).points;
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
            "heavy",
        ),
        (
            StackingPolicy {
                role: RoleShares {
                    crew: 10_001,
                    ..policy.role
                },
                ..policy
            },
            "crew",
        ),
    ];
    for (policy, field) in broken {
        assert_eq!(policy.out_of_range(), Some(field));
    }
}

#[test]
fn what_is_more_severe_never_weighs_less() {
    let weighing = |light, normal, heavy| StackingPolicy {
        severity: SeverityWeights {
            light,
            normal,
            heavy,
        },
        ..StackingPolicy::default()
    };
    assert_eq!(weighing(1, 1, 1).out_of_order(), None);
    assert_eq!(weighing(2, 1, 3).out_of_order(), Some("normal"));
    assert_eq!(weighing(1, 3, 2).out_of_order(), Some("heavy"));
}

proptest! {
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

#[test]
fn what_a_load_is_made_of_is_counted_as_the_load_counts() {
    let supported = Exposure {
        role: ExposureRole::Supporter,
        ..event("a", day(2))
    };
    let ledger = [
        event("a", day(0)),
        supported,
        event("b", day(1)),
        event("long ago", day(-40)),
        strain(day(0), None),
    ];
    let now = load(&ledger, &plain(), day(3));
    assert_eq!((now.own, now.strains, now.supported), (3, 1, 1));
    let these = ["a", "long ago"].map(IncidentId::new);
    assert_eq!(of_these(&ledger, &these.into(), &plain(), day(3)), 2);
}
