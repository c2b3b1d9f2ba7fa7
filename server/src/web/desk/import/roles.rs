//! What a roster does to the roles of people who are known, before it does (R108, R109).

use care::access::{Role, RoleSet};

use crate::{feed::roster_roles::RolesChange, web::text::Texts};

/// How many people are named.
const SHOWN: usize = 50;

/// Whose roles would change, and what a hand gave.
pub(super) struct RolesView {
    /// Whether what a hand gave goes too.
    pub(super) decides: bool,
    pub(super) people: Vec<PersonView>,
    /// How many more there are.
    pub(super) more: usize,
}

/// One person: the roles that come, go and stay, in words; empty where there are none.
pub(super) struct PersonView {
    pub(super) name: String,
    pub(super) number: String,
    pub(super) added: String,
    pub(super) removed: String,
    /// Of those that go, the ones that a hand gave.
    pub(super) hand_removed: String,
    /// What a hand gave and the file does not name.
    pub(super) kept: String,
}

impl RolesView {
    /// Nothing where the file has nothing to say about roles that would be told.
    pub(super) fn of(changes: &[RolesChange], decides: bool, l: Texts) -> Option<Self> {
        let told: Vec<&RolesChange> = changes.iter().filter(|it| it.is_told()).collect();
        let view = Self {
            decides,
            people: told.iter().take(SHOWN).map(|it| person(it, l)).collect(),
            more: told.len().saturating_sub(SHOWN),
        };
        // Who ticked the box can untick it, also when nothing is left to tell.
        (decides || !view.people.is_empty()).then_some(view)
    }
}

fn person(change: &RolesChange, l: Texts) -> PersonView {
    let removed = change.removed();
    let hand = removed.shared(change.before.by_hand);
    PersonView {
        name: change.name.clone(),
        number: change.number.clone(),
        added: words(change.added(), l),
        removed: words(removed.besides(hand), l),
        hand_removed: words(hand, l),
        kept: words(change.after.by_hand, l),
    }
}

fn words(roles: RoleSet, l: Texts) -> String {
    let roles = roles.iter().filter(|role| *role != Role::Colleague);
    let words: Vec<String> = roles
        .map(|role| l.get(&format!("deed-role-{role}")))
        .collect();
    words.join(", ")
}
