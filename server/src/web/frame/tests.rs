//! The frame, asked over HTTP without a network.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Form;
use axum::http::{HeaderMap, Method, Request, StatusCode};
use axum::response::Response;
use axum::routing::{get, post};
use care::time::Instant;
use jiff::tz::TimeZone;
use serde::Deserialize;
use tower::ServiceExt;

use super::*;
use crate::clock::Clock;
use crate::web::page::{Page, html};
use crate::web::reader::{SiteParts, Transport};
use crate::web::redirect::SeeOther;
use crate::web::text::Language;
use askama::Template;

const NOW: Instant = Instant::from_millis(1_790_000_000_000);

fn site(clock: Clock, transport: Transport) -> Site {
    Site::new(SiteParts {
        clock,
        language: Language::Nl,
        zone: TimeZone::UTC,
        transport,
        demo_roles: Vec::new(),
    })
}

#[derive(Template)]
#[template(
    source = "{% extends \"layout.html\" %}{% block content %}<h1>x</h1>{% endblock %}",
    ext = "html"
)]
struct Personal {
    page: Page,
}

#[derive(Deserialize)]
struct Fields {
    #[expect(dead_code, reason = "only read")]
    name: String,
}

/// Every kind of answer that a handler of ours can give.
fn routes() -> Router<Site> {
    let personal = |reader: Reader| async {
        html(
            StatusCode::OK,
            &Personal {
                page: Page::new(reader, "x"),
            },
        )
    };
    Router::new()
        .route("/page", get(personal))
        .route("/panic", get(panics))
        .route("/forbidden", get(|| async { AppError::NotFound }))
        .route("/signed-out", get(|| async { AppError::SignIn }))
        .route(
            "/refused",
            get(|| async { AppError::Refused("passphrase-too-short") }),
        )
        .route(
            "/refused-newly",
            get(|| async { AppError::Refused("<script>") }),
        )
        .route("/stale", get(|| async { AppError::Stale("case") }))
        .route(
            "/too-often",
            get(|| async { AppError::RateLimited(Duration::from_secs(90)) }),
        )
        .route(
            "/broken",
            get(|| async { AppError::internal(&std::io::Error::other("SELECT secret")) }),
        )
        .route("/form", post(|_: Form<Fields>| async { "taken" }))
        .route(
            "/done",
            post(|| async { SeeOther::to("/page").with_flash(&Flash::new("language")) }),
        )
        .route("/api/thing", get(|| async { AppError::NotFound }))
        .route("/asleep", get(std::future::pending::<Response>))
}

#[expect(clippy::panic, reason = "this is what is tested")]
async fn panics() -> Response {
    panic!("with a secret")
}

fn app(site: &Site) -> Router {
    let patience = Duration::from_secs(1);
    house(
        pages_within(patience, routes().with_state(site.clone())),
        site,
    )
}

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: String,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    fn cookies(&self) -> Vec<&str> {
        let all = self.headers.get_all("set-cookie").iter();
        all.map(|value| value.to_str().unwrap()).collect()
    }
}

async fn ask(request: Request<Body>) -> Answer {
    ask_at(&site(Clock::system(), Transport::Local), request).await
}

async fn ask_at(site: &Site, request: Request<Body>) -> Answer {
    let response = app(site).oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, 1_000_000).await.unwrap();
    Answer {
        status: parts.status,
        headers: parts.headers,
        body: String::from_utf8(body.to_vec()).unwrap(),
    }
}

fn get_(path: &str) -> Request<Body> {
    Request::get(path).body(Body::empty()).unwrap()
}

