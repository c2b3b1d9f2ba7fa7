//! Where the team is thin: hours without duty, staff groups without a supporter.

use std::collections::BTreeSet;

use care::{
    access::Role,
    roster::{Duty, gaps as between},
};
use jiff::{SignedDuration, tz::TimeZone};

use crate::{
    store::{StoreError, Tx},
    web::{colleague, page::Page, time::Markup},
};

/// How far ahead gaps are looked for.
const AHEAD: SignedDuration = SignedDuration::from_hours(24 * 14);
/// How many gaps a page says; who fills these sees the next.
const SHOWN: usize = 8;

/// A stretch in which nobody is on duty.
pub(super) struct GapView {
    pub(super) from: Markup,
    pub(super) until: Markup,
    pub(super) length: String,
}

/// The stretches without duty in the next fourteen days.
pub(super) async fn gaps(tx: &Tx, page: &Page) -> Result<Vec<GapView>, StoreError> {
    let (from, until) = (page.now(), page.now().plus(AHEAD));
    let periods = tx.duty_between(from, until).await?;
    let duties: Vec<Duty> = periods
        .into_iter()
        .map(|(person, from, until)| Duty {
            person,
            from,
            until,
        })
        .collect();
    let view = |gap: care::roster::Gap| GapView {
        from: page.when(gap.from),
        until: page.when(gap.until),
        length: page.reader().calendar.length(gap.until.since(gap.from)),
    };
    Ok(between(&duties, from, until)
        .into_iter()
        .take(SHOWN)
        .map(view)
        .collect())
}

/// Staff groups in which nobody of the team works: trained, and not paused (R020).
pub(super) async fn groups_without_supporter(
    tx: &Tx,
    page: &Page,
    zone: &TimeZone,
) -> Result<Vec<String>, StoreError> {
    let today = page.now().date(zone);
    let team = tx.people_with(Role::Supporter).await?;
    let active = team.iter().filter(|person| {
        person.paused_at.is_none() && person.trained_until.is_some_and(|last| last >= today)
    });
    let covered: BTreeSet<&str> = active.map(|person| person.staff_group.as_str()).collect();
    let groups = tx.staff_groups().await?;
    let bare = groups
        .iter()
        .filter(|group| !covered.contains(group.as_str()));
    Ok(bare
        .map(|group| colleague::group(group, page.l()))
        .collect())
}
