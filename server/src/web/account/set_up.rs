//! The set-up of an empty installation, guarded by a one-time code in the data folder.

use std::{
    io::Write as _,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use askama::Template;
use axum::{
    extract::{Form, State, rejection::FormRejection},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use care::{
    access::{Role, RoleSet},
    ids::PersonId,
};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::enter;
use crate::{
    auth::{origin::Origin, passphrase::NewPassphrase},
    entropy, founding, private,
    store::PersonDraft,
    web::{
        error::AppError,
        page::{Page, html},
        reader::Reader,
        state::App,
    },
};

/// The name of the file that holds the code, readable by the owner only.
pub const CODE_FILE: &str = "set-up-code";

/// Whether the installation waits for its set-up, and for which code.
#[derive(Debug, Default)]
pub struct SetUp {
    code: Mutex<Option<[u8; 32]>>,
    /// Where the code stands.
    file: Option<PathBuf>,
}

impl SetUp {
    /// Waits for the code in `folder`, and writes that file (mode 0600) with a new one.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn waiting(folder: &Path) -> std::io::Result<Self> {
        let code = entropy::code();
        let file = folder.join(CODE_FILE);
        forget(&file)?;
        let mut new = private::options()
            .write(true)
            .create_new(true)
            .open(&file)?;
        writeln!(new, "{code}")?;
        Ok(Self {
            code: Mutex::new(Some(digest(&code))),
            file: Some(file),
        })
    }

    /// Nothing is waited for; a code that was left in `folder` goes.
    pub fn done(folder: &Path) -> Self {
        if let Err(error) = forget(&folder.join(CODE_FILE)) {
            tracing::warn!(%error, "the set-up code of before cannot be removed");
        }
        Self::default()
    }

    /// Whether the set-up is still to be done.
    pub fn is_waiting(&self) -> bool {
        self.code
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .is_some()
    }

    /// Takes the code if it is the right one; a second visitor finds it gone.
    fn take(&self, typed: &str) -> bool {
        let typed = digest(typed);
        let mut code = self.code.lock().unwrap_or_else(PoisonError::into_inner);
        let right = *code == Some(typed);
        if right {
            *code = None;
        }
        right
    }

    fn put_back(&self, typed: &str) {
        *self.code.lock().unwrap_or_else(PoisonError::into_inner) = Some(digest(typed));
    }

    /// The code was used: it stands nowhere any more.
    fn leave(&self) {
        if let Some(Err(error)) = self.file.as_deref().map(forget) {
            tracing::warn!(%error, "the set-up code cannot be removed");
        }
    }
}

/// A code as it is compared: its letters and digits, however they were grouped.
fn digest(code: &str) -> [u8; 32] {
    let letters: String = code.chars().filter(|char| char.is_alphanumeric()).collect();
    Sha256::digest(letters.to_uppercase()).into()
}

fn forget(file: &Path) -> std::io::Result<()> {
    match std::fs::remove_file(file) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[derive(Template)]
#[template(path = "account/set-up.html")]
struct SetUpPage {
    page: Page,
    form: Founding,
    problem: Option<String>,
}

/// What the installation begins with.
#[derive(Deserialize, Clone)]
pub(super) struct Founding {
    code: String,
    organisation: String,
    time_zone: String,
    language: String,
    name: String,
    login: String,
    passphrase: String,
}

impl Default for Founding {
    fn default() -> Self {
        let empty = String::new;
        let (code, organisation, name, login, passphrase) =
            (empty(), empty(), empty(), empty(), empty());
        let (time_zone, language) = ("Europe/Amsterdam".to_owned(), "nl".to_owned());
        Self {
            code,
            organisation,
            time_zone,
            language,
            name,
            login,
            passphrase,
        }
    }
}

/// `GET /set-up`: outside the set-up there is no such page.
pub(super) async fn show(State(app): State<App>, reader: Reader) -> Result<Response, AppError> {
    if !app.set_up.is_waiting() {
        return Err(AppError::NotFound);
    }
    Ok(render(reader, StatusCode::OK, Founding::default(), None))
}

/// `POST /set-up`: founds the organisation with its first administrator.
pub(super) async fn submit(
    State(app): State<App>,
    reader: Reader,
    Origin(from): Origin,
    form: Result<Form<Founding>, FormRejection>,
) -> Result<Response, AppError> {
    if !app.set_up.is_waiting() {
        return Err(AppError::NotFound);
    }
    let Form(form) = form?;
    app.limits.one_time_secret(from)?;
    let problem = match NewPassphrase::new(form.passphrase.clone()) {
        _ if [&form.organisation, &form.name, &form.login]
            .iter()
            .any(|text| text.trim().is_empty()) =>
        {
            "account-set-up-incomplete".to_owned()
        }
        _ if jiff::tz::TimeZone::get(&form.time_zone).is_err() => "account-set-up-zone".to_owned(),
        Err(refusal) => format!("refusal-{}", refusal.code()),
        Ok(_) if !app.set_up.take(&form.code) => "account-set-up-code".to_owned(),
        Ok(passphrase) => {
            let code = form.code.clone();
            let founded = found(&app, form, passphrase).await;
            if founded.is_err() {
                app.set_up.put_back(&code);
            }
            return founded;
        }
    };
    let problem = reader.l().get(&problem);
    let form = Founding {
        passphrase: String::new(),
        ..form
    };
    Ok(render(
        reader,
        StatusCode::UNPROCESSABLE_ENTITY,
        form,
        Some(problem),
    ))
}

async fn found(app: &App, form: Founding, passphrase: NewPassphrase) -> Result<Response, AppError> {
    let now = app.site.clock.real_now();
    let hash = app.passphrases.hash(passphrase).await?;
    let org = match app.store.organisations().await?.pop() {
        Some(org) => org,
        None => {
            founding::found(
                &app.store,
                form.organisation.trim(),
                &form.time_zone,
                &form.language,
                now,
            )
            .await?
        }
    };
    let person = PersonId::new(entropy::new_id(now));
    let draft = PersonDraft {
        id: person.clone(),
        pseudonym: entropy::token().digest().as_text(),
        roster_id: format!("set-up-{}", person.as_str()),
        name: form.name.trim().to_owned(),
        email: None,
        phone: None,
        staff_group: "administration".to_owned(),
        trained_until: None,
        roles: RoleSet::from(Role::Colleague).with(Role::Administrator),
    };
    let tx = app.store.write("set up", &org.id).await?;
    tx.save_people(&[draft]).await?;
    tx.note_by_hand(&person, Role::Administrator.into()).await?;
    tx.give_login(&form.login.trim().to_lowercase(), &person)
        .await?;
    tx.set_passphrase(&person, &hash).await?;
    tx.set_installation("set-up", "done").await?;
    tx.commit().await?;
    app.set_up.leave();
    Ok(enter(app, org.id, &person, "/").await?.into_response())
}

fn render(reader: Reader, status: StatusCode, form: Founding, problem: Option<String>) -> Response {
    let title = t!(reader, "account-set-up");
    html(
        status,
        &SetUpPage {
            page: Page::new(reader, title),
            form,
            problem,
        },
    )
}
