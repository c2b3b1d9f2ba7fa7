//! The one error of the pages, and what the reader is told about it.
//!
//! A handler returns `AppError`; it knows neither language nor reader. The
//! frame (`super::frame`) turns it into a page, or into problem+json under
//! `/api` and for a script that asks for JSON, in the language of the request.

use std::time::Duration;

use askama::Template;
use axum::extract::rejection::{FormRejection, JsonRejection, PathRejection, QueryRejection};
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use care::access::Action;
use serde::Serialize;

use super::page::Page;
use super::reader::Reader;
use super::redirect::SeeOther;
use super::text::Texts;
use crate::auth::limit::TooOften;
use crate::auth::passphrase::PassphraseError;
use crate::entropy;

/// What can go wrong while answering a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AppError {
    /// It does not exist, or the reader may not know whether it does.
    ///
    /// One variant for both: what one may not see does not show that it is there.
    NotFound,
    /// A link that works once was used, replaced or is too old; or there never was one.
    DeadLink,
    /// The same to a reader: the roles of who asks do not grant it, where no case is at hand.
    ///
    /// Told apart for who had such a role until lately (`super::former`).
    NotGranted(Vec<Action>),
    /// Nobody is signed in: the reader signs in and comes back.
    SignIn,
    /// The rules refuse the step; the text is `refusal-<code>`.
    Refused(&'static str),
    /// Somebody else acted in between; the text is `stale-<what>`.
    Stale(&'static str),
    /// Too often; try again after this long.
    RateLimited(Duration),
    /// The form or the address cannot be read.
    BadForm,
    /// More than we take at once.
    TooLarge,
    /// The address exists, but not for this method.
    MethodNotAllowed,
    /// The form came from a page that is not ours.
    CrossSite,
    /// It took too long, or something we need is away for a moment.
    Busy,
    /// There is no room left to save anything; nothing was saved.
    Full,
    /// Our own mistake; the cause stands in the log beside this reference.
    Internal(String),
}

impl AppError {
    /// Our own mistake: the cause goes to the log, only a reference to the reader.
    pub fn internal(error: &dyn std::error::Error) -> Self {
        let reference = entropy::reference();
        tracing::error!(%reference, error = error.to_string(), "a request failed");
        Self::Internal(reference)
    }

    /// The status that goes with it.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::NotFound | Self::NotGranted(_) | Self::DeadLink => StatusCode::NOT_FOUND,
            Self::SignIn => StatusCode::UNAUTHORIZED,
            Self::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Stale(_) => StatusCode::CONFLICT,
            Self::RateLimited(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::BadForm => StatusCode::BAD_REQUEST,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::CrossSite => StatusCode::FORBIDDEN,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Full => StatusCode::INSUFFICIENT_STORAGE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// What a bare status of the framework means to a reader.
    pub fn from_status(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND => Self::NotFound,
            StatusCode::UNAUTHORIZED => Self::SignIn,
            StatusCode::PAYLOAD_TOO_LARGE => Self::TooLarge,
            StatusCode::METHOD_NOT_ALLOWED => Self::MethodNotAllowed,
            StatusCode::TOO_MANY_REQUESTS => Self::RateLimited(Duration::from_mins(1)),
            StatusCode::REQUEST_TIMEOUT | StatusCode::SERVICE_UNAVAILABLE => Self::Busy,
            status if status.is_client_error() => Self::BadForm,
            _ => Self::Internal(entropy::reference()),
        }
    }

    /// What happened and what to do, in the reader's language.
    pub fn words(&self, l: Texts) -> Words {
        let (slug, title, what, hint) = match self {
            Self::NotFound | Self::NotGranted(_) => (
                "not-found",
                t!(l, "error-not-found"),
                t!(l, "error-not-found-what"),
                t!(l, "error-not-found-hint"),
            ),
            Self::DeadLink => (
                "dead-link",
                t!(l, "error-dead-link"),
                t!(l, "error-dead-link-what"),
                t!(l, "error-dead-link-hint"),
            ),
            Self::SignIn => (
                "sign-in",
                t!(l, "error-sign-in"),
                t!(l, "error-sign-in-what"),
                t!(l, "error-sign-in-hint"),
            ),
            Self::Refused(code) => (
                *code,
                t!(l, "error-refused"),
                known_or(l, &format!("refusal-{code}"), || {
                    t!(l, "error-refused-what")
                }),
                t!(l, "error-refused-hint"),
            ),
            Self::Stale(what) => (
                "stale",
                t!(l, "error-stale"),
                known_or(l, &format!("stale-{what}"), || t!(l, "stale-changed")),
                t!(l, "error-stale-hint"),
            ),
            Self::RateLimited(wait) => (
                "rate-limited",
                t!(l, "error-rate-limited"),
                t!(l, "error-rate-limited-what"),
                t!(l, "error-rate-limited-hint", minutes = minutes(*wait)),
            ),
            Self::BadForm => (
                "bad-form",
                t!(l, "error-bad-form"),
                t!(l, "error-bad-form-what"),
                t!(l, "error-bad-form-hint"),
            ),
            Self::TooLarge => (
                "too-large",
                t!(l, "error-too-large"),
                t!(l, "error-too-large-what"),
                t!(l, "error-too-large-hint"),
            ),
            Self::MethodNotAllowed => (
                "method-not-allowed",
                t!(l, "error-method"),
                t!(l, "error-method-what"),
                t!(l, "error-method-hint"),
            ),
            Self::CrossSite => (
                "cross-site",
                t!(l, "error-cross-site"),
                t!(l, "error-cross-site-what"),
                t!(l, "error-cross-site-hint"),
            ),
            Self::Busy => (
                "busy",
                t!(l, "error-busy"),
                t!(l, "error-busy-what"),
                t!(l, "error-busy-hint"),
            ),
            Self::Full => (
                "full",
                t!(l, "error-full"),
                t!(l, "error-full-what"),
                t!(l, "error-full-hint"),
            ),
            Self::Internal(reference) => (
                "internal",
                t!(l, "error-internal"),
                t!(l, "error-internal-what"),
                t!(l, "error-internal-hint", reference = reference.as_str()),
            ),
        };
        let kind = match self {
            Self::Refused(_) => "refused",
            _ => slug,
        };
        Words {
            slug,
            kind,
            title,
            what,
            hint,
        }
    }

    /// The page that tells the reader.
    pub fn page(&self, reader: Reader) -> Response {
        if *self == Self::SignIn {
            return SeeOther::to(sign_in(&reader.here)).into_response();
        }
        let words = self.words(reader.l());
        let page = Page::new(reader, words.title.clone());
        let reload = matches!(self, Self::Stale(_) | Self::Busy) && page.here() != "/";
        let page = ErrorPage {
            page,
            state: words,
            reload,
        };
        // The template has no part that can fail; without it the status stands alone.
        let body = page.render().unwrap_or_default();
        let kind = [(CONTENT_TYPE, "text/html; charset=utf-8")];
        (self.status(), kind, body).into_response()
    }

    /// The same for a machine: problem+json (RFC 9457).
    pub fn problem(&self, l: Texts) -> Response {
        self.told(None, l)
    }

    /// The same for a script that knows more than one kind of it: by a code of its own, and with the
    /// number of what is newest.
    pub fn problem_as(&self, code: &'static str, newest: i64, l: Texts) -> Response {
        self.told(Some((code, newest)), l)
    }

    fn told(&self, precisely: Option<(&'static str, i64)>, l: Texts) -> Response {
        let words = self.words(l);
        let code = precisely.map_or(words.slug, |(code, _)| code);
        let problem = Problem {
            kind: format!("urn:veer:problem:{code}"),
            code,
            title: words.title,
            status: self.status().as_u16(),
            detail: words.what,
            reference: match self {
                Self::Internal(reference) => Some(reference),
                _ => None,
            },
            newest: precisely.map(|(_, newest)| newest),
        };
        let body = serde_json::to_vec(&problem).unwrap_or_default();
        let kind = [(CONTENT_TYPE, "application/problem+json")];
        (self.status(), kind, body).into_response()
    }
}

impl IntoResponse for AppError {
    /// An empty answer that the frame fills in the reader's language.
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        if let Self::RateLimited(wait) = &self {
            let seconds = wait.as_secs().saturating_add(1);
            response
                .headers_mut()
                .insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response.extensions_mut().insert(self);
        response
    }
}

impl From<FormRejection> for AppError {
    fn from(rejection: FormRejection) -> Self {
        Self::from_status(rejection.status())
    }
}

impl From<JsonRejection> for AppError {
    fn from(rejection: JsonRejection) -> Self {
        Self::from_status(rejection.status())
    }
}

impl From<QueryRejection> for AppError {
    fn from(_: QueryRejection) -> Self {
        Self::BadForm
    }
}

impl From<TooOften> for AppError {
    fn from(TooOften(wait): TooOften) -> Self {
        Self::RateLimited(wait)
    }
}

impl From<PassphraseError> for AppError {
    fn from(error: PassphraseError) -> Self {
        Self::internal(&error)
    }
}

/// An id in the address that cannot be one names nothing.
impl From<PathRejection> for AppError {
    fn from(_: PathRejection) -> Self {
        Self::NotFound
    }
}

/// What a reader is told when something does not work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// A name for machines, the same in every language.
    pub slug: &'static str,
    /// How a page draws it: the slug, or `refused` for all of those.
    pub kind: &'static str,
    /// What happened, in a few words.
    pub title: String,
    /// What that means; says what is kept.
    pub what: String,
    /// What to do now.
    pub hint: String,
}

#[derive(Template)]
#[template(path = "shell/error.html")]
struct ErrorPage {
    page: Page,
    state: Words,
    reload: bool,
}

#[derive(Serialize)]
struct Problem<'a> {
    #[serde(rename = "type")]
    kind: String,
    /// What a script looks at; its words stand in the page that it works for.
    code: &'static str,
    title: String,
    status: u16,
    detail: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    reference: Option<&'a String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    newest: Option<i64>,
}

