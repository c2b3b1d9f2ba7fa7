//! Two organisations in one installation: strictly apart, also for who works at both.

crate::on_both_engines!(
    no_page_of_one_tells_of_the_other,
    a_person_links_their_own_accounts_and_goes_there,
    an_invitation_opens_one_account_only,
    a_switch_lives_no_longer_than_the_sign_in,
    only_ones_own_account_can_be_linked,
);

mod scenario {
    use axum::http::{HeaderMap, StatusCode, header};
    use care::{
        access::Role,
        ids::{OrgId, PersonId},
    };
    use sea_orm::ConnectionTrait as _;
    use veer::{
        auth::{bearer::Bearer, invitation::NewInvitation, passphrase::NewPassphrase, session},
        store::{Setting, Shown},
        web::reader::Transport,
    };

    use crate::{
        doors::{
            router::doors,
            world::{ASKING, World},
        },
        support::{
            Fixture,
            pages::{Answer, House},
            raw,
        },
    };

    const WORDS: &str = "vier losse woorden hier";

    /// Every address that can be read, asked by somebody with each role in another organisation.
    pub async fn no_page_of_one_tells_of_the_other(f: Fixture) {
        let world = World::new(House::new(f).await).await;
        let house = &world.house;
        let tx = house.write().await;
        tx.set(Setting::NUMBER, "088 555 55 55", house.now())
            .await
            .unwrap();
        let supporters = tx.people_with(Role::Supporter).await.unwrap();
        for person in &supporters {
            tx.show_on_info(&person.id, Shown::Name).await.unwrap();
        }
        tx.commit().await.unwrap();
        let told = [
            "Daan Visser",
            "Sanne de Boer",
            "Hedwig",
            "Ronald",
            "088 555 55 55",
        ];
        let elsewhere = world.browser(ASKING.len() - 1);
        let rows = house.access_log().await.len();
        let mut read = 0;
        for door in doors(&veer::app::router(&house.app)) {
            // A public page is everybody's, and a link with its secret is whose hands it is in.
            let open = ["/info/", "/invitation/"];
            if door.method != "GET" || open.iter().any(|it| door.address.starts_with(it)) {
                continue;
            }
            let path = world.fill(&door);
            for path in [
                path.clone(),
                format!("{path}?q=Sanne"),
                format!("{path}?q=Daan"),
            ] {
                let answer = elsewhere.get(&path).await;
                for secret in told {
                    assert!(!answer.says(secret), "{secret} at {path}");
                }
                for id in world.names_here() {
                    let said = answer.body.replace(&path, "");
                    assert!(!said.contains(id), "{id} at {path}");
                }
                read += usize::from(answer.status == StatusCode::OK);
            }
        }
        assert!(read > 60, "{read}");
        // And nothing of it stands in the log of the first.
        assert_eq!(house.access_log().await.len(), rows);
    }

    struct Two {
        here: PersonId,
        there: PersonId,
        other: OrgId,
    }

    /// Mo, who has an account at each, with a sign-in name at both.
    async fn two(house: &House) -> Two {
        let other = house.fixture.organisation().await.id;
        let here = house.person("Mo Benali", &[Role::Supporter]).await;
        let there = house
            .person_of(&other, "Mo Benali", &[Role::Supporter])
            .await;
        for (org, person, login) in [
            (&house.org.id, &here, "mo-here"),
            (&other, &there, "mo-there"),
        ] {
            let words = NewPassphrase::new(WORDS.to_owned()).unwrap();
            let hash = house.app.passphrases.hash(words).await.unwrap();
            let tx = house.app.store.write("sign up", org).await.unwrap();
            tx.give_login(login, person).await.unwrap();
            tx.set_passphrase(person, &hash).await.unwrap();
            tx.commit().await.unwrap();
        }
        Two { here, there, other }
    }

    async fn link(house: &House, who: &PersonId, login: &str, words: &str) -> Answer {
        let form = [("login", login), ("passphrase", words)];
        house.sign_in(who).post("/me/organisations", &form).await
    }

    fn bearer(answer: &Answer) -> Bearer {
        let cookies = answer.headers.get_all(header::SET_COOKIE).iter();
        let mut found = cookies.filter_map(|cookie| {
            let mut headers = HeaderMap::new();
            headers.insert(
                header::COOKIE,
                cookie.to_str().ok()?.split(';').next()?.parse().ok()?,
            );
            session::from_request(Transport::Local, &headers)
        });
        found.next().expect("a session")
    }

