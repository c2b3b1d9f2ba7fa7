//! The draft of the list beside the list in force: over what is stored, and over a file.

crate::on_both_engines!(
    stored_events_are_judged_by_both_lists,
    a_file_is_judged_while_it_comes_in_and_kept_nowhere,
    a_file_that_cannot_be_read_says_why,
    a_run_is_stopped_and_another_takes_its_place_when_asked,
    a_run_whose_process_died_is_told,
    for_everybody_else_there_is_no_trial,
);

mod scenario {
    use std::{collections::BTreeSet, time::Duration};

    use axum::http::StatusCode;
    use care::{
        access::Role,
        ids::{KindCode, UnitCode},
    };
    use veer::{
        entropy,
        feed::{
            intake::Intake,
            record::{EventRecord, Precision},
        },
        store::{ImportKind, ImportProfile, TrialRow, TrialState},
    };

    use crate::support::{
        Fixture,
        pages::{Answer, Browser, House},
    };

    const TRY: &str = "/coordinate/list/try";
    const PROFILE: &str = include_str!("../../../packs/ambulance/profile.toml");

    async fn take(house: &House, kinds: &[&str]) {
        let record = |(at, kind): (usize, &&str)| {
            let mut record =
                EventRecord::new("mka", format!("26-{at}"), house.now(), Precision::Exact);
            record.kind_codes = BTreeSet::from([KindCode::new(*kind)]);
            record.units = BTreeSet::from([UnitCode::new("17-101")]);
            Ok(record)
        };
        let records: Vec<_> = kinds.iter().enumerate().map(record).collect();
        let (store, org, now) = (&house.app.store, &house.org, house.now());
        let mut intake = Intake::begin(store, org, "mka", "d".to_owned(), now)
            .await
            .unwrap();
        intake.take(&records, now).await.unwrap();
        intake.finish(now).await.unwrap();
    }

    fn hidden(page: &Answer, name: &str) -> String {
        let mark = format!("name=\"{name}\" value=\"");
        let (_, rest) = page.body.split_once(&mark).expect("the field");
        rest.split('"').next().unwrap().to_owned()
    }

    async fn draft(browser: &Browser<'_>) {
        let page = browser.get("/coordinate/list/new").await.ok();
        let fields = [
            ("seen", &*hidden(&page, "seen")),
            ("nl", "Zware rook"),
            ("en", "Heavy smoke"),
            ("codes-0", "Rook\r\n"),
            ("certainty-0", "sure"),
        ];
        let kept = browser.post("/coordinate/list/new", &fields).await;
        assert_eq!(kept.flash(), "document-kept", "{}", kept.body);
    }

