//! Information sessions: planned, told to everybody, counted, called off (R048).

crate::on_both_engines!(
    a_session_is_planned_told_counted_and_called_off,
    a_day_or_a_count_that_cannot_be_is_kept_as_typed,
    who_does_not_keep_the_team_finds_nothing,
);

mod scenario {
    use axum::http::StatusCode;
    use care::access::Role;

    use crate::support::{
        Fixture,
        pages::{Answer, Browser, House},
    };

    const HOME: &str = "/coordinate/outreach";

    /// Where the form of the first session leads.
    fn first(page: &Answer, deed: &str) -> String {
        let end = page.body.find(&format!("/{deed}\"")).unwrap();
        let start = page.body[..end].rfind(HOME).unwrap();
        format!("{}/{deed}", &page.body[start..end])
    }

    async fn plan(browser: &Browser<'_>, day: &str, group: &str) -> Answer {
        browser.post(HOME, &[("day", day), ("group", group)]).await
    }

    pub async fn a_session_is_planned_told_counted_and_called_off(f: Fixture) {
        let house = House::new(f).await;
        let carla = house.person("Carla", &[Role::Coordinator]).await;
        let browser = house.sign_in(&carla);
        let page = browser.get(HOME).await.ok();
        assert!(page.says("Er staat geen bijeenkomst klaar."));
        let day = house.now().date(&house.org.time_zone);
        let (today, later) = (day.to_string(), day.tomorrow().unwrap().to_string());
        plan(&browser, &later, "").await.location();
        plan(&browser, &today, "ambulance").await.location();
        let public = format!("/info/{}", house.org.id);
        let told = house.stranger().get(&public).await.ok();
        assert!(told.says("Voorlichting over het team") && told.says("Alle collega"));
        let page = browser.get(HOME).await.ok();
        let count = first(&page, "attended");
        browser.post(&count, &[("came", "1")]).await.location();
        let page = browser.get(HOME).await.ok();
        assert!(
            page.body.contains(">100%<"),
            "one of the one who works here"
        );
        browser.post(&count, &[("came", "")]).await.location();
        assert!(!browser.get(HOME).await.ok().body.contains(">100%<"));
        let off = first(&page, "cancel");
        browser.post(&off, &[]).await.location();
        assert!(
            !house
                .stranger()
                .get(&public)
                .await
                .ok()
                .says("Alle collega")
        );
        let back = off.replace("/cancel", "/restore");
        browser.post(&back, &[]).await.location();
        assert!(
            house
                .stranger()
                .get(&public)
                .await
                .ok()
                .says("Alle collega")
        );
        let log = house.access_log().await;
        for deed in ["session-planned", "session-counted", "session-cancelled"] {
            assert!(log.iter().any(|row| row.action == deed), "{deed}");
        }
    }

    pub async fn a_day_or_a_count_that_cannot_be_is_kept_as_typed(f: Fixture) {
        let house = House::new(f).await;
        let carla = house.person("Carla", &[Role::Coordinator]).await;
        let browser = house.sign_in(&carla);
        for day in ["2020-01-01", "2099-01-01", "gisteren", ""] {
            let answer = plan(&browser, day, "").await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{day}");
            assert!(answer.body.contains(&format!("value=\"{day}\"")), "{day}");
        }
        let unknown = plan(&browser, "2026-12-01", "no such group").await;
        assert_eq!(unknown.status, StatusCode::BAD_REQUEST);
        let day = house.now().date(&house.org.time_zone);
        plan(&browser, &day.to_string(), "").await.location();
        let count = first(&browser.get(HOME).await.ok(), "attended");
        for came in ["-1", "veel", "1001", "99999999999", "1.5"] {
            let answer = browser.post(&count, &[("came", came)]).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{came}");
            assert!(answer.body.contains(&format!("value=\"{came}\"")), "{came}");
        }
        let later = day.tomorrow().unwrap();
        plan(&browser, &later.to_string(), "").await.location();
        let off = first(&browser.get(HOME).await.ok(), "cancel");
        let early = off.replace("/cancel", "/attended");
        let answer = browser.post(&early, &[("came", "3")]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.says("nog niet geweest"));
    }

    pub async fn who_does_not_keep_the_team_finds_nothing(f: Fixture) {
        let house = House::new(f).await;
        for role in [
            Role::Manager,
            Role::Hr,
            Role::Administrator,
            Role::Supporter,
        ] {
            let person = house.person("Karin", &[role]).await;
            let browser = house.sign_in(&person);
            assert_eq!(browser.get(HOME).await.status, StatusCode::NOT_FOUND);
            let tried = plan(&browser, "2026-12-01", "").await;
            assert_eq!(tried.status, StatusCode::NOT_FOUND);
        }
    }
}