    pub async fn a_person_links_their_own_accounts_and_goes_there(f: Fixture) {
        let house = House::new(f).await;
        let mo = two(&house).await;
        let asked = house.person("Imke Sanders", &[]).await;
        house.ask(&asked, care::path::Requester::Self_).await;
        assert!(
            !house
                .sign_in(&mo.here)
                .get("/support")
                .await
                .ok()
                .says("/organisations/switch")
        );
        assert_eq!(
            link(&house, &mo.here, "mo-there", WORDS).await.flash(),
            "organisations-linked"
        );
        let browser = house.sign_in(&mo.here);
        let page = browser.get("/support").await.ok();
        assert!(page.says("/organisations/switch") && page.says("Imke Sanders"));
        let there = house
            .sign_in_to(&mo.other, &mo.there)
            .get("/support")
            .await
            .ok();
        assert!(there.says("/organisations/switch") && !there.says("Imke Sanders"));
        let to = [("to", mo.other.as_str())];
        let answer = browser.post("/organisations/switch", &to).await;
        assert_eq!(answer.location(), "/");
        let session = bearer(&answer);
        assert_eq!(session.org, mo.other);
        let tx = house.app.store.read("test", &mo.other).await.unwrap();
        let row = tx
            .session(&session.digest().as_text())
            .await
            .unwrap()
            .unwrap();
        assert_eq!(row.person, mo.there);
        drop(tx);
        // The session here ended: one organisation at a time.
        assert_eq!(browser.get("/support").await.status, StatusCode::SEE_OTHER);
        let log = house.access_log().await;
        let linked: Vec<_> = log.iter().filter(|row| row.action == "linked").collect();
        assert_eq!(linked.len(), 1);
        house
            .sign_in(&mo.here)
            .post("/me/organisations/alone", &[])
            .await
            .location();
        let page = house
            .sign_in_to(&mo.other, &mo.there)
            .get("/support")
            .await
            .ok();
        assert!(!page.says("/organisations/switch"));
    }

    pub async fn an_invitation_opens_one_account_only(f: Fixture) {
        let house = House::new(f).await;
        let mo = two(&house).await;
        link(&house, &mo.here, "mo-there", WORDS).await.location();
        // An administrator here invites Mo again, and uses the link.
        let invitation = NewInvitation::new(house.org.id.clone(), house.clock.real_now());
        let tx = house.write().await;
        tx.invite(&invitation.digest.as_text(), &mo.here, invitation.ends)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let form = [
            ("login", "mo-here"),
            ("passphrase", "heel andere losse woorden"),
        ];
        let entered = house.stranger().post(&invitation.path(), &form).await;
        assert!(entered.location().starts_with('/'));
        let browser = house.sign_in(&mo.here);
        assert!(
            !browser
                .get("/support")
                .await
                .ok()
                .says("/organisations/switch")
        );
        let to = [("to", mo.other.as_str())];
        let answer = browser.post("/organisations/switch", &to).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
    }

    pub async fn a_switch_lives_no_longer_than_the_sign_in(f: Fixture) {
        let house = House::new(f).await;
        let mo = two(&house).await;
        link(&house, &mo.here, "mo-there", WORDS).await.location();
        let began = house.clock.real_now();
        let to = [("to", mo.other.as_str())];
        let browser = house.sign_in(&mo.here);
        let session = bearer(&browser.post("/organisations/switch", &to).await);
        let tx = house.app.store.read("test", &mo.other).await.unwrap();
        let row = tx
            .session(&session.digest().as_text())
            .await
            .unwrap()
            .unwrap();
        assert_eq!(row.created_at, began);
        drop(tx);
        // Who works there no longer does not get in by the link.
        let gone = format!(
            "UPDATE people SET active = FALSE WHERE person_id = '{}'",
            mo.there
        );
        raw(&house.fixture.location)
            .await
            .execute_unprepared(&gone)
            .await
            .unwrap();
        let answer = house
            .sign_in(&mo.here)
            .post("/organisations/switch", &to)
            .await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
    }

    pub async fn only_ones_own_account_can_be_linked(f: Fixture) {
        let house = House::new(f).await;
        let mo = two(&house).await;
        for (login, words) in [
            ("mo-there", "niet deze vier woorden"),
            ("nobody", WORDS),
            ("mo-here", WORDS),
        ] {
            let refused = link(&house, &mo.here, login, words).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{login}");
            assert!(refused.says("horen niet bij een account van een andere organisatie"));
            assert!(!refused.says(words));
        }
        // Nor can somebody be sent to an organisation in which they have no account.
        let daan = house.person("Daan", &[]).await;
        let to = [("to", mo.other.as_str())];
        let answer = house
            .sign_in(&daan)
            .post("/organisations/switch", &to)
            .await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
    }
}
