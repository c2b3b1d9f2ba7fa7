//! What somebody typed, kept as it was typed until it is read.

use axum::{
    extract::{Form, FromRequest, Request},
    http::Method,
};
use care::time::Instant;
use jiff::{
    civil::{Date, Time},
    tz::TimeZone,
};

use crate::web::error::AppError;

/// The fields of a form. A field may occur more than once.
#[derive(Clone, Debug, Default)]
pub(in crate::web) struct Fields(Vec<(String, String)>);

impl Fields {
    /// The first value of a field without the space around it; empty when it was left out.
    pub(in crate::web) fn one(&self, name: &str) -> &str {
        self.all(name).next().unwrap_or_default()
    }

    /// Every value of a field.
    pub(in crate::web) fn all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(field, _)| field == name)
            .map(|(_, value)| value.trim())
    }

    /// Whether this value was chosen.
    pub(in crate::web) fn has(&self, name: &str, value: &str) -> bool {
        self.all(name).any(|chosen| chosen == value)
    }

    /// Whether anything at all was typed.
    pub(in crate::web) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The revision that the person saw.
    pub(in crate::web) fn revision(&self) -> Result<i64, AppError> {
        self.one("revision").parse().map_err(|_| AppError::BadForm)
    }

    /// The moment in the fields `date` and `time`; `None` when both are empty.
    ///
    /// In the hour that a clock change skips it is the hour after, in the hour that comes
    /// twice the first of the two.
    pub(in crate::web) fn moment(&self, tz: &TimeZone) -> Result<Option<Instant>, NoMoment> {
        let (date, time) = (self.one("date"), self.one("time"));
        if date.is_empty() && time.is_empty() {
            return Ok(None);
        }
        let date: Date = date.parse().map_err(|_| NoMoment)?;
        let time: Time = time.parse().map_err(|_| NoMoment)?;
        let zoned = date
            .to_datetime(time)
            .to_zoned(tz.clone())
            .map_err(|_| NoMoment)?;
        Ok(Some(zoned.into()))
    }
}

/// The date or the time cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::web) struct NoMoment;

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = AppError;

    async fn from_request(request: Request, state: &S) -> Result<Self, AppError> {
        debug_assert!(request.method() != Method::GET, "fields come in the body");
        let Form(fields) = Form::<Vec<(String, String)>>::from_request(request, state).await?;
        Ok(Self(fields))
    }
}

/// What is wrong with a field: where it stands, and the key of what to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::web) struct Problem {
    /// The id of the field's element.
    pub(in crate::web) field: &'static str,
    /// The key of the text.
    pub(in crate::web) key: String,
}

impl Problem {
    pub(in crate::web) fn new(field: &'static str, key: impl Into<String>) -> Self {
        Self {
            field,
            key: key.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(date: &str, time: &str) -> Fields {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        Fields(vec![
            pair("date", date),
            pair("time", time),
            pair("help", "a"),
            pair("help", " b "),
        ])
    }

    #[test]
    fn a_field_may_occur_more_than_once() {
        let fields = fields("", "");
        assert_eq!(fields.all("help").collect::<Vec<_>>(), ["a", "b"]);
        assert!(fields.has("help", "b") && !fields.has("help", "c"));
        assert_eq!(fields.one("none"), "");
        assert!(fields.revision().is_err());
    }

    #[test]
    fn a_moment_is_on_the_clock_of_the_organisation() {
        let amsterdam = TimeZone::get("Europe/Amsterdam").unwrap();
        let read = |date: &str, time: &str| fields(date, time).moment(&amsterdam);
        let told = |at: Instant| at.zoned(&amsterdam).strftime("%F %R %:z").to_string();
        assert_eq!(read("", ""), Ok(None));
        for (date, time, expected) in [
            ("2026-03-03", "14:00", "2026-03-03 14:00 +01:00"),
            ("2026-03-29", "02:30", "2026-03-29 03:30 +02:00"),
            ("2026-10-25", "02:30", "2026-10-25 02:30 +02:00"),
        ] {
            assert_eq!(
                read(date, time).unwrap().map(told).as_deref(),
                Some(expected)
            );
        }
        for (date, time) in [
            ("2026-02-30", "14:00"),
            ("2026-03-03", ""),
            ("", "14:00"),
            ("x", "25:00"),
        ] {
            assert_eq!(read(date, time), Err(NoMoment), "{date} {time}");
        }
    }
}
