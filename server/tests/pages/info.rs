//! The public page: whom to call, for everybody; no name unless somebody chose it (R048, R060).

crate::on_both_engines!(
    the_page_needs_no_sign_in_and_names_nobody,
    who_chose_to_be_found_is_named_while_on_duty,
    without_a_number_it_says_what_to_do_instead,
    an_intranet_shows_it_only_where_the_organisation_says,
    two_coordinators_lose_nothing,
    the_code_leads_to_the_page,
);

mod scenario {
    use axum::http::{StatusCode, header};
    use care::access::Role;

    use crate::support::{
        Fixture,
        pages::{Answer, Browser, House},
    };

    async fn change(browser: &Browser<'_>, number: &str, address: &str, frames: &str) -> Answer {
        let page = browser.get("/coordinate/info").await.ok();
        let was = page.body.split("name=\"was\" value=\"").nth(1).unwrap();
        let was = was.split('"').next().unwrap().replace("&#10;", "\n");
        let form = [
            ("was", was.as_str()),
            ("number", number),
            ("address", address),
            ("frames", frames),
        ];
        browser.post("/coordinate/info", &form).await
    }

    fn policy(answer: &Answer) -> &str {
        answer.headers[header::CONTENT_SECURITY_POLICY]
            .to_str()
            .unwrap()
    }

    pub async fn the_page_needs_no_sign_in_and_names_nobody(f: Fixture) {
        let house = House::new(f).await;
        let carla = house.person("Carla", &[Role::Coordinator]).await;
        let sanne = house.person("Sanne Hoekstra", &[Role::Supporter]).await;
        house.duty(&sanne, 8).await;
        let browser = house.sign_in(&carla);
        let changed = change(&browser, "088 - 123 45 67", "noord", "").await;
        assert_eq!(changed.flash(), "info-changed");
        for path in ["/info/noord".to_owned(), format!("/info/{}", house.org.id)] {
            let page = house.stranger().get(&path).await.ok();
            for words in [
                "Ambulance Noord",
                "tel:0881234567",
                "088 - 123 45 67",
                "0800-0113",
                "tel:112",
            ] {
                assert!(page.says(words), "{words}");
            }
            assert!(page.says("Er heeft iemand van het team dienst tot"));
            for hidden in ["Sanne", "06-12345678", sanne.as_str()] {
                assert!(!page.says(hidden), "{hidden}");
            }
            assert_eq!(page.headers[header::CACHE_CONTROL], "public, max-age=60");
            assert!(page.headers.get(header::SET_COOKIE).is_none());
            assert!(policy(&page).contains("frame-ancestors 'none'"));
        }
        let english = house.stranger().get("/info/noord?lang=en").await.ok();
        assert!(english.says("Call now") && english.says("lang=\"en\""));
        for nowhere in [
            "/info/zuid",
            "/info/",
            "/info/a",
            "/info/01890a5d-ac96-774b-bcce-b302099a8057",
        ] {
            assert_eq!(
                house.stranger().get(nowhere).await.status,
                StatusCode::NOT_FOUND
            );
        }
        house.wait(9);
        let page = house.stranger().get("/info/noord").await.ok();
        assert!(!page.says("dienst tot"));
    }

