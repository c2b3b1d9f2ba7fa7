//! The register of people: names, roles, in and out of service, many links at once (R108, R109).

crate::on_both_engines!(
    somebody_is_added_and_changed_in_any_script,
    two_who_change_one_person_lose_nothing,
    the_last_administrator_stays,
    two_administrators_cannot_both_go_at_once,
    a_role_counts_at_the_next_request_and_can_be_undone,
    a_key_holder_is_never_who_the_key_protects_against,
    hr_keeps_people_and_gives_no_roles,
    five_hundred_people_get_their_links_once,
    the_register_goes_on_from_page_to_page,
    the_day_until_which_training_counts_is_kept,
);

mod scenario {
    use axum::http::StatusCode;
    use care::{access::Role, ids::PersonId};

    use crate::support::{
        Fixture,
        pages::{Answer, House},
    };

    fn revision(page: &Answer) -> String {
        page.revision().to_owned()
    }

    async fn roles(house: &House, person: &PersonId) -> care::access::RoleSet {
        let found = house.read().await.person(person).await.unwrap();
        found.unwrap().roles
    }

    pub async fn somebody_is_added_and_changed_in_any_script(f: Fixture) {
        let house = House::new(f).await;
        let admin = house.person("Ada", &[Role::Administrator]).await;
        let browser = house.sign_in(&admin);
        let names = [
            "Nguyễn Thị Ánh",
            "محمد العلي",
            "李小龙",
            &"Wolf".repeat(50),
            "O’Neill-Ångström",
        ];
        for (n, name) in names.into_iter().enumerate() {
            let number = format!("n{n}");
            let form = [
                ("number", number.as_str()),
                ("name", name),
                ("group", "noord"),
            ];
            let added = browser.post("/desk/people", &form).await;
            let at = added.location().to_owned();
            assert!(browser.get(&at).await.ok().says(name));
            let twice = browser.post("/desk/people", &form).await;
            assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(twice.says("Dit nummer is al van iemand") && twice.says(name));
        }
        let found = browser.get("/desk/people?q=%C3%A1nh").await.ok();
        assert!(found.says("Nguyễn Thị Ánh"), "capitals do not matter");
        let long = "x".repeat(201);
        for (name, group) in [
            ("", "a"),
            (long.as_str(), "a"),
            ("a\0b", "a"),
            ("ok", "a\0"),
        ] {
            let form = [("number", "x1"), ("name", name), ("group", group)];
            let refused = browser.post("/desk/people", &form).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        }
        for path in [
            "/desk/people?q=%00",
            "/desk/people?after=x",
            "/desk/people/x",
        ] {
            assert!(browser.get(path).await.status.as_u16() < 500, "{path}");
        }
    }

    pub async fn the_day_until_which_training_counts_is_kept(f: Fixture) {
        let house = House::new(f).await;
        let admin = house.person("Ada", &[Role::Administrator]).await;
        let browser = house.sign_in(&admin);
        let form = |day| [("number", "n1"), ("name", "Sanne"), ("trained", day)];
        let refused = browser.post("/desk/people", &form("someday")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.says("De dag van de scholing is geen dag."));
        let added = browser.post("/desk/people", &form("2027-05-01")).await;
        let page = browser.get(added.location()).await.ok();
        assert!(page.says("value=\"2027-05-01\""), "{}", page.body);
        let id = PersonId::new(added.location().rsplit('/').next().unwrap());
        let seen = revision(&page);
        let longer = [
            ("revision", seen.as_str()),
            ("name", "Sanne"),
            ("trained", "2028-05-01"),
        ];
        browser.post(added.location(), &longer).await.location();
        let kept = house.read().await.person(&id).await.unwrap().unwrap();
        assert_eq!(kept.trained_until, Some(jiff::civil::date(2028, 5, 1)));
    }

