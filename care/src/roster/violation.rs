//! What can be wrong with a rota, as data.

use serde::{Deserialize, Serialize};

use super::PatternCode;
use crate::ids::PersonId;
use crate::time::Instant;

/// Something that is wrong: with whom, when, and what.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Violation {
    /// The first moment of the stretch that it is about: a duty, a week, a window.
    pub from: Instant,
    /// The first moment after it.
    pub until: Instant,
    /// Whom; nobody for a slot that is empty.
    pub person: Option<PersonId>,
    /// What.
    pub broken: Broken,
}

/// Which rule a rota breaks, with the numbers that say by how much.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "rule", rename_all = "kebab-case")]
pub enum Broken {
    /// A duty that ends before it begins.
    Backwards,
    /// The duty begins before an earlier one of the same person has ended.
    Overlap,
    /// More duties begin on this day than the organisation allows.
    TooManyInADay {
        /// How many.
        count: u16,
        /// How many there may be.
        most: u8,
    },
    /// Too few whole days without duty before this one.
    TooSoon {
        /// How many there are.
        free: u8,
        /// How many there should be.
        least: u8,
    },
    /// More duties begin in this week than the organisation allows.
    TooManyInAWeek {
        /// How many.
        count: u16,
        /// How many there may be.
        most: u8,
    },
    /// The person is away.
    Away,
    /// The person stepped out.
    Paused,
    /// Nobody serves this, or this part of it.
    Empty {
        /// Of which pattern.
        pattern: PatternCode,
    },
    /// On call before the eighteenth birthday.
    TooYoung,
    /// Fewer than 14 times 24 hours without on-call in 28 times 24 hours.
    TooFewDaysWithout {
        /// How many there are.
        days: u16,
    },
    /// Fewer than twice 48 hours without on-call and work in 28 times 24 hours.
    TooFewFreeStretches {
        /// How many there are.
        stretches: u16,
    },
    /// On call within 11 hours before a night shift.
    BeforeNight,
    /// On call within 14 hours after a night shift.
    AfterNight,
    /// More than 13 hours of work in 24 hours with on-call.
    TooMuchWork {
        /// How many minutes.
        minutes: u32,
    },
    /// Sixteen times or more on call by night in 16 weeks, and more work than 40 hours a week on
    /// average (45 with the rest condition).
    TooMuchOnAverage {
        /// How many nights.
        nights: u16,
        /// Minutes of work a week.
        minutes: u32,
    },
    /// A duty of more than 24 hours.
    TooLong {
        /// How many minutes.
        minutes: u32,
    },
}

/// Where a rule comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The nature of a rota.
    Nature,
    /// The organisation's own limits (R103).
    Organisation,
    /// What people said: leave and pause (C11).
    People,
    /// The law on working time, on-call (*consignatie*): reference B6.5.
    Consignatie,
    /// *Bereikbaarheidsdienst* in care: reference B6.5.
    Bereikbaarheidsdienst,
}

impl Broken {
    /// A stable code, the same that JSON has.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Backwards => "backwards",
            Self::Overlap => "overlap",
            Self::TooManyInADay { .. } => "too-many-in-a-day",
            Self::TooSoon { .. } => "too-soon",
            Self::TooManyInAWeek { .. } => "too-many-in-a-week",
            Self::Away => "away",
            Self::Paused => "paused",
            Self::Empty { .. } => "empty",
            Self::TooYoung => "too-young",
            Self::TooFewDaysWithout { .. } => "too-few-days-without",
            Self::TooFewFreeStretches { .. } => "too-few-free-stretches",
            Self::BeforeNight => "before-night",
            Self::AfterNight => "after-night",
            Self::TooMuchWork { .. } => "too-much-work",
            Self::TooMuchOnAverage { .. } => "too-much-on-average",
            Self::TooLong { .. } => "too-long",
        }
    }

    /// Where the rule comes from.
    pub const fn source(&self) -> Source {
        match self {
            Self::Backwards | Self::Overlap | Self::Empty { .. } => Source::Nature,
            Self::TooManyInADay { .. } | Self::TooSoon { .. } | Self::TooManyInAWeek { .. } => {
                Source::Organisation
            }
            Self::Away | Self::Paused => Source::People,
            Self::TooLong { .. } => Source::Bereikbaarheidsdienst,
            Self::TooYoung
            | Self::TooFewDaysWithout { .. }
            | Self::TooFewFreeStretches { .. }
            | Self::BeforeNight
            | Self::AfterNight
            | Self::TooMuchWork { .. }
            | Self::TooMuchOnAverage { .. } => Source::Consignatie,
        }
    }
}

impl Violation {
    /// Whether this says nothing that another does not say already: the same rule and person, in a
    /// stretch within the other's, and no worse.
    pub fn is_within(&self, other: &Self) -> bool {
        self.person == other.person
            && self.broken.code() == other.broken.code()
            && other.from <= self.from
            && self.until <= other.until
            && self.broken.by() <= other.broken.by()
    }
}

impl Broken {
    /// By how much a rule is broken: more is worse, among violations of the same rule.
    const fn by(&self) -> i64 {
        match *self {
            Self::TooManyInADay { count, .. } | Self::TooManyInAWeek { count, .. } => count as i64,
            Self::TooSoon { free, .. } => -(free as i64),
            Self::TooFewDaysWithout { days } => -(days as i64),
            Self::TooFewFreeStretches { stretches } => -(stretches as i64),
            Self::TooMuchWork { minutes }
            | Self::TooMuchOnAverage { minutes, .. }
            | Self::TooLong { minutes } => minutes as i64,
            Self::Backwards
            | Self::Overlap
            | Self::Away
            | Self::Paused
            | Self::Empty { .. }
            | Self::TooYoung
            | Self::BeforeNight
            | Self::AfterNight => 0,
        }
    }

    /// The worse of two of the same rule.
    pub(super) fn worse(self, other: Self) -> Self {
        if other.by() > self.by() { other } else { self }
    }
}
