//! A secret that names its organisation: `<org>.<token>`.
//!
//! The organisation stands in front because it is known before anything is
//! looked up: every statement then carries it (data rules 3 and 4). Sessions,
//! invitations and feed tokens all have this form.

use std::fmt;

use care::ids::OrgId;

use crate::entropy::{self, Token, TokenDigest};

/// A secret in somebody's hands, with the organisation it opens.
#[derive(Clone, PartialEq, Eq)]
pub struct Bearer {
    /// The organisation.
    pub org: OrgId,
    token: Token,
}

impl Bearer {
    /// Makes a new secret for an organisation.
    pub fn new(org: OrgId) -> Self {
        let token = entropy::token();
        Self { org, token }
    }

    /// Reads one that somebody brings; `None` when it cannot be one.
    pub fn parse(text: &str) -> Option<Self> {
        let (org, token) = text.rsplit_once('.')?;
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
        if org.is_empty() || org.len() > 64 || !org.chars().all(plain) {
            return None;
        }
        Some(Self {
            org: OrgId::new(org),
            token: Token::parse(token)?,
        })
    }

    /// Reads an `Authorization: Bearer` header's value.
    pub fn from_authorization(value: &str) -> Option<Self> {
        let (scheme, text) = value.split_once(' ')?;
        let bearer = scheme.eq_ignore_ascii_case("bearer");
        bearer.then(|| Self::parse(text.trim())).flatten()
    }

    /// What is stored, and looked up by within the organisation.
    pub fn digest(&self) -> TokenDigest {
        self.token.digest()
    }

    /// The secret as text, for the one place that hands it over.
    pub fn reveal(&self) -> String {
        format!("{}.{}", self.org, self.token.reveal())
    }
}

impl fmt::Debug for Bearer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Bearer({}.(..))", self.org)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_survives_its_way_to_somebody_and_back() {
        let bearer = Bearer::new(OrgId::new("01890a5d-ac96-774b-bcce-b302099a8057"));
        let text = bearer.reveal();
        assert_eq!(Bearer::parse(&text), Some(bearer.clone()));
        let header = format!("bearer {text}");
        assert_eq!(Bearer::from_authorization(&header), Some(bearer.clone()));
        assert_eq!(Bearer::from_authorization(&text), None);
        assert!(!format!("{bearer:?}").contains(&text[40..]));
    }

    #[test]
    fn nonsense_is_no_bearer() {
        let token = entropy::token().reveal();
        let long = "o".repeat(65);
        for org in ["", "a b", "a'b", "\u{e9}", "a.b", &long] {
            assert_eq!(Bearer::parse(&format!("{org}.{token}")), None, "{org}");
        }
        for text in ["", ".", "org", "org.", "org.short", &token] {
            assert_eq!(Bearer::parse(text), None, "{text}");
        }
    }
}
