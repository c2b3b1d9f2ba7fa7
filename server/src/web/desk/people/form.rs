//! What is typed about somebody, and whether it can be so.

use care::ids::PersonId;
use jiff::civil::Date;
use serde::Deserialize;

use crate::{
    feed::{digest, roster::looks_like_email},
    store::{Details, Person, StoreError, Tx},
};

/// The longest name, in characters; some people have many.
const LONGEST_NAME: usize = 200;
/// The longest of anything else.
const LONGEST: usize = 120;

/// What was typed.
#[derive(Default, Clone, Deserialize)]
pub(super) struct Typed {
    #[serde(default)]
    pub(super) number: String,
    #[serde(default)]
    pub(super) name: String,
    #[serde(default)]
    pub(super) group: String,
    #[serde(default)]
    pub(super) email: String,
    #[serde(default)]
    pub(super) phone: String,
    /// The staff number of the line manager.
    #[serde(default)]
    pub(super) manager: String,
    /// The last day of a supporter's training, as a browser writes a day.
    #[serde(default)]
    pub(super) trained: String,
    /// How the person stood when the form was made.
    #[serde(default)]
    pub(super) revision: String,
}

impl Typed {
    /// What is known of somebody, to be changed.
    pub(super) fn of(person: &Person, manager: Option<&Person>) -> Self {
        Self {
            number: person.roster_id.clone(),
            name: person.name.clone(),
            group: person.staff_group.clone(),
            email: person.email.clone().unwrap_or_default(),
            phone: person.phone.clone().unwrap_or_default(),
            manager: manager.map_or_else(String::new, |it| it.roster_id.clone()),
            trained: day(person.trained_until),
            revision: revision(person),
        }
    }

    /// What is to be saved, else the keys of what is wrong.
    pub(super) async fn details(
        &self,
        tx: &Tx,
        own: Option<&PersonId>,
    ) -> Result<Result<Details, Vec<&'static str>>, StoreError> {
        let mut problems = Vec::new();
        let name = self.name.trim();
        if name.is_empty() {
            problems.push("name");
        }
        if !fits(name, LONGEST_NAME) {
            problems.push("name-long");
        }
        let rest = [&self.group, &self.email, &self.phone, &self.manager];
        if rest.iter().any(|text| !fits(text.trim(), LONGEST)) {
            problems.push("long");
        }
        let email = self.email.trim();
        if !email.is_empty() && !looks_like_email(email) {
            problems.push("email");
        }
        let manager = match self.manager.trim() {
            "" => None,
            number if !fits(number, LONGEST) => None,
            number => {
                let found = tx.people_by_roster_id(&[number.to_owned()]).await?;
                let found = found
                    .into_iter()
                    .find(|it| it.active && Some(&it.id) != own);
                if found.is_none() {
                    problems.push("manager");
                }
                found.map(|it| it.id)
            }
        };
        let trained_until = self.trained.trim().parse::<Date>().ok();
        if trained_until.is_none() && !self.trained.trim().is_empty() {
            problems.push("trained");
        }
        if !problems.is_empty() {
            return Ok(Err(problems));
        }
        let some = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        Ok(Ok(Details {
            name: name.to_owned(),
            email: some(email),
            phone: some(&self.phone),
            staff_group: self.group.trim().to_owned(),
            trained_until,
            line_manager: manager,
        }))
    }
}

/// Every problem, for the texts to be held against.
#[cfg(test)]
pub(super) const PROBLEMS: [&str; 7] = [
    "name",
    "name-long",
    "long",
    "email",
    "manager",
    "number",
    "trained",
];

/// A short name of how somebody stands: another one when anybody changed it since.
pub(super) fn revision(person: &Person) -> String {
    let manager = person.line_manager.as_ref().map(PersonId::as_str);
    let trained = day(person.trained_until);
    let parts = [
        Some(trained.as_str()),
        Some(person.name.as_str()),
        person.email.as_deref(),
        person.phone.as_deref(),
        Some(person.staff_group.as_str()),
        manager,
        Some(if person.active { "in" } else { "out" }),
    ];
    let text = parts.map(|part| part.unwrap_or("\u{0}")).join("\u{1}");
    digest::of_bytes(text.as_bytes()).chars().take(16).collect()
}

fn day(day: Option<Date>) -> String {
    day.map_or_else(String::new, |day| day.to_string())
}

fn fits(text: &str, longest: usize) -> bool {
    text.chars().count() <= longest && !text.chars().any(char::is_control)
}
