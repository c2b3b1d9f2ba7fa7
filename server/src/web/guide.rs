//! The guides: one page for each role, the very text that stands in `docs/guide`.
//!
//! They tell nothing about anybody, so everybody may read each of them, signed in or not.

use std::fmt;

use askama::{FastWritable, Template, Values, filters::HtmlSafe};
use axum::{
    Router,
    extract::Path,
    http::{StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
    routing::get,
};
use care::access::Role;
use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd, html as markup};
use rust_embed::RustEmbed;

use super::{
    deed,
    error::AppError,
    page::{Page, html},
    reader::{Reader, Site},
};

#[derive(RustEmbed)]
#[folder = "../docs/guide"]
struct Guides;

#[derive(RustEmbed)]
#[folder = "../docs/screenshots"]
struct Pictures;

/// `GET /guide`, each guide below it, and its pictures.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/guide", get(index))
        .route("/guide/{role}", get(show))
        .route("/guide/picture/{name}", get(picture))
}

/// The guide for who works at this address; `None` where nobody in particular does.
pub(super) fn beside(path: &str) -> Option<&'static str> {
    const ROOMS: [(&str, Role); 13] = [
        ("/support", Role::Supporter),
        ("/coordinate", Role::Coordinator),
        ("/dispatch", Role::Dispatcher),
        ("/manage", Role::Manager),
        ("/signal/referral", Role::Manager),
        ("/desk/appointments", Role::Hr),
        ("/desk/retention", Role::PrivacyOfficer),
        ("/desk/log", Role::PrivacyOfficer),
        ("/desk/requests", Role::PrivacyOfficer),
        ("/desk", Role::Administrator),
        ("/recovery", Role::Holder),
        ("/signal", Role::Colleague),
        ("/me", Role::Colleague),
    ];
    let inside = |room: &str| {
        let rest = path.strip_prefix(room);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']))
    };
    let (_, role) = ROOMS.iter().find(|(room, _)| inside(room))?;
    Some(role.code())
}

#[derive(Template)]
#[template(path = "guide/index.html")]
struct Index {
    page: Page,
    guides: Vec<(&'static str, String)>,
}

async fn index(reader: Reader) -> Response {
    let title = t!(reader, "guide-title");
    let l = reader.l();
    let name = |role: &Role| (role.code(), deed::role(l, role.code()).unwrap_or_default());
    let guides = Role::ALL.iter().map(name).collect();
    let page = Page::new(reader, title).seen_by(t!(l, "cards-seen"));
    html(StatusCode::OK, &Index { page, guides })
}

#[derive(Template)]
#[template(path = "guide/guide.html")]
struct Guide {
    page: Page,
    body: Told,
}

/// Our own text as markup: made from the files of this program only.
struct Told(String);

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl HtmlSafe for Told {}

impl FastWritable for Told {
    fn write_into(&self, out: &mut dyn fmt::Write, _: &dyn Values) -> askama::Result<()> {
        Ok(out.write_str(&self.0)?)
    }
}

async fn show(Path(role): Path<String>, reader: Reader) -> Result<Response, AppError> {
    let role = Role::parse(&role).ok_or(AppError::NotFound)?;
    let file = format!("{}/{}.md", reader.l().language().as_str(), role.code());
    let text = Guides::get(&file).ok_or(AppError::NotFound)?;
    let body = Told(rendered(&String::from_utf8_lossy(&text.data)));
    let page = Page::new(reader.clone(), t!(reader, "guide-title"));
    let page = page.seen_by(t!(reader, "cards-seen"));
    Ok(html(StatusCode::OK, &Guide { page, body }))
}

async fn picture(Path(name): Path<String>) -> Result<Response, AppError> {
    let file = Pictures::get(&name).ok_or(AppError::NotFound)?;
    let kind = [(CONTENT_TYPE, "image/webp")];
    Ok((StatusCode::OK, kind, file.data).into_response())
}

/// Markdown as markup, its addresses as the program knows them.
fn rendered(text: &str) -> String {
    let events = Parser::new_ext(text, Options::ENABLE_TABLES).flat_map(|event| match event {
        Event::Start(Tag::Image {
            link_type,
            dest_url,
            title,
            id,
        }) => {
            let name = last(&dest_url).to_owned();
            let dest_url = format!("{PICTURES}{name}").into();
            let image = Event::Start(Tag::Image {
                link_type,
                dest_url,
                title,
                id,
            });
            vec![Event::InlineHtml(by_night(&name).into()), image]
        }
        Event::End(TagEnd::Image) => vec![event, Event::InlineHtml("</picture>".into())],
        Event::Start(Tag::Link {
            link_type,
            dest_url,
            title,
            id,
        }) => {
            let dest_url = inside(dest_url);
            vec![Event::Start(Tag::Link {
                link_type,
                dest_url,
                title,
                id,
            })]
        }
        // Our guides have none; a slip would come out as text.
        Event::Html(text) | Event::InlineHtml(text) => vec![Event::Text(text)],
        other => vec![other],
    });
    let mut body = String::new();
    markup::push_html(&mut body, events);
    body
}

/// Opens a picture: by night the dark one is shown, where there is one.
fn by_night(name: &str) -> String {
    let dark = name.replace(".webp", "-dark.webp");
    // A name with more than these in it is none of ours.
    let plain = dark
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '.');
    if !plain || Pictures::get(&dark).is_none() {
        return "<picture>".to_owned();
    }
    format!("<picture><source srcset=\"{PICTURES}{dark}\" media=\"(prefers-color-scheme: dark)\">")
}

/// Where the pictures are served.
const PICTURES: &str = "/guide/picture/";

fn last(address: &str) -> &str {
    address.rsplit('/').next().unwrap_or_default()
}

/// Another guide by its file, everything else as it stands.
fn inside(address: CowStr<'_>) -> CowStr<'_> {
    match last(&address).strip_suffix(".md") {
        Some(name) if Role::parse(name).is_some() => format!("/guide/{name}").into(),
        _ => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_lead_to_pages_of_the_program() {
        let body = rendered("[a](supporter.md) [b](/cards) ![c](../../screenshots/x.webp)");
        assert!(body.contains("href=\"/guide/supporter\"") && body.contains("href=\"/cards\""));
        assert!(body.contains("src=\"/guide/picture/x.webp\""), "{body}");
    }

    #[test]
    fn markup_in_a_guide_is_text() {
        assert!(!rendered("<script>x</script>\n\n<b>y</b>").contains("<script"));
    }

    #[test]
    fn each_room_has_its_guide() {
        let guides = [
            ("/support/case/1", Some("supporter")),
            ("/desk/retention", Some("privacy")),
            ("/desk", Some("admin")),
            ("/me?x", Some("colleague")),
            ("/menu", None),
            ("/sign-in", None),
        ];
        assert_eq!(
            guides.map(|(path, _)| beside(path)),
            guides.map(|(_, guide)| guide)
        );
    }

    #[test]
    fn every_role_has_a_guide_in_each_language_with_its_pictures() {
        for lang in ["nl", "en"] {
            for role in Role::ALL {
                let file = Guides::get(&format!("{lang}/{}.md", role.code())).unwrap();
                let text = String::from_utf8(file.data.into_owned()).unwrap();
                assert!(text.starts_with("# "), "{lang} {}", role.code());
                for picture in text.split("](../../screenshots/").skip(1) {
                    let name = picture.split(')').next().unwrap();
                    assert!(
                        Pictures::get(name).is_some(),
                        "{lang} {}: {name}",
                        role.code()
                    );
                }
            }
        }
    }
}
