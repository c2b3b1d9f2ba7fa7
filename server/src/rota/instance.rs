//! Instances: a rota as a file of numbers, for the command line and the benchmark (docs/rota.md).

use std::collections::{BTreeMap, BTreeSet};

use care::{
    ids::PersonId,
    label::Label,
    roster::{
        Away, Duty, Facts, Limits, Pattern, PatternCode, Serving, Task, Weekday, Wish, WishFor,
        WishKind, slots,
    },
};
use jiff::{
    ToSpan,
    civil::{Date, Time, date},
    tz::TimeZone,
};
use serde::{Deserialize, Serialize};

/// The largest file that is read, in bytes.
pub const LARGEST: u64 = 16 << 20;
/// The most supporters.
pub const MOST_PEOPLE: usize = 1000;
/// The most days: three years.
pub const MOST_DAYS: usize = 1098;
/// The most supporters times days.
pub const MOST_OF_BOTH: usize = 200_000;
/// The duties of each day.
pub const A_DAY: usize = 2;

/// A rota in numbers: supporters from 0, days from 0, and day 0 is a Monday.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instance {
    /// How many supporters.
    #[serde(rename = "S")]
    pub people: usize,
    /// How many days, with two duties each.
    #[serde(rename = "D")]
    pub days: usize,
    /// By supporter: the days on which they cannot serve.
    pub unav: Vec<Vec<usize>>,
    /// What supporters would rather have.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub wishes: Vec<Rather>,
    /// Public holidays.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holidays: Vec<usize>,
    /// By supporter: hundredths of an ordinary share; 100 for everybody when it is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shares: Option<Vec<u8>>,
    /// A plan: by day, who serves. To judge, or to change as little as possible.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<Vec<Vec<Option<usize>>>>,
    /// How many days of that plan stay as they are.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub keep: usize,
}

/// A wish in numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rather {
    /// Whose.
    pub s: usize,
    /// About this day,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<usize>,
    /// or about this day of every week.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weekday: Option<Weekday>,
    /// Which way.
    pub kind: WishKind,
    /// What it costs not to meet it: 1 to 9.
    #[serde(default = "one")]
    pub weight: u8,
}

fn one() -> u8 {
    1
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde asks for a reference"
)]
fn is_zero(count: &usize) -> bool {
    *count == 0
}

/// Why an instance cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum InstanceError {
    /// Not this form.
    #[error("it is not an instance: {0}")]
    Form(#[from] serde_json::Error),
    /// Too large a file.
    #[error("the file is larger than {} MB", LARGEST >> 20)]
    TooLarge,
    /// A count that cannot be.
    #[error("\"{name}\" is {is}; it has to be from 1 to {most}")]
    Count {
        /// Which.
        name: &'static str,
        /// What it is.
        is: usize,
        /// What it may be.
        most: usize,
    },
    /// More than is searched.
    #[error("{people} supporters times {days} days are more than {MOST_OF_BOTH}")]
    TooMuch {
        /// Supporters.
        people: usize,
        /// Days.
        days: usize,
    },
    /// A list of another length.
    #[error("{name} has {is} entries; it has to have {wanted}")]
    Length {
        /// Which.
        name: String,
        /// What it has.
        is: usize,
        /// What it should have.
        wanted: usize,
    },
    /// A number that points at nothing.
    #[error("{name} names {is}; there are only 0 to {}", most.saturating_sub(1))]
    Beyond {
        /// Which.
        name: String,
        /// The number.
        is: usize,
        /// How many there are.
        most: usize,
    },
    /// A wish about no day, or about two.
    #[error("wish {0} has to have either \"day\" or \"weekday\"")]
    Wish(usize),
    /// A weight or share that cannot be.
    #[error("{name} is {is}; it has to be from {least} to {most}")]
    Weight {
        /// Which.
        name: String,
        /// What it is.
        is: u8,
        /// From.
        least: u8,
        /// To.
        most: u8,
    },
    /// A plan to judge is asked for.
    #[error("it has no \"plan\"")]
    NoPlan,
}

impl Instance {
    /// Reads an instance and checks that it makes sense.
    pub fn read(bytes: &[u8]) -> Result<Self, InstanceError> {
        if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > LARGEST {
            return Err(InstanceError::TooLarge);
        }
        let instance: Self = serde_json::from_slice(bytes)?;
        instance.sizes()?;
        instance.numbers()?;
        instance.planned()?;
        Ok(instance)
    }

    fn sizes(&self) -> Result<(), InstanceError> {
        let counts = [("S", self.people, MOST_PEOPLE), ("D", self.days, MOST_DAYS)];
        for (name, is, most) in counts {
            if !(1..=most).contains(&is) {
                return Err(InstanceError::Count { name, is, most });
            }
        }
        let (people, days) = (self.people, self.days);
        if people * days > MOST_OF_BOTH {
            return Err(InstanceError::TooMuch { people, days });
        }
        length("\"unav\"", self.unav.len(), people)?;
        let shares = self.shares.as_ref().map_or(people, Vec::len);
        length("\"shares\"", shares, people)?;
        length("\"plan\"", self.plan.as_ref().map_or(days, Vec::len), days)
    }

    fn numbers(&self) -> Result<(), InstanceError> {
        let (people, days) = (self.people, self.days);
        for (s, unav) in self.unav.iter().enumerate() {
            for day in unav {
                within(|| format!("\"unav\" of supporter {s}"), *day, days)?;
            }
        }
        for day in &self.holidays {
            within(|| "\"holidays\"".to_owned(), *day, days)?;
        }
        for (n, wish) in self.wishes.iter().enumerate() {
            within(|| format!("wish {n}"), wish.s, people)?;
            match (wish.day, wish.weekday) {
                (Some(day), None) => within(|| format!("wish {n}"), day, days)?,
                (None, Some(_)) => {}
                _ => return Err(InstanceError::Wish(n)),
            }
            weight(|| format!("the weight of wish {n}"), wish.weight, 1, 9)?;
        }
        for (s, share) in self.shares.iter().flatten().enumerate() {
            weight(|| format!("the share of supporter {s}"), *share, 0, 200)?;
        }
        Ok(())
    }

