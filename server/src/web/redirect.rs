//! Redirects that stay in the house.

use axum::http::header::{LOCATION, SET_COOKIE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

use super::flash::Flash;

/// Whether an address stays on this site, whatever a browser makes of it.
///
/// One leading slash; no second slash or backslash after it (browsers read
/// both as another host) and none of the control characters that they drop.
pub fn is_local(address: &str) -> bool {
    let mut chars = address.chars();
    chars.next() == Some('/')
        && !matches!(chars.next(), Some('/' | '\\'))
        && address.len() <= 2000
        && !address.contains(|c: char| c.is_control() || c == '\\')
}

/// The answer to a form: look at another page (303).
#[derive(Clone, Debug)]
#[must_use]
pub struct SeeOther {
    to: String,
    cookies: Vec<String>,
}

impl SeeOther {
    /// Sends the reader to an address of ours; to the start if it is not ours.
    pub fn to(address: impl Into<String>) -> Self {
        let address = address.into();
        let to = if is_local(&address) {
            address
        } else {
            "/".to_owned()
        };
        Self {
            to,
            cookies: Vec::new(),
        }
    }

    /// Says something once on the page they arrive at.
    pub fn with_flash(self, flash: &Flash) -> Self {
        self.with_cookie(flash.to_cookie())
    }

    /// Hands the browser a cookie on the way: a whole `Set-Cookie` value.
    pub fn with_cookie(mut self, cookie: String) -> Self {
        self.cookies.push(cookie);
        self
    }
}

impl IntoResponse for SeeOther {
    fn into_response(self) -> Response {
        let mut response = StatusCode::SEE_OTHER.into_response();
        let to = HeaderValue::try_from(self.to).unwrap_or(HeaderValue::from_static("/"));
        response.headers_mut().insert(LOCATION, to);
        for cookie in self.cookies {
            if let Ok(cookie) = HeaderValue::try_from(cookie) {
                response.headers_mut().append(SET_COOKIE, cookie);
            }
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_addresses_are_local() {
        for ours in [
            "/",
            "/me",
            "/support?case=1&x=//y",
            "/a/b#c",
            "/language?next=/me",
        ] {
            assert!(is_local(ours), "{ours}");
        }
        for theirs in [
            "",
            "me",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "javascript:alert(1)",
            "/\t/evil.example",
            "\n//evil",
            "/a\r\nSet-Cookie: x",
            "/a\\b",
        ] {
            assert!(!is_local(theirs), "{theirs:?}");
        }
    }

    #[test]
    fn what_is_not_ours_becomes_the_start() {
        let response = SeeOther::to("//evil.example").into_response();
        assert_eq!(response.status(), StatusCode::SEE_OTHER);
        assert_eq!(response.headers()[LOCATION], "/");
    }
}
