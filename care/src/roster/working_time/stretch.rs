//! Stretches of time and their arithmetic.

use jiff::SignedDuration;

use super::super::{Broken, check::Found};
use crate::time::Instant;

/// From a moment up to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Stretch {
    pub(super) from: Instant,
    pub(super) until: Instant,
}

impl Stretch {
    pub(super) fn lasts(self) -> SignedDuration {
        self.until.since(self.from)
    }

    pub(super) fn meets(self, other: Self) -> bool {
        self.from < other.until && other.from < self.until
    }

    /// The part that lies within another; it may be empty or backwards.
    pub(super) fn within(self, other: Self) -> Self {
        Self {
            from: self.from.max(other.from),
            until: self.until.min(other.until),
        }
    }
}

/// The same time in stretches that do not touch, in order.
pub(super) fn merged(stretches: impl Iterator<Item = Stretch>) -> Vec<Stretch> {
    let mut all: Vec<Stretch> = stretches.filter(|it| it.from < it.until).collect();
    all.sort();
    let mut found: Vec<Stretch> = Vec::with_capacity(all.len());
    for next in all {
        match found.last_mut() {
            Some(last) if next.from <= last.until => last.until = last.until.max(next.until),
            _ => found.push(next),
        }
    }
    found
}

/// How many times a length fits in what a window leaves free of these merged stretches.
pub(super) fn fits(busy: &[Stretch], window: Stretch, length: SignedDuration) -> u16 {
    let first = busy.partition_point(|it| it.until <= window.from);
    let inside = busy.iter().skip(first);
    let mut free_from = window.from;
    let mut count = 0;
    let last = Stretch {
        from: window.until,
        until: window.until,
    };
    for next in inside
        .take_while(|it| it.from < window.until)
        .chain([&last])
    {
        let free = next.from.since(free_from);
        if !free.is_negative() {
            count += free.as_millis() / length.as_millis().max(1);
        }
        free_from = free_from.max(next.until);
    }
    u16::try_from(count).unwrap_or(u16::MAX)
}

/// Elapsed time that these merged stretches take of a window.
pub(super) fn taken(busy: &[Stretch], window: Stretch) -> SignedDuration {
    let first = busy.partition_point(|it| it.until <= window.from);
    let inside = busy.iter().skip(first);
    let parts = inside.take_while(|it| it.from < window.until);
    parts.map(|it| it.within(window).lasts()).sum()
}

/// Whole minutes, at most what fits.
pub(super) fn minutes(time: SignedDuration) -> u32 {
    u32::try_from(time.as_mins()).unwrap_or(u32::MAX)
}

/// Windows of one rule that meet become one violation, as bad as the worst of them.
pub(super) fn told(windows: impl Iterator<Item = (Stretch, Broken)>, found: &mut Vec<Found>) {
    let mut open: Option<(Stretch, Broken)> = None;
    for (window, broken) in windows {
        open = match open.take() {
            Some((before, worst)) if window.from <= before.until => {
                let until = before.until.max(window.until);
                Some((Stretch { until, ..before }, worst.worse(broken)))
            }
            other => {
                found.extend(other.map(|(it, worst)| (it.from, it.until, worst)));
                Some((window, broken))
            }
        };
    }
    found.extend(open.map(|(it, worst)| (it.from, it.until, worst)));
}
