//! What supporters say of themselves, and what colleagues ask for in a supporter.

use std::collections::{BTreeMap, BTreeSet};

use care::{
    ids::PersonId,
    matching::{Gender, LineWish, Profile, Tongue, Wishes},
    time::Instant,
};
use sea_orm::{FromQueryResult, Value};

use super::{StoreError, Tx, tx::places, upsert::Existing};

#[derive(FromQueryResult)]
struct ProfileRow {
    person_id: String,
    languages: String,
    lines: String,
    gender: String,
    about: String,
    shown: bool,
}

#[derive(FromQueryResult)]
struct WishRow {
    person_id: String,
    chosen_id: Option<String>,
    language: String,
    gender: String,
    line: String,
}

impl From<ProfileRow> for Profile {
    fn from(row: ProfileRow) -> Self {
        Self {
            languages: row.languages.lines().filter_map(Tongue::parse).collect(),
            lines: row.lines.lines().map(str::to_owned).collect(),
            gender: Gender::parse(&row.gender),
            about: row.about,
            shown: row.shown,
        }
    }
}

impl From<WishRow> for Wishes {
    fn from(row: WishRow) -> Self {
        Self {
            chosen: row.chosen_id.map(PersonId::new),
            language: Tongue::parse(&row.language),
            gender: Gender::parse(&row.gender),
            line: LineWish::parse(&row.line).unwrap_or_default(),
        }
    }
}

impl Tx {
    /// What these supporters say of themselves; who says nothing is not there.
    pub async fn profiles(
        &self,
        people: &[&str],
    ) -> Result<BTreeMap<PersonId, Profile>, StoreError> {
        let mut profiles = BTreeMap::new();
        for chunk in people.chunks(500) {
            let sql = format!(
                "SELECT person_id, languages, lines, gender, about, shown FROM supporter_profiles \
                 WHERE org_id = $1 AND person_id IN ({})",
                places(2, chunk.len())
            );
            let ids = chunk.iter().map(|id| Value::from(*id));
            let rows: Vec<ProfileRow> = self.all(&sql, ids).await?;
            let rows = rows.into_iter();
            profiles.extend(rows.map(|row| (PersonId::new(&*row.person_id), row.into())));
        }
        Ok(profiles)
    }

    /// Keeps what a supporter says; what says nothing is not kept.
    pub async fn save_profile(
        &self,
        person: &PersonId,
        profile: &Profile,
        now: Instant,
    ) -> Result<(), StoreError> {
        if profile.is_empty() {
            let sql = "DELETE FROM supporter_profiles WHERE org_id = $1 AND person_id = $2";
            self.run(sql, [person.as_str().into()]).await?;
            return Ok(());
        }
        let languages: Vec<&str> = profile.languages.iter().map(|it| it.code()).collect();
        let lines: Vec<&str> = profile.lines.iter().map(String::as_str).collect();
        let row = vec![
            person.as_str().into(),
            languages.join("\n").into(),
            lines.join("\n").into(),
            profile.gender.map_or("", Gender::code).into(),
            profile.about.as_str().into(),
            profile.shown.into(),
            now.millis().into(),
        ];
        let columns = [
            "person_id",
            "languages",
            "lines",
            "gender",
            "about",
            "shown",
            "at",
        ];
        let changing = ["languages", "lines", "gender", "about", "shown", "at"];
        let existing = Existing::Updated(&changing);
        self.upsert(
            "supporter_profiles",
            &columns,
            &["person_id"],
            existing,
            vec![row],
        )
        .await?;
        Ok(())
    }

    /// What these colleagues ask for in a supporter; who asks for nothing is not there.
    pub async fn wishes(&self, people: &[&str]) -> Result<BTreeMap<PersonId, Wishes>, StoreError> {
        let mut wishes = BTreeMap::new();
        for chunk in people.chunks(500) {
            let sql = format!(
                "SELECT person_id, chosen_id, language, gender, line FROM supporter_wishes \
                 WHERE org_id = $1 AND person_id IN ({})",
                places(2, chunk.len())
            );
            let ids = chunk.iter().map(|id| Value::from(*id));
            let rows: Vec<WishRow> = self.all(&sql, ids).await?;
            let rows = rows.into_iter();
            wishes.extend(rows.map(|row| (PersonId::new(&*row.person_id), row.into())));
        }
        Ok(wishes)
    }

    /// What one colleague asks for.
    pub async fn wishes_of(&self, person: &PersonId) -> Result<Wishes, StoreError> {
        let mut found = self.wishes(&[person.as_str()]).await?;
        Ok(found.remove(person).unwrap_or_default())
    }

    /// Keeps what a colleague asks for; asking for nothing forgets it.
    pub async fn save_wishes(
        &self,
        person: &PersonId,
        wishes: &Wishes,
        now: Instant,
    ) -> Result<(), StoreError> {
        if !wishes.is_any() {
            return self.forget_wishes(person).await;
        }
        let row = vec![
            person.as_str().into(),
            wishes.chosen.as_ref().map(PersonId::as_str).into(),
            wishes.language.map_or("", Tongue::code).into(),
            wishes.gender.map_or("", Gender::code).into(),
            wishes.line.code().into(),
            now.millis().into(),
        ];
        let columns = ["person_id", "chosen_id", "language", "gender", "line", "at"];
        let changing = ["chosen_id", "language", "gender", "line", "at"];
        let existing = Existing::Updated(&changing);
        self.upsert(
            "supporter_wishes",
            &columns,
            &["person_id"],
            existing,
            vec![row],
        )
        .await?;
        Ok(())
    }

    /// Forgets what a colleague asked for: the path that it was for has closed.
    pub async fn forget_wishes(&self, person: &PersonId) -> Result<(), StoreError> {
        let sql = "DELETE FROM supporter_wishes WHERE org_id = $1 AND person_id = $2";
        self.run(sql, [person.as_str().into()]).await?;
        Ok(())
    }

    /// The lines of work that a profile can name: the staff groups of the organisation.
    pub async fn known_lines(&self) -> Result<BTreeSet<String>, StoreError> {
        Ok(self.staff_groups().await?.into_iter().collect())
    }
}
