//! The guide, the topics and the signs (R081, R132, R133, C07).

use crate::common::{after_talk, at, contacted};
use care::guide::{NORMAL_UNTIL_DAYS, Sign, Slot, Step, Topic, Way, Wording};
use care::path::{Case, Outcome, Requester, Wish};
use care::time::Instant;
use jiff::SignedDuration;
use proptest::prelude::*;
use std::collections::BTreeSet;

fn days(days: i64) -> Instant {
    Instant::default().plus(SignedDuration::from_hours(days * 24))
}

fn wording(sign: Sign, day: i64) -> Wording {
    sign.advice(Some(Instant::default()), days(day)).wording
}

#[test]
fn the_same_tick_reads_differently_at_day_5_and_at_day_45() {
    assert_eq!(wording(Sign::Sleep, 5), Wording::Normal);
    assert_eq!(wording(Sign::Sleep, 45), Wording::TalkAboutReferral);
    for sign in Sign::ALL {
        assert_ne!(wording(*sign, 5), wording(*sign, 45), "{sign}");
    }
}

#[test]
fn the_words_change_at_four_weeks_to_the_millisecond() {
    let switch = days(NORMAL_UNTIL_DAYS);
    let before = switch.minus(SignedDuration::from_millis(1));
    let at = |now| Sign::Mood.advice(Some(Instant::default()), now).wording;
    assert_eq!(at(before), Wording::Normal);
    assert_eq!(at(switch), Wording::TalkAboutReferral);
}

#[test]
fn there_are_twelve_signs_of_which_seven_are_normal_reactions() {
    assert_eq!(Sign::ALL.len(), 12);
    let normal = Sign::ALL.iter().filter(|sign| sign.is_normal_reaction());
    assert_eq!(normal.count(), 7);
    assert_eq!(wording(Sign::Alcohol, 5), Wording::AskFurther);
    assert_eq!(wording(Sign::Functioning, 5), Wording::AskFurther);
}

#[test]
fn there_are_seven_topics_and_a_guide_for_each_slot() {
    assert_eq!(Topic::ALL.len(), 7);
    for slot in Slot::ALL {
        let steps: BTreeSet<_> = slot.guide().iter().collect();
        assert_eq!(steps.len(), slot.guide().len(), "{slot} asks twice");
        assert!(!steps.is_empty(), "{slot} has no guide");
    }
    let used: BTreeSet<_> = Slot::ALL.iter().flat_map(|slot| slot.guide()).collect();
    assert_eq!(used.len(), Step::ALL.len(), "every step is asked somewhere");
    for later in [Slot::SecondTalk, Slot::ThirdTalk] {
        for step in [Step::WorkingThrough, Step::Work, Step::NewEvents] {
            assert!(later.guide().contains(&step), "{later} asks {step} (R073)");
        }
    }
}

#[test]
fn a_note_is_suggested_where_the_path_stands() {
    let slot = |case: &Case, now: &str| Slot::suggested(case, at(now)).code();
    let case = contacted(Requester::Self_, Wish::Yes);
    assert_eq!(slot(&case, "2026-01-13 09:00"), "contact");
    assert_eq!(slot(&case, "2026-01-16 09:00"), "talk-1", "days later");
    let case = after_talk(&case, "2026-01-15 10:00", Outcome::FollowUp);
    assert_eq!(slot(&case, "2026-01-16 09:00"), "talk-1", "just held");
    assert_eq!(slot(&case, "2026-02-10 09:00"), "talk-2");
    let case = after_talk(&case, "2026-02-12 10:00", Outcome::FollowUp);
    let case = after_talk(&case, "2026-03-12 10:00", Outcome::Close);
    assert_eq!(slot(&case, "2026-03-12 12:00"), "talk-3");
    assert_eq!(slot(&case, "2026-03-20 12:00"), "other");
}

proptest! {
    #[test]
    fn referral_and_the_acute_path_are_there_at_every_moment(
        event in prop::option::of(any::<i64>()),
        now in any::<i64>(),
        index in 0_usize..12,
    ) {
        let sign = Sign::ALL[index];
        let advice = sign.advice(event.map(Instant::from_millis), Instant::from_millis(now));
        prop_assert!(advice.ways.contains(&Way::Referral));
        prop_assert!(advice.ways.contains(&Way::Acute));
    }

    #[test]
    fn time_never_makes_the_words_lighter(from in 0_i64..400, more in 0_i64..400, index in 0_usize..12) {
        let sign = Sign::ALL[index];
        prop_assert!(wording(sign, from) <= wording(sign, from + more));
    }

    #[test]
    fn without_an_event_nothing_is_called_normal(now in any::<i64>(), index in 0_usize..12) {
        let advice = Sign::ALL[index].advice(None, Instant::from_millis(now));
        prop_assert_eq!(advice.wording, Wording::TalkAboutReferral);
    }
}
