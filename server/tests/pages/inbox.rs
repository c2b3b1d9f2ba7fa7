//! The watched folder, one look at a time on a clock that a test moves.

crate::on_both_engines!(
    a_file_that_is_still_comes_in_and_is_moved,
    what_was_set_aside_is_told_beside_the_file,
    a_reading_that_was_broken_off_is_begun_again,
    odd_things_are_left_alone_and_told,
    a_link_leads_nowhere,
    what_was_taken_goes_after_seven_days,
    a_folder_that_falls_silent_is_told,
);

mod scenario {
    use std::{
        fs,
        io::{BufWriter, Write as _},
        os::unix::fs::{PermissionsExt as _, symlink},
        path::{Path, PathBuf},
        process::Command,
    };

    use care::access::Role;
    use jiff::SignedDuration;
    use serde_json::Value;
    use veer::feed::inbox::{Inbox, Look};

    use crate::support::{Fixture, pages::House};

    const REGISTER: &str = include_str!("../../../packs/ambulance/register-voorbeeld.csv");

    /// A house with a watched folder, and the place of `meldkamer` in it.
    struct Watched {
        house: House,
        inbox: Inbox,
        root: tempfile::TempDir,
        place: PathBuf,
    }

    impl Watched {
        async fn new(f: Fixture) -> Self {
            let house = House::new(f).await;
            let root = tempfile::tempdir().unwrap();
            let place = root.path().join("ambulance-noord/meldkamer");
            fs::create_dir_all(&place).unwrap();
            let inbox = Inbox::new(root.path().to_owned()).unwrap();
            Self {
                house,
                inbox,
                root,
                place,
            }
        }

        async fn look(&mut self) -> Look {
            let clock = &self.house.clock;
            let store = &self.house.fixture.store;
            let look = self.inbox.look(store, clock.now(), clock.real_now());
            look.await.unwrap()
        }

        /// Looks, waits for what has to be still, and looks again.
        async fn settle(&mut self) -> Look {
            self.look().await;
            self.seconds(2);
            self.look().await
        }

        fn seconds(&self, seconds: i64) {
            self.house.clock.shift(SignedDuration::from_secs(seconds));
        }

        fn put(&self, name: &str, bytes: impl AsRef<[u8]>) {
            fs::write(self.place.join(name), bytes).unwrap();
        }

        fn told(&self, name: &str) -> Value {
            let told = self
                .place
                .join("set-aside")
                .join(format!("{name}.told.json"));
            serde_json::from_slice(&fs::read(told).unwrap()).unwrap()
        }

        async fn trouble(&self) -> (String, i64) {
            let tx = self.house.read().await;
            let row = tx.inbox_sources().await.unwrap().pop().unwrap();
            (row.trouble, row.files)
        }
    }

    fn event(number: impl std::fmt::Display) -> String {
        format!("{{\"id\":\"{number}\",\"at\":\"2026-03-03T03:00:00+01:00\"}}\n")
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .map(|all| {
                all.map(|it| it.unwrap().file_name().into_string().unwrap())
                    .collect()
            })
            .unwrap_or_default();
        names.sort();
        names
    }

    pub async fn a_file_that_is_still_comes_in_and_is_moved(f: Fixture) {
        let mut it = Watched::new(f).await;
        it.put("a.ndjson", event(1));
        it.put("b.ndjson.part", event(2));
        it.put(".c.ndjson", event(3));
        assert_eq!(it.look().await.taken, 0, "it may still be written");
        it.seconds(1);
        it.put("a.ndjson", event(1) + &event(4));
        it.seconds(1);
        assert_eq!(it.look().await.taken, 0, "it was written meanwhile");
        it.seconds(2);
        assert_eq!(it.look().await.taken, 1);
        assert_eq!(
            it.house.known("meldkamer", &["1", "2", "3", "4"]).await,
            ["1", "4"]
        );
        let taken = it.place.join("taken/2026-03-03");
        assert_eq!(names(&taken), ["a.ndjson"]);
        assert_eq!(names(&it.place), [".c.ndjson", "b.ndjson.part", "taken"]);
        // The same name and content again: nothing is doubled, and nothing is written over.
        it.put("a.ndjson", event(1) + &event(4));
        it.put("b.jsonl", event(5));
        it.put(
            "c.JSON",
            include_str!("../../../packs/ambulance/eido-voorbeeld.json"),
        );
        it.put("d.csv", REGISTER);
        assert_eq!(
            it.settle().await,
            Look {
                taken: 3,
                troubled: 1,
                strangers: 0
            }
        );
        assert_eq!(it.trouble().await, ("profile-missing".to_owned(), 1));
        assert_eq!(
            names(&taken),
            ["a.ndjson", "a.ndjson~2", "b.jsonl", "c.JSON"]
        );
        it.house.save_profile().await;
        assert_eq!(it.look().await.taken, 0, "not at every look");
        it.seconds(60);
        assert_eq!(
            it.look().await,
            Look {
                taken: 1,
                troubled: 0,
                strangers: 0
            }
        );
        assert_eq!(it.trouble().await, (String::new(), 0));
        assert_eq!(
            it.house.known("meldkamer", &["2610-0003"]).await,
            ["2610-0003"]
        );
    }

