//! One's own pause: one tap, no reason, nobody else ends it (R123, R124).

use care::access::{Action, Standing};

use crate::web::{error::AppError, flash::Flash, member::Member, redirect::SeeOther};

/// `POST /support/pause`: no new signals from now on; running cases stay until they are handed over.
pub(super) async fn begin(member: Member) -> Result<SeeOther, AppError> {
    set(member, true).await
}

/// `POST /support/resume`.
pub(super) async fn end(member: Member) -> Result<SeeOther, AppError> {
    set(member, false).await
}

async fn set(member: Member, paused: bool) -> Result<SeeOther, AppError> {
    member.require(Action::PauseSelf, Standing::Nobody)?;
    let (what, place, flash) = if paused {
        ("paused", "/support/pause", "support-paused")
    } else {
        ("resumed", "/support/resume", "support-resumed")
    };
    let since = paused.then(|| member.person.paused_at.unwrap_or(member.now));
    let tx = member.write("set own pause").await?;
    tx.set_pause(&member.person.id, since).await?;
    member.log_in(&tx, what, place, Vec::new()).await?;
    tx.commit().await?;
    Ok(SeeOther::to("/support").with_flash(&Flash::new(flash)))
}
