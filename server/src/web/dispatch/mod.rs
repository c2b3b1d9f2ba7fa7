//! The dispatch room: alert the team in one screen, arrange replacements (R043, R045, R107).

mod form;
mod replacement;
mod report;
mod screen;
mod sent;

use axum::{
    Router,
    routing::{get, post},
};

use care::{access::Role, exposure::Shift, ids::UnitCode};

use super::{member::Member, state::App};
use crate::store::Person;

/// The routes of this folder.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/dispatch", get(screen::show).post(report::report))
        .route(
            "/dispatch/replacement/{id}/arranged",
            post(replacement::arranged),
        )
}

/// Who works in the dispatch room now: by role, or at the reporter's own desk.
struct Desk<'a> {
    shifts: &'a [Shift],
    unit: Option<&'a UnitCode>,
}

impl<'a> Desk<'a> {
    fn of(member: &Member, shifts: &'a [Shift]) -> Self {
        let own = shifts.iter().find(|shift| shift.person == member.person.id);
        Self {
            shifts,
            unit: own.map(|shift| &shift.unit),
        }
    }

    fn has(&self, person: &Person) -> bool {
        let here = |shift: &Shift| shift.person == person.id && Some(&shift.unit) == self.unit;
        person.roles.contains(Role::Dispatcher) || self.shifts.iter().any(here)
    }
}
