//! What an organisation says of its own team, in its own words (R048, R103).
//!
//! Three short texts in each language. They stand beside what Veer says and replace none of what
//! protects people: with an offer stands that all answers are fine, whatever is said here (R070).

use serde::{Deserialize, Serialize};

use crate::codes::codes;
use crate::edition::{Edition, Part};

codes! {
    /// A text that an organisation may word itself.
    pub enum OwnText {
        /// What the team is called, as within a sentence: "het BOT", "the peer team".
        Team = "team",
        /// What stands at the top of the public page.
        Welcome = "welcome",
        /// What stands with an offer, beside Veer's own words.
        Offer = "offer",
    }
}

codes! {
    /// Why a text is not taken.
    pub enum WordingRefusal {
        /// Longer than its place has room for.
        TooLong = "too-long",
        /// It holds a character that shows nothing, or that turns the text around it.
        Unprintable = "unprintable",
    }
}

impl OwnText {
    /// The longest that it may be, in characters.
    pub const fn longest(self) -> usize {
        match self {
            Self::Team => 60,
            // The poster stays one sheet of paper.
            Self::Welcome => 200,
            Self::Offer => 300,
        }
    }

    /// The text as it is kept: any white space is one space, and none stands around it.
    ///
    /// Every script is welcome. A control character is not, nor a mark that turns the direction of
    /// what follows it: the sentence of Veer around it would turn as well.
    pub fn read(self, text: &str) -> Result<String, WordingRefusal> {
        if text
            .chars()
            .any(|c| (c.is_control() && !c.is_whitespace()) || turns(c))
        {
            return Err(WordingRefusal::Unprintable);
        }
        let words: Vec<&str> = text.split_whitespace().collect();
        let text = words.join(" ");
        if text.chars().count() > self.longest() {
            return Err(WordingRefusal::TooLong);
        }
        Ok(text)
    }
}

/// Whether a character turns the direction of what follows it.
fn turns(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The texts in one language; an empty one leaves the word to Veer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Said {
    team: String,
    welcome: String,
    offer: String,
}

impl Said {
    /// What is said; `None` where the organisation says nothing of its own.
    pub fn get(&self, text: OwnText) -> Option<&str> {
        let said = match text {
            OwnText::Team => &self.team,
            OwnText::Welcome => &self.welcome,
            OwnText::Offer => &self.offer,
        };
        Some(said.as_str()).filter(|said| !said.is_empty())
    }

    /// Says something else.
    pub fn set(&mut self, text: OwnText, said: &str) -> Result<(), WordingRefusal> {
        let said = text.read(said)?;
        match text {
            OwnText::Team => self.team = said,
            OwnText::Welcome => self.welcome = said,
            OwnText::Offer => self.offer = said,
        }
        Ok(())
    }
}

/// The texts of an organisation in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Wording {
    /// Dutch.
    pub nl: Said,
    /// English.
    pub en: Said,
}

impl Wording {
    /// The languages by their tags.
    pub const LANGUAGES: [&'static str; 2] = ["nl", "en"];

    /// What is said in a language; English where it is not Dutch.
    pub fn said(&self, language: &str) -> &Said {
        match language {
            "nl" => &self.nl,
            _ => &self.en,
        }
    }

    /// The same, to be changed.
    pub fn said_mut(&mut self, language: &str) -> &mut Said {
        match language {
            "nl" => &mut self.nl,
            _ => &mut self.en,
        }
    }
}

impl Edition for Wording {
    fn parts(&self) -> Vec<Part> {
        let part = |language: &str| {
            let said = self.said(language);
            let texts = OwnText::ALL.iter();
            texts.fold(Part::new(language), |part, text| {
                part.with(text.code(), said.get(*text).map(str::to_owned))
            })
        };
        Self::LANGUAGES.map(part).to_vec()
    }

    fn with_parts(&self, parts: &[Part]) -> Option<Self> {
        let mut wording = Self::default();
        for part in parts {
            let language = Self::LANGUAGES.into_iter().find(|it| *it == part.id)?;
            for text in OwnText::ALL {
                let said = part.line(text.code()).unwrap_or_default();
                wording.said_mut(language).set(*text, said).ok()?;
            }
        }
        Some(wording)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::edition::{apply, diff};

    fn text() -> impl Strategy<Value = OwnText> {
        prop::sample::select(OwnText::ALL)
    }

    fn wording() -> impl Strategy<Value = Wording> {
        prop::collection::vec("[a-zé أب字 ]{0,20}", 6).prop_map(|words| {
            let mut wording = Wording::default();
            for (at, said) in words.iter().enumerate() {
                let language = Wording::LANGUAGES[at % 2];
                let text = OwnText::ALL[at % 3];
                wording.said_mut(language).set(text, said).unwrap();
            }
            wording
        })
    }

    proptest! {
        /// What is kept is short, shows, turns nothing around and is kept so again.
        #[test]
        fn what_is_kept_can_stand_in_a_sentence(which in text(), typed in "\\PC{0,400}|.{0,400}") {
            if let Ok(kept) = which.read(&typed) {
                prop_assert!(kept.chars().count() <= which.longest());
                prop_assert!(!kept.chars().any(|c| c.is_control() || turns(c)));
                prop_assert_eq!(kept.trim(), kept.as_str());
                prop_assert_eq!(which.read(&kept), Ok(kept.clone()));
            }
        }

        /// A control character or a turning mark is refused wherever it stands.
        #[test]
        fn what_does_not_show_is_refused(
            which in text(),
            before in "[a-z ]{0,10}",
            mark in prop::sample::select(vec!['\0', '\u{7}', '\u{1b}', '\u{7f}', '\u{202e}', '\u{2066}', '\u{2069}']),
            after in "[a-z ]{0,10}",
        ) {
            let typed = format!("{before}{mark}{after}");
            prop_assert_eq!(which.read(&typed), Err(WordingRefusal::Unprintable));
        }

        /// Two who word different texts lose nothing: the changes of one are laid on those of the other.
        #[test]
        fn parts_lead_back_to_the_texts(old in wording(), new in wording()) {
            prop_assert_eq!(Wording::default().with_parts(&new.parts()), Some(new.clone()));
            let changes = diff(&old.parts(), &new.parts());
            let applied = apply(&changes, &old.parts());
            prop_assert!(applied.clashes.is_empty());
            prop_assert_eq!(old.with_parts(&applied.parts), Some(new));
        }
    }

    #[test]
    fn every_script_is_welcome_up_to_its_length() {
        for name in [
            "Het BOT",
            "فريق الزملاء",
            "צוות עמיתים",
            "同僚サポート",
            "Ți-a făcut 🚑",
        ] {
            assert_eq!(OwnText::Team.read(name).as_deref(), Ok(name));
        }
        assert_eq!(
            OwnText::Team.read(&"字".repeat(60)).map(|it| it.len()),
            Ok(180)
        );
        let long = "字".repeat(61);
        assert_eq!(OwnText::Team.read(&long), Err(WordingRefusal::TooLong));
        assert_eq!(OwnText::Offer.read(" a\r\n b\t").as_deref(), Ok("a b"));
    }
}