fn post_(path: &str, form: &str) -> Request<Body> {
    Request::post(path)
        .header("content-type", "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(form.to_owned()))
        .unwrap()
}

const EVERY_KIND: [&str; 14] = [
    "/page",
    "/help",
    "/nowhere",
    "/panic",
    "/forbidden",
    "/signed-out",
    "/refused",
    "/stale",
    "/too-often",
    "/broken",
    "/form",
    "/api/thing",
    "/api/nowhere",
    "/language?to=nl&back=/page",
];

#[tokio::test]
async fn every_answer_has_the_security_headers() {
    for path in EVERY_KIND {
        let answer = ask(get_(path)).await;
        for (name, value) in HEADERS {
            assert_eq!(answer.header(name.as_str()), value, "{path}");
        }
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        assert_eq!(answer.header("strict-transport-security"), "", "{path}");
    }
}

#[tokio::test]
async fn browsers_come_back_over_tls_only_where_there_is_tls() {
    let site = site(Clock::system(), Transport::Tls);
    let answer = ask_at(&site, get_("/page")).await;
    assert_eq!(
        answer.header("strict-transport-security"),
        "max-age=63072000"
    );
}

#[tokio::test]
async fn every_page_holds_what_the_policy_allows() {
    for path in EVERY_KIND {
        let body = ask(get_(path)).await.body;
        for banned in ["style=", "<style", "onclick", "onload", "javascript:"] {
            assert!(!body.contains(banned), "{path}: {banned}");
        }
        assert!(!body.contains("<script>"), "{path}");
    }
}

#[tokio::test]
async fn errors_are_pages_in_the_readers_language() {
    for (path, status, nl, en) in [
        ("/nowhere", 404, "Hier is niets", "There is nothing here"),
        (
            "/refused",
            422,
            "minstens 12 tekens",
            "at least 12 characters",
        ),
        (
            "/refused-newly",
            422,
            "Dat kan nu niet",
            "That is not possible now",
        ),
        (
            "/stale",
            409,
            "intussen iets veranderd",
            "changed in the meantime",
        ),
        ("/too-often", 429, "over 2 minuten", "in 2 minutes"),
        ("/broken", 500, "iets mis bij ons", "wrong on our side"),
        ("/panic", 500, "iets mis bij ons", "wrong on our side"),
        ("/form", 405, "Zo kom je hier niet", "not the way in"),
    ] {
        for (cookie, accept, expected) in [
            ("", "", nl),
            ("", "en-GB", en),
            ("veer-lang=nl", "en", nl),
            ("veer-lang=en", "nl", en),
            ("veer-lang=xx", "en", en),
        ] {
            let request = Request::get(path)
                .header("cookie", cookie)
                .header("accept-language", accept)
                .body(Body::empty())
                .unwrap();
            let answer = ask(request).await;
            assert_eq!(answer.status, status, "{path}");
            assert!(
                answer.body.contains(expected),
                "{path}: {expected}\n{}",
                answer.body
            );
            assert!(
                answer.body.contains("tel:112"),
                "{path} has the crisis card"
            );
            assert_eq!(answer.body.matches("<h1>").count(), 1, "{path}");
        }
    }
}

#[tokio::test]
async fn what_one_may_not_see_looks_like_what_is_not_there() {
    let without_address = |answer: Answer, path: &str| {
        let mut headers = answer.headers;
        headers.remove("content-length");
        let body = answer.body.replace(path, "/");
        let now = body
            .find("data-now=")
            .map(|at| body[at..at + 31].to_owned());
        let body = now.map_or(body.clone(), |now| body.replace(&now, ""));
        (answer.status, headers, body)
    };
    let hidden = without_address(ask(get_("/forbidden")).await, "/forbidden");
    let absent = without_address(ask(get_("/nowhere")).await, "/nowhere");
    assert_eq!(hidden, absent);
}

#[tokio::test]
async fn our_mistakes_show_a_reference_and_nothing_else() {
    for path in ["/broken", "/panic"] {
        let answer = ask(get_(path)).await;
        assert!(!answer.body.contains("secret"), "{}", answer.body);
        let other = ask(get_(path)).await;
        assert_ne!(answer.body, other.body, "each has its own reference");
    }
}

#[tokio::test]
async fn a_path_is_escaped_wherever_it_returns() {
    let answer = ask(get_("/nowhere?%3Cscript%3E&q='x")).await;
    assert!(
        answer.body.contains("/nowhere?%3Cscript%3E&#38;q=&#39;x"),
        "{}",
        answer.body
    );
    let answer = ask(get_("/refused-newly")).await;
    assert!(!answer.body.contains("<script>"));
}

#[tokio::test]
async fn who_is_signed_out_signs_in_and_comes_back() {
    let answer = ask(get_("/signed-out?a=1&b=%22")).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(
        answer.header("location"),
        "/sign-in?next=/signed-out%3Fa%3D1%26b%3D%2522"
    );
}

#[tokio::test]
async fn a_wait_is_told_in_seconds_and_a_wrong_method_which_is_right() {
    assert_eq!(ask(get_("/too-often")).await.header("retry-after"), "91");
    assert_eq!(ask(get_("/form")).await.header("allow"), "POST");
}

#[tokio::test]
async fn machines_get_problems_instead_of_pages() {
    for path in ["/api/thing", "/api/nowhere"] {
        let answer = ask(get_(path)).await;
        assert_eq!(answer.header("content-type"), "application/problem+json");
        let problem: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
        assert_eq!(problem["type"], "urn:veer:problem:not-found");
        assert_eq!(problem["status"], 404);
    }
}

#[tokio::test]
async fn forms_are_taken_from_our_own_pages_only() {
    assert_eq!(ask(post_("/form", "name=x")).await.body, "taken");
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://evil.example"),
        ("origin", "null"),
    ] {
        let mut request = post_("/form", "name=x");
        request.headers_mut().remove("sec-fetch-site");
        request
            .headers_mut()
            .insert("host", "veer.example".parse().unwrap());
        request.headers_mut().insert(name, value.parse().unwrap());
        let answer = ask(request).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{name}: {value}");
        assert!(answer.body.contains("andere site"), "{}", answer.body);
    }
}

