//! `/coordinate/info`: the number, the address and the sites of the public page (R048, R060).

use askama::Template;
use axum::{
    extract::{Form, rejection::FormRejection},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use care::access::{Action, Standing};
use serde::Deserialize;

use super::{
    address::{self, is_address},
    call::Number,
    frames,
};
use crate::{
    store::{Setting, StoreError, Tx},
    web::{
        error::AppError,
        flash::Flash,
        member::Member,
        page::{Page, html},
        redirect::SeeOther,
    },
};

const HOME: &str = "/coordinate/info";

#[derive(Template)]
#[template(path = "info/settings.html")]
struct SettingsPage {
    page: Page,
    typed: Typed,
    /// What stands there now, where somebody else changed it meanwhile.
    other: Option<Typed>,
    /// The page as it is now, in full.
    whole: String,
    place: String,
    problem: Option<&'static str>,
}

/// What was typed, with what stood there when the page was made.
#[derive(Clone, Default, Deserialize, PartialEq, Eq)]
pub(super) struct Typed {
    #[serde(default)]
    number: String,
    #[serde(default)]
    address: String,
    #[serde(default)]
    frames: String,
    #[serde(default)]
    was: String,
}

impl Typed {
    async fn load(tx: &Tx) -> Result<Self, StoreError> {
        let settings = tx.settings().await?;
        let mut kept = Self {
            number: settings.get(Setting::NUMBER).to_owned(),
            address: tx.info_address().await?.unwrap_or_default(),
            frames: settings.get(Setting::FRAMES).to_owned(),
            was: String::new(),
        };
        kept.was = kept.mark();
        Ok(kept)
    }

    /// What stands there, in short: two that differ are two states.
    fn mark(&self) -> String {
        format!("{}|{}|{}", self.number, self.address, self.frames)
    }

    /// What cannot be kept, as the code of a text.
    fn problem(&self) -> Option<&'static str> {
        if !self.number.trim().is_empty() && Number::of(&self.number).is_none() {
            Some("info-problem-number")
        } else if !self.address.is_empty() && !is_address(&self.address) {
            Some("info-problem-address")
        } else if frames::sites(&self.frames).is_none() {
            Some("info-problem-frames")
        } else {
            None
        }
    }
}

/// `GET /coordinate/info`.
pub(super) async fn show(member: Member, headers: HeaderMap) -> Result<Response, AppError> {
    member.require(Action::ManageTeam, Standing::Nobody)?;
    let tx = member.read("show public page's settings").await?;
    let kept = Typed::load(&tx).await?;
    let place = address::place(&tx).await?;
    drop(tx);
    member.log_view(HOME, Vec::new()).await?;
    Ok(render(
        &member,
        &headers,
        StatusCode::OK,
        (kept, None),
        place,
        None,
    ))
}

/// `POST /coordinate/info`.
pub(super) async fn change(
    member: Member,
    headers: HeaderMap,
    form: Result<Form<Typed>, FormRejection>,
) -> Result<Response, AppError> {
    member.require(Action::ManageTeam, Standing::Nobody)?;
    let Form(typed) = form?;
    let tx = member.write("change public page").await?;
    let (kept, place) = (Typed::load(&tx).await?, address::place(&tx).await?);
    let refuse = |status, typed, other, problem| {
        let problem = Some(problem);
        Ok(render(
            &member,
            &headers,
            status,
            (typed, other),
            place.clone(),
            problem,
        ))
    };
    if typed.was != kept.was {
        let typed = Typed {
            was: kept.was.clone(),
            ..typed
        };
        return refuse(
            StatusCode::CONFLICT,
            typed,
            Some(kept),
            "info-problem-stale",
        );
    }
    if let Some(problem) = typed.problem() {
        return refuse(StatusCode::UNPROCESSABLE_ENTITY, typed, None, problem);
    }
    match save(&member, &tx, &typed).await {
        Ok(()) => {}
        Err(AppError::Refused(problem)) => {
            return refuse(StatusCode::UNPROCESSABLE_ENTITY, typed, None, problem);
        }
        Err(error) => return Err(error),
    }
    tx.commit().await?;
    let flash = Flash::new("info-changed");
    Ok(SeeOther::to(HOME).with_flash(&flash).into_response())
}

async fn save(member: &Member, tx: &Tx, typed: &Typed) -> Result<(), AppError> {
    match tx.move_info_page(&typed.address).await {
        Err(StoreError::Exists) => return Err(AppError::Refused("info-problem-taken")),
        moved => moved?,
    }
    let sites = frames::sites(&typed.frames).unwrap_or_default().join("\n");
    tx.set(Setting::NUMBER, typed.number.trim(), member.now)
        .await?;
    tx.set(Setting::FRAMES, &sites, member.now).await?;
    member.log_in(tx, "info-changed", HOME, Vec::new()).await?;
    Ok(())
}

fn render(
    member: &Member,
    headers: &HeaderMap,
    status: StatusCode,
    (typed, other): (Typed, Option<Typed>),
    place: String,
    problem: Option<&'static str>,
) -> Response {
    let page = member.page(t!(member.reader, "info-settings-title"));
    let page = page.seen_by(t!(member.reader, "info-settings-seen-by"));
    let settings = SettingsPage {
        page,
        typed,
        other,
        whole: address::whole(member.app(), headers, &place),
        place,
        problem,
    };
    html(status, &settings)
}
