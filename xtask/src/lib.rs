//! Veer's own tasks, as a library so that they can be tested.

pub mod postgres;
pub mod run;
