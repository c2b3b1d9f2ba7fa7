//! A live feed while the power goes, again and again, or the disk fills: nothing acknowledged is lost,
//! nothing doubled.

crate::on_both_engines!(ten_kills_lose_and_double_nothing);

#[tokio::test]
async fn a_disk_that_fills_is_told_and_loses_nothing() {
    scenario::a_disk_that_fills_is_told_and_loses_nothing(crate::support::sqlite().await).await;
}

pub use scenario::{listening, send};

mod scenario {
    use std::{
        collections::BTreeSet,
        io::{BufRead as _, BufReader, Read as _, Write as _},
        net::TcpStream,
        process::{Child, Command, Stdio},
        sync::{
            Mutex,
            atomic::{AtomicBool, AtomicUsize, Ordering},
        },
    };

    use care::{exposure::Shift, ids::UnitCode};
    use jiff::SignedDuration;
    use sea_orm::{ConnectionTrait as _, Statement};
    use veer::{auth::bearer::Bearer, clock::Clock, store::Location};

    use crate::{
        support::{Fixture, raw},
        veer::{command, root},
    };

    const KILLS: usize = 10;
    /// How many acknowledgements each life of the server gives before it is killed.
    const EACH: usize = 40;

    /// The server, and the port that it says it listens on.
    fn serve(f: &Fixture) -> (Child, u16) {
        listening(command(f).args(["serve", "--listen", "127.0.0.1:0"]))
    }

    /// The same, where no file can grow beyond this many blocks of 512 bytes: as on a full disk.
    fn serve_within(f: &Fixture, blocks: u64) -> (Child, u16) {
        let veer = command(f).get_program().to_owned();
        let mut shell = Command::new("sh");
        for (name, value) in command(f).get_envs() {
            match value {
                Some(value) => shell.env(name, value),
                None => shell.env_remove(name),
            };
        }
        let limited = "trap '' XFSZ; ulimit -f \"$1\"; exec \"$0\" serve --listen 127.0.0.1:0";
        shell.arg("-c").arg(limited).arg(veer);
        listening(shell.current_dir(root()).arg(blocks.to_string()))
    }

    pub fn listening(serve: &mut Command) -> (Child, u16) {
        let mut child = serve
            .env("VEER_LOG", "info")
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut log = BufReader::new(child.stderr.take().unwrap()).lines();
        let port = log.by_ref().find_map(|line| {
            let line: serde_json::Value = serde_json::from_str(&line.unwrap()).ok()?;
            let address = line["fields"]["address"].as_str()?.to_owned();
            address.rsplit(':').next()?.parse().ok()
        });
        std::thread::spawn(move || log.for_each(drop));
        (child, port.unwrap())
    }

    /// One event in one message: what the server answered, unless it died over it.
    fn tell(stream: &mut TcpStream, token: &str, at: &str, number: usize) -> Option<String> {
        let answer = send(stream, token, &line(at, number))?;
        answer.starts_with("HTTP/1.1 200").then_some(answer)
    }

    fn line(at: &str, number: usize) -> String {
        format!(
            "{{\"id\":\"{number}\",\"at\":\"{at}\",\"kinds\":[\"suicide\"],\"units\":[\"17-101\"]}}\n"
        )
    }

    pub fn send(stream: &mut TcpStream, token: &str, lines: &str) -> Option<String> {
        write!(
            stream,
            "POST /api/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\
             Content-Length: {}\r\n\r\n{lines}",
            lines.len()
        )
        .ok()?;
        let mut answer = String::new();
        let mut part = [0; 4_096];
        while !answer.ends_with('}') {
            let read = stream.read(&mut part).ok().filter(|read| *read > 0)?;
            answer += std::str::from_utf8(&part[..read]).unwrap();
        }
        Some(answer)
    }

    /// A feed's token, and now as its lines say it; Anna is on the unit that they tell of.
    async fn feed(f: &Fixture) -> (String, String) {
        let org = f.organisation().await;
        let anna = f.person(&org.id, "Anna", &[]).await;
        let now = Clock::system().now();
        let shift = Shift {
            person: anna,
            unit: UnitCode::new("17-101"),
            from: now.minus(SignedDuration::from_hours(4)),
            until: now.plus(SignedDuration::from_hours(4)),
        };
        let bearer = Bearer::new(org.id.clone());
        let tx = f.store.write("token", &org.id).await.unwrap();
        let key = bearer.digest().as_text();
        tx.give_feed_token(&key, "mka", now).await.unwrap();
        tx.save_shifts(&[shift]).await.unwrap();
        tx.commit().await.unwrap();
        let at = jiff::Timestamp::from_millisecond(now.millis()).unwrap();
        (bearer.reveal(), at.to_string())
    }

