//! The dispatch room: one report, everybody who was there, once.

crate::on_both_engines!(
    a_report_reaches_the_crew_and_the_dispatcher,
    another_dispatcher_who_handled_it_is_called_too,
    a_mistake_of_ones_own_is_recorded_as_an_own_request,
    what_is_not_on_the_list_counts_too,
    sent_twice_is_one_incident,
    the_day_register_and_the_report_are_one_incident,
    a_report_keeps_what_the_dispatcher_chose,
    a_number_is_found_in_the_register_that_told_it,
    what_is_missing_is_said_and_nothing_is_lost,
    a_replacement_is_arranged_once,
    only_the_units_are_confirmed,
    a_page_that_stood_open_reports_now,
    many_at_once_are_one_incident,
);

mod scenario {
    use axum::http::StatusCode;
    use care::{
        access::Role,
        exposure::ExposureRole,
        ids::{IncidentId, KindCode, UnitCode},
        path::Requester,
    };
    use jiff::SignedDuration;
    use veer::{
        feed::{
            intake::{Intake, Tally},
            record::{EventRecord, Precision},
        },
        store::{IncidentRow, IncidentState, PersonDraft, ReplacementRow},
    };

    use crate::support::{
        Fixture,
        pages::{Answer, Browser, House},
        person,
    };

    const ONCE: &str = "0190b2c4-once";

    async fn report(browser: &Browser<'_>, fields: &[(&str, &str)]) -> Answer {
        let mut all = vec![("time", "03:10"), ("once", ONCE)];
        all.extend(fields);
        browser.post("/dispatch", &all).await
    }

    async fn incident(house: &House, answer: &Answer) -> IncidentRow {
        let id = answer
            .location()
            .strip_prefix("/dispatch?sent=")
            .expect("a confirmation");
        house
            .read()
            .await
            .incident(&IncidentId::new(id))
            .await
            .expect("read")
            .expect("an incident")
    }

    /// A row of the day register about the same event.
    async fn register(house: &House, source: &str, number: &str, unit: &str) -> Tally {
        let mut record = EventRecord::new(source, number, house.now(), Precision::Exact);
        record.units.insert(UnitCode::new(unit));
        record.kind_codes.insert(KindCode::new("suicide"));
        let mut intake = Intake::begin(
            &house.app.store,
            &house.org,
            source,
            "d".to_owned(),
            house.now(),
        )
        .await
        .expect("begins");
        intake
            .take(&[Ok(record)], house.now())
            .await
            .expect("taken");
        intake.finish(house.now()).await.expect("finished")
    }

    pub async fn a_report_reaches_the_crew_and_the_dispatcher(f: Fixture) {
        let house = House::new(f).await;
        let els = house.person("Els", &[Role::Dispatcher]).await;
        let (daan, mo) = (
            house.person("Daan", &[]).await,
            house.person("Mo", &[]).await,
        );
        house.shift(&els, "meldkamer", 8).await;
        house.shift(&daan, "17-101", 8).await;
        house.shift(&mo, "17-102", 8).await;
        let browser = house.sign_in(&els);
        let page = browser.get("/dispatch").await.ok();
        assert!(page.says("17-101") && page.says("Daan") && page.says("data-key=\"2\""));
        let fields = [
            ("entry", "kind-2"),
            ("unit", "17-101"),
            ("me", "yes"),
            ("fact", "minor"),
            ("time", "03:12"),
        ];
        let answer = report(&browser, &fields).await;
        let row = incident(&house, &answer).await;
        assert_eq!(
            (row.state, row.entry.as_deref()),
            (IncidentState::Counted, Some("kind-2"))
        );
        let mut exposed = house.read().await.exposed_to(&row.id).await.expect("read");
        exposed.sort_by_key(|row| row.exposure.role);
        let exposed: Vec<_> = exposed
            .into_iter()
            .map(|row| (row.exposure.person, row.exposure.role))
            .collect();
        assert_eq!(
            exposed,
            [
                (daan.clone(), ExposureRole::Crew),
                (els.clone(), ExposureRole::Dispatcher)
            ]
        );
        for person in [&daan, &els] {
            assert_eq!(
                house.case_of(person).await.case.requester,
                Requester::Dispatcher
            );
        }
        assert!(
            house
                .read()
                .await
                .open_case_of(&mo)
                .await
                .expect("read")
                .is_none()
        );
        let page = browser.get(answer.location()).await.ok();
        assert!(page.says("Het team belt de mensen van 17-101.") && page.says("Ook jou."));
    }

