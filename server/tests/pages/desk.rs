//! The desk: invitations, feed tokens, the access log under pseudonyms.

crate::on_both_engines!(
    an_invitation_is_shown_once_and_opens_the_door,
    who_is_invited_again_keeps_their_name_and_gets_a_new_passphrase,
    a_feed_token_speaks_for_its_source_until_revoked,
    each_reader_finds_their_own_part,
    the_access_log_names_nobody,
);

mod scenario {
    use axum::http::StatusCode;
    use care::access::Role;
    use veer::auth::bearer::Bearer;

    use crate::support::{Fixture, pages::House};

    /// The value of the field with this id.
    fn value<'a>(body: &'a str, id: &str) -> &'a str {
        let (_, rest) = body.split_once(&format!("id=\"{id}\"")).expect("the field");
        rest.split_once("value=\"")
            .and_then(|(_, rest)| rest.split('"').next())
            .expect("a value")
    }

    pub async fn an_invitation_is_shown_once_and_opens_the_door(f: Fixture) {
        let house = House::new(f).await;
        let admin = house.person("Ada", &[Role::Administrator]).await;
        let daan = house.person("Daan Verhoef", &[]).await;
        let browser = house.sign_in(&admin);
        let found = browser.get("/desk/people?q=daan").await.ok();
        assert!(found.says("Daan Verhoef") && found.says("Er werken hier 2 mensen"));
        let shown = browser
            .post("/desk/invite", &[("person", daan.as_str())])
            .await
            .ok();
        let link = value(&shown.body, "link").to_owned();
        assert!(!browser.get("/desk").await.ok().says("/invitation/"));
        let path = &link[link.find("/invitation/").expect("a path")..];
        assert!(house.stranger().get(path).await.ok().says("Daan Verhoef"));
        browser
            .post("/desk/invite", &[("person", daan.as_str())])
            .await
            .ok();
        let replaced = house.stranger().get(path).await;
        assert_eq!(replaced.status, StatusCode::NOT_FOUND);
        assert!(replaced.says("Deze link werkt niet meer") && !replaced.says("Daan"));
        let nobody = browser.post("/desk/invite", &[("person", "nobody")]).await;
        assert_eq!(nobody.status, StatusCode::NOT_FOUND);
        let other = house.fixture.organisation().await.id;
        let elsewhere = house.person_of(&other, "Mo", &[]).await;
        let forged = browser
            .post("/desk/invite", &[("person", elsewhere.as_str())])
            .await;
        assert_eq!(forged.status, StatusCode::NOT_FOUND);
    }

    pub async fn who_is_invited_again_keeps_their_name_and_gets_a_new_passphrase(f: Fixture) {
        let house = House::new(f).await;
        let admin = house.person("Ada", &[Role::Administrator]).await;
        let daan = house.person("Daan", &[]).await;
        let mo = house.person("Mo", &[]).await;
        let sanne = house.person("Sanne", &[Role::Supporter]).await;
        let browser = house.sign_in(&admin);
        let stranger = house.stranger();
        let login = ("login", "daan@example.org");
        let accept = async |who: &care::ids::PersonId, words: &str| {
            let shown = browser
                .post("/desk/invite", &[("person", who.as_str())])
                .await
                .ok();
            let link = value(&shown.body, "link").to_owned();
            let path = &link[link.find("/invitation/").expect("a path")..];
            stranger.post(path, &[login, ("passphrase", words)]).await
        };
        let begins = accept(&daan, "four words nobody guesses").await;
        assert_eq!(begins.location(), "/");
        accept(&daan, "four other words to keep").await.location();
        let log = house.read().await.access_after(0).await.expect("read");
        let used = log.iter().filter(|row| row.action == "invitation-used");
        assert_eq!(used.count(), 2, "the privacy officer sees each use");
        let enter = async |words: &str| {
            let answer = stranger
                .post("/sign-in", &[login, ("passphrase", words)])
                .await;
            answer.status
        };
        assert_eq!(
            enter("four other words to keep").await,
            StatusCode::SEE_OTHER
        );
        assert_eq!(
            enter("four words nobody guesses").await,
            StatusCode::UNPROCESSABLE_ENTITY
        );
        let taken = accept(&mo, "words of somebody else again").await;
        assert_eq!(taken.status, StatusCode::UNPROCESSABLE_ENTITY);
        let shown = browser
            .post("/desk/invite", &[("person", sanne.as_str())])
            .await
            .ok();
        let link = value(&shown.body, "link").to_owned();
        let path = &link[link.find("/invitation/").expect("a path")..];
        let choice = [("login", "sanne"), ("passphrase", "four words of her own")];
        let begins = stranger.post(path, &choice).await;
        assert_eq!(begins.location(), "/vault", "her work needs one");
    }

    pub async fn a_feed_token_speaks_for_its_source_until_revoked(f: Fixture) {
        let house = House::new(f).await;
        let admin = house.person("Ada", &[Role::Administrator]).await;
        let browser = house.sign_in(&admin);
        let given = browser
            .post("/desk/feed", &[("source", "Meldkamer-Noord")])
            .await
            .ok();
        let bearer = Bearer::parse(value(&given.body, "token")).expect("a token");
        let digest = bearer.digest().as_text();
        let desk = browser.get("/desk/feed").await.ok();
        assert!(
            desk.says("meldkamer-noord")
                && desk.says("Nog nooit gehoord")
                && !desk.says(&bearer.reveal())
        );
        let store = &house.fixture.store;
        let spoken = store.feed_token(&digest).await.expect("read");
        assert_eq!(
            spoken,
            Some((house.org.id.clone(), "meldkamer-noord".to_owned()))
        );
        let tx = house.write().await;
        assert!(tx.hear_feed(&digest, house.now()).await.expect("heard"));
        tx.commit().await.expect("saved");
        assert!(browser.get("/desk/feed").await.ok().says("Laatst gehoord"));
        let revoke = format!("/desk/feed/{digest}/revoke");
        assert_eq!(
            browser.post(&revoke, &[]).await.flash(),
            "desk-feed-revoked"
        );
        assert_eq!(
            browser.post(&revoke, &[]).await.status,
            StatusCode::NOT_FOUND
        );
        assert_eq!(store.feed_token(&digest).await.expect("read"), None);
        for bad in ["", "veer", "a b", "<b>"] {
            let refused = browser.post("/desk/feed", &[("source", bad)]).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{bad}");
        }
    }

    pub async fn each_reader_finds_their_own_part(f: Fixture) {
        let house = House::new(f).await;
        for (role, part) in [
            (Role::Administrator, Some("Nodig iemand uit")),
            (
                Role::Hr,
                Some("Je ziet hier niets over opvang: niet wie, niet hoe vaak, niet waarom"),
            ),
            (Role::PrivacyOfficer, Some("Wie deed of zag wat")),
            (Role::Supporter, None),
            (Role::Coordinator, None),
            (Role::Manager, None),
            (Role::Dispatcher, None),
        ] {
            let person = house.person(role.code(), &[role]).await;
            let browser = house.sign_in(&person);
            let desk = browser.get("/desk").await;
            assert_eq!(desk.status == StatusCode::OK, part.is_some(), "{role}");
            for known in [
                "Nodig iemand uit",
                "Je ziet hier niets over opvang: niet wie, niet hoe vaak, niet waarom",
                "Wie deed of zag wat",
            ] {
                assert_eq!(desk.says(known), part == Some(known), "{role} {known}");
            }
            if role != Role::Administrator {
                let invited = browser
                    .post("/desk/invite", &[("person", person.as_str())])
                    .await;
                assert_eq!(invited.status, StatusCode::NOT_FOUND, "{role}");
                let given = browser.post("/desk/feed", &[("source", "x")]).await;
                assert_eq!(given.status, StatusCode::NOT_FOUND, "{role}");
            }
        }
    }

    pub async fn the_access_log_names_nobody(f: Fixture) {
        let house = House::new(f).await;
        let officer = house.person("Pia", &[Role::PrivacyOfficer]).await;
        let rob = house.person("Rob Dekker", &[Role::Coordinator]).await;
        let daan = house.person("Daan Verhoef", &[]).await;
        house.incident(&[&daan]).await;
        house.sign_in(&rob).get("/coordinate").await.ok();
        house.sign_in(&rob).get("/coordinate/help").await.ok();
        let desk = house.sign_in(&officer).get("/desk").await.ok();
        assert!(!desk.says("Rob") && !desk.says("Daan") && !desk.says(daan.as_str()));
        assert!(desk.says("Coördinator") && desk.says("bekeek een pagina"));
        assert!(!desk.says("/coordinate/help"), "words, not addresses");
        assert!(desk.says("De keten is nog niet nagekeken"));
        let lasting = house.case_of(&daan).await.pseudonym;
        assert!(!desk.says(&lasting[lasting.len() - 8..]));
        let log = house.read().await.access_after(0).await.expect("read");
        let shown = log
            .iter()
            .find(|row| !row.cases.is_empty())
            .expect("a case");
        assert!(desk.says(&shown.cases[0][shown.cases[0].len() - 8..]));
    }
}
