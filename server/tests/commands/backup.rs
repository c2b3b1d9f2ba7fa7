//! A backup is whole and consistent, opens with its key only, and comes back row by row.

crate::on_both_engines!(
    a_backup_comes_back_row_by_row,
    it_is_consistent_while_others_write,
    a_killed_backup_leaves_no_file,
    what_cannot_be_restored_leaves_nothing,
    a_backup_needs_a_key_and_a_free_name,
    the_register_knows_when_it_is_gone,
    what_was_erased_since_is_erased_again,
    a_key_is_made_once_and_then_known,
    it_is_kept_no_longer_than_people_were_told,
    one_past_its_date_is_refused,
    a_restore_that_was_broken_off_is_finished,
);

mod scenario {
    use std::{
        collections::BTreeMap,
        path::{Path, PathBuf},
        process::{Output, Stdio},
        sync::{
            Arc,
            atomic::{AtomicBool, Ordering},
        },
    };

    use age::{secrecy::ExposeSecret as _, x25519};
    use care::{
        path::{Requester, Trigger},
        protocol::Protocol,
    };
    use serde_json::{Value, json};
    use veer::{
        backup::{self, LEFT_OUT, Recipients},
        store::{Beginning, ErasureKind, JOURNAL, Row, Store, Table, system, tables},
    };

    use crate::{
        support::{self, Fixture, NOW},
        veer::{command, run},
    };

    /// A folder with a key in it, and room for backups.
    struct Desk {
        folder: tempfile::TempDir,
        recipient: String,
    }

    impl Desk {
        fn new() -> Self {
            let folder = tempfile::tempdir().unwrap();
            let key = x25519::Identity::generate();
            let text = format!("# offline\n{}\n", key.to_string().expose_secret());
            std::fs::write(folder.path().join("key"), text).unwrap();
            let recipient = key.to_public().to_string();
            Self { folder, recipient }
        }

        fn file(&self) -> PathBuf {
            self.folder.path().join("veer.backup")
        }

        fn key(&self) -> PathBuf {
            self.folder.path().join("key")
        }

        fn backup(&self, fixture: &Fixture) -> Output {
            run(command(fixture)
                .arg("backup")
                .arg(self.file())
                .args(["--recipient", &self.recipient]))
        }

