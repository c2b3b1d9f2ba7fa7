//! Who works here and with which roles: what a change of it may never break.
//!
//! R109: each role has its tasks, so there is always somebody who can give them. R108: who keeps the
//! register of people keeps people only.

use crate::access::{Role, RoleSet};
use crate::codes::codes;
use crate::recovery;

/// How somebody stands in the register of people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// What they are here.
    pub roles: RoleSet,
    /// Whether they work here now.
    pub active: bool,
}

codes! {
    /// Why a change of somebody's place is refused.
    pub enum StaffRefusal {
        /// Nobody would be left who keeps people and imports running.
        LastAdministrator = "last-administrator",
        /// A key holder of the team may not be who the key protects against.
        RolesClash = "roles-clash",
        /// Everybody who works here is a colleague, whatever else they are.
        ColleagueMissing = "colleague-missing",
    }
}

impl Place {
    /// Whether this person keeps the desk.
    pub fn administrates(&self) -> bool {
        self.active && self.roles.contains(Role::Administrator)
    }
}

/// Whether somebody may go from one place to another (R109).
///
/// `others` says how many other people administrate now. An organisation that has no administrator
/// at all, such as one whose roster names none, is not made worse by any change.
pub fn may_change(before: Place, after: Place, others: u64) -> Result<(), StaffRefusal> {
    if !after.roles.contains(Role::Colleague) {
        return Err(StaffRefusal::ColleagueMissing);
    }
    if !recovery::roles_stand(after.roles) {
        return Err(StaffRefusal::RolesClash);
    }
    if before.administrates() && !after.administrates() && others == 0 {
        return Err(StaffRefusal::LastAdministrator);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn place() -> impl Strategy<Value = Place> {
        let roles = prop::collection::vec(prop::sample::select(Role::ALL), 0..5);
        (roles, any::<bool>()).prop_map(|(roles, active)| Place {
            roles: roles.into_iter().collect(),
            active,
        })
    }

    proptest! {
        /// Whatever is asked in whatever order: who had an administrator keeps one.
        #[test]
        fn an_administrator_always_remains(
            first in prop::collection::vec(place(), 1..5),
            wishes in prop::collection::vec((0usize..5, place()), 0..20),
        ) {
            let mut people = first;
            let had = people.iter().any(Place::administrates);
            for (who, wish) in wishes {
                let Some(before) = people.get(who).copied() else { continue };
                let others = people.iter().enumerate();
                let others = others.filter(|(at, it)| *at != who && it.administrates()).count();
                if may_change(before, wish, others as u64).is_ok() {
                    people[who] = wish;
                }
                prop_assert!(!had || people.iter().any(Place::administrates));
            }
        }

        /// A key holder is never also who the key protects against.
        #[test]
        fn what_is_permitted_stands_together(before in place(), after in place(), others in 0u64..3) {
            if may_change(before, after, others).is_ok() {
                prop_assert!(recovery::roles_stand(after.roles));
                prop_assert!(after.roles.contains(Role::Colleague));
            }
        }

        /// With a colleague who administrates beside them anybody may leave or take another role.
        #[test]
        fn who_is_not_the_last_may_go(before in place(), active in any::<bool>()) {
            let after = Place { roles: RoleSet::from(Role::Colleague), active };
            prop_assert_eq!(may_change(before, after, 1), Ok(()));
        }
    }

    #[test]
    fn the_last_administrator_neither_leaves_nor_loses_the_role() {
        let admin = RoleSet::from(Role::Colleague).with(Role::Administrator);
        let here = Place {
            roles: admin,
            active: true,
        };
        let left = Place {
            active: false,
            ..here
        };
        let other = Place {
            roles: admin.without(Role::Administrator),
            active: true,
        };
        for after in [left, other] {
            assert_eq!(
                may_change(here, after, 0),
                Err(StaffRefusal::LastAdministrator)
            );
            assert_eq!(may_change(here, after, 1), Ok(()));
            assert_eq!(may_change(left, after, 0), Ok(()), "was none before");
        }
        let more = Place {
            roles: admin.with(Role::Hr),
            active: true,
        };
        assert_eq!(may_change(here, more, 0), Ok(()));
    }
}
