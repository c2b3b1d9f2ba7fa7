//! Exposures as points in time, each counted once however often it is fed.

use std::collections::BTreeMap;

use super::fade::DAY;
use super::{Exposure, ExposureRole, MilliPoints, StackingPolicy};
use crate::ids::IncidentId;
use crate::time::Instant;

/// One addition to the load.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pulse {
    pub(super) at: Instant,
    pub(super) weight: MilliPoints,
    /// Which exposure it came from, by its place among the distinct ones.
    pub(super) source: usize,
    pub(super) supported: bool,
    /// Whether it came from something that lasts (R152).
    pub(super) strain: bool,
}

/// What makes two records one exposure.
///
/// An event counts once for those who were part of it and once for those who
/// supported somebody in it (R120). What has no event is known by when it began.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Identity<'a> {
    Event(&'a IncidentId, bool),
    Strain(Instant, ExposureRole),
}

impl Exposure {
    fn identity(&self) -> Identity<'_> {
        match &self.incident {
            Some(incident) => Identity::Event(incident, self.role == ExposureRole::Supporter),
            None => Identity::Strain(self.from, self.role),
        }
    }

    /// Two records of one exposure as one, the same in either order.
    fn merged(self, other: &Self) -> Self {
        Self {
            role: self.role.min(other.role),
            from: self.from.min(other.from),
            until: self.until.max(other.until),
            severity: self.severity.max(other.severity),
            ..self
        }
    }
}

/// Every addition up to `now`, in order of time.
pub(super) fn pulses(ledger: &[Exposure], policy: &StackingPolicy, now: Instant) -> Vec<Pulse> {
    let mut distinct: BTreeMap<Identity<'_>, Exposure> = BTreeMap::new();
    for exposure in ledger {
        let known = distinct.remove(&exposure.identity());
        let merged = match known {
            Some(known) => known.merged(exposure),
            None => exposure.clone(),
        };
        distinct.insert(exposure.identity(), merged);
    }
    let mut pulses: Vec<Pulse> = distinct
        .values()
        .enumerate()
        .flat_map(|(source, exposure)| {
            let weight = policy.weight(exposure.severity, exposure.role);
            let supported = exposure.role == ExposureRole::Supporter;
            let strain = exposure.role == ExposureRole::Duration;
            moments(exposure, policy, now).map(move |at| Pulse {
                at,
                weight,
                source,
                supported,
                strain,
            })
        })
        .collect();
    pulses.sort_by_key(|pulse| pulse.at);
    pulses
}

/// When an exposure adds to the load: once, or again and again while it lasts.
fn moments(
    exposure: &Exposure,
    policy: &StackingPolicy,
    now: Instant,
) -> impl Iterator<Item = Instant> + use<> {
    let lasts = exposure.role == ExposureRole::Duration && policy.duration_every_days > 0;
    let (from, until) = (exposure.from.millis(), exposure.until);
    let every = i64::from(policy.duration_every_days).saturating_mul(DAY.cast_signed());
    let again = move |at: &i64| lasts.then(|| at.saturating_add(every));
    std::iter::successors(Some(from), again)
        .take_while(move |at| *at <= now.millis())
        .map(Instant::from_millis)
        .enumerate()
        .take_while(move |(n, at)| *n == 0 || until.is_none_or(|until| *at < until))
        .map(|(_, at)| at)
}
