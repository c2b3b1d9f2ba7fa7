//! Who is signed in: the extractor that personal pages begin with.

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, request::Parts},
};
use care::{
    access::{self, Action, Role, Standing},
    time::Instant,
};

use super::{
    acting::{self, Acting},
    error::AppError,
    page::{Page, Room, Visitor},
    reader::{Reader, cookie},
    state::App,
    text::Language,
};
use crate::{
    auth::session::{self, LIMITS, Session, Validity},
    store::{Organisation, OtherAccount, Person, Store, StoreError, Tx, View},
    watch::Trouble,
};

/// A signed-in person with what a handler needs: reader, organisation, store and the moment.
pub struct Member {
    /// Language, zone and moment.
    pub reader: Reader,
    /// Their organisation.
    pub org: Organisation,
    /// Themselves.
    pub person: Person,
    /// The digest under which the session is kept.
    pub session_key: String,
    /// When they signed in, in real time.
    pub began: Instant,
    /// Their accounts at other organisations.
    pub beside: Vec<OtherAccount>,
    /// The moment of the request, by the (demo) clock.
    pub now: Instant,
    /// The kind of client, for the access log.
    client: &'static str,
    app: App,
    cookies: HeaderMap,
}

impl Member {
    /// The application.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// Whether the browser brought this cookie.
    pub(super) fn has_cookie(&self, name: &str) -> bool {
        cookie(&self.cookies, name).is_some()
    }

    /// The kind of client, for the access log.
    pub fn client(&self) -> &'static str {
        self.client
    }

    /// The store.
    pub fn store(&self) -> &Store {
        &self.app.store
    }

    /// Begins a reading transaction in the member's organisation.
    pub async fn read(&self, name: &'static str) -> Result<Tx, StoreError> {
        self.app.store.read(name, &self.org.id).await
    }

    /// Begins a writing transaction in the member's organisation.
    pub async fn write(&self, name: &'static str) -> Result<Tx, StoreError> {
        self.app.store.write(name, &self.org.id).await
    }

    /// Refuses what the access table does not grant; a refusal looks like absence.
    ///
    /// Where no case is at hand, who had the role until lately is told so: see `former`.
    pub fn require(&self, action: Action, standing: Standing) -> Result<(), AppError> {
        if self.may(action, standing) {
            Ok(())
        } else if standing == Standing::Nobody {
            Err(AppError::NotGranted(vec![action]))
        } else {
            Err(AppError::NotFound)
        }
    }

    /// Whether the access table grants it.
    pub fn may(&self, action: Action, standing: Standing) -> bool {
        access::permits(&self.person.roles, action, standing)
    }

    /// Writes one row in the access log, in a transaction of its own (page views).
    pub async fn log_view(&self, place: &str, cases: Vec<&str>) -> Result<(), StoreError> {
        let tx = self.write("log page view").await?;
        self.log_in(&tx, "view", place, cases).await?;
        tx.commit().await
    }

    /// Writes one row in the access log within a change's transaction.
    ///
    /// `cases` are the cases' own names (`CaseRow::pseudonym`); the log has others, see
    /// `store::pseudonym`. At work the row names the person, on one's own pages never: see
    /// `Acting`.
    pub async fn log_in(
        &self,
        tx: &Tx,
        action: &str,
        place: &str,
        cases: Vec<&str>,
    ) -> Result<(), StoreError> {
        let acting = Acting::find(tx, &self.person, place, &cases).await?;
        let view = View {
            actor: acting.actor(&self.person),
            on_behalf: acting.on_behalf,
            client: self.client,
            action,
            place,
            cases: acting.cases(cases),
        };
        tx.log_access(view, self.now).await
    }

    /// The frame of a page of this member.
    pub fn page(&self, title: impl Into<String>) -> Page {
        let page = Page::new(self.reader.clone(), title).late_since(&self.troubles());
        page.for_visitor(Visitor {
            name: self.person.name.clone(),
            rooms: self.rooms(),
            organisation: self.org.name.clone(),
            elsewhere: self.beside.iter().map(other).collect(),
            company_doctor: Some(self.org.company_doctor.clone()).filter(|it| !it.is_empty()),
        })
    }

    /// What makes messages late, for those who can do something about it; each since when by the
    /// clock of the page.
    pub(super) fn troubles(&self) -> Vec<(Trouble, Instant)> {
        let team = [Role::Supporter, Role::Coordinator, Role::Administrator];
        if !team.iter().any(|role| self.person.roles.contains(*role)) {
            return Vec::new();
        }
        let real_now = self.app.site.clock.real_now();
        let shown = |at: Instant| self.now.minus(real_now.since(at));
        let troubles = self.app.watch.troubles(real_now).into_iter();
        troubles.map(|(trouble, at)| (trouble, shown(at))).collect()
    }

    /// The parts of Veer that this member has, the most urgent first.
    fn rooms(&self) -> Vec<Room> {
        let has = |role| self.person.roles.contains(role);
        let reader = &self.reader;
        let all = [
            (has(Role::Supporter), "/support", t!(reader, "room-support")),
            (
                has(Role::Coordinator),
                "/coordinate",
                t!(reader, "room-coordinate"),
            ),
            (
                has(Role::Dispatcher),
                "/dispatch",
                t!(reader, "room-dispatch"),
            ),
            (has(Role::Manager), "/manage", t!(reader, "room-manage")),
            (
                has(Role::Administrator) || has(Role::Hr) || has(Role::PrivacyOfficer),
                "/desk",
                t!(reader, "room-desk"),
            ),
            (
                has(Role::Holder) || has(Role::PrivacyOfficer),
                "/recovery",
                t!(reader, "room-recovery"),
            ),
            (true, "/me", t!(reader, "room-me")),
        ];
        all.into_iter()
            .filter(|(shown, ..)| *shown)
            .map(|(_, href, label)| Room::new(href, label, reader))
            .collect()
    }

    /// Where this member begins after signing in.
    pub fn home(&self) -> &'static str {
        self.rooms().first().map_or("/me", |room| room.href)
    }
}

