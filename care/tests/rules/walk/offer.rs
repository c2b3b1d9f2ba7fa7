//! The offer: yes, no, later, not reached.

use super::refused;
use crate::common::{amsterdam, at, case, contact, contacted, eva, hold, plan};
use care::path::{
    Answer, Case, Channel, ClosingReason, EarlyReason, MissReason, Offer, Outcome, Reoffer,
    Requester, Stage, Wish,
};
use care::protocol::TalkNumber;

#[test]
fn a_no_is_asked_once_more_and_then_never() {
    let tz = amsterdam();
    let case = contacted(Requester::Self_, Wish::No);
    assert_eq!(case.stage(at("2026-01-25 23:59:59"), &tz), Stage::Waiting);
    assert_eq!(
        refused(case.make_offer(at("2026-01-25 23:59:59"), &tz)),
        "offer-too-soon"
    );
    let again = at("2026-01-26 00:00");
    assert_eq!(case.stage(again, &tz), Stage::Offer);
    let case = case.answer_offer(Answer::Decline, again, &tz).unwrap();
    assert_eq!(case.reoffer, Reoffer::Used);
    assert_eq!(case.next_due(&tz), None);
    assert_eq!(
        refused(case.make_offer(at("2027-01-01 00:00"), &tz)),
        "offer-spent"
    );
    // The colleague can still come back.
    let back = at("2026-06-01 09:00");
    let case = case.answer_offer(Answer::Accept, back, &tz).unwrap();
    let due = case.due(back, &tz).unwrap();
    assert_eq!(due.what, Stage::Talk(TalkNumber::First));
    assert!(
        !case.late(at("2026-06-02 09:00"), &tz),
        "nobody is late after the window"
    );
    assert!(case.late(at("2026-06-02 09:00:01"), &tz));
}

#[test]
fn without_a_further_offer_in_the_policy_a_no_is_the_last_word() {
    let tz = amsterdam();
    let mut case = contacted(Requester::Self_, Wish::No);
    case.protocol.reoffer_after_days = None;
    assert_eq!(case.next_due(&tz), None);
    let later = case
        .answer_offer(Answer::Later, at("2026-02-01 09:00"), &tz)
        .unwrap();
    assert_eq!(later.stage(at("2026-02-15 00:00"), &tz), Stage::Offer);
}

#[test]
fn changing_ones_mind_cancels_the_coming_talk() {
    let tz = amsterdam();
    let case = contacted(Requester::Self_, Wish::Yes)
        .plan_talk(plan("2026-01-15 10:00", None), at("2026-01-13 09:00"), &tz)
        .unwrap();
    let declined = case
        .answer_offer(Answer::Decline, at("2026-01-14 09:00"), &tz)
        .unwrap();
    assert_eq!(declined.planned(), None);
    assert_eq!(declined.missed[0].reason, MissReason::Cancelled);
    let too_late = case.answer_offer(Answer::Decline, at("2026-01-15 10:00"), &tz);
    assert_eq!(refused(too_late), "outcome-missing");
    let twice = case.answer_offer(Answer::Accept, at("2026-01-14 09:00"), &tz);
    assert_eq!(refused(twice), "already-answered");
}

#[test]
fn a_colleague_who_is_not_reached_is_tried_once_more() {
    let tz = amsterdam();
    let case = case(Requester::Detection, "2026-01-12 12:00", "2026-01-12 13:00")
        .assign(eva())
        .unwrap()
        .skip_picture(eva(), at("2026-01-12 13:05"))
        .unwrap();
    let first = at("2026-01-12 15:00");
    let case = case.attempt_contact(Channel::Phone, first).unwrap();
    assert_eq!(
        case.stage(first, &tz),
        Stage::FirstContact,
        "a try is not a contact"
    );
    let case = case.mark_not_reached(first, &tz).unwrap();
    assert_eq!(refused(case.mark_not_reached(first, &tz)), "no-attempt");
    assert_eq!(case.stage(at("2026-01-25 23:59:59"), &tz), Stage::Waiting);
    let again = at("2026-01-26 09:00");
    assert_eq!(case.stage(again, &tz), Stage::FirstContact);
    let case = case.attempt_contact(Channel::Phone, again).unwrap();
    let case = case.mark_not_reached(again, &tz).unwrap();
    assert_eq!(case.next_due(&tz), None);
    assert!(case.close(ClosingReason::NotReached, again).is_ok());
    // Who calls back is welcome; who was reached late and says no is left alone.
    let spoke = contact(again, Channel::Phone, Wish::No);
    let declined = case.complete_first_contact(spoke, again, &tz).unwrap();
    assert_eq!(declined.next_due(&tz), None);
    let spoke = contact(again, Channel::Phone, Wish::Yes);
    let case = case.complete_first_contact(spoke, again, &tz).unwrap();
    assert!(matches!(case.offer, Offer::Accepted { .. }));
}

#[test]
fn a_no_at_the_further_try_is_the_last_word() {
    let tz = amsterdam();
    let first = at("2026-01-12 15:00");
    let again = at("2026-01-26 09:00");
    let declined = case(Requester::Detection, "2026-01-12 12:00", "2026-01-12 13:00")
        .assign(eva())
        .unwrap()
        .skip_picture(eva(), first)
        .unwrap()
        .attempt_contact(Channel::Phone, first)
        .unwrap()
        .mark_not_reached(first, &tz)
        .unwrap()
        .complete_first_contact(contact(again, Channel::Phone, Wish::No), again, &tz)
        .unwrap();
    assert_eq!(declined.reoffer, Reoffer::Used);
    assert_eq!(declined.next_due(&tz), None);
}

#[test]
fn later_is_the_opening_of_the_first_window_only_before_any_talk() {
    let tz = amsterdam();
    let again_at = |case: &Case| match case.offer {
        Offer::Later { again_at, .. } => again_at,
        ref other => panic!("{other:?}"),
    };
    let later = contacted(Requester::Self_, Wish::Later);
    assert_eq!(again_at(&later), at("2026-01-14 12:00"));

    let now = at("2026-01-13 09:00");
    let early = plan("2026-01-13 09:00", Some(EarlyReason::Concern));
    let held = contacted(Requester::Self_, Wish::Yes)
        .plan_talk(early, now, &tz)
        .unwrap()
        .hold_talk(hold("2026-01-13 09:00", Outcome::FollowUp), now, &tz)
        .unwrap();
    let later = held.answer_offer(Answer::Later, now, &tz).unwrap();
    assert_eq!(again_at(&later), at("2026-01-27 00:00"));
}
