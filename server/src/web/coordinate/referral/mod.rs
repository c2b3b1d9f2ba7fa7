//! The referral protocol as a document: five parts, four kinds of professionals (R082, R084).

mod form;
mod show;

use axum::{Router, routing::get};
use care::{
    edition::Part,
    referral::{MissingPart, Provider, ReferralProtocol},
};

use super::document::{self, Document, Effects, NextVersion};
use crate::{
    store::{PolicyKind, StoreError, Tx},
    web::{page::Page, state::App, text::Texts},
};

const HOME: &str = "/coordinate/referral";

/// The routes of the referral protocol.
pub(super) fn routes() -> Router<App> {
    document::routes::<ReferralProtocol>().route(HOME, get(show::show).post(show::submit))
}

impl Document for ReferralProtocol {
    const KIND: PolicyKind = PolicyKind::Referral;
    const HOME: &'static str = HOME;

    fn unpublished() -> Option<Self> {
        Some(Self::default())
    }

    fn next(draft: &Self, _: &Self, _: &NextVersion<'_>, l: Texts) -> Result<Self, Vec<String>> {
        match draft.clone().activate() {
            Ok(active) => Ok(active.parts().clone()),
            Err(missing) => Err(missing.into_iter().map(|part| empty(part, l)).collect()),
        }
    }

    fn title(l: Texts) -> String {
        t!(l, "referral-title")
    }

    fn part_name(_: &Part, l: Texts) -> String {
        t!(l, "referral-title")
    }

    fn field_name(field: &str, l: Texts) -> String {
        l.get(&format!("referral-field-{field}"))
    }

    fn line_words(field: &str, line: &str, l: Texts) -> String {
        match (field, Provider::from_line(line), line.parse::<u32>()) {
            ("to-whom", Some(provider), _) => {
                let kind = l.get(&format!("referral-kind-{}", provider.kind));
                let reach = match provider.reach.as_str() {
                    "" => String::new(),
                    reach => format!(", {reach}"),
                };
                format!("{kind}: {}{reach}", provider.name)
            }
            ("appointment-within", _, Ok(days)) => t!(l, "protocol-days", count = days),
            _ => line.to_owned(),
        }
    }

    async fn effects(_: &Tx, _: &Page, _: &Self, _: &Self, _: i64) -> Result<Effects, StoreError> {
        Ok(Effects::default())
    }
}

/// That a part is still empty, in words.
fn empty(part: MissingPart, l: Texts) -> String {
    l.get(&format!("referral-empty-{part}"))
}

#[cfg(test)]
mod tests {
    use care::referral::ProviderKind;

    use super::*;
    use crate::web::text::Language;

    #[test]
    fn every_part_and_kind_has_its_words() {
        for l in Language::ALL.map(Texts::new) {
            for part in MissingPart::ALL {
                for family in ["field", "empty"] {
                    assert!(l.has(&format!("referral-{family}-{part}")), "{part}");
                }
            }
            for kind in ProviderKind::ALL {
                assert!(l.has(&format!("referral-kind-{kind}")), "{kind}");
            }
        }
    }
}