        #[expect(
            clippy::unused_self,
            reason = "a scene is what restores, as it is what backs up"
        )]
        fn restore(&self, fixture: &Fixture, file: &Path, key: &Path) -> Output {
            run(command(fixture)
                .arg("restore")
                .arg(file)
                .arg("--identity")
                .arg(key))
        }

        /// What stands in the folder beside the key.
        fn left(&self) -> Vec<String> {
            let entries = std::fs::read_dir(self.folder.path()).unwrap();
            let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
            names.filter(|name| name != "key").collect()
        }
    }

    fn said(output: &Output) -> String {
        String::from_utf8_lossy(&output.stderr).into_owned()
    }

    /// A value of a column, the same wherever the column refers to: keys meet by themselves.
    fn invented(table: &Table, n: i64) -> Row {
        let kinds = table.columns_and_kinds();
        let value = |(_, kind): (&str, &str)| match kind {
            "text" => json!(format!("t{n} \u{e9}\"\\\n\u{1f426}")),
            "truth" => json!(n % 2 == 0),
            _ => json!(n),
        };
        kinds.into_iter().map(value).collect()
    }

    /// Puts rows into every table of the schema.
    async fn fill(store: &Store, rows: i64) {
        let filling = store.filling().await.unwrap();
        for table in tables() {
            let columns: Vec<String> = table.columns().into_iter().map(str::to_owned).collect();
            let rows: Vec<Row> = (1..=rows).map(|n| invented(&table, n)).collect();
            filling.add(&table, &columns, &rows).await.unwrap();
        }
        filling.commit().await.unwrap();
    }

    /// Every row that a backup keeps, by table; the register of backups aside.
    async fn everything(store: &Store) -> BTreeMap<String, Vec<String>> {
        let snapshot = store.snapshot().await.unwrap();
        let mut all = BTreeMap::new();
        for table in tables() {
            let mut rows = Vec::new();
            let mut last = None;
            while let Some(row) = {
                let page = snapshot.rows(&table, last.as_ref()).await.unwrap();
                rows.extend(page.iter().map(|row| Value::from(row.clone()).to_string()));
                page.into_iter().next_back()
            } {
                last = Some(row);
            }
            if LEFT_OUT.contains(&table.name.as_str()) {
                rows.clear();
            }
            rows.retain(|row| !row.starts_with("[\"backups\""));
            rows.sort();
            all.insert(table.name, rows);
        }
        all
    }

    pub async fn a_backup_comes_back_row_by_row(f: Fixture) {
        fill(&f.store, 700).await;
        let desk = Desk::new();
        let output = desk.backup(&f);
        assert!(output.status.success(), "{}", said(&output));
        assert_eq!(desk.left(), ["veer.backup"]);
        let original = everything(&f.store).await;
        assert!(
            original.values().filter(|rows| rows.len() >= 700).count() + LEFT_OUT.len()
                >= tables().len()
        );
        for target in [support::sqlite().await, support::postgres().await] {
            let output = desk.restore(&target, &desk.file(), &desk.key());
            assert!(output.status.success(), "{}", said(&output));
            let told = String::from_utf8_lossy(&output.stdout).into_owned();
            assert!(
                told.contains("sessions") && told.contains("700 organisations"),
                "{told}"
            );
            let restored = everything(&target.store).await;
            for (table, rows) in &original {
                assert!(restored.get(table) == Some(rows), "{table} differs");
            }
            for table in LEFT_OUT {
                let table = tables().into_iter().find(|t| t.name == table).unwrap();
                let snapshot = target.store.snapshot().await.unwrap();
                assert!(snapshot.rows(&table, None).await.unwrap().is_empty());
            }
            // What a backup of the restored house holds is what the first one held.
            let tx = target.store.read("look", &system()).await.unwrap();
            assert!(
                tx.backups_gone_by(veer::clock::Clock::system().now())
                    .await
                    .unwrap()
                    .is_some()
            );
        }
    }

    pub async fn it_is_consistent_while_others_write(f: Fixture) {
        fill(&f.store, 600).await;
        let all = tables();
        let pick = |name: &str| all.iter().find(|table| table.name == name).unwrap().clone();
        // One thing in three tables, which a dump reads far apart.
        let parts = ["people", "cases", "annual_talks"].map(pick);
        let stop = Arc::new(AtomicBool::new(false));
        let writer = tokio::spawn({
            let (store, stop, parts) = (f.store.clone(), stop.clone(), parts.clone());
            async move {
                let mut n = 10_000;
                while !stop.load(Ordering::Relaxed) {
                    let filling = store.filling().await.unwrap();
                    for table in &parts {
                        let columns: Vec<String> =
                            table.columns().into_iter().map(str::to_owned).collect();
                        filling
                            .add(table, &columns, &[invented(table, n)])
                            .await
                            .unwrap();
                    }
                    filling.commit().await.unwrap();
                    n += 1;
                    tokio::task::yield_now().await;
                }
                n - 10_000
            }
        });
        let desk = Desk::new();
        let recipients = Recipients::parse(std::slice::from_ref(&desk.recipient), None).unwrap();
        let mut held = Vec::new();
        for round in 0..3 {
            let file = desk.folder.path().join(format!("backup-{round}"));
            backup::write(&f.store, &file, &recipients, None, NOW)
                .await
                .unwrap();
            held.push(file);
        }
        stop.store(true, Ordering::Relaxed);
        assert!(writer.await.unwrap() > 3, "there were writes meanwhile");
        for file in held {
            let target = support::sqlite().await;
            let keys = std::fs::read(desk.key()).unwrap();
            let keys = backup::identities(keys.as_slice()).unwrap();
            let sealed = std::fs::File::open(file).unwrap();
            backup::restore(&target.store, sealed, &keys, None)
                .await
                .unwrap();
            let rows = everything(&target.store).await;
            let counts = ["people", "cases", "annual_talks"].map(|table| rows[table].len());
            assert_eq!(
                counts, [counts[0]; 3],
                "a thing came in whole or not at all"
            );
        }
    }

    pub async fn a_killed_backup_leaves_no_file(f: Fixture) {
        fill(&f.store, 1_500).await;
        let desk = Desk::new();
        let mut child = command(&f)
            .arg("backup")
            .arg(desk.file())
            .args(["--recipient", &desk.recipient])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        while desk.left().is_empty() && child.try_wait().unwrap().is_none() {
            tokio::task::yield_now().await;
        }
        child.kill().unwrap();
        let finished = child.wait().unwrap().success();
        assert_eq!(desk.file().exists(), finished, "{:?}", desk.left());
        // The next one is not in its way.
        if !finished {
            let output = desk.backup(&f);
            assert!(output.status.success(), "{}", said(&output));
        }
    }

    pub async fn what_cannot_be_restored_leaves_nothing(f: Fixture) {
        fill(&f.store, 50).await;
        let desk = Desk::new();
        assert!(desk.backup(&f).status.success());
        let whole = std::fs::read(desk.file()).unwrap();
        let other = Desk::new();
        let altered = |name: &str, bytes: &[u8]| {
            let file = desk.folder.path().join(name);
            std::fs::write(&file, bytes).unwrap();
            file
        };
        let mut flipped = whole.clone();
        let middle = flipped.len() / 2;
        flipped[middle] ^= 1;
        let cut = &whole[..whole.len() - 40];
        let cases = [
            (desk.file(), other.key(), "does not open this backup"),
            (altered("cut", cut), desk.key(), "nothing was restored"),
            (
                altered("chunk", &whole[..whole.len().min(70_000)]),
                desk.key(),
                "nothing was restored",
            ),
            (
                altered("flipped", &flipped),
                desk.key(),
                "nothing was restored",
            ),
            (
                altered("text", b"hello"),
                desk.key(),
                "not a backup of Veer",
            ),
            (altered("empty", b""), desk.key(), "not a backup of Veer"),
            (
                desk.file(),
                altered("nokey", b"# none\n"),
                "no key in this file",
            ),
            (
                desk.file(),
                altered("strange", b"hello\n"),
                "not a file of age keys",
            ),
            (
                desk.folder.path().join("nowhere"),
                desk.key(),
                "cannot read",
            ),
        ];
        let target = support::sqlite().await;
        for (file, key, words) in cases {
            let output = desk.restore(&target, &file, &key);
            assert!(!output.status.success(), "{words}");
            assert!(said(&output).contains(words), "{words}: {}", said(&output));
            let filling = target.store.filling().await.unwrap();
            assert_eq!(filling.taken().await.unwrap(), None, "{words}");
        }
        // Not over what is there, of either engine.
        let before = everything(&f.store).await;
        let output = desk.restore(&f, &desk.file(), &desk.key());
        assert!(said(&output).contains("not empty"), "{}", said(&output));
        assert!(everything(&f.store).await == before);
    }

    pub async fn a_backup_needs_a_key_and_a_free_name(f: Fixture) {
        fill(&f.store, 2).await;
        let desk = Desk::new();
        let secret = std::fs::read_to_string(desk.key()).unwrap();
        let secret = secret.lines().last().unwrap().to_owned();
        let list = desk.folder.path().join("recipients");
        std::fs::write(&list, format!("# ours\n\n{}\n", desk.recipient)).unwrap();
        let list = list.to_str().unwrap();
        let nowhere = desk.folder.path().join("no/such/folder/file");
        let file = desk.file();
        let refused = |place: &Path, options: &[&str], words: &str| {
            let output = run(command(&f).arg("backup").arg(place).args(options));
            assert!(!output.status.success(), "{words}");
            assert!(said(&output).contains(words), "{words}: {}", said(&output));
            assert!(!said(&output).contains(&secret), "a key is not repeated");
        };
        refused(&file, &[], "needs an offline key");
        refused(&file, &["--recipient", &secret], "this is a secret key");
        refused(
            &file,
            &["--recipient", "age1pq1abc"],
            "cannot seal a backup yet",
        );
        refused(
            &file,
            &["--recipient", "age1nonsense"],
            "is not a recipient",
        );
        refused(
            &file,
            &["--recipients-file", "/nowhere"],
            "cannot read /nowhere",
        );
        refused(
            &nowhere,
            &["--recipients-file", list],
            "cannot write beside",
        );
        assert_eq!(desk.left(), ["recipients"]);
        std::fs::write(&file, "mine").unwrap();
        refused(&file, &["--recipients-file", list], "exists already");
        assert_eq!(std::fs::read(&file).unwrap(), b"mine");
        std::fs::remove_file(&file).unwrap();
        assert!(desk.backup(&f).status.success());
    }

    pub async fn the_register_knows_when_it_is_gone(f: Fixture) {
        let day = |n: i64| NOW.plus(jiff::SignedDuration::from_hours(24 * n));
        let tx = f.store.write("test", &system()).await.unwrap();
        assert_eq!(tx.backups_gone_by(day(0)).await.unwrap(), None);
        tx.note_backup(day(0), day(30)).await.unwrap();
        tx.note_backup(day(10), day(40)).await.unwrap();
        tx.note_backup(day(20), day(25)).await.unwrap();
        for (erased, gone) in [
            (-1, None),
            (5, Some(30)),
            (15, Some(40)),
            (22, Some(40)),
            (45, None),
        ] {
            let expected = gone.map(day);
            assert_eq!(
                tx.backups_gone_by(day(erased)).await.unwrap(),
                expected,
                "{erased}"
            );
        }
        tx.note_backup(day(60), day(90)).await.unwrap();
        assert_eq!(
            tx.backups_gone_by(day(15)).await.unwrap(),
            None,
            "forgotten once gone"
        );
        tx.commit().await.unwrap();
    }

    pub async fn what_was_erased_since_is_erased_again(f: Fixture) {
        let org = f.organisation().await;
        let daan = f.person(&org.id, "Daan", &[]).await;
        let sanne = f.person(&org.id, "Sanne", &[]).await;
        let beginning = Beginning {
            incident: None,
            trigger: Trigger::None,
            requester: Requester::Self_,
        };
        let protocol = Protocol::default_policy();
        let tx = f.store.write("open", &org.id).await.unwrap();
        let case = tx
            .begin_path(&daan, &beginning, &protocol, None, NOW, &org.time_zone)
            .await
            .unwrap();
        tx.declare_tie(&daan, &sanne).await.unwrap();
        tx.commit().await.unwrap();
        let desk = Desk::new();
        let output = desk.backup(&f);
        assert!(output.status.success(), "{}", said(&output));
        // Erased after the backup: the ties by the store itself, the case by a line as it writes.
        let now = veer::clock::Clock::system().now();
        let tx = f.store.write("erase", &org.id).await.unwrap();
        let kept = tx.retention().await.unwrap();
        let moment = veer::retention::moment(&tx, &kept, now, &org.time_zone)
            .await
            .unwrap();
        let gone = tx.erase_person_data(&daan, ErasureKind::Ties, None, moment);
        assert_eq!(gone.await.unwrap(), 1);
        tx.commit().await.unwrap();
        let journal = f.folder.path().join(JOURNAL);
        let mut lines = std::fs::read_to_string(&journal).unwrap();
        let line = json!({"erasure": "later", "org": org.id.as_str(), "kind": "case",
            "subject": case.as_str(), "at": now.millis(), "gone_at": moment.gone_at.millis()});
        lines.extend([line.to_string().as_str(), "\n{\"done\":\"later\"}\n"]);
        std::fs::write(&journal, &lines).unwrap();
        for target in [support::sqlite().await, support::postgres().await] {
            let restore = |fixture: &Fixture, erasures: &Path| {
                run(command(fixture)
                    .env("VEER_DATA_DIR", fixture.folder.path())
                    .env("VEER_BACKUP_IDENTITY", desk.key())
                    .arg("restore")
                    .arg(desk.file())
                    .arg("--erasures")
                    .arg(erasures))
            };
            let output = restore(&target, Path::new("/nowhere"));
            assert!(
                said(&output).contains("cannot take over"),
                "{}",
                said(&output)
            );
            let output = restore(&target, &journal);
            assert!(output.status.success(), "{}", said(&output));
            let told = String::from_utf8_lossy(&output.stdout).into_owned();
            assert!(told.contains("erased again: 2"), "{told}");
            let tx = target.store.read("look", &org.id).await.unwrap();
            assert!(tx.case(&case).await.unwrap().is_none());
            assert!(tx.declared_ties(&daan).await.unwrap().is_empty());
            let carried = std::fs::read_to_string(target.folder.path().join(JOURNAL)).unwrap();
            assert_eq!(carried.lines().count(), 4, "a next restore needs it too");
        }
        // Without the journal it is back, and that is said.
        let bare = support::sqlite().await;
        let output = desk.restore(&bare, &desk.file(), &desk.key());
        let told = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(told.contains("--erasures erasures.ndjson"), "{told}");
        let tx = bare.store.read("look", &org.id).await.unwrap();
        assert!(tx.case(&case).await.unwrap().is_some());
    }

    pub async fn a_key_is_made_once_and_then_known(f: Fixture) {
        fill(&f.store, 2).await;
        let folder = tempfile::tempdir().unwrap();
        let (key, file) = (folder.path().join("key"), folder.path().join("veer.age"));
        let ask = |words: &[&str], place: &Path| {
            run(command(&f)
                .env("VEER_DATA_DIR", f.folder.path())
                .args(words)
                .arg(place))
        };
        let output = ask(&["backup"], &file);
        let command_to_run = format!("veer --data-dir {} backup-key", f.folder.path().display());
        assert!(said(&output).contains(&command_to_run), "{}", said(&output));
        let inside = f.folder.path().join("key");
        let output = ask(&["backup-key"], &inside);
        assert!(said(&output).contains("must not stand in the data folder"));
        assert!(!inside.exists());
        let output = ask(&["backup-key"], &key);
        assert!(output.status.success(), "{}", said(&output));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = std::fs::metadata(&key).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        let secret = std::fs::read_to_string(&key).unwrap();
        assert!(secret.contains("AGE-SECRET-KEY-1"));
        assert!(!String::from_utf8_lossy(&output.stdout).contains("AGE-SECRET-KEY"));
        let known = std::fs::read_to_string(f.folder.path().join("backup-recipients")).unwrap();
        assert!(known.contains("age1") && !known.contains("AGE-SECRET-KEY"));
        // Neither file is overwritten.
        let output = ask(&["backup-key"], &folder.path().join("second"));
        assert!(
            said(&output).contains("have a key already"),
            "{}",
            said(&output)
        );
        std::fs::remove_file(f.folder.path().join("backup-recipients")).unwrap();
        assert!(!ask(&["backup-key"], &key).status.success());
        assert_eq!(std::fs::read_to_string(&key).unwrap(), secret);
        std::fs::write(f.folder.path().join("backup-recipients"), &known).unwrap();
        let output = ask(&["backup"], &file);
        assert!(output.status.success(), "{}", said(&output));
        let target = support::sqlite().await;
        let output = run(command(&target).arg("restore").arg(&file));
        assert!(
            said(&output).contains("VEER_BACKUP_IDENTITY"),
            "{}",
            said(&output)
        );
        let desk = Desk::new();
        let output = desk.restore(&target, &file, &key);
        assert!(output.status.success(), "{}", said(&output));
        // A key of the environment goes before the one that stands there.
        let output = run(command(&f)
            .env("VEER_DATA_DIR", f.folder.path())
            .env("VEER_BACKUP_RECIPIENT", &desk.recipient)
            .arg("backup")
            .arg(desk.file()));
        assert!(output.status.success(), "{}", said(&output));
        let target = support::sqlite().await;
        let output = desk.restore(&target, &desk.file(), &desk.key());
        assert!(output.status.success(), "{}", said(&output));
    }

    /// Keeping a backup longer than the period would make untrue what people read.
    pub async fn it_is_kept_no_longer_than_people_were_told(f: Fixture) {
        let org = f.organisation().await;
        let desk = Desk::new();
        let ask = |more: &[&str]| {
            run(command(&f)
                .arg("backup")
                .arg(desk.file())
                .args(["--recipient", &desk.recipient])
                .args(more))
        };
        let output = ask(&["--keep-days", "36"]);
        assert!(!output.status.success());
        assert!(
            said(&output).contains("--keep-days 35"),
            "{}",
            said(&output)
        );
        assert!(desk.left().is_empty());
        let mut kept = care::retention::RetentionDraft {
            source: "shorter".to_owned(),
            periods: BTreeMap::new(),
        };
        kept.periods.insert(care::retention::DataKind::Backups, 7);
        let tx = f.store.write("shorten", &org.id).await.unwrap();
        let next = care::retention::adopt(&kept, &tx.retention().await.unwrap()).unwrap();
        let today = NOW.date(&org.time_zone);
        let kind = veer::store::PolicyKind::Retention;
        tx.publish_policy(kind, 1, today, &next, "shorter", None, NOW)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let output = ask(&["--keep-days", "8"]);
        assert!(said(&output).contains("--keep-days 7"), "{}", said(&output));
        let output = ask(&[]);
        assert!(output.status.success(), "{}", said(&output));
        let now = veer::clock::Clock::system().now();
        let tx = f.store.read("look", &system()).await.unwrap();
        let gone = tx.backups_gone_by(now).await.unwrap().unwrap();
        assert!(gone <= now.plus(jiff::SignedDuration::from_hours(24 * 7)));
    }

    async fn made(f: &Fixture, desk: &Desk, at: care::time::Instant) {
        let recipients = Recipients::parse(std::slice::from_ref(&desk.recipient), None).unwrap();
        backup::write(&f.store, &desk.file(), &recipients, None, at)
            .await
            .unwrap();
    }

    pub async fn one_past_its_date_is_refused(f: Fixture) {
        f.organisation().await;
        let desk = Desk::new();
        made(&f, &desk, NOW).await;
        let target = support::sqlite().await;
        let output = desk.restore(&target, &desk.file(), &desk.key());
        assert!(!output.status.success());
        assert!(
            said(&output).contains("thrown away on 2026-04-02"),
            "{}",
            said(&output)
        );
        let filling = target.store.filling().await.unwrap();
        assert_eq!(filling.taken().await.unwrap(), None);
        drop(filling);
        let output = run(command(&target)
            .args(["restore", "--past-its-date", "--identity"])
            .arg(desk.key())
            .arg(desk.file()));
        assert!(output.status.success(), "{}", said(&output));
    }

    /// The process died between the rows and the erasures: erased people stand in the database.
    pub async fn a_restore_that_was_broken_off_is_finished(f: Fixture) {
        let org = f.organisation().await;
        let daan = f.person(&org.id, "Daan", &[]).await;
        let sanne = f.person(&org.id, "Sanne", &[]).await;
        let tx = f.store.write("tie", &org.id).await.unwrap();
        tx.declare_tie(&daan, &sanne).await.unwrap();
        tx.commit().await.unwrap();
        let desk = Desk::new();
        let now = veer::clock::Clock::system().now();
        made(&f, &desk, now).await;
        let tx = f.store.write("erase", &org.id).await.unwrap();
        let kept = tx.retention().await.unwrap();
        let moment = veer::retention::moment(&tx, &kept, now, &org.time_zone)
            .await
            .unwrap();
        let gone = tx.erase_person_data(&daan, ErasureKind::Ties, None, moment);
        assert_eq!(gone.await.unwrap(), 1);
        tx.commit().await.unwrap();
        let journal = f.folder.path().join(JOURNAL);
        for target in [support::sqlite().await, support::postgres().await] {
            let keys = std::fs::read(desk.key()).unwrap();
            let keys = backup::identities(keys.as_slice()).unwrap();
            let sealed = std::fs::File::open(desk.file()).unwrap();
            backup::restore(&target.store, sealed, &keys, None)
                .await
                .unwrap();
            let ask = |words: &[&std::ffi::OsStr]| {
                run(command(&target)
                    .env("VEER_DATA_DIR", target.folder.path())
                    .env("VEER_BACKUP_IDENTITY", desk.key())
                    .args(words))
            };
            let (file, erasures) = (desk.file(), "--erasures".as_ref());
            for words in [
                &[
                    "serve".as_ref(),
                    "--listen".as_ref(),
                    "127.0.0.1:0".as_ref(),
                ][..],
                &["retention".as_ref(), "--dry-run".as_ref()],
                &["restore".as_ref(), file.as_os_str()],
            ] {
                let output = ask(words);
                assert!(!output.status.success(), "{words:?}");
                assert!(said(&output).contains("--erasures"), "{}", said(&output));
            }
            let output = ask(&[
                "restore".as_ref(),
                file.as_os_str(),
                erasures,
                journal.as_os_str(),
            ]);
            assert!(output.status.success(), "{}", said(&output));
            let told = String::from_utf8_lossy(&output.stdout).into_owned();
            assert!(told.contains("erased again: 1"), "{told}");
            let tx = target.store.read("look", &org.id).await.unwrap();
            assert!(tx.declared_ties(&daan).await.unwrap().is_empty());
            drop(tx);
            assert!(
                ask(&["retention".as_ref(), "--dry-run".as_ref()])
                    .status
                    .success()
            );
            // It is in use now: not again over what is there.
            let output = ask(&[
                "restore".as_ref(),
                file.as_os_str(),
                erasures,
                journal.as_os_str(),
            ]);
            assert!(said(&output).contains("not empty"), "{}", said(&output));
        }
    }
}
