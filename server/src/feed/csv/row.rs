//! Makes a record of one row.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::BTreeMap;
use std::io::Read;

use care::ids::{KindCode, UnitCode};
use care::incident::Tri;
use care::time::Instant;

use super::header::Header;
use crate::feed::frame::Frames;
use crate::feed::profile::{Fact, FactName, Profile, TimeColumns, UNMAPPED, UnknownKind, folded};
use crate::feed::record::{EventRecord, Precision, Status};
use crate::feed::reject::{Field, RejectReason};
use crate::feed::text;
use crate::feed::when::{Written, Zone};

/// The row that was framed last, seen through a profile.
pub struct Row<'r, R> {
    pub frames: &'r Frames<R>,
    pub header: &'r Header,
    pub profile: &'r Profile,
    /// The cell that was looked at last: what is wrong is wrong there.
    pub touched: Cell<Option<usize>>,
}

/// The kind of a row that the profile does not map, for the tally.
type Unmapped = Option<String>;

impl<R: Read> Row<'_, R> {
    /// The record, and the kind if the profile does not map it.
    pub fn record(&self, zone: &mut Zone) -> Result<(EventRecord, Unmapped), RejectReason> {
        let id = self.first(&self.header.id)?;
        let id = id.ok_or(RejectReason::IdMissing)?;
        text::fits(&id, text::LONGEST_ID)?;
        let at = self.time(&self.profile.at, &self.header.at, zone)?;
        let (at, precision) = at.ok_or(RejectReason::TimeMissing)?;
        let mut record = EventRecord::new(self.profile.source.as_str(), id.as_ref(), at, precision);
        let until = self.time(&self.profile.until, &self.header.until, zone)?;
        record.until = until.map(|(until, _)| until);
        if record.until.is_some_and(|until| until < at) {
            return Err(RejectReason::EndsBeforeItBegins);
        }
        let unmapped = self.kinds(&mut record)?;
        self.priorities(&mut record)?;
        let split = self.profile.units_split.as_deref();
        self.each(&self.header.units, split, |unit| {
            record.units.extend(UnitCode::parse(unit));
        })?;
        let split = self.profile.dispatchers_split.as_deref();
        self.each(&self.header.dispatchers, split, |dispatcher| {
            record.dispatchers.insert(dispatcher.to_owned());
        })?;
        self.facts(&mut record)?;
        self.codes(&mut record)?;
        record.status = self.status()?;
        record.revision = self.revision()?;
        Ok((record, unmapped))
    }

    /// Whether every cell is empty, as in the rows that spreadsheets leave behind.
    pub fn is_empty(&self) -> bool {
        (0..self.header.width).all(|cell| self.frames.cell(cell).trim_ascii().is_empty())
    }

    /// The allow-listed values, for a row that is rejected.
    pub fn kept(&self) -> BTreeMap<Field, String> {
        let mut kept = BTreeMap::new();
        for &field in &self.profile.keep {
            let value = match field {
                Field::Id => self.first(&self.header.id),
                Field::Unit => self.first(&self.header.units),
                Field::Kind => self.first(&self.header.kind),
                Field::Priority => self.first(&self.header.priority),
                Field::At => self.written_time(),
            };
            if let Ok(Some(value)) = value
                && value.len() <= text::LONGEST_KEPT
            {
                kept.insert(field, value.into_owned());
            }
        }
        kept
    }

    /// The text of a cell; `None` if it is empty or says that it is.
    fn text(&self, cell: usize) -> Result<Option<Cow<'_, str>>, RejectReason> {
        self.touched.set(Some(cell));
        let text = text::decode(self.frames.cell(cell), self.profile.encoding)?;
        let says_nothing = |text: &str| {
            let empty = &self.profile.empty;
            text.is_empty() || empty.iter().any(|word| word.eq_ignore_ascii_case(text))
        };
        Ok((!says_nothing(&text)).then_some(text))
    }

    /// The first of several cells that is not empty.
    fn first(&self, cells: &[usize]) -> Result<Option<Cow<'_, str>>, RejectReason> {
        for &cell in cells {
            if let Some(text) = self.text(cell)? {
                text::fits(&text, text::LONGEST_VALUE)?;
                return Ok(Some(text));
            }
        }
        Ok(None)
    }

    /// Does something with each value in the cells.
    fn each(
        &self,
        cells: &[usize],
        split: Option<&str>,
        mut take: impl FnMut(&str),
    ) -> Result<(), RejectReason> {
        for &cell in cells {
            let Some(list) = self.text(cell)? else {
                continue;
            };
            for value in split_list(&list, split) {
                text::fits(value, text::LONGEST_ID)?;
                take(value);
            }
        }
        Ok(())
    }

    /// The first time that is written, by the formats of the same cells in turn.
    fn time(
        &self,
        times: &[TimeColumns],
        cells: &[Vec<usize>],
        zone: &mut Zone,
    ) -> Result<Option<(Instant, Precision)>, RejectReason> {
        let mut unread: Option<&Vec<usize>> = None;
        for (time, cells) in times.iter().zip(cells) {
            if unread.is_some_and(|unread| unread != cells) {
                break;
            }
            let Some(text) = self.joined(cells)? else {
                continue;
            };
            match time.format.read(&text) {
                Some(Written::Civil(civil)) if time.day_only => {
                    return zone.resolve(Written::Day(civil.date())).map(Some);
                }
                Some(written) => return zone.resolve(written).map(Some),
                None => unread = Some(cells),
            }
        }
        match unread {
            Some(_) => Err(RejectReason::TimeUnreadable),
            None => Ok(None),
        }
    }

    /// Cells joined by a space; `None` unless all of them hold something.
    fn joined(&self, cells: &[usize]) -> Result<Option<Cow<'_, str>>, RejectReason> {
        let mut joined: Option<Cow<'_, str>> = None;
        for &cell in cells {
            let Some(text) = self.text(cell)? else {
                return Ok(None);
            };
            text::fits(&text, text::LONGEST_KEPT)?;
            joined = Some(match joined {
                None => text,
                Some(before) => Cow::Owned(format!("{before} {text}")),
            });
        }
        Ok(joined)
    }

    /// The first time as it was written, if it looks like one at all.
    fn written_time(&self) -> Result<Option<Cow<'_, str>>, RejectReason> {
        for cells in &self.header.at {
            if let Some(text) = self.joined(cells)? {
                return Ok(text::looks_like_time(&text).then_some(text));
            }
        }
        Ok(None)
    }

    /// The profile's own words win over its mapping; columns that mean something together are
    /// read together.
    fn kinds(&self, record: &mut EventRecord) -> Result<Unmapped, RejectReason> {
        let values = self.kind_values()?;
        let own = |value: &String| self.profile.kinds.contains_key(value);
        let path = self.profile.table.filter(|_| !values.iter().any(own));
        if let Some(meaning) = path.and_then(|table| table.path(&values)) {
            meaning.tell(record);
            return Ok(None);
        }
        let mut unmapped = None;
        for value in values {
            if let Some(codes) = self.profile.kinds.get(&value) {
                record.kind_codes.extend(codes.iter().cloned());
                continue;
            }
            if let Some(meaning) = self.profile.table.and_then(|table| table.meaning(&value)) {
                meaning.tell(record);
                continue;
            }
            match self.profile.unknown_kind {
                UnknownKind::Quarantine => return Err(RejectReason::KindNotMapped),
                UnknownKind::Keep if value.len() <= text::LONGEST_ID => {
                    record.kind_codes.insert(KindCode::new(value.as_str()));
                }
                UnknownKind::Keep | UnknownKind::Mark => {
                    record.kind_codes.insert(KindCode::new(UNMAPPED));
                }
            }
            unmapped = Some(value).filter(|value| value.len() <= text::LONGEST_KEPT);
        }
        Ok(unmapped)
    }

    /// What the columns of kinds hold, as values are compared.
    fn kind_values(&self) -> Result<Vec<String>, RejectReason> {
        let mut values = Vec::new();
        for &cell in &self.header.kind {
            if let Some(value) = self.text(cell)? {
                text::fits(&value, text::LONGEST_VALUE)?;
                values.push(folded(&value));
            }
        }
        Ok(values)
    }

    fn priorities(&self, record: &mut EventRecord) -> Result<(), RejectReason> {
        let mapped = &self.profile.priorities;
        self.each(&self.header.priority, None, |value| {
            let known = mapped.get(&folded(value));
            let priority = known.map_or(value, String::as_str);
            if !record.priorities.contains(priority) {
                record.priorities.insert(priority.to_owned());
            }
        })
    }

    fn facts(&self, record: &mut EventRecord) -> Result<(), RejectReason> {
        for (&name, &cell) in &self.header.facts {
            let Some(fact) = self.profile.facts.get(&name) else {
                continue;
            };
            let tri = self
                .text(cell)?
                .map_or(Tri::Unknown, |text| judge(fact, &text));
            let said = match name {
                FactName::Minor => &mut record.minor,
                FactName::Fatal => &mut record.fatal,
                FactName::Aggression => &mut record.aggression,
                FactName::AlarmButton => &mut record.alarm_button,
                FactName::Major => &mut record.major,
            };
            *said = said.or(tri);
        }
        Ok(())
    }

    fn codes(&self, record: &mut EventRecord) -> Result<(), RejectReason> {
        for (codes, cell) in self.profile.codes.iter().zip(&self.header.codes) {
            let text = match cell {
                Some(cell) => self.text(*cell)?,
                None => None,
            };
            let Some(list) = text else { continue };
            for value in split_list(&list, codes.split.as_deref()) {
                if let Some(known) = codes.values.get(&folded(value)) {
                    record.extra.extend(known.iter().cloned());
                }
            }
        }
        Ok(())
    }

    fn status(&self) -> Result<Status, RejectReason> {
        let value = self.first(&self.header.status)?;
        let known = value.and_then(|value| self.profile.statuses.get(&folded(&value)).copied());
        Ok(known.unwrap_or_default())
    }

    fn revision(&self) -> Result<Option<i64>, RejectReason> {
        let Some(value) = self.first(&self.header.revision)? else {
            return Ok(None);
        };
        let number = value.parse();
        number.map(Some).map_err(|_| RejectReason::ValueUnreadable)
    }
}

fn split_list<'a>(list: &'a str, split: Option<&'a str>) -> impl Iterator<Item = &'a str> {
    let mut whole = Some(list);
    let mut parts = split.map(|split| list.split(split));
    std::iter::from_fn(move || match &mut parts {
        Some(parts) => parts.next(),
        None => whole.take(),
    })
    .map(str::trim)
    .filter(|value| !value.is_empty())
}

fn judge(fact: &Fact, text: &str) -> Tri {
    let below = |limit| text.parse::<u32>().ok().map(|number| number < limit);
    let value = folded(text);
    if fact.yes.contains(&value) {
        Tri::Yes
    } else if fact.no.contains(&value) {
        Tri::No
    } else {
        match fact.yes_below.and_then(below) {
            Some(true) => Tri::Yes,
            Some(false) => Tri::No,
            None => Tri::Unknown,
        }
    }
}
