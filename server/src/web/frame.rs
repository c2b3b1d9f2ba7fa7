//! The frame around every answer: headers, errors as pages, limits.
//!
//! From the outside in: security headers, errors told in the reader's
//! language, panics caught, forms of other sites refused. Compression is for
//! the bundle only: every page mixes what the reader may see with what an
//! address brought in, and the size of a compressed page would leak the first
//! through the second (BREACH).

use std::any::Any;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::header::{
    ACCEPT, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, HeaderName, REFERRER_POLICY, SET_COOKIE,
    STRICT_TRANSPORT_SECURITY, TRANSFER_ENCODING, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::{CsrfLayer, ProtectionError};
use tower_http::timeout::TimeoutLayer;

use super::error::AppError;
use super::flash::{self, Flash};
use super::info::Framed;
use super::reader::{Reader, Site, Transport, cookie};
use super::{assets, cards, demo, guide, help, language, styleguide};
use crate::entropy;

/// The largest form we take. Forms hold choices, never files or stories.
const FORM_LIMIT: usize = 64 * 1024;

/// How long a page may take before the reader is told to try again.
const PAGE_LIMIT: Duration = Duration::from_secs(20);

/// Only what our own origin serves; scripts only write markup through one policy.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self' data:; connect-src 'self'; worker-src 'self'; form-action 'self'; \
    base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'; font-src 'none'; \
    require-trusted-types-for 'script'; trusted-types veer veer-vault veer-offline";

const CONTENT_SECURITY_POLICY_NAME: HeaderName = HeaderName::from_static("content-security-policy");

const HEADERS: [(HeaderName, &str); 7] = [
    (CONTENT_SECURITY_POLICY_NAME, CONTENT_SECURITY_POLICY),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    // Other sites learn nothing. Not `no-referrer`: browsers then send
    // `Origin: null` with our own forms, which the cross-site check refuses
    // where `Sec-Fetch-Site` is missing.
    (REFERRER_POLICY, "same-origin"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
    (HeaderName::from_static("x-robots-tag"), "noindex, nofollow"),
];

/// Limits for routes that answer people: small forms, an answer in time.
pub fn pages(routes: Router) -> Router {
    pages_within(PAGE_LIMIT, routes)
}

fn pages_within(limit: Duration, routes: Router) -> Router {
    let late = TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, limit);
    routes.layer(late).layer(DefaultBodyLimit::max(FORM_LIMIT))
}

/// Puts the frame around all routes, and adds those that belong to it:
/// `/assets`, `/language`, `/help`, `/cards`, `/guide` and, in a demo, `/demo/clock` and `/styleguide`.
pub fn house(routes: Router, site: &Site) -> Router {
    let bundle = Router::new()
        .route("/assets/{*name}", get(assets::serve))
        .layer(CompressionLayer::new());
    let own = language::routes()
        .merge(help::routes())
        .merge(cards::routes())
        .merge(guide::routes())
        .merge(demo::routes())
        .merge(styleguide::routes());
    let cross_site = CsrfLayer::new()
        .with_rejection_response(|_: ProtectionError| AppError::CrossSite.into_response());
    routes
        .merge(pages(own.with_state(site.clone())))
        .merge(bundle)
        .fallback(|| async { AppError::NotFound })
        .layer(cross_site)
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(site.clone(), tell_errors))
        .layer(from_fn_with_state(site.clone(), add_headers))
}

/// A panic is our own mistake; its message stays in the log.
fn panicked(_payload: Box<dyn Any + Send + 'static>) -> Response {
    // The payload may hold what the code was working on; the panic hook wrote
    // where it happened.
    let reference = entropy::reference();
    tracing::error!(%reference, "a request panicked");
    AppError::Internal(reference).into_response()
}

/// Fills empty error answers in the reader's language, and ends a flash once said.
async fn tell_errors(State(site): State<Site>, request: Request, next: Next) -> Response {
    let address = request
        .uri()
        .path_and_query()
        .map_or("/", |path| path.as_str());
    let reader = Reader::new(site, request.method(), address, request.headers());
    let machine = request.uri().path().starts_with("/api/") || wants_json(request.headers());
    let had_flash = cookie(request.headers(), flash::COOKIE).is_some();

    let mut response = next.run(request).await;
    if let Some(error) = untold(&response) {
        let told = if machine {
            error.problem(reader.l())
        } else {
            error.page(reader)
        };
        response = replace(&response, told);
    }
    if had_flash && response.status().is_success() && is_page(response.headers()) {
        end_flash(response.headers_mut());
    }
    response
}

/// Whether a script asks, which reads a code and no page.
fn wants_json(headers: &HeaderMap) -> bool {
    headers
        .get(ACCEPT)
        .is_some_and(|wish| wish.as_bytes().starts_with(b"application/json"))
}

/// The error of an answer that does not yet say anything to a reader.
fn untold(response: &Response) -> Option<AppError> {
    let status = response.status();
    if let Some(error) = response.extensions().get::<AppError>() {
        return Some(error.clone());
    }
    let failed = status.is_client_error() || status.is_server_error();
    let told = response
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .is_some_and(|kind| kind.starts_with("text/html") || kind.contains("json"));
    (failed && !told).then(|| AppError::from_status(status))
}

/// The told error with the headers of the bare one (`Allow`, `Retry-After`, cookies).
fn replace(bare: &Response, mut told: Response) -> Response {
    for (name, value) in bare.headers() {
        let of_the_body = [CONTENT_TYPE, CONTENT_LENGTH, TRANSFER_ENCODING].contains(name);
        if !of_the_body {
            told.headers_mut().append(name.clone(), value.clone());
        }
    }
    told
}

fn is_page(headers: &HeaderMap) -> bool {
    headers
        .get(CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"))
}

/// Takes the flash away unless this very answer sets a new one.
fn end_flash(headers: &mut HeaderMap) {
    let sets = |value: &HeaderValue| value.as_bytes().starts_with(flash::COOKIE.as_bytes());
    if headers.get_all(SET_COOKIE).iter().any(sets) {
        return;
    }
    if let Ok(gone) = HeaderValue::try_from(Flash::gone()) {
        headers.append(SET_COOKIE, gone);
    }
}

/// Adds the security headers to every answer, whatever made it.
async fn add_headers(State(site): State<Site>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let framed = response.extensions_mut().remove::<Framed>();
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if let Some(policy) = framed.and_then(|framed| policy_for(&framed)) {
        headers.insert(CONTENT_SECURITY_POLICY_NAME, policy);
        // A page within another site has no cookie to bring, and gives none.
        headers.remove(SET_COOKIE);
    }
    // What an answer does not say itself is personal: nobody keeps a copy.
    headers
        .entry(CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    if site.transport == Transport::Tls {
        let two_years = HeaderValue::from_static("max-age=63072000");
        headers.insert(STRICT_TRANSPORT_SECURITY, two_years);
    }
    response
}

/// The policy of a page that these sites may frame.
fn policy_for(framed: &Framed) -> Option<HeaderValue> {
    let sources = format!("frame-ancestors {}", framed.sources());
    let policy = CONTENT_SECURITY_POLICY.replace("frame-ancestors 'none'", &sources);
    HeaderValue::try_from(policy).ok()
}

#[cfg(test)]
mod tests;
