//! "I want to talk with somebody now", on a path that is open already.

use super::refused;
use crate::common::{amsterdam, at, case, contact, contacted, hold, plan};
use care::path::{Channel, Consent, EarlyReason, Offer, Outcome, PlanTalk, Requester, Stage, Wish};

#[test]
fn a_call_that_was_asked_for_is_due_at_once_wherever_the_path_stands() {
    let tz = amsterdam();
    let asked = at("2026-01-13 03:00");
    let accepted = contacted(Requester::Self_, Wish::Yes);
    let planned = accepted
        .plan_talk(plan("2026-01-14 14:00", None), at("2026-01-12 19:00"), &tz)
        .unwrap();
    for case in [
        contacted(Requester::Detection, Wish::No),
        contacted(Requester::Detection, Wish::Later),
        accepted,
        planned,
    ] {
        let asking = case.ask(asked).unwrap();
        assert_eq!(asking.stage(asked, &tz), Stage::FirstContact);
        assert!(!asking.late(at("2026-01-14 03:00"), &tz));
        assert!(asking.late(at("2026-01-14 03:00:01"), &tz));
        // Asking again does not make it later.
        assert_eq!(asking.ask(at("2026-01-14 02:00")).unwrap(), asking);
        assert_eq!(asking.take_back_question().unwrap(), case);
    }
}

#[test]
fn the_call_answers_the_question_and_the_first_contact_stays_the_first() {
    let tz = amsterdam();
    let case = contacted(Requester::Detection, Wish::No);
    let asking = case.ask(at("2026-01-13 03:00")).unwrap();
    let called = at("2026-01-13 03:20");
    let call = contact(called, Channel::Phone, Wish::Yes);
    let case = asking
        .complete_first_contact(call.clone(), called, &tz)
        .unwrap();
    assert_eq!(case.offer, Offer::Accepted { at: called });
    assert_eq!(
        case.first_contact.as_ref().map(|first| first.at),
        Some(at("2026-01-12 18:00"))
    );
    assert_eq!(
        case.contact_attempts.last().map(|last| last.at),
        Some(called)
    );
    assert_eq!(
        refused(case.complete_first_contact(call, called, &tz)),
        "first-contact-done"
    );
    assert_eq!(refused(case.take_back_question()), "not-asked");
}

#[test]
fn a_yes_that_stood_goes_on_standing_with_the_talk_that_was_planned() {
    let tz = amsterdam();
    let planned = contacted(Requester::Self_, Wish::Yes)
        .plan_talk(plan("2026-01-14 14:00", None), at("2026-01-12 19:00"), &tz)
        .unwrap();
    let called = at("2026-01-13 03:20");
    let call = |wants| contact(called, Channel::Phone, wants);
    let asking = planned.ask(at("2026-01-13 03:00")).unwrap();
    let still = asking
        .complete_first_contact(call(Wish::Yes), called, &tz)
        .unwrap();
    assert_eq!((still.offer, still.talks), (planned.offer, planned.talks));
    let cancelled = asking
        .complete_first_contact(call(Wish::No), called, &tz)
        .unwrap();
    assert_eq!(cancelled.talks_held() + cancelled.talks.len(), 0);
}

#[test]
fn a_talk_or_the_end_of_the_path_answers_it_too() {
    let tz = amsterdam();
    let early = PlanTalk {
        early_reason: Some(EarlyReason::ColleagueAsks),
        ..plan("2026-01-13 09:00", None)
    };
    let asking = contacted(Requester::Self_, Wish::Yes)
        .ask(at("2026-01-13 03:00"))
        .unwrap()
        .plan_talk(early, at("2026-01-13 03:30"), &tz)
        .unwrap();
    let held = at("2026-01-13 09:00");
    let follow_up = asking.hold_talk(hold("2026-01-13 09:00", Outcome::FollowUp), held, &tz);
    assert_eq!(follow_up.unwrap().asked_at, None);
    let close = asking.hold_talk(hold("2026-01-13 09:00", Outcome::Close), held, &tz);
    let closed = close.unwrap();
    assert_eq!(closed.asked_at, None);
    assert_eq!(refused(closed.ask(held)), "already-closed");
    assert_eq!(closed.reopen(held).unwrap().asked_at, None);
}

#[test]
fn who_could_not_be_reached_keeps_what_was_agreed() {
    let tz = amsterdam();
    let (asked, tried) = (at("2026-01-13 03:00"), at("2026-01-13 04:00"));
    for wants in [Wish::Yes, Wish::No] {
        let asking = contacted(Requester::Detection, wants).ask(asked).unwrap();
        assert_eq!(
            refused(asking.mark_not_reached(tried, &tz)),
            "no-attempt",
            "the call before it does not count"
        );
        let left = asking
            .attempt_contact(Channel::Phone, tried)
            .unwrap()
            .mark_not_reached(tried, &tz)
            .unwrap();
        assert_eq!(left.asked_at, None);
        let expected = match wants {
            Wish::Yes => asking.offer,
            _ => Offer::NotReached { at: tried },
        };
        assert_eq!(left.offer, expected);
    }
}

#[test]
fn who_asks_agrees_to_what_a_third_party_asked() {
    let tz = amsterdam();
    let now = at("2026-01-12 13:00");
    let asked = case(Requester::Manager, "2026-01-12 12:00", "2026-01-12 13:00");
    let asking = asked.ask(now).unwrap();
    assert_eq!(asking.consent, Consent::Given);
    // Nobody was called yet, so the first contact is as due as it was.
    assert_eq!(asking.next_due(&tz), asked.next_due(&tz));
}
