//! Languages and texts.
//!
//! The texts stand in `locales/{nl,en}/veer.ftl`. English decides at compile
//! time which keys exist (`t!`); `cargo xtask house` holds Dutch against it.

use std::collections::HashMap;
use std::sync::LazyLock;

use fluent_bundle::FluentValue;
use i18n_embed::LanguageLoader;
use i18n_embed::fluent::FluentLanguageLoader;
use unic_langid::LanguageIdentifier;

/// A language that Veer speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// Dutch: what an organisation speaks unless it says otherwise.
    #[default]
    Nl,
    /// English.
    En,
}

impl Language {
    /// Every language, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::Nl, Self::En];

    /// This language and no other.
    pub fn alone(self) -> &'static [Self] {
        match self {
            Self::Nl => &[Self::Nl],
            Self::En => &[Self::En],
        }
    }

    /// Reads a language tag such as `nl`, `nl-BE` or `EN_us`.
    pub fn parse(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_']).next()?;
        Self::ALL
            .into_iter()
            .find(|language| primary.eq_ignore_ascii_case(language.as_str()))
    }

    /// The tag for `lang` attributes and cookies.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Nl => "nl",
            Self::En => "en",
        }
    }

    /// The language's name in the language itself.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::Nl => "Nederlands",
            Self::En => "English",
        }
    }

    fn identifier(self) -> LanguageIdentifier {
        self.as_str().parse().unwrap_or_default()
    }
}

/// The best language that an `Accept-Language` header asks for, if we speak one.
///
/// Among equal weights the first wins; `q=0` rules a language out. A wildcard
/// says "any", which is no wish: the organisation's language then stands.
pub fn accepted(header: &str) -> Option<Language> {
    let mut best: Option<(Language, f32)> = None;
    for item in header.split(',') {
        let mut parts = item.split(';');
        let Some(language) = parts.next().and_then(Language::parse) else {
            continue;
        };
        let weight = parts
            .find_map(|part| part.trim().strip_prefix("q="))
            .map_or(1.0, |q| q.trim().parse::<f32>().unwrap_or(0.0));
        if weight > best.map_or(0.0, |(_, weight)| weight) {
            best = Some((language, weight));
        }
    }
    best.map(|(language, _)| language)
}

/// The texts in one language. A handle: copy it freely.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Texts(Language);

impl Texts {
    /// The texts in this language.
    pub fn new(language: Language) -> Self {
        Self(language)
    }

    /// Itself, so that `t!` takes texts as well as what carries them.
    #[must_use]
    pub fn l(self) -> Self {
        self
    }

    /// The language.
    pub fn language(self) -> Language {
        self.0
    }

    /// The text of a key that is only known at run time, such as a refusal's code.
    ///
    /// Use `t!` wherever the key is a literal: it cannot name a missing key.
    pub fn get(self, key: &str) -> String {
        self.loader().get(key)
    }

    /// Whether a key exists; for keys that are only known at run time.
    pub fn has(self, key: &str) -> bool {
        self.loader().has(key)
    }

    /// What `t!` calls for a text with arguments.
    pub fn get_args_concrete(self, key: &str, args: HashMap<&str, FluentValue<'_>>) -> String {
        self.loader().get_args_concrete(key, args)
    }

    fn loader(self) -> &'static FluentLanguageLoader {
        match self.0 {
            Language::Nl => &NL,
            Language::En => &EN,
        }
    }
}

#[derive(rust_embed::RustEmbed)]
#[folder = "../locales"]
struct Files;

static NL: LazyLock<FluentLanguageLoader> = LazyLock::new(|| load(Language::Nl));
static EN: LazyLock<FluentLanguageLoader> = LazyLock::new(|| load(Language::En));

fn load(language: Language) -> FluentLanguageLoader {
    let loader = FluentLanguageLoader::new("veer", Language::En.identifier());
    if let Err(error) = loader.load_languages(&Files, &[language.identifier()]) {
        // The files are inside the binary and tested: keys show instead of texts.
        tracing::error!(%error, language = language.as_str(), "texts cannot be read");
    }
    // Isolation marks around arguments break copying a name or a time out of
    // a page, and both our languages run left to right.
    loader.set_use_isolating(false);
    loader
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_negotiated_by_weight() {
        for (header, expected) in [
            ("nl", Some(Language::Nl)),
            ("en-GB,nl;q=0.9", Some(Language::En)),
            ("de, nl;q=0.3, en;q=0.5", Some(Language::En)),
            ("nl-BE;q=0.5,en;q=0.5", Some(Language::Nl)),
            ("en;q=0,nl;q=0.1", Some(Language::Nl)),
            ("en;q=0", None),
            ("fr, *;q=0.5", None),
            ("en;q=nonsense", None),
            ("", None),
            (";;,,q=,é", None),
        ] {
            assert_eq!(accepted(header), expected, "{header}");
        }
    }

    #[test]
    fn arguments_stand_in_the_text_without_marks() {
        for language in Language::ALL {
            let l = Texts::new(language);
            let text = t!(l, "time-window", from = "a", to = "b");
            assert!(text.starts_with("a ") && text.ends_with(" b"), "{text:?}");
        }
    }
}
