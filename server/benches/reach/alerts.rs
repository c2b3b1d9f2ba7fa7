//! Asking people: how long it takes to see what is due, and how soon a page leaves the house.

use std::{
    collections::HashMap,
    path::Path,
    sync::{Arc, Mutex},
    time::{Duration, Instant as Moment},
};

use axum::{Router, extract::State, http::HeaderMap, routing};
use care::{
    access::{Role, RoleSet},
    alerting::{Alert, Asked, ChannelKind, Ladder, Reach, Urgency, due_actions},
    exposure::Shift,
    ids::{PersonId, UnitCode},
    time::Instant,
};
use jiff::{SignedDuration, tz::TimeZone};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};
use veer::{
    auth::{
        answer::AnswerKey,
        bearer::Bearer,
        limit::Limits,
        passkey::Passkeys,
        passphrase::{Passphrases, Strength},
        webhook::HookKey,
    },
    clock::Clock,
    entropy, founding,
    jobs::alerting::{self, Desk},
    notify::{Gateway, Notifier},
    store::{Location, Organisation, PersonDraft, Store},
    watch::Watch,
    web::{
        account::SetUp,
        reader::{Site, SiteParts, Transport},
        state::App,
        text::Language,
    },
};

const A_SECOND: usize = 200;
const SECONDS: usize = 15;
const WARM: usize = 200;
const SENDERS: usize = 16;

/// What is due over many open cases, each with a ladder half climbed.
pub fn due(cases: usize) {
    let tz = TimeZone::get("Europe/Amsterdam").unwrap();
    let people: Vec<PersonId> = (0..40).map(|n| PersonId::new(format!("s{n}"))).collect();
    let reach = Reach {
        on_duty: people[..8].to_vec(),
        coordinators: people[38..].to_vec(),
    };
    let opened = Instant::from_millis(1_770_116_400_000);
    let alert = |number: usize| Alert {
        opened: opened.plus(SignedDuration::from_secs(
            i64::try_from(number % 3_600).unwrap(),
        )),
        urgency: if number.is_multiple_of(3) {
            Urgency::Soon
        } else {
            Urgency::Now
        },
        waiting: u32::try_from(number % 7 + 1).unwrap(),
        asked: (0..number % 3)
            .map(|n| Asked {
                person: people[n].clone(),
                round: 0,
                rung: u32::try_from(n).unwrap(),
                at: opened,
                answer: None,
            })
            .collect(),
    };
    let alerts: Vec<Alert> = (0..cases).map(alert).collect();
    let (ladder, now) = (
        Ladder::default(),
        opened.plus(SignedDuration::from_mins(31)),
    );
    let mut best = Duration::MAX;
    let mut asks = 0;
    for _ in 0..5 {
        let start = Moment::now();
        asks = alerts
            .iter()
            .map(|alert| due_actions(alert, &ladder, &reach, &tz, now).len())
            .sum();
        best = best.min(start.elapsed());
    }
    println!(
        "{{\"cases\":{cases},\"asks\":{asks},\"ms\":{:.1}}}",
        best.as_secs_f64() * 1e3
    );
}

/// When each page arrived at the provider, by the text that it carries: the order of arrival.
type Arrived = Arc<Mutex<HashMap<String, Moment>>>;

/// From the moment an event was due to be told to the moment its page arrived at the provider.
pub async fn live(folder: &Path) {
    let house = House::new(folder).await;
    house.send(0, WARM).await;
    let told = house.send(WARM, A_SECOND * SECONDS).await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    let arrived = house.arrived.lock().unwrap().clone();
    let by_number = house.numbers(&arrived).await;
    let mut took: Vec<f64> = told
        .iter()
        .filter_map(|(number, due)| {
            Some(by_number.get(number)?.duration_since(*due).as_secs_f64() * 1e3)
        })
        .collect();
    took.sort_by(f64::total_cmp);
    println!(
        "{{\"events\":{},\"arrived\":{},\"a_second\":{A_SECOND},\"p50_ms\":{:.1},\"p99_ms\":{:.1},\"slowest_ms\":{:.1}}}",
        told.len(),
        took.len(),
        took[took.len() / 2],
        took[took.len() * 99 / 100],
        took[took.len() - 1],
    );
}

struct House {
    address: std::net::SocketAddr,
    token: String,
    store: Store,
    org: Organisation,
    arrived: Arrived,
}

impl House {
    async fn new(folder: &Path) -> Self {
        let clock = Clock::system();
        let now = clock.now();
        let store = Store::open(&Location::Folder(folder.to_owned()), now)
            .await
            .unwrap();
        let org = founding::found(&store, "Bench", "Europe/Amsterdam", "nl", now)
            .await
            .unwrap();
        let token = team(&store, &org, now).await;
        let (provider, arrived) = provider().await;
        let key = HookKey::new_secret();
        let gateway = Gateway::new(provider, key, vec![ChannelKind::Sms], clock.clone()).unwrap();
        let notifier = Notifier {
            gateway: Some(Arc::new(gateway)),
            ..Notifier::default()
        };
        let answers = AnswerKey::of(b"a key of benchmarks").unwrap();
        let app = App {
            store: store.clone(),
            site: Site::new(SiteParts {
                clock: clock.clone(),
                language: Language::Nl,
                zone: TimeZone::UTC,
                transport: Transport::Local,
                demo_roles: Vec::new(),
            }),
            limits: Arc::new(Limits::default()),
            passphrases: Passphrases::new(Strength::Token).unwrap(),
            passkeys: Passkeys::off(),
            notifier: notifier.clone(),
            watch: Watch::default(),
            answers: answers.clone(),
            set_up: Arc::new(SetUp::default()),
        };
        tokio::spawn(alerting::work(Desk {
            store: store.clone(),
            clock,
            notifier,
            watch: app.watch.clone(),
            answers,
            origin: "http://localhost".to_owned(),
        }));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = veer::app::router(&app);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self {
            address,
            token,
            store,
            org,
            arrived,
        }
    }

