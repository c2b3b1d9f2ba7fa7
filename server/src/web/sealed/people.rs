//! The people around a circle with their public keys, as a browser pins them.

use std::collections::{BTreeMap, BTreeSet};

use care::{circle::Holder, ids::PersonId};
use serde::Serialize;

use super::seat::Seat;
use crate::store::{CircleKey, CircleKind, RecoveryTeam, StoreError, Tx, VaultKeys};

/// Somebody of the circle.
#[derive(Serialize)]
pub(super) struct Someone {
    id: String,
    name: String,
    part: &'static str,
    member: bool,
    keys: Option<PublicKeys>,
    earlier: Vec<Signer>,
}

#[derive(Serialize)]
struct PublicKeys {
    generation: i64,
    recipient: String,
    signer: String,
    proof: String,
}

/// The signer of an earlier vault, which still verifies what was signed then.
#[derive(Serialize)]
struct Signer {
    generation: i64,
    signer: String,
}

/// The team's key.
#[derive(Serialize)]
pub(super) struct Team {
    generation: i64,
    recipient: String,
    made_by: String,
    proof: String,
}

impl From<&RecoveryTeam> for Team {
    fn from(team: &RecoveryTeam) -> Self {
        Self {
            generation: team.generation,
            recipient: team.recipient.clone(),
            made_by: team.made_by.as_str().to_owned(),
            proof: team.proof.clone(),
        }
    }
}

/// Everyone whose keys are needed: members, who made keys, and whoever else wrote.
pub(super) async fn around(
    tx: &Tx,
    seat: &Seat,
    keys: &[CircleKey],
    team: Option<&RecoveryTeam>,
    authors: impl Iterator<Item = &PersonId> + Send,
) -> Result<Vec<Someone>, StoreError> {
    let mut parts: BTreeMap<PersonId, &'static str> = BTreeMap::new();
    match &seat.circle.kind {
        CircleKind::Case(case, _) => {
            parts.insert(case.person.clone(), "colleague");
            parts.extend(case.supporter.iter().map(|who| (who.clone(), "supporter")));
        }
        CircleKind::Annual {
            supporter,
            interviewer,
        } => {
            parts.insert(supporter.clone(), "supporter");
            parts.extend(interviewer.iter().map(|who| (who.clone(), "interviewer")));
        }
    }
    let makers = keys.iter().map(|key| key.made_by.clone());
    let holders = seat
        .ring
        .wraps
        .iter()
        .filter_map(|(_, holder)| match holder {
            Holder::Person(person) => Some(person.clone()),
            Holder::Team => None,
        });
    let formers: Vec<PersonId> = authors.cloned().chain(makers).chain(holders).collect();
    for former in formers {
        parts.entry(former).or_insert("former");
    }
    if let Some(team) = team {
        parts.entry(team.made_by.clone()).or_insert("team");
    }
    let ids: Vec<PersonId> = parts.keys().cloned().collect();
    let mut vaults: BTreeMap<PersonId, Vec<VaultKeys>> = BTreeMap::new();
    for vault in tx.vault_generations(&ids).await? {
        vaults.entry(vault.person.clone()).or_default().push(vault);
    }
    let members: &BTreeSet<PersonId> = &seat.circle.members;
    let people = tx.people(&ids).await?;
    let someone = people.into_iter().map(|person| {
        let mut own = vaults.remove(&person.id).unwrap_or_default();
        let newest = own.pop();
        Someone {
            part: parts.get(&person.id).copied().unwrap_or("former"),
            member: members.contains(&person.id),
            id: person.id.as_str().to_owned(),
            name: person.name,
            keys: newest.map(|vault| PublicKeys {
                generation: vault.generation,
                recipient: vault.recipient,
                signer: vault.signer,
                proof: vault.proof,
            }),
            earlier: own
                .into_iter()
                .map(|vault| Signer {
                    generation: vault.generation,
                    signer: vault.signer,
                })
                .collect(),
        }
    });
    Ok(someone.collect())
}
