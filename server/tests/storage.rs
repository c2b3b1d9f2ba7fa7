//! The store, each test on both engines.

mod support;

#[path = "storage/cases.rs"]
mod cases;
#[path = "storage/matching.rs"]
mod matching;
#[path = "storage/people.rs"]
mod people;
#[path = "storage/records.rs"]
mod records;
#[path = "storage/upgrade.rs"]
mod upgrade;
