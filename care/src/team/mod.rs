//! The peer-support team: training that expires, and what it offers in practice.

mod annual;
mod practical;
mod training;

pub use annual::{
    AnnualRefusal, AnnualState, AnnualTopic, Interviewer, annual_state, hold_annual, next_annual,
};
pub use practical::{HelpItem, HelpList, HelpRefusal};
pub use training::{Refresher, RefresherRule, Training, TrainingState};
