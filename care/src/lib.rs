//! The rules of peer support, without I/O, clock or randomness.
//!
//! Everything in this crate is a plain function of its arguments: the present
//! moment is a parameter, and what it decides comes back as a value. A rule
//! cites the id of the requirement that it serves (R001 ... R172, C01 ... C27).
#![deny(missing_docs)]

pub mod access;
pub mod alerting;
pub mod circle;
mod codes;
pub mod count;
pub mod data_request;
pub mod disclosure;
pub mod edition;
pub mod equality;
pub mod event;
pub mod exposure;
pub mod figures;
pub mod guide;
pub mod ids;
pub mod incident;
pub mod label;
pub mod matching;
pub mod outreach;
pub mod path;
pub mod period;
pub mod protocol;
pub mod readiness;
pub mod recovery;
pub mod referral;
pub mod retention;
pub mod roster;
pub mod source;
pub mod spread;
pub mod staff;
pub mod team;
pub mod time;
pub mod wording;
pub mod workload;
