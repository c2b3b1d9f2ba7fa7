//! `/desk/invite`: links for many people at once, shown once, on paper or as a file.

use askama::Template;
use axum::{
    extract::{
        Form, Query,
        rejection::{FormRejection, QueryRejection},
    },
    http::{
        HeaderMap, StatusCode,
        header::{CONTENT_DISPOSITION, CONTENT_TYPE},
    },
    response::{IntoResponse as _, Response},
};
use care::{
    access::{Action, Standing},
    time::Instant,
};
use serde::Deserialize;

use super::{invite::whole_address, open_link::OpenLink};
use crate::{
    auth::invitation::{LIFE, NewInvitation},
    feed::text::csv_cell,
    store::{OpenInvitation, Person, Tx, Which},
    web::{
        address, colleague,
        error::AppError,
        member::Member,
        page::{Page, html},
        square,
        text::Texts,
    },
};

const HOME: &str = "/desk/invite";
/// How many links a file has at once; the rest follows.
const AT_ONCE: u32 = 500;
/// How many letters: each has a code, and a page stays light.
const LETTERS: u32 = 100;
/// How many open links one page shows.
const OPEN: u32 = 50;

#[derive(Template)]
#[template(path = "desk/invite.html")]
struct Choose {
    page: Page,
    /// Staff groups with the word for them.
    groups: Vec<(String, String)>,
    at_once: u32,
    letters: u32,
    /// Links that nobody used yet: whom they are for.
    open: Vec<OpenRow>,
    /// Where the next ones begin: after this end and this person.
    next: Option<(i64, String)>,
}

/// A link that nobody used yet.
struct OpenRow {
    id: String,
    name: String,
    link: OpenLink,
}

/// After which open link the page begins.
#[derive(Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    ends: i64,
    #[serde(default)]
    after: String,
}

#[derive(Template)]
#[template(path = "desk/invite-links.html")]
struct Links {
    page: Page,
    rows: Vec<Row>,
    days: i64,
    /// Where the next ones begin, and in which group.
    next: Option<String>,
    group: String,
    as_file: bool,
}

/// A link for one person.
struct Row {
    name: String,
    group: String,
    email: String,
    link: String,
    /// The link for a camera.
    code: Option<String>,
}

/// Whom, and in which form.
#[derive(Default, Deserialize)]
pub(super) struct Wish {
    #[serde(default)]
    group: String,
    #[serde(default, rename = "as")]
    form: String,
    #[serde(default)]
    after: String,
}

