//! Days on which a supporter cannot serve, and what they would rather do (R013, R103).
//!
//! No reason is kept of either: there is no column for one.

use care::{
    ids::PersonId,
    roster::{PatternCode, Weekday, Wish, WishFor, WishKind},
    time::Instant,
};
use jiff::civil::Date;
use sea_orm::{FromQueryResult, Value};

use super::{StoreError, Tx, upsert::Existing};

/// Days on which somebody is away, both ends included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leave {
    /// The id.
    pub id: String,
    /// Who is away.
    pub person: PersonId,
    /// The first day.
    pub first: Date,
    /// The last day.
    pub last: Date,
    /// The end of the last day.
    pub until: Instant,
    /// Who wrote it down.
    pub by: PersonId,
    /// When.
    pub at: Instant,
}

/// A wish of somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RotaWish {
    /// The id.
    pub id: String,
    /// Whose, about what, and which way.
    pub wish: Wish,
    /// The end of the day that it is about; none when it comes back.
    pub until: Option<Instant>,
    /// When it was said.
    pub at: Instant,
}

/// What a wish weighs: all the same, as nobody is asked how much it matters.
const WEIGHT: u8 = 1;

impl RotaWish {
    /// What a kind and a name mean: a day, a day of the week, a pattern.
    #[must_use]
    pub fn about(kind: &str, name: &str) -> Option<WishFor> {
        match kind {
            "day" => name.parse().ok().map(WishFor::Day),
            "weekday" => Weekday::parse(name).map(WishFor::Weekday),
            "duty" => PatternCode::parse(name).map(WishFor::Pattern),
            _ => None,
        }
    }

    /// A wish of somebody, as it weighs when a rota is made.
    #[must_use]
    pub fn of(person: PersonId, when: WishFor, kind: WishKind) -> Wish {
        Wish {
            person,
            when,
            kind,
            weight: WEIGHT,
        }
    }
}

/// The kind and the name under which it is kept.
fn named(when: &WishFor) -> (&'static str, String) {
    match when {
        WishFor::Day(day) => ("day", day.to_string()),
        WishFor::Weekday(day) => ("weekday", day.code().to_owned()),
        WishFor::Pattern(code) => ("duty", code.as_str().to_owned()),
    }
}

#[derive(FromQueryResult)]
struct LeaveRow {
    leave_id: String,
    person_id: String,
    first_on: String,
    last_on: String,
    until_at: i64,
    by_id: String,
    at: i64,
}

impl TryFrom<LeaveRow> for Leave {
    type Error = StoreError;

    fn try_from(row: LeaveRow) -> Result<Self, StoreError> {
        let day = |text: &str| {
            text.parse::<Date>()
                .map_err(|_| StoreError::Unreadable("leave"))
        };
        Ok(Self {
            first: day(&row.first_on)?,
            last: day(&row.last_on)?,
            id: row.leave_id,
            person: PersonId::new(row.person_id),
            until: Instant::from_millis(row.until_at),
            by: PersonId::new(row.by_id),
            at: Instant::from_millis(row.at),
        })
    }
}

#[derive(FromQueryResult)]
struct WishRow {
    wish_id: String,
    person_id: String,
    kind: String,
    about: String,
    wish: String,
    until_at: Option<i64>,
    at: i64,
}

impl TryFrom<WishRow> for RotaWish {
    type Error = StoreError;

    fn try_from(row: WishRow) -> Result<Self, StoreError> {
        let unreadable = || StoreError::Unreadable("wish");
        Ok(Self {
            wish: Wish {
                person: PersonId::new(row.person_id),
                when: RotaWish::about(&row.kind, &row.about).ok_or_else(unreadable)?,
                kind: WishKind::parse(&row.wish).ok_or_else(unreadable)?,
                weight: WEIGHT,
            },
            id: row.wish_id,
            until: row.until_at.map(Instant::from_millis),
            at: Instant::from_millis(row.at),
        })
    }
}

const LEAVE: &str = "SELECT leave_id, person_id, first_on, last_on, until_at, by_id, at FROM rota_leave \
     WHERE org_id = $1 AND removed_at IS NULL";
const WISHES: &str = "SELECT wish_id, person_id, kind, about, wish, until_at, at FROM rota_wishes \
     WHERE org_id = $1 AND removed_at IS NULL";
/// The most rows that one question reads: forty supporters with a stretch each week of a year.
const MOST: u32 = 2_000;

impl Tx {
    /// Everybody's days away that end after a moment, the first first.
    pub async fn leave_after(&self, from: Instant) -> Result<Vec<Leave>, StoreError> {
        let sql = format!("{LEAVE} AND until_at > $2 ORDER BY first_on, leave_id LIMIT {MOST}");
        let rows: Vec<LeaveRow> = self.all(&sql, [from.millis().into()]).await?;
        rows.into_iter().map(Leave::try_from).collect()
    }

    /// One person's days away that end after a moment, the first first.
    pub async fn leave_of(
        &self,
        person: &PersonId,
        from: Instant,
    ) -> Result<Vec<Leave>, StoreError> {
        let sql = format!(
            "{LEAVE} AND person_id = $2 AND until_at > $3 ORDER BY first_on, leave_id LIMIT 200"
        );
        let values: [Value; 2] = [person.as_str().into(), from.millis().into()];
        let rows: Vec<LeaveRow> = self.all(&sql, values).await?;
        rows.into_iter().map(Leave::try_from).collect()
    }

