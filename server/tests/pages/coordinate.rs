//! The coordinator's board, assigning, practical help and what was set aside.

crate::on_both_engines!(
    the_board_shows_each_case_once_and_late_ones_first,
    ones_own_case_is_not_on_the_board,
    only_who_may_support_can_be_chosen,
    the_second_of_two_is_told,
    an_involved_supporter_is_replaced,
    for_everybody_else_there_is_nothing,
    practical_help_is_the_organisations_own,
    rows_set_aside_are_told_in_words,
    the_team_sees_where_it_is_thin,
);

mod scenario {
    use axum::http::StatusCode;
    use care::{access::Role, ids::PersonId, path::HandoverReason};
    use veer::store::QuarantineRow;

    use crate::support::{
        Fixture,
        pages::{Browser, House},
    };

    async fn coordinator(house: &House) -> PersonId {
        house.person("Rob", &[Role::Coordinator]).await
    }

    /// The case's name on the board.
    fn code(pseudonym: &str) -> String {
        let plain = pseudonym.chars().filter(char::is_ascii_alphanumeric);
        format!("Pad {}", plain.take(6).collect::<String>().to_uppercase())
    }

    async fn page_of(house: &House, colleague: &PersonId) -> String {
        format!(
            "/coordinate/case/{}",
            house.case_of(colleague).await.id.as_str()
        )
    }

    async fn assign(
        browser: &Browser<'_>,
        page: &str,
        supporter: &PersonId,
    ) -> crate::support::pages::Answer {
        let shown = browser.get(page).await.ok();
        let fields = [
            ("revision", shown.revision()),
            ("supporter", supporter.as_str()),
        ];
        browser.post(&format!("{page}/assign"), &fields).await
    }

    pub async fn the_board_shows_each_case_once_and_late_ones_first(f: Fixture) {
        let house = House::new(f).await;
        let rob = coordinator(&house).await;
        let browser = house.sign_in(&rob);
        assert!(
            browser
                .get("/coordinate")
                .await
                .ok()
                .says("Er loopt nu niets")
        );
        let daan = house.person("Daan Verhoef", &[]).await;
        house.incident(&[&daan]).await;
        house.wait(30);
        let fatma = house.person("Fatma Aydin", &[]).await;
        house.incident(&[&fatma]).await;
        let board = browser.get("/coordinate").await.ok();
        let daan = code(&house.case_of(&daan).await.pseudonym);
        let fatma = code(&house.case_of(&fatma).await.pseudonym);
        assert_eq!(board.body.matches(&daan).count(), 1);
        assert!(!board.says("Daan") && !board.says("Fatma"));
        let place = |text: &str| board.body.find(text).unwrap_or_else(|| panic!("{text}"));
        assert!(place("Te laat") < place(&daan));
        assert!(place(&daan) < place("Nog zonder opvanger"));
        assert!(place("Nog zonder opvanger") < place(&fatma));
        assert!(board.says("Ernstig voorval met een kind") && board.says("Op te pakken"));
        assert!(board.says(" uur te laat"), "{}", board.body);
        let log = house.access_log().await;
        let view = log.last().expect("a row");
        assert_eq!((view.place.as_str(), view.cases.len()), ("/coordinate", 2));
    }

    pub async fn ones_own_case_is_not_on_the_board(f: Fixture) {
        let house = House::new(f).await;
        let rob = coordinator(&house).await;
        house.incident(&[&rob]).await;
        let browser = house.sign_in(&rob);
        assert!(
            browser
                .get("/coordinate")
                .await
                .ok()
                .says("Er loopt nu niets")
        );
        assert_eq!(
            browser.get(&page_of(&house, &rob).await).await.status,
            StatusCode::NOT_FOUND
        );
    }

