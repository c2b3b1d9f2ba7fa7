//! What every handler can reach.

use std::sync::Arc;

use axum::extract::FromRef;

use super::reader::Site;
use crate::{auth::limit::Limits, store::Store};

/// The application's state, cheap to clone.
#[derive(Clone)]
pub struct App {
    /// What Veer keeps.
    pub store: Store,
    /// Clock, languages and how browsers reach this instance.
    pub site: Site,
    /// Rate limits per account and address, on real time.
    pub limits: Arc<Limits>,
    /// The digest of the one-time set-up code, while the installation waits for its set-up.
    pub set_up: Arc<super::account::SetUp>,
}

impl FromRef<App> for Site {
    fn from_ref(app: &App) -> Self {
        app.site.clone()
    }
}
