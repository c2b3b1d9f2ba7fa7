//! The store, each test on both engines.

#[cfg(test)]
mod support;

#[cfg(test)]
#[path = "storage/audit.rs"]
mod audit;
#[cfg(test)]
#[path = "storage/cases.rs"]
mod cases;
#[cfg(test)]
#[path = "storage/circle.rs"]
mod circle;
#[cfg(test)]
#[path = "storage/documents.rs"]
mod documents;
#[cfg(test)]
#[path = "storage/dump.rs"]
mod dump;
#[cfg(test)]
#[path = "storage/matching.rs"]
mod matching;
#[cfg(test)]
#[path = "storage/people.rs"]
mod people;
#[cfg(test)]
#[path = "storage/plans.rs"]
mod plans;
#[cfg(test)]
#[path = "storage/records.rs"]
mod records;
#[cfg(test)]
#[path = "storage/recovery.rs"]
mod recovery;
#[cfg(test)]
#[path = "storage/retention.rs"]
mod retention;
#[cfg(test)]
#[path = "storage/seek.rs"]
mod seek;
#[cfg(test)]
#[path = "storage/units.rs"]
mod units;
#[cfg(test)]
#[path = "storage/upgrade.rs"]
mod upgrade;
#[cfg(test)]
#[path = "storage/vault.rs"]
mod vault;
#[cfg(test)]
#[path = "storage/workload.rs"]
mod workload;
