//! `/coordinate/event/{id}/dismiss`: an event that counted does not count after all.

use askama::Template;
use axum::{
    extract::{Path, rejection::PathRejection},
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use care::{
    access::{Action, Standing},
    incident::DismissWhy,
};

use crate::{
    store::{CaseFailure, Consequence, IncidentState, Tx},
    web::{
        error::AppError,
        flash::Flash,
        incident::{scene::Scene, words},
        member::Member,
        page::{Page, html},
        redirect::SeeOther,
        support::fields::Fields,
        time::Markup,
    },
};

const PLACE: &str = "/coordinate/event/{id}/dismiss";

#[derive(Template)]
#[template(path = "coordinate/event/dismiss.html")]
struct DismissPage {
    page: Page,
    id: String,
    what: String,
    when: Markup,
    /// How many paths nobody took up, and how many stay.
    withdrawn: usize,
    stays: usize,
    /// How often it was dismissed before, so that an old form is known by it.
    round: usize,
    whys: Vec<(&'static str, String)>,
    chosen: String,
    problem: Option<String>,
}

/// `GET`: what would follow, and why.
pub(super) async fn show(
    member: Member,
    id: Result<Path<String>, PathRejection>,
) -> Result<Response, AppError> {
    member.require(Action::DismissEvent, Standing::Nobody)?;
    let Path(id) = id?;
    let tx = member.read("preview dismissing").await?;
    let scene = find(&member, &tx, &id).await?;
    // All of them, whatever becomes of each: what is missing in a row would tell.
    let found = tx.consequence_of(&scene.row.id).await?;
    let answer = render(&member, &tx, &scene, &found, StatusCode::OK, ("", None)).await?;
    drop(tx);
    member.log_view(PLACE, scene.pseudonyms()).await?;
    Ok(answer)
}

/// The event, as long as it counts.
async fn find(member: &Member, tx: &Tx, id: &str) -> Result<Scene, AppError> {
    let scene = Scene::find(member, tx, id).await?;
    scene.require(member, Action::DismissEvent)?;
    match scene.row.state {
        IncidentState::Counted | IncidentState::Withdrawn => Ok(scene),
        IncidentState::Dismissed => Err(AppError::Stale("event-dismissed")),
        _ => Err(AppError::Stale("changed")),
    }
}

async fn render(
    member: &Member,
    tx: &Tx,
    scene: &Scene,
    found: &Consequence,
    status: StatusCode,
    (chosen, problem): (&str, Option<String>),
) -> Result<Response, AppError> {
    let page = member.page(t!(member.reader, "event-dismiss-title"));
    let page = page.seen_by(t!(member.reader, "incident-seen-by"));
    let list = words::list(tx, page.now()).await?;
    let whys = DismissWhy::ALL.iter().filter(|why| why.is_chosen());
    let view = DismissPage {
        id: scene.row.id.as_str().to_owned(),
        what: words::entry(&scene.row, list.as_ref(), page.l()),
        when: page.when(scene.row.at),
        withdrawn: found.withdrawn.len(),
        stays: found.stayed.len(),
        round: tx.dismissals(&scene.row.id).await?.len(),
        whys: whys
            .map(|why| (why.code(), words::dismissed(*why, page.l())))
            .collect(),
        chosen: chosen.to_owned(),
        problem,
        page,
    };
    Ok(html(status, &view))
}

/// What the page showed when it was decided on.
struct Seen {
    withdrawn: usize,
    stays: usize,
    round: usize,
}

impl Seen {
    fn read(fields: &Fields) -> Result<Self, AppError> {
        let number = |name: &str| -> Result<usize, AppError> {
            fields.one(name).parse().map_err(|_| AppError::BadForm)
        };
        Ok(Self {
            withdrawn: number("withdrawn")?,
            stays: number("stays")?,
            round: number("round")?,
        })
    }

    fn is(&self, found: &Consequence) -> bool {
        (self.withdrawn, self.stays) == (found.withdrawn.len(), found.stayed.len())
    }
}

/// `POST`: withdraws what nobody took up; with other numbers than shown, it is asked again.
pub(super) async fn submit(
    member: Member,
    id: Result<Path<String>, PathRejection>,
    fields: Result<Fields, AppError>,
) -> Result<Response, AppError> {
    member.require(Action::DismissEvent, Standing::Nobody)?;
    let (Path(id), fields) = (id?, fields?);
    let tx = member.write("dismiss counted event").await?;
    let scene = find(&member, &tx, &id).await?;
    let seen = Seen::read(&fields)?;
    if tx.dismissals(&scene.row.id).await?.len() != seen.round {
        return Err(AppError::Stale("changed"));
    }
    let typed = fields.one("why");
    let why = DismissWhy::parse(typed).filter(|why| why.is_chosen());
    let found = tx.consequence_of(&scene.row.id).await?;
    let problem = match why {
        None => Some((
            StatusCode::UNPROCESSABLE_ENTITY,
            "event-dismiss-why-missing",
        )),
        Some(_) if !seen.is(&found) => Some((StatusCode::CONFLICT, "event-dismiss-moved")),
        Some(_) => None,
    };
    if let Some((status, key)) = problem {
        let said = (typed, Some(member.reader.l().get(key)));
        return render(&member, &tx, &scene, &found, status, said).await;
    }
    let why = why.ok_or(AppError::BadForm)?;
    dismiss(&member, &tx, &scene, why).await?;
    tx.commit().await?;
    let undo = format!("/coordinate/event/{id}/restore");
    let flash = Flash::new("event-dismissed").with_undo(undo);
    let back = SeeOther::to(format!("/support/incident/{id}"));
    Ok(back.with_flash(&flash).into_response())
}

async fn dismiss(member: &Member, tx: &Tx, scene: &Scene, why: DismissWhy) -> Result<(), AppError> {
    let (id, to, tz) = (
        &scene.row.id,
        IncidentState::Dismissed,
        &member.org.time_zone,
    );
    let act = (&member.person.id, why);
    let done = tx.dismiss_event(id, to, act, member.now, tz).await;
    done.map_err(|failure| match failure {
        CaseFailure::Missing => AppError::Stale("event-dismissed"),
        failure => failure.into(),
    })?;
    member
        .log_in(tx, "event-dismissed", PLACE, scene.pseudonyms())
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::text::{Language, Texts};

    #[test]
    fn every_reason_has_its_words() {
        for l in Language::ALL.map(Texts::new) {
            for why in DismissWhy::ALL {
                assert!(l.has(&format!("event-why-{why}")), "{why}");
            }
            assert!(l.has("event-dismiss-why-missing") && l.has("event-dismiss-moved"));
            assert!(l.has("stale-event-dismissed") && l.has("refusal-undo-late"));
        }
    }
}
