//! `GET /sealed/tasks`: the keys that somebody waits for and only this person's device can give.

use axum::Json;
use care::ids::CircleId;
use serde::Serialize;

use super::{opened::Keys, seat::Seat};
use crate::{
    store::{StoreError, Tx},
    web::{error::AppError, member::Member},
};

/// How many circles are answered at once; the next visit brings the others.
const MOST: usize = 12;

#[derive(Serialize)]
struct Task {
    /// Whose notes they are, as the person at the screen knows it.
    label: String,
    /// Whether the key is to be replaced first, by this person.
    renew: bool,
    #[serde(flatten)]
    keys: Keys,
}

/// `GET /sealed/tasks`: also for who left and holds a key; they get no notes here.
pub(super) async fn show(member: Member) -> Result<Json<impl Serialize>, AppError> {
    let tx = member.read("find key tasks").await?;
    let mut tasks = Vec::new();
    let mut shown = Vec::new();
    for id in circles(&member, &tx).await? {
        if tasks.len() == MOST {
            break;
        }
        let Ok(seat) = Seat::find(&member, &tx, id.as_str()).await else {
            continue;
        };
        let renew = seat.ring.rotation_due() && seat.reads(&member);
        let wanted = !seat.ring.wanted_from(&Seat::holder(&member)).is_empty();
        if !seat.gives(&member) || !(renew || wanted || !seat.links(&member).is_empty()) {
            continue;
        }
        tasks.push(Task {
            label: label(&tx, &seat).await?,
            renew,
            keys: Keys::load(&member, &tx, &seat, std::iter::empty()).await?,
        });
        shown.push(seat.circle.pseudonym().to_owned());
    }
    drop(tx);
    if !shown.is_empty() {
        let tx = member.write("log key tasks").await?;
        let cases = shown.iter().map(String::as_str).collect();
        member
            .log_in(&tx, "keys-read", "/sealed/tasks", cases)
            .await?;
        tx.commit().await?;
    }
    Ok(Json(tasks))
}

async fn circles(member: &Member, tx: &Tx) -> Result<Vec<CircleId>, StoreError> {
    let mut circles = tx.circles_to_renew(&member.person.id).await?;
    for held in tx.circles_held_by(&member.person.id).await? {
        if !circles.contains(&held) {
            circles.push(held);
        }
    }
    Ok(circles)
}

async fn label(tx: &Tx, seat: &Seat) -> Result<String, StoreError> {
    let person = tx.person(seat.circle.about()).await?;
    Ok(person.map(|person| person.name).unwrap_or_default())
}
