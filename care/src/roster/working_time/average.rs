//! The average of work where on-call by night is frequent.

use std::collections::BTreeSet;

use jiff::{SignedDuration, ToSpan, civil::Date};

use super::super::{
    Broken,
    check::{Found, last_day, monday},
};
use super::{
    Days, night,
    stretch::{self, Stretch},
};
use crate::time::Instant;

/// How many nights with on-call in 16 weeks make the average count.
pub const NIGHTS_THAT_COUNT: u16 = 16;
/// The most work a week on average then.
pub const MOST_AVERAGE: SignedDuration = SignedDuration::from_hours(40);
/// The most with the rest condition.
pub const AVERAGE_WITH_REST: SignedDuration = SignedDuration::from_hours(45);

const WEEKS: i32 = 16;

/// Looks at 16 weeks from each Monday that can matter.
pub(super) fn judge(days: &Days<'_>, found: &mut Vec<Found>) {
    let nights: BTreeSet<Instant> = days
        .duties
        .iter()
        .flat_map(|it| night::nights_of(*it, days.tz))
        .map(|it| it.from)
        .collect();
    if nights.len() < usize::from(NIGHTS_THAT_COUNT) {
        return;
    }
    let (Some(first), Some(last)) = (days.duties.first(), days.duties.last()) else {
        return;
    };
    let first = monday(first.from.date(days.tz)).saturating_sub((WEEKS - 1).weeks());
    let last = monday(last_day(last.until, days.tz));
    let windows = first
        .series(1.week())
        .take_while(|it| *it <= last)
        .filter_map(|it| window(days, &nights, it));
    stretch::told(windows, found);
}

fn window(days: &Days<'_>, nights: &BTreeSet<Instant>, first: Date) -> Option<(Stretch, Broken)> {
    let after = first.saturating_add(WEEKS.weeks());
    let window = Stretch {
        from: Instant::start_of(first, days.tz),
        until: Instant::start_of(after, days.tz),
    };
    let nights = nights.range(window.from..window.until).count();
    let nights = u16::try_from(nights).unwrap_or(u16::MAX);
    let most = if days.limits.rest_after_night_calls {
        AVERAGE_WITH_REST
    } else {
        MOST_AVERAGE
    };
    let work = stretch::taken(&days.work, window) / WEEKS;
    let minutes = stretch::minutes(work);
    (nights >= NIGHTS_THAT_COUNT && work > most)
        .then_some((window, Broken::TooMuchOnAverage { nights, minutes }))
}
