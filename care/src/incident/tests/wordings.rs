//! Words of dispatch that count only with more, or nowhere.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::judges::{any_facts, any_list};
use super::*;
use crate::ids::KindCode;

proptest! {
    #[test]
    fn a_word_that_counts_only_with_more_is_not_judged_alone(list in any_list()) {
        let compiled = list.compile();
        for entry in list.enabled() {
            for rule in &entry.rules {
                for code in list.only_with_more(rule) {
                    let alone = EventFacts { kind_codes: BTreeSet::from([code.clone()]), ..EventFacts::default() };
                    let verdict = compiled.judge(&alone);
                    // A rule may ask that something is unknown; then it is named too.
                    prop_assert!(verdict.is_none_or(|verdict| verdict.facts.iter().any(|fact| !fact.starts_with("code:"))));
                }
            }
        }
    }

    #[test]
    fn a_word_that_is_nowhere_never_leads_to_a_verdict(list in any_list(), facts in any_facts()) {
        let found = list.unnamed_kinds([&facts.kind_codes], &BTreeSet::new());
        let without: BTreeSet<KindCode> = facts.kind_codes.iter()
            .filter(|code| !found.iter().any(|(unnamed, _)| unnamed == *code)).cloned().collect();
        let list = list.compile();
        prop_assert_eq!(list.judge(&EventFacts { kind_codes: without, ..facts.clone() }), list.judge(&facts));
    }

    #[test]
    fn a_kind_that_is_put_in_an_entry_is_asked_about(list in any_list(), code in "new-[a-z]{1,6}") {
        let code = KindCode::new(code);
        for entry in &list.entries {
            let Some(next) = list.with_kind(&entry.id, &code) else {
                prop_assert_eq!(entry.kind, Some(8));
                continue;
            };
            let alone = EventFacts { kind_codes: BTreeSet::from([code.clone()]), ..EventFacts::default() };
            prop_assert!(!entry.enabled || next.compile().judge(&alone).is_some());
            prop_assert_eq!(next.entries.len(), list.entries.len());
        }
    }
}

#[test]
fn how_often_a_word_came_in_is_told_and_never_of_what_is_settled() {
    let kinds = |codes: &[&str]| -> BTreeSet<KindCode> {
        codes.iter().copied().map(KindCode::new).collect()
    };
    let list = list_with([]);
    let events = [kinds(&["a", "b"]), kinds(&["b"]), kinds(&["c", "b"])];
    let found = list.unnamed_kinds(&events, &kinds(&["c"]));
    assert_eq!(found, [(KindCode::new("b"), 3), (KindCode::new("a"), 1)]);
}
