//! Passphrases: what is accepted, how they are kept and checked.
//!
//! argon2id with OWASP's first choice of parameters. A check costs 19 MiB and
//! some tens of milliseconds, so it runs off the async threads and only a few
//! at a time: a burst of sign-ins waits instead of exhausting the memory.

use std::sync::Arc;

use argon2::{Argon2, Params, PasswordHasher, PasswordVerifier};
use thiserror::Error;
use tokio::sync::Semaphore;

use crate::entropy;

/// The fewest characters: length protects more than odd signs do.
pub const SHORTEST: usize = 12;

/// The most characters: beyond this it is an attack on our time.
pub const LONGEST: usize = 256;

/// A passphrase that may be kept.
#[derive(Clone, PartialEq, Eq)]
pub struct NewPassphrase(String);

/// Why a passphrase may not be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum PassphraseRefusal {
    /// Fewer characters than [`SHORTEST`].
    #[error("the passphrase is too short")]
    TooShort,
    /// More characters than [`LONGEST`].
    #[error("the passphrase is too long")]
    TooLong,
    /// One of the first that anybody would try.
    #[error("the passphrase is too common")]
    TooCommon,
}

impl PassphraseRefusal {
    /// The code of its text: `refusal-<code>`.
    pub fn code(self) -> &'static str {
        match self {
            Self::TooShort => "passphrase-too-short",
            Self::TooLong => "passphrase-too-long",
            Self::TooCommon => "passphrase-too-common",
        }
    }
}

impl NewPassphrase {
    /// Accepts a passphrase as it was typed; nothing is trimmed or changed.
    ///
    /// # Errors
    /// When it is too short, too long or too common. There are no rules about
    /// capitals and signs: they make passphrases worse.
    pub fn new(typed: String) -> Result<Self, PassphraseRefusal> {
        match typed.chars().count() {
            ..SHORTEST => Err(PassphraseRefusal::TooShort),
            count if count > LONGEST => Err(PassphraseRefusal::TooLong),
            _ if is_common(&typed) => Err(PassphraseRefusal::TooCommon),
            _ => Ok(Self(typed)),
        }
    }
}

impl std::fmt::Debug for NewPassphrase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NewPassphrase(..)")
    }
}

/// What common passphrases are made of, besides figures and signs.
const COMMON: [&str; 22] = [
    "password",
    "passphrase",
    "passwort",
    "wachtwoord",
    "wachtwoordzin",
    "welkom",
    "welcome",
    "qwertyuiop",
    "qwerty",
    "azerty",
    "asdfghjkl",
    "letmein",
    "iloveyou",
    "ikhouvanjou",
    "geheim",
    "secret",
    "admin",
    "administrator",
    "ambulance",
    "veer",
    "collega",
    "zonnebloem",
];

/// Whether a passphrase is one of the first that anybody would try.
///
/// Common words, repeated or followed by figures; few different characters;
/// the alphabet or the figures in order.
fn is_common(typed: &str) -> bool {
    let lower = typed.to_lowercase();
    let mut kinds: Vec<char> = lower.chars().collect();
    kinds.sort_unstable();
    kinds.dedup();
    if kinds.len() < 5 || is_run(&lower) {
        return true;
    }
    let letters: String = lower.chars().filter(|c| c.is_alphabetic()).collect();
    let mut rest = letters.as_str();
    while let Some(shorter) = COMMON.iter().find_map(|word| rest.strip_prefix(word)) {
        rest = shorter;
    }
    // Two letters or fewer besides common words and figures say nothing.
    rest.chars().count() <= 2
}

/// Whether nearly all characters follow their neighbour up or down.
fn is_run(text: &str) -> bool {
    let codes: Vec<i64> = text.chars().map(|c| i64::from(u32::from(c))).collect();
    let steps = codes
        .iter()
        .zip(codes.iter().skip(1))
        .filter(|(a, b)| (*b - *a).abs() <= 1)
        .count();
    steps * 4 >= codes.len() * 3
}

/// How much work a check costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strength {
    /// For people: 19 MiB, two passes (OWASP).
    Full,
    /// For tests and the demo's invented people: next to nothing.
    Token,
}

/// How many checks run at once; together they hold under 40 MiB.
const AT_ONCE: usize = 2;

/// Keeps and checks passphrases. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Passphrases {
    strength: Strength,
    turns: Arc<Semaphore>,
    dummy: Arc<str>,
}

/// A passphrase could not be kept or checked: our own mistake, never a wrong one.
#[derive(Debug, Error)]
pub enum PassphraseError {
    /// The hash in the store cannot be read, or hashing failed.
    #[error("hashing failed: {0}")]
    Hash(#[from] argon2::password_hash::Error),
    /// The parameters are out of their range.
    #[error("parameters: {0}")]
    Params(argon2::Error),
    /// The server is stopping.
    #[error("the server is stopping")]
    Stopping,
}

impl Passphrases {
    /// Gets ready to keep and check passphrases.
    ///
    /// # Errors
    /// When the parameters are refused, which they are not.
    pub fn new(strength: Strength) -> Result<Self, PassphraseError> {
        // Nobody knows the passphrase of this hash, so it never matches.
        let dummy = hash(strength, &entropy::token().reveal())?;
        Ok(Self {
            strength,
            turns: Arc::new(Semaphore::new(AT_ONCE)),
            dummy: dummy.into(),
        })
    }

