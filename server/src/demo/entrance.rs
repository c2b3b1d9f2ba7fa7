//! The doors of the demo: a link signs a visitor in as one of its people.

use std::sync::Arc;

use axum::{
    Router,
    extract::{Path, State},
    routing::get,
};
use care::ids::{OrgId, PersonId};

use crate::web::{account, error::AppError, redirect::SeeOther, state::App};

/// Who stands behind each door. Only `veer demo` makes one.
#[derive(Clone)]
pub struct Entrance(Arc<Doors>);

struct Doors {
    app: App,
    /// Differs at each start, so that no other page can hold a working link.
    key: String,
    people: Vec<Door>,
}

/// A role, and who stands behind its door in which organisation.
pub type Door = (&'static str, OrgId, PersonId);

impl Entrance {
    /// Opens doors for these roles.
    #[must_use]
    pub fn new(app: App, key: String, people: Vec<Door>) -> Self {
        Self(Arc::new(Doors { app, key, people }))
    }
}

/// The path of a door.
#[must_use]
pub fn path(key: &str, role: &str) -> String {
    format!("/demo/as/{key}/{role}")
}

/// `GET /demo/as/{key}/{role}`.
pub fn routes(entrance: Entrance) -> Router {
    Router::new()
        .route("/demo/as/{key}/{role}", get(enter))
        .with_state(entrance)
}

async fn enter(
    State(Entrance(doors)): State<Entrance>,
    Path((key, role)): Path<(String, String)>,
) -> Result<SeeOther, AppError> {
    let found = doors
        .people
        .iter()
        .find(|(known, ..)| *known == role && key == doors.key);
    let (_, org, person) = found.ok_or(AppError::NotFound)?;
    account::enter(&doors.app, org.clone(), person, "/").await
}
