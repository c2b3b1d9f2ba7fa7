//! What the coordinator gave to a supporter: tasks, and check-ins of an ambassador (R049, R104).

use axum::extract::{Path, rejection::PathRejection};
use care::{
    access::{Action, Role, Standing},
    team::{CheckIn, TaskKind, TaskStep, check_in as stands, next_check_in},
};

use crate::{
    store::{AmbassadorSeat, StoreError, TeamTask, Tx},
    web::{
        address, colleague, error::AppError, flash::Flash, member::Member, page::Page,
        redirect::SeeOther, time::Markup,
    },
};

/// A task or a check-in, as a line.
pub(super) struct TaskView {
    pub(super) id: String,
    pub(super) what: String,
    pub(super) due: Markup,
    pub(super) late: bool,
    /// Where it is done, when that is a page.
    pub(super) place: Option<&'static str>,
    /// Whether it is a check-in: it comes back by itself.
    pub(super) check_in: bool,
}

/// Where the member stands towards a task: theirs as long as they have it.
pub(in crate::web) async fn standing(
    member: &Member,
    tx: &Tx,
    kind: TaskKind,
) -> Result<Standing, StoreError> {
    if !member.person.roles.contains(Role::Supporter) {
        return Ok(Standing::Nobody);
    }
    let mine = tx.tasks_of(&member.person.id).await?;
    Ok(if mine.iter().any(|task| task.kind == kind) {
        Standing::Assigned
    } else {
        Standing::Nobody
    })
}

/// The supporter's tasks, and the check-ins that are near.
pub(super) async fn load(
    member: &Member,
    tx: &Tx,
    page: &Page,
) -> Result<Vec<TaskView>, StoreError> {
    let today = member.now.date(&member.org.time_zone);
    let me = &member.person.id;
    let seats = tx.ambassador_of(me).await?;
    let near = seats
        .iter()
        .filter(|seat| !matches!(stands(seat.next_on, today), CheckIn::Ahead(_)));
    let check_in = |seat: &AmbassadorSeat| {
        let group = colleague::group(&seat.group, page.l());
        TaskView {
            id: seat.id.clone(),
            what: t!(page, "support-check-in", group = group.as_str()),
            due: page.day(seat.next_on),
            late: seat.next_on < today,
            place: None,
            check_in: true,
        }
    };
    let task = |task: &TeamTask| TaskView {
        id: task.id.clone(),
        what: words(task.kind, task.group.as_deref(), page),
        due: page.day(task.due),
        late: task.due < today,
        place: place(task.kind),
        check_in: false,
    };
    let tasks = tx.tasks_of(me).await?;
    Ok(near.map(check_in).chain(tasks.iter().map(task)).collect())
}

/// A task in words, with its staff group.
pub(in crate::web) fn words(kind: TaskKind, group: Option<&str>, page: &Page) -> String {
    let what = page.text(&format!("coordinate-task-{}", kind.code()));
    match group {
        Some(group) => format!("{what}: {}", colleague::group(group, page.l())),
        None => what,
    }
}

fn place(kind: TaskKind) -> Option<&'static str> {
    match kind {
        TaskKind::ConfirmQueue => Some("/support/signals"),
        TaskKind::Quarantine => Some("/coordinate/quarantine"),
        TaskKind::Units => Some("/coordinate/units"),
        TaskKind::CheckIn
        | TaskKind::Pictures
        | TaskKind::TrainingPrep
        | TaskKind::InformationSession => None,
    }
}

/// `POST /support/task/{id}/done`.
pub(super) async fn finish(
    member: Member,
    id: Result<Path<String>, PathRejection>,
) -> Result<SeeOther, AppError> {
    step(member, id, TaskStep::Finish, "/support/task/{id}/done").await
}

/// `POST /support/task/{id}/return`: without a reason; the coordinator finds somebody else.
pub(super) async fn give_back(
    member: Member,
    id: Result<Path<String>, PathRejection>,
) -> Result<SeeOther, AppError> {
    step(member, id, TaskStep::GiveBack, "/support/task/{id}/return").await
}

