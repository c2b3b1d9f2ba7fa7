//! The whole life of a job: planned with the change it follows from, claimed, done or tried again.

use care::{ids::OrgId, time::Instant};
use sea_orm::FromQueryResult;

use super::{Store, StoreError, Tx, system, upsert::Existing};

/// What a job does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobKind {
    /// A step of a case has passed its window: say so to those who keep the path.
    Deadline,
    /// A step of a case may be worth a reminder.
    Reminder,
    /// What is past its period: warn, then erase; once a day.
    Retention,
}

impl JobKind {
    fn as_str(self) -> &'static str {
        match self {
            Self::Deadline => "deadline",
            Self::Reminder => "reminder",
            Self::Retention => "retention",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        match word {
            "deadline" => Some(Self::Deadline),
            "reminder" => Some(Self::Reminder),
            "retention" => Some(Self::Retention),
            _ => None,
        }
    }
}

/// A job that is due.
#[derive(Debug, Clone)]
pub struct Job {
    /// The organisation it belongs to.
    pub org: OrgId,
    /// Its id: kind, subject and due time, so that planning twice plans once.
    pub id: String,
    /// What to do.
    pub kind: JobKind,
    /// The id of what it is about.
    pub subject: String,
    /// When it was due.
    pub due: Instant,
    /// How often it was tried before.
    pub attempts: i32,
}

#[derive(FromQueryResult)]
struct Row {
    org_id: String,
    job_id: String,
    kind: String,
    subject: String,
    due_at: i64,
    attempts: i32,
}

impl Store {
    /// Jobs that are due and unclaimed, oldest first: a named cross-organisation query.
    pub async fn due_jobs(&self, now: Instant, limit: u32) -> Result<Vec<Job>, StoreError> {
        let tx = self.read("scan due jobs", &system()).await?;
        let sql = format!(
            "SELECT org_id, job_id, kind, subject, due_at, attempts FROM jobs WHERE done_at IS NULL \
             AND due_at < $1 AND leased_until < $1 ORDER BY due_at LIMIT {limit}"
        );
        let rows: Vec<Row> = tx.reference(&sql, [now.millis().into()]).await?;
        let job = |row: Row| {
            Some(Job {
                org: OrgId::new(row.org_id),
                id: row.job_id,
                kind: JobKind::parse(&row.kind)?,
                subject: row.subject,
                due: Instant::from_millis(row.due_at),
                attempts: row.attempts,
            })
        };
        Ok(rows.into_iter().filter_map(job).collect())
    }
}

fn job_id(kind: JobKind, subject: &str, due: Instant) -> String {
    format!("{}:{subject}:{}", kind.as_str(), due.millis())
}

impl Tx {
    /// Plans a job; the same job planned twice is one.
    pub async fn plan_job(
        &self,
        kind: JobKind,
        subject: &str,
        due: Instant,
    ) -> Result<(), StoreError> {
        self.plan_jobs(kind, &[(subject, due)]).await
    }

    /// Plans the same kind of job for many subjects at once.
    pub(super) async fn plan_jobs(
        &self,
        kind: JobKind,
        subjects: &[(&str, Instant)],
    ) -> Result<(), StoreError> {
        let columns = [
            "job_id",
            "kind",
            "subject",
            "due_at",
            "attempts",
            "leased_until",
        ];
        let rows = subjects.iter().map(|(subject, due)| {
            vec![
                job_id(kind, subject, *due).into(),
                kind.as_str().into(),
                (*subject).into(),
                due.millis().into(),
                0_i32.into(),
                0_i64.into(),
            ]
        });
        let key = ["job_id"];
        self.upsert("jobs", &columns, &key, Existing::Kept, rows.collect())
            .await?;
        Ok(())
    }

    /// Whether a job was planned before, done or not.
    pub async fn job_is_planned(
        &self,
        kind: JobKind,
        subject: &str,
        due: Instant,
    ) -> Result<bool, StoreError> {
        #[derive(FromQueryResult)]
        struct Found {
            #[expect(dead_code, reason = "that there is a row is the answer")]
            attempts: i32,
        }
        let id = job_id(kind, subject, due);
        let sql = "SELECT attempts FROM jobs WHERE org_id = $1 AND job_id = $2";
        Ok(self.one::<Found>(sql, [id.into()]).await?.is_some())
    }

    /// Claims a job until the lease ends; `false` when another worker has it.
    pub async fn claim_job(
        &self,
        job: &Job,
        now: Instant,
        lease: Instant,
    ) -> Result<bool, StoreError> {
        let sql = "UPDATE jobs SET leased_until = $4, attempts = attempts + 1 WHERE org_id = $1 \
                   AND job_id = $2 AND done_at IS NULL AND leased_until < $3";
        let values = [
            job.id.as_str().into(),
            now.millis().into(),
            lease.millis().into(),
        ];
        Ok(self.run(sql, values).await? > 0)
    }

    /// Marks a job as done, in the transaction of what it did.
    pub async fn finish_job(&self, job: &Job, now: Instant) -> Result<(), StoreError> {
        let sql = "UPDATE jobs SET done_at = $3, failure = NULL WHERE org_id = $1 AND job_id = $2";
        self.run(sql, [job.id.as_str().into(), now.millis().into()])
            .await?;
        Ok(())
    }

    /// Puts a failed job back for later, with the reason's code.
    pub async fn postpone_job(
        &self,
        job: &Job,
        until: Instant,
        failure: &str,
    ) -> Result<(), StoreError> {
        let sql =
            "UPDATE jobs SET leased_until = $3, failure = $4 WHERE org_id = $1 AND job_id = $2";
        self.run(
            sql,
            [
                job.id.as_str().into(),
                until.millis().into(),
                failure.into(),
            ],
        )
        .await?;
        Ok(())
    }
}
