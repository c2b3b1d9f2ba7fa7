//! Rows that could not be read: where they stand and why, settling those that are not needed.

use askama::Template;
use axum::{
    extract::{Path, rejection::PathRejection},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use care::{
    access::{Action, Standing},
    team::TaskKind,
};
use std::collections::BTreeMap;

use crate::{
    feed::reject::Field,
    store::{QuarantineRow, Settled, Tx},
    web::{
        address,
        error::AppError,
        flash::Flash,
        member::Member,
        page::{Page, html},
        redirect::SeeOther,
        support::{fields::Fields, task},
        text::Texts,
    },
};

pub(super) const HOME: &str = "/coordinate/quarantine";
/// How many rows one page shows; the rest follows as these are settled.
const SHOWN: u32 = 100;

#[derive(Template)]
#[template(path = "coordinate/quarantine.html")]
struct QuarantinePage {
    page: Page,
    rows: Vec<Row>,
    /// Whether nothing was chosen.
    nothing: bool,
    /// Where the reader comes from: the board, or their tasks.
    back: &'static str,
}

/// A row that was set aside.
pub(super) struct Row {
    pub(super) id: String,
    pub(super) source: String,
    pub(super) line: i64,
    pub(super) from: i64,
    pub(super) until: i64,
    /// The beginning of the file's digest, enough to know it by.
    pub(super) digest: String,
    pub(super) reason: String,
    pub(super) fields: String,
}

/// Refuses who neither keeps the rows nor has the task of going through them (R104).
pub(super) async fn require(member: &Member, tx: &Tx, action: Action) -> Result<(), AppError> {
    if member.may(action, Standing::Nobody) {
        return Ok(());
    }
    let standing = task::standing(member, tx, TaskKind::Quarantine).await?;
    member.require(action, standing)
}

/// `GET /coordinate/quarantine`: newest first; what stood in a row is not kept, only what it may show.
pub(super) async fn show(member: Member) -> Result<Response, AppError> {
    let page = list(&member, StatusCode::OK).await?;
    member.log_view(HOME, Vec::new()).await?;
    Ok(page)
}

async fn list(member: &Member, status: StatusCode) -> Result<Response, AppError> {
    let tx = member.read("show quarantine").await?;
    require(member, &tx, Action::ViewQuarantine).await?;
    let page = member.page(t!(member.reader, "coordinate-quarantine-title"));
    let page = page.seen_by(t!(member.reader, "coordinate-quarantine-seen-by"));
    let rows = tx.quarantined(SHOWN).await?;
    let view = QuarantinePage {
        rows: rows.iter().map(|row| view(row, page.l())).collect(),
        nothing: status != StatusCode::OK,
        back: home(member),
        page,
    };
    Ok(html(status, &view))
}

/// The first page of whoever reads this.
pub(super) fn home(member: &Member) -> &'static str {
    let may = |action| member.may(action, Standing::Nobody);
    if may(Action::ViewOpenItems) {
        "/coordinate"
    } else if may(Action::ManageImports) {
        "/desk"
    } else {
        "/support"
    }
}

/// `POST /coordinate/quarantine/settle`: the chosen rows are not needed. Can be undone.
pub(super) async fn settle(member: Member, fields: Fields) -> Result<Response, AppError> {
    let tx = member.write("settle quarantine").await?;
    require(&member, &tx, Action::SettleQuarantine).await?;
    let ids: Vec<&str> = fields
        .all("row")
        .map(address::id)
        .collect::<Result<_, _>>()?;
    if ids.is_empty() || ids.len() > SHOWN as usize {
        drop(tx);
        return list(&member, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    tx.settle_set_aside(&ids, Settled::NotNeeded, member.now)
        .await?;
    let place = "/coordinate/quarantine/settle";
    member
        .log_in(&tx, "row-not-needed", place, Vec::new())
        .await?;
    tx.commit().await?;
    let undo = format!("{HOME}/put-back/{}", ids.join("."));
    let flash = Flash::new("coordinate-quarantine-settled").with_undo(undo);
    Ok(SeeOther::to(HOME).with_flash(&flash).into_response())
}

/// `POST /coordinate/quarantine/put-back/{ids}`: they wait again.
pub(super) async fn put_back(
    member: Member,
    ids: Result<Path<String>, PathRejection>,
) -> Result<SeeOther, AppError> {
    let Path(ids) = ids?;
    let tx = member.write("put back in quarantine").await?;
    require(&member, &tx, Action::SettleQuarantine).await?;
    let ids: Vec<&str> = ids.split('.').map(address::id).collect::<Result<_, _>>()?;
    tx.put_back_aside(&ids).await?;
    let place = "/coordinate/quarantine/put-back/{ids}";
    member
        .log_in(&tx, "row-put-back", place, Vec::new())
        .await?;
    tx.commit().await?;
    Ok(SeeOther::to(HOME).with_flash(&Flash::new("coordinate-quarantine-put-back")))
}

pub(super) fn view(row: &QuarantineRow, l: Texts) -> Row {
    Row {
        id: row.quarantine_id.clone(),
        source: row.source.clone(),
        line: row.line,
        from: row.byte_from,
        until: row.byte_to,
        digest: row.digest.chars().take(12).collect(),
        reason: reason(&row.reason, l),
        fields: fields(&row.fields, l),
    }
}

pub(super) fn reason(code: &str, l: Texts) -> String {
    let key = format!("coordinate-reject-{code}");
    if l.has(&key) {
        l.get(&key)
    } else {
        code.to_owned()
    }
}

/// The allow-listed values, each with its name.
fn fields(json: &str, l: Texts) -> String {
    let fields: BTreeMap<Field, String> = serde_json::from_str(json).unwrap_or_default();
    let told = fields
        .iter()
        .map(|(field, value)| format!("{}: {value}", name(*field, l)));
    told.collect::<Vec<_>>().join(" · ")
}

fn name(field: Field, l: Texts) -> String {
    match field {
        Field::Id => t!(l, "coordinate-field-id"),
        Field::Unit => t!(l, "coordinate-field-unit"),
        Field::Kind => t!(l, "coordinate-field-kind"),
        Field::Priority => t!(l, "coordinate-field-priority"),
        Field::At => t!(l, "coordinate-field-at"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{feed::reject::RejectReason, web::text::Language};

    #[test]
    fn every_reason_has_words_of_its_own() {
        for l in Language::ALL.map(Texts::new) {
            let told: std::collections::BTreeSet<_> =
                RejectReason::ALL.map(|why| reason(why.code(), l)).into();
            assert_eq!(told.len(), RejectReason::ALL.len());
            assert!(
                RejectReason::ALL
                    .iter()
                    .all(|why| !told.contains(why.code()))
            );
        }
    }

    #[test]
    fn values_are_told_with_their_names() {
        let l = Texts::new(Language::En);
        assert_eq!(
            fields(r#"{"id":"26-1","at":"25:00"}"#, l),
            "Number: 26-1 · Time: 25:00"
        );
        assert_eq!(fields("nonsense", l), "");
    }
}
