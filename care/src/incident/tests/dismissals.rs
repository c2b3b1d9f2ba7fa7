//! News about an event that a person dismissed.

use proptest::prelude::*;

use super::judges::{any_facts, any_list};
use super::*;
use crate::incident::{DismissWhy, is_heavier};

proptest! {
    #[test]
    fn a_new_list_alone_makes_nothing_heavier(list in any_list(), facts in any_facts()) {
        prop_assert!(!is_heavier(&list.compile(), &facts, &facts));
    }

    #[test]
    fn a_new_yes_is_always_heavier(list in any_list(), facts in any_facts(), which in 0..5_usize) {
        let (mut before, mut now) = (facts.clone(), facts);
        let [was, is] = [&mut before, &mut now].map(|of| match which {
            0 => &mut of.minor,
            1 => &mut of.fatal,
            2 => &mut of.aggression,
            3 => &mut of.alarm_button,
            _ => &mut of.major,
        });
        (*was, *is) = (Tri::Unknown, Tri::Yes);
        prop_assert!(is_heavier(&list.compile(), &before, &now));
    }

    #[test]
    fn what_the_list_says_less_of_is_not_heavier(list in any_list(), before in any_facts(), now in any_facts()) {
        let list = list.compile();
        let now = EventFacts {
            minor: before.minor,
            fatal: before.fatal,
            aggression: before.aggression,
            alarm_button: before.alarm_button,
            major: before.major,
            ..now
        };
        if list.judge(&now).is_none() {
            prop_assert!(!is_heavier(&list, &before, &now));
        }
    }
}

#[test]
fn a_coordinator_gives_every_reason_but_the_reporters_own() {
    let chosen: Vec<&str> = DismissWhy::ALL
        .iter()
        .filter(|why| why.is_chosen())
        .map(|why| why.code())
        .collect();
    assert_eq!(
        chosen,
        [
            "not-happened",
            "twice",
            "exercise",
            "wrong-crew",
            "not-on-list"
        ]
    );
}