    pub async fn only_who_may_support_can_be_chosen(f: Fixture) {
        let house = House::new(f).await;
        let rob = coordinator(&house).await;
        let free = house.person("Sanne", &[Role::Supporter]).await;
        let there = house.person("Mo", &[Role::Supporter]).await;
        let unwanted = house.person("Kees", &[Role::Supporter]).await;
        let no_supporter = house.person("Iris", &[]).await;
        let daan = house.person("Daan", &[]).await;
        house.incident(&[&daan, &there]).await;
        let tx = house.write().await;
        tx.refuse_supporter(&daan, &unwanted, house.now())
            .await
            .expect("refused");
        tx.commit().await.expect("committed");
        let (browser, page) = (house.sign_in(&rob), page_of(&house, &daan).await);
        let shown = browser.get(&page).await.ok();
        assert!(shown.says("Sanne") && !shown.says("<span>Mo</span>") && !shown.says("Kees"));
        for other in [&there, &unwanted, &no_supporter, &daan] {
            let refused = assign(&browser, &page, other).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(refused.says("Deze collega kan dit niet oppakken"));
        }
        assert!(house.case_of(&daan).await.supporter.is_none());
        assert_eq!(
            assign(&browser, &page, &free).await.flash(),
            "coordinate-assigned"
        );
        assert_eq!(house.case_of(&daan).await.supporter, Some(free));
        assert!(browser.get("/coordinate").await.ok().says("Bij Sanne"));
    }

    pub async fn the_second_of_two_is_told(f: Fixture) {
        let house = House::new(f).await;
        let rob = coordinator(&house).await;
        let (sanne, mo) = (
            house.person("Sanne", &[Role::Supporter]).await,
            house.person("Mo", &[Role::Supporter]).await,
        );
        let daan = house.person("Daan", &[]).await;
        house.incident(&[&daan]).await;
        let (browser, page) = (house.sign_in(&rob), page_of(&house, &daan).await);
        let seen = browser.get(&page).await.ok().revision().to_owned();
        assign(&browser, &page, &sanne).await.location();
        let fields = [("revision", seen.as_str()), ("supporter", mo.as_str())];
        let late = browser.post(&format!("{page}/assign"), &fields).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        assert_eq!(house.case_of(&daan).await.supporter, Some(sanne));
        let broken = browser
            .post(
                &format!("{page}/assign"),
                &[("revision", "x"), ("supporter", "")],
            )
            .await;
        assert!(broken.status.is_client_error());
    }

    pub async fn an_involved_supporter_is_replaced(f: Fixture) {
        let house = House::new(f).await;
        let rob = coordinator(&house).await;
        let (sanne, mo) = (
            house.person("Sanne", &[Role::Supporter]).await,
            house.person("Mo", &[Role::Supporter]).await,
        );
        let daan = house.person("Daan", &[]).await;
        let incident = house.incident(&[&daan]).await;
        let (browser, page) = (house.sign_in(&rob), page_of(&house, &daan).await);
        assign(&browser, &page, &sanne).await.location();
        house.expose(&incident, &[&sanne]).await;
        let due = house.case_of(&daan).await.case.handover_due.expect("due");
        assert_eq!(due.reason, HandoverReason::Involved);
        let board = browser.get("/coordinate").await.ok();
        assert!(board.says("Over te dragen") && board.says("Van Sanne naar iemand anders"));
        let shown = browser.get(&page).await.ok();
        assert!(shown.says("Draag over") && !shown.says("was erbij"));
        assert_eq!(
            assign(&browser, &page, &mo).await.flash(),
            "coordinate-assigned"
        );
        let case = house.case_of(&daan).await;
        assert_eq!((case.supporter, case.case.handover_due), (Some(mo), None));
    }

    pub async fn for_everybody_else_there_is_nothing(f: Fixture) {
        let house = House::new(f).await;
        let daan = house.person("Daan", &[]).await;
        house.incident(&[&daan]).await;
        let page = page_of(&house, &daan).await;
        let others = [
            Role::Supporter,
            Role::Manager,
            Role::Dispatcher,
            Role::Hr,
            Role::PrivacyOfficer,
        ];
        for role in others.into_iter().chain([Role::Administrator]) {
            let person = house.person(role.code(), &[role]).await;
            let browser = house.sign_in(&person);
            for path in ["/coordinate", "/coordinate/help", page.as_str()] {
                assert_eq!(
                    browser.get(path).await.status,
                    StatusCode::NOT_FOUND,
                    "{role} {path}"
                );
            }
            let fields = [("revision", "1"), ("supporter", person.as_str())];
            let answer = browser.post(&format!("{page}/assign"), &fields).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{role}");
            let answer = browser
                .post("/coordinate/help", &[("nl", "Taxi"), ("en", "Taxi")])
                .await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{role}");
            let sees_rows = role == Role::Administrator;
            let rows = browser.get("/coordinate/quarantine").await.status;
            assert_eq!(rows == StatusCode::OK, sees_rows, "{role}");
        }
        let other = house.fixture.organisation().await.id;
        let stranger = house.person_of(&other, "Ans", &[Role::Coordinator]).await;
        let stranger = house.sign_in_to(&other, &stranger);
        assert_eq!(stranger.get(&page).await.status, StatusCode::NOT_FOUND);
    }