    /// Keeps days away.
    pub async fn add_leave(&self, leave: &Leave) -> Result<(), StoreError> {
        let columns = [
            "leave_id",
            "person_id",
            "first_on",
            "last_on",
            "until_at",
            "by_id",
            "at",
        ];
        let row: Vec<Value> = vec![
            leave.id.as_str().into(),
            leave.person.as_str().into(),
            leave.first.to_string().into(),
            leave.last.to_string().into(),
            leave.until.millis().into(),
            leave.by.as_str().into(),
            leave.at.millis().into(),
        ];
        let key = ["leave_id"];
        self.upsert("rota_leave", &columns, &key, Existing::Kept, vec![row])
            .await?;
        Ok(())
    }

    /// Takes one's own days away back, or puts them back; `false` when there is nothing to change.
    ///
    /// Only what one wrote down oneself: what the coordinator wrote is theirs to take back (C11).
    pub async fn set_own_leave(
        &self,
        id: &str,
        of: &PersonId,
        removed: Option<Instant>,
    ) -> Result<bool, StoreError> {
        let sql = format!("{SET_LEAVE} AND person_id = $5 AND by_id = $5");
        let values = set(id, removed).into_iter().chain([of.as_str().into()]);
        Ok(self.run(&sql, values).await? > 0)
    }

    /// Takes days away back that somebody else than the person wrote down, or puts them back.
    ///
    /// Nobody makes another available who said that they are not (C11).
    pub async fn set_written_leave(
        &self,
        id: &str,
        removed: Option<Instant>,
    ) -> Result<bool, StoreError> {
        let sql = format!("{SET_LEAVE} AND by_id <> person_id");
        Ok(self.run(&sql, set(id, removed)).await? > 0)
    }

    /// One person's wishes that still say something, in the order in which they were made.
    pub async fn rota_wishes_of(
        &self,
        person: &PersonId,
        now: Instant,
    ) -> Result<Vec<RotaWish>, StoreError> {
        let sql = format!(
            "{WISHES} AND person_id = $2 AND (until_at IS NULL OR until_at > $3) \
             ORDER BY at, wish_id LIMIT 200"
        );
        let values: [Value; 2] = [person.as_str().into(), now.millis().into()];
        let rows: Vec<WishRow> = self.all(&sql, values).await?;
        rows.into_iter().map(RotaWish::try_from).collect()
    }

    /// Everybody's wishes that still say something.
    pub async fn wishes_after(&self, now: Instant) -> Result<Vec<RotaWish>, StoreError> {
        let sql = format!(
            "{WISHES} AND (until_at IS NULL OR until_at > $2) ORDER BY person_id, at LIMIT {MOST}"
        );
        let rows: Vec<WishRow> = self.all(&sql, [now.millis().into()]).await?;
        rows.into_iter().map(RotaWish::try_from).collect()
    }

    /// Keeps a wish; an earlier one of this person about the same goes.
    pub async fn add_wish(&self, wish: &RotaWish) -> Result<(), StoreError> {
        let (kind, name) = named(&wish.wish.when);
        let sql = "UPDATE rota_wishes SET removed_at = $5 WHERE org_id = $1 AND person_id = $2 \
                   AND kind = $3 AND about = $4 AND removed_at IS NULL";
        let values: [Value; 4] = [
            wish.wish.person.as_str().into(),
            kind.into(),
            name.as_str().into(),
            wish.at.millis().into(),
        ];
        self.run(sql, values).await?;
        let columns = [
            "wish_id",
            "person_id",
            "kind",
            "about",
            "wish",
            "until_at",
            "at",
        ];
        let row: Vec<Value> = vec![
            wish.id.as_str().into(),
            wish.wish.person.as_str().into(),
            kind.into(),
            name.as_str().into(),
            wish.wish.kind.code().into(),
            wish.until.map(Instant::millis).into(),
            wish.at.millis().into(),
        ];
        let key = ["wish_id"];
        self.upsert("rota_wishes", &columns, &key, Existing::Kept, vec![row])
            .await?;
        Ok(())
    }

    /// Takes one's own wish back, or puts it back; `false` when there is nothing to change.
    pub async fn set_wish(
        &self,
        id: &str,
        of: &PersonId,
        removed: Option<Instant>,
    ) -> Result<bool, StoreError> {
        let sql = "UPDATE rota_wishes SET removed_at = $3 WHERE org_id = $1 AND wish_id = $2 \
                   AND (removed_at IS NULL) = $4 AND person_id = $5";
        let values = set(id, removed).into_iter().chain([of.as_str().into()]);
        Ok(self.run(sql, values).await? > 0)
    }
}

const SET_LEAVE: &str = "UPDATE rota_leave SET removed_at = $3 WHERE org_id = $1 AND leave_id = $2 \
     AND (removed_at IS NULL) = $4";

/// Which row, since when it is gone, and whether it has to be there now.
fn set(id: &str, removed: Option<Instant>) -> [Value; 3] {
    [
        id.into(),
        removed.map(Instant::millis).into(),
        removed.is_some().into(),
    ]
}
