//! An account and an entry of the roster become one person: shown first, then done (R109).
//!
//! It is hard to take back, so nothing happens before the page that says what goes where.

use askama::Template;
use axum::{
    extract::{
        Form, Path,
        rejection::{FormRejection, PathRejection},
    },
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use care::{
    access::{Action, Standing},
    staff,
};
use serde::Deserialize;

use super::{
    HOME,
    form::revision,
    number::{holder, refuse},
    show::find,
};
use crate::{
    store::{Details, OnRoster, Person, Tx},
    web::{
        colleague,
        error::AppError,
        flash::Flash,
        member::Member,
        page::{Page, html},
        redirect::SeeOther,
    },
};

#[derive(Template)]
#[template(path = "desk/person-join.html")]
struct JoinPage {
    page: Page,
    id: String,
    /// The one who stays, and the one of the roster.
    keep: String,
    goes: String,
    number: String,
    /// How both stood when this page was made.
    seen: String,
    roster: OnRoster,
    /// What the person is called and how they are reached afterwards: name of the field, now, then.
    details: Vec<(String, String, String)>,
    is_stale: bool,
}

/// Whom to join, and how both stood on the page.
#[derive(Default, Deserialize)]
pub(super) struct Sure {
    #[serde(default)]
    number: String,
    #[serde(default)]
    seen: String,
}

/// `POST /desk/people/{id}/join`: the two become one, when both still stand as they were shown.
pub(super) async fn submit(
    member: Member,
    id: Result<Path<String>, PathRejection>,
    form: Result<Form<Sure>, FormRejection>,
) -> Result<Response, AppError> {
    member.require(Action::InvitePeople, Standing::Nobody)?;
    let (Path(id), Form(sure)) = (id?, form?);
    let tx = member.write("join people").await?;
    tx.wait_for_staff().await?;
    let person = find(&tx, &id).await?;
    let other = holder(&tx, &sure.number).await?;
    // Sent twice, or somebody else did it: they are one already.
    let Some(other) = other.filter(|other| other.id != person.id) else {
        let here = SeeOther::to(format!("{HOME}/{id}"));
        return Ok(here.into_response());
    };
    if let Err(refusal) = staff::may_join(tx.past_of(&other).await?) {
        return refuse(&member, tx, &person, &sure.number, refusal.code()).await;
    }
    if sure.seen != seen(&tx, &person, &other).await? {
        return render(&member, &tx, &person, &other, true).await;
    }
    let details = details(&person, &other);
    tx.join_people(&person.id, &other, &details).await?;
    let place = "/desk/people/{id}/join";
    member
        .log_in(&tx, "people-joined", place, Vec::new())
        .await?;
    tx.commit().await?;
    let here = SeeOther::to(format!("{HOME}/{id}"));
    let joined = Flash::new("desk-people-joined");
    Ok(here.with_flash(&joined).into_response())
}

/// What becoming one would do, with the button that does it.
pub(super) async fn render(
    member: &Member,
    tx: &Tx,
    person: &Person,
    other: &Person,
    is_stale: bool,
) -> Result<Response, AppError> {
    let page = member.page(t!(member.reader, "desk-join-title"));
    let page = page.seen_by(t!(member.reader, "desk-people-seen-by"));
    let l = page.l();
    let after = details(person, other);
    let some = |text: &Option<String>| text.clone().unwrap_or_default();
    let details = vec![
        (
            t!(l, "desk-person-name"),
            person.name.clone(),
            after.name.clone(),
        ),
        (
            t!(l, "desk-person-group"),
            colleague::group(&person.staff_group, l),
            colleague::group(&after.staff_group, l),
        ),
        (
            t!(l, "desk-person-email"),
            some(&person.email),
            some(&after.email),
        ),
        (
            t!(l, "desk-person-phone"),
            some(&person.phone),
            some(&after.phone),
        ),
    ];
    let status = if is_stale {
        StatusCode::CONFLICT
    } else {
        StatusCode::OK
    };
    let view = JoinPage {
        id: person.id.as_str().to_owned(),
        keep: person.name.clone(),
        goes: other.name.clone(),
        number: other.roster_id.clone(),
        seen: seen(tx, person, other).await?,
        roster: tx.on_roster(&other.id).await?,
        details,
        is_stale,
        page,
    };
    Ok(html(status, &view))
}

/// How both stand, in short: another one when anything of it changed.
async fn seen(tx: &Tx, person: &Person, other: &Person) -> Result<String, AppError> {
    let on = tx.on_roster(&other.id).await?;
    let counts = [on.shifts, on.duties, on.leads].map(|n| n.to_string());
    let both = [revision(person), revision(other), counts.join("-")];
    Ok(both.join("."))
}

/// What the roster says, where it says anything: the next file would say so too.
fn details(person: &Person, other: &Person) -> Details {
    let not_self = |id: &&care::ids::PersonId| **id != person.id && **id != other.id;
    let group = [&other.staff_group, &person.staff_group];
    let group = group.into_iter().find(|group| !group.is_empty());
    Details {
        name: other.name.clone(),
        email: other.email.clone().or_else(|| person.email.clone()),
        phone: other.phone.clone().or_else(|| person.phone.clone()),
        staff_group: group.cloned().unwrap_or_default(),
        trained_until: other.trained_until.or(person.trained_until),
        line_manager: [&other.line_manager, &person.line_manager]
            .into_iter()
            .flatten()
            .find(not_self)
            .cloned(),
    }
}
