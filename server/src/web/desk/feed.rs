//! Tokens with which a source sends events: given once, shown once, revoked at once.

use askama::Template;
use axum::{
    extract::{
        Form, Path,
        rejection::{FormRejection, PathRejection},
    },
    http::StatusCode,
    response::Response,
};
use care::access::{Action, Standing};
use serde::Deserialize;

use super::import::is_source;
use crate::{
    auth::bearer::Bearer,
    web::{
        address,
        error::AppError,
        flash::Flash,
        member::Member,
        page::{Page, html},
        redirect::SeeOther,
    },
};

#[derive(Template)]
#[template(path = "desk/feed-token.html")]
struct Given {
    page: Page,
    source: String,
    token: String,
}

#[derive(Template)]
#[template(path = "desk/feed-refused.html")]
struct Refused {
    page: Page,
    source: String,
}

/// Which source may send.
#[derive(Deserialize)]
pub(super) struct Source {
    source: String,
}

/// `POST /desk/feed`: only the digest of the token is kept, so it cannot be shown again.
pub(super) async fn give(
    member: Member,
    form: Result<Form<Source>, FormRejection>,
) -> Result<Response, AppError> {
    let Form(form) = form?;
    member.require(Action::ManageImports, Standing::Nobody)?;
    let source = form.source.trim().to_lowercase();
    let page = member.page(t!(member.reader, "desk-feed-title"));
    if !is_source(&source) {
        return Ok(html(
            StatusCode::UNPROCESSABLE_ENTITY,
            &Refused {
                page,
                source: form.source,
            },
        ));
    }
    let bearer = Bearer::new(member.org.id.clone());
    let tx = member.write("give feed token").await?;
    tx.give_feed_token(
        &bearer.digest().as_text(),
        &source,
        member.app().site.clock.real_now(),
    )
    .await?;
    member
        .log_in(&tx, "feed-given", "/desk/feed", Vec::new())
        .await?;
    tx.commit().await?;
    Ok(html(
        StatusCode::OK,
        &Given {
            page,
            source,
            token: bearer.reveal(),
        },
    ))
}

/// `POST /desk/feed/{key}/revoke`: the source can send nothing more; a new token is quickly made.
pub(super) async fn revoke(
    member: Member,
    key: Result<Path<String>, PathRejection>,
) -> Result<SeeOther, AppError> {
    let Path(key) = key?;
    member.require(Action::ManageImports, Standing::Nobody)?;
    let key = address::id(&key)?;
    let tx = member.write("revoke feed token").await?;
    if !tx
        .revoke_feed_token(key, member.app().site.clock.real_now())
        .await?
    {
        return Err(AppError::NotFound);
    }
    member
        .log_in(&tx, "feed-revoked", "/desk/feed/{key}/revoke", Vec::new())
        .await?;
    tx.commit().await?;
    Ok(SeeOther::to("/desk").with_flash(&Flash::new("desk-feed-revoked")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feed::intake::OWN_SOURCE;

    #[test]
    fn a_source_has_a_plain_name_of_its_own() {
        assert!(is_source("meldkamer-noord2"));
        for name in [
            "",
            "a b",
            "é",
            "a/b",
            "Meldkamer",
            &"x".repeat(41),
            OWN_SOURCE,
        ] {
            assert!(!is_source(name), "{name}");
        }
    }
}
