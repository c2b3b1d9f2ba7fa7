//! Closing and reopening.

use super::refused;
use crate::common::{after_talk, amsterdam, at, case, contacted};
use care::path::{Answer, ClosingReason, Outcome, ReferralConsent, Requester, Stage, Wish};
use care::protocol::TalkNumber;

#[test]
fn reopening_keeps_the_counter_and_asks_anew() {
    let tz = amsterdam();
    let case = after_talk(
        &contacted(Requester::Self_, Wish::Yes),
        "2026-01-15 10:00",
        Outcome::Close,
    );
    let now = at("2026-05-01 09:00");
    assert_eq!(refused(case.refer_acute(now)), "already-closed");
    let case = case.reopen(now).unwrap();
    assert_eq!((case.talks_held(), case.reopened), (1, 1));
    assert_eq!(case.stage(now, &tz), Stage::Offer);
    let case = case.answer_offer(Answer::Accept, now, &tz).unwrap();
    assert_eq!(case.stage(now, &tz), Stage::Talk(TalkNumber::Second));
    assert_eq!(refused(case.reopen(now)), "not-closed");
}

#[test]
fn closing_says_what_happened() {
    let now = at("2026-01-12 14:00");
    let fresh = case(Requester::Self_, "2026-01-12 12:00", "2026-01-12 13:00");
    let codes = [
        (ClosingReason::Completed, "first-contact-missing"),
        (ClosingReason::NotReached, "no-attempt"),
        (ClosingReason::Referred, "referral-consent-missing"),
        (ClosingReason::ConsentRefused, "consent-not-asked"),
    ];
    for (reason, code) in codes {
        assert_eq!(refused(fresh.close(reason, now)), code, "{reason}");
    }
    assert!(fresh.close(ClosingReason::OpenedInError, now).is_ok());
    let acute = fresh.refer_acute(now).unwrap();
    assert!(acute.may_inform_provider());
    assert!(acute.close(ClosingReason::Referred, now).is_ok());
    let discussed = fresh.refer(ReferralConsent::NotGiven, now).unwrap();
    assert!(!discussed.may_inform_provider());
}

#[test]
fn a_reopened_signal_has_its_own_day_for_the_first_contact() {
    let tz = amsterdam();
    let case = case(Requester::Self_, "2026-01-12 12:00", "2026-01-12 13:00")
        .close(ClosingReason::OpenedInError, at("2026-01-12 14:00"))
        .unwrap()
        .reopen(at("2026-03-01 09:00"))
        .unwrap();
    assert!(!case.late(at("2026-03-02 09:00"), &tz));
    assert!(case.late(at("2026-03-02 09:00:01"), &tz));
    assert_eq!(
        case.anchor(),
        Some(at("2026-01-12 12:00")),
        "the windows stay"
    );
}
