//! What all pages share: the frame around their own content.
//!
//! A page is a struct with a field `page: Page` and a template that extends
//! `layout.html`. See `server/templates/README.md` for the idiom.

use std::borrow::Cow;

use askama::Template;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use care::time::{Instant, Window};
use jiff::civil::Date;

use super::assets::{Assets, Look, assets};
use super::flash::Flash;
use super::guide;
use super::reader::{DemoRole, Reader};
use super::text::{Language, Texts};
use super::time::Markup;
use crate::watch::Trouble;

/// The frame of a page.
#[derive(Clone, Debug)]
pub struct Page {
    reader: Reader,
    /// The title in the browser's tab and history.
    ///
    /// It stays behind on shared computers: it names the kind of page, never a
    /// colleague and nothing about anybody's health.
    pub title: String,
    /// Who is signed in, with their parts of Veer.
    pub visitor: Option<Visitor>,
    /// Who can see what this page shows, in one short line.
    pub seen_by: Option<String>,
    /// The moment the demo's button moves to, where this page has one.
    pub demo_target: Option<Instant>,
    flash: Option<Flash>,
    vault: bool,
    vault_wanted: bool,
    kept_at: Option<Cow<'static, str>>,
    look: Option<Look>,
    troubles: Vec<(String, Markup)>,
}

/// Who is signed in, as the frame shows it.
#[derive(Clone, Debug)]
pub struct Visitor {
    /// Their own name.
    pub name: String,
    /// Their parts of Veer.
    pub rooms: Vec<Room>,
    /// The organisation they are in now.
    pub organisation: String,
    /// Other organisations in which they have an account too, by id and name.
    pub elsewhere: Vec<(String, String)>,
    /// The company doctor's number or address, as the organisation wrote it.
    pub company_doctor: Option<String>,
}

/// A part of Veer in the navigation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Room {
    /// Its address.
    pub href: &'static str,
    /// Its name in the reader's language.
    pub label: String,
    /// Whether the reader is in it.
    pub current: bool,
}

impl Room {
    /// A part of Veer; current when the reader's address lies inside it.
    pub fn new(href: &'static str, label: String, reader: &Reader) -> Self {
        let path = reader.here.split('?').next().unwrap_or_default();
        let rest = path.strip_prefix(href);
        let current = rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        Self {
            href,
            label,
            current,
        }
    }
}

