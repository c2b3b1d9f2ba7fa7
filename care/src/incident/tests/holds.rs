//! What makes a list stand, and what a change may do to it.

use super::*;

fn codes(refusals: Result<(), Vec<ListRefusal>>) -> Vec<&'static str> {
    refusals
        .unwrap_err()
        .iter()
        .map(ListRefusal::code)
        .collect()
}

#[test]
fn the_ten_alone_hold() {
    assert_eq!(ten().validate(), Ok(()));
    assert_eq!(ten().warnings(), []);
}

#[test]
fn each_of_the_ten_has_to_be_there() {
    for number in 1..=10 {
        let mut list = ten();
        list.entries.retain(|entry| entry.kind != Some(number));
        assert_eq!(list.validate(), Err(vec![ListRefusal::BaseMissing(number)]));
    }
}

#[test]
fn each_fault_has_its_own_refusal() {
    type Fault = fn(&mut Entry);
    let faults: [(&str, Fault); 6] = [
        ("list-wrong-id", |entry| entry.id = "two".to_owned()),
        ("list-empty-label", |entry| entry.label.nl = " ".to_owned()),
        ("list-reason-missing", |entry| entry.enabled = false),
        ("list-reason-missing", |entry| {
            entry.enabled = false;
            entry.disabled_reason = Some("  ".to_owned());
        }),
        ("list-empty-rule", |entry| entry.rules.push(Rule::default())),
        ("list-duplicate-id", |entry| {
            entry.id = "kind-1".to_owned();
            entry.kind = Some(1);
        }),
    ];
    for (code, fault) in faults {
        let mut list = list_with([base(2)]);
        fault(&mut list.entries[1]);
        if code != "list-duplicate-id" {
            list.entries.pop();
        }
        assert_eq!(codes(list.validate()), [code]);
    }
}

#[test]
fn a_number_beyond_the_ten_is_refused() {
    assert_eq!(
        codes(list_with([base(11)]).validate()),
        ["list-no-such-kind"]
    );
    assert_eq!(
        codes(list_with([base(0)]).validate()),
        ["list-no-such-kind"]
    );
}

#[test]
fn rules_on_eight_are_refused() {
    let mut list = ten();
    list.entries[7]
        .rules
        .push(coded(&["medical"], Certainty::Sure));
    assert_eq!(codes(list.validate()), ["list-never-judged"]);
}

#[test]
fn an_addition_is_called_local_something() {
    for id in ["fire", "local-", "local-Big Fire", "kind-2"] {
        let mut addition = local("x", Vec::new());
        addition.id = id.to_owned();
        let refusals = ten().with_local(addition).unwrap_err();
        assert!(
            refusals.contains(&ListRefusal::WrongId(id.to_owned())),
            "{id}"
        );
    }
}

#[test]
fn an_addition_comes_last_and_makes_a_new_version() {
    let added = local(
        "lift",
        vec![coded(&["elevator-rescue"], Certainty::Confirm)],
    );
    let next = ten().with_local(added.clone()).unwrap();
    assert_eq!((next.version, next.validate()), (2, Ok(())));
    assert_eq!(next.entries.last(), Some(&added));
    let refusals = next.with_local(added).unwrap_err();
    assert_eq!(
        refusals,
        [ListRefusal::DuplicateId("local-lift".to_owned())]
    );
}

#[test]
fn an_addition_cannot_pose_as_one_of_the_ten() {
    assert!(ten().with_local(base(2)).is_err());
}

#[test]
fn leaving_an_entry_out_is_soft_and_needs_a_reason() {
    let list = ten();
    let missing = ListRefusal::ReasonMissing("kind-6".to_owned());
    assert_eq!(list.with_disabled("kind-6", "  "), Err(missing));
    let without = list
        .with_disabled("kind-6", " asked in another way ")
        .unwrap();
    assert_eq!(without.entries.len(), 10);
    assert_eq!(without.validate(), Ok(()));
    assert_eq!(
        without.warnings(),
        [ListWarning::BaseDisabled {
            entry: "kind-6".to_owned(),
            reason: "asked in another way".to_owned(),
        }]
    );
    let again = without.with_enabled("kind-6").unwrap();
    assert_eq!((again.version, &again.entries), (3, &list.entries));
    let nothing = ListRefusal::NoSuchEntry("kind-99".to_owned());
    assert_eq!(list.with_enabled("kind-99"), Err(nothing));
}

#[test]
fn eight_is_recorded_as_an_own_request() {
    let list = ten();
    let eight = list.entry("kind-8").unwrap();
    assert_eq!(eight.recorded_as(), "kind-10");
    assert_eq!(eight.recorded_kind(), Some(Kind::OwnRequest));
    for number in (1..=10).filter(|number| *number != 8) {
        let entry = base(number);
        assert_eq!(entry.recorded_as(), entry.id);
        assert_eq!(entry.recorded_kind(), Kind::from_number(number));
    }
    assert_eq!(local("x", Vec::new()).recorded_kind(), None);
}

#[test]
fn eight_is_no_kind() {
    assert_eq!(Kind::from_number(8), None);
    assert!(serde_json::from_str::<Kind>("8").is_err());
    for kind in Kind::ALL {
        let text = serde_json::to_string(&kind).unwrap();
        assert_eq!(serde_json::from_str::<Kind>(&text).unwrap(), kind);
        assert_eq!(kind.entry_id(), format!("kind-{text}"));
    }
}

#[test]
fn a_list_is_read_as_it_was_written() {
    let rule = Rule {
        minor: Some(Tri::Yes),
        alarm_button: Some(Tri::Unknown),
        ..coded(&["drowning"], Certainty::Sure)
    };
    let list = list_with([local("water", vec![rule])])
        .with_disabled("kind-5", "nobody can know")
        .unwrap();
    let text = toml::to_string(&list).unwrap();
    assert_eq!(toml::from_str::<IncidentList>(&text).unwrap(), list);
}

#[test]
fn a_word_that_means_nothing_is_an_error_and_not_a_shrug() {
    let good = toml::to_string(&list_with([local(
        "x",
        vec![coded(&["a"], Certainty::Sure)],
    )]));
    let good = good.unwrap();
    assert!(toml::from_str::<IncidentList>(&good).is_ok());
    for (word, typo) in [
        ("codes = ", "kodes = "),
        ("enabled = ", "enabeld = "),
        ("\"sure\"", "\"certain\""),
        ("source = ", "origin = "),
    ] {
        let bad = good.replacen(word, typo, 1);
        assert_ne!(good, bad);
        assert!(toml::from_str::<IncidentList>(&bad).is_err(), "{typo}");
    }
}
