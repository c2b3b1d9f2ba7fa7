//! The canonical event: what every source's records become before anything is decided about them.
//!
//! | part | what it is, and from where |
//! |---|---|
//! | source and number | the feed's name, and the incident number there |
//! | revision | a whole number that counts up, where the source counts |
//! | moments | milliseconds since 1970 in UTC; how sure the first one is ([`Precision`]) |
//! | kinds, priorities, further codes | the source's words after its mapping (`docs/kind-codes.md`) |
//! | units, dispatchers | codes of units; logins or staff numbers of the dispatch room |
//! | facts | minor, fatal, aggression, alarm button, major: yes, no or unknown |
//! | status | active, closed, cancelled, merged into another, test, exercise |
//!
//! There is no place in it for a patient, a caller or an address: adapters drop them at the edge.
//!
//! Records of one event join as a semilattice (docs/decisions/0003-state-merge.md): the order in
//! which messages come in, and how often, does not matter (R046).

mod group;
mod record;
mod told;

pub use group::{counts_under, gather};
pub use record::{EventRecord, Precision, Status};
pub use told::Told;

#[cfg(test)]
mod tests;
