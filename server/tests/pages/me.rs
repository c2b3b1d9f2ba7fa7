//! My page: what happens now, what I decide, what is recorded, who looked.

crate::on_both_engines!(
    everybody_asks_in_one_tap,
    a_question_is_taken_back_while_nobody_took_it,
    asking_on_an_open_path_makes_the_call_due,
    an_offer_is_answered_once_and_can_be_changed,
    consent_is_answered_by_the_colleague,
    rather_somebody_else_needs_no_reason,
    red_asks_for_a_replacement_without_a_person,
    green_and_orange_ask_for_nobody,
    what_is_recorded_can_be_read,
    who_looked_can_be_read,
    a_tie_is_seen_by_nobody_else,
    a_tie_makes_a_running_case_change_hands,
    a_forged_person_is_nobody,
    each_view_is_logged_once,
);

mod scenario {
    use axum::http::StatusCode;
    use care::{
        access::Role,
        ids::PersonId,
        path::{
            Case, Channel, ClosingReason, Consent, FirstContact, HandoverReason, Offer, Requester,
            Stage, Trigger, Wish, deployability::Light,
        },
    };
    use veer::store::{CaseRow, PersonDraft};

    use crate::support::{Fixture, pages::House, person};

    /// A case after its first contact, with Sanne as its supporter.
    async fn contacted(house: &House, daan: &PersonId, sanne: &PersonId) -> CaseRow {
        let row = house.case_of(daan).await;
        let (now, tz) = (house.now(), &house.org.time_zone);
        let tx = house.write().await;
        let row = tx
            .decide_case(&row.id, None, Some(sanne), "taken", now, tz, |case| {
                case.assign(sanne.clone())
            })
            .await
            .expect("taken");
        let row = tx
            .decide_case(&row.id, None, Some(sanne), "picture", now, tz, |case| {
                case.skip_picture(sanne.clone(), now)
            })
            .await
            .expect("skipped");
        let contact = FirstContact {
            at: now,
            by: sanne.clone(),
            channel: Channel::Phone,
            practical_help: std::collections::BTreeSet::new(),
            wants: Wish::Later,
        };
        let row = tx
            .decide_case(&row.id, None, Some(sanne), "contact", now, tz, |case| {
                case.complete_first_contact(contact, now, tz)
            })
            .await
            .expect("contacted");
        tx.commit().await.expect("committed");
        row
    }

    /// A case with an open offer.
    async fn offered(house: &House, daan: &PersonId, sanne: &PersonId) -> CaseRow {
        let row = contacted(house, daan, sanne).await;
        house.wait(48);
        let (now, tz) = (house.now(), &house.org.time_zone);
        let tx = house.write().await;
        let offer = |case: &Case| case.make_offer(now, tz);
        let row = tx
            .decide_case(&row.id, None, Some(sanne), "offer", now, tz, offer)
            .await
            .expect("offered");
        tx.commit().await.expect("committed");
        row
    }

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

    pub async fn an_offer_is_answered_once_and_can_be_changed(f: Fixture) {
        let house = House::new(f).await;
        let daan = house.person("Daan", &[]).await;
        let sanne = house.person("Sanne de Boer", &[Role::Supporter]).await;
        house.incident(&[&daan]).await;
        offered(&house, &daan, &sanne).await;
        let browser = house.sign_in(&daan);
        let page = browser.get("/me").await.ok();
        assert!(page.says("Sanne heeft tijd voor een gesprek met je."));
        let revision = page.revision().to_owned();
        let declined = browser
            .post(
                "/me/offer",
                &[("answer", "decline"), ("revision", &revision)],
            )
            .await;
        assert_eq!(
            (declined.location(), declined.flash()),
            ("/me", "me-declined")
        );
        // The same page again: what happened meanwhile is told, nothing changes.
        let stale = browser
            .post(
                "/me/offer",
                &[("answer", "accept"), ("revision", &revision)],
            )
            .await;
        assert_eq!(stale.status, StatusCode::CONFLICT);
        assert!(matches!(
            house.case_of(&daan).await.case.offer,
            Offer::Declined { .. }
        ));
        let page = browser.get("/me").await.ok();
        assert!(page.says("Je kunt altijd later nog."));
        let accepted = browser
            .post(
                "/me/offer",
                &[("answer", "accept"), ("revision", page.revision())],
            )
            .await;
        assert_eq!(accepted.flash(), "me-accepted");
        assert!(
            browser
                .get("/me")
                .await
                .ok()
                .says("Sanne spreekt gesprek 1 met je af")
        );
        let nonsense = browser
            .post("/me/offer", &[("answer", "maybe"), ("revision", "1")])
            .await;
        assert_eq!(nonsense.status, StatusCode::BAD_REQUEST);
    }

