use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::Gender;
use crate::codes::codes;

codes! {
    /// A language in which a talk can be held; the list is short so that a wish can meet it.
    pub enum Tongue {
        /// Dutch.
        Dutch = "nl",
        /// Frisian.
        Frisian = "fy",
        /// English.
        English = "en",
        /// German.
        German = "de",
        /// French.
        French = "fr",
        /// Spanish.
        Spanish = "es",
        /// Portuguese.
        Portuguese = "pt",
        /// Polish.
        Polish = "pl",
        /// Turkish.
        Turkish = "tr",
        /// Arabic.
        Arabic = "ar",
        /// Papiamento.
        Papiamento = "pap",
        /// Dutch Sign Language.
        Signs = "ngt",
    }
}

/// What a supporter says of oneself; nothing by default, and shown to nobody by default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// The languages in which the supporter likes to talk.
    pub languages: BTreeSet<Tongue>,
    /// Lines of work that the supporter knows beside the own staff group.
    pub lines: BTreeSet<String>,
    /// Nothing unless the supporter chose to say it.
    pub gender: Option<Gender>,
    /// A line about oneself.
    pub about: String,
    /// Whether colleagues can read it and choose this supporter.
    pub shown: bool,
}

/// The longest line about oneself, in characters.
pub const LONGEST_ABOUT: usize = 160;

impl Profile {
    /// A line as it is kept: one line, without the space around it; none when it is too long or
    /// holds what shows nothing or turns the text around it.
    pub fn line(text: &str) -> Option<String> {
        let hidden = |c: char| {
            (c.is_control() && !c.is_whitespace())
                || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        };
        let words: Vec<&str> = text.split_whitespace().collect();
        let line = words.join(" ");
        let fits = line.chars().count() <= LONGEST_ABOUT && !text.chars().any(hidden);
        fits.then_some(line)
    }

    /// Whether nothing is said at all.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_one_line_and_short() {
        assert_eq!(
            Profile::line("  ik  luister\ngraag "),
            Some("ik luister graag".to_owned())
        );
        assert_eq!(Profile::line("x\u{202e}y"), None);
        assert_eq!(Profile::line("x\u{0}"), None);
        assert!(Profile::line(&"é".repeat(LONGEST_ABOUT)).is_some());
        assert_eq!(Profile::line(&"é".repeat(LONGEST_ABOUT + 1)), None);
    }
}
