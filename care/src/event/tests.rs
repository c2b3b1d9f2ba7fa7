//! Records join as a semilattice, corrections and mergings included.

use std::collections::{BTreeMap, BTreeSet};

use proptest::collection::{btree_set, vec};
use proptest::prelude::*;
use proptest::sample::Index;

use super::*;
use crate::ids::{KindCode, UnitCode};
use crate::incident::Tri;
use crate::time::Instant;

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
        Just(Status::Merged),
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
        merged_into in btree_set("[1-4]", 0..2),
        number in 1_u8..5,
        active in any::<bool>(),
    ) -> EventRecord {
        let record = EventRecord {
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
            merged_into,
            ..EventRecord::new("s", number.to_string(), Instant::from_millis(at), at_precision)
        };
        if active && status == Status::Active { record.said_active() } else { record }
    }
}

/// The second as a record of the same event as the first, joined to it.
fn joined_to(a: &EventRecord, b: &EventRecord) -> EventRecord {
    let same = EventRecord {
        source_ref: a.source_ref.clone(),
        ..b.clone()
    };
    joined(a, &same)
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

/// What a day of messages comes to: the joined records, gathered in groups.
fn day(messages: &[EventRecord]) -> (BTreeMap<String, EventRecord>, BTreeMap<String, String>) {
    let mut records: BTreeMap<String, EventRecord> = BTreeMap::new();
    for message in messages {
        if let Some(known) = records.get_mut(&message.source_ref) {
            known.merge(message);
        } else {
            records.insert(message.source_ref.clone(), message.clone());
        }
        // As the intake does: after each message.
        gather(&mut records);
    }
    let merged = gather(&mut records);
    (records, merged)
}

proptest! {
    #[test]
    fn a_day_ends_the_same_in_any_order(
        messages in vec(record(), 1..9),
        order in vec(any::<Index>(), 0..12),
        again in vec(any::<Index>(), 0..5),
    ) {
        let mut other = messages.clone();
        for at in &order {
            let (from, length) = (at.index(messages.len()), messages.len());
            other.swap(from, (from * 7 + 3) % length);
        }
        other.extend(again.iter().map(|at| at.get(&messages).clone()));
        prop_assert_eq!(day(&messages), day(&other));
    }

    #[test]
    fn what_is_stored_is_read_back(a in record(), b in record()) {
        let stored = serde_json::to_string(&joined_to(&a, &b)).unwrap();
        let read: EventRecord = serde_json::from_str(&stored).unwrap();
        prop_assert_eq!(read, joined_to(&a, &b));
    }

    #[test]
    fn whoever_was_there_stays_in_it(a in record(), b in record()) {
        let both = joined_to(&a, &b);
        prop_assert!(both.units.is_superset(&a.units) && both.units.is_superset(&b.units));
        prop_assert!(both.dispatchers.is_superset(&b.dispatchers));
    }

    #[test]
    fn every_event_counts_under_one_that_goes_on(messages in vec(record(), 1..9)) {
        let (records, merged) = day(&messages);
        for (number, root) in &merged {
            prop_assert!(records.contains_key(root));
            prop_assert!(!merged.contains_key(root), "{} -> {}", number, root);
            prop_assert!(records[root].units.is_superset(&records[number].units));
        }
        prop_assert!(merged.len() < records.len());
    }

    #[test]
    fn merging_twice_changes_nothing(a in record(), b in record()) {
        let once = joined_to(&a, &b);
        prop_assert_eq!(&joined_to(&once, &b), &once);
        prop_assert_eq!(&joined_to(&once, &a), &once);
    }

    #[test]
    fn the_order_does_not_matter(a in record(), b in record(), c in record()) {
        let (b, c) = (EventRecord { source_ref: a.source_ref.clone(), ..b }, EventRecord { source_ref: a.source_ref.clone(), ..c });
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

fn told(revision: i64, change: impl FnOnce(&mut EventRecord)) -> EventRecord {
    let mut record = EventRecord::new("s", "1", Instant::from_millis(0), Precision::Exact);
    record.revision = Some(revision);
    change(&mut record);
    record
}

#[test]
fn a_later_revision_corrects_and_an_earlier_one_that_comes_late_does_not() {
    let child = told(1, |it| {
        it.minor = Tri::Yes;
        it.kind_codes = BTreeSet::from([KindCode::new("drowning")]);
        it.units = BTreeSet::from([UnitCode::new("a")]);
    });
    let corrected = told(2, |it| {
        it.minor = Tri::No;
        it.units = BTreeSet::from([UnitCode::new("b")]);
    });
    for both in [joined(&child, &corrected), joined(&corrected, &child)] {
        assert_eq!(both.minor, Tri::No);
        assert!(
            both.kind_codes.contains(&KindCode::new("drowning")),
            "what is not said anew stands"
        );
        assert_eq!(both.units.len(), 2, "who was there was there");
    }
}

#[test]
fn a_cancelling_is_taken_back_only_by_a_later_revision_that_says_so() {
    let cancelled = told(2, |it| it.status = Status::Cancelled);
    let silent = told(3, |_| {});
    let active = told(3, |_| {}).said_active();
    assert_eq!(joined(&cancelled, &silent).status, Status::Cancelled);
    assert_eq!(joined(&cancelled, &active).status, Status::Active);
    assert_eq!(joined(&active, &cancelled).status, Status::Active);
}

#[test]
fn a_merging_into_what_nobody_told_of_loses_nothing() {
    let mut merged = told(1, |it| it.status = Status::Merged);
    merged.merged_into = BTreeSet::from(["9".to_owned()]);
    assert_eq!(counts_under([&merged])["1"], "1");
    assert!(merged.status.may_count());
    let other = EventRecord {
        source_ref: "9".to_owned(),
        ..told(1, |_| {})
    };
    assert_eq!(counts_under([&merged, &other])["1"], "9");
}

#[test]
fn what_an_earlier_release_stored_reads_on() {
    let stored = r#"{"source":"mka","source_ref":"1","revision":null,"at":5,"at_precision":"exact",
        "until":null,"kind_codes":["drowning"],"priorities":[],"units":["17-101"],"dispatchers":[],
        "minor":"yes","fatal":"unknown","aggression":"unknown","alarm_button":"unknown",
        "major":"unknown","extra":[],"status":"active"}"#;
    let record: EventRecord = serde_json::from_str(stored).unwrap();
    assert_eq!((record.told, record.minor), (None, Tri::Yes));
}

#[test]
fn an_inferred_moment_is_no_correction() {
    let at = |millis: i64| Instant::from_millis(1_767_225_600_000 + millis);
    let record = |revision: i64, millis: i64| {
        let mut record = EventRecord::new("mka", "1", at(millis), Precision::Exact);
        record.revision = Some(revision);
        record
    };
    let mut event = record(1, 10).with_moment_inferred();
    assert!(event.merge(&record(2, 20).with_moment_inferred()));
    assert_eq!(event.at, at(10));
    // Told in another order, it is the same.
    let mut other = record(2, 20).with_moment_inferred();
    assert!(other.merge(&record(1, 10).with_moment_inferred()));
    assert_eq!(other, event);
    // What is said corrects.
    assert!(event.merge(&record(3, 5)));
    assert_eq!(event.at, at(5));
}
