//! Sealed notes and drafts: age files under an id and a revision, never opened here (R003, R093).

use care::{
    circle::Generation,
    guide::Slot,
    ids::{CircleId, PersonId},
    time::Instant,
};
use sea_orm::{FromQueryResult, Value};

use super::{StoreError, Tx, upsert::Existing};

/// One revision of a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteRow {
    /// The note's id, made on the device.
    pub note: String,
    /// Its revision: 1, 2, 3 and so on without gaps; an earlier one stays.
    pub revision: i64,
    /// Which talk it belongs to.
    pub slot: Slot,
    /// The key it is sealed to.
    pub generation: Generation,
    /// Who wrote it.
    pub author: PersonId,
    /// The age file.
    pub body: String,
    /// When it was saved.
    pub at: Instant,
}

/// A note being written, sealed to its author alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftRow {
    /// The note that it will become; the slot's code for one from before drafts went by note.
    pub note: String,
    /// Which talk it belongs to.
    pub slot: Slot,
    /// The age file.
    pub body: String,
    /// When it was saved.
    pub at: Instant,
}

#[derive(FromQueryResult)]
struct Row {
    note_id: String,
    revision: i64,
    slot: String,
    generation: i64,
    author_id: String,
    body: String,
    at: i64,
}

impl TryFrom<Row> for NoteRow {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            note: row.note_id,
            revision: row.revision,
            slot: Slot::parse(&row.slot).ok_or(StoreError::Unreadable("note"))?,
            generation: row.generation,
            author: PersonId::new(row.author_id),
            body: row.body,
            at: Instant::from_millis(row.at),
        })
    }
}

#[derive(FromQueryResult)]
struct Draft {
    note_id: String,
    slot: String,
    body: String,
    at: i64,
}

const NOTES: &str = "SELECT note_id, revision, slot, generation, author_id, body, at \
     FROM sealed_notes WHERE org_id = $1 AND circle_id = $2";

impl Tx {
    /// Every revision of every note of a circle, in the order in which they were saved.
    pub async fn notes(&self, circle: &CircleId) -> Result<Vec<NoteRow>, StoreError> {
        let sql = format!("{NOTES} ORDER BY at, note_id, revision LIMIT 2000");
        let rows: Vec<Row> = self.all(&sql, [circle.as_str().into()]).await?;
        rows.into_iter().map(NoteRow::try_from).collect()
    }

    /// The newest revision of a note.
    pub async fn newest_note(
        &self,
        circle: &CircleId,
        note: &str,
    ) -> Result<Option<NoteRow>, StoreError> {
        let sql = format!("{NOTES} AND note_id = $3 ORDER BY revision DESC LIMIT 1");
        let row = self
            .one::<Row>(&sql, [circle.as_str().into(), note.into()])
            .await?;
        row.map(NoteRow::try_from).transpose()
    }

    /// Saves a revision; `false` when that one exists. What stood there is never overwritten.
    pub async fn save_note(&self, circle: &CircleId, note: &NoteRow) -> Result<bool, StoreError> {
        let columns = [
            "circle_id",
            "note_id",
            "revision",
            "slot",
            "generation",
            "author_id",
            "body",
            "at",
        ];
        let row: Vec<Value> = vec![
            circle.as_str().into(),
            note.note.as_str().into(),
            note.revision.into(),
            note.slot.code().into(),
            note.generation.into(),
            note.author.as_str().into(),
            note.body.as_str().into(),
            note.at.millis().into(),
        ];
        let key = ["circle_id", "note_id", "revision"];
        let written = self
            .upsert("sealed_notes", &columns, &key, Existing::Kept, vec![row])
            .await?;
        Ok(written > 0)
    }

    /// Somebody's own drafts in a circle, the newest first.
    pub async fn drafts(
        &self,
        circle: &CircleId,
        author: &PersonId,
    ) -> Result<Vec<DraftRow>, StoreError> {
        let sql = "SELECT note_id, slot, body, at FROM sealed_drafts WHERE org_id = $1 \
                   AND circle_id = $2 AND author_id = $3 ORDER BY at DESC, note_id, slot LIMIT 200";
        let rows: Vec<Draft> = self
            .all(sql, [circle.as_str().into(), author.as_str().into()])
            .await?;
        let draft = |row: Draft| {
            let slot = Slot::parse(&row.slot).ok_or(StoreError::Unreadable("draft"))?;
            let note = Some(row.note_id).filter(|note| !note.is_empty());
            Ok(DraftRow {
                note: note.unwrap_or_else(|| slot.code().to_owned()),
                slot,
                body: row.body,
                at: Instant::from_millis(row.at),
            })
        };
        rows.into_iter().map(draft).collect()
    }

    /// Saves a draft in place of the one before of the same note, whatever slot that was in.
    pub async fn save_draft(
        &self,
        circle: &CircleId,
        author: &PersonId,
        draft: &DraftRow,
    ) -> Result<(), StoreError> {
        self.drop_draft(circle, author, &draft.note).await?;
        let columns = ["circle_id", "author_id", "note_id", "slot", "body", "at"];
        let row: Vec<Value> = vec![
            circle.as_str().into(),
            author.as_str().into(),
            draft.note.as_str().into(),
            draft.slot.code().into(),
            draft.body.as_str().into(),
            draft.at.millis().into(),
        ];
        let key = ["circle_id", "author_id", "note_id", "slot"];
        let updated = Existing::Updated(&["body", "at"]);
        self.upsert("sealed_drafts", &columns, &key, updated, vec![row])
            .await?;
        Ok(())
    }

    /// Deletes the draft of a note, by the name that [`Tx::drafts`] gives.
    pub async fn drop_draft(
        &self,
        circle: &CircleId,
        author: &PersonId,
        note: &str,
    ) -> Result<(), StoreError> {
        let sql = "DELETE FROM sealed_drafts WHERE org_id = $1 AND circle_id = $2 AND author_id = $3 \
                   AND (note_id = $4 OR (note_id = '' AND slot = $4))";
        let (author, note) = (author.as_str().into(), note.into());
        self.run(sql, [circle.as_str().into(), author, note])
            .await?;
        Ok(())
    }
}
