//! Requests to take over a duty, alone or for another one (R103).

use care::{
    ids::PersonId,
    period::Period,
    swap::{Swap, SwapState},
    time::Instant,
};
use sea_orm::{FromQueryResult, Value};

use super::{LineKey, StoreError, Tx, upsert::Existing};

/// A request with the duties that it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RotaRequest {
    /// The id.
    pub id: String,
    /// Who asks whom, and how it stands.
    pub swap: Swap,
    /// The duty that is asked to be taken over.
    pub duty: Period,
    /// The duty of the other that the asker takes in return.
    pub other: Option<Period>,
    /// The change on the roster that it comes to.
    pub change: String,
    /// When it was asked.
    pub at: Instant,
    /// When it was answered or taken back.
    pub ended_at: Option<Instant>,
}

impl RotaRequest {
    /// What becomes of the roster when somebody takes it: each line that goes, with who gets it.
    #[must_use]
    pub fn moves<'a>(&'a self, taker: &'a PersonId) -> Vec<(&'a PersonId, Period, &'a PersonId)> {
        let asker = &self.swap.asker;
        let other = self.other.map(|period| (taker, period, asker));
        std::iter::once((asker, self.duty, taker))
            .chain(other)
            .collect()
    }
}

#[derive(FromQueryResult)]
struct Row {
    request_id: String,
    asker_id: String,
    from_at: i64,
    until_at: i64,
    to_id: Option<String>,
    other_from_at: Option<i64>,
    other_until_at: Option<i64>,
    state: String,
    answerer_id: Option<String>,
    change_id: String,
    at: i64,
    ended_at: Option<i64>,
}

impl TryFrom<Row> for RotaRequest {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let period = |from, until| Period {
            from: Instant::from_millis(from),
            until: Instant::from_millis(until),
        };
        let duty = period(row.from_at, row.until_at);
        let other = row.other_from_at.zip(row.other_until_at);
        let other = other.map(|(from, until)| period(from, until));
        let state = SwapState::parse(&row.state);
        Ok(Self {
            swap: Swap {
                asker: PersonId::new(row.asker_id),
                to: row.to_id.map(PersonId::new),
                answerer: row.answerer_id.map(PersonId::new),
                begins: other.map_or(duty.from, |other| duty.from.min(other.from)),
                state: state.ok_or(StoreError::Unreadable("rota request"))?,
            },
            id: row.request_id,
            duty,
            other,
            change: row.change_id,
            at: Instant::from_millis(row.at),
            ended_at: row.ended_at.map(Instant::from_millis),
        })
    }
}

const COLUMNS: &str = "SELECT request_id, asker_id, from_at, until_at, to_id, other_from_at, \
     other_until_at, state, answerer_id, change_id, at, ended_at FROM rota_requests WHERE org_id = $1";

impl Tx {
    /// The request with this id.
    pub async fn rota_request(&self, id: &str) -> Result<Option<RotaRequest>, StoreError> {
        let sql = format!("{COLUMNS} AND request_id = $2");
        let row: Option<Row> = self.one(&sql, [id.into()]).await?;
        row.map(RotaRequest::try_from).transpose()
    }

    /// Requests that wait, of duties that begin after a moment, the first first, at most 200.
    pub async fn open_rota_requests(&self, now: Instant) -> Result<Vec<RotaRequest>, StoreError> {
        let sql = format!(
            "{COLUMNS} AND state = 'asked' AND from_at > $2 ORDER BY from_at, request_id LIMIT 200"
        );
        let rows: Vec<Row> = self.all(&sql, [now.millis().into()]).await?;
        rows.into_iter().map(RotaRequest::try_from).collect()
    }

    /// What one asked or answered that is over, newest first, at most 10.
    pub async fn ended_rota_requests(
        &self,
        person: &PersonId,
    ) -> Result<Vec<RotaRequest>, StoreError> {
        let sql = format!(
            "{COLUMNS} AND state <> 'asked' AND (asker_id = $2 OR answerer_id = $2) \
             ORDER BY ended_at DESC, request_id LIMIT 10"
        );
        let rows: Vec<Row> = self.all(&sql, [person.as_str().into()]).await?;
        rows.into_iter().map(RotaRequest::try_from).collect()
    }