    /// The page once the run is over.
    async fn over(browser: &Browser<'_>) -> Answer {
        for _ in 0..400 {
            let far = browser.get(&format!("{TRY}/progress")).await.ok().json();
            if far["ended"] == true {
                return browser.get(TRY).await.ok();
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        panic!("the run does not end");
    }

    pub async fn stored_events_are_judged_by_both_lists(f: Fixture) {
        let house = House::new(f).await;
        let rob = house.person("Rob", &[Role::Coordinator]).await;
        take(&house, &["smoke", "transfer", "smoke", "suicide"]).await;
        let browser = house.sign_in(&rob);
        let empty = browser.get(TRY).await.ok();
        assert!(empty.says("Je hebt geen concept"));
        let early = browser.post(TRY, &[("days", "30")]).await;
        assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
        draft(&browser).await;
        assert_eq!(browser.post(TRY, &[("days", "30")]).await.location(), TRY);
        let page = over(&browser).await;
        assert!(page.says(
            "4 gebeurtenissen zijn door beide lijsten beoordeeld; bij 2 komt er iets anders uit"
        ));
        assert!(page.says("2 gebeurtenissen veranderen") && page.says("Niet op de lijst"));
        assert!(page.says("Telt meteen: Zware rook (Rook)"), "{}", page.body);
        assert!(page.says("<svg class=\"pairs-drawn\" role=\"img\""));
        assert!(page.says("17-101") && page.says("naast versie 1"));
        assert!(!page.says("Het concept is sindsdien gewijzigd"));
        // What came out is the organisation's; who began it stands with it.
        let karin = house.person("Karin", &[Role::Coordinator]).await;
        let other = house.sign_in(&karin).get(TRY).await.ok();
        assert!(other.says("Het concept van Rob naast versie 1"));
        // Nothing was judged again, and nobody called.
        let rows = house.read().await.incidents_by_ref("mka", &["26-0"]).await;
        assert_eq!(rows.unwrap()[0].entry, None);
        let log = house.access_log().await;
        assert!(log.iter().any(|row| row.action == "list-tried"));
        browser.post(&format!("{TRY}/away"), &[]).await.location();
        assert!(!browser.get(TRY).await.ok().says("Wat eruit kwam"));
    }

    pub async fn a_file_is_judged_while_it_comes_in_and_kept_nowhere(f: Fixture) {
        let house = House::new(f).await;
        let rob = house.person("Rob", &[Role::Coordinator]).await;
        let browser = house.sign_in(&rob);
        draft(&browser).await;
        let line = |number: usize, kind: &str| {
            format!(
                "{{\"id\":\"f-{number}\",\"at\":\"2026-02-0{}T07:31:00+01:00\",\"kinds\":[\"{kind}\"],\"units\":[\"17-204\"],\"patient\":\"Jansen-Geheim\"}}\n",
                number % 8 + 1
            )
        };
        let mut text: String = (0..40).map(|n| line(n, "smoke")).collect();
        text.push_str("not a line\n");
        text.push_str(&line(3, "smoke"));
        let sent = browser
            .upload(
                &format!("{TRY}/file"),
                &[("layout", "lines")],
                text.as_bytes(),
            )
            .await;
        assert_eq!(sent.location(), TRY);
        let page = over(&browser).await;
        assert!(page.says("40 gebeurtenissen zijn"), "{}", page.body);
        assert!(page.says("Eén rij was niet te lezen") && page.says("Regel 41"));
        assert!(page.says("17-204") && page.says("f-0"));
        assert!(!page.says("Jansen-Geheim"));
        let tx = house.read().await;
        assert!(tx.incidents_by_ref("f", &["f-0"]).await.unwrap().is_empty());
        let row = tx.trial().await.unwrap().unwrap();
        let kept = format!("{row:?}");
        assert!(!kept.contains("Jansen-Geheim"));
        drop(tx);

        // By a layout that the administrator saved.
        let profile = ImportProfile {
            profile_id: "p-1".to_owned(),
            kind: ImportKind::Register.as_str().to_owned(),
            name: "Dagregister".to_owned(),
            document: PROFILE.to_owned(),
        };
        let tx = house.write().await;
        tx.save_import_profile(&profile, house.now()).await.unwrap();
        tx.commit().await.unwrap();
        let page = browser.get(TRY).await.ok();
        assert!(page.says("Dagregister (CSV)"));
        let csv = include_bytes!("../../../packs/ambulance/register-voorbeeld.csv");
        browser
            .upload(&format!("{TRY}/file"), &[("layout", "p-1")], csv)
            .await
            .location();
        let page = over(&browser).await;
        assert!(
            page.says("zijn door beide lijsten beoordeeld"),
            "{}",
            page.body
        );
    }

    pub async fn a_file_that_cannot_be_read_says_why(f: Fixture) {
        let house = House::new(f).await;
        let rob = house.person("Rob", &[Role::Coordinator]).await;
        let browser = house.sign_in(&rob);
        draft(&browser).await;
        let tx = house.write().await;
        let profile = ImportProfile {
            profile_id: "p-1".to_owned(),
            kind: ImportKind::Register.as_str().to_owned(),
            name: "Dagregister".to_owned(),
            document: PROFILE.to_owned(),
        };
        tx.save_import_profile(&profile, house.now()).await.unwrap();
        tx.commit().await.unwrap();
        let file = format!("{TRY}/file");
        let gone = browser.upload(&file, &[("layout", "p-9")], b"x").await;
        assert_eq!(gone.status, StatusCode::UNPROCESSABLE_ENTITY);
        for (bytes, says) in [
            (&b"a;b;c\n1;2;3\n"[..], "ontbreken kolommen"),
            (b"", "leeg"),
            (b"\xFF\xFEa\x00b\x00", "UTF-16"),
        ] {
            browser
                .upload(&file, &[("layout", "p-1")], bytes)
                .await
                .location();
            let page = over(&browser).await;
            assert!(
                page.says("Er is geen uitkomst") && page.says(says),
                "{says}"
            );
        }
        // A file that is no text at all: every part of it is counted as bad.
        let noise: Vec<u8> = (0..300_000_u32).map(|n| (n * 7 % 251) as u8).collect();
        browser
            .upload(&file, &[("layout", "lines")], &noise)
            .await
            .location();
        let page = over(&browser).await;
        assert!(
            page.says("niet te lezen") && page.says("0 gebeurtenissen zijn"),
            "{}",
            page.body
        );
    }

    async fn begun(house: &House, by: &care::ids::PersonId) -> TrialRow {
        let tx = house.write().await;
        let trial = TrialRow {
            id: entropy::new_id(house.now()),
            by: by.clone(),
            state: TrialState::Running,
            looks_at: "stored:30".to_owned(),
            against: 1,
            document: "{}".to_owned(),
            drafted: house.now(),
            started: house.now(),
            alive: house.now(),
            ended: None,
            done: 40,
            whole: 100,
            problem: None,
            outcome: None,
        };
        tx.begin_trial(&trial).await.unwrap();
        tx.commit().await.unwrap();
        trial
    }

    pub async fn a_run_is_stopped_and_another_takes_its_place_when_asked(f: Fixture) {
        let house = House::new(f).await;
        let rob = house.person("Rob", &[Role::Coordinator]).await;
        let browser = house.sign_in(&rob);
        take(&house, &["smoke"]).await;
        draft(&browser).await;
        let trial = begun(&house, &rob).await;
        let page = browser.get(TRY).await.ok();
        assert!(
            page.says("40 procent is beoordeeld")
                && page.says("<progress max=\"100\" value=\"40\"")
        );
        let refused = browser.post(TRY, &[("days", "30")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.says("Er loopt een proef"));
        let stopped = browser.post(&format!("{TRY}/stop"), &[]).await;
        assert_eq!(stopped.flash(), "try-stopped");
        let tx = house.write().await;
        let goes_on = tx.trial_goes_on(&trial.id, (50, 100), house.now()).await;
        assert!(!goes_on.unwrap(), "the run hears that it is to stop");
        drop(tx);
        assert!(browser.get(TRY).await.ok().says("Het is gestopt"));
        let older = begun(&house, &rob).await;
        let fields = [("days", "30"), ("replace", "yes")];
        browser.post(TRY, &fields).await.location();
        let page = over(&browser).await;
        assert!(
            page.says("Eén gebeurtenis is door beide lijsten beoordeeld"),
            "{}",
            page.body
        );
        let tx = house.write().await;
        let goes_on = tx.trial_goes_on(&older.id, (50, 100), house.now()).await;
        assert!(!goes_on.unwrap(), "another took its place");
    }

    pub async fn a_run_whose_process_died_is_told(f: Fixture) {
        let house = House::new(f).await;
        let rob = house.person("Rob", &[Role::Coordinator]).await;
        begun(&house, &rob).await;
        house.wait(1);
        let browser = house.sign_in(&rob);
        assert!(browser.get(TRY).await.ok().says("brak af"));
        take(&house, &["smoke"]).await;
        draft(&browser).await;
        browser.post(TRY, &[("days", "30")]).await.location();
        assert!(
            over(&browser).await.says("Wat eruit kwam"),
            "no question asked"
        );
    }

    pub async fn for_everybody_else_there_is_no_trial(f: Fixture) {
        let house = House::new(f).await;
        for role in [Role::Supporter, Role::Manager, Role::Administrator] {
            let person = house.person("Els", &[role]).await;
            let browser = house.sign_in(&person);
            for path in [TRY, "/coordinate/list/try/progress"] {
                assert_eq!(browser.get(path).await.status, StatusCode::NOT_FOUND);
            }
            let file = browser
                .upload(&format!("{TRY}/file"), &[("layout", "lines")], b"{}")
                .await;
            assert_eq!(file.status, StatusCode::NOT_FOUND);
        }
    }
}
