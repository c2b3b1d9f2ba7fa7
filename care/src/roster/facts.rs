//! What has to be known of people before they can be put on a rota.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{PatternCode, Weekday};
use crate::codes::codes;
use crate::ids::PersonId;
use crate::time::Instant;

/// Whole days on which somebody cannot serve. No reason is asked or kept.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Away {
    /// Who.
    pub person: PersonId,
    /// The first day.
    pub first: Date,
    /// The last day, which belongs to it.
    pub last: Date,
}

/// Somebody stepped out; only they end it (C11).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Pause {
    /// Who.
    pub person: PersonId,
    /// Since when.
    pub from: Instant,
    /// Until when; `None` while it lasts.
    pub until: Option<Instant>,
}

/// Ordinary work: a shift of the service.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Work {
    /// Who.
    pub person: PersonId,
    /// The first moment.
    pub from: Instant,
    /// The first moment after it.
    pub until: Instant,
}

/// Work out of a duty: a page that was answered. It counts as half an hour at least.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Call {
    /// Who.
    pub person: PersonId,
    /// The first moment.
    pub from: Instant,
    /// The first moment after it.
    pub until: Instant,
}

/// Somebody who is not an adult yet.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Minor {
    /// Who.
    pub person: PersonId,
    /// The day on which they become eighteen.
    pub eighteen: Date,
}

/// All of it together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Facts {
    /// Days off.
    pub away: Vec<Away>,
    /// Who stepped out.
    pub pauses: Vec<Pause>,
    /// Shifts of ordinary work.
    pub work: Vec<Work>,
    /// Calls in duties that were served.
    pub calls: Vec<Call>,
    /// Who is not eighteen yet.
    pub minors: Vec<Minor>,
}

/// What somebody would rather have; it is met where it can be.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Wish {
    /// Whose.
    pub person: PersonId,
    /// Which duties.
    pub when: WishFor,
    /// Which way.
    pub kind: WishKind,
    /// What it costs not to meet it, per duty (rather not) or per day (gladly): 1 to 9.
    pub weight: u8,
}

/// Which duties a wish is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WishFor {
    /// Duties that begin on this day.
    Day(Date),
    /// Duties that begin on this day of the week.
    Weekday(Weekday),
    /// Duties of this pattern.
    Pattern(PatternCode),
}

codes! {
    /// Which way a wish goes.
    pub enum WishKind {
        /// Another one, if there is.
        RatherNot = "rather-not",
        /// Me, if it can be.
        Gladly = "gladly",
    }
}
