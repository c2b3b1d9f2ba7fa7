//! The calendar that follows one's duties: a secret address, neutral words, and nothing without it.

crate::on_both_engines!(
    a_calendar_tells_duties_and_nothing_else,
    a_link_that_opens_nothing_is_like_one_that_never_was,
    a_calendar_follows_a_swap_and_a_pause,
);

mod scenario {
    use std::collections::BTreeSet;

    use axum::http::{StatusCode, header};
    use care::access::Role;
    use jiff::civil::date;

    use crate::{
        rota::scenario::{duty, pattern, undo},
        support::{
            Fixture,
            pages::{Answer, Browser, House},
        },
    };

    /// The address that a page shows, without the site before it.
    fn link(page: &Answer) -> String {
        let (_, rest) = page.body.split_once("/calendar/").expect("a link");
        let end = rest.split_once(".ics").expect("a calendar").0;
        format!("/calendar/{end}.ics")
    }

    async fn make(browser: &Browser<'_>) -> String {
        link(&browser.post("/support/rota/calendar", &[]).await.ok())
    }

    fn uids(body: &str) -> BTreeSet<&str> {
        body.lines()
            .filter_map(|it| it.strip_prefix("UID:"))
            .collect()
    }

    pub async fn a_calendar_tells_duties_and_nothing_else(f: Fixture) {
        let house = House::new(f).await;
        pattern(&house).await;
        let sanne = house.person("Sanne de Boer", &[Role::Supporter]).await;
        let mo = house.person("Mo", &[Role::Supporter]).await;
        duty(&house, &sanne, date(2026, 3, 6)).await;
        duty(&house, &sanne, date(2026, 3, 30)).await;
        duty(&house, &mo, date(2026, 3, 9)).await;
        let browser = house.sign_in(&sanne);
        assert!(
            browser
                .get("/support/rota/calendar")
                .await
                .ok()
                .says("Er is geen koppeling")
        );
        let path = make(&browser).await;
        assert!(
            !browser
                .get("/support/rota/calendar")
                .await
                .ok()
                .says(".ics"),
            "once"
        );
        let feed = house.stranger().get(&path).await.ok();
        let kind = feed.headers[header::CONTENT_TYPE].to_str().unwrap();
        assert_eq!(kind, "text/calendar; charset=utf-8");
        let cache = feed.headers[header::CACHE_CONTROL].to_str().unwrap();
        assert!(cache.starts_with("private"), "{cache}");
        assert_eq!(
            feed.body.matches("BEGIN:VEVENT").count(),
            2,
            "{}",
            feed.body
        );
        assert_eq!(feed.body.matches("SUMMARY:Dienst\r\n").count(), 2);
        // 8:00 in winter and, after the clock changed, in summer.
        assert!(feed.says("DTSTART:20260306T070000Z") && feed.says("DTEND:20260306T190000Z"));
        assert!(feed.says("DTSTART:20260330T060000Z"));
        for secret in [
            "Sanne",
            "Mo",
            "Dagdienst",
            "opvang",
            "BOT",
            sanne.as_str(),
            mo.as_str(),
        ] {
            assert!(!feed.body.contains(secret), "{secret}");
        }
        let again = house.stranger().get(&path).await.ok();
        assert_eq!(uids(&again.body), uids(&feed.body));
        assert_eq!(uids(&feed.body).len(), 2);
        let page = browser.get("/support/rota/calendar").await.ok();
        assert!(page.says("Laatst opgehaald"));
    }

    pub async fn a_link_that_opens_nothing_is_like_one_that_never_was(f: Fixture) {
        let house = House::new(f).await;
        let sanne = house.person("Sanne", &[Role::Supporter]).await;
        let browser = house.sign_in(&sanne);
        let path = make(&browser).await;
        let secret: String = path.chars().rev().skip(4).take(43).collect();
        let unknown = path.replace(&secret.chars().rev().collect::<String>(), &"A".repeat(43));
        let said = async |path: &str| {
            let answer = house.stranger().get(path).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
            answer.body.replace(path, "here")
        };
        let never = said(&unknown).await;
        let revoked = browser.post("/support/rota/calendar/revoke", &[]).await;
        assert_eq!(said(&path).await, never);
        assert_eq!(
            browser
                .post("/support/rota/calendar/revoke", &[])
                .await
                .status,
            StatusCode::CONFLICT
        );
        browser.post(&undo(&revoked), &[]).await.location();
        house.stranger().get(&path).await.ok();
        let newer = make(&browser).await;
        assert_eq!(said(&path).await, never, "the one before opens nothing");
        house.stranger().get(&newer).await.ok();
        for odd in [
            "/calendar/x",
            "/calendar/..ics",
            "/calendar/a.b.ics",
            "/calendar/%00",
        ] {
            assert_eq!(
                house.stranger().get(odd).await.status,
                StatusCode::NOT_FOUND,
                "{odd}"
            );
        }
        // Who leaves the team takes nothing along.
        let tx = house.write().await;
        let left = care::staff::Given {
            roles: care::access::RoleSet::from(Role::Colleague),
            ..care::staff::Given::default()
        };
        tx.set_roles(&sanne, left, house.now()).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(said(&newer).await, never);
    }

    pub async fn a_calendar_follows_a_swap_and_a_pause(f: Fixture) {
        let house = House::new(f).await;
        pattern(&house).await;
        let sanne = house.person("Sanne", &[Role::Supporter]).await;
        let mo = house.person("Mo", &[Role::Supporter]).await;
        let from = duty(&house, &sanne, date(2026, 3, 6)).await;
        duty(&house, &sanne, date(2026, 3, 13)).await;
        let browser = house.sign_in(&sanne);
        let path = make(&browser).await;
        let events = async || {
            let feed = house.stranger().get(&path).await.ok();
            feed.body.matches("BEGIN:VEVENT").count()
        };
        assert_eq!(events().await, 2);
        let at = from.millis().to_string();
        let ask = [("at", at.as_str()), ("to", mo.as_str())];
        browser.post("/support/rota/ask", &ask).await.location();
        let tx = house.read().await;
        let id = tx.open_rota_requests(house.now()).await.unwrap()[0]
            .id
            .clone();
        drop(tx);
        let path = format!("/support/rota/ask/{id}/accept");
        house.sign_in(&mo).post(&path, &[]).await.location();
        assert_eq!(events().await, 1);
        browser.post("/support/pause", &[]).await.location();
        assert_eq!(events().await, 0);
    }
}
