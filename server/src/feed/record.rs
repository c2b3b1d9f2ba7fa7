//! The canonical event, under the name by which adapters know it.

pub use care::event::{EventRecord, Precision, Status};
