//! `POST /api/events`: dispatch events as newline-delimited JSON, under a feed token.

use axum::{body::Body, extract::State};

use super::{Machines, answer::Answer, delivery::Delivery, door::FeedDoor};

/// Takes in the lines as they arrive; the answer comes after all good ones are durable.
///
/// Bad lines are set aside, counted and named by their number and reason; they do not stop the
/// others.
pub(super) async fn take(State(machines): State<Machines>, door: FeedDoor, body: Body) -> Answer {
    Delivery::new(&machines, door).take(body).await
}