/// Everybody who never signed in, or those of one group.
pub(super) async fn show(
    member: Member,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, AppError> {
    member.require(Action::InvitePeople, Standing::Nobody)?;
    let Query(asked) = asked.unwrap_or_default();
    let page = member.page(t!(member.reader, "desk-invite"));
    let page = page.seen_by(t!(member.reader, "desk-invite-seen-by"));
    let tx = member.read("list links").await?;
    let groups = tx.staff_groups().await?;
    let (open, next) = open(&tx, &member, &page, &asked).await?;
    drop(tx);
    member.log_view(HOME, Vec::new()).await?;
    let l = page.l();
    let named = |group: String| (colleague::group(&group, l), group);
    let groups = groups.into_iter().filter(|group| !group.is_empty());
    let groups = groups.map(named).map(|(word, code)| (code, word)).collect();
    Ok(html(
        StatusCode::OK,
        &Choose {
            page,
            groups,
            at_once: AT_ONCE,
            letters: LETTERS,
            open,
            next,
        },
    ))
}

/// The open links of one page, those that end first at the top, and where the next page begins.
async fn open(
    tx: &Tx,
    member: &Member,
    page: &Page,
    asked: &Asked,
) -> Result<(Vec<OpenRow>, Option<(i64, String)>), AppError> {
    let real = member.app().site.clock.real_now();
    let person = match asked.after.as_str() {
        "" => None,
        id => Some(address::person(id)?),
    };
    let after = person
        .as_ref()
        .map(|id| (Instant::from_millis(asked.ends), id));
    let mut found = tx.open_invitations(real, after, OPEN + 1).await?;
    let more = found.len() > OPEN as usize;
    found.truncate(OPEN as usize);
    let last = found.last().filter(|_| more);
    let next = last.map(|it| (it.ends.millis(), it.person.as_str().to_owned()));
    let row = |it: OpenInvitation| OpenRow {
        id: it.person.as_str().to_owned(),
        name: it.name,
        link: OpenLink::ending(it.ends, page),
    };
    Ok((found.into_iter().map(row).collect(), next))
}

/// `POST /desk/invite/all`: only the digests of the links are kept.
pub(super) async fn submit(
    member: Member,
    headers: HeaderMap,
    form: Result<Form<Wish>, FormRejection>,
) -> Result<Response, AppError> {
    member.require(Action::InvitePeople, Standing::Nobody)?;
    let Form(wish) = form?;
    let tx = member.write("invite many").await?;
    let after = match wish.after.as_str() {
        "" => None,
        id => tx.person(&address::person(id)?).await?,
    };
    let group = wish.group.trim();
    let which = Which {
        group: (!group.is_empty() && !group.contains('\0')).then_some(group),
        uninvited: true,
        after: after.as_ref().map(|it| (it.name.as_str(), it.id.as_str())),
        ..Which::default()
    };
    let is_file = wish.form == "file";
    let most = if is_file { AT_ONCE } else { LETTERS };
    let mut people = tx.register(which, most + 1).await?;
    let more = people.len() > most as usize;
    people.truncate(most as usize);
    let real = member.app().site.clock.real_now();
    let made: Vec<NewInvitation> = people
        .iter()
        .map(|_| NewInvitation::new(member.org.id.clone(), real))
        .collect();
    let keys = made.iter().zip(&people);
    let keys: Vec<_> = keys
        .map(|(new, person)| (new.digest.as_text(), person.id.clone()))
        .collect();
    tx.invite_all(&keys, real.plus(LIFE)).await?;
    let place = "/desk/invite/all";
    member.log_in(&tx, "invited", place, Vec::new()).await?;
    tx.commit().await?;
    let l = member.reader.l();
    let row = |(new, person): (&NewInvitation, &Person)| {
        let link = whole_address(&member, &headers, &new.path());
        row(person, link, is_file, l)
    };
    let rows: Vec<Row> = made.iter().zip(&people).map(row).collect();
    if is_file {
        return Ok(file(&rows, l));
    }
    let last = people.last().filter(|_| more);
    let view = Links {
        page: member
            .page(t!(l, "desk-invite"))
            .seen_by(t!(l, "desk-invite-seen-by")),
        rows,
        days: LIFE.as_hours() / 24,
        next: last.map(|person| person.id.as_str().to_owned()),
        group: wish.group,
        as_file: false,
    };
    Ok(html(StatusCode::OK, &view))
}

fn row(person: &Person, link: String, is_file: bool, l: Texts) -> Row {
    Row {
        code: if is_file {
            None
        } else {
            square::picture(&link)
        },
        name: person.name.clone(),
        group: colleague::group(&person.staff_group, l),
        email: person.email.clone().unwrap_or_default(),
        link,
    }
}

/// A file that spreadsheets and mail programs take, in UTF-8 with a mark that says so.
fn file(rows: &[Row], l: Texts) -> Response {
    let mut text = String::from("\u{feff}");
    let heads = [
        t!(l, "desk-person-name"),
        t!(l, "desk-person-group"),
        t!(l, "desk-person-email"),
        t!(l, "desk-invited-link"),
    ];
    let lines = std::iter::once(heads.to_vec()).chain(rows.iter().map(|row| {
        vec![
            row.name.clone(),
            row.group.clone(),
            row.email.clone(),
            row.link.clone(),
        ]
    }));
    for line in lines {
        let cells: Vec<String> = line.iter().map(|cell| csv_cell(cell)).collect();
        text.push_str(&cells.join(";"));
        text.push_str("\r\n");
    }
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8"),
        (
            CONTENT_DISPOSITION,
            "attachment; filename=\"veer-links.csv\"",
        ),
    ];
    (headers, text).into_response()
}
