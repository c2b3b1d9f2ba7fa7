//! Who keeps a finger on the pulse of a staff group, and when the next check-in is (R049).

use care::ids::PersonId;
use jiff::civil::Date;
use sea_orm::{FromQueryResult, Value};

use super::{StoreError, Tx, upsert::Existing};

/// The ambassador of a staff group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AmbassadorSeat {
    /// The id of the seat, the same whoever has it.
    pub id: String,
    /// The staff group.
    pub group: String,
    /// Who.
    pub person: PersonId,
    /// A check-in every so many days.
    pub every_days: i32,
    /// The day of the next one.
    pub next_on: Date,
    /// The day of the last one.
    pub held_on: Option<Date>,
    /// The day of the next one and of the last one, before the last was held.
    pub before: Option<(Date, Option<Date>)>,
    /// Whether somebody is ambassador now.
    pub active: bool,
}

#[derive(FromQueryResult)]
struct Row {
    staff_group: String,
    seat_id: String,
    person_id: String,
    every_days: i32,
    next_on: String,
    held_on: Option<String>,
    was_next: Option<String>,
    was_held: Option<String>,
    active: bool,
}

impl TryFrom<Row> for AmbassadorSeat {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let day = |text: Option<String>| text.and_then(|day| day.parse::<Date>().ok());
        let next_on = row.next_on.parse();
        Ok(Self {
            id: row.seat_id,
            group: row.staff_group,
            person: PersonId::new(row.person_id),
            every_days: row.every_days,
            next_on: next_on.map_err(|_| StoreError::Unreadable("ambassador"))?,
            held_on: day(row.held_on),
            before: day(row.was_next).map(|next| (next, day(row.was_held))),
            active: row.active,
        })
    }
}

const COLUMNS: &str = "SELECT staff_group, seat_id, person_id, every_days, next_on, held_on, was_next, \
     was_held, active FROM ambassadors WHERE org_id = $1";

impl Tx {
    /// Every seat that somebody has now, by group.
    pub async fn ambassadors(&self) -> Result<Vec<AmbassadorSeat>, StoreError> {
        let sql = format!("{COLUMNS} AND active ORDER BY staff_group");
        self.seats(&sql, []).await
    }

    /// The seats of one supporter.
    pub async fn ambassador_of(
        &self,
        person: &PersonId,
    ) -> Result<Vec<AmbassadorSeat>, StoreError> {
        let sql = format!("{COLUMNS} AND active AND person_id = $2 ORDER BY next_on, staff_group");
        self.seats(&sql, [person.as_str().into()]).await
    }

    /// The seat with this id, taken or not.
    pub async fn seat(&self, id: &str) -> Result<Option<AmbassadorSeat>, StoreError> {
        let sql = format!("{COLUMNS} AND seat_id = $2");
        Ok(self.seats(&sql, [id.into()]).await?.pop())
    }

    /// The seat of a staff group, taken or not.
    pub async fn seat_of(&self, group: &str) -> Result<Option<AmbassadorSeat>, StoreError> {
        let sql = format!("{COLUMNS} AND staff_group = $2");
        Ok(self.seats(&sql, [group.into()]).await?.pop())
    }

    /// Keeps a seat as it stands now.
    pub async fn save_seat(&self, seat: &AmbassadorSeat) -> Result<(), StoreError> {
        let day = |day: Option<Date>| -> Value { day.map(|day| day.to_string()).into() };
        let row = vec![
            seat.group.as_str().into(),
            seat.id.as_str().into(),
            seat.person.as_str().into(),
            seat.every_days.into(),
            seat.next_on.to_string().into(),
            day(seat.held_on),
            day(seat.before.map(|(next, _)| next)),
            day(seat.before.and_then(|(_, held)| held)),
            seat.active.into(),
        ];
        let columns = [
            "staff_group",
            "seat_id",
            "person_id",
            "every_days",
            "next_on",
            "held_on",
            "was_next",
            "was_held",
            "active",
        ];
        let changing = [
            "person_id",
            "every_days",
            "next_on",
            "held_on",
            "was_next",
            "was_held",
            "active",
        ];
        let changing = Existing::Updated(&changing);
        self.upsert(
            "ambassadors",
            &columns,
            &["staff_group"],
            changing,
            vec![row],
        )
        .await?;
        Ok(())
    }

    async fn seats(
        &self,
        sql: &str,
        values: impl IntoIterator<Item = Value>,
    ) -> Result<Vec<AmbassadorSeat>, StoreError> {
        let rows: Vec<Row> = self.all(sql, values).await?;
        rows.into_iter().map(AmbassadorSeat::try_from).collect()
    }
}
