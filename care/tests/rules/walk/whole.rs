//! The whole way, and how a case begins.

use super::refused;
use crate::common::{after_talk, amsterdam, at, case, contact, contacted, eva, hold, plan};
use care::ids::IncidentId;
use care::path::{
    Answer, Case, Channel, MarkKind, MissReason, OpenCase, Outcome, PathRefusal, Requester, Stage,
    Trigger, Wish,
};
use care::protocol::{Anchor, Protocol, ProtocolDraft, TalkNumber, adopt};

#[test]
fn from_signal_to_third_talk() {
    let tz = amsterdam();
    let stage = |case: &Case, now: &str| case.stage(at(now), &tz);
    let case = case(Requester::Detection, "2026-01-12 12:00", "2026-01-12 13:00");
    assert_eq!(stage(&case, "2026-01-12 13:00"), Stage::Signal);
    let case = case.assign(eva()).unwrap();
    assert_eq!(
        stage(&case, "2026-01-12 13:00"),
        Stage::Signal,
        "the picture is missing"
    );
    let case = case.form_picture(eva(), at("2026-01-12 13:05")).unwrap();
    assert_eq!(stage(&case, "2026-01-12 13:05"), Stage::FirstContact);
    assert!(!case.late(at("2026-01-13 13:00"), &tz));
    assert!(case.late(at("2026-01-13 13:00:01"), &tz));

    let spoke = contact(at("2026-01-12 18:00"), Channel::Phone, Wish::Later);
    let case = case
        .complete_first_contact(spoke, at("2026-01-12 18:00"), &tz)
        .unwrap();
    assert_eq!(stage(&case, "2026-01-14 11:59:59"), Stage::Waiting);
    assert_eq!(stage(&case, "2026-01-14 12:00"), Stage::Offer);
    let case = case
        .answer_offer(Answer::Accept, at("2026-01-14 12:10"), &tz)
        .unwrap();
    assert_eq!(
        stage(&case, "2026-01-14 12:10"),
        Stage::Talk(TalkNumber::First)
    );
    let case = case
        .plan_talk(plan("2026-01-15 10:00", None), at("2026-01-14 12:10"), &tz)
        .unwrap();
    assert_eq!(
        stage(&case, "2026-01-15 09:59:59"),
        Stage::Talk(TalkNumber::First)
    );
    assert_eq!(
        stage(&case, "2026-01-15 10:00"),
        Stage::Outcome(TalkNumber::First)
    );
    assert!(!case.late(at("2026-01-16 23:59:59"), &tz));
    assert!(case.late(at("2026-01-17 00:00"), &tz));

    let case = case
        .hold_talk(
            hold("2026-01-15 10:00", Outcome::FollowUp),
            at("2026-01-15 11:00"),
            &tz,
        )
        .unwrap();
    assert_eq!(stage(&case, "2026-02-08 23:59:59"), Stage::Waiting);
    assert_eq!(
        stage(&case, "2026-02-09 00:00"),
        Stage::Talk(TalkNumber::Second)
    );
    let case = after_talk(&case, "2026-02-10 10:00", Outcome::FollowUp);
    let case = case
        .plan_talk(plan("2026-03-10 10:00", None), at("2026-03-01 10:00"), &tz)
        .unwrap();
    assert_eq!(case.timeline(&tz).len(), 9);
    let after = at("2026-03-10 11:00");
    let third = |outcome| case.hold_talk(hold("2026-03-10 10:00", outcome), after, &tz);
    assert_eq!(refused(third(Outcome::FollowUp)), "fourth-talk");
    let done = third(Outcome::Close).unwrap();
    assert_eq!(stage(&done, "2026-03-10 11:00"), Stage::Closed);
    assert_eq!(done.next_due(&tz), None);
}

#[test]
fn a_new_event_joins_and_changes_nothing_else() {
    let tz = amsterdam();
    let case = after_talk(
        &contacted(Requester::Self_, Wish::Yes),
        "2026-01-15 10:00",
        Outcome::FollowUp,
    );
    let joined = case.join(IncidentId::new("fire")).unwrap();
    assert_eq!(joined.timeline(&tz), case.timeline(&tz));
    assert_eq!(joined.summary(&tz), case.summary(&tz));
    for known in ["fire", "drowning"] {
        assert_eq!(
            refused(joined.join(IncidentId::new(known))),
            "already-joined"
        );
    }
}

