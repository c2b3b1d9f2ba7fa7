//! Two people at one case, stale pages, double submits; and what the access log keeps.

crate::on_both_engines!(
    the_second_to_take_it_is_told,
    a_stale_page_is_told_what_changed,
    sending_twice_has_one_effect,
    every_page_leaves_a_row_in_the_log,
    a_long_list_turns_in_pages,
);

mod scenario {
    use axum::http::StatusCode;
    use care::{access::Role, path::Requester};

    use crate::support::{Fixture, pages::House};

    pub async fn the_second_to_take_it_is_told(f: Fixture) {
        let house = House::new(f).await;
        let daan = house.person("Daan Visser", &[]).await;
        let [sanne, joost] = [
            house.person("Sanne", &[Role::Supporter]).await,
            house.person("Joost", &[Role::Supporter]).await,
        ];
        let id = house.ask(&daan, Requester::Self_).await;
        let take = format!("/support/case/{}/take", id.as_str());
        let first = house.sign_in(&sanne);
        assert_eq!(first.post(&take, &[]).await.flash(), "support-taken");
        let second = house.sign_in(&joost).post(&take, &[]).await;
        assert_eq!(second.status, StatusCode::CONFLICT);
        assert!(
            second.says("heeft dit net op zich genomen"),
            "{}",
            second.body
        );
        // Sanne tapped twice: she simply arrives.
        assert!(
            first
                .post(&take, &[])
                .await
                .location()
                .ends_with(id.as_str())
        );
        assert_eq!(house.case(&id).await.revision, 2);
    }

    pub async fn a_stale_page_is_told_what_changed(f: Fixture) {
        let house = House::new(f).await;
        let daan = house.person("Daan Visser", &[]).await;
        let sanne = house.person("Sanne", &[Role::Supporter]).await;
        house.incident(&[&daan]).await;
        let id = house.case_of(&daan).await.id;
        let address = format!("/support/case/{}", id.as_str());
        let browser = house.sign_in(&sanne);
        browser
            .post(&format!("{address}/take"), &[])
            .await
            .location();
        let page = browser.get(&address).await.ok();
        // Meanwhile another event of the same person comes in.
        house.incident(&[&daan]).await;
        let answer = browser
            .post(
                &format!("{address}/picture"),
                &[("revision", page.revision()), ("how", "skip")],
            )
            .await;
        assert_eq!(answer.status, StatusCode::CONFLICT);
        assert!(answer.says("gebeurtenis bij gekomen"), "{}", answer.body);
        let english = house.sign_in(&sanne).in_language("en");
        let answer = english
            .post(
                &format!("{address}/picture"),
                &[("revision", page.revision()), ("how", "skip")],
            )
            .await;
        assert_eq!(answer.status, StatusCode::CONFLICT);
        assert!(!answer.says("gebeurtenis"), "{}", answer.body);
        let bad = browser
            .post(&format!("{address}/picture"), &[("how", "skip")])
            .await;
        assert_eq!(bad.status, StatusCode::BAD_REQUEST);
    }

    pub async fn sending_twice_has_one_effect(f: Fixture) {
        let house = House::new(f).await;
        let daan = house.person("Daan Visser", &[]).await;
        let sanne = house.person("Sanne", &[Role::Supporter]).await;
        let id = house.ask(&daan, Requester::Self_).await;
        let address = format!("/support/case/{}", id.as_str());
        let browser = house.sign_in(&sanne);
        browser
            .post(&format!("{address}/take"), &[])
            .await
            .location();
        let skip = [("revision", "2"), ("how", "skip")];
        browser
            .post(&format!("{address}/picture"), &skip)
            .await
            .location();
        assert_eq!(
            browser
                .post(&format!("{address}/picture"), &skip)
                .await
                .status,
            StatusCode::CONFLICT
        );
        let tried = [("revision", "3"), ("spoken", "no"), ("channel", "phone")];
        browser
            .post(&format!("{address}/contact"), &tried)
            .await
            .location();
        assert_eq!(
            browser
                .post(&format!("{address}/contact"), &tried)
                .await
                .status,
            StatusCode::CONFLICT
        );
        assert_eq!(house.case(&id).await.case.contact_attempts.len(), 1);
        let page = browser.get("/support/debriefing").await.ok();
        let (_, rest) = page.body.split_once("name=\"id\" value=\"").unwrap();
        let once = rest.split('"').next().unwrap();
        let form = [
            ("id", once),
            ("date", "2026-03-03"),
            ("time", "03:00"),
            ("information", "yes"),
            ("offers", "2"),
        ];
        for _ in 0..2 {
            assert_eq!(
                browser.post("/support/debriefing", &form).await.flash(),
                "support-debriefing"
            );
        }
        let count = house
            .read()
            .await
            .count_debriefings(&sanne, care::time::Instant::from_millis(0))
            .await;
        assert_eq!(count.unwrap(), 1);
    }

