//! Everything that is held about a person, table by table (R095): their right to a copy.
//!
//! Two lists cover every column that can name a person: what they get, and what they do not get
//! because it is another person's secret. A test walks the schema and fails on a column in neither.

use std::collections::BTreeMap;

use care::{ids::PersonId, time::Instant};
use sea_orm::{DbErr, FromQueryResult, QueryResult};
use serde_json::Value;

use super::{StoreError, Tx};

/// One part of what is held about somebody.
#[derive(Debug, Clone, Copy)]
pub struct Held {
    /// Its stable name, also the key of its heading.
    pub name: &'static str,
    /// The table.
    pub table: &'static str,
    /// The columns that name the person in it; none when it hangs on their case.
    pub names: &'static [&'static str],
    /// What they get, each `column` or `column:kind` (at, flag, number, json, case).
    pub columns: &'static [&'static str],
    mine: &'static str,
}

/// A value as it is held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// A word, a name, a code.
    Text(String),
    /// A moment.
    At(Instant),
    /// A number.
    Number(i64),
    /// Yes or no.
    Flag(bool),
    /// A document.
    Json(String),
}

const fn held(
    name: &'static str,
    table: &'static str,
    names: &'static [&'static str],
    columns: &'static [&'static str],
    mine: &'static str,
) -> Held {
    Held {
        name,
        table,
        names,
        columns,
        mine,
    }
}

const PERSON: &[&str] = &["person_id"];
const ME: &str = "person_id = $2";
const MY_CASE: &str = "case_id IN (SELECT case_id FROM cases WHERE org_id = $1 AND person_id = $2)";
const MY_CIRCLE: &str =
    "circle_id IN (SELECT case_id FROM cases WHERE org_id = $1 AND person_id = $2)";

