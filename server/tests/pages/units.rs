//! Units that nobody knows: settled in bulk, learned for one source, asked about and forgotten
//! (R004, R043, R046).

crate::on_both_engines!(
    names_are_settled_in_bulk_and_the_crews_are_called,
    the_second_crew_of_an_event_is_found_too,
    what_one_source_means_says_nothing_of_another,
    told_again_it_waits_once,
    what_was_learned_is_taken_back_and_forgotten,
    a_gap_in_the_roster_is_told_and_settled,
    the_other_crew_is_asked_about_and_called_on_a_yes,
    the_crew_that_took_over_meanwhile_was_there_too,
    a_dispatcher_whom_nobody_knows_waits_as_well,
    who_has_the_task_settles_and_nobody_else_looks,
    what_was_chosen_stays_when_it_cannot_be_saved,
);

mod scenario {
    use axum::http::StatusCode;
    use care::{
        access::Role,
        exposure::Shift,
        ids::{KindCode, PersonId, UnitCode},
        incident::Tri,
        team::{TaskKind, TaskState},
        time::Instant,
    };
    use jiff::SignedDuration;
    use veer::{
        entropy,
        feed::{
            intake::Intake,
            record::{EventRecord, Precision},
        },
        store::TeamTask,
    };

    use crate::support::{
        Fixture,
        pages::{Answer, Browser, House},
    };

    const HOME: &str = "/coordinate/units";

    fn minutes(minutes: i64) -> SignedDuration {
        SignedDuration::from_mins(minutes)
    }

    /// A drowned child, so it counts at once.
    fn event(number: &str, at: Instant, units: &[&str]) -> EventRecord {
        let mut record = EventRecord::new("mka", number, at, Precision::Exact);
        record.kind_codes.insert(KindCode::new("drowning"));
        record.minor = Tri::Yes;
        record.units = units.iter().map(|unit| UnitCode::new(*unit)).collect();
        record
    }

    async fn take(house: &House, records: &[EventRecord]) {
        let (store, org) = (&house.fixture.store, &house.org);
        let mut intake = Intake::begin(store, org, "mka", "d".to_owned(), house.now())
            .await
            .expect("begins");
        let records: Vec<_> = records.iter().cloned().map(Ok).collect();
        intake.take(&records, house.now()).await.expect("taken in");
        intake.finish(house.now()).await.expect("finished");
    }

    /// Somebody on a unit from some minutes before now until some minutes after.
    async fn on(house: &House, person: &PersonId, unit: &str, from: i64, until: i64) {
        let shift = Shift {
            person: person.clone(),
            unit: UnitCode::new(unit),
            from: house.now().plus(minutes(from)),
            until: house.now().plus(minutes(until)),
        };
        let tx = house.write().await;
        tx.save_shifts(&[shift]).await.expect("saved");
        tx.commit().await.expect("committed");
    }

    async fn has_case(house: &House, person: &PersonId) -> bool {
        let tx = house.read().await;
        tx.open_case_of(person).await.expect("read").is_some()
    }

    /// What the form of the page says of a name.
    struct Said {
        source: &'static str,
        kind: &'static str,
        name: &'static str,
        means: &'static str,
    }

    const fn unit(name: &'static str, means: &'static str) -> Said {
        Said {
            source: "mka",
            kind: "unit",
            name,
            means,
        }
    }

