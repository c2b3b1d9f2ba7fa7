//! First contact, consent and the supporter.

use super::refused;
use crate::common::{amsterdam, at, case, contact, contacted, eva, hold, plan};
use care::ids::PersonId;
use care::path::{
    Case, Channel, ClosingReason, Consent, ConsentAnswer, HandoverReason, Outcome, Requester,
    Stage, Wish,
};

#[test]
fn a_message_is_no_contact() {
    let tz = amsterdam();
    let now = at("2026-01-12 14:00");
    let case = case(Requester::Detection, "2026-01-12 12:00", "2026-01-12 13:00")
        .assign(eva())
        .unwrap()
        .skip_picture(eva(), now)
        .unwrap();
    for channel in Channel::ALL {
        let result = case.complete_first_contact(contact(now, *channel, Wish::No), now, &tz);
        assert_eq!(result.is_ok(), channel.is_voice(), "{channel}");
    }
    let tried = case.attempt_contact(Channel::Message, now).unwrap();
    assert_eq!(refused(tried.mark_not_reached(now, &tz)), "no-attempt");
}

#[test]
fn the_supporter_of_the_case_makes_the_first_contact_in_its_time() {
    let tz = amsterdam();
    let now = at("2026-01-12 14:00");
    let fresh = case(Requester::Detection, "2026-01-12 12:00", "2026-01-12 13:00");
    let call = |case: &Case, when: &str| {
        let spoke = contact(at(when), Channel::Phone, Wish::Yes);
        case.complete_first_contact(spoke, now, &tz)
    };
    assert_eq!(refused(call(&fresh, "2026-01-12 14:00")), "no-supporter");
    let taken = fresh.assign(PersonId::new("noor")).unwrap();
    assert_eq!(refused(taken.assign(eva())), "already-assigned");
    assert_eq!(
        refused(call(&taken, "2026-01-12 14:00")),
        "not-the-supporter"
    );
    let taken = taken.hand_over(eva()).unwrap();
    assert_eq!(refused(call(&taken, "2026-01-12 14:00")), "picture-missing");
    let ready = taken.skip_picture(eva(), now).unwrap();
    assert_eq!(
        refused(call(&ready, "2026-01-12 14:00:01")),
        "in-the-future"
    );
    assert_eq!(refused(call(&ready, "2026-01-12 11:59:59")), "out-of-order");
    let done = call(&ready, "2026-01-12 12:00").unwrap();
    assert_eq!(
        refused(call(&done, "2026-01-12 14:00")),
        "first-contact-done"
    );
}

#[test]
fn a_third_party_asks_and_the_colleague_decides() {
    let tz = amsterdam();
    let now = at("2026-01-13 09:00");
    let wish = plan("2026-01-15 10:00", None);
    for requester in [Requester::Colleague, Requester::Manager] {
        let case = contacted(requester, Wish::Yes);
        assert_eq!(case.stage(now, &tz), Stage::Consent);
        assert_eq!(refused(case.plan_talk(wish, now, &tz)), "consent-missing");
        let agreed = case.record_consent(ConsentAnswer::Given, now).unwrap();
        let planned = agreed.plan_talk(wish, now, &tz).unwrap();

        let gone = planned.record_consent(ConsentAnswer::Refused, now).unwrap();
        assert_eq!(gone.closed.unwrap().reason, ClosingReason::ConsentRefused);
        assert_eq!(gone.planned(), None);
        let later = at("2026-03-01 09:00");
        let again = gone.reopen(later).unwrap();
        assert_eq!(again.consent, Consent::Asked);
        assert!(
            !again.late(later, &tz),
            "the question is as old as the reopening"
        );
    }
    let own = contacted(Requester::Self_, Wish::Yes);
    assert_eq!(
        refused(own.record_consent(ConsentAnswer::Refused, now)),
        "consent-not-asked"
    );
}

#[test]
fn who_was_involved_hands_over_first() {
    let tz = amsterdam();
    let case = contacted(Requester::Self_, Wish::Yes)
        .plan_talk(plan("2026-01-15 10:00", None), at("2026-01-13 09:00"), &tz)
        .unwrap()
        .require_handover(HandoverReason::Involved, at("2026-01-15 12:00"))
        .unwrap();
    let now = at("2026-01-15 14:00");
    let held_at = |local| hold(local, Outcome::FollowUp);
    assert_eq!(
        refused(case.hold_talk(held_at("2026-01-15 12:00"), now, &tz)),
        "handover-due"
    );
    let move_it = plan("2026-01-16 10:00", None);
    assert_eq!(refused(case.move_talk(move_it, now, &tz)), "handover-due");
    let before = case
        .hold_talk(held_at("2026-01-15 11:59:59"), now, &tz)
        .unwrap();
    assert!(
        before.handover_due.is_some(),
        "what was held before is kept, the task stays"
    );

    assert_eq!(refused(case.hand_over(eva())), "same-supporter");
    let handed = case.hand_over(PersonId::new("noor")).unwrap();
    assert_eq!(handed.handover_due, None);
    assert!(handed.move_talk(move_it, now, &tz).is_ok());
}

#[test]
fn a_case_goes_back_to_the_team_where_it_was() {
    let case = case(Requester::Detection, "2026-01-12 12:00", "2026-01-12 13:00");
    assert_eq!(refused(case.return_to_team()), "no-supporter");
    let taken = case.assign(eva()).unwrap();
    let due = taken
        .require_handover(HandoverReason::Unavailable, at("2026-01-12 14:00"))
        .unwrap();
    assert_eq!(due.return_to_team(), Ok(case.clone()));
    assert!(case.assign(PersonId::new("noor")).is_ok());
}

#[test]
fn who_has_to_hand_over_makes_no_first_contact_any_more() {
    let tz = amsterdam();
    let case = case(Requester::Detection, "2026-01-12 12:00", "2026-01-12 13:00")
        .assign(eva())
        .unwrap()
        .skip_picture(eva(), at("2026-01-12 13:05"))
        .unwrap()
        .require_handover(HandoverReason::Tie, at("2026-01-12 14:00"))
        .unwrap();
    let call = |when: &str| {
        let spoke = contact(at(when), Channel::Phone, Wish::Yes);
        case.complete_first_contact(spoke, at("2026-01-12 15:00"), &tz)
    };
    assert_eq!(refused(call("2026-01-12 14:00")), "handover-due");
    assert!(call("2026-01-12 13:59:59").is_ok());
}
