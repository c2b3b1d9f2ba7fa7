//! What people asked about their own data (R095); who handles it sees no person.

use care::{
    data_request::{RequestKind, RequestState, RequestWhy},
    ids::PersonId,
    time::Instant,
};
use jiff::civil::Date;
use sea_orm::{FromQueryResult, Value};

use super::{StoreError, Tx};

/// A request, without whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataRequest {
    /// Its id.
    pub id: String,
    /// What its person can say instead of a name.
    pub reference: String,
    /// What is asked.
    pub kind: RequestKind,
    /// How it stands.
    pub state: RequestState,
    /// Why it was not done in full.
    pub why: Option<RequestWhy>,
    /// When it was asked.
    pub asked_at: Instant,
    /// The last day on which the answer is in time.
    pub due_on: Date,
    /// Whether it was given the further months.
    pub extended: bool,
    /// When it was answered or taken back.
    pub settled_at: Option<Instant>,
}

#[derive(FromQueryResult)]
struct Row {
    request_id: String,
    reference: String,
    kind: String,
    state: String,
    why: String,
    asked_at: i64,
    due_on: String,
    extended: bool,
    settled_at: Option<i64>,
}

impl TryFrom<Row> for DataRequest {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let unreadable = || StoreError::Unreadable("data request");
        Ok(Self {
            kind: RequestKind::parse(&row.kind).ok_or_else(unreadable)?,
            state: RequestState::parse(&row.state).ok_or_else(unreadable)?,
            why: RequestWhy::parse(&row.why),
            due_on: row.due_on.parse().map_err(|_| unreadable())?,
            id: row.request_id,
            reference: row.reference,
            asked_at: Instant::from_millis(row.asked_at),
            extended: row.extended,
            settled_at: row.settled_at.map(Instant::from_millis),
        })
    }
}

const COLUMNS: &str =
    "request_id, reference, kind, state, why, asked_at, due_on, extended, settled_at";

impl Tx {
    /// Keeps a new request of a person.
    pub async fn ask_about_data(
        &self,
        request: &DataRequest,
        person: &PersonId,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO data_requests (org_id, request_id, person_id, reference, kind, \
                   state, why, asked_at, due_on, extended, settled_at) \
                   VALUES ($1, $2, $3, $4, $5, $6, '', $7, $8, $9, NULL)";
        let values: [Value; 8] = [
            request.id.as_str().into(),
            person.as_str().into(),
            request.reference.as_str().into(),
            request.kind.code().into(),
            request.state.code().into(),
            request.asked_at.millis().into(),
            request.due_on.to_string().into(),
            request.extended.into(),
        ];
        self.run(sql, values).await?;
        Ok(())
    }

    /// One's own requests, the newest first, at most 50.
    pub async fn data_requests_of(
        &self,
        person: &PersonId,
    ) -> Result<Vec<DataRequest>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM data_requests WHERE org_id = $1 AND person_id = $2 \
             ORDER BY asked_at DESC, request_id DESC LIMIT 50"
        );
        self.data_request_rows(&sql, [person.as_str().into()]).await
    }

    /// One of one's own requests.
    pub async fn own_data_request(
        &self,
        id: &str,
        person: &PersonId,
    ) -> Result<Option<DataRequest>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM data_requests WHERE org_id = $1 AND request_id = $2 \
             AND person_id = $3"
        );
        let values = [id.into(), person.as_str().into()];
        Ok(self.data_request_rows(&sql, values).await?.pop())
    }

    /// One request.
    pub async fn data_request(&self, id: &str) -> Result<Option<DataRequest>, StoreError> {
        let sql =
            format!("SELECT {COLUMNS} FROM data_requests WHERE org_id = $1 AND request_id = $2");
        Ok(self.data_request_rows(&sql, [id.into()]).await?.pop())
    }

    /// The requests that wait, the one that is due first first, at most 200.
    pub async fn open_data_requests(&self) -> Result<Vec<DataRequest>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM data_requests WHERE org_id = $1 AND state = 'open' \
             ORDER BY due_on, request_id LIMIT 200"
        );
        self.data_request_rows(&sql, []).await
    }

    /// The requests that were answered, the newest first, below one that was already given.
    pub async fn settled_data_requests(
        &self,
        below: Option<(Instant, &str)>,
        limit: u32,
    ) -> Result<Vec<DataRequest>, StoreError> {
        let (at, id) = below.unwrap_or((Instant::LAST, ""));
        let sql = format!(
            "SELECT {COLUMNS} FROM data_requests WHERE org_id = $1 AND settled_at <= $2 \
             AND (settled_at < $2 OR request_id < $3) \
             ORDER BY settled_at DESC, request_id DESC LIMIT {limit}"
        );
        self.data_request_rows(&sql, [at.millis().into(), id.into()])
            .await
    }

    /// Saves how a request stands, unless it stands otherwise than `from` by now.
    pub async fn save_data_request(
        &self,
        request: &DataRequest,
        from: (RequestState, bool),
    ) -> Result<bool, StoreError> {
        let sql = "UPDATE data_requests SET state = $3, why = $4, due_on = $5, extended = $6, \
                   settled_at = $7 WHERE org_id = $1 AND request_id = $2 AND state = $8 \
                   AND extended = $9";
        let values: [Value; 8] = [
            request.id.as_str().into(),
            request.state.code().into(),
            request.why.map_or("", RequestWhy::code).into(),
            request.due_on.to_string().into(),
            request.extended.into(),
            request.settled_at.map(Instant::millis).into(),
            from.0.code().into(),
            from.1.into(),
        ];
        Ok(self.run(sql, values).await? > 0)
    }

    async fn data_request_rows(
        &self,
        sql: &str,
        values: impl IntoIterator<Item = Value>,
    ) -> Result<Vec<DataRequest>, StoreError> {
        let rows: Vec<Row> = self.all(sql, values).await?;
        rows.into_iter().map(DataRequest::try_from).collect()
    }
}
