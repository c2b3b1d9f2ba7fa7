//! Profiles that are no longer wanted: away, and back.

use axum::extract::{Path, rejection::PathRejection};
use care::access::{Action, Standing};

use super::HOME;
use crate::web::{address, error::AppError, flash::Flash, member::Member, redirect::SeeOther};

/// `POST /desk/import/profile/{id}/remove`.
pub(super) async fn remove(
    member: Member,
    id: Result<Path<String>, PathRejection>,
) -> Result<SeeOther, AppError> {
    let Path(id) = id?;
    member.require(Action::ManageImports, Standing::Nobody)?;
    let tx = member.write("remove profile").await?;
    if !tx
        .remove_import_profile(address::id(&id)?, Some(member.now))
        .await?
    {
        return Err(AppError::NotFound);
    }
    let place = "/desk/import/profile/{id}/remove";
    member
        .log_in(&tx, "profile-removed", place, Vec::new())
        .await?;
    tx.commit().await?;
    let undo = format!("{HOME}/profile/{id}/restore");
    Ok(SeeOther::to(HOME).with_flash(&Flash::new("desk-import-removed").with_undo(undo)))
}

/// `POST /desk/import/profile/{id}/restore`.
pub(super) async fn restore(
    member: Member,
    id: Result<Path<String>, PathRejection>,
) -> Result<SeeOther, AppError> {
    let Path(id) = id?;
    member.require(Action::ManageImports, Standing::Nobody)?;
    let tx = member.write("restore profile").await?;
    if !tx.remove_import_profile(address::id(&id)?, None).await? {
        return Err(AppError::NotFound);
    }
    let place = "/desk/import/profile/{id}/restore";
    member
        .log_in(&tx, "profile-saved", place, Vec::new())
        .await?;
    tx.commit().await?;
    Ok(SeeOther::to(HOME).with_flash(&Flash::new("desk-import-restored")))
}
