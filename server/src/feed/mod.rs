//! Dispatch intake: what a source says becomes records, or goes to quarantine.
//!
//! Parsing only, without a database. Nothing here decides whether an event
//! counts, and nothing that a profile or format does not name leaves it.

pub mod codes;
pub mod csv;
pub mod digest;
pub mod eido;
pub mod envelope;
pub mod frame;
pub mod history;
pub mod inbox;
pub mod intake;
pub mod live;
pub mod mapping;
pub mod ndjson;
pub mod pack;
pub mod profile;
pub mod record;
pub mod register;
pub mod reject;
pub mod roster;
pub mod roster_intake;
pub mod roster_roles;
pub mod saved;
pub mod sheet;
pub mod source;
pub mod taking;
pub mod text;
pub mod verdict;
pub mod when;

pub use profile::Profile;
pub use record::{EventRecord, Precision, Status};
pub use reject::{Field, Place, RejectReason, Rejected};
