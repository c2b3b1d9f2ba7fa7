//! The people of an organisation, as the roster names them.

use care::{
    access::{Role, RoleSet},
    ids::PersonId,
    time::Instant,
};
use jiff::civil::Date;
use sea_orm::{FromQueryResult, Value};

use super::{StoreError, Tx, tx::places, upsert::Existing};

/// A person of the organisation.
#[derive(Debug, Clone)]
pub struct Person {
    /// Own id.
    pub id: PersonId,
    /// The id in the roster (a staff number, say).
    pub roster_id: String,
    /// The name that stands in the access log.
    pub pseudonym: String,
    /// Full name.
    pub name: String,
    /// Address for the invitation.
    pub email: Option<String>,
    /// Telephone, shown only to the supporter of this person's case.
    pub phone: Option<String>,
    /// Staff group: ambulance, dispatch, …
    pub staff_group: String,
    /// The line manager (R165).
    pub line_manager: Option<PersonId>,
    /// Last day of the basic training's validity (R030).
    pub trained_until: Option<Date>,
    /// What this person does here.
    pub roles: RoleSet,
    /// Which of it the desk gave by hand, and no file named since.
    pub roles_by_hand: RoleSet,
    /// The stored passphrase hash, if an invitation was accepted.
    pub passphrase: Option<String>,
    /// Since when the supporter pauses (R124).
    pub paused_at: Option<Instant>,
    /// Whether the person works here now.
    pub active: bool,
}

/// What the roster says about a person.
#[derive(Debug, Clone)]
pub struct PersonDraft {
    /// Id to use if the person is new.
    pub id: PersonId,
    /// Pseudonym to use if the person is new.
    pub pseudonym: String,
    /// The id in the roster.
    pub roster_id: String,
    /// Full name.
    pub name: String,
    /// Address for the invitation.
    pub email: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// Staff group.
    pub staff_group: String,
    /// Last day of the basic training's validity.
    pub trained_until: Option<Date>,
    /// Roles beside colleague.
    pub roles: RoleSet,
}

#[derive(FromQueryResult)]
pub(super) struct Row {
    person_id: String,
    roster_id: String,
    pseudonym: String,
    name: String,
    email: Option<String>,
    phone: Option<String>,
    staff_group: String,
    line_manager_id: Option<String>,
    trained_until: Option<String>,
    roles: String,
    roles_by_hand: String,
    passphrase: Option<String>,
    paused_at: Option<i64>,
    active: bool,
}

impl From<Row> for Person {
    fn from(row: Row) -> Self {
        Self {
            id: PersonId::new(row.person_id),
            roster_id: row.roster_id,
            pseudonym: row.pseudonym,
            name: row.name,
            email: row.email,
            phone: row.phone,
            staff_group: row.staff_group,
            line_manager: row.line_manager_id.map(PersonId::new),
            trained_until: row.trained_until.and_then(|day| day.parse().ok()),
            roles: read_roles(&row.roles),
            roles_by_hand: read_roles(&row.roles_by_hand),
            passphrase: row.passphrase,
            paused_at: row.paused_at.map(Instant::from_millis),
            active: row.active,
        }
    }
}

pub(super) fn read_roles(text: &str) -> RoleSet {
    text.split_whitespace().filter_map(Role::parse).collect()
}

pub(super) fn write_roles(roles: RoleSet) -> String {
    roles.iter().map(Role::code).collect::<Vec<_>>().join(" ")
}

pub(super) const COLUMNS: &str = "SELECT person_id, roster_id, pseudonym, name, email, phone, staff_group, \
     line_manager_id, trained_until, roles, roles_by_hand, passphrase, paused_at, active FROM people WHERE org_id = $1";

/// The columns of a person that the roster may change.
pub const ROSTERED: &[&str] = &[
    "name",
    "email",
    "phone",
    "staff_group",
    "trained_until",
    "roles",
    "active",
];

impl Tx {
    /// The person with this id.
    pub async fn person(&self, id: &PersonId) -> Result<Option<Person>, StoreError> {
        let row = self
            .one::<Row>(
                &format!("{COLUMNS} AND person_id = $2"),
                [id.as_str().into()],
            )
            .await?;
        Ok(row.map(Person::from))
    }

