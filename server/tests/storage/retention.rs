//! Erased is erased (R095, C24): by date, on the medium, and again after a restore.

crate::on_both_engines!(
    what_is_past_its_date_is_gone_from_the_medium,
    nobody_is_erased_unannounced,
    an_open_case_is_left_alone,
    a_round_that_was_killed_is_finished_by_the_next,
    a_restored_backup_is_erased_again,
    a_person_erases_their_own_part,
    every_column_that_names_a_person_is_in_the_copy,
    what_goes_by_date_goes_and_the_counts_stay,
    without_a_journal_nothing_is_erased,
    what_came_after_an_erasure_survives_a_restore,
    a_line_in_doubt_touches_nothing_that_is_wanted,
    erased_exposures_go_again_under_an_open_case,
    a_longer_period_takes_its_warning_back,
    two_rounds_at_once_count_once,
    what_is_gone_is_marked_and_nothing_leaves_no_trace,
    gone_from_the_last_backup_is_when_that_is_gone,
);

mod seen_elsewhere {
    #[tokio::test]
    async fn postgres() {
        super::scenario::the_medium_is_not_clean_while_somebody_sees_it(
            crate::support::postgres().await,
        )
        .await;
    }
}

mod scenario {
    use std::fmt::Write as _;

    use std::collections::{BTreeMap, BTreeSet};

