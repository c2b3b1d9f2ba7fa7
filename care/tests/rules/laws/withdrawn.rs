//! Taking a path back because its event does not count after all: only what nobody took up (R041, R046).

use super::story::{stories, tell};
use crate::common::{amsterdam, at, case, contacted};
use care::ids::IncidentId;
use care::incident::{ReportStands, may_undo, take_back};
use care::path::{Aftermath, Channel, ClosingReason, Requester, Wish};
use care::protocol::TalkNumber;
use jiff::SignedDuration;
use proptest::prelude::*;

proptest! {
    #[test]
    fn what_was_taken_up_is_never_withdrawn(story in stories(), beside in any::<bool>()) {
        tell(&story, &amsterdam(), |step| {
            let Ok(case) = &step.result else { return };
            let goes = case.aftermath(beside) == Aftermath::Withdrawn;
            let touched = case.first_contact.is_some() || !case.contact_attempts.is_empty()
                || case.asked_at.is_some() || !case.talks.is_empty() || !case.referrals.is_empty();
            let asked = matches!(case.requester, Requester::Self_ | Requester::Colleague | Requester::Manager);
            assert!(!goes || !(touched || beside || asked || case.event.is_none() || case.closed.is_some()));
            assert_eq!(case.withdraw(step.now).is_ok(), case.aftermath(false) == Aftermath::Withdrawn);
        });
    }

    #[test]
    fn what_is_withdrawn_comes_back_as_it_was(story in stories()) {
        let tz = amsterdam();
        tell(&story, &tz, |step| {
            let Ok(case) = &step.result else { return };
            let Ok(gone) = case.withdraw(step.now) else { return };
            assert!(gone.closed.is_some_and(|closing| closing.reason == ClosingReason::OpenedInError));
            assert_eq!(gone.next_due(&tz), None, "nobody is asked to call");
            assert_eq!(gone.withdraw(step.now).unwrap_err().code(), "already-closed");
            assert_eq!(&gone.put_back().unwrap(), case);
        });
    }

    #[test]
    fn what_ended_otherwise_is_not_put_back(story in stories()) {
        tell(&story, &amsterdam(), |step| {
            let Ok(case) = &step.result else { return };
            let error = case.closed.is_some_and(|closing| closing.reason == ClosingReason::OpenedInError);
            assert!(error || case.put_back().is_err());
        });
    }

    #[test]
    fn a_day_is_a_day(hours in 0..60_i64, minutes in 0..60_i64) {
        let made = at("2026-03-28 14:00");
        let now = made.plus(SignedDuration::from_mins(hours * 60 + minutes));
        prop_assert_eq!(may_undo(made, now), hours < 24);
        prop_assert_eq!(take_back(made, [], now).is_ok(), hours < 24);
    }
}

#[test]
fn another_event_that_counts_keeps_the_path() {
    let fresh = case(Requester::Detection, "2026-01-12 12:00", "2026-01-12 13:00");
    let joined = fresh.join(IncidentId::new("fire")).unwrap();
    assert_eq!(joined.aftermath(true), Aftermath::Stays);
    assert_eq!(joined.aftermath(false), Aftermath::Withdrawn);
}

#[test]
fn a_report_stands_once_somebody_was_called() {
    let (made, now) = (at("2026-01-12 12:00"), at("2026-01-12 20:00"));
    let fresh = case(
        Requester::Dispatcher,
        "2026-01-12 12:00",
        "2026-01-12 13:00",
    );
    assert_eq!(take_back(made, [&fresh], now), Ok(()));
    let tried = fresh.attempt_contact(Channel::Message, now).unwrap();
    assert_eq!(
        take_back(made, [&fresh, &tried], now),
        Err(ReportStands::Contacted)
    );
    // Who was called about something else before was not called about this.
    let before = contacted(Requester::Detection, Wish::Later);
    let later = at("2026-01-12 19:00");
    assert_eq!(take_back(later, [&before], now), Ok(()));
    assert_eq!(
        take_back(made, [&before], now),
        Err(ReportStands::Contacted)
    );
    assert_eq!(before.next_talk(), Some(TalkNumber::First));
}
