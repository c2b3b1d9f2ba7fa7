//! Who reads: in which language, zone and at which moment, signed in or not.

use std::convert::Infallible;
use std::ops::Deref;
use std::sync::Arc;

use axum::extract::{FromRef, FromRequestParts};
use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method};
use jiff::tz::TimeZone;

use super::flash::Flash;
use super::text::{Language, Texts, accepted};
use super::time::Calendar;
pub use crate::auth::transport::{Transport, cookie};
use crate::clock::Clock;

/// What every page needs to know of this instance. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Site(Arc<SiteParts>);

/// The parts of a site, as the start-up sets them.
#[derive(Clone, Debug)]
pub struct SiteParts {
    /// Where the time comes from.
    pub clock: Clock,
    /// The language of who expresses no wish.
    pub language: Language,
    /// The zone of pages that belong to no organisation.
    pub zone: TimeZone,
    /// How browsers reach this instance.
    pub transport: Transport,
    /// The roles a visitor of the demo may look as; empty outside a demo.
    pub demo_roles: Vec<DemoRole>,
}

/// A role that a visitor of the demo may look as.
#[derive(Clone, Debug)]
pub struct DemoRole {
    /// The key of its name, such as `demo-role-supporter`.
    pub key: String,
    /// Where the demo signs the visitor in with that role.
    pub href: String,
}

impl Site {
    /// Makes the site.
    pub fn new(parts: SiteParts) -> Self {
        Self(Arc::new(parts))
    }
}

impl Deref for Site {
    type Target = SiteParts;

    fn deref(&self) -> &SiteParts {
        &self.0
    }
}

/// The reader of one page: language, zone, moment and where they are.
#[derive(Clone, Debug)]
pub struct Reader {
    /// Language, zone and moment, to tell times with.
    pub calendar: Calendar,
    /// This instance.
    pub site: Site,
    /// The address on screen, to come back to; `/` when it was no page.
    pub here: String,
    /// What to say once about what just happened.
    pub flash: Option<Flash>,
    wish: Option<Language>,
    /// The languages that are spoken where they are.
    languages: &'static [Language],
}

impl Reader {
    /// Reads language and place from a request.
    pub fn new(site: Site, method: &Method, address: &str, headers: &HeaderMap) -> Self {
        let wish = cookie(headers, LANGUAGE_COOKIE)
            .and_then(Language::parse)
            .or_else(|| accepted(headers.get(ACCEPT_LANGUAGE)?.to_str().ok()?));
        let here = if method == Method::GET { address } else { "/" };
        Self {
            calendar: Calendar {
                texts: Texts::new(wish.unwrap_or(site.language)),
                zone: site.zone.clone(),
                now: site.clock.now(),
            },
            here: here.to_owned(),
            flash: cookie(headers, super::flash::COOKIE).and_then(Flash::parse),
            wish,
            languages: &Language::ALL,
            site,
        }
    }

    /// Moves the reader into their organisation: its zone, and its language
    /// unless they wished for another.
    #[must_use]
    pub fn inside(mut self, language: Language, zone: TimeZone) -> Self {
        self.calendar.texts = Texts::new(self.wish.unwrap_or(language));
        self.calendar.zone = zone;
        self
    }

    /// The same reader in a language that the address asks for.
    #[must_use]
    pub fn reading(mut self, language: Language) -> Self {
        self.calendar.texts = Texts::new(language);
        self.wish = Some(language);
        self
    }

    /// The same reader where only one language is spoken, whatever they wished for.
    #[must_use]
    pub fn speaking_only(mut self, language: Language) -> Self {
        self.calendar.texts = Texts::new(language);
        self.languages = language.alone();
        self
    }

    /// The languages that are spoken where they are.
    pub fn languages(&self) -> &'static [Language] {
        self.languages
    }

    /// The texts, for `t!`.
    pub fn l(&self) -> Texts {
        self.calendar.texts
    }
}

/// The cookie that keeps the reader's choice of language.
pub const LANGUAGE_COOKIE: &str = "veer-lang";

impl<S: Sync> FromRequestParts<S> for Reader
where
    Site: FromRef<S>,
{
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        let address = parts.uri.path_and_query().map_or("/", |path| path.as_str());
        Ok(Self::new(
            Site::from_ref(state),
            &parts.method,
            address,
            &parts.headers,
        ))
    }
}
