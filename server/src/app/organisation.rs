//! `veer org add`, `veer org list`: organisations of this installation; an operator's act.

use std::{io::Write, process::ExitCode};

use anyhow::Context;
use care::{
    access::{Role, RoleSet},
    ids::PersonId,
};
use clap::{Args, Subcommand};

use super::{Data, location};
use crate::{
    auth::invitation::NewInvitation,
    clock::Clock,
    entropy, founding,
    store::{Organisation, PersonDraft, Store},
};

/// What to do with organisations.
#[derive(Subcommand)]
pub(super) enum Organisations {
    /// Found another organisation, and print a link for its first administrator.
    Add(Add),
    /// List the organisations: id and name.
    List,
}

/// Options of `veer org add`.
#[derive(Args)]
pub(super) struct Add {
    /// Its name, as its people know it.
    name: String,
    /// Name of its first administrator.
    #[arg(long)]
    admin: String,
    /// Its time zone.
    #[arg(long, default_value = "Europe/Amsterdam")]
    time_zone: String,
    /// The language for people who chose none.
    #[arg(long, default_value = "nl", value_parser = ["nl", "en"])]
    language: String,
}

/// Runs one of the commands.
pub(super) async fn run(data: &Data, what: &Organisations) -> anyhow::Result<ExitCode> {
    let clock = Clock::system();
    let store = location::open(data, clock.now()).await?;
    match what {
        Organisations::Add(options) => add(&store, &clock, options).await?,
        Organisations::List => {
            let mut out = std::io::stdout().lock();
            for org in store.organisations().await? {
                writeln!(out, "{}\t{}", org.id, org.name)?;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Founds it with nobody of the others in it: its administrator is invited like everybody.
async fn add(store: &Store, clock: &Clock, options: &Add) -> anyhow::Result<()> {
    let (name, admin) = (options.name.trim(), options.admin.trim());
    let fits = |text: &str| {
        !text.is_empty() && text.chars().count() <= 120 && !text.chars().any(char::is_control)
    };
    anyhow::ensure!(
        fits(name),
        "give the organisation a name of at most 120 characters"
    );
    anyhow::ensure!(
        fits(admin),
        "give the name of its first administrator with --admin"
    );
    let zone = &options.time_zone;
    let known = jiff::tz::TimeZone::get(zone);
    known.with_context(|| {
        format!("the time zone {zone} is not known; write it like Europe/Amsterdam")
    })?;
    let same = store.organisations().await?;
    let same = same.iter().any(|org| org.name.eq_ignore_ascii_case(name));
    anyhow::ensure!(
        !same,
        "there is an organisation with this name already; see `veer org list`"
    );
    let org = founding::found(store, name, zone, &options.language, clock.now()).await?;
    let path = appoint(store, clock, &org, admin).await?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}", org.id)?;
    writeln!(out, "{path}")?;
    Ok(())
}

/// The first administrator, and the path of the link with which they begin.
async fn appoint(
    store: &Store,
    clock: &Clock,
    org: &Organisation,
    name: &str,
) -> anyhow::Result<String> {
    let person = PersonId::new(entropy::new_id(clock.now()));
    let draft = PersonDraft {
        id: person.clone(),
        pseudonym: entropy::token().digest().as_text(),
        roster_id: format!("set-up-{}", person.as_str()),
        name: name.to_owned(),
        email: None,
        phone: None,
        staff_group: "administration".to_owned(),
        trained_until: None,
        roles: RoleSet::from(Role::Colleague).with(Role::Administrator),
    };
    let invitation = NewInvitation::new(org.id.clone(), clock.real_now());
    let tx = store.write("appoint administrator", &org.id).await?;
    tx.save_people(&[draft]).await?;
    tx.note_by_hand(&person, Role::Administrator.into()).await?;
    tx.invite(&invitation.digest.as_text(), &person, invitation.ends)
        .await?;
    tx.commit().await?;
    Ok(invitation.path())
}
