//! `/support/profile`: what a supporter says of oneself, and whether colleagues can read it.

use std::collections::BTreeSet;

use askama::Template;
use axum::{
    extract::{Form, rejection::FormRejection},
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use care::{
    access::{Action, Standing},
    matching::{Gender, LONGEST_ABOUT, Profile, Tongue},
};

use crate::{
    store::Tx,
    web::{
        colleague,
        error::AppError,
        flash::Flash,
        member::Member,
        page::{Page, html},
        redirect::SeeOther,
    },
};

const HOME: &str = "/support/profile";

#[derive(Template)]
#[template(path = "support/profile.html")]
struct ProfilePage {
    page: Page,
    languages: Vec<Tick>,
    lines: Vec<Tick>,
    genders: Vec<Tick>,
    about: String,
    longest: usize,
    /// Whether the line about oneself was not taken.
    wrong: bool,
    shown: bool,
}

impl ProfilePage {
    /// Whether the supporter says it at all.
    fn says_gender(&self) -> bool {
        self.genders.iter().any(|tick| tick.on)
    }
}

/// Something to tick.
struct Tick {
    code: String,
    name: String,
    on: bool,
}

/// What was ticked and typed: a form in which a name stands more than once.
type Fields = Vec<(String, String)>;

/// `GET /support/profile`.
pub(super) async fn show(member: Member) -> Result<Response, AppError> {
    member.require(Action::BeFound, Standing::Nobody)?;
    let me = &member.person.id;
    let tx = member.read("show own profile").await?;
    let mut known = tx.profiles(&[me.as_str()]).await?;
    let profile = known.remove(me).unwrap_or_default();
    let answer = render(&member, &tx, StatusCode::OK, &profile, None).await?;
    drop(tx);
    member.log_view(HOME, Vec::new()).await?;
    Ok(answer)
}

/// `POST /support/profile`: all of it at once; what is not ticked is not said.
pub(super) async fn save(
    member: Member,
    form: Result<Form<Fields>, FormRejection>,
) -> Result<Response, AppError> {
    member.require(Action::BeFound, Standing::Nobody)?;
    let Form(fields) = form?;
    let tx = member.write("keep own profile").await?;
    let lines = tx.known_lines().await?;
    let (profile, about) = read(&fields, &lines);
    let Some(about) = about else {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        let typed = all(&fields, "about").next().unwrap_or_default();
        return render(&member, &tx, status, &profile, Some(typed)).await;
    };
    let profile = Profile { about, ..profile };
    tx.save_profile(&member.person.id, &profile, member.now)
        .await?;
    member.log_in(&tx, "profile", HOME, Vec::new()).await?;
    tx.commit().await?;
    let flash = Flash::new("profile-kept");
    Ok(SeeOther::to(HOME).with_flash(&flash).into_response())
}

/// What a form says; the line about oneself by itself, as it may be refused.
fn read(fields: &Fields, lines: &BTreeSet<String>) -> (Profile, Option<String>) {
    let about = all(fields, "about").next().unwrap_or_default();
    let profile = Profile {
        languages: all(fields, "language").filter_map(Tongue::parse).collect(),
        lines: all(fields, "line")
            .filter(|line| lines.contains(*line))
            .map(str::to_owned)
            .collect(),
        gender: all(fields, "gender").next().and_then(Gender::parse),
        about: String::new(),
        shown: all(fields, "shown").next() == Some("yes"),
    };
    (profile, Profile::line(about))
}

fn all<'a>(fields: &'a Fields, name: &'a str) -> impl Iterator<Item = &'a str> {
    let of_name = fields.iter().filter(move |(field, _)| field == name);
    of_name.map(|(_, value)| value.as_str())
}

async fn render(
    member: &Member,
    tx: &Tx,
    status: StatusCode,
    profile: &Profile,
    typed: Option<&str>,
) -> Result<Response, AppError> {
    let page = member
        .page(t!(member.reader, "profile-title"))
        .seen_by(t!(member.reader, "profile-seen-by"));
    let own = &member.person.staff_group;
    let lines = tx.known_lines().await?;
    let language = |tongue: &Tongue| Tick {
        code: tongue.code().to_owned(),
        name: page.text(&format!("tongue-{tongue}")),
        on: profile.languages.contains(tongue),
    };
    let line = |line: &String| Tick {
        name: colleague::group(line, page.l()),
        on: profile.lines.contains(line),
        code: line.clone(),
    };
    let gender = |gender: &Gender| Tick {
        code: gender.code().to_owned(),
        name: page.text(&format!("profile-gender-{gender}")),
        on: profile.gender == Some(*gender),
    };
    let view = ProfilePage {
        languages: Tongue::ALL.iter().map(language).collect(),
        lines: lines.iter().filter(|it| *it != own).map(line).collect(),
        genders: Gender::ALL.iter().map(gender).collect(),
        about: typed.unwrap_or(&profile.about).to_owned(),
        longest: LONGEST_ABOUT,
        wrong: typed.is_some(),
        shown: profile.shown,
        page,
    };
    Ok(html(status, &view))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::text::{Language, Texts};

    #[test]
    fn every_language_and_gender_has_its_words() {
        for l in Language::ALL.map(Texts::new) {
            for tongue in Tongue::ALL {
                assert!(l.has(&format!("tongue-{tongue}")), "{tongue}");
            }
            for gender in Gender::ALL {
                assert!(l.has(&format!("profile-gender-{gender}")), "{gender}");
                assert!(l.has(&format!("choose-gender-{gender}")), "{gender}");
            }
        }
    }
}
