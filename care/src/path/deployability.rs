//! Whether a colleague can take the next job: a light, apart from support.
//!
//! It says something about this shift, not about whether support is needed
//! (R066, C03), and it goes out by itself.

use crate::codes::codes;
use crate::ids::UnitCode;
use crate::protocol::{Protocol, hours};
use crate::time::Instant;
use serde::{Deserialize, Serialize};

codes! {
    /// The light; a later one in this order is more careful.
    pub enum Light {
        /// Ready for the next job.
        Green = "green",
        /// On duty, with attention.
        Orange = "orange",
        /// Not on duty now.
        Red = "red",
    }
}

impl Light {
    /// Whether the colleague stays on duty; orange does not change that (R066).
    pub const fn keeps_on_duty(self) -> bool {
        !matches!(self, Self::Red)
    }
}

codes! {
    /// Who sets a light (C04).
    pub enum SetBy {
        /// The colleague.
        Colleague = "colleague",
        /// The supporter on scene, who is thereby part of the event (C05).
        Scene = "scene",
    }
}

/// A light that someone set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setting {
    /// The light.
    pub light: Light,
    /// When it was set.
    pub at: Instant,
    /// When it goes out.
    pub until: Instant,
}

/// The unit and shift that a light is about, when the colleague has one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnShift {
    /// The unit.
    pub unit: UnitCode,
    /// When the shift ends.
    pub until: Instant,
}

/// A seat to fill: neither who leaves it nor why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReplacementRequest {
    /// The unit.
    pub unit: UnitCode,
    /// From when.
    pub from: Instant,
    /// Until the end of the shift.
    pub until: Instant,
}

/// The two lights of one colleague.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deployability {
    own: Option<Setting>,
    scene: Option<Setting>,
}

impl Deployability {
    /// Sets one of the two lights, until some hours after the shift (R066).
    ///
    /// When this turns the whole red during a shift, a replacement is asked
    /// for, once.
    #[must_use]
    pub fn set(
        &self,
        by: SetBy,
        light: Light,
        shift: Option<&OnShift>,
        protocol: &Protocol,
        now: Instant,
    ) -> (Self, Option<ReplacementRequest>) {
        let end = shift.map_or(now, |shift| shift.until.max(now));
        let setting = Setting {
            light,
            at: now,
            until: end.plus(hours(protocol.deployability_hours_after_shift)),
        };
        let mut next = *self;
        match by {
            SetBy::Colleague => next.own = Some(setting),
            SetBy::Scene => next.scene = Some(setting),
        }
        let was_red = self.light(now) == Some(Light::Red);
        let is_red = next.light(now) == Some(Light::Red);
        let request = shift
            .filter(|shift| is_red && !was_red && now < shift.until)
            .map(|shift| ReplacementRequest {
                unit: shift.unit.clone(),
                from: now,
                until: shift.until,
            });
        (next, request)
    }

    /// Takes one of the two lights back, as if it had not been set.
    ///
    /// A colleague takes back only their own; what was set at the scene stays
    /// until it goes out (C04).
    #[must_use]
    pub fn take_back(&self, by: SetBy) -> Self {
        match by {
            SetBy::Colleague => Self { own: None, ..*self },
            SetBy::Scene => Self {
                scene: None,
                ..*self
            },
        }
    }

    /// The light that this side set, while it is on.
    pub fn setting(&self, by: SetBy, now: Instant) -> Option<Setting> {
        let setting = match by {
            SetBy::Colleague => self.own,
            SetBy::Scene => self.scene,
        };
        setting.filter(|setting| now < setting.until)
    }

    /// When the last of the two goes out; nothing needs to be kept after that.
    pub fn until(&self) -> Option<Instant> {
        let settings = [self.own, self.scene].into_iter().flatten();
        settings.map(|setting| setting.until).max()
    }

    /// The light that counts: the more careful of the two that are still on.
    ///
    /// So the colleague can always make it more careful, and nobody can talk
    /// away a red that another set (C04).
    pub fn light(&self, now: Instant) -> Option<Light> {
        [self.own, self.scene]
            .into_iter()
            .flatten()
            .filter(|setting| now < setting.until)
            .map(|setting| setting.light)
            .max()
    }
}
