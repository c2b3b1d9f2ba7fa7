//! Making a vault, its locks and its pins. Each change stands in the access log.

use axum::{
    Json,
    extract::{Path, rejection::JsonRejection},
    http::StatusCode,
};
use care::time::Instant;
use serde::Deserialize;

use super::require;
use crate::{
    entropy, seal,
    store::{LockMethod, StoreError, Tx, VaultKeys, VaultLock, VaultPins},
    web::{address, error::AppError, member::Member},
};

/// The largest age file of a lock, in base64; an identity file makes about 4 KiB.
const LOCK_LIMIT: usize = 64 * 1024;
/// The largest file of pins: about a thousand people, each with a digest and a signer.
const PINS_LIMIT: usize = 384 * 1024;
/// How many locks a vault has at most.
const MOST_LOCKS: usize = 20;
/// A hybrid recipient has about 2,000 letters.
const RECIPIENT_LIMIT: usize = 4096;

/// A vault as a browser made it.
#[derive(Deserialize)]
pub(super) struct Made {
    generation: i64,
    recipient: String,
    signer: String,
    proof: String,
    locks: Vec<NewLock>,
}

/// A lock as a browser made it.
#[derive(Deserialize)]
pub(super) struct NewLock {
    method: String,
    wrapped: String,
    passkey: Option<String>,
}

/// A further lock, which may take the place of others.
#[derive(Deserialize)]
pub(super) struct Added {
    #[serde(flatten)]
    lock: NewLock,
    #[serde(default)]
    generation: i64,
    #[serde(default)]
    replaces: Vec<String>,
}

/// Whose keys were seen, sealed to oneself.
#[derive(Deserialize)]
pub(super) struct NewPins {
    revision: i64,
    body: String,
}

/// `POST /vault/make`: 409 when there is one already; a new one is exactly the next generation.
pub(super) async fn make(
    member: Member,
    made: Result<Json<Made>, JsonRejection>,
) -> Result<StatusCode, AppError> {
    require(&member)?;
    let Json(made) = made?;
    let keys = VaultKeys {
        person: member.person.id.clone(),
        generation: made.generation,
        recipient: made.recipient,
        signer: made.signer,
        proof: made.proof,
    };
    are_keys(&member, &keys)?;
    let words = made.locks.iter().filter(|lock| lock.method == "words");
    if words.count() != 1 || made.locks.len() > MOST_LOCKS {
        return Err(AppError::BadForm);
    }
    let tx = member.write("make vault").await?;
    let newest = tx.vault_of(&keys.person).await?;
    if keys.generation != newest.map_or(0, |vault| vault.generation) + 1 {
        return Err(AppError::Stale("vault"));
    }
    match tx.make_vault(&keys, member.now).await {
        Ok(()) => {}
        Err(StoreError::Exists) => return Err(AppError::Stale("vault")),
        Err(error) => return Err(error.into()),
    }
    for lock in made.locks {
        let lock = checked(&member, &tx, lock, real_now(&member)).await?;
        tx.add_vault_lock(&keys.person, keys.generation, &lock)
            .await?;
    }
    member
        .log_in(&tx, "make vault", "/vault", Vec::new())
        .await?;
    tx.commit().await?;
    Ok(StatusCode::CREATED)
}

/// `POST /vault/locks`: one more way to open it, or new words in place of old ones.
pub(super) async fn add(
    member: Member,
    added: Result<Json<Added>, JsonRejection>,
) -> Result<StatusCode, AppError> {
    require(&member)?;
    let Json(added) = added?;
    let person = &member.person.id;
    let tx = member.write("add vault lock").await?;
    let vault = tx.vault_of(person).await?.ok_or(AppError::NotFound)?;
    // A lock of a vault that was replaced meanwhile would open nothing.
    if added.generation != vault.generation {
        return Err(AppError::Stale("vault"));
    }
    let lock = checked(&member, &tx, added.lock, real_now(&member)).await?;
    for old in tx.vault_locks(person).await? {
        let same = old.method == lock.method && lock.method != LockMethod::Words;
        if same || added.replaces.contains(&old.id) {
            tx.remove_vault_lock(person, &old.id).await?;
        }
    }
    tx.add_vault_lock(person, vault.generation, &lock).await?;
    let locks = tx.vault_locks(person).await?;
    if locks.len() > MOST_LOCKS || !has_words(&locks) {
        return Err(AppError::Refused("vault-locks"));
    }
    member
        .log_in(&tx, "add vault lock", "/vault", Vec::new())
        .await?;
    tx.commit().await?;
    Ok(StatusCode::CREATED)
}

