//! As whom somebody stands in the access log: at work, or on pages of their own (R095).
//!
//! What a colleague does for themselves is logged under their case's name of that month, and under
//! nobody's when there is no case. Their own pseudonym stands only where they are at work, so that
//! the log and the list of staff together never tell who sought help.

use axum::http::{HeaderMap, header::USER_AGENT};
use care::access::{Role, RoleSet};

use crate::store::{Actor, Person, StoreError, Tx};

/// The rooms of work, and for whom one can be at work there; the first role that fits is taken.
const WORK: &[(&str, &[Role])] = &[
    ("/support", &[Role::Supporter, Role::Coordinator]),
    (
        "/coordinate",
        &[Role::Coordinator, Role::Administrator, Role::Supporter],
    ),
    ("/channels", &[Role::Supporter, Role::Coordinator]),
    ("/dispatch", &[Role::Dispatcher]),
    ("/signal", &[Role::Manager]),
    ("/manage", &[Role::Manager]),
    (
        "/desk",
        &[Role::PrivacyOfficer, Role::Administrator, Role::Hr],
    ),
    // One's own case may be asked for here: it stands in every holder's row alike.
    ("/recovery", &[Role::Holder, Role::PrivacyOfficer]),
];
/// Where one asks about one's own data: nobody's name stands there, not a case's either.
const REQUESTS: &str = "/me/requests";
/// For whom one can be at work on a page that is shared with the colleague of a case.
const SHARED: &[Role] = &[
    Role::Supporter,
    Role::Coordinator,
    Role::Holder,
    Role::PrivacyOfficer,
    Role::Administrator,
    Role::Manager,
    Role::Dispatcher,
    Role::Hr,
];

/// Who acts, with what the row of the log needs to own.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Acting {
    who: Who,
    /// The role acted in.
    pub(super) on_behalf: &'static str,
}

#[derive(Debug, PartialEq, Eq)]
enum Who {
    AtWork,
    /// The colleague of this case, by its lasting name.
    Case(String),
    Oneself,
}

impl Acting {
    /// As whom `person` sees or changes these cases at this place.
    pub(super) async fn find(
        tx: &Tx,
        person: &Person,
        place: &str,
        cases: &[&str],
    ) -> Result<Self, StoreError> {
        if let Some(roles) = work_at(place) {
            return Ok(Self::at_work(person.roles, roles));
        }
        if is_below(place, REQUESTS) {
            // Whoever tells the privacy officer their reference says who they are: beside a case's
            // name on that day it would lead from them to their case.
            return Ok(Self::own(None));
        }
        if is_below(place, "/me") {
            // Only pages of one's own cases: the first is the newest.
            let own = match cases.first() {
                Some(case) => Some((*case).to_owned()),
                None => tx.open_handle(&person.id).await?,
            };
            return Ok(Self::own(own));
        }
        let own = tx.own_among(&person.id, cases).await?.into_iter().next();
        if cases.is_empty() || own.is_some() {
            // A vault is one's own, for work too. Its script works a moment after a page of notes:
            // a name here would tell who read there.
            return Ok(Self::own(own));
        }
        // Also for who left that work and still gives a key: the colleague is to see by whom.
        Ok(Self::at_work(person.roles, SHARED))
    }

    /// The actor as the store takes it.
    pub(super) fn actor<'a>(&'a self, person: &'a Person) -> Actor<'a> {
        match &self.who {
            Who::AtWork => Actor::Person(&person.pseudonym),
            Who::Case(handle) => Actor::Case(handle),
            Who::Oneself => Actor::Oneself,
        }
    }

    /// Whether it is one's own record; its row names one case at most.
    ///
    /// Two cases of one person in one row would outlive the older case's erasure.
    pub(super) fn cases<'a>(&self, cases: Vec<&'a str>) -> Vec<&'a str> {
        match &self.who {
            Who::AtWork => cases,
            Who::Case(handle) => cases.into_iter().filter(|case| case == handle).collect(),
            Who::Oneself => Vec::new(),
        }
    }

    fn at_work(roles: RoleSet, wanted: &[Role]) -> Self {
        let role = wanted.iter().find(|role| roles.contains(**role));
        Self {
            who: Who::AtWork,
            on_behalf: role.unwrap_or(&Role::Colleague).code(),
        }
    }

    fn own(case: Option<String>) -> Self {
        Self {
            who: case.map_or(Who::Oneself, Who::Case),
            on_behalf: Role::Colleague.code(),
        }
    }
}

fn work_at(place: &str) -> Option<&'static [Role]> {
    WORK.iter()
        .find(|(room, _)| is_below(place, room))
        .map(|(_, roles)| *roles)
}

fn is_below(place: &str, room: &str) -> bool {
    place
        .strip_prefix(room)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The kind of client, by what a browser says of itself; never an address or a name of it.
pub(super) fn client(headers: &HeaderMap) -> &'static str {
    let said = headers
        .get(USER_AGENT)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    if !said.starts_with("Mozilla/") {
        "program"
    } else if said.contains("Mobi") || said.contains("Android") {
        "phone"
    } else {
        "computer"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_room_is_its_pages_and_not_its_namesake() {
        assert!(work_at("/support").is_some() && work_at("/support/case/{id}").is_some());
        assert!(work_at("/supporters").is_none() && work_at("/me").is_none());
        assert!(is_below("/me/record", "/me") && !is_below("/media", "/me"));
    }

    #[test]
    fn a_client_is_a_kind_of_thing() {
        let of = |said: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(USER_AGENT, said.parse().expect("a header"));
            client(&headers)
        };
        assert_eq!(
            of("Mozilla/5.0 (X11; Linux x86_64) Firefox/150"),
            "computer"
        );
        assert_eq!(
            of("Mozilla/5.0 (Linux; Android 16) Chrome/150 Mobile"),
            "phone"
        );
        assert_eq!(of("curl/8"), "program");
        assert_eq!(client(&HeaderMap::new()), "program");
    }

    #[test]
    fn at_work_is_the_role_that_the_room_asks() {
        let roles = RoleSet::NONE
            .with(Role::Colleague)
            .with(Role::Supporter)
            .with(Role::Coordinator);
        let at = |place| Acting::at_work(roles, work_at(place).expect("a room")).on_behalf;
        assert_eq!(at("/support/case/{id}"), "supporter");
        assert_eq!(at("/coordinate"), "coordinator");
        assert_eq!(at("/signal/concern"), "colleague");
    }
}