#[test]
fn a_case_begins_without_an_event() {
    let tz = amsterdam();
    let open = |anchor, trigger| OpenCase {
        protocol: Protocol {
            anchor,
            ..Protocol::default_policy()
        },
        trigger,
        requester: Requester::Self_,
        event: None,
    };
    let now = at("2026-01-12 13:00");
    for trigger in Trigger::ALL {
        let case = Case::open(open(Anchor::Incident, *trigger), now);
        assert_eq!(case.anchor(), Some(now), "{trigger}");
    }
    let case = Case::open(open(Anchor::FirstContact, Trigger::None), now);
    assert_eq!(case.anchor(), None);
    assert_eq!(case.stage(now, &tz), Stage::Signal);
}

#[test]
fn a_clock_that_runs_ahead_does_not_move_the_anchor_into_the_future() {
    let case = case(
        Requester::Dispatcher,
        "2026-01-12 14:00",
        "2026-01-12 13:00",
    );
    assert_eq!(case.anchor(), Some(at("2026-01-12 13:00")));
}

#[test]
fn a_clock_that_goes_backwards_hides_no_signal() {
    let tz = amsterdam();
    let case = case(Requester::Self_, "2026-01-12 12:00", "2026-01-12 13:00");
    let before = at("2026-01-12 12:30");
    assert_eq!(case.stage(before, &tz), Stage::Signal);
    assert!(case.due(before, &tz).is_some());
}

#[test]
fn the_timeline_is_in_order_and_shows_what_was_missed() {
    let tz = amsterdam();
    let case = contacted(Requester::Self_, Wish::Yes)
        .plan_talk(plan("2026-01-15 10:00", None), at("2026-01-13 09:00"), &tz)
        .unwrap()
        .miss_talk(MissReason::NoShow, at("2026-01-15 10:30"))
        .unwrap();
    let marks = case.timeline(&tz);
    assert!(marks.is_sorted_by_key(|mark| mark.from));
    let missed = MarkKind::Missed(TalkNumber::First, MissReason::NoShow);
    assert!(marks.iter().any(|mark| mark.kind == missed));
    assert_eq!(marks.iter().filter(|mark| mark.until.is_some()).count(), 3);
}

#[test]
fn codes_are_stable_kebab_and_unique() {
    let mut codes: Vec<&str> = PathRefusal::CODES.to_vec();
    codes.extend(Stage::all().map(Stage::code));
    for code in &codes {
        assert!(
            code.bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'),
            "{code}"
        );
    }
    let mut refusals = PathRefusal::CODES.to_vec();
    refusals.sort_unstable();
    refusals.dedup();
    assert_eq!(refusals.len(), PathRefusal::CODES.len());
    assert!(Stage::all().all(|stage| Stage::parse(stage.code()) == Some(stage)));
    for outcome in Outcome::ALL {
        assert_eq!(
            serde_json::to_string(outcome).unwrap(),
            format!("\"{outcome}\"")
        );
    }
}

#[test]
fn a_new_version_counts_for_new_cases_only() {
    let tz = amsterdam();
    let running = case(Requester::Self_, "2026-01-12 12:00", "2026-01-12 13:00");
    let draft = ProtocolDraft {
        source: "second version".to_owned(),
        first_talk_from_hours: Some(24),
        ..ProtocolDraft::default()
    };
    let second = adopt(&draft, &running.protocol).unwrap();
    let open = OpenCase {
        protocol: second,
        trigger: Trigger::Incident,
        requester: Requester::Self_,
        event: running.event.clone(),
    };
    let fresh = Case::open(open, at("2026-01-12 13:00"));
    let opens = |case: &Case| case.talk_window(TalkNumber::First, &tz).unwrap().opens;
    assert_eq!(opens(&running), at("2026-01-14 12:00"));
    assert_eq!(opens(&fresh), at("2026-01-13 12:00"));
}