    async fn settle(browser: &Browser<'_>, said: &[Said]) -> Answer {
        let mut fields = Vec::new();
        for (row, said) in said.iter().enumerate() {
            let row = row.to_string();
            fields.push(("row".to_owned(), row.clone()));
            fields.push(("take".to_owned(), row.clone()));
            fields.push((format!("source-{row}"), said.source.to_owned()));
            fields.push((format!("kind-{row}"), said.kind.to_owned()));
            fields.push((format!("name-{row}"), said.name.to_owned()));
            fields.push((format!("means-{row}"), said.means.to_owned()));
        }
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(k, v)| (k.as_str(), v.as_str()))
            .collect();
        browser.post(&format!("{HOME}/settle"), &fields).await
    }

    /// Daan on 17-101 and Eva on 17-102, for eight hours around now.
    async fn crews(house: &House) -> [PersonId; 2] {
        let [daan, eva] = [
            house.person("Daan", &[]).await,
            house.person("Eva", &[]).await,
        ];
        on(house, &daan, "17-101", -240, 240).await;
        on(house, &eva, "17-102", -240, 240).await;
        [daan, eva]
    }

    pub async fn names_are_settled_in_bulk_and_the_crews_are_called(f: Fixture) {
        let house = House::new(f).await;
        let rob = house.person("Rob", &[Role::Coordinator]).await;
        let [daan, eva] = crews(&house).await;
        let told = ["AMB 17-101", "17102", "BRW 1"];
        take(&house, &[event("1", house.now(), &told)]).await;
        assert!(!has_case(&house, &daan).await && !has_case(&house, &eva).await);
        let browser = house.sign_in(&rob);
        let board = browser.get("/coordinate").await.ok();
        assert!(board.says(HOME) && board.says("Eenheden die niemand kent"));
        let page = browser.get(HOME).await.ok();
        for name in told {
            assert!(page.says(name), "{name}");
        }
        assert!(page.says("value=\"unit:17-101\" selected"), "a suggestion");
        assert!(page.says("1 gebeurtenis telt"));
        assert!(!page.says("Daan") && !page.says("Eva"), "nobody is named");
        let said = [
            unit("AMB 17-101", "unit:17-101"),
            unit("17102", "unit:17-102"),
            unit("BRW 1", "not-ours"),
        ];
        let settled = settle(&browser, &said).await;
        assert_eq!(settled.flash(), "coordinate-units-reached");
        assert!(has_case(&house, &daan).await && has_case(&house, &eva).await);
        let log = house.access_log().await;
        assert!(log.iter().any(|row| row.action == "units-learned"));
        let page = browser.get(HOME).await.ok();
        assert!(page.says("Elke eenheid is bekend") && page.says("3 namen geleerd"));
        // The next event with these names, however they are written, resolves by itself.
        let cor = house.person("Cor", &[]).await;
        on(&house, &cor, "17-101", -240, 240).await;
        let told = ["amb 17-101 ", "brw 1"];
        take(&house, &[event("2", house.now(), &told)]).await;
        assert!(has_case(&house, &cor).await);
        assert!(browser.get(HOME).await.ok().says("Elke eenheid is bekend"));
    }

    pub async fn the_second_crew_of_an_event_is_found_too(f: Fixture) {
        let house = House::new(f).await;
        let rob = house.person("Rob", &[Role::Coordinator]).await;
        let [daan, eva] = crews(&house).await;
        let told = ["17-101", "AMB 17-102"];
        take(&house, &[event("1", house.now(), &told)]).await;
        assert!(has_case(&house, &daan).await && !has_case(&house, &eva).await);
        let browser = house.sign_in(&rob);
        let said = [unit("AMB 17-102", "unit:17-102")];
        assert_eq!(
            settle(&browser, &said).await.flash(),
            "coordinate-units-reached"
        );
        assert!(has_case(&house, &eva).await);
        // An event of long ago begins nothing any more.
        let old = house.now().minus(SignedDuration::from_hours(24 * 20));
        take(&house, &[event("2", old, &["AMB 17-101"])]).await;
        let said = [unit("AMB 17-101", "unit:17-101")];
        assert_eq!(
            settle(&browser, &said).await.flash(),
            "coordinate-units-settled"
        );
    }

    pub async fn what_one_source_means_says_nothing_of_another(f: Fixture) {
        let house = House::new(f).await;
        let rob = house.person("Rob", &[Role::Coordinator]).await;
        let [daan, _] = crews(&house).await;
        take(&house, &[event("1", house.now(), &["101"])]).await;
        let browser = house.sign_in(&rob);
        let said = [unit("101", "unit:17-102")];
        settle(&browser, &said).await.location();
        let mut other = event("1", house.now(), &["101"]);
        other.source = "brandweer".to_owned();
        take(&house, &[other]).await;
        let page = browser.get(HOME).await.ok();
        assert!(page.says("value=\"brandweer\""));
        let said = [Said {
            source: "brandweer",
            ..unit("101", "unit:17-101")
        }];
        settle(&browser, &said).await.location();
        assert!(has_case(&house, &daan).await);
    }

    pub async fn told_again_it_waits_once(f: Fixture) {
        let house = House::new(f).await;
        let mut record = event("1", house.now(), &["KLPD 9"]);
        for revision in 0..3 {
            record.revision = Some(revision);
            take(&house, std::slice::from_ref(&record)).await;
        }
        take(&house, &[event("2", house.now(), &["klpd  9"])]).await;
        // Of what nobody hears of only the name is kept.
        let mut quiet = event("3", house.now(), &["KLPD 9"]);
        quiet.kind_codes = [KindCode::new("medical")].into();
        quiet.minor = Tri::Unknown;
        take(&house, &[quiet]).await;
        // An exercise asks nobody anything.
        let mut exercise = event("4", house.now(), &["X 1"]);
        exercise.status = veer::feed::record::Status::Exercise;
        take(&house, &[exercise]).await;
        let tx = house.read().await;
        let waiting = tx.waiting_names(9).await.expect("read");
        assert_eq!(waiting.len(), 1, "{waiting:?}");
        assert_eq!(waiting[0].events, 3);
        assert_eq!(waiting[0].last, Some(house.now()));
        assert_eq!(tx.unresolved(9).await.expect("read").len(), 2);
    }

    pub async fn what_was_learned_is_taken_back_and_forgotten(f: Fixture) {
        let house = House::new(f).await;
        let rob = house.person("Rob", &[Role::Coordinator]).await;
        let [daan, _] = crews(&house).await;
        take(&house, &[event("1", house.now(), &["AMB 17-101"])]).await;
        let browser = house.sign_in(&rob);
        settle(&browser, &[unit("AMB 17-101", "unit:17-101")])
            .await
            .location();
        let undo = format!("{HOME}/undo/{}", house.now().millis());
        assert_eq!(
            browser.post(&undo, &[]).await.flash(),
            "coordinate-units-undone"
        );
        let page = browser.get(HOME).await.ok();
        assert!(page.says("AMB 17-101") && page.says("1 gebeurtenis telt"));
        assert!(has_case(&house, &daan).await, "a path that began stays");
        // Learned again, as another service's; the list forgets one name.
        settle(&browser, &[unit("AMB 17-101", "not-ours")])
            .await
            .location();
        let forget = format!("{HOME}/forget");
        let name = [("source", "mka"), ("kind", "unit"), ("name", "amb 17-101")];
        assert_eq!(
            browser.post(&forget, &name).await.flash(),
            "coordinate-units-undone"
        );
        assert!(browser.get(HOME).await.ok().says("AMB 17-101"));
        assert_eq!(
            browser.post(&forget, &name).await.status,
            StatusCode::CONFLICT
        );
        // After a day only the list does that.
        settle(&browser, &[unit("AMB 17-101", "not-ours")])
            .await
            .location();
        house.wait(25);
        assert_eq!(browser.post(&undo, &[]).await.status, StatusCode::NOT_FOUND);
        assert!(browser.get(HOME).await.ok().says("1 naam geleerd"));
    }

    pub async fn a_gap_in_the_roster_is_told_and_settled(f: Fixture) {
        let house = House::new(f).await;
        let rob = house.person("Rob", &[Role::Coordinator]).await;
        let daan = house.person("Daan", &[]).await;
        on(&house, &daan, "17-101", 600, 1_080).await;
        take(&house, &[event("1", house.now(), &["17-101"])]).await;
        take(
            &house,
            &[event("2", house.now().plus(minutes(-90)), &["17-101"])],
        )
        .await;
        let browser = house.sign_in(&rob);
        let page = browser.get(HOME).await.ok();
        assert!(page.says("Niemand in het rooster") && page.says("/desk/shifts?week=2026-03-03"));
        let gap = |page: &Answer| -> Vec<String> {
            let parts = page.body.split("name=\"gap\" value=\"").skip(1);
            parts
                .filter_map(|part| Some(part.split('"').next()?.to_owned()))
                .collect()
        };
        let gaps = gap(&page);
        assert_eq!(gaps.len(), 2);
        let nobody = format!("{HOME}/nobody");
        let none = browser.post(&nobody, &[]).await;
        assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
        let settled = browser.post(&nobody, &[("gap", gaps[0].as_str())]).await;
        assert_eq!(settled.flash(), "coordinate-units-nobody");
        assert_eq!(gap(&browser.get(HOME).await.ok()), gaps[1..]);
        // A roster that comes later fills the other.
        on(&house, &daan, "17-101", -100, -60).await;
        veer::feed::intake::seek_people(&house.fixture.store, &house.org, house.now())
            .await
            .expect("sought");
        assert!(has_case(&house, &daan).await);
        assert!(browser.get(HOME).await.ok().says("Elke eenheid is bekend"));
    }

    pub async fn the_other_crew_is_asked_about_and_called_on_a_yes(f: Fixture) {
        let house = House::new(f).await;
        let rob = house.person("Rob", &[Role::Coordinator]).await;
        let [daan, eva] = [
            house.person("Daan", &[]).await,
            house.person("Eva", &[]).await,
        ];
        on(&house, &daan, "17-101", -480, -4).await;
        on(&house, &eva, "17-101", -4, 400).await;
        let at = house.now().plus(minutes(-10));
        take(&house, &[event("1", at, &["17-101"])]).await;
        assert!(has_case(&house, &daan).await && !has_case(&house, &eva).await);
        let browser = house.sign_in(&rob);
        let page = browser.get(HOME).await.ok();
        assert!(page.says("6 minuten later nam een andere ploeg het over"));
        assert!(!page.says("Eva") && !page.says("Daan"));
        let (_, rest) = page
            .body
            .split_once("name=\"row\" value=\"")
            .expect("a question");
        let row = rest.split('"').next().expect("a value").to_owned();
        let crew = format!("{HOME}/crew");
        let no = [("row", row.as_str()), ("answer", "no")];
        assert_eq!(
            browser.post(&crew, &no).await.flash(),
            "coordinate-units-not-there"
        );
        assert_eq!(browser.post(&crew, &no).await.status, StatusCode::CONFLICT);
        assert!(!has_case(&house, &eva).await);
        // Told again it stays answered, until that is taken back.
        let mut again = event("1", at, &["17-101"]);
        again.revision = Some(2);
        take(&house, &[again]).await;
        assert!(browser.get(HOME).await.ok().says("Elke eenheid is bekend"));
        let undo = format!("{HOME}/undo/{}", house.now().millis());
        browser.post(&undo, &[]).await.location();
        let yes = [("row", row.as_str()), ("answer", "yes")];
        assert_eq!(
            browser.post(&crew, &yes).await.flash(),
            "coordinate-units-there"
        );
        assert!(has_case(&house, &eva).await);
        let log = house.access_log().await;
        assert!(log.iter().any(|row| row.action == "crew-there"));
    }

    pub async fn the_crew_that_took_over_meanwhile_was_there_too(f: Fixture) {
        let house = House::new(f).await;
        let [daan, eva, bo] = [
            house.person("Daan", &[]).await,
            house.person("Eva", &[]).await,
            house.person("Bo", &[]).await,
        ];
        on(&house, &daan, "17-101", -480, -60).await;
        on(&house, &eva, "17-101", -60, 400).await;
        on(&house, &bo, "17-101", 400, 800).await;
        let mut long = event("1", house.now().plus(minutes(-90)), &["17-101"]);
        long.until = Some(house.now());
        take(&house, &[long]).await;
        assert!(has_case(&house, &daan).await && has_case(&house, &eva).await);
        assert!(!has_case(&house, &bo).await);
    }

    pub async fn a_dispatcher_whom_nobody_knows_waits_as_well(f: Fixture) {
        let house = House::new(f).await;
        let rob = house.person("Rob", &[Role::Coordinator]).await;
        crews(&house).await;
        let mut record = event("1", house.now(), &["17-101"]);
        record.dispatchers = ["d-77".to_owned()].into();
        take(&house, &[record]).await;
        let browser = house.sign_in(&rob);
        let page = browser.get(HOME).await.ok();
        assert!(page.says("Centralist d-77") && page.says("Vraag de beheerder"));
        let said = |means| Said {
            source: "mka",
            kind: "dispatcher",
            name: "d-77",
            means,
        };
        let as_unit = settle(&browser, &[said("unit:17-101")]).await;
        assert_eq!(as_unit.status, StatusCode::UNPROCESSABLE_ENTITY);
        settle(&browser, &[said("not-ours")]).await.location();
        let page = browser.get(HOME).await.ok();
        assert!(page.says("Elke eenheid is bekend") && page.says("Niemand van ons"));
    }

    pub async fn who_has_the_task_settles_and_nobody_else_looks(f: Fixture) {
        let house = House::new(f).await;
        let rob = house.person("Rob", &[Role::Coordinator]).await;
        let sanne = house.person("Sanne", &[Role::Supporter]).await;
        crews(&house).await;
        take(&house, &[event("1", house.now(), &["AMB 17-101"])]).await;
        for role in [
            Role::Manager,
            Role::Hr,
            Role::Administrator,
            Role::PrivacyOfficer,
        ] {
            let other = house.person(role.code(), &[role]).await;
            assert_eq!(
                house.sign_in(&other).get(HOME).await.status,
                StatusCode::NOT_FOUND
            );
        }
        let browser = house.sign_in(&sanne);
        assert_eq!(browser.get(HOME).await.status, StatusCode::NOT_FOUND);
        let said = [unit("AMB 17-101", "unit:17-101")];
        assert_eq!(settle(&browser, &said).await.status, StatusCode::NOT_FOUND);
        let task = TeamTask {
            id: entropy::new_id(house.now()),
            kind: TaskKind::Units,
            group: None,
            due: house.now().date(&house.org.time_zone),
            to: sanne.clone(),
            by: rob,
            at: house.now(),
            state: TaskState::Open,
            ended_at: None,
        };
        let tx = house.write().await;
        tx.save_task(&task).await.expect("saved");
        tx.commit().await.expect("committed");
        assert!(browser.get("/support").await.ok().says(HOME));
        let page = browser.get(HOME).await.ok();
        assert!(page.says("AMB 17-101") && !page.says("/desk/shifts?week="));
        assert_eq!(
            settle(&browser, &said).await.flash(),
            "coordinate-units-reached"
        );
    }

    pub async fn what_was_chosen_stays_when_it_cannot_be_saved(f: Fixture) {
        let house = House::new(f).await;
        let rob = house.person("Rob", &[Role::Coordinator]).await;
        let [daan, _] = crews(&house).await;
        take(&house, &[event("1", house.now(), &["AMB 17-101", "KLPD"])]).await;
        let browser = house.sign_in(&rob);
        let said = [unit("AMB 17-101", "unit:17-102"), unit("KLPD", "")];
        let refused = settle(&browser, &said).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.says("Kies bij elke aangekruiste naam"));
        assert!(refused.says("value=\"unit:17-102\" selected"));
        let none = settle(&browser, &[unit("AMB 17-101", "unit:17-109")]).await;
        assert_eq!(
            none.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "no such unit"
        );
        assert!(!has_case(&house, &daan).await);
    }
}
