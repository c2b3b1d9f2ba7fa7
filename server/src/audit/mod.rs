//! Whether the access log is still what was written: the check, and what holds it from outside.
//!
//! The chain alone shows damage by whoever does not rewrite it all. Signed checkpoints, kept where
//! the log's keeper cannot reach them, show a rewritten or shortened chain as well (R095).

pub mod check;
pub mod checkpoint;
pub mod finding;
pub mod key;
pub mod walk;
