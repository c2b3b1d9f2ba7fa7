//! What will be erased soon, as the people concerned read it.

use care::{ids::CaseId, retention::DataKind};
use jiff::tz::TimeZone;

use crate::{
    retention,
    store::{StoreError, Tx, Whose},
    web::{page::Page, time::Markup},
};

/// Notes or facts of a case that go on a day.
pub(in crate::web) struct Coming {
    /// The case.
    pub(in crate::web) case: CaseId,
    /// Whether it is the notes; else the case itself.
    pub(in crate::web) notes: bool,
    /// The day.
    pub(in crate::web) day: Markup,
}

/// What somebody was told will go, the first to go first.
pub(in crate::web) async fn coming(
    tx: &Tx,
    page: &Page,
    tz: &TimeZone,
    kinds: &[DataKind],
    whose: Whose<'_>,
) -> Result<Vec<Coming>, StoreError> {
    let mut told = Vec::new();
    for kind in kinds {
        told.extend(tx.endings_told(*kind, whose).await?);
    }
    if told.is_empty() {
        return Ok(Vec::new());
    }
    let kept = tx.retention().await?;
    let coming = told.into_iter().map(|ending| Coming {
        notes: ending.kind == DataKind::Notes,
        day: page.day(retention::erased_from(&kept, &ending, page.now(), tz).date(tz)),
        case: ending.case,
    });
    Ok(coming.collect())
}
