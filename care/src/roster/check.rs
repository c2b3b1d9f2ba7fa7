//! Everything that is wrong with a rota.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{ToSpan, civil::Date, tz::TimeZone};

use super::{
    Broken, Duty, Facts, Limits, Slot, Violation, Weekday, staffed,
    working_time::{self, Days},
};
use crate::ids::PersonId;
use crate::time::Instant;

/// A rota with what it is judged by.
#[derive(Clone, Copy, Debug)]
pub struct Rota<'a> {
    /// The duties that are wanted.
    pub slots: &'a [Slot],
    /// The duties that people have, also those before and after the period.
    pub duties: &'a [Duty],
    /// Leave, pauses, work.
    pub facts: &'a Facts,
    /// The organisation's limits.
    pub limits: &'a Limits,
    /// The zone of the organisation.
    pub tz: &'a TimeZone,
}

/// Every violation of a rota, in order of time.
pub fn check(rota: &Rota<'_>) -> Vec<Violation> {
    let people: BTreeSet<&PersonId> = rota.duties.iter().map(|it| &it.person).collect();
    let mut found = empty(rota);
    for person in people {
        found.extend(of_person(rota, person));
    }
    found.sort();
    found
}

/// What would be broken if somebody took a slot, that is not broken now.
///
/// Nobody is hindered by their own silence: whether the slot is open does not count.
pub fn hindrances(rota: &Rota<'_>, slot: &Slot, person: &PersonId) -> Vec<Violation> {
    let own = |it: &&Duty| it.person == *person;
    let mut duties: Vec<Duty> = rota.duties.iter().filter(own).cloned().collect();
    let before = Rota {
        duties: &duties.clone(),
        ..*rota
    };
    let before = of_person(&before, person);
    duties.push(Duty {
        person: person.clone(),
        from: slot.from,
        until: slot.until,
    });
    let after = Rota {
        duties: &duties,
        ..*rota
    };
    added(&before, of_person(&after, person))
}

/// The violations that were not there, or are worse than they were.
pub(super) fn added(before: &[Violation], after: Vec<Violation>) -> Vec<Violation> {
    let known = |new: &Violation| before.iter().any(|old| new.is_within(old));
    after.into_iter().filter(|new| !known(new)).collect()
}

fn empty(rota: &Rota<'_>) -> Vec<Violation> {
    let open = |it: super::Staffed<'_>| {
        let pattern = it.slot.pattern.clone();
        it.missing.into_iter().map(move |gap| Violation {
            from: gap.from,
            until: gap.until,
            person: None,
            broken: Broken::Empty {
                pattern: pattern.clone(),
            },
        })
    };
    let slots = staffed(rota.slots, rota.duties);
    slots.into_iter().flat_map(open).collect()
}

/// What is wrong with the duties of one person, in order of time.
pub(super) fn of_person(rota: &Rota<'_>, person: &PersonId) -> Vec<Violation> {
    let own = rota.duties.iter().filter(|it| it.person == *person);
    let (mut duties, backwards): (Vec<&Duty>, Vec<&Duty>) = own.partition(|it| it.from < it.until);
    duties.sort();
    let mut found: Vec<Found> = backwards
        .iter()
        .map(|it| (it.until, it.from, Broken::Backwards))
        .collect();
    between(rota, &duties, &mut found);
    weeks(rota, &duties, &mut found);
    absent(rota, person, &duties, &mut found);
    let days = Days::of(rota, person, &duties);
    working_time::judge(&days, &mut found);
    let mut found: Vec<Violation> = found
        .into_iter()
        .map(|(from, until, broken)| Violation {
            from,
            until,
            person: Some(person.clone()),
            broken,
        })
        .collect();
    found.sort();
    found.dedup();
    found
}

/// A violation of whoever is looked at.
pub(super) type Found = (Instant, Instant, Broken);

