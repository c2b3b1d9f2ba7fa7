//! The cards, asked over HTTP without a network.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use jiff::tz::TimeZone;
use tower::ServiceExt;

use super::*;
use crate::clock::Clock;
use crate::web::assets;
use crate::web::frame::house;
use crate::web::reader::{SiteParts, Transport};

async fn ask(path: &str) -> (StatusCode, Vec<String>, String) {
    let site = Site::new(SiteParts {
        clock: Clock::held(care::time::Instant::from_millis(0)),
        language: Language::Nl,
        zone: TimeZone::UTC,
        transport: Transport::Local,
        demo_roles: Vec::new(),
    });
    let request = Request::get(path)
        .header("cookie", "veer-session=abc; veer-lang=nl")
        .body(Body::empty())
        .unwrap();
    let answer = house(Router::new(), &site).oneshot(request).await.unwrap();
    let (parts, body) = answer.into_parts();
    let cookies = parts.headers.get_all("set-cookie").iter();
    let cookies = cookies.map(|v| v.to_str().unwrap().to_owned()).collect();
    let body = to_bytes(body, 1_000_000).await.unwrap();
    (
        parts.status,
        cookies,
        String::from_utf8(body.to_vec()).unwrap(),
    )
}

fn places() -> Vec<&'static str> {
    let cards = Card::ALL.into_iter().map(Card::place);
    [INDEX, OFFLINE].into_iter().chain(cards).collect()
}

#[tokio::test]
async fn cards_are_the_same_for_everybody_and_set_nothing() {
    for place in places() {
        for (language, help) in [("nl", "Hulp"), ("en", "Help")] {
            let (status, cookies, body) = ask(&format!("{place}?lang={language}")).await;
            assert_eq!(status, StatusCode::OK, "{place}");
            assert!(cookies.is_empty(), "{place}: {cookies:?}");
            assert_eq!(body.matches("<h1>").count(), 1, "{place}");
            assert!(body.contains(&format!("lang=\"{language}\"")), "{place}");
            assert!(body.contains(help), "{place}");
            for personal in ["/demo/clock", "data-now", "/sign-out", "name=\"next\""] {
                assert!(!body.contains(personal), "{place} has {personal}");
            }
        }
    }
}

#[tokio::test]
async fn the_title_does_not_tell_which_card_was_read() {
    for place in places() {
        let (_, _, body) = ask(&format!("{place}?lang=nl")).await;
        assert!(body.contains("<title>Kaarten · Veer</title>"), "{place}");
    }
}

#[tokio::test]
async fn each_card_names_its_source() {
    for card in Card::ALL {
        for (language, word) in [("nl", "Bron:"), ("en", "Source:")] {
            let (_, _, body) = ask(&format!("{}?lang={language}", card.place())).await;
            assert!(body.contains(word), "{card:?}, {language}");
        }
    }
}

#[tokio::test]
async fn what_one_ticks_about_oneself_has_no_name_and_no_form() {
    let (_, _, body) = ask("/cards/supporter?lang=nl").await;
    let from = body.find("data-forget").unwrap();
    let until = from + body[from..].find("</fieldset>").unwrap();
    let signs = &body[from..until];
    assert_eq!(signs.matches("type=\"checkbox\"").count(), 6);
    assert!(!signs.contains("name=") && !signs.contains("<form"));
    assert_eq!(body.matches("action=\"/support/pause\"").count(), 1);
}

#[tokio::test]
async fn a_card_that_is_not_there_is_not_found() {
    for path in ["/cards/nothing", "/cards/", "/cards/crisis/x"] {
        assert_eq!(ask(path).await.0, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn a_strange_language_is_answered_in_the_readers_own() {
    let (status, _, body) = ask("/cards/crisis?lang=xx").await;
    assert_eq!(status, StatusCode::OK);
    assert!(body.contains("<html lang=\"nl\""));
}

#[tokio::test]
async fn the_worker_keeps_every_card_in_both_languages_and_nothing_else() {
    let (status, _, script) = ask("/sw.js").await;
    if assets::assets().is_none() {
        assert_eq!(status, StatusCode::NOT_FOUND);
        return;
    }
    let line = script.lines().next().unwrap();
    let json = line.strip_prefix("self.veerKept=").unwrap();
    let kept: serde_json::Value = serde_json::from_str(json.trim_end_matches(';')).unwrap();
    let mut pages: Vec<&str> = kept["pages"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|p| p.as_str())
        .collect();
    pages.sort_unstable();
    let mut expected: Vec<String> = places()
        .iter()
        .flat_map(|place| ["nl", "en"].map(|lang| format!("{place}?lang={lang}")))
        .collect();
    expected.sort();
    assert_eq!(pages, expected);
    for file in kept["files"].as_array().unwrap() {
        assert!(file.as_str().unwrap().starts_with("/assets/"), "{file}");
    }
}

#[tokio::test]
async fn a_phone_can_install_it() {
    let (status, cookies, body) = ask("/manifest.webmanifest").await;
    assert_eq!(status, StatusCode::OK);
    assert!(cookies.is_empty());
    let manifest: serde_json::Value = serde_json::from_str(&body).unwrap();
    assert_eq!(manifest["start_url"], "/");
    assert_eq!(manifest["shortcuts"][0]["url"], "/cards/crisis?lang=nl");
}
