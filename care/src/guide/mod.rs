//! What helps in a talk: the guide, the topics and the signs to look out for.
//!
//! Everything here is offered beside a sealed note and decides nothing about
//! anybody. What was ticked is sealed within the note or forgotten (R081).

mod sign;
mod step;

use crate::{
    codes::codes,
    path::{Case, Talk},
    protocol::TalkNumber,
    time::Instant,
};
use jiff::SignedDuration;

pub use sign::{Advice, HowLong, HowOften, NORMAL_UNTIL_DAYS, Sign, Way, Wording, wording};
pub use step::Step;

codes! {
    /// What a sealed note belongs to.
    pub enum Slot {
        /// The first contact (R064).
        Contact = "contact",
        /// The first talk (R071).
        FirstTalk = "talk-1",
        /// The second talk (R073).
        SecondTalk = "talk-2",
        /// The third and last talk (R074).
        ThirdTalk = "talk-3",
        /// Anything between the talks.
        Other = "other",
        /// The yearly talk of a supporter (R126).
        Annual = "annual",
    }
}

impl Slot {
    /// What a note of a case can belong to.
    pub const OF_CASE: [Self; 5] = [
        Self::Contact,
        Self::FirstTalk,
        Self::SecondTalk,
        Self::ThirdTalk,
        Self::Other,
    ];

    /// Where a note written now most likely belongs.
    ///
    /// A suggestion: what happened in the last two days is what one still
    /// writes about; else it is the talk to come, and after the third anything.
    pub fn suggested(case: &Case, now: Instant) -> Self {
        let fresh = |at: Instant| now.since(at) < SignedDuration::from_hours(48);
        let held = case.talks_held();
        let last = case.talks.iter().filter_map(Talk::held_at).max();
        let contact = case.first_contact.as_ref().map(|contact| contact.at);
        match (contact, last) {
            (_, Some(at)) if fresh(at) => Self::of_talk(held.saturating_sub(1)),
            (Some(at), None) if fresh(at) && case.planned().is_none() => Self::Contact,
            (None, None) => Self::Contact,
            _ => Self::of_talk(held),
        }
    }

    /// The talk after this many others.
    fn of_talk(earlier: usize) -> Self {
        match TalkNumber::after(earlier) {
            Some(TalkNumber::First) => Self::FirstTalk,
            Some(TalkNumber::Second) => Self::SecondTalk,
            Some(TalkNumber::Third) => Self::ThirdTalk,
            None => Self::Other,
        }
    }
}

codes! {
    /// The seven subjects to talk about with a colleague (R132).
    ///
    /// Source: Handboek bedrijfsopvangteams ambulancezorg (H1047-1063); the
    /// words on the pages are our own.
    pub enum Topic {
        /// What a potentially shocking event is.
        ShockingEvent = "shocking-event",
        /// Resilience and natural recovery.
        Resilience = "resilience",
        /// Normal reactions to stress.
        NormalReactions = "normal-reactions",
        /// Recognising complaints and signs.
        Recognising = "recognising",
        /// How such complaints usually run.
        UsualCourse = "usual-course",
        /// Support from others, and what it does to those around.
        PeopleAround = "people-around",
        /// What support there is, up to professional care.
        HelpAvailable = "help-available",
    }
}
