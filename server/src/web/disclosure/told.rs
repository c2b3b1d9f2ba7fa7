//! A disclosure in words: the sentence that is told, and the line that the colleague reads.

use care::disclosure::{DisclosureReason, Listener, Told};

use crate::{
    store::DisclosureRow,
    web::{
        page::Page,
        text::{Language, Texts},
        time::Markup,
    },
};

/// Exactly what is told, in one language; there is nothing to add to it.
pub fn sentence(l: Texts, told: Told, name: &str) -> String {
    match told {
        Told::Deployed => t!(l, "disclosure-say-deployed", name = name),
        Told::Replacement => t!(l, "disclosure-say-replacement", name = name),
        Told::OtherWork => t!(l, "disclosure-say-other-work", name = name),
        Told::TimeOff => t!(l, "disclosure-say-time-off", name = name),
        Told::BackToWork => t!(l, "disclosure-say-back-to-work", name = name),
    }
}

/// The sentence in every language, each with the language that it is in.
pub fn sentences(told: Told, name: &str) -> Vec<(&'static str, String)> {
    let say = |language: Language| {
        let l = Texts::new(language);
        (language.as_str(), sentence(l, told, name))
    };
    Language::ALL.into_iter().map(say).collect()
}

/// What it is about, as a choice.
pub fn what(l: Texts, told: Told) -> String {
    l.get(&format!("disclosure-what-{}", told.code()))
}

/// Who is told.
pub fn listener(l: Texts, to: Listener) -> String {
    l.get(&format!("disclosure-to-{}", to.code()))
}

/// Why.
pub fn reason(l: Texts, reason: DisclosureReason) -> String {
    l.get(&format!("disclosure-why-{}", reason.code()))
}

/// A disclosure as the colleague and the supporter read it afterwards.
pub struct DisclosureView {
    /// When it was told.
    pub at: Markup,
    /// Who told it.
    pub by: String,
    /// To whom.
    pub to: String,
    /// Exactly what, in the reader's language.
    pub said: String,
    /// Why.
    pub reason: String,
    /// How and when the colleague agreed.
    pub consent: String,
}

impl DisclosureView {
    /// Puts a disclosure about `name` into words.
    pub fn of(page: &Page, row: &DisclosureRow, name: &str, by: String) -> Self {
        let told = &row.disclosure;
        let l = page.l();
        let on = page.day(told.consent.on).words();
        let way = l.get(&format!("disclosure-consent-{}", told.consent.way.code()));
        Self {
            at: page.when(row.at),
            by,
            to: listener(l, told.to),
            said: sentence(l, told.told, name),
            reason: reason(l, told.reason),
            consent: t!(l, "disclosure-consent-line", way = way, on = on),
        }
    }
}
