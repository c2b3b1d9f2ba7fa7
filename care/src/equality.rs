//! Whether everybody is reached as soon as everybody else (R012).
//!
//! Equal support means that a dispatcher is called as soon as a driver. What is compared is the
//! time to the first contact, by the window of each path's own protocol; nothing of the talks.

use std::collections::BTreeMap;

use crate::figures::{Figure, publish};
use crate::path::{Case, ClosingReason};
use crate::time::{Instant, WindowPosition};

/// How soon the first contact of a path was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Pace {
    /// Within the window of its protocol.
    InTime,
    /// After it.
    Later,
    /// Not at all, while it should have been or the path has ended.
    Without,
}

impl Pace {
    /// Each of them, the best first.
    pub const ALL: [Self; 3] = [Self::InTime, Self::Later, Self::Without];

    /// Its code, for the words of a page.
    pub const fn code(self) -> &'static str {
        match self {
            Self::InTime => "in-time",
            Self::Later => "later",
            Self::Without => "without",
        }
    }
}

/// How soon the first contact of this path was; none while it may still be in time.
///
/// What was opened in error says nothing about anybody's support. The window is counted from when
/// the path was first opened (R064): a path that was reopened had its first contact before.
pub fn pace(case: &Case, now: Instant) -> Option<Pace> {
    let mistaken = |reason| reason == ClosingReason::OpenedInError;
    if case.closed.is_some_and(|closing| mistaken(closing.reason)) {
        return None;
    }
    let window = case.protocol.first_contact_window(case.opened_at);
    let is_past = |at: Instant| window.position(at) == WindowPosition::After;
    match &case.first_contact {
        Some(contact) if is_past(contact.at) => Some(Pace::Later),
        Some(_) => Some(Pace::InTime),
        None if case.closed.is_some() || is_past(now) => Some(Pace::Without),
        None => None,
    }
}

/// How soon a staff group was reached, as far as it may be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupPace {
    /// The staff group, by its code.
    pub group: String,
    /// How many paths.
    pub total: Figure,
    /// How many of them by each pace, in the order of [`Pace::ALL`].
    pub paces: [Figure; 3],
}

/// The staff groups beside each other, by the organisation's smallest count (R012, R095).
///
/// First the groups are published as the parts of one whole, so that no small group is what the
/// others leave of a total that is known elsewhere; then, where a group may be shown, its paces as
/// the parts of that group.
pub fn by_group(paths: impl IntoIterator<Item = (String, Pace)>, least: u64) -> Vec<GroupPace> {
    let mut counts: BTreeMap<String, [u64; 3]> = BTreeMap::new();
    for (group, pace) in paths {
        let [in_time, later, without] = counts.entry(group).or_default();
        let count = match pace {
            Pace::InTime => in_time,
            Pace::Later => later,
            Pace::Without => without,
        };
        *count += 1;
    }
    let totals: Vec<u64> = counts.values().map(|paces| paces.iter().sum()).collect();
    let totals = publish(&totals, least).parts;
    counts
        .into_iter()
        .zip(totals)
        .map(|((group, counts), total)| {
            let shown = total.shown().map(|_| publish(&counts, least).parts);
            let paces = match shown.as_deref() {
                Some([in_time, later, without]) => [*in_time, *later, *without],
                _ => [Figure::Few; 3],
            };
            GroupPace {
                group,
                total,
                paces,
            }
        })
        .collect()
}
