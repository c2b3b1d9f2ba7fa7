//! What is said of patients and callers is nowhere to be found, by whatever way it came.
//!
//! A mark stands in everything that a format could carry and that Veer does not need. Afterwards all
//! of the database is read, its files byte by byte, the log at its finest, and every answer.

crate::on_both_engines!(nothing_of_a_patient_is_anywhere);

mod scenario {
    use std::{
        fmt::Write as _,
        fs,
        io::{self, Write},
        process::Command,
        sync::{Arc, Mutex},
    };

    use care::access::Role;
    use sea_orm::{ConnectionTrait as _, DatabaseConnection, DbBackend, Statement};
    use serde_json::{Value, json};
    use veer::{
        feed::inbox::Inbox,
        store::{FILE, Location},
    };

    use crate::{
        hooks::scenario::{made, send},
        support::{
            Fixture,
            pages::{Answer, Browser, House},
            raw,
        },
    };

    const FULL: &str = include_str!("../../../packs/ambulance/eido-voorbeeld.json");
    const REGISTER: &str = include_str!("../../../packs/ambulance/register-voorbeeld.csv");
    /// Looks like a name and like no code.
    const MARK: &str = "Zqplant Jansen, 1961";
    /// What is looked for: each part of the mark by itself.
    const PARTS: [&str; 2] = ["zqplant", "jansen, 1961"];

    /// The members of a document that are read, by their last name.
    const READ: [&str; 11] = [
        "$id",
        "$ref",
        "internalIncidentId",
        "incidentPriorityInternalText",
        "emergencyResourceName",
        "activeOnIncidentId",
        "lastUpdateTimeStamp",
        "incidentCreatedTimestamp",
        "incidentDeclaredTimestamp",
        "incidentStartTimestamp",
        "startTimestamp",
    ];

    /// A log that keeps every line.
    #[derive(Clone, Default)]
    struct Log(Arc<Mutex<Vec<u8>>>);

    impl Write for Log {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl Log {
        /// Listens to our own crates at their finest, from here on and in every thread.
        fn listen() -> Self {
            let log = Self::default();
            let writer = log.clone();
            let subscriber = tracing_subscriber::fmt()
                .with_env_filter("veer=trace,care=trace")
                .with_writer(move || writer.clone())
                .finish();
            // The other engine's turn in the same process: its lines go to the first log.
            _ = tracing::subscriber::set_global_default(subscriber);
            log
        }
    }

    /// Puts the mark in every text that is not read.
    fn plant(value: &mut Value, name: &str) {
        match value {
            Value::String(text) if !READ.contains(&name) => MARK.clone_into(text),
            Value::Array(values) => values.iter_mut().for_each(|it| plant(it, name)),
            Value::Object(members) => members.iter_mut().for_each(|(name, it)| plant(it, name)),
            _ => {}
        }
    }

    /// Documents: planted, with an unknown component, broken off, and of the wrong types.
    fn documents() -> Vec<String> {
        let mut whole: Value = serde_json::from_str(FULL).unwrap();
        plant(&mut whole, "");
        whole["somethingNewComponent"] = json!([{"$id": MARK, MARK: {"a": [MARK]}}]);
        let whole = whole.to_string();
        let mut spoilt: Value = serde_json::from_str(FULL).unwrap();
        plant(&mut spoilt, "");
        spoilt["lastUpdateTimeStamp"] = MARK.into();
        spoilt["incidentComponent"]["incidentPriorityInternalText"] = json!({"x": MARK});
        let half = whole[..whole.len() / 2].to_owned();
        vec![
            whole.replacen("eidoVersion", "eidoversion", 1),
            spoilt.to_string(),
            half,
            whole,
        ]
    }

    /// Lines of a live feed: with members that nobody asked for, and with known ones of wrong types.
    fn lines() -> String {
        let good = json!({
            "id": "1", "at": "2026-03-03T03:00:00+01:00", "kinds": ["resuscitation"], "units": ["17-101"],
            "caller": MARK, "patient": {"name": MARK, "born": [MARK, {"x": MARK}]}, MARK: MARK,
            "remarks": [[[MARK]]], "codes": null,
        });
        let with = |name: &str, value: Value| {
            let mut line = good.clone();
            line[name] = value;
            line
        };
        let object = json!({ "x": MARK });
        let mut all = vec![
            good.clone(),
            with("at", MARK.into()),
            with("until", MARK.into()),
        ];
        for name in [
            "id",
            "revision",
            "at",
            "kinds",
            "units",
            "dispatchers",
            "codes",
            "priority",
            "status",
            "merged_into",
            "minor",
            "fatal",
            "aggression",
            "alarm_button",
            "major",
        ] {
            all.push(with(name, object.clone()));
            all.push(with(name, json!([[MARK]])));
        }
        for name in [
            "revision",
            "status",
            "minor",
            "fatal",
            "aggression",
            "alarm_button",
            "major",
        ] {
            all.push(with(name, MARK.into()));
        }
        let mut text = String::new();
        for line in all {
            writeln!(text, "{line}").unwrap();
        }
        let broken = format!("{{\"id\":\"2\",\"caller\":\"{MARK}");
        writeln!(text, "{MARK}\n{broken}\n[\"{MARK}\"]\n\"{MARK}\"").unwrap();
        text
    }

