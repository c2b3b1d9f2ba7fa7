//! What must hold under any sequence of commands.

mod story;
mod withdrawn;

use crate::common::amsterdam;
use care::ids::IncidentId;
use care::path::{Case, Channel, Consent, Offer, PathRefusal, ReferralConsent, Reoffer, Stage};
use care::protocol::{ProtocolDraft, TalkNumber, adopt};
use jiff::SignedDuration;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use std::collections::BTreeSet;
use story::{Command, stories, tell};

fn last_word_is_no(case: &Case) -> bool {
    matches!(
        case.offer,
        Offer::Declined { .. } | Offer::NotReached { .. }
    )
}

proptest! {
    #[test]
    fn there_is_never_a_fourth_talk(story in stories()) {
        tell(&story, &amsterdam(), |step| {
            let Ok(case) = &step.result else { return };
            assert!(case.talks.len() <= 3);
            let numbers: Vec<TalkNumber> = case.talks.iter().map(|talk| talk.number).collect();
            assert_eq!(numbers, TalkNumber::ALL[..numbers.len()]);
            let open = case.talks.iter().position(|talk| talk.held.is_none());
            assert!(open.is_none_or(|position| position + 1 == case.talks.len()));
            assert!(case.talks_held() >= step.before.talks_held(), "a held talk stays");
        });
    }

    #[test]
    fn no_talk_comes_before_first_contact_consent_or_its_window(story in stories()) {
        let tz = amsterdam();
        tell(&story, &tz, |step| {
            let Ok(case) = &step.result else { return };
            for talk in &case.talks {
                let contact = case.first_contact.as_ref().expect("first contact");
                let window = case.talk_window(talk.number, &tz).expect("window");
                let moment = talk.held_at().unwrap_or(talk.planned_for);
                assert!(contact.channel.is_voice());
                assert!(contact.at <= moment);
                assert_eq!(moment < window.opens, talk.early_reason.is_some());
            }
            if let Some(talk) = case.planned() {
                assert!(matches!(case.consent, Consent::NotNeeded | Consent::Given));
                assert!(matches!(case.offer, Offer::Accepted { .. }));
                assert!(step.before.planned() == Some(talk) || talk.planned_for >= step.now);
            }
        });
    }

    #[test]
    fn what_happened_is_in_order_and_not_in_the_future(story in stories()) {
        tell(&story, &amsterdam(), |step| {
            let Ok(case) = &step.result else { return };
            let mut last = case.first_contact.as_ref().map(|contact| contact.at);
            for held in case.held().filter_map(|talk| talk.held) {
                assert!(last.is_some_and(|last| last <= held.at));
                last = Some(held.at);
            }
            assert!(last.is_none_or(|last| last <= step.now));
        });
    }

    #[test]
    fn a_message_never_completes_a_first_contact(story in stories()) {
        tell(&story, &amsterdam(), |step| {
            if let Command::Contact { channel: Channel::Email | Channel::Message, .. } = step.command {
                assert!(step.result.is_err());
            }
        });
    }

    /// One further round after a no or after silence, and only when the policy
    /// has one; a colleague who said "later", or asks to be called, asked for it.
    #[test]
    fn a_no_is_asked_again_once_at_most(story in stories()) {
        let tz = amsterdam();
        let mut further = 0;
        let case = tell(&story, &tz, |step| {
            let asked = last_word_is_no(step.before)
                && step.before.asked_at.is_none()
                && step.before.due(step.now, &tz).is_some()
                && matches!(step.command, Command::Offer | Command::Answer(_) | Command::NotReached | Command::Contact { .. });
            if asked && step.result.is_ok() {
                further += 1;
            }
            if let Ok(case) = &step.result {
                assert!(step.before.reoffer == Reoffer::Unused || case.reoffer == Reoffer::Used);
                let silent = last_word_is_no(case) && case.reoffer == Reoffer::Used && case.asked_at.is_none();
                let may_ask = matches!(case.next_due(&tz), Some(due) if due.what != Stage::Consent);
                assert!(!(silent && may_ask), "nobody asks again: {case:?}");
            }
        });
        assert!(further <= 1, "asked {further} times");
        assert!(case.protocol.reoffer_after_days.is_some() || further == 0);
    }

    /// Whatever else is due, a colleague who asks is called first (R042).
    #[test]
    fn who_asks_is_called_first(story in stories()) {
        let tz = amsterdam();
        tell(&story, &tz, |step| {
            let asking = step.before.asked_at.is_some();
            let due = step.before.due(step.now, &tz);
            assert!(!asking || due.is_some_and(|due| matches!(due.what, Stage::Signal | Stage::FirstContact)));
            assert!(step.result.is_err() || !matches!(step.command, Command::Contact { .. })
                || step.result.as_ref().is_ok_and(|case| case.asked_at.is_none()));
            assert!(!asking || step.before.closed.is_none());
        });
    }

    #[test]
    fn a_joined_event_moves_nothing(story in stories()) {
        let tz = amsterdam();
        let case = tell(&story, &tz, |_| {});
        let Ok(mut joined) = case.join(IncidentId::new("another")) else { return Ok(()) };
        prop_assert_eq!(joined.summary(&tz), case.summary(&tz));
        prop_assert_eq!(joined.timeline(&tz), case.timeline(&tz));
        joined.joined = case.joined.clone();
        prop_assert_eq!(joined, case);
    }

    #[test]
    fn waiting_makes_no_duty_disappear(story in stories(), hours in prop::collection::vec(0..2000_i64, 2)) {
        let tz = amsterdam();
        let case = tell(&story, &tz, |_| {});
        let mut later = story.begins;
        let (mut due, mut late) = (None, false);
        for hours in hours {
            later = later.plus(SignedDuration::from_hours(hours));
            let now = case.due(later, &tz);
            prop_assert!(due.is_none() || now == due);
            prop_assert!(!late || case.late(later, &tz));
            prop_assert!(!case.late(later, &tz) || now.is_some());
            due = now;
            late = case.late(later, &tz);
        }
    }

    /// A new version of the policy, adopted at any point of the story, leaves a
    /// case as it is: the case decides by its own copy (R011).
    #[test]
    fn a_new_version_moves_no_running_deadline(story in stories(), first in 24..72_u32, later in 1..20_u32) {
        let tz = amsterdam();
        let case = tell(&story, &tz, |_| {});
        let (summary, timeline) = (case.summary(&tz), case.timeline(&tz));
        let draft = ProtocolDraft {
            source: "second version".to_owned(),
            first_talk_from_hours: Some(first),
            second_talk_to_days: Some(42 - later.min(14)),
            first_contact_hours: Some(later),
            ..ProtocolDraft::default()
        };
        let second = adopt(&draft, &story.open.protocol).expect("a sound draft");
        let stored = serde_json::to_string(&case).expect("stored");
        let read: Case = serde_json::from_str(&stored).expect("read");
        prop_assert_eq!(&read.protocol, &story.open.protocol);
        prop_assert_ne!(&read.protocol, &second);
        prop_assert_eq!(read.summary(&tz), summary);
        prop_assert_eq!(read.timeline(&tz), timeline);
    }

    #[test]
    fn a_refused_command_changes_nothing_and_a_stored_case_is_the_same(story in stories()) {
        tell(&story, &amsterdam(), |step| match &step.result {
            Err(refusal) => assert!(PathRefusal::CODES.contains(&refusal.code())),
            Ok(case) => {
                let stored = serde_json::to_string(case).expect("stored");
                assert_eq!(&serde_json::from_str::<Case>(&stored).expect("read"), case);
            }
        });
    }

    #[test]
    fn referral_is_possible_in_every_open_state_and_only_there(story in stories()) {
        tell(&story, &amsterdam(), |step| {
            let open = step.before.closed.is_none();
            assert_eq!(step.before.refer_acute(step.now).is_ok(), open);
            for consent in ReferralConsent::ALL {
                assert_eq!(step.before.refer(*consent, step.now).is_ok(), open);
            }
        });
    }

    #[test]
    fn a_closed_case_only_reopens(story in stories()) {
        tell(&story, &amsterdam(), |step| {
            // What was withdrawn with its event is put back as it was; nothing else comes back so.
            let put_back = matches!(step.command, Command::PutBack) && step.before.was_withdrawn();
            let reopens = matches!(step.command, Command::Reopen) || put_back;
            if step.before.closed.is_some() {
                assert_eq!(step.result.is_ok(), reopens);
            } else {
                assert!(!(reopens && step.result.is_ok()));
            }
        });
    }

    #[test]
    fn who_has_to_hand_over_plans_nothing(story in stories()) {
        tell(&story, &amsterdam(), |step| {
            let planning = matches!(step.command, Command::Plan { .. } | Command::Move { .. });
            assert!(!(planning && step.before.handover_due.is_some() && step.result.is_ok()));
        });
    }
}

/// The laws above would hold of a path on which nothing ever happens.
#[test]
fn the_stories_reach_every_refusal_and_every_stage() {
    let tz = amsterdam();
    let mut runner = TestRunner::deterministic();
    let (mut refusals, mut stages, mut full) = (BTreeSet::new(), BTreeSet::new(), 0);
    for _ in 0..1500 {
        let story = stories().new_tree(&mut runner).unwrap().current();
        let case = tell(&story, &tz, |step| {
            stages.insert(step.before.stage(step.now, &tz).code());
            if let Err(refusal) = &step.result {
                refusals.insert(refusal.code());
            }
        });
        full += usize::from(case.talks_held() == 3);
    }
    let all: BTreeSet<&str> = PathRefusal::CODES.iter().copied().collect();
    assert_eq!(
        all.difference(&refusals).collect::<Vec<_>>(),
        Vec::<&&str>::new()
    );
    let all: BTreeSet<&str> = Stage::all().map(Stage::code).collect();
    assert_eq!(
        all.difference(&stages).collect::<Vec<_>>(),
        Vec::<&&str>::new()
    );
    assert!(full > 20, "{full} stories reach the third talk");
}
