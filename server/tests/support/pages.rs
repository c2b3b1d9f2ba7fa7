//! A house to ask pages from: the whole router over a fresh store, in process.

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Request, StatusCode, header},
    response::Response,
};
use care::{
    access::Role,
    exposure::{ExposureRole, Severity, Shift},
    ids::{CaseId, IncidentId, OrgId, PersonId, UnitCode},
    path::{Requester, Trigger},
    protocol::Protocol,
    time::Instant,
};
use jiff::{SignedDuration, tz::TimeZone};
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};
use tokio::sync::Mutex;
use tower::ServiceExt as _;
use veer::{
    auth::{
        answer::AnswerKey,
        bearer::Bearer,
        limit::Limits,
        passkey::Passkeys,
        passphrase::{Passphrases, Strength},
        session::NewSession,
    },
    clock::Clock,
    entropy,
    notify::Notifier,
    store::{
        AccessEntry, Beginning, CaseRow, ImportKind, ImportProfile, IncidentRow, IncidentState,
        Organisation, Tx,
    },
    watch::Watch,
    web::{
        account::SetUp,
        reader::{Site, SiteParts, Transport},
        state::App,
        text::Language,
    },
};

use super::{Fixture, NOW, person};

/// An organisation with its pages, on a clock that stands at [`NOW`] until it is moved.
pub struct House {
    pub fixture: Arc<Fixture>,
    pub app: App,
    pub org: Organisation,
    pub clock: Clock,
    router: Router,
    born: AtomicUsize,
}

impl House {
    /// A house with an organisation in it and nobody yet.
    pub async fn new(fixture: Fixture) -> Self {
        Self::over(Arc::new(fixture), Notifier::default()).await
    }

    /// A house that sends through these channels.
    pub async fn sending(fixture: Fixture, notifier: Notifier) -> Self {
        Self::over(Arc::new(fixture), notifier).await
    }

    /// The same house, sending through these channels.
    #[must_use]
    pub fn sending_through(mut self, notifier: Notifier) -> Self {
        self.app.notifier = notifier;
        self.router = veer::app::router(&self.app);
        self
    }

    /// A house with another organisation over the same store.
    pub async fn beside(&self) -> Self {
        Self::over(self.fixture.clone(), self.app.notifier.clone()).await
    }

    async fn over(fixture: Arc<Fixture>, notifier: Notifier) -> Self {
        let org = fixture.organisation().await;
        let clock = Clock::held(NOW);
        let app = App {
            store: fixture.store.clone(),
            site: Site::new(SiteParts {
                clock: clock.clone(),
                language: Language::Nl,
                zone: TimeZone::get("Europe/Amsterdam").expect("the zone"),
                transport: Transport::Local,
                demo_roles: Vec::new(),
            }),
            limits: Arc::new(Limits::default()),
            passphrases: Passphrases::new(Strength::Token).expect("passphrases"),
            passkeys: Passkeys::local().expect("passkeys"),
            notifier,
            watch: Watch::default(),
            answers: AnswerKey::of(b"a key of tests").expect("a key"),
            set_up: Arc::new(SetUp::default()),
        };
        let router = veer::app::router(&app);
        Self {
            fixture,
            app,
            org,
            clock,
            router,
            born: AtomicUsize::new(0),
        }
    }

    /// The moment by the house's clock.
    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    /// Moves the clock forward.
    pub fn wait(&self, hours: i64) {
        self.clock.shift(SignedDuration::from_hours(hours));
    }

    /// Moves the clock to a moment ahead.
    pub fn wait_until(&self, at: Instant) {
        self.clock.shift(at.since(self.now()));
    }

    /// Adds a person to the organisation, trained for a year when a supporter.
    pub async fn person(&self, name: &str, roles: &[Role]) -> PersonId {
        self.person_of(&self.org.id, name, roles).await
    }

    /// Adds a person to any organisation of this store.
    pub async fn person_of(&self, org: &OrgId, name: &str, roles: &[Role]) -> PersonId {
        let mut draft = person(name, roles);
        draft.roster_id = format!(
            "{}-{}",
            draft.roster_id,
            self.born.fetch_add(1, Ordering::Relaxed)
        );
        let id = draft.id.clone();
        let tx = self
            .fixture
            .store
            .write("add person", org)
            .await
            .expect("begins");
        tx.save_people(&[draft]).await.expect("saved");
        tx.commit().await.expect("committed");
        id
    }

