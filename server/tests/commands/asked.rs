//! From an event to a supporter who is asked, by real processes that are killed again and again:
//! nobody waits in vain, and nobody is asked twice.

crate::on_both_engines!(ten_kills_lose_and_double_no_page);

mod scenario {
    use std::{
        collections::{BTreeMap, BTreeSet},
        path::Path,
        process::Child,
        sync::{Arc, Mutex},
        time::Duration,
    };

    use axum::{Router, extract::State, http::HeaderMap, routing::post};
    use care::{
        access::Role,
        alerting::ChannelKind,
        exposure::Shift,
        ids::{OrgId, UnitCode},
    };
    use jiff::SignedDuration;
    use sea_orm::{ConnectionTrait as _, Statement};
    use veer::{
        auth::{bearer::Bearer, webhook::HookKey},
        clock::Clock,
        entropy,
        store::Location,
    };

    use crate::{
        killed::{listening, send},
        support::{Fixture, raw},
        veer::command,
    };

    const KILLS: usize = 10;
    /// How many events each life of the server acknowledges before it is killed.
    const EACH: usize = 12;
    /// How many colleagues there are, each alone on a unit: an event each.
    const COLLEAGUES: usize = 400;

    /// Ids of messages that were handed over, and how often.
    type Got = Arc<Mutex<BTreeMap<String, usize>>>;

