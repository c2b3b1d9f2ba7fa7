//! What is said once, on the page after a form.
//!
//! A form answers with 303 to a page; this cookie carries what that page says
//! on top. It holds a key and never words, so nobody can put words in our
//! mouth, and at most the address of an undo.

use super::redirect::is_local;

/// The cookie's name.
pub const COOKIE: &str = "veer-flash";

/// Said once on the next page, with an undo where there is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flash {
    key: String,
    undo: Option<String>,
}

impl Flash {
    /// Says the text of `flash-<code>`, such as `flash-talk-planned`.
    pub fn new(code: &str) -> Self {
        Self {
            key: format!("flash-{code}"),
            undo: None,
        }
    }

    /// Offers to undo by a POST to this path of ours.
    #[must_use]
    pub fn with_undo(mut self, path: impl Into<String>) -> Self {
        self.undo = Some(path.into()).filter(|path| is_plain(path));
        self
    }

    /// The key of its text.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Where its undo posts to.
    pub fn undo(&self) -> Option<&str> {
        self.undo.as_deref()
    }

    /// Reads the cookie's value; `None` for what we never write.
    pub fn parse(value: &str) -> Option<Self> {
        let (code, undo) = value.split_once(':').unwrap_or((value, ""));
        let known = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if code.is_empty() || code.len() > 64 || !code.chars().all(known) {
            return None;
        }
        Some(Self::new(code).with_undo(undo))
    }

    /// The `Set-Cookie` header that hands it to the next page.
    pub fn to_cookie(&self) -> String {
        let code = self.key.strip_prefix("flash-").unwrap_or_default();
        let undo = self.undo.as_deref().unwrap_or_default();
        format!("{COOKIE}={code}:{undo}; Path=/; Max-Age=60; HttpOnly; SameSite=Lax")
    }

    /// The `Set-Cookie` header that takes it away again.
    pub fn gone() -> String {
        format!("{COOKIE}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax")
    }
}

/// A local path that needs no quoting in a cookie.
fn is_plain(path: &str) -> bool {
    is_local(path)
        && path
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '_' | '.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_survives_its_way_through_the_cookie() {
        for flash in [
            Flash::new("talk-planned"),
            Flash::new("talk-planned").with_undo("/support/case/1/undo"),
        ] {
            let header = flash.to_cookie();
            let value = header.split([';', '=']).nth(1).unwrap();
            assert_eq!(Flash::parse(value), Some(flash));
        }
    }

    #[test]
    fn nobody_puts_words_in_our_mouth() {
        for value in ["", "Bel mij: 06", "<b>", "a b", "A", &"a".repeat(65)] {
            assert_eq!(Flash::parse(value), None, "{value}");
        }
        for undo in [
            "//elsewhere",
            "https://elsewhere",
            "/a?b=c;d",
            "/\u{e9}",
            "x",
        ] {
            let flash = Flash::parse(&format!("saved:{undo}")).unwrap();
            assert_eq!(flash.undo(), None, "{undo}");
        }
    }
}