/// What a person gets, in the order in which they read it.
pub const HELD: &[Held] = &[
    held(
        "person",
        "people",
        PERSON,
        &[
            "roster_id",
            "name",
            "email",
            "phone",
            "staff_group",
            "line_manager_id",
            "trained_until",
            "roles",
            "paused_at:at",
            "pseudonym",
            "active:flag",
        ],
        ME,
    ),
    held("login", "logins", PERSON, &["login"], ME),
    held(
        "case",
        "cases",
        PERSON,
        &[
            "case_id",
            "opened_at:at",
            "closed_at:at",
            "step",
            "late_since:at",
            "pseudonym",
            "state:case",
        ],
        ME,
    ),
    // Without who did it: who was concerned about a colleague stays unnamed (R047).
    held(
        "case-history",
        "case_events",
        &[],
        &["case_id", "at:at", "what"],
        MY_CASE,
    ),
    held(
        "case-events",
        "case_incidents",
        &[],
        &["case_id", "incident_id"],
        MY_CASE,
    ),
    held(
        "told",
        "disclosures",
        &[],
        &["case_id", "at:at", "what", "to_whom", "reason", "consent"],
        MY_CASE,
    ),
    held(
        "appointment",
        "appointments",
        &[],
        &["due_at:at", "arranged_at:at"],
        MY_CASE,
    ),
    held(
        "notes",
        "sealed_notes",
        &[],
        &["circle_id", "slot", "revision:number", "at:at"],
        MY_CIRCLE,
    ),
    held(
        "choices",
        "circle_choices",
        &[],
        &["circle_id", "reads_along:flag", "recoverable:flag", "at:at"],
        MY_CIRCLE,
    ),
    held(
        "recovered",
        "recoveries",
        &[],
        &[
            "circle_id",
            "kind",
            "reason",
            "state",
            "asked_at:at",
            "ended_at:at",
        ],
        MY_CIRCLE,
    ),
    held(
        "coming",
        "erasure_warnings",
        &[],
        &["case_id", "kind", "warned_at:at"],
        MY_CASE,
    ),
    held(
        "exposure",
        "exposures",
        PERSON,
        &[
            "incident_id",
            "role",
            "severity",
            "from_at:at",
            "until_at:at",
        ],
        ME,
    ),
    held(
        "nudge",
        "nudges",
        PERSON,
        &[
            "at:at",
            "count:number",
            "span_days:number",
            "minors:number",
            "supported:number",
            "strains:number",
            "settled_at:at",
            "put_away_at:at",
        ],
        ME,
    ),
    held("nudge-wish", "nudge_wishes", PERSON, &["at:at"], ME),
    held(
        "light",
        "lights",
        PERSON,
        &["state:json", "expires_at:at"],
        ME,
    ),
    held("tie", "private_ties", PERSON, &["other_id"], ME),
    held(
        "refused",
        "refused_supporters",
        PERSON,
        &["supporter_id", "at:at"],
        ME,
    ),
    held(
        "profile",
        "supporter_profiles",
        PERSON,
        &[
            "languages",
            "lines",
            "gender",
            "about",
            "shown:flag",
            "at:at",
        ],
        ME,
    ),
    held(
        "wish",
        "supporter_wishes",
        PERSON,
        &["chosen_id", "language", "gender", "line", "at:at"],
        ME,
    ),
    held(
        "gave-many",
        "assignments",
        &["by_id"],
        &["at:at", "undone_at:at"],
        "by_id = $2",
    ),
    held(
        "got-at-once",
        "assigned_cases",
        &["supporter_id"],
        &["wave"],
        "supporter_id = $2",
    ),
    held(
        "shift",
        "shifts",
        PERSON,
        &["unit", "from_at:at", "until_at:at"],
        ME,
    ),
    held(
        "duty",
        "duty_periods",
        PERSON,
        &["from_at:at", "until_at:at"],
        ME,
    ),
    held(
        "channel",
        "channels",
        PERSON,
        &[
            "kind",
            "address",
            "created_at:at",
            "proved_at:at",
            "trouble",
            "trouble_at:at",
        ],
        ME,
    ),
    // Without what it was about: that is of the colleagues who were to be supported.
    held(
        "asked",
        "pages",
        PERSON,
        &["at:at", "answer", "answered_at:at"],
        ME,
    ),
    held(
        "sent",
        "messages",
        PERSON,
        &["kind", "purpose", "made_at:at", "state", "sent_at:at"],
        ME,
    ),
    held(
        "erased",
        "erasure_receipts",
        PERSON,
        &["kind", "erased_at:at", "gone_at:at"],
        ME,
    ),
    held(
        "erasure",
        "erasures",
        &["subject_id"],
        &["kind", "at:at", "gone_at:at"],
        "subject_id = $2",
    ),
    held(
        "request",
        "data_requests",
        PERSON,
        &[
            "request_id",
            "reference",
            "kind",
            "asked_at:at",
            "due_on",
            "extended:flag",
            "settled_at:at",
            "state",
            "why",
        ],
        ME,
    ),
    held(
        "session",
        "sessions",
        PERSON,
        &["created_at:at", "seen_at:at"],
        ME,
    ),
    held(
        "invitation",
        "invitations",
        PERSON,
        &["expires_at:at", "used_at:at"],
        ME,
    ),
    held(
        "passkey",
        "passkeys",
        PERSON,
        &["label", "made_at:at", "used_at:at"],
        ME,
    ),
    held(
        "passkey-login",
        "passkey_logins",
        PERSON,
        &["credential"],
        ME,
    ),
    held(
        "vault",
        "vaults",
        PERSON,
        &[
            "generation:number",
            "recipient",
            "signer",
            "made_at:at",
            "retired_at:at",
        ],
        ME,
    ),
    held(
        "lock",
        "vault_locks",
        PERSON,
        &["method", "generation:number", "made_at:at", "wrapped"],
        ME,
    ),
    held(
        "pins",
        "vault_pins",
        PERSON,
        &["revision:number", "body"],
        ME,
    ),
    held(
        "key",
        "circle_wraps",
        &["holder_id", "given_by"],
        &["circle_id", "generation:number", "at:at"],
        "(holder_id = $2 OR given_by = $2)",
    ),
    held(
        "made-key",
        "circle_keys",
        &["made_by"],
        &["circle_id", "generation:number", "made_at:at"],
        "made_by = $2",
    ),
    held(
        "written",
        "sealed_notes",
        &["author_id"],
        &["circle_id", "slot", "revision:number", "at:at"],
        "author_id = $2",
    ),
    held(
        "draft",
        "sealed_drafts",
        &["author_id"],
        &["circle_id", "slot", "at:at"],
        "author_id = $2",
    ),
    held(
        "supported",
        "cases",
        &["supporter_id"],
        &["opened_at:at", "closed_at:at"],
        "supporter_id = $2",
    ),
    held(
        "did",
        "case_events",
        &["actor_id"],
        &["at:at", "what"],
        "actor_id = $2",
    ),
    held(
        "disclosed",
        "disclosures",
        &["by_id"],
        &["at:at", "what", "to_whom"],
        "by_id = $2",
    ),
    held(
        "heard",
        "disclosures",
        &["listener_id"],
        &["at:at", "what"],
        "listener_id = $2",
    ),
    held(
        "findable",
        "info_supporters",
        PERSON,
        &["with_number:flag"],
        ME,
    ),
    held("linked", "account_links", PERSON, &["made_at:at"], ME),
    held(
        "picture",
        "pictures",
        &["by_id"],
        &["incident_id", "people:number", "needs", "at:at"],
        "by_id = $2",
    ),
    held(
        "debriefing",
        "debriefings",
        &["supporter_id"],
        &["held_at:at", "information_given:flag", "offers:number"],
        "supporter_id = $2",
    ),
    held(
        "annual",
        "annual_talks",
        &["supporter_id", "interviewer_id"],
        &["planned_on", "held_on", "next_on", "interviewer"],
        "(supporter_id = $2 OR interviewer_id = $2)",
    ),
    held(
        "task",
        "team_tasks",
        &["to_id", "by_id"],
        &["kind", "about", "due_on", "state", "at:at"],
        "(to_id = $2 OR by_id = $2)",
    ),
    held(
        "ambassador",
        "ambassadors",
        PERSON,
        &["staff_group", "next_on", "held_on", "active:flag"],
        ME,
    ),
    held(
        "help-change",
        "help_changes",
        &["by_id"],
        &["what", "label_nl", "label_en", "at:at"],
        "by_id = $2",
    ),
    held(
        "rejudging",
        "rejudgings",
        &["by_id"],
        &[
            "list_version:number",
            "why",
            "at:at",
            "counted:number",
            "asked:number",
        ],
        "by_id = $2",
    ),
    held(
        "dismissed",
        "dismissals",
        &["by_id"],
        &[
            "why",
            "at:at",
            "withdrawn:number",
            "stayed:number",
            "undone_at:at",
        ],
        "by_id = $2",
    ),
    held(
        "reported",
        "event_reports",
        &["by_id"],
        &["at:at", "taken_back_at:at"],
        "by_id = $2",
    ),
    held(
        "kind-never",
        "kinds_never",
        &["by_id"],
        &["code", "at:at"],
        "by_id = $2",
    ),
    held(
        "team-key",
        "recovery_teams",
        &["made_by"],
        &["generation:number", "made_at:at"],
        "made_by = $2",
    ),
    held(
        "share",
        "recovery_shares",
        &["holder_id"],
        &["generation:number"],
        "holder_id = $2",
    ),
    held(
        "recovery",
        "recoveries",
        &["for_id", "asked_by", "executor_id"],
        &["kind", "state", "asked_at:at", "ended_at:at"],
        "(for_id = $2 OR asked_by = $2 OR executor_id = $2)",
    ),
    held(
        "contribution",
        "recovery_contributions",
        &["holder_id"],
        &["at:at"],
        "holder_id = $2",
    ),
    held(
        "policy",
        "policies",
        &["by_id", "withdrawn_by"],
        &["kind", "version:number", "why", "at:at", "withdrawn_at:at"],
        "(by_id = $2 OR withdrawn_by = $2)",
    ),
    held(
        "list-trial",
        "list_trials",
        &["by_id"],
        &["state", "started_at:at", "ended_at:at"],
        "by_id = $2",
    ),
    held(
        "policy-draft",
        "policy_drafts",
        &["by_id"],
        &[
            "kind",
            "base:number",
            "document:json",
            "at:at",
            "dropped_at:at",
        ],
        "by_id = $2",
    ),
    held(
        "access",
        "access_log",
        &["actor"],
        &["number:number", "at:at", "action", "place"],
        // At work under one's own pseudonym, on one's own case under the case's.
        "(actor IN (SELECT pseudonym FROM people WHERE org_id = $1 AND person_id = $2) \
         OR actor IN (SELECT n.pseudonym FROM case_pseudonyms n JOIN cases c ON c.org_id = $1 \
         AND c.pseudonym = n.handle WHERE n.org_id = $1 AND c.person_id = $2))",
    ),
];

