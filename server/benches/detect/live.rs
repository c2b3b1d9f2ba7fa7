//! Events as they happen: one a message, over loopback, each answered after it is durable.
//!
//! The senders keep to a timetable, whatever the answers do: what waits behind a slow answer counts
//! as late. Peers in the same run: the same lines appended to a file and synced, one by one and
//! together.

use std::{
    collections::BTreeSet,
    io::Write as _,
    net::SocketAddr,
    path::Path,
    sync::Arc,
    time::{Duration, Instant as Moment},
};

use care::{
    access::{Role, RoleSet},
    exposure::Shift,
    ids::{KindCode, PersonId, UnitCode},
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
    },
    clock::Clock,
    entropy,
    feed::{
        intake::{BATCH, Intake},
        record::{EventRecord, Precision},
    },
    founding,
    notify::Notifier,
    store::{Location, Organisation, PersonDraft, Store},
    watch::Watch,
    web::{
        account::SetUp,
        reader::{Site, SiteParts, Transport},
        state::App,
        text::Language,
    },
};

const UNITS: usize = 200;
const DISPATCHERS: usize = 40;
const SENDERS: usize = 64;
const A_SECOND: usize = 2_000;

/// Measures the pace that is promised, and the same at growing histories.
pub async fn measure(folder: &Path) {
    println!("| stored before | events | pace | p50 | p99 | slowest | cost of an event |");
    println!("|---|---|---|---|---|---|---|");
    let mut first = None;
    for history in [5_000_usize, 50_000, 500_000] {
        let place = folder.join(history.to_string());
        let house = House::new(&place, history).await;
        // Warm: the first ones open connections and plan statements.
        house.send(1_000, Some(A_SECOND)).await;
        let paced = house.send(A_SECOND * 15, Some(A_SECOND)).await;
        let events = 8_000;
        let mut cost = f64::INFINITY;
        for _ in 0..3 {
            let busy = Moment::now();
            house.send(events, None).await;
            cost = cost.min(busy.elapsed().as_secs_f64() / events as f64);
        }
        let base = *first.get_or_insert(cost);
        println!(
            "| {history} | {} | {A_SECOND}/s | {:.1} ms | {:.1} ms | {:.1} ms | {:.0} µs, {:.2} of the first |",
            paced.len(),
            paced[paced.len() / 2],
            paced[paced.len() * 99 / 100],
            paced[paced.len() - 1],
            cost * 1e6,
            cost / base,
        );
    }
    floor(folder);
}

/// The disk alone: one line and a sync; forty lines and a sync.
fn floor(folder: &Path) {
    for together in [1_usize, 40] {
        let mut file = std::fs::File::create(folder.join("floor")).unwrap();
        let start = Moment::now();
        let rounds = 500;
        for _ in 0..rounds {
            for _ in 0..together {
                file.write_all(&[b'x'; 320]).unwrap();
            }
            file.sync_data().unwrap();
        }
        let took = start.elapsed().as_secs_f64();
        println!(
            "only the disk, {together} lines a sync: {:.0} lines/s, {:.2} ms a sync",
            (rounds * together) as f64 / took,
            took * 1e3 / f64::from(rounds as u32)
        );
    }
}

struct House {
    address: SocketAddr,
    token: String,
    next: std::sync::atomic::AtomicUsize,
}

