//! The peer team's own records: situation pictures, debriefing attendance, practical help.

use care::{
    ids::{IncidentId, PersonId},
    time::Instant,
};
use sea_orm::{FromQueryResult, Value};

use super::{StoreError, Tx, upsert::Existing};

/// A situation picture (R063), in codes: no text about a person.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct PictureRow {
    /// Where the picture comes from, as a code.
    pub source: String,
    /// How many colleagues were involved.
    pub people: i32,
    /// Codes of what seems needed, separated by spaces.
    pub needs: String,
    /// Who formed it.
    pub by_id: String,
    /// When, in milliseconds UTC.
    pub at: i64,
}

/// Attendance at a technical debriefing (R068): no line about any person.
#[derive(Debug, Clone)]
pub struct Debriefing {
    /// Its id.
    pub id: String,
    /// The incident it was about.
    pub incident: Option<IncidentId>,
    /// Who attended for the team.
    pub supporter: PersonId,
    /// When it was held.
    pub held_at: Instant,
    /// Whether psycho-information was given.
    pub information_given: bool,
    /// How many people were offered a talk.
    pub offers: i32,
}

/// A kind of practical help that the organisation can arrange (C27).
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct HelpItem {
    /// Its code.
    pub help_id: String,
    /// What it is called in Dutch.
    pub label_nl: String,
    /// What it is called in English.
    pub label_en: String,
    /// Its place in the list.
    pub position: i32,
}

impl Tx {
    /// Keeps the team's picture of an incident; a newer one replaces it.
    pub async fn save_picture(
        &self,
        incident: &IncidentId,
        picture: &PictureRow,
    ) -> Result<(), StoreError> {
        let columns = ["incident_id", "source", "people", "needs", "by_id", "at"];
        let row: Vec<Value> = vec![
            incident.as_str().into(),
            picture.source.as_str().into(),
            picture.people.into(),
            picture.needs.as_str().into(),
            picture.by_id.as_str().into(),
            picture.at.into(),
        ];
        let changing = ["source", "people", "needs", "by_id", "at"];
        self.upsert(
            "pictures",
            &columns,
            &["incident_id"],
            Existing::Updated(&changing),
            vec![row],
        )
        .await?;
        Ok(())
    }

    /// The team's picture of an incident, if somebody formed one.
    pub async fn picture(&self, incident: &IncidentId) -> Result<Option<PictureRow>, StoreError> {
        let sql = "SELECT source, people, needs, by_id, at FROM pictures WHERE org_id = $1 AND incident_id = $2";
        self.one(sql, [incident.as_str().into()]).await
    }

    /// Registers attendance at a debriefing.
    pub async fn save_debriefing(&self, debriefing: &Debriefing) -> Result<(), StoreError> {
        let columns = [
            "debriefing_id",
            "incident_id",
            "supporter_id",
            "held_at",
            "information_given",
            "offers",
        ];
        let row: Vec<Value> = vec![
            debriefing.id.as_str().into(),
            debriefing.incident.as_ref().map(IncidentId::as_str).into(),
            debriefing.supporter.as_str().into(),
            debriefing.held_at.millis().into(),
            debriefing.information_given.into(),
            debriefing.offers.into(),
        ];
        self.upsert(
            "debriefings",
            &columns,
            &["debriefing_id"],
            Existing::Kept,
            vec![row],
        )
        .await?;
        Ok(())
    }

    /// How many debriefings a supporter attended since an instant.
    pub async fn count_debriefings(
        &self,
        supporter: &PersonId,
        since: Instant,
    ) -> Result<i64, StoreError> {
        #[derive(FromQueryResult)]
        struct Count {
            n: i64,
        }
        let sql = "SELECT COUNT(*) AS n FROM debriefings WHERE org_id = $1 AND supporter_id = $2 AND held_at >= $3";
        let values = [supporter.as_str().into(), since.millis().into()];
        Ok(self.one::<Count>(sql, values).await?.map_or(0, |row| row.n))
    }

    /// The organisation's list of practical help, in its order.
    pub async fn practical_help(&self) -> Result<Vec<HelpItem>, StoreError> {
        let sql = "SELECT help_id, label_nl, label_en, position FROM practical_help WHERE org_id = $1 \
                   AND active ORDER BY position, help_id";
        self.all(sql, []).await
    }

    /// Adds or renames items of practical help.
    pub async fn save_practical_help(&self, items: &[HelpItem]) -> Result<(), StoreError> {
        let columns = ["help_id", "label_nl", "label_en", "position", "active"];
        let rows = items.iter().map(|item| -> Vec<Value> {
            vec![
                item.help_id.as_str().into(),
                item.label_nl.as_str().into(),
                item.label_en.as_str().into(),
                item.position.into(),
                true.into(),
            ]
        });
        let changing = ["label_nl", "label_en", "position", "active"];
        self.upsert(
            "practical_help",
            &columns,
            &["help_id"],
            Existing::Updated(&changing),
            rows.collect(),
        )
        .await?;
        Ok(())
    }

    /// Takes an item off the list; cases that named it keep its code.
    pub async fn remove_practical_help(&self, help_id: &str) -> Result<(), StoreError> {
        let sql = "UPDATE practical_help SET active = FALSE WHERE org_id = $1 AND help_id = $2";
        self.run(sql, [help_id.into()]).await?;
        Ok(())
    }

    /// Puts an item back on the list.
    pub async fn restore_practical_help(&self, help_id: &str) -> Result<(), StoreError> {
        let sql = "UPDATE practical_help SET active = TRUE WHERE org_id = $1 AND help_id = $2";
        self.run(sql, [help_id.into()]).await?;
        Ok(())
    }
}
