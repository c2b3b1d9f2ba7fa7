//! The manager's room: guidance, what one was told, the conditions; never a case (R105, R106).

crate::on_both_engines!(
    a_manager_reads_what_they_were_told_and_nothing_else,
    who_manages_later_hears_nothing_of_before,
    conditions_are_yes_or_no_and_what_is_missing_shows,
    the_room_is_the_managers_alone,
);

mod scenario {
    use axum::http::StatusCode;
    use care::{access::Role, ids::PersonId, path::Requester};

    use crate::support::{Fixture, pages::House};

    async fn leads(house: &House, who: &PersonId, manager: &PersonId) {
        let tx = house.write().await;
        tx.set_line_manager(who, Some(manager)).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// Daan under Peter, with a case that Sanne keeps, of which Peter is told something.
    async fn told(house: &House, what: &str, to: &str) -> (PersonId, PersonId) {
        let daan = house.person("Daan Vermeer", &[]).await;
        let sanne = house.person("Sanne Hoekstra", &[Role::Supporter]).await;
        let peter = house.person("Peter", &[Role::Manager]).await;
        leads(house, &daan, &peter).await;
        house.incident(&[&daan]).await;
        let case = house.case_of(&daan).await.id;
        let take = format!("/support/case/{case}/take");
        house.sign_in(&sanne).post(&take, &[]).await.location();
        let form = [
            ("what", what),
            ("to", to),
            ("why", "asked"),
            ("way", "phone"),
            ("on", "2026-03-03"),
            ("agreed", "yes"),
        ];
        let tell = format!("/support/case/{case}/disclose");
        house.sign_in(&sanne).post(&tell, &form).await.location();
        (daan, peter)
    }

    pub async fn a_manager_reads_what_they_were_told_and_nothing_else(f: Fixture) {
        let house = House::new(f).await;
        let (daan, peter) = told(&house, "time-off", "manager").await;
        let case = house.case_of(&daan).await;
        let page = house.sign_in(&peter).get("/manage").await.ok();
        assert!(page.says("Daan Vermeer heeft tijd vrij nodig."));
        for hidden in [case.id.as_str(), "Sanne", "Aan de telefoon", "kind-2"] {
            assert!(!page.says(hidden), "{hidden}");
        }
        let other = house.person("Karin", &[Role::Manager]).await;
        assert!(!house.sign_in(&other).get("/manage").await.ok().says("Daan"));
        let log = house.access_log().await;
        let rows = log.iter().filter(|row| row.place == "/manage");
        assert!(rows.clone().count() == 2 && rows.clone().all(|row| row.cases.is_empty()));
        house.wait(24 * 61);
        assert!(!house.sign_in(&peter).get("/manage").await.ok().says("Daan"));
    }

    pub async fn who_manages_later_hears_nothing_of_before(f: Fixture) {
        let house = House::new(f).await;
        let (daan, peter) = told(&house, "other-work", "manager").await;
        let next = house.person("Karin", &[Role::Manager]).await;
        leads(&house, &daan, &next).await;
        assert!(!house.sign_in(&next).get("/manage").await.ok().says("Daan"));
        assert!(house.sign_in(&peter).get("/manage").await.ok().says("Daan"));
    }

    pub async fn conditions_are_yes_or_no_and_what_is_missing_shows(f: Fixture) {
        let house = House::new(f).await;
        let peter = house.person("Peter", &[Role::Manager]).await;
        let browser = house.sign_in(&peter);
        let page = browser.get("/manage").await.ok();
        assert!(page.says("Er missen"));
        assert!(page.says("De komende twee weken heeft elk uur iemand dienst"));
        let said = [("condition", "budget"), ("there", "yes")];
        let answer = browser.post("/manage/conditions", &said).await;
        assert_eq!(answer.location(), "/manage#conditions");
        assert_eq!(answer.flash(), "manage-said");
        let after = browser.get("/manage").await.ok();
        assert_eq!(count(&after.body, "Mist<"), count(&page.body, "Mist<") - 1);
        let sanne = house.person("Sanne", &[Role::Supporter]).await;
        house.duty(&sanne, 24 * 15).await;
        let covered = browser.get("/manage").await.ok();
        assert!(count(&covered.body, "Mist<") < count(&after.body, "Mist<") - 1);
        browser
            .post("/manage/conditions/budget/no", &[])
            .await
            .location();
        // What Veer sees nobody ticks; what does not exist is not there.
        for code in ["cover", "happiness", ""] {
            let form = [("condition", code), ("there", "yes")];
            let answer = browser.post("/manage/conditions", &form).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{code}");
        }
    }

    pub async fn the_room_is_the_managers_alone(f: Fixture) {
        let house = House::new(f).await;
        for role in Role::ALL.iter().filter(|role| **role != Role::Manager) {
            let who = house.person("Anybody", &[*role]).await;
            let browser = house.sign_in(&who);
            assert_eq!(browser.get("/manage").await.status, StatusCode::NOT_FOUND);
            let form = [("condition", "budget"), ("there", "yes")];
            let answer = browser.post("/manage/conditions", &form).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND);
        }
        let peter = house.person("Peter", &[Role::Manager]).await;
        let daan = house.person("Daan", &[]).await;
        leads(&house, &daan, &peter).await;
        let case = house.ask(&daan, Requester::Manager).await;
        let browser = house.sign_in(&peter);
        assert!(!browser.get("/manage").await.ok().says("Daan"));
        for path in [
            format!("/support/case/{case}"),
            format!("/coordinate/case/{case}"),
        ] {
            assert_eq!(browser.get(&path).await.status, StatusCode::NOT_FOUND);
        }
    }

    fn count(text: &str, part: &str) -> usize {
        text.matches(part).count()
    }
}
