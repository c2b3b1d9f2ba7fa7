//! On-call around a night shift, and in the night.

use jiff::{
    SignedDuration, ToSpan,
    civil::{Date, time},
    tz::TimeZone,
};

use super::super::{Broken, check::Found, check::last_day};
use super::{Days, stretch::Stretch};
use crate::time::Instant;

/// The hours before a night shift in which there is no on-call.
const BEFORE: SignedDuration = SignedDuration::from_hours(11);
/// The hours after it.
const AFTER: SignedDuration = SignedDuration::from_hours(14);
/// A shift is one of the night when it has more than this between 0 and 6.
const MORE_THAN: SignedDuration = SignedDuration::from_hours(1);

/// Whether a shift is one of the night: more than an hour of it lies between midnight and six.
pub fn is_night_shift(from: Instant, until: Instant, tz: &TimeZone) -> bool {
    let shift = Stretch { from, until };
    nights(shift, tz)
        .map(|night| shift.within(night).lasts())
        .filter(SignedDuration::is_positive)
        .sum::<SignedDuration>()
        > MORE_THAN
}

/// The hours between midnight and six of every day that a stretch touches.
fn nights(stretch: Stretch, tz: &TimeZone) -> impl Iterator<Item = Stretch> {
    let last = last_day(stretch.until, tz);
    let days = stretch.from.date(tz).series(1.day());
    days.take_while(move |day| *day <= last)
        .map(|day| night_of(day, tz))
}

fn night_of(day: Date, tz: &TimeZone) -> Stretch {
    let six = tz.to_zoned(day.to_datetime(time(6, 0, 0, 0)));
    Stretch {
        from: Instant::start_of(day, tz),
        until: six.map_or(Instant::LAST, Instant::from),
    }
}

/// The days on which a stretch touches the hours between midnight and six.
pub(super) fn nights_of(stretch: Stretch, tz: &TimeZone) -> impl Iterator<Item = Stretch> {
    nights(stretch, tz).filter(move |night| night.meets(stretch))
}

/// None from 11 hours before until 14 hours after a night shift.
pub(super) fn around(days: &Days<'_>, found: &mut Vec<Found>) {
    let by_night = |it: &&&super::Work| is_night_shift(it.from, it.until, days.tz);
    for shift in days.shifts.iter().filter(by_night) {
        let before = Stretch {
            from: shift.from.minus(BEFORE),
            until: shift.from,
        };
        let after = Stretch {
            from: shift.until,
            until: shift.until.plus(AFTER),
        };
        for (rest, broken) in [(before, Broken::BeforeNight), (after, Broken::AfterNight)] {
            let meeting = days.duties.iter().filter(|it| it.meets(rest));
            found.extend(meeting.map(|it| (it.from, it.until, broken.clone())));
        }
    }
}