    pub async fn consent_is_answered_by_the_colleague(f: Fixture) {
        let house = House::new(f).await;
        let (daan, mo) = (
            house.person("Daan", &[]).await,
            house.person("Mo", &[]).await,
        );
        for (who, answer, flash) in [
            (&daan, "given", "me-consented"),
            (&mo, "refused", "me-not-consented"),
        ] {
            let id = house.ask(who, Requester::Manager).await;
            let browser = house.sign_in(who);
            let page = browser.get("/me").await.ok();
            assert!(page.says("Je leidinggevende vroeg het opvangteam om je te bellen."));
            let answer = browser
                .post(
                    "/me/consent",
                    &[("answer", answer), ("revision", page.revision())],
                )
                .await;
            assert_eq!(answer.flash(), flash);
            let case = house.case(&id).await.case;
            assert_eq!(case.closed.is_some(), flash == "me-not-consented");
        }
    }

    pub async fn rather_somebody_else_needs_no_reason(f: Fixture) {
        let house = House::new(f).await;
        let daan = house.person("Daan", &[]).await;
        let sanne = house.person("Sanne", &[Role::Supporter]).await;
        house.incident(&[&daan]).await;
        let id = contacted(&house, &daan, &sanne).await.id;
        let browser = house.sign_in(&daan);
        let page = browser.get("/me").await.ok();
        assert_eq!(
            browser
                .post("/me/not-with", &[("revision", page.revision())])
                .await
                .flash(),
            "me-not-with"
        );
        let due = house
            .case(&id)
            .await
            .case
            .handover_due
            .map(|due| due.reason);
        assert_eq!(due, Some(HandoverReason::ColleagueWish));
        assert_eq!(
            house
                .read()
                .await
                .refused_supporters(&daan)
                .await
                .expect("read"),
            [sanne.clone()]
        );
        let page = browser.get("/me").await.ok();
        assert!(page.says("Iemand anders van het opvangteam neemt contact met je op."));
        assert!(!page.says("action=\"/me/not-with\""));
        assert!(
            browser
                .get("/me/record")
                .await
                .ok()
                .says("/me/not-with/allow")
        );
        assert_eq!(
            browser
                .post("/me/not-with/allow", &[("person", sanne.as_str())])
                .await
                .flash(),
            "me-allowed"
        );
        assert_eq!(
            browser
                .post("/me/not-with/allow", &[("person", sanne.as_str())])
                .await
                .status,
            StatusCode::NOT_FOUND
        );
    }

    pub async fn red_asks_for_a_replacement_without_a_person(f: Fixture) {
        let house = House::new(f).await;
        let daan = house.person("Daan", &[]).await;
        house.shift(&daan, "17-101", 8).await;
        let browser = house.sign_in(&daan);
        let answer = browser.post("/me/light", &[("light", "red")]).await;
        assert_eq!(
            (answer.location(), answer.flash()),
            ("/me", "me-light-replacement")
        );
        let open = house
            .read()
            .await
            .open_replacements(house.now())
            .await
            .expect("read");
        assert_eq!(open.len(), 1);
        assert_eq!(open[0].unit.as_str(), "17-101");
        let row = format!("{open:?}");
        assert!(
            !row.contains(daan.as_str()) && !row.contains("Daan"),
            "{row}"
        );
        // Red twice asks once.
        assert_eq!(
            browser.post("/me/light", &[("light", "red")]).await.flash(),
            "me-light"
        );
        assert_eq!(
            house
                .read()
                .await
                .open_replacements(house.now())
                .await
                .expect("read")
                .len(),
            1
        );
        // Another colleague on the same unit cannot take it back.
        let mo = house.person("Mo", &[]).await;
        house.shift(&mo, "17-101", 8).await;
        let undo = format!("/me/light/undo/none/{}", open[0].id);
        assert_eq!(
            house.sign_in(&mo).post(&undo, &[]).await.status,
            StatusCode::NOT_FOUND
        );
        assert_eq!(browser.post(&undo, &[]).await.flash(), "me-light-undone");
        assert!(
            house
                .read()
                .await
                .open_replacements(house.now())
                .await
                .expect("read")
                .is_empty()
        );
        assert_eq!(
            house
                .read()
                .await
                .deployability(&daan, house.now())
                .await
                .expect("read")
                .light(house.now()),
            None
        );
    }

