//! Notifying: hands a message to the channel that somebody chose, and says what came of it.
//!
//! A message never says more than that somebody is asked: no name, no event, no organisation (the
//! texts come from the texts of the house and take no arguments but a code). Each channel carries
//! the message's id, which stays the same through every try, so that a receiver can tell a second
//! try from a second message.

mod gateway;
mod mail;
mod push;

use std::{sync::Arc, time::Duration};

use care::alerting::{ChannelKind, Purpose};
use jiff::SignedDuration;

pub use gateway::{GATEWAY_KEY_PREFIX, Gateway};
pub use mail::Mail;
pub use push::{Push, PushKey, Subscription};

/// How long a channel may take to accept a message.
const PATIENCE: Duration = Duration::from_secs(10);

/// What a message says, in one language. Content-free by construction.
#[derive(Debug, Clone, Default)]
pub struct Words {
    /// The language's tag.
    pub language: &'static str,
    /// "Veer: you are asked. Open Veer."
    pub asked: String,
    /// "Veer: something waits for you. Open Veer."
    pub reminder: String,
    /// What stands before a code.
    pub code: String,
    /// The button of a notification with which somebody says that they come.
    pub coming: String,
    /// The button with which somebody says that they cannot.
    pub cannot: String,
}

impl Words {
    /// The text of a message for this purpose.
    #[must_use]
    pub fn text(&self, purpose: Purpose, code: &str) -> String {
        match purpose {
            Purpose::Asked => self.asked.clone(),
            Purpose::Reminder => self.reminder.clone(),
            Purpose::Code => format!("{} {code}", self.code),
        }
    }
}

/// A message as it leaves the house.
#[derive(Clone)]
pub struct Letter {
    /// Its id, the same through every try.
    pub id: String,
    /// Where it goes: an address, a number, or a subscription as JSON.
    pub to: String,
    /// What it is for.
    pub purpose: Purpose,
    /// What it says.
    pub text: String,
    /// Where it leads, without anything about anybody.
    pub link: String,
    /// How somebody says that they come, in one tap; nothing where nobody is asked.
    pub answer: Option<String>,
}

/// Why a message was not handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// Nobody answered, or not in time: to be tried again.
    #[error("the channel is away")]
    Away,
    /// It asks to come back later: to be tried again after this time.
    #[error("the channel asks to wait")]
    Busy(SignedDuration),
    /// The installation has no such channel.
    #[error("no such channel is set up")]
    NotSetUp,
    /// The address is refused for good: it does not exist, or cannot be one.
    #[error("the address is refused")]
    Refused,
    /// The subscription has ended.
    #[error("the subscription is gone")]
    Gone,
    /// The provider refuses us: a wrong key, no credit. To be tried again; somebody has to look.
    #[error("the provider refuses")]
    Denied,
}

/// The channels of this installation; what is not set up is not there.
#[derive(Clone, Default)]
pub struct Notifier {
    /// Mail.
    pub mail: Option<Arc<Mail>>,
    /// Notifications of browsers.
    pub push: Option<Arc<Push>>,
    /// Text messages and calls.
    pub gateway: Option<Arc<Gateway>>,
    /// The texts, by language.
    pub words: Arc<Vec<Words>>,
}

impl Notifier {
    /// Whether this installation can send through a kind of channel.
    #[must_use]
    pub fn has(&self, kind: ChannelKind) -> bool {
        match kind {
            ChannelKind::Mail => self.mail.is_some(),
            ChannelKind::Push => self.push.is_some(),
            ChannelKind::Sms => self.gateway.as_ref().is_some_and(|gateway| gateway.texts()),
            ChannelKind::Voice => self.gateway.as_ref().is_some_and(|gateway| gateway.calls()),
        }
    }

    /// Whether this installation can send through nothing at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !ChannelKind::ALL.iter().any(|kind| self.has(*kind))
    }

    /// The texts in a language; in the first one when that is not spoken.
    #[must_use]
    pub fn words(&self, language: &str) -> Words {
        let spoken = self.words.iter().find(|words| words.language == language);
        spoken.or(self.words.first()).cloned().unwrap_or_default()
    }

    /// Hands a message over.
    ///
    /// # Errors
    /// Why not; whether to try again follows from it.
    pub async fn send(
        &self,
        kind: ChannelKind,
        letter: &Letter,
        words: &Words,
    ) -> Result<(), Failure> {
        let sending = async {
            match kind {
                ChannelKind::Mail => {
                    self.mail
                        .as_ref()
                        .ok_or(Failure::NotSetUp)?
                        .send(letter)
                        .await
                }
                ChannelKind::Push => {
                    let push = self.push.as_ref().ok_or(Failure::NotSetUp)?;
                    push.send(letter, words).await
                }
                ChannelKind::Sms | ChannelKind::Voice => {
                    let gateway = self.gateway.as_ref().ok_or(Failure::NotSetUp)?;
                    gateway.send(kind, letter, words.language).await
                }
            }
        };
        tokio::time::timeout(PATIENCE, sending)
            .await
            .unwrap_or(Err(Failure::Away))
    }
}

impl std::fmt::Debug for Notifier {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let set_up = ChannelKind::ALL.iter().filter(|kind| self.has(**kind));
        f.debug_list().entries(set_up).finish()
    }
}

/// A client for calls out of the house: no redirects, no proxy, no cookies.
pub(crate) fn client() -> Result<reqwest::Client, reqwest::Error> {
    // The first one in the process decides; all of ours are the same.
    _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .timeout(PATIENCE)
        .pool_max_idle_per_host(8)
        .build()
}

/// What an answer over HTTP means; `gone` is what 404 and 410 say.
pub(crate) fn judged(answer: &reqwest::Response, gone: Failure) -> Result<(), Failure> {
    let status = answer.status();
    let wait = || {
        let header = answer.headers().get("retry-after");
        let seconds = header.and_then(|value| value.to_str().ok()?.parse::<i64>().ok());
        SignedDuration::from_secs(seconds.unwrap_or(30).clamp(1, 3_600))
    };
    match status.as_u16() {
        200..=299 => Ok(()),
        404 | 410 => Err(gone),
        429 | 503 => Err(Failure::Busy(wait())),
        401..=403 => Err(Failure::Denied),
        400 | 413 | 422 => Err(Failure::Refused),
        _ => Err(Failure::Away),
    }
}
