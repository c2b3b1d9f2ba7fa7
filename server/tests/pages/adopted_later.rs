//! A document that is adopted from a day on: it waits, it begins at midnight, it can be withdrawn.

crate::on_both_engines!(
    a_list_judges_from_the_day_on_that_was_chosen,
    a_waiting_version_is_withdrawn_and_goes_on_as_a_draft,
    only_days_from_today_on_can_be_chosen,
    only_one_version_waits,
);

mod scenario {
    use std::collections::BTreeSet;

    use axum::http::StatusCode;
    use care::{
        access::Role,
        ids::{KindCode, UnitCode},
        incident::IncidentList,
        time::Instant,
    };
    use jiff::{SignedDuration, civil::date};
    use veer::{
        feed::{
            intake::Intake,
            record::{EventRecord, Precision},
        },
        store::PolicyKind,
    };

    use crate::support::{
        Fixture,
        pages::{Answer, Browser, House},
    };

    const LIST: &str = "/coordinate/list";
    /// Behind the night on which the clock jumps.
    const DAY: &str = "2026-04-02";

    fn hidden(page: &Answer, name: &str) -> String {
        let mark = format!("name=\"{name}\" value=\"");
        let (_, rest) = page.body.split_once(&mark).expect("the field");
        rest.split('"').next().unwrap().to_owned()
    }

    async fn draft(browser: &Browser<'_>, nl: &str, codes: &str) {
        let new = format!("{LIST}/new");
        let page = browser.get(&new).await.ok();
        let fields = [
            ("seen", &*hidden(&page, "seen")),
            ("nl", nl),
            ("en", nl),
            ("codes-0", codes),
            ("certainty-0", "sure"),
        ];
        let kept = browser.post(&new, &fields).await;
        assert_eq!(kept.flash(), "document-kept", "{}", kept.body);
    }

    async fn adopt(browser: &Browser<'_>, begins: &str) -> Answer {
        let page = browser.get(&format!("{LIST}/preview")).await.ok();
        let seen = hidden(&page, "seen");
        let fields = [("seen", &*seen), ("why", "Evaluatie"), ("begins", begins)];
        browser.post(&format!("{LIST}/adopt"), &fields).await
    }

    /// The version of the list that judged an event that comes in now, and what it said.
    async fn judged(house: &House, number: &str) -> (i64, Option<String>) {
        let mut record = EventRecord::new("mka", number, house.now(), Precision::Exact);
        record.kind_codes = BTreeSet::from([KindCode::new("smoke")]);
        record.units = BTreeSet::from([UnitCode::new("17-101")]);
        let (store, org) = (&house.fixture.store, &house.org);
        let mut intake = Intake::begin(store, org, "mka", number.to_owned(), house.now())
            .await
            .unwrap();
        intake.take(&[Ok(record)], house.now()).await.unwrap();
        intake.finish(house.now()).await.unwrap();
        let rows = house.read().await.incidents_by_ref("mka", &[number]).await;
        let row = rows.unwrap().remove(0);
        (row.list_version, row.certainty)
    }

    async fn in_force(house: &House) -> i64 {
        let tx = house.read().await;
        let (kind, now) = (PolicyKind::IncidentList, house.now());
        let number = tx.policy_number(kind, now).await.unwrap();
        let whole: Option<(i64, IncidentList)> = tx.policy(kind, now).await.unwrap();
        assert_eq!(whole.map(|(version, _)| version), Some(number));
        number
    }

    pub async fn a_list_judges_from_the_day_on_that_was_chosen(f: Fixture) {
        let house = House::new(f).await;
        let rob = house.person("Rob", &[Role::Coordinator]).await;
        let karin = house.person("Karin", &[Role::Coordinator]).await;
        let browser = house.sign_in(&rob);
        draft(&browser, "Zware rook", "Rook\r\n").await;
        let adopted = adopt(&browser, DAY).await;
        assert_eq!(adopted.flash(), "document-adopted-later");
        assert_eq!(in_force(&house).await, 1);
        assert_eq!(judged(&house, "26-1").await, (1, None));
        let told = house.sign_in(&karin).get(LIST).await.ok();
        assert!(told.says("Versie 2 is aangenomen en geldt vanaf"));
        assert!(told.says("2 apr") && told.says("Door Rob: Evaluatie"));
        assert!(told.says("Nu geldt versie 1") && !told.says("Zware rook"));
        let history = browser.get(&format!("{LIST}/history")).await.ok();
        assert!(history.says("Telt vanaf"), "{}", history.body);
        assert!(!browser.get("/signal/list").await.ok().says("Zware rook"));

        let begins = Instant::start_of(date(2026, 4, 2), &house.org.time_zone);
        house.wait_until(begins.minus(SignedDuration::from_millis(1)));
        assert_eq!(judged(&house, "26-2").await, (1, None));
        house.wait_until(begins);
        assert_eq!(in_force(&house).await, 2);
        let sure = (2, Some("sure".to_owned()));
        assert_eq!(judged(&house, "26-3").await, sure);
        let browser = house.sign_in(&rob);
        assert!(browser.get("/signal/list").await.ok().says("Zware rook"));
        let told = browser.get(LIST).await.ok();
        assert!(told.says("Nu geldt versie 2") && !told.says("is aangenomen en geldt vanaf"));
        let late = browser
            .post(&format!("{LIST}/withdraw"), &[("version", "2")])
            .await;
        assert_eq!(late.status, StatusCode::CONFLICT, "it began");
        assert_eq!(in_force(&house).await, 2);
    }

