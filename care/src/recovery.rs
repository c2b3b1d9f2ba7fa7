//! Recovery by the team (issue 3, section 4): who may hold a share, how many, and what follows.
//!
//! Off unless an organisation turns it on, and per case only with the colleague's consent. The
//! shares, and whatever they open, are never here: these rules see numbers and roles only.

use jiff::{Span, civil::Date, tz::TimeZone};

use crate::access::{Role, RoleSet};
use crate::codes::codes;
use crate::time::Instant;

/// The most holders that a team has.
pub const MOST_HOLDERS: u8 = 7;
/// The fewest shares that may suffice: nobody opens anything alone.
pub const LEAST_SHARES: u8 = 2;

codes! {
    /// Why the key of a case has to come back from the holders.
    pub enum RecoveryReason {
        /// The supporter before left without handing the key over.
        SupporterGone = "supporter-gone",
        /// The supporter before is away for long.
        SupporterAway = "supporter-away",
        /// Who supports lost every lock of their vault.
        VaultLost = "vault-lost",
    }
}

codes! {
    /// What the holders come together for.
    pub enum RecoveryKind {
        /// Giving the keys of one case to its supporter.
        Recovery = "recovery",
        /// The yearly dry run: nothing is opened.
        Rehearsal = "rehearsal",
    }
}

codes! {
    /// Where a recovery stands.
    pub enum RecoveryState {
        /// Shares are being gathered.
        Asked = "asked",
        /// Enough shares are in; the executing holder can finish.
        Approved = "approved",
        /// Finished.
        Done = "done",
        /// So many holders refused that it cannot succeed.
        Refused = "refused",
        /// Taken back, or overtaken by a new team.
        Withdrawn = "withdrawn",
    }
}

impl RecoveryState {
    /// Whether it still asks for anything.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Asked | Self::Approved)
    }
}

/// How many of how many shares open the team's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quorum {
    threshold: u8,
    holders: u8,
}

/// Why a team cannot be appointed like this.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TeamRefusal {
    /// Fewer than two shares would open everything.
    #[error("one share may never suffice")]
    TooFewShares,
    /// More shares are needed than there are holders.
    #[error("more shares are needed than there are holders")]
    MoreThanHolders,
    /// More than seven holders.
    #[error("a team has at most seven holders")]
    TooManyHolders,
    /// A holder is coordinator, manager, administrator or supporter.
    #[error("a holder may not be {0}")]
    Clash(Role),
    /// A holder does not have the role.
    #[error("this person is not a key holder")]
    NotHolder,
    /// A holder is somebody's line manager.
    #[error("a holder leads nobody")]
    Leads,
    /// A holder has no vault to seal a share to.
    #[error("a holder needs a vault")]
    NoVault,
}

impl TeamRefusal {
    /// A stable name for messages.
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooFewShares => "recovery-too-few-shares",
            Self::MoreThanHolders => "recovery-more-than-holders",
            Self::TooManyHolders => "recovery-too-many-holders",
            Self::Clash(_) | Self::NotHolder | Self::Leads => "recovery-may-not-hold",
            Self::NoVault => "recovery-no-vault",
        }
    }
}

impl Quorum {
    /// At least two, at most all, of at most seven.
    pub const fn new(threshold: u8, holders: u8) -> Result<Self, TeamRefusal> {
        if threshold < LEAST_SHARES {
            Err(TeamRefusal::TooFewShares)
        } else if holders > MOST_HOLDERS {
            Err(TeamRefusal::TooManyHolders)
        } else if threshold > holders {
            Err(TeamRefusal::MoreThanHolders)
        } else {
            Ok(Self { threshold, holders })
        }
    }

    /// How many shares open the key.
    pub const fn threshold(self) -> u8 {
        self.threshold
    }

    /// How many holders there are.
    pub const fn holders(self) -> u8 {
        self.holders
    }

    /// Where a recovery stands once so many holders gave their share and so many refused.
    pub const fn state(self, given: u8, refused: u8) -> RecoveryState {
        if given >= self.threshold {
            RecoveryState::Approved
        } else if self.holders.saturating_sub(refused) < self.threshold {
            RecoveryState::Refused
        } else {
            RecoveryState::Asked
        }
    }
}