/// `POST /support/task/{id}/reopen`: the last step is taken back.
pub(super) async fn reopen(
    member: Member,
    id: Result<Path<String>, PathRejection>,
) -> Result<SeeOther, AppError> {
    step(member, id, TaskStep::Reopen, "/support/task/{id}/reopen").await
}

async fn step(
    member: Member,
    id: Result<Path<String>, PathRejection>,
    step: TaskStep,
    place: &'static str,
) -> Result<SeeOther, AppError> {
    let Path(id) = id?;
    let id = address::id(&id)?;
    let tx = member.write("change own task").await?;
    let task = tx.team_task(id).await?.ok_or(AppError::NotFound)?;
    if task.to != member.person.id {
        return Err(AppError::NotFound);
    }
    member.require(Action::DoTask, Standing::Assigned)?;
    let Ok(state) = task.state.after(step) else {
        return Err(AppError::Stale("task"));
    };
    let reopened = step == TaskStep::Reopen;
    tx.save_task(&TeamTask {
        state,
        ended_at: (!reopened).then_some(member.now),
        ..task
    })
    .await?;
    let (what, flash) = match step {
        TaskStep::Finish => ("task-done", "support-task-done"),
        TaskStep::GiveBack => ("task-returned", "support-task-returned"),
        _ => ("task-reopened", "support-task-reopened"),
    };
    member.log_in(&tx, what, place, Vec::new()).await?;
    tx.commit().await?;
    let flash = Flash::new(flash);
    let undo = format!("/support/task/{id}/reopen");
    Ok(SeeOther::to("/support").with_flash(&if reopened {
        flash
    } else {
        flash.with_undo(undo)
    }))
}

/// `POST /support/check-in/{id}`: the ambassador looked in; what was heard is not written here.
pub(super) async fn check_in(
    member: Member,
    id: Result<Path<String>, PathRejection>,
) -> Result<SeeOther, AppError> {
    let (tx, seat) = my_seat(&member, id).await?;
    let today = member.now.date(&member.org.time_zone);
    let undo = format!("/support/check-in/{}/undo", seat.id);
    tx.save_seat(&AmbassadorSeat {
        before: Some((seat.next_on, seat.held_on)),
        next_on: next_check_in(today, seat.every_days),
        held_on: Some(today),
        ..seat
    })
    .await?;
    let place = "/support/check-in/{id}";
    member.log_in(&tx, "checked-in", place, Vec::new()).await?;
    tx.commit().await?;
    Ok(SeeOther::to("/support").with_flash(&Flash::new("support-checked-in").with_undo(undo)))
}

/// `POST /support/check-in/{id}/undo`.
pub(super) async fn check_in_undo(
    member: Member,
    id: Result<Path<String>, PathRejection>,
) -> Result<SeeOther, AppError> {
    let (tx, seat) = my_seat(&member, id).await?;
    let (next_on, held_on) = seat.before.ok_or(AppError::Stale("task"))?;
    tx.save_seat(&AmbassadorSeat {
        next_on,
        held_on,
        before: None,
        ..seat
    })
    .await?;
    let place = "/support/check-in/{id}/undo";
    member
        .log_in(&tx, "check-in-undone", place, Vec::new())
        .await?;
    tx.commit().await?;
    Ok(SeeOther::to("/support").with_flash(&Flash::new("support-task-reopened")))
}

async fn my_seat(
    member: &Member,
    id: Result<Path<String>, PathRejection>,
) -> Result<(Tx, AmbassadorSeat), AppError> {
    let Path(id) = id?;
    let tx = member.write("check in").await?;
    let seat = tx.seat(address::id(&id)?).await?;
    let seat = seat
        .filter(|seat| seat.active && seat.person == member.person.id)
        .ok_or(AppError::NotFound)?;
    member.require(Action::DoTask, Standing::Assigned)?;
    Ok((tx, seat))
}
