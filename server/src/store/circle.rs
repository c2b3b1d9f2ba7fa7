//! The keys of circles, who holds them, and what a colleague chose (R003).
//!
//! Every text here is an age file that only a device opens. Writers of one circle take turns by
//! holding its row of choices, so that what a rule saw is still so when it is saved.

use care::{
    circle::{Generation, Holder},
    ids::{CircleId, PersonId},
    time::Instant,
};
use sea_orm::{FromQueryResult, Value};

use super::{StoreError, Tx, upsert::Existing};

/// What the colleague chose for the notes about them, and whether the key must be replaced.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Choices {
    /// Whether the colleague reads along.
    pub reads_along: bool,
    /// Whether the colleague agreed that the team can recover the notes.
    pub recoverable: bool,
    /// Whether somebody left since the newest key was made.
    pub rotation_due: bool,
}

/// A key of a circle, as far as the server knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CircleKey {
    /// Its number.
    pub generation: Generation,
    /// What notes are sealed to.
    pub recipient: String,
    /// The key before it, sealed to this one.
    pub previous: Option<String>,
    /// Who made it.
    pub made_by: PersonId,
    /// Their signature.
    pub proof: String,
    /// When.
    pub made_at: Instant,
}

/// A key wrapped to a holder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CircleWrap {
    /// Which key.
    pub generation: Generation,
    /// For whom.
    pub holder: Holder,
    /// Which of the holder's vaults it is sealed to; of the team: which of its keys.
    pub vault: i64,
    /// The age file.
    pub wrapped: String,
    /// Who gave it.
    pub given_by: PersonId,
    /// When.
    pub at: Instant,
}

#[derive(FromQueryResult)]
struct ChoicesRow {
    reads_along: bool,
    recoverable: bool,
    rotation_due: bool,
}

#[derive(FromQueryResult)]
struct KeyRow {
    generation: i64,
    recipient: String,
    previous: Option<String>,
    made_by: String,
    proof: String,
    made_at: i64,
}

impl From<KeyRow> for CircleKey {
    fn from(row: KeyRow) -> Self {
        Self {
            generation: row.generation,
            recipient: row.recipient,
            previous: row.previous,
            made_by: PersonId::new(row.made_by),
            proof: row.proof,
            made_at: Instant::from_millis(row.made_at),
        }
    }
}

#[derive(FromQueryResult)]
struct WrapRow {
    generation: i64,
    holder_id: String,
    vault: i64,
    wrapped: String,
    given_by: String,
    at: i64,
}

impl From<WrapRow> for CircleWrap {
    fn from(row: WrapRow) -> Self {
        Self {
            generation: row.generation,
            holder: Holder::new(&row.holder_id),
            vault: row.vault,
            wrapped: row.wrapped,
            given_by: PersonId::new(row.given_by),
            at: Instant::from_millis(row.at),
        }
    }
}

#[derive(FromQueryResult)]
struct IdRow {
    circle_id: String,
}

impl Tx {
    /// Takes the circle's turn: whoever writes to it next waits until this transaction ends.
    pub async fn hold_circle(
        &self,
        circle: &CircleId,
        now: Instant,
    ) -> Result<Choices, StoreError> {
        let columns = [
            "circle_id",
            "reads_along",
            "recoverable",
            "rotation_due",
            "at",
        ];
        let row: Vec<Value> = vec![
            circle.as_str().into(),
            false.into(),
            false.into(),
            false.into(),
            now.millis().into(),
        ];
        self.upsert(
            "circle_choices",
            &columns,
            &["circle_id"],
            Existing::Kept,
            vec![row],
        )
        .await?;
        let sql = "UPDATE circle_choices SET at = $3 WHERE org_id = $1 AND circle_id = $2";
        self.run(sql, [circle.as_str().into(), now.millis().into()])
            .await?;
        self.circle_choices(circle).await
    }

    /// What was chosen for a circle; nothing is on until somebody says so.
    pub async fn circle_choices(&self, circle: &CircleId) -> Result<Choices, StoreError> {
        let sql = "SELECT reads_along, recoverable, rotation_due FROM circle_choices \
                   WHERE org_id = $1 AND circle_id = $2";
        let row = self
            .one::<ChoicesRow>(sql, [circle.as_str().into()])
            .await?;
        Ok(row.map_or_else(Choices::default, |row| Choices {
            reads_along: row.reads_along,
            recoverable: row.recoverable,
            rotation_due: row.rotation_due,
        }))
    }

    /// Records what the colleague chose; hold the circle first.
    pub async fn choose_for_circle(
        &self,
        circle: &CircleId,
        choices: Choices,
        now: Instant,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE circle_choices SET reads_along = $3, recoverable = $4, rotation_due = $5, \
                   at = $6 WHERE org_id = $1 AND circle_id = $2";
        let values: [Value; 5] = [
            circle.as_str().into(),
            choices.reads_along.into(),
            choices.recoverable.into(),
            choices.rotation_due.into(),
            now.millis().into(),
        ];
        self.run(sql, values).await?;
        Ok(())
    }

    /// Marks that a circle's key must be replaced before anything new is sealed to it.
    ///
    /// A circle that nobody wrote in yet has no row and needs no mark.
    pub async fn renew_circle(&self, circle: &CircleId) -> Result<(), StoreError> {
        let sql =
            "UPDATE circle_choices SET rotation_due = $3 WHERE org_id = $1 AND circle_id = $2";
        self.run(sql, [circle.as_str().into(), true.into()]).await?;
        Ok(())
    }