    /// A browser in which this person is signed in.
    pub fn sign_in(&self, person: &PersonId) -> Browser<'_> {
        self.sign_in_to(&self.org.id, person)
    }

    /// A browser in which this person of any organisation is signed in.
    pub fn sign_in_to(&self, org: &OrgId, person: &PersonId) -> Browser<'_> {
        let session = Mutex::new(None);
        Browser {
            house: self,
            who: Some((org.clone(), person.clone())),
            session,
            lang: "nl",
        }
    }

    /// A browser in which nobody is signed in.
    pub fn stranger(&self) -> Browser<'_> {
        Browser {
            house: self,
            who: None,
            session: Mutex::new(None),
            lang: "nl",
        }
    }

    /// A writing transaction in the organisation; commit it yourself.
    pub async fn write(&self) -> Tx {
        self.fixture
            .store
            .write("test", &self.org.id)
            .await
            .expect("begins")
    }

    /// A reading transaction in the organisation.
    pub async fn read(&self) -> Tx {
        self.fixture
            .store
            .read("test", &self.org.id)
            .await
            .expect("begins")
    }

    /// A shift on a unit, from the present moment on.
    pub async fn shift(&self, person: &PersonId, unit: &str, hours: i64) {
        let (from, until) = (
            self.now(),
            self.now().plus(SignedDuration::from_hours(hours)),
        );
        let shift = Shift {
            person: person.clone(),
            unit: UnitCode::new(unit),
            from,
            until,
        };
        let tx = self.write().await;
        tx.save_shifts(&[shift]).await.expect("saved");
        tx.commit().await.expect("committed");
    }

    /// A duty of a supporter, from the present moment on.
    pub async fn duty(&self, person: &PersonId, hours: i64) {
        let period = (
            person.clone(),
            self.now(),
            self.now().plus(SignedDuration::from_hours(hours)),
        );
        let tx = self.write().await;
        tx.save_duty(&[period]).await.expect("saved");
        tx.commit().await.expect("committed");
    }

    /// An incident of `kind-2` that counts, now, with these people in its crew.
    pub async fn incident(&self, crew: &[&PersonId]) -> IncidentId {
        let id = IncidentId::new(entropy::new_id(self.now()));
        let row = IncidentRow {
            id: id.clone(),
            source: "test".to_owned(),
            source_ref: id.as_str().to_owned(),
            at: self.now(),
            state: IncidentState::Counted,
            entry: Some("kind-2".to_owned()),
            certainty: Some("sure".to_owned()),
            record: "{}".to_owned(),
            reasons: "minor".to_owned(),
            list_version: 1,
            merged_into: None,
            received_at: self.now(),
        };
        let tx = self.write().await;
        tx.save_incidents(&[row]).await.expect("saved");
        tx.commit().await.expect("committed");
        self.expose(&id, crew).await;
        id
    }

    /// Exposes people to an incident of this moment, as the intake does.
    pub async fn expose(&self, incident: &IncidentId, crew: &[&PersonId]) {
        let people: Vec<_> = crew
            .iter()
            .map(|p| ((*p).clone(), ExposureRole::Crew))
            .collect();
        let (protocol, now) = (Protocol::default_policy(), self.now());
        let tx = self.write().await;
        let (severity, requester) = (Severity::Normal, Requester::Detection);
        tx.expose(
            &self.org,
            &protocol,
            (incident, now),
            &people,
            severity,
            requester,
            now,
        )
        .await
        .expect("exposed");
        tx.commit().await.expect("committed");
    }

    /// Opens a path without an incident.
    pub async fn ask(&self, person: &PersonId, requester: Requester) -> CaseId {
        let beginning = Beginning {
            incident: None,
            trigger: Trigger::None,
            requester,
        };
        let (protocol, zone) = (Protocol::default_policy(), &self.org.time_zone);
        let tx = self.write().await;
        let id = tx
            .begin_path(person, &beginning, &protocol, None, self.now(), zone)
            .await
            .expect("opened");
        tx.commit().await.expect("committed");
        id
    }

    /// Somebody's open case.
    pub async fn case_of(&self, person: &PersonId) -> CaseRow {
        self.read()
            .await
            .open_case_of(person)
            .await
            .expect("read")
            .expect("an open case")
    }

    /// The case with this id.
    pub async fn case(&self, id: &CaseId) -> CaseRow {
        self.read()
            .await
            .case(id)
            .await
            .expect("read")
            .expect("a case")
    }

    /// Sends what a machine sends: any bytes with these headers, and no session.
    pub async fn machine(
        &self,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Body>,
    ) -> Answer {
        let mut request = Request::post(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(body.into()).expect("a request");
        answered(
            self.router
                .clone()
                .oneshot(request)
                .await
                .expect("an answer"),
        )
        .await
    }

    /// What a source's new token is sent as.
    pub async fn feed_token(&self, source: &str) -> String {
        let bearer = Bearer::new(self.org.id.clone());
        let tx = self.write().await;
        let (digest, at) = (bearer.digest().as_text(), self.clock.real_now());
        tx.give_feed_token(&digest, source, at)
            .await
            .expect("given");
        tx.commit().await.expect("committed");
        format!("Bearer {}", bearer.reveal())
    }

    /// Saves the mapping profile of the ambulance pack, whose source is `meldkamer`.
    pub async fn save_profile(&self) {
        let profile = ImportProfile {
            profile_id: entropy::new_id(self.now()),
            kind: ImportKind::Register.as_str().to_owned(),
            name: "Dagregister".to_owned(),
            document: include_str!("../../../packs/ambulance/profile.toml").to_owned(),
        };
        let tx = self.write().await;
        tx.save_import_profile(&profile, self.now())
            .await
            .expect("saved");
        tx.commit().await.expect("committed");
    }

    /// The numbers of a source that are known as incidents, of these.
    pub async fn known(&self, source: &str, numbers: &[&str]) -> Vec<String> {
        let tx = self.read().await;
        let rows = tx.incidents_by_ref(source, numbers).await.expect("read");
        let mut known: Vec<String> = rows.into_iter().map(|row| row.source_ref).collect();
        known.sort();
        known
    }

    /// Every row of the access log so far, oldest first.
    ///
    /// Cases stand in it under their own lasting names, as far as the log still leads to them.
    pub async fn access_log(&self) -> Vec<AccessEntry> {
        let tx = self.read().await;
        let mut log = tx.access_after(0).await.expect("read");
        for entry in &mut log {
            let names = tx.handles(&entry.cases).await.expect("read");
            for case in &mut entry.cases {
                if let Some(handle) = names.get(case) {
                    case.clone_from(handle);
                }
            }
        }
        log
    }
}

