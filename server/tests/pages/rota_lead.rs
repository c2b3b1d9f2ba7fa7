//! The coordinator's rota: gaps before they happen, filled in two clicks; patterns; the check (R013, R103).

crate::on_both_engines!(
    a_gap_is_seen_ahead_and_filled_in_two_clicks,
    a_pause_leaves_a_gap_at_once,
    two_coordinators_fill_a_place_once,
    a_pattern_is_kept_in_versions_and_put_back,
    what_goes_against_a_rule_is_told_in_words,
    without_a_pattern_the_page_says_where_to_begin,
    a_rota_is_made_looked_at_published_and_undone,
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
        let (carlas, karins) = (house.sign_in(&people[0]), house.sign_in(&people[1]));
        let one = [GAP[0], GAP[1], ("person", mo.as_str())];
        let other = [GAP[0], GAP[1], ("person", vera.as_str())];
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

    pub async fn a_rota_is_made_looked_at_published_and_undone(f: Fixture) {
        let house = House::new(f).await;
        pattern(&house).await;
        let carla = house.person("Carla", &[Role::Coordinator]).await;
        let mut team = Vec::new();
        for n in 0..9 {
            team.push(
                house
                    .person(&format!("Opvanger {n}"), &[Role::Supporter])
                    .await,
            );
        }
        // By hand, and away: neither is changed by a plan.
        let mine = [("first", "2026-04-01"), ("last", "2026-04-12")];
        let away = house
            .sign_in(&team[0])
            .post("/support/rota/away", &mine)
            .await;
        away.location();
        let browser = house.sign_in(&carla);
        let mut fields = vec![("duty", "day"), ("day", "2026-04-15")];
        fields.push(("person", team[1].as_str()));
        browser
            .post("/coordinate/rota/gap", &fields)
            .await
            .location();
        let path = "/coordinate/rota/plan";
        let wrong = browser
            .post(path, &[("first", "2020-01-01"), ("months", "1")])
            .await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.says("vanaf vandaag"));
        let asked = [("first", "2026-04-01"), ("months", "1")];
        browser.post(path, &asked).await.location();
        let page = browser.get(path).await.ok();
        assert!(page.says("Veer zoekt") || page.says("Zet op het rooster"));
        for _ in 0..600 {
            let far = browser.get("/coordinate/rota/plan/progress").await.ok();
            if far.value()["ended"] == true {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        let page = browser.get(path).await.ok();
        assert!(
            page.says("60 diensten hebben iemand") && page.says("Niets blijft open"),
            "{}",
            page.body
        );
        let (from, until) = (
            at(&house, date(2026, 4, 1), 0),
            at(&house, date(2026, 5, 1), 0),
        );
        let duties = async || house.read().await.rota_between(from, until).await.unwrap();
        assert_eq!(
            duties().await.len(),
            1,
            "nothing changes before it is published"
        );
        let (_, rest) = page
            .body
            .split_once("name=\"plan\" value=\"")
            .expect("a plan");
        let plan = rest.split('"').next().unwrap().to_owned();
        let path = "/coordinate/rota/plan/publish";
        let published = browser.post(path, &[("plan", &plan)]).await;
        assert_eq!(published.flash(), "rota-published");
        let all = duties().await;
        assert_eq!(all.len(), 60);
        assert_eq!(
            has(&house, at(&house, date(2026, 4, 15), 8)).await,
            [team[1].clone()]
        );
        let left = at(&house, date(2026, 4, 13), 0);
        assert!(!all.iter().any(|it| it.person == team[0] && it.from < left));
        let lead = browser.get("/coordinate/rota?month=2026-04").await.ok();
        assert!(lead.says("Niets deze maand"), "{}", lead.body);
        let twice = browser.post(path, &[("plan", &plan)]).await;
        assert_eq!(twice.status, StatusCode::CONFLICT);
        browser.post(&undo(&published), &[]).await.location();
        assert_eq!(duties().await.len(), 1);
        let path = "/coordinate/rota/plan/away";
        browser.post(path, &[("plan", &plan)]).await.location();
        let gone = browser.post(path, &[("plan", &plan)]).await;
        assert_eq!(gone.status, StatusCode::CONFLICT);
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
