//! The protocol as parts: one, with a field for each value.

use super::{Anchor, Fading, Protocol, Tunable};
use crate::edition::{Edition, Part};

/// The field of the anchor.
pub const ANCHOR: &str = "anchor";
/// The field of the organisation's own activities.
pub const ACTIVITIES: &str = "activities";

/// The field of how events fade.
pub const FADING: &str = "stacking-fading";

const WHOLE: &str = "protocol";

impl Edition for Protocol {
    fn parts(&self) -> Vec<Part> {
        let numbers = Tunable::ALL.iter().fold(Part::new(WHOLE), |part, value| {
            part.with(value.code(), [value.get(self).to_string()])
        });
        let part = numbers
            .with(ANCHOR, [self.anchor.code().to_owned()])
            .with(FADING, [Fading::of(self).code().to_owned()])
            .with(ACTIVITIES, self.activities.clone());
        vec![part]
    }

    fn with_parts(&self, parts: &[Part]) -> Option<Self> {
        let part = parts.iter().find(|part| part.id == WHOLE)?;
        let mut next = self.clone();
        Fading::parse(part.line(FADING)?)?.set(&mut next);
        for value in Tunable::ALL {
            value.set(&mut next, part.line(value.code())?.parse().ok()?);
        }
        next.anchor = Anchor::parse(part.line(ANCHOR)?)?;
        next.activities = part.field(ACTIVITIES).to_vec();
        Some(next)
    }
}