    pub async fn practical_help_is_the_organisations_own(f: Fixture) {
        let house = House::new(f).await;
        let rob = coordinator(&house).await;
        let browser = house.sign_in(&rob);
        let home = "/coordinate/help";
        assert!(browser.get(home).await.ok().says("Vervoer naar huis"));
        let taxi = [("nl", " Een taxi "), ("en", "A taxi")];
        assert_eq!(
            browser.post(home, &taxi).await.flash(),
            "coordinate-help-added"
        );
        browser.post(home, &taxi).await.location();
        let items = house.read().await.practical_help().await.expect("read");
        let item = items.last().expect("an item").clone();
        assert_eq!((items.len(), item.label_nl.as_str()), (6, "Een taxi"));
        let bad = browser
            .post(home, &[("nl", "Alleen Nederlands"), ("en", " ")])
            .await;
        assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(bad.says("Vul een naam in beide talen in") && bad.says("Alleen Nederlands"));
        let path = format!("{home}/{}", item.help_id);
        let renamed = browser
            .post(&path, &[("nl", "Een rit"), ("en", "A ride")])
            .await;
        assert_eq!(renamed.flash(), "coordinate-help-renamed");
        assert!(browser.get(home).await.ok().says("Een rit"));
        let removed = browser.post(&format!("{path}/remove"), &[]).await;
        assert_eq!(removed.flash(), "coordinate-help-removed");
        // Only what changed still names it.
        assert!(!browser.get(home).await.ok().says("<summary>Een rit"));
        browser
            .post(&format!("{path}/restore"), &[])
            .await
            .location();
        assert!(browser.get(home).await.ok().says("<summary>Een rit"));
        let gone = browser
            .post(&format!("{home}/none"), &[("nl", "a"), ("en", "b")])
            .await;
        assert_eq!(gone.status, StatusCode::NOT_FOUND);
    }

    pub async fn rows_set_aside_are_told_in_words(f: Fixture) {
        let house = House::new(f).await;
        let rob = coordinator(&house).await;
        let row = QuarantineRow {
            quarantine_id: "row".to_owned(),
            source: "meldkamer".to_owned(),
            digest: "0123456789abcdef".to_owned(),
            byte_from: 120,
            byte_to: 180,
            line: 7,
            reason: "time-does-not-exist".to_owned(),
            fields: r#"{"id":"26-000777"}"#.to_owned(),
        };
        let tx = house.write().await;
        tx.quarantine(&[row], house.now()).await.expect("set aside");
        tx.commit().await.expect("committed");
        let browser = house.sign_in(&rob);
        assert!(
            browser
                .get("/coordinate")
                .await
                .ok()
                .says("/coordinate/quarantine")
        );
        let page = browser.get("/coordinate/quarantine").await.ok();
        for told in [
            "De klok sloeg deze tijd over",
            "meldkamer",
            "regel 7",
            "26-000777",
            "bytes 120 tot 180",
        ] {
            assert!(page.says(told), "{told}");
        }
    }

    pub async fn the_team_sees_where_it_is_thin(f: Fixture) {
        let house = House::new(f).await;
        let rob = coordinator(&house).await;
        let browser = house.sign_in(&rob);
        let board = browser.get("/coordinate").await.ok();
        assert!(board.says("14 dagen") && board.says("Niemand van het team werkt hier."));
        assert!(board.says("Er zit nog niemand in het opvangteam"));
        let sanne = house.person("Sanne", &[Role::Supporter]).await;
        house.duty(&sanne, 24 * 14).await;
        let board = browser.get("/coordinate").await.ok();
        assert!(board.says("De komende veertien dagen zijn gedekt"));
        assert!(!board.says("Niemand van het team werkt hier."));
        assert!(!board.says("Er zit nog niemand in het opvangteam"));
        let tx = house.write().await;
        tx.set_pause(&sanne, Some(house.now()))
            .await
            .expect("paused");
        tx.commit().await.expect("committed");
        assert!(
            browser
                .get("/coordinate")
                .await
                .ok()
                .says("nu niet geschoold of niet beschikbaar")
        );
    }
}
