//! The keys that somebody waits for and only this person's device can give: at work, and on `/me`.

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

/// A circle with the keys that wait in it.
#[derive(Serialize)]
pub(super) struct Task {
    /// Whose notes they are, as the person at the screen knows it.
    label: String,
    /// Whether the key is to be replaced first, by this person.
    renew: bool,
    #[serde(flatten)]
    keys: Keys,
}

/// `GET /sealed/tasks`: for pages of work; one's own notes are not here.
///
/// The script asks at once when a page is there. Had this row a case of one's own, or those of
/// others on one's own pages, then two rows side by side would tell who sought help (R095).
pub(super) async fn show(member: Member) -> Result<Json<Vec<Task>>, AppError> {
    let tx = member.read("find key tasks").await?;
    let (tasks, shown) = find(&member, &tx, false).await?;
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

/// `GET /sealed/tasks/own`: for `/me`; the keys of one's own notes.
///
/// Without a path of one's own there is nothing that a row could tell: then also what is left of
/// work is here, for who left that work and still holds a key.
pub(super) async fn own(member: Member) -> Result<Json<Vec<Task>>, AppError> {
    let tx = member.read("find own key tasks").await?;
    if tx.cases_of(&member.person.id).await?.is_empty() {
        drop(tx);
        return show(member).await;
    }
    let (tasks, shown) = find(&member, &tx, true).await?;
    drop(tx);
    for case in &shown {
        // A row for each: two cases of one person in one row would outlive the older's erasure.
        let tx = member.write("log own key tasks").await?;
        member
            .log_in(&tx, "keys-read", "/sealed/tasks/own", vec![case])
            .await?;
        tx.commit().await?;
    }
    Ok(Json(tasks))
}

/// What there is to do in circles of one's own or in those of others, with their names in the log.
async fn find(member: &Member, tx: &Tx, own: bool) -> Result<(Vec<Task>, Vec<String>), AppError> {
    let mut tasks = Vec::new();
    let mut shown = Vec::new();
    for id in circles(member, tx).await? {
        if tasks.len() == MOST {
            break;
        }
        let Ok(seat) = Seat::find(member, tx, id.as_str()).await else {
            continue;
        };
        let renew = seat.ring.rotation_due() && seat.reads(member);
        let wanted = !seat.ring.wanted_from(&Seat::holder(member)).is_empty();
        let open = renew || wanted || !seat.links(member).is_empty();
        if seat.is_own() != own || !seat.gives(member) || !open {
            continue;
        }
        tasks.push(Task {
            label: label(tx, &seat).await?,
            renew,
            keys: Keys::load(member, tx, &seat, std::iter::empty()).await?,
        });
        shown.push(seat.circle.pseudonym().to_owned());
    }
    Ok((tasks, shown))
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
