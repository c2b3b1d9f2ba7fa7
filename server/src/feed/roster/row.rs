//! Reads one row of a roster by its kind.

use std::borrow::Cow;
use std::cell::Cell;
use std::io::Read;

use care::access::{Role, RoleSet};
use care::ids::UnitCode;
use care::time::Instant;
use jiff::Timestamp;
use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time};
use jiff::fmt::strtime;
use jiff::tz::{AmbiguousOffset, TimeZone};

use super::header::{Column, Header};
use super::{Duty, Person, RosterRow, Shift, StaffNumber, Unit};
use crate::feed::frame::Frames;
use crate::feed::profile::Encoding;
use crate::feed::reject::RejectReason;
use crate::feed::text;

const DATES: [&str; 3] = ["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"];
const TIMES: [&str; 6] = [
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%dT%H:%M",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%d-%m-%Y %H:%M:%S",
    "%d-%m-%Y %H:%M",
];

const CLOCKS: [&str; 3] = ["%H:%M:%S", "%H:%M", "%H.%M"];

/// The row that was framed last.
pub struct Row<'r, R> {
    pub frames: &'r Frames<R>,
    pub header: &'r Header,
    pub tz: &'r TimeZone,
    /// The cell that was looked at last: what is wrong is wrong there.
    pub touched: Cell<Option<usize>>,
}

/// Which of two moments is meant when the clock showed a time twice.
#[derive(Clone, Copy)]
enum End {
    From,
    Until,
}

