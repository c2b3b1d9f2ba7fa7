use serde::{Deserialize, Serialize};

/// Thousandths of a point, so that sums are exact on every machine.
pub type MilliPoints = u64;

/// How events add up for one person before the team is asked to look (R050).
///
/// The handbook asks for it without numbers, so these are ours and each
/// organisation tunes them. With the default, three ordinary events within two
/// weeks ask for attention, two never do; a heavy and an ordinary one do when
/// they are less than ten days apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct StackingPolicy {
    /// Events longer ago than this count for nothing, in days of 24 hours.
    pub window_days: u32,
    /// From this load on the team is nudged.
    pub threshold_points: MilliPoints,
    /// How an event fades within the window.
    pub decay: Decay,
    /// What an event weighs by how severe it was.
    pub severity: SeverityWeights,
    /// How much of that weight counts by how one was part of it.
    pub role: RoleShares,
    /// A strain that lasts weighs again each time this many days have passed (R152).
    pub duration_every_days: u32,
}

/// How an event fades.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Decay {
    /// It counts in full until it leaves the window.
    None,
    /// It fades evenly, to nothing at the end of the window.
    Linear,
    /// Half of it is left after each of these many days.
    HalfLife {
        /// Days of 24 hours; 0 means that only this moment counts.
        days: u32,
    },
}

/// Weight by severity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct SeverityWeights {
    /// Below the ordinary.
    pub light: MilliPoints,
    /// The ordinary event of the incident list.
    pub normal: MilliPoints,
    /// Above the ordinary.
    pub heavy: MilliPoints,
}

/// Share of the weight by role, in thousandths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct RoleShares {
    /// On a unit at the event.
    pub crew: u32,
    /// In the dispatch room; heard it all (R043).
    pub dispatcher: u32,
    /// Added by hand.
    pub added: u32,
    /// Supported somebody who was there (R120).
    pub supporter: u32,
    /// Under a strain that lasts (R152).
    pub duration: u32,
}

impl Default for StackingPolicy {
    fn default() -> Self {
        Self {
            window_days: 56,
            threshold_points: 2_200,
            decay: Decay::HalfLife { days: 14 },
            severity: SeverityWeights::default(),
            role: RoleShares::default(),
            duration_every_days: 7,
        }
    }
}

impl Default for SeverityWeights {
    fn default() -> Self {
        Self {
            light: 500,
            normal: 1_000,
            heavy: 2_000,
        }
    }
}

impl Default for RoleShares {
    fn default() -> Self {
        Self {
            crew: 1_000,
            dispatcher: 1_000,
            added: 1_000,
            supporter: 500,
            duration: 500,
        }
    }
}

impl StackingPolicy {
    /// The field that would switch the ledger off or make it absurd, if there is one.
    pub fn out_of_range(&self) -> Option<&'static str> {
        const YEARS: u32 = 3_650;
        const SHARES: u32 = 10_000;
        const POINTS: MilliPoints = 1_000_000;
        let (severity, role) = (self.severity, self.role);
        let fading = match self.decay {
            Decay::None | Decay::Linear => true,
            Decay::HalfLife { days } => (1..=YEARS).contains(&days),
        };
        [
            ((1..=YEARS).contains(&self.window_days), "window-days"),
            (
                (1..=POINTS).contains(&self.threshold_points),
                "threshold-points",
            ),
            (fading, "decay"),
            (severity.light <= POINTS, "light"),
            (severity.normal <= POINTS, "normal"),
            ((1..=POINTS).contains(&severity.heavy), "heavy"),
            (role.crew <= SHARES, "crew"),
            (role.dispatcher <= SHARES, "dispatcher"),
            (role.added <= SHARES, "added"),
            (role.supporter <= SHARES, "supporter"),
            (role.duration <= SHARES, "duration"),
            (self.duration_every_days <= YEARS, "duration-every-days"),
        ]
        .into_iter()
        .find_map(|(fits, field)| (!fits).then_some(field))
    }

    /// The weight that is smaller than that of something less severe, if there is one.
    pub fn out_of_order(&self) -> Option<&'static str> {
        let SeverityWeights {
            light,
            normal,
            heavy,
        } = self.severity;
        if normal < light {
            Some("normal")
        } else {
            (heavy < normal).then_some("heavy")
        }
    }
}