/// Each duty beside those before it: overlap, how many a day, rest.
fn between(rota: &Rota<'_>, duties: &[&Duty], found: &mut Vec<Found>) {
    let limits = rota.limits;
    let mut ended: Option<Instant> = None;
    let mut today: Option<(Date, u16)> = None;
    for duty in duties {
        let day = duty.from.date(rota.tz);
        let earlier = today.filter(|it| it.0 == day).map_or(0, |it| it.1);
        let count = earlier.saturating_add(1);
        today = Some((day, count));
        let broken = match ended {
            Some(ended) if ended > duty.from => Some(Broken::Overlap),
            _ => limits
                .a_day
                .filter(|most| count > u16::from(*most))
                .map(|most| Broken::TooManyInADay { count, most })
                // Two of one day are judged by how many a day there may be.
                .or_else(|| match ended {
                    Some(ended) if earlier == 0 => too_soon(rota, ended, day),
                    _ => None,
                }),
        };
        found.extend(broken.map(|it| (duty.from, duty.until, it)));
        ended = ended.max(Some(duty.until));
    }
}

/// How many whole days lie between the end of a duty and the day of the next.
fn too_soon(rota: &Rota<'_>, ended: Instant, day: Date) -> Option<Broken> {
    let last = last_day(ended, rota.tz);
    let free = last.until(day).map_or(0, |it| it.get_days()) - 1;
    let free = u8::try_from(free.max(0)).unwrap_or(u8::MAX);
    let least = rota.limits.free_days;
    (free < least).then_some(Broken::TooSoon { free, least })
}

/// The last day that a stretch touches: one that ends at 24:00 does not touch the next.
pub(super) fn last_day(until: Instant, tz: &TimeZone) -> Date {
    Instant::from_millis(until.millis().saturating_sub(1)).date(tz)
}

fn weeks(rota: &Rota<'_>, duties: &[&Duty], found: &mut Vec<Found>) {
    let Some(most) = rota.limits.a_week else {
        return;
    };
    let mut weeks: BTreeMap<Date, u16> = BTreeMap::new();
    for duty in duties {
        let count = weeks.entry(monday(duty.from.date(rota.tz))).or_default();
        *count = count.saturating_add(1);
    }
    for (first, count) in weeks {
        if count > u16::from(most) {
            let next = first.checked_add(7.days()).unwrap_or(Date::MAX);
            let week = (
                Instant::start_of(first, rota.tz),
                Instant::start_of(next, rota.tz),
            );
            found.push((week.0, week.1, Broken::TooManyInAWeek { count, most }));
        }
    }
}

/// The Monday of the week of a day.
pub(super) fn monday(day: Date) -> Date {
    let after = Weekday::of(day) as i64;
    day.checked_sub(after.days()).unwrap_or(Date::MIN)
}

fn absent(rota: &Rota<'_>, person: &PersonId, duties: &[&Duty], found: &mut Vec<Found>) {
    let away = rota.facts.away.iter().filter(|it| it.person == *person);
    let away: Vec<(Instant, Instant)> = away
        .map(|it| {
            let after = it.last.tomorrow().unwrap_or(Date::MAX);
            let from = Instant::start_of(it.first, rota.tz);
            (from, Instant::start_of(after, rota.tz))
        })
        .collect();
    let pauses = rota.facts.pauses.iter().filter(|it| it.person == *person);
    let pauses: Vec<(Instant, Instant)> = pauses
        .map(|it| (it.from, it.until.unwrap_or(Instant::LAST)))
        .collect();
    for duty in duties {
        let meets = |it: &(Instant, Instant)| it.0 < duty.until && duty.from < it.1;
        let broken = [
            (away.iter().any(meets), Broken::Away),
            (pauses.iter().any(meets), Broken::Paused),
        ];
        let broken = broken.into_iter().filter(|it| it.0).map(|it| it.1);
        found.extend(broken.map(|it| (duty.from, duty.until, it)));
    }
}