    /// These people, by id; unknown ids are left out.
    pub async fn people(&self, ids: &[PersonId]) -> Result<Vec<Person>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let sql = format!(
            "{COLUMNS} AND person_id IN ({}) ORDER BY name",
            places(2, ids.len())
        );
        let rows: Vec<Row> = self
            .all(&sql, ids.iter().map(|id| id.as_str().into()))
            .await?;
        Ok(rows.into_iter().map(Person::from).collect())
    }

    /// Everybody who has this role now.
    pub async fn people_with(&self, role: Role) -> Result<Vec<Person>, StoreError> {
        let sql = format!("{COLUMNS} AND active AND roles LIKE $2 ORDER BY name");
        let rows: Vec<Row> = self
            .all(&sql, [format!("%{}%", role.code()).into()])
            .await?;
        Ok(rows
            .into_iter()
            .map(Person::from)
            .filter(|person| person.roles.contains(role))
            .collect())
    }

    /// How many people work here.
    pub async fn count_people(&self) -> Result<i64, StoreError> {
        #[derive(FromQueryResult)]
        struct Count {
            n: i64,
        }
        let sql = "SELECT COUNT(*) AS n FROM people WHERE org_id = $1 AND active";
        Ok(self.one::<Count>(sql, []).await?.map_or(0, |row| row.n))
    }

    /// The staff groups in which people work, by name.
    pub async fn staff_groups(&self) -> Result<Vec<String>, StoreError> {
        #[derive(FromQueryResult)]
        struct GroupRow {
            staff_group: String,
        }
        let sql = "SELECT DISTINCT staff_group FROM people WHERE org_id = $1 AND active ORDER BY staff_group";
        let rows: Vec<GroupRow> = self.all(sql, []).await?;
        Ok(rows.into_iter().map(|row| row.staff_group).collect())
    }

    /// People whose name holds `text`, at most 20, by name.
    pub async fn find_people(&self, text: &str) -> Result<Vec<Person>, StoreError> {
        let pattern = text
            .to_lowercase()
            .replace('\\', "\\\\")
            .replace('%', "\\%")
            .replace('_', "\\_");
        let sql = format!(
            "{COLUMNS} AND active AND LOWER(name) LIKE $2 ESCAPE '\\' ORDER BY name LIMIT 20"
        );
        let rows: Vec<Row> = self.all(&sql, [format!("%{pattern}%").into()]).await?;
        Ok(rows.into_iter().map(Person::from).collect())
    }

    /// The people whose line manager somebody is, by name, at most 100.
    pub async fn staff_of(&self, manager: &PersonId) -> Result<Vec<Person>, StoreError> {
        let sql = format!("{COLUMNS} AND active AND line_manager_id = $2 ORDER BY name LIMIT 100");
        let rows: Vec<Row> = self.all(&sql, [manager.as_str().into()]).await?;
        Ok(rows.into_iter().map(Person::from).collect())
    }

    /// The people with these roster ids.
    pub async fn people_by_roster_id(&self, ids: &[String]) -> Result<Vec<Person>, StoreError> {
        let mut people = Vec::with_capacity(ids.len());
        for chunk in ids.chunks(500) {
            let sql = format!("{COLUMNS} AND roster_id IN ({})", places(2, chunk.len()));
            let rows: Vec<Row> = self
                .all(&sql, chunk.iter().map(|id| id.as_str().into()))
                .await?;
            people.extend(rows.into_iter().map(Person::from));
        }
        Ok(people)
    }

    /// Adds or updates people as the roster says; ids of known people stay.
    pub async fn save_people(&self, people: &[PersonDraft]) -> Result<u64, StoreError> {
        self.save_people_as(people, ROSTERED).await
    }

    /// The same, and of known people only these columns change, out of [`ROSTERED`].
    pub async fn save_people_as(
        &self,
        people: &[PersonDraft],
        changing: &[&'static str],
    ) -> Result<u64, StoreError> {
        let columns = [
            "person_id",
            "pseudonym",
            "roster_id",
            "name",
            "email",
            "phone",
            "staff_group",
            "trained_until",
            "roles",
            "active",
        ];
        let rows = people.iter().map(|p| -> Vec<Value> {
            vec![
                p.id.as_str().into(),
                p.pseudonym.as_str().into(),
                p.roster_id.as_str().into(),
                p.name.as_str().into(),
                p.email.clone().into(),
                p.phone.clone().into(),
                p.staff_group.as_str().into(),
                p.trained_until.map(|day| day.to_string()).into(),
                write_roles(p.roles).into(),
                true.into(),
            ]
        });
        self.upsert(
            "people",
            &columns,
            &["roster_id"],
            Existing::Updated(changing),
            rows.collect(),
        )
        .await
    }

    /// Sets who a person's line manager is.
    pub async fn set_line_manager(
        &self,
        person: &PersonId,
        manager: Option<&PersonId>,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE people SET line_manager_id = $3 WHERE org_id = $1 AND person_id = $2";
        self.run(
            sql,
            [person.as_str().into(), manager.map(PersonId::as_str).into()],
        )
        .await?;
        Ok(())
    }

    /// Keeps the hash of a person's new passphrase.
    pub async fn set_passphrase(&self, person: &PersonId, hash: &str) -> Result<(), StoreError> {
        let sql = "UPDATE people SET passphrase = $3 WHERE org_id = $1 AND person_id = $2";
        self.run(sql, [person.as_str().into(), hash.into()]).await?;
        Ok(())
    }

    /// Starts or ends a supporter's own pause (R124).
    pub async fn set_pause(
        &self,
        person: &PersonId,
        since: Option<Instant>,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE people SET paused_at = $3 WHERE org_id = $1 AND person_id = $2";
        self.run(
            sql,
            [person.as_str().into(), since.map(Instant::millis).into()],
        )
        .await?;
        Ok(())
    }

    /// Declares a private tie (R165); only who declares it sees it again.
    pub async fn declare_tie(&self, person: &PersonId, other: &PersonId) -> Result<(), StoreError> {
        let row = vec![person.as_str().into(), other.as_str().into()];
        let key = ["person_id", "other_id"];
        self.upsert("private_ties", &key, &key, Existing::Kept, vec![row])
            .await?;
        Ok(())
    }

    /// Takes a tie back that this person declared.
    pub async fn withdraw_tie(
        &self,
        person: &PersonId,
        other: &PersonId,
    ) -> Result<bool, StoreError> {
        let sql = "DELETE FROM private_ties WHERE org_id = $1 AND person_id = $2 AND other_id = $3";
        Ok(self
            .run(sql, [person.as_str().into(), other.as_str().into()])
            .await?
            > 0)
    }

    /// The ties that a person declared: what they see of it themselves.
    pub async fn declared_ties(&self, person: &PersonId) -> Result<Vec<PersonId>, StoreError> {
        let sql = "SELECT other_id AS id FROM private_ties WHERE org_id = $1 AND person_id = $2";
        self.ids(sql, person).await
    }

    /// Remembers that a person does not want this supporter; nobody is told why.
    pub async fn refuse_supporter(
        &self,
        person: &PersonId,
        supporter: &PersonId,
        now: Instant,
    ) -> Result<(), StoreError> {
        let columns = ["person_id", "supporter_id", "at"];
        let row = vec![
            person.as_str().into(),
            supporter.as_str().into(),
            now.millis().into(),
        ];
        let key = ["person_id", "supporter_id"];
        self.upsert(
            "refused_supporters",
            &columns,
            &key,
            Existing::Kept,
            vec![row],
        )
        .await?;
        Ok(())
    }

    /// Takes back that a person does not want this supporter.
    pub async fn allow_supporter(
        &self,
        person: &PersonId,
        supporter: &PersonId,
    ) -> Result<bool, StoreError> {
        let sql = "DELETE FROM refused_supporters WHERE org_id = $1 AND person_id = $2 AND supporter_id = $3";
        Ok(self
            .run(sql, [person.as_str().into(), supporter.as_str().into()])
            .await?
            > 0)
    }

    /// Whom a person is privately tied to, whichever of the two declared it; for matching only.
    pub async fn ties(&self, person: &PersonId) -> Result<Vec<PersonId>, StoreError> {
        let sql = "SELECT other_id AS id FROM private_ties WHERE org_id = $1 AND person_id = $2 \
                   UNION SELECT person_id AS id FROM private_ties WHERE org_id = $1 AND other_id = $2";
        self.ids(sql, person).await
    }

    /// Whom a person does not want as a supporter.
    pub async fn refused_supporters(&self, person: &PersonId) -> Result<Vec<PersonId>, StoreError> {
        let sql = "SELECT supporter_id AS id FROM refused_supporters WHERE org_id = $1 AND person_id = $2";
        self.ids(sql, person).await
    }

    pub(super) async fn ids(
        &self,
        sql: &str,
        person: &PersonId,
    ) -> Result<Vec<PersonId>, StoreError> {
        #[derive(FromQueryResult)]
        struct IdRow {
            id: String,
        }
        let rows: Vec<IdRow> = self.all(sql, [person.as_str().into()]).await?;
        Ok(rows.into_iter().map(|row| PersonId::new(row.id)).collect())
    }
}