    pub async fn another_dispatcher_who_handled_it_is_called_too(f: Fixture) {
        let house = House::new(f).await;
        let mut people = Vec::new();
        for (name, group, roles) in [
            ("Els", "dispatch", &[Role::Dispatcher][..]),
            ("Kim", "dispatch", &[]),
            ("Daan", "ambulance", &[]),
        ] {
            let draft = PersonDraft {
                staff_group: group.to_owned(),
                ..person(name, roles)
            };
            people.push(draft.id.clone());
            let tx = house.write().await;
            tx.save_people(&[draft]).await.expect("saved");
            tx.commit().await.expect("committed");
        }
        let [els, kim, daan] = &people[..] else {
            unreachable!("three people")
        };
        for dispatcher in [els, kim] {
            house.shift(dispatcher, "meldkamer", 8).await;
        }
        let browser = house.sign_in(els);
        let page = browser.get("/dispatch").await.ok();
        assert!(
            page.says("Centralist: Kim")
                && !page.says("Centralist: Els")
                && !page.says("value=\"meldkamer\"")
        );
        let answer = report(
            &browser,
            &[
                ("entry", "kind-4"),
                ("dispatcher", kim.as_str()),
                ("time", "03:12"),
            ],
        )
        .await;
        let row = incident(&house, &answer).await;
        let exposed = house.read().await.exposed_to(&row.id).await.expect("read");
        assert_eq!(exposed.len(), 1);
        assert_eq!(
            (&exposed[0].exposure.person, exposed[0].exposure.role),
            (kim, ExposureRole::Dispatcher)
        );
        for forged in [daan.as_str(), "nobody"] {
            let answer = report(&browser, &[("entry", "kind-4"), ("dispatcher", forged)]).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND);
        }
    }

    pub async fn a_mistake_of_ones_own_is_recorded_as_an_own_request(f: Fixture) {
        let house = House::new(f).await;
        let els = house.person("Els", &[Role::Dispatcher]).await;
        let browser = house.sign_in(&els);
        let answer = report(&browser, &[("entry", "kind-8"), ("me", "yes")]).await;
        let row = incident(&house, &answer).await;
        assert_eq!(row.entry.as_deref(), Some("kind-10"));
        let everything = format!(
            "{row:?}{:?}{:?}",
            house.case_of(&els).await,
            house.access_log().await
        );
        assert!(
            !everything.contains("kind-8") && !everything.contains("\"8\""),
            "{everything}"
        );
        assert!(!answer.location().contains("kind") && answer.flash().is_empty());
    }

    pub async fn what_is_not_on_the_list_counts_too(f: Fixture) {
        let house = House::new(f).await;
        let els = house.person("Els", &[Role::Dispatcher]).await;
        let answer = report(&house.sign_in(&els), &[("entry", "other"), ("me", "yes")]).await;
        let row = incident(&house, &answer).await;
        assert_eq!((row.state, row.entry), (IncidentState::Counted, None));
        house.case_of(&els).await;
        assert!(
            house
                .sign_in(&els)
                .get("/me/record")
                .await
                .ok()
                .says("Een andere gebeurtenis")
        );
    }

    pub async fn sent_twice_is_one_incident(f: Fixture) {
        let house = House::new(f).await;
        let els = house.person("Els", &[Role::Dispatcher]).await;
        let browser = house.sign_in(&els);
        for fields in [
            &[("entry", "kind-1"), ("me", "yes")][..],
            &[("entry", "kind-1"), ("me", "yes"), ("number", "26-1")],
        ] {
            let first = report(&browser, fields).await;
            let second = report(&browser, fields).await;
            assert_eq!(first.location(), second.location());
        }
        assert_eq!(
            house.read().await.case_count(&els).await.expect("counted"),
            1
        );
        // Without the id that the page gave, it is not sure to be once.
        let bare = [("entry", "kind-1"), ("me", "yes"), ("time", "03:10")];
        assert_eq!(
            browser.post("/dispatch", &bare).await.status,
            StatusCode::BAD_REQUEST
        );
    }

    pub async fn the_day_register_and_the_report_are_one_incident(f: Fixture) {
        let house = House::new(f).await;
        let els = house.person("Els", &[Role::Dispatcher]).await;
        let (daan, mo) = (
            house.person("Daan", &[]).await,
            house.person("Mo", &[]).await,
        );
        house.shift(&daan, "17-101", 8).await;
        house.shift(&mo, "17-102", 8).await;
        let fields = [
            ("entry", "kind-5"),
            ("unit", "17-101"),
            ("number", " 26-000123 "),
            ("time", "03:12"),
        ];
        let answer = report(&house.sign_in(&els), &fields).await;
        let reported = incident(&house, &answer).await;
        assert_eq!(
            (reported.source.as_str(), reported.source_ref.as_str()),
            ("meldkamer", "26-000123")
        );
        house.wait(8);
        // Before the register adds another unit, the colleague's path was closed.
        let case = house.case_of(&daan).await;
        let tx = house.write().await;
        let (now, tz) = (house.now(), &house.org.time_zone);
        tx.decide_case(&case.id, None, None, "closed", now, tz, |case| {
            case.close(care::path::ClosingReason::OpenedInError, now)
        })
        .await
        .expect("closed");
        tx.commit().await.expect("committed");
        let mut record = EventRecord::new("meldkamer", "26-000123", reported.at, Precision::Exact);
        record.units.extend(["17-101", "17-102"].map(UnitCode::new));
        record.kind_codes.insert(KindCode::new("suicide"));
        for again in 0..2 {
            let mut intake = Intake::begin(
                &house.app.store,
                &house.org,
                "meldkamer",
                "d".to_owned(),
                house.now(),
            )
            .await
            .expect("begins");
            intake
                .take(&[Ok(record.clone())], house.now())
                .await
                .expect("taken");
            let tally = intake.finish(house.now()).await.expect("finished");
            assert_eq!(
                (tally.new, tally.joined, tally.duplicate),
                (0, 1 - again, again)
            );
        }
        let row = house
            .read()
            .await
            .incident(&reported.id)
            .await
            .expect("read")
            .expect("still there");
        assert_eq!(row.entry.as_deref(), Some("kind-5"));
        // The second unit is called; who was called for it before is not called again.
        house.case_of(&mo).await;
        assert!(
            house
                .read()
                .await
                .open_case_of(&daan)
                .await
                .expect("read")
                .is_none()
        );
        assert_eq!(
            house.read().await.case_count(&daan).await.expect("counted"),
            1
        );
    }

    pub async fn a_report_keeps_what_the_dispatcher_chose(f: Fixture) {
        let house = House::new(f).await;
        let els = house.person("Els", &[Role::Dispatcher]).await;
        // The register came first, and judged otherwise.
        register(&house, "meldkamer", "26-7", "17-101").await;
        let before = house
            .read()
            .await
            .incidents_by_ref("meldkamer", &["26-7"])
            .await
            .expect("read");
        assert_eq!(before[0].entry.as_deref(), Some("kind-4"));
        let fields = [("entry", "kind-6"), ("me", "yes"), ("number", "26-7")];
        let answer = report(&house.sign_in(&els), &fields).await;
        let row = incident(&house, &answer).await;
        assert_eq!(
            (row.id, row.entry.as_deref()),
            (before[0].id.clone(), Some("kind-6"))
        );
    }

    pub async fn a_number_is_found_in_the_register_that_told_it(f: Fixture) {
        let house = House::new(f).await;
        let els = house.person("Els", &[Role::Dispatcher]).await;
        register(&house, "a-register", "26-1", "17-101").await;
        register(&house, "b-register", "26-2", "17-101").await;
        let browser = house.sign_in(&els);
        for (number, source) in [
            ("26-1", "a-register"),
            ("26-2", "b-register"),
            ("26-3", "a-register"),
        ] {
            let answer = report(
                &browser,
                &[("entry", "kind-3"), ("me", "yes"), ("number", number)],
            )
            .await;
            assert_eq!(incident(&house, &answer).await.source, source, "{number}");
        }
    }

    pub async fn what_is_missing_is_said_and_nothing_is_lost(f: Fixture) {
        let house = House::new(f).await;
        let els = house.person("Els", &[Role::Dispatcher]).await;
        let browser = house.sign_in(&els);
        let long = "9".repeat(41);
        let cases: [(&[(&str, &str)], &str); 5] = [
            (
                &[("units", "17-999"), ("me", "yes")],
                "Kies wat er gebeurd is.",
            ),
            (
                &[("entry", "kind-99"), ("units", "17-999")],
                "Kies wat er gebeurd is.",
            ),
            (
                &[("entry", "kind-3"), ("fact", "fatal")],
                "Vul een eenheid in",
            ),
            (
                &[("entry", "kind-3"), ("units", "17-999"), ("number", &long)],
                "te lang",
            ),
            (
                &[("entry", "kind-3"), ("units", "17-999"), ("time", "25:99")],
                "Vul de tijd in",
            ),
        ];
        for (fields, says) in cases {
            let answer = report(&browser, fields).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{says}");
            assert!(answer.says(says) && answer.says(ONCE), "{says}");
            assert_eq!(
                answer.says("17-999"),
                fields.iter().any(|(_, value)| *value == "17-999")
            );
        }
        assert!(
            house
                .read()
                .await
                .incidents_in(IncidentState::Counted, 9)
                .await
                .expect("read")
                .is_empty()
        );
    }

    pub async fn a_replacement_is_arranged_once(f: Fixture) {
        let house = House::new(f).await;
        let els = house.person("Els", &[Role::Dispatcher]).await;
        let (from, until) = (house.now(), house.now().plus(SignedDuration::from_hours(6)));
        let row = ReplacementRow {
            id: "r-1".to_owned(),
            unit: UnitCode::new("17-101"),
            from,
            until,
        };
        let tx = house.write().await;
        tx.request_replacement(&row).await.expect("asked");
        tx.commit().await.expect("committed");
        let browser = house.sign_in(&els);
        assert!(
            browser
                .get("/dispatch")
                .await
                .ok()
                .says("/dispatch/replacement/r-1/arranged")
        );
        let answer = browser
            .post("/dispatch/replacement/r-1/arranged", &[])
            .await;
        assert_eq!(
            (answer.location(), answer.flash()),
            ("/dispatch", "dispatch-arranged")
        );
        assert!(
            browser
                .get("/dispatch")
                .await
                .ok()
                .says("Er is nu geen vervanging nodig.")
        );
        for gone in ["r-1", "r-2", "%27"] {
            let path = format!("/dispatch/replacement/{gone}/arranged");
            assert_eq!(
                browser.post(&path, &[]).await.status,
                StatusCode::NOT_FOUND,
                "{gone}"
            );
        }
    }

    pub async fn only_the_units_are_confirmed(f: Fixture) {
        let house = House::new(f).await;
        let els = house.person("Els", &[Role::Dispatcher]).await;
        let daan = house.person("Daan Visser", &[]).await;
        house.shift(&daan, "17-101", 1).await;
        let detected = house.incident(&[&daan]).await;
        let browser = house.sign_in(&els);
        // What no dispatcher reported is not confirmed to one.
        let other = browser
            .get(&format!("/dispatch?sent={detected}"))
            .await
            .ok();
        assert!(!other.says("Het opvangteam weet het."));
        let fields = [
            ("entry", "kind-3"),
            ("units", "17-101 99-999"),
            ("time", "03:12"),
        ];
        let answer = report(&browser, &fields).await;
        house.wait(2);
        let page = browser.get(answer.location()).await.ok();
        assert!(page.says("mensen van 17-101.") && page.says("Wie op 99-999 zat"));
        assert!(!page.says("Daan") && !page.says("</b> Ook jou."));
    }

    pub async fn a_page_that_stood_open_reports_now(f: Fixture) {
        let house = House::new(f).await;
        let els = house.person("Els", &[Role::Dispatcher]).await;
        let (before, after) = (
            house.person("Daan", &[]).await,
            house.person("Mo", &[]).await,
        );
        house.shift(&before, "E17", 8).await;
        let browser = house.sign_in(&els);
        assert!(
            browser
                .get("/dispatch")
                .await
                .ok()
                .says("name=\"time\" type=\"time\" value=\"\"")
        );
        house.wait(8);
        house.shift(&after, "E17", 8).await;
        let browser = house.sign_in(&els);
        let answer = report(
            &browser,
            &[("entry", "kind-1"), ("units", "e17"), ("time", "")],
        )
        .await;
        let row = incident(&house, &answer).await;
        assert_eq!(row.at, house.now());
        house.case_of(&after).await;
        assert!(
            house
                .read()
                .await
                .open_case_of(&before)
                .await
                .expect("read")
                .is_none()
        );
    }

    pub async fn many_at_once_are_one_incident(f: Fixture) {
        let house = House::new(f).await;
        let (els, kim) = (
            house.person("Els", &[Role::Dispatcher]).await,
            house.person("Kim", &[Role::Dispatcher]).await,
        );
        let daan = house.person("Daan", &[]).await;
        house.shift(&daan, "17-101", 8).await;
        let (first, second) = (house.sign_in(&els), house.sign_in(&kim));
        let fields = [
            ("entry", "kind-3"),
            ("units", "17-101"),
            ("number", "26-9"),
            ("time", "03:12"),
        ];
        let asking = house.sign_in(&daan);
        let concerned = [("person", daan.as_str())];
        let (first_told, second_told, told_again, asked, asked_again, worried, _) = tokio::join!(
            report(&first, &fields),
            report(&second, &fields),
            report(&first, &fields),
            asking.post("/me/ask", &[]),
            asking.post("/me/ask", &[]),
            second.post("/signal/concern", &concerned),
            register(&house, "meldkamer", "26-9", "17-101"),
        );
        assert_eq!(first_told.location(), second_told.location());
        assert_eq!(first_told.location(), told_again.location());
        assert_eq!((asked.location(), asked_again.location()), ("/me", "/me"));
        assert_eq!(worried.location(), "/signal/thanks");
        let tx = house.read().await;
        assert_eq!(tx.count_incidents("meldkamer").await.expect("counted"), 1);
        assert_eq!(tx.case_count(&daan).await.expect("counted"), 1);
        let row = house.case_of(&daan).await;
        assert_eq!(tx.incidents_of(&row.id).await.expect("read").len(), 1);
    }
}
