//! Talks: agreed, in time, counted.

use super::refused;
use crate::common::{after_talk, amsterdam, at, contacted, hold, plan};
use care::path::{
    Agreement, Answer, ClosingReason, EarlyReason, HoldTalk, MissReason, Outcome, PlanTalk,
    ReferralConsent, Requester, Stage, Wish,
};
use care::protocol::TalkNumber;

#[test]
fn earlier_than_the_window_needs_a_reason_and_later_does_not() {
    let tz = amsterdam();
    let now = at("2026-01-13 09:00");
    let case = contacted(Requester::Self_, Wish::Yes);
    let early = case.plan_talk(plan("2026-01-14 11:59:59", None), now, &tz);
    assert_eq!(refused(early), "too-early-without-reason");
    let reason = Some(EarlyReason::ColleagueAsks);
    let early = case
        .plan_talk(plan("2026-01-14 11:59:59", reason), now, &tz)
        .unwrap();
    assert_eq!(early.planned().unwrap().early_reason, reason);
    let inside = case
        .plan_talk(plan("2026-01-14 12:00", reason), now, &tz)
        .unwrap();
    assert_eq!(
        inside.planned().unwrap().early_reason,
        None,
        "a reason that is not needed"
    );
    assert!(
        case.plan_talk(plan("2026-02-14 12:00", None), now, &tz)
            .is_ok()
    );
    assert_eq!(
        refused(case.plan_talk(plan("2026-01-13 08:59:59", reason), now, &tz)),
        "in-the-past"
    );

    // Planned inside the window, held before it: that needs the reason too.
    let held = hold("2026-01-14 11:00", Outcome::Close);
    let then = at("2026-01-14 13:00");
    assert_eq!(
        refused(inside.hold_talk(held, then, &tz)),
        "too-early-without-reason"
    );
    let held = HoldTalk {
        early_reason: reason,
        ..held
    };
    assert!(inside.hold_talk(held, then, &tz).is_ok());
}

#[test]
fn a_talk_is_agreed_by_both() {
    let tz = amsterdam();
    let now = at("2026-01-13 09:00");
    let wish = plan("2026-01-15 10:00", None);
    let alone = PlanTalk {
        agreed: Agreement::SupporterOnly,
        ..wish
    };
    let case = contacted(Requester::Self_, Wish::Yes);
    assert_eq!(refused(case.plan_talk(alone, now, &tz)), "not-agreed");
    for wants in [Wish::No, Wish::Later] {
        let case = contacted(Requester::Self_, wants);
        assert_eq!(refused(case.plan_talk(wish, now, &tz)), "not-offered");
    }
}

#[test]
fn a_talk_that_did_not_happen_does_not_count() {
    let tz = amsterdam();
    let case = contacted(Requester::Self_, Wish::Yes)
        .plan_talk(plan("2026-01-15 10:00", None), at("2026-01-13 09:00"), &tz)
        .unwrap();
    assert_eq!(
        refused(case.miss_talk(MissReason::NoShow, at("2026-01-15 09:59"))),
        "in-the-future"
    );
    let now = at("2026-01-15 10:30");
    let again = plan("2026-01-16 10:00", None);
    assert_eq!(refused(case.plan_talk(again, now, &tz)), "outcome-missing");
    assert_eq!(
        refused(case.close(ClosingReason::Completed, now)),
        "outcome-missing"
    );
    let missed = case.miss_talk(MissReason::NoShow, now).unwrap();
    assert_eq!(missed.talks_held(), 0);
    let planned = missed.plan_talk(again, now, &tz).unwrap();
    assert_eq!(planned.planned().unwrap().number, TalkNumber::First);
    assert_eq!(
        refused(planned.plan_talk(again, now, &tz)),
        "already-planned"
    );
    let moved = planned
        .move_talk(plan("2026-01-17 10:00", None), now, &tz)
        .unwrap();
    assert_eq!(moved.planned().unwrap().planned_for, at("2026-01-17 10:00"));
}

