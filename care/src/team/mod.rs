//! The peer-support team: training, coverage of staff groups, tasks, what it offers in practice.

mod annual;
mod coverage;
mod practical;
mod task;
mod training;

pub use annual::{
    AnnualRefusal, AnnualState, AnnualTopic, Interviewer, annual_state, hold_annual, next_annual,
};
pub use coverage::{
    Ambassador, CHECK_IN_EVERY, CheckIn, Cover, GroupCover, Lack, check_in, coverage, next_check_in,
};
pub use practical::{HelpItem, HelpList, HelpRefusal};
pub use task::{TaskKind, TaskRefusal, TaskState, TaskStep, delegate};
pub use training::{Refresher, RefresherRule, Training, TrainingState};
