//! What no policy can turn off, and what it can tune (R001, R004, R069, R072, R161).

use care::protocol::{
    Anchor, Protocol, ProtocolDraft, ProtocolRefusal, Tunable, adopt, is_emotional_debriefing,
};
use jiff::civil::date;
use proptest::prelude::*;

fn draft() -> ProtocolDraft {
    ProtocolDraft {
        source: "Agreed with the works council, 2 February 2026".to_owned(),
        ..ProtocolDraft::default()
    }
}

fn codes(draft: &ProtocolDraft) -> Vec<&'static str> {
    let base = Protocol::default_policy();
    let refusals = adopt(draft, &base).err().unwrap_or_default();
    refusals.iter().map(ProtocolRefusal::code).collect()
}

#[test]
fn tuning_changes_the_value_and_counts_the_version() {
    let base = Protocol::default_policy();
    let next = adopt(
        &ProtocolDraft {
            first_talk_from_hours: Some(36),
            reoffer_after_days: Some(0),
            anchor: Some(Anchor::FirstContact),
            effective: Some(date(2026, 3, 1)),
            ..draft()
        },
        &base,
    )
    .unwrap();
    assert_eq!(next.version, base.version + 1);
    assert_eq!(next.first_talk_from_hours, 36);
    assert_eq!(next.reoffer_after_days, None);
    assert_eq!(next.second_talk_to_days, base.second_talk_to_days);
    let json = serde_json::to_string(&next).unwrap();
    assert_eq!(serde_json::from_str::<Protocol>(&json).unwrap(), next);
}

#[test]
fn every_guard_rail_answers_with_its_own_reason() {
    let all = ProtocolDraft {
        max_talks: Some(4),
        exclude_involved: Some(false),
        email_completes_first_contact: Some(true),
        activities: Some(vec!["Emotionele debriefing".to_owned()]),
        ..draft()
    };
    assert_eq!(
        codes(&all),
        [
            "talks-are-three",
            "involved-stay-out",
            "message-is-no-contact",
            "emotional-debriefing"
        ]
    );
    let kept = ProtocolDraft {
        max_talks: Some(3),
        exclude_involved: Some(true),
        email_completes_first_contact: Some(false),
        activities: Some(vec!["Technische debriefing".to_owned(), "Walk".to_owned()]),
        ..draft()
    };
    assert!(codes(&kept).is_empty());
}

#[test]
fn an_emotional_debriefing_is_known_by_other_spellings() {
    for name in [
        "emotionele debriefing",
        "EMOTIONAL DE-BRIEFING",
        "De briefing (emótioneel)",
        "debrief emoties",
        "Em0tional debr1efing",
        "psychological debriefing",
        "Critical Incident Stress Debriefing",
        "C.I.S.D.",
        "nabespreking van emoties",
    ] {
        assert!(is_emotional_debriefing(name), "{name}");
    }
    for name in [
        "technische debriefing",
        "operational debriefing",
        "stress training",
        "walk",
    ] {
        assert!(!is_emotional_debriefing(name), "{name}");
    }
}

#[test]
fn windows_stay_in_order_and_in_range() {
    let wrong = |change: fn(&mut ProtocolDraft)| {
        let mut draft = draft();
        change(&mut draft);
        codes(&draft)
    };
    assert_eq!(
        wrong(|d| d.first_talk_to_hours = Some(47)),
        ["out-of-order"]
    );
    assert_eq!(
        wrong(|d| d.second_talk_from_days = Some(3)),
        ["out-of-order"]
    );
    assert_eq!(
        wrong(|d| d.third_talk_from_days = Some(42)),
        ["out-of-order"]
    );
    assert_eq!(
        wrong(|d| d.third_talk_latest_months = Some(1)),
        ["out-of-order"]
    );
    assert_eq!(wrong(|d| d.first_contact_hours = Some(0)), ["out-of-range"]);
    assert_eq!(
        wrong(|d| d.path_max_event_age_days = Some(u32::MAX)),
        ["out-of-range"]
    );
    assert_eq!(wrong(|d| d.source = " ".to_owned()), ["source-missing"]);
    assert_eq!(
        wrong(|d| d.effective = Some(date(2024, 12, 31))),
        ["effective-too-early"]
    );
    assert!(toml::from_str::<ProtocolDraft>("source = 'x'\nmaximum_talks = 4").is_err());
}

proptest! {
    /// Whatever else a draft says, a guard-rail that it touches refuses it.
    #[test]
    fn no_draft_turns_a_guard_rail_off(
        rail in 0..4_u8,
        talks in (0..100_u32).prop_filter("three is the rule", |talks| *talks != 3),
        from in prop::option::of(0..100_u32),
        days in prop::option::of(0..100_u32),
        source in ".{0,12}",
    ) {
        let mut draft = ProtocolDraft {
            source,
            first_talk_from_hours: from,
            second_talk_from_days: days,
            ..ProtocolDraft::default()
        };
        let code = match rail {
            0 => { draft.max_talks = Some(talks); "talks-are-three" }
            1 => { draft.exclude_involved = Some(false); "involved-stay-out" }
            2 => { draft.email_completes_first_contact = Some(true); "message-is-no-contact" }
            _ => {
                draft.activities = Some(vec!["x".into(), "emotional debriefing".into()]);
                "emotional-debriefing"
            }
        };
        prop_assert!(codes(&draft).contains(&code));
    }
}

#[test]
fn every_value_holds_within_its_range_and_not_beyond() {
    let base = Protocol::default_policy();
    let refused = |value: Tunable, number| {
        let mut wanted = base.clone();
        value.set(&mut wanted, number);
        let draft = ProtocolDraft::of(&wanted, "a test", base.effective);
        let refusals = adopt(&draft, &base).err().unwrap_or_default();
        refusals.iter().any(|refusal| match refusal {
            ProtocolRefusal::OutOfRange(field) => Tunable::of_field(field) == Some(value),
            _ => false,
        })
    };
    for value in Tunable::ALL {
        let (least, most) = value.range();
        assert!(!refused(*value, least), "{value} at {least}");
        assert!(!refused(*value, most), "{value} at {most}");
        assert!(refused(*value, most + 1), "{value} above {most}");
        assert!(
            least == 0 || refused(*value, least - 1),
            "{value} below {least}"
        );
        assert!((least..=most).contains(&value.get(&base)), "{value}");
    }
}

#[test]
fn a_draft_of_what_is_in_force_changes_nothing_but_the_version() {
    let base = Protocol::default_policy();
    let next = adopt(
        &ProtocolDraft::of(&base, "as it was", base.effective),
        &base,
    )
    .unwrap();
    let source = base.source.clone();
    assert_eq!(
        Protocol {
            version: 1,
            source,
            ..next
        },
        base
    );
}
