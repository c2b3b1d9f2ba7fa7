//! When the team is asked to look.

use proptest::collection::vec;

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