    /// A provider on this machine, on a thread of its own.
    fn provider() -> (String, Got) {
        let got = Got::default();
        let (tell, address) = std::sync::mpsc::channel();
        let state = got.clone();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(async move {
                let take = |State(got): State<Got>, headers: HeaderMap| async move {
                    let id = headers["webhook-id"].to_str().unwrap().to_owned();
                    *got.lock().unwrap().entry(id).or_default() += 1;
                };
                let app = Router::new().route("/", post(take)).with_state(state);
                let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
                tell.send(listener.local_addr().unwrap()).unwrap();
                axum::serve(listener, app).await.unwrap();
            });
        });
        (format!("http://{}/", address.recv().unwrap()), got)
    }

    /// The channels file, with a key beside it.
    fn channels(folder: &Path, address: &str) -> std::path::PathBuf {
        let (file, key) = (folder.join("channels.toml"), folder.join("gateway.key"));
        std::fs::write(&key, HookKey::new_secret().reveal()).unwrap();
        let text =
            format!("[gateway]\naddress = {address:?}\nkey_file = {key:?}\nkinds = [\"sms\"]\n");
        std::fs::write(&file, text).unwrap();
        file
    }

    fn serve(f: &Fixture, channels: &Path) -> (Child, u16) {
        listening(
            command(f)
                .args([
                    "serve",
                    "--listen",
                    "127.0.0.1:0",
                    "--origin",
                    "http://localhost:8080",
                ])
                .arg("--channels")
                .arg(channels),
        )
    }

    /// Colleagues on a unit each, and one supporter on duty whose text messages arrive.
    async fn team(f: &Fixture) -> (OrgId, String, String) {
        let org = f.organisation().await;
        let now = Clock::system().now();
        let (from, until) = (
            now.minus(SignedDuration::from_hours(4)),
            now.plus(SignedDuration::from_hours(12)),
        );
        let mut shifts = Vec::new();
        for number in 0..COLLEAGUES {
            let person = f
                .person(&org.id, &format!("C{number}"), &[Role::Colleague])
                .await;
            let unit = UnitCode::new(format!("u-{number}"));
            shifts.push(Shift {
                person,
                unit,
                from,
                until,
            });
        }
        let anna = f
            .person(&org.id, "Anna", &[Role::Colleague, Role::Supporter])
            .await;
        let bearer = Bearer::new(org.id.clone());
        let tx = f.store.write("team", &org.id).await.unwrap();
        let key = bearer.digest().as_text();
        tx.give_feed_token(&key, "mka", now).await.unwrap();
        tx.save_shifts(&shifts).await.unwrap();
        tx.save_duty(&[(anna.clone(), from, until)]).await.unwrap();
        let channel = entropy::new_id(now);
        tx.add_channel(&channel, &anna, ChannelKind::Sms, "+31612345678", now)
            .await
            .unwrap();
        tx.prove_channel(&channel, now).await.unwrap();
        tx.commit().await.unwrap();
        let at = jiff::Timestamp::from_millisecond(now.millis()).unwrap();
        (org.id, bearer.reveal(), at.to_string())
    }

    pub async fn ten_kills_lose_and_double_no_page(f: Fixture) {
        let (_, token, at) = team(&f).await;
        let (address, got) = provider();
        let file = channels(f.folder.path(), &address);
        // Where the database can be shared, a second process works beside the one that is killed.
        let mut beside = matches!(f.location, Location::Url(_)).then(|| serve(&f, &file));
        let mut acknowledged: BTreeSet<String> = BTreeSet::new();
        let mut number = 0;
        for _ in 0..KILLS {
            let (mut child, port) = serve(&f, &file);
            let mut stream = std::net::TcpStream::connect(("127.0.0.1", port)).unwrap();
            for _ in 0..EACH {
                let line = format!(
                    "{{\"id\":\"e-{number}\",\"at\":\"{at}\",\"kinds\":[\"suicide\"],\"units\":[\"u-{number}\"]}}\n"
                );
                let answer = send(&mut stream, &token, &line).unwrap();
                assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
                acknowledged.insert(format!("e-{number}"));
                number += 1;
            }
            child.kill().unwrap();
            child.wait().unwrap();
        }
        let (mut last, _) = serve(&f, &file);
        until_nothing_waits(&f).await;
        for child in [Some(&mut last), beside.as_mut().map(|(child, _)| child)]
            .into_iter()
            .flatten()
        {
            child.kill().unwrap();
            child.wait().unwrap();
        }
        let asked = asked(&f).await;
        assert_eq!(asked.len(), acknowledged.len(), "one alert for each event");
        let got = got.lock().unwrap().clone();
        let mut told = BTreeSet::new();
        for (event, messages) in asked {
            assert!(acknowledged.contains(&event), "{event}");
            assert_eq!(messages.len(), 1, "{event}: asked once");
            let id = messages.into_iter().next().unwrap();
            assert!(got.contains_key(&id), "{event}: it arrived");
            told.insert(id);
        }
        assert_eq!(got.len(), told.len(), "nothing else arrived");
        // A process that dies between handing over and writing that down hands over again: under the
        // same id, at most once for each message that was under way.
        let again: usize = got.values().map(|times| times - 1).sum();
        assert!(again <= KILLS * 48, "{again} again under the same id");
    }

    /// Waits until every event has its page and every message is handed over.
    async fn until_nothing_waits(f: &Fixture) {
        for _ in 0..600 {
            // In this order: a page is written with its messages.
            let unasked = "SELECT COUNT(*) FROM alerts a WHERE a.closed_at IS NULL AND NOT EXISTS \
                           (SELECT 1 FROM pages p WHERE p.org_id = a.org_id AND p.alert_id = a.alert_id)";
            let unsent = "SELECT COUNT(*) FROM messages WHERE state = 'waiting'";
            if count(f, unasked).await == 0 && count(f, unsent).await == 0 {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("something still waits after a minute");
    }

    async fn count(f: &Fixture, sql: &str) -> i64 {
        let database = raw(&f.location).await;
        let statement = Statement::from_string(database.get_database_backend(), sql);
        let row = database.query_one_raw(statement).await.unwrap().unwrap();
        row.try_get_by_index(0).unwrap()
    }

    /// The messages of the supporter's pages, by the number of the event that they ask for.
    async fn asked(f: &Fixture) -> BTreeMap<String, BTreeSet<String>> {
        let database = raw(&f.location).await;
        let sql = "SELECT i.source_ref, m.message_id FROM messages m JOIN alerts a ON a.org_id = m.org_id \
                   AND a.alert_id = m.alert_id JOIN incidents i ON i.org_id = a.org_id \
                   AND i.incident_id = a.alert_id";
        let statement = Statement::from_string(database.get_database_backend(), sql);
        let mut asked: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for row in database.query_all_raw(statement).await.unwrap() {
            let event: String = row.try_get_by_index(0).unwrap();
            asked
                .entry(event)
                .or_default()
                .insert(row.try_get_by_index(1).unwrap());
        }
        asked
    }
}
