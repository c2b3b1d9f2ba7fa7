//! An event, for the peer team: confirming, dismissing, who was there.

crate::on_both_engines!(
    an_uncertain_event_is_confirmed_once,
    dismissing_calls_nobody_and_can_be_undone,
    who_was_there_does_not_find_it,
    outside_the_team_there_is_nothing,
    a_supporter_who_is_added_hands_over,
    a_supporter_added_long_after_hands_over_and_begins_no_path,
    saying_that_one_was_there_takes_the_page_away,
    who_is_kept_apart_is_not_shown,
    who_is_added_before_it_counts_is_called_when_it_does,
    a_closed_case_does_not_stand_in_the_way,
);

mod scenario {
    use axum::http::StatusCode;
    use care::{
        access::Role,
        ids::{IncidentId, KindCode, OrgId, PersonId, UnitCode},
        path::{ClosingReason, Requester},
    };
    use veer::{
        feed::{
            intake::Intake,
            record::{EventRecord, Precision},
        },
        store::IncidentState,
    };

    use crate::support::{Fixture, pages::House};

    /// A drowning on this unit, now, of which nobody knows whether it was a child: to confirm.
    async fn uncertain(house: &House, unit: &str) -> IncidentId {
        let mut record = EventRecord::new("register", "26-000123", house.now(), Precision::Exact);
        record.kind_codes.insert(KindCode::new("drowning"));
        record.units.insert(UnitCode::new(unit));
        let store = &house.fixture.store;
        let mut intake = Intake::begin(
            store,
            &house.org,
            "register",
            "digest".to_owned(),
            house.now(),
        )
        .await
        .expect("begins");
        intake
            .take(&[Ok(record)], house.now())
            .await
            .expect("taken in");
        let waiting = house
            .read()
            .await
            .incidents_in(IncidentState::ToConfirm, 9)
            .await
            .expect("read");
        waiting.first().expect("an event to confirm").id.clone()
    }

    fn page(id: &IncidentId) -> String {
        format!("/support/incident/{}", id.as_str())
    }

    /// Makes somebody the supporter of a colleague's open case.
    async fn assign(house: &House, colleague: &PersonId, supporter: &PersonId) {
        let case = house.case_of(colleague).await;
        let (tx, zone, to) = (house.write().await, &house.org.time_zone, supporter.clone());
        let assign = |case: &care::path::Case| case.assign(to);
        tx.decide_case(&case.id, None, None, "assigned", house.now(), zone, assign)
            .await
            .expect("assigned");
        tx.commit().await.expect("committed");
    }

    pub async fn an_uncertain_event_is_confirmed_once(f: Fixture) {
        let house = House::new(f).await;
        let (sanne, mo) = (
            house.person("Sanne", &[Role::Supporter]).await,
            house.person("Mo", &[Role::Supporter]).await,
        );
        let daan = house.person("Daan Verhoef", &[]).await;
        house.shift(&daan, "17-101", 8).await;
        let id = uncertain(&house, "17-101").await;
        let (sanne, mo) = (house.sign_in(&sanne), house.sign_in(&mo));
        let list = sanne.get("/support/signals").await.ok();
        assert!(list.says(&page(&id)) && !list.says("Daan"));
        let shown = sanne.get(&page(&id)).await.ok();
        for told in [
            "26-000123",
            "17-101",
            "Verdrinking",
            "Daan Verhoef",
            "Telt dit?",
        ] {
            assert!(shown.says(told), "{told}");
        }
        assert!(
            house
                .read()
                .await
                .open_case_of(&daan)
                .await
                .expect("read")
                .is_none()
        );
        let confirmed = sanne.post(&format!("{}/confirm", page(&id)), &[]).await;
        assert_eq!(confirmed.flash(), "incident-confirmed");
        let case = house.case_of(&daan).await;
        let second = mo.post(&format!("{}/dismiss", page(&id)), &[]).await;
        assert_eq!(second.status, StatusCode::CONFLICT);
        assert!(second.says("zei net dat dit telt"));
        assert!(
            sanne
                .get("/support/signals")
                .await
                .ok()
                .says("Er wacht niets")
        );
        let shown = mo.in_language("en").get(&page(&id)).await.ok();
        assert!(shown.says("Nobody has taken this on yet") && !shown.says("Does this count?"));
        let log = house.access_log().await;
        let view = log.last().expect("a row");
        assert_eq!(
            (view.action.as_str(), view.place.as_str()),
            ("view", "/support/incident/{id}")
        );
        assert_eq!(view.cases, [case.pseudonym]);
    }