/// Columns that can name a person and that this person does not get, each with the reason's code.
pub const WITHHELD: &[(&str, &str, &str)] = &[
    // One gets one's own manager; who works under somebody is their data, and stands in the roster.
    ("people", "line_manager_id", "of-another"),
    // Only who declares a tie or refuses a supporter sees it (R165).
    ("private_ties", "other_id", "secret-of-another"),
    ("refused_supporters", "supporter_id", "secret-of-another"),
    ("supporter_wishes", "chosen_id", "secret-of-another"),
];

/// The rows of one part, each a value per column; nothing where nothing is held.
pub type HeldRows = Vec<BTreeMap<&'static str, Cell>>;

struct Cells(Vec<Option<String>>);

impl FromQueryResult for Cells {
    fn from_query_result(row: &QueryResult, _: &str) -> Result<Self, DbErr> {
        let columns = row.column_names().len();
        let cells = (0..columns).map(|at| row.try_get_by_index::<Option<String>>(at));
        Ok(Self(cells.collect::<Result<_, _>>()?))
    }
}

impl Tx {
    /// Everything of one part that is held about somebody.
    pub async fn held(&self, part: &Held, person: &PersonId) -> Result<HeldRows, StoreError> {
        let names = part.columns.iter().map(|column| split(column).0);
        let texts: Vec<String> = names.map(|name| format!("CAST({name} AS TEXT)")).collect();
        let order = texts.iter().enumerate().map(|(at, _)| (at + 1).to_string());
        let sql = format!(
            "SELECT {} FROM {} WHERE org_id = $1 AND {} ORDER BY {}",
            texts.join(", "),
            part.table,
            part.mine,
            order.collect::<Vec<_>>().join(", ")
        );
        let rows: Vec<Cells> = self.all(&sql, [person.as_str().into()]).await?;
        Ok(rows.into_iter().map(|row| read(part, row)).collect())
    }
}

