//! What a roster does to people's roles: what a hand gave is kept, unless the file decides (R108, R109).

use std::collections::BTreeMap;

use care::{
    access::{Role, RoleSet},
    ids::PersonId,
    staff::Given,
};

use super::roster::{RosterParsed, RosterRow};
use crate::store::{Person, StoreError, Tx};

/// The roles of somebody who is known, before a file and after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RolesChange {
    /// Whose.
    pub person: PersonId,
    /// Their staff number.
    pub number: String,
    /// Their name.
    pub name: String,
    /// Before it.
    pub before: Given,
    /// After it.
    pub after: Given,
}

impl RolesChange {
    /// The roles that come.
    pub fn added(&self) -> RoleSet {
        self.after.roles.besides(self.before.roles)
    }

    /// The roles that go.
    pub fn removed(&self) -> RoleSet {
        self.before.roles.besides(self.after.roles)
    }

    /// Whether anything is to be told: a role comes or goes, or stays although the file lacks it.
    pub fn is_told(&self) -> bool {
        self.before.roles != self.after.roles || !self.after.by_hand.is_empty()
    }
}

/// What a file says about roles, laid on what is known.
pub(super) struct Roles {
    known: BTreeMap<String, RolesChange>,
    /// Of who is new, whether they administrate.
    new: BTreeMap<String, bool>,
}

impl Roles {
    /// Lays the rows on who is known; of two rows about one person the last counts.
    pub(super) async fn laid(
        tx: &Tx,
        rows: &[RosterParsed],
        decides: bool,
    ) -> Result<Self, StoreError> {
        let named: BTreeMap<&str, RoleSet> = rows.iter().filter_map(named).collect();
        let numbers: Vec<String> = named.keys().map(ToString::to_string).collect();
        let mut new: BTreeMap<String, bool> = named
            .iter()
            .map(|(number, roles)| ((*number).to_owned(), roles.contains(Role::Administrator)))
            .collect();
        let change = |person: Person| {
            let roles = named.get(person.roster_id.as_str()).copied();
            let before = Given {
                roles: person.roles,
                by_hand: person.roles_by_hand,
            };
            let change = RolesChange {
                person: person.id,
                number: person.roster_id.clone(),
                name: person.name,
                before,
                after: before.by_file(roles.unwrap_or_default(), decides),
            };
            (person.roster_id, change)
        };
        let people = tx.people_by_roster_id(&numbers).await?;
        let known: BTreeMap<String, RolesChange> = people.into_iter().map(change).collect();
        new.retain(|number, _| !known.contains_key(number));
        Ok(Self { known, new })
    }

    /// What somebody has afterwards; `None` for who is new or not in the file.
    pub(super) fn after(&self, number: &str) -> Option<RoleSet> {
        self.known.get(number).map(|change| change.after.roles)
    }

    /// The administrators of now, when the file leaves none of them and brings none.
    pub(super) async fn last_administrators(&self, tx: &Tx) -> Result<Vec<String>, StoreError> {
        let is = |roles: RoleSet| roles.contains(Role::Administrator);
        let now = tx.people_with(Role::Administrator).await?;
        let stays = |number: &str| self.after(number).is_none_or(is);
        let is_kept = self.new.values().any(|is| *is)
            || self.known.values().any(|change| is(change.after.roles))
            || now.iter().any(|it| stays(&it.roster_id));
        if is_kept {
            return Ok(Vec::new());
        }
        Ok(now.into_iter().map(|person| person.roster_id).collect())
    }

    /// What changes of the people whose rows are taken, by their names.
    pub(super) fn changes(self, taken: impl Fn(&str) -> bool) -> Vec<RolesChange> {
        let all = self.known.into_values();
        let mut changes: Vec<RolesChange> = all
            .filter(|it| taken(&it.number) && (it.before != it.after || it.is_told()))
            .collect();
        changes.sort_by(|a, b| (&a.name, &a.person).cmp(&(&b.name, &b.person)));
        changes
    }
}

/// Who a row is about, and with which roles.
fn named(row: &RosterParsed) -> Option<(&str, RoleSet)> {
    match row {
        RosterParsed::Read(RosterRow::Person(person), _) => {
            Some((person.id.as_str(), person.roles))
        }
        _ => None,
    }
}