    pub async fn dismissing_calls_nobody_and_can_be_undone(f: Fixture) {
        let house = House::new(f).await;
        let sanne = house.person("Sanne", &[Role::Supporter]).await;
        let daan = house.person("Daan", &[]).await;
        house.shift(&daan, "17-101", 8).await;
        let id = uncertain(&house, "17-101").await;
        let sanne = house.sign_in(&sanne);
        let dismissed = sanne.post(&format!("{}/dismiss", page(&id)), &[]).await;
        assert_eq!(dismissed.flash(), "incident-dismissed");
        assert!(
            house
                .read()
                .await
                .open_case_of(&daan)
                .await
                .expect("read")
                .is_none()
        );
        assert!(sanne.get(&page(&id)).await.ok().says("Bekijk het opnieuw"));
        let undone = sanne.post(&format!("{}/reconsider", page(&id)), &[]).await;
        assert_eq!(undone.flash(), "incident-reconsidered");
        assert!(sanne.get("/support/signals").await.ok().says(&page(&id)));
    }

    pub async fn who_was_there_does_not_find_it(f: Fixture) {
        let house = House::new(f).await;
        let sanne = house.person("Sanne", &[Role::Supporter]).await;
        house.shift(&sanne, "17-101", 8).await;
        let id = uncertain(&house, "17-101").await;
        let sanne = house.sign_in(&sanne);
        assert!(!sanne.get("/support/signals").await.ok().says(&page(&id)));
        assert_eq!(sanne.get(&page(&id)).await.status, StatusCode::NOT_FOUND);
        for act in ["confirm", "dismiss", "reconsider", "involved"] {
            let answer = sanne.post(&format!("{}/{act}", page(&id)), &[]).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{act}");
        }
        assert_eq!(
            house
                .read()
                .await
                .incidents_in(IncidentState::ToConfirm, 9)
                .await
                .expect("read")
                .len(),
            1
        );
    }

    pub async fn outside_the_team_there_is_nothing(f: Fixture) {
        let house = House::new(f).await;
        let id = uncertain(&house, "17-101").await;
        for role in [
            Role::Manager,
            Role::Dispatcher,
            Role::Hr,
            Role::PrivacyOfficer,
            Role::Administrator,
        ] {
            let person = house.person(role.code(), &[role]).await;
            let browser = house.sign_in(&person);
            for path in ["/support/signals".to_owned(), page(&id)] {
                assert_eq!(
                    browser.get(&path).await.status,
                    StatusCode::NOT_FOUND,
                    "{role} {path}"
                );
            }
            let answer = browser.post(&format!("{}/confirm", page(&id)), &[]).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{role}");
        }
        let other: OrgId = house.fixture.organisation().await.id;
        let stranger = house.person_of(&other, "Mo", &[Role::Supporter]).await;
        let stranger = house.sign_in_to(&other, &stranger);
        assert_eq!(stranger.get(&page(&id)).await.status, StatusCode::NOT_FOUND);
        assert_eq!(
            house.stranger().get(&page(&id)).await.status,
            StatusCode::SEE_OTHER
        );
    }

    pub async fn a_supporter_who_is_added_hands_over(f: Fixture) {
        let house = House::new(f).await;
        let (sanne, mo) = (
            house.person("Sanne", &[Role::Supporter]).await,
            house.person("Mo", &[Role::Supporter]).await,
        );
        let daan = house.person("Daan", &[]).await;
        let id = house.incident(&[&daan]).await;
        assign(&house, &daan, &sanne).await;
        let mo = house.sign_in(&mo);
        let found = mo.get(&format!("{}?q=san", page(&id))).await.ok();
        assert!(found.says(&format!("value=\"{}\"", sanne.as_str())));
        assert!(
            !mo.get(&format!("{}?q=daan", page(&id)))
                .await
                .ok()
                .says("type=\"radio\"")
        );
        let add = format!("{}/participant", page(&id));
        let added = mo.post(&add, &[("person", sanne.as_str())]).await;
        assert_eq!(added.flash(), "incident-participant-added");
        assert!(house.case_of(&daan).await.case.handover_due.is_some());
        let own = house.case_of(&sanne).await;
        let log = house.access_log().await;
        let row = log
            .iter()
            .find(|row| row.action == "participant")
            .expect("a row");
        assert_eq!(row.cases, std::slice::from_ref(&own.pseudonym));
        assert_eq!(
            house.sign_in(&sanne).get(&page(&id)).await.status,
            StatusCode::NOT_FOUND
        );
        assert!(mo.get(&page(&id)).await.ok().says("Wordt overgedragen"));
        let again = mo.post(&add, &[("person", sanne.as_str())]).await;
        assert_eq!(again.flash(), "incident-participant-known");
        assert_eq!(house.case_of(&sanne).await.revision, own.revision);
        for nobody in ["nobody", ""] {
            assert_eq!(
                mo.post(&add, &[("person", nobody)]).await.status,
                StatusCode::NOT_FOUND,
                "{nobody}"
            );
        }
    }

