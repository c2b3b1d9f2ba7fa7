//! Asking for a recovery, and the shares that the holders give for it.

use care::{
    circle::Holder,
    ids::{CaseId, PersonId},
    recovery::{RecoveryKind, RecoveryReason, RecoveryState},
    time::Instant,
};
use sea_orm::FromQueryResult;

use super::TEAM;
use crate::store::{StoreError, Tx, upsert::Existing};

/// A recovery or rehearsal about to be asked for.
#[derive(Debug, Clone)]
pub struct Asking<'a> {
    /// Its id.
    pub id: &'a str,
    /// Why and for whom; none for a rehearsal.
    pub case: Option<(&'a CaseId, RecoveryReason)>,
    /// Who asks.
    pub by: &'a PersonId,
}

/// A recovery or rehearsal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecoveryRow {
    /// Its id.
    pub id: String,
    /// What for.
    pub kind: RecoveryKind,
    /// The case whose keys are asked for; none for a rehearsal.
    pub case: Option<CaseId>,
    /// Who gets them.
    pub receiver: Option<PersonId>,
    /// Why.
    pub reason: Option<RecoveryReason>,
    /// Where it stands.
    pub state: RecoveryState,
    /// Who asked.
    pub asked_by: PersonId,
    /// When.
    pub asked_at: Instant,
    /// The holder in whose browser the shares come together.
    pub executor: Option<PersonId>,
    /// When it ended.
    pub ended_at: Option<Instant>,
}

/// What one holder did: gave their share to the executing holder, or refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contribution {
    /// Who.
    pub holder: PersonId,
    /// The share, sealed to the executing holder; none when they refused.
    pub sealed: Option<String>,
}

#[derive(FromQueryResult)]
struct Row {
    recovery_id: String,
    kind: String,
    circle_id: Option<String>,
    for_id: Option<String>,
    reason: String,
    state: String,
    asked_by: String,
    asked_at: i64,
    executor_id: Option<String>,
    ended_at: Option<i64>,
}

impl TryFrom<Row> for RecoveryRow {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        const BAD: StoreError = StoreError::Unreadable("recovery");
        Ok(Self {
            id: row.recovery_id,
            kind: RecoveryKind::parse(&row.kind).ok_or(BAD)?,
            case: row.circle_id.map(CaseId::new),
            receiver: row.for_id.map(PersonId::new),
            reason: RecoveryReason::parse(&row.reason),
            state: RecoveryState::parse(&row.state).ok_or(BAD)?,
            asked_by: PersonId::new(row.asked_by),
            asked_at: Instant::from_millis(row.asked_at),
            executor: row.executor_id.map(PersonId::new),
            ended_at: row.ended_at.map(Instant::from_millis),
        })
    }
}

#[derive(FromQueryResult)]
struct ContributionRow {
    holder_id: String,
    sealed: String,
}

const COLUMNS: &str = "SELECT recovery_id, kind, circle_id, for_id, reason, state, asked_by, asked_at, \
     executor_id, ended_at FROM recoveries WHERE org_id = $1";

impl Tx {
    /// Asks the holders; who asks for a case is who receives.
    pub async fn ask_recovery(&self, asking: Asking<'_>, now: Instant) -> Result<(), StoreError> {
        let kind = asking
            .case
            .map_or(RecoveryKind::Rehearsal, |_| RecoveryKind::Recovery);
        let receiver = asking.case.map(|_| asking.by.as_str());
        let sql = "INSERT INTO recoveries (org_id, recovery_id, kind, circle_id, for_id, reason, state, \
                   asked_by, asked_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
        let values = [
            asking.id.into(),
            kind.code().into(),
            asking.case.map(|(case, _)| case.as_str()).into(),
            receiver.into(),
            asking.case.map_or("", |(_, reason)| reason.code()).into(),
            RecoveryState::Asked.code().into(),
            asking.by.as_str().into(),
            now.millis().into(),
        ];
        self.run(sql, values).await?;
        Ok(())
    }

    /// The recovery with this id.
    pub async fn recovery(&self, id: &str) -> Result<Option<RecoveryRow>, StoreError> {
        let row: Option<Row> = self
            .one(&format!("{COLUMNS} AND recovery_id = $2"), [id.into()])
            .await?;
        row.map(RecoveryRow::try_from).transpose()
    }

    /// What is asked of the holders now, the oldest first, at most 100.
    pub async fn open_recoveries(&self) -> Result<Vec<RecoveryRow>, StoreError> {
        let sql = format!("{COLUMNS} AND ended_at IS NULL ORDER BY asked_at LIMIT 100");
        self.recovery_rows(&sql, []).await
    }

    /// Every recovery that was asked for a case, the newest first, at most 20.
    pub async fn recoveries_of(&self, case: &CaseId) -> Result<Vec<RecoveryRow>, StoreError> {
        let sql = format!("{COLUMNS} AND circle_id = $2 ORDER BY asked_at DESC LIMIT 20");
        self.recovery_rows(&sql, [case.as_str().into()]).await
    }

