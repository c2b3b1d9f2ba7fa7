//! `GET /vault/state`: what the server keeps for somebody's own device.

use std::collections::BTreeMap;

use axum::Json;
use serde::Serialize;

use super::require;
use crate::{
    auth::passkey,
    entropy,
    store::{LockMethod, PasskeyRow, VaultKeys, VaultLock, VaultPins},
    web::{error::AppError, member::Member},
};

/// Everything that opening a vault needs, and nothing that opens it alone.
#[derive(Serialize)]
pub(super) struct VaultState {
    org: String,
    person: String,
    half: String,
    vault: Option<Keys>,
    locks: Vec<Lock>,
    passkeys: Vec<KnownPasskey>,
    pins: Option<Pins>,
}

#[derive(Serialize)]
struct Keys {
    generation: i64,
    recipient: String,
    signer: String,
    proof: String,
}

#[derive(Serialize)]
struct Lock {
    id: String,
    method: &'static str,
    label: String,
    credential: Option<String>,
    wrapped: String,
    made_at: i64,
}

#[derive(Serialize)]
struct KnownPasskey {
    id: String,
    label: String,
    credential: String,
    made_at: i64,
    used_at: Option<i64>,
}

#[derive(Serialize)]
struct Pins {
    revision: i64,
    body: String,
}

/// `GET /vault/state`; the first time in a session it draws the session's half.
pub(super) async fn show(member: Member) -> Result<Json<VaultState>, AppError> {
    require(&member)?;
    let person = &member.person.id;
    let tx = member.read("show vault").await?;
    let half = tx.vault_half(&member.session_key).await?;
    let vault = tx.vault_of(person).await?;
    let locks = tx.vault_locks(person).await?;
    let passkeys = tx.passkeys_of(person).await?;
    let pins = tx.vault_pins(person).await?;
    drop(tx);
    let half = match half {
        Some(half) => half,
        None => draw_half(&member).await?,
    };
    let mut known = BTreeMap::new();
    for row in passkeys {
        let credential = passkey::credential(&row.document)?;
        known.insert(row.id.clone(), (row, credential));
    }
    Ok(Json(VaultState {
        org: member.org.id.as_str().to_owned(),
        person: person.as_str().to_owned(),
        half,
        vault: vault.map(Keys::from),
        locks: locks.into_iter().map(|lock| told(lock, &known)).collect(),
        passkeys: known.into_values().map(KnownPasskey::from).collect(),
        pins: pins.map(Pins::from),
    }))
}

/// A new half for this session: what stood under the old one is lost for good.
pub(super) async fn draw_half(member: &Member) -> Result<String, AppError> {
    let half = entropy::half();
    let tx = member.write("draw vault half").await?;
    tx.set_vault_half(&member.session_key, &half).await?;
    tx.commit().await?;
    Ok(half)
}

fn told(lock: VaultLock, known: &BTreeMap<String, (PasskeyRow, String)>) -> Lock {
    let passkey = match &lock.method {
        LockMethod::Passkey(id) => known.get(id),
        LockMethod::Words => None,
    };
    Lock {
        id: lock.id,
        method: lock.method.as_str(),
        label: passkey.map_or_else(String::new, |(row, _)| row.label.clone()),
        credential: passkey.map(|(_, credential)| credential.clone()),
        wrapped: lock.wrapped,
        made_at: lock.made_at.millis(),
    }
}

impl From<VaultKeys> for Keys {
    fn from(keys: VaultKeys) -> Self {
        Self {
            generation: keys.generation,
            recipient: keys.recipient,
            signer: keys.signer,
            proof: keys.proof,
        }
    }
}

impl From<VaultPins> for Pins {
    fn from(pins: VaultPins) -> Self {
        Self {
            revision: pins.revision,
            body: pins.body,
        }
    }
}

impl From<(PasskeyRow, String)> for KnownPasskey {
    fn from((row, credential): (PasskeyRow, String)) -> Self {
        Self {
            id: row.id,
            label: row.label,
            credential,
            made_at: row.made_at.millis(),
            used_at: row.used_at.map(care::time::Instant::millis),
        }
    }
}