    pub async fn a_supporter_added_long_after_hands_over_and_begins_no_path(f: Fixture) {
        let house = House::new(f).await;
        let (sanne, mo) = (
            house.person("Sanne", &[Role::Supporter]).await,
            house.person("Mo", &[Role::Supporter]).await,
        );
        let daan = house.person("Daan", &[]).await;
        let id = house.incident(&[&daan]).await;
        assign(&house, &daan, &sanne).await;
        house.wait(24 * 20);
        let mo = house.sign_in(&mo);
        mo.post(
            &format!("{}/participant", page(&id)),
            &[("person", sanne.as_str())],
        )
        .await
        .location();
        assert!(house.case_of(&daan).await.case.handover_due.is_some());
        assert!(
            house
                .read()
                .await
                .open_case_of(&sanne)
                .await
                .expect("read")
                .is_none()
        );
    }

    pub async fn saying_that_one_was_there_takes_the_page_away(f: Fixture) {
        let house = House::new(f).await;
        let sanne = house.person("Sanne", &[Role::Supporter]).await;
        let daan = house.person("Daan", &[]).await;
        let id = house.incident(&[&daan]).await;
        assign(&house, &daan, &sanne).await;
        let browser = house.sign_in(&sanne);
        assert!(
            browser
                .get(&page(&id))
                .await
                .ok()
                .says("Ik was er zelf bij")
        );
        let said = browser.post(&format!("{}/involved", page(&id)), &[]).await;
        assert_eq!(
            (said.location(), said.flash()),
            ("/support", "incident-involved")
        );
        assert_eq!(browser.get(&page(&id)).await.status, StatusCode::NOT_FOUND);
        assert!(house.case_of(&daan).await.case.handover_due.is_some());
        assert_eq!(
            house.case_of(&sanne).await.case.requester,
            Requester::Supporter
        );
    }

    pub async fn who_is_kept_apart_is_not_shown(f: Fixture) {
        let house = House::new(f).await;
        let sanne = house.person("Sanne", &[Role::Supporter]).await;
        let rob = house.person("Rob", &[Role::Coordinator]).await;
        let (daan, fatma) = (
            house.person("Daan", &[]).await,
            house.person("Fatma", &[]).await,
        );
        let id = house.incident(&[&daan, &fatma]).await;
        let tx = house.write().await;
        tx.refuse_supporter(&daan, &sanne, house.now())
            .await
            .expect("refused");
        tx.commit().await.expect("committed");
        let shown = house.sign_in(&sanne).get(&page(&id)).await.ok();
        assert!(shown.says("Fatma") && !shown.says("Daan"));
        let hidden = house.case_of(&daan).await.pseudonym;
        // The log has it in everybody's row alike: what is missing there would tell more.
        let log = house.access_log().await;
        assert!(log.last().expect("a row").cases.contains(&hidden));
        let shown = house.sign_in(&rob).get(&page(&id)).await.ok();
        assert!(shown.says("Fatma") && shown.says("Daan"));
    }

    pub async fn who_is_added_before_it_counts_is_called_when_it_does(f: Fixture) {
        let house = House::new(f).await;
        let sanne = house.person("Sanne", &[Role::Supporter]).await;
        let daan = house.person("Daan", &[]).await;
        let id = uncertain(&house, "17-101").await;
        let sanne = house.sign_in(&sanne);
        assert!(
            sanne
                .get(&page(&id))
                .await
                .ok()
                .says("Het rooster noemt niemand")
        );
        sanne
            .post(
                &format!("{}/participant", page(&id)),
                &[("person", daan.as_str())],
            )
            .await
            .location();
        assert!(
            house
                .read()
                .await
                .open_case_of(&daan)
                .await
                .expect("read")
                .is_none()
        );
        sanne
            .post(&format!("{}/confirm", page(&id)), &[])
            .await
            .location();
        house.case_of(&daan).await;
    }

    pub async fn a_closed_case_does_not_stand_in_the_way(f: Fixture) {
        let house = House::new(f).await;
        let (sanne, mo) = (
            house.person("Sanne", &[Role::Supporter]).await,
            house.person("Mo", &[Role::Supporter]).await,
        );
        let daan = house.person("Daan", &[]).await;
        let id = house.incident(&[&daan]).await;
        assign(&house, &daan, &sanne).await;
        let case = house.case_of(&daan).await;
        let (tx, zone, now) = (house.write().await, &house.org.time_zone, house.now());
        let reason = *ClosingReason::ALL
            .iter()
            .find(|reason| case.case.close(**reason, now).is_ok())
            .expect("one fits");
        let close = |case: &care::path::Case| case.close(reason, now);
        tx.decide_case(&case.id, None, None, "closed", now, zone, close)
            .await
            .expect("closed");
        tx.commit().await.expect("committed");
        let mo = house.sign_in(&mo);
        assert!(mo.get(&page(&id)).await.ok().says("Afgerond"));
        let added = mo
            .post(
                &format!("{}/participant", page(&id)),
                &[("person", sanne.as_str())],
            )
            .await;
        assert_eq!(added.flash(), "incident-participant-added");
        assert!(house.case(&case.id).await.case.handover_due.is_none());
    }
}