impl Page {
    /// The frame of a page with this title.
    pub fn new(reader: Reader, title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            visitor: None,
            seen_by: None,
            demo_target: None,
            flash: reader.flash.clone(),
            vault: false,
            vault_wanted: false,
            kept_at: None,
            look: None,
            troubles: Vec::new(),
            reader,
        }
    }

    /// Shows who is signed in and their parts of Veer.
    #[must_use]
    pub fn for_visitor(mut self, visitor: Visitor) -> Self {
        self.visitor = Some(visitor);
        self
    }

    /// Says in the footer who can see what this page shows.
    #[must_use]
    pub fn seen_by(mut self, line: impl Into<String>) -> Self {
        self.seen_by = Some(line.into());
        self
    }

    /// Brings the script that opens the reader's vault, and what is sealed.
    #[must_use]
    pub fn vault(mut self) -> Self {
        self.vault = true;
        self
    }

    /// Says calmly that a vault is still to be made.
    #[must_use]
    pub fn vault_wanted(mut self, wanted: bool) -> Self {
        self.vault_wanted = wanted;
        self
    }

    /// Lets the demo's clock move to the moment this page waits for.
    #[must_use]
    pub fn demo_target(mut self, at: Instant) -> Self {
        self.demo_target = Some(at);
        self
    }

    /// Makes it a page that browsers keep: the same for everybody, at any time.
    ///
    /// It has one address for each language, so its languages are links. The
    /// server's time and the demo's clock would be old when it is read.
    #[must_use]
    pub fn kept_at(mut self, place: impl Into<Cow<'static, str>>) -> Self {
        self.kept_at = Some(place.into());
        self
    }

    /// Shows it as by day, by night or on paper, whatever the reader's screen prefers.
    #[must_use]
    pub fn in_look(mut self, look: Option<Look>) -> Self {
        self.look = look;
        self
    }

    /// Says quietly what makes messages late, to those who can call instead (R060).
    #[must_use]
    pub fn late_since(mut self, troubles: &[(Trouble, Instant)]) -> Self {
        let told = troubles.iter().map(|(trouble, since)| {
            let words = self.text(&format!("trouble-{}", trouble.code()));
            (words, self.when(*since))
        });
        self.troubles = told.collect();
        self
    }

    /// The texts, for `t!`.
    pub fn l(&self) -> Texts {
        self.reader.l()
    }

    /// The reader.
    pub fn reader(&self) -> &Reader {
        &self.reader
    }

    /// The language of the page.
    pub fn lang(&self) -> &'static str {
        self.l().language().as_str()
    }

    /// The moment the page is seen at.
    pub fn now(&self) -> Instant {
        self.reader.calendar.now
    }

    /// A moment: "morgen 14:00". See [`super::time::Calendar::when`].
    pub fn when(&self, at: Instant) -> Markup {
        self.reader.calendar.when(at)
    }

    /// A moment by how long ago: "26 uur geleden"; the script keeps it true.
    pub fn ago(&self, at: Instant) -> Markup {
        self.reader.calendar.ago(at)
    }

    /// A calendar day: "di 3 mrt".
    pub fn day(&self, date: Date) -> Markup {
        self.reader.calendar.day(date)
    }

    /// A window: "do 14:00 tot vr 14:00".
    pub fn window(&self, window: &Window) -> Markup {
        self.reader.calendar.window(window)
    }

    /// A window with its hours: "do 14:00 tot vr 14:00 (48-72 uur)".
    pub fn window_after(&self, anchor: Instant, window: &Window) -> Markup {
        self.reader.calendar.window_after(anchor, window)
    }

    /// How long between now and a moment: "26 uur".
    pub fn span(&self, at: Instant) -> String {
        self.reader.calendar.span(at)
    }

    /// The text of a key known only at run time, such as `refusal-` and a code.
    pub fn text(&self, key: &str) -> String {
        self.l().get(key)
    }

    // What only layout.html asks.

    #[expect(clippy::unused_self, reason = "templates ask the page for everything")]
    pub(crate) fn assets(&self) -> Option<&'static Assets> {
        assets()
    }

    /// The style sheet of this page.
    pub(crate) fn css<'a>(&self, assets: &'a Assets) -> &'a str {
        match self.look {
            None => &assets.css,
            Some(look) => assets.look(look),
        }
    }

    pub(crate) fn wants_vault(&self) -> bool {
        self.vault_wanted
    }

    pub(crate) fn has_vault(&self) -> bool {
        self.vault
    }

    pub(crate) fn has_footer(&self) -> bool {
        self.seen_by.is_some() || self.visitor.is_some()
    }

    /// The guide for who works here.
    pub(crate) fn guide(&self) -> Option<&'static str> {
        guide::beside(self.here())
    }

    pub(crate) fn here(&self) -> &str {
        &self.reader.here
    }

    /// The languages to switch to.
    pub(crate) fn other_languages(&self) -> Vec<Language> {
        let mine = self.l().language();
        let spoken = self.reader.languages().iter().copied();
        spoken.filter(|other| *other != mine).collect()
    }

    pub(crate) fn company_doctor(&self) -> Option<&String> {
        self.visitor.as_ref()?.company_doctor.as_ref()
    }

    pub(crate) fn troubles(&self) -> &[(String, Markup)] {
        &self.troubles
    }

    /// The text of the flash, if there is one that we know.
    pub(crate) fn flash(&self) -> Option<(String, Option<&str>)> {
        let flash = self.flash.as_ref()?;
        let known = self.l().has(flash.key());
        known.then(|| (self.text(flash.key()), flash.undo()))
    }

    pub(crate) fn in_demo(&self) -> bool {
        self.kept_place().is_none() && self.reader.site.clock.can_shift()
    }

    pub(crate) fn kept_place(&self) -> Option<&str> {
        self.kept_at.as_deref()
    }

    pub(crate) fn demo_roles(&self) -> &[DemoRole] {
        &self.reader.site.demo_roles
    }

    /// The moment on screen, as the script counts from it.
    pub(crate) fn data_now(&self) -> String {
        let now = self.now().zoned(&jiff::tz::TimeZone::UTC);
        now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
    }
}