fn read(part: &Held, row: Cells) -> BTreeMap<&'static str, Cell> {
    part.columns
        .iter()
        .zip(row.0)
        .filter_map(|(column, value)| {
            let (name, kind) = split(column);
            Some((name, cell(kind, value?)))
        })
        .collect()
}

fn cell(kind: &str, text: String) -> Cell {
    match (kind, text.parse::<i64>()) {
        ("at", Ok(millis)) => Cell::At(Instant::from_millis(millis)),
        ("number", Ok(number)) => Cell::Number(number),
        // One engine says 1, the other true.
        ("flag", _) => Cell::Flag(text == "1" || text == "true"),
        ("json", _) => Cell::Json(text),
        ("case", _) => Cell::Json(without_reason(&text)),
        _ => Cell::Text(text),
    }
}

/// A case without the reason of a hand-over that is due: a tie that the supporter declared is their
/// secret, also from the colleague (R165).
fn without_reason(case: &str) -> String {
    let mut case: Value = serde_json::from_str(case).unwrap_or_default();
    if let Some(handover) = case.get_mut("handover_due").and_then(Value::as_object_mut) {
        handover.remove("reason");
    }
    case.to_string()
}

fn split(column: &'static str) -> (&'static str, &'static str) {
    column.split_once(':').unwrap_or((column, "text"))
}