    async fn recovery_rows(
        &self,
        sql: &str,
        values: impl IntoIterator<Item = sea_orm::Value>,
    ) -> Result<Vec<RecoveryRow>, StoreError> {
        let rows: Vec<Row> = self.all(sql, values).await?;
        rows.into_iter().map(RecoveryRow::try_from).collect()
    }

    /// Whether the team could give keys of this case that somebody cannot open.
    ///
    /// Only wraps to the present vault and to the key in force count: others open nothing.
    pub async fn team_can_give(
        &self,
        case: &CaseId,
        receiver: &PersonId,
    ) -> Result<bool, StoreError> {
        #[derive(FromQueryResult)]
        struct Count {
            n: i64,
        }
        let (team, person) = (Holder::Team, Holder::Person(receiver.clone()));
        let present = self.present_vaults([&team, &person].into_iter()).await?;
        let vault = |holder| present.get(holder).copied().unwrap_or(0);
        let sql = "SELECT COUNT(*) AS n FROM circle_wraps t LEFT JOIN circle_wraps m ON m.org_id = $1 \
                   AND m.circle_id = t.circle_id AND m.generation = t.generation AND m.holder_id = $4 \
                   AND m.vault = $6 WHERE t.org_id = $1 AND t.circle_id = $2 AND t.holder_id = $3 \
                   AND t.vault = $5 AND m.holder_id IS NULL";
        let values = [
            case.as_str().into(),
            TEAM.into(),
            receiver.as_str().into(),
            vault(&team).into(),
            vault(&person).into(),
        ];
        let missing = self.one::<Count>(sql, values).await?;
        Ok(missing.is_some_and(|row| row.n > 0))
    }

    /// Makes a holder the one who executes; `false` when another was first.
    pub async fn take_recovery(&self, id: &str, holder: &PersonId) -> Result<bool, StoreError> {
        let sql = "UPDATE recoveries SET executor_id = $3 WHERE org_id = $1 AND recovery_id = $2 \
                   AND executor_id IS NULL AND ended_at IS NULL";
        Ok(self.run(sql, [id.into(), holder.as_str().into()]).await? > 0)
    }

    /// Keeps what a holder did; a second thought replaces the first.
    pub async fn contribute(
        &self,
        id: &str,
        holder: &PersonId,
        sealed: Option<&str>,
        now: Instant,
    ) -> Result<(), StoreError> {
        let row = vec![
            id.into(),
            holder.as_str().into(),
            sealed.unwrap_or_default().into(),
            now.millis().into(),
        ];
        self.upsert(
            "recovery_contributions",
            &["recovery_id", "holder_id", "sealed", "at"],
            &["recovery_id", "holder_id"],
            Existing::Updated(&["sealed", "at"]),
            vec![row],
        )
        .await?;
        Ok(())
    }

    /// What the holders did so far.
    pub async fn contributions(&self, id: &str) -> Result<Vec<Contribution>, StoreError> {
        let sql = "SELECT holder_id, sealed FROM recovery_contributions WHERE org_id = $1 \
                   AND recovery_id = $2 ORDER BY at, holder_id";
        let rows: Vec<ContributionRow> = self.all(sql, [id.into()]).await?;
        let contribution = |row: ContributionRow| Contribution {
            holder: PersonId::new(row.holder_id),
            sealed: Some(row.sealed).filter(|sealed| !sealed.is_empty()),
        };
        Ok(rows.into_iter().map(contribution).collect())
    }

    /// Moves a recovery to another state; one that ended leaves no contribution behind.
    pub async fn set_recovery_state(
        &self,
        id: &str,
        state: RecoveryState,
        now: Instant,
    ) -> Result<(), StoreError> {
        let ended = (!state.is_open()).then_some(now.millis());
        let sql = "UPDATE recoveries SET state = $3, ended_at = $4 WHERE org_id = $1 AND recovery_id = $2 \
                   AND ended_at IS NULL";
        self.run(sql, [id.into(), state.code().into(), ended.into()])
            .await?;
        if ended.is_some() {
            let sql = "DELETE FROM recovery_contributions WHERE org_id = $1 AND recovery_id = $2";
            self.run(sql, [id.into()]).await?;
        }
        Ok(())
    }

    /// Ends whatever is still asked: its shares no longer fit the key.
    pub(super) async fn overtake_recoveries(&self, now: Instant) -> Result<(), StoreError> {
        let sql = "UPDATE recoveries SET state = $2, ended_at = $3 WHERE org_id = $1 AND ended_at IS NULL";
        self.run(
            sql,
            [RecoveryState::Withdrawn.code().into(), now.millis().into()],
        )
        .await?;
        self.run("DELETE FROM recovery_contributions WHERE org_id = $1", [])
            .await?;
        Ok(())
    }
}