    pub async fn what_was_set_aside_is_told_beside_the_file(f: Fixture) {
        let mut it = Watched::new(f).await;
        let mut file = BufWriter::new(fs::File::create(it.place.join("long.ndjson")).unwrap());
        file.write_all(event(1).as_bytes()).unwrap();
        let chunk = vec![b'x'; 1 << 20];
        for _ in 0..50 {
            file.write_all(&chunk).unwrap();
        }
        file.write_all(b"\n{\"id\":\"\xE9\"}\nnonsense 1\nnonsense 2\n")
            .unwrap();
        file.write_all(event(2).as_bytes()).unwrap();
        drop(file);
        it.put("empty.csv", "");
        it.put("other.csv", "one;two\n1;2\n");
        let mut lines = REGISTER.lines();
        let (header, row) = (lines.next().unwrap(), lines.next().unwrap());
        let gap = row
            .replace("24-10-2026", "29-03-2026")
            .replace("07:04", "02:30");
        it.put("gap.csv", format!("{header}\n{row}\n{gap}\n"));
        it.house.save_profile().await;
        assert_eq!(
            it.settle().await,
            Look {
                taken: 4,
                troubled: 0,
                strangers: 0
            }
        );
        let told = it.told("long.ndjson");
        assert_eq!(
            (&told["read"], &told["new"], &told["quarantined"]),
            (&6.into(), &2.into(), &4.into())
        );
        assert_eq!(
            told["rejected"],
            serde_json::json!([
                {"line": 2, "part": 2, "reason": "line-too-long"},
                {"line": 3, "part": 3, "reason": "invalid-encoding"},
                {"line": 4, "to_line": 5, "part": 4, "to_part": 5, "reason": "not-json"},
            ])
        );
        assert_eq!(it.told("empty.csv")["refused"], "file-empty");
        assert_eq!(it.told("other.csv")["refused"], "columns-missing");
        assert_eq!(
            it.told("gap.csv")["rejected"][0]["reason"],
            "time-does-not-exist"
        );
        assert_eq!(it.told("gap.csv")["new"], 1);
        let aside = it.place.join("set-aside");
        let private = fs::metadata(aside.join("gap.csv.told.json")).unwrap();
        assert_eq!(private.permissions().mode() & 0o777, 0o600);
        // The same name again.
        it.put("empty.csv", "");
        it.settle().await;
        assert_eq!(it.told("empty.csv~2")["refused"], "file-empty");
        assert_eq!(names(&it.place), ["set-aside"]);
    }

    pub async fn a_reading_that_was_broken_off_is_begun_again(f: Fixture) {
        let mut it = Watched::new(f).await;
        let events: String = (0..12_000).map(event).collect();
        it.put("many.ndjson", events);
        it.look().await;
        it.seconds(2);
        let (store_of, org) = (it.house.fixture.store.clone(), it.house.org.id.clone());
        // As a kill does: nothing of it goes on after some of it is durable.
        let stored = async || {
            let tx = store_of.read("count", &org).await.unwrap();
            tx.count_incidents("meldkamer").await.unwrap()
        };
        let clock = it.house.clock.clone();
        let store = it.house.fixture.store.clone();
        let mut inbox = Inbox::new(it.root.path().to_owned()).unwrap();
        inbox
            .look(&store, clock.now(), clock.real_now())
            .await
            .unwrap();
        clock.shift(SignedDuration::from_secs(2));
        let (now, real_now) = (clock.now(), clock.real_now());
        let task = tokio::spawn(async move { inbox.look(&store, now, real_now).await });
        while stored().await == 0 && !task.is_finished() {
            tokio::time::sleep(std::time::Duration::from_millis(2)).await;
        }
        task.abort();
        _ = task.await;
        let durable = stored().await;
        assert!(durable >= 2_000, "a batch at least: {durable}");
        let was_broken_off = it.place.join("many.ndjson").exists();
        assert!(was_broken_off, "it lies where it was");
        assert_eq!(it.look().await.taken, 1);
        assert_eq!(stored().await, 12_000, "nothing lost, nothing doubled");
        assert_eq!(names(&it.place), ["taken"]);
    }

