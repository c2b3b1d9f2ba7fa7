//! What a list says about an event.

use std::collections::BTreeSet;

use proptest::collection::{btree_set, vec};
use proptest::option;
use proptest::prelude::*;

use super::*;
use crate::ids::KindCode;

fn event(codes: &[&str]) -> EventFacts {
    EventFacts {
        kind_codes: codes.iter().copied().map(KindCode::new).collect(),
        ..EventFacts::default()
    }
}

fn minor(minor: Tri) -> EventFacts {
    EventFacts {
        minor,
        ..event(&["drowning"])
    }
}

#[test]
fn what_is_not_known_is_neither_yes_nor_no() {
    for asked in Tri::ALL {
        let rule = Rule {
            minor: Some(*asked),
            ..Rule::default()
        };
        let list = list_with([local("x", vec![rule])]).compile();
        for known in Tri::ALL {
            assert_eq!(list.judge(&minor(*known)).is_some(), asked == known);
        }
    }
}

#[test]
fn text_compares_without_case_and_space() {
    let rule = Rule {
        priority: BTreeSet::from([" a1 ".to_owned()]),
        extra: BTreeSet::from(["Alarms:2".to_owned()]),
        ..coded(&[" Drowning "], Certainty::Sure)
    };
    let facts = EventFacts {
        priorities: BTreeSet::from(["A1".to_owned()]),
        extra: BTreeSet::from([" alarms:2".to_owned()]),
        ..event(&["DROWNING"])
    };
    let verdict = list_with([local("x", vec![rule])])
        .compile()
        .judge(&facts)
        .unwrap();
    assert_eq!(
        verdict.facts,
        ["code:drowning", "priority:a1", "extra:alarms:2"]
    );
}

#[test]
fn a_verdict_names_its_facts_in_a_fixed_order() {
    let rule = Rule {
        minor: Some(Tri::Yes),
        fatal: Some(Tri::Unknown),
        aggression: Some(Tri::No),
        alarm_button: Some(Tri::Yes),
        major: Some(Tri::Yes),
        ..coded(&["drowning", "abuse", "burns"], Certainty::Confirm)
    };
    let facts = EventFacts {
        minor: Tri::Yes,
        aggression: Tri::No,
        alarm_button: Tri::Yes,
        major: Tri::Yes,
        ..event(&["drowning", "medical", "abuse"])
    };
    let verdict = list_with([local("x", vec![rule])])
        .compile()
        .judge(&facts)
        .unwrap();
    assert_eq!(
        verdict.facts,
        [
            "code:abuse",
            "code:drowning",
            "minor",
            "fatal:unknown",
            "aggression:no",
            "alarm-button",
            "major",
        ]
    );
    assert_eq!(verdict.certainty, Certainty::Confirm);
}

#[test]
fn what_is_sure_comes_first_then_the_order_of_the_list() {
    let both = |name: &str, certainty| local(name, vec![coded(&["medical"], certainty)]);
    let list = list_with([
        both("a", Certainty::Confirm),
        both("b", Certainty::Sure),
        both("c", Certainty::Sure),
    ]);
    let entry = |list: &IncidentList| list.compile().judge(&event(&["medical"])).unwrap().entry;
    assert_eq!(entry(&list), "local-b");
    let list = list.with_disabled("local-b", "not now").unwrap();
    assert_eq!(entry(&list), "local-c");
    let list = list.with_disabled("local-c", "not now").unwrap();
    assert_eq!(entry(&list), "local-a");
}

#[test]
fn nothing_known_is_no_verdict() {
    let list = list_with([local("x", vec![coded(&["drowning"], Certainty::Sure)])]).compile();
    assert_eq!(list.judge(&EventFacts::default()), None);
}

const WORDS: [&str; 4] = ["a", "b", "c", "d"];

fn words() -> impl Strategy<Value = BTreeSet<String>> {
    btree_set(
        prop::sample::select(&WORDS[..]).prop_map(str::to_owned),
        0..3,
    )
}

fn some_codes() -> impl Strategy<Value = BTreeSet<KindCode>> {
    words().prop_map(|words| words.into_iter().map(KindCode::new).collect())
}

fn tri() -> impl Strategy<Value = Tri> {
    prop::sample::select(Tri::ALL)
}

fn asked() -> impl Strategy<Value = Option<Tri>> {
    option::weighted(0.3, tri())
}