    use crate::support::{Fixture, NOW};
    use care::{
        access::Role,
        exposure::{Exposure, ExposureRole, Severity},
        ids::{CaseId, IncidentId, PersonId},
        path::{ClosingReason, Requester, Trigger},
        protocol::Protocol,
        retention::{DataKind, RetentionDraft, adopt},
        time::Instant,
    };
    use jiff::SignedDuration;
    use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};
    use veer::{
        entropy, retention,
        store::{
            Actor, Beginning, ErasureKind, ExposureRow, FILE, HELD, JOURNAL, Journal, Location,
            Organisation, PolicyKind, Replayed, Store, StoreError, View, WITHHELD, Whose,
        },
    };

    fn days(days: i64) -> Instant {
        NOW.plus(SignedDuration::from_hours(24 * days))
    }

    fn url(f: &Fixture) -> String {
        match &f.location {
            Location::Folder(folder) => format!("sqlite://{}", folder.join(FILE).display()),
            Location::Url(url) => url.clone(),
        }
    }

    async fn run(f: &Fixture, sql: &str, values: Vec<sea_orm::Value>) {
        let database = Database::connect(url(f)).await.unwrap();
        let backend = database.get_database_backend();
        database
            .execute_raw(Statement::from_sql_and_values(backend, sql, values))
            .await
            .unwrap();
        database.close().await.unwrap();
    }

    /// Bytes that no compression shortens and nobody else writes.
    fn planted() -> String {
        format!("{}{}", entropy::token().reveal(), entropy::token().reveal())
    }

    /// A case with a sealed note, a key for its supporter, a draft and a line in the access log.
    struct Planted {
        case: CaseId,
        pseudonym: String,
        note: String,
        wrapped: String,
        draft: String,
        previous: String,
    }

    async fn plant(f: &Fixture, org: &Organisation, person: &PersonId, by: &PersonId) -> Planted {
        let beginning = Beginning {
            incident: None,
            trigger: Trigger::None,
            requester: Requester::Self_,
        };
        let protocol = Protocol::default_policy();
        let tx = f.store.write("open", &org.id).await.unwrap();
        let case = tx
            .begin_path(person, &beginning, &protocol, None, NOW, &org.time_zone)
            .await
            .unwrap();
        let supporter = by.clone();
        tx.decide_case(&case, None, None, "assigned", NOW, &org.time_zone, |case| {
            case.assign(supporter)
        })
        .await
        .unwrap();
        let pseudonym = tx.case(&case).await.unwrap().unwrap().pseudonym;
        let view = View {
            actor: Actor::Person("somebody"),
            on_behalf: "supporter",
            client: "computer",
            action: "view",
            place: "/support/case/{id}",
            cases: vec![&pseudonym],
        };
        tx.log_access(view, NOW).await.unwrap();
        tx.commit().await.unwrap();
        let (note, wrapped, draft, previous) = (planted(), planted(), planted(), planted());
        let (o, c, at) = (org.id.as_str(), case.as_str(), NOW.millis());
        let rows: [(&str, Vec<sea_orm::Value>); 5] = [
            (
                "INSERT INTO circle_keys (org_id, circle_id, generation, recipient, previous, made_by, proof, made_at) \
                 VALUES ($1, $2, 1, 'r', $3, $4, 'p', $5)",
                vec![
                    o.into(),
                    c.into(),
                    previous.as_str().into(),
                    by.as_str().into(),
                    at.into(),
                ],
            ),
            (
                "INSERT INTO circle_wraps (org_id, circle_id, generation, holder_id, wrapped, given_by, at) \
                 VALUES ($1, $2, 1, $3, $4, $3, $5)",
                vec![
                    o.into(),
                    c.into(),
                    by.as_str().into(),
                    wrapped.as_str().into(),
                    at.into(),
                ],
            ),
            (
                "INSERT INTO sealed_notes (org_id, circle_id, note_id, revision, slot, generation, author_id, body, at) \
                 VALUES ($1, $2, 'n', 1, 'talk-1', 1, $3, $4, $5)",
                vec![
                    o.into(),
                    c.into(),
                    by.as_str().into(),
                    note.as_str().into(),
                    at.into(),
                ],
            ),
            (
                "INSERT INTO sealed_drafts (org_id, circle_id, author_id, note_id, slot, body, at) \
                 VALUES ($1, $2, $3, 'n', 'talk-2', $4, $5)",
                vec![
                    o.into(),
                    c.into(),
                    by.as_str().into(),
                    draft.as_str().into(),
                    at.into(),
                ],
            ),
            (
                "INSERT INTO circle_choices (org_id, circle_id, reads_along, recoverable, rotation_due, at) \
                 VALUES ($1, $2, TRUE, FALSE, FALSE, $3)",
                vec![o.into(), c.into(), at.into()],
            ),
        ];
        for (sql, values) in rows {
            run(f, sql, values).await;
        }
        Planted {
            case,
            pseudonym,
            note,
            wrapped,
            draft,
            previous,
        }
    }

    async fn close(f: &Fixture, org: &Organisation, case: &CaseId, at: Instant) {
        let tx = f.store.write("close", &org.id).await.unwrap();
        tx.decide_case(case, None, None, "closed", at, &org.time_zone, |case| {
            case.close(ClosingReason::Declined, at)
        })
        .await
        .unwrap();
        tx.commit().await.unwrap();
    }

    async fn round(f: &Fixture, org: &Organisation, at: Instant) -> retention::Done {
        let done = retention::round(&f.store, org, at, at).await.unwrap();
        assert!(f.store.settle().await.unwrap(), "the medium is cleaned");
        f.store.forget_journal(at).await.unwrap();
        done
    }

    async fn months(f: &Fixture, org: &Organisation) -> BTreeMap<(String, String), i64> {
        let tx = f.store.read("count", &org.id).await.unwrap();
        tx.months(&org.time_zone).await.unwrap()
    }

    /// Where a text stands: in what the engine answers (`dump`), and in its files (`raw`).
    struct Found {
        dump: bool,
        raw: bool,
    }

    async fn look(f: &Fixture, text: &str) -> Found {
        match &f.location {
            Location::Folder(folder) => {
                let copy = folder.join(format!("copy-{}", entropy::reference()));
                run(f, "VACUUM INTO $1", vec![copy.display().to_string().into()]).await;
                let dump = holds(&std::fs::read(&copy).unwrap(), text);
                let raw = ["", "-wal", "-shm"].iter().any(|end| {
                    let file = folder.join(format!("{FILE}{end}"));
                    std::fs::read(file).is_ok_and(|bytes| holds(&bytes, text))
                });
                std::fs::remove_file(copy).unwrap();
                Found { dump, raw }
            }
            Location::Url(_) => look_in_postgres(f, text).await,
        }
    }

    fn holds(bytes: &[u8], text: &str) -> bool {
        bytes
            .windows(text.len())
            .any(|part| part == text.as_bytes())
    }

    /// The tables as text and, as the server reads them from its folder, the files of all relations.
    async fn look_in_postgres(f: &Fixture, text: &str) -> Found {
        let database = Database::connect(url(f)).await.unwrap();
        let mut dump = false;
        for table in tables(&database).await {
            let sql =
                format!("SELECT COUNT(*) AS n FROM {table} t WHERE strpos(t::text, '{text}') > 0");
            dump |= number(&database, &sql).await > 0;
        }
        database.execute_unprepared("CHECKPOINT").await.unwrap();
        let sql = format!(
            "SELECT COUNT(*) AS n FROM pg_class WHERE relkind IN ('r', 'i', 't') AND relfilenode <> 0 AND \
             position('{text}'::bytea in pg_read_binary_file(pg_relation_filepath(oid))) > 0"
        );
        let raw = number(&database, &sql).await > 0;
        database.close().await.unwrap();
        Found {
            dump: dump || pg_dump(&url(f)).is_some_and(|bytes| holds(&bytes, text)),
            raw,
        }
    }

    /// A dump by PostgreSQL's own tool, where it is installed.
    fn pg_dump(url: &str) -> Option<Vec<u8>> {
        let installed = std::fs::read_dir("/usr/lib/postgresql").ok()?;
        let tool = installed
            .filter_map(|entry| Some(entry.ok()?.path().join("bin/pg_dump")))
            .find(|path| path.exists())?;
        let output = std::process::Command::new(tool).arg(url).output().ok()?;
        output.status.success().then_some(output.stdout)
    }

    async fn number(database: &DatabaseConnection, sql: &str) -> i64 {
        let backend = database.get_database_backend();
        let row = database
            .query_one_raw(Statement::from_string(backend, sql))
            .await
            .unwrap()
            .unwrap();
        row.try_get::<i64>("", "n").unwrap()
    }

    async fn texts(database: &DatabaseConnection, sql: &str) -> Vec<String> {
        let backend = database.get_database_backend();
        let rows = database
            .query_all_raw(Statement::from_string(backend, sql))
            .await
            .unwrap();
        rows.iter()
            .map(|row| row.try_get_by_index(0).unwrap())
            .collect()
    }

    async fn tables(database: &DatabaseConnection) -> Vec<String> {
        let sql = match database.get_database_backend() {
            DbBackend::Sqlite => {
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
            }
            _ => {
                "SELECT CAST(table_name AS TEXT) FROM information_schema.tables WHERE table_schema = 'public'"
            }
        };
        texts(database, sql).await
    }

    async fn columns(database: &DatabaseConnection, table: &str) -> Vec<String> {
        let sql = match database.get_database_backend() {
            DbBackend::Sqlite => format!("SELECT name FROM pragma_table_info('{table}')"),
            _ => format!(
                "SELECT CAST(column_name AS TEXT) FROM information_schema.columns \
                 WHERE table_schema = 'public' AND table_name = '{table}'"
            ),
        };
        texts(database, &sql).await
    }

    pub async fn what_is_past_its_date_is_gone_from_the_medium(f: Fixture) {
        let org = f.organisation().await;
        let daan = f.person(&org.id, "Daan", &[]).await;
        let mo = f.person(&org.id, "Mo", &[]).await;
        let sanne = f.person(&org.id, "Sanne", &[Role::Supporter]).await;
        let gone = plant(&f, &org, &daan, &sanne).await;
        let open = plant(&f, &org, &mo, &sanne).await;
        close(&f, &org, &gone.case, days(10)).await;
        let secrets = [&gone.note, &gone.wrapped, &gone.draft, &gone.previous];
        for text in secrets {
            let found = look(&f, text).await;
            assert!(found.dump, "the search finds what is there");
        }
        let counted = months(&f, &org).await;
        assert!(!counted.is_empty());

        // Ninety days of grace end with the last of them; fourteen days before, its people are told.
        let done = round(&f, &org, days(80)).await;
        assert_eq!(
            (done.told, done.notes, done.rows),
            (0, 0, 1),
            "a draft left alone"
        );
        assert_eq!(round(&f, &org, days(90)).await.told, 1);
        assert_eq!(
            round(&f, &org, days(100)).await.notes,
            0,
            "the last day counts"
        );
        assert!(look(&f, &gone.note).await.dump);
        assert_eq!(round(&f, &org, days(105)).await.notes, 1);
        for text in secrets {
            let found = look(&f, text).await;
            assert!(!found.dump && !found.raw, "erased on the medium");
        }
        for text in [&open.note, &open.wrapped, &open.draft, &open.previous] {
            let found = look(&f, text).await;
            assert!(
                found.dump && found.raw,
                "another case is untouched, and the search works"
            );
        }
        assert_eq!(months(&f, &org).await, counted);

        // A year after closing the case itself goes, and with it whose it was in the log.
        let mapped = "SELECT COUNT(*) AS n FROM case_pseudonyms WHERE handle = ";
        let database = Database::connect(url(&f)).await.unwrap();
        let sql = format!("{mapped}'{}'", gone.pseudonym);
        assert!(number(&database, &sql).await > 0);
        round(&f, &org, days(365)).await;
        assert_eq!(round(&f, &org, days(380)).await.cases, 1);
        assert_eq!(number(&database, &sql).await, 0);
        let sql = "SELECT COUNT(*) AS n FROM cases";
        assert_eq!(number(&database, sql).await, 1);
        let found = look(&f, gone.case.as_str()).await;
        let journalled = "SELECT COUNT(*) AS n FROM erasures";
        assert!(
            number(&database, journalled).await > 0 && found.dump,
            "until no backup holds it"
        );
        assert_eq!(months(&f, &org).await, counted, "the counts stay");

        // Once no backup holds it, nothing here does either.
        round(&f, &org, days(430)).await;
        let found = look(&f, gone.case.as_str()).await;
        assert!(!found.dump && !found.raw);
        let journal = Journal::of(f.folder.path()).read().unwrap();
        assert!(journal.erasures.is_empty());
        let tx = f.store.read("look", &org.id).await.unwrap();
        assert!(tx.receipts_of(&daan).await.unwrap().is_empty());
        assert_eq!(months(&f, &org).await, counted);
    }

    pub async fn nobody_is_erased_unannounced(f: Fixture) {
        let org = f.organisation().await;
        let daan = f.person(&org.id, "Daan", &[]).await;
        let sanne = f.person(&org.id, "Sanne", &[Role::Supporter]).await;
        let planted = plant(&f, &org, &daan, &sanne).await;
        close(&f, &org, &planted.case, NOW).await;
        // The server stood still for a year; or the period was made shorter yesterday.
        let late = days(400);
        let done = round(&f, &org, late).await;
        assert_eq!((done.notes, done.cases, done.told), (0, 0, 2));
        let tx = f.store.read("look", &org.id).await.unwrap();
        for whose in [
            Whose::Subject(&daan),
            Whose::Supporter(&sanne),
            Whose::Case(&planted.case),
        ] {
            let told = tx.endings_told(DataKind::Notes, whose).await.unwrap();
            assert_eq!(told.len(), 1);
            let kept = tx.retention().await.unwrap();
            let from = retention::erased_from(&kept, &told[0], late, &org.time_zone);
            assert_eq!(from.date(&org.time_zone), days(414).date(&org.time_zone));
        }
        drop(tx);
        assert_eq!(round(&f, &org, days(413)).await.notes, 0);
        let done = round(&f, &org, days(414)).await;
        assert_eq!((done.notes, done.cases), (1, 1));
        assert!(!look(&f, &planted.note).await.raw);
    }

    pub async fn an_open_case_is_left_alone(f: Fixture) {
        let org = f.organisation().await;
        let daan = f.person(&org.id, "Daan", &[]).await;
        let sanne = f.person(&org.id, "Sanne", &[Role::Supporter]).await;
        let planted = plant(&f, &org, &daan, &sanne).await;
        round(&f, &org, days(4_000)).await;
        assert!(look(&f, &planted.draft).await.dump);
        close(&f, &org, &planted.case, days(4_000)).await;
        assert_eq!(round(&f, &org, days(4_080)).await.told, 1);
        let tx = f.store.write("reopen", &org.id).await.unwrap();
        let at = days(4_081);
        tx.decide_case(
            &planted.case,
            None,
            None,
            "reopened",
            at,
            &org.time_zone,
            |case| case.reopen(at),
        )
        .await
        .unwrap();
        let kept = tx.retention().await.unwrap();
        let moment = retention::moment(&tx, &kept, at, &org.time_zone)
            .await
            .unwrap();
        assert!(!tx.erase_notes(&planted.case, moment).await.unwrap());
        assert!(
            !tx.erase_case(&planted.case, moment, &org.time_zone)
                .await
                .unwrap()
        );
        tx.commit().await.unwrap();
        let done = round(&f, &org, days(5_000)).await;
        assert_eq!((done.notes, done.cases), (0, 0));
        assert!(look(&f, &planted.note).await.dump);
        let tx = f.store.read("look", &org.id).await.unwrap();
        let told = tx
            .endings_told(DataKind::Notes, Whose::Subject(&daan))
            .await
            .unwrap();
        assert!(told.is_empty(), "the warning was taken back");
    }

    pub async fn a_round_that_was_killed_is_finished_by_the_next(f: Fixture) {
        let org = f.organisation().await;
        let daan = f.person(&org.id, "Daan", &[]).await;
        let sanne = f.person(&org.id, "Sanne", &[Role::Supporter]).await;
        let planted = plant(&f, &org, &daan, &sanne).await;
        close(&f, &org, &planted.case, NOW).await;
        let counted = months(&f, &org).await;
        let tx = f.store.read("periods", &org.id).await.unwrap();
        let kept = tx.retention().await.unwrap();
        let moment = retention::moment(&tx, &kept, days(1), &org.time_zone)
            .await
            .unwrap();
        drop(tx);
        // Killed before the commit: everything is there.
        let tx = f.store.write("erase", &org.id).await.unwrap();
        assert!(
            tx.erase_case(&planted.case, moment, &org.time_zone)
                .await
                .unwrap()
        );
        drop(tx);
        assert!(look(&f, &planted.note).await.dump);
        assert_eq!(months(&f, &org).await, counted);
        // Killed after the commit, before the medium was cleaned: the next start cleans it.
        let tx = f.store.write("erase", &org.id).await.unwrap();
        assert!(
            tx.erase_case(&planted.case, moment, &org.time_zone)
                .await
                .unwrap()
        );
        tx.commit().await.unwrap();
        let tx = f.store.write("erase", &org.id).await.unwrap();
        assert!(
            !tx.erase_case(&planted.case, moment, &org.time_zone)
                .await
                .unwrap(),
            "once"
        );
        tx.commit().await.unwrap();
        assert!(f.store.settle().await.unwrap());
        let found = look(&f, &planted.note).await;
        assert!(!found.dump && !found.raw);
        assert_eq!(months(&f, &org).await, counted, "counted once");
    }

    pub async fn a_restored_backup_is_erased_again(f: Fixture) {
        let org = f.organisation().await;
        let daan = f.person(&org.id, "Daan", &[]).await;
        let sanne = f.person(&org.id, "Sanne", &[Role::Supporter]).await;
        let planted = plant(&f, &org, &daan, &sanne).await;
        let tx = f.store.write("tie", &org.id).await.unwrap();
        tx.declare_tie(&daan, &sanne).await.unwrap();
        tx.commit().await.unwrap();
        // The journal of the time after the backup, in another database's folder.
        let elsewhere = tempfile::tempdir().unwrap();
        let lines = [
            ("case", planted.case.as_str()),
            ("ties", daan.as_str()),
            ("case", "gone-long-ago"),
        ];
        let mut text = String::new();
        for (kind, subject) in lines {
            let id = entropy::new_id(NOW);
            writeln!(
                text,
                "{{\"erasure\":\"{id}\",\"org\":\"{}\",\"kind\":\"{kind}\",\"subject\":\"{subject}\",\"at\":{},\"gone_at\":{}}}",
                org.id.as_str(),
                days(1).millis(),
                days(30).millis()
            ).unwrap();
            writeln!(text, "{{\"done\":\"{id}\"}}").unwrap();
        }
        text.push_str("{\"erasure\":\"torn");
        std::fs::write(elsewhere.path().join(veer::store::JOURNAL), text).unwrap();
        let journal = Journal::of(elsewhere.path());
        for (again, stood) in [(3, 0), (0, 3)] {
            let done = retention::replay(&f.store, &journal, NOW).await.unwrap();
            let in_doubt = 0;
            assert_eq!(
                done,
                Replayed {
                    again,
                    stood,
                    in_doubt
                }
            );
            let found = look(&f, &planted.note).await;
            assert!(!found.dump && !found.raw);
            let tx = f.store.read("look", &org.id).await.unwrap();
            assert!(tx.case(&planted.case).await.unwrap().is_none());
            assert!(tx.declared_ties(&daan).await.unwrap().is_empty());
            let receipts = tx.receipts_of(&daan).await.unwrap();
            assert_eq!(receipts.len(), 2, "one for each, however often it is begun");
        }
    }

    pub async fn a_person_erases_their_own_part(f: Fixture) {
        let org = f.organisation().await;
        let daan = f.person(&org.id, "Daan", &[]).await;
        let sanne = f.person(&org.id, "Sanne", &[Role::Supporter]).await;
        let tx = f.store.write("fill", &org.id).await.unwrap();
        tx.declare_tie(&daan, &sanne).await.unwrap();
        tx.refuse_supporter(&daan, &sanne, NOW).await.unwrap();
        let exposure = |from: Instant| ExposureRow {
            id: entropy::new_id(from),
            exposure: Exposure {
                person: daan.clone(),
                incident: Some(IncidentId::new(entropy::new_id(from))),
                role: ExposureRole::Crew,
                severity: Severity::Normal,
                from,
                until: None,
            },
            gone: false,
        };
        tx.save_exposures(&[exposure(NOW), exposure(days(100))])
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let tx = f.store.write("erase", &org.id).await.unwrap();
        let kept = tx.retention().await.unwrap();
        let moment = retention::moment(&tx, &kept, days(110), &org.time_zone)
            .await
            .unwrap();
        let before = Some(days(50));
        for (kind, gone) in [
            (ErasureKind::Ties, 1),
            (ErasureKind::Refused, 1),
            (ErasureKind::Exposures, 1),
        ] {
            let n = tx
                .erase_person_data(&daan, kind, before, moment)
                .await
                .unwrap();
            assert_eq!(n, gone);
        }
        assert_eq!(
            tx.erase_person_data(&daan, ErasureKind::Case, None, moment)
                .await,
            Err(StoreError::Refused)
        );
        tx.commit().await.unwrap();
        let tx = f.store.read("look", &org.id).await.unwrap();
        assert_eq!(tx.ledger(&daan, Instant::FIRST).await.unwrap().len(), 1);
        let receipts = tx.receipts_of(&daan).await.unwrap();
        assert_eq!(receipts.len(), 3);
        assert_eq!(
            receipts[0].gone_at.date(&org.time_zone),
            days(146).date(&org.time_zone)
        );
        let journal = Journal::of(f.folder.path()).read().unwrap();
        assert_eq!(journal.erasures.len(), 3);
        assert!(
            journal
                .erasures
                .iter()
                .all(|erasure| erasure.subject == daan.as_str())
        );
    }

    /// Columns that look like a reference and never name a person.
    const NO_PERSON: &[&str] = &[
        "org_id",
        "case_id",
        "circle_id",
        "incident_id",
        "exposure_id",
        "nudge_id",
        "replacement_id",
        "debriefing_id",
        "quarantine_id",
        "job_id",
        "request_id",
        "hand_id",
        "session_id",
        "rejudging_id",
        "trial_id",
        "dismissal_id",
        "help_id",
        "passkey_id",
        "lock_id",
        "note_id",
        "recovery_id",
        "disclosure_id",
        "appointment_id",
        "talk_id",
        "erasure_id",
        "receipt_id",
        "roster_id",
        "task_id",
        "seat_id",
        "change_id",
        "profile_id",
        "hook_id",
        "assignment_id",
        "channel_id",
        "alert_id",
        "message_id",
    ];

    pub async fn every_column_that_names_a_person_is_in_the_copy(f: Fixture) {
        let database = Database::connect(url(&f)).await.unwrap();
        let mut covered: BTreeSet<(&str, &str)> = BTreeSet::new();
        for part in HELD {
            covered.extend(part.names.iter().map(|name| (part.table, *name)));
        }
        covered.extend(WITHHELD.iter().map(|(table, column, _)| (*table, *column)));
        let mut seen = BTreeSet::new();
        for table in tables(&database).await {
            for column in columns(&database, &table).await {
                seen.insert((table.clone(), column.clone()));
                let refers =
                    column.ends_with("_id") || column.ends_with("_by") || column == "actor";
                if refers && !NO_PERSON.contains(&column.as_str()) {
                    assert!(
                        covered.contains(&(table.as_str(), column.as_str())),
                        "{table}.{column} can name a person: list it in HELD or WITHHELD (store/personal.rs)"
                    );
                }
            }
        }
        for (table, column) in covered {
            assert!(
                seen.contains(&(table.to_owned(), column.to_owned())),
                "{table}.{column} exists"
            );
        }
        // Every part can be read, and what is there is found.
        let org = f.organisation().await;
        let daan = f.person(&org.id, "Daan", &[]).await;
        let sanne = f.person(&org.id, "Sanne", &[Role::Supporter]).await;
        plant(&f, &org, &daan, &sanne).await;
        let tx = f.store.read("copy", &org.id).await.unwrap();
        let mut filled = Vec::new();
        for part in HELD {
            if !tx.held(part, &daan).await.unwrap().is_empty() {
                filled.push(part.name);
            }
        }
        assert_eq!(
            filled,
            ["person", "case", "case-history", "notes", "choices"]
        );
        let written = HELD.iter().find(|part| part.name == "written").unwrap();
        assert_eq!(tx.held(written, &sanne).await.unwrap().len(), 1);
    }

    pub async fn what_goes_by_date_goes_and_the_counts_stay(f: Fixture) {
        let org = f.organisation().await;
        let sanne = f.person(&org.id, "Sanne", &[Role::Supporter]).await;
        let (o, s, at) = (org.id.as_str(), sanne.as_str(), NOW.millis());
        for (sql, values) in [
            (
                "INSERT INTO debriefings (org_id, debriefing_id, supporter_id, held_at, information_given, offers) \
                 VALUES ($1, 'd', $2, $3, TRUE, 0)",
                vec![o.into(), s.into(), at.into()],
            ),
            (
                "INSERT INTO nudges (org_id, nudge_id, person_id, at, count, span_days) VALUES ($1, 'n', $2, $3, 3, 9)",
                vec![o.into(), s.into(), at.into()],
            ),
            (
                "INSERT INTO quarantine (org_id, quarantine_id, source, digest, byte_from, byte_to, line, reason, fields, at) \
                 VALUES ($1, 'q', 's', 'd', 0, 1, 1, 'r', '', $2)",
                vec![o.into(), at.into()],
            ),
            (
                "INSERT INTO incidents (org_id, incident_id, source, source_ref, at, state, record, reasons, list_version, received_at) \
                 VALUES ($1, 'i', 's', '1', $2, 'counted', '{}', '', 1, $2)",
                vec![o.into(), at.into()],
            ),
            (
                "INSERT INTO pictures (org_id, incident_id, source, people, needs, by_id, at) VALUES ($1, 'i', 's', 2, '', $2, $3)",
                vec![o.into(), s.into(), at.into()],
            ),
            (
                "INSERT INTO annual_talks (org_id, talk_id, supporter_id, interviewer, held_on) \
                 VALUES ($1, 't', $2, 'x', '2026-03-03')",
                vec![o.into(), s.into()],
            ),
            (
                "INSERT INTO sealed_notes (org_id, circle_id, note_id, revision, slot, generation, author_id, body, at) \
                 VALUES ($1, 't', 'n', 1, 'annual', 1, $2, 'body', $3)",
                vec![o.into(), s.into(), at.into()],
            ),
            (
                "INSERT INTO jobs (org_id, job_id, kind, subject, due_at, attempts, leased_until, done_at) \
                 VALUES ($1, 'j', 'deadline', 'c', $2, 1, 0, $2)",
                vec![o.into(), at.into()],
            ),
        ] {
            run(&f, sql, values).await;
        }
        let counted = months(&f, &org).await;
        assert_eq!(
            counted.values().sum::<i64>(),
            2,
            "an event and a debriefing"
        );
        let expected = [(15, 1), (31, 1), (91, 1), (731, 3), (761, 1)];
        let mut gone = 0;
        for (day, rows) in expected {
            assert_eq!(
                round(&f, &org, days(day - 1)).await.rows,
                0,
                "day {}",
                day - 1
            );
            let tx = f.store.read("plan", &org.id).await.unwrap();
            let kept = tx.retention().await.unwrap();
            let plan = retention::plan(&tx, &kept, days(day), days(day), &org.time_zone)
                .await
                .unwrap();
            assert_eq!(
                plan.iter().map(|due| due.count).sum::<i64>(),
                rows,
                "day {day}"
            );
            drop(tx);
            let done = round(&f, &org, days(day)).await;
            assert_eq!(i64::try_from(done.rows).unwrap(), rows, "day {day}");
            gone += rows;
            assert_eq!(months(&f, &org).await, counted);
        }
        assert_eq!(gone, 7);
        let database = Database::connect(url(&f)).await.unwrap();
        assert_eq!(
            number(&database, "SELECT COUNT(*) AS n FROM sealed_notes").await,
            0
        );
    }

    pub async fn without_a_journal_nothing_is_erased(f: Fixture) {
        let org = f.organisation().await;
        let daan = f.person(&org.id, "Daan", &[]).await;
        let sanne = f.person(&org.id, "Sanne", &[Role::Supporter]).await;
        let draft = RetentionDraft {
            source: "shorter".to_owned(),
            periods: BTreeMap::from([(DataKind::Notes, 30)]),
        };
        let tx = f.store.write("fill", &org.id).await.unwrap();
        tx.declare_tie(&daan, &sanne).await.unwrap();
        let next = adopt(&draft, &tx.retention().await.unwrap()).unwrap();
        let today = NOW.date(&org.time_zone);
        tx.publish_policy(PolicyKind::Retention, 1, today, &next, "shorter", None, NOW)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let tx = f.store.read("look", &org.id).await.unwrap();
        assert_eq!(
            tx.retention().await.unwrap().days(DataKind::Notes),
            Some(30)
        );
        drop(tx);
        let bare = Store::open_beside(&f.location, None, NOW).await.unwrap();
        let tx = bare.write("erase", &org.id).await.unwrap();
        let moment = retention::moment(&tx, &next, NOW, &org.time_zone)
            .await
            .unwrap();
        tx.erase_person_data(&daan, ErasureKind::Ties, None, moment)
            .await
            .unwrap();
        assert_eq!(tx.commit().await, Err(StoreError::Journal));
        let tx = f.store.read("look", &org.id).await.unwrap();
        assert_eq!(tx.declared_ties(&daan).await.unwrap().len(), 1);
    }

    async fn set(f: &Fixture, org: &Organisation, version: i64, kind: DataKind, days: u32) {
        let draft = RetentionDraft {
            source: "changed".to_owned(),
            periods: BTreeMap::from([(kind, days)]),
        };
        let tx = f.store.write("change periods", &org.id).await.unwrap();
        let next = adopt(&draft, &tx.retention().await.unwrap()).unwrap();
        let today = NOW.date(&org.time_zone);
        let kind = PolicyKind::Retention;
        tx.publish_policy(kind, version, today, &next, "why", None, NOW)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    async fn add_note(f: &Fixture, org: &Organisation, case: &CaseId, by: &PersonId) -> String {
        let note = planted();
        let sql = "INSERT INTO sealed_notes (org_id, circle_id, note_id, revision, slot, generation, author_id, body, at) \
                   VALUES ($1, $2, 'later', 1, 'talk-1', 1, $3, $4, $5)";
        let values = vec![
            org.id.as_str().into(),
            case.as_str().into(),
            by.as_str().into(),
            note.as_str().into(),
            days(5).millis().into(),
        ];
        run(f, sql, values).await;
        note
    }

    async fn reopen(f: &Fixture, org: &Organisation, case: &CaseId, at: Instant) {
        let tx = f.store.write("reopen", &org.id).await.unwrap();
        let tz = &org.time_zone;
        tx.decide_case(case, None, None, "reopened", at, tz, |case| case.reopen(at))
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    /// A backup that was made after an erasure holds what came after it, and that is nobody's to erase.
    pub async fn what_came_after_an_erasure_survives_a_restore(f: Fixture) {
        let org = f.organisation().await;
        let daan = f.person(&org.id, "Daan", &[]).await;
        let sanne = f.person(&org.id, "Sanne", &[Role::Supporter]).await;
        let planted = plant(&f, &org, &daan, &sanne).await;
        close(&f, &org, &planted.case, NOW).await;
        let tx = f.store.write("erase", &org.id).await.unwrap();
        tx.refuse_supporter(&daan, &sanne, NOW).await.unwrap();
        let kept = tx.retention().await.unwrap();
        let moment = retention::moment(&tx, &kept, days(1), &org.time_zone)
            .await
            .unwrap();
        assert!(tx.erase_notes(&planted.case, moment).await.unwrap());
        let kind = ErasureKind::Refused;
        let gone = tx.erase_person_data(&daan, kind, None, moment);
        assert_eq!(gone.await.unwrap(), 1);
        tx.commit().await.unwrap();
        let receipts = |tx: veer::store::Tx| {
            let daan = daan.clone();
            async move { tx.receipts_of(&daan).await.unwrap().len() }
        };
        let tx = f.store.read("look", &org.id).await.unwrap();
        assert_eq!(receipts(tx).await, 2);
        // Opened again; a new note, and "rather not with Sanne" said anew. Then the backup.
        reopen(&f, &org, &planted.case, days(5)).await;
        let note = add_note(&f, &org, &planted.case, &sanne).await;
        let tx = f.store.write("refuse", &org.id).await.unwrap();
        tx.refuse_supporter(&daan, &sanne, days(5)).await.unwrap();
        tx.commit().await.unwrap();
        let journal = Journal::of(f.folder.path());
        assert_eq!(journal.read().unwrap().done.len(), 2, "both are settled");
        let done = retention::replay(&f.store, &journal, days(10)).await;
        assert_eq!(done.unwrap().stood, 2);
        assert!(look(&f, &note).await.dump);
        let tx = f.store.read("look", &org.id).await.unwrap();
        assert_eq!(tx.refused_supporters(&daan).await.unwrap().len(), 1);
        assert_eq!(receipts(tx).await, 2);
        // The rows are forgotten when no backup holds the data; a backup from then on stands too.
        run(&f, "DELETE FROM erasures", Vec::new()).await;
        let done = retention::replay(&f.store, &journal, days(40)).await;
        assert_eq!(done.unwrap().stood, 2);
        assert!(look(&f, &note).await.dump);
    }

    /// The line came, the deletion did not: the process died, or the database refused.
    pub async fn a_line_in_doubt_touches_nothing_that_is_wanted(f: Fixture) {
        let org = f.organisation().await;
        let daan = f.person(&org.id, "Daan", &[]).await;
        let sanne = f.person(&org.id, "Sanne", &[Role::Supporter]).await;
        let planted = plant(&f, &org, &daan, &sanne).await;
        let tx = f.store.write("tie", &org.id).await.unwrap();
        tx.declare_tie(&daan, &sanne).await.unwrap();
        tx.commit().await.unwrap();
        let elsewhere = tempfile::tempdir().unwrap();
        let mut text = String::new();
        for (kind, subject) in [("notes", planted.case.as_str()), ("ties", daan.as_str())] {
            writeln!(
                text,
                "{{\"erasure\":\"{kind}\",\"org\":\"{}\",\"kind\":\"{kind}\",\"subject\":\"{subject}\",\"at\":{},\"gone_at\":{}}}",
                org.id.as_str(),
                days(1).millis(),
                days(36).millis()
            )
            .unwrap();
        }
        std::fs::write(elsewhere.path().join(JOURNAL), text).unwrap();
        let journal = Journal::of(elsewhere.path());
        // A backup from after the lines does not know them: they were never done.
        let done = retention::replay(&f.store, &journal, days(2)).await;
        assert_eq!(done.unwrap().in_doubt, 2);
        let tx = f.store.read("look", &org.id).await.unwrap();
        assert_eq!(tx.declared_ties(&daan).await.unwrap().len(), 1);
        drop(tx);
        // One from before them: what is older goes, and the notes of an open case stay.
        let done = retention::replay(&f.store, &journal, NOW).await.unwrap();
        assert_eq!((done.again, done.in_doubt), (1, 1));
        assert!(look(&f, &planted.note).await.dump);
        close(&f, &org, &planted.case, NOW).await;
        let done = retention::replay(&f.store, &journal, NOW).await.unwrap();
        assert_eq!((done.again, done.stood), (1, 1));
        assert!(!look(&f, &planted.note).await.dump);
    }

    fn exposure_of(person: &PersonId, incident: &str, from: Instant) -> ExposureRow {
        ExposureRow {
            id: entropy::new_id(from),
            exposure: Exposure {
                person: person.clone(),
                incident: Some(IncidentId::new(incident)),
                role: ExposureRole::Crew,
                severity: Severity::Normal,
                from,
                until: None,
            },
            gone: false,
        }
    }

    /// The case was closed when they were erased, and is open in the backup.
    pub async fn erased_exposures_go_again_under_an_open_case(f: Fixture) {
        let org = f.organisation().await;
        let daan = f.person(&org.id, "Daan", &[]).await;
        let mo = f.person(&org.id, "Mo", &[]).await;
        let sanne = f.person(&org.id, "Sanne", &[Role::Supporter]).await;
        let planted = plant(&f, &org, &daan, &sanne).await;
        let tx = f.store.write("fill", &org.id).await.unwrap();
        tx.save_exposures(&[
            exposure_of(&daan, "i", NOW),
            exposure_of(&daan, "later", days(60)),
            exposure_of(&mo, "i", NOW),
        ])
        .await
        .unwrap();
        tx.commit().await.unwrap();
        let sql = "INSERT INTO case_incidents (org_id, case_id, incident_id) VALUES ($1, $2, 'i')";
        let values = vec![org.id.as_str().into(), planted.case.as_str().into()];
        run(&f, sql, values).await;
        let line = format!(
            "{{\"erasure\":\"e\",\"org\":\"{}\",\"kind\":\"exposures\",\"subject\":\"{}\",\"before\":{},\"at\":{},\
             \"gone_at\":{}}}\n{{\"done\":\"e\"}}\n",
            org.id.as_str(),
            daan.as_str(),
            days(50).millis(),
            days(110).millis(),
            days(146).millis()
        );
        let elsewhere = tempfile::tempdir().unwrap();
        std::fs::write(elsewhere.path().join(JOURNAL), line).unwrap();
        let journal = Journal::of(elsewhere.path());
        let done = retention::replay(&f.store, &journal, days(70)).await;
        assert_eq!(done.unwrap().again, 1);
        let tx = f.store.read("look", &org.id).await.unwrap();
        assert_eq!(tx.ledger(&daan, Instant::FIRST).await.unwrap().len(), 1);
        assert_eq!(tx.ledger(&mo, Instant::FIRST).await.unwrap().len(), 1);
    }

    /// Told, then made longer, then shorter again: fourteen days begin anew.
    pub async fn a_longer_period_takes_its_warning_back(f: Fixture) {
        let org = f.organisation().await;
        let daan = f.person(&org.id, "Daan", &[]).await;
        let sanne = f.person(&org.id, "Sanne", &[Role::Supporter]).await;
        let planted = plant(&f, &org, &daan, &sanne).await;
        close(&f, &org, &planted.case, NOW).await;
        assert_eq!(round(&f, &org, days(77)).await.told, 1);
        set(&f, &org, 1, DataKind::Notes, 365).await;
        round(&f, &org, days(78)).await;
        let told = |kind| {
            let (store, org, daan) = (f.store.clone(), org.id.clone(), daan.clone());
            async move {
                let tx = store.read("look", &org).await.unwrap();
                let whose = Whose::Subject(&daan);
                tx.endings_told(kind, whose).await.unwrap().len()
            }
        };
        assert_eq!(told(DataKind::Notes).await, 0, "it does not go soon");
        set(&f, &org, 2, DataKind::Notes, 90).await;
        let done = round(&f, &org, days(200)).await;
        assert_eq!((done.told, done.notes), (1, 0));
        assert_eq!(round(&f, &org, days(213)).await.notes, 0);
        assert!(look(&f, &planted.note).await.dump);
        assert_eq!(round(&f, &org, days(214)).await.notes, 1);
    }

    /// `veer retention` beside the nightly run: what one of them deletes is counted by that one.
    pub async fn two_rounds_at_once_count_once(f: Fixture) {
        let org = f.organisation().await;
        let sanne = f.person(&org.id, "Sanne", &[Role::Supporter]).await;
        let (o, s, at) = (org.id.as_str(), sanne.as_str(), NOW.millis());
        let debriefing = "INSERT INTO debriefings (org_id, debriefing_id, supporter_id, held_at, information_given, offers) \
                          VALUES ($1, 'd', $2, $3, TRUE, 0)";
        run(&f, debriefing, vec![o.into(), s.into(), at.into()]).await;
        let incident = "INSERT INTO incidents (org_id, incident_id, source, source_ref, at, state, record, reasons, list_version, received_at) \
                        VALUES ($1, $2, 's', $2, $3, $4, '{}', '', 1, $3)";
        for (id, state) in [("i", "counted"), ("j", "waiting")] {
            let values = vec![o.into(), id.into(), at.into(), state.into()];
            run(&f, incident, values).await;
        }
        let counted = months(&f, &org).await;
        assert_eq!(counted.values().sum::<i64>(), 2);
        let both = [DataKind::Incidents, DataKind::Debriefings];
        let erase = |store: Store| {
            let org = org.clone();
            async move {
                let tx = store.write("erase", &org.id).await.unwrap();
                for kind in both {
                    let tz = &org.time_zone;
                    tx.erase_past(kind, days(900), tz).await.unwrap();
                }
                tx
            }
        };
        let first = erase(f.store.clone()).await;
        let other = Store::open_beside(&f.location, Some(f.folder.path()), NOW)
            .await
            .unwrap();
        // The embedded engine has one writer: the second begins when the first is done.
        let second = match &f.location {
            Location::Folder(_) => {
                first.commit().await.unwrap();
                erase(other).await
            }
            Location::Url(_) => {
                let second = tokio::spawn(erase(other));
                let database = Database::connect(url(&f)).await.unwrap();
                let waits = "SELECT COUNT(*) AS n FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid \
                             WHERE NOT l.granted AND a.datname = current_database()";
                while number(&database, waits).await == 0 {
                    assert!(!second.is_finished(), "it waits for the first");
                    tokio::task::yield_now().await;
                }
                first.commit().await.unwrap();
                second.await.unwrap()
            }
        };
        second.commit().await.unwrap();
        assert_eq!(months(&f, &org).await, counted, "counted once");
    }

    async fn marks(f: &Fixture) -> i64 {
        let database = Database::connect(url(f)).await.unwrap();
        let sql = "SELECT COUNT(*) AS n FROM installation WHERE name LIKE 'retention-unsettled%'";
        number(&database, sql).await
    }

    pub async fn what_is_gone_is_marked_and_nothing_leaves_no_trace(f: Fixture) {
        let org = f.organisation().await;
        let daan = f.person(&org.id, "Daan", &[]).await;
        let tx = f.store.write("erase nothing", &org.id).await.unwrap();
        let kept = tx.retention().await.unwrap();
        let moment = retention::moment(&tx, &kept, days(1), &org.time_zone)
            .await
            .unwrap();
        for kind in [
            ErasureKind::Ties,
            ErasureKind::Refused,
            ErasureKind::Exposures,
        ] {
            let gone = tx.erase_person_data(&daan, kind, Some(NOW), moment).await;
            assert_eq!(gone.unwrap(), 0);
        }
        assert_eq!(tx.forget_lights(days(1)).await.unwrap(), 0);
        tx.commit().await.unwrap();
        let tx = f.store.read("look", &org.id).await.unwrap();
        assert!(tx.receipts_of(&daan).await.unwrap().is_empty());
        drop(tx);
        let journal = Journal::of(f.folder.path()).read().unwrap();
        assert!(journal.erasures.is_empty());
        assert_eq!(marks(&f).await, 0);
        // A light that expired and a talk that was called off leave the medium too.
        let light = planted();
        let sql =
            "INSERT INTO lights (org_id, person_id, state, expires_at) VALUES ($1, $2, $3, $4)";
        let values = vec![
            org.id.as_str().into(),
            daan.as_str().into(),
            light.as_str().into(),
            NOW.millis().into(),
        ];
        run(&f, sql, values).await;
        let talk = "INSERT INTO annual_talks (org_id, talk_id, supporter_id, interviewer, planned_on) \
                    VALUES ($1, 't', $2, 'coordinator', '2026-05-05')";
        let values = vec![org.id.as_str().into(), daan.as_str().into()];
        run(&f, talk, values).await;
        let note = add_note(&f, &org, &CaseId::new("t"), &daan).await;
        assert!(look(&f, &light).await.raw && look(&f, &note).await.raw);
        for step in 0..2 {
            let tx = f.store.write("forget", &org.id).await.unwrap();
            if step == 0 {
                assert_eq!(tx.forget_lights(days(1)).await.unwrap(), 1);
            } else {
                tx.drop_planned_talk("t").await.unwrap();
            }
            tx.commit().await.unwrap();
            assert_eq!(marks(&f).await, 1);
            assert!(f.store.settle().await.unwrap());
            assert_eq!(marks(&f).await, 0);
        }
        for text in [light, note] {
            let found = look(&f, &text).await;
            assert!(!found.dump && !found.raw);
        }
    }

    /// A snapshot that is older than the deletion still needs the bytes: a backup, a dump.
    pub async fn the_medium_is_not_clean_while_somebody_sees_it(f: Fixture) {
        let org = f.organisation().await;
        let daan = f.person(&org.id, "Daan", &[]).await;
        let sanne = f.person(&org.id, "Sanne", &[Role::Supporter]).await;
        let planted = plant(&f, &org, &daan, &sanne).await;
        close(&f, &org, &planted.case, NOW).await;
        let mut other = sea_orm::ConnectOptions::new(url(&f));
        other.max_connections(1);
        let other = Database::connect(other).await.unwrap();
        let say = |sql: &'static str| other.execute_unprepared(sql);
        say("BEGIN ISOLATION LEVEL REPEATABLE READ").await.unwrap();
        say("SELECT COUNT(*) FROM people").await.unwrap();
        let tx = f.store.write("erase", &org.id).await.unwrap();
        let kept = tx.retention().await.unwrap();
        let moment = retention::moment(&tx, &kept, days(1), &org.time_zone)
            .await
            .unwrap();
        assert!(tx.erase_notes(&planted.case, moment).await.unwrap());
        tx.commit().await.unwrap();
        assert!(!f.store.settle().await.unwrap(), "somebody still sees it");
        assert_eq!(marks(&f).await, 1, "it stays to be done");
        assert!(look(&f, &planted.note).await.raw);
        say("COMMIT").await.unwrap();
        assert!(f.store.settle().await.unwrap());
        assert_eq!(marks(&f).await, 0);
        assert!(!look(&f, &planted.note).await.raw);
    }

    pub async fn gone_from_the_last_backup_is_when_that_is_gone(f: Fixture) {
        let org = f.organisation().await;
        let tx = f.store.write("note", &org.id).await.unwrap();
        let kept = tx.retention().await.unwrap();
        let gone = |moment: veer::store::Moment| moment.gone_at;
        let tz = &org.time_zone;
        let meant = gone(retention::moment(&tx, &kept, days(1), tz).await.unwrap());
        assert_eq!(meant, kept.gone_from_backups(days(1), tz));
        // One that was made while the period was longer, and one that is gone before it.
        tx.note_backup(NOW, days(90)).await.unwrap();
        let moment = retention::moment(&tx, &kept, days(1), tz).await.unwrap();
        assert_eq!(gone(moment), days(90));
        let moment = retention::moment(&tx, &kept, days(60), tz).await.unwrap();
        assert_eq!(gone(moment), kept.gone_from_backups(days(60), tz));
        drop(tx);
        assert_eq!(f.store.longest_backup().await.unwrap(), 35);
        set(&f, &org, 1, DataKind::Backups, 20).await;
        assert_eq!(f.store.longest_backup().await.unwrap(), 20);
    }
}