    pub async fn a_disk_that_fills_is_told_and_loses_nothing(f: Fixture) {
        let (token, at) = feed(&f).await;
        let Location::Folder(folder) = &f.location else {
            panic!("an embedded store");
        };
        // What is there may be written over; nothing can grow by more than a megabyte.
        let files = std::fs::read_dir(folder).unwrap();
        let sizes = files.map(|file| file.unwrap().metadata().unwrap().len());
        let blocks = (sizes.max().unwrap() + (1 << 20)) / 512;
        let (mut child, port) = serve_within(&f, blocks);
        let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        let message = |first: usize| -> String {
            let numbers = first..first + 50;
            numbers
                .map(|number| line(&at, number).replace("suicide", "medical"))
                .collect()
        };
        let mut taken = 0;
        let refused = loop {
            let answer = send(&mut stream, &token, &message(taken)).unwrap();
            if !answer.starts_with("HTTP/1.1 200") {
                break answer;
            }
            assert!(answer.contains("\"new\":50"), "{answer}");
            taken += 50;
            assert!(taken < 100_000, "the disk never fills");
        };
        assert!(refused.starts_with("HTTP/1.1 507"), "{refused}");
        assert!(refused.contains("\"read\":0") && refused.contains("\"stopped\":\"no-room\""));
        // It still answers, and says the same.
        let again = send(&mut stream, &token, &message(taken)).unwrap();
        assert!(again.starts_with("HTTP/1.1 507"), "{again}");
        child.kill().unwrap();
        child.wait().unwrap();
        let stored = numbers(&f).await;
        assert_eq!(
            stored.len(),
            taken,
            "what was acknowledged, and nothing else"
        );
        // With room again, the rest comes in.
        let (mut child, port) = serve(&f);
        let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        let answer = send(&mut stream, &token, &(message(0) + &message(taken))).unwrap();
        assert!(
            answer.contains("\"new\":50") && answer.contains("\"duplicate\":50"),
            "{answer}"
        );
        child.kill().unwrap();
        child.wait().unwrap();
    }

    pub async fn ten_kills_lose_and_double_nothing(f: Fixture) {
        let (token, at) = feed(&f).await;
        let next = AtomicUsize::new(0);
        let acknowledged = Mutex::new(BTreeSet::new());
        for kill in 1..=KILLS {
            let (mut child, port) = serve(&f);
            let enough = kill * EACH;
            let dead = AtomicBool::new(false);
            std::thread::scope(|scope| {
                for _ in 0..8 {
                    scope.spawn(|| {
                        let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
                        while !dead.load(Ordering::Relaxed) {
                            let number = next.fetch_add(1, Ordering::Relaxed);
                            if tell(&mut stream, &token, &at, number).is_none() {
                                return;
                            }
                            acknowledged.lock().unwrap().insert(number.to_string());
                        }
                    });
                }
                while acknowledged.lock().unwrap().len() < enough {
                    std::thread::yield_now();
                }
                child.kill().unwrap();
                child.wait().unwrap();
                dead.store(true, Ordering::Relaxed);
            });
        }
        let told = next.load(Ordering::Relaxed);
        let acknowledged = acknowledged.into_inner().unwrap();
        let stored = numbers(&f).await;
        let known: BTreeSet<String> = stored.iter().cloned().collect();
        assert_eq!(stored.len(), known.len(), "no event twice");
        assert!(
            acknowledged.is_subset(&known),
            "none that was acknowledged is lost"
        );
        let exposed = exposures(&f).await;
        // All of it again: nothing is added but what never came in.
        let (mut child, port) = serve(&f);
        let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        for number in 0..told {
            let answer = tell(&mut stream, &token, &at, number).unwrap();
            let is_new = answer.contains("\"new\":1");
            assert_eq!(
                is_new,
                !known.contains(&number.to_string()),
                "{number}: {answer}"
            );
        }
        child.kill().unwrap();
        child.wait().unwrap();
        assert_eq!(numbers(&f).await.len(), told);
        let fresh = told - known.len();
        assert_eq!(
            exposures(&f).await,
            exposed + fresh,
            "one exposure an event"
        );
    }

    async fn numbers(f: &Fixture) -> Vec<String> {
        let database = raw(&f.location).await;
        let sql = "SELECT source_ref FROM incidents ORDER BY source_ref";
        let statement = Statement::from_string(database.get_database_backend(), sql);
        let rows = database.query_all_raw(statement).await.unwrap();
        let number = |row: sea_orm::QueryResult| row.try_get_by_index(0).unwrap();
        rows.into_iter().map(number).collect()
    }

    async fn exposures(f: &Fixture) -> usize {
        let database = raw(&f.location).await;
        let sql = "SELECT incident_id FROM exposures";
        let statement = Statement::from_string(database.get_database_backend(), sql);
        database.query_all_raw(statement).await.unwrap().len()
    }
}
