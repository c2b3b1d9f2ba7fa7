//! The team's recovery key: who holds its shares, and what the shares were used for.
//!
//! A team that was appointed and whose key nobody has made yet has an empty recipient. The key is
//! made in a holder's browser; what is kept here is its public half, and shares and wraps that only
//! a holder's device or all of them together can open.

mod ask;
mod finish;

use care::{
    ids::{CircleId, PersonId},
    recovery::Quorum,
    time::Instant,
};
use sea_orm::{FromQueryResult, Value};

pub use ask::{Asking, Contribution, RecoveryRow};
pub use finish::{NewTeam, TeamWrap};

use super::{Choices, StoreError, Tx, tx::places, upsert::Existing};

/// Under this name the team stands among the holders of a circle's key.
pub const TEAM: &str = "team";

/// A team's key: its public half, and who made it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecoveryTeam {
    /// Which key of this organisation's teams it is.
    pub generation: i64,
    /// The public half.
    pub recipient: String,
    /// How many shares of how many open it.
    pub threshold: u8,
    /// The holder in whose browser it was made; the appointer while there is no key.
    pub made_by: PersonId,
    /// The maker's signature.
    pub proof: String,
    /// When.
    pub made_at: Instant,
    /// When it was last tried in a dry run.
    pub rehearsed_at: Option<Instant>,
    /// Who holds a share.
    pub holders: Vec<PersonId>,
}

impl RecoveryTeam {
    /// How many shares of how many are needed, if the stored numbers make sense.
    #[must_use]
    pub fn quorum(&self) -> Option<Quorum> {
        let holders = u8::try_from(self.holders.len()).ok()?;
        Quorum::new(self.threshold, holders).ok()
    }
}

#[derive(FromQueryResult)]
struct Row {
    generation: i64,
    recipient: String,
    threshold: i32,
    made_by: String,
    proof: String,
    made_at: i64,
    rehearsed_at: Option<i64>,
}

#[derive(FromQueryResult)]
struct Text {
    text: String,
}

#[derive(FromQueryResult)]
struct Number {
    number: i64,
}

/// The public keys of somebody's vault, as others seal to them.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult, serde::Serialize)]
pub struct HolderKeys {
    /// Whose.
    pub person_id: String,
    /// Which vault of theirs.
    pub generation: i64,
    /// What to seal to.
    pub recipient: String,
    /// What verifies their signature.
    pub signer: String,
    /// Their own signature over the two.
    pub proof: String,
}

impl Tx {
    /// The team whose key is in force; none while recovery is off or the key is not made yet.
    pub async fn recovery_team(&self) -> Result<Option<RecoveryTeam>, StoreError> {
        self.team_where("recipient <> ''").await
    }

    /// The team that was appointed and has yet to make its key.
    pub async fn appointed_team(&self) -> Result<Option<RecoveryTeam>, StoreError> {
        self.team_where("recipient = ''").await
    }

    async fn team_where(&self, which: &str) -> Result<Option<RecoveryTeam>, StoreError> {
        let sql = format!(
            "SELECT generation, recipient, threshold, made_by, proof, made_at, rehearsed_at \
             FROM recovery_teams WHERE org_id = $1 AND retired_at IS NULL AND {which} \
             ORDER BY generation DESC LIMIT 1"
        );
        let Some(row) = self.one::<Row>(&sql, []).await? else {
            return Ok(None);
        };
        let sql = "SELECT holder_id AS text FROM recovery_shares WHERE org_id = $1 AND generation = $2 \
                   ORDER BY holder_id";
        let holders: Vec<Text> = self.all(sql, [row.generation.into()]).await?;
        Ok(Some(RecoveryTeam {
            generation: row.generation,
            recipient: row.recipient,
            threshold: u8::try_from(row.threshold).unwrap_or(u8::MAX),
            made_by: PersonId::new(row.made_by),
            proof: row.proof,
            made_at: Instant::from_millis(row.made_at),
            rehearsed_at: row.rehearsed_at.map(Instant::from_millis),
            holders: holders.into_iter().map(|h| PersonId::new(h.text)).collect(),
        }))
    }

    /// Appoints a team that has yet to make its key; the key in force stays until then.
    pub async fn appoint_team(
        &self,
        quorum: Quorum,
        holders: &[PersonId],
        by: &PersonId,
        now: Instant,
    ) -> Result<i64, StoreError> {
        let sql = "UPDATE recovery_teams SET retired_at = $2 WHERE org_id = $1 AND recipient = '' \
                   AND retired_at IS NULL";
        self.run(sql, [now.millis().into()]).await?;
        let generation = self.next_team().await?;
        let sql = "INSERT INTO recovery_teams (org_id, generation, recipient, threshold, made_by, proof, \
                   made_at) VALUES ($1, $2, '', $3, $4, '', $5)";
        let values = [
            generation.into(),
            i32::from(quorum.threshold()).into(),
            by.as_str().into(),
            now.millis().into(),
        ];
        self.run(sql, values).await?;
        let shares = holders.iter().map(|holder| (holder.clone(), String::new()));
        self.put_shares(generation, &shares.collect::<Vec<_>>())
            .await?;
        Ok(generation)
    }

