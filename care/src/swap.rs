//! A duty that a supporter asks another to take over, alone or for one of theirs (R103).
//!
//! Whether the rota's rules allow it is `crate::roster`'s; this says who may do what with the request.

use crate::codes::codes;
use crate::ids::PersonId;
use crate::time::Instant;

codes! {
    /// How a request stands.
    pub enum SwapState {
        /// It waits for an answer.
        Asked = "asked",
        /// Somebody took it; the rota is changed.
        Accepted = "accepted",
        /// Who was asked would rather not.
        Refused = "refused",
        /// Who asked does not need it any more.
        Withdrawn = "withdrawn",
        /// The duty began, or changed hands, before anybody answered.
        Lapsed = "lapsed",
    }
}

codes! {
    /// What somebody does with a request.
    pub enum SwapStep {
        /// Takes it.
        Accept = "accept",
        /// Says no, without a reason.
        Refuse = "refuse",
        /// Takes the question back.
        Withdraw = "withdraw",
        /// Takes one's own last step back.
        Undo = "undo",
    }
}

/// A request, as far as the steps look at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Swap {
    /// Who asks.
    pub asker: PersonId,
    /// Whom; nobody is anyone of the team.
    pub to: Option<PersonId>,
    /// Who answered.
    pub answerer: Option<PersonId>,
    /// When the first of the duties begins.
    pub begins: Instant,
    /// How it stands.
    pub state: SwapState,
}

impl Swap {
    /// The state now: what began before anybody answered has lapsed.
    pub fn state_at(&self, now: Instant) -> SwapState {
        match self.state {
            SwapState::Asked if self.begins <= now => SwapState::Lapsed,
            state => state,
        }
    }

    /// The state after a step of somebody; none when it is not theirs to take, or not any more.
    pub fn after(&self, step: SwapStep, by: &PersonId, now: Instant) -> Option<SwapState> {
        let asks = self.asker == *by;
        let asked = !asks && self.to.as_ref().is_none_or(|to| to == by);
        let answered = self.answerer.as_ref() == Some(by);
        let began = self.begins <= now;
        match (self.state_at(now), step) {
            (SwapState::Asked, SwapStep::Accept) if asked => Some(SwapState::Accepted),
            (SwapState::Asked, SwapStep::Refuse) if asked && self.to.is_some() => {
                Some(SwapState::Refused)
            }
            (SwapState::Asked, SwapStep::Withdraw) if asks => Some(SwapState::Withdrawn),
            (SwapState::Withdrawn, SwapStep::Undo) if asks && !began => Some(SwapState::Asked),
            (SwapState::Refused | SwapState::Accepted, SwapStep::Undo) if answered && !began => {
                Some(SwapState::Asked)
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn who(name: &str) -> PersonId {
        PersonId::new(name)
    }

    fn swap(to: Option<&str>, state: SwapState, answerer: Option<&str>) -> Swap {
        Swap {
            asker: who("anna"),
            to: to.map(who),
            answerer: answerer.map(who),
            begins: Instant::from_millis(100),
            state,
        }
    }

    const EARLY: Instant = Instant::from_millis(99);

    #[test]
    fn who_is_asked_answers_and_who_asks_withdraws() {
        let asked = swap(Some("bram"), SwapState::Asked, None);
        let after = |step, by: &str| asked.after(step, &who(by), EARLY);
        assert_eq!(after(SwapStep::Accept, "bram"), Some(SwapState::Accepted));
        assert_eq!(after(SwapStep::Refuse, "bram"), Some(SwapState::Refused));
        assert_eq!(
            after(SwapStep::Withdraw, "anna"),
            Some(SwapState::Withdrawn)
        );
        for (step, by) in [
            (SwapStep::Accept, "anna"),
            (SwapStep::Accept, "cato"),
            (SwapStep::Refuse, "cato"),
            (SwapStep::Withdraw, "bram"),
            (SwapStep::Undo, "anna"),
        ] {
            assert_eq!(after(step, by), None, "{step} by {by}");
        }
    }

    #[test]
    fn anyone_takes_what_is_asked_of_anyone_and_nobody_has_to_refuse() {
        let asked = swap(None, SwapState::Asked, None);
        assert_eq!(
            asked.after(SwapStep::Accept, &who("cato"), EARLY),
            Some(SwapState::Accepted)
        );
        assert_eq!(asked.after(SwapStep::Accept, &who("anna"), EARLY), None);
        assert_eq!(asked.after(SwapStep::Refuse, &who("cato"), EARLY), None);
    }

    #[test]
    fn only_who_took_a_step_takes_it_back() {
        for (state, answerer, by) in [
            (SwapState::Withdrawn, None, "anna"),
            (SwapState::Refused, Some("bram"), "bram"),
            (SwapState::Accepted, Some("bram"), "bram"),
        ] {
            let it = swap(Some("bram"), state, answerer);
            for one in ["anna", "bram", "cato"] {
                let after = it.after(SwapStep::Undo, &who(one), EARLY);
                assert_eq!(after.is_some(), one == by, "{state} {one}");
            }
        }
    }

    proptest! {
        #[test]
        fn nothing_happens_to_a_duty_that_has_begun(
            state in 0..SwapState::ALL.len(), step in 0..SwapStep::ALL.len(),
            by in prop::sample::select(vec!["anna", "bram", "cato"]),
            anyone in any::<bool>(), late in 0i64..1_000,
        ) {
            let to = (!anyone).then_some("bram");
            let it = swap(to, SwapState::ALL[state], Some("bram"));
            let now = Instant::from_millis(100 + late);
            prop_assert_eq!(it.after(SwapStep::ALL[step], &who(by), now), None);
            prop_assert_ne!(it.state_at(now), SwapState::Asked);
        }
    }
}
