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
    org: OrgId,
    /// Differs at each start, so that no other page can hold a working link.
    key: String,
    people: Vec<(&'static str, PersonId)>,
}

impl Entrance {
    /// Opens doors for these roles.
    #[must_use]
    pub fn new(app: App, org: OrgId, key: String, people: Vec<(&'static str, PersonId)>) -> Self {
        Self(Arc::new(Doors {
            app,
            org,
            key,
            people,
        }))
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
        .find(|(known, _)| *known == role && key == doors.key);
    let (_, person) = found.ok_or(AppError::NotFound)?;
    account::enter(&doors.app, doors.org.clone(), person, "/").await
}
