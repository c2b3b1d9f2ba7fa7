//! What the making of a rota is given and gives back.

use std::collections::BTreeSet;

use jiff::{civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};

use super::{Duty, Facts, Limits, Slot, Violation, Wish};
use crate::ids::PersonId;

/// Somebody who can be put on the rota, and for how large a share.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Serving {
    /// Who.
    pub person: PersonId,
    /// Hundredths of an ordinary share: 100 for most, less for who carries much already, 0 for
    /// nobody but where no other can.
    pub share: u8,
}

/// A rota that is wanted.
#[derive(Clone, Debug)]
pub struct Task {
    /// The duties that are to be served.
    pub slots: Vec<Slot>,
    /// The team. Who is paused may stand in it; the facts say so.
    pub people: Vec<Serving>,
    /// Leave, pauses, work.
    pub facts: Facts,
    /// What people would rather have.
    pub wishes: Vec<Wish>,
    /// The organisation's limits.
    pub limits: Limits,
    /// Duties that stay as they are: those before the period (rest looks back at them), days that
    /// are published, duties put by hand. One that matches a slot fills it.
    pub kept: Vec<Duty>,
    /// The plan that was, when one is made again: as little as possible becomes otherwise.
    pub before: Vec<Duty>,
    /// Public holidays; they are shared out equally like weekends.
    pub holidays: BTreeSet<Date>,
    /// The zone of the organisation.
    pub tz: TimeZone,
}

/// A slot with who serves it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filled {
    /// Which.
    pub slot: Slot,
    /// Who; `None` stays open.
    pub person: Option<PersonId>,
}

/// The largest number of duties that one person has, less the smallest, of those with a full share.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spread {
    /// Of all duties.
    pub all: u32,
    /// Of those that begin on a Saturday or Sunday.
    pub weekend: u32,
    /// Of those that touch the hours between 0 and 6, where not every duty does.
    pub night: u32,
    /// Of those that begin on a public holiday.
    pub holiday: u32,
}

/// Why somebody cannot serve a slot that stays open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hindered {
    /// Who.
    pub person: PersonId,
    /// What would be broken.
    pub by: Vec<Violation>,
}

/// A slot that stays open, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unmet {
    /// Which.
    pub slot: Slot,
    /// What holds each of the team back, given the rest of the plan.
    pub why: Vec<Hindered>,
}

/// How often a wish could not be met, and what that cost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// Which.
    pub wish: Wish,
    /// How often not.
    pub times: u32,
    /// That many times its weight.
    pub cost: u32,
}

/// A rota that was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// Every slot of the task, in its order.
    pub filled: Vec<Filled>,
    /// Those that stay open, with why.
    pub unmet: Vec<Unmet>,
    /// How equally it is shared out.
    pub spread: Spread,
    /// Every wish that costs something.
    pub wishes: Vec<Told>,
    /// How many slots have somebody else than in the plan that was.
    pub changed: u32,
    /// What is wrong with it all the same, such as with duties that had to be kept.
    pub violations: Vec<Violation>,
    /// Whether it is proven that no plan is better; otherwise the time was up.
    pub proven: bool,
}

impl Plan {
    /// The duties of the plan.
    pub fn duties(&self) -> Vec<Duty> {
        let duty = |it: &Filled| {
            Some(Duty {
                person: it.person.clone()?,
                from: it.slot.from,
                until: it.slot.until,
            })
        };
        self.filled.iter().filter_map(duty).collect()
    }
}
