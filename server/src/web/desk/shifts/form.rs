//! What is typed about a shift or a duty, and what it means.

use std::collections::BTreeMap;

use care::{
    ids::{PersonId, UnitCode},
    period::{LONGEST_DUTY, LONGEST_SHIFT, Period, Written},
    time::Instant,
};
use jiff::{
    civil::{Date, Time},
    tz::TimeZone,
};

use crate::{
    store::{LineKey, Person, RosterLine, StoreError, Tx, Which},
    web::error::AppError,
};

/// The longest text of a field.
const LONGEST: usize = 120;
/// How many people are offered when a name fits several.
const OFFERED: u32 = 10;

/// The form as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Typed {
    /// `shift` or `duty`.
    pub(super) kind: String,
    /// A staff number or a name.
    pub(super) who: String,
    /// The person that was pointed at among several, and for which text that was.
    pub(super) chosen: String,
    pub(super) chosen_for: String,
    pub(super) unit: String,
    pub(super) day: String,
    pub(super) from: String,
    pub(super) until: String,
    pub(super) last: String,
}

/// What the form means.
pub(super) struct Meant {
    pub(super) key: LineKey,
    pub(super) period: Period,
}

/// What is wrong with a form.
#[derive(Default)]
pub(super) struct Wrong {
    /// The keys of the problems.
    pub(super) problems: Vec<&'static str>,
    /// Those whom a name fits, when it fits several.
    pub(super) several: Vec<Person>,
}

impl Typed {
    /// What a form brings.
    pub(super) fn read(form: &BTreeMap<String, String>) -> Self {
        let said = |name: &str| form.get(name).map_or("", |text| text.trim()).to_owned();
        Self {
            kind: said("kind"),
            who: said("who"),
            chosen: said("person"),
            chosen_for: said("person-for"),
            unit: said("unit"),
            day: said("day"),
            from: said("from"),
            until: said("until"),
            last: said("last"),
        }
    }

    /// A line as one would type it.
    pub(super) fn of(line: &RosterLine, person: &Person, zone: &TimeZone) -> Self {
        let from = line.period.from.zoned(zone);
        let until = line.period.until.zoned(zone);
        let clock = |at: &jiff::Zoned| at.strftime("%H:%M").to_string();
        let kind = if line.unit.is_some() { "shift" } else { "duty" };
        Self {
            kind: kind.to_owned(),
            who: person.roster_id.clone(),
            unit: line.unit.as_ref().map_or("", UnitCode::as_str).to_owned(),
            day: from.date().to_string(),
            from: clock(&from),
            until: clock(&until),
            last: until.date().to_string(),
            ..Self::default()
        }
    }

    /// What it means, or everything that is wrong with it.
    pub(super) async fn meant(
        &self,
        tx: &Tx,
        zone: &TimeZone,
    ) -> Result<Result<Meant, Wrong>, StoreError> {
        let mut wrong = Wrong::default();
        let all = [&self.who, &self.unit, &self.day, &self.from, &self.until];
        let fits =
            |text: &&String| text.chars().count() <= LONGEST && !text.chars().any(char::is_control);
        if !all.iter().all(fits) {
            wrong.problems.push("long");
            return Ok(Err(wrong));
        }
        let unit = match self.kind.as_str() {
            "duty" => None,
            "shift" => {
                let unit = UnitCode::parse(&self.unit);
                if unit.is_none() {
                    wrong.problems.push("unit");
                }
                unit
            }
            _ => {
                wrong.problems.push("kind");
                None
            }
        };
        let person = self.person(tx, &mut wrong).await?;
        let period = self.period(zone, &mut wrong);
        if !wrong.problems.is_empty() {
            return Ok(Err(wrong));
        }
        let (Some(person), Some(period)) = (person, period) else {
            return Ok(Err(wrong));
        };
        let key = LineKey {
            person,
            unit,
            from: period.from,
        };
        Ok(Ok(Meant { key, period }))
    }

