use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use super::load::{points, sum};
use super::pulse::pulses;
use super::{Exposure, Load, MilliPoints, StackingPolicy};
use crate::time::Instant;

/// Whether reaching the threshold would nudge.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Armed {
    /// The load was below the threshold; reaching it nudges.
    #[default]
    Ready,
    /// It has nudged and did not fall below the threshold since.
    Fired,
}

/// A question to the peer team: is anyone in touch with this person (R050)?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Nudge {
    /// The load that gave rise to it.
    pub load: Load,
}

/// One step: a nudge when the load reaches the threshold, one per crossing.
///
/// It is armed again when the load is seen below the threshold. A threshold of
/// nothing never nudges: it would mean everybody, always.
pub fn nudge(prev: Armed, load: &Load, policy: &StackingPolicy) -> (Armed, Option<Nudge>) {
    let (next, crosses) = step(prev, load.points, policy);
    (next, crosses.then_some(Nudge { load: *load }))
}

/// One step, and whether it crosses the threshold upwards.
fn step(prev: Armed, points: MilliPoints, policy: &StackingPolicy) -> (Armed, bool) {
    let reached = points >= policy.threshold_points && policy.threshold_points > 0;
    match (prev, reached) {
        (_, false) => (Armed::Ready, false),
        (Armed::Fired, true) => (Armed::Fired, false),
        (Armed::Ready, true) => (Armed::Fired, true),
    }
}

/// Every nudge that a ledger gives from its beginning up to a moment.
///
/// A function of the ledger alone: feeding a line twice, or late, leaves no trace
/// of how it came in. Between two exposures a load only falls, so it is enough to
/// look at the last millisecond before each and at the moment itself.
pub fn crossings(ledger: &[Exposure], policy: &StackingPolicy, until: Instant) -> Vec<Nudge> {
    let pulses = pulses(ledger, policy, until);
    let up_to = |moment: Instant| {
        let end = pulses.partition_point(|pulse| pulse.at <= moment);
        pulses.get(..end).unwrap_or_default()
    };
    let mut armed = Armed::Ready;
    let mut nudges = Vec::new();
    let mut moments: Vec<Instant> = pulses.iter().map(|pulse| pulse.at).collect();
    moments.dedup();
    for moment in moments {
        let just_before = moment.minus(SignedDuration::from_millis(1));
        let before = points(up_to(just_before), policy, just_before);
        (armed, _) = step(armed, before, policy);
        let now = points(up_to(moment), policy, moment);
        let (next, crosses) = step(armed, now, policy);
        armed = next;
        // Only here the whole load is worked out.
        nudges.extend(crosses.then(|| Nudge {
            load: sum(up_to(moment), policy, moment),
        }));
    }
    nudges
}