/// A browser: it carries a session and asks for pages.
pub struct Browser<'a> {
    house: &'a House,
    who: Option<(OrgId, PersonId)>,
    session: Mutex<Option<(Instant, String)>>,
    lang: &'static str,
}

impl Browser<'_> {
    /// The same browser with another wish for a language.
    #[must_use]
    pub fn in_language(mut self, lang: &'static str) -> Self {
        self.lang = lang;
        self
    }

    /// Asks for a page.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path), Body::empty()).await
    }

    /// Sends a form.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let form: Vec<String> = fields
            .iter()
            .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)))
            .collect();
        let request =
            Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request, Body::from(form.join("&"))).await
    }

    /// Sends a form with a file, as a browser does.
    pub async fn upload(&self, path: &str, fields: &[(&str, &str)], file: &[u8]) -> Answer {
        let mut body = Vec::new();
        for (name, value) in fields {
            let part = format!(
                "--veer\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            );
            body.extend_from_slice(part.as_bytes());
        }
        body.extend_from_slice(
            b"--veer\r\ncontent-disposition: form-data; name=\"file\"; filename=\"f.csv\"\r\n\
              content-type: text/csv\r\n\r\n",
        );
        body.extend_from_slice(file);
        body.extend_from_slice(b"\r\n--veer--\r\n");
        let request =
            Request::post(path).header(header::CONTENT_TYPE, "multipart/form-data; boundary=veer");
        self.send(request, Body::from(body)).await
    }

    /// Sends JSON as a script of ours does, by any method.
    pub async fn json(&self, method: &str, path: &str, body: &serde_json::Value) -> Answer {
        self.json_with(Request::builder(), method, path, body).await
    }

    /// The same from a tab whose vault is this person's, whoever is signed in by now.
    pub async fn json_for(
        &self,
        person: &PersonId,
        method: &str,
        path: &str,
        body: &serde_json::Value,
    ) -> Answer {
        let request = Request::builder().header("veer-person", person.as_str());
        self.json_with(request, method, path, body).await
    }

    async fn json_with(
        &self,
        request: axum::http::request::Builder,
        method: &str,
        path: &str,
        body: &serde_json::Value,
    ) -> Answer {
        let request = request
            .method(method)
            .uri(path)
            .header(header::ACCEPT, "application/json")
            .header(header::CONTENT_TYPE, "application/json");
        let body = if method == "GET" {
            Body::empty()
        } else {
            Body::from(body.to_string())
        };
        self.send(request, body).await
    }

    async fn send(&self, request: axum::http::request::Builder, body: Body) -> Answer {
        let cookie = self.cookie().await;
        let request = request
            .header(header::COOKIE, format!("veer-lang={}; {cookie}", self.lang))
            .header("sec-fetch-site", "same-origin")
            .body(body)
            .expect("a request");
        let response = self
            .house
            .router
            .clone()
            .oneshot(request)
            .await
            .expect("an answer");
        answered(response).await
    }

    /// The session's cookie; sessions live on real time, so a moved clock needs a new one.
    async fn cookie(&self) -> String {
        let Some((org, person)) = &self.who else {
            return String::new();
        };
        let now = self.house.clock.real_now();
        let mut held = self.session.lock().await;
        if let Some((_, cookie)) = held.as_ref().filter(|(began, _)| *began == now) {
            return cookie.clone();
        }
        let session = NewSession::new(org.clone(), now);
        let tx = self
            .house
            .fixture
            .store
            .write("start session", org)
            .await
            .expect("begins");
        tx.start_session(&session.key.as_text(), person, now)
            .await
            .expect("started");
        tx.commit().await.expect("committed");
        let header = session.to_cookie(Transport::Local);
        let cookie = header.split(';').next().unwrap_or_default().to_owned();
        *held = Some((now, cookie.clone()));
        cookie
    }
}

