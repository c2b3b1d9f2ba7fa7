//! `/me/supporters`: whom one would like to talk with, and what one asks for in a supporter.
//!
//! The page shows supporters who let themselves be chosen, and of those only who may. Nobody is
//! told why somebody is not there (R165): most are not because they did not choose to be.

use std::collections::BTreeSet;

use askama::Template;
use axum::{
    extract::{Form, rejection::FormRejection},
    http::StatusCode,
    response::Response,
};
use care::{
    access::{Action, Role, Standing},
    ids::{CaseId, PersonId},
    matching::{Gender, LineWish, Occasion, Profile, Seeker, Tongue, Wishes, eligible},
};
use serde::Deserialize;

use crate::{
    store::{Person, StoreError, Tx},
    web::{
        address, colleague,
        error::AppError,
        flash::Flash,
        member::Member,
        page::{Page, html},
        redirect::SeeOther,
        text::Texts,
    },
};

const HOME: &str = "/me/supporters";

#[derive(Template)]
#[template(path = "me/supporters.html")]
struct SupportersPage {
    page: Page,
    /// Who can be chosen, by name.
    pool: Vec<Card>,
    chosen: Option<String>,
    languages: Vec<Answer>,
    genders: Vec<Answer>,
    lines: Vec<Answer>,
    /// Whether anything is asked for.
    asks: bool,
}

/// A supporter, as they say it themselves.
struct Card {
    id: String,
    name: String,
    what: String,
    about: String,
    chosen: bool,
}

/// One of several answers.
struct Answer {
    code: &'static str,
    name: String,
    on: bool,
}

/// `GET /me/supporters`.
pub(super) async fn show(member: Member) -> Result<Response, AppError> {
    member.require(Action::SayNotWith, Standing::Nobody)?;
    let page = member
        .page(t!(member.reader, "choose-title"))
        .seen_by(t!(member.reader, "me-seen-by"));
    let tx = member.read("show supporters to choose").await?;
    let wishes = tx.wishes_of(&member.person.id).await?;
    let pool = pool(&member, &tx).await?;
    drop(tx);
    member.log_view(HOME, Vec::new()).await?;
    let cards: Vec<Card> = pool
        .iter()
        .map(|(person, profile)| card(person, profile, &wishes, page.l()))
        .collect();
    let view = SupportersPage {
        chosen: cards.iter().find(|it| it.chosen).map(|it| it.name.clone()),
        pool: cards,
        languages: options(
            Tongue::ALL,
            wishes.language,
            Tongue::code,
            "tongue",
            page.l(),
        ),
        genders: options(
            Gender::ALL,
            wishes.gender,
            Gender::code,
            "choose-gender",
            page.l(),
        ),
        lines: options(
            &[LineWish::Same, LineWish::Other],
            Some(wishes.line),
            LineWish::code,
            "choose-line",
            page.l(),
        ),
        asks: wishes.is_any(),
        page,
    };
    Ok(html(StatusCode::OK, &view))
}

/// Who lets themselves be chosen and may support the member, by name: an order by load would
/// tell of it.
async fn pool(member: &Member, tx: &Tx) -> Result<Vec<(Person, Profile)>, StoreError> {
    let (now, tz) = (member.now, &member.org.time_zone);
    let people = tx.people_with(Role::Supporter).await?;
    let ids: Vec<&str> = people.iter().map(|person| person.id.as_str()).collect();
    let mut profiles = tx.profiles(&ids).await?;
    profiles.retain(|_, profile| profile.shown);
    let shown: Vec<Person> = people
        .into_iter()
        .filter(|person| profiles.contains_key(&person.id))
        .collect();
    let candidates = tx.candidates(&shown, now, tz).await?;
    let seeker = seeker(member, tx).await?;
    let free = eligible(&candidates, &seeker, Occasion::ByHand, now.date(tz));
    let free: BTreeSet<&PersonId> = free.into_iter().map(|one| &one.person).collect();
    let shown = shown.into_iter().filter(|it| free.contains(&it.id));
    let card = |person: Person| profiles.remove(&person.id).map(|it| (person, it));
    Ok(shown.filter_map(card).collect())
}

