//! Links that nobody used yet: which there are, since when, and taking one back (R109).

use axum::{
    extract::{
        Form, Path,
        rejection::{FormRejection, PathRejection},
    },
    response::{IntoResponse as _, Response},
};
use care::{
    access::{Action, Standing},
    time::Instant,
};
use serde::Deserialize;

use super::people::{HOME as PEOPLE, find};
use crate::{
    auth::invitation::LIFE,
    web::{
        error::AppError, flash::Flash, member::Member, page::Page, redirect::SeeOther, time::Markup,
    },
};

/// A link as it is told: from when until when it works. The link itself is kept nowhere.
pub(super) struct OpenLink {
    pub(super) since: Markup,
    pub(super) until: Markup,
}

impl OpenLink {
    /// A link that ends at this moment.
    pub(super) fn ending(ends: Instant, page: &Page) -> Self {
        Self {
            since: page.when(ends.minus(LIFE)),
            until: page.when(ends),
        }
    }
}

/// Where the button stood.
#[derive(Default, Deserialize)]
pub(super) struct From {
    #[serde(default)]
    from: String,
}

/// `POST /desk/people/{id}/withdraw`: whoever has the link finds that it no longer works.
pub(super) async fn withdraw(
    member: Member,
    id: Result<Path<String>, PathRejection>,
    form: Result<Form<From>, FormRejection>,
) -> Result<Response, AppError> {
    member.require(Action::InvitePeople, Standing::Nobody)?;
    let (Path(id), Form(form)) = (id?, form?);
    let tx = member.write("withdraw invitation").await?;
    let person = find(&tx, &id).await?;
    let place = "/desk/people/{id}/withdraw";
    // A link that was used, or taken back twice, is gone: the same answer, and no second row.
    let flash = if tx.withdraw_invitations(&person.id).await? > 0 {
        member
            .log_in(&tx, "invitation-withdrawn", place, Vec::new())
            .await?;
        tx.commit().await?;
        "desk-link-withdrawn"
    } else {
        "desk-link-gone"
    };
    let to = match form.from.as_str() {
        "list" => "/desk/invite#open".to_owned(),
        _ => format!("{PEOPLE}/{}", person.id.as_str()),
    };
    Ok(SeeOther::to(to)
        .with_flash(&Flash::new(flash))
        .into_response())
}
