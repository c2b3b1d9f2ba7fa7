//! Who may see or do what: one table, and everything else is denied.
//!
//! A handler asks [`permits`] with the roles of the person, the action and where
//! the person stands towards the case. What is denied is answered as if it did
//! not exist. The table knows one organisation: a person of another one is never
//! loaded, so there is nothing to ask about.
//!
//! Every cell is written out in `care/golden/access.txt`, which a test compares.

mod action;
mod ended;
mod role;
mod standing;
mod table;

pub use action::Action;
pub use ended::{RolesChanged, TOLD_FOR, ended_role};
pub use role::{Role, RoleSet};
pub use standing::{Around, Standing};

/// Whether somebody with these roles may do this from where they stand.
///
/// One role that grants it is enough. A conflict of interest is part of the
/// standing, so another role never lifts it (R004, R121).
pub fn permits(roles: &RoleSet, action: Action, standing: Standing) -> bool {
    table::GRANTS.iter().any(|grant| {
        grant.action == action && roles.contains(grant.role) && grant.from.contains(&standing)
    })
}

#[cfg(test)]
mod tests;