    /// The keys of a circle, oldest first.
    pub async fn circle_keys(&self, circle: &CircleId) -> Result<Vec<CircleKey>, StoreError> {
        let sql = "SELECT generation, recipient, previous, made_by, proof, made_at FROM circle_keys \
                   WHERE org_id = $1 AND circle_id = $2 ORDER BY generation";
        let rows: Vec<KeyRow> = self.all(sql, [circle.as_str().into()]).await?;
        Ok(rows.into_iter().map(CircleKey::from).collect())
    }

    /// Adds a key; `false` when somebody made one with this number first.
    pub async fn add_circle_key(
        &self,
        circle: &CircleId,
        key: &CircleKey,
    ) -> Result<bool, StoreError> {
        let columns = [
            "circle_id",
            "generation",
            "recipient",
            "previous",
            "made_by",
            "proof",
            "made_at",
        ];
        let row: Vec<Value> = vec![
            circle.as_str().into(),
            key.generation.into(),
            key.recipient.as_str().into(),
            key.previous.as_deref().into(),
            key.made_by.as_str().into(),
            key.proof.as_str().into(),
            key.made_at.millis().into(),
        ];
        let unique = ["circle_id", "generation"];
        let written = self
            .upsert("circle_keys", &columns, &unique, Existing::Kept, vec![row])
            .await?;
        Ok(written > 0)
    }

    /// Puts the key before a key into it, once; `false` when it is there already.
    pub async fn fill_previous(
        &self,
        circle: &CircleId,
        generation: Generation,
        previous: &str,
    ) -> Result<bool, StoreError> {
        let sql = "UPDATE circle_keys SET previous = $4 WHERE org_id = $1 AND circle_id = $2 \
                   AND generation = $3 AND previous IS NULL";
        let values = [circle.as_str().into(), generation.into(), previous.into()];
        Ok(self.run(sql, values).await? > 0)
    }

    /// Every wrap of a circle.
    pub async fn circle_wraps(&self, circle: &CircleId) -> Result<Vec<CircleWrap>, StoreError> {
        let sql = "SELECT generation, holder_id, vault, wrapped, given_by, at FROM circle_wraps \
                   WHERE org_id = $1 AND circle_id = $2 ORDER BY generation, holder_id";
        let rows: Vec<WrapRow> = self.all(sql, [circle.as_str().into()]).await?;
        Ok(rows.into_iter().map(CircleWrap::from).collect())
    }

    /// Gives wraps; one that stands already is replaced, as for a holder with a new vault.
    pub async fn give_wraps(
        &self,
        circle: &CircleId,
        wraps: &[CircleWrap],
    ) -> Result<(), StoreError> {
        let row = |wrap: &CircleWrap| -> Vec<Value> {
            vec![
                circle.as_str().into(),
                wrap.generation.into(),
                wrap.holder.as_str().into(),
                wrap.vault.into(),
                wrap.wrapped.as_str().into(),
                wrap.given_by.as_str().into(),
                wrap.at.millis().into(),
            ]
        };
        self.put_wraps(wraps.iter().map(row).collect()).await
    }

    /// Keeps wraps: circle, generation, holder, which vault, what is wrapped, by whom, when.
    pub(super) async fn put_wraps(&self, rows: Vec<Vec<Value>>) -> Result<(), StoreError> {
        let columns = [
            "circle_id",
            "generation",
            "holder_id",
            "vault",
            "wrapped",
            "given_by",
            "at",
        ];
        let key = ["circle_id", "generation", "holder_id"];
        let updated = Existing::Updated(&["vault", "wrapped", "given_by", "at"]);
        self.upsert("circle_wraps", &columns, &key, updated, rows)
            .await?;
        Ok(())
    }

    /// Deletes the wrap of one key for one holder.
    pub async fn forget_wrap(
        &self,
        circle: &CircleId,
        generation: Generation,
        holder: &Holder,
    ) -> Result<(), StoreError> {
        let sql = "DELETE FROM circle_wraps WHERE org_id = $1 AND circle_id = $2 \
                   AND generation = $3 AND holder_id = $4";
        let holder = holder.as_str().into();
        self.run(sql, [circle.as_str().into(), generation.into(), holder])
            .await?;
        Ok(())
    }

    /// Deletes every wrap of a circle for one holder.
    pub async fn forget_holder(
        &self,
        circle: &CircleId,
        holder: &Holder,
    ) -> Result<(), StoreError> {
        let sql =
            "DELETE FROM circle_wraps WHERE org_id = $1 AND circle_id = $2 AND holder_id = $3";
        self.run(sql, [circle.as_str().into(), holder.as_str().into()])
            .await?;
        Ok(())
    }

    /// The circles of which somebody holds a key, at most 50, newest first.
    pub async fn circles_held_by(&self, holder: &PersonId) -> Result<Vec<CircleId>, StoreError> {
        let sql = "SELECT DISTINCT circle_id FROM circle_wraps WHERE org_id = $1 AND holder_id = $2 \
                   ORDER BY circle_id DESC LIMIT 50";
        self.circle_ids(sql, holder).await
    }

    /// The circles whose key this supporter has to replace, at most 50.
    pub async fn circles_to_renew(
        &self,
        supporter: &PersonId,
    ) -> Result<Vec<CircleId>, StoreError> {
        let sql = "SELECT h.circle_id FROM circle_choices h JOIN cases c ON c.org_id = $1 \
                   AND c.case_id = h.circle_id AND c.supporter_id = $2 \
                   WHERE h.org_id = $1 AND h.rotation_due ORDER BY h.circle_id DESC LIMIT 50";
        self.circle_ids(sql, supporter).await
    }

    async fn circle_ids(&self, sql: &str, person: &PersonId) -> Result<Vec<CircleId>, StoreError> {
        let rows: Vec<IdRow> = self.all(sql, [person.as_str().into()]).await?;
        Ok(rows
            .into_iter()
            .map(|row| CircleId::new(row.circle_id))
            .collect())
    }
}
