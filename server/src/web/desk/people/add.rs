//! `/desk/people/new`: somebody who is not in a roster yet.

use askama::Template;
use axum::{
    extract::{Form, rejection::FormRejection},
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use care::{
    access::{Action, Role, RoleSet, Standing},
    ids::PersonId,
};

use super::{HOME, form::Typed};
use crate::{
    entropy,
    store::{Details, PersonDraft},
    web::{
        error::AppError,
        flash::Flash,
        member::Member,
        page::{Page, html},
        redirect::SeeOther,
    },
};

/// The longest staff number, as in a roster.
const LONGEST_NUMBER: usize = 64;

#[derive(Template)]
#[template(path = "desk/person-new.html")]
struct New {
    page: Page,
    typed: Typed,
    groups: Vec<String>,
    problems: Vec<String>,
}

/// An empty form.
pub(super) async fn show(member: Member) -> Result<Response, AppError> {
    member.require(Action::ManagePeople, Standing::Nobody)?;
    member.log_view("/desk/people/new", Vec::new()).await?;
    render(&member, StatusCode::OK, Typed::default(), &[]).await
}

/// `POST /desk/people`: a colleague without further roles.
pub(super) async fn submit(
    member: Member,
    form: Result<Form<Typed>, FormRejection>,
) -> Result<Response, AppError> {
    member.require(Action::ManagePeople, Standing::Nobody)?;
    let Form(typed) = form?;
    let tx = member.write("add person").await?;
    tx.wait_for_staff().await?;
    let number = typed.number.trim().to_owned();
    let asked = std::slice::from_ref(&number);
    let is_free = is_number(&number) && tx.people_by_roster_id(asked).await?.is_empty();
    let mut details = typed.details(&tx, None).await?;
    if !is_free {
        let mut problems = details.err().unwrap_or_default();
        problems.push("number");
        details = Err(problems);
    }
    let details = match details {
        Ok(details) => details,
        Err(problems) => {
            drop(tx);
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return render(&member, status, typed, &problems).await;
        }
    };
    let draft = draft(&member, number, &details);
    let id = draft.id.clone();
    tx.save_people(&[draft]).await?;
    tx.set_line_manager(&id, details.line_manager.as_ref())
        .await?;
    member.log_in(&tx, "person-added", HOME, Vec::new()).await?;
    tx.commit().await?;
    let added = Flash::new("desk-person-added");
    let page = SeeOther::to(format!("{HOME}/{}", id.as_str()));
    Ok(page.with_flash(&added).into_response())
}

/// Whether this can be a staff number.
pub(super) fn is_number(text: &str) -> bool {
    (1..=LONGEST_NUMBER).contains(&text.len()) && !text.chars().any(char::is_control)
}

fn draft(member: &Member, number: String, details: &Details) -> PersonDraft {
    PersonDraft {
        id: PersonId::new(entropy::new_id(member.now)),
        pseudonym: entropy::token().digest().as_text(),
        roster_id: number,
        name: details.name.clone(),
        email: details.email.clone(),
        phone: details.phone.clone(),
        staff_group: details.staff_group.clone(),
        trained_until: details.trained_until,
        roles: RoleSet::from(Role::Colleague),
    }
}

async fn render(
    member: &Member,
    status: StatusCode,
    typed: Typed,
    problems: &[&'static str],
) -> Result<Response, AppError> {
    let page = member.page(t!(member.reader, "desk-person-new"));
    let page = page.seen_by(t!(member.reader, "desk-people-seen-by"));
    let l = page.l();
    let problems = problems.iter();
    let problems = problems
        .map(|code| l.get(&format!("desk-person-problem-{code}")))
        .collect();
    let groups = member.read("list groups").await?.staff_groups().await?;
    Ok(html(
        status,
        &New {
            page,
            typed,
            groups,
            problems,
        },
    ))
}
