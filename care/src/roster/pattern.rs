//! Duty patterns: which duties an organisation wants, by the clock on the wall.

use std::collections::BTreeSet;

use jiff::{
    ToSpan,
    civil::{Date, Time},
    tz::TimeZone,
};
use serde::{Deserialize, Serialize};

use crate::codes::codes;
use crate::ids::is_id;
use crate::label::Label;
use crate::time::Instant;

/// The most supporters that one pattern asks for at a time.
pub const MOST_PLACES: u8 = 20;

codes! {
    /// A day of the week.
    pub enum Weekday {
        /// Monday.
        Monday = "monday",
        /// Tuesday.
        Tuesday = "tuesday",
        /// Wednesday.
        Wednesday = "wednesday",
        /// Thursday.
        Thursday = "thursday",
        /// Friday.
        Friday = "friday",
        /// Saturday.
        Saturday = "saturday",
        /// Sunday.
        Sunday = "sunday",
    }
}

impl Weekday {
    /// The day of the week of a date.
    pub fn of(day: Date) -> Self {
        use jiff::civil::Weekday as Day;
        match day.weekday() {
            Day::Monday => Self::Monday,
            Day::Tuesday => Self::Tuesday,
            Day::Wednesday => Self::Wednesday,
            Day::Thursday => Self::Thursday,
            Day::Friday => Self::Friday,
            Day::Saturday => Self::Saturday,
            Day::Sunday => Self::Sunday,
        }
    }

    /// Saturday or Sunday.
    pub const fn is_weekend(self) -> bool {
        matches!(self, Self::Saturday | Self::Sunday)
    }
}

/// What names a pattern in documents, wishes and plans; it stays when its times change.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PatternCode(String);

impl PatternCode {
    /// Takes a code of our own.
    pub fn new(code: impl Into<String>) -> Self {
        Self(code.into())
    }

    /// Reads a code from outside: 1 to 64 letters, digits, `-` or `_`.
    pub fn parse(text: &str) -> Option<Self> {
        is_id(text).then(|| Self(text.to_owned()))
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A duty that comes back: on these days of the week, from and until these times.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pattern {
    /// What names it.
    pub code: PatternCode,
    /// What people call it.
    pub name: Label,
    /// The days on which it begins.
    pub days: BTreeSet<Weekday>,
    /// When it begins.
    pub from: Time,
    /// When it ends; not later than `from` means on the next day, the same means a whole day.
    pub until: Time,
    /// How many supporters it wants.
    pub places: u8,
}

/// One day on which a pattern is otherwise: other times, other places, or added to a day of the
/// week that it does not have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Override {
    /// Which day.
    pub day: Date,
    /// Which pattern.
    pub pattern: PatternCode,
    /// When it begins on that day.
    pub from: Time,
    /// When it ends; not later than `from` means on the next day.
    pub until: Time,
    /// How many supporters; none at 0.
    pub places: u8,
}

codes! {
    /// Why patterns cannot be.
    pub enum PatternRefusal {
        /// No day of the week.
        NoDays = "no-days",
        /// No place, or more than [`MOST_PLACES`].
        Places = "places",
        /// The name lacks in one of the languages.
        NoName = "no-name",
        /// Two have the same code.
        SameCode = "same-code",
    }
}

/// What is wrong with patterns, each with the place of the pattern in the list.
pub fn refusals(patterns: &[Pattern]) -> Vec<(usize, PatternRefusal)> {
    let mut codes = BTreeSet::new();
    let mut found = Vec::new();
    for (n, pattern) in patterns.iter().enumerate() {
        let wrong = [
            (pattern.days.is_empty(), PatternRefusal::NoDays),
            (
                !(1..=MOST_PLACES).contains(&pattern.places),
                PatternRefusal::Places,
            ),
            (!pattern.name.is_complete(), PatternRefusal::NoName),
            (!codes.insert(&pattern.code), PatternRefusal::SameCode),
        ];
        found.extend(wrong.into_iter().filter(|it| it.0).map(|it| (n, it.1)));
    }
    found
}

/// One place of a pattern on one day: a duty that somebody is wanted for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Slot {
    /// The first moment.
    pub from: Instant,
    /// The first moment after it.
    pub until: Instant,
    /// The day on which it begins.
    pub day: Date,
    /// Of which pattern.
    pub pattern: PatternCode,
    /// Which of its places, from 0.
    pub place: u8,
}

/// The slots that begin on the days from `first` to `last`, both included, in order of time.
///
/// A time that the clock skips is the moment at which it lands, and of a time that it shows twice
/// the first is meant, for ends and beginnings alike: where one duty ends the next begins.
pub fn slots(
    patterns: &[Pattern],
    overrides: &[Override],
    (first, last): (Date, Date),
    tz: &TimeZone,
) -> Vec<Slot> {
    let mut found = Vec::new();
    for day in first.series(1.day()).take_while(|day| *day <= last) {
        for pattern in patterns {
            let other = overrides
                .iter()
                .rfind(|it| it.day == day && it.pattern == pattern.code);
            let (from, until, places) = match other {
                Some(it) => (it.from, it.until, it.places),
                None if pattern.days.contains(&Weekday::of(day)) => {
                    (pattern.from, pattern.until, pattern.places)
                }
                None => continue,
            };
            let end = if until > from {
                Some(day)
            } else {
                day.tomorrow().ok()
            };
            let (from, until) = (
                moment(day, from, tz),
                end.map_or(Instant::LAST, |it| moment(it, until, tz)),
            );
            found.extend((0..places.min(MOST_PLACES)).map(|place| Slot {
                from,
                until,
                day,
                pattern: pattern.code.clone(),
                place,
            }));
        }
    }
    found.retain(|slot| slot.from < slot.until);
    found.sort();
    found
}

fn moment(day: Date, clock: Time, tz: &TimeZone) -> Instant {
    tz.to_zoned(day.to_datetime(clock))
        .map_or(Instant::LAST, Instant::from)
}
