//! My page: what happens now, what I decide, what is recorded, who looked.

#[path = "me/answers.rs"]
mod answers;
#[path = "me/asking.rs"]
mod asking;
#[path = "me/light.rs"]
mod light;
#[path = "me/record.rs"]
mod record;
#[path = "me/ties.rs"]
mod ties;

use care::{
    ids::PersonId,
    path::{Case, Channel, FirstContact, Wish},
};
use veer::store::CaseRow;

use crate::support::pages::House;

/// A case after its first contact, with Sanne as its supporter.
pub async fn contacted(house: &House, daan: &PersonId, sanne: &PersonId) -> CaseRow {
    let row = house.case_of(daan).await;
    let (now, tz) = (house.now(), &house.org.time_zone);
    let tx = house.write().await;
    let row = tx
        .decide_case(&row.id, None, Some(sanne), "taken", now, tz, |case| {
            case.assign(sanne.clone())
        })
        .await
        .expect("taken");
    let row = tx
        .decide_case(&row.id, None, Some(sanne), "picture", now, tz, |case| {
            case.skip_picture(sanne.clone(), now)
        })
        .await
        .expect("skipped");
    let contact = FirstContact {
        at: now,
        by: sanne.clone(),
        channel: Channel::Phone,
        practical_help: std::collections::BTreeSet::new(),
        wants: Wish::Later,
    };
    let row = tx
        .decide_case(&row.id, None, Some(sanne), "contact", now, tz, |case| {
            case.complete_first_contact(contact, now, tz)
        })
        .await
        .expect("contacted");
    tx.commit().await.expect("committed");
    row
}
/// A case with an open offer.
pub async fn offered(house: &House, daan: &PersonId, sanne: &PersonId) -> CaseRow {
    let row = contacted(house, daan, sanne).await;
    house.wait(48);
    let (now, tz) = (house.now(), &house.org.time_zone);
    let tx = house.write().await;
    let offer = |case: &Case| case.make_offer(now, tz);
    let row = tx
        .decide_case(&row.id, None, Some(sanne), "offer", now, tz, offer)
        .await
        .expect("offered");
    tx.commit().await.expect("committed");
    row
}
