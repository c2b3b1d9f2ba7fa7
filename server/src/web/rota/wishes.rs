//! What a supporter would gladly do, or rather not; it weighs when a rota is made, and binds nobody.

use axum::{
    extract::{
        Form, Path,
        rejection::{FormRejection, PathRejection},
    },
    response::{IntoResponse as _, Response},
};
use care::{
    access::{Action, Standing},
    ids::PersonId,
    roster::{Weekday, WishFor, WishKind},
};
use serde::Deserialize;

use super::{
    away::{HOME, Typed, end_of, render},
    rules::Team,
};
use crate::{
    entropy,
    store::{RotaWish, StoreError, Tx},
    web::{address, error::AppError, flash::Flash, member::Member, page::Page, redirect::SeeOther},
};

/// A wish in words.
pub(super) struct WishView {
    pub(super) id: String,
    pub(super) words: String,
}

/// What was wished: one of day, weekday and duty, as `weekday:2`, and which way.
#[derive(Deserialize)]
pub(super) struct Wished {
    #[serde(default)]
    about: String,
    #[serde(default)]
    day: String,
    #[serde(default)]
    wish: String,
}

impl Wished {
    /// What it is about; a day when one is filled in.
    fn about(&self) -> Option<WishFor> {
        if !self.day.trim().is_empty() {
            return RotaWish::about("day", self.day.trim());
        }
        let (kind, name) = self.about.split_once(':')?;
        RotaWish::about(kind, name)
    }
}

/// `POST /support/rota/wishes`: can be undone.
pub(super) async fn add(
    member: Member,
    form: Result<Form<Wished>, FormRejection>,
) -> Result<Response, AppError> {
    member.require(Action::KeepOwnDuties, Standing::Nobody)?;
    let Form(wished) = form?;
    let (Some(about), Some(kind)) = (wished.about(), WishKind::parse(&wished.wish)) else {
        let words = t!(member.reader, "rota-wish-problem");
        let status = axum::http::StatusCode::UNPROCESSABLE_ENTITY;
        return render(&member, status, Typed::default(), Some(words)).await;
    };
    let until = match &about {
        WishFor::Day(day) => Some(end_of(*day, &member.org.time_zone)),
        WishFor::Weekday(_) | WishFor::Pattern(_) => None,
    };
    let wish = RotaWish {
        id: entropy::new_id(member.now),
        wish: RotaWish::of(member.person.id.clone(), about, kind),
        until,
        at: member.now,
    };
    let tx = member.write("wish").await?;
    tx.add_wish(&wish).await?;
    let place = "/support/rota/wishes";
    member.log_in(&tx, "wished", place, Vec::new()).await?;
    tx.commit().await?;
    let undo = format!("/support/rota/wishes/{}/remove", wish.id);
    let flash = Flash::new("rota-wished").with_undo(undo);
    Ok(SeeOther::to(HOME).with_flash(&flash).into_response())
}

/// `POST /support/rota/wishes/{id}/remove`.
pub(super) async fn remove(
    member: Member,
    id: Result<Path<String>, PathRejection>,
) -> Result<SeeOther, AppError> {
    let id = set(&member, id, true).await?;
    let undo = format!("/support/rota/wishes/{id}/restore");
    Ok(SeeOther::to(HOME).with_flash(&Flash::new("rota-wish-gone").with_undo(undo)))
}

/// `POST /support/rota/wishes/{id}/restore`.
pub(super) async fn restore(
    member: Member,
    id: Result<Path<String>, PathRejection>,
) -> Result<SeeOther, AppError> {
    set(&member, id, false).await?;
    Ok(SeeOther::to(HOME).with_flash(&Flash::new("rota-wished")))
}

async fn set(
    member: &Member,
    id: Result<Path<String>, PathRejection>,
    gone: bool,
) -> Result<String, AppError> {
    let Path(id) = id?;
    member.require(Action::KeepOwnDuties, Standing::Nobody)?;
    let tx = member.write("change wish").await?;
    let removed = gone.then_some(member.now);
    if !tx
        .set_wish(address::id(&id)?, &member.person.id, removed)
        .await?
    {
        return Err(AppError::NotFound);
    }
    let place = "/support/rota/wishes/{id}";
    member.log_in(&tx, "wished", place, Vec::new()).await?;
    tx.commit().await?;
    Ok(id)
}

/// One's wishes in words.
pub(super) async fn load(
    tx: &Tx,
    page: &Page,
    team: &Team,
    person: &PersonId,
) -> Result<Vec<WishView>, StoreError> {
    let wishes = tx.rota_wishes_of(person, page.now()).await?.into_iter();
    let view = |it: RotaWish| {
        let about = match &it.wish.when {
            WishFor::Day(day) => page.day(*day).words(),
            WishFor::Weekday(day) => page.text(&format!("rota-{}", day.code())),
            WishFor::Pattern(code) => {
                let name = team.pattern_name(code, page.lang());
                name.unwrap_or_else(|| code.as_str().to_owned())
            }
        };
        let wished = page.text(&format!("rota-wish-{}", it.wish.kind.code()));
        WishView {
            id: it.id,
            words: format!("{about}: {wished}"),
        }
    };
    Ok(wishes.map(view).collect())
}

/// The duties that a wish can be about, by code and name.
pub(super) fn duties(page: &Page, team: &Team) -> Vec<(String, String)> {
    let named = |it: &care::roster::Pattern| {
        let name = it.name.text(page.lang()).to_owned();
        (it.code.as_str().to_owned(), name)
    };
    team.policy.patterns.iter().map(named).collect()
}

/// The days of the week, by code and name.
pub(super) fn weekdays(page: &Page) -> Vec<(&'static str, String)> {
    let named = |day: &Weekday| (day.code(), page.text(&format!("rota-{}", day.code())));
    Weekday::ALL.iter().map(named).collect()
}
