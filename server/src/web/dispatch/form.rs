//! The dispatcher's form, read into a report.

use std::collections::BTreeSet;

use care::{
    ids::{PersonId, UnitCode},
    incident::{IncidentList, Tri},
    time::Instant,
};
use jiff::{SignedDuration, civil::Time, tz::TimeZone};

use crate::{
    feed::record::{EventRecord, Precision},
    web::error::AppError,
};

/// The value of "another event" in the form (R051).
pub(super) const OTHER: &str = "other";

/// The most units, and the most dispatchers, that one report names.
const MOST_UNITS: usize = 40;

/// What the dispatcher filled in; nothing in it is about a person.
#[derive(Debug, Default)]
pub(super) struct Filled {
    pub(super) entry: String,
    pub(super) number: String,
    pub(super) units: BTreeSet<UnitCode>,
    pub(super) me: bool,
    pub(super) dispatchers: BTreeSet<PersonId>,
    pub(super) time: String,
    pub(super) once: String,
    pub(super) facts: BTreeSet<String>,
}

impl Filled {
    /// Reads the fields in any order; fields that we do not know are left out.
    pub(super) fn read(fields: Vec<(String, String)>) -> Self {
        let mut filled = Self::default();
        for (name, value) in fields {
            match name.as_str() {
                "entry" => filled.entry = value,
                "number" => value.trim().clone_into(&mut filled.number),
                "unit" => filled.units.extend(UnitCode::parse(&value)),
                "units" => filled.units.extend(units(&value)),
                "dispatcher" => filled.dispatchers.extend(PersonId::parse(&value)),
                "me" => filled.me = value == "yes",
                "time" => filled.time = value,
                "once" => filled.once = value,
                "fact" => {
                    filled.facts.insert(value);
                }
                _ => {}
            }
        }
        filled
    }

    /// What is missing or cannot be read; the code of a text each.
    pub(super) fn problem(&self, list: &IncidentList) -> Option<&'static str> {
        if self.entry != OTHER && list.entry(&self.entry).is_none() {
            Some("entry")
        } else if self.number.chars().count() > 40 || self.number.chars().any(char::is_control) {
            Some("number")
        } else if self.units.is_empty() && !self.me && self.dispatchers.is_empty() {
            Some("nobody")
        } else if self.units.len() > MOST_UNITS || self.dispatchers.len() > MOST_UNITS {
            Some("units")
        } else if !self.time.trim().is_empty() && clock_time(&self.time).is_none() {
            Some("time")
        } else {
            None
        }
    }

    /// The id that the page gave to this report, so that sending twice is sending once.
    pub(super) fn once(&self) -> Result<&str, AppError> {
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
        let fits = (8..=64).contains(&self.once.len()) && self.once.chars().all(plain);
        if fits {
            Ok(&self.once)
        } else {
            Err(AppError::BadForm)
        }
    }

    /// Whether a fact was ticked.
    pub(super) fn has(&self, fact: &str) -> bool {
        self.facts.contains(fact)
    }

    /// The event, under a source and a number there.
    pub(super) fn record(&self, source: &str, source_ref: &str, at: Instant) -> EventRecord {
        let told = |fact: &str| {
            if self.has(fact) {
                Tri::Yes
            } else {
                Tri::Unknown
            }
        };
        EventRecord {
            units: self.units.clone(),
            minor: told("minor"),
            fatal: told("fatal"),
            aggression: told("aggression"),
            major: told("major"),
            ..EventRecord::new(source, source_ref, at, Precision::Exact)
        }
    }

    /// When it was: the latest moment up to now at which clocks showed this time.
    ///
    /// Nothing typed is now. The page does not fill in a time: it may have been
    /// open for hours, and another crew would be called.
    pub(super) fn at(&self, now: Instant, tz: &TimeZone) -> Option<Instant> {
        if self.time.trim().is_empty() {
            return Some(now);
        }
        latest(clock_time(&self.time)?, now, tz)
    }
}

/// Unit codes as typed: between commas, semicolons or spaces.
fn units(text: &str) -> impl Iterator<Item = UnitCode> + '_ {
    let split = |c: char| c == ',' || c == ';' || c.is_whitespace();
    text.split(split).filter_map(UnitCode::parse)
}

fn clock_time(text: &str) -> Option<Time> {
    let (hour, minute) = text.trim().split_once(':')?;
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}

/// The latest moment up to `now` at which clocks in the zone showed this time.
fn latest(time: Time, now: Instant, tz: &TimeZone) -> Option<Instant> {
    // A dispatcher types the minute that has just begun.
    let until = now.plus(SignedDuration::from_mins(1));
    let today = now.date(tz);
    [Some(today), today.yesterday().ok()]
        .into_iter()
        .flatten()
        .find_map(|date| {
            let told = tz.to_ambiguous_zoned(date.to_datetime(time));
            let (earlier, later) = (told.clone().earlier().ok()?, told.later().ok()?);
            let at = |zoned: jiff::Zoned| Instant::from_millis(zoned.timestamp().as_millisecond());
            [at(later), at(earlier)]
                .into_iter()
                .find(|at| *at <= until)
                .map(|at| at.min(now))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amsterdam() -> TimeZone {
        TimeZone::get("Europe/Amsterdam").unwrap()
    }

    fn told(time: &str, now: &str) -> String {
        let tz = amsterdam();
        let now: jiff::Timestamp = now.parse().unwrap();
        let now = Instant::from_millis(now.as_millisecond());
        let at = latest(clock_time(time).unwrap(), now, &tz).unwrap();
        at.zoned(&tz).strftime("%m-%d %H:%M %:z").to_string()
    }

    #[test]
    fn a_time_is_the_latest_one_that_was() {
        assert_eq!(told("03:12", "2026-03-03T02:12:00Z"), "03-03 03:12 +01:00");
        assert_eq!(told("23:50", "2026-03-03T02:12:00Z"), "03-02 23:50 +01:00");
        assert_eq!(told("03:13", "2026-03-03T02:12:30Z"), "03-03 03:12 +01:00");
        // The clock showed 02:30 twice.
        assert_eq!(told("02:30", "2026-10-25T00:40:00Z"), "10-25 02:30 +02:00");
        assert_eq!(told("02:30", "2026-10-25T02:00:00Z"), "10-25 02:30 +01:00");
    }

    #[test]
    fn units_are_read_however_they_are_typed() {
        let filled = Filled::read(vec![
            ("units".to_owned(), " 17-101,17-102;  17-101 ".to_owned()),
            ("unit".to_owned(), "MK-1".to_owned()),
        ]);
        let units: Vec<&str> = filled.units.iter().map(UnitCode::as_str).collect();
        assert_eq!(units, ["17-101", "17-102", "MK-1"]);
    }

    #[test]
    fn a_time_that_is_none_is_refused() {
        for text in ["", "25:00", "3", "12:61", "ab:cd"] {
            assert_eq!(clock_time(text), None, "{text}");
        }
    }
}
