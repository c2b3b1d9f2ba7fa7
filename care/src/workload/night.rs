use std::collections::BTreeSet;

use jiff::{civil::Date, tz::TimeZone};

use crate::ids::PersonId;
use crate::roster::Duty;
use crate::time::Instant;

/// The most nights of one duty that are counted; longer ones are a mistake in a roster.
const LONGEST: usize = 60;

/// The nights in which somebody was on duty, up to a moment: each once, at its midnight.
///
/// A night counts when a duty runs at its midnight (00:00 by the clock on the wall, the start of
/// the day where that hour does not exist). A duty that ends at midnight has no night in it.
pub fn nights(duties: &[Duty], person: &PersonId, until: Instant, tz: &TimeZone) -> Vec<Instant> {
    let own = duties.iter().filter(|duty| duty.person == *person);
    let nights: BTreeSet<Instant> = own.flat_map(|duty| midnights(duty, tz)).collect();
    nights.into_iter().filter(|night| *night <= until).collect()
}

fn midnights(duty: &Duty, tz: &TimeZone) -> impl Iterator<Item = Instant> + use<> {
    let (first, tz) = (duty.from.date(tz), tz.clone());
    let duty = duty.clone();
    std::iter::successors(Some(first), |day: &Date| day.tomorrow().ok())
        .take(LONGEST)
        .map(move |day| Instant::start_of(day, &tz))
        .filter(move |midnight| duty.covers(*midnight))
}