    /// The number that the next team or key gets: none is given twice.
    pub async fn next_team(&self) -> Result<i64, StoreError> {
        let sql =
            "SELECT COALESCE(MAX(generation), 0) AS number FROM recovery_teams WHERE org_id = $1";
        let last = self.one::<Number>(sql, []).await?;
        Ok(last.map_or(0, |row| row.number) + 1)
    }

    pub(super) async fn put_shares(
        &self,
        generation: i64,
        shares: &[(PersonId, String)],
    ) -> Result<(), StoreError> {
        let rows = shares.iter().map(|(holder, sealed)| -> Vec<Value> {
            vec![
                generation.into(),
                holder.as_str().into(),
                sealed.as_str().into(),
            ]
        });
        self.upsert(
            "recovery_shares",
            &["generation", "holder_id", "sealed"],
            &["generation", "holder_id"],
            Existing::Updated(&["sealed"]),
            rows.collect(),
        )
        .await?;
        Ok(())
    }

    /// A holder's own share of a key, sealed to their vault.
    pub async fn recovery_share(
        &self,
        generation: i64,
        holder: &PersonId,
    ) -> Result<Option<String>, StoreError> {
        let sql = "SELECT sealed AS text FROM recovery_shares WHERE org_id = $1 AND generation = $2 \
                   AND holder_id = $3 AND sealed <> ''";
        let row: Option<Text> = self
            .one(sql, [generation.into(), holder.as_str().into()])
            .await?;
        Ok(row.map(|row| row.text))
    }

    /// The public keys of these people's present vaults.
    pub async fn holder_keys(&self, people: &[PersonId]) -> Result<Vec<HolderKeys>, StoreError> {
        if people.is_empty() {
            return Ok(Vec::new());
        }
        let sql = format!(
            "SELECT person_id, generation, recipient, signer, proof FROM vaults WHERE org_id = $1 \
             AND retired_at IS NULL AND person_id IN ({}) ORDER BY person_id",
            places(2, people.len())
        );
        self.all(&sql, people.iter().map(|id| id.as_str().into()))
            .await
    }

    /// Turns recovery off: no key, no share and no wrap to the team is left.
    pub async fn turn_recovery_off(&self, now: Instant) -> Result<(), StoreError> {
        self.run(
            "UPDATE recovery_teams SET retired_at = $2 WHERE org_id = $1 AND retired_at IS NULL",
            [now.millis().into()],
        )
        .await?;
        self.run("DELETE FROM recovery_shares WHERE org_id = $1", [])
            .await?;
        self.drop_all_team_wraps().await?;
        self.overtake_recoveries(now).await
    }

    /// Deletes everything that was sealed to the team. The keys are replaced, since the holders
    /// could have opened the present ones.
    async fn drop_all_team_wraps(&self) -> Result<(), StoreError> {
        let sql = "UPDATE circle_choices SET rotation_due = $3 WHERE org_id = $1 AND circle_id IN \
                   (SELECT circle_id FROM circle_wraps WHERE org_id = $1 AND holder_id = $2)";
        self.run(sql, [TEAM.into(), true.into()]).await?;
        let sql = "DELETE FROM circle_wraps WHERE org_id = $1 AND holder_id = $2";
        self.run(sql, [TEAM.into()]).await?;
        Ok(())
    }

    /// What the colleague of a case chose: whether its notes may be recovered.
    pub async fn is_recoverable(&self, circle: &str) -> Result<bool, StoreError> {
        let choices = self.circle_choices(&CircleId::new(circle)).await?;
        Ok(choices.recoverable)
    }

    /// Keeps the colleague's choice. Taking it back deletes the team's wraps at once, and the
    /// key is replaced, since the holders could have opened the present one.
    pub async fn choose_recoverable(
        &self,
        circle: &str,
        recoverable: bool,
        now: Instant,
    ) -> Result<(), StoreError> {
        let id = CircleId::new(circle);
        let choices = self.hold_circle(&id, now).await?;
        let wrapped = !recoverable && self.drop_team_wraps(circle).await? > 0;
        let chosen = Choices {
            recoverable,
            rotation_due: choices.rotation_due || wrapped,
            ..choices
        };
        self.choose_for_circle(&id, chosen, now).await
    }

    async fn drop_team_wraps(&self, circle: &str) -> Result<u64, StoreError> {
        let sql =
            "DELETE FROM circle_wraps WHERE org_id = $1 AND circle_id = $2 AND holder_id = $3";
        self.run(sql, [circle.into(), TEAM.into()]).await
    }
}
