use proptest::collection::btree_set;
use proptest::prelude::*;

use super::*;

fn tri() -> impl Strategy<Value = Tri> {
    prop_oneof![Just(Tri::Yes), Just(Tri::No), Just(Tri::Unknown)]
}

fn moment() -> impl Strategy<Value = (i64, Precision)> {
    let precision = prop_oneof![
        Just(Precision::Exact),
        Just(Precision::Overlap),
        Just(Precision::Day)
    ];
    (0_i64..5, precision)
}

fn status() -> impl Strategy<Value = Status> {
    prop_oneof![
        Just(Status::Active),
        Just(Status::Closed),
        Just(Status::Cancelled),
        Just(Status::Test),
        Just(Status::Exercise)
    ]
}

prop_compose! {
    fn record()(
        (at, at_precision) in moment(),
        revision in proptest::option::of(0_i64..4),
        until in proptest::option::of(5_i64..9),
        kinds in btree_set("[a-d]", 0..3),
        priorities in btree_set("[a-c]", 0..3),
        units in btree_set("[a-d]", 0..3),
        dispatchers in btree_set("[a-d]", 0..3),
        extra in btree_set("[a-d]", 0..3),
        facts in (tri(), tri(), tri(), tri(), tri()),
        status in status(),
    ) -> EventRecord {
        EventRecord {
            revision,
            until: until.map(Instant::from_millis),
            kind_codes: kinds.into_iter().map(KindCode::new).collect(),
            priorities,
            units: units.into_iter().map(UnitCode::new).collect(),
            dispatchers,
            minor: facts.0,
            fatal: facts.1,
            aggression: facts.2,
            alarm_button: facts.3,
            major: facts.4,
            extra,
            status,
            ..EventRecord::new("s", "1", Instant::from_millis(at), at_precision)
        }
    }
}

fn joined(a: &EventRecord, b: &EventRecord) -> EventRecord {
    let mut both = a.clone();
    let changed = both.merge(b);
    assert_eq!(
        changed,
        both != *a,
        "merge tells whether it changed anything"
    );
    both
}

proptest! {
    #[test]
    fn merging_twice_changes_nothing(a in record(), b in record()) {
        let once = joined(&a, &b);
        prop_assert_eq!(&joined(&once, &b), &once);
        prop_assert_eq!(&joined(&once, &a), &once);
    }

    #[test]
    fn the_order_does_not_matter(a in record(), b in record(), c in record()) {
        prop_assert_eq!(joined(&a, &b), joined(&b, &a));
        prop_assert_eq!(joined(&joined(&a, &b), &c), joined(&a, &joined(&b, &c)));
    }
}

#[test]
fn an_exact_moment_wins_over_an_earlier_day() {
    let day = EventRecord::new("s", "1", Instant::from_millis(0), Precision::Day);
    let exact = EventRecord::new("s", "1", Instant::from_millis(9), Precision::Exact);
    assert_eq!(joined(&day, &exact).at, Instant::from_millis(9));
    assert_eq!(joined(&exact, &day).at_precision, Precision::Exact);
}

#[test]
fn an_exercise_stays_an_exercise() {
    let mut drill = EventRecord::new("s", "1", Instant::from_millis(0), Precision::Exact);
    let real = drill.clone();
    drill.status = Status::Exercise;
    assert!(!joined(&real, &drill).status.is_real());
    assert!(!joined(&drill, &real).status.is_real());
}
