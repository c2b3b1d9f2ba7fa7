//! `POST /api/events`: dispatch events as newline-delimited JSON, under a feed token.

use axum::{body::Body, extract::State};

use super::{Machines, answer::Answer, delivery::Delivery, taking::Sender};

/// Takes in the lines as they arrive; the answer comes after all good ones are durable.
pub(super) async fn take(State(machines): State<Machines>, sender: Sender, body: Body) -> Answer {
    Delivery::new(&machines, sender).take(body).await
}