#[test]
fn after_three_talks_only_referring_and_closing_remain() {
    let tz = amsterdam();
    let case = contacted(Requester::Self_, Wish::Yes);
    let case = after_talk(&case, "2026-01-15 10:00", Outcome::FollowUp);
    let case = after_talk(&case, "2026-02-10 10:00", Outcome::FollowUp);
    let case = case
        .plan_talk(plan("2026-03-10 10:00", None), at("2026-03-01 10:00"), &tz)
        .unwrap();
    let now = at("2026-03-10 10:00");
    let refer = HoldTalk {
        referral_consent: ReferralConsent::Given,
        ..hold("2026-03-10 10:00", Outcome::Refer)
    };
    let without = HoldTalk {
        referral_consent: ReferralConsent::NotGiven,
        ..refer
    };
    assert_eq!(
        refused(case.hold_talk(without, now, &tz)),
        "referral-consent-missing"
    );
    let case = case.hold_talk(refer, now, &tz).unwrap();
    let declined = case.answer_offer(Answer::Decline, now, &tz).unwrap();
    assert_eq!(
        declined.next_due(&tz),
        None,
        "there is no talk left to offer"
    );
    let plan = plan("2026-03-20 10:00", None);
    assert_eq!(refused(case.plan_talk(plan, now, &tz)), "fourth-talk");
    assert_eq!(case.stage(at("2026-03-16 23:59"), &tz), Stage::Waiting);
    assert_eq!(case.stage(at("2026-03-17 00:00"), &tz), Stage::Referral);

    let reopened = case
        .close(ClosingReason::Referred, now)
        .unwrap()
        .reopen(now)
        .unwrap();
    assert_eq!(
        refused(reopened.answer_offer(Answer::Accept, now, &tz)),
        "fourth-talk"
    );
    assert_eq!(refused(reopened.plan_talk(plan, now, &tz)), "fourth-talk");
    assert!(reopened.refer_acute(now).is_ok());
}

#[test]
fn a_late_talk_that_was_missed_is_due_anew_and_not_late_at_once() {
    let tz = amsterdam();
    let now = at("2026-02-14 10:30");
    let missed = contacted(Requester::Self_, Wish::Yes)
        .plan_talk(plan("2026-02-14 10:00", None), at("2026-01-13 09:00"), &tz)
        .unwrap()
        .miss_talk(MissReason::NoShow, now)
        .unwrap();
    let due = missed.next_due(&tz).unwrap();
    assert_eq!(
        (due.what, due.window.opens),
        (Stage::Talk(TalkNumber::First), now)
    );
    assert!(!missed.late(at("2026-02-15 10:30"), &tz));
    assert!(missed.late(at("2026-02-15 10:30:01"), &tz));
}

#[test]
fn a_referral_is_followed_up_unless_the_colleague_wants_another_talk() {
    let tz = amsterdam();
    let now = at("2026-01-15 10:00");
    let refer = HoldTalk {
        referral_consent: ReferralConsent::Given,
        ..hold("2026-01-15 10:00", Outcome::Refer)
    };
    // Accepted, planned and held at one and the same moment.
    let referred = contacted(Requester::Self_, Wish::Later)
        .answer_offer(Answer::Accept, now, &tz)
        .unwrap()
        .plan_talk(plan("2026-01-15 10:00", None), now, &tz)
        .unwrap()
        .hold_talk(refer, now, &tz)
        .unwrap();
    assert_eq!(referred.next_due(&tz).unwrap().what, Stage::Referral);

    let back = at("2026-02-10 10:00");
    let again = referred
        .close(ClosingReason::Referred, now)
        .unwrap()
        .reopen(back)
        .unwrap()
        .answer_offer(Answer::Accept, back, &tz)
        .unwrap();
    assert_eq!(again.stage(back, &tz), Stage::Talk(TalkNumber::Second));
}
