//! `/coordinate/protocol`: every value with its source, its default and what it may be.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{Form, rejection::FormRejection},
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use care::{
    access::{Action, Standing},
    protocol::{ACTIVITIES, ANCHOR, Anchor, FADING, Fading, Protocol, Tunable, adopt},
};

use super::{
    super::document::{Banner, Hand},
    HOME,
    form::Typed,
    words,
};
use crate::web::{
    error::AppError,
    flash::Flash,
    member::Member,
    page::{Page, html},
    redirect::SeeOther,
    text::Texts,
};

#[derive(Template)]
#[template(path = "coordinate/protocol.html")]
struct ProtocolPage {
    page: Page,
    home: &'static str,
    banner: Banner,
    /// Why the values in force were chosen.
    source: String,
    groups: Vec<ValueGroup>,
    anchors: Vec<ChoiceView>,
    fadings: Vec<ChoiceView>,
    activities: String,
    seen: i64,
    problems: Vec<(&'static str, String)>,
}

/// Values that belong together.
struct ValueGroup {
    title: String,
    values: Vec<ValueView>,
}

/// A value with what it may be.
struct ValueView {
    code: &'static str,
    name: String,
    typed: String,
    hint: String,
    wrong: bool,
}

/// One of several ways.
struct ChoiceView {
    code: &'static str,
    name: String,
    chosen: bool,
}

/// `GET /coordinate/protocol`.
pub(super) async fn show(member: Member) -> Result<Response, AppError> {
    member.require(Action::ManageProtocol, Standing::Nobody)?;
    let answer = render(&member, StatusCode::OK, None, Vec::new()).await?;
    member.log_view(HOME, Vec::new()).await?;
    Ok(answer)
}

/// `POST /coordinate/protocol`: into one's draft; what protects people is refused with its reason.
pub(super) async fn submit(
    member: Member,
    form: Result<Form<BTreeMap<String, String>>, FormRejection>,
) -> Result<Response, AppError> {
    member.require(Action::ManageProtocol, Standing::Nobody)?;
    let Form(fields) = form?;
    let typed = Typed::new(fields);
    let tx = member.write("draft protocol").await?;
    let hand = Hand::<Protocol>::load(&tx, &member).await?;
    let hand = hand.seen(&tx, typed.seen()).await?;
    let wanted = match checked(&member, &hand, &typed) {
        Ok(wanted) => wanted,
        Err(problems) => {
            drop(tx);
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return render(&member, status, Some(typed), problems).await;
        }
    };
    hand.keep(&tx, &member, wanted).await?;
    tx.commit().await?;
    let back = SeeOther::to(format!("{HOME}/preview"));
    Ok(back
        .with_flash(&Flash::new("document-kept"))
        .into_response())
}

/// What was typed as a protocol, or what is wrong with it and where.
fn checked(
    member: &Member,
    hand: &Hand<Protocol>,
    typed: &Typed,
) -> Result<Protocol, Vec<(&'static str, String)>> {
    let l = member.reader.l();
    let wanted = typed.protocol(hand.document()).map_err(|unreadable| {
        let told = unreadable.into_iter().map(|value| {
            let name = l.get(&format!("protocol-value-{value}"));
            (value.code(), t!(l, "protocol-refused-number", name = name))
        });
        told.collect::<Vec<_>>()
    })?;
    let base = hand.base();
    let today = member.now.date(&member.org.time_zone).max(base.effective);
    match adopt(&typed.draft(&wanted, today), base) {
        Ok(_) => Ok(wanted),
        Err(refusals) => Err(refusals
            .iter()
            .map(|refusal| (words::place(refusal), words::refusal(refusal, l)))
            .collect()),
    }
}

async fn render(
    member: &Member,
    status: StatusCode,
    typed: Option<Typed>,
    problems: Vec<(&'static str, String)>,
) -> Result<Response, AppError> {
    let page = member
        .page(t!(member.reader, "protocol-title"))
        .seen_by(t!(member.reader, "document-seen-by"));
    let tx = member.read("show protocol document").await?;
    let hand = Hand::<Protocol>::load(&tx, member).await?;
    let banner = hand.banner(&tx, &page, member).await?;
    drop(tx);
    let typed = typed.unwrap_or_else(|| Typed::of(hand.document(), hand.base_number()));
    let anchor = |anchor: &Anchor| ChoiceView {
        code: anchor.code(),
        name: page.text(&format!("protocol-anchor-{anchor}")),
        chosen: typed.said(ANCHOR) == anchor.code(),
    };
    let fading = |fading: &Fading| ChoiceView {
        code: fading.code(),
        name: page.text(&format!("protocol-fading-{fading}")),
        chosen: typed.said(FADING) == fading.code(),
    };
    let view = ProtocolPage {
        home: HOME,
        banner,
        source: hand.in_force.source.clone(),
        groups: groups(&typed, &problems, page.l()),
        anchors: Anchor::ALL.iter().map(anchor).collect(),
        fadings: Fading::ALL.iter().map(fading).collect(),
        activities: typed.said(ACTIVITIES).to_owned(),
        seen: typed.seen(),
        problems,
        page,
    };
    Ok(html(status, &view))
}

fn groups(typed: &Typed, problems: &[(&'static str, String)], l: Texts) -> Vec<ValueGroup> {
    let mut groups: Vec<ValueGroup> = Vec::new();
    for value in Tunable::ALL {
        let title = match value {
            Tunable::FirstContactHours => Some(t!(l, "protocol-group-contact")),
            Tunable::FirstTalkFromHours => Some(t!(l, "protocol-group-talks")),
            Tunable::OfferOpenDays => Some(t!(l, "protocol-group-offer")),
            Tunable::DeployabilityHoursAfterShift => Some(t!(l, "protocol-group-event")),
            Tunable::StackingWindowDays => Some(t!(l, "protocol-group-stacking")),
            Tunable::StackingLight => Some(t!(l, "protocol-group-weights")),
            Tunable::StackingCrew => Some(t!(l, "protocol-group-shares")),
            _ => None,
        };
        if let Some(title) = title {
            let values = Vec::new();
            groups.push(ValueGroup { title, values });
        }
        if let Some(group) = groups.last_mut() {
            group.values.push(view(*value, typed, problems, l));
        }
    }
    groups
}

fn view(value: Tunable, typed: &Typed, problems: &[(&'static str, String)], l: Texts) -> ValueView {
    let (least, most) = value.range();
    let default = value.get(&Protocol::default_policy());
    let source = l.get(&format!("protocol-source-{}", value.source()));
    let lines = value
        .lines()
        .map_or_else(String::new, |lines| format!(" ({lines})"));
    ValueView {
        code: value.code(),
        name: l.get(&format!("protocol-value-{value}")),
        typed: typed.said(value.code()).to_owned(),
        hint: t!(
            l,
            "protocol-hint",
            default = words::amount(value, default, l),
            least = least,
            most = most,
            source = format!("{source}{lines}")
        ),
        wrong: problems.iter().any(|(place, _)| *place == value.code()),
    }
}