impl<R: Read> Row<'_, R> {
    pub fn read(&self) -> Result<RosterRow, RejectReason> {
        let kind = match self.header.every {
            Some(every) => every.as_str().to_owned(),
            None => self.needed(Column::Kind)?.to_lowercase(),
        };
        match kind.as_str() {
            "person" | "persoon" => self.person(),
            "unit" | "eenheid" => self.unit(),
            "shift" | "dienst" => self.shift(),
            "duty" | "piket" => self.duty(),
            _ => Err(RejectReason::RowKindUnknown),
        }
    }

    pub fn is_empty(&self) -> bool {
        (0..self.header.width).all(|cell| self.frames.cell(cell).trim_ascii().is_empty())
    }

    /// The text of a cell; `None` if it is empty or the file lacks the column.
    pub fn text(&self, column: Column) -> Result<Option<Cow<'_, str>>, RejectReason> {
        let cell = self.header.cell(column);
        self.touched.set(cell);
        let Some(cell) = cell else {
            return Ok(None);
        };
        let bytes = self.frames.cell(cell);
        let encoding = match std::str::from_utf8(&bytes) {
            Ok(_) => Encoding::Utf8,
            Err(_) => Encoding::Windows1252,
        };
        let text = text::decode(bytes, encoding)?;
        text::fits(&text, text::LONGEST_VALUE)?;
        Ok((!text.is_empty()).then_some(text))
    }

    fn needed(&self, column: Column) -> Result<Cow<'_, str>, RejectReason> {
        self.text(column)?.ok_or(RejectReason::ValueMissing)
    }

    fn optional(&self, column: Column) -> Result<Option<String>, RejectReason> {
        Ok(self.text(column)?.map(Cow::into_owned))
    }

    fn person(&self) -> Result<RosterRow, RejectReason> {
        let id = self.staff_number()?;
        let manager = match self.optional(Column::Manager)? {
            Some(manager) => Some(staff_number(manager)?),
            None => None,
        };
        if manager.as_ref() == Some(&id) {
            return Err(RejectReason::ManagesThemselves);
        }
        let email = self.optional(Column::Email)?;
        if email.as_ref().is_some_and(|email| !looks_like_email(email)) {
            return Err(RejectReason::ValueUnreadable);
        }
        Ok(RosterRow::Person(Box::new(Person {
            id,
            name: self.needed(Column::Name)?.into_owned(),
            email,
            staff_group: self.optional(Column::StaffGroup)?,
            manager,
            phone: self.optional(Column::Phone)?,
            trained_until: self.date(Column::TrainedUntil)?,
            roles: self.roles()?,
            works_until: self.date(Column::Until)?,
        })))
    }

    fn unit(&self) -> Result<RosterRow, RejectReason> {
        Ok(RosterRow::Unit(Unit {
            code: self.unit_code()?,
            name: self.optional(Column::Name)?,
            staff_group: self.optional(Column::StaffGroup)?,
        }))
    }

    fn shift(&self) -> Result<RosterRow, RejectReason> {
        let (from, until) = self.period()?;
        Ok(RosterRow::Shift(Shift {
            person: self.staff_number()?,
            unit: self.unit_code()?,
            from,
            until,
        }))
    }

    fn duty(&self) -> Result<RosterRow, RejectReason> {
        let (from, until) = self.period()?;
        Ok(RosterRow::Duty(Duty {
            person: self.staff_number()?,
            from,
            until,
        }))
    }

    fn staff_number(&self) -> Result<StaffNumber, RejectReason> {
        staff_number(self.needed(Column::Id)?.into_owned())
    }

    fn unit_code(&self) -> Result<UnitCode, RejectReason> {
        let code = self.needed(Column::Unit)?;
        text::fits(&code, text::LONGEST_ID)?;
        Ok(UnitCode::new(code))
    }

    fn roles(&self) -> Result<RoleSet, RejectReason> {
        let list = self.text(Column::Roles)?.unwrap_or_default();
        let words = list.split([' ', ',', ';', '|', '+', '/']);
        let words = words.filter(|word| !word.is_empty());
        let roles = words.map(role).try_fold(RoleSet::NONE, |roles, role| {
            role.map(|role| roles.with(role))
                .ok_or(RejectReason::RoleUnknown)
        })?;
        if care::recovery::roles_stand(roles) {
            Ok(roles)
        } else {
            Err(RejectReason::RolesClash)
        }
    }

    fn date(&self, column: Column) -> Result<Option<Date>, RejectReason> {
        let Some(text) = self.text(column)? else {
            return Ok(None);
        };
        let read = |format| strtime::parse(format, text.as_ref()).ok()?.to_date().ok();
        let date = DATES.into_iter().find_map(read);
        let date = date.filter(|date| (1970..2200).contains(&date.year()));
        date.map(Some).ok_or(RejectReason::TimeUnreadable)
    }

    fn period(&self) -> Result<(Instant, Instant), RejectReason> {
        let day = self.date(Column::Day)?;
        let from = self.moment(Column::From, End::From, day)?;
        let mut until = self.moment(Column::Until, End::Until, day)?;
        // A time alone that is not later than the beginning is one of the next day.
        if until <= from && self.clock(Column::Until)?.is_some() {
            let next = day.and_then(|day| day.checked_add(1.day()).ok());
            until = self.moment(Column::Until, End::Until, next)?;
        }
        if until <= from {
            return Err(RejectReason::EndsBeforeItBegins);
        }
        Ok((from, until))
    }

    /// The time of day, where a cell holds no more than that; 24:00 is the next day's beginning.
    fn clock(&self, column: Column) -> Result<Option<Time>, RejectReason> {
        let Some(text) = self.text(column)? else {
            return Ok(None);
        };
        if matches!(text.as_ref(), "24:00" | "24:00:00") {
            return Ok(Some(Time::midnight()));
        }
        let read = |format| strtime::parse(format, text.as_ref()).ok()?.to_time().ok();
        Ok(CLOCKS.into_iter().find_map(read))
    }

    /// A moment; of a time that the clock showed twice the one that makes the
    /// period longer, so that nobody who was there is left out.
    fn moment(&self, column: Column, end: End, day: Option<Date>) -> Result<Instant, RejectReason> {
        let text = self.text(column)?.ok_or(RejectReason::TimeMissing)?;
        let moment = if let Ok(moment) = text.parse::<Timestamp>() {
            moment
        } else {
            let read = |format| {
                strtime::parse(format, text.as_ref())
                    .ok()?
                    .to_datetime()
                    .ok()
            };
            let civil: Option<DateTime> = TIMES.into_iter().find_map(read);
            let civil = match (civil, day, self.clock(column)?) {
                (Some(civil), ..) => Some(civil),
                (None, Some(day), Some(clock)) => Some(day.to_datetime(clock)),
                (None, ..) => None,
            };
            let civil = civil.ok_or(RejectReason::TimeUnreadable)?;
            let found = self.tz.to_ambiguous_timestamp(civil);
            if let AmbiguousOffset::Gap { .. } = found.offset() {
                return Err(RejectReason::TimeDoesNotExist);
            }
            let moment = match end {
                End::From => found.earlier(),
                End::Until => found.later(),
            };
            moment.map_err(|_| RejectReason::TimeUnreadable)?
        };
        let moment = Instant::from(moment);
        let year = moment.date(&TimeZone::UTC).year();
        let usual = (1970..2200).contains(&year);
        usual.then_some(moment).ok_or(RejectReason::TimeUnreadable)
    }
}

fn staff_number(text: String) -> Result<StaffNumber, RejectReason> {
    text::fits(&text, text::LONGEST_ID)?;
    Ok(StaffNumber(text))
}

/// A role by its name in `care::access`, or by its Dutch name.
fn role(word: &str) -> Option<Role> {
    let word = word.to_lowercase();
    Role::parse(&word).or(match word.as_str() {
        "collega" => Some(Role::Colleague),
        "opvanger" | "ondersteuner" => Some(Role::Supporter),
        "coördinator" => Some(Role::Coordinator),
        "leidinggevende" => Some(Role::Manager),
        "centralist" | "meldkamer" => Some(Role::Dispatcher),
        "personeelszaken" => Some(Role::Hr),
        "privacyfunctionaris" => Some(Role::PrivacyOfficer),
        "beheerder" => Some(Role::Administrator),
        "sleutelhouder" => Some(Role::Holder),
        _ => None,
    })
}

/// Whether this may be an address to which mail can go: a name, an at sign and a host.
pub fn looks_like_email(text: &str) -> bool {
    let parts = text.split_once('@');
    let whole = |part: &str| !part.is_empty() && !part.contains([' ', '@', '<', '>', ',']);
    parts.is_some_and(|(name, host)| whole(name) && whole(host))
}
