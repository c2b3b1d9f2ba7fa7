//! What a name means, and who was on it.

use std::collections::BTreeSet;

use jiff::SignedDuration;
use proptest::{collection::vec, prelude::*, sample::select};

use super::*;
use crate::ids::UnitCode;

const NAMES: [&str; 6] = [
    "17-101",
    "AMB 17-101",
    "amb  17-101",
    "17101",
    "brw-1",
    "17-102",
];

fn unit(name: &str) -> UnitCode {
    UnitCode::new(name)
}

fn shift(name: &str, on: &str, from: i64, until: i64) -> Shift {
    Shift {
        person: person(name),
        unit: unit(on),
        from: minute(from),
        until: minute(until),
    }
}

fn minute(minutes: i64) -> Instant {
    Instant::from_millis(0).plus(SignedDuration::from_mins(minutes))
}

fn roster() -> [UnitCode; 2] {
    [unit("17-101"), unit("17-102")]
}

fn learned(name: &str, what: Learned) -> Names {
    Names::new([(name.to_owned(), what)], roster())
}

#[test]
fn what_was_said_once_holds_however_it_is_written() {
    let nothing = Names::new([], roster());
    assert_eq!(nothing.means(&unit("17-101")), Means::Unit(unit("17-101")));
    assert_eq!(nothing.means(&unit("AMB 17-101")), Means::Unknown);
    let names = learned(" Amb  17-101", Learned::Unit(unit("17-101")));
    assert_eq!(
        names.means(&unit("AMB 17-101 ")),
        Means::Unit(unit("17-101"))
    );
    assert_eq!(names.means(&unit("17101")), Means::Unknown);
    // Somebody said so: a roster that happens to use the name does not undo it.
    let other = learned("17-102", Learned::NotOurs);
    assert_eq!(other.means(&unit("17-102")), Means::NotOurs);
}

#[test]
fn who_took_over_while_it_went_on_was_there_too() {
    let shifts = [
        shift("anna", "17-101", 0, 480),
        shift("bram", "17-101", 480, 960),
    ];
    let units = BTreeSet::from([unit("17-101")]);
    let crew = |at: i64, until: i64| -> Vec<String> {
        let until = lasted(minute(at), Some(minute(until)));
        let crew = crew_during(&shifts, &units, minute(at), until);
        crew.iter().map(ToString::to_string).collect()
    };
    assert_eq!(crew(470, 480), ["anna"]);
    assert_eq!(crew(470, 481), ["anna", "bram"]);
    assert_eq!(crew(480, 480), ["bram"]);
    assert_eq!(
        crew(470, 0),
        ["anna"],
        "an end before the beginning is none"
    );
    let forgotten = lasted(minute(0), Some(minute(99_999)));
    assert_eq!(forgotten, minute(24 * 60), "nobody closed it");
}

#[test]
fn the_other_crew_is_asked_about_within_the_margin() {
    let shifts = [
        shift("anna", "17-101", 0, 480),
        shift("bram", "17-101", 480, 960),
    ];
    let asked = |at: i64, margin: i64| {
        let at = minute(at);
        let margin = SignedDuration::from_mins(margin);
        hand_over(&shifts, &unit("17-101"), (at, at), margin)
    };
    let bram = HandOver {
        change: minute(480),
        others: BTreeSet::from([person("bram")]),
    };
    assert_eq!(asked(474, 15), Some(bram));
    assert_eq!(asked(464, 15), None);
    let anna = asked(490, 15).expect("asked");
    assert_eq!(anna.others, BTreeSet::from([person("anna")]));
    assert_eq!(asked(474, 0), None, "an organisation can leave it out");
    assert_eq!(asked(970, 15), None, "nobody was on it: that is a gap");
}

fn what() -> impl Strategy<Value = Learned> {
    prop_oneof![
        Just(Learned::NotOurs),
        select(&["17-101", "17-102"][..]).prop_map(|name| Learned::Unit(unit(name))),
    ]
}

proptest! {
    /// Names come in any order, in any writing and more than once: the units are the same.
    #[test]
    fn the_order_of_names_changes_nothing(
        told in vec(select(&NAMES[..]), 0..8),
        said in vec((select(&NAMES[..]), what()), 0..6),
        turn in 0usize..8,
    ) {
        let mut once = std::collections::BTreeMap::new();
        for (name, what) in said {
            once.entry(folded(name)).or_insert(what);
        }
        let forward = Names::new(once.clone(), roster());
        let backward = Names::new(once.into_iter().rev(), roster().into_iter().rev());
        prop_assert_eq!(&forward, &backward);
        let told: Vec<UnitCode> = told.into_iter().map(unit).collect();
        let mut turned = told.clone();
        turned.rotate_left(turn.min(told.len()));
        let shouted: Vec<UnitCode> = told.iter().map(|it| unit(&it.as_str().to_uppercase())).collect();
        prop_assert_eq!(forward.units(&told), forward.units(turned.iter().chain(&told)));
        for (one, loud) in told.iter().zip(&shouted) {
            // Case matters to the roster alone, never to what was learned.
            if !matches!(forward.means(one), Means::Unknown) && forward.means(loud) != Means::Unknown {
                prop_assert_eq!(forward.means(one), forward.means(loud));
            }
        }
    }

    /// Learning a name adds what it means and takes away nothing of another name.
    #[test]
    fn what_is_learned_wins_and_touches_no_other_name(name in select(&NAMES[..]), what in what()) {
        let before = Names::new([], roster());
        let after = learned(name, what.clone());
        for other in NAMES.iter().filter(|other| folded(other) != folded(name)) {
            prop_assert_eq!(before.means(&unit(other)), after.means(&unit(other)));
        }
        let expected = match what {
            Learned::Unit(unit) => Means::Unit(unit),
            Learned::NotOurs => Means::NotOurs,
        };
        prop_assert_eq!(after.means(&unit(name)), expected);
    }

    /// What is not ours never leads to anybody, whatever the roster says.
    #[test]
    fn not_ours_yields_nobody(
        name in select(&NAMES[..]),
        shifts in vec((select(&["anna", "bram"][..]), select(&NAMES[..]), 0i64..100, 0i64..100), 0..8),
        at in 0i64..100,
        long in 0i64..100,
    ) {
        let names = learned(name, Learned::NotOurs);
        let shifts: Vec<Shift> = shifts.into_iter().map(|(who, on, from, until)| shift(who, on, from, until)).collect();
        let units = names.units([&unit(name)]);
        prop_assert!(units.is_empty());
        prop_assert!(crew_during(&shifts, &units, minute(at), minute(at + long)).is_empty());
    }

    /// Whoever is asked about was not there by the roster, and nobody is both.
    #[test]
    fn nobody_is_there_and_asked_about(
        shifts in vec((select(&["anna", "bram", "cor"][..]), 0i64..100, 0i64..100), 0..8),
        at in 0i64..100,
        long in 0i64..30,
        margin in 0i64..60,
    ) {
        let shifts: Vec<Shift> = shifts.into_iter().map(|(who, from, until)| shift(who, "17-101", from, until)).collect();
        let span = (minute(at), minute(at + long));
        let units = BTreeSet::from([unit("17-101")]);
        let there = crew_during(&shifts, &units, span.0, span.1);
        if let Some(asked) = hand_over(&shifts, &unit("17-101"), span, SignedDuration::from_mins(margin)) {
            prop_assert!(!asked.others.is_empty() && !there.is_empty());
            prop_assert!(asked.others.is_disjoint(&there));
        }
    }
}
