//! The documents of the organisation: one mechanism for all, one folder for the words of each
//! (R001, R011, R012, C20, C21).
//!
//! Each coordinator has their own draft, on the version that it began from. It is previewed, then
//! adopted with a reason; on an outdated version it is laid beside what another adopted meanwhile.

mod adopt;
mod change;
mod effect;
mod hand;
mod history;
mod pending;
mod preview;

use axum::{
    Router,
    routing::{get, post},
};
use care::edition::{Edition, Part};
use jiff::civil::Date;
use serde::{Serialize, de::DeserializeOwned};

pub(super) use self::{
    effect::{Effects, Example, Group, Row},
    hand::{Banner, Hand},
};
use crate::{
    store::{PolicyKind, StoreError, Tx},
    web::{page::Page, state::App, text::Texts},
};

/// A document that coordinators edit.
pub(super) trait Document:
    Edition + Serialize + DeserializeOwned + Clone + PartialEq + Send + Sync + 'static
{
    /// Under which kind it is stored.
    const KIND: PolicyKind;
    /// Its page.
    const HOME: &'static str;

    /// What counts before a version was ever published; none when there always is one.
    fn unpublished() -> Option<Self>;

    /// The next version, or everything that is against it, in words.
    fn next(
        draft: &Self,
        base: &Self,
        next: &NextVersion<'_>,
        l: Texts,
    ) -> Result<Self, Vec<String>>;

    /// What the document is called.
    fn title(l: Texts) -> String;

    /// What adopting it as this version means.
    fn adopting(version: i64, l: Texts) -> String {
        t!(l, "document-adopt-what", version = version)
    }

    /// What a part is called; the document itself where it is the only one.
    fn part_name(part: &Part, l: Texts) -> String;

    /// What a field is called.
    fn field_name(field: &str, l: Texts) -> String;

    /// A line of a field, in words.
    fn line_words(field: &str, line: &str, l: Texts) -> String;

    /// What a draft would do differently, told with what happened lately.
    fn effects(
        tx: &Tx,
        page: &Page,
        in_force: &Self,
        draft: &Self,
        days: i64,
    ) -> impl Future<Output = Result<Effects, StoreError>> + Send;
}

/// What a version records beside its content.
pub(super) struct NextVersion<'a> {
    pub(super) number: i64,
    pub(super) why: &'a str,
    /// The first day on which it counts.
    pub(super) from: Date,
}

impl NextVersion<'_> {
    /// The number as the documents keep it.
    pub(super) fn count(&self) -> u32 {
        u32::try_from(self.number).unwrap_or(u32::MAX)
    }
}

/// What every document has: preview, adopting from a day on, withdrawing, throwing away and taking
/// back, history.
pub(super) fn routes<D: Document>() -> Router<App> {
    let at = |what: &str| format!("{}/{what}", D::HOME);
    Router::new()
        .route(&at("preview"), get(preview::show::<D>))
        .route(&at("adopt"), post(adopt::submit::<D>))
        .route(&at("drop"), post(adopt::drop_draft::<D>))
        .route(&at("take-back"), post(adopt::take_back::<D>))
        .route(&at("rebase"), post(adopt::rebase::<D>))
        .route(&at("history"), get(history::show::<D>))
        .route(
            &at("withdraw"),
            get(pending::show::<D>).post(pending::submit::<D>),
        )
}
