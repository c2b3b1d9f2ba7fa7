//! Signatures of webhooks, by the Standard Webhooks specification 1.0.0.
//!
//! A sender signs `{id}.{timestamp}.{body}` with a secret that both know (`v1`, HMAC-SHA256) or with
//! a key of which we have the public half only (`v1a`, Ed25519). A message may carry several
//! signatures, so that a sender can change its key without a gap.

use std::fmt;

use care::time::Instant;
use data_encoding::BASE64;
use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::SignedDuration;
use sha2::Sha256;

use crate::{entropy, seal::signature};

/// How far the sender's clock and ours may be apart.
pub const TOLERANCE: SignedDuration = SignedDuration::from_mins(5);
/// For how long the key before the present one counts after a change of keys.
pub const OVERLAP: SignedDuration = SignedDuration::from_hours(24);

const SECRET: &str = "whsec_";
const PUBLIC: &str = "whpk_";
/// So many random bytes a secret has by the specification.
const SECRET_BYTES: std::ops::RangeInclusive<usize> = 24..=64;
/// The longest id of a message, in bytes.
const LONGEST_ID: usize = 256;
/// So many signatures of one message are looked at.
const MOST_SIGNATURES: usize = 16;

/// What the messages of a sender are held against. Its `Debug` is blank.
#[derive(Clone, PartialEq, Eq)]
pub enum HookKey {
    /// A secret that the sender has too: who has it can sign.
    Secret(Vec<u8>),
    /// The public half of the sender's key, in base64: it signs nothing.
    Public(String),
}

impl HookKey {
    /// Makes a new secret.
    pub fn new_secret() -> Self {
        Self::Secret(entropy::shared_secret().to_vec())
    }

    /// Reads `whsec_…` or `whpk_…`; `None` when it is neither, or too weak.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Some(secret) = text.strip_prefix(SECRET) {
            let bytes = BASE64.decode(secret.as_bytes()).ok()?;
            return SECRET_BYTES
                .contains(&bytes.len())
                .then_some(Self::Secret(bytes));
        }
        let public = text.strip_prefix(PUBLIC)?;
        signature::is_signer(public).then(|| Self::Public(public.to_owned()))
    }

    /// The key as text, for the sender and for the one column that keeps it.
    pub fn reveal(&self) -> String {
        match self {
            Self::Secret(bytes) => format!("{SECRET}{}", BASE64.encode(bytes)),
            Self::Public(public) => format!("{PUBLIC}{public}"),
        }
    }

    /// Whether nobody who reads it can sign with it.
    pub fn is_public(&self) -> bool {
        matches!(self, Self::Public(_))
    }

    /// Signs a message as its sender, for the header `webhook-signature`; `None` without a secret.
    pub fn sign(&self, id: &str, timestamp: &str, body: &[u8]) -> Option<String> {
        let Self::Secret(secret) = self else {
            return None;
        };
        let mut mac = Hmac::<Sha256>::new_from_slice(secret).ok()?;
        mac.update(format!("{id}.{timestamp}.").as_bytes());
        mac.update(body);
        Some(format!(
            "v1,{}",
            BASE64.encode(&mac.finalize().into_bytes())
        ))
    }

    /// Whether a signature, with its version in front, is this key's; takes as long for any wrong one.
    fn made(&self, signed: &Signed<'_>, version: &str, signature: &str, body: &[u8]) -> bool {
        match (self, version) {
            (Self::Secret(secret), "v1") => {
                let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret) else {
                    return false; // of any length is fine, so this never happens
                };
                mac.update(signed.head().as_bytes());
                mac.update(body);
                let claimed = BASE64.decode(signature.as_bytes()).unwrap_or_default();
                mac.verify_slice(&claimed).is_ok()
            }
            (Self::Public(public), "v1a") => {
                let message = [signed.head().as_bytes(), body].concat();
                signature::verify_bytes(&message, signature, public).is_ok()
            }
            _ => false,
        }
    }
}

impl fmt::Debug for HookKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HookKey(..)")
    }
}

/// What stands in the three headers of a message.
#[derive(Clone, Copy, Debug)]
pub struct Signed<'a> {
    id: &'a str,
    /// As it was written: that is what was signed.
    timestamp: &'a str,
    at: Instant,
    signatures: &'a str,
}

impl<'a> Signed<'a> {
    /// Reads the headers; `None` when they cannot be those of the specification.
    ///
    /// An id with a full stop could be read as another id with another timestamp.
    pub fn parse(id: &'a str, timestamp: &'a str, signatures: &'a str) -> Option<Self> {
        let plain = |byte: u8| byte.is_ascii_graphic() && byte != b'.';
        if !(1..=LONGEST_ID).contains(&id.len()) || !id.bytes().all(plain) {
            return None;
        }
        if !(1..=12).contains(&timestamp.len()) || !timestamp.bytes().all(|it| it.is_ascii_digit())
        {
            return None;
        }
        let seconds: i64 = timestamp.parse().ok()?;
        Some(Self {
            id,
            timestamp,
            at: Instant::from_millis(seconds.checked_mul(1000)?),
            signatures,
        })
    }

    /// Whether one of the keys signed this body, not long ago by the clock on the wall.
    pub fn is_by(&self, keys: &[HookKey], body: &[u8], real_now: Instant) -> bool {
        if real_now.since(self.at).abs() > TOLERANCE {
            return false;
        }
        let mut signatures = self.signatures.split(' ').take(MOST_SIGNATURES);
        signatures.any(|each| {
            let Some((version, signature)) = each.split_once(',') else {
                return false;
            };
            keys.iter()
                .any(|key| key.made(self, version, signature, body))
        })
    }

    fn head(&self) -> String {
        format!("{}.{}.", self.id, self.timestamp)
    }
}

#[cfg(test)]
#[path = "webhook/tests.rs"]
mod tests;
