//! Violations in words, for the command line: supporters and days are numbers there.

use care::{
    ids::PersonId,
    roster::{Broken, Violation},
    time::Instant,
};
use jiff::{civil::Date, tz::TimeZone};

use crate::rota::instance::{number, supporter};

/// A violation as a sentence.
pub(super) fn violation(violation: &Violation) -> String {
    let day = violation.from.date(&TimeZone::UTC);
    let what = broken(&violation.broken);
    match &violation.person {
        None => format!("{}: {what}", of_day(day)),
        Some(person) => format!("{}: {} {what}", of_day(day), name(person)),
    }
}

/// Whom.
pub(super) fn name(person: &PersonId) -> String {
    match supporter(person) {
        Some(s) => format!("supporter {s}"),
        None => format!("supporter {person}"),
    }
}

/// When.
pub(super) fn of_day(day: Date) -> String {
    let n = number(day);
    let weekday = care::roster::Weekday::of(day).code();
    format!("day {n} ({weekday}, week {})", n / 7 + 1)
}

/// What is broken, after the name of somebody.
pub(super) fn broken(broken: &Broken) -> String {
    match broken {
        Broken::Backwards => "has a duty that ends before it begins".to_owned(),
        Broken::Overlap => "has two duties at the same time".to_owned(),
        Broken::TooManyInADay { count, most } => {
            format!("has {count} duties on this day; at most {most}")
        }
        Broken::TooSoon { free, least } => {
            format!("has had {free} free days since the last duty; at least {least}")
        }
        Broken::TooManyInAWeek { count, most } => {
            format!("has {count} duties in this week; at most {most}")
        }
        Broken::Away => "is away".to_owned(),
        Broken::Paused => "has stepped out".to_owned(),
        Broken::Empty { .. } => "a duty that nobody serves".to_owned(),
        Broken::TooYoung => "is not eighteen yet".to_owned(),
        Broken::TooFewDaysWithout { days } => {
            format!("has {days} times 24 hours without on-call in 28 days; at least 14")
        }
        Broken::TooFewFreeStretches { stretches } => {
            format!(
                "has {stretches} times 48 hours free of work and on-call in 28 days; at least 2"
            )
        }
        Broken::BeforeNight => "is on call within 11 hours before a night shift".to_owned(),
        Broken::AfterNight => "is on call within 14 hours after a night shift".to_owned(),
        Broken::TooMuchWork { minutes } => {
            let hours = hours(*minutes);
            format!("works {hours} in 24 hours with on-call; at most 13 hours")
        }
        Broken::TooMuchOnAverage { nights, minutes } => {
            let hours = hours(*minutes);
            format!("is on call in {nights} nights of 16 weeks and works {hours} a week on average")
        }
        Broken::TooLong { minutes } => {
            format!("has a duty of {}; at most 24 hours", hours(*minutes))
        }
    }
}

fn hours(minutes: u32) -> String {
    match minutes % 60 {
        0 => format!("{} hours", minutes / 60),
        rest => format!("{} hours and {rest} minutes", minutes / 60),
    }
}

/// The number of the day on which a stretch begins.
pub(super) fn day_of(moment: Instant) -> usize {
    number(moment.date(&TimeZone::UTC))
}
