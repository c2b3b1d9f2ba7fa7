//! Pages: who was asked for an alert, and what they said.

use care::{
    alerting::{Answer, Ask, Asked, Whom},
    ids::PersonId,
    time::Instant,
};
use sea_orm::{FromQueryResult, Value};

use super::{AlertRow, StoreError, Tx, tx::places, upsert::Existing};

/// A question that somebody was asked, as they see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageRow {
    /// The alert.
    pub alert: String,
    /// Which opening of it.
    pub turn: i32,
    /// Who was asked.
    pub person: PersonId,
    /// In which round, from 0.
    pub round: i32,
    /// At which rung, from 0.
    pub rung: i32,
    /// As what.
    pub whom: Whom,
    /// When.
    pub at: Instant,
    /// What they said, and when.
    pub answer: Option<(Answer, Instant)>,
}

#[derive(FromQueryResult)]
struct Row {
    alert_id: String,
    turn: i32,
    person_id: String,
    round: i32,
    rung: i32,
    whom: String,
    at: i64,
    answer: String,
    answered_at: Option<i64>,
}

impl From<Row> for PageRow {
    fn from(row: Row) -> Self {
        let answer = Answer::parse(&row.answer).zip(row.answered_at);
        Self {
            alert: row.alert_id,
            turn: row.turn,
            person: PersonId::new(row.person_id),
            round: row.round,
            rung: row.rung,
            whom: Whom::parse(&row.whom).unwrap_or(Whom::OnDuty),
            at: Instant::from_millis(row.at),
            answer: answer.map(|(answer, at)| (answer, Instant::from_millis(at))),
        }
    }
}

impl PageRow {
    /// As the rules see it.
    #[must_use]
    pub fn asked(&self) -> Asked {
        Asked {
            person: self.person.clone(),
            round: u32::try_from(self.round).unwrap_or_default(),
            rung: u32::try_from(self.rung).unwrap_or_default(),
            at: self.at,
            answer: self.answer,
        }
    }
}

const COLUMNS: &str = "SELECT p.alert_id, p.turn, p.person_id, p.round, p.rung, p.whom, p.at, p.answer, \
     p.answered_at FROM pages p JOIN alerts a ON a.org_id = $1 AND a.alert_id = p.alert_id \
     AND a.turn = p.turn WHERE p.org_id = $1";

impl Tx {
    /// Who was asked for these alerts since they were opened last, in the order in which they were.
    pub async fn pages_for(&self, alerts: &[AlertRow]) -> Result<Vec<PageRow>, StoreError> {
        if alerts.is_empty() {
            return Ok(Vec::new());
        }
        let sql = format!(
            "{COLUMNS} AND p.alert_id IN ({}) ORDER BY p.at, p.person_id LIMIT 5000",
            places(2, alerts.len())
        );
        let ids = alerts.iter().map(|alert| Value::from(alert.id.as_str()));
        let rows: Vec<Row> = self.all(&sql, ids).await?;
        Ok(rows.into_iter().map(PageRow::from).collect())
    }

    /// The questions of open alerts that somebody was asked, the newest first, at most 50.
    pub async fn questions_of(&self, person: &PersonId) -> Result<Vec<PageRow>, StoreError> {
        let sql = format!(
            "{COLUMNS} AND p.person_id = $2 AND a.closed_at IS NULL ORDER BY p.at DESC LIMIT 50"
        );
        let rows: Vec<Row> = self.all(&sql, [person.as_str().into()]).await?;
        Ok(rows.into_iter().map(PageRow::from).collect())
    }

    /// Writes down who is asked now.
    pub async fn write_pages(
        &self,
        alert: &AlertRow,
        asks: &[Ask],
        now: Instant,
    ) -> Result<u64, StoreError> {
        let columns = [
            "alert_id",
            "turn",
            "round",
            "person_id",
            "rung",
            "whom",
            "at",
        ];
        let number = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
        let row = |ask: &Ask| -> Vec<Value> {
            vec![
                alert.id.as_str().into(),
                alert.turn.into(),
                number(ask.round).into(),
                ask.person.as_str().into(),
                number(ask.rung).into(),
                ask.whom.code().into(),
                now.millis().into(),
            ]
        };
        let key = ["alert_id", "turn", "round", "person_id"];
        let rows = asks.iter().map(row).collect();
        self.upsert("pages", &columns, &key, Existing::Kept, rows)
            .await
    }

    /// Keeps what somebody says to an alert that they were asked for; says whether they were.
    ///
    /// An answer may change while the alert is open: who said no may come after all. Messages to
    /// them that have not gone out are dropped.
    pub async fn answer_alert(
        &self,
        alert: &str,
        person: &PersonId,
        answer: Answer,
        now: Instant,
    ) -> Result<bool, StoreError> {
        let sql = "UPDATE pages SET answer = $4, answered_at = $5 WHERE org_id = $1 AND alert_id = $2 \
                   AND person_id = $3 AND turn = (SELECT turn FROM alerts WHERE org_id = $1 \
                   AND alert_id = $2 AND closed_at IS NULL)";
        let values = [
            alert.into(),
            person.as_str().into(),
            answer.code().into(),
            now.millis().into(),
        ];
        if self.run(sql, values).await? == 0 {
            return Ok(false);
        }
        self.drop_messages(alert, Some(person)).await?;
        self.look_again([alert], now).await?;
        Ok(true)
    }

    /// The moments at which these people were asked since a moment, for the load (R094b).
    pub async fn paged_since(
        &self,
        people: &[PersonId],
        since: Instant,
    ) -> Result<Vec<(PersonId, Instant)>, StoreError> {
        #[derive(FromQueryResult)]
        struct Paged {
            person_id: String,
            at: i64,
        }
        if people.is_empty() {
            return Ok(Vec::new());
        }
        let sql = format!(
            "SELECT person_id, at FROM pages WHERE org_id = $1 AND at >= $2 AND whom = 'on-duty' \
             AND person_id IN ({}) ORDER BY at LIMIT 100000",
            places(3, people.len())
        );
        let people = people.iter().map(|person| Value::from(person.as_str()));
        let values = std::iter::once(since.millis().into()).chain(people);
        let rows: Vec<Paged> = self.all(&sql, values).await?;
        let paged = |row: Paged| (PersonId::new(row.person_id), Instant::from_millis(row.at));
        Ok(rows.into_iter().map(paged).collect())
    }
}
