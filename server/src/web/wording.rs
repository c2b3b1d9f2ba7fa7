//! What the team is called and says: as the organisation put it, else as Veer does (R048, R103).

use care::{
    time::Instant,
    wording::{OwnText, Said, Wording},
};

use super::text::Texts;
use crate::store::{PolicyKind, StoreError, Tx};

/// The organisation's own words in one language.
#[derive(Clone, Debug)]
pub(super) struct OwnWords {
    l: Texts,
    said: Said,
}

impl OwnWords {
    /// Those of this transaction's organisation.
    pub(super) async fn load(tx: &Tx, l: Texts, now: Instant) -> Result<Self, StoreError> {
        let kept: Option<(i64, Wording)> = tx.policy(PolicyKind::Wording, now).await?;
        Ok(Self::of(&kept.unwrap_or_default().1, l))
    }

    /// Those of a wording that may not be kept yet.
    pub(super) fn of(wording: &Wording, l: Texts) -> Self {
        let said = wording.said(l.language().as_str()).clone();
        Self { l, said }
    }

    /// The team, as within a sentence: "het opvangteam".
    pub(super) fn team(&self) -> String {
        let own = self.said.get(OwnText::Team).map(isolated);
        own.unwrap_or_else(|| t!(self.l, "wording-team"))
    }

    /// The team at the beginning of a sentence: "Het opvangteam".
    pub(super) fn team_first(&self) -> String {
        capital(&self.team())
    }

    /// What the team is called where it stands alone; only where the organisation named it.
    pub(super) fn name(&self) -> Option<String> {
        self.said.get(OwnText::Team).map(capital)
    }

    /// What stands at the top of the public page.
    pub(super) fn welcome(&self) -> String {
        let own = self.said.get(OwnText::Welcome).map(str::to_owned);
        own.unwrap_or_else(|| t!(self.l, "info-lead", team = self.team_first()))
    }

    /// What stands with an offer, beside Veer's own words.
    pub(super) fn offer(&self) -> Option<String> {
        self.said.get(OwnText::Offer).map(str::to_owned)
    }
}

/// A name that is read from right to left, so that it does not turn the sentence around it.
fn isolated(name: &str) -> String {
    if name.chars().any(is_from_right) {
        // The mark before it keeps a sentence that begins with the name in its own direction.
        format!("\u{200e}\u{2068}{name}\u{2069}")
    } else {
        name.to_owned()
    }
}

/// Whether a letter is of a script that is read from right to left.
fn is_from_right(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'
        | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().collect::<String>() + letters.as_str())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::text::Language;

    #[test]
    fn without_words_of_its_own_veer_speaks() {
        for language in Language::ALL {
            let own = OwnWords::of(&Wording::default(), Texts::new(language));
            assert!(!own.team().is_empty() && own.welcome().starts_with(&own.team_first()));
            assert_eq!((own.name(), own.offer()), (None, None));
        }
    }

    #[test]
    fn a_name_from_the_right_does_not_turn_the_sentence() {
        let mut wording = Wording::default();
        wording.nl.set(OwnText::Team, "het BOT").unwrap();
        wording.en.set(OwnText::Team, "فريق").unwrap();
        let [nl, en] = Language::ALL.map(|it| OwnWords::of(&wording, Texts::new(it)));
        assert_eq!(
            (nl.team(), nl.team_first()),
            ("het BOT".to_owned(), "Het BOT".to_owned())
        );
        assert_eq!(en.team(), "\u{200e}\u{2068}فريق\u{2069}");
        assert_eq!(en.name().as_deref(), Some("فريق"));
    }
}
