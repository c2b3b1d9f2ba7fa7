//! Text messages and calls, through one signed webhook that fits any provider (docs/channels.md).
//!
//! Veer says what is to be sent, to which number; a small piece at the provider's side, or the
//! provider itself, sends it. Signed by the Standard Webhooks, with the message's id as its id.

use care::{alerting::ChannelKind, time::Instant};
use serde::Serialize;

use super::{Failure, Letter, client, judged};
use crate::{auth::webhook::HookKey, clock::Clock};

/// With which letters a key of the gateway begins.
pub const GATEWAY_KEY_PREFIX: &str = "whsec_";

/// Where text messages and calls are handed over. Its `Debug` is blank.
pub struct Gateway {
    client: reqwest::Client,
    address: String,
    key: HookKey,
    clock: Clock,
    kinds: Vec<ChannelKind>,
}

impl std::fmt::Debug for Gateway {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Gateway(..)")
    }
}

/// What is handed over.
#[derive(Serialize)]
struct Order<'a> {
    /// `message.send`, as the specification asks for a type.
    r#type: &'static str,
    /// When, as RFC 3339.
    timestamp: String,
    data: Data<'a>,
}

#[derive(Serialize)]
struct Data<'a> {
    id: &'a str,
    /// `sms` or `voice`.
    kind: &'static str,
    to: &'a str,
    text: &'a str,
    language: &'a str,
}

impl Gateway {
    /// Hands over to this address, signed with this key.
    ///
    /// # Errors
    /// In words, when the key cannot sign or the client cannot be made.
    pub fn new(
        address: String,
        key: HookKey,
        kinds: Vec<ChannelKind>,
        clock: Clock,
    ) -> Result<Self, String> {
        if key.is_public() {
            return Err("the key of the gateway must be a secret (whsec_…)".to_owned());
        }
        let client = client().map_err(|error| format!("no client for the gateway: {error}"))?;
        Ok(Self {
            client,
            address,
            key,
            clock,
            kinds,
        })
    }

    /// Whether it sends text messages.
    #[must_use]
    pub fn texts(&self) -> bool {
        self.kinds.contains(&ChannelKind::Sms)
    }

    /// Whether it makes calls.
    #[must_use]
    pub fn calls(&self) -> bool {
        self.kinds.contains(&ChannelKind::Voice)
    }

    /// The key, to believe a receipt by.
    pub(crate) fn key(&self) -> &HookKey {
        &self.key
    }

    /// Whether a text can be a number: `+` and 7 to 15 digits (ITU-T E.164).
    #[must_use]
    pub fn is_number(text: &str) -> bool {
        let digits = text.strip_prefix('+').unwrap_or_default();
        (7..=15).contains(&digits.len())
            && digits.bytes().all(|byte| byte.is_ascii_digit())
            && !digits.starts_with('0')
    }

    pub(super) async fn send(
        &self,
        kind: ChannelKind,
        letter: &Letter,
        language: &str,
    ) -> Result<(), Failure> {
        let now = self.clock.real_now();
        let text = match kind {
            // A call reads no address aloud.
            ChannelKind::Voice => letter.text.clone(),
            _ => format!("{} {}", letter.text, letter.link),
        };
        let order = Order {
            r#type: "message.send",
            timestamp: written(now),
            data: Data {
                id: &letter.id,
                kind: kind.code(),
                to: &letter.to,
                text: &text,
                language,
            },
        };
        let body = serde_json::to_vec(&order).map_err(|_| Failure::Refused)?;
        let seconds = now.millis().div_euclid(1000).to_string();
        let signature = self
            .key
            .sign(&letter.id, &seconds, &body)
            .ok_or(Failure::Denied)?;
        let answer = self
            .client
            .post(&self.address)
            .header("content-type", "application/json")
            .header("webhook-id", &letter.id)
            .header("webhook-timestamp", seconds)
            .header("webhook-signature", signature)
            .body(body)
            .send()
            .await
            .map_err(|_| Failure::Away)?;
        // An address of a gateway that is not there is our setting, not somebody's number.
        judged(&answer, Failure::Away)
    }
}

fn written(at: Instant) -> String {
    at.zoned(&jiff::tz::TimeZone::UTC).timestamp().to_string()
}
