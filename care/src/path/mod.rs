//! The care path of one case.
//!
//! signal > situation picture > first contact > watchful waiting > offer >
//! talks 1 to 3, an outcome after each > close or refer. A [`Case`] is a value:
//! a command takes the present moment and returns the changed case or a
//! [`PathRefusal`], and never changes the case that it was asked on.
//!
//! What is due follows from the case alone ([`Case::next_due`]); time only
//! decides whether it has opened and whether it is late. That is why a stored
//! deadline never has to be recomputed, and why waiting never makes a duty
//! disappear.

mod ask;
mod case;
mod closing;
mod contact;
pub mod deployability;
mod due;
mod holding;
mod offer;
mod planning;
mod refer;
mod refusal;
mod signal;
mod stage;
mod talk;
mod timeline;
mod withdrawal;

pub use case::{Case, Event, OpenCase, Requester, Trigger};
pub use closing::{Closing, ClosingReason};
pub use contact::{Attempt, Channel, FirstContact, Wish};
pub use due::Due;
pub use offer::{Answer, Offer, Reoffer};
pub use refer::{Referral, ReferralConsent};
pub use refusal::PathRefusal;
pub use signal::{Consent, ConsentAnswer, Handover, HandoverReason, Picture};
pub use stage::{Stage, Summary};
pub use talk::{
    Agreement, EarlyReason, Held, HoldTalk, MissReason, MissedTalk, Outcome, PlanTalk, Talk,
};
pub use timeline::{Mark, MarkKind};
pub use withdrawal::Aftermath;
