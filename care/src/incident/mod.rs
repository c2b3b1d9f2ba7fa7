//! The incident list: what counts, on which dispatch facts.
//!
//! A pack writes the list as TOML; [`IncidentList::validate`] says what is wrong
//! with it, [`IncidentList::compile`] makes it fast, [`CompiledList::judge`]
//! answers for one event. The codes that conditions use are explained in
//! `docs/kind-codes.md`.
//!
//! About half of the list can be seen by a machine at best. What the list does
//! not catch is as welcome when a person reports it (R051): no judgement here
//! ever stands in the way of that.

mod adoption;
mod again;
mod change;
mod compare;
mod compiled;
mod dismissal;
mod facts;
mod kind;
mod list;
mod parts;
mod refusal;
mod wording;
mod written;

pub use adoption::adopt;
pub use again::{Again, AgainWhy, again};
pub use compare::Shift;
pub use compiled::{CompiledList, Facts, MOST_RULES, Met, Rules, Verdict};
pub use dismissal::{DismissWhy, ReportStands, is_heavier, may_undo, take_back};
pub use facts::{EventFacts, Tri};
pub use kind::Kind;
pub use list::{Certainty, Entry, IncidentList, Rule};
pub use refusal::{ListRefusal, ListWarning};

#[cfg(test)]
mod tests;
