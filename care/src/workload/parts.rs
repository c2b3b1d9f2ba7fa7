//! The values of the load policy that an organisation tunes, as one document in versions.

use super::LoadPolicy;
use crate::codes::codes;
use crate::edition::{Edition, Part};
use crate::exposure::{Decay, MilliPoints};

codes! {
    /// A value of the load policy; 0 means "no limit" for the limits.
    pub enum LoadValue {
        /// See [`LoadPolicy::soft_cap`].
        SoftCap = "load-soft-cap",
        /// See [`LoadPolicy::hard_cap`].
        HardCap = "load-hard-cap",
        /// See [`LoadPolicy::most_open_cases`].
        MostOpenCases = "load-most-open-cases",
        /// See [`LoadPolicy::rest_days`].
        RestDays = "load-rest-days",
        /// See [`LoadPolicy::window_days`].
        WindowDays = "load-window-days",
        /// Days after which half is left; see [`Decay::HalfLife`].
        HalfLifeDays = "load-half-life-days",
        /// See [`super::LoadWeights::talk`].
        Talk = "load-talk",
        /// See [`super::LoadWeights::page`].
        Page = "load-page",
        /// See [`super::LoadWeights::night`].
        Night = "load-night",
        /// See [`super::LoadWeights::own`].
        Own = "load-own",
        /// See [`super::LoadWeights::heard`].
        Heard = "load-heard",
        /// See [`super::LoadWeights::heavy`].
        Heavy = "load-heavy",
    }
}

impl LoadValue {
    /// What it is in this policy.
    pub fn get(self, policy: &LoadPolicy) -> u32 {
        let weights = policy.weights;
        match self {
            Self::SoftCap => policy.soft_cap.map_or(0, points),
            Self::HardCap => policy.hard_cap.map_or(0, points),
            Self::MostOpenCases => policy.most_open_cases.unwrap_or(0),
            Self::RestDays => policy.rest_days.unwrap_or(0),
            Self::WindowDays => policy.window_days,
            Self::HalfLifeDays => match policy.decay {
                Decay::HalfLife { days } => days,
                Decay::None | Decay::Linear => 0,
            },
            Self::Talk => points(weights.talk),
            Self::Page => points(weights.page),
            Self::Night => points(weights.night),
            Self::Own => points(weights.own),
            Self::Heard => points(weights.heard),
            Self::Heavy => weights.heavy,
        }
    }

    /// Puts a value into a policy, whether it holds or not.
    pub fn set(self, policy: &mut LoadPolicy, value: u32) {
        let limit = (value > 0).then_some(value);
        let weights = &mut policy.weights;
        match self {
            Self::SoftCap => policy.soft_cap = limit.map(MilliPoints::from),
            Self::HardCap => policy.hard_cap = limit.map(MilliPoints::from),
            Self::MostOpenCases => policy.most_open_cases = limit,
            Self::RestDays => policy.rest_days = limit,
            Self::WindowDays => policy.window_days = value,
            Self::HalfLifeDays => policy.decay = Decay::HalfLife { days: value },
            Self::Talk => weights.talk = value.into(),
            Self::Page => weights.page = value.into(),
            Self::Night => weights.night = value.into(),
            Self::Own => weights.own = value.into(),
            Self::Heard => weights.heard = value.into(),
            Self::Heavy => weights.heavy = value,
        }
    }

    /// The least and the most that it may be.
    pub const fn range(self) -> (u32, u32) {
        match self {
            Self::SoftCap | Self::HardCap => (0, 1_000_000),
            Self::MostOpenCases => (0, 100),
            Self::RestDays => (0, 60),
            Self::WindowDays | Self::HalfLifeDays => (1, 3_650),
            // A talk is the measure of the others: it weighs something.
            Self::Talk => (1, 100_000),
            Self::Page | Self::Night | Self::Own | Self::Heard => (0, 100_000),
            Self::Heavy => (1_000, 10_000),
        }
    }

    /// Whether it is in points; 1000 is one talk by default.
    pub const fn is_points(self) -> bool {
        matches!(
            self,
            Self::SoftCap
                | Self::HardCap
                | Self::Talk
                | Self::Page
                | Self::Night
                | Self::Own
                | Self::Heard
        )
    }

    /// Whether it is a limit, which is off at 0 (C25).
    pub const fn is_limit(self) -> bool {
        matches!(
            self,
            Self::SoftCap | Self::HardCap | Self::MostOpenCases | Self::RestDays
        )
    }
}

impl LoadPolicy {
    /// The first value that cannot be, if there is one.
    ///
    /// A hard limit below one talk would let nobody help at all; one below the soft limit would
    /// make that one mean nothing.
    pub fn refused(&self) -> Option<LoadValue> {
        let outside = LoadValue::ALL.iter().copied().find(|value| {
            let (least, most) = value.range();
            !(least..=most).contains(&value.get(self))
        });
        let helpless = self.hard_cap.is_some_and(|cap| {
            cap < self.weights.talk || self.soft_cap.is_some_and(|soft| soft > cap)
        });
        outside.or(helpless.then_some(LoadValue::HardCap))
    }
}

/// The name of the one part.
const WHOLE: &str = "workload";

impl Edition for LoadPolicy {
    fn parts(&self) -> Vec<Part> {
        let whole = LoadValue::ALL.iter().fold(Part::new(WHOLE), |part, value| {
            part.with(value.code(), [value.get(self).to_string()])
        });
        vec![whole]
    }

    fn with_parts(&self, parts: &[Part]) -> Option<Self> {
        let part = parts.iter().find(|part| part.id == WHOLE)?;
        let mut next = *self;
        for value in LoadValue::ALL {
            value.set(&mut next, part.line(value.code())?.parse().ok()?);
        }
        Some(next)
    }
}

fn points(points: MilliPoints) -> u32 {
    u32::try_from(points).unwrap_or(u32::MAX)
}