    /// Sends events on a timetable; when each was due.
    async fn send(&self, first: usize, events: usize) -> Vec<(usize, Moment)> {
        let begin = Moment::now();
        let mut hands = Vec::new();
        for sender in 0..SENDERS {
            let (address, token) = (self.address, self.token.clone());
            hands.push(tokio::spawn(async move {
                let mut stream = TcpStream::connect(address).await.unwrap();
                stream.set_nodelay(true).unwrap();
                let mut told = Vec::new();
                for number in (sender..events).step_by(SENDERS) {
                    let due = begin + Duration::from_secs_f64(number as f64 / A_SECOND as f64);
                    tokio::time::sleep_until(due.into()).await;
                    post(&mut stream, &token, first + number).await;
                    told.push((first + number, due));
                }
                told
            }));
        }
        let mut all = Vec::new();
        for hand in hands {
            all.extend(hand.await.unwrap());
        }
        all
    }

    /// When the page of each event arrived.
    async fn numbers(&self, arrived: &HashMap<String, Moment>) -> HashMap<usize, Moment> {
        let tx = self.store.read("messages", &self.org.id).await.unwrap();
        let mut found = HashMap::new();
        for (message, at) in arrived {
            let (_, alert, _) = tx.message_asking(message).await.unwrap().unwrap();
            let incident = tx
                .incident(&care::ids::IncidentId::new(alert))
                .await
                .unwrap()
                .unwrap();
            found.insert(
                incident
                    .source_ref
                    .trim_start_matches("e-")
                    .parse()
                    .unwrap(),
                *at,
            );
        }
        found
    }
}

async fn provider() -> (String, Arrived) {
    let arrived = Arrived::default();
    let take = |State(arrived): State<Arrived>, headers: HeaderMap| async move {
        let id = headers["webhook-id"].to_str().unwrap().to_owned();
        arrived
            .lock()
            .unwrap()
            .entry(id)
            .or_insert_with(Moment::now);
    };
    let app = Router::new()
        .route("/", routing::post(take))
        .with_state(arrived.clone());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, app).await });
    (address, arrived)
}

/// A colleague alone on each unit, and eight supporters on duty whose messages arrive.
async fn team(store: &Store, org: &Organisation, now: Instant) -> String {
    let (from, until) = (
        now.minus(SignedDuration::from_hours(2)),
        now.plus(SignedDuration::from_hours(10)),
    );
    let mut people = Vec::new();
    let mut shifts = Vec::new();
    let colleagues = WARM + A_SECOND * SECONDS;
    for number in 0..colleagues + 8 {
        let supporter = number >= colleagues;
        let id = PersonId::new(entropy::new_id(now));
        let roles = RoleSet::default().with(Role::Colleague);
        people.push(PersonDraft {
            id: id.clone(),
            pseudonym: entropy::new_id(now),
            roster_id: format!("p{number}"),
            name: format!("Person {number}"),
            email: None,
            phone: None,
            staff_group: "ambulance".to_owned(),
            trained_until: supporter.then(|| {
                until
                    .date(&TimeZone::UTC)
                    .saturating_add(jiff::ToSpan::days(90))
            }),
            roles: if supporter {
                roles.with(Role::Supporter)
            } else {
                roles
            },
        });
        if !supporter {
            shifts.push(Shift {
                person: id,
                unit: UnitCode::new(format!("u-{number}")),
                from,
                until,
            });
        }
    }
    let supporters: Vec<PersonId> = people[colleagues..]
        .iter()
        .map(|person| person.id.clone())
        .collect();
    let bearer = Bearer::new(org.id.clone());
    let tx = store.write("team", &org.id).await.unwrap();
    tx.save_people(&people).await.unwrap();
    tx.save_shifts(&shifts).await.unwrap();
    let duties: Vec<_> = supporters
        .iter()
        .map(|person| (person.clone(), from, until))
        .collect();
    tx.save_duty(&duties).await.unwrap();
    tx.give_feed_token(&bearer.digest().as_text(), "bench", now)
        .await
        .unwrap();
    for person in &supporters {
        let id = entropy::new_id(now);
        tx.add_channel(&id, person, ChannelKind::Sms, "+31612345678", now)
            .await
            .unwrap();
        tx.prove_channel(&id, now).await.unwrap();
    }
    tx.commit().await.unwrap();
    bearer.reveal()
}

async fn post(stream: &mut TcpStream, token: &str, number: usize) {
    let at = jiff::Timestamp::now();
    let line = format!(
        "{{\"id\":\"e-{number}\",\"at\":\"{at:.3}\",\"kinds\":[\"suicide\"],\"units\":[\"u-{number}\"]}}\n"
    );
    let message = format!(
        "POST /api/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\
         Content-Length: {}\r\n\r\n{line}",
        line.len()
    );
    stream.write_all(message.as_bytes()).await.unwrap();
    let mut answer = String::new();
    let mut part = [0_u8; 4_096];
    while !answer.ends_with('}') {
        let read = stream.read(&mut part).await.unwrap();
        assert!(read > 0, "the server hung up");
        answer += &String::from_utf8_lossy(&part[..read]);
    }
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}