impl House {
    async fn new(folder: &Path, history: usize) -> Self {
        let clock = Clock::system();
        let now = clock.now();
        std::fs::create_dir_all(folder).unwrap();
        let store = Store::open(&Location::Folder(folder.to_owned()), now)
            .await
            .unwrap();
        let org = founding::found(&store, "Bench", "Europe/Amsterdam", "nl", now)
            .await
            .unwrap();
        roster(&store, &org, now).await;
        past(&store, &org, history, now).await;
        let bearer = Bearer::new(org.id.clone());
        let tx = store.write("token", &org.id).await.unwrap();
        tx.give_feed_token(&bearer.digest().as_text(), "bench", now)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let app = App {
            store,
            site: Site::new(SiteParts {
                clock,
                language: Language::Nl,
                zone: TimeZone::UTC,
                transport: Transport::Local,
                demo_roles: Vec::new(),
            }),
            limits: Arc::new(Limits::default()),
            passphrases: Passphrases::new(Strength::Token).unwrap(),
            passkeys: Passkeys::off(),
            notifier: Notifier::default(),
            watch: Watch::default(),
            answers: AnswerKey::of(b"a key of benchmarks").unwrap(),
            set_up: Arc::new(SetUp::default()),
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = veer::app::router(&app);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self {
            address,
            token: bearer.reveal(),
            next: std::sync::atomic::AtomicUsize::new(0),
        }
    }

    /// Sends events from all senders; how long each took in milliseconds, in order of length.
    async fn send(&self, events: usize, a_second: Option<usize>) -> Vec<f64> {
        let begin = Moment::now();
        let first = self
            .next
            .fetch_add(events, std::sync::atomic::Ordering::Relaxed);
        let mut hands = Vec::new();
        for sender in 0..SENDERS {
            let (address, token) = (self.address, self.token.clone());
            hands.push(tokio::spawn(async move {
                let mut stream = TcpStream::connect(address).await.unwrap();
                stream.set_nodelay(true).unwrap();
                let mut took = Vec::new();
                for number in (sender..events).step_by(SENDERS) {
                    let due = a_second.map_or_else(Moment::now, |pace| {
                        begin + Duration::from_secs_f64(number as f64 / pace as f64)
                    });
                    tokio::time::sleep_until(due.into()).await;
                    post(&mut stream, &token, &line(first + number)).await;
                    took.push(due.elapsed().as_secs_f64() * 1e3);
                }
                took
            }));
        }
        let mut all = Vec::new();
        for hand in hands {
            all.extend(hand.await.unwrap());
        }
        all.sort_by(f64::total_cmp);
        all
    }
}

async fn post(stream: &mut TcpStream, token: &str, line: &str) {
    let message = format!(
        "POST /api/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\
         Content-Length: {}\r\n\r\n{line}",
        line.len()
    );
    stream.write_all(message.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    let mut part = [0_u8; 4_096];
    loop {
        let read = stream.read(&mut part).await.unwrap();
        assert!(read > 0, "the server hung up");
        answer.extend_from_slice(&part[..read]);
        let text = String::from_utf8_lossy(&answer);
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            assert!(head.starts_with("HTTP/1.1 200"), "{text}");
            assert!(
                body.is_empty() || body.contains("\"quarantined\":0"),
                "{text}"
            );
            if body.ends_with('}') {
                return;
            }
        }
    }
}

/// One in twenty falls on the list, as on a busy day.
fn line(number: usize) -> String {
    let at = jiff::Timestamp::now();
    let kind = if number.is_multiple_of(20) {
        "suicide"
    } else {
        "medical"
    };
    format!(
        "{{\"id\":\"live-{number}\",\"at\":\"{at:.3}\",\"kinds\":[\"{kind}\"],\"priority\":\"A1\",\
         \"units\":[\"17-{:03}\"],\"dispatchers\":[\"d{}\"],\"minor\":false,\"fatal\":false,\
         \"aggression\":false,\"alarm_button\":false,\"major\":false,\"codes\":[\"alarms:1\"],\
         \"status\":\"active\"}}\n",
        // Spread, so that what counts falls on everybody alike.
        (number + number / 20 * 13) % UNITS,
        (number + number / 20) % DISPATCHERS
    )
}

/// Two people on each unit, all day, and the dispatchers.
async fn roster(store: &Store, org: &Organisation, now: Instant) {
    let mut people = Vec::new();
    let mut shifts = Vec::new();
    for number in 0..UNITS * 2 + DISPATCHERS {
        let id = PersonId::new(entropy::new_id(now));
        let roster_id = match number.checked_sub(UNITS * 2) {
            Some(dispatcher) => format!("d{dispatcher}"),
            None => format!("p{number}"),
        };
        people.push(PersonDraft {
            id: id.clone(),
            pseudonym: entropy::new_id(now),
            roster_id,
            name: format!("Person {number}"),
            email: None,
            phone: None,
            staff_group: "ambulance".to_owned(),
            trained_until: None,
            roles: RoleSet::default().with(Role::Colleague),
        });
        shifts.push(Shift {
            person: id,
            unit: UnitCode::new(format!("17-{:03}", number / 2)),
            from: now.minus(SignedDuration::from_hours(2)),
            until: now.plus(SignedDuration::from_hours(10)),
        });
    }
    let tx = store.write("roster", &org.id).await.unwrap();
    tx.save_people(&people).await.unwrap();
    tx.save_shifts(&shifts).await.unwrap();
    tx.commit().await.unwrap();
}

/// What was stored before: a year of the same kind.
async fn past(store: &Store, org: &Organisation, events: usize, now: Instant) {
    let mut intake = Intake::begin(store, org, "bench", "bench".to_owned(), now)
        .await
        .unwrap();
    let record = |number: usize| {
        let back = SignedDuration::from_mins(600 + i64::try_from(number).unwrap() % 500_000);
        let mut record = EventRecord::new(
            "bench",
            number.to_string(),
            now.minus(back),
            Precision::Exact,
        );
        let kind = if number.is_multiple_of(20) {
            "suicide"
        } else {
            "medical"
        };
        record.kind_codes = BTreeSet::from([KindCode::new(kind)]);
        record.units = BTreeSet::from([UnitCode::new(format!("17-{:03}", number % UNITS))]);
        Ok(record)
    };
    let mut numbers = (0..events).map(record);
    loop {
        let batch: Vec<_> = numbers.by_ref().take(BATCH).collect();
        if batch.is_empty() {
            break;
        }
        intake.take(&batch, now).await.unwrap();
    }
    intake.finish(now).await.unwrap();
}
