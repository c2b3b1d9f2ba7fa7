use std::collections::BTreeSet;

use super::fade::{DAY, left};
use super::pulse::{Pulse, pulses};
use super::{Exposure, MilliPoints, StackingPolicy};
use crate::ids::IncidentId;
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
    /// How many of these are strains that last (R152).
    pub strains: u32,
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

/// How many events of a load were of these: with children, for instance (R092).
///
/// Counted as the load counts: an event of one's own and one in which one supported are two.
pub fn of_these(
    ledger: &[Exposure],
    these: &BTreeSet<IncidentId>,
    policy: &StackingPolicy,
    now: Instant,
) -> u32 {
    let is_one = |exposure: &&Exposure| {
        let incident = exposure.incident.as_ref();
        incident.is_some_and(|incident| these.contains(incident))
    };
    let ledger: Vec<Exposure> = ledger.iter().filter(is_one).cloned().collect();
    load(&ledger, policy, now).count()
}

/// The pulses of these, in order of time and not later than `now`, that still count.
fn counted<'p>(pulses: &'p [Pulse], policy: &StackingPolicy, now: Instant) -> &'p [Pulse] {
    let window = u64::from(policy.window_days) * DAY;
    let first = pulses.partition_point(|pulse| age(pulse, now) >= window);
    pulses.get(first..).unwrap_or_default()
}

fn age(pulse: &Pulse, now: Instant) -> u64 {
    now.millis().abs_diff(pulse.at.millis())
}

/// What is left of pulses that are in order of time and not later than `now`.
pub(super) fn points(pulses: &[Pulse], policy: &StackingPolicy, now: Instant) -> MilliPoints {
    let window = u64::from(policy.window_days) * DAY;
    counted(pulses, policy, now)
        .iter()
        .map(|pulse| left(pulse.weight, age(pulse, now), window, policy.decay))
        .fold(0, MilliPoints::saturating_add)
}

/// Adds up pulses that are in order of time and not later than `now`.
pub(super) fn sum(pulses: &[Pulse], policy: &StackingPolicy, now: Instant) -> Load {
    let points = points(pulses, policy, now);
    let counted = counted(pulses, policy, now);
    let distinct = |of_kind: &dyn Fn(&Pulse) -> bool| {
        let pulses = counted.iter().filter(|pulse| of_kind(pulse));
        let sources: BTreeSet<usize> = pulses.map(|pulse| pulse.source).collect();
        u32::try_from(sources.len()).unwrap_or(u32::MAX)
    };
    let span = match (counted.first(), counted.last()) {
        (Some(first), Some(last)) => last.at.millis().abs_diff(first.at.millis()) / DAY + 1,
        _ => 0,
    };
    Load {
        at: now,
        points,
        own: distinct(&|pulse| !pulse.supported),
        strains: distinct(&|pulse| pulse.strain),
        supported: distinct(&|pulse| pulse.supported),
        span_days: u32::try_from(span).unwrap_or(u32::MAX),
    }
}
