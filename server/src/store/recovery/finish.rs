//! A key comes into force, and the one before it becomes useless.

use care::{
    ids::{CaseId, CircleId, PersonId},
    recovery::RecoveryState,
    time::Instant,
};
use sea_orm::{FromQueryResult, Value};
use serde::Serialize;

use super::{RecoveryRow, TEAM};
use crate::store::{StoreError, Tx, upsert::Existing};

/// The key of a team, made in a holder's browser.
#[derive(Debug, Clone)]
pub struct NewTeam<'a> {
    /// Which key it is.
    pub generation: i64,
    /// Its public half.
    pub recipient: &'a str,
    /// How many shares open it.
    pub threshold: u8,
    /// The holder in whose browser it was made.
    pub made_by: &'a PersonId,
    /// The maker's signature.
    pub proof: &'a str,
    /// Each holder's share, sealed to their vault.
    pub shares: &'a [(PersonId, String)],
}

/// A circle's key, sealed to the team.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, Serialize, serde::Deserialize)]
pub struct TeamWrap {
    /// The circle.
    pub circle: String,
    /// Which of its keys.
    pub generation: i64,
    /// The key, sealed.
    pub wrapped: String,
}

impl Tx {
    /// Puts a team's key into force: the one before is retired, its shares and wraps are gone.
    pub async fn found_team(&self, team: NewTeam<'_>, now: Instant) -> Result<(), StoreError> {
        let sql = "UPDATE recovery_teams SET retired_at = $3 WHERE org_id = $1 AND generation <> $2 \
                   AND retired_at IS NULL";
        self.run(sql, [team.generation.into(), now.millis().into()])
            .await?;
        let row = vec![
            team.generation.into(),
            team.recipient.into(),
            i32::from(team.threshold).into(),
            team.made_by.as_str().into(),
            team.proof.into(),
            now.millis().into(),
        ];
        let columns = [
            "generation",
            "recipient",
            "threshold",
            "made_by",
            "proof",
            "made_at",
        ];
        let changing = ["recipient", "threshold", "made_by", "proof", "made_at"];
        self.upsert(
            "recovery_teams",
            &columns,
            &["generation"],
            Existing::Updated(&changing),
            vec![row],
        )
        .await?;
        self.run("DELETE FROM recovery_shares WHERE org_id = $1", [])
            .await?;
        self.put_shares(team.generation, team.shares).await?;
        self.run(
            "DELETE FROM circle_wraps WHERE org_id = $1 AND holder_id = $2",
            [TEAM.into()],
        )
        .await?;
        self.overtake_recoveries(now).await
    }

    /// Every key that was sealed to the team, of one circle or of all.
    pub async fn team_wraps(&self, circle: Option<&CaseId>) -> Result<Vec<TeamWrap>, StoreError> {
        let sql = "SELECT circle_id AS circle, generation, wrapped FROM circle_wraps WHERE org_id = $1 \
                   AND holder_id = $2";
        let order = "ORDER BY circle_id, generation";
        match circle {
            None => self.all(&format!("{sql} {order}"), [TEAM.into()]).await,
            Some(case) => {
                let sql = format!("{sql} AND circle_id = $3 {order}");
                self.all(&sql, [TEAM.into(), case.as_str().into()]).await
            }
        }
    }

    /// The public halves of the keys that were sealed to the team.
    pub async fn team_circle_recipients(&self) -> Result<Vec<(String, i64, String)>, StoreError> {
        #[derive(FromQueryResult)]
        struct Row {
            circle_id: String,
            generation: i64,
            recipient: String,
        }
        let sql = "SELECT k.circle_id, k.generation, k.recipient FROM circle_wraps w JOIN circle_keys k \
                   ON k.org_id = $1 AND k.circle_id = w.circle_id AND k.generation = w.generation \
                   WHERE w.org_id = $1 AND w.holder_id = $2 ORDER BY k.circle_id, k.generation";
        let rows: Vec<Row> = self.all(sql, [TEAM.into()]).await?;
        Ok(rows
            .into_iter()
            .map(|row| (row.circle_id, row.generation, row.recipient))
            .collect())
    }

    /// Ends a recovery: its receiver has the keys, and a new team has taken over.
    pub async fn finish_recovery(
        &self,
        recovery: &RecoveryRow,
        given: &[TeamWrap],
        team: NewTeam<'_>,
        wraps: &[TeamWrap],
        now: Instant,
    ) -> Result<(), StoreError> {
        let (Some(case), Some(receiver)) = (&recovery.case, &recovery.receiver) else {
            return Err(StoreError::Refused);
        };
        let by = team.made_by.clone();
        self.set_recovery_state(&recovery.id, RecoveryState::Done, now)
            .await?;
        self.found_team(team, now).await?;
        self.wrap_for(receiver.as_str(), given, &by, now).await?;
        self.wrap_for(TEAM, wraps, &by, now).await?;
        // The executing holder has seen the case's keys: the next member makes a new one.
        self.renew_circle(&CircleId::new(case.as_str())).await
    }

    /// Gives a holder these keys; one from before their present vault is replaced.
    pub async fn wrap_for(
        &self,
        holder: &str,
        wraps: &[TeamWrap],
        by: &PersonId,
        now: Instant,
    ) -> Result<(), StoreError> {
        let rows = wraps.iter().map(|wrap| -> Vec<Value> {
            vec![
                wrap.circle.as_str().into(),
                wrap.generation.into(),
                holder.into(),
                wrap.wrapped.as_str().into(),
                by.as_str().into(),
                now.millis().into(),
            ]
        });
        self.put_wraps(rows.collect()).await
    }

    /// Notes that the shares were tried in a dry run and still open the key.
    pub async fn rehearsed(
        &self,
        recovery: &str,
        generation: i64,
        now: Instant,
    ) -> Result<(), StoreError> {
        let sql =
            "UPDATE recovery_teams SET rehearsed_at = $3 WHERE org_id = $1 AND generation = $2";
        self.run(sql, [generation.into(), now.millis().into()])
            .await?;
        self.set_recovery_state(recovery, RecoveryState::Done, now)
            .await
    }
}
