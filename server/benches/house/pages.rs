//! The supporter's pages at growing sizes of the organisation.

use std::{path::Path, sync::Arc, time::Duration};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, StatusCode},
};
use care::{
    access::{Role, RoleSet},
    exposure::{Exposure, ExposureRole, Severity},
    ids::{CaseId, IncidentId, OrgId, PersonId},
    path::{Case, ClosingReason, OpenCase, Requester, Trigger},
    protocol::Protocol,
    time::Instant,
};
use jiff::{SignedDuration, tz::TimeZone};
use tower::ServiceExt as _;
use veer::{
    app,
    auth::{
        answer::AnswerKey,
        limit::Limits,
        passkey::Passkeys,
        passphrase::{Passphrases, Strength},
        session::NewSession,
    },
    clock::Clock,
    entropy, founding,
    notify::Notifier,
    store::{ExposureRow, Location, NewCase, Organisation, PersonDraft, Store},
    watch::Watch,
    web::{
        account::SetUp,
        reader::{Site, SiteParts, Transport},
        state::App,
        text::Language,
    },
};

use super::{percentile, row};

const ROUNDS: usize = 600;
const SUPPORTER_CASES: u32 = 20;
const UNASSIGNED: u32 = 30;

/// Fills an organisation with `cases` cases and ten exposures for each, then asks for pages.
pub async fn measure(folder: &Path, cases: u32) {
    let now = Clock::system().now();
    let store = Store::open(&Location::Folder(folder.to_owned()), now)
        .await
        .unwrap();
    let org = founding::found(&store, "Bench", "Europe/Amsterdam", "nl", now)
        .await
        .unwrap();
    let Filled {
        supporter,
        case,
        hidden,
    } = fill(&store, &org, cases, now).await;
    let (router, cookie) = router(store.clone(), &org.id, &supporter).await;
    let floor = time(&router, "/healthz", &cookie).await;
    for (name, path) in [
        ("support", "/support".to_owned()),
        ("a case", format!("/support/case/{}", case.as_str())),
    ] {
        let mut samples = time(&router, &path, &cookie).await;
        let (p50, p99) = (
            percentile(&mut samples, 0.5),
            percentile(&mut samples, 0.99),
        );
        let health = percentile(&mut floor.clone(), 0.5);
        row(
            &format!("page {name}, {cases} cases, {} exposures", cases * 10),
            &format!("p50 {:.2} ms, p99 {:.2} ms", ms(p50), ms(p99)),
            &format!("/healthz p50 {:.2} ms", ms(health)),
            p50.as_secs_f64() / health.as_secs_f64(),
        );
    }
    hidden_beside_absent(&router, &cookie, &hidden, cases).await;
}

/// Nobody learns by the clock that a case is there: somebody else's beside none at all, in turns.
async fn hidden_beside_absent(router: &Router, cookie: &str, hidden: &CaseId, cases: u32) {
    let absent = entropy::new_id(Clock::system().now());
    let paths = [hidden.as_str(), &absent].map(|id| format!("/support/case/{id}"));
    let [mut there, mut nowhere] = [(); 2].map(|()| Vec::with_capacity(ROUNDS));
    for _ in 0..ROUNDS {
        there.push(once(router, &paths[0], cookie, StatusCode::NOT_FOUND).await);
        nowhere.push(once(router, &paths[1], cookie, StatusCode::NOT_FOUND).await);
    }
    let [p50, peer] = [&mut there, &mut nowhere].map(|samples| percentile(samples, 0.5));
    row(
        &format!("somebody else's case, {cases} cases"),
        &format!("p50 {:.2} ms", ms(p50)),
        &format!("no such case p50 {:.2} ms", ms(peer)),
        p50.as_secs_f64() / peer.as_secs_f64(),
    );
}

fn ms(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1_000.0
}

async fn time(router: &Router, path: &str, cookie: &str) -> Vec<Duration> {
    let mut samples = Vec::with_capacity(ROUNDS);
    for round in 0..ROUNDS + 20 {
        let took = once(router, path, cookie, StatusCode::OK).await;
        if round >= 20 {
            samples.push(took);
        }
    }
    samples
}

/// How long one page takes; the answer has to be this one.
async fn once(router: &Router, path: &str, cookie: &str, status: StatusCode) -> Duration {
    let request = Request::get(path)
        .header("cookie", cookie)
        .body(Body::empty())
        .unwrap();
    let start = std::time::Instant::now();
    let response = router.clone().oneshot(request).await.unwrap();
    assert_eq!(response.status(), status, "{path}");
    to_bytes(response.into_body(), 1 << 22).await.unwrap();
    start.elapsed()
}

