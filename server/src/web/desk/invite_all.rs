//! `/desk/invite`: links for many people at once, shown once, on paper or as a file.

use askama::Template;
use axum::{
    extract::{Form, rejection::FormRejection},
    http::{
        HeaderMap, StatusCode,
        header::{CONTENT_DISPOSITION, CONTENT_TYPE},
    },
    response::{IntoResponse as _, Response},
};
use care::access::{Action, Standing};
use serde::Deserialize;

use super::invite::whole_address;
use crate::{
    auth::invitation::{LIFE, NewInvitation},
    feed::text::csv_cell,
    store::{Person, Which},
    web::{
        address, colleague,
        error::AppError,
        member::Member,
        page::{Page, html},
        text::Texts,
    },
};

const HOME: &str = "/desk/invite";
/// How many links are made at once; the rest follows.
const AT_ONCE: u32 = 500;

#[derive(Template)]
#[template(path = "desk/invite.html")]
struct Choose {
    page: Page,
    /// Staff groups with the word for them.
    groups: Vec<(String, String)>,
    at_once: u32,
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
pub(super) async fn show(member: Member) -> Result<Response, AppError> {
    member.require(Action::InvitePeople, Standing::Nobody)?;
    let page = member.page(t!(member.reader, "desk-invite"));
    let page = page.seen_by(t!(member.reader, "desk-invite-seen-by"));
    let groups = member.read("list groups").await?.staff_groups().await?;
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
        },
    ))
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
    let mut people = tx.register(which, AT_ONCE + 1).await?;
    let more = people.len() > AT_ONCE as usize;
    people.truncate(AT_ONCE as usize);
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
        row(person, whole_address(&member, &headers, &new.path()), l)
    };
    let rows: Vec<Row> = made.iter().zip(&people).map(row).collect();
    if wish.form == "file" {
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

fn row(person: &Person, link: String, l: Texts) -> Row {
    Row {
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
