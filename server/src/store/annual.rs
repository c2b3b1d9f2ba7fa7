//! The yearly talk of a supporter (R126): when, with whom, when the next; the rest is sealed.

use care::{ids::PersonId, team::Interviewer};
use jiff::civil::Date;
use sea_orm::{FromQueryResult, Value};

use super::{StoreError, Tx, settle, upsert::Existing};

/// A yearly talk, planned or held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnnualTalk {
    /// Its id; also the circle of its sealed record.
    pub id: String,
    /// Whose talk it is.
    pub supporter: PersonId,
    /// The coordinator who holds it; none for somebody from outside.
    pub interviewer_id: Option<PersonId>,
    /// Who holds it.
    pub interviewer: Interviewer,
    /// The day it is planned for.
    pub planned_on: Option<Date>,
    /// The day it was held.
    pub held_on: Option<Date>,
    /// The day by which the next one is due.
    pub next_on: Option<Date>,
}

#[derive(FromQueryResult)]
struct Row {
    talk_id: String,
    supporter_id: String,
    interviewer_id: Option<String>,
    interviewer: String,
    planned_on: Option<String>,
    held_on: Option<String>,
    next_on: Option<String>,
}

impl TryFrom<Row> for AnnualTalk {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let day = |text: Option<String>| text.and_then(|day| day.parse().ok());
        Ok(Self {
            id: row.talk_id,
            supporter: PersonId::new(row.supporter_id),
            interviewer_id: row.interviewer_id.map(PersonId::new),
            interviewer: Interviewer::parse(&row.interviewer)
                .ok_or(StoreError::Unreadable("yearly talk"))?,
            planned_on: day(row.planned_on),
            held_on: day(row.held_on),
            next_on: day(row.next_on),
        })
    }
}

const COLUMNS: &str = "SELECT talk_id, supporter_id, interviewer_id, interviewer, planned_on, held_on, \
     next_on FROM annual_talks WHERE org_id = $1";

impl Tx {
    /// The yearly talk with this id.
    pub async fn annual_talk(&self, id: &str) -> Result<Option<AnnualTalk>, StoreError> {
        let row: Option<Row> = self
            .one(&format!("{COLUMNS} AND talk_id = $2"), [id.into()])
            .await?;
        row.map(AnnualTalk::try_from).transpose()
    }

    /// The yearly talks of a supporter, the newest first, at most 20; one that is planned leads.
    pub async fn annual_talks_of(
        &self,
        supporter: &PersonId,
    ) -> Result<Vec<AnnualTalk>, StoreError> {
        let sql = format!(
            "{COLUMNS} AND supporter_id = $2 ORDER BY CASE WHEN held_on IS NULL THEN 0 ELSE 1 END, \
             held_on DESC, talk_id DESC LIMIT 20"
        );
        let rows: Vec<Row> = self.all(&sql, [supporter.as_str().into()]).await?;
        rows.into_iter().map(AnnualTalk::try_from).collect()
    }

    /// Every talk that is planned, and the newest that was held of each supporter.
    pub async fn annual_overview(&self) -> Result<Vec<AnnualTalk>, StoreError> {
        let sql = format!(
            "{COLUMNS} AND (held_on IS NULL OR held_on = (SELECT MAX(later.held_on) FROM annual_talks later \
             WHERE later.org_id = $1 AND later.supporter_id = annual_talks.supporter_id)) \
             ORDER BY supporter_id, talk_id"
        );
        let rows: Vec<Row> = self.all(&sql, []).await?;
        rows.into_iter().map(AnnualTalk::try_from).collect()
    }

    /// Keeps a yearly talk as it stands now.
    pub async fn save_annual_talk(&self, talk: &AnnualTalk) -> Result<(), StoreError> {
        let day = |day: Option<Date>| -> Value { day.map(|day| day.to_string()).into() };
        let row = vec![
            talk.id.as_str().into(),
            talk.supporter.as_str().into(),
            talk.interviewer_id.as_ref().map(PersonId::as_str).into(),
            talk.interviewer.code().into(),
            day(talk.planned_on),
            day(talk.held_on),
            day(talk.next_on),
        ];
        let columns = [
            "talk_id",
            "supporter_id",
            "interviewer_id",
            "interviewer",
            "planned_on",
            "held_on",
            "next_on",
        ];
        let changing = [
            "interviewer_id",
            "interviewer",
            "planned_on",
            "held_on",
            "next_on",
        ];
        let changing = Existing::Updated(&changing);
        self.upsert("annual_talks", &columns, &["talk_id"], changing, vec![row])
            .await?;
        Ok(())
    }

    /// Whether something was written for a talk: a note, or somebody's draft.
    pub async fn is_written(&self, id: &str) -> Result<bool, StoreError> {
        #[derive(FromQueryResult)]
        struct Count {
            n: i64,
        }
        for table in ["sealed_notes", "sealed_drafts"] {
            let sql =
                format!("SELECT COUNT(*) AS n FROM {table} WHERE org_id = $1 AND circle_id = $2");
            let written = self.one::<Count>(&sql, [id.into()]).await?;
            if written.is_some_and(|row| row.n > 0) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Forgets a talk that was planned and not held, with the keys that were made for it.
    pub async fn drop_planned_talk(&self, id: &str) -> Result<(), StoreError> {
        let held = self.annual_talk(id).await?;
        if held.is_none_or(|talk| talk.held_on.is_some()) {
            return Ok(());
        }
        self.remove_talk(id).await?;
        self.mark_unsettled(&[settle::CIRCLE, &["annual_talks"]].concat())
            .await
    }

    /// Destroys what was sealed for a talk, its name in the log, and the talk; says how many went.
    pub(super) async fn remove_talk(&self, id: &str) -> Result<u64, StoreError> {
        self.shred(id).await?;
        self.forget_handle(id).await?;
        let sql = "DELETE FROM annual_talks WHERE org_id = $1 AND talk_id = $2";
        self.run(sql, [id.into()]).await
    }
}
