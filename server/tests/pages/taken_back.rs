//! A dispatcher takes their own report back while nobody was called; afterwards the team decides.

crate::on_both_engines!(
    a_mistake_is_taken_back_and_calls_nobody,
    the_same_form_again_does_not_bring_it_back,
    once_somebody_was_called_the_page_says_whom_to_call,
    another_report_keeps_the_event,
    what_the_register_tells_too_a_person_decides,
    somebody_elses_report_is_not_there,
);

mod scenario {
    use axum::http::StatusCode;
    use care::{
        access::Role,
        ids::{IncidentId, KindCode, PersonId, UnitCode},
        path::{Case, Channel, ClosingReason},
    };
    use veer::{
        feed::{
            intake::Intake,
            record::{EventRecord, Precision},
        },
        store::{IncidentState, Profile},
    };

    use crate::support::{
        Fixture,
        pages::{Browser, House},
    };

    async fn report(by: &Browser<'_>, once: &str, more: &[(&str, &str)]) -> IncidentId {
        let mut form = vec![
            ("entry", "kind-2"),
            ("unit", "17-101"),
            ("time", "03:12"),
            ("once", once),
        ];
        form.extend(more);
        let answer = by.post("/dispatch", &form).await;
        let id = answer.location().strip_prefix("/dispatch?sent=");
        IncidentId::new(id.expect("a confirmation"))
    }

    fn take_back(id: &IncidentId) -> String {
        format!("/dispatch/report/{}/take-back", id.as_str())
    }

    async fn state(house: &House, id: &IncidentId) -> IncidentState {
        let row = house.read().await.incident(id).await.unwrap();
        row.expect("an event").state
    }

    async fn house(f: Fixture) -> (House, PersonId, PersonId) {
        let house = House::new(f).await;
        let els = house.person("Els", &[Role::Dispatcher]).await;
        let daan = house.person("Daan", &[]).await;
        house.shift(&daan, "17-101", 8).await;
        (house, els, daan)
    }

    async fn call(house: &House, who: &PersonId) {
        let case = house.case_of(who).await;
        let (tx, tz, now) = (house.write().await, &house.org.time_zone, house.now());
        let call = move |case: &Case| case.attempt_contact(Channel::Phone, now);
        tx.decide_case(&case.id, None, None, "attempt", now, tz, call)
            .await
            .expect("called");
        tx.commit().await.expect("committed");
    }

    pub async fn a_mistake_is_taken_back_and_calls_nobody(f: Fixture) {
        let (house, els, daan) = house(f).await;
        let els = house.sign_in(&els);
        let id = report(&els, "0190b2c4-1", &[]).await;
        let case = house.case_of(&daan).await.id;
        let shown = els.get("/dispatch").await.ok();
        assert!(shown.says("Wat jij vandaag meldde") && shown.says(&take_back(&id)));
        let done = els.post(&take_back(&id), &[]).await;
        assert_eq!(done.flash(), "report-taken-back");
        assert_eq!(state(&house, &id).await, IncidentState::Dismissed);
        let closing = house.case(&case).await.case.closed.expect("closed");
        assert_eq!(closing.reason, ClosingReason::OpenedInError);
        let shown = els.get("/dispatch").await.ok();
        assert!(shown.says("Telt niet meer mee.") && !shown.says(&take_back(&id)));
        let again = els.post(&take_back(&id), &[]).await;
        assert_eq!(again.status, StatusCode::CONFLICT);
        let log = house.access_log().await;
        let row = log.iter().find(|row| row.action == "report-taken-back");
        assert!(
            row.expect("a row").cases.is_empty(),
            "the colleague reads it"
        );
        // A coordinator sees why, and can let it count again.
        let rob = house.person("Rob", &[Role::Coordinator]).await;
        let rob = house.sign_in(&rob);
        let shown = rob.get(&format!("/support/incident/{}", id.as_str())).await;
        assert!(shown.ok().says("De melding is teruggenomen"));
        let back = format!("/coordinate/event/{}/restore", id.as_str());
        assert_eq!(rob.post(&back, &[]).await.flash(), "event-restored");
        assert_eq!(house.case_of(&daan).await.id, case);
        // The next day it is not on the page any more.
        house.wait(24);
        assert!(
            !els.get("/dispatch")
                .await
                .ok()
                .says("Wat jij vandaag meldde")
        );
        let late = els.post(&take_back(&id), &[]).await;
        assert_ne!(late.status, StatusCode::SEE_OTHER);
    }

    pub async fn the_same_form_again_does_not_bring_it_back(f: Fixture) {
        let (house, els, daan) = house(f).await;
        let els = house.sign_in(&els);
        for number in [&[][..], &[("number", "26-1")]] {
            let once = format!("0190b2c4-{}", number.len());
            let id = report(&els, &once, number).await;
            els.post(&take_back(&id), &[]).await.location();
            assert_eq!(report(&els, &once, number).await, id);
            assert_eq!(state(&house, &id).await, IncidentState::Dismissed);
            let open = house.read().await.open_case_of(&daan).await.unwrap();
            assert!(open.is_none());
        }
        // Reported anew it counts, and who was there is called after all.
        let id = report(&els, "0190b2c4-new", &[("number", "26-1")]).await;
        assert_eq!(state(&house, &id).await, IncidentState::Counted);
        assert_eq!(house.case_of(&daan).await.case.reopened, 1);
    }

