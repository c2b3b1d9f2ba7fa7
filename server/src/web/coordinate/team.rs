//! The team and its ambassadors, as coverage asks for them (R020, R049).

use care::{
    access::Role,
    ids::PersonId,
    team::{Ambassador, CheckIn, Cover, GroupCover, check_in, coverage},
};
use jiff::civil::Date;

use crate::store::{AmbassadorSeat, Person, StoreError, Tx};

/// What coverage is reckoned from.
pub(super) struct Team {
    pub(super) people: Vec<Person>,
    groups: Vec<String>,
    pub(super) seats: Vec<AmbassadorSeat>,
    pub(super) today: Date,
}

impl Team {
    /// The supporters, the staff groups and the ambassadors of the organisation.
    pub(super) async fn load(tx: &Tx, today: Date) -> Result<Self, StoreError> {
        Ok(Self {
            people: tx.people_with(Role::Supporter).await?,
            groups: tx.staff_groups().await?,
            seats: tx.ambassadors().await?,
            today,
        })
    }

    /// How each staff group is covered.
    pub(super) fn covers(&self) -> Vec<GroupCover> {
        let groups: Vec<&str> = self.groups.iter().map(String::as_str).collect();
        let cover = |person| -> Cover<'_> {
            let person: &Person = person;
            Cover {
                group: &person.staff_group,
                available: self.is_available(person),
            }
        };
        let team: Vec<Cover<'_>> = self.people.iter().map(cover).collect();
        let seat = |seat| -> Ambassador<'_> {
            let seat: &AmbassadorSeat = seat;
            Ambassador {
                group: &seat.group,
                works_in: self.person(&seat.person).map(|it| it.staff_group.as_str()),
            }
        };
        let seats: Vec<Ambassador<'_>> = self.seats.iter().map(seat).collect();
        coverage(&groups, &team, &seats)
    }

    /// Whether nobody at all is a supporter.
    pub(super) fn is_empty(&self) -> bool {
        self.people.is_empty()
    }

    /// The check-ins that are near or late, and who was to do them.
    pub(super) fn check_ins(&self) -> impl Iterator<Item = (&AmbassadorSeat, Option<&Person>)> {
        let near = |seat: &&AmbassadorSeat| {
            !matches!(check_in(seat.next_on, self.today), CheckIn::Ahead(_))
        };
        let seats = self.seats.iter().filter(near);
        seats.map(|seat| (seat, self.person(&seat.person)))
    }

    /// Somebody of the team.
    pub(super) fn person(&self, id: &PersonId) -> Option<&Person> {
        self.people.iter().find(|person| person.id == *id)
    }

    fn is_available(&self, person: &Person) -> bool {
        let trained = person.trained_until.is_some_and(|last| last >= self.today);
        trained && person.paused_at.is_none()
    }

    /// Who of the team works in a group, available or not, by name.
    pub(super) fn names(&self, group: &str, available: bool) -> String {
        let there = self
            .people
            .iter()
            .filter(|person| person.staff_group == group);
        let names = there.filter(|person| self.is_available(person) == available);
        names
            .map(|person| person.name.as_str())
            .collect::<Vec<_>>()
            .join(", ")
    }
}
