//! The twelve signs, and how to speak of them as time goes by (R081, C07).

use crate::{codes::codes, time::Instant};
use jiff::SignedDuration;

/// Days after the event on which the wording changes (C07).
///
/// The handbook has no threshold; four weeks is that of NICE NG116 for active
/// monitoring. It is a change of words only: nothing waits for it.
pub const NORMAL_UNTIL_DAYS: i64 = 28;

codes! {
    /// The twelve signs that call for a referral when they keep coming back (R081).
    ///
    /// Source: Handboek bedrijfsopvangteams ambulancezorg (H621-653); meaning
    /// one to one, words our own.
    pub enum Sign {
        /// Disturbing memories of the event, or dreams about it.
        Memories = "memories",
        /// Getting upset by memories.
        Upset = "upset",
        /// Stress reactions of the body.
        Body = "body",
        /// Avoiding things, staying away from work.
        Avoiding = "avoiding",
        /// Sleeping badly.
        Sleep = "sleep",
        /// Irritable, a short fuse.
        ShortFuse = "short-fuse",
        /// Feeling unsafe or afraid, on edge without need.
        OnEdge = "on-edge",
        /// A change of mood, low mood.
        Mood = "mood",
        /// Trouble concentrating.
        Focus = "focus",
        /// More alcohol or drugs.
        Alcohol = "alcohol",
        /// Trouble functioning, at work or at home.
        Functioning = "functioning",
        /// Guilt and shame.
        Guilt = "guilt",
    }
}

codes! {
    /// For how long a sign has been there.
    pub enum HowLong {
        /// Some days.
        Days = "days",
        /// One to four weeks.
        Weeks = "weeks",
        /// Longer than four weeks.
        Longer = "longer",
    }
}

codes! {
    /// How often a sign is there.
    pub enum HowOften {
        /// Now and then.
        Sometimes = "sometimes",
        /// Some days of the week.
        Weekly = "weekly",
        /// Every day, or nearly so.
        Daily = "daily",
    }
}

codes! {
    /// How a sign is spoken of.
    pub enum Wording {
        /// Many have this in the first weeks: keep an eye on it.
        Normal = "normal",
        /// Not one of the well-known first reactions: ask further.
        AskFurther = "ask-further",
        /// It has been long enough: talk about a referral.
        TalkAboutReferral = "talk-about-referral",
    }
}

codes! {
    /// A way to more help that stands beside every wording.
    pub enum Way {
        /// A referral, decided with the colleague (R080).
        Referral = "referral",
        /// The acute path (R083).
        Acute = "acute",
    }
}

/// What the aid says about a sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Advice {
    /// How it is spoken of.
    pub wording: Wording,
    /// The ways to more help; never fewer than both (R080, R083).
    pub ways: &'static [Way],
}

impl Sign {
    /// Whether this is also one of the seven normal reactions (R133, C07).
    ///
    /// Thinking of it often, low mood, being on edge, a short fuse, trouble
    /// concentrating, sleeping badly, avoiding what reminds.
    pub const fn is_normal_reaction(self) -> bool {
        matches!(
            self,
            Self::Memories
                | Self::Mood
                | Self::OnEdge
                | Self::ShortFuse
                | Self::Focus
                | Self::Sleep
                | Self::Avoiding
        )
    }

    /// What the aid says about this sign at a moment.
    ///
    /// Without a known event nothing is called normal: there is no first month
    /// to speak of.
    pub fn advice(self, event: Option<Instant>, now: Instant) -> Advice {
        Advice {
            wording: wording(self, event, now),
            ways: Way::ALL,
        }
    }
}

/// How a sign is spoken of, this long after the event (C07).
pub fn wording(sign: Sign, event: Option<Instant>, now: Instant) -> Wording {
    let limit = SignedDuration::from_hours(NORMAL_UNTIL_DAYS * 24);
    let early = event.is_some_and(|event| now.since(event) < limit);
    match (early, sign.is_normal_reaction()) {
        (true, true) => Wording::Normal,
        (true, false) => Wording::AskFurther,
        (false, _) => Wording::TalkAboutReferral,
    }
}
