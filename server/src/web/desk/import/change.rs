//! `POST /desk/import/{id}`: another choice of columns, a name to save it under, or taking it in.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use axum::{
    Extension,
    extract::{
        Form, Path,
        rejection::{FormRejection, PathRejection},
    },
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use care::access::{Action, Standing};

use super::{
    HOME,
    choice::{Choice, DELIMITERS, ENCODINGS},
    show,
    uploads::{Progress, Upload, Uploads},
    work,
};
use crate::{
    entropy,
    feed::sheet,
    store::ImportProfile,
    web::{error::AppError, flash::Flash, member::Member, redirect::SeeOther},
};

/// How long the answer waits for the work: what is done by then needs no page in between.
const PATIENCE: Duration = Duration::from_millis(1_500);
/// The longest name of a profile.
const LONGEST_NAME: usize = 60;

/// What the button said decides; a choice that was not looked at is looked at first.
pub(super) async fn submit(
    member: Member,
    Extension(uploads): Extension<Arc<Uploads>>,
    id: Result<Path<String>, PathRejection>,
    form: Result<Form<BTreeMap<String, String>>, FormRejection>,
) -> Result<Response, AppError> {
    member.require(Action::ManageImports, Standing::Nobody)?;
    let (Path(id), Form(form)) = (id?, form?);
    let Some(upload) = uploads.find(&member, &id) else {
        return Ok(show::gone().into_response());
    };
    let here = SeeOther::to(format!("{HOME}/{id}"));
    let is_looked_at = !choose(&upload, &form);
    match form.get("step").map(String::as_str) {
        Some("save") => save(&member, &upload, &form, here).await,
        Some("import") if !is_looked_at => {
            let first = Flash::new("desk-import-look-first");
            Ok(here.with_flash(&first).into_response())
        }
        Some("import") => import(&member, &upload).await,
        _ => Ok(here.into_response()),
    }
}

/// Keeps what was chosen; says whether it is another choice than before.
fn choose(upload: &Upload, form: &BTreeMap<String, String>) -> bool {
    let (before, old) = (upload.sheet(), upload.choice());
    let word = |name: &str| form.get(name).map_or("", String::as_str);
    let by = DELIMITERS.iter().find(|(_, it)| *it == word("delimiter"));
    let text = ENCODINGS.iter().find(|(_, it)| *it == word("encoding"));
    let delimiter = by.map_or(before.delimiter, |(sign, _)| *sign);
    let encoding = text.map_or(before.encoding, |(it, _)| *it);
    if (delimiter, encoding) != (before.delimiter, before.encoding)
        && let Some(bytes) = upload.bytes()
        && let Ok(sheet) = sheet::as_table(&bytes, delimiter, encoding)
    {
        let choice = Choice::guessed(upload.kind, &sheet, &old.source);
        upload.choose(sheet, choice);
        return true;
    }
    let choice = old.typed(form, &before);
    let is_other = choice != old;
    upload.choose(before, choice);
    is_other
}

async fn import(member: &Member, upload: &Arc<Upload>) -> Result<Response, AppError> {
    let (sheet, choice) = (upload.sheet(), upload.choice());
    let zone = member.org.time_zone.iana_name().unwrap_or("UTC");
    let refused = StatusCode::UNPROCESSABLE_ENTITY;
    let reading = match choice.reading(upload.kind, &sheet, &upload.base, zone) {
        Ok(reading) => reading,
        Err(problems) => {
            return show::render(member, upload, refused, &problems, String::new()).await;
        }
    };
    if let Some(bytes) = upload.bytes()
        && upload.begin()
    {
        let tx = member.write("note import").await?;
        member
            .log_in(&tx, "imported", "/desk/import/{id}", Vec::new())
            .await?;
        tx.commit().await?;
        work::start(member, upload, bytes, reading);
    }
    // Who waits no longer finds the page that tells how far it is.
    drop(tokio::time::timeout(PATIENCE, upload.over()).await);
    Ok(SeeOther::to(format!("{HOME}/{}", upload.id)).into_response())
}

async fn save(
    member: &Member,
    upload: &Arc<Upload>,
    form: &BTreeMap<String, String>,
    here: SeeOther,
) -> Result<Response, AppError> {
    let name = form.get("name").map_or("", |name| name.trim()).to_owned();
    let zone = member.org.time_zone.iana_name().unwrap_or("UTC");
    let (sheet, choice) = (upload.sheet(), upload.choice());
    let problems = match choice.reading(upload.kind, &sheet, &upload.base, zone) {
        Err(problems) => problems,
        Ok(_) if !is_name(&name) => vec!["profile-name"],
        Ok(_) => Vec::new(),
    };
    let document = choice.document(upload.kind, &sheet, &upload.base, zone, &name);
    let (Some(document), true) = (document, problems.is_empty()) else {
        let refused = StatusCode::UNPROCESSABLE_ENTITY;
        return show::render(member, upload, refused, &problems, name).await;
    };
    let profile = ImportProfile {
        profile_id: entropy::new_id(member.now),
        kind: upload.kind.as_str().to_owned(),
        name,
        document,
    };
    let tx = member.write("save profile").await?;
    tx.save_import_profile(&profile, member.now).await?;
    member
        .log_in(&tx, "profile-saved", "/desk/import/{id}", Vec::new())
        .await?;
    tx.commit().await?;
    let back = match upload.progress() {
        Progress::Done(_) => SeeOther::to(HOME),
        _ => here,
    };
    let saved = Flash::new("desk-import-saved");
    Ok(back.with_flash(&saved).into_response())
}

fn is_name(name: &str) -> bool {
    (1..=LONGEST_NAME).contains(&name.chars().count()) && !name.chars().any(char::is_control)
}
