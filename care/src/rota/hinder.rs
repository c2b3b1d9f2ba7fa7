//! What stands between a supporter and a duty, and how many duties each has.

use std::collections::BTreeMap;

use jiff::{
    SignedDuration,
    civil::{Date, Weekday},
    tz::TimeZone,
};

use super::{Rota, slot::monday};
use crate::codes::codes;
use crate::ids::PersonId;
use crate::period::Period;
use crate::roster::Duty;
use crate::time::Instant;

codes! {
    /// Why a supporter cannot have a duty.
    pub enum Hindrance {
        /// They have one at that time already.
        Overlaps = "overlaps",
        /// They said that they are away.
        Away = "away",
        /// They pause (C11).
        Paused = "paused",
        /// Their training does not hold on that day (R030).
        Untrained = "untrained",
        /// More duties in a week than the pattern allows.
        PerWeek = "per-week",
        /// Fewer free days between two duties than the pattern asks.
        FreeDays = "free-days",
    }
}

/// A supporter, as far as duties look at them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Who.
    pub person: PersonId,
    /// Whether they pause.
    pub paused: bool,
    /// The last day on which their training holds.
    pub trained_until: Option<Date>,
    /// The stretches in which they are away, first and last day.
    pub away: Vec<(Date, Date)>,
}

impl Standing {
    /// Whether they can serve in a period at all: they do not pause and are not away.
    pub fn serves(&self, period: Period, tz: &TimeZone) -> bool {
        !self.paused && !self.is_away(period, tz)
    }

    fn is_away(&self, period: Period, tz: &TimeZone) -> bool {
        let (first, last) = days(period, tz);
        let touches = |(from, until): &(Date, Date)| *from <= last && first <= *until;
        self.away.iter().any(touches)
    }
}

/// The first and the last day that a period touches.
fn days(period: Period, tz: &TimeZone) -> (Date, Date) {
    let last = period.until.minus(SignedDuration::from_millis(1));
    (period.from.date(tz), last.date(tz))
}

/// Everything that stands between a supporter and a duty, beside the duties that they have.
///
/// Nothing is: they may have it.
pub fn hindrances(
    rota: &Rota,
    who: &Standing,
    period: Period,
    own: &[Period],
    tz: &TimeZone,
) -> Vec<Hindrance> {
    let mut found = Vec::new();
    let mut say = |stands: bool, hindrance| {
        if stands {
            found.push(hindrance);
        }
    };
    say(own.iter().any(|it| it.overlaps(&period)), Hindrance::Overlaps);
    say(who.is_away(period, tz), Hindrance::Away);
    say(who.paused, Hindrance::Paused);
    let (first, last) = days(period, tz);
    let trained = who.trained_until.is_some_and(|day| day >= last);
    say(!trained, Hindrance::Untrained);
    let week = monday(first);
    let begins = |it: &&Period| monday(it.from.date(tz)) == week;
    let in_week = own.iter().filter(begins).count() + 1;
    let too_many = rota.per_week.is_some_and(|most| in_week > usize::from(most));
    say(too_many, Hindrance::PerWeek);
    let near = |it: &Period| free_between(days(*it, tz), (first, last)) < i32::from(rota.free_days);
    say(
        rota.free_days > 0 && own.iter().any(near),
        Hindrance::FreeDays,
    );
    found
}

/// How many whole days lie between two stretches of days, counted from where each begins: a night
/// takes the day on which it begins, as a day does.
fn free_between(one: (Date, Date), other: (Date, Date)) -> i32 {
    let (first, second) = if one.0 <= other.0 {
        (one.0, other.0)
    } else {
        (other.0, one.0)
    };
    (second - first).get_days() - 1
}

/// How many duties somebody has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Load {
    /// All of them.
    pub all: u32,
    /// Those that last into the next day.
    pub nights: u32,
    /// Those that begin on a Saturday or a Sunday.
    pub weekends: u32,
}

/// How many duties each has that begin in a stretch of time.
pub fn loads(
    duties: &[Duty],
    from: Instant,
    until: Instant,
    tz: &TimeZone,
) -> BTreeMap<PersonId, Load> {
    let mut found: BTreeMap<PersonId, Load> = BTreeMap::new();
    for duty in duties.iter().filter(|it| from <= it.from && it.from < until) {
        let load = found.entry(duty.person.clone()).or_default();
        let period = Period {
            from: duty.from,
            until: duty.until,
        };
        let (first, last) = days(period, tz);
        let weekend = matches!(first.weekday(), Weekday::Saturday | Weekday::Sunday);
        load.all += 1;
        load.nights += u32::from(first < last);
        load.weekends += u32::from(weekend);
    }
    found
}
