//! The right to answer one message, without signing in: from a lock screen, at three in the morning.
//!
//! It lets whoever holds the message say "I take it on" or "I cannot" in the name of its receiver,
//! and read nothing. The right follows from the message's id by a key of the installation, so that
//! no answerable secret stands in the database.

use care::ids::OrgId;
use data_encoding::BASE64URL_NOPAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

/// The key of an installation from which rights to answer follow. Its `Debug` is blank.
#[derive(Clone)]
pub struct AnswerKey(Hmac<Sha256>);

impl std::fmt::Debug for AnswerKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AnswerKey(..)")
    }
}

impl AnswerKey {
    /// The key of a secret; `None` for an empty one.
    #[must_use]
    pub fn of(secret: &[u8]) -> Option<Self> {
        let mac = Hmac::<Sha256>::new_from_slice(secret).ok()?;
        (!secret.is_empty()).then_some(Self(mac))
    }

    /// The right to answer a message, as it stands in its link.
    #[must_use]
    pub fn right(&self, org: &OrgId, message: &str) -> String {
        BASE64URL_NOPAD.encode(&self.mac(org, message).finalize().into_bytes())
    }

    /// Whether this is the right to answer that message; takes as long for any wrong one.
    #[must_use]
    pub fn is_right(&self, org: &OrgId, message: &str, right: &str) -> bool {
        let right = BASE64URL_NOPAD.decode(right.as_bytes()).unwrap_or_default();
        self.mac(org, message).verify_slice(&right).is_ok()
    }

    /// What is kept of a code that was sent through a channel: worth nothing without this key, though
    /// there are only a million codes.
    #[must_use]
    pub fn code_key(&self, org: &OrgId, channel: &str, code: &str) -> String {
        let mac = self.over(&["code", org.as_str(), channel, code]);
        BASE64URL_NOPAD.encode(&mac.finalize().into_bytes())
    }

    /// Whether this is the code of which that is kept; takes as long for any wrong one.
    #[must_use]
    pub fn is_code(&self, org: &OrgId, channel: &str, code: &str, kept: &str) -> bool {
        let kept = BASE64URL_NOPAD.decode(kept.as_bytes()).unwrap_or_default();
        let mac = self.over(&["code", org.as_str(), channel, code]);
        mac.verify_slice(&kept).is_ok()
    }

    fn mac(&self, org: &OrgId, message: &str) -> Hmac<Sha256> {
        self.over(&["answer", org.as_str(), message])
    }

    fn over(&self, parts: &[&str]) -> Hmac<Sha256> {
        let mut mac = self.0.clone();
        for part in parts {
            mac.update(part.as_bytes());
            mac.update(b"\n");
        }
        mac
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_right_is_good_for_one_message_of_one_organisation() {
        let key = AnswerKey::of(b"a secret of the installation").unwrap();
        let org = OrgId::new("org");
        let right = key.right(&org, "message");
        assert!(key.is_right(&org, "message", &right));
        assert!(!key.is_right(&org, "another", &right));
        assert!(!key.is_right(&OrgId::new("other"), "message", &right));
        assert!(!key.is_right(&org, "message", ""));
        let other = AnswerKey::of(b"another secret").unwrap();
        assert!(!other.is_right(&org, "message", &right));
        assert!(AnswerKey::of(b"").is_none());
    }

    #[test]
    fn a_code_is_good_for_one_channel() {
        let key = AnswerKey::of(b"a secret of the installation").unwrap();
        let org = OrgId::new("org");
        let kept = key.code_key(&org, "channel", "123456");
        assert!(key.is_code(&org, "channel", "123456", &kept));
        assert!(!key.is_code(&org, "channel", "123457", &kept));
        assert!(!key.is_code(&org, "another", "123456", &kept));
        assert!(!key.is_code(&org, "channel", "123456", ""));
        assert!(!key.is_right(&org, "channel", &kept));
    }
}
