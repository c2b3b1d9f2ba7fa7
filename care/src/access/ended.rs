use jiff::SignedDuration;

use super::{Action, Role, RoleSet, Standing, permits};
use crate::time::Instant;

/// How long somebody is told that a role ended, rather than that nothing is there.
///
/// Long enough for who was at work on a page, or comes back after a week of leave;
/// after that the page is as absent for them as for everybody.
pub const TOLD_FOR: SignedDuration = SignedDuration::from_hours(8 * 24);

/// The last change of somebody's roles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RolesChanged {
    /// The roles that they had until then.
    pub before: RoleSet,
    /// When it was.
    pub at: Instant,
}

/// The role that ended and that granted this where no case is at hand; `None` for everybody else.
///
/// Who never had the role, still has it, or lost it longer than [`TOLD_FOR`] ago is told nothing:
/// for them the page does not exist. Where a case is at hand there is no such answer at all, since
/// it would tell that the case exists.
pub fn ended_role(
    action: Action,
    now_has: RoleSet,
    changed: RolesChanged,
    now: Instant,
) -> Option<Role> {
    let since = now.since(changed.at);
    if since.is_negative() || since > TOLD_FOR {
        return None;
    }
    changed
        .before
        .iter()
        .filter(|role| !now_has.contains(*role))
        .find(|role| permits(&RoleSet::from(*role), action, Standing::Nobody))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn set(bits: u16) -> RoleSet {
        let all = Role::ALL.iter().copied().enumerate();
        all.filter(|(at, _)| bits & (1 << at) != 0)
            .map(|(_, role)| role)
            .collect()
    }

    const LOST: Instant = Instant::from_millis(1_000_000_000_000);

    fn told(before: RoleSet, now_has: RoleSet, hours: i64) -> Option<Role> {
        let changed = RolesChanged { before, at: LOST };
        let now = LOST.plus(SignedDuration::from_hours(hours));
        ended_role(Action::ManageTeam, now_has, changed, now)
    }

    #[test]
    fn who_lost_the_role_is_told_for_eight_days() {
        let before = RoleSet::from(Role::Coordinator).with(Role::Manager);
        let left = RoleSet::from(Role::Manager);
        assert_eq!(told(before, left, 0), Some(Role::Coordinator));
        assert_eq!(told(before, left, 8 * 24), Some(Role::Coordinator));
        assert_eq!(told(before, left, 8 * 24 + 1), None);
        assert_eq!(told(before, left, -1), None);
        assert_eq!(told(left, left, 1), None, "never had it");
        assert_eq!(told(before, before, 1), None, "still has it");
    }

    proptest! {
        #[test]
        fn only_a_role_that_is_gone_and_that_granted_it_is_named(
            before in 0_u16..512, now_has in 0_u16..512, at in 0_usize..Action::ALL.len(), hours in -9_i64..400
        ) {
            let (before, now_has, action) = (set(before), set(now_has), Action::ALL[at]);
            let changed = RolesChanged { before, at: LOST };
            let now = LOST.plus(SignedDuration::from_hours(hours));
            if let Some(role) = ended_role(action, now_has, changed, now) {
                prop_assert!(before.contains(role) && !now_has.contains(role));
                prop_assert!(permits(&before, action, Standing::Nobody));
                prop_assert!((0..=8 * 24).contains(&hours));
            }
        }
    }
}
