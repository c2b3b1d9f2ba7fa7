//! Who was exposed to what, and how it adds up.
//!
//! A ledger is for the peer team and the person, never for a manager or HR: it
//! leads to a question ("how are you?"), not to a score (R050, R092).

mod crew;
mod entry;
mod fade;
mod load;
mod nudge;
mod policy;
mod pulse;

pub use crew::{Scene, Shift, crew_at, exposed};
pub use entry::{Exposure, ExposureRole, Severity};
pub use load::{Load, load};
pub use nudge::{Armed, Nudge, crossings, nudge};
pub use policy::{Decay, MilliPoints, RoleShares, SeverityWeights, StackingPolicy};

#[cfg(test)]
mod tests;