/// The member as matching sees them, with an open path or without.
async fn seeker(member: &Member, tx: &Tx) -> Result<Seeker, StoreError> {
    let me = &member.person.id;
    if let Some(case) = tx.open_case_of(me).await? {
        return tx.seeker(&case).await;
    }
    let found = tx.seekers(&[(CaseId::new(""), me.clone())]).await?.pop();
    Ok(found.unwrap_or_else(|| Seeker::of(me.clone())))
}

fn card(person: &Person, profile: &Profile, wishes: &Wishes, l: Texts) -> Card {
    let own = std::iter::once(colleague::group(&person.staff_group, l));
    let lines = profile.lines.iter().map(|line| colleague::group(line, l));
    let tongues = profile.languages.iter();
    let languages = tongues.map(|tongue| l.get(&format!("tongue-{tongue}")));
    Card {
        id: person.id.as_str().to_owned(),
        name: person.name.clone(),
        what: own
            .chain(lines)
            .chain(languages)
            .collect::<Vec<_>>()
            .join(", "),
        about: profile.about.clone(),
        chosen: wishes.chosen.as_ref() == Some(&person.id),
    }
}

fn options<T: Copy + PartialEq>(
    all: &[T],
    now: Option<T>,
    code: impl Fn(T) -> &'static str,
    family: &str,
    l: Texts,
) -> Vec<Answer> {
    let option = |one: &T| Answer {
        code: code(*one),
        name: l.get(&format!("{family}-{}", code(*one))),
        on: now == Some(*one),
    };
    all.iter().map(option).collect()
}

/// What is asked for, without the person.
#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    language: String,
    #[serde(default)]
    gender: String,
    #[serde(default)]
    line: String,
}

/// `POST /me/supporters`: what one asks for; nothing is asked about why.
pub(super) async fn wish(
    member: Member,
    form: Result<Form<Asked>, FormRejection>,
) -> Result<SeeOther, AppError> {
    let Form(asked) = form?;
    keep(&member, "choose-kept", |was| Wishes {
        chosen: was.chosen,
        language: Tongue::parse(&asked.language),
        gender: Gender::parse(&asked.gender),
        line: LineWish::parse(&asked.line).unwrap_or_default(),
    })
    .await
}

/// Who is chosen.
#[derive(Deserialize)]
pub(super) struct Chosen {
    person: String,
}

/// `POST /me/supporters/choose`: somebody of the page; who is not on it is not there.
pub(super) async fn choose(
    member: Member,
    form: Result<Form<Chosen>, FormRejection>,
) -> Result<SeeOther, AppError> {
    let Form(chosen) = form?;
    member.require(Action::SayNotWith, Standing::Nobody)?;
    let person = address::person(&chosen.person)?;
    let tx = member.read("find chosen supporter").await?;
    let pool = pool(&member, &tx).await?;
    drop(tx);
    if pool.iter().all(|(one, _)| one.id != person) {
        return Err(AppError::NotFound);
    }
    keep(&member, "choose-chosen", |was| Wishes {
        chosen: Some(person),
        ..was
    })
    .await
}

/// `POST /me/supporters/forget`: nothing is asked for any more.
pub(super) async fn forget(member: Member) -> Result<SeeOther, AppError> {
    keep(&member, "choose-forgotten", |_| Wishes::default()).await
}

async fn keep(
    member: &Member,
    flash: &str,
    change: impl FnOnce(Wishes) -> Wishes,
) -> Result<SeeOther, AppError> {
    member.require(Action::SayNotWith, Standing::Nobody)?;
    let me = &member.person.id;
    let tx = member.write("ask for a supporter").await?;
    let wishes = change(tx.wishes_of(me).await?);
    tx.save_wishes(me, &wishes, member.now).await?;
    member.log_in(&tx, "wish", HOME, Vec::new()).await?;
    tx.commit().await?;
    Ok(SeeOther::to(HOME).with_flash(&Flash::new(flash)))
}