    /// A register with the mark in every cell that says nothing of number, kind, urgency or crew.
    fn register() -> String {
        let mut lines = REGISTER.lines().filter(|line| !line.contains('"'));
        let header: Vec<&str> = lines.next().unwrap().split(';').collect();
        let read = [
            "Incidentnummer",
            "Datum",
            "Meldtijd",
            "Classificatie",
            "Nadere code",
            "Urgentie",
            "Eenheid",
            "Centralist",
        ];
        let mut text = format!("{};Beller\n", header.join(";"));
        for (at, line) in lines.enumerate() {
            let cells = line.split(';').zip(&header).map(|(cell, column)| {
                let spoilt = *column == "Meldtijd" && at % 3 == 0;
                if read.contains(column) && !spoilt {
                    cell
                } else {
                    MARK
                }
            });
            text.push_str(&cells.collect::<Vec<_>>().join(";"));
            writeln!(text, ";{MARK}").unwrap();
        }
        writeln!(text, "too;few;{MARK}\n2;\"{MARK}").unwrap();
        text
    }

    async fn texts(database: &DatabaseConnection, sql: &str) -> Vec<String> {
        let statement = Statement::from_string(database.get_database_backend(), sql);
        let rows = database.query_all_raw(statement).await.unwrap();
        let text = |row: &sea_orm::QueryResult| row.try_get_by_index::<Option<String>>(0).unwrap();
        rows.iter().filter_map(text).collect()
    }

    /// Every value of every column of every table.
    async fn everything(f: &Fixture) -> Vec<(String, String)> {
        let database = raw(&f.location).await;
        let sqlite = database.get_database_backend() == DbBackend::Sqlite;
        let tables = if sqlite {
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
        } else {
            "SELECT CAST(table_name AS TEXT) FROM information_schema.tables WHERE table_schema = 'public'"
        };
        let mut all = Vec::new();
        for table in texts(&database, tables).await {
            let columns = if sqlite {
                format!("SELECT name FROM pragma_table_info('{table}')")
            } else {
                format!(
                    "SELECT CAST(column_name AS TEXT) FROM information_schema.columns WHERE table_name = '{table}'"
                )
            };
            for column in texts(&database, &columns).await {
                let values = format!("SELECT CAST({column} AS TEXT) FROM {table}");
                let values = texts(&database, &values).await;
                all.push((format!("{table}.{column}"), values.join("\n")));
            }
        }
        database.close().await.unwrap();
        all
    }

    #[track_caller]
    fn clean(place: &str, text: &str) {
        let text = text.to_lowercase();
        for part in PARTS {
            let found = text.find(part);
            let around = found.map(|at| {
                String::from_utf8_lossy(
                    &text.as_bytes()[at.saturating_sub(80)..(at + 80).min(text.len())],
                )
                .into_owned()
            });
            assert_eq!(around, None, "{place}");
        }
    }

    /// `veer import dispatch` and `veer verdict` on a file: what they say.
    fn commands(
        f: &Fixture,
        csv: &std::path::Path,
        profile: &std::path::Path,
        org: &str,
    ) -> String {
        let mut told = String::new();
        let import = ["import", "dispatch", "--json", "--org", org, "--profile"];
        let pack = concat!(env!("CARGO_MANIFEST_DIR"), "/../packs/ambulance");
        for arguments in [&import[..], &["verdict", "--pack", pack, "--profile"]] {
            let mut command = Command::new(env!("CARGO_BIN_EXE_veer"));
            match &f.location {
                Location::Folder(folder) => command.env("VEER_DATA_DIR", folder),
                Location::Url(url) => command.env("VEER_DATABASE_URL", url),
            };
            command
                .env("VEER_LOG", "veer=trace,care=trace")
                .current_dir(f.folder.path());
            let output = command
                .args(arguments)
                .arg(profile)
                .arg(csv)
                .output()
                .unwrap();
            assert!(
                output.status.success(),
                "{}",
                String::from_utf8_lossy(&output.stderr)
            );
            told += &String::from_utf8_lossy(&output.stdout);
            told += &String::from_utf8_lossy(&output.stderr);
        }
        told
    }

