//! Reads times as sources write them, and places them in a time zone.

mod format;
mod zone;

pub use format::{TimeFormat, Written};
pub use zone::{Gap, Overlap, Zone};

#[cfg(test)]
#[path = "when/tests.rs"]
mod tests;
