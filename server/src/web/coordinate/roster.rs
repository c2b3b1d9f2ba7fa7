//! Where the team is thin: duties of the next days that nobody has.

use crate::{
    store::{StoreError, Tx},
    web::{
        page::Page,
        rota::{GapLine, ahead},
    },
};

/// How far ahead gaps are looked for, in days.
const AHEAD: i32 = 14;
/// How many gaps a page says; who fills these sees the next.
const SHOWN: usize = 8;

/// The gaps of the next fourteen days.
pub(super) async fn gaps(tx: &Tx, page: &Page) -> Result<Vec<GapLine>, StoreError> {
    let mut gaps = ahead(tx, page, AHEAD).await?;
    gaps.truncate(SHOWN);
    Ok(gaps)
}
