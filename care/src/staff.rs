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

codes! {
    /// Why an entry of the roster does not become one with an account.
    pub enum JoinRefusal {
        /// It has an account of its own: then these may be two people.
        Account = "join-account",
        /// It has a role; who has one is known here as such.
        Roles = "join-roles",
        /// Something is held of it: an event, a path, a step that it took.
        History = "join-history",
    }
}

/// What somebody of the roster already has here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Past {
    /// Whether they ever signed in.
    pub has_account: bool,
    /// Their roles.
    pub roles: RoleSet,
    /// Whether anything is held of them besides their place in the roster.
    pub has_history: bool,
}

impl Place {
    /// Whether this person keeps the desk.
    pub fn administrates(&self) -> bool {
        self.active && self.roles.contains(Role::Administrator)
    }
}

/// What somebody is here, and which of it the desk gave by hand (R108, R109).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// Every role.
    pub roles: RoleSet,
    /// Those of them that no file named since a hand gave them.
    pub by_hand: RoleSet,
}

impl Given {
    /// After a hand ticked exactly these roles.
    #[must_use]
    pub fn by_hand(self, wish: RoleSet) -> Self {
        let new = wish.besides(self.roles);
        Self {
            roles: wish,
            by_hand: self.by_hand.and(new).shared(wish),
        }
    }

    /// After a file said which roles somebody has.
    ///
    /// What a hand gave is kept, unless the file decides alone: then whoever asked for that saw what
    /// goes. A role that the file names is the file's from then on.
    #[must_use]
    pub fn by_file(self, named: RoleSet, decides: bool) -> Self {
        let named = named.with(Role::Colleague);
        let kept = if decides {
            RoleSet::NONE
        } else {
            self.by_hand.shared(self.roles).besides(named)
        };
        Self {
            roles: named.and(kept),
            by_hand: kept,
        }
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

/// Whether an entry of the roster may go up in the account of somebody else (R109).
///
/// Only who has nothing here but a place in the roster: of two who each have a past nobody can say
/// which of it was whose, and a path would come to stand under another person's name.
pub fn may_join(past: Past) -> Result<(), JoinRefusal> {
    if past.has_account {
        return Err(JoinRefusal::Account);
    }
    if !past.roles.without(Role::Colleague).is_empty() {
        return Err(JoinRefusal::Roles);
    }
    if past.has_history {
        return Err(JoinRefusal::History);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn roles() -> impl Strategy<Value = RoleSet> {
        let roles = prop::collection::vec(prop::sample::select(Role::ALL), 0..5);
        roles.prop_map(|roles| roles.into_iter().collect())
    }

    fn given() -> impl Strategy<Value = Given> {
        (roles(), roles()).prop_map(|(roles, hand)| Given {
            roles,
            by_hand: hand.shared(roles),
        })
    }

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

        /// A file takes nothing that a hand gave, and gives nothing that it does not name.
        #[test]
        fn a_file_leaves_what_a_hand_gave(now in given(), named in roles()) {
            let after = now.by_file(named, false);
            prop_assert_eq!(now.by_hand.besides(after.roles), RoleSet::NONE);
            let named = named.with(Role::Colleague);
            prop_assert_eq!(after.roles.besides(named).besides(now.by_hand), RoleSet::NONE);
            prop_assert_eq!(named.besides(after.roles), RoleSet::NONE);
            prop_assert_eq!(after.by_hand.shared(named), RoleSet::NONE);
            prop_assert_eq!(after.by_hand.besides(after.roles), RoleSet::NONE);
            prop_assert_eq!(after.by_file(named, false), after, "the same file again changes nothing");
        }

        /// Where the file decides, only what it names remains.
        #[test]
        fn a_file_that_decides_leaves_what_it_names(now in given(), named in roles()) {
            let after = now.by_file(named, true);
            prop_assert_eq!(after.roles, named.with(Role::Colleague));
            prop_assert!(after.by_hand.is_empty());
        }

        /// A hand gives what is ticked; what was there before counts as given by whoever gave it.
        #[test]
        fn a_hand_gives_what_is_ticked(now in given(), wish in roles()) {
            let after = now.by_hand(wish);
            prop_assert_eq!(after.roles, wish);
            prop_assert_eq!(after.by_hand.besides(wish), RoleSet::NONE);
            prop_assert_eq!(wish.besides(now.roles).besides(after.by_hand), RoleSet::NONE);
            prop_assert_eq!(after.by_hand(wish), after);
        }

        /// Only who has nothing but a place in the roster goes up in another.
        #[test]
        fn who_has_a_past_stays(has_account in any::<bool>(), roles in roles(), has_history in any::<bool>()) {
            let past = Past { has_account, roles, has_history };
            let bare = !has_account && !has_history && roles.iter().all(|role| role == Role::Colleague);
            prop_assert_eq!(may_join(past).is_ok(), bare);
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