#[tokio::test]
async fn a_form_that_cannot_be_read_says_so() {
    let large = format!("name={}", "x".repeat(70_000));
    for (form, status) in [
        ("", 400),
        ("nam=x", 400),
        ("name=%zz%ff\0", 200),
        (large.as_str(), 413),
    ] {
        let answer = ask(post_("/form", form)).await;
        let shown = &form[..form.len().min(20)];
        assert_eq!(answer.status, status, "{shown}");
        assert!(status == 200 || answer.body.contains("<h1>"), "{shown}");
    }
    let mut request = post_("/form", "name=x");
    request
        .headers_mut()
        .insert("content-type", "text/plain".parse().unwrap());
    assert_eq!(ask(request).await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn who_waits_too_long_is_told_so() {
    let answer = ask(get_("/asleep")).await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(answer.body.contains("Dat duurt te lang"));
}

#[tokio::test]
async fn a_language_is_chosen_and_the_page_comes_back() {
    for request in [
        post_("/language", "lang=en&next=/page?a=1"),
        get_("/language?to=en&back=/page?a=1"),
    ] {
        let answer = ask(request).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        assert_eq!(answer.header("location"), "/page?a=1");
        assert!(answer.cookies()[0].starts_with("veer-lang=en;"));
    }
    let elsewhere = ask(post_("/language", "lang=en&next=//evil.example")).await;
    assert_eq!(elsewhere.header("location"), "/");
    assert_eq!(
        ask(post_("/language", "lang=xx")).await.status,
        StatusCode::BAD_REQUEST
    );
}

#[tokio::test]
async fn a_flash_is_said_once() {
    let done = ask(post_("/done", "")).await;
    let cookie = done.cookies()[0].split(';').next().unwrap().to_owned();
    let with_cookie = |path: &str| {
        let mut request = get_(path);
        request
            .headers_mut()
            .insert("cookie", cookie.parse().unwrap());
        request
    };
    let page = ask(with_cookie("/page")).await;
    assert!(page.body.contains("spreekt nu Nederlands"), "{}", page.body);
    assert!(page.cookies()[0].starts_with("veer-flash=; "));
    let again = ask(post_("/done", "")).await;
    assert_eq!(again.cookies().len(), 1, "a new one is not taken away");
}

#[tokio::test]
async fn the_demo_moves_forward_and_nothing_else_does() {
    let demo = site(Clock::held(NOW), Transport::Local);
    let hour = ask_at(&demo, post_("/demo/clock", "by=1h&next=/page")).await;
    assert_eq!(
        (hour.status, hour.header("location")),
        (StatusCode::SEE_OTHER, "/page")
    );
    let after_hour = demo.clock.now();
    assert_eq!(after_hour.since(NOW).as_hours(), 1);

    let target = after_hour.plus(jiff::SignedDuration::from_hours(50));
    ask_at(
        &demo,
        post_("/demo/clock", &format!("to={}", target.millis())),
    )
    .await;
    assert_eq!(demo.clock.now(), target);

    for form in ["to=0", "to=-9223372036854775808", "to=9223372036854775807"] {
        assert_eq!(
            ask_at(&demo, post_("/demo/clock", form)).await.status,
            StatusCode::SEE_OTHER
        );
    }
    assert_eq!(
        demo.clock.now().since(target).as_hours(),
        24 * 200,
        "a step has an end"
    );
    assert_eq!(
        ask_at(&demo, post_("/demo/clock", "by=1y")).await.status,
        StatusCode::BAD_REQUEST
    );

    let real = ask(post_("/demo/clock", "by=1h")).await;
    assert_eq!(real.status, StatusCode::NOT_FOUND);
    let page = ask(get_("/page")).await.body;
    assert!(!page.contains("/demo/clock"));
}

#[tokio::test]
async fn an_unknown_asset_is_not_found() {
    for path in [
        "/assets/nothing.css",
        "/assets/../Cargo.toml",
        "/assets/%2e%2e/Cargo.toml",
    ] {
        assert_eq!(
            ask(get_(path)).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
    assert_eq!(
        ask(Request::builder()
            .method(Method::HEAD)
            .uri("/page")
            .body(Body::empty())
            .unwrap())
        .await
        .body,
        ""
    );
}