/// The role that keeps somebody with these roles from holding a share.
///
/// Whoever steers, leads, supports or runs the machines is the one it protects against.
pub fn clash(roles: RoleSet) -> Option<Role> {
    let against = [
        Role::Coordinator,
        Role::Manager,
        Role::Administrator,
        Role::Supporter,
    ];
    against.into_iter().find(|role| roles.contains(*role))
}

/// Whether these roles can stand together on one person.
pub fn roles_stand(roles: RoleSet) -> bool {
    !roles.contains(Role::Holder) || clash(roles).is_none()
}

/// Whether somebody may hold a share: by their roles, whom they lead, and their vault.
pub fn may_hold(roles: RoleSet, leads: bool, has_vault: bool) -> Result<(), TeamRefusal> {
    if !roles.contains(Role::Holder) {
        return Err(TeamRefusal::NotHolder);
    }
    if let Some(role) = clash(roles) {
        return Err(TeamRefusal::Clash(role));
    }
    match (leads, has_vault) {
        (true, _) => Err(TeamRefusal::Leads),
        (false, false) => Err(TeamRefusal::NoVault),
        (false, true) => Ok(()),
    }
}

/// The last day for the yearly rehearsal, counted from the making of the key or the last one.
pub fn rehearsal_by(last: Instant, tz: &TimeZone) -> Date {
    last.date(tz).saturating_add(Span::new().years(1))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn whoever_it_protects_against_holds_no_share() {
        let holder = RoleSet::from(Role::Holder).with(Role::Colleague);
        assert_eq!(may_hold(holder, false, true), Ok(()));
        assert_eq!(may_hold(holder, true, true), Err(TeamRefusal::Leads));
        assert_eq!(may_hold(holder, false, false), Err(TeamRefusal::NoVault));
        let barred = [
            Role::Coordinator,
            Role::Manager,
            Role::Administrator,
            Role::Supporter,
        ];
        for role in Role::ALL.iter().copied() {
            let both = holder.with(role);
            assert_eq!(roles_stand(both), !barred.contains(&role), "{role}");
            assert!(roles_stand(both.without(Role::Holder)), "{role}");
            assert_eq!(may_hold(both, false, true).is_ok(), roles_stand(both));
        }
        let none = RoleSet::from(Role::Colleague);
        assert_eq!(may_hold(none, false, true), Err(TeamRefusal::NotHolder));
    }

    #[test]
    fn a_rehearsal_is_due_within_a_calendar_year() {
        let tz = TimeZone::get("Europe/Amsterdam").unwrap();
        let made = Instant::start_of(date(2024, 2, 29), &tz);
        assert_eq!(rehearsal_by(made, &tz), date(2025, 2, 28));
    }

    proptest! {
        #[test]
        fn one_alone_never_suffices_and_all_together_always_do(k in 0u8..10, n in 0u8..10) {
            let quorum = Quorum::new(k, n);
            prop_assert_eq!(quorum.is_ok(), (2..=n).contains(&k) && n <= 7);
            if let Ok(quorum) = quorum {
                prop_assert_ne!(quorum.state(1, 0), RecoveryState::Approved);
                prop_assert_eq!(quorum.state(n, 0), RecoveryState::Approved);
                prop_assert_eq!(quorum.state(0, n), RecoveryState::Refused);
            }
        }

        #[test]
        fn it_is_refused_only_when_too_few_are_left(
            n in 2u8..=7, k in 2u8..=7, given in 0u8..=7, refused in 0u8..=7,
        ) {
            prop_assume!(k <= n && given + refused <= n);
            let quorum = Quorum::new(k, n).unwrap();
            let expected = if given >= k {
                RecoveryState::Approved
            } else if given + (n - given - refused) < k {
                RecoveryState::Refused
            } else {
                RecoveryState::Asked
            };
            prop_assert_eq!(quorum.state(given, refused), expected);
        }
    }
}
