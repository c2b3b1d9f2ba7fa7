//! `GET /support/referral`: to whom the organisation refers, how, and how soon (R082, R084).

use askama::Template;
use axum::{http::StatusCode, response::Response};
use care::{
    access::{Action, Standing},
    referral::{ProviderKind, ReferralProtocol},
};

use crate::{
    store::PolicyKind,
    web::{
        error::AppError,
        member::Member,
        page::{Page, html},
    },
};

#[derive(Template)]
#[template(path = "support/referral.html")]
struct Referral {
    page: Page,
    /// None before the coordinator adopted one.
    protocol: Option<ReferralProtocol>,
}

impl Referral {
    fn kind(&self, kind: ProviderKind) -> String {
        self.page.text(&format!("referral-kind-{kind}"))
    }

    fn days(&self) -> u32 {
        let protocol = self.protocol.as_ref();
        protocol
            .and_then(|protocol| protocol.appointment_within_days)
            .unwrap_or_default()
    }
}

/// The referral protocol in force, for who refers.
pub(super) async fn show(member: Member) -> Result<Response, AppError> {
    member.require(Action::ViewDuty, Standing::Nobody)?;
    let page = member
        .page(t!(member.reader, "referral-title"))
        .seen_by(t!(member.reader, "referral-seen-by"));
    let tx = member.read("show referral protocol").await?;
    let found: Option<(i64, ReferralProtocol)> =
        tx.policy(PolicyKind::Referral, member.now).await?;
    drop(tx);
    let protocol = found.map(|(_, protocol)| protocol);
    member.log_view("/support/referral", Vec::new()).await?;
    Ok(html(StatusCode::OK, &Referral { page, protocol }))
}
