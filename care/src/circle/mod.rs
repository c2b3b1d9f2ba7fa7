//! Who can open what is sealed: the few people of a circle and the keys they hold (R003).
//!
//! A circle is a case or a yearly talk. Its notes are sealed to the newest of its keys; each key is
//! wrapped to who may read. The server sees who holds a wrap and never what is in it, so these
//! rules say only who may be given one, when a key must be replaced, and which wraps may go.

mod holder;
mod ring;

pub use holder::Holder;
pub use ring::{Generation, Ring};

use std::collections::BTreeSet;

use crate::{
    access::{Action, Around, RoleSet, Standing, permits},
    ids::PersonId,
};

/// Who may read the notes of a case: its supporter, and the colleague by their own choice.
///
/// A supporter who has to hand over because they were involved is no member any more (R004), nor is
/// one who left the team; what they hold they can only give.
#[must_use]
pub fn case_members(
    around: &Around<'_>,
    supporter_roles: RoleSet,
    reads_along: bool,
) -> BTreeSet<PersonId> {
    let reads = |person: &&PersonId| {
        let standing = Standing::of(person, supporter_roles, around);
        permits(&supporter_roles, Action::ReadSealed, standing)
    };
    let supporter = around.supporter.filter(reads);
    let colleague = around.subject.filter(|_| reads_along);
    supporter.into_iter().chain(colleague).cloned().collect()
}

#[cfg(test)]
mod tests;
