//! What may leave the house: facts about one person with consent, counts of many without giving
//! anybody away (R102, R168, R050, R092).
//!
//! `told` is what is said about one colleague to somebody outside. The rest is statistical
//! disclosure control (reference.md B6.4): a table of counts with its sums (`cells`), which of them
//! are hidden (`suppress`), what somebody can reckon all the same (`recoverable`), and tables that
//! come out after each other (`release`). What this covers and what it does not stands in
//! docs/decisions/0008-small-cells.md.

mod cells;
mod recoverable;
mod release;
mod suppress;
mod told;

pub use cells::{Sum, Table, TwoWay, Uneven};
pub use recoverable::recoverable;
pub use release::{Release, release, renewed};
pub use suppress::suppress;
pub use told::{ConsentWay, Disclosure, DisclosureConsent, DisclosureReason, DisclosureRefusal};
pub use told::{Listener, Told};

/// The smallest `k` that hides anything: of "fewer than two" only one is left.
pub(crate) const LEAST: u64 = 3;

#[cfg(test)]
mod tests;
