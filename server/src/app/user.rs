//! `veer user invite`: a single-use link for somebody of the roster.

use std::{io::Write, process::ExitCode};

use anyhow::Context;
use clap::Args;

use super::{Data, location};
use crate::{auth::invitation::NewInvitation, clock::Clock};

/// Options of `veer user invite`.
#[derive(Args)]
pub(super) struct Invite {
    /// Number of the person in the roster.
    #[arg(long)]
    roster: String,
    /// Organisation, if the installation has several.
    #[arg(long)]
    org: Option<String>,
}

/// Prints the path of the link, which works once; only its digest is kept.
pub(super) async fn invite(data: &Data, options: &Invite) -> anyhow::Result<ExitCode> {
    let clock = Clock::system();
    let store = location::open(data, clock.now()).await?;
    let org = location::organisation(&store, options.org.as_deref(), clock.now()).await?;
    let tx = store.write("invite person", &org.id).await?;
    let found = tx
        .people_by_roster_id(std::slice::from_ref(&options.roster))
        .await?;
    let person = found.into_iter().find(|person| person.active);
    let person = person.with_context(|| {
        format!(
            "nobody in the roster has the number {}: take in the roster first",
            options.roster
        )
    })?;
    let invitation = NewInvitation::new(org.id.clone(), clock.real_now());
    tx.invite(&invitation.digest.as_text(), &person.id, invitation.ends)
        .await?;
    tx.commit().await?;
    writeln!(std::io::stdout().lock(), "{}", invitation.path())?;
    Ok(ExitCode::SUCCESS)
}