    async fn person(&self, tx: &Tx, wrong: &mut Wrong) -> Result<Option<PersonId>, StoreError> {
        if self.who.is_empty() {
            wrong.problems.push("who");
            return Ok(None);
        }
        let numbered = tx
            .people_by_roster_id(std::slice::from_ref(&self.who))
            .await?;
        if let Some(person) = numbered.into_iter().find(|it| it.active) {
            return Ok(Some(person.id));
        }
        let which = Which {
            text: Some(&self.who),
            ..Which::default()
        };
        let mut found = tx.register(which, OFFERED).await?;
        if self.chosen_for == self.who
            && let Some(person) = found.iter().find(|it| it.id.as_str() == self.chosen)
        {
            return Ok(Some(person.id.clone()));
        }
        if let [person] = &found[..] {
            return Ok(Some(person.id.clone()));
        }
        let problem = if found.is_empty() {
            "nobody"
        } else {
            "several"
        };
        wrong.problems.push(problem);
        wrong.several.append(&mut found);
        Ok(None)
    }

    fn period(&self, zone: &TimeZone, wrong: &mut Wrong) -> Option<Period> {
        let day = self.day.parse::<Date>().ok();
        let usual = |day: &Date| (2000..2200).contains(&day.year());
        let day = day.filter(usual);
        if day.is_none() {
            wrong.problems.push("day");
        }
        let (from, until) = (clock(&self.from), clock(&self.until));
        if from.is_none() || until.is_none() {
            wrong.problems.push("times");
        }
        let last = match self.last.as_str() {
            "" => None,
            text => {
                let last = text.parse::<Date>().ok().filter(usual);
                if last.is_none() {
                    wrong.problems.push("last");
                }
                last
            }
        };
        let written = Written {
            day: day?,
            from: from?,
            until: until?,
            last,
        };
        let longest = if self.kind == "duty" {
            LONGEST_DUTY
        } else {
            LONGEST_SHIFT
        };
        match written.read(longest, zone) {
            Ok(period) => Some(period),
            Err(refusal) => {
                wrong.problems.push(refusal.code());
                None
            }
        }
    }
}

/// Every problem besides those of a period, for the texts to be held against.
#[cfg(test)]
pub(super) const PROBLEMS: [&str; 10] = [
    "long", "unit", "kind", "who", "nobody", "several", "day", "times", "last", "there",
];

/// A time as browsers send it, or as people type it where there is no field for times.
fn clock(text: &str) -> Option<Time> {
    let (hour, minute) = text.split_once([':', '.'])?;
    let minute = minute.get(..2)?;
    let (hour, minute): (i8, i8) = (hour.parse().ok()?, minute.parse().ok()?);
    match (hour, minute) {
        (24, 0) => Some(Time::midnight()),
        _ => Time::new(hour, minute, 0, 0).ok(),
    }
}

/// The line that a form or an address names.
pub(super) fn key(form: &BTreeMap<String, String>) -> Result<LineKey, AppError> {
    let said = |name: &str| form.get(name).map_or("", String::as_str);
    let person = crate::web::address::person(said("of"))?;
    let from: i64 = said("at").parse().map_err(|_| AppError::NotFound)?;
    let on = said("on");
    if on.len() > LONGEST || on.chars().any(char::is_control) {
        return Err(AppError::NotFound);
    }
    Ok(LineKey {
        person,
        unit: UnitCode::parse(on),
        from: Instant::from_millis(from),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_read_as_browsers_and_people_write_it() {
        assert_eq!(clock("07:05"), Time::new(7, 5, 0, 0).ok());
        assert_eq!(clock("7.05"), Time::new(7, 5, 0, 0).ok());
        assert_eq!(clock("07:05:00"), Time::new(7, 5, 0, 0).ok());
        assert_eq!(clock("24:00"), Some(Time::midnight()));
        for text in ["", "7", "25:00", "7:5", "07:60", "een:uur", "7:é"] {
            assert_eq!(clock(text), None, "{text}");
        }
    }
}