/// Another account, as the header names it.
fn other(account: &OtherAccount) -> (String, String) {
    (
        account.org.as_str().to_owned(),
        account.organisation.clone(),
    )
}

impl FromRequestParts<App> for Member {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, AppError> {
        let Ok(reader) = Reader::from_request_parts(parts, app).await;
        let bearer =
            session::from_request(app.site.transport, &parts.headers).ok_or(AppError::SignIn)?;
        let real_now = app.site.clock.real_now();
        let org = app
            .store
            .organisation(&bearer.org)
            .await?
            .ok_or(AppError::SignIn)?;
        let key = bearer.digest().as_text();
        let tx = app.store.read("find session", &org.id).await?;
        let stored = tx.session(&key).await?.ok_or(AppError::SignIn)?;
        let person = tx.person(&stored.person).await?.ok_or(AppError::SignIn)?;
        let beside = tx.accounts_beside(&person.id).await?;
        drop(tx);
        let session = Session {
            began: stored.created_at,
            seen: stored.seen_at,
        };
        match session.validity(LIMITS, real_now) {
            Validity::Live => {}
            Validity::LiveAndSeen => {
                let tx = app.store.write("touch session", &org.id).await?;
                tx.touch_session(&key, real_now).await?;
                tx.commit().await?;
            }
            Validity::Ended => {
                let tx = app.store.write("end session", &org.id).await?;
                tx.end_session(&key).await?;
                tx.commit().await?;
                return Err(AppError::SignIn);
            }
        }
        let language = Language::parse(&org.language).unwrap_or(app.site.language);
        let mut reader = reader.inside(language, org.time_zone.clone());
        if org.one_language {
            reader = reader.speaking_only(language);
        }
        let now = app.site.clock.now();
        Ok(Self {
            reader,
            org,
            person,
            session_key: key,
            began: session.began,
            beside,
            now,
            client: acting::client(&parts.headers),
            app: app.clone(),
            cookies: parts.headers.clone(),
        })
    }
}
