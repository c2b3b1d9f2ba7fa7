//! Editing: what may not go, what a version says differently, and a rule in one line.

use std::collections::BTreeSet;

use jiff::civil::date;
use proptest::{collection::btree_set, option, prelude::*, sample::select};

use super::*;
use crate::ids::KindCode;

const TODAY: jiff::civil::Date = date(2026, 5, 4);

fn verdict(entry: &str, certainty: Certainty) -> Verdict {
    Verdict {
        entry: entry.to_owned(),
        certainty,
        facts: Vec::new(),
    }
}

#[test]
fn an_adopted_list_counts_on_and_keeps_its_source() {
    let draft = list_with([local("pets", vec![coded(&["bite"], Certainty::Confirm)])]);
    let next = adopt(&draft, &ten(), 7, TODAY).unwrap();
    assert_eq!((next.version, next.effective), (7, TODAY));
    assert_eq!(next.source, ten().source);
    assert_eq!(next.entries, draft.entries);
    let before = adopt(&draft, &ten(), 7, date(2020, 1, 1)).unwrap();
    assert_eq!(
        before.effective,
        ten().effective,
        "never before the one it replaces"
    );
}

#[test]
fn nothing_leaves_the_list() {
    let base = list_with([local("pets", Vec::new())]);
    assert_eq!(
        adopt(&ten(), &base, 2, TODAY),
        Err(vec![ListRefusal::EntryGone("local-pets".to_owned())])
    );
    let mut short = ten();
    short.entries.remove(2);
    assert_eq!(
        adopt(&short, &ten(), 2, TODAY),
        Err(vec![ListRefusal::BaseMissing(3)])
    );
}

#[test]
fn an_own_request_cannot_be_switched_off() {
    for number in 1..=10 {
        let mut draft = ten();
        let entry = draft
            .entries
            .iter_mut()
            .find(|entry| entry.kind == Some(number));
        let entry = entry.unwrap();
        entry.enabled = false;
        entry.disabled_reason = Some("a try".to_owned());
        let open = matches!(number, 8 | 10);
        assert_eq!(entry.may_be_withdrawn(), !open);
        let refused = ListRefusal::AlwaysOpen(format!("kind-{number}"));
        let adopted = adopt(&draft, &ten(), 2, TODAY);
        assert_eq!(adopted == Err(vec![refused]), open, "{number}");
    }
}

#[test]
fn a_text_that_fits_no_phone_is_refused() {
    let mut entry = local("pets", Vec::new());
    entry.label.nl = "x".repeat(121);
    let long = ListRefusal::TooLong("local-pets".to_owned());
    assert_eq!(entry.refusals(), std::slice::from_ref(&long));
    assert_eq!(long.entry(), "local-pets");
}

#[test]
fn a_shift_says_what_changes() {
    let (sure, ask) = (
        verdict("kind-1", Certainty::Sure),
        verdict("kind-1", Certainty::Confirm),
    );
    let other = verdict("kind-2", Certainty::Sure);
    for (old, new, expected) in [
        (None, None, None),
        (None, Some(&sure), Some(Shift::Starts)),
        (None, Some(&ask), Some(Shift::Asks)),
        (Some(&ask), Some(&sure), Some(Shift::Surer)),
        (Some(&sure), Some(&ask), Some(Shift::LessSure)),
        (Some(&sure), None, Some(Shift::Stops)),
        (Some(&sure), Some(&other), Some(Shift::Elsewhere)),
        (Some(&sure), Some(&sure), None),
    ] {
        assert_eq!(Shift::between(old, new), expected);
    }
}

fn tri() -> impl Strategy<Value = Option<Tri>> {
    option::of(select(Tri::ALL))
}

prop_compose! {
    fn any_rule()(
        codes in btree_set("[a-z,;=%-]{0,6}", 0..3),
        priority in btree_set("[A-Z0-9,;=% ]{0,6}", 0..3),
        extra in btree_set("[a-z:,;=%é]{0,6}", 0..3),
        (minor, fatal, aggression, alarm_button, major) in (tri(), tri(), tri(), tri(), tri()),
        certainty in select(Certainty::ALL),
    ) -> Rule {
        let codes: BTreeSet<KindCode> = codes.into_iter().map(KindCode::new).collect();
        Rule { codes, priority, extra, minor, fatal, aggression, alarm_button, major, certainty }
    }
}

proptest! {
    #[test]
    fn a_rule_in_one_line_reads_back(rule in any_rule()) {
        prop_assert_eq!(Rule::from_line(&rule.line()), Some(rule));
    }
}
