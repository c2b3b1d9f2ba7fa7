use proptest::{collection::vec, prelude::*};

use super::*;
use crate::{
    incident::IncidentList,
    protocol::{Protocol, Tunable},
    referral::{Provider, ProviderKind, ReferralProtocol},
};

const FIELDS: [&str; 3] = ["en", "nl", "rules"];

fn part(id: &str, words: &str) -> Part {
    Part::new(id).with("nl", [words.to_owned()])
}

/// Parts of different names, in any order, with any fields.
fn parts() -> impl Strategy<Value = Vec<Part>> {
    let lines = vec("[ab]{0,2}", 0..3);
    let fields = vec(lines, FIELDS.len());
    vec(proptest::option::of(fields), 6)
        .prop_map(|all| {
            let named = all.into_iter().enumerate();
            named
                .filter_map(|(number, fields)| {
                    let fields = FIELDS.into_iter().zip(fields?);
                    let part = Part::new(format!("p{number}"));
                    Some(fields.fold(part, |part, (field, lines)| part.with(field, lines)))
                })
                .collect::<Vec<Part>>()
        })
        .prop_shuffle()
}

proptest! {
    #[test]
    fn a_diff_is_empty_exactly_when_nothing_differs((old, new) in (parts(), parts())) {
        prop_assert_eq!(diff(&old, &new).is_empty(), old == new);
        prop_assert!(diff(&old, &old).is_empty());
    }

    #[test]
    fn a_diff_made_to_the_old_gives_the_new((old, new) in (parts(), parts())) {
        let applied = apply(&diff(&old, &new), &old);
        prop_assert_eq!(applied.parts, new);
        prop_assert!(applied.clashes.is_empty());
    }

    #[test]
    fn what_others_changed_stays_where_one_changed_nothing(
        (old, mine, theirs) in (parts(), parts(), parts())
    ) {
        prop_assert_eq!(&apply(&[], &theirs).parts, &theirs);
        let rebased = apply(&diff(&old, &mine), &theirs);
        for change in diff(&old, &theirs) {
            let untouched = diff(&old, &mine).iter().all(|own| own.id() != change.id());
            if let (Change::Changed { id, field, to, .. }, true) = (&change, untouched) {
                let part = rebased.parts.iter().find(|part| part.id == *id).expect("is there");
                prop_assert_eq!(part.field(field), to.as_slice());
            }
        }
    }

    #[test]
    fn every_change_of_mine_is_there_or_told((old, mine, theirs) in (parts(), parts(), parts())) {
        let own = diff(&old, &mine);
        let rebased = apply(&own, &theirs);
        for change in &own {
            let told = rebased.clashes.contains(change);
            let there = |id: &str| rebased.parts.iter().find(|part| part.id == id);
            match change {
                Change::Added { part, .. } => prop_assert!(told || there(&part.id) == Some(part)),
                Change::Removed { part } => prop_assert!(told || there(&part.id).is_none()),
                Change::Changed { id, field, to, .. } => {
                    let says = there(id).is_some_and(|part| part.field(field) == to.as_slice());
                    prop_assert!(told || says);
                }
                Change::Moved { .. } => {}
            }
        }
    }
}

#[test]
fn a_part_that_goes_up_is_the_only_one_that_moves() {
    let old = [part("a", "1"), part("b", "2"), part("c", "3")];
    let [a, b, c] = old.clone();
    let id = "c".to_owned();
    assert_eq!(diff(&old, &[c, a, b]), [Change::Moved { id, after: None }]);
}

#[test]
fn both_changed_one_field_and_it_is_told() {
    let old = [part("a", "old")];
    let mine = diff(&old, &[part("a", "mine")]);
    let applied = apply(&mine, &[part("a", "theirs")]);
    assert_eq!(applied.parts, [part("a", "mine")]);
    assert_eq!(applied.clashes, mine);
    let agreed = apply(&mine, &[part("a", "mine")]);
    assert!(agreed.clashes.is_empty(), "both said the same");
}

#[test]
fn a_reason_is_said_and_short() {
    assert_eq!(why("  asked by dispatch "), Some("asked by dispatch"));
    assert_eq!(why(" \n"), None);
    assert_eq!(why(&"é".repeat(LONGEST_WHY)).map(str::len), Some(600));
    assert_eq!(why(&"x".repeat(LONGEST_WHY + 1)), None);
}

/// What is taken apart and put together again is the same.
fn whole<T: Edition + PartialEq + std::fmt::Debug>(document: &T) {
    assert_eq!(
        document.with_parts(&document.parts()).as_ref(),
        Some(document)
    );
}

#[test]
fn every_document_is_whole_after_being_taken_apart() {
    for pack in ["ambulance", "dispatch", "forensic", "sf-fire"] {
        let path = format!(
            "{}/../packs/{pack}/incident-list.toml",
            env!("CARGO_MANIFEST_DIR")
        );
        let text = std::fs::read_to_string(path).unwrap();
        whole(&toml::from_str::<IncidentList>(&text).unwrap());
    }
    whole(&Protocol::default_policy());
    whole(&ReferralProtocol::default());
    whole(&ReferralProtocol {
        to_whom: vec![Provider {
            kind: ProviderKind::Psychologist,
            name: "Praktijk\tde Brug".to_owned(),
            reach: "06-1\n2".to_owned(),
        }],
        how_reached: "by telephone".to_owned(),
        appointment_within_days: Some(3),
        hr_role: "nothing".to_owned(),
        acute_situations: vec!["risk, of harm".to_owned()],
    });
}

#[test]
fn every_value_of_a_protocol_shows_in_a_diff() {
    let base = Protocol::default_policy();
    for tunable in Tunable::ALL {
        let mut other = base.clone();
        tunable.set(&mut other, tunable.get(&base) + 1);
        let changes = diff(&base.parts(), &other.parts());
        assert_eq!(changes.len(), 1, "{tunable}");
        assert_eq!(base.with_parts(&other.parts()), Some(other));
    }
}
