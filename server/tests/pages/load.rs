//! What supporters carry: a picture for oneself, a band for the coordinator, limits as a document.

crate::on_both_engines!(
    a_supporter_sees_it_all_and_the_coordinator_a_band,
    nobody_sees_that_a_supporter_has_a_path_of_their_own,
    limits_are_adopted_and_then_keep_a_case_away,
    a_pause_takes_one_out_at_once,
);

mod scenario {
    use axum::http::StatusCode;
    use care::{access::Role, path::Requester};

    use crate::support::{
        Fixture,
        pages::{Answer, Browser, House},
    };

    const LOAD: &str = "/coordinate/load";

    /// The values of the form as they are by default, with these limits.
    fn values<'a>(soft: &'a str, hard: &'a str, most: &'a str) -> Vec<(&'a str, &'a str)> {
        vec![
            ("seen", "0"),
            ("load-soft-cap", soft),
            ("load-hard-cap", hard),
            ("load-most-open-cases", most),
            ("load-rest-days", ""),
            ("load-window-days", "56"),
            ("load-half-life-days", "14"),
            ("load-talk", "1000"),
            ("load-page", "500"),
            ("load-night", "500"),
            ("load-own", "1000"),
            ("load-heard", "500"),
            ("load-heavy", "2000"),
        ]
    }

    async fn adopt(browser: &Browser<'_>, fields: &[(&str, &str)]) -> Answer {
        let kept = browser.post(LOAD, fields).await;
        assert_eq!(kept.flash(), "document-kept");
        let page = browser.get(&format!("{LOAD}/preview")).await.ok();
        let mark = "name=\"seen\" value=\"";
        let from = page.body.find(mark).expect("what was seen") + mark.len();
        let seen: String = page.body[from..]
            .chars()
            .take_while(|c| *c != '"')
            .collect();
        let fields = [("seen", seen.as_str()), ("why", "Afgesproken in het team")];
        browser.post(&format!("{LOAD}/adopt"), &fields).await
    }

    pub async fn a_supporter_sees_it_all_and_the_coordinator_a_band(f: Fixture) {
        let house = House::new(f).await;
        let rob = house.person("Rob", &[Role::Coordinator]).await;
        let sanne = house.person("Sanne", &[Role::Supporter]).await;
        let own = house.sign_in(&sanne);
        let page = own.get("/support/load").await.ok();
        assert!(
            page.says("Er zijn geen grenzen afgesproken."),
            "{}",
            page.body
        );
        house.incident(&[&sanne]).await;
        let page = own.get("/support/load").await.ok();
        assert!(page.says("Gebeurtenissen waar je zelf bij was") && page.says("1,0"));
        let browser = house.sign_in(&rob);
        let team = browser.get("/coordinate/team").await.ok();
        assert!(team.says("Sanne") && team.says("Jullie spraken geen grenzen af."));
        assert!(!team.says("1,0"));
        assert_eq!(
            browser.get("/support/load").await.status,
            StatusCode::NOT_FOUND
        );
        assert_eq!(
            own.get("/coordinate/team").await.status,
            StatusCode::NOT_FOUND
        );
    }

    pub async fn nobody_sees_that_a_supporter_has_a_path_of_their_own(f: Fixture) {
        let house = House::new(f).await;
        let rob = house.person("Rob", &[Role::Coordinator]).await;
        let [sanne, joost] = [
            house.person("Sanne", &[Role::Supporter]).await,
            house.person("Joost", &[Role::Supporter]).await,
        ];
        let daan = house.person("Daan", &[]).await;
        let browser = house.sign_in(&rob);
        let done = adopt(&browser, &values("1000", "2000", "3")).await;
        assert_eq!(done.flash(), "document-adopted");
        house.incident(&[&daan]).await;
        let case = house.case_of(&daan).await;
        let assign = format!("/coordinate/case/{}", case.id.as_str());
        let shown = async |browser: &Browser<'_>, path: &str| {
            let body = browser.get(path).await.ok().body;
            let from = body.find("<main").expect("a page");
            let until = body.find("</main").expect("a page");
            body[from..until].to_owned()
        };
        let colleague = house.sign_in(&joost);
        let before = [
            shown(&browser, "/coordinate/team").await,
            shown(&browser, &assign).await,
            shown(&colleague, "/support/load").await,
        ];
        house.ask(&sanne, Requester::Self_).await;
        let after = [
            shown(&browser, "/coordinate/team").await,
            shown(&browser, &assign).await,
            shown(&colleague, "/support/load").await,
        ];
        assert_eq!(before, after);
        assert!(before[0].contains("Sanne") && before[0].contains("Ruimte"));
    }

    pub async fn limits_are_adopted_and_then_keep_a_case_away(f: Fixture) {
        let house = House::new(f).await;
        let rob = house.person("Rob", &[Role::Coordinator]).await;
        let sanne = house.person("Sanne", &[Role::Supporter]).await;
        let [daan, fatma] = [
            house.person("Daan", &[]).await,
            house.person("Fatma", &[]).await,
        ];
        let browser = house.sign_in(&rob);
        let refused = browser.post(LOAD, &values("3000", "2000", "")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.says("De harde grens is minstens één gesprek"));
        let refused = browser.post(LOAD, &values("veel", "", "")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.says("value=\"veel\""));
        let done = adopt(&browser, &values("", "", "1")).await;
        assert_eq!(done.flash(), "document-adopted");
        house.incident(&[&daan]).await;
        house.incident(&[&fatma]).await;
        let take = async |who| {
            let case = house.case_of(who).await.id;
            let path = format!("/support/case/{}/take", case.as_str());
            house.sign_in(&sanne).post(&path, &[]).await
        };
        take(&daan).await.location();
        let refused = take(&fatma).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let team = browser.get("/coordinate/team").await.ok();
        assert!(team.says("Niet nu"));
        let own = house.sign_in(&sanne).get("/support/load").await.ok();
        assert!(own.says("Met 1 open opvang krijg je er geen bij."));
        // The signal still shows, without a button; what runs is still hers.
        let home = house.sign_in(&sanne).get("/support").await.ok();
        assert!(home.says("Fatma") && !home.says("Neem over"));
    }

    pub async fn a_pause_takes_one_out_at_once(f: Fixture) {
        let house = House::new(f).await;
        let rob = house.person("Rob", &[Role::Coordinator]).await;
        let sanne = house.person("Sanne", &[Role::Supporter]).await;
        let daan = house.person("Daan", &[]).await;
        house.duty(&sanne, 8).await;
        house.incident(&[&daan]).await;
        let case = house.case_of(&daan).await;
        let assign = format!("/coordinate/case/{}", case.id.as_str());
        let browser = house.sign_in(&rob);
        let team = browser.get("/coordinate/team").await.ok();
        assert!(team.says("Heeft dienst"));
        let shown = browser.get(&assign).await.ok();
        assert!(shown.says("Sanne") && shown.says("heeft nu dienst"));
        let paused = house.sign_in(&sanne).post("/support/pause", &[]).await;
        assert_eq!(paused.flash(), "support-paused");
        assert!(!browser.get(&assign).await.ok().says("Sanne"));
        assert!(browser.get("/coordinate/team").await.ok().says("Pauzeert"));
    }
}
