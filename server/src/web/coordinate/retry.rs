//! Reading a row that was set aside anew: what it should have said is filled in and read like any
//! record, so the same checks hold and nothing is doubled (R046).

use std::collections::BTreeSet;

use askama::Template;
use axum::{
    extract::{Path, rejection::PathRejection},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use care::{access::Action, time::Instant};
use serde_json::{Map, Value, json};

use super::quarantine::{self, HOME, Row};
use crate::{
    feed::{
        digest,
        intake::{Intake, kept},
        ndjson,
        record::EventRecord,
        reject::Field,
    },
    store::{QuarantineRow, Settled},
    web::{
        address,
        error::AppError,
        flash::Flash,
        member::Member,
        page::{Page, html},
        redirect::SeeOther,
        support::fields::Fields,
    },
};

/// The facts that the incident list asks about, with their members in a record.
const FACTS: [(&str, &str); 5] = [
    ("minor", "minor"),
    ("fatal", "fatal"),
    ("aggression", "aggression"),
    ("alarm-button", "alarm_button"),
    ("major", "major"),
];
/// The codes of kinds, as the documentation lists them.
const CODES: &str = include_str!("../../../../docs/kind-codes.md");
/// Rows of a roster are no events.
const ROSTER: &str = "roster";

#[derive(Template)]
#[template(path = "coordinate/retry.html")]
struct RetryPage {
    page: Page,
    row: Row,
    roster: bool,
    typed: Typed,
    kinds: Vec<(String, String)>,
    facts: Vec<(&'static str, String)>,
    problem: Option<String>,
}

/// What was filled in, kept as it was typed.
#[derive(Default)]
struct Typed {
    number: String,
    date: String,
    time: String,
    units: String,
    kind: String,
    priority: String,
    facts: BTreeSet<String>,
}

impl Typed {
    /// What could be read of the row.
    fn of(row: &QuarantineRow) -> Self {
        let mut kept = kept(row);
        let mut value = |field| kept.remove(&field).unwrap_or_default();
        let at = value(Field::At);
        let (date, time) = at.split_once(['T', ' ']).unwrap_or((&at, ""));
        let is = |text: &str, digits: usize| {
            text.get(..digits)
                .filter(|part| {
                    part.bytes()
                        .all(|b| b.is_ascii_digit() || b == b'-' || b == b':')
                })
                .unwrap_or_default()
                .to_owned()
        };
        Self {
            number: value(Field::Id),
            date: is(date, 10),
            time: is(time, 5),
            units: value(Field::Unit),
            kind: value(Field::Kind),
            priority: value(Field::Priority),
            facts: BTreeSet::new(),
        }
    }

    fn from_form(fields: &Fields) -> Self {
        let one = |name: &str| fields.one(name).to_owned();
        Self {
            number: one("number"),
            date: one("date"),
            time: one("time"),
            units: one("units"),
            kind: one("kind"),
            priority: one("priority"),
            facts: fields.all("fact").map(str::to_owned).collect(),
        }
    }

    fn has(&self, fact: &str) -> bool {
        self.facts.contains(fact)
    }

    /// The record as a source would send it.
    fn document(&self, at: Option<Instant>) -> Value {
        let words = |text: &str| -> Vec<String> {
            let words = text.split([' ', ',', ';']).map(str::trim);
            words
                .filter(|word| !word.is_empty())
                .map(str::to_owned)
                .collect()
        };
        let mut record = Map::new();
        record.insert("id".to_owned(), json!(self.number));
        record.insert("units".to_owned(), json!(words(&self.units)));
        record.insert("kinds".to_owned(), json!([self.kind]));
        record.insert("priority".to_owned(), json!(self.priority));
        if let Some(at) = at {
            let at = at.zoned(&jiff::tz::TimeZone::UTC);
            let at = at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
            record.insert("at".to_owned(), json!(at));
        }
        for (_, member) in FACTS.iter().filter(|(fact, _)| self.has(fact)) {
            record.insert((*member).to_owned(), json!(true));
        }
        Value::Object(record)
    }
}

/// `GET /coordinate/quarantine/{id}`: the row, with what could be read filled in.
pub(super) async fn show(
    member: Member,
    id: Result<Path<String>, PathRejection>,
) -> Result<Response, AppError> {
    let Path(id) = id?;
    let row = find(&member, &id, Action::ViewQuarantine).await?;
    let typed = Typed::of(&row);
    member
        .log_view("/coordinate/quarantine/{id}", Vec::new())
        .await?;
    Ok(render(&member, StatusCode::OK, &row, typed, None))
}

/// `POST /coordinate/quarantine/{id}/retry`: reads what was filled in; the row is settled with it.
pub(super) async fn submit(
    member: Member,
    id: Result<Path<String>, PathRejection>,
    fields: Fields,
) -> Result<Response, AppError> {
    let Path(id) = id?;
    let row = find(&member, &id, Action::SettleQuarantine).await?;
    let typed = Typed::from_form(&fields);
    let refuse = |typed, words| {
        Ok(render(
            &member,
            StatusCode::UNPROCESSABLE_ENTITY,
            &row,
            typed,
            Some(words),
        ))
    };
    if row.source == ROSTER {
        return Err(AppError::NotFound);
    }
    let Ok(at) = fields.moment(&member.org.time_zone) else {
        return refuse(
            typed,
            quarantine::reason("time-unreadable", member.reader.l()),
        );
    };
    let text = typed.document(at).to_string();
    let record = match ndjson::parse_line(text.as_bytes(), 1) {
        Ok(record) => record,
        Err(rejected) => {
            let words = quarantine::reason(rejected.reason.code(), member.reader.l());
            return refuse(typed, words);
        }
    };
    read(&member, &row, record, &text).await?;
    let flash = Flash::new("coordinate-quarantine-read");
    Ok(SeeOther::to(HOME).with_flash(&flash).into_response())
}

/// Takes the record in under the row's source, then settles the row: should the second fail, the
/// row waits on, and reading the same again adds nothing.
async fn read(
    member: &Member,
    row: &QuarantineRow,
    mut record: EventRecord,
    text: &str,
) -> Result<(), AppError> {
    record.source.clone_from(&row.source);
    let digest = digest::of_bytes(text.as_bytes());
    let mut intake =
        Intake::begin(member.store(), &member.org, &row.source, digest, member.now).await?;
    intake.take(&[Ok(record)], member.now).await?;
    intake.finish(member.now).await?;
    let tx = member.write("settle quarantine").await?;
    tx.settle_set_aside(&[&row.quarantine_id], Settled::Read, member.now)
        .await?;
    let place = "/coordinate/quarantine/{id}/retry";
    member.log_in(&tx, "row-read", place, Vec::new()).await?;
    tx.commit().await?;
    Ok(())
}

async fn find(member: &Member, id: &str, action: Action) -> Result<QuarantineRow, AppError> {
    let tx = member.read("show row in quarantine").await?;
    quarantine::require(member, &tx, action).await?;
    let row = tx.set_aside(address::id(id)?).await?;
    row.ok_or(AppError::NotFound)
}

fn render(
    member: &Member,
    status: StatusCode,
    row: &QuarantineRow,
    typed: Typed,
    problem: Option<String>,
) -> Response {
    let page = member.page(t!(member.reader, "coordinate-retry-title"));
    let page = page.seen_by(t!(member.reader, "coordinate-quarantine-seen-by"));
    let l = page.l();
    let mut kinds: Vec<(String, String)> = codes()
        .map(|code| (code.to_owned(), l.get(&format!("incident-code-{code}"))))
        .collect();
    kinds.sort_by(|one, other| one.1.cmp(&other.1));
    if !typed.kind.is_empty() && kinds.iter().all(|(code, _)| *code != typed.kind) {
        kinds.insert(0, (typed.kind.clone(), typed.kind.clone()));
    }
    let facts = FACTS.map(|(fact, _)| (fact, l.get(&format!("incident-reason-{fact}"))));
    let view = RetryPage {
        row: quarantine::view(row, l),
        roster: row.source == ROSTER,
        facts: facts.into(),
        typed,
        kinds,
        problem,
        page,
    };
    html(status, &view)
}

/// The kinds; further codes such as `alarms:2` come from a source alone.
fn codes() -> impl Iterator<Item = &'static str> {
    let rows = CODES
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split('`').next());
    rows.filter(|code| !code.contains(':'))
}