    pub async fn who_chose_to_be_found_is_named_while_on_duty(f: Fixture) {
        let house = House::new(f).await;
        let sanne = house.person("Sanne Hoekstra", &[Role::Supporter]).await;
        house.duty(&sanne, 8).await;
        let path = format!("/info/{}", house.org.id);
        let browser = house.sign_in(&sanne);
        let answer = browser.post("/support/found", &[("shown", "name")]).await;
        assert_eq!(answer.flash(), "info-found");
        let page = house.stranger().get(&path).await.ok();
        assert!(page.says("Sanne Hoekstra") && !page.says("06-12345678"));
        browser
            .post("/support/found", &[("shown", "number")])
            .await
            .location();
        let page = house.stranger().get(&path).await.ok();
        assert!(page.says("tel:0612345678"));
        // The undo of the second choice is the first one.
        browser.post("/support/found/name", &[]).await.location();
        assert!(
            !house
                .stranger()
                .get(&path)
                .await
                .ok()
                .says("tel:0612345678")
        );
        browser.post("/support/pause", &[]).await.location();
        assert!(!house.stranger().get(&path).await.ok().says("Sanne"));
        browser.post("/support/resume", &[]).await.location();
        house.wait(9);
        assert!(!house.stranger().get(&path).await.ok().says("Sanne"));
        let daan = house.person("Daan", &[]).await;
        let refused = house.sign_in(&daan).get("/support/found").await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND);
    }

    pub async fn without_a_number_it_says_what_to_do_instead(f: Fixture) {
        let house = House::new(f).await;
        let page = house
            .stranger()
            .get(&format!("/info/{}", house.org.id))
            .await
            .ok();
        assert!(page.says("Hier staat nog geen nummer"));
        assert!(page.says("Ik wil praten"));
        assert!(page.says("tel:112"));
    }

    pub async fn an_intranet_shows_it_only_where_the_organisation_says(f: Fixture) {
        let house = House::new(f).await;
        let carla = house.person("Carla", &[Role::Coordinator]).await;
        let path = format!("/info/{}/embed", house.org.id);
        let nobody = house.stranger().get(&path).await.ok();
        assert!(policy(&nobody).contains("frame-ancestors 'none'"));
        let browser = house.sign_in(&carla);
        let sites = "https://intranet.noord.nl\nhttps://portaal.noord.nl";
        change(&browser, "088 1234567", "", sites).await.location();
        let page = browser.get(&path).await.ok();
        let ancestors = "frame-ancestors https://intranet.noord.nl https://portaal.noord.nl;";
        assert!(policy(&page).contains(ancestors), "{}", policy(&page));
        assert!(page.headers.get(header::SET_COOKIE).is_none());
        assert!(!page.says("<script") && !page.says("<form") && !page.says("Carla"));
        // Only that page; everything else stays alone.
        for other in [format!("/info/{}", house.org.id), "/coordinate".to_owned()] {
            assert!(policy(&browser.get(&other).await).contains("frame-ancestors 'none'"));
        }
        for wrong in [
            "*",
            "http://noord.nl",
            "https://a.nl; script-src *",
            "javascript:1",
        ] {
            let refused = change(&browser, "088 1234567", "", wrong).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        }
        assert!(policy(&browser.get(&path).await).contains(ancestors));
    }

    pub async fn two_coordinators_lose_nothing(f: Fixture) {
        let house = House::new(f).await;
        let carla = house.person("Carla", &[Role::Coordinator]).await;
        let browser = house.sign_in(&carla);
        change(&browser, "088 111 11 11", "noord", "")
            .await
            .location();
        let late = [
            ("was", "||"),
            ("number", "088 222 22 22"),
            ("address", ""),
            ("frames", ""),
        ];
        let answer = browser.post("/coordinate/info", &late).await;
        assert_eq!(answer.status, StatusCode::CONFLICT);
        assert!(answer.says("088 222 22 22") && answer.says("088 111 11 11"));
        for (number, address) in [("bel mij", "noord"), ("088 1", "No Ord")] {
            let refused = change(&browser, number, address, "").await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(refused.says(number));
        }
        let other = house.fixture.organisation().await;
        let far = house
            .person_of(&other.id, "Far", &[Role::Coordinator])
            .await;
        let taken = change(&house.sign_in_to(&other.id, &far), "", "noord", "").await;
        assert_eq!(taken.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(taken.says("Een andere organisatie heeft dit adres"));
    }

    pub async fn the_code_leads_to_the_page(f: Fixture) {
        let house = House::new(f).await;
        let page = house
            .stranger()
            .get(&format!("/info/{}", house.org.id))
            .await
            .ok();
        let code = format!("/info/{}/code.svg", house.org.id);
        assert!(page.says(&format!("src=\"{code}\"")));
        let drawing = house.stranger().get(&code).await.ok();
        assert_eq!(drawing.headers[header::CONTENT_TYPE], "image/svg+xml");
        assert!(drawing.says("<svg") && !drawing.says("style="));
    }
}
