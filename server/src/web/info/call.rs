//! Whom to call now: the team's number, and who on duty chose to be found (R048, R060).

use care::{ids::PersonId, time::Instant};
use jiff::SignedDuration;

use crate::{
    store::{FoundRow, Setting, StoreError, Tx},
    web::{page::Page, time::Markup},
};

/// How far ahead the page looks for the next duty.
const AHEAD: SignedDuration = SignedDuration::from_hours(24 * 7);

/// What the page says about reaching the team.
pub(super) struct Call {
    /// The number to call: the team's, else that of somebody on duty who shares theirs.
    pub(super) number: Option<Number>,
    /// Until when somebody is on duty without a break.
    pub(super) until: Option<Markup>,
    /// When somebody is on duty again.
    pub(super) again: Option<Markup>,
    /// Supporters on duty now who chose to be found.
    pub(super) found: Vec<Found>,
}

/// A telephone number, to read and to dial.
pub(super) struct Number {
    pub(super) shown: String,
    pub(super) dialled: String,
}

/// A supporter who chose to be found.
pub(super) struct Found {
    pub(super) name: String,
    pub(super) number: Option<Number>,
}

impl Number {
    /// A number as somebody typed it; none without figures in it.
    pub(super) fn of(text: &str) -> Option<Self> {
        let text = text.trim();
        let known = |c: char| c.is_ascii_digit() || " +-()./".contains(c);
        let dialled: String = text
            .chars()
            .filter(|c| c.is_ascii_digit() || *c == '+')
            .collect();
        let figures = dialled.chars().filter(char::is_ascii_digit).count();
        let fits = (3..=15).contains(&figures) && text.chars().all(known) && text.len() <= 30;
        let shown = text.to_owned();
        fits.then_some(Self { shown, dialled })
    }
}

/// Whether this is a number that can be called.
pub(in crate::web) fn is_number(text: &str) -> bool {
    Number::of(text).is_some()
}

impl Call {
    /// Reads who is on duty at the page's moment.
    pub(super) async fn load(tx: &Tx, page: &Page) -> Result<Self, StoreError> {
        let now = page.now();
        let periods = tx.duty_between(now, now.plus(AHEAD)).await?;
        let on_duty: Vec<PersonId> = periods
            .iter()
            .filter(|(_, from, until)| *from <= now && now < *until)
            .map(|(person, ..)| person.clone())
            .collect();
        let found = tx.found_among(&on_duty).await?;
        let found: Vec<Found> = found.into_iter().map(Found::of).collect();
        let settings = tx.settings().await?;
        let own = found.iter().find_map(|one| one.number.as_ref());
        let own = own.and_then(|number| Number::of(&number.shown));
        let next = periods
            .iter()
            .map(|(_, from, _)| *from)
            .filter(|from| *from > now);
        let again = next.min().filter(|_| on_duty.is_empty());
        Ok(Self {
            number: Number::of(settings.get(Setting::NUMBER)).or(own),
            until: without_break(&periods, now).map(|at| page.when(at)),
            again: again.map(|at| page.when(at)),
            found,
        })
    }
}

impl Found {
    fn of(row: FoundRow) -> Self {
        Self {
            number: row.number.as_deref().and_then(Number::of),
            name: row.name,
        }
    }
}

/// Until when somebody is on duty from now on; none when nobody is.
fn without_break(periods: &[(PersonId, Instant, Instant)], now: Instant) -> Option<Instant> {
    let mut until = now;
    // By start: one look along the line is enough.
    for (_, from, end) in periods {
        if *from <= until {
            until = until.max(*end);
        }
    }
    (until > now).then_some(until)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_as_people_write_it() {
        let number = Number::of(" 088 - 123 45 67 ").expect("a number");
        assert_eq!(
            (number.shown.as_str(), number.dialled.as_str()),
            ("088 - 123 45 67", "0881234567")
        );
        assert_eq!(
            Number::of("+31 (0)6 1").expect("a number").dialled,
            "+3106 1".replace(' ', "")
        );
        for none in ["", "bel mij", "12", "088<b>", "1".repeat(40).as_str()] {
            assert!(Number::of(none).is_none(), "{none}");
        }
    }

    #[test]
    fn duties_that_touch_are_one_stretch() {
        let at = Instant::from_millis;
        let duty = |from, until| (PersonId::new("a"), at(from), at(until));
        let periods = [duty(0, 10), duty(10, 20), duty(30, 40)];
        assert_eq!(without_break(&periods, at(5)), Some(at(20)));
        assert_eq!(without_break(&periods, at(25)), None);
        assert_eq!(without_break(&[], at(25)), None);
    }
}
