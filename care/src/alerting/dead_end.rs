//! Where an alert would end at nobody, found before it happens.

use super::{Ladder, LadderRefusal, Whom};
use crate::ids::PersonId;
use crate::roster::{Duty, gaps};
use crate::time::Instant;
use jiff::{
    SignedDuration,
    civil::{Time, Weekday},
    tz::TimeZone,
};
use std::collections::{BTreeMap, BTreeSet};

/// One way in which an alert would not reach anybody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeadEnd {
    /// The ladder itself cannot be used.
    Ladder(LadderRefusal),
    /// Nobody is on duty, once: only the coordinators are asked then.
    Gap {
        /// The first moment without.
        from: Instant,
        /// The first moment with somebody again, or the end of what was looked at.
        until: Instant,
    },
    /// Nobody is on duty at the same hours of several weeks: "on Tuesday nights".
    EachWeek {
        /// The day of the week on which it begins.
        weekday: Weekday,
        /// When it begins on the clock.
        from: Time,
        /// When it ends on the clock.
        until: Time,
        /// In how many weeks of those looked at.
        weeks: u32,
    },
    /// Is on duty and has no channel that is known to work.
    Unreachable {
        /// Who.
        person: PersonId,
        /// From when they are on duty next.
        from: Instant,
    },
    /// There is no coordinator.
    NoCoordinator,
    /// No coordinator has a channel that is known to work: the ladder ends at nobody.
    CoordinatorsUnreachable,
}

/// Every dead end of a ladder between two moments, the worst first.
///
/// `reachable` are those with at least one channel that was tried and works.
pub fn dead_ends(
    ladder: &Ladder,
    duties: &[Duty],
    coordinators: &[PersonId],
    reachable: &BTreeSet<PersonId>,
    (from, until): (Instant, Instant),
    tz: &TimeZone,
) -> Vec<DeadEnd> {
    let mut found: Vec<DeadEnd> = ladder
        .check()
        .err()
        .map(DeadEnd::Ladder)
        .into_iter()
        .collect();
    if ladder
        .rungs
        .iter()
        .any(|rung| rung.whom == Whom::Coordinators)
    {
        if coordinators.is_empty() {
            found.push(DeadEnd::NoCoordinator);
        } else if !coordinators.iter().any(|person| reachable.contains(person)) {
            found.push(DeadEnd::CoordinatorsUnreachable);
        }
    }
    if ladder.rungs.iter().any(|rung| rung.whom == Whom::OnDuty) {
        found.extend(without_duty(duties, (from, until), tz));
        found.extend(unreachable(duties, reachable, (from, until)));
    }
    found
}

/// Stretches without duty; those that come back at the same hours are told once.
fn without_duty(duties: &[Duty], (from, until): (Instant, Instant), tz: &TimeZone) -> Vec<DeadEnd> {
    let gaps = gaps(duties, from, until);
    let mut alike: BTreeMap<(i8, Time, Time), Vec<usize>> = BTreeMap::new();
    let week = SignedDuration::from_hours(7 * 24);
    for (number, gap) in gaps.iter().enumerate() {
        let (begins, ends) = (gap.from.zoned(tz), gap.until.zoned(tz));
        if gap.until.since(gap.from) < week {
            let key = (
                begins.weekday().to_monday_zero_offset(),
                begins.time(),
                ends.time(),
            );
            alike.entry(key).or_default().push(number);
        }
    }
    alike.retain(|_, numbers| numbers.len() > 1);
    let repeated: BTreeSet<usize> = alike.values().flatten().copied().collect();
    let each_week = alike
        .iter()
        .filter_map(|((weekday, from, until), numbers)| {
            Some(DeadEnd::EachWeek {
                weekday: Weekday::from_monday_zero_offset(*weekday).ok()?,
                from: *from,
                until: *until,
                weeks: u32::try_from(numbers.len()).unwrap_or(u32::MAX),
            })
        });
    let once = gaps
        .iter()
        .enumerate()
        .filter(|(number, _)| !repeated.contains(number));
    let once = once.map(|(_, gap)| DeadEnd::Gap {
        from: gap.from,
        until: gap.until,
    });
    each_week.chain(once).collect()
}

/// Who is on duty within the time and cannot be reached, with the first such duty.
fn unreachable(
    duties: &[Duty],
    reachable: &BTreeSet<PersonId>,
    (from, until): (Instant, Instant),
) -> Vec<DeadEnd> {
    let mut first: BTreeMap<&PersonId, Instant> = BTreeMap::new();
    for duty in duties {
        let within = duty.from < duty.until && duty.until > from && duty.from < until;
        if within && !reachable.contains(&duty.person) {
            let begins = duty.from.max(from);
            let earliest = first.entry(&duty.person).or_insert(begins);
            *earliest = (*earliest).min(begins);
        }
    }
    let mut people: Vec<_> = first.into_iter().collect();
    people.sort_by_key(|(_, from)| *from);
    let found = people
        .into_iter()
        .map(|(person, from)| DeadEnd::Unreachable {
            person: person.clone(),
            from,
        });
    found.collect()
}