async fn answered(response: Response) -> Answer {
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, 4 << 20).await.expect("a body");
    let body = String::from_utf8(body.to_vec()).expect("text");
    Answer {
        status: parts.status,
        headers: parts.headers,
        body,
    }
}

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    /// Where a redirect leads.
    #[track_caller]
    pub fn location(&self) -> &str {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.body);
        self.headers[header::LOCATION].to_str().expect("text")
    }

    /// The code of what is said on the next page; empty when nothing is.
    pub fn flash(&self) -> &str {
        self.headers
            .get_all(header::SET_COOKIE)
            .iter()
            .filter_map(|cookie| cookie.to_str().ok()?.strip_prefix("veer-flash="))
            .find_map(|value| value.split(':').next())
            .unwrap_or_default()
    }

    /// The revision that the page's forms carry.
    #[track_caller]
    pub fn revision(&self) -> &str {
        let (_, rest) = self
            .body
            .split_once("name=\"revision\" value=\"")
            .expect("a revision");
        rest.split('"').next().expect("a value")
    }

    /// The JSON of an answer to a script.
    #[track_caller]
    pub fn value(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).expect("JSON")
    }

    /// Whether the page says this, anywhere in its markup.
    pub fn says(&self, text: &str) -> bool {
        self.body.contains(text)
    }

    /// The body as JSON.
    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).expect("JSON")
    }

    /// The page, once it is sure that it came.
    #[track_caller]
    pub fn ok(self) -> Self {
        assert_eq!(self.status, StatusCode::OK, "{}", self.body);
        self
    }
}

fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => {
                char::from(byte).to_string()
            }
            byte => format!("%{byte:02X}"),
        })
        .collect()
}