    pub async fn odd_things_are_left_alone_and_told(f: Fixture) {
        let mut it = Watched::new(f).await;
        it.put("a.txt", "a note");
        it.put("b.ndjson", event(1));
        fs::create_dir(it.place.join("folder.csv")).unwrap();
        let pipe = it.place.join("pipe.ndjson");
        assert!(
            Command::new("mkfifo")
                .arg(&pipe)
                .status()
                .unwrap()
                .success()
        );
        fs::create_dir(it.root.path().join("nobody")).unwrap();
        fs::create_dir(it.root.path().join("ambulance-noord/Jan de Vries")).unwrap();
        fs::write(it.root.path().join("loose.ndjson"), event(2)).unwrap();
        let odd = std::ffi::OsString::from("caf\u{e9}.ndjson");
        fs::write(it.place.join(odd), event(3)).unwrap();
        let look = it.settle().await;
        assert_eq!(
            look,
            Look {
                taken: 2,
                troubled: 4,
                strangers: 1
            }
        );
        let rows = it.house.read().await.inbox_sources().await.unwrap();
        let rows: Vec<_> = rows
            .iter()
            .map(|it| (&*it.source, &*it.trouble, it.files))
            .collect();
        assert_eq!(
            rows,
            [
                ("", "source-unknown", 1),
                ("meldkamer", "format-unknown", 3)
            ]
        );
        let admin = it.house.person("Ada", &[Role::Administrator]).await;
        let desk = it.house.sign_in(&admin).get("/desk/feed").await.ok();
        assert!(desk.says("Er wachten 3 bestanden") && desk.says(".ndjson, .jsonl"));
        assert!(!desk.says("Jan de Vries") && !desk.says("a.txt"));
        assert_eq!(
            it.house.known("meldkamer", &["1", "2", "3"]).await,
            ["1", "3"]
        );
        // What is mended is no trouble any more; a place that is gone is forgotten.
        for name in ["a.txt", "pipe.ndjson"] {
            fs::remove_file(it.place.join(name)).unwrap();
        }
        fs::remove_dir(it.place.join("folder.csv")).unwrap();
        fs::remove_dir(it.root.path().join("ambulance-noord/Jan de Vries")).unwrap();
        assert_eq!(it.look().await.troubled, 0);
        assert_eq!(
            it.house.read().await.inbox_sources().await.unwrap().len(),
            1
        );
        fs::remove_dir_all(it.root.path()).unwrap();
        assert_eq!(
            it.look().await.taken,
            0,
            "the whole folder may be away for a while"
        );
    }

    pub async fn a_link_leads_nowhere(f: Fixture) {
        let mut it = Watched::new(f).await;
        let elsewhere = tempfile::tempdir().unwrap();
        let secret = elsewhere.path().join("secret.ndjson");
        fs::write(&secret, event(1)).unwrap();
        symlink(&secret, it.place.join("a.ndjson")).unwrap();
        symlink(
            elsewhere.path(),
            it.root.path().join("ambulance-noord/noord"),
        )
        .unwrap();
        symlink(elsewhere.path(), it.place.join("taken")).unwrap();
        let old = elsewhere.path().join("2020-01-01");
        fs::create_dir(&old).unwrap();
        fs::write(old.join("kept"), "kept").unwrap();
        it.put("b.ndjson", event(2));
        let look = it.settle().await;
        assert_eq!(look.taken, 0, "there is nowhere to put it");
        assert_eq!(it.house.known("meldkamer", &["1", "2"]).await, ["2"]);
        assert_eq!(
            it.trouble().await.0,
            "unreadable",
            "the source that is a link"
        );
        assert!(secret.exists() && old.join("kept").exists());
        assert_eq!(names(elsewhere.path()), ["2020-01-01", "secret.ndjson"]);
        assert!(it.place.join("b.ndjson").exists());
        fs::remove_file(it.place.join("taken")).unwrap();
        it.seconds(60);
        assert_eq!(it.look().await.taken, 1, "read again, and moved");
    }

    pub async fn what_was_taken_goes_after_seven_days(f: Fixture) {
        let mut it = Watched::new(f).await;
        it.put("a.ndjson", event(1));
        it.put("bad.ndjson", "nonsense\n");
        it.settle().await;
        let taken = it.place.join("taken");
        assert_eq!(names(&taken), ["2026-03-03"]);
        it.house.wait(7 * 24);
        it.look().await;
        assert_eq!(names(&taken), ["2026-03-03"]);
        it.house.wait(24);
        it.look().await;
        assert_eq!(names(&taken), [""; 0]);
        assert_eq!(
            names(&it.place.join("set-aside")).len(),
            2,
            "somebody has to look at it"
        );
    }

    pub async fn a_folder_that_falls_silent_is_told(f: Fixture) {
        let mut it = Watched::new(f).await;
        it.put("a.ndjson", event(1));
        it.settle().await;
        let admin = it.house.person("Ada", &[Role::Administrator]).await;
        let browser = it.house.sign_in(&admin);
        let form = [("minutes", "1440")];
        browser
            .post("/desk/inbox/meldkamer/expect", &form)
            .await
            .location();
        let absent = browser.post("/desk/inbox/zuid/expect", &form).await;
        assert_eq!(absent.status, axum::http::StatusCode::NOT_FOUND);
        assert!(browser.get("/desk/feed").await.ok().says("Laatst gehoord"));
        it.house.wait(25);
        assert!(
            browser
                .get("/desk")
                .await
                .ok()
                .says("We horen meldkamer te lang niet")
        );
        let tx = it.house.read().await;
        assert_eq!(tx.feed_sources().await.unwrap(), ["meldkamer"]);
    }
}
