//! The organisation's pattern of duties with its limits, and what stands between a supporter and a
//! duty of it (R013, R103).
//!
//! Duties are written on the clock on the wall and become moments here, so that a night in which
//! the clock changes has no hole and no double hour.

mod hinder;
mod slot;
#[cfg(test)]
mod tests;

pub use hinder::{Hindrance, Load, Standing, hindrances, loads};
pub use slot::{Short, Slot, short, slots};

use jiff::civil::Time;
use serde::{Deserialize, Serialize};

use crate::codes::codes;

/// The pattern, as the organisation keeps it in versions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rota {
    /// The duties of a week.
    pub duties: Vec<Pattern>,
    /// At most so many duties of one supporter in a week from Monday to Sunday; none is no limit.
    pub per_week: Option<u8>,
    /// So many whole days free between two duties.
    pub free_days: u8,
}

/// A duty that comes back on some days of the week.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pattern {
    /// Its code, which stays when its name changes.
    pub code: String,
    /// What the organisation calls it.
    pub name: String,
    /// On which days it begins, from Monday (0).
    pub weekdays: Vec<u8>,
    /// When it begins.
    pub from: Time,
    /// When it ends; not later than it begins is on the next day.
    pub until: Time,
    /// How many supporters it takes.
    pub places: u8,
}

codes! {
    /// What is wrong with a pattern.
    pub enum RotaRefusal {
        /// A duty has no name, or one that is too long.
        Name = "name",
        /// A duty is on no day.
        Days = "days",
        /// A duty takes nobody, or more than a team has.
        Places = "places",
        /// Two duties have the same name.
        Twice = "twice",
        /// There are more duties than anybody keeps apart.
        TooMany = "too-many",
        /// A limit that leaves no duty, or that no week has.
        Limit = "limit",
    }
}

/// The most duties of a pattern, the longest name, and the most places of one duty.
pub const MOST_DUTIES: usize = 12;
const LONGEST_NAME: usize = 40;
const MOST_PLACES: u8 = 9;
const MOST_FREE_DAYS: u8 = 14;

impl Rota {
    /// Everything that is wrong with it, each once.
    pub fn refusals(&self) -> Vec<RotaRefusal> {
        let mut found = Vec::new();
        let mut say = |wrong: bool, refusal| {
            if wrong && !found.contains(&refusal) {
                found.push(refusal);
            }
        };
        say(self.duties.len() > MOST_DUTIES, RotaRefusal::TooMany);
        for (place, duty) in self.duties.iter().enumerate() {
            let letters = duty.name.trim().chars().count();
            say(!(1..=LONGEST_NAME).contains(&letters), RotaRefusal::Name);
            let on_days = duty.weekdays.iter().all(|day| *day < 7);
            say(duty.weekdays.is_empty() || !on_days, RotaRefusal::Days);
            say(!(1..=MOST_PLACES).contains(&duty.places), RotaRefusal::Places);
            let earlier = self.duties.iter().take(place);
            let same = |it: &Pattern| it.code == duty.code || it.name.trim() == duty.name.trim();
            say(earlier.into_iter().any(same), RotaRefusal::Twice);
        }
        let per_week = self.per_week.is_some_and(|n| !(1..=7).contains(&n));
        say(per_week || self.free_days > MOST_FREE_DAYS, RotaRefusal::Limit);
        found
    }

    /// The duty of this code.
    pub fn duty(&self, code: &str) -> Option<&Pattern> {
        self.duties.iter().find(|duty| duty.code == code)
    }
}

impl Pattern {
    /// Whether it lasts into the next day.
    pub fn is_overnight(&self) -> bool {
        self.until <= self.from
    }
}