    pub async fn two_who_change_one_person_lose_nothing(f: Fixture) {
        let house = House::new(f).await;
        let admin = house.person("Ada", &[Role::Administrator]).await;
        let daan = house.person("Daan", &[]).await;
        let browser = house.sign_in(&admin);
        let at = format!("/desk/people/{daan}");
        let seen = revision(&browser.get(&at).await.ok());
        let first = [
            ("revision", seen.as_str()),
            ("name", "Daan V."),
            ("group", "zuid"),
        ];
        assert_eq!(browser.post(&at, &first).await.flash(), "desk-person-saved");
        let second = [
            ("revision", seen.as_str()),
            ("name", "Daan Verhoef"),
            ("group", "noord"),
        ];
        let late = browser.post(&at, &second).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        assert!(late.says("value=\"Daan Verhoef\"") && late.says("<dd>zuid</dd>"));
        let again = revision(&late);
        let form = [("revision", again.as_str()), second[1], second[2]];
        assert_eq!(browser.post(&at, &form).await.flash(), "desk-person-saved");
        let person = house.read().await.person(&daan).await.unwrap().unwrap();
        assert_eq!(
            (person.name.as_str(), person.staff_group.as_str()),
            ("Daan Verhoef", "noord")
        );
    }

    pub async fn the_last_administrator_stays(f: Fixture) {
        let house = House::new(f).await;
        let admin = house.person("Ada", &[Role::Administrator]).await;
        let hr = house.person("Hilde", &[Role::Hr]).await;
        let browser = house.sign_in(&admin);
        let at = format!("/desk/people/{admin}");
        for path in [format!("{at}/roles"), format!("{at}/leave")] {
            let refused = browser.post(&path, &[]).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
            assert!(refused.says("Dit is de laatste beheerder"));
        }
        let by_hr = house.sign_in(&hr).post(&format!("{at}/leave"), &[]).await;
        assert_eq!(by_hr.status, StatusCode::UNPROCESSABLE_ENTITY);
        house.person("Bob", &[Role::Administrator]).await;
        let gone = browser.post(&format!("{at}/roles"), &[]).await;
        assert_eq!(gone.location(), "/");
        assert_eq!(
            browser.get("/desk/people").await.status,
            StatusCode::FORBIDDEN
        );
    }

    pub async fn two_administrators_cannot_both_go_at_once(f: Fixture) {
        let house = House::new(f).await;
        for _ in 0..5 {
            let ada = house.person("Ada", &[Role::Administrator]).await;
            let bob = house.person("Bob", &[Role::Administrator]).await;
            let (one, other) = (house.sign_in(&ada), house.sign_in(&bob));
            let (a, b) = (
                format!("/desk/people/{bob}/roles"),
                format!("/desk/people/{ada}/leave"),
            );
            let both = tokio::join!(one.post(&a, &[]), other.post(&b, &[]));
            let left = house
                .read()
                .await
                .people_with(Role::Administrator)
                .await
                .unwrap();
            assert!(!left.is_empty(), "{} {}", both.0.status, both.1.status);
            let tx = house.write().await;
            for person in left {
                tx.set_active(&person.id, false).await.unwrap();
            }
            tx.commit().await.unwrap();
        }
    }

    pub async fn a_role_counts_at_the_next_request_and_can_be_undone(f: Fixture) {
        let house = House::new(f).await;
        let admin = house.person("Ada", &[Role::Administrator]).await;
        let rob = house.person("Rob", &[Role::Coordinator]).await;
        let (browser, his) = (house.sign_in(&admin), house.sign_in(&rob));
        his.get("/coordinate").await.ok();
        let at = format!("/desk/people/{rob}/roles");
        let changed = browser
            .post(&at, &[("role", "supporter"), ("role", "wizard")])
            .await;
        assert_eq!(changed.flash(), "desk-roles-changed");
        assert_eq!(
            his.get("/coordinate/help").await.status,
            StatusCode::FORBIDDEN
        );
        assert!(roles(&house, &rob).await.contains(Role::Supporter));
        let undone = browser.post(&format!("{at}/undo"), &[]).await;
        assert_eq!(undone.flash(), "desk-roles-changed");
        his.get("/coordinate").await.ok();
        let log = house.access_log().await;
        for deed in ["roles-changed", "roles-undone"] {
            assert!(log.iter().any(|row| row.action == deed), "{deed}");
        }
    }