    /// The text to store for a passphrase: a PHC string with its own salt.
    ///
    /// # Errors
    /// Only by our own mistake or when the server stops.
    pub async fn hash(&self, passphrase: NewPassphrase) -> Result<String, PassphraseError> {
        let strength = self.strength;
        self.take_turn(move || hash(strength, &passphrase.0)).await
    }

    /// Whether a typed passphrase is the stored one.
    ///
    /// Pass `None` for an account that does not exist or has no passphrase: the
    /// answer then takes as long and is no, so that time tells nothing.
    ///
    /// # Errors
    /// Only by our own mistake or when the server stops.
    pub async fn verify(
        &self,
        typed: String,
        stored: Option<String>,
    ) -> Result<bool, PassphraseError> {
        let known = stored.is_some();
        let stored = stored.unwrap_or_else(|| self.dummy.to_string());
        if typed.len() > LONGEST * 4 {
            return Ok(false);
        }
        let matches = self.take_turn(move || matches(&typed, &stored)).await?;
        Ok(known && matches)
    }

    /// Runs costly work on a thread of its own, a few at a time.
    async fn take_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, PassphraseError> + Send + 'static,
    ) -> Result<T, PassphraseError> {
        let turn = Arc::clone(&self.turns).acquire_owned().await;
        let turn = turn.map_err(|_| PassphraseError::Stopping)?;
        // The turn ends with the work, not with a reader who went away.
        let work = move || {
            let _turn = turn;
            work()
        };
        let done = tokio::task::spawn_blocking(work).await;
        done.map_err(|_| PassphraseError::Stopping)?
    }
}

fn hash(strength: Strength, passphrase: &str) -> Result<String, PassphraseError> {
    let params = match strength {
        Strength::Full => Params::default(),
        Strength::Token => {
            Params::new(Params::MIN_M_COST, 1, 1, None).map_err(PassphraseError::Params)?
        }
    };
    let salt = entropy::salt();
    let hash = Argon2::from(params).hash_password_with_salt(passphrase.as_bytes(), &salt)?;
    Ok(hash.to_string())
}

/// Checks with the parameters of the stored hash, so that old ones stay valid.
fn matches(typed: &str, stored: &str) -> Result<bool, PassphraseError> {
    let checked: Result<(), _> = Argon2::default().verify_password(typed.as_bytes(), stored);
    match checked {
        Ok(()) => Ok(true),
        Err(argon2::password_hash::Error::PasswordInvalid) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(typed: &str) -> Option<PassphraseRefusal> {
        NewPassphrase::new(typed.to_owned()).err()
    }

    #[test]
    fn length_is_counted_in_characters() {
        assert_eq!(
            refused("\u{e9}\u{e8}\u{ea}\u{eb}korte"),
            Some(PassphraseRefusal::TooShort)
        );
        assert_eq!(refused("vier losse woorden"), None);
        assert_eq!(refused(&"ab cd ef gh ".repeat(21)), None);
        assert_eq!(
            refused(&"ab cd ef gh ".repeat(22)),
            Some(PassphraseRefusal::TooLong)
        );
    }

    #[test]
    fn what_anybody_tries_first_is_refused() {
        for typed in [
            "wachtwoord123",
            "Welkom2026!!!",
            "passwordpassword",
            "123456789012",
            "aaaaaaaaaaaa",
            "abcdefghijklm",
            "Ambulance-112-112",
            "qwertyuiop123",
            "            ",
            "121212121212",
        ] {
            assert_eq!(
                refused(typed),
                Some(PassphraseRefusal::TooCommon),
                "{typed}"
            );
        }
        for typed in [
            "ambulance rijdt naar zee",
            "correct horse battery",
            "mijn fiets is 3x gestolen",
        ] {
            assert_eq!(refused(typed), None, "{typed}");
        }
    }

    #[test]
    fn full_strength_is_what_owasp_asks() {
        let hash = hash(Strength::Full, "vier losse woorden").unwrap();
        assert!(
            hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{hash}"
        );
    }

    #[tokio::test]
    async fn only_the_right_passphrase_opens() {
        let passphrases = Passphrases::new(Strength::Token).unwrap();
        let words = "vier losse woorden".to_owned();
        let new = NewPassphrase::new(words.clone()).unwrap();
        let stored = passphrases.hash(new.clone()).await.unwrap();
        assert_ne!(
            stored,
            passphrases.hash(new).await.unwrap(),
            "each has its own salt"
        );

        let opens = |typed: &str, stored: Option<&String>| {
            let answer = passphrases.verify(typed.to_owned(), stored.cloned());
            async { answer.await.unwrap() }
        };
        assert!(opens(&words, Some(&stored)).await);
        assert!(!opens("vier losse woorde", Some(&stored)).await);
        assert!(!opens("", Some(&stored)).await);
        assert!(!opens(&words, None).await);
    }

    #[tokio::test]
    async fn a_broken_hash_is_our_mistake_and_opens_nothing() {
        let passphrases = Passphrases::new(Strength::Token).unwrap();
        let broken = Some("not a hash".to_owned());
        assert!(passphrases.verify("x".to_owned(), broken).await.is_err());
    }

    #[tokio::test]
    async fn a_burst_waits_for_its_turn() {
        let passphrases = Passphrases::new(Strength::Token).unwrap();
        let burst: Vec<_> = (0..50)
            .map(|_| {
                tokio::spawn({
                    let passphrases = passphrases.clone();
                    async move { passphrases.verify("x".to_owned(), None).await }
                })
            })
            .collect();
        for attempt in burst {
            assert!(!attempt.await.unwrap().unwrap());
        }
        assert_eq!(passphrases.turns.available_permits(), AT_ONCE);
    }
}