    pub async fn green_and_orange_ask_for_nobody(f: Fixture) {
        let house = House::new(f).await;
        let daan = house.person("Daan", &[]).await;
        house.shift(&daan, "17-101", 8).await;
        let browser = house.sign_in(&daan);
        for (light, expected) in [("green", Light::Green), ("orange", Light::Orange)] {
            assert_eq!(
                browser.post("/me/light", &[("light", light)]).await.flash(),
                "me-light"
            );
            let lit = house
                .read()
                .await
                .deployability(&daan, house.now())
                .await
                .expect("read");
            assert_eq!(lit.light(house.now()), Some(expected));
        }
        assert!(
            house
                .read()
                .await
                .open_replacements(house.now())
                .await
                .expect("read")
                .is_empty()
        );
        assert!(browser.get("/me").await.ok().says("Dit geldt tot"));
        house.wait(13);
        assert!(!browser.get("/me").await.ok().says("Dit geldt tot"));
        assert_eq!(
            browser.post("/me/light", &[("light", "blue")]).await.status,
            StatusCode::BAD_REQUEST
        );
    }

    pub async fn what_is_recorded_can_be_read(f: Fixture) {
        let house = House::new(f).await;
        let daan = house.person("Daan", &[]).await;
        let sanne = house.person("Sanne de Boer", &[Role::Supporter]).await;
        house.incident(&[&daan]).await;
        house.wait(24);
        house.incident(&[&daan]).await;
        contacted(&house, &daan, &sanne).await;
        let browser = house.sign_in(&daan);
        let page = browser.get("/me/record").await.ok();
        for text in [
            "Ernstig voorval met een kind",
            "2 gebeurtenissen in 2 dagen.",
            "eerste contact",
            "Sanne",
            "je zei: later",
        ] {
            assert!(page.says(text), "{text}");
        }
        let english = house
            .sign_in(&daan)
            .in_language("en")
            .get("/me/record")
            .await
            .ok();
        assert!(english.says("2 events in 2 days."));
        assert!(
            house
                .sign_in(&sanne)
                .get("/me/record")
                .await
                .ok()
                .says("Er is geen opvang voor je geweest.")
        );
    }

    pub async fn who_looked_can_be_read(f: Fixture) {
        let house = House::new(f).await;
        let daan = house.person("Daan", &[]).await;
        let sanne = house.person("Sanne de Boer", &[Role::Supporter]).await;
        let row = house.case(&house.ask(&daan, Requester::Self_).await).await;
        let browser = house.sign_in(&daan);
        assert!(
            browser
                .get("/me/access")
                .await
                .ok()
                .says("Niemand heeft gekeken.")
        );
        let tx = house.write().await;
        let actor = tx
            .person(&sanne)
            .await
            .expect("read")
            .expect("Sanne")
            .pseudonym;
        let view = |action, place| veer::store::View {
            actor: &actor,
            action,
            place,
            cases: vec![&row.pseudonym],
        };
        tx.log_access(view("view", "/support/case/{id}"), house.now())
            .await
            .expect("logged");
        tx.log_access(view("taken", "/support/case/{id}/take"), house.now())
            .await
            .expect("logged");
        let gone = veer::store::View {
            actor: "gone",
            action: "view",
            place: "/coordinate",
            cases: vec![&row.pseudonym],
        };
        tx.log_access(gone, house.now()).await.expect("logged");
        tx.commit().await.expect("committed");
        let page = browser.get("/me/access").await.ok();
        for text in [
            "Sanne de Boer",
            "Opvanger: opende je opvang",
            "nam je opvang op zich",
            "Iemand die hier niet meer werkt",
            "niet wat",
        ] {
            assert!(page.says(text), "{text}");
        }
        assert!(!page.says("Daan:"));
        let other = house.person("Mo", &[]).await;
        assert!(
            house
                .sign_in(&other)
                .get("/me/access")
                .await
                .ok()
                .says("Niemand heeft gekeken.")
        );
    }

