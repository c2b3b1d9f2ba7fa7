//! The working-time rules for being on call (reference B6.5).
//!
//! Under *consignatie*: in each 28 times 24 hours at least 14 times 24 hours without on-call, and
//! twice 48 hours without on-call and work; none from 11 hours before until 14 hours after a night
//! shift; at most 13 hours of work in any 24 hours with on-call, where a call counts as half an
//! hour at least; with on-call in 16 nights or more of 16 weeks, 40 hours of work a week on average
//! (45 with the rest condition); from the age of eighteen. Under *bereikbaarheidsdienst*: a duty
//! lasts 24 hours at most.
//!
//! A window of 28 times 24 hours is looked at from the beginning of each duty, one of 16 weeks from
//! each Monday, one of 24 hours from every moment. Hours are elapsed time. What is not known counts
//! as free: who judges a rota gives the duties and the work of four weeks before it as well.
//!
//! Not modelled: the other counts of a collective agreement for *bereikbaarheidsdienst*, calls
//! shortly after each other as one, the compensation of rest after a call by night (only whether
//! the organisation grants it), and the rules for ordinary work itself.

mod average;
mod night;
mod stretch;
mod windows;

pub use average::{AVERAGE_WITH_REST, MOST_AVERAGE, NIGHTS_THAT_COUNT};
pub use night::is_night_shift;
pub use windows::{LEAST_DAYS_WITHOUT, MOST_WORK};

use jiff::{SignedDuration, tz::TimeZone};

use super::{Broken, Duty, Limits, Regime, Rota, Work, check::Found};
use crate::ids::PersonId;
use crate::time::Instant;
use stretch::Stretch;

/// What a call counts as at least.
pub const LEAST_CALL: SignedDuration = SignedDuration::from_mins(30);
/// The longest duty under *bereikbaarheidsdienst*.
const LONGEST: SignedDuration = SignedDuration::from_hours(24);

/// What one person does, as far as the rules look at it.
pub(super) struct Days<'a> {
    limits: &'a Limits,
    tz: &'a TimeZone,
    duties: Vec<Stretch>,
    shifts: Vec<&'a Work>,
    /// Shifts and calls, merged.
    work: Vec<Stretch>,
    eighteen: Option<Instant>,
}

impl<'a> Days<'a> {
    /// Gathers what is known of a person; duties are in order and end after they begin.
    pub(super) fn of(rota: &Rota<'a>, person: &PersonId, duties: &[&Duty]) -> Self {
        let facts = rota.facts;
        let shifts: Vec<&Work> = facts
            .work
            .iter()
            .filter(|it| it.person == *person && it.from < it.until)
            .collect();
        let calls = facts.calls.iter().filter(|it| it.person == *person);
        let calls = calls.map(|it| Stretch {
            from: it.from,
            until: it.until.max(it.from.plus(LEAST_CALL)),
        });
        let worked = shifts.iter().map(|it| Stretch {
            from: it.from,
            until: it.until,
        });
        let minor = facts.minors.iter().find(|it| it.person == *person);
        Self {
            limits: rota.limits,
            tz: rota.tz,
            duties: duties
                .iter()
                .map(|it| Stretch {
                    from: it.from,
                    until: it.until,
                })
                .collect(),
            work: stretch::merged(worked.chain(calls)),
            shifts,
            eighteen: minor.map(|it| Instant::start_of(it.eighteen, rota.tz)),
        }
    }
}

/// Every violation of the regime that holds.
pub(super) fn judge(days: &Days<'_>, found: &mut Vec<Found>) {
    match days.limits.regime {
        Regime::None => {}
        Regime::Bereikbaarheidsdienst => too_long(days, found),
        Regime::Consignatie => {
            windows::days_without(days, found);
            windows::free_stretches(days, found);
            windows::work(days, found);
            night::around(days, found);
            average::judge(days, found);
            too_young(days, found);
        }
    }
}

fn too_long(days: &Days<'_>, found: &mut Vec<Found>) {
    for duty in days.duties.iter().filter(|it| it.lasts() > LONGEST) {
        let minutes = stretch::minutes(duty.lasts());
        found.push((duty.from, duty.until, Broken::TooLong { minutes }));
    }
}

fn too_young(days: &Days<'_>, found: &mut Vec<Found>) {
    let Some(eighteen) = days.eighteen else {
        return;
    };
    let young = days.duties.iter().filter(|it| it.from < eighteen);
    found.extend(young.map(|it| (it.from, it.until, Broken::TooYoung)));
}
