use jiff::{Span, civil::Date, tz::TimeZone};

use super::{LoadPolicy, Picture};
use crate::codes::codes;
use crate::exposure::MilliPoints;

codes! {
    /// What the coordinator is told of somebody's load: no number, and no cause (R121, R127).
    pub enum Band {
        /// Below every limit that the organisation set.
        Calm = "calm",
        /// At the soft limit: asked after the others.
        Full = "full",
        /// At a hard limit: not asked now.
        Heavy = "heavy",
    }
}

/// What matching needs to know of somebody's load.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Burden {
    /// What weighs, in thousandths of a talk by default.
    pub points: MilliPoints,
    /// The same in whole talks: who differs by less than a talk is asked alike.
    pub steps: u64,
    /// What the coordinator is told; nothing while the organisation set no limit (C25).
    pub band: Option<Band>,
    /// Above the soft limit: asked after the others.
    pub is_full: bool,
    /// At a hard limit: asked for nothing new (R127).
    pub is_capped: bool,
    /// In the days of rest after a heavy talk.
    pub rests: bool,
}

/// What the limits of the organisation make of a load on a day.
///
/// A cap that is reached keeps new cases away and takes no running one away.
pub fn burden(picture: &Picture, policy: &LoadPolicy, today: Date, tz: &TimeZone) -> Burden {
    let points = picture.points();
    let next = points.saturating_add(policy.weights.talk);
    let too_heavy = policy.hard_cap.is_some_and(|cap| next > cap);
    let too_many = policy
        .most_open_cases
        .is_some_and(|most| picture.open_cases >= most);
    let is_full = policy.soft_cap.is_some_and(|cap| points >= cap);
    let is_capped = too_heavy || too_many;
    let rests = policy
        .rest_days
        .zip(picture.heavy_at)
        .is_some_and(|(days, at)| {
            let rest = Span::new().days(i64::from(days.min(365)));
            today < at.date(tz).saturating_add(rest)
        });
    let band = match (is_capped || rests, is_full) {
        (true, _) => Band::Heavy,
        (false, true) => Band::Full,
        (false, false) => Band::Calm,
    };
    Burden {
        points,
        steps: points / policy.weights.talk.max(1),
        band: policy.has_limits().then_some(band),
        is_full,
        is_capped,
        rests,
    }
}
