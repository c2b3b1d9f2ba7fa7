//! The duties of a pattern on the days of a stretch, and which of their places nobody has.

use jiff::{
    Span,
    civil::{Date, Time},
    tz::TimeZone,
};

use super::Rota;
use crate::period::Period;
use crate::roster::Duty;
use crate::time::Instant;

/// A duty of the pattern on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// The duty's code.
    pub duty: String,
    /// The day on which it begins.
    pub day: Date,
    /// From when until when.
    pub period: Period,
    /// How many supporters it takes.
    pub places: u8,
}

/// A part of a slot in which too few serve.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Short {
    /// Of which slot.
    pub slot: Slot,
    /// From when until when.
    pub period: Period,
    /// How many are missing.
    pub missing: u8,
}

/// The slots that begin from one day up to another, by beginning.
pub fn slots(rota: &Rota, from: Date, until: Date, tz: &TimeZone) -> Vec<Slot> {
    let mut found = Vec::new();
    let mut day = from;
    while day < until {
        let Ok(next) = day.tomorrow() else { break };
        let weekday = u8::try_from(day.weekday().to_monday_zero_offset()).unwrap_or(0);
        for duty in rota.duties.iter().filter(|it| it.weekdays.contains(&weekday)) {
            let last = if duty.is_overnight() { next } else { day };
            let period = Period {
                from: moment(day, duty.from, tz),
                until: moment(last, duty.until, tz),
            };
            if period.from < period.until {
                found.push(Slot {
                    duty: duty.code.clone(),
                    day,
                    period,
                    places: duty.places,
                });
            }
        }
        day = next;
    }
    found.sort_by_key(|slot| (slot.period.from, slot.period.until));
    found
}

/// The moment of a time on the wall; one that the clock skips is the moment at which it jumps, and of
/// one that comes twice the first is taken. Beginnings and ends alike: what touched goes on touching.
fn moment(day: Date, time: Time, tz: &TimeZone) -> Instant {
    day.to_datetime(time)
        .to_zoned(tz.clone())
        .map_or(Instant::LAST, Instant::from)
}

/// The parts of slots in which fewer serve than the pattern says, by beginning.
///
/// A duty need not be of the pattern to count: whoever serves at a moment, serves.
pub fn short(slots: &[Slot], duties: &[Duty]) -> Vec<Short> {
    let mut by_start: Vec<&Duty> = duties.iter().filter(|it| it.from < it.until).collect();
    by_start.sort_by_key(|duty| duty.from);
    let longest = by_start.iter().map(|it| it.until.since(it.from)).max();
    let longest = longest.unwrap_or_default();
    let mut found = Vec::new();
    for slot in slots {
        let early = by_start.partition_point(|it| it.from.plus(longest) <= slot.period.from);
        let near = by_start.iter().skip(early);
        let near: Vec<&Duty> = near
            .take_while(|it| it.from < slot.period.until)
            .filter(|it| it.until > slot.period.from)
            .copied()
            .collect();
        short_of(slot, &near, &mut found);
    }
    found
}

/// Cuts a slot where somebody comes or goes, and joins parts that lack the same.
fn short_of(slot: &Slot, near: &[&Duty], found: &mut Vec<Short>) {
    let Period { from, until } = slot.period;
    let inside = |at: &Instant| from < *at && *at < until;
    let mut cuts: Vec<Instant> = near
        .iter()
        .flat_map(|it| [it.from, it.until])
        .filter(inside)
        .chain([from, until])
        .collect();
    cuts.sort_unstable();
    cuts.dedup();
    let mut last: Option<Short> = None;
    for (from, until) in cuts.iter().zip(cuts.iter().skip(1)) {
        let mut people: Vec<_> = near.iter().filter(|it| it.covers(*from)).collect();
        people.sort_by_key(|it| &it.person);
        people.dedup_by_key(|it| &it.person);
        let there = u8::try_from(people.len()).unwrap_or(u8::MAX);
        let missing = slot.places.saturating_sub(there);
        match &mut last {
            Some(part) if part.missing == missing => part.period.until = *until,
            _ => {
                found.extend(last.take().filter(|part| part.missing > 0));
                let period = Period {
                    from: *from,
                    until: *until,
                };
                last = Some(Short {
                    slot: slot.clone(),
                    period,
                    missing,
                });
            }
        }
    }
    found.extend(last.filter(|part| part.missing > 0));
}

/// The first day of the week in which a day lies.
pub(super) fn monday(day: Date) -> Date {
    let offset = i64::from(day.weekday().to_monday_zero_offset());
    day.saturating_sub(Span::new().days(offset))
}