    pub async fn a_waiting_version_is_withdrawn_and_goes_on_as_a_draft(f: Fixture) {
        let house = House::new(f).await;
        let rob = house.person("Rob", &[Role::Coordinator]).await;
        let browser = house.sign_in(&rob);
        let none = browser.get(&format!("{LIST}/withdraw")).await.ok();
        assert!(none.says("Er wacht geen versie"));
        draft(&browser, "Zware rook", "Rook\r\n").await;
        adopt(&browser, DAY).await;
        let page = browser.get(&format!("{LIST}/withdraw")).await.ok();
        assert!(page.says("Zware rook") && page.says("wordt jouw concept"));
        let version = hidden(&page, "version");
        assert_eq!(version, "2");
        let (path, fields) = (format!("{LIST}/withdraw"), [("version", &*version)]);
        let gone = browser.post(&path, &fields).await;
        assert_eq!(gone.flash(), "document-withdrawn");
        let twice = browser.post(&path, &fields).await;
        assert_eq!(twice.status, StatusCode::CONFLICT, "sent twice");
        let begins = Instant::start_of(date(2026, 4, 2), &house.org.time_zone);
        house.wait_until(begins);
        assert_eq!(in_force(&house).await, 1);
        let browser = house.sign_in(&rob);
        let history = browser.get(&format!("{LIST}/history")).await.ok();
        assert!(history.says("Ingetrokken voordat het begon"));
        let page = browser.get(LIST).await.ok();
        assert!(page.says("Zware rook"), "it goes on as a draft");
        // The number of the withdrawn version is spent.
        let adopted = adopt(&browser, "").await;
        assert_eq!(adopted.flash(), "document-adopted");
        assert_eq!(in_force(&house).await, 3);
        let log = house.access_log().await;
        assert!(log.iter().any(|row| row.action == "document-withdrawn"));
    }

    pub async fn only_days_from_today_on_can_be_chosen(f: Fixture) {
        let house = House::new(f).await;
        let rob = house.person("Rob", &[Role::Coordinator]).await;
        let browser = house.sign_in(&rob);
        draft(&browser, "Zware rook", "Rook\r\n").await;
        for wrong in ["2026-03-02", "2027-03-04", "morgen", "2026-02-30"] {
            let refused = adopt(&browser, wrong).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
            assert!(refused.says("Kies een dag vanaf vandaag") && refused.says("#begins"));
            assert!(refused.says("Evaluatie"), "what was typed stays");
        }
        let today = house.now().date(&house.org.time_zone).to_string();
        let adopted = adopt(&browser, &today).await;
        assert_eq!(adopted.flash(), "document-adopted");
        assert_eq!(in_force(&house).await, 2, "today is at once");
    }

    pub async fn only_one_version_waits(f: Fixture) {
        let house = House::new(f).await;
        let rob = house.person("Rob", &[Role::Coordinator]).await;
        let karin = house.person("Karin", &[Role::Coordinator]).await;
        let (first, second) = (house.sign_in(&rob), house.sign_in(&karin));
        draft(&first, "Zware rook", "Rook\r\n").await;
        draft(&second, "Iets anders", "Val van hoogte\r\n").await;
        let seen = hidden(&second.get(&format!("{LIST}/preview")).await.ok(), "seen");
        adopt(&first, DAY).await;
        let fields = [("seen", &*seen), ("why", "Ook"), ("begins", "2026-04-09")];
        let refused = second.post(&format!("{LIST}/adopt"), &fields).await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
        assert!(refused.says("Er wacht maar één versie tegelijk"));
        house.wait_until(Instant::start_of(date(2026, 4, 2), &house.org.time_zone));
        let second = house.sign_in(&karin);
        let page = second.get(&format!("{LIST}/preview")).await.ok();
        assert!(page.says("Rob wijzigde") && page.says("Iets anders"));
    }
}