    pub async fn every_page_leaves_a_row_in_the_log(f: Fixture) {
        let house = House::new(f).await;
        let daan = house.person("Daan Visser", &[]).await;
        let sanne = house.person("Sanne", &[Role::Supporter]).await;
        let id = house.ask(&daan, Requester::Self_).await;
        let pseudonym = house.case(&id).await.pseudonym;
        let address = format!("/support/case/{}", id.as_str());
        let browser = house.sign_in(&sanne);
        let mut rows = house.access_log().await.len();
        let mut last = async || {
            let log = house.access_log().await;
            assert_eq!(log.len(), rows + 1);
            rows = log.len();
            let row = log.last().unwrap().clone();
            assert!(!row.place.contains(id.as_str()), "{}", row.place);
            (row.action, row.cases)
        };
        browser.get("/support").await.ok();
        assert_eq!(last().await, ("view".to_owned(), vec![pseudonym.clone()]));
        browser
            .post(&format!("{address}/take"), &[])
            .await
            .location();
        assert_eq!(last().await, ("taken".to_owned(), vec![pseudonym.clone()]));
        for page in ["", "/acute", "/hand-over"] {
            browser.get(&format!("{address}{page}")).await.ok();
            assert_eq!(
                last().await,
                ("view".to_owned(), vec![pseudonym.clone()]),
                "{page}"
            );
        }
        // A form that comes back with a question is a page view.
        browser
            .post(&format!("{address}/picture"), &[("revision", "2")])
            .await;
        assert_eq!(last().await, ("view".to_owned(), vec![pseudonym.clone()]));
        browser
            .post(
                &format!("{address}/picture"),
                &[("revision", "2"), ("how", "skip")],
            )
            .await
            .location();
        assert_eq!(last().await, ("picture".to_owned(), vec![pseudonym]));
        browser.get("/support/debriefing").await.ok();
        assert_eq!(last().await, ("view".to_owned(), vec![]));
    }

    pub async fn a_long_list_turns_in_pages(f: Fixture) {
        let house = House::new(f).await;
        let sanne = house.person("Sanne", &[Role::Supporter]).await;
        let browser = house.sign_in(&sanne);
        for n in 0..30 {
            let person = house.person(&format!("Colleague {n:02}."), &[]).await;
            let id = house.ask(&person, Requester::Self_).await;
            browser
                .post(&format!("/support/case/{}/take", id.as_str()), &[])
                .await
                .location();
        }
        let mut seen = std::collections::BTreeSet::new();
        let mut next = Some("/support".to_owned());
        let mut pages = 0;
        while let Some(address) = next {
            let page = browser.get(&address).await.ok();
            seen.extend((0..30).filter(|n| page.says(&format!("Colleague {n:02}."))));
            next = page.body.split_once("rel=\"next\"").map(|(before, _)| {
                let href = before.rsplit_once("href=\"").unwrap().1;
                href.split('"')
                    .next()
                    .unwrap()
                    .replace("&#38;", "&")
                    .replace("&amp;", "&")
            });
            pages += 1;
        }
        assert_eq!((seen.len(), pages), (30, 2));
        assert_eq!(
            browser.get("/support?due=x").await.status,
            StatusCode::BAD_REQUEST
        );
    }
}