async fn router(store: Store, org: &OrgId, person: &PersonId) -> (Router, String) {
    let clock = Clock::system();
    let session = NewSession::new(org.clone(), clock.real_now());
    let tx = store.write("session", org).await.unwrap();
    tx.start_session(&session.key.as_text(), person, session.began)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let cookie = session.to_cookie(Transport::Local);
    let cookie = cookie.split(';').next().unwrap_or_default().to_owned();
    let site = Site::new(SiteParts {
        clock,
        language: Language::Nl,
        zone: TimeZone::get("Europe/Amsterdam").unwrap(),
        transport: Transport::Local,
        demo_roles: Vec::new(),
    });
    let app = App {
        store,
        site,
        limits: Arc::new(Limits::default()),
        passphrases: Passphrases::new(Strength::Token).unwrap(),
        passkeys: Passkeys::local().unwrap(),
        notifier: Notifier::default(),
        watch: Watch::default(),
        answers: AnswerKey::of(b"a key of benchmarks").unwrap(),
        set_up: Arc::new(SetUp::default()),
    };
    (app::router(&app), cookie)
}

/// What the pages are asked about.
struct Filled {
    supporter: PersonId,
    /// A case of the supporter.
    case: CaseId,
    /// A case that is not the supporter's to see.
    hidden: CaseId,
}

/// Most cases are closed history; a supporter keeps twenty, thirty wait for one.
async fn fill(store: &Store, org: &Organisation, cases: u32, now: Instant) -> Filled {
    let people: Vec<PersonId> = (0..cases.max(1_000))
        .map(|_| PersonId::new(entropy::new_id(now)))
        .collect();
    let tx = store.write("fill people", &org.id).await.unwrap();
    let drafts: Vec<PersonDraft> = people
        .iter()
        .enumerate()
        .map(|(n, id)| draft(id, n))
        .collect();
    tx.save_people(&drafts).await.unwrap();
    tx.commit().await.unwrap();
    let supporter = people[0].clone();
    let (mut case, mut hidden) = (CaseId::new("none"), CaseId::new("none"));
    let mut n = 0;
    while n < cases {
        let tx = store.write("fill cases", &org.id).await.unwrap();
        let mut batch = Vec::new();
        for _ in 0..1_000.min(cases - n) {
            let mut opened = open(now.minus(SignedDuration::from_hours(i64::from(n % 20))));
            if n >= SUPPORTER_CASES + UNASSIGNED {
                opened = opened.close(ClosingReason::OpenedInError, now).unwrap();
            } else if n < SUPPORTER_CASES {
                opened = opened.assign(supporter.clone()).unwrap();
            }
            let id = CaseId::new(entropy::new_id(now));
            match n {
                0 => case = id.clone(),
                SUPPORTER_CASES => hidden = id.clone(),
                _ => {}
            }
            let person =
                people[usize::try_from(n).unwrap() + 1 - usize::from(n + 1 >= cases)].clone();
            batch.push(NewCase {
                id,
                pseudonym: entropy::new_id(now),
                person,
                incident: None,
                case: opened,
            });
            n += 1;
        }
        tx.open_cases_for(&batch, None, now, &org.time_zone)
            .await
            .unwrap();
        let rows: Vec<ExposureRow> = batch
            .iter()
            .flat_map(|new| exposures(&new.person, now))
            .collect();
        tx.save_exposures(&rows).await.unwrap();
        tx.commit().await.unwrap();
    }
    Filled {
        supporter,
        case,
        hidden,
    }
}

fn open(at: Instant) -> Case {
    let protocol = Protocol::default_policy();
    Case::open(
        OpenCase {
            protocol,
            trigger: Trigger::None,
            requester: Requester::Self_,
            event: None,
        },
        at,
    )
}

fn exposures(person: &PersonId, now: Instant) -> Vec<ExposureRow> {
    (0..10)
        .map(|n| ExposureRow {
            id: entropy::new_id(now),
            exposure: Exposure {
                person: person.clone(),
                incident: Some(IncidentId::new(entropy::new_id(now))),
                role: ExposureRole::Crew,
                from: now.minus(SignedDuration::from_hours(24 * n)),
                until: None,
                severity: Severity::Normal,
            },
            gone: false,
        })
        .collect()
}

fn draft(id: &PersonId, n: usize) -> PersonDraft {
    PersonDraft {
        id: id.clone(),
        pseudonym: entropy::token().digest().as_text(),
        roster_id: n.to_string(),
        name: format!("Colleague {n}"),
        email: None,
        phone: None,
        staff_group: "ambulance".to_owned(),
        trained_until: Some(jiff::civil::date(2099, 1, 1)),
        roles: if n.is_multiple_of(20) {
            RoleSet::NONE.with(Role::Colleague).with(Role::Supporter)
        } else {
            RoleSet::NONE.with(Role::Colleague)
        },
    }
}
