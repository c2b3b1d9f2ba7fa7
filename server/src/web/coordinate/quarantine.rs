//! `GET /coordinate/quarantine`: rows that could not be read, where they stand and why.

use askama::Template;
use axum::{http::StatusCode, response::Response};
use care::access::{Action, Standing};
use std::collections::BTreeMap;

use crate::{
    feed::reject::Field,
    store::QuarantineRow,
    web::{
        error::AppError,
        member::Member,
        page::{Page, html},
        text::Texts,
    },
};

/// How many rows one page shows; the rest follows as sources are mended.
const SHOWN: u32 = 100;

#[derive(Template)]
#[template(path = "coordinate/quarantine.html")]
struct QuarantinePage {
    page: Page,
    rows: Vec<Row>,
}

/// A row that was set aside.
struct Row {
    source: String,
    line: i64,
    from: i64,
    until: i64,
    /// The beginning of the file's digest, enough to know it by.
    digest: String,
    reason: String,
    fields: String,
}

/// The newest first; what stood in the row is not kept, only what it may show.
pub(super) async fn show(member: Member) -> Result<Response, AppError> {
    member.require(Action::ViewQuarantine, Standing::Nobody)?;
    let page = member.page(t!(member.reader, "coordinate-quarantine-title"));
    let page = page.seen_by(t!(member.reader, "coordinate-quarantine-seen-by"));
    let rows = member
        .read("show quarantine")
        .await?
        .quarantined(SHOWN)
        .await?;
    let rows = rows.iter().map(|row| view(row, page.l())).collect();
    member
        .log_view("/coordinate/quarantine", Vec::new())
        .await?;
    Ok(html(StatusCode::OK, &QuarantinePage { page, rows }))
}

fn view(row: &QuarantineRow, l: Texts) -> Row {
    Row {
        source: row.source.clone(),
        line: row.line,
        from: row.byte_from,
        until: row.byte_to,
        digest: row.digest.chars().take(12).collect(),
        reason: reason(&row.reason, l),
        fields: fields(&row.fields, l),
    }
}

fn reason(code: &str, l: Texts) -> String {
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
