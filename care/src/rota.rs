//! The rota as an organisation keeps it in versions, and how many duties each has (R103).

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::codes::codes;
use crate::ids::PersonId;
use crate::roster::{
    Duty, Limits, Override, Pattern, PatternCode, PatternRefusal, Weekday, refusals,
};
use crate::time::Instant;

/// The most patterns of one organisation.
pub const MOST_PATTERNS: usize = 12;
/// The most free days that a pattern asks between two duties.
const MOST_FREE_DAYS: u8 = 21;
/// The longest name of a duty, in letters.
const LONGEST_NAME: usize = 40;

/// Which duties a week has, and the limits.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RotaPolicy {
    /// The duties that come back.
    pub patterns: Vec<Pattern>,
    /// The days on which one of them is otherwise.
    pub overrides: Vec<Override>,
    /// The limits.
    pub limits: Limits,
}

codes! {
    /// Why a rota cannot be kept.
    pub enum RotaRefusal {
        /// A duty is on no day of the week.
        NoDays = "no-days",
        /// A duty takes nobody, or more than a team has.
        Places = "places",
        /// A duty has no name, or a long one.
        NoName = "no-name",
        /// Two duties have one code.
        SameCode = "same-code",
        /// More duties than anybody keeps apart.
        TooMany = "too-many",
        /// A limit that no week has.
        Limit = "limit",
    }
}

impl RotaPolicy {
    /// Everything that is wrong with it, each once.
    pub fn refusals(&self) -> Vec<RotaRefusal> {
        let mut found: Vec<RotaRefusal> = refusals(&self.patterns)
            .into_iter()
            .map(|(_, refusal)| match refusal {
                PatternRefusal::NoDays => RotaRefusal::NoDays,
                PatternRefusal::Places => RotaRefusal::Places,
                PatternRefusal::NoName => RotaRefusal::NoName,
                PatternRefusal::SameCode => RotaRefusal::SameCode,
            })
            .collect();
        let long = |text: &String| text.chars().count() > LONGEST_NAME;
        let names = self.patterns.iter().map(|it| &it.name);
        if names
            .into_iter()
            .any(|name| long(&name.nl) || long(&name.en))
        {
            found.push(RotaRefusal::NoName);
        }
        if self.patterns.len() > MOST_PATTERNS {
            found.push(RotaRefusal::TooMany);
        }
        let Limits {
            a_day,
            free_days,
            a_week,
            ..
        } = self.limits;
        let odd = |most: Option<u8>| most.is_some_and(|n| !(1..=14).contains(&n));
        if odd(a_day) || odd(a_week) || free_days > MOST_FREE_DAYS {
            found.push(RotaRefusal::Limit);
        }
        found.sort();
        found.dedup();
        found
    }

    /// The duty of this code.
    pub fn pattern(&self, code: &PatternCode) -> Option<&Pattern> {
        self.patterns.iter().find(|it| it.code == *code)
    }
}

/// How many duties somebody has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Duties {
    /// All of them.
    pub all: u32,
    /// Those that touch the hours between midnight and six.
    pub nights: u32,
    /// Those that begin on a Saturday or a Sunday.
    pub weekends: u32,
}

/// How many duties each has that begin from one moment up to another.
pub fn counted(
    duties: &[Duty],
    from: Instant,
    until: Instant,
    tz: &TimeZone,
) -> BTreeMap<PersonId, Duties> {
    let mut found: BTreeMap<PersonId, Duties> = BTreeMap::new();
    let within = |it: &&Duty| from <= it.from && it.from < until;
    for duty in duties.iter().filter(within) {
        let first = duty.from.zoned(tz);
        let last = Instant::from_millis(duty.until.millis() - 1).zoned(tz);
        let night = first.hour() < 6 || first.date() < last.date();
        let count = found.entry(duty.person.clone()).or_default();
        count.all += 1;
        count.nights += u32::from(night);
        count.weekends += u32::from(Weekday::of(first.date()).is_weekend());
    }
    found
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use jiff::civil::{date, time};

    use super::*;
    use crate::label::Label;
    use crate::roster::slots;

    fn pattern(code: &str, from: i8, until: i8) -> Pattern {
        Pattern {
            code: PatternCode::new(code),
            name: Label::new(code, code),
            days: Weekday::ALL.iter().copied().collect(),
            from: time(from, 0, 0, 0),
            until: time(until, 0, 0, 0),
            places: 1,
        }
    }

    fn two_a_day() -> RotaPolicy {
        RotaPolicy {
            patterns: vec![pattern("day", 8, 20), pattern("night", 20, 8)],
            ..RotaPolicy::default()
        }
    }

    #[test]
    fn a_rota_that_cannot_be_says_why() {
        assert!(two_a_day().refusals().is_empty());
        let wrong = |change: fn(&mut RotaPolicy), refusal| {
            let mut rota = two_a_day();
            change(&mut rota);
            assert_eq!(rota.refusals(), [refusal]);
        };
        wrong(|it| it.patterns[0].name.nl.clear(), RotaRefusal::NoName);
        wrong(
            |it| it.patterns[0].name.nl = "n".repeat(41),
            RotaRefusal::NoName,
        );
        wrong(
            |it| it.patterns[0].days = BTreeSet::new(),
            RotaRefusal::NoDays,
        );
        wrong(|it| it.patterns[0].places = 0, RotaRefusal::Places);
        wrong(|it| it.limits.a_week = Some(0), RotaRefusal::Limit);
        wrong(|it| it.limits.free_days = 99, RotaRefusal::Limit);
        wrong(
            |it| {
                it.patterns = (0..13).map(|n| pattern(&format!("d-{n}"), 1, 2)).collect();
            },
            RotaRefusal::TooMany,
        );
    }

    #[test]
    fn it_is_read_as_it_was_written() {
        let text = serde_json::to_string(&two_a_day()).unwrap();
        assert_eq!(
            serde_json::from_str::<RotaPolicy>(&text).unwrap(),
            two_a_day()
        );
    }

    #[test]
    fn nights_and_weekends_are_counted_where_they_begin() {
        let tz = TimeZone::get("Europe/Amsterdam").unwrap();
        let days = (date(2026, 3, 6), date(2026, 3, 8));
        let all = slots(&two_a_day().patterns, &[], days, &tz).into_iter();
        let duties: Vec<Duty> = all
            .map(|it| Duty {
                person: PersonId::new("anna"),
                from: it.from,
                until: it.until,
            })
            .collect();
        let found = counted(&duties, Instant::FIRST, Instant::LAST, &tz);
        let expected = Duties {
            all: 6,
            nights: 3,
            weekends: 4,
        };
        assert_eq!(found.get(&PersonId::new("anna")), Some(&expected));
    }
}