    pub async fn a_tie_is_seen_by_nobody_else(f: Fixture) {
        let house = House::new(f).await;
        let daan = house.person("Daan Visser", &[]).await;
        let sanne = house.person("Sanne de Boer", &[Role::Supporter]).await;
        let browser = house.sign_in(&daan);
        assert!(
            browser
                .get("/me/ties?q=boer")
                .await
                .ok()
                .says(sanne.as_str())
        );
        assert!(
            !browser
                .get("/me/ties?q=visser")
                .await
                .ok()
                .says(daan.as_str())
        );
        assert_eq!(
            browser
                .post("/me/ties", &[("person", sanne.as_str())])
                .await
                .flash(),
            "me-tied"
        );
        assert!(browser.get("/me/ties").await.ok().says("Sanne de Boer"));
        assert!(
            !house
                .sign_in(&sanne)
                .get("/me/ties")
                .await
                .ok()
                .says("Daan")
        );
        assert!(
            !house
                .sign_in(&sanne)
                .get("/me/record")
                .await
                .ok()
                .says("Daan")
        );
        // Matching knows it from either side.
        assert_eq!(
            house.read().await.ties(&sanne).await.expect("read"),
            [daan.clone()]
        );
        // The other one cannot take it away.
        let taken = house
            .sign_in(&sanne)
            .post("/me/ties/withdraw", &[("person", daan.as_str())])
            .await;
        assert_eq!(taken.status, StatusCode::NOT_FOUND);
        assert_eq!(
            browser
                .post("/me/ties/withdraw", &[("person", sanne.as_str())])
                .await
                .flash(),
            "me-untied"
        );
        assert!(
            house
                .read()
                .await
                .ties(&sanne)
                .await
                .expect("read")
                .is_empty()
        );
    }

    pub async fn a_tie_makes_a_running_case_change_hands(f: Fixture) {
        let house = House::new(f).await;
        let daan = house.person("Daan", &[]).await;
        let sanne = house.person("Sanne", &[Role::Supporter]).await;
        house.incident(&[&daan]).await;
        let id = contacted(&house, &daan, &sanne).await.id;
        // Whichever of the two says so.
        house
            .sign_in(&sanne)
            .post("/me/ties", &[("person", daan.as_str())])
            .await;
        let due = house
            .case(&id)
            .await
            .case
            .handover_due
            .map(|due| due.reason);
        assert_eq!(due, Some(HandoverReason::Tie));
    }

    pub async fn a_forged_person_is_nobody(f: Fixture) {
        let house = House::new(f).await;
        let daan = house.person("Daan", &[]).await;
        let elsewhere = house.fixture.organisation().await;
        let stranger = house.person_of(&elsewhere.id, "Elders", &[]).await;
        let browser = house.sign_in(&daan);
        let forged = [
            "",
            "no-such-person",
            "'; DROP TABLE people",
            stranger.as_str(),
            daan.as_str(),
        ];
        for path in ["/me/ties", "/signal/concern"] {
            let mut bodies = Vec::new();
            for person in forged {
                let answer = browser.post(path, &[("person", person)]).await;
                assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path} {person}");
                bodies.push(answer.body);
            }
            bodies.dedup();
            assert_eq!(bodies.len(), 1, "{path}");
        }
        assert!(
            !browser
                .get("/me/ties?q=elders")
                .await
                .ok()
                .says(stranger.as_str())
        );
    }

    pub async fn each_view_is_logged_once(f: Fixture) {
        let house = House::new(f).await;
        let roles = [Role::Manager, Role::Dispatcher];
        let daan = house.person("Daan", &roles).await;
        let row = house.case(&house.ask(&daan, Requester::Self_).await).await;
        let browser = house.sign_in(&daan);
        let own = ["/me", "/me/record", "/me/access"];
        let others = [
            "/me/ties",
            "/signal/concern",
            "/signal/referral",
            "/signal/thanks",
            "/signal/list",
            "/dispatch",
        ];
        for path in own.iter().chain(&others) {
            let before = house.access_log().await.len();
            browser.get(path).await.ok();
            let log = house.access_log().await;
            assert_eq!(log.len(), before + 1, "{path}");
            let entry = log.last().expect("a row");
            assert_eq!(
                (entry.action.as_str(), entry.place.as_str()),
                ("view", *path)
            );
            let shown: &[String] = if own.contains(path) {
                std::slice::from_ref(&row.pseudonym)
            } else {
                &[]
            };
            assert_eq!(entry.cases, shown, "{path}");
        }
    }
}
