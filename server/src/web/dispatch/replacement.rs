//! `POST /dispatch/replacement/{id}/arranged`: a seat is filled; nobody asked why it was empty.

use axum::extract::{Path, rejection::PathRejection};
use care::access::{Action, Standing};

use crate::web::{address, error::AppError, flash::Flash, member::Member, redirect::SeeOther};

/// Marks it as arranged; the second who does so is told that it was done.
pub(super) async fn arranged(
    member: Member,
    id: Result<Path<String>, PathRejection>,
) -> Result<SeeOther, AppError> {
    let Path(id) = id?;
    member.require(Action::DispatchReport, Standing::Nobody)?;
    let tx = member.write("arrange replacement").await?;
    if !tx.settle_replacement(address::id(&id)?, member.now).await? {
        return Err(AppError::NotFound);
    }
    member
        .log_in(&tx, "arranged", "/dispatch/replacement", Vec::new())
        .await?;
    tx.commit().await?;
    Ok(SeeOther::to("/dispatch").with_flash(&Flash::new("dispatch-arranged")))
}