    pub async fn a_key_holder_is_never_who_the_key_protects_against(f: Fixture) {
        let house = House::new(f).await;
        let admin = house.person("Ada", &[Role::Administrator]).await;
        let mo = house.person("Mo", &[]).await;
        let browser = house.sign_in(&admin);
        let at = format!("/desk/people/{mo}/roles");
        for role in ["coordinator", "manager", "admin", "supporter"] {
            let refused = browser
                .post(&at, &[("role", "holder"), ("role", role)])
                .await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{role}");
            assert!(refused.says("Een sleutelhouder is geen"));
        }
        assert_eq!(
            browser.post(&at, &[("role", "holder")]).await.flash(),
            "desk-roles-changed"
        );
    }

    pub async fn hr_keeps_people_and_gives_no_roles(f: Fixture) {
        let house = House::new(f).await;
        house.person("Ada", &[Role::Administrator]).await;
        let hr = house.person("Hilde", &[Role::Hr]).await;
        let daan = house.person("Daan", &[]).await;
        let browser = house.sign_in(&hr);
        let at = format!("/desk/people/{daan}");
        let page = browser.get(&at).await.ok();
        assert!(!page.says(&format!("{at}/roles")) && !page.says("/desk/invite"));
        let given = browser
            .post(&format!("{at}/roles"), &[("role", "admin")])
            .await;
        assert_eq!(given.status, StatusCode::NOT_FOUND);
        let theirs = house.sign_in(&daan);
        theirs.get("/me").await.ok();
        let left = browser.post(&format!("{at}/leave"), &[]).await;
        assert_eq!(left.flash(), "desk-person-left");
        assert!(theirs.get("/me").await.location().starts_with("/sign-in"));
        assert!(
            browser
                .get("/desk/people?gone=true")
                .await
                .ok()
                .says("Daan")
        );
        let back = browser.post(&format!("{at}/return"), &[]).await;
        assert_eq!(back.flash(), "desk-person-returned");
    }

    pub async fn five_hundred_people_get_their_links_once(f: Fixture) {
        let house = House::new(f).await;
        let admin = house.person("Ada", &[Role::Administrator]).await;
        let tx = house.write().await;
        let people: Vec<_> = (0..501)
            .map(|n| {
                let mut draft = crate::support::person(&format!("P{n:03}"), &[]);
                draft.email = Some(format!("=p{n}@example.org"));
                draft
            })
            .collect();
        tx.save_people(&people).await.unwrap();
        tx.set_passphrase(&admin, "a hash").await.unwrap();
        tx.commit().await.unwrap();
        let browser = house.sign_in(&admin);
        browser.get("/desk/invite").await.ok();
        let page = browser
            .post("/desk/invite/all", &[("as", "page")])
            .await
            .ok();
        assert_eq!(page.body.matches("/invitation/").count(), 100);
        assert!(page.says("Maak de volgende") && !page.says("Ada</b>"));
        let file = browser
            .post("/desk/invite/all", &[("as", "file")])
            .await
            .ok();
        assert_eq!(file.body.matches("/invitation/").count(), 500);
        assert!(file.body.contains("\"'=p0@example.org\""), "no formula");
        let (_, link) = file.body.split_once("/invitation/").unwrap();
        let path = format!("/invitation/{}", link.split('"').next().unwrap());
        assert!(house.stranger().get(&path).await.ok().says("P000"));
    }

    pub async fn the_register_goes_on_from_page_to_page(f: Fixture) {
        let house = House::new(f).await;
        let admin = house.person("Zoë", &[Role::Administrator]).await;
        let tx = house.write().await;
        let people: Vec<_> = (0..120)
            .map(|n| {
                let mut draft = crate::support::person("Same Name", &[]);
                draft.roster_id = format!("same-{n}");
                draft
            })
            .collect();
        tx.save_people(&people).await.unwrap();
        tx.commit().await.unwrap();
        let browser = house.sign_in(&admin);
        let (mut path, mut seen) = ("/desk/people".to_owned(), 0);
        for _ in 0..3 {
            let page = browser.get(&path).await.ok();
            seen += page.body.matches("class=\"name\" href").count();
            // The first one is where the language form comes back to.
            let Some((_, rest)) = page.body.rsplit_once("/desk/people?after=") else {
                break;
            };
            let after = rest.split(['&', '"']).next().unwrap();
            path = format!("/desk/people?after={after}");
        }
        assert_eq!(seen, 121);
    }
}
