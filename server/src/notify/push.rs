//! Notifications of browsers (RFC 8030, 8291, 8292): encrypted for the browser, signed for its service.

use std::net::IpAddr;

use data_encoding::BASE64URL_NOPAD;
use p256::ecdsa::{Signature, SigningKey, signature::Signer};
use serde::{Deserialize, Serialize};
use web_push_native::{Auth, WebPushBuilder};

use super::{Failure, Letter, Words, client, judged};
use crate::clock::Clock;

/// The longest address of a push service that is kept.
const LONGEST: usize = 2_048;
/// For how long a service is asked to keep a notification for a browser that is away.
const KEPT: std::time::Duration = std::time::Duration::from_hours(1);

/// The key with which Veer signs for push services. Its `Debug` is blank.
#[derive(Clone)]
pub struct PushKey(SigningKey);

impl std::fmt::Debug for PushKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PushKey(..)")
    }
}

impl PushKey {
    /// The key of a seed; `None` for the few seeds that are none.
    #[must_use]
    pub fn of(seed: &[u8; 32]) -> Option<Self> {
        SigningKey::from_slice(seed).ok().map(Self)
    }

    /// The public half, as a browser wants it to subscribe.
    #[must_use]
    pub fn public(&self) -> String {
        let point = self.0.verifying_key().to_encoded_point(false);
        BASE64URL_NOPAD.encode(point.as_bytes())
    }

    /// Who sends, to whom and until when (RFC 8292).
    fn header(&self, audience: &str, contact: &str, expires: i64) -> String {
        #[derive(Serialize)]
        struct Claims<'a> {
            aud: &'a str,
            exp: i64,
            sub: &'a str,
        }
        let claims = Claims {
            aud: audience,
            exp: expires,
            sub: contact,
        };
        let head = BASE64URL_NOPAD.encode(br#"{"typ":"JWT","alg":"ES256"}"#);
        let claims = serde_json::to_vec(&claims).unwrap_or_default();
        let signed = format!("{head}.{}", BASE64URL_NOPAD.encode(&claims));
        let signature: Signature = self.0.sign(signed.as_bytes());
        let signature = BASE64URL_NOPAD.encode(&signature.to_bytes());
        format!("vapid t={signed}.{signature}, k={}", self.public())
    }
}

/// What a browser gives when it subscribes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subscription {
    /// Where its service takes messages for it.
    pub endpoint: String,
    /// Its keys.
    pub keys: SubscriptionKeys,
}

/// The keys of a subscription, in base64url.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubscriptionKeys {
    /// Its public key.
    pub p256dh: String,
    /// Its secret for encryption.
    pub auth: String,
}

impl Subscription {
    /// Reads a subscription; `None` when it cannot be one, or leads to a machine inside.
    ///
    /// `inside` lets tests use a service on this machine.
    #[must_use]
    pub fn parse(text: &str, inside: bool) -> Option<Self> {
        let found: Self = serde_json::from_str(text).ok()?;
        let url = reqwest::Url::parse(&found.endpoint).ok()?;
        let outside = url.scheme() == "https" && url.port().is_none() && is_public(url.host_str()?);
        let fits = found.endpoint.len() <= LONGEST && url.username().is_empty();
        (fits && (outside || inside) && found.opened().is_some()).then_some(found)
    }

    fn opened(&self) -> Option<(p256::PublicKey, Auth)> {
        let public = BASE64URL_NOPAD
            .decode(self.keys.p256dh.trim_end_matches('=').as_bytes())
            .ok()?;
        let auth = BASE64URL_NOPAD
            .decode(self.keys.auth.trim_end_matches('=').as_bytes())
            .ok()?;
        let auth: [u8; 16] = auth.try_into().ok()?;
        Some((
            p256::PublicKey::from_sec1_bytes(&public).ok()?,
            Auth::from(auth),
        ))
    }
}

/// Whether a host can be a service on the internet: a name with a dot that is no address.
fn is_public(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    bare.parse::<IpAddr>().is_err()
        && host.contains('.')
        && ![".local", ".internal", ".localhost"]
            .iter()
            .any(|inside| host.to_ascii_lowercase().ends_with(inside))
}

/// Notifications of browsers.
pub struct Push {
    client: reqwest::Client,
    key: PushKey,
    contact: String,
    clock: Clock,
    /// Whether services on machines inside are allowed, for tests.
    pub inside: bool,
}

impl std::fmt::Debug for Push {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Push(..)")
    }
}

/// What a notification carries, encrypted for the browser.
#[derive(Serialize)]
struct Notice<'a> {
    text: &'a str,
    link: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<&'a str>,
    coming: &'a str,
    cannot: &'a str,
    tag: &'a str,
}

impl Push {
    /// Signs with this key; a service with a complaint writes to `contact` (`mailto:` or `https:`).
    ///
    /// # Errors
    /// In words, when the client cannot be made.
    pub fn new(key: PushKey, contact: String, inside: bool, clock: Clock) -> Result<Self, String> {
        let client = client().map_err(|error| format!("no client for push services: {error}"))?;
        Ok(Self {
            client,
            key,
            contact,
            clock,
            inside,
        })
    }

    /// The public half of the key, for browsers that subscribe.
    #[must_use]
    pub fn public(&self) -> String {
        self.key.public()
    }

    pub(super) async fn send(&self, letter: &Letter, words: &Words) -> Result<(), Failure> {
        let to = Subscription::parse(&letter.to, self.inside).ok_or(Failure::Refused)?;
        let (public, auth) = to.opened().ok_or(Failure::Refused)?;
        let endpoint = to.endpoint.parse().map_err(|_| Failure::Refused)?;
        let notice = Notice {
            text: &letter.text,
            link: &letter.link,
            answer: letter.answer.as_deref(),
            coming: &words.coming,
            cannot: &words.cannot,
            tag: "veer",
        };
        let notice = serde_json::to_vec(&notice).map_err(|_| Failure::Refused)?;
        let builder = WebPushBuilder::new(endpoint, public, auth).with_valid_duration(KEPT);
        let request = builder.build(notice).map_err(|_| Failure::Refused)?;
        let audience = reqwest::Url::parse(&to.endpoint).map_err(|_| Failure::Refused)?;
        let audience = audience.origin().ascii_serialization();
        let expires = self.clock.real_now().millis().div_euclid(1000) + 12 * 3_600;
        let header = self.key.header(&audience, &self.contact, expires);
        let mut post = self.client.post(&to.endpoint);
        for (name, value) in request.headers() {
            post = post.header(name, value);
        }
        let answer = post
            .header("authorization", header)
            .header("urgency", "high")
            .body(request.into_body())
            .send()
            .await
            .map_err(|_| Failure::Away)?;
        judged(&answer, Failure::Gone)
    }
}