/// Renders a template as a page of this status.
///
/// A template that cannot be rendered is our mistake: the reader is told so
/// with a reference, and the log says which template.
pub fn html<T: Template>(status: StatusCode, template: &T) -> Response {
    match template.render() {
        Ok(body) => {
            let kind = [(CONTENT_TYPE, "text/html; charset=utf-8")];
            (status, kind, body).into_response()
        }
        Err(error) => super::error::AppError::internal(&error).into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Clock;
    use crate::web::reader::{Site, SiteParts, Transport};
    use axum::http::{HeaderMap, Method};
    use jiff::tz::TimeZone;

    #[derive(Template)]
    #[template(
        source = "{% extends \"layout.html\" %}{% block content %}<h1>{{ words }}</h1>{% endblock %}",
        ext = "html"
    )]
    struct Sample {
        page: Page,
        words: &'static str,
    }

    fn reader(address: &str, cookies: &str) -> Reader {
        reader_at(Clock::system(), address, cookies)
    }

    fn reader_at(clock: Clock, address: &str, cookies: &str) -> Reader {
        let site = Site::new(SiteParts {
            clock,
            language: Language::Nl,
            zone: TimeZone::UTC,
            transport: Transport::Local,
            demo_roles: vec![DemoRole {
                key: "shell-help".to_owned(),
                href: "/demo/as/1".to_owned(),
            }],
        });
        let mut headers = HeaderMap::new();
        headers.insert("cookie", cookies.parse().unwrap());
        Reader::new(site, &Method::GET, address, &headers)
    }

    fn render(page: Page) -> String {
        let words = "<script>&";
        Sample { page, words }.render().unwrap()
    }

    #[test]
    fn the_crisis_card_needs_no_sign_in() {
        let html = render(Page::new(reader("/sign-in", ""), "Aanmelden"));
        for number in ["tel:112", "tel:0800-0113", "huisarts", "bedrijfsarts"] {
            assert!(html.contains(number), "{number}");
        }
        assert!(!html.contains("/sign-out"));
    }

    #[test]
    fn what_a_reader_brings_is_escaped() {
        let address = "/me?q=\"><script>alert(1)</script>";
        let html = render(Page::new(reader(address, ""), "<b>"));
        assert!(!html.contains("<script>alert"), "{html}");
        assert!(!html.contains("<b> "), "{html}");
        assert!(html.contains("&#60;script&#62;&#38;"), "{html}");
    }

    #[test]
    fn only_a_demo_offers_to_move_its_clock() {
        let clock = Clock::held(Instant::from_millis(0));
        let page = Page::new(reader_at(clock, "/me", ""), "");
        let html = render(page.demo_target(Instant::from_millis(1_000)));
        for part in [
            "action=\"/demo/clock\"",
            "name=\"to\" value=\"1000\"",
            "data-now=\"1970-01-01T00:00:00Z\"",
            "href=\"/demo/as/1\"",
        ] {
            assert!(html.contains(part), "{part}\n{html}");
        }
        let real = render(Page::new(reader("/me", ""), ""));
        assert!(!real.contains("/demo/"));
    }

    #[test]
    fn the_reader_is_in_one_room() {
        let reader = reader("/support/case/1?x=1", "veer-lang=en");
        let rooms = ["/me", "/support", "/sup"]
            .map(|href| Room::new(href, href.to_owned(), &reader).current);
        assert_eq!(rooms, [false, true, false]);
        assert_eq!(Page::new(reader, "").lang(), "en");
    }

    #[test]
    fn a_flash_is_said_when_we_know_it() {
        let said = |cookie: &str| render(Page::new(reader("/", cookie), ""));
        assert!(said("veer-flash=language:").contains("class=\"flash\""));
        assert!(said("veer-flash=language:/undo/1").contains("action=\"/undo/1\""));
        let slot = "<div id=\"flash\" class=\"flash-slot\" role=\"status\"></div>";
        assert!(said("veer-flash=unheard-of:").contains(slot));
    }
}