    /// Asks.
    pub async fn ask_rota_request(&self, it: &RotaRequest) -> Result<(), StoreError> {
        let columns = [
            "request_id",
            "asker_id",
            "from_at",
            "until_at",
            "to_id",
            "other_from_at",
            "other_until_at",
            "state",
            "change_id",
            "at",
        ];
        let row: Vec<Value> = vec![
            it.id.as_str().into(),
            it.swap.asker.as_str().into(),
            it.duty.from.millis().into(),
            it.duty.until.millis().into(),
            it.swap.to.as_ref().map(PersonId::as_str).into(),
            it.other.map(|it| it.from.millis()).into(),
            it.other.map(|it| it.until.millis()).into(),
            it.swap.state.code().into(),
            it.change.as_str().into(),
            it.at.millis().into(),
        ];
        let key = ["request_id"];
        self.upsert("rota_requests", &columns, &key, Existing::Kept, vec![row])
            .await?;
        Ok(())
    }

    /// Moves a request on from the state in which it was read; `false` when somebody was faster.
    pub async fn step_rota_request(
        &self,
        it: &RotaRequest,
        to: SwapState,
        answerer: Option<&PersonId>,
        now: Instant,
    ) -> Result<bool, StoreError> {
        let sql = "UPDATE rota_requests SET state = $4, answerer_id = $5, ended_at = $6 \
                   WHERE org_id = $1 AND request_id = $2 AND state = $3";
        let ended = (to != SwapState::Asked).then_some(now.millis());
        let values: [Value; 5] = [
            it.id.as_str().into(),
            it.swap.state.code().into(),
            to.code().into(),
            answerer.map(PersonId::as_str).into(),
            ended.into(),
        ];
        Ok(self.run(sql, values).await? == 1)
    }

    /// Requests of this duty that wait, but one, lapse: it has changed hands.
    pub async fn lapse_rota_requests(
        &self,
        person: &PersonId,
        from: Instant,
        but: &str,
        now: Instant,
    ) -> Result<u64, StoreError> {
        let sql = "UPDATE rota_requests SET state = 'lapsed', ended_at = $5 WHERE org_id = $1 \
                   AND state = 'asked' AND request_id <> $4 AND ((asker_id = $2 AND from_at = $3) \
                   OR (to_id = $2 AND other_from_at = $3))";
        let values: [Value; 4] = [
            person.as_str().into(),
            from.millis().into(),
            but.into(),
            now.millis().into(),
        ];
        self.run(sql, values).await
    }

    /// Requests whose duty began before anybody answered lapse.
    pub async fn lapse_begun_requests(&self, now: Instant) -> Result<u64, StoreError> {
        let sql = "UPDATE rota_requests SET state = 'lapsed', ended_at = $2 WHERE org_id = $1 \
                   AND state = 'asked' AND from_at <= $2";
        self.run(sql, [now.millis().into()]).await
    }

    /// Holds the rota until this transaction ends: whoever decides by what others have waits here.
    ///
    /// Before anything of it is read. Without it two who answer at once could both be right about a
    /// rota that the other is changing.
    pub async fn hold_rota(&self) -> Result<(), StoreError> {
        let sql = "INSERT INTO rota_heads (org_id, changes) VALUES ($1, 1) \
                   ON CONFLICT (org_id) DO UPDATE SET changes = rota_heads.changes + 1";
        self.run(sql, []).await?;
        Ok(())
    }

    /// Gives a duty to another, within one change; `false` when it is not there as it was seen.
    pub async fn pass_duty(
        &self,
        from: &PersonId,
        duty: Period,
        to: &PersonId,
        change: &str,
    ) -> Result<bool, StoreError> {
        let key = |person: &PersonId| LineKey {
            person: person.clone(),
            unit: None,
            from: duty.from,
        };
        let line = self.roster_line(&key(from)).await?;
        let stands = line.is_some_and(|it| !it.removed && it.period.until == duty.until);
        if !stands || !self.take_line_out(&key(from), change).await? {
            return Ok(false);
        }
        self.put_line(&key(to), duty.until, change).await?;
        Ok(true)
    }

    /// How many lines of the duties still stand as this change left them.
    pub async fn duty_lines_of(&self, change: &str) -> Result<u64, StoreError> {
        #[derive(FromQueryResult)]
        struct Count {
            n: i64,
        }
        let sql = "SELECT COUNT(*) AS n FROM duty_periods WHERE org_id = $1 AND hand_id = $2";
        let row: Option<Count> = self.one(sql, [change.into()]).await?;
        Ok(row.map_or(0, |row| u64::try_from(row.n).unwrap_or(0)))
    }
}
