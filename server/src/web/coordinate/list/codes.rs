//! The kinds that dispatch can tell, by code and by the words of either language.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use care::ids::KindCode;

use crate::web::text::{Language, Texts};

const VOCABULARY: &str = include_str!("../../../../../docs/kind-codes.md");

/// Every code of the vocabulary; further codes such as `alarms:2` are not among them.
static CODES: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let rows = VOCABULARY.lines();
    rows.filter_map(|line| line.strip_prefix("| `")?.split('`').next())
        .filter(|code| !code.contains(':'))
        .collect()
});

/// What a code means; the code itself when it is a source's own.
pub(in crate::web) fn word(code: &str, l: Texts) -> String {
    let key = format!("incident-code-{code}");
    if l.has(&key) {
        l.get(&key)
    } else {
        code.to_owned()
    }
}

/// Every code of the vocabulary.
pub(in crate::web) fn all() -> &'static [&'static str] {
    &CODES
}

/// Every kind in words, in order of the alphabet.
pub(super) fn words(l: Texts) -> Vec<String> {
    let words: BTreeSet<String> = CODES.iter().map(|code| word(code, l)).collect();
    words.into_iter().collect()
}

/// The code of the vocabulary that somebody means: the code itself, or its words in any language.
pub(in crate::web) fn meant(text: &str) -> Option<&'static str> {
    let typed = text.trim().to_lowercase();
    let means = |code: &&&str| {
        let said = |language| word(code, Texts::new(language)).to_lowercase() == typed;
        **code == typed || Language::ALL.into_iter().any(said)
    };
    CODES.iter().find(means).copied()
}

/// The code that somebody means: one of the vocabulary, or a source's own.
pub(super) fn read(text: &str) -> Option<KindCode> {
    match meant(text) {
        Some(code) => Some(KindCode::new(code)),
        None => KindCode::parse(&text.trim().to_lowercase()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_read_back_from_its_words_in_both_languages() {
        assert!(CODES.len() > 40);
        for l in Language::ALL.map(Texts::new) {
            for code in CODES.iter() {
                assert_eq!(read(&word(code, l)), Some(KindCode::new(*code)), "{code}");
            }
        }
        assert_eq!(read(" VERDRINKING "), Some(KindCode::new("drowning")));
        assert_eq!(read("own-code-7"), Some(KindCode::new("own-code-7")));
        assert_eq!(read("  "), None);
    }
}
