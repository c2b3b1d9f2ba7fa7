//! Information sessions, and how many of the staff they reached (R048).
//!
//! Who is to use the team has to know that it is there. A session is a day and a staff group, never
//! a list of who came: a count is enough to see where nobody has been.

use jiff::{Span, civil::Date};

use crate::codes::codes;

codes! {
    /// Why a session, or what is said of it, is refused.
    pub enum OutreachRefusal {
        /// A session is planned for today or later.
        DayPast = "day-past",
        /// Nobody plans further than a year ahead.
        DayFar = "day-far",
        /// How many came is known once it was held.
        NotHeldYet = "not-held-yet",
        /// More than a session can hold.
        TooMany = "too-many",
    }
}

/// The most people of one session.
pub const MOST: u32 = 1_000;
/// How far ahead a session is planned, and how far back sessions count.
const YEAR: i32 = 365;

/// An information session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// The day.
    pub day: Date,
    /// For which staff group; none is for everybody.
    pub group: Option<String>,
    /// How many came, once somebody said so.
    pub attended: Option<u32>,
}

/// Whether a session may be planned for this day.
///
/// # Errors
/// For a day that is past, or more than a year ahead.
pub fn plan(day: Date, today: Date) -> Result<(), OutreachRefusal> {
    if day < today {
        return Err(OutreachRefusal::DayPast);
    }
    if day > today.saturating_add(Span::new().days(YEAR)) {
        return Err(OutreachRefusal::DayFar);
    }
    Ok(())
}

/// Whether it may be said that so many came.
///
/// # Errors
/// Before its day, and above [`MOST`].
pub fn attend(day: Date, came: u32, today: Date) -> Result<(), OutreachRefusal> {
    if day > today {
        return Err(OutreachRefusal::NotHeldYet);
    }
    if came > MOST {
        return Err(OutreachRefusal::TooMany);
    }
    Ok(())
}

/// How far the sessions of the last year reached into a staff group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reach {
    /// The staff group.
    pub group: String,
    /// How many work there.
    pub staff: u64,
    /// How many sessions it had.
    pub sessions: u64,
    /// How many came, all sessions together.
    pub attended: u64,
    /// That as a part of the staff, in per cent; never above a hundred, as some come twice.
    pub percent: u64,
}

/// The reach in each staff group, over the year that ends today; a group without a session is there
/// too, as that is what a coordinator looks for.
pub fn reach(sessions: &[Session], staff: &[(String, u64)], today: Date) -> Vec<Reach> {
    let since = today.saturating_sub(Span::new().days(YEAR));
    let counts = |session: &&Session| since < session.day && session.day <= today;
    staff
        .iter()
        .map(|(group, staff)| {
            let own = |session: &&Session| session.group.as_ref() == Some(group);
            let came = sessions.iter().filter(counts).filter(own);
            let came: Vec<u64> = came.filter_map(|it| it.attended).map(u64::from).collect();
            let attended: u64 = came.iter().sum();
            Reach {
                group: group.clone(),
                staff: *staff,
                sessions: came.len() as u64,
                attended,
                percent: attended.min(*staff) * 100 / (*staff).max(1),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    const TODAY: Date = date(2026, 3, 2);

    #[test]
    fn a_session_lies_within_a_year_and_is_counted_once_held() {
        assert_eq!(plan(TODAY, TODAY), Ok(()));
        assert_eq!(plan(date(2026, 3, 1), TODAY), Err(OutreachRefusal::DayPast));
        assert_eq!(plan(date(2028, 1, 1), TODAY), Err(OutreachRefusal::DayFar));
        assert_eq!(attend(TODAY, 12, TODAY), Ok(()));
        let early = attend(date(2026, 3, 3), 12, TODAY);
        assert_eq!(early, Err(OutreachRefusal::NotHeldYet));
        let many = attend(TODAY, MOST + 1, TODAY);
        assert_eq!(many, Err(OutreachRefusal::TooMany));
    }

    #[test]
    fn a_group_without_a_session_is_seen() {
        let held = Session {
            day: date(2026, 2, 1),
            group: Some("dispatch".to_owned()),
            attended: Some(9),
        };
        let staff = [("dispatch".to_owned(), 12), ("office".to_owned(), 7)];
        let rows = reach(&[held], &staff, TODAY);
        assert_eq!((rows[0].percent, rows[1].percent), (75, 0));
        assert_eq!(rows[1].sessions, 0);
    }

    proptest! {
        #[test]
        fn it_is_never_more_than_everybody_and_old_or_open_ones_add_nothing(
            held in prop::collection::vec((-800..400_i32, prop::option::of(0..1500_u32), 0..3_u8), 0..20),
            staff in 0..200_u64,
        ) {
            let session = |(days, attended, group): &(i32, Option<u32>, u8)| Session {
                day: TODAY.saturating_add(Span::new().days(*days)),
                group: (*group > 0).then(|| group.to_string()),
                attended: *attended,
            };
            let all: Vec<Session> = held.iter().map(session).collect();
            let rows = reach(&all, &[("1".to_owned(), staff)], TODAY);
            prop_assert!(rows[0].percent <= 100);
            let new = |it: &&Session| it.day <= TODAY && it.day > date(2025, 3, 2);
            let told = all.iter().filter(new).filter(|it| it.group.as_deref() == Some("1"));
            let told: u64 = told.filter_map(|it| it.attended).map(u64::from).sum();
            prop_assert_eq!(rows[0].attended, told);
        }
    }
}