/// `POST /vault/locks/{id}/remove`: the words stay, as the way in when devices are lost.
pub(super) async fn remove(member: Member, Path(id): Path<String>) -> Result<StatusCode, AppError> {
    require(&member)?;
    let id = address::id(&id)?;
    let tx = member.write("remove vault lock").await?;
    if !tx.remove_vault_lock(&member.person.id, id).await? {
        return Err(AppError::NotFound);
    }
    if !has_words(&tx.vault_locks(&member.person.id).await?) {
        return Err(AppError::Refused("vault-locks"));
    }
    member
        .log_in(&tx, "remove vault lock", "/vault", Vec::new())
        .await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `PUT /vault/pins`: 409 when another browser was faster.
pub(super) async fn pins(
    member: Member,
    pins: Result<Json<NewPins>, JsonRejection>,
) -> Result<StatusCode, AppError> {
    require(&member)?;
    let Json(NewPins { revision, body }) = pins?;
    let sealed = seal::structure::hybrid_text(&body).is_ok();
    if revision < 1 || body.len() > PINS_LIMIT || !sealed {
        return Err(AppError::BadForm);
    }
    let tx = member.write("save vault pins").await?;
    if tx.vault_of(&member.person.id).await?.is_none() {
        return Err(AppError::NotFound);
    }
    let pins = VaultPins { revision, body };
    if !tx.save_vault_pins(&member.person.id, &pins).await? {
        return Err(AppError::Stale("changed"));
    }
    member
        .log_in(&tx, "save vault pins", "/vault", Vec::new())
        .await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Whether these are public keys that their own signer bound to this person.
fn are_keys(member: &Member, keys: &VaultKeys) -> Result<(), AppError> {
    let recipient = keys.recipient.strip_prefix("age1pq1").unwrap_or_default();
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let fits = !recipient.is_empty()
        && keys.recipient.len() <= RECIPIENT_LIMIT
        && recipient.bytes().all(plain);
    let (org, person) = (member.org.id.as_str(), keys.person.as_str());
    let (generation, recipient, signer) = (keys.generation, &keys.recipient, &keys.signer);
    let bound = format!("veer-vault/1\n{org}\n{person}\n{generation}\n{recipient}\n{signer}");
    let proven = seal::signature::verify(&bound, &keys.proof, signer).is_ok();
    (fits && proven).then_some(()).ok_or(AppError::BadForm)
}

/// A lock that fits, with the passkey that it names: one of the person's own.
async fn checked(
    member: &Member,
    tx: &Tx,
    lock: NewLock,
    made_at: Instant,
) -> Result<VaultLock, AppError> {
    let file = match lock.method.as_str() {
        "words" => seal::structure::words_text(&lock.wrapped),
        _ => seal::structure::hybrid_text(&lock.wrapped),
    };
    if file.is_err() || lock.wrapped.len() > LOCK_LIMIT {
        return Err(AppError::BadForm);
    }
    let method = match (lock.method.as_str(), lock.passkey) {
        ("words", None) => LockMethod::Words,
        ("passkey", Some(id)) => {
            let passkey = tx.passkey(address::id(&id)?).await?;
            if passkey.is_none_or(|passkey| passkey.person != member.person.id) {
                return Err(AppError::NotFound);
            }
            LockMethod::Passkey(id)
        }
        _ => return Err(AppError::BadForm),
    };
    Ok(VaultLock {
        id: entropy::new_id(made_at),
        method,
        wrapped: lock.wrapped,
        made_at,
    })
}

fn has_words(locks: &[VaultLock]) -> bool {
    locks.iter().any(|lock| lock.method == LockMethod::Words)
}

/// Devices and locks live on real time, also in the demo.
fn real_now(member: &Member) -> Instant {
    member.app().site.clock.real_now()
}
