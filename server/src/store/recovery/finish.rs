//! A key comes into force, and the one before it becomes useless.

use care::{
    ids::{CaseId, PersonId},
    recovery::RecoveryState,
    time::Instant,
};
use sea_orm::{FromQueryResult, Value};
use serde::Serialize;

use super::{RecoveryRow, TEAM};
use crate::store::{StoreError, Tx};

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

impl NewTeam<'_> {
    fn row(&self, now: Instant) -> [Value; 6] {
        [
            self.generation.into(),
            self.recipient.into(),
            i32::from(self.threshold).into(),
            self.made_by.as_str().into(),
            self.proof.into(),
            now.millis().into(),
        ]
    }
}

/// A wrap that is sealed to the key in force, of the wraps `w`.
const IN_FORCE: &str = "w.vault = (SELECT MAX(generation) FROM recovery_teams WHERE org_id = $1 \
     AND recipient <> '' AND retired_at IS NULL)";

impl Tx {
    /// Puts the key of an appointed team into force, in place of the one before.
    ///
    /// # Errors
    /// [`StoreError::Refused`] when no appointment of this number waits.
    pub async fn found_team(&self, team: NewTeam<'_>, now: Instant) -> Result<(), StoreError> {
        self.retire_key(now).await?;
        let sql = "UPDATE recovery_teams SET recipient = $3, threshold = $4, made_by = $5, proof = $6, \
                   made_at = $7 WHERE org_id = $1 AND generation = $2 AND recipient = '' \
                   AND retired_at IS NULL";
        if self.run(sql, team.row(now)).await? == 0 {
            return Err(StoreError::Refused);
        }
        self.take_over(&team, now).await
    }

    /// Puts a new key of the same holders into force; an appointment that waits goes on waiting.
    ///
    /// It takes the number after this one: devices accept only a newer key than they know.
    async fn replace_key(&self, team: &NewTeam<'_>, now: Instant) -> Result<(), StoreError> {
        let waiting = self.appointed_team().await?;
        self.retire_key(now).await?;
        let sql = "INSERT INTO recovery_teams (org_id, generation, recipient, threshold, made_by, proof, \
                   made_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
        self.run(sql, team.row(now)).await?;
        if let Some(waiting) = waiting {
            for table in ["recovery_teams", "recovery_shares"] {
                let sql = format!(
                    "UPDATE {table} SET generation = $3 WHERE org_id = $1 AND generation = $2"
                );
                let numbers = [waiting.generation.into(), (team.generation + 1).into()];
                self.run(&sql, numbers).await?;
            }
        }
        self.take_over(team, now).await
    }

    async fn retire_key(&self, now: Instant) -> Result<(), StoreError> {
        let sql = "UPDATE recovery_teams SET retired_at = $2 WHERE org_id = $1 AND recipient <> '' \
                   AND retired_at IS NULL";
        self.run(sql, [now.millis().into()]).await?;
        Ok(())
    }

    /// What the retired key had is gone: its shares, its wraps, what was asked of its holders.
    async fn take_over(&self, team: &NewTeam<'_>, now: Instant) -> Result<(), StoreError> {
        let sql = "DELETE FROM recovery_shares WHERE org_id = $1 AND generation NOT IN \
                   (SELECT generation FROM recovery_teams WHERE org_id = $1 AND retired_at IS NULL)";
        self.run(sql, []).await?;
        self.put_shares(team.generation, team.shares).await?;
        self.drop_all_team_wraps().await?;
        self.overtake_recoveries(now).await
    }

    /// Every key that was sealed to the team, of one circle or of all.
    pub async fn team_wraps(&self, circle: Option<&CaseId>) -> Result<Vec<TeamWrap>, StoreError> {
        let sql = format!(
            "SELECT w.circle_id AS circle, w.generation, w.wrapped FROM circle_wraps w \
             WHERE w.org_id = $1 AND w.holder_id = $2 AND {IN_FORCE}"
        );
        let order = "ORDER BY w.circle_id, w.generation";
        match circle {
            None => self.all(&format!("{sql} {order}"), [TEAM.into()]).await,
            Some(case) => {
                let sql = format!("{sql} AND w.circle_id = $3 {order}");
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

    /// Ends a recovery: its receiver has the keys in this vault of theirs, and the team a new key.
    ///
    /// The executing holder had the old key, and with it every key that was sealed to it: each of
    /// these circles makes a new one.
    pub async fn finish_recovery(
        &self,
        recovery: &RecoveryRow,
        (given, vault): (&[TeamWrap], i64),
        team: NewTeam<'_>,
        wraps: &[TeamWrap],
        now: Instant,
    ) -> Result<(), StoreError> {
        let Some(receiver) = &recovery.receiver else {
            return Err(StoreError::Refused);
        };
        self.set_recovery_state(&recovery.id, RecoveryState::Done, now)
            .await?;
        self.replace_key(&team, now).await?;
        let (by, generation) = (team.made_by, team.generation);
        self.wrap_for((receiver.as_str(), vault), given, by, now)
            .await?;
        self.wrap_for((TEAM, generation), wraps, by, now).await
    }

    /// Gives a holder these keys, sealed to this vault of theirs; one to an earlier is replaced.
    pub async fn wrap_for(
        &self,
        (holder, vault): (&str, i64),
        wraps: &[TeamWrap],
        by: &PersonId,
        now: Instant,
    ) -> Result<(), StoreError> {
        let rows = wraps.iter().map(|wrap| -> Vec<Value> {
            vec![
                wrap.circle.as_str().into(),
                wrap.generation.into(),
                holder.into(),
                vault.into(),
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
