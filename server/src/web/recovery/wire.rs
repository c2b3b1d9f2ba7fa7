//! What holders' browsers and the server say to each other.

use std::collections::BTreeSet;

use care::{
    access::{Action, Standing},
    ids::PersonId,
};
use serde::{Deserialize, Serialize};

use crate::{
    seal::signature,
    store::{HolderKeys, RecoveryRow, RecoveryTeam, StoreError, TeamWrap, Tx},
    web::{
        address,
        error::AppError,
        member::Member,
        sealed::file::{self, KEY_LIMIT},
    },
};

/// Somebody with what others seal to them.
#[derive(Serialize)]
pub(super) struct Party {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) keys: Option<HolderKeys>,
}

/// A share, sealed to whoever holds it.
#[derive(Serialize, Deserialize)]
pub(super) struct SealedShare {
    pub(super) holder: String,
    pub(super) sealed: String,
}

/// The key of a team, fresh from a holder's browser.
#[derive(Deserialize)]
pub(super) struct MadeTeam {
    pub(super) generation: i64,
    pub(super) recipient: String,
    pub(super) proof: String,
    pub(super) shares: Vec<SealedShare>,
}

impl MadeTeam {
    /// Takes it when it is the next key, signed by the holder who brings it, with one share for each
    /// of these holders.
    pub(super) async fn shares_for(
        &self,
        (member, tx): (&Member, &Tx),
        generation: i64,
        holders: &[PersonId],
    ) -> Result<Vec<(PersonId, String)>, AppError> {
        if self.generation != generation {
            return Err(AppError::Stale("recovery-team"));
        }
        let named: BTreeSet<&str> = self.shares.iter().map(|s| s.holder.as_str()).collect();
        let wanted: BTreeSet<&str> = holders.iter().map(PersonId::as_str).collect();
        let whole = self.shares.len() == holders.len() && named == wanted;
        if !whole {
            return Err(AppError::BadForm);
        }
        file::recipient(&self.recipient)?;
        for share in &self.shares {
            file::sealed(&share.sealed, KEY_LIMIT)?;
        }
        let vault = tx.vault_of(&member.person.id).await?;
        let vault = vault.ok_or(AppError::Refused("no-vault"))?;
        let (org, recipient) = (&member.org.id, &self.recipient);
        let bound = format!("veer-team/1\n{org}\n{generation}\n{recipient}");
        signature::verify(&bound, &self.proof, &vault.signer)
            .map_err(|_| AppError::Refused("bad-signature"))?;
        let share =
            |share: &SealedShare| (PersonId::new(share.holder.as_str()), share.sealed.clone());
        Ok(self.shares.iter().map(share).collect())
    }
}

/// Which keys these wraps are of.
pub(super) fn named(wraps: &[TeamWrap]) -> BTreeSet<(&str, i64)> {
    wraps
        .iter()
        .map(|wrap| (wrap.circle.as_str(), wrap.generation))
        .collect()
}

/// The names and keys of these people, in the order of names.
pub(super) async fn parties(tx: &Tx, ids: &[PersonId]) -> Result<Vec<Party>, StoreError> {
    let keys = tx.holder_keys(ids).await?;
    let party = |person: crate::store::Person| Party {
        keys: keys
            .iter()
            .find(|keys| keys.person_id == person.id.as_str())
            .cloned(),
        id: person.id.as_str().to_owned(),
        name: person.name,
    };
    Ok(tx.people(ids).await?.into_iter().map(party).collect())
}

/// The team in force, for one of its holders; for anybody else there is none.
pub(super) async fn own_team(member: &Member, tx: &Tx) -> Result<RecoveryTeam, AppError> {
    member.require(Action::HoldShare, Standing::Nobody)?;
    let team = tx.recovery_team().await?.ok_or(AppError::NotFound)?;
    if team.holders.contains(&member.person.id) && may_still_hold(member) {
        Ok(team)
    } else {
        Err(AppError::NotFound)
    }
}

/// Whether the roles that this member has today still let them hold a share.
pub(super) fn may_still_hold(member: &Member) -> bool {
    care::recovery::roles_stand(member.person.roles)
}

/// A recovery that is still open.
pub(super) async fn open(tx: &Tx, id: &str) -> Result<RecoveryRow, AppError> {
    let recovery = tx.recovery(address::id(id)?).await?;
    let recovery = recovery.ok_or(AppError::NotFound)?;
    if recovery.state.is_open() {
        Ok(recovery)
    } else {
        Err(AppError::Stale("recovery-ended"))
    }
}

/// The pseudonym of the case that a recovery is about, for the access log.
pub(super) async fn pseudonym(
    tx: &Tx,
    recovery: &RecoveryRow,
) -> Result<Option<String>, StoreError> {
    match &recovery.case {
        Some(case) => Ok(tx.case(case).await?.map(|case| case.pseudonym)),
        None => Ok(None),
    }
}