/// The text of a key, or a general one while it has none.
fn known_or(l: Texts, key: &str, general: impl FnOnce() -> String) -> String {
    if l.has(key) { l.get(key) } else { general() }
}

/// Where to sign in, to come back to this address afterwards.
fn sign_in(back: &str) -> String {
    if back == "/" {
        return "/sign-in".to_owned();
    }
    let next: String = back.bytes().map(encoded).collect();
    format!("/sign-in?next={next}")
}

/// A byte of an address as it stands inside a query.
fn encoded(byte: u8) -> String {
    match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' => {
            char::from(byte).to_string()
        }
        byte => format!("%{byte:02X}"),
    }
}

/// Whole minutes to wait, rounded up.
fn minutes(wait: Duration) -> u64 {
    wait.as_secs().div_ceil(60).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::passphrase::PassphraseRefusal;
    use crate::store::CHANGES;
    use crate::web::text::Language;
    use care::path::PathRefusal;

    #[test]
    fn every_refusal_and_every_change_has_its_own_words() {
        let passphrase = [
            PassphraseRefusal::TooShort,
            PassphraseRefusal::TooLong,
            PassphraseRefusal::TooCommon,
        ]
        .map(PassphraseRefusal::code);
        let refusals = PathRefusal::CODES.iter().chain(&passphrase);
        let keys = refusals.map(|code| format!("refusal-{code}"));
        let changes = CHANGES.iter().map(|what| format!("stale-{what}"));
        for key in keys.chain(changes) {
            for language in Language::ALL {
                assert!(Texts::new(language).has(&key), "{key}");
            }
        }
    }

    #[test]
    fn a_wait_is_rounded_up_to_whole_minutes() {
        let waits = [0, 1, 60, 61, 3_600].map(|seconds| minutes(Duration::from_secs(seconds)));
        assert_eq!(waits, [1, 1, 1, 2, 60]);
    }
}