    fn planned(&self) -> Result<(), InstanceError> {
        for (day, people) in self.plan.iter().flatten().enumerate() {
            let name = || format!("day {day} of \"plan\"");
            length(&name(), people.len(), A_DAY)?;
            for s in people.iter().flatten() {
                within(name, *s, self.people)?;
            }
        }
        let kept = if self.plan.is_some() { self.days } else { 0 };
        within(|| "\"keep\"".to_owned(), self.keep, kept + 1)
    }

    /// The rota that it asks for, by the rules of the instances: two full free days between duties,
    /// at most one a day and two a week.
    pub fn task(&self) -> Task {
        let tz = TimeZone::UTC;
        let pattern = Pattern {
            code: PatternCode::new("duty"),
            name: Label::new("dienst", "duty"),
            days: Weekday::ALL.iter().copied().collect(),
            from: Time::midnight(),
            until: Time::midnight(),
            places: 2,
        };
        let last = day(self.days.saturating_sub(1));
        let planned = self.duties();
        let published = day(self.keep);
        let kept = |it: &&Duty| it.from.date(&tz) < published;
        Task {
            slots: slots(&[pattern], &[], (day(0), last), &tz),
            people: (0..self.people).map(|s| self.serving(s)).collect(),
            facts: self.facts(),
            wishes: self.wishes.iter().filter_map(wish).collect(),
            limits: LIMITS,
            kept: planned.iter().filter(kept).cloned().collect(),
            before: planned.iter().filter(|it| !kept(it)).cloned().collect(),
            holidays: self
                .holidays
                .iter()
                .map(|it| day(*it))
                .collect::<BTreeSet<_>>(),
            tz,
        }
    }

    /// The duties of its plan.
    pub fn duties(&self) -> Vec<Duty> {
        let mut duties = Vec::new();
        for (n, people) in self.plan.iter().flatten().enumerate() {
            let start = |n| care::time::Instant::start_of(day(n), &TimeZone::UTC);
            duties.extend(people.iter().flatten().map(|s| Duty {
                person: person(*s),
                from: start(n),
                until: start(n + 1),
            }));
        }
        duties
    }

    /// Days off.
    pub fn facts(&self) -> Facts {
        let of = |(s, days): (usize, &Vec<usize>)| -> Vec<Away> {
            let away = |n: &usize| Away {
                person: person(s),
                first: day(*n),
                last: day(*n),
            };
            days.iter().map(away).collect()
        };
        Facts {
            away: self.unav.iter().enumerate().flat_map(of).collect(),
            ..Facts::default()
        }
    }

    fn serving(&self, s: usize) -> Serving {
        let share = self.shares.as_ref().and_then(|it| it.get(s));
        Serving {
            person: person(s),
            share: share.copied().unwrap_or(100),
        }
    }
}

/// The limits of all instances.
pub const LIMITS: Limits = Limits {
    a_day: Some(1),
    free_days: 2,
    a_week: Some(2),
    regime: care::roster::Regime::None,
    rest_after_night_calls: false,
};

fn length(name: &str, is: usize, wanted: usize) -> Result<(), InstanceError> {
    if is == wanted {
        return Ok(());
    }
    let name = name.to_owned();
    Err(InstanceError::Length { name, is, wanted })
}

fn within(name: impl Fn() -> String, is: usize, most: usize) -> Result<(), InstanceError> {
    if is < most {
        return Ok(());
    }
    let name = name();
    Err(InstanceError::Beyond { name, is, most })
}

fn weight(name: impl Fn() -> String, is: u8, least: u8, most: u8) -> Result<(), InstanceError> {
    if (least..=most).contains(&is) {
        return Ok(());
    }
    let name = name();
    Err(InstanceError::Weight {
        name,
        is,
        least,
        most,
    })
}

fn wish(rather: &Rather) -> Option<Wish> {
    let when = match (rather.day, rather.weekday) {
        (Some(n), _) => WishFor::Day(day(n)),
        (None, weekday) => WishFor::Weekday(weekday?),
    };
    Some(Wish {
        person: person(rather.s),
        when,
        kind: rather.kind,
        weight: rather.weight,
    })
}

/// The day with a number; day 0 is a Monday.
pub fn day(n: usize) -> Date {
    let days = i64::try_from(n).unwrap_or(0);
    date(2024, 1, 1).saturating_add(days.days())
}

/// The number of a day.
pub fn number(of: Date) -> usize {
    let days = day(0).until(of).map_or(0, |it| it.get_days());
    usize::try_from(days).unwrap_or(0)
}

/// The supporter with a number, in the order of numbers.
pub fn person(s: usize) -> PersonId {
    PersonId::new(format!("{s:04}"))
}

/// The number of a supporter.
pub fn supporter(person: &PersonId) -> Option<usize> {
    person.as_str().parse().ok()
}

/// By day, who serves.
pub fn plan_of(filled: &[care::roster::Filled]) -> Vec<Vec<Option<usize>>> {
    let mut days: BTreeMap<Date, Vec<Option<usize>>> = BTreeMap::new();
    for it in filled {
        let person = it.person.as_ref().and_then(supporter);
        days.entry(it.slot.day).or_default().push(person);
    }
    days.into_values().collect()
}
