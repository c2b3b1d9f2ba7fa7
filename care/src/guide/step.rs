//! What to ask, per talk.

use super::Slot;
use crate::codes::codes;

codes! {
    /// A thing to ask or say; the supporter is free in how (R001).
    pub enum Step {
        /// How is it, right now? (R064)
        HowNow = "how-now",
        /// Is practical help needed? (R064)
        PracticalHelp = "practical-help",
        /// Who is there at home or close by?
        WhoIsThere = "who-is-there",
        /// What happens next, and that everything is a choice.
        WhatNext = "what-next",
        /// What happened, as far as the colleague wants to tell it.
        Story = "story",
        /// What stays in the mind, and what the body does.
        Reactions = "reactions",
        /// Sleep, food, rest and things to enjoy.
        Rest = "rest",
        /// Support from others, and how it is for them (R120).
        Around = "around",
        /// How work goes (R073).
        Work = "work",
        /// How the event is being worked through, and which complaints there are (R073).
        WorkingThrough = "working-through",
        /// Whether anything new happened (R073).
        NewEvents = "new-events",
        /// What changed since the last talk (R093).
        Since = "since",
        /// Together: another talk, a referral, or enough (R075).
        Together = "together",
        /// What helped, and where to go from here: this is the last talk (R074).
        LookingBack = "looking-back",
        /// Whom to turn to after this.
        AfterThis = "after-this",
        /// What gives strength and what takes it (R126).
        Strength = "strength",
        /// What to learn, and what is needed for that (R126).
        Learn = "learn",
        /// Whether the load of supporting is right (R126).
        Load = "load",
        /// What the two agree on (R126).
        Agreements = "agreements",
    }
}

impl Slot {
    /// What to ask at this moment, in an order that works.
    ///
    /// Sources: R064 for the first contact, R073 and R074 for the later talks,
    /// R126 for the yearly talk; the first talk follows the topics of R132.
    pub const fn guide(self) -> &'static [Step] {
        use Step::{
            AfterThis, Agreements, Around, HowNow, Learn, Load, LookingBack, NewEvents,
            PracticalHelp, Reactions, Rest, Since, Story, Strength, Together, WhatNext, WhoIsThere,
            Work, WorkingThrough,
        };
        match self {
            Self::Contact => &[HowNow, PracticalHelp, WhoIsThere, WhatNext],
            Self::FirstTalk => &[HowNow, Story, Reactions, Rest, Around, Work, Together],
            Self::SecondTalk => &[Since, WorkingThrough, Work, NewEvents, Around, Together],
            Self::ThirdTalk => &[
                Since,
                WorkingThrough,
                Work,
                NewEvents,
                LookingBack,
                AfterThis,
            ],
            Self::Other => &[HowNow, Since],
            Self::Annual => &[Strength, Learn, Load, Agreements],
        }
    }
}
