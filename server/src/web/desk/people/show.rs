//! `GET /desk/people/{id}`: one person as the register knows them.

use askama::Template;
use axum::{
    extract::{Path, rejection::PathRejection},
    http::StatusCode,
    response::Response,
};
use care::access::{Action, Role, Standing};

use super::{super::open_link::OpenLink, form::Typed};
use crate::{
    store::{Person, Tx},
    web::{
        address,
        error::AppError,
        member::Member,
        page::{Page, html},
    },
};

#[derive(Template)]
#[template(path = "desk/person.html")]
struct PersonPage {
    page: Page,
    id: String,
    /// As it is known now, also while something else is typed.
    name: String,
    active: bool,
    typed: Typed,
    groups: Vec<String>,
    problems: Vec<String>,
    /// What somebody else changed meanwhile, beside what was typed.
    meanwhile: Option<Typed>,
    /// Only for who gives roles.
    roles: Option<Vec<RoleView>>,
    /// A link with which this person can still begin, for who gives links.
    link: Option<OpenLink>,
    is_self: bool,
    /// The staff number as it is known, and as it was typed.
    number: String,
    typed_number: String,
}

/// A role that can be given.
struct RoleView {
    code: &'static str,
    name: String,
    what: String,
    has: bool,
}

/// What is told beside the person.
#[derive(Default)]
pub(super) struct Told {
    /// What was typed; what is known when nothing was.
    pub(super) typed: Option<Typed>,
    /// The keys of what is wrong.
    pub(super) problems: Vec<&'static str>,
    /// Whether somebody else was first.
    pub(super) is_stale: bool,
    /// The staff number that was typed.
    pub(super) number: Option<String>,
}

/// Anybody of the organisation, also who left.
pub(super) async fn show(
    member: Member,
    id: Result<Path<String>, PathRejection>,
) -> Result<Response, AppError> {
    let Path(id) = id?;
    member.require(Action::ManagePeople, Standing::Nobody)?;
    let tx = member.read("show person").await?;
    let person = find(&tx, &id).await?;
    drop(tx);
    member.log_view("/desk/people/{id}", Vec::new()).await?;
    render(&member, &person, StatusCode::OK, Told::default()).await
}

/// The person that an address names.
pub(in super::super) async fn find(tx: &Tx, id: &str) -> Result<Person, AppError> {
    let person = tx.person(&address::person(id)?).await?;
    person.ok_or(AppError::NotFound)
}

/// The page of a person, with what is to be said on it.
pub(super) async fn render(
    member: &Member,
    person: &Person,
    status: StatusCode,
    told: Told,
) -> Result<Response, AppError> {
    let page = member.page(t!(member.reader, "desk-person"));
    let page = page.seen_by(t!(member.reader, "desk-people-seen-by"));
    let l = page.l();
    let tx = member.read("show person").await?;
    let manager = match &person.line_manager {
        Some(id) => tx.person(id).await?,
        None => None,
    };
    let groups = tx.staff_groups().await?;
    let real = member.app().site.clock.real_now();
    let invites = member.may(Action::InvitePeople, Standing::Nobody);
    let link = tx.open_invitation(&person.id, real).await?;
    let link = link.filter(|_| invites);
    drop(tx);
    let known = Typed::of(person, manager.as_ref());
    let mut typed = told.typed.unwrap_or_else(|| known.clone());
    // The next press says that what changed meanwhile was seen.
    typed.revision.clone_from(&known.revision);
    let role = |role: Role| RoleView {
        code: role.code(),
        name: l.get(&format!("deed-role-{role}")),
        what: l.get(&format!("desk-role-{role}")),
        has: person.roles.contains(role),
    };
    let given = Role::ALL.iter().copied();
    let given = given.filter(|role| *role != Role::Colleague);
    let problems = told.problems.iter();
    let view = PersonPage {
        id: person.id.as_str().to_owned(),
        name: person.name.clone(),
        active: person.active,
        typed,
        groups,
        problems: problems
            .map(|code| l.get(&format!("desk-person-problem-{code}")))
            .collect(),
        meanwhile: told.is_stale.then_some(known),
        link: link.map(|ends| OpenLink::ending(ends, &page)),
        roles: invites.then(|| given.map(role).collect()),
        is_self: person.id == member.person.id,
        number: person.roster_id.clone(),
        typed_number: told.number.unwrap_or_else(|| person.roster_id.clone()),
        page,
    };
    Ok(html(status, &view))
}

#[cfg(test)]
mod tests {
    use super::super::form::PROBLEMS;
    use super::*;
    use crate::web::text::{Language, Texts};
    use care::staff::{JoinRefusal, StaffRefusal};

    #[test]
    fn every_role_and_problem_has_its_words() {
        for l in Language::ALL.map(Texts::new) {
            let roles = Role::ALL.iter().filter(|role| **role != Role::Colleague);
            let mut keys: Vec<String> = roles.map(|role| format!("desk-role-{role}")).collect();
            keys.extend(PROBLEMS.map(|code| format!("desk-person-problem-{code}")));
            let refusals = StaffRefusal::ALL.iter();
            keys.extend(refusals.map(|why| format!("desk-person-problem-{why}")));
            let refusals = JoinRefusal::ALL.iter();
            keys.extend(refusals.map(|why| format!("desk-person-problem-{why}")));
            keys.extend(
                ["number-form", "number-stale"].map(|it| format!("desk-person-problem-{it}")),
            );
            for key in keys {
                assert!(l.has(&key), "{key}");
            }
        }
    }
}
