mod crew;
mod load;
mod nudge;
mod resolve;

use proptest::prelude::*;

use super::*;
use crate::ids::{IncidentId, PersonId};
use crate::time::Instant;

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

fn hour(hours: i64) -> Instant {
    Instant::from_millis(hours * HOUR)
}

fn day(days: i64) -> Instant {
    Instant::from_millis(days * DAY)
}

fn person(name: &str) -> PersonId {
    PersonId::new(name)
}

fn event(name: &str, at: Instant) -> Exposure {
    Exposure {
        person: person("anna"),
        incident: Some(IncidentId::new(name)),
        role: ExposureRole::Crew,
        from: at,
        until: None,
        severity: Severity::Normal,
    }
}

fn strain(from: Instant, until: Option<Instant>) -> Exposure {
    Exposure {
        incident: None,
        role: ExposureRole::Duration,
        until,
        ..event("", from)
    }
}

/// Everything counts in full for four weeks; three ordinary events are the threshold.
fn plain() -> StackingPolicy {
    StackingPolicy {
        window_days: 28,
        threshold_points: 3_000,
        decay: Decay::None,
        ..StackingPolicy::default()
    }
}

fn decay() -> impl Strategy<Value = Decay> {
    prop_oneof![
        Just(Decay::None),
        Just(Decay::Linear),
        (0u32..40).prop_map(|days| Decay::HalfLife { days }),
    ]
}

prop_compose! {
    fn any_policy()(
        window_days in 0u32..60, threshold_points in 1u64..6_000, decay in decay(),
        duration_every_days in 0u32..20,
    ) -> StackingPolicy {
        StackingPolicy {
            window_days, threshold_points, decay, duration_every_days,
            ..StackingPolicy::default()
        }
    }
}

prop_compose! {
    fn any_exposure()(
        name in 0u8..12, role in prop::sample::select(ExposureRole::ALL),
        severity in prop::sample::select(Severity::ALL),
        from in 0i64..2_000, lasts in prop::option::of(0i64..1_000),
    ) -> Exposure {
        Exposure {
            incident: (role != ExposureRole::Duration).then(|| IncidentId::new(format!("i{name}"))),
            role,
            severity,
            until: lasts.map(|lasts| hour(from + lasts)),
            ..event("", hour(from))
        }
    }
}
