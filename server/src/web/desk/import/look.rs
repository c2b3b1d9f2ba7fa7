//! The first rows of a file as they would be read, and what is wrong with any of them.

use std::collections::BTreeSet;

use axum::body::Bytes;
use care::ids::{KindCode, UnitCode};

use super::{
    choice::{Choice, Reading},
    roles::RolesView,
};
use crate::{
    feed::{
        csv::{self, FileError, Parsed},
        record::EventRecord,
        reject::{RejectReason, Rejected},
        roster::{self, Column, RosterParsed, RosterRow},
        roster_intake,
        sheet::Sheet,
    },
    web::{colleague, error::AppError, member::Member, page::Page, text::Texts, time::Calendar},
};

/// How many rows are shown, and how many of the others that are wrong.
const SHOWN: usize = 20;

/// What a file would come to.
pub(super) struct Look {
    /// What stands above the columns.
    pub(super) heads: Vec<String>,
    /// The first rows.
    pub(super) rows: Vec<LookRow>,
    /// Wrong rows further on.
    pub(super) wrong: Vec<LookRow>,
    /// How many rows there are.
    pub(super) count: usize,
    /// How many of them would be set aside.
    pub(super) aside: usize,
    /// Words for what it was that the reading does not know, with their rows; the most frequent first.
    pub(super) words: Vec<(String, u64)>,
    /// What it does to the roles of people who are known.
    pub(super) roles: Option<RolesView>,
}

/// A row as it would be read.
pub(super) struct LookRow {
    pub(super) line: u64,
    pub(super) cells: Vec<String>,
    /// Why it would be set aside.
    pub(super) problem: Option<String>,
}

/// One row, whichever file it is of.
enum Read {
    Event(Box<EventRecord>, u64),
    Roster(Box<RosterRow>, u64),
    Wrong(Rejected),
}

/// Reads the whole file and shows its beginning; nothing is saved.
pub(super) async fn look(
    member: &Member,
    page: &Page,
    bytes: Bytes,
    reading: &Reading,
    sheet: &Sheet,
    choice: &Choice,
) -> Result<Result<Look, FileError>, AppError> {
    let (mut words, mut roles) = (Vec::new(), None);
    let read = match reading {
        Reading::Register(_) => register(bytes, reading).await?.map(|(rows, unknown)| {
            words = unknown;
            rows
        }),
        Reading::Roster(_) => match roster_rows(member, bytes, reading).await? {
            Ok((rows, columns)) => {
                let tx = member.read("foresee roster").await?;
                let foreseen =
                    roster_intake::foresee(&tx, rows, &columns, choice.roles_decide).await?;
                roles = RolesView::of(&foreseen.roles, choice.roles_decide, page.l());
                Ok(foreseen.rows.into_iter().map(Read::from).collect())
            }
            Err(error) => Err(error),
        },
    };
    let is_register = matches!(reading, Reading::Register(_));
    let named = Named::of(sheet, choice);
    Ok(read.map(|rows: Vec<Read>| Look {
        words,
        roles,
        ..tell(&rows, is_register, &named, page)
    }))
}

/// The rows of a roster, with the columns that it has.
pub(super) type RosterRows = (Vec<RosterParsed>, BTreeSet<Column>);

/// Reads a roster away from the requests of others.
pub(super) async fn roster_rows(
    member: &Member,
    bytes: Bytes,
    reading: &Reading,
) -> Result<Result<RosterRows, FileError>, AppError> {
    let Reading::Roster(profile) = reading.clone() else {
        return Err(AppError::NotFound);
    };
    let zone = member.org.time_zone.clone();
    let read = move || {
        let rows = roster::read_by(bytes.as_ref(), &zone, Some(&profile))?;
        let columns = rows.columns();
        Ok((rows.collect::<Result<_, _>>()?, columns))
    };
    let read = tokio::task::spawn_blocking(read).await;
    read.map_err(|error| AppError::internal(&error))
}

/// The rows of a register, with the words for what it was that are not known.
type RegisterRows = (Vec<Read>, Vec<(String, u64)>);

async fn register(
    bytes: Bytes,
    reading: &Reading,
) -> Result<Result<RegisterRows, FileError>, AppError> {
    let Reading::Register(profile) = reading.clone() else {
        return Err(AppError::NotFound);
    };
    let read = move || {
        let mut rows = csv::read(bytes.as_ref(), &profile)?;
        let read: Result<Vec<Read>, FileError> =
            rows.by_ref().map(|row| row.map(Read::from)).collect();
        let words = rows.unmapped_kinds().iter();
        let mut words: Vec<(String, u64)> = words.map(|(it, n)| (it.clone(), *n)).collect();
        words.sort_by_key(|(_, rows)| std::cmp::Reverse(*rows));
        Ok((read?, words))
    };
    let read = tokio::task::spawn_blocking(read).await;
    read.map_err(|error| AppError::internal(&error))
}

impl From<Parsed> for Read {
    fn from(parsed: Parsed) -> Self {
        match parsed {
            Parsed::Read(record, place) => Self::Event(Box::new(record), place.line),
            Parsed::Rejected(rejected) => Self::Wrong(rejected),
        }
    }
}

