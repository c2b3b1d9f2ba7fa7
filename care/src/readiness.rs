//! What an organisation needs before peer support can work: its conditions, never its people (R106).
//!
//! Some conditions Veer can see in its own data; of others somebody has to say that they are there.
//! Each is a yes or a no. No count stands here, so that nothing can be told of one person.

use crate::codes::codes;

codes! {
    /// A condition that higher management creates (R010, R106).
    pub enum Condition {
        /// A protocol is in force.
        Protocol = "protocol",
        /// An incident list is in force.
        IncidentList = "incident-list",
        /// The referral protocol has all its parts (R082).
        Referral = "referral",
        /// Each hour of the next two weeks has somebody on duty (R013).
        Cover = "cover",
        /// The basic training of everybody who supports is valid (R008, R030).
        Training = "training",
        /// The public page says which number to call (R048, R060).
        Reachable = "reachable",
        /// There is money for training and refreshers.
        Budget = "budget",
        /// Supporters may do this work in working time.
        Time = "time",
        /// The coordinator has hours for it.
        CoordinatorTime = "coordinator-time",
        /// Supporters have supervision and care for themselves.
        Supervision = "supervision",
        /// It is agreed who arranges the work when somebody has to step back.
        Replacement = "replacement",
    }
}

codes! {
    /// Who can know whether a condition is there.
    pub enum KnownBy {
        /// Veer sees it in its own data.
        Veer = "veer",
        /// A manager says so.
        Manager = "manager",
    }
}

impl Condition {
    /// Who can know whether it is there.
    pub const fn known_by(self) -> KnownBy {
        match self {
            Self::Protocol
            | Self::IncidentList
            | Self::Referral
            | Self::Cover
            | Self::Training
            | Self::Reachable => KnownBy::Veer,
            Self::Budget
            | Self::Time
            | Self::CoordinatorTime
            | Self::Supervision
            | Self::Replacement => KnownBy::Manager,
        }
    }
}

/// The conditions that are missing, in the order of the list; a missing one is always named (R106).
pub fn missing(is_there: impl Fn(Condition) -> bool) -> Vec<Condition> {
    let all = Condition::ALL.iter().copied();
    all.filter(|condition| !is_there(*condition)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_named_and_nothing_else_is() {
        assert_eq!(missing(|_| true), []);
        assert_eq!(missing(|_| false), Condition::ALL);
        for absent in Condition::ALL {
            assert_eq!(missing(|it| it != *absent), [*absent]);
        }
    }

    #[test]
    fn nobody_ticks_what_veer_can_see() {
        let ticked = Condition::ALL
            .iter()
            .filter(|it| it.known_by() == KnownBy::Manager);
        assert_eq!(ticked.count(), 5);
        assert_eq!(Condition::Cover.known_by(), KnownBy::Veer);
    }
}
