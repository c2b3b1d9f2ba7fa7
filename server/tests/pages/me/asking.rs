//! I ask for somebody, and take it back.

crate::on_both_engines!(
    everybody_asks_in_one_tap,
    a_question_is_taken_back_while_nobody_took_it,
    asking_on_an_open_path_makes_the_call_due,
    the_supporter_records_the_call_that_was_asked_for,
);

mod scenario {
    use axum::http::StatusCode;
    use care::{
        access::Role,
        path::{ClosingReason, Consent, Offer, Requester, Stage, Trigger},
    };
    use veer::store::PersonDraft;

    use super::super::contacted;
    use crate::support::{Fixture, pages::House, person};

    pub async fn everybody_asks_in_one_tap(f: Fixture) {
        let house = House::new(f).await;
        for group in ["ambulance", "dispatch", "transport", "psychiatric"] {
            let draft = PersonDraft {
                staff_group: group.to_owned(),
                ..person(group, &[])
            };
            let who = draft.id.clone();
            let tx = house.write().await;
            tx.save_people(&[draft]).await.expect("saved");
            tx.commit().await.expect("committed");
            let browser = house.sign_in(&who);
            assert!(
                browser.get("/me").await.ok().says("action=\"/me/ask\""),
                "{group}"
            );
            let answer = browser.post("/me/ask", &[]).await;
            assert_eq!((answer.location(), answer.flash()), ("/me", "me-asked"));
            let row = house.case_of(&who).await;
            assert_eq!(
                (row.case.trigger, row.case.requester),
                (Trigger::None, Requester::Self_)
            );
            assert!(
                browser
                    .get("/me")
                    .await
                    .ok()
                    .says("Het opvangteam ziet dat je iemand wilt spreken")
            );
        }
    }

    pub async fn a_question_is_taken_back_while_nobody_took_it(f: Fixture) {
        let house = House::new(f).await;
        let daan = house.person("Daan", &[]).await;
        let sanne = house.person("Sanne", &[Role::Supporter]).await;
        let browser = house.sign_in(&daan);
        browser.post("/me/ask", &[]).await;
        let id = house.case_of(&daan).await.id;
        assert_eq!(
            browser.post("/me/ask/withdraw", &[]).await.flash(),
            "me-withdrawn"
        );
        assert_eq!(
            house.case(&id).await.case.closed.map(|c| c.reason),
            Some(ClosingReason::OpenedInError)
        );
        assert!(
            browser
                .get("/me")
                .await
                .ok()
                .says("Niemand hoeft nu iets te doen.")
        );
        // Nothing to take back any more.
        assert_eq!(
            browser.post("/me/ask/withdraw", &[]).await.status,
            StatusCode::CONFLICT
        );

        browser.post("/me/ask", &[]).await;
        let row = house.case_of(&daan).await;
        let (now, tz) = (house.now(), &house.org.time_zone);
        let tx = house.write().await;
        tx.decide_case(&row.id, None, Some(&sanne), "taken", now, tz, |case| {
            case.assign(sanne.clone())
        })
        .await
        .expect("taken");
        tx.commit().await.expect("committed");
        assert_eq!(
            browser.post("/me/ask/withdraw", &[]).await.status,
            StatusCode::CONFLICT
        );
        assert!(house.case(&row.id).await.case.closed.is_none());
    }

    pub async fn asking_on_an_open_path_makes_the_call_due(f: Fixture) {
        let house = House::new(f).await;
        let daan = house.person("Daan", &[]).await;
        let sanne = house.person("Sanne", &[Role::Supporter]).await;
        house.ask(&daan, Requester::Colleague).await;
        let browser = house.sign_in(&daan);
        assert_eq!(browser.post("/me/ask", &[]).await.flash(), "me-asked");
        assert_eq!(house.case_of(&daan).await.case.consent, Consent::Given);
        contacted(&house, &daan, &sanne).await;
        house.wait(1);
        assert!(
            browser
                .get("/me")
                .await
                .ok()
                .says("Sanne vraagt het je nog eens")
        );
        browser.post("/me/ask", &[]).await;
        let list = house
            .read()
            .await
            .cases_kept_by(&sanne, None, 9)
            .await
            .expect("read");
        assert_eq!(list[0].stage(house.now()), Stage::FirstContact);
        let page = browser.get("/me").await.ok();
        assert!(
            page.says("Sanne belt je")
                && page.says("/me/ask/withdraw")
                && !page.says("action=\"/me/ask\"")
        );
        assert_eq!(
            browser.post("/me/ask/withdraw", &[]).await.flash(),
            "me-withdrawn"
        );
        assert!(
            browser
                .get("/me")
                .await
                .ok()
                .says("Sanne vraagt het je nog eens")
        );
        assert_eq!(
            browser.post("/me/ask/withdraw", &[]).await.status,
            StatusCode::CONFLICT
        );
        assert_eq!(
            house.read().await.case_count(&daan).await.expect("counted"),
            1
        );
    }

    pub async fn the_supporter_records_the_call_that_was_asked_for(f: Fixture) {
        let house = House::new(f).await;
        let daan = house.person("Daan", &[]).await;
        let sanne = house.person("Sanne", &[Role::Supporter]).await;
        house.incident(&[&daan]).await;
        let first = contacted(&house, &daan, &sanne).await;
        house.wait(5);
        house.sign_in(&daan).post("/me/ask", &[]).await;
        let supporter = house.sign_in(&sanne);
        let address = format!("/support/case/{}", first.id);
        let page = supporter.get(&address).await.ok();
        assert!(page.says("Heb je elkaar gesproken?"), "{}", page.body);
        let fields = [
            ("revision", page.revision()),
            ("spoken", "yes"),
            ("channel", "phone"),
            ("wants", "yes"),
        ];
        let answer = supporter.post(&format!("{address}/contact"), &fields).await;
        answer.location();
        let row = house.case(&first.id).await;
        assert_eq!(row.case.asked_at, None);
        assert_eq!(row.case.first_contact, first.case.first_contact);
        assert!(matches!(row.case.offer, Offer::Accepted { .. }));
        let page = house.sign_in(&daan).get("/me/record").await.ok();
        assert!(page.says("je werd gebeld"));
        assert_eq!(
            house
                .sign_in(&daan)
                .post("/me/ask/withdraw", &[])
                .await
                .status,
            StatusCode::CONFLICT
        );
    }
}
