//! Two entries of one person become one: an account, and what a roster says under a number (R109).

use care::{ids::PersonId, staff::Past};
use sea_orm::{FromQueryResult, Value};

use super::{Details, HELD, Person, StoreError, Tx};

/// Tables in which a person of a roster stands without having done or met anything.
const ROSTER: [&str; 4] = ["people", "shifts", "duty_periods", "invitations"];

/// What stands under the number of somebody of a roster.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, FromQueryResult)]
pub struct OnRoster {
    /// Shifts.
    pub shifts: i64,
    /// Duty periods.
    pub duties: i64,
    /// People whose line manager this is.
    pub leads: i64,
}

impl Tx {
    /// What somebody already has here besides a place in the roster.
    pub async fn past_of(&self, person: &Person) -> Result<Past, StoreError> {
        let mut has_history = false;
        // Every table that can name a person stands in this list; a test holds it to the schema.
        for part in HELD.iter().filter(|part| !ROSTER.contains(&part.table)) {
            has_history |= !self.held(part, &person.id).await?.is_empty();
        }
        Ok(Past {
            has_account: person.passphrase.is_some(),
            roles: person.roles,
            has_history,
        })
    }

    /// How much stands under somebody's number.
    pub async fn on_roster(&self, person: &PersonId) -> Result<OnRoster, StoreError> {
        let sql = "SELECT \
            (SELECT COUNT(*) FROM shifts WHERE org_id = $1 AND person_id = $2 AND NOT removed) AS shifts, \
            (SELECT COUNT(*) FROM duty_periods WHERE org_id = $1 AND person_id = $2 AND NOT removed) AS duties, \
            (SELECT COUNT(*) FROM people WHERE org_id = $1 AND line_manager_id = $2 AND active) AS leads";
        let found = self.one(sql, [person.as_str().into()]).await?;
        Ok(found.unwrap_or_default())
    }

    /// Gives somebody another staff number.
    ///
    /// # Errors
    /// [`StoreError::Exists`] when somebody else has it.
    pub async fn renumber(&self, person: &PersonId, number: &str) -> Result<(), StoreError> {
        let sql = "UPDATE people SET roster_id = $3 WHERE org_id = $1 AND person_id = $2";
        self.run(sql, [person.as_str().into(), number.into()])
            .await?;
        Ok(())
    }

    /// Lets `keep` take the place of `goes` in the roster, with these details; `goes` is then gone.
    ///
    /// Whoever has a history is named by other tables, whose keys refuse that they go.
    pub async fn join_people(
        &self,
        keep: &PersonId,
        goes: &Person,
        details: &Details,
    ) -> Result<(), StoreError> {
        let both: [Value; 2] = [keep.as_str().into(), goes.id.as_str().into()];
        for sql in [
            // What both have at the same time stays once.
            "UPDATE shifts SET person_id = $2 WHERE org_id = $1 AND person_id = $3 AND NOT EXISTS \
             (SELECT 1 FROM shifts AS own WHERE own.org_id = $1 AND own.person_id = $2 \
             AND own.unit = shifts.unit AND own.from_at = shifts.from_at)",
            "UPDATE duty_periods SET person_id = $2 WHERE org_id = $1 AND person_id = $3 AND NOT EXISTS \
             (SELECT 1 FROM duty_periods AS own WHERE own.org_id = $1 AND own.person_id = $2 \
             AND own.from_at = duty_periods.from_at)",
            "UPDATE people SET line_manager_id = $2 WHERE org_id = $1 AND line_manager_id = $3 \
             AND person_id <> $2",
            // What others said in secret of the one, they said of the other.
            "UPDATE private_ties SET other_id = $2 WHERE org_id = $1 AND other_id = $3 \
             AND person_id <> $2 AND NOT EXISTS (SELECT 1 FROM private_ties AS own \
             WHERE own.org_id = $1 AND own.person_id = private_ties.person_id AND own.other_id = $2)",
            "UPDATE refused_supporters SET supporter_id = $2 WHERE org_id = $1 AND supporter_id = $3 \
             AND person_id <> $2 AND NOT EXISTS (SELECT 1 FROM refused_supporters AS own \
             WHERE own.org_id = $1 AND own.person_id = refused_supporters.person_id \
             AND own.supporter_id = $2)",
        ] {
            self.run(sql, both.clone()).await?;
        }
        for sql in [
            "DELETE FROM shifts WHERE org_id = $1 AND person_id = $2",
            "DELETE FROM duty_periods WHERE org_id = $1 AND person_id = $2",
            "DELETE FROM private_ties WHERE org_id = $1 AND other_id = $2",
            "DELETE FROM refused_supporters WHERE org_id = $1 AND supporter_id = $2",
            "DELETE FROM invitations WHERE org_id = $1 AND person_id = $2",
            "DELETE FROM people WHERE org_id = $1 AND person_id = $2",
        ] {
            self.run(sql, [goes.id.as_str().into()]).await?;
        }
        self.renumber(keep, &goes.roster_id).await?;
        self.change_person(keep, details).await
    }
}
