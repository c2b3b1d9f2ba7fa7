//! Ed25519: who made something, and that nobody changed it since.
//!
//! Strict (RFC 8032, no small-order keys), as in the browser: the same bytes
//! verify on both sides, or on neither.

use std::fmt;

use data_encoding::BASE64;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use thiserror::Error;

/// The secret of a signer: 32 bytes. Its `Debug` is blank.
#[derive(Clone)]
pub struct Seed(SigningKey);

impl Seed {
    /// A signer from 32 random bytes, or from those kept before.
    pub fn from_bytes(bytes: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(bytes))
    }

    /// The public key, base64.
    pub fn signer(&self) -> String {
        BASE64.encode(self.0.verifying_key().as_bytes())
    }

    /// Signs a text; base64.
    pub fn sign(&self, text: &str) -> String {
        BASE64.encode(&self.0.sign(text.as_bytes()).to_bytes())
    }
}

impl fmt::Debug for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seed(..)")
    }
}

/// A signature that does not fit its text and signer, or is none at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the signature does not fit")]
pub struct BadSignature;

/// Checks the signature of a signer over a text; both in base64.
pub fn verify(text: &str, signature: &str, signer: &str) -> Result<(), BadSignature> {
    verify_bytes(text.as_bytes(), signature, signer)
}

/// Checks the signature of a signer over bytes; signature and signer in base64.
pub fn verify_bytes(message: &[u8], signature: &str, signer: &str) -> Result<(), BadSignature> {
    let key = VerifyingKey::from_bytes(&bytes(signer)?).map_err(|_| BadSignature)?;
    let signature = Signature::from_bytes(&bytes(signature)?);
    key.verify_strict(message, &signature)
        .map_err(|_| BadSignature)
}

/// Whether a text can be a public key: base64 of a point that signs.
pub fn is_signer(text: &str) -> bool {
    bytes(text)
        .and_then(|bytes| VerifyingKey::from_bytes(&bytes).map_err(|_| BadSignature))
        .is_ok_and(|key| !key.is_weak())
}

fn bytes<const N: usize>(text: &str) -> Result<[u8; N], BadSignature> {
    let bytes = BASE64.decode(text.as_bytes()).map_err(|_| BadSignature)?;
    bytes.try_into().map_err(|_| BadSignature)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_fits_its_text_and_signer_alone() {
        let (anna, bram) = (Seed::from_bytes(&[1; 32]), Seed::from_bytes(&[2; 32]));
        let signature = anna.sign("what was said");
        assert_eq!(verify("what was said", &signature, &anna.signer()), Ok(()));
        for (text, signature, signer) in [
            ("what was sai", signature.as_str(), anna.signer()),
            ("what was said", &signature, bram.signer()),
            ("what was said", &bram.sign("what was said"), anna.signer()),
            ("what was said", "", anna.signer()),
            ("what was said", &signature, String::new()),
            ("what was said", &signature[1..], anna.signer()),
        ] {
            assert_eq!(verify(text, signature, &signer), Err(BadSignature));
        }
    }

    #[test]
    fn a_key_of_small_order_signs_nothing() {
        let weak = BASE64.encode(&[0; 32]);
        assert!(!is_signer(&weak));
        assert!(is_signer(&Seed::from_bytes(&[1; 32]).signer()));
        assert!(!is_signer("no key"));
        let anything = BASE64.encode(&[0; 64]);
        assert_eq!(verify("x", &anything, &weak), Err(BadSignature));
    }

    #[test]
    fn a_seed_does_not_show_itself() {
        assert_eq!(format!("{:?}", Seed::from_bytes(&[1; 32])), "Seed(..)");
    }
}
