//! The one source of randomness: tokens, ids and codes.

use std::fmt;

use care::time::Instant;
use data_encoding::{BASE64, BASE64URL_NOPAD};
use sha2::{Digest, Sha256};

/// A secret of 256 random bits, handed to one person and kept only as a digest.
///
/// It has no `Display` and its `Debug` is blank, so that it reaches a log only
/// by calling `reveal` there.
#[derive(Clone, PartialEq, Eq)]
pub struct Token([u8; 32]);

/// What is stored of a token: its SHA-256, of no use to a thief of the database.
///
/// A plain digest is enough for 256 random bits; only passphrases need a slow one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TokenDigest([u8; 32]);

impl Token {
    /// The token as text for a link, a cookie or a header.
    pub fn reveal(&self) -> String {
        BASE64URL_NOPAD.encode(&self.0)
    }

    /// Reads a token that somebody brings back; `None` when it cannot be one.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = BASE64URL_NOPAD.decode(text.as_bytes()).ok()?;
        bytes.try_into().ok().map(Self)
    }

    /// What to store, and to look the token up by.
    pub fn digest(&self) -> TokenDigest {
        TokenDigest(Sha256::digest(self.0).into())
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(..)")
    }
}

impl TokenDigest {
    /// The digest as text, as it stands in a column.
    pub fn as_text(&self) -> String {
        BASE64URL_NOPAD.encode(&self.0)
    }
}

/// Makes a token.
pub fn token() -> Token {
    Token(random())
}

/// Makes a secret that two machines share to sign what one sends the other.
pub fn shared_secret() -> [u8; 32] {
    random()
}

/// Makes a salt for a passphrase.
pub fn salt() -> [u8; 16] {
    random()
}

/// Makes the server's half of what keeps a vault open in a browser, in base64.
pub fn half() -> String {
    BASE64.encode(&random::<32>())
}

/// Makes the seed of a key that signs.
pub fn seed() -> [u8; 32] {
    random()
}

/// Makes a UUID of version 7: unique anywhere, and sorting by the moment it was made.
///
/// Ids of a demo carry the demo's moment, so that they sort as the work does.
pub fn new_id(now: Instant) -> String {
    let millis = u64::try_from(now.millis()).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &random())
        .into_uuid()
        .to_string()
}

/// Makes a code that a person types over once: 60 bits in three groups.
///
/// Without the letters that are mistaken for digits (I, L, O) and without U.
pub fn code() -> String {
    // Crockford's alphabet has 32 letters: the low five bits choose one.
    let letters: Vec<char> = random::<12>().iter().map(|byte| letter(*byte)).collect();
    let groups: Vec<String> = letters
        .chunks(4)
        .map(|group| group.iter().collect())
        .collect();
    groups.join("-")
}

/// Makes a code of six digits that a person types over at once, each of the million as likely.
pub fn digits() -> String {
    loop {
        let number = u32::from_le_bytes(random());
        // What lies above the last whole million would make small numbers likelier.
        if number < 4_294_000_000 {
            return format!("{:06}", number % 1_000_000);
        }
    }
}

/// A short reference for an error that an operator looks up in the log.
pub fn reference() -> String {
    random::<8>().iter().map(|byte| letter(*byte)).collect()
}

const CROCKFORD: [char; 32] = [
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'J',
    'K', 'M', 'N', 'P', 'Q', 'R', 'S', 'T', 'V', 'W', 'X', 'Y', 'Z',
];

fn letter(byte: u8) -> char {
    CROCKFORD
        .get(usize::from(byte % 32))
        .copied()
        .unwrap_or('0')
}

fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    #[expect(clippy::disallowed_methods, reason = "the one home of randomness")]
    let filled = getrandom::fill(&mut bytes);
    if let Err(error) = filled {
        // Without randomness no session is safe, and no caller could do better.
        tracing::error!(%error, "the operating system gives no randomness");
        std::process::abort();
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_survives_its_way_through_a_link() {
        let token = token();
        assert_eq!(token.reveal().len(), 43);
        assert_eq!(Token::parse(&token.reveal()), Some(token));
    }

    #[test]
    fn what_is_no_token_is_refused() {
        for text in ["", "abc", "!", &"A".repeat(44), &"=".repeat(43), "é"] {
            assert_eq!(Token::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_token_does_not_show_itself() {
        let token = token();
        assert_eq!(format!("{token:?}"), "Token(..)");
        assert_ne!(token.digest().as_text(), token.reveal());
    }

    #[test]
    fn ids_sort_by_the_moment_and_never_repeat() {
        let early = new_id(Instant::from_millis(1_000));
        let late = new_id(Instant::from_millis(2_000));
        assert!(early < late);
        assert_ne!(late, new_id(Instant::from_millis(2_000)));
        assert_eq!(new_id(Instant::FIRST).len(), 36);
    }

    #[test]
    fn digits_are_six_of_them() {
        let drawn: std::collections::BTreeSet<String> = (0..200).map(|_| digits()).collect();
        assert!(drawn.len() > 190);
        let is_code = |code: &String| code.len() == 6 && code.bytes().all(|it| it.is_ascii_digit());
        assert!(drawn.iter().all(is_code));
    }

    #[test]
    fn a_code_can_be_read_aloud() {
        let code = code();
        assert_eq!(code.len(), 14);
        assert!(code.split('-').all(|group| group.len() == 4));
        assert!(!code.contains(['I', 'L', 'O', 'U']));
    }
}
