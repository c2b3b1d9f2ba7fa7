//! What may be told to somebody outside the case, and only with consent (R102, C01).
//!
//! A disclosure is made of codes. There is no field for words, so what was said in a talk cannot
//! get into one: the fact that peer support was there, or what the work has to arrange, and
//! nothing else exists.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::codes::codes;

codes! {
    /// What is told.
    pub enum Told {
        /// That peer support was deployed.
        Deployed = "deployed",
        /// That a replacement is needed.
        Replacement = "replacement",
        /// That other work is needed for a while.
        OtherWork = "other-work",
        /// That time off is needed.
        TimeOff = "time-off",
        /// That the person can work as usual again.
        BackToWork = "back-to-work",
    }
}

codes! {
    /// Who is told.
    pub enum Listener {
        /// The line manager.
        Manager = "manager",
        /// Dispatch or planning.
        Planning = "planning",
        /// Personnel affairs.
        Hr = "hr",
        /// The occupational physician.
        Physician = "physician",
    }
}

codes! {
    /// Why it is told.
    pub enum DisclosureReason {
        /// The colleague asked for it.
        Asked = "asked",
        /// A shift has to be covered.
        Cover = "cover",
        /// The work has to be arranged for a while.
        Arrange = "arrange",
    }
}

codes! {
    /// How the colleague gave consent.
    pub enum ConsentWay {
        /// Face to face.
        InPerson = "in-person",
        /// By telephone.
        Phone = "phone",
    }
}

/// The consent of the colleague: how and on which day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DisclosureConsent {
    /// How.
    pub way: ConsentWay,
    /// On which day.
    pub on: Date,
}

/// One thing that was told to somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Disclosure {
    /// What.
    pub told: Told,
    /// To whom.
    pub to: Listener,
    /// Why.
    pub reason: DisclosureReason,
    /// With which consent.
    pub consent: DisclosureConsent,
}

codes! {
    /// Why something is not told.
    pub enum DisclosureRefusal {
        /// The colleague did not agree.
        NoConsent = "no-consent",
        /// The consent would lie in the future.
        ConsentAhead = "consent-ahead",
        /// Who is told does not need to know that peer support was there.
        NotTheirs = "not-theirs",
    }
}

impl Told {
    /// Whether this listener may hear it at all.
    ///
    /// Who plans the work or keeps the files needs what has to be arranged, never the fact that
    /// peer support was there: that fact is nearly about health (reference.md B6.1).
    pub const fn may_reach(self, to: Listener) -> bool {
        match self {
            Self::Deployed => matches!(to, Listener::Manager | Listener::Physician),
            Self::Replacement | Self::OtherWork | Self::TimeOff | Self::BackToWork => true,
        }
    }
}

impl Disclosure {
    /// Records what is told; without consent that was given by today there is nothing to tell.
    pub fn new(
        told: Told,
        to: Listener,
        reason: DisclosureReason,
        consent: Option<DisclosureConsent>,
        today: Date,
    ) -> Result<Self, DisclosureRefusal> {
        let consent = consent.ok_or(DisclosureRefusal::NoConsent)?;
        if consent.on > today {
            Err(DisclosureRefusal::ConsentAhead)
        } else if told.may_reach(to) {
            Ok(Self {
                told,
                to,
                reason,
                consent,
            })
        } else {
            Err(DisclosureRefusal::NotTheirs)
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const TODAY: Date = date(2026, 3, 3);

    fn tell(told: Told, to: Listener, on: Option<Date>) -> Result<Disclosure, DisclosureRefusal> {
        let way = ConsentWay::Phone;
        let consent = on.map(|on| DisclosureConsent { way, on });
        Disclosure::new(told, to, DisclosureReason::Asked, consent, TODAY)
    }

    #[test]
    fn without_consent_nothing_is_told_to_anybody() {
        for told in Told::ALL.iter().copied() {
            for to in Listener::ALL.iter().copied() {
                assert_eq!(tell(told, to, None), Err(DisclosureRefusal::NoConsent));
                let ahead = tell(told, to, Some(date(2026, 3, 4)));
                assert_eq!(ahead, Err(DisclosureRefusal::ConsentAhead));
                assert_eq!(tell(told, to, Some(TODAY)).is_ok(), told.may_reach(to));
            }
        }
    }

    #[test]
    fn planning_and_personnel_affairs_never_hear_that_peer_support_was_there() {
        let hear = |to| tell(Told::Deployed, to, Some(TODAY)).is_ok();
        let heard = Listener::ALL.iter().copied().filter(|to| hear(*to));
        let expected = [Listener::Manager, Listener::Physician];
        assert_eq!(heard.collect::<Vec<_>>(), expected);
    }
}
