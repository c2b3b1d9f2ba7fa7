//! Swaps and covers: what a change of duties between people would break.

use serde::{Deserialize, Serialize};

use super::{
    Duty, Rota, Violation,
    check::{added, of_person},
};
use crate::codes::codes;
use crate::ids::PersonId;

/// A change that supporters agree on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Change {
    /// Two people exchange a duty.
    Swap {
        /// The duty of the one who asks.
        give: Duty,
        /// The duty of the one who is asked.
        take: Duty,
    },
    /// Somebody takes the duty of another.
    Cover {
        /// Which duty.
        duty: Duty,
        /// Who takes it.
        by: PersonId,
    },
}

codes! {
    /// Why a change cannot be at all.
    pub enum ChangeRefusal {
        /// A duty is no longer on the rota as it was when somebody asked.
        Gone = "gone",
        /// Both are the same person.
        Same = "same",
    }
}

/// The duties as they are after a change; those that it does not touch stay as they are.
pub fn changed(duties: &[Duty], change: &Change) -> Result<Vec<Duty>, ChangeRefusal> {
    let moves: Vec<(&Duty, &PersonId)> = match change {
        Change::Swap { give, take } => vec![(give, &take.person), (take, &give.person)],
        Change::Cover { duty, by } => vec![(duty, by)],
    };
    if moves.iter().any(|(duty, to)| duty.person == **to) {
        return Err(ChangeRefusal::Same);
    }
    let mut after = duties.to_vec();
    for (duty, to) in moves {
        let place = duties.iter().position(|it| it == duty);
        let duty = place.and_then(|place| after.get_mut(place));
        duty.ok_or(ChangeRefusal::Gone)?.person = to.clone();
    }
    Ok(after)
}

/// What a change would break that is not broken now, for the people whom it touches.
pub fn objections(rota: &Rota<'_>, change: &Change) -> Result<Vec<Violation>, ChangeRefusal> {
    let after = changed(rota.duties, change)?;
    let people = match change {
        Change::Swap { give, take } => vec![&give.person, &take.person],
        Change::Cover { by, .. } => vec![by],
    };
    let new = Rota {
        duties: &after,
        ..*rota
    };
    let mut found = Vec::new();
    for person in people {
        let before = of_person(rota, person);
        found.extend(added(&before, of_person(&new, person)));
    }
    found.sort();
    Ok(found)
}