    /// Everything by HTTP, under a token and signed: the answers.
    async fn by_http(house: &House, browser: &Browser<'_>, bodies: &[String]) -> Vec<Answer> {
        let token = house.feed_token("meldkamer").await;
        let headers = [("authorization", token.as_str())];
        let mut answers = Vec::new();
        for body in bodies {
            for path in ["/api/events", "/api/eido"] {
                answers.push(house.machine(path, &headers, body.clone()).await);
            }
        }
        for format in ["events", "eido"] {
            let (path, secret) = made(browser, "zuid", format).await;
            for body in bodies {
                let parsed: Value = serde_json::from_str(body).unwrap_or(MARK.into());
                let wrapped =
                    json!({"type": MARK, "timestamp": MARK, "note": {"x": MARK}, "data": parsed});
                for body in [body.clone(), wrapped.to_string(), MARK.to_owned()] {
                    answers.push(send(house, &path, &secret, body.as_bytes()).await.ok());
                    let headers = [
                        ("webhook-id", MARK),
                        ("webhook-timestamp", MARK),
                        ("webhook-signature", MARK),
                    ];
                    answers.push(house.machine(&path, &headers, body).await);
                }
            }
        }
        answers
    }

    /// Everything by the watched folder: what is told beside the files.
    async fn by_folder(house: &House, bodies: &[String]) {
        let root = tempfile::tempdir().unwrap();
        let place = root.path().join("ambulance-noord/meldkamer");
        fs::create_dir_all(&place).unwrap();
        fs::write(place.join(format!("{MARK}.csv")), register()).unwrap();
        fs::write(place.join(format!("{MARK}.txt")), MARK).unwrap();
        for (at, body) in bodies.iter().enumerate() {
            fs::write(place.join(format!("{at}.json")), body).unwrap();
            fs::write(place.join(format!("{at}.ndjson")), body).unwrap();
        }
        let mut inbox = Inbox::new(root.path().to_owned()).unwrap();
        let mut taken = 0;
        for _ in 0..2 {
            let (store, now) = (&house.fixture.store, house.now());
            taken += inbox.look(store, now, now).await.unwrap().taken;
            house.wait(1);
        }
        assert_eq!(taken, 2 * bodies.len() + 1);
        for file in fs::read_dir(place.join("set-aside")).unwrap() {
            let path = file.unwrap().path();
            if path.to_string_lossy().ends_with(".told.json") {
                clean(
                    "what is told beside a file",
                    &fs::read_to_string(path).unwrap(),
                );
            }
        }
    }

    /// Everything of a register by the commands: what they say.
    fn by_commands(house: &House) {
        let csv = house.fixture.folder.path().join("register.csv");
        let profile = house.fixture.folder.path().join("profile.toml");
        fs::write(&csv, register()).unwrap();
        fs::write(
            &profile,
            include_str!("../../../packs/ambulance/profile.toml"),
        )
        .unwrap();
        let told = commands(&house.fixture, &csv, &profile, house.org.id.as_str());
        fs::remove_file(&csv).unwrap();
        clean("what the commands said", &told);
    }

    /// All of the database, in columns and in bytes.
    async fn the_database_is_clean(f: &Fixture) {
        let everything = everything(f).await;
        assert!(everything.len() > 300, "{} columns", everything.len());
        let rows = |place: &str| {
            everything
                .iter()
                .find(|it| it.0 == place)
                .unwrap()
                .1
                .lines()
                .count()
        };
        let found = (rows("incidents.record"), rows("quarantine.fields"));
        assert!(
            found.0 > 40 && found.1 > 60,
            "much was read and much set aside: {found:?}"
        );
        for (place, values) in &everything {
            clean(place, values);
        }
        if let Location::Folder(folder) = &f.location {
            for end in ["", "-wal", "-shm"] {
                let bytes = fs::read(folder.join(format!("{FILE}{end}"))).unwrap_or_default();
                clean(end, &String::from_utf8_lossy(&bytes));
            }
        }
    }

    pub async fn nothing_of_a_patient_is_anywhere(f: Fixture) {
        let log = Log::listen();
        let house = House::new(f).await;
        house.save_profile().await;
        let roles = [Role::Administrator, Role::Coordinator];
        let admin = house.person("Ada", &roles).await;
        let browser = house.sign_in(&admin);
        let mut bodies = documents();
        bodies.push(format!("[{}]", bodies[0]));
        bodies.push(lines());
        let answers = by_http(&house, &browser, &bodies).await;
        by_folder(&house, &bodies).await;
        by_commands(&house);
        for answer in &answers {
            clean("an answer", &answer.body);
        }
        for page in [
            "/desk/feed",
            "/desk/health",
            "/coordinate/quarantine",
            "/coordinate/events",
            "/coordinate/units",
            "/coordinate/confirm",
        ] {
            clean(page, &browser.get(page).await.body);
        }
        the_database_is_clean(&house.fixture).await;
        let log = String::from_utf8_lossy(&log.0.lock().unwrap()).into_owned();
        clean("the log", &log);
    }
}
