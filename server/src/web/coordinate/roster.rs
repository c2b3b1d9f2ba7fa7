//! Where the team is thin: hours without duty.

use care::roster::{Duty, gaps as between};
use jiff::SignedDuration;

use crate::{
    store::{StoreError, Tx},
    web::{page::Page, time::Markup},
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
