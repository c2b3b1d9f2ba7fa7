//! The privacy officer looks for rows of the log, and answers requests about data without a name.

crate::on_both_engines!(
    rows_are_found_by_name_act_page_and_period,
    a_search_is_logged_and_joins_no_two_months,
    a_search_that_makes_no_sense_keeps_what_was_typed,
    a_request_has_a_reference_and_no_name,
    a_request_is_answered_once_and_within_its_term,
    a_request_stands_beside_no_case_in_the_log,
    the_number_of_the_team_is_one,
    the_dispatch_rooms_own_words_are_edited,
    a_month_that_has_ended_is_shown_like_this_one,
);

mod scenario {
    use axum::http::StatusCode;
    use care::access::Role;

    use crate::support::{Fixture, pages::House};

    const LOG: &str = "/desk/log";
    const REQUESTS: &str = "/desk/requests";

    /// What stands between the last of `before` and the first `after` it.
    fn between<'a>(body: &'a str, before: &str, after: &str) -> Option<&'a str> {
        let rest = body.split(before).nth(1)?;
        rest.split(after).next()
    }

    pub async fn rows_are_found_by_name_act_page_and_period(f: Fixture) {
        let house = House::new(f).await;
        let daan = house.person("Daan Vermeer", &[]).await;
        let sanne = house.person("Sanne Hoekstra", &[Role::Supporter]).await;
        let petra = house.person("Petra", &[Role::PrivacyOfficer]).await;
        house.incident(&[&daan]).await;
        let case = house.case_of(&daan).await;
        let take = format!("/support/case/{}/take", case.id);
        let supporter = house.sign_in(&sanne);
        supporter.post(&take, &[]).await.location();
        supporter
            .get(&format!("/support/case/{}", case.id))
            .await
            .ok();
        let me = house.sign_in(&daan).get("/me/access").await.ok();
        let section = between(&me.body, "id=\"names\"", "</section>").unwrap();
        let name = between(section, "<code>", "</code>").unwrap().to_owned();
        assert_ne!(name, case.pseudonym, "the lasting name stays inside");
        let browser = house.sign_in(&petra);
        let found = browser.post(LOG, &[("name", &name)]).await.ok();
        assert!(found.body.contains("<tbody>"));
        assert!(!found.body.contains("Sanne") && !found.body.contains("Daan"));
        let taken = browser
            .post(LOG, &[("name", &name), ("action", "taken")])
            .await
            .ok();
        assert_eq!(taken.body.matches("scope=\"row\"").count(), 1);
        let none = browser
            .post(LOG, &[("name", &name), ("until", "2020-01-01")])
            .await
            .ok();
        assert!(none.says("Geen regel past"));
        let page = browser
            .post(LOG, &[("place", "/support/case/{id}")])
            .await
            .ok();
        assert!(page.body.contains("scope=\"row\""));
        let tx = house.read().await;
        let pseudonym = tx.person(&sanne).await.unwrap().unwrap().pseudonym;
        drop(tx);
        let acted = browser.post(LOG, &[("name", &pseudonym)]).await.ok();
        assert!(acted.body.contains("scope=\"row\""));
        let file = browser
            .post("/desk/log/file", &[("name", &name)])
            .await
            .ok();
        assert!(
            file.body
                .starts_with("number,at,who,role,action,page,client,cases\n")
        );
        assert!(file.body.contains(&pseudonym) && file.body.contains(&name));
        for who in [&daan, &sanne] {
            let other = house.sign_in(who).post(LOG, &[]).await;
            assert_eq!(other.status, StatusCode::NOT_FOUND);
        }
    }

    pub async fn a_search_is_logged_and_joins_no_two_months(f: Fixture) {
        let house = House::new(f).await;
        let daan = house.person("Daan", &[]).await;
        let petra = house.person("Petra", &[Role::PrivacyOfficer]).await;
        house.incident(&[&daan]).await;
        let own = house.sign_in(&daan);
        own.get("/me/access").await.ok();
        let me = own.get("/me/access").await.ok();
        let section = between(&me.body, "id=\"names\"", "</section>").unwrap();
        let name = between(section, "<code>", "</code>").unwrap().to_owned();
        let browser = house.sign_in(&petra);
        browser.post(LOG, &[("name", &name)]).await.ok();
        let row = house
            .read()
            .await
            .access_before(i64::MAX, 1)
            .await
            .unwrap()
            .remove(0);
        assert_eq!(
            (row.action.as_str(), row.place.as_str()),
            ("log-searched", LOG)
        );
        assert_eq!(
            row.cases,
            std::slice::from_ref(&name),
            "its colleague sees it"
        );
        assert!(
            own.get("/me/access")
                .await
                .ok()
                .says("zocht in het logboek")
        );
        house.wait(24 * 40);
        browser.post(LOG, &[("name", &name)]).await.ok();
        let row = house
            .read()
            .await
            .access_before(i64::MAX, 1)
            .await
            .unwrap()
            .remove(0);
        assert!(row.cases.is_empty(), "an old name never meets a new one");
    }

    pub async fn a_search_that_makes_no_sense_keeps_what_was_typed(f: Fixture) {
        let house = House::new(f).await;
        let petra = house.person("Petra", &[Role::PrivacyOfficer]).await;
        let browser = house.sign_in(&petra);
        browser.get(LOG).await.ok();
        let odd = [
            [("name", "Daan Vermeer"), ("from", "2026-01-01")],
            [("name", ""), ("from", "morgen")],
        ];
        for form in odd {
            let answer = browser.post(LOG, &form).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{form:?}");
            assert!(answer.body.contains(form[0].1) && answer.body.contains("error-summary"));
            let file = browser.post("/desk/log/file", &form).await;
            assert_eq!(file.status, StatusCode::UNPROCESSABLE_ENTITY, "{form:?}");
        }
        let turned = [("from", "2026-02-02"), ("until", "2026-02-01")];
        let turned = browser.post(LOG, &turned).await;
        assert!(turned.says("eindigt voor die begint"));
        for after in ["x", "1-", "-", "99999999999999999999-1"] {
            browser.post(LOG, &[("after", after)]).await.ok();
        }
    }

    pub async fn a_request_has_a_reference_and_no_name(f: Fixture) {
        let house = House::new(f).await;
        let daan = house.person("Daan Vermeer", &[]).await;
        let petra = house.person("Petra", &[Role::PrivacyOfficer]).await;
        let own = house.sign_in(&daan);
        let nothing = own.post("/me/requests", &[]).await;
        assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
        let asked = own.post("/me/requests", &[("kind", "correct")]).await;
        assert_eq!(asked.flash(), "watch-mine-asked");
        let mine = own.get("/me/requests").await.ok();
        let reference = between(&mine.body, "<code>", "</code>").unwrap().to_owned();
        let desk = house.sign_in(&petra).get(REQUESTS).await.ok();
        assert!(desk.body.contains(&reference) && !desk.body.contains("Daan"));
        let request = house
            .read()
            .await
            .open_data_requests()
            .await
            .unwrap()
            .remove(0);
        // Nobody takes back what another asked.
        let away = format!("/me/requests/{}/withdraw", request.id);
        let other = house.sign_in(&petra).post(&away, &[]).await;
        assert_eq!(other.status, StatusCode::NOT_FOUND);
        for _ in 0..4 {
            own.post("/me/requests", &[("kind", "copy")])
                .await
                .location();
        }
        let enough = own.post("/me/requests", &[("kind", "copy")]).await;
        assert_eq!(enough.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(own.post(&away, &[]).await.flash(), "watch-mine-withdrawn");
        assert_eq!(own.post(&away, &[]).await.status, StatusCode::CONFLICT);
    }

    pub async fn a_request_is_answered_once_and_within_its_term(f: Fixture) {
        let house = House::new(f).await;
        let daan = house.person("Daan", &[]).await;
        let petra = house.person("Petra", &[Role::PrivacyOfficer]).await;
        let own = house.sign_in(&daan);
        own.post("/me/requests", &[("kind", "erase")])
            .await
            .location();
        own.post("/me/requests", &[("kind", "copy")])
            .await
            .location();
        let open = house.read().await.open_data_requests().await.unwrap();
        let at = |n: usize, act: &str| format!("{REQUESTS}/{}/{act}", open[n].id);
        let browser = house.sign_in(&petra);
        let bare = browser
            .post(&at(0, "answer"), &[("answer", "refused")])
            .await;
        assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(bare.says("heeft een reden") || bare.says("hoort een reden"));
        let no = [("answer", "refused"), ("why", "law")];
        assert_eq!(
            browser.post(&at(0, "answer"), &no).await.flash(),
            "watch-request-answered"
        );
        assert_eq!(
            browser.post(&at(0, "answer"), &no).await.status,
            StatusCode::CONFLICT
        );
        assert!(own.get("/me/requests").await.ok().says("van de wet"));
        let back = browser.post(&at(0, "reopen"), &[]).await;
        assert_eq!(back.flash(), "watch-request-reopened");
        browser.post(&at(0, "answer"), &no).await.location();
        house.wait(25);
        let late = browser.post(&at(0, "reopen"), &[]).await;
        assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(
            browser.post(&at(1, "extend"), &[]).await.flash(),
            "watch-request-extended"
        );
        let twice = browser.post(&at(1, "extend"), &[]).await;
        assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
        house.wait(24 * 100);
        let desk = browser.get(REQUESTS).await.ok();
        assert!(desk.says("te laat") && desk.says("over de wettelijke termijn"));
        assert!(
            browser
                .get("/desk")
                .await
                .ok()
                .says("over de wettelijke termijn")
        );
    }

    pub async fn the_number_of_the_team_is_one(f: Fixture) {
        let house = House::new(f).await;
        let ada = house.person("Ada", &[Role::Administrator]).await;
        let carla = house.person("Carla", &[Role::Coordinator]).await;
        let (desk, room) = (house.sign_in(&ada), house.sign_in(&carla));
        let form = |was: &'static str, number: &'static str, version: &'static str| {
            [
                ("version", version),
                ("number_was", was),
                ("name", "Ambulance Zuid"),
                ("time_zone", "Europe/Amsterdam"),
                ("language", "nl"),
                ("team_phones", number),
                ("smallest_count", "5"),
                ("why", "Besluit"),
            ]
        };
        let odd = desk
            .post("/desk/organisation", &form("", "bel mij", "0"))
            .await;
        assert_eq!(odd.status, StatusCode::UNPROCESSABLE_ENTITY);
        let first = form("", "010 765 43 21", "0");
        desk.post("/desk/organisation", &first).await.location();
        let page = room.get("/coordinate/info").await.ok();
        assert!(page.says("value=\"010 765 43 21\""));
        let was = between(&page.body, "name=\"was\" value=\"", "\"").unwrap();
        let change = [("was", was), ("number", "010 111 11 11")];
        room.post("/coordinate/info", &change).await.location();
        assert!(
            desk.get("/desk/organisation")
                .await
                .ok()
                .says("value=\"010 111 11 11\"")
        );
        // Who still sees the old number takes nothing back.
        let late = form("010 765 43 21", "010 765 43 21", "1");
        let late = desk.post("/desk/organisation", &late).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
    }

    pub async fn the_dispatch_rooms_own_words_are_edited(f: Fixture) {
        let house = House::new(f).await;
        let carla = house.person("Carla", &[Role::Coordinator]).await;
        let browser = house.sign_in(&carla);
        let at = "/coordinate/list/entry/kind-5";
        let page = browser.get(at).await.ok();
        let value = |name: &str| {
            let before = format!("name=\"{name}\" ");
            let rest = page.body.split(before.as_str()).nth(1).unwrap();
            rest.split("value=\"")
                .nth(1)
                .unwrap()
                .split('"')
                .next()
                .unwrap()
                .to_owned()
        };
        let (seen, nl, en) = (value("seen"), value("nl"), value("en"));
        let form = [
            ("seen", seen.as_str()),
            ("nl", &nl),
            ("en", &en),
            ("dispatch-nl", "Code paars"),
            ("dispatch-en", ""),
        ];
        browser.post(at, &form).await.location();
        let again = browser.get(at).await.ok();
        assert_eq!(again.body.matches("value=\"Code paars\"").count(), 2);
        let preview = browser.get("/coordinate/list/preview").await.ok();
        assert!(preview.says("Code paars"));
        let bare = [("seen", seen.as_str()), ("nl", &nl), ("en", &en)];
        browser.post(at, &bare).await.location();
        assert!(
            browser.get(at).await.ok().says("Code paars"),
            "an older page keeps them"
        );
    }

    pub async fn a_request_stands_beside_no_case_in_the_log(f: Fixture) {
        let house = House::new(f).await;
        let daan = house.person("Daan", &[]).await;
        house.incident(&[&daan]).await;
        let own = house.sign_in(&daan);
        own.post("/me/requests", &[("kind", "copy")])
            .await
            .location();
        own.get("/me/requests").await.ok();
        let rows = house.read().await.access_after(0).await.unwrap();
        let asked = rows
            .iter()
            .filter(|row| row.place.starts_with("/me/requests"));
        let asked: Vec<_> = asked.collect();
        assert_eq!(asked.len(), 2);
        assert!(
            asked
                .iter()
                .all(|row| row.actor == "self" && row.cases.is_empty())
        );
    }

    pub async fn a_month_that_has_ended_is_shown_like_this_one(f: Fixture) {
        let house = House::new(f).await;
        let carla = house.person("Carla", &[Role::Coordinator]).await;
        let browser = house.sign_in(&carla);
        assert!(browser.get("/coordinate").await.ok().says("Februari 2026"));
        let page = browser.get("/coordinate/month/2026-02").await.ok();
        assert!(page.says("Februari 2026") && page.says("Januari 2026"));
        for absent in ["2026-03", "2030-01", "1999-01", "x", "2026-2"] {
            let answer = browser.get(&format!("/coordinate/month/{absent}")).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{absent}");
        }
        let manager = house.person("Karin", &[Role::Manager]).await;
        let other = house
            .sign_in(&manager)
            .get("/coordinate/month/2026-02")
            .await;
        assert_eq!(other.status, StatusCode::NOT_FOUND);
    }
}
