//! Veer's own tasks, as a library so that they can be tested.

pub mod attack;
pub mod bench;
pub mod demo;
pub mod files;
pub mod house;
pub mod journeys;
pub mod npm;
pub mod postgres;
pub mod run;
pub mod test;
pub mod tools;
pub mod web;
pub mod workspace;
