use serde::{Deserialize, Serialize};

use crate::exposure::{Decay, MilliPoints};

use super::{Deed, DeedKind};

/// How the load of a supporter is reckoned, and the limits that the organisation set.
///
/// The weights only compare: one talk is a point, and who has fewer points is asked first. They are
/// ours, and each organisation tunes them. Every limit is off until the organisation sets it (C25).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct LoadPolicy {
    /// What is longer ago counts for nothing, in days of 24 hours.
    pub window_days: u32,
    /// How it fades within the window.
    pub decay: Decay,
    /// What each thing weighs.
    pub weights: LoadWeights,
    /// From this load on a supporter is asked after the others.
    pub soft_cap: Option<MilliPoints>,
    /// Nobody is asked whom another talk would take above this.
    pub hard_cap: Option<MilliPoints>,
    /// Who keeps this many open cases is not asked for another.
    pub most_open_cases: Option<u32>,
    /// Calendar days without a new case after a talk about an event above the ordinary, its own day
    /// among them: 1 is the rest of that day.
    pub rest_days: Option<u32>,
}

/// What each thing weighs while it is fresh.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct LoadWeights {
    /// A first contact or a talk.
    pub talk: MilliPoints,
    /// A page.
    pub page: MilliPoints,
    /// A night on duty.
    pub night: MilliPoints,
    /// An event of one's own.
    pub own: MilliPoints,
    /// An event heard of another.
    pub heard: MilliPoints,
    /// How much more it is when the event was above the ordinary, in thousandths.
    pub heavy: u32,
}

impl Default for LoadPolicy {
    fn default() -> Self {
        Self {
            window_days: 56,
            decay: Decay::HalfLife { days: 14 },
            weights: LoadWeights::default(),
            soft_cap: None,
            hard_cap: None,
            most_open_cases: None,
            rest_days: None,
        }
    }
}

impl Default for LoadWeights {
    fn default() -> Self {
        Self {
            talk: 1_000,
            page: 500,
            night: 500,
            own: 1_000,
            heard: 500,
            heavy: 2_000,
        }
    }
}

impl LoadPolicy {
    /// What a deed weighs while it is fresh.
    pub fn weight(&self, deed: Deed) -> MilliPoints {
        let whole = match deed.kind {
            DeedKind::Talk => self.weights.talk,
            DeedKind::Page => self.weights.page,
            DeedKind::Night => self.weights.night,
            DeedKind::Own => self.weights.own,
            DeedKind::Heard => self.weights.heard,
        };
        if deed.heavy {
            whole.saturating_mul(self.weights.heavy.into()) / 1_000
        } else {
            whole
        }
    }

    /// Whether the organisation set any limit at all (C25).
    pub const fn has_limits(&self) -> bool {
        self.soft_cap.is_some()
            || self.hard_cap.is_some()
            || self.most_open_cases.is_some()
            || self.rest_days.is_some()
    }
}
