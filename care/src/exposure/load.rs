use std::collections::BTreeSet;

use super::fade::{DAY, left};
use super::pulse::{Pulse, pulses};
use super::{Exposure, MilliPoints, StackingPolicy};
use crate::time::Instant;

/// How much weighs on one person at a moment (R050).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Load {
    /// The moment.
    pub at: Instant,
    /// What is left of everything within the window.
    pub points: MilliPoints,
    /// How many own events and strains that is.
    pub own: u32,
    /// How many events in which the person supported somebody (R120).
    pub supported: u32,
    /// Over how many days they lie, first and last included.
    pub span_days: u32,
}

impl Load {
    /// Own and supported events together.
    pub const fn count(&self) -> u32 {
        self.own.saturating_add(self.supported)
    }
}

/// The load of one person at a moment; all exposures must be of that person.
///
/// An exposure that is fed twice counts once. What lies in the future, because a
/// clock went back, does not count yet.
pub fn load(ledger: &[Exposure], policy: &StackingPolicy, now: Instant) -> Load {
    sum(&pulses(ledger, policy, now), policy, now)
}

/// Adds up pulses that are in order of time and not later than `now`.
pub(super) fn sum(pulses: &[Pulse], policy: &StackingPolicy, now: Instant) -> Load {
    let window = u64::from(policy.window_days) * DAY;
    let age = |pulse: &Pulse| now.millis().abs_diff(pulse.at.millis());
    let first = pulses.partition_point(|pulse| age(pulse) >= window);
    let counted = pulses.get(first..).unwrap_or_default();
    let points = counted
        .iter()
        .map(|pulse| left(pulse.weight, age(pulse), window, policy.decay))
        .fold(0, MilliPoints::saturating_add);
    let distinct = |supported: bool| {
        let of_kind = counted.iter().filter(|pulse| pulse.supported == supported);
        let sources: BTreeSet<usize> = of_kind.map(|pulse| pulse.source).collect();
        u32::try_from(sources.len()).unwrap_or(u32::MAX)
    };
    let span = match (counted.first(), counted.last()) {
        (Some(first), Some(last)) => last.at.millis().abs_diff(first.at.millis()) / DAY + 1,
        _ => 0,
    };
    Load {
        at: now,
        points,
        own: distinct(false),
        supported: distinct(true),
        span_days: u32::try_from(span).unwrap_or(u32::MAX),
    }
}
