//! `/coordinate/list/again`: judging the events of the last days by the list in force (R044, R046).
//!
//! An act with a reason, never a consequence of adopting a list. It calls people, so it is shown
//! first and then done; what it did stays told here. It cannot be undone as a whole: people were
//! called. Each event that turns out wrong is looked at by itself.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{Form, rejection::FormRejection},
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use care::{
    access::{Action, Standing},
    ids::PersonId,
    incident::{Again, AgainWhy, IncidentList},
};
use serde::Deserialize;

use super::HOME;
use crate::{
    entropy,
    feed::intake::{Intake, Moved, Rejudged},
    store::{Rejudging, StoreError, Tx},
    web::{
        error::AppError,
        flash::Flash,
        incident::words,
        member::Member,
        page::{Page, html},
        redirect::SeeOther,
        time::Markup,
    },
};

const PLACE: &str = "/coordinate/list/again";
/// How many events of a group are told.
const SHOWN: usize = 10;
/// How many earlier acts are told.
const BEFORE: u32 = 10;

#[derive(Template)]
#[template(path = "coordinate/list-again.html")]
struct AgainPage {
    page: Page,
    home: &'static str,
    version: i64,
    looked: usize,
    more: bool,
    groups: Vec<Group>,
    whys: Vec<(&'static str, String)>,
    before: Vec<Before>,
    problem: Option<String>,
}

/// Events of which the same becomes.
struct Group {
    title: String,
    count: usize,
    events: Vec<(Markup, String)>,
}

/// An earlier act.
struct Before {
    at: Markup,
    by: String,
    why: String,
    version: i64,
    counted: u64,
    asked: u64,
}

/// `GET /coordinate/list/again`: what it would do.
pub(super) async fn show(member: Member) -> Result<Response, AppError> {
    member.require(Action::ManageProtocol, Standing::Nobody)?;
    let answer = render(&member, StatusCode::OK, None).await?;
    member.log_view(PLACE, Vec::new()).await?;
    Ok(answer)
}

async fn render(
    member: &Member,
    status: StatusCode,
    problem: Option<String>,
) -> Result<Response, AppError> {
    let page = member
        .page(t!(member.reader, "watch-again-title"))
        .seen_by(t!(member.reader, "document-seen-by"));
    let intake = begin(member).await?;
    let tx = member.read("preview judging again").await?;
    let found = intake.look_again(&tx, member.now).await?;
    let list = words::list(&tx, page.now()).await?;
    let before = before(&tx, &page).await?;
    drop(tx);
    let whys = AgainWhy::ALL
        .iter()
        .map(|why| (why.code(), page.text(&format!("watch-again-why-{why}"))));
    let view = AgainPage {
        home: HOME,
        version: intake.list_version(),
        looked: found.looked,
        more: found.more,
        groups: groups(&page, &found, list.as_ref()),
        whys: whys.collect(),
        before,
        problem,
        page,
    };
    Ok(html(status, &view))
}

async fn begin(member: &Member) -> Result<Intake<'_>, StoreError> {
    Intake::begin(
        member.store(),
        &member.org,
        "again",
        String::new(),
        member.now,
    )
    .await
}

fn groups(page: &Page, found: &Rejudged, list: Option<&IncidentList>) -> Vec<Group> {
    let group = |to: &Again| {
        let events: Vec<&Moved> = found.moved.iter().filter(|one| one.to == *to).collect();
        Group {
            title: page.text(&format!("watch-again-{to}")),
            count: events.len(),
            events: events
                .iter()
                .take(SHOWN)
                .map(|one| (page.when(one.row.at), entry(page, one, list)))
                .collect(),
        }
    };
    let all = Again::ALL.iter().map(group);
    all.filter(|group| group.count > 0).collect()
}

fn entry(page: &Page, one: &Moved, list: Option<&IncidentList>) -> String {
    let entry = list.and_then(|list| list.entry(&one.entry));
    entry.map_or_else(
        || t!(page, "incident-other"),
        |entry| entry.label.text(page.lang()).to_owned(),
    )
}

async fn before(tx: &Tx, page: &Page) -> Result<Vec<Before>, StoreError> {
    let acts = tx.rejudgings(BEFORE).await?;
    let ids: Vec<PersonId> = acts.iter().map(|act| act.by.clone()).collect();
    let people = tx.people(&ids).await?.into_iter();
    let names: BTreeMap<PersonId, String> = people.map(|person| (person.id, person.name)).collect();
    let line = |act: &Rejudging| Before {
        at: page.when(act.at),
        by: names.get(&act.by).cloned().unwrap_or_default(),
        why: page.text(&format!("watch-again-why-{}", act.why)),
        version: act.list_version,
        counted: act.counted,
        asked: act.asked,
    };
    Ok(acts.iter().map(line).collect())
}

/// Why, and by which version of the list it was shown.
#[derive(Deserialize)]
pub(super) struct Wish {
    #[serde(default)]
    why: String,
    #[serde(default)]
    version: i64,
}

/// `POST /coordinate/list/again`: events count or are asked about, and paths open.
pub(super) async fn judge(
    member: Member,
    form: Result<Form<Wish>, FormRejection>,
) -> Result<Response, AppError> {
    member.require(Action::ManageProtocol, Standing::Nobody)?;
    let Form(wish) = form?;
    let Some(why) = AgainWhy::parse(&wish.why) else {
        let problem = Some(t!(member.reader, "watch-again-why-missing"));
        return render(&member, StatusCode::UNPROCESSABLE_ENTITY, problem).await;
    };
    let intake = begin(&member).await?;
    if intake.list_version() != wish.version {
        return Err(AppError::Stale("list-adopted"));
    }
    let tx = member.write("judge again").await?;
    let found = intake.judge_again(&tx, member.now).await?;
    let number = |to| u64::try_from(found.count(to)).unwrap_or(u64::MAX);
    tx.note_rejudging(&Rejudging {
        id: entropy::new_id(member.now),
        list_version: intake.list_version(),
        by: member.person.id.clone(),
        why,
        at: member.now,
        counted: number(Again::Counts),
        asked: number(Again::Asks),
    })
    .await?;
    member
        .log_in(&tx, "judged-again", PLACE, Vec::new())
        .await?;
    tx.commit().await?;
    let back = SeeOther::to(PLACE).with_flash(&Flash::new("watch-judged-again"));
    Ok(back.into_response())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::text::{Language, Texts};

    #[test]
    fn every_reason_and_change_has_its_words() {
        for l in Language::ALL.map(Texts::new) {
            for why in AgainWhy::ALL {
                assert!(l.has(&format!("watch-again-why-{why}")), "{why}");
            }
            for to in Again::ALL {
                assert!(l.has(&format!("watch-again-{to}")), "{to}");
            }
        }
    }
}
