//! Links that nobody used yet: seen, withdrawn, and on paper with a code for a camera (R109).

crate::on_both_engines!(
    an_open_link_is_seen_and_withdrawn,
    the_list_goes_on_from_page_to_page,
    a_letter_carries_a_code,
    who_gives_no_links_sees_none,
);

mod scenario {
    use axum::http::StatusCode;
    use care::access::Role;

    use crate::support::{
        Fixture,
        pages::{Answer, House},
    };

    /// The path of the link that a page shows.
    fn link(page: &Answer) -> String {
        let (_, rest) = page.body.split_once("/invitation/").expect("a link");
        format!("/invitation/{}", rest.split('"').next().unwrap())
    }

    pub async fn an_open_link_is_seen_and_withdrawn(f: Fixture) {
        let house = House::new(f).await;
        let admin = house.person("Ada", &[Role::Administrator]).await;
        let name = format!("{} 李", "محمد ".repeat(39));
        let daan = house.person(&name, &[]).await;
        let browser = house.sign_in(&admin);
        let at = format!("/desk/people/{}", daan.as_str());
        assert!(!browser.get(&at).await.ok().says("Er staat een link open"));
        assert!(
            browser
                .get("/desk/invite")
                .await
                .ok()
                .says("Er staat geen link open.")
        );
        let made = browser
            .post("/desk/invite", &[("person", daan.as_str())])
            .await
            .ok();
        let path = link(&made);
        assert!(house.stranger().get(&path).await.status == StatusCode::OK);
        for place in [at.as_str(), "/desk/invite"] {
            let page = browser.get(place).await.ok();
            assert!(
                page.says("Trek de link in") && page.says(name.trim()),
                "{place}"
            );
            assert!(page.says("niet terug te draaien"), "it says so beforehand");
            assert!(
                !page.says("/invitation/"),
                "the link itself is kept nowhere"
            );
        }
        let withdraw = format!("{at}/withdraw");
        let gone = browser.post(&withdraw, &[("from", "list")]).await;
        assert_eq!(
            (gone.flash(), gone.location()),
            ("desk-link-withdrawn", "/desk/invite#open")
        );
        assert_ne!(house.stranger().get(&path).await.status, StatusCode::OK);
        let twice = browser.post(&withdraw, &[]).await;
        assert_eq!(
            (twice.flash(), twice.location()),
            ("desk-link-gone", at.as_str())
        );
        let log = house.access_log().await;
        let rows = log
            .iter()
            .filter(|row| row.action == "invitation-withdrawn");
        assert_eq!(rows.count(), 1, "what changed nothing is no row");
        assert!(
            browser
                .get("/desk/invite")
                .await
                .ok()
                .says("Er staat geen link open.")
        );
        for nowhere in ["01890a5d-ac96-774b-bcce-b302099a8057", "x", "%00"] {
            let at = format!("/desk/people/{nowhere}/withdraw");
            assert_eq!(
                browser.post(&at, &[]).await.status,
                StatusCode::NOT_FOUND,
                "{nowhere}"
            );
        }
    }

    pub async fn the_list_goes_on_from_page_to_page(f: Fixture) {
        let house = House::new(f).await;
        let admin = house.person("Ada", &[Role::Administrator]).await;
        let tx = house.write().await;
        let ends = house
            .clock
            .real_now()
            .plus(jiff::SignedDuration::from_hours(24));
        let mut people = Vec::new();
        for n in 0..60 {
            let mut draft = crate::support::person(&format!("P{n:02}"), &[]);
            draft.roster_id = format!("p-{n}");
            people.push(draft);
        }
        tx.save_people(&people).await.unwrap();
        for (n, draft) in people.iter().enumerate() {
            // All at one moment, as when they are made together.
            tx.invite(&format!("key-{n}"), &draft.id, ends)
                .await
                .unwrap();
        }
        tx.commit().await.unwrap();
        let browser = house.sign_in(&admin);
        let first = browser.get("/desk/invite").await.ok();
        assert_eq!(
            first.body.matches("name=\"from\" value=\"list\"").count(),
            50
        );
        let (_, rest) = first.body.split_once("/desk/invite?").unwrap();
        let next = rest.split('#').next().unwrap().replace("&amp;", "&");
        let second = browser.get(&format!("/desk/invite?{next}")).await.ok();
        assert_eq!(
            second.body.matches("name=\"from\" value=\"list\"").count(),
            10
        );
        for draft in &people {
            let at = format!("/desk/people/{}\"", draft.id.as_str());
            let both = [&first, &second].map(|page| page.says(&at));
            assert_eq!(both.iter().filter(|it| **it).count(), 1, "each once");
        }
        browser.get("/desk/invite?ends=x&after=").await.ok();
    }

    pub async fn a_letter_carries_a_code(f: Fixture) {
        let house = House::new(f).await;
        let admin = house.person("Ada", &[Role::Administrator]).await;
        let daan = house.person("Daan", &[]).await;
        let browser = house.sign_in(&admin);
        let one = browser
            .post("/desk/invite", &[("person", daan.as_str())])
            .await
            .ok();
        assert!(one.says("src=\"data:image/bmp;base64,"), "{}", one.body);
        let letters = browser
            .post("/desk/invite/all", &[("as", "page")])
            .await
            .ok();
        assert_eq!(letters.body.matches("data:image/bmp;base64,").count(), 2);
        let file = browser
            .post("/desk/invite/all", &[("as", "file")])
            .await
            .ok();
        assert!(!file.says("data:image"));
    }

    pub async fn who_gives_no_links_sees_none(f: Fixture) {
        let house = House::new(f).await;
        let admin = house.person("Ada", &[Role::Administrator]).await;
        let daan = house.person("Daan", &[]).await;
        let browser = house.sign_in(&admin);
        browser
            .post("/desk/invite", &[("person", daan.as_str())])
            .await
            .ok();
        let at = format!("/desk/people/{}", daan.as_str());
        for role in [
            Role::Hr,
            Role::Coordinator,
            Role::Manager,
            Role::Supporter,
            Role::PrivacyOfficer,
        ] {
            let person = house.person(role.code(), &[role]).await;
            let browser = house.sign_in(&person);
            let refused = browser.post(&format!("{at}/withdraw"), &[]).await;
            assert_eq!(refused.status, StatusCode::NOT_FOUND, "{role}");
            assert!(
                !browser.get(&at).await.says("Er staat een link open"),
                "{role}"
            );
        }
        assert!(browser.get(&at).await.ok().says("Er staat een link open"));
    }
}
