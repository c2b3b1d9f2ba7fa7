use super::{Deed, DeedKind, LoadPolicy};
use crate::exposure::{DAY, MilliPoints, left};
use crate::time::Instant;

/// How often one thing was there, and what is left of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// How often, within the window.
    pub count: u32,
    /// What it weighs now.
    pub points: MilliPoints,
}

/// What weighs on one supporter at a moment: for that supporter alone.
///
/// Others are told a [`super::Band`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Picture {
    tallies: [Tally; DeedKind::ALL.len()],
    /// How many open cases the supporter keeps.
    pub open_cases: u32,
    /// The last talk about an event above the ordinary.
    pub heavy_at: Option<Instant>,
}

impl Picture {
    /// One of the five.
    pub fn of(&self, kind: DeedKind) -> Tally {
        let tally = self.tallies.get(kind as usize);
        tally.copied().unwrap_or_default()
    }

    /// All five together.
    pub fn points(&self) -> MilliPoints {
        let points = self.tallies.iter().map(|tally| tally.points);
        points.fold(0, MilliPoints::saturating_add)
    }
}

/// Adds up what one supporter did and met; each deed once, in any order.
///
/// What lies in the future, because a clock went back, does not count yet. `open_cases` are those
/// that the supporter keeps now: a case counts for who has it, after a hand-over for the next one,
/// and a talk for who held it (R094b).
pub fn picture(deeds: &[Deed], open_cases: u32, policy: &LoadPolicy, now: Instant) -> Picture {
    let window = u64::from(policy.window_days) * DAY;
    let mut picture = Picture {
        open_cases,
        ..Picture::default()
    };
    for deed in deeds.iter().filter(|deed| deed.at <= now) {
        // The latest heavy talk asks for rest, however short the window is.
        if deed.kind == DeedKind::Talk && deed.heavy {
            picture.heavy_at = picture.heavy_at.max(Some(deed.at));
        }
        let age = now.millis().abs_diff(deed.at.millis());
        if age >= window {
            continue;
        }
        let points = left(policy.weight(*deed), age, window, policy.decay);
        if let Some(tally) = picture.tallies.get_mut(deed.kind as usize) {
            tally.count = tally.count.saturating_add(1);
            tally.points = tally.points.saturating_add(points);
        }
    }
    picture
}
