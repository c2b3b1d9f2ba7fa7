//! `/coordinate/referral`: to whom, how, how soon, HR's part, and when it cannot wait (R082).

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{Form, rejection::FormRejection},
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use care::{
    access::{Action, Standing},
    referral::ReferralProtocol,
};

use super::{
    super::document::{Banner, Hand},
    HOME, empty,
    form::Typed,
};
use crate::web::{
    error::AppError,
    flash::Flash,
    member::Member,
    page::{Page, html},
    redirect::SeeOther,
};

#[derive(Template)]
#[template(path = "coordinate/referral.html")]
struct ReferralPage {
    page: Page,
    home: &'static str,
    banner: Banner,
    /// What still has to be filled in before it can be used.
    missing: Vec<String>,
    typed: Typed,
    problem: Option<String>,
}

/// `GET /coordinate/referral`.
pub(super) async fn show(member: Member) -> Result<Response, AppError> {
    member.require(Action::ManageProtocol, Standing::Nobody)?;
    let answer = render(&member, StatusCode::OK, None, None).await?;
    member.log_view(HOME, Vec::new()).await?;
    Ok(answer)
}

/// `POST /coordinate/referral`: into one's draft, complete or not.
pub(super) async fn submit(
    member: Member,
    form: Result<Form<BTreeMap<String, String>>, FormRejection>,
) -> Result<Response, AppError> {
    member.require(Action::ManageProtocol, Standing::Nobody)?;
    let Form(fields) = form?;
    let l = member.reader.l();
    let typed = Typed::read(&fields, l);
    let protocol = match typed.protocol() {
        Ok(protocol) => protocol,
        Err(key) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return render(&member, status, Some(typed), Some(l.get(key))).await;
        }
    };
    let tx = member.write("draft referral protocol").await?;
    let hand = Hand::<ReferralProtocol>::load(&tx, &member).await?;
    let hand = hand.seen(&tx, typed.seen).await?;
    hand.keep(&tx, &member, protocol).await?;
    tx.commit().await?;
    let back = SeeOther::to(format!("{HOME}/preview"));
    Ok(back
        .with_flash(&Flash::new("document-kept"))
        .into_response())
}

async fn render(
    member: &Member,
    status: StatusCode,
    typed: Option<Typed>,
    problem: Option<String>,
) -> Result<Response, AppError> {
    let page = member
        .page(t!(member.reader, "referral-title"))
        .seen_by(t!(member.reader, "document-seen-by"));
    let tx = member.read("show referral document").await?;
    let hand = Hand::<ReferralProtocol>::load(&tx, member).await?;
    let banner = hand.banner(&tx, &page, member).await?;
    drop(tx);
    let (document, l) = (hand.document(), page.l());
    let missing = document.missing().into_iter().map(|part| empty(part, l));
    let view = ReferralPage {
        home: HOME,
        banner,
        missing: missing.collect(),
        typed: typed.unwrap_or_else(|| Typed::of(document, hand.base_number(), l)),
        problem,
        page,
    };
    Ok(html(status, &view))
}
