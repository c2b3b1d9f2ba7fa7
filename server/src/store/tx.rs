//! A transaction of one organisation, and the few verbs that every aggregate uses.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicBool, Ordering},
};

use care::ids::OrgId;
use sea_orm::{
    AccessMode, ConnectionTrait, DatabaseTransaction, FromQueryResult, TransactionOptions,
    TransactionTrait, Value,
};
use tokio::sync::OwnedMutexGuard;

use super::{Engine, Erasure, StoreError};

/// A named transaction on one organisation's rows; dropping it undoes it.
pub struct Tx {
    inner: DatabaseTransaction,
    engine: Arc<Engine>,
    name: &'static str,
    org: OrgId,
    /// What is erased here, for the journal.
    erased: Mutex<Vec<Erasure>>,
    /// Whether the worker has something new to do once this is durable.
    rings: AtomicBool,
    /// Held until the transaction ends: the embedded engine's only writer.
    _turn: Option<OwnedMutexGuard<()>>,
}

impl Tx {
    pub(super) async fn begin_read(
        engine: Arc<Engine>,
        name: &'static str,
        org: &OrgId,
    ) -> Result<Self, StoreError> {
        let options = TransactionOptions {
            access_mode: (!engine.one_writer).then_some(AccessMode::ReadOnly),
            ..TransactionOptions::default()
        };
        let inner = engine.read.begin_with_options(options).await?;
        Ok(Self {
            inner,
            engine,
            name,
            org: org.clone(),
            erased: Mutex::default(),
            rings: AtomicBool::new(false),
            _turn: None,
        })
    }

    /// A view of all rows as they stand at one moment, however long it takes to read them.
    pub(super) async fn begin_snapshot(
        engine: Arc<Engine>,
        org: &OrgId,
    ) -> Result<Self, StoreError> {
        let inner = engine.read.begin_with_options(engine.snapshot()).await?;
        Ok(Self {
            inner,
            engine,
            name: "snapshot",
            org: org.clone(),
            erased: Mutex::default(),
            rings: AtomicBool::new(false),
            _turn: None,
        })
    }

    pub(super) async fn begin_write(
        engine: Arc<Engine>,
        turn: Option<OwnedMutexGuard<()>>,
        name: &'static str,
        org: &OrgId,
    ) -> Result<Self, StoreError> {
        let inner = engine.write.begin_with_options(engine.writing()).await?;
        Ok(Self {
            inner,
            engine,
            name,
            org: org.clone(),
            erased: Mutex::default(),
            rings: AtomicBool::new(false),
            _turn: turn,
        })
    }

    /// Makes the changes durable; after this returns they survive a power cut.
    ///
    /// # Errors
    /// [`StoreError::Journal`] when something is erased here that cannot be journalled first.
    pub async fn commit(self) -> Result<(), StoreError> {
        tracing::trace!(transaction = self.name, "commit");
        let erased =
            std::mem::take(&mut *self.erased.lock().unwrap_or_else(PoisonError::into_inner));
        if erased.is_empty() {
            self.inner.commit().await?;
            if self.rings.into_inner() {
                self.engine.bell.notify_waiters();
            }
            return Ok(());
        }
        let journal = self.engine.journal.clone().ok_or(StoreError::Journal)?;
        let ids: Vec<String> = erased.iter().map(|erasure| erasure.id.clone()).collect();
        let lines = journal.clone();
        tokio::task::spawn_blocking(move || lines.append(&erased))
            .await
            .map_err(|_| StoreError::Journal)?
            .map_err(|_| StoreError::Journal)?;
        self.inner.commit().await?;
        let noted = tokio::task::spawn_blocking(move || journal.done(ids)).await;
        if !matches!(noted, Ok(Ok(()))) {
            // It is erased; a restore leaves what is in doubt alone, and says so.
            tracing::warn!("an erasure could not be noted as done in the journal");
        }
        Ok(())
    }

    /// The organisation whose rows this transaction sees.
    #[must_use]
    pub fn org(&self) -> &OrgId {
        &self.org
    }

    /// Lets the worker know, once this is durable, that there is something to do.
    pub(super) fn wake(&self) {
        self.rings.store(true, Ordering::Relaxed);
    }

    pub(super) fn engine(&self) -> &Engine {
        &self.engine
    }

    pub(super) fn connection(&self) -> &DatabaseTransaction {
        &self.inner
    }

    /// Puts a line in the journal file before this transaction commits.
    pub(super) fn journal_at_commit(&self, erasure: Erasure) {
        let mut erased = self.erased.lock().unwrap_or_else(PoisonError::into_inner);
        erased.push(erasure);
    }

    pub(super) fn org_value(&self) -> Value {
        self.org.as_str().into()
    }

    /// All rows; `$1` is always the organisation, `values` follow from `$2` on.
    pub(super) async fn all<R: FromQueryResult>(
        &self,
        sql: &str,
        values: impl IntoIterator<Item = Value>,
    ) -> Result<Vec<R>, StoreError> {
        let statement = self
            .engine
            .statement(sql, std::iter::once(self.org_value()).chain(values));
        Ok(R::find_by_statement(statement).all(&self.inner).await?)
    }

    /// The first row, if any; values as in [`Tx::all`].
    pub(super) async fn one<R: FromQueryResult>(
        &self,
        sql: &str,
        values: impl IntoIterator<Item = Value>,
    ) -> Result<Option<R>, StoreError> {
        let statement = self
            .engine
            .statement(sql, std::iter::once(self.org_value()).chain(values));
        Ok(R::find_by_statement(statement).one(&self.inner).await?)
    }

    /// Runs a change and says how many rows it touched; values as in [`Tx::all`].
    pub(super) async fn run(
        &self,
        sql: &str,
        values: impl IntoIterator<Item = Value>,
    ) -> Result<u64, StoreError> {
        let statement = self
            .engine
            .statement(sql, std::iter::once(self.org_value()).chain(values));
        Ok(self.inner.execute_raw(statement).await?.rows_affected())
    }

    /// Rows of a reference table, which is read before the organisation is known.
    pub(super) async fn reference<R: FromQueryResult>(
        &self,
        sql: &str,
        values: impl IntoIterator<Item = Value>,
    ) -> Result<Vec<R>, StoreError> {
        Ok(R::find_by_statement(self.engine.statement(sql, values))
            .all(&self.inner)
            .await?)
    }

    /// A change of a reference table.
    pub(super) async fn run_reference(
        &self,
        sql: &str,
        values: impl IntoIterator<Item = Value>,
    ) -> Result<u64, StoreError> {
        Ok(self
            .inner
            .execute_raw(self.engine.statement(sql, values))
            .await?
            .rows_affected())
    }

    /// Runs a built statement (the upsert builder's).
    pub(super) async fn run_built(
        &self,
        statement: &sea_orm::sea_query::InsertStatement,
    ) -> Result<u64, StoreError> {
        Ok(self.inner.execute(statement).await?.rows_affected())
    }
}

/// Placeholders `$from, $from+1, …` for a list of `count` values.
pub(super) fn places(from: usize, count: usize) -> String {
    (from..from + count)
        .map(|n| format!("${n}"))
        .collect::<Vec<_>>()
        .join(", ")
}
