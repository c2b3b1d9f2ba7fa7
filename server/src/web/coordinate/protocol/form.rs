//! The values of the protocol as they are typed.

use std::collections::BTreeMap;

use care::protocol::{
    ACTIVITIES, ANCHOR, Anchor, FADING, Fading, Protocol, ProtocolDraft, Tunable,
};
use jiff::civil::Date;

/// What was typed, by field.
pub(super) struct Typed(BTreeMap<String, String>);

impl Typed {
    /// What a form brought.
    pub(super) fn new(fields: BTreeMap<String, String>) -> Self {
        Self(fields)
    }

    /// A protocol as it is.
    pub(super) fn of(protocol: &Protocol, seen: i64) -> Self {
        let mut fields: BTreeMap<String, String> = Tunable::ALL
            .iter()
            .map(|value| (value.code().to_owned(), value.get(protocol).to_string()))
            .collect();
        fields.insert(ANCHOR.to_owned(), protocol.anchor.code().to_owned());
        let fading = Fading::of(protocol).code();
        fields.insert(FADING.to_owned(), fading.to_owned());
        fields.insert(ACTIVITIES.to_owned(), protocol.activities.join("\n"));
        fields.insert("seen".to_owned(), seen.to_string());
        Self(fields)
    }

    /// What stands in a field.
    pub(super) fn said(&self, field: &str) -> &str {
        self.0.get(field).map_or("", String::as_str)
    }

    /// The version that the page showed.
    pub(super) fn seen(&self) -> i64 {
        self.said("seen").parse().unwrap_or_default()
    }

    /// The protocol as it would be, or the fields that are no number.
    pub(super) fn protocol(&self, was: &Protocol) -> Result<Protocol, Vec<Tunable>> {
        let mut next = was.clone();
        let mut unreadable = Vec::new();
        let fading = Fading::parse(self.said(FADING)).unwrap_or(Fading::of(was));
        fading.set(&mut next);
        for value in Tunable::ALL {
            match self.said(value.code()).trim().parse() {
                Ok(number) => value.set(&mut next, number),
                Err(_) => unreadable.push(*value),
            }
        }
        next.anchor = Anchor::parse(self.said(ANCHOR)).unwrap_or(was.anchor);
        let lines = self.said(ACTIVITIES).lines().map(str::trim);
        next.activities = lines
            .filter(|line| !line.is_empty())
            .map(str::to_owned)
            .collect();
        if unreadable.is_empty() {
            Ok(next)
        } else {
            Err(unreadable)
        }
    }

    /// The same as a draft, with whatever somebody asked of what is no setting: it is answered with
    /// a reason (R001).
    pub(super) fn draft(&self, wanted: &Protocol, today: Date) -> ProtocolDraft {
        ProtocolDraft {
            max_talks: self.said("max-talks").parse().ok(),
            exclude_involved: self.said("exclude-involved").parse().ok(),
            email_completes_first_contact: self.said("email-completes-first-contact").parse().ok(),
            ..ProtocolDraft::of(wanted, "-", today)
        }
    }
}
