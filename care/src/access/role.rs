use crate::codes::codes;

codes! {
    /// What a person is in the organisation (R100-R109).
    ///
    /// Roles add up: somebody may be a colleague, a supporter and a manager.
    pub enum Role {
        /// Anyone who works here and may be supported.
        Colleague = "colleague",
        /// A member of the peer-support team.
        Supporter = "supporter",
        /// The one who steers the peer-support team (R103).
        Coordinator = "coordinator",
        /// Somebody with staff; may refer, never looks back (R042, R105).
        Manager = "manager",
        /// Somebody in the dispatch room (R107).
        Dispatcher = "dispatcher",
        /// Personnel affairs: people and training records, never a case (R108).
        Hr = "hr",
        /// Reads who looked at what, under pseudonyms.
        PrivacyOfficer = "privacy",
        /// Keeps people and imports running, never opens a case.
        Administrator = "admin",
        /// Holds a share of the team's recovery key; never a coordinator, manager or administrator.
        Holder = "holder",
    }
}

/// The roles that one person has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct RoleSet(u16);

impl RoleSet {
    /// No role: everything is denied.
    pub const NONE: Self = Self(0);

    /// The same roles and this one.
    #[must_use]
    pub const fn with(self, role: Role) -> Self {
        Self(self.0 | Self::bit(role))
    }

    /// The same roles without this one.
    #[must_use]
    pub const fn without(self, role: Role) -> Self {
        Self(self.0 & !Self::bit(role))
    }

    /// Whether the role is among them.
    pub const fn contains(self, role: Role) -> bool {
        self.0 & Self::bit(role) != 0
    }

    /// Whether there is no role at all.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The roles, in the order of declaration.
    pub fn iter(self) -> impl Iterator<Item = Role> {
        Role::ALL
            .iter()
            .copied()
            .filter(move |role| self.contains(*role))
    }

    /// The roles of either.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The roles of both.
    #[must_use]
    pub const fn shared(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// These roles without those.
    #[must_use]
    pub const fn besides(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether the person belongs to the peer-support team.
    pub const fn in_team(self) -> bool {
        self.contains(Role::Supporter) || self.contains(Role::Coordinator)
    }

    const fn bit(role: Role) -> u16 {
        1 << role as u8
    }
}

impl FromIterator<Role> for RoleSet {
    fn from_iter<I: IntoIterator<Item = Role>>(roles: I) -> Self {
        roles.into_iter().fold(Self::NONE, Self::with)
    }
}

impl From<Role> for RoleSet {
    fn from(role: Role) -> Self {
        Self::NONE.with(role)
    }
}
