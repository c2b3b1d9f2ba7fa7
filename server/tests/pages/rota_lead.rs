//! The coordinator's rota: gaps before they happen, filled in two clicks; patterns; the check (R013, R103).

crate::on_both_engines!(
    a_gap_is_seen_ahead_and_filled_in_two_clicks,
    a_pause_leaves_a_gap_at_once,
    two_coordinators_fill_a_place_once,
    a_pattern_is_kept_in_versions_and_put_back,
    what_goes_against_a_rule_is_told_in_words,
    without_a_pattern_the_page_says_where_to_begin,
);

mod scenario {
    use axum::http::StatusCode;
    use care::access::Role;
    use jiff::civil::date;

    use crate::{
        rota::scenario::{at, duty, has, pattern, undo},
        support::{Fixture, pages::House},
    };

    const GAP: [(&str, &str); 2] = [("duty", "day"), ("day", "2026-03-20")];

    pub async fn a_gap_is_seen_ahead_and_filled_in_two_clicks(f: Fixture) {
        let house = House::new(f).await;
        pattern(&house).await;
        let carla = house.person("Carla", &[Role::Coordinator]).await;
        let mo = house.person("Mo", &[Role::Supporter]).await;
        let vera = house.person("Vera", &[Role::Supporter]).await;
        let busy = house.person("Dirk", &[Role::Supporter]).await;
        duty(&house, &mo, date(2026, 3, 12)).await;
        duty(&house, &busy, date(2026, 3, 21)).await;
        let browser = house.sign_in(&carla);
        let page = browser.get("/coordinate/rota?month=2026-03").await.ok();
        let first = "/coordinate/rota/gap?duty=day&amp;day=2026-03-20";
        assert!(page.says(first), "the first click: {}", page.body);
        assert!(
            browser
                .get("/coordinate")
                .await
                .ok()
                .says("/coordinate/rota/gap?duty=")
        );
        let page = browser
            .get("/coordinate/rota/gap?duty=day&day=2026-03-20")
            .await
            .ok();
        let (veras, mos) = (page.body.find("Vera"), page.body.find("Mo"));
        assert!(
            veras < mos && veras.is_some(),
            "who has fewest stands first"
        );
        assert!(!page.says("Dirk") && page.says("Eén ander kan niet"));
        let mut fields = GAP.to_vec();
        fields.push(("person", vera.as_str()));
        let filled = browser.post("/coordinate/rota/gap", &fields).await;
        assert_eq!(filled.flash(), "rota-gap-filled", "the second click");
        let from = at(&house, date(2026, 3, 20), 8);
        assert_eq!(has(&house, from).await, std::slice::from_ref(&vera));
        assert!(
            !browser
                .get("/coordinate/rota?month=2026-03")
                .await
                .ok()
                .says(first)
        );
        let full = browser
            .get("/coordinate/rota/gap?duty=day&day=2026-03-20")
            .await
            .ok();
        assert!(full.says("is gevuld"));
        browser.post(&undo(&filled), &[]).await.location();
        assert!(has(&house, from).await.is_empty());
        // Who cannot is refused, also when a form asks for it.
        fields[2] = ("person", busy.as_str());
        let refused = browser.post("/coordinate/rota/gap", &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        for odd in [
            "/coordinate/rota/gap",
            "/coordinate/rota/gap?duty=day&day=x",
            "/coordinate/rota/gap?duty=none&day=2026-03-20",
            "/coordinate/rota/gap?duty=day&day=2020-03-20",
        ] {
            assert_eq!(
                browser.get(odd).await.status,
                StatusCode::NOT_FOUND,
                "{odd}"
            );
        }
    }

    pub async fn a_pause_leaves_a_gap_at_once(f: Fixture) {
        let house = House::new(f).await;
        pattern(&house).await;
        let carla = house.person("Carla", &[Role::Coordinator]).await;
        let sanne = house.person("Sanne", &[Role::Supporter]).await;
        let vera = house.person("Vera", &[Role::Supporter]).await;
        let from = duty(&house, &sanne, date(2026, 3, 20)).await;
        let browser = house.sign_in(&carla);
        let gap = "/coordinate/rota/gap?duty=day&amp;day=2026-03-20";
        let lead = async || browser.get("/coordinate/rota?month=2026-03").await.ok();
        assert!(!lead().await.says(gap));
        let sannes = house.sign_in(&sanne);
        sannes.post("/support/pause", &[]).await.location();
        assert!(lead().await.says(gap));
        let mut fields = GAP.to_vec();
        fields.push(("person", vera.as_str()));
        let filled = browser.post("/coordinate/rota/gap", &fields).await;
        assert_eq!(has(&house, from).await, std::slice::from_ref(&vera));
        // Back from the pause: the duty that somebody took is theirs.
        sannes.post("/support/resume", &[]).await.location();
        assert_eq!(has(&house, from).await, std::slice::from_ref(&vera));
        browser.post(&undo(&filled), &[]).await.location();
        assert_eq!(has(&house, from).await, std::slice::from_ref(&sanne));
    }

    pub async fn two_coordinators_fill_a_place_once(f: Fixture) {
        let house = House::new(f).await;
        pattern(&house).await;
        let people = [
            house.person("Carla", &[Role::Coordinator]).await,
            house.person("Karin", &[Role::Coordinator]).await,
        ];
        let mo = house.person("Mo", &[Role::Supporter]).await;
        let vera = house.person("Vera", &[Role::Supporter]).await;
        let with = |who: &str| {
            let mut fields: Vec<(&str, String)> = GAP
                .iter()
                .map(|(name, value)| (*name, (*value).to_owned()))
                .collect();
            fields.push(("person", who.to_owned()));
            fields
        };
        let (one, other) = (with(mo.as_str()), with(vera.as_str()));
        let plain = |it: &[(&'static str, String)]| -> Vec<(&'static str, String)> { it.to_vec() };
        let (one, other) = (plain(&one), plain(&other));
        fn lent<'a>(fields: &'a [(&'static str, String)]) -> Vec<(&'a str, &'a str)> {
            fields
                .iter()
                .map(|(name, value)| (*name, value.as_str()))
                .collect()
        }
        let (carlas, karins) = (house.sign_in(&people[0]), house.sign_in(&people[1]));
        let (one, other) = (lent(&one), lent(&other));
        let (first, second) = tokio::join!(
            carlas.post("/coordinate/rota/gap", &one),
            karins.post("/coordinate/rota/gap", &other)
        );
        let won = [&first, &second]
            .iter()
            .filter(|it| it.status == StatusCode::SEE_OTHER)
            .count();
        assert_eq!(won, 1, "{} {}", first.status, second.status);
        let from = at(&house, date(2026, 3, 20), 8);
        assert_eq!(has(&house, from).await.len(), 1);
    }

    pub async fn a_pattern_is_kept_in_versions_and_put_back(f: Fixture) {
        let house = House::new(f).await;
        let carla = house.person("Carla", &[Role::Coordinator]).await;
        house.person("Mo", &[Role::Supporter]).await;
        let browser = house.sign_in(&carla);
        let fields = |was: &'static str, name: &'static str| {
            let mut all = vec![
                ("was", was),
                ("nl-0", name),
                ("from-0", "08:00"),
                ("until-0", "20:00"),
                ("places-0", "1"),
                ("free-days", "1"),
                ("a-week", ""),
                ("regime", "consignatie"),
            ];
            all.extend(["monday", "friday"].map(|day| ("day-0", day)));
            all
        };
        let path = "/coordinate/rota/pattern";
        let saved = browser.post(path, &fields("0", "Dagdienst")).await;
        assert_eq!(saved.flash(), "rota-pattern-changed");
        let page = browser.get(path).await.ok();
        assert!(page.says("value=\"Dagdienst\"") && page.says("value=\"friday\" checked"));
        let stale = browser.post(path, &fields("0", "Piket")).await;
        assert_eq!(stale.status, StatusCode::CONFLICT);
        assert!(stale.says("value=\"Piket\"") && stale.says("Iemand anders veranderde dit"));
        let wrong = browser
            .post(path, &fields("1", "x".repeat(41).leak()))
            .await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.says("hoogstens veertig letters"));
        let second = browser.post(path, &fields("1", "Piket")).await;
        assert_eq!(second.flash(), "rota-pattern-changed");
        assert!(browser.get("/coordinate/rota").await.ok().says("Piket"));
        browser.post(&undo(&second), &[]).await.location();
        assert!(browser.get("/coordinate/rota").await.ok().says("Dagdienst"));
        let none = browser
            .post("/coordinate/rota/pattern/99/restore", &[])
            .await;
        assert_eq!(none.status, StatusCode::NOT_FOUND);
    }

    pub async fn what_goes_against_a_rule_is_told_in_words(f: Fixture) {
        let house = House::new(f).await;
        pattern(&house).await;
        let carla = house.person("Carla", &[Role::Coordinator]).await;
        let mo = house.person("Mo", &[Role::Supporter]).await;
        let browser = house.sign_in(&carla);
        let page = async || browser.get("/coordinate/rota?month=2026-03").await.ok();
        assert!(page().await.says("Niets deze maand"));
        duty(&house, &mo, date(2026, 3, 16)).await;
        duty(&house, &mo, date(2026, 3, 17)).await;
        assert!(
            page().await.says("minstens 2 vrije dagen"),
            "{}",
            page().await.body
        );
        let page = page().await;
        assert!(page.says("Wie hoeveel heeft deze maand") && page.says("2</td>"));
    }

    pub async fn without_a_pattern_the_page_says_where_to_begin(f: Fixture) {
        let house = House::new(f).await;
        let carla = house.person("Carla", &[Role::Coordinator]).await;
        let browser = house.sign_in(&carla);
        let page = browser.get("/coordinate/rota").await.ok();
        assert!(page.says("Leg eerst vast welke diensten er zijn"));
        assert!(
            page.says("Nog niemand") || page.says("opvanger"),
            "{}",
            page.body
        );
        for path in ["/coordinate/rota/pattern", "/coordinate/rota/away"] {
            browser.get(path).await.ok();
        }
        let sanne = house.person("Sanne", &[Role::Supporter]).await;
        let page = house.sign_in(&sanne).get("/support/rota").await.ok();
        assert!(page.says("nog niet vastgelegd") && page.says("geen diensten van jou"));
        for path in ["/coordinate/rota?month=x", "/coordinate/rota?month=9999-99"] {
            browser.get(path).await.ok();
        }
    }
}
