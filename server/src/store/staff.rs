//! The register of people as the desk keeps it by hand: one person at a time.

use std::fmt::Write as _;

use care::{
    access::{RoleSet, RolesChanged},
    ids::PersonId,
    staff::Given,
    time::Instant,
};
use sea_orm::{FromQueryResult, Value};

/// How many people one statement names.
const CHUNK: usize = 500;

use super::{
    Person, StoreError, Tx,
    person::{COLUMNS, Row, read_roles, write_roles},
    tx::places,
    upsert::Existing,
};

/// Which people a page of the register shows.
#[derive(Debug, Clone, Copy, Default)]
pub struct Which<'a> {
    /// Part of a name, or a whole staff number.
    pub text: Option<&'a str>,
    /// Only this staff group.
    pub group: Option<&'a str>,
    /// Only who never signed in.
    pub uninvited: bool,
    /// Those who left instead of those who work here.
    pub gone: bool,
    /// The page begins after this name and id.
    pub after: Option<(&'a str, &'a str)>,
}

/// What the desk says of somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Details {
    /// Full name.
    pub name: String,
    /// Address for the invitation.
    pub email: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// Staff group.
    pub staff_group: String,
    /// Until when the training of a supporter counts (R008).
    pub trained_until: Option<jiff::civil::Date>,
    /// The line manager (R165).
    pub line_manager: Option<PersonId>,
}

impl Tx {
    /// A page of the register by name, at most `limit`.
    pub async fn register(&self, which: Which<'_>, limit: u32) -> Result<Vec<Person>, StoreError> {
        let mut sql = COLUMNS.to_owned();
        let mut values: Vec<Value> = Vec::new();
        sql.push_str(if which.gone {
            " AND NOT active"
        } else {
            " AND active"
        });
        if which.uninvited {
            sql.push_str(" AND passphrase IS NULL");
        }
        if let Some(text) = which.text {
            // One engine folds the letters of English only: the other spellings are named.
            let n = values.len() + 2;
            let _ = write!(
                sql,
                " AND (LOWER(name) LIKE ${n} ESCAPE '\\' OR name LIKE ${} ESCAPE '\\' OR name LIKE ${} ESCAPE '\\' \
                 OR roster_id = ${})",
                n + 1,
                n + 2,
                n + 3
            );
            let pattern = |text: &str| Value::from(format!("%{}%", escaped(text)));
            values.extend([
                pattern(&text.to_lowercase()),
                pattern(text),
                pattern(&capital(text)),
                text.into(),
            ]);
        }
        if let Some(group) = which.group {
            let _ = write!(sql, " AND staff_group = ${}", values.len() + 2);
            values.push(group.into());
        }
        if let Some((name, id)) = which.after {
            let n = values.len() + 2;
            let _ = write!(
                sql,
                " AND (name > ${n} OR (name = ${n} AND person_id > ${}))",
                n + 1
            );
            values.extend([name.into(), id.into()]);
        }
        let _ = write!(sql, " ORDER BY name, person_id LIMIT {limit}");
        let rows: Vec<Row> = self.all(&sql, values).await?;
        Ok(rows.into_iter().map(Person::from).collect())
    }

    /// Waits until nobody else changes who works here with which roles, up to the commit.
    ///
    /// Two administrators who each take the other's role at once would leave none.
    pub async fn wait_for_staff(&self) -> Result<(), StoreError> {
        self.wait_for_intake().await
    }

    /// How many people besides this one keep the desk now.
    pub async fn administrators_besides(&self, person: &PersonId) -> Result<u64, StoreError> {
        let all = self.people_with(care::access::Role::Administrator).await?;
        Ok(all.iter().filter(|it| it.id != *person).count() as u64)
    }

    /// Changes what the desk says of somebody.
    pub async fn change_person(
        &self,
        person: &PersonId,
        details: &Details,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE people SET name = $3, email = $4, phone = $5, staff_group = $6, \
                   line_manager_id = $7, trained_until = $8 WHERE org_id = $1 AND person_id = $2";
        let manager = details.line_manager.as_ref().map(PersonId::as_str);
        let values: [Value; 7] = [
            person.as_str().into(),
            details.name.as_str().into(),
            details.email.clone().into(),
            details.phone.clone().into(),
            details.staff_group.as_str().into(),
            manager.into(),
            details.trained_until.map(|day| day.to_string()).into(),
        ];
        self.run(sql, values).await?;
        Ok(())
    }

    /// Puts somebody in or out of service; who is out is signed out everywhere.
    pub async fn set_active(&self, person: &PersonId, active: bool) -> Result<(), StoreError> {
        let sql = "UPDATE people SET active = $3 WHERE org_id = $1 AND person_id = $2";
        self.run(sql, [person.as_str().into(), active.into()])
            .await?;
        if !active {
            self.end_sessions_of(person).await?;
        }
        Ok(())
    }

    /// Gives somebody these roles, and remembers which they had.
    pub async fn set_roles(
        &self,
        person: &PersonId,
        given: Given,
        now: Instant,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE people SET roles_before = roles, roles = $3, roles_by_hand = $4, \
                   roles_at = $5 WHERE org_id = $1 AND person_id = $2";
        let values: [Value; 4] = [
            person.as_str().into(),
            write_roles(given.roles).into(),
            write_roles(given.by_hand).into(),
            now.millis().into(),
        ];
        self.run(sql, values).await?;
        Ok(())
    }

    /// Notes which of somebody's roles a hand gave; the roles themselves stay.
    pub async fn note_by_hand(
        &self,
        person: &PersonId,
        by_hand: RoleSet,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE people SET roles_by_hand = $3 WHERE org_id = $1 AND person_id = $2";
        let values: [Value; 2] = [person.as_str().into(), write_roles(by_hand).into()];
        self.run(sql, values).await?;
        Ok(())
    }

    /// The roles before the last change of them, and when that was; `None` when there was none.
    pub async fn roles_before(
        &self,
        person: &PersonId,
    ) -> Result<Option<RolesChanged>, StoreError> {
        #[derive(FromQueryResult)]
        struct Before {
            roles_before: String,
            roles_at: i64,
        }
        let sql = "SELECT roles_before, roles_at FROM people WHERE org_id = $1 AND person_id = $2";
        let row = self.one::<Before>(sql, [person.as_str().into()]).await?;
        Ok(row.filter(|row| row.roles_at > 0).map(|row| RolesChanged {
            before: read_roles(&row.roles_before),
            at: Instant::from_millis(row.roles_at),
        }))
    }

    /// Keeps many invitations under the digests of their secrets, in the place of older ones.
    pub async fn invite_all(
        &self,
        invitations: &[(String, PersonId)],
        expires: Instant,
    ) -> Result<(), StoreError> {
        for chunk in invitations.chunks(CHUNK) {
            let sql = format!(
                "DELETE FROM invitations WHERE org_id = $1 AND used_at IS NULL AND person_id IN ({})",
                places(2, chunk.len())
            );
            self.run(&sql, chunk.iter().map(|(_, person)| person.as_str().into()))
                .await?;
        }
        let rows = invitations.iter().map(|(key, person)| -> Vec<Value> {
            vec![
                key.as_str().into(),
                person.as_str().into(),
                expires.millis().into(),
            ]
        });
        let columns = ["invitation_key", "person_id", "expires_at"];
        self.upsert(
            "invitations",
            &columns,
            &["invitation_key"],
            Existing::Kept,
            rows.collect(),
        )
        .await?;
        Ok(())
    }
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace('%', "\\%")
        .replace('_', "\\_")
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().collect::<String>() + letters.as_str())
        .unwrap_or_default()
}
