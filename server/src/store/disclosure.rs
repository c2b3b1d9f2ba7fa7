//! What was told to whom with which consent (R102): codes only, never a word of a talk.

use care::{
    disclosure::{ConsentWay, Disclosure, DisclosureConsent, DisclosureReason, Listener, Told},
    ids::{CaseId, PersonId},
    time::Instant,
};
use sea_orm::{FromQueryResult, Value};

use super::{StoreError, Tx, tx::places};

/// A disclosure as it was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisclosureRow {
    /// The case it belongs to.
    pub case: CaseId,
    /// What was told to whom.
    pub disclosure: Disclosure,
    /// Who told it.
    pub by: PersonId,
    /// When it was recorded.
    pub at: Instant,
}

/// What reached a manager: the one sentence, about whom, and when. Nothing leads to the case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeardRow {
    /// Whom it is about, by name.
    pub name: String,
    /// What was told.
    pub told: Told,
    /// When.
    pub at: Instant,
}

#[derive(FromQueryResult)]
struct Heard {
    name: String,
    what: String,
    at: i64,
}

#[derive(FromQueryResult)]
struct Row {
    case_id: String,
    what: String,
    to_whom: String,
    reason: String,
    consent: String,
    by_id: String,
    at: i64,
}

impl TryFrom<Row> for DisclosureRow {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let read = || {
            let (way, on) = row.consent.split_once(' ')?;
            Some(Disclosure {
                told: Told::parse(&row.what)?,
                to: Listener::parse(&row.to_whom)?,
                reason: DisclosureReason::parse(&row.reason)?,
                consent: DisclosureConsent {
                    way: ConsentWay::parse(way)?,
                    on: on.parse().ok()?,
                },
            })
        };
        let disclosure = read().ok_or(StoreError::Unreadable("disclosure"))?;
        Ok(Self {
            case: CaseId::new(row.case_id),
            disclosure,
            by: PersonId::new(row.by_id),
            at: Instant::from_millis(row.at),
        })
    }
}

impl Tx {
    /// Records what is told; there is no column that a word of a talk would fit in.
    pub async fn disclose(&self, id: &str, row: &DisclosureRow) -> Result<(), StoreError> {
        let Disclosure {
            told,
            to,
            reason,
            consent,
        } = row.disclosure;
        // Who is the line manager later hears nothing of what their predecessor was told.
        let sql = "INSERT INTO disclosures (org_id, disclosure_id, case_id, what, to_whom, reason, \
                   consent, by_id, at, listener_id) SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, \
                   CASE WHEN $5 = 'manager' THEN COALESCE(p.line_manager_id, '') ELSE '' END \
                   FROM cases c JOIN people p ON p.org_id = $1 AND p.person_id = c.person_id \
                   WHERE c.org_id = $1 AND c.case_id = $3";
        let values: [Value; 8] = [
            id.into(),
            row.case.as_str().into(),
            told.code().into(),
            to.code().into(),
            reason.code().into(),
            format!("{} {}", consent.way, consent.on).into(),
            row.by.as_str().into(),
            row.at.millis().into(),
        ];
        self.run(sql, values).await?;
        Ok(())
    }

    /// What this manager was told since a moment, newest first, at most 100.
    pub async fn heard_by(
        &self,
        manager: &PersonId,
        since: Instant,
    ) -> Result<Vec<HeardRow>, StoreError> {
        let sql = "SELECT p.name, d.what, d.at FROM disclosures d \
                   JOIN cases c ON c.org_id = $1 AND c.case_id = d.case_id \
                   JOIN people p ON p.org_id = $1 AND p.person_id = c.person_id \
                   WHERE d.org_id = $1 AND d.listener_id = $2 AND d.at >= $3 \
                   ORDER BY d.at DESC, d.disclosure_id LIMIT 100";
        let values = [manager.as_str().into(), since.millis().into()];
        let rows: Vec<Heard> = self.all(sql, values).await?;
        let read = |row: Heard| {
            Ok(HeardRow {
                name: row.name,
                told: Told::parse(&row.what).ok_or(StoreError::Unreadable("disclosure"))?,
                at: Instant::from_millis(row.at),
            })
        };
        rows.into_iter().map(read).collect()
    }

    /// Everything that was told about these cases, oldest first.
    pub async fn disclosures(&self, cases: &[CaseId]) -> Result<Vec<DisclosureRow>, StoreError> {
        if cases.is_empty() {
            return Ok(Vec::new());
        }
        let sql = format!(
            "SELECT case_id, what, to_whom, reason, consent, by_id, at FROM disclosures \
             WHERE org_id = $1 AND case_id IN ({}) ORDER BY at, disclosure_id LIMIT 500",
            places(2, cases.len())
        );
        let rows: Vec<Row> = self
            .all(&sql, cases.iter().map(|case| case.as_str().into()))
            .await?;
        rows.into_iter().map(DisclosureRow::try_from).collect()
    }
}