    pub async fn once_somebody_was_called_the_page_says_whom_to_call(f: Fixture) {
        let (house, els, daan) = house(f).await;
        let tx = house.write().await;
        let org = &house.org;
        tx.set_profile(&Profile {
            name: org.name.clone(),
            time_zone: "Europe/Amsterdam".to_owned(),
            language: "nl".to_owned(),
            company_doctor: String::new(),
            team_phones: "088 123 4567".to_owned(),
            smallest_count: 5,
            one_language: false,
        })
        .await
        .unwrap();
        tx.commit().await.unwrap();
        let els = house.sign_in(&els);
        let id = report(&els, "0190b2c4-1", &[]).await;
        house.wait(1);
        call(&house, &daan).await;
        let shown = els.get("/dispatch").await.ok();
        assert!(shown.says("Bel 088 123 4567") && !shown.says(&take_back(&id)));
        let made = shown.body.split("id=\"made\"").nth(1).expect("one's own");
        let made = made.split("</section>").next().unwrap_or_default();
        assert!(!made.contains("Daan"), "not who was called");
        let stands = els.post(&take_back(&id), &[]).await;
        assert_eq!(stands.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(stands.says("Bel het opvangteam"));
        assert_eq!(state(&house, &id).await, IncidentState::Counted);
    }

    pub async fn another_report_keeps_the_event(f: Fixture) {
        let (house, els, daan) = house(f).await;
        let kim = house.person("Kim", &[Role::Dispatcher]).await;
        let (els, kim) = (house.sign_in(&els), house.sign_in(&kim));
        let number = [("number", "26-7")];
        let id = report(&els, "0190b2c4-els", &number).await;
        assert_eq!(report(&kim, "0190b2c4-kim", &number).await, id);
        let done = els.post(&take_back(&id), &[]).await;
        assert_eq!(done.flash(), "report-taken-back-rest");
        assert_eq!(state(&house, &id).await, IncidentState::Counted);
        house.case_of(&daan).await;
        let done = kim.post(&take_back(&id), &[]).await;
        assert_eq!(done.flash(), "report-taken-back");
        assert_eq!(state(&house, &id).await, IncidentState::Dismissed);
    }

    pub async fn what_the_register_tells_too_a_person_decides(f: Fixture) {
        let (house, els, daan) = house(f).await;
        let els = house.sign_in(&els);
        let id = report(&els, "0190b2c4-1", &[("number", "26-3")]).await;
        let tell = async |code: &str| {
            let at = house.now();
            let mut record = EventRecord::new("meldkamer", "26-3", at, Precision::Exact);
            record.units.insert(UnitCode::new("17-101"));
            record.kind_codes.insert(KindCode::new(code));
            let store = &house.app.store;
            let mut intake =
                Intake::begin(store, &house.org, "meldkamer", code.to_owned(), house.now())
                    .await
                    .unwrap();
            intake.take(&[Ok(record)], house.now()).await.unwrap();
            intake.finish(house.now()).await.unwrap();
        };
        tell("suicide").await;
        els.post(&take_back(&id), &[]).await.location();
        assert_eq!(state(&house, &id).await, IncidentState::ToConfirm);
        let open = house.read().await.open_case_of(&daan).await.unwrap();
        assert!(open.is_none());
        tell("homicide").await;
        assert_eq!(state(&house, &id).await, IncidentState::ToConfirm);
        // The number belongs to another event, which the register tells later.
        let id = report(&els, "0190b2c4-2", &[("number", "26-4")]).await;
        els.post(&take_back(&id), &[]).await.location();
        let mut record = EventRecord::new("meldkamer", "26-4", house.now(), Precision::Exact);
        record.kind_codes.insert(KindCode::new("suicide"));
        let store = &house.app.store;
        let mut intake = Intake::begin(store, &house.org, "meldkamer", "d".to_owned(), house.now())
            .await
            .unwrap();
        intake.take(&[Ok(record)], house.now()).await.unwrap();
        intake.finish(house.now()).await.unwrap();
        assert_eq!(state(&house, &id).await, IncidentState::ToConfirm);
    }

    pub async fn somebody_elses_report_is_not_there(f: Fixture) {
        let (house, els, _) = house(f).await;
        let id = report(&house.sign_in(&els), "0190b2c4-1", &[]).await;
        let fed = house.incident(&[]).await;
        for role in [Role::Dispatcher, Role::Coordinator, Role::Supporter] {
            let who = house.person(role.code(), &[role]).await;
            let browser = house.sign_in(&who);
            for id in [&id, &fed] {
                let answer = browser.post(&take_back(id), &[]).await;
                assert_eq!(answer.status, StatusCode::NOT_FOUND, "{role}");
            }
        }
        let els = house.sign_in(&els);
        for bad in ["nothing", "%00", "7777"] {
            let answer = els
                .post(&format!("/dispatch/report/{bad}/take-back"), &[])
                .await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{bad}");
        }
        assert_eq!(state(&house, &id).await, IncidentState::Counted);
    }
}
