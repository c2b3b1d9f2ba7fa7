//! The peer-support team: training that expires, and what it offers in practice.

mod practical;
mod training;

pub use practical::{HelpItem, HelpList, HelpRefusal};
pub use training::{Refresher, RefresherRule, Training, TrainingState};
