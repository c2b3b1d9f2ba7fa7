//! The ladder as it is typed: a row for each rung, rows that are empty are none.

use std::collections::BTreeMap;

use care::{
    alerting::{Ladder, Quiet, Rung, Whom},
    edition::Edition as _,
};
use jiff::civil::Time;

/// How many empty rows stand below the rungs.
const MORE: usize = 2;
/// The most rows.
const MOST: usize = 12;
/// Fields that hold one number.
pub(super) const NUMBERS: [&str; 4] = ["rounds", "again", "hold", "each"];

/// What was typed, by field.
pub(super) struct Typed(BTreeMap<String, String>);

/// A row of the form.
pub(super) struct RungRow {
    pub(super) number: usize,
    pub(super) after: String,
    pub(super) whom: String,
    pub(super) people: String,
}

impl RungRow {
    /// Whether the coordinators are chosen.
    pub(super) fn is_coordinators(&self) -> bool {
        self.whom == Whom::Coordinators.code()
    }
}

impl Typed {
    /// What a form brought.
    pub(super) fn new(fields: BTreeMap<String, String>) -> Self {
        Self(fields)
    }

    /// A ladder as it is.
    pub(super) fn of(ladder: &Ladder, seen: i64) -> Self {
        let mut fields = BTreeMap::from([("seen".to_owned(), seen.to_string())]);
        for (number, rung) in ladder.rungs.iter().enumerate() {
            let values = [
                ("after", rung.after_minutes.to_string()),
                ("whom", rung.whom.code().to_owned()),
                ("people", rung.people.to_string()),
            ];
            for (name, value) in values {
                fields.insert(format!("{name}-{number}"), value);
            }
        }
        for part in ladder.parts() {
            for name in NUMBERS {
                let value = part.line(name).unwrap_or_default();
                fields.insert(name.to_owned(), value.to_owned());
            }
            let quiet = part.line("quiet").unwrap_or_default();
            let (from, until) = quiet.split_once(' ').unwrap_or_default();
            fields.insert("quiet-from".to_owned(), from.to_owned());
            fields.insert("quiet-until".to_owned(), until.to_owned());
        }
        Self(fields)
    }

    /// What stands in a field.
    pub(super) fn said(&self, field: &str) -> &str {
        self.0.get(field).map_or("", |value| value.trim())
    }

    /// The version that the page showed.
    pub(super) fn seen(&self) -> i64 {
        self.said("seen").parse().unwrap_or_default()
    }

    /// The rows to show: those that say something, and some more.
    pub(super) fn rows(&self) -> Vec<RungRow> {
        let said = (0..MOST).rev().find(|number| !self.is_empty(*number));
        let rows = said.map_or(0, |last| last + 1) + MORE;
        let row = |number: usize| RungRow {
            number,
            after: self.said(&format!("after-{number}")).to_owned(),
            whom: self.said(&format!("whom-{number}")).to_owned(),
            people: self.said(&format!("people-{number}")).to_owned(),
        };
        (0..rows.min(MOST)).map(row).collect()
    }

    fn is_empty(&self, number: usize) -> bool {
        self.said(&format!("after-{number}")).is_empty()
    }

    /// The ladder as it would be, or the fields that cannot be read.
    pub(super) fn ladder(&self) -> Result<Ladder, Vec<String>> {
        let mut wrong = Vec::new();
        let mut number = |field: &str| {
            let read = self.said(field).parse::<u32>();
            read.unwrap_or_else(|_| {
                wrong.push(field.to_owned());
                0
            })
        };
        let mut rungs = Vec::new();
        for row in (0..MOST).filter(|row| !self.is_empty(*row)) {
            let whom = Whom::parse(self.said(&format!("whom-{row}"))).unwrap_or(Whom::OnDuty);
            let people = match whom {
                Whom::OnDuty => number(&format!("people-{row}")),
                Whom::Coordinators => 1,
            };
            rungs.push(Rung {
                after_minutes: number(&format!("after-{row}")),
                whom,
                people,
            });
        }
        let [rounds, again_minutes, hold_minutes, colleagues_each] = NUMBERS.map(&mut number);
        let quiet = self.quiet();
        if quiet.is_err() {
            wrong.push("quiet-from".to_owned());
        }
        match quiet {
            Ok(quiet) if wrong.is_empty() => Ok(Ladder {
                rungs,
                rounds,
                again_minutes,
                hold_minutes,
                colleagues_each,
                quiet,
            }),
            _ => Err(wrong),
        }
    }

    /// Two times or none.
    fn quiet(&self) -> Result<Option<Quiet>, NoTime> {
        let time = |field: &str| self.said(field).parse::<Time>().map_err(|_| NoTime);
        match (self.said("quiet-from"), self.said("quiet-until")) {
            ("", "") => Ok(None),
            _ => Ok(Some(Quiet {
                from: time("quiet-from")?,
                until: time("quiet-until")?,
            })),
        }
    }
}

/// What was typed is no time.
struct NoTime;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ladder_survives_the_form() {
        let ladder = Ladder::default();
        let typed = Typed::of(&ladder, 3);
        assert_eq!(typed.ladder().unwrap(), ladder);
        assert_eq!(typed.seen(), 3);
        assert_eq!(typed.rows().len(), ladder.rungs.len() + MORE);
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let mut typed = Typed::of(&Ladder::default(), 0);
        typed.0.insert("after-1".to_owned(), "soon".to_owned());
        typed.0.insert("hold".to_owned(), String::new());
        typed.0.insert("quiet-until".to_owned(), String::new());
        assert_eq!(
            typed.ladder().unwrap_err(),
            ["after-1", "hold", "quiet-from"]
        );
    }
}
