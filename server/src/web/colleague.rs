//! Choosing a colleague by name; works without a script.

use care::ids::PersonId;

use super::{error::AppError, text::Texts};
use crate::store::{Person, StoreError, Tx};

/// The fewest letters that a search begins with.
const FEWEST: usize = 2;

/// A colleague to choose from a list.
pub struct Choice {
    /// Their id, for the form.
    pub id: String,
    /// Their name.
    pub name: String,
    /// Their staff group, in words.
    pub group: String,
}

impl Choice {
    /// A person as a line to choose.
    pub fn of(person: &Person, l: Texts) -> Self {
        let group = group(&person.staff_group, l);
        Self {
            id: person.id.as_str().to_owned(),
            name: person.name.clone(),
            group,
        }
    }
}

/// A staff group in words; one of the organisation's own reads as the roster wrote it.
pub fn group(code: &str, l: Texts) -> String {
    let key = format!("signal-group-{code}");
    if l.has(&key) {
        l.get(&key)
    } else {
        code.to_owned()
    }
}

/// A search for a colleague, as typed.
#[derive(Default, serde::Deserialize)]
pub struct Search {
    #[serde(default)]
    q: String,
}

impl Search {
    /// The same search, for a form that has to be filled in again.
    pub fn again(q: String) -> Self {
        Self { q }
    }

    /// What was typed, without the space around it; too little or too much is nothing.
    pub fn text(&self) -> Option<&str> {
        let text = self.q.trim();
        (FEWEST..=60)
            .contains(&text.chars().count())
            .then_some(text)
    }

    /// What to show in the field again.
    pub fn typed(&self) -> &str {
        &self.q
    }
}

/// Colleagues by name, at most 20, without the one who searches.
pub async fn find(
    tx: &Tx,
    search: &Search,
    searcher: &PersonId,
    l: Texts,
) -> Result<Vec<Choice>, StoreError> {
    let Some(text) = search.text() else {
        return Ok(Vec::new());
    };
    let found = tx.find_people(text).await?;
    Ok(found
        .iter()
        .filter(|person| person.id != *searcher)
        .map(|person| Choice::of(person, l))
        .collect())
}

/// The colleague that a form names.
///
/// Oneself, somebody who left and somebody of another organisation are all nobody.
pub async fn chosen(tx: &Tx, id: &str, chooser: &PersonId) -> Result<Person, AppError> {
    let id = PersonId::parse(id).ok_or(AppError::NotFound)?;
    let person = tx
        .person(&id)
        .await?
        .filter(|person| person.active && person.id != *chooser);
    person.ok_or(AppError::NotFound)
}
