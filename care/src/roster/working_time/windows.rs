//! The rules that look at a window of elapsed time.

use jiff::SignedDuration;

use super::super::{Broken, check::Found};
use super::{
    Days,
    stretch::{self, Stretch},
};
use crate::time::Instant;

/// How often 24 hours without on-call there should be in 28 times 24 hours.
pub const LEAST_DAYS_WITHOUT: u16 = 14;
/// How often 48 hours without on-call and work.
const LEAST_FREE_STRETCHES: u16 = 2;
/// The most work in 24 hours with on-call.
pub const MOST_WORK: SignedDuration = SignedDuration::from_hours(13);

const DAY: SignedDuration = SignedDuration::from_hours(24);
const TWO_DAYS: SignedDuration = SignedDuration::from_hours(48);
const FOUR_WEEKS: SignedDuration = SignedDuration::from_hours(28 * 24);

fn from(from: Instant, length: SignedDuration) -> Stretch {
    let until = from.plus(length);
    Stretch { from, until }
}

/// At least 14 times 24 hours without on-call.
pub(super) fn days_without(days: &Days<'_>, found: &mut Vec<Found>) {
    let busy = stretch::merged(days.duties.iter().copied());
    let windows = days.duties.iter().filter_map(|duty| {
        let window = from(duty.from, FOUR_WEEKS);
        let days = stretch::fits(&busy, window, DAY);
        (days < LEAST_DAYS_WITHOUT).then_some((window, Broken::TooFewDaysWithout { days }))
    });
    stretch::told(windows, found);
}

/// At least twice 48 hours without on-call and work.
pub(super) fn free_stretches(days: &Days<'_>, found: &mut Vec<Found>) {
    let busy = stretch::merged(days.duties.iter().chain(&days.work).copied());
    let windows = days.duties.iter().filter_map(|duty| {
        let window = from(duty.from, FOUR_WEEKS);
        let stretches = stretch::fits(&busy, window, TWO_DAYS);
        (stretches < LEAST_FREE_STRETCHES)
            .then_some((window, Broken::TooFewFreeStretches { stretches }))
    });
    stretch::told(windows, found);
}

/// At most 13 hours of work in any 24 hours with on-call.
///
/// The work in a window grows and shrinks evenly as the window moves, so it is most where the
/// window begins with a piece of work or ends with one, or where it just holds a duty.
pub(super) fn work(days: &Days<'_>, found: &mut Vec<Found>) {
    let moment = SignedDuration::from_millis(1);
    let by_work = days
        .work
        .iter()
        .flat_map(|it| [it.from, it.until.minus(DAY)]);
    let by_duty = days
        .duties
        .iter()
        .flat_map(|it| [it.from.minus(DAY).plus(moment), it.until.minus(moment)]);
    let mut starts: Vec<Instant> = by_work.chain(by_duty).collect();
    starts.sort();
    starts.dedup();
    let windows = starts.into_iter().filter_map(|start| {
        let window = from(start, DAY);
        let on_call = days.duties.iter().any(|it| it.meets(window));
        let work = stretch::taken(&days.work, window);
        let minutes = stretch::minutes(work);
        (on_call && work > MOST_WORK).then_some((window, Broken::TooMuchWork { minutes }))
    });
    stretch::told(windows, found);
}
