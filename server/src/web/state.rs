//! What every handler can reach.

use std::sync::Arc;

use axum::extract::FromRef;

use super::{account::SetUp, reader::Site};
use crate::{
    auth::{answer::AnswerKey, limit::Limits, passkey::Passkeys, passphrase::Passphrases},
    notify::Notifier,
    store::Store,
    watch::Watch,
};

/// The application's state, cheap to clone.
#[derive(Clone)]
pub struct App {
    /// What Veer keeps.
    pub store: Store,
    /// Clock, languages and how browsers reach this instance.
    pub site: Site,
    /// Rate limits per account and address, on real time.
    pub limits: Arc<Limits>,
    /// Keeps and checks passphrases.
    pub passphrases: Passphrases,
    /// Makes and checks passkeys, where this instance knows its address.
    pub passkeys: Passkeys,
    /// The channels of this installation.
    pub notifier: Notifier,
    /// What makes messages late.
    pub watch: Watch,
    /// From which the right to answer a message follows.
    pub answers: AnswerKey,
    /// The one-time code, while the installation waits for its set-up.
    pub set_up: Arc<SetUp>,
}

impl FromRef<App> for Site {
    fn from_ref(app: &App) -> Self {
        app.site.clone()
    }
}
