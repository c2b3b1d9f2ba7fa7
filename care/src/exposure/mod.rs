//! Who was exposed to what, and how it adds up.
//!
//! A ledger is for the peer team and the person, never for a manager or HR: it
//! leads to a question ("how are you?"), not to a score (R050, R092).

mod crew;
mod crews;
mod entry;
mod fade;
mod load;
mod nudge;
mod policy;
mod pulse;
mod recent;
mod resolve;

pub use crew::{Scene, Shift, crew_at, exposed};
pub use crews::Crews;
pub use entry::{Exposure, ExposureRole, Severity};
pub(crate) use fade::{DAY, left};
pub use load::{Load, load, of_these};
pub use nudge::{Armed, Nudge, crossings, nudge};
pub use policy::{Decay, MilliPoints, RoleShares, SeverityWeights, StackingPolicy};
pub use recent::{Recent, WINDOWS};
pub use resolve::{HandOver, Learned, Means, Names, crew_during, folded, hand_over, lasted};

#[cfg(test)]
mod tests;
