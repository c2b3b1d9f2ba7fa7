use std::collections::BTreeSet;

use super::role::RoleSet;
use crate::codes::codes;
use crate::ids::PersonId;

codes! {
    /// Where somebody stands towards the case or event at hand.
    ///
    /// There is one standing per person and case: the first of `Subject`,
    /// `Leaving`, `Assigned`, `Involved`, `Team` that applies. Whoever asks for
    /// a page that concerns no case in particular stands as `Nobody`.
    pub enum Standing {
        /// No relation to the case, or no case at hand.
        Nobody = "nobody",
        /// It is one's own case. One's team view of it is gone (R121).
        Subject = "subject",
        /// The supporter of the case.
        Assigned = "assigned",
        /// In the peer-support team, not assigned and not involved.
        Team = "team",
        /// Was part of the same event, so supports nobody in it (R004).
        Involved = "involved",
        /// The supporter who turned out to be involved and has to hand over (R004).
        Leaving = "leaving",
    }
}

/// The people around a case, as far as access depends on them.
#[derive(Clone, Copy, Debug)]
pub struct Around<'a> {
    /// Whose case it is; `None` when an event is at hand and not a case.
    pub subject: Option<&'a PersonId>,
    /// The supporter of the case.
    pub supporter: Option<&'a PersonId>,
    /// Everyone who was part of the events of the case; not who only supported there.
    pub participants: &'a BTreeSet<PersonId>,
}

impl Standing {
    /// Where `viewer`, who has these roles, stands towards a case or event.
    pub fn of(viewer: &PersonId, roles: RoleSet, around: &Around<'_>) -> Self {
        let assigned = around.supporter == Some(viewer);
        let involved = around.participants.contains(viewer);
        if around.subject == Some(viewer) {
            Self::Subject
        } else if assigned && involved {
            Self::Leaving
        } else if assigned {
            Self::Assigned
        } else if involved {
            Self::Involved
        } else if roles.in_team() {
            Self::Team
        } else {
            Self::Nobody
        }
    }
}
