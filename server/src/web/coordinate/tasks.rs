//! Tasks that the coordinator gives to supporters: kinds and days, no word about anybody (R104).

use askama::Template;
use axum::{
    extract::{
        Form, Path,
        rejection::{FormRejection, PathRejection},
    },
    http::StatusCode,
    response::{IntoResponse, Response},
};
use care::{
    access::{Action, Role, Standing},
    ids::PersonId,
    team::{TaskKind, TaskRefusal, TaskState, TaskStep, delegate},
};
use jiff::{Span, civil::Date};
use serde::Deserialize;

use crate::{
    entropy,
    store::{Person, StoreError, TeamTask, Tx},
    web::{
        address, colleague,
        error::AppError,
        flash::Flash,
        member::Member,
        page::{Page, html},
        redirect::SeeOther,
        support::task::words,
        time::Markup,
    },
};

const HOME: &str = "/coordinate/tasks";
/// How many tasks a page shows.
const SHOWN: u32 = 100;
/// How many that ended.
const ENDED: u32 = 20;

#[derive(Template)]
#[template(path = "coordinate/tasks.html")]
struct TasksPage {
    page: Page,
    running: Vec<TaskLine>,
    ended: Vec<TaskLine>,
    kinds: Vec<(&'static str, String)>,
    team: Vec<(String, String)>,
    groups: Vec<(String, String)>,
    typed: Typed,
    problem: Option<String>,
}

/// A task as the coordinator sees it.
pub(super) struct TaskLine {
    pub(super) id: String,
    pub(super) what: String,
    pub(super) to: String,
    to_id: String,
    pub(super) due: Markup,
    pub(super) late: bool,
    pub(super) returned: bool,
    done: bool,
}

/// What the coordinator filled in.
#[derive(Default, Deserialize)]
pub(super) struct Typed {
    kind: String,
    #[serde(default)]
    group: String,
    to: String,
    due: String,
}

/// `GET /coordinate/tasks`.
pub(super) async fn show(member: Member) -> Result<Response, AppError> {
    member.require(Action::DelegateTasks, Standing::Nobody)?;
    let today = member.now.date(&member.org.time_zone);
    let typed = Typed {
        due: today.saturating_add(Span::new().days(7)).to_string(),
        ..Typed::default()
    };
    let tx = member.read("show tasks").await?;
    let page = render(&member, &tx, StatusCode::OK, typed, None).await?;
    drop(tx);
    member.log_view(HOME, Vec::new()).await?;
    Ok(page)
}

/// `POST /coordinate/tasks`: gives a task to a supporter. Can be undone.
pub(super) async fn give(
    member: Member,
    form: Result<Form<Typed>, FormRejection>,
) -> Result<Response, AppError> {
    member.require(Action::DelegateTasks, Standing::Nobody)?;
    let Form(typed) = form?;
    let tx = member.write("delegate task").await?;
    let to = supporter(&tx, &typed.to).await?;
    let kind = TaskKind::parse(&typed.kind).ok_or(AppError::BadForm)?;
    let group = Some(typed.group.clone()).filter(|group| kind.has_group() && !group.is_empty());
    let today = member.now.date(&member.org.time_zone);
    let due = typed.due.parse::<Date>().map_err(|_| TaskRefusal::DayPast);
    let judged = due.and_then(|due| delegate(kind, group.as_deref(), due, today).map(|()| due));
    let due = match judged {
        Ok(due) => due,
        Err(refusal) => {
            let words = member
                .reader
                .l()
                .get(&format!("refusal-{}", refusal.code()));
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return render(&member, &tx, status, typed, Some(words)).await;
        }
    };
    if let Some(group) = &group
        && !tx.staff_groups().await?.contains(group)
    {
        return Err(AppError::BadForm);
    }
    let task = TeamTask {
        id: entropy::new_id(member.now),
        kind,
        group,
        due,
        to: to.id,
        by: member.person.id.clone(),
        at: member.now,
        state: TaskState::Open,
        ended_at: None,
    };
    tx.save_task(&task).await?;
    member.log_in(&tx, "task-given", HOME, Vec::new()).await?;
    tx.commit().await?;
    let flash = Flash::new("coordinate-task-given");
    let flash = flash.with_undo(format!("{HOME}/{}/withdraw", task.id));
    Ok(SeeOther::to(HOME).with_flash(&flash).into_response())
}

/// `POST /coordinate/tasks/{id}/withdraw`: nobody has it then. Can be undone.
pub(super) async fn withdraw(
    member: Member,
    id: Result<Path<String>, PathRejection>,
) -> Result<SeeOther, AppError> {
    let Path(id) = id?;
    member.require(Action::DelegateTasks, Standing::Nobody)?;
    let tx = member.write("withdraw task").await?;
    let task = tx
        .team_task(address::id(&id)?)
        .await?
        .ok_or(AppError::NotFound)?;
    let state = task.state.after(TaskStep::Withdraw);
    let state = state.map_err(|_| AppError::Stale("task"))?;
    let undo = format!("{HOME}/{}/again", task.id);
    let ended_at = Some(member.now);
    tx.save_task(&TeamTask {
        state,
        ended_at,
        ..task
    })
    .await?;
    let place = "/coordinate/tasks/{id}/withdraw";
    member
        .log_in(&tx, "task-withdrawn", place, Vec::new())
        .await?;
    tx.commit().await?;
    Ok(SeeOther::to(HOME).with_flash(&Flash::new("coordinate-task-withdrawn").with_undo(undo)))
}

/// To whom a task goes now; nobody named is who had it.
#[derive(Deserialize)]
pub(super) struct Again {
    #[serde(default)]
    to: String,
}

/// `POST /coordinate/tasks/{id}/again`: what was returned or taken back goes to somebody.
pub(super) async fn again(
    member: Member,
    id: Result<Path<String>, PathRejection>,
    form: Result<Form<Again>, FormRejection>,
) -> Result<SeeOther, AppError> {
    let Path(id) = id?;
    member.require(Action::DelegateTasks, Standing::Nobody)?;
    // The undo of a flash sends no fields.
    let to = form.map(|Form(form)| form.to).unwrap_or_default();
    let tx = member.write("give task again").await?;
    let task = tx
        .team_task(address::id(&id)?)
        .await?
        .ok_or(AppError::NotFound)?;
    let state = task.state.after(TaskStep::GiveAgain);
    let state = state.map_err(|_| AppError::Stale("task"))?;
    let to = if to.is_empty() {
        task.to.as_str().to_owned()
    } else {
        to
    };
    let to = supporter(&tx, &to).await?.id;
    let (by, at) = (member.person.id.clone(), member.now);
    tx.save_task(&TeamTask {
        state,
        to,
        by,
        at,
        ended_at: None,
        ..task
    })
    .await?;
    let place = "/coordinate/tasks/{id}/again";
    member.log_in(&tx, "task-given", place, Vec::new()).await?;
    tx.commit().await?;
    Ok(SeeOther::to(HOME).with_flash(&Flash::new("coordinate-task-given")))
}

async fn supporter(tx: &Tx, id: &str) -> Result<Person, AppError> {
    let id = PersonId::parse(id).ok_or(AppError::BadForm)?;
    let person = tx.person(&id).await?;
    let person = person.filter(|it| it.active && it.roles.contains(Role::Supporter));
    person.ok_or(AppError::BadForm)
}

async fn render(
    member: &Member,
    tx: &Tx,
    status: StatusCode,
    typed: Typed,
    problem: Option<String>,
) -> Result<Response, AppError> {
    let page = member.page(t!(member.reader, "coordinate-tasks-title"));
    let page = page.seen_by(t!(member.reader, "coordinate-tasks-seen-by"));
    let team = tx.people_with(Role::Supporter).await?;
    let groups = tx.staff_groups().await?;
    let (running, ended) = (tx.running_tasks(SHOWN).await?, tx.ended_tasks(ENDED).await?);
    let kinds = TaskKind::ALL.iter();
    let named = |code: &'static str| (code, page.text(&format!("coordinate-task-{code}")));
    let view = TasksPage {
        running: lines(tx, &page, running).await?,
        ended: lines(tx, &page, ended).await?,
        kinds: kinds.map(|kind| named(kind.code())).collect(),
        team: team
            .iter()
            .map(|it| (it.id.as_str().to_owned(), it.name.clone()))
            .collect(),
        groups: groups
            .into_iter()
            .map(|group| (group.clone(), colleague::group(&group, page.l())))
            .collect(),
        typed,
        problem,
        page,
    };
    Ok(html(status, &view))
}

/// Tasks with the names of who has them.
pub(super) async fn lines(
    tx: &Tx,
    page: &Page,
    tasks: Vec<TeamTask>,
) -> Result<Vec<TaskLine>, StoreError> {
    let ids: Vec<PersonId> = tasks.iter().map(|task| task.to.clone()).collect();
    let people = tx.people(&ids).await?;
    let today = page.now().date(&page.reader().calendar.zone);
    let line = |task: TeamTask| TaskLine {
        what: words(task.kind, task.group.as_deref(), page),
        to: people
            .iter()
            .find(|person| person.id == task.to)
            .map_or_else(String::new, |person| person.name.clone()),
        to_id: task.to.as_str().to_owned(),
        due: page.day(task.due),
        late: task.state == TaskState::Open && task.state.asks(task.due, today),
        returned: task.state == TaskState::Returned,
        done: task.state == TaskState::Done,
        id: task.id,
    };
    Ok(tasks.into_iter().map(line).collect())
}
