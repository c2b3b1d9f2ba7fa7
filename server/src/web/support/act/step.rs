//! One step on a case: the transaction it runs in, and how it ends.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use care::{
    access::Action,
    path::{Case, PathRefusal},
};

use super::appointment;
use crate::{
    store::{CaseFailure, CaseRow, Tx},
    web::{
        error::AppError,
        flash::Flash,
        member::Member,
        redirect::SeeOther,
        support::{
            case,
            fields::{Fields, Problem},
        },
    },
};

/// A step that somebody may take, with what they typed.
pub(super) struct Step {
    pub(super) member: Member,
    pub(super) tx: Tx,
    pub(super) case: CaseRow,
    pub(super) fields: Fields,
    place: &'static str,
    revision: i64,
}

impl Step {
    /// Begins a step; who may not take it finds no such case.
    pub(super) async fn begin(
        member: Member,
        id: String,
        fields: Fields,
        place: &'static str,
        action: Action,
    ) -> Result<Self, AppError> {
        let tx = member.write(place).await?;
        let (case, _) = member.case(&tx, &id, action).await?;
        let revision = fields.revision()?;
        Ok(Self {
            member,
            tx,
            case,
            fields,
            place,
            revision,
        })
    }

    /// Lets `care` decide on the revision that the person saw.
    pub(super) async fn decide(
        &self,
        what: &'static str,
        decide: impl FnOnce(&Case) -> Result<Case, PathRefusal> + Send,
    ) -> Result<CaseRow, CaseFailure> {
        let Member {
            person, now, org, ..
        } = &self.member;
        let (actor, seen) = (Some(&person.id), Some(self.revision));
        self.tx
            .decide_case(
                &self.case.id,
                seen,
                actor,
                what,
                *now,
                &org.time_zone,
                decide,
            )
            .await
    }

    /// Decides and ends the step: done, or the page again with what is wrong.
    pub(super) async fn conclude(
        self,
        what: &'static str,
        flash: &str,
        decide: impl FnOnce(&Case) -> Result<Case, PathRefusal> + Send,
    ) -> Result<Response, AppError> {
        match self.decide(what, decide).await {
            Ok(after) => {
                appointment::ask(&self, &after.case).await?;
                self.done(what, flash).await
            }
            Err(failure) => self.fail(failure).await,
        }
    }

    /// Ends the step: logged, durable, and back to the case; to one's own page for the team.
    pub(super) async fn done(self, what: &'static str, flash: &str) -> Result<Response, AppError> {
        let mine = self.case.supporter.as_ref() == Some(&self.member.person.id);
        let home = if mine {
            format!("/support/case/{}", self.case.id.as_str())
        } else {
            "/support".to_owned()
        };
        self.done_at(what, flash, home).await
    }

    /// Ends the step on another page.
    pub(super) async fn done_at(
        self,
        what: &'static str,
        flash: &str,
        page: String,
    ) -> Result<Response, AppError> {
        self.member
            .log_in(&self.tx, what, self.place, vec![&self.case.pseudonym])
            .await?;
        self.tx.commit().await?;
        Ok(SeeOther::to(page)
            .with_flash(&Flash::new(flash))
            .into_response())
    }

    /// Undoes the step; a refusal shows the page with everything that was typed.
    pub(super) async fn fail(self, failure: CaseFailure) -> Result<Response, AppError> {
        match failure {
            CaseFailure::Refused(refusal) => {
                let problem =
                    Problem::new(field_of(&refusal), format!("refusal-{}", refusal.code()));
                self.refuse(vec![problem]).await
            }
            failure => Err(failure.into()),
        }
    }

    /// Undoes the step and shows the page with everything that was typed.
    pub(super) async fn refuse(self, problems: Vec<Problem>) -> Result<Response, AppError> {
        let Self {
            member,
            tx,
            case,
            fields,
            ..
        } = self;
        drop(tx);
        case::render(
            &member,
            &case.id,
            StatusCode::UNPROCESSABLE_ENTITY,
            fields,
            problems,
        )
        .await
    }
}

/// The field that a refusal is about; the card itself when there is none.
fn field_of(refusal: &PathRefusal) -> &'static str {
    match refusal {
        PathRefusal::NotAgreed => "agreed",
        PathRefusal::TooEarlyWithoutReason { .. } => "early",
        PathRefusal::ContactByMessageOnly => "channel",
        PathRefusal::InTheFuture | PathRefusal::InThePast | PathRefusal::OutOfOrder => "date",
        PathRefusal::ReferralConsentMissing => "consent",
        _ => "now",
    }
}