impl From<RosterParsed> for Read {
    fn from(parsed: RosterParsed) -> Self {
        match parsed {
            RosterParsed::Read(row, place) => Self::Roster(Box::new(row), place.line),
            RosterParsed::Rejected(rejected) => Self::Wrong(rejected),
        }
    }
}

fn tell(read: &[Read], is_register: bool, named: &Named<'_>, page: &Page) -> Look {
    let l = page.l();
    let heads = if is_register {
        ["id", "at", "kind", "units", "priority"]
            .map(|word| l.get(&format!("desk-import-register-{word}")))
            .to_vec()
    } else {
        ["kind", "id", "name", "unit", "from", "until", "roles"]
            .map(|word| l.get(&format!("desk-import-roster-{word}")))
            .to_vec()
    };
    let is_wrong = |row: &&Read| matches!(row, Read::Wrong(_));
    let later = read.iter().skip(SHOWN);
    let wrong = later.filter(is_wrong);
    Look {
        rows: read
            .iter()
            .take(SHOWN)
            .map(|it| row(it, named, page))
            .collect(),
        wrong: wrong.take(SHOWN).map(|it| row(it, named, page)).collect(),
        count: read.len(),
        aside: read.iter().filter(is_wrong).count(),
        words: Vec::new(),
        roles: None,
        heads,
    }
}

fn row(read: &Read, named: &Named<'_>, page: &Page) -> LookRow {
    let (l, calendar) = (page.l(), &page.reader().calendar);
    match read {
        Read::Event(record, line) => LookRow {
            line: *line,
            cells: event(record, calendar),
            problem: None,
        },
        Read::Roster(read, line) => LookRow {
            line: *line,
            cells: roster_cells(read, calendar, l),
            problem: None,
        },
        Read::Wrong(rejected) => LookRow {
            line: rejected.place.line,
            cells: Vec::new(),
            problem: Some(why(rejected, named, l)),
        },
    }
}

/// Why a row is set aside, in words, with the file's own name of the column where it is one.
pub(super) fn why(rejected: &Rejected, named: &Named<'_>, l: Texts) -> String {
    let why = l.get(&format!("coordinate-reject-{}", rejected.reason.code()));
    match named.column(rejected) {
        Some(column) => t!(l, "desk-import-in-column", column = column, why = why),
        None => why,
    }
}

/// The columns of a file by their own names.
pub(super) struct Named<'a> {
    columns: &'a [String],
    fields: &'a [String],
}

impl<'a> Named<'a> {
    pub(super) fn of(sheet: &'a Sheet, choice: &'a Choice) -> Self {
        Self {
            columns: &sheet.columns,
            fields: &choice.fields,
        }
    }

    /// The column that a reason is about: the cell that was read last, or what only all rows
    /// together show.
    fn column(&self, rejected: &Rejected) -> Option<&'a str> {
        let field = match rejected.reason {
            RejectReason::PersonUnknown => Some(Column::Id),
            RejectReason::LastAdministrator | RejectReason::RolesClash => Some(Column::Roles),
            RejectReason::ManagesThemselves => Some(Column::Manager),
            _ => None,
        };
        let by_field = field.and_then(|field| {
            let mut fields = self.fields.iter();
            fields.position(|it| it == field.as_str())
        });
        let name = self.columns.get(rejected.cell.or(by_field)?)?.trim();
        (!name.is_empty()).then_some(name)
    }
}

fn event(record: &EventRecord, calendar: &Calendar) -> Vec<String> {
    let list = |words: Vec<&str>| words.join(", ");
    vec![
        record.source_ref.clone(),
        calendar.when(record.at).words(),
        list(record.kind_codes.iter().map(KindCode::as_str).collect()),
        list(record.units.iter().map(UnitCode::as_str).collect()),
        list(record.priorities.iter().map(String::as_str).collect()),
    ]
}

fn roster_cells(row: &RosterRow, calendar: &Calendar, l: Texts) -> Vec<String> {
    let when = |at| calendar.when(at).words();
    let none = String::new;
    match row {
        RosterRow::Person(person) => {
            let group = person.staff_group.as_deref().unwrap_or_default();
            let roles = person.roles.iter();
            let roles: Vec<String> = roles
                .map(|role| l.get(&format!("deed-role-{}", role.code())))
                .collect();
            let name = match group {
                "" => person.name.clone(),
                group => format!("{} ({})", person.name, colleague::group(group, l)),
            };
            vec![
                t!(l, "desk-import-every-person"),
                person.id.as_str().to_owned(),
                name,
                none(),
                none(),
                person.works_until.map_or_else(none, |day| day.to_string()),
                roles.join(", "),
            ]
        }
        RosterRow::Unit(unit) => vec![
            t!(l, "desk-import-roster-unit"),
            none(),
            unit.name.clone().unwrap_or_default(),
            unit.code.as_str().to_owned(),
            none(),
            none(),
            none(),
        ],
        RosterRow::Shift(shift) => vec![
            t!(l, "desk-import-every-shift"),
            shift.person.as_str().to_owned(),
            none(),
            shift.unit.as_str().to_owned(),
            when(shift.from),
            when(shift.until),
            none(),
        ],
        RosterRow::Duty(duty) => vec![
            t!(l, "desk-import-every-duty"),
            duty.person.as_str().to_owned(),
            none(),
            none(),
            when(duty.from),
            when(duty.until),
            none(),
        ],
    }
}
