//! The protocol as parts: one, with a field for each value.

use super::{Anchor, Protocol, Tunable};
use crate::edition::{Edition, Part};
use crate::exposure::{Decay, RoleShares, SeverityWeights, StackingPolicy};

/// The field of the anchor.
pub const ANCHOR: &str = "anchor";
/// The field of the organisation's own activities.
pub const ACTIVITIES: &str = "activities";

const WHOLE: &str = "protocol";
/// How events fade when not by half-lives, and the weights: not tuned by hand.
const FADING: &str = "stacking-fading";
const SEVERITY: &str = "stacking-severity";
const ROLES: &str = "stacking-roles";

impl Edition for Protocol {
    fn parts(&self) -> Vec<Part> {
        let numbers = Tunable::ALL.iter().fold(Part::new(WHOLE), |part, value| {
            part.with(value.code(), [value.get(self).to_string()])
        });
        let StackingPolicy { severity, role, .. } = self.stacking;
        let fading = match self.stacking.decay {
            Decay::None => Some("none"),
            Decay::Linear => Some("linear"),
            Decay::HalfLife { .. } => None,
        };
        let shares = [
            role.crew,
            role.dispatcher,
            role.added,
            role.supporter,
            role.duration,
        ];
        let part = numbers
            .with(ANCHOR, [self.anchor.code().to_owned()])
            .with(FADING, fading.map(str::to_owned))
            .with(
                SEVERITY,
                [severity.light, severity.normal, severity.heavy].map(|points| points.to_string()),
            )
            .with(ROLES, shares.map(|share| share.to_string()))
            .with(ACTIVITIES, self.activities.clone());
        vec![part]
    }

    fn with_parts(&self, parts: &[Part]) -> Option<Self> {
        let part = parts.iter().find(|part| part.id == WHOLE)?;
        let mut next = self.clone();
        next.stacking.decay = match part.line(FADING) {
            Some("none") => Decay::None,
            Some("linear") => Decay::Linear,
            _ => Decay::HalfLife { days: 0 },
        };
        for value in Tunable::ALL {
            value.set(&mut next, part.line(value.code())?.parse().ok()?);
        }
        next.anchor = Anchor::parse(part.line(ANCHOR)?)?;
        let [light, normal, heavy] = numbers(part.field(SEVERITY))?;
        next.stacking.severity = SeverityWeights {
            light,
            normal,
            heavy,
        };
        let [crew, dispatcher, added, supporter, duration] = numbers(part.field(ROLES))?;
        next.stacking.role = RoleShares {
            crew,
            dispatcher,
            added,
            supporter,
            duration,
        };
        next.activities = part.field(ACTIVITIES).to_vec();
        Some(next)
    }
}

fn numbers<T: std::str::FromStr, const N: usize>(lines: &[String]) -> Option<[T; N]> {
    let read: Option<Vec<T>> = lines.iter().map(|line| line.parse().ok()).collect();
    read?.try_into().ok()
}