prop_compose! {
    fn any_rule()(
        codes in some_codes(), priority in words(), extra in words(),
        minor in asked(), fatal in asked(), aggression in asked(), alarm_button in asked(),
        major in asked(), certainty in prop::sample::select(Certainty::ALL),
    ) -> Rule {
        Rule { codes, priority, extra, minor, fatal, aggression, alarm_button, major, certainty }
    }
}

prop_compose! {
    pub(super) fn any_facts()(
        kind_codes in some_codes(), priorities in words(), extra in words(),
        minor in tri(), fatal in tri(), aggression in tri(), alarm_button in tri(), major in tri(),
    ) -> EventFacts {
        EventFacts { kind_codes, priorities, minor, fatal, aggression, alarm_button, major, extra }
    }
}

prop_compose! {
    /// Any list at all, also one that does not hold: rules on 8, rules without conditions.
    pub(super) fn any_list()(
        rules in vec(vec(any_rule(), 0..3), 10),
        enabled in vec(any::<bool>(), 10),
    ) -> IncidentList {
        let mut list = ten();
        for ((entry, rules), enabled) in list.entries.iter_mut().zip(rules).zip(enabled) {
            entry.rules = rules;
            entry.enabled = enabled;
        }
        list
    }
}

/// The rule as its documentation says it, one condition after the other.
fn meets(rule: &Rule, facts: &EventFacts) -> bool {
    let any = |asked: &BTreeSet<String>, there: &BTreeSet<String>| {
        asked.is_empty() || asked.iter().any(|word| there.contains(word))
    };
    let is = |asked: Option<Tri>, fact: Tri| asked.is_none() || asked == Some(fact);
    (rule.codes.is_empty()
        || rule
            .codes
            .iter()
            .any(|code| facts.kind_codes.contains(code)))
        && any(&rule.priority, &facts.priorities)
        && any(&rule.extra, &facts.extra)
        && is(rule.minor, facts.minor)
        && is(rule.fatal, facts.fatal)
        && is(rule.aggression, facts.aggression)
        && is(rule.alarm_button, facts.alarm_button)
        && is(rule.major, facts.major)
}

proptest! {
    #[test]
    fn the_compiled_list_says_what_the_list_says(list in any_list(), facts in any_facts()) {
        let judged = list.compile().judge(&facts).map(|v| (v.entry, v.certainty));
        let by_hand = Certainty::ALL.iter().find_map(|certainty| {
            list.entries.iter().filter(|e| e.enabled && e.kind != Some(8)).find_map(|entry| {
                let met = entry.rules.iter().any(|rule| {
                    rule.certainty == *certainty && !rule.is_empty() && meets(rule, &facts)
                });
                met.then(|| (entry.id.clone(), *certainty))
            })
        });
        prop_assert_eq!(judged, by_hand);
    }

    #[test]
    fn eight_is_never_a_verdict(list in any_list(), facts in any_facts()) {
        let verdict = list.compile().judge(&facts);
        prop_assert!(verdict.is_none_or(|verdict| verdict.entry != "kind-8"));
    }

    #[test]
    fn a_verdict_only_names_what_is_so(list in any_list(), facts in any_facts()) {
        let Some(verdict) = list.compile().judge(&facts) else { return Ok(()) };
        prop_assert!(!verdict.facts.is_empty());
        for name in &verdict.facts {
            let so = match name.split_once(':').unwrap_or((name, "yes")) {
                ("code", code) => facts.kind_codes.contains(&KindCode::new(code)),
                ("priority", text) => facts.priorities.contains(text),
                ("extra", text) => facts.extra.contains(text),
                ("minor", said) => facts.minor.code() == said,
                ("fatal", said) => facts.fatal.code() == said,
                ("aggression", said) => facts.aggression.code() == said,
                ("alarm-button", said) => facts.alarm_button.code() == said,
                ("major", said) => facts.major.code() == said,
                _ => false,
            };
            prop_assert!(so, "{name}");
        }
    }

    #[test]
    fn no_change_ever_removes_an_entry(list in any_list(), steps in vec((0u8..12, any::<bool>()), 0..20)) {
        let mut now = list.clone();
        for (number, off) in steps {
            let id = format!("kind-{number}");
            let next = if off { now.with_disabled(&id, "a reason") } else { now.with_enabled(&id) };
            now = next.unwrap_or(now);
        }
        let ids = |list: &IncidentList| list.entries.iter().map(|e| e.id.clone()).collect::<Vec<_>>();
        prop_assert_eq!(ids(&now), ids(&list));
    }
}
