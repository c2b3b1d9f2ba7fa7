//! What people see of retention: the warning, their copy, their wish to erase, the periods.

crate::on_both_engines!(
    both_are_told_before_notes_go_and_see_when_they_are_gone,
    a_copy_holds_what_is_ones_own_and_nothing_of_another,
    a_person_erases_what_nobody_else_needs,
    the_privacy_officer_keeps_the_periods,
    nobody_else_finds_the_periods,
);

mod scenario {
    use axum::http::StatusCode;
    use care::{
        access::Role,
        ids::{CaseId, PersonId},
        path::{ClosingReason, Requester},
    };
    use sea_orm::{ConnectionTrait, Database, Statement};
    use veer::{
        retention,
        store::{FILE, Location},
    };

    use crate::support::{Fixture, pages::House};

    const DAY: i64 = 24;

    /// A closed case with a sealed note in it.
    async fn closed(house: &House, person: &PersonId, supporter: &PersonId) -> CaseId {
        let id = house.ask(person, Requester::Self_).await;
        let (tz, now, by) = (&house.org.time_zone, house.now(), supporter.clone());
        let tx = house.write().await;
        tx.decide_case(&id, None, None, "assigned", now, tz, |case| case.assign(by))
            .await
            .unwrap();
        tx.decide_case(&id, None, None, "closed", now, tz, |case| {
            case.close(ClosingReason::Declined, now)
        })
        .await
        .unwrap();
        tx.commit().await.unwrap();
        let url = match &house.fixture.location {
            Location::Folder(folder) => format!("sqlite://{}", folder.join(FILE).display()),
            Location::Url(url) => url.clone(),
        };
        let database = Database::connect(url).await.unwrap();
        let sql = "INSERT INTO sealed_notes (org_id, circle_id, note_id, revision, slot, generation, author_id, body, at) \
                   VALUES ($1, $2, 'n', 1, 'talk-1', 1, $3, 'age', $4)";
        let values = [
            house.org.id.as_str().into(),
            id.as_str().into(),
            supporter.as_str().into(),
            now.millis().into(),
        ];
        let backend = database.get_database_backend();
        database
            .execute_raw(Statement::from_sql_and_values(backend, sql, values))
            .await
            .unwrap();
        database.close().await.unwrap();
        id
    }

    async fn night(house: &House) -> retention::Done {
        let (store, now) = (&house.fixture.store, house.now());
        retention::round(store, &house.org, now, house.clock.real_now())
            .await
            .unwrap()
    }

    pub async fn both_are_told_before_notes_go_and_see_when_they_are_gone(f: Fixture) {
        let house = House::new(f).await;
        let daan = house.person("Daan", &[]).await;
        let sanne = house.person("Sanne", &[Role::Supporter]).await;
        let case = closed(&house, &daan, &sanne).await;
        let page = format!("/support/case/{}", case.as_str());
        let told = "worden de notities";
        assert!(!house.sign_in(&daan).get("/me").await.ok().says(told));
        house.wait(80 * DAY);
        assert_eq!(night(&house).await.told, 1);
        for (who, path) in [
            (&daan, "/me"),
            (&daan, "/me/record"),
            (&sanne, page.as_str()),
        ] {
            let answer = house.sign_in(who).get(path).await.ok();
            assert!(answer.says(told), "{path}");
        }
        let home = house.sign_in(&sanne).get("/support").await.ok();
        assert!(home.says("Notities gaan op") && !home.says("Daan"));
        let english = house.sign_in(&daan).in_language("en").get("/me").await.ok();
        assert!(english.says("the notes of your talks are erased"));
        house.wait(14 * DAY);
        assert_eq!(night(&house).await.notes, 1);
        let record = house.sign_in(&daan).get("/me/record").await.ok();
        assert!(
            record.says("Notities van gesprekken")
                && record.says("Weg uit de laatste reservekopie op")
        );
        assert!(!record.says(told));
        house.wait(40 * DAY);
        night(&house).await;
        let record = house.sign_in(&daan).get("/me/record").await.ok();
        assert!(
            !record.says("Weg uit de laatste reservekopie op"),
            "and then the receipt goes too"
        );
    }

    pub async fn a_copy_holds_what_is_ones_own_and_nothing_of_another(f: Fixture) {
        let house = House::new(f).await;
        let daan = house.person("Daan", &[]).await;
        let mo = house.person("Mo", &[]).await;
        let sanne = house.person("Sanne", &[Role::Supporter]).await;
        let case = closed(&house, &daan, &sanne).await;
        let tx = house.write().await;
        tx.declare_tie(&mo, &daan).await.unwrap();
        tx.refuse_supporter(&mo, &sanne, house.now()).await.unwrap();
        tx.commit().await.unwrap();
        let browser = house.sign_in(&daan);
        let page = browser.get("/me/record/copy").await.ok();
        assert!(page.says("06-12345678") && page.says("Verzegelde notities over je gesprekken"));
        assert!(!page.says("Sanne") && !page.says(mo.as_str()));
        let file = browser.get("/me/record/copy.json").await.ok();
        assert!(
            file.headers["content-disposition"]
                .to_str()
                .unwrap()
                .starts_with("attachment")
        );
        let copy: serde_json::Value = serde_json::from_str(&file.body).unwrap();
        assert_eq!(copy["format"], "veer-person/1");
        assert_eq!(copy["held"]["person"][0]["name"], "Daan");
        assert_eq!(copy["held"]["person"][0]["active"], true);
        assert_eq!(copy["held"]["case"][0]["case_id"], case.as_str());
        assert_eq!(
            copy["held"]["case"][0]["state"]["closed"]["reason"],
            "declined"
        );
        assert_eq!(copy["held"]["notes"][0]["slot"], "talk-1");
        assert!(copy["held"]["tie"].as_array().unwrap().is_empty());
        assert!(!file.says(mo.as_str()), "whom another named stays theirs");
        // Nobody is let into a log of who was concerned: acts on the case carry no actor.
        assert!(copy["held"]["case-history"][0]["actor_id"].is_null());
        let sanne = house.sign_in(&sanne).get("/me/record/copy.json").await.ok();
        assert!(
            !sanne.says(daan.as_str()) && !sanne.says(mo.as_str()),
            "nor is a colleague in a supporter's copy"
        );
        assert_eq!(
            house.stranger().get("/me/record/copy.json").await.status,
            StatusCode::SEE_OTHER
        );
    }

    pub async fn a_person_erases_what_nobody_else_needs(f: Fixture) {
        let house = House::new(f).await;
        let daan = house.person("Daan", &[]).await;
        let sanne = house.person("Sanne", &[Role::Supporter]).await;
        let empty = house.sign_in(&daan).get("/me/record/erase").await.ok();
        assert!(empty.says("niets dat je meteen kunt laten wissen"));
        let case = closed(&house, &daan, &sanne).await;
        house.incident(&[&daan]).await;
        house.wait(60 * DAY);
        house.incident(&[&daan]).await;
        let tx = house.write().await;
        tx.declare_tie(&daan, &sanne).await.unwrap();
        tx.commit().await.unwrap();
        let browser = house.sign_in(&daan);
        let page = browser.get("/me/record/erase").await.ok();
        assert!(page.says("De notities van") && page.says("Je privérelaties (1)"));
        assert!(page.says("Wat nu niet weg kan, en waarom"));
        let unsure = browser
            .post("/me/record/erase", &[("notes", "yes"), ("ties", "yes")])
            .await;
        assert_eq!(unsure.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(unsure.says("Er is nog niets gewist"));
        let sure = [
            ("notes", "yes"),
            ("ties", "yes"),
            ("exposures", "yes"),
            ("sure", "yes"),
        ];
        let done = browser.post("/me/record/erase", &sure).await;
        assert_eq!(
            (done.location(), done.flash()),
            ("/me/record", "erased-own")
        );
        let record = browser.get("/me/record").await.ok();
        for what in ["Notities van gesprekken", "Privérelaties"] {
            assert!(record.says(what), "{what}");
        }
        assert!(
            !record.says("Gebeurtenissen van langer geleden"),
            "nothing of them went, so nothing is said to have gone"
        );
        let tx = house.read().await;
        assert!(tx.sealed_endings_of(&daan).await.unwrap().is_empty());
        assert!(tx.declared_ties(&daan).await.unwrap().is_empty());
        assert!(
            tx.case(&case).await.unwrap().is_some(),
            "that there was a case stays"
        );
        assert_eq!(
            tx.erasable_exposures(&daan, house.now().plus(jiff::SignedDuration::from_hours(1)))
                .await
                .unwrap(),
            0,
            "what is left carries an open case"
        );
        drop(tx);
        let acts: Vec<String> = house
            .access_log()
            .await
            .into_iter()
            .map(|entry| entry.action)
            .collect();
        assert!(acts.contains(&"erased-own".to_owned()));
    }

    pub async fn the_privacy_officer_keeps_the_periods(f: Fixture) {
        let house = House::new(f).await;
        let ilse = house.person("Ilse", &[Role::PrivacyOfficer]).await;
        let daan = house.person("Daan", &[]).await;
        let sanne = house.person("Sanne", &[Role::Supporter]).await;
        closed(&house, &daan, &sanne).await;
        house.wait(70 * DAY);
        let browser = house.sign_in(&ilse);
        assert!(browser.get("/desk").await.ok().says("/desk/retention"));
        let page = browser.get("/desk/retention").await.ok();
        assert!(page.says("90 dagen na het afsluiten") && page.says("minder dan 5"));
        assert!(!page.says("Daan") && !page.says("Sanne"));
        for (days, why, says) in [
            ("3", "OR", "30 tot 365 dagen"),
            ("60", " ", "Schrijf op waarom"),
            ("veel", "OR", "Kies een soort"),
        ] {
            let fields = [("kind", "notes"), ("days", days), ("why", why)];
            let refused = browser.post("/desk/retention", &fields).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(refused.says(says), "{says}");
        }
        let fields = [
            ("kind", "notes"),
            ("days", "60"),
            ("why", "OR, 3 maart 2026"),
        ];
        let changed = browser.post("/desk/retention", &fields).await;
        assert_eq!(
            (changed.location(), changed.flash()),
            ("/desk/retention", "retention-changed")
        );
        let page = browser.get("/desk/retention").await.ok();
        assert!(page.says("Versie 1: OR, 3 maart 2026") && page.says("60 dagen na het afsluiten"));
        // Already past the shorter period: told first all the same.
        let done = night(&house).await;
        assert_eq!((done.notes, done.told), (0, 1));
        house.wait(15 * DAY);
        assert_eq!(night(&house).await.notes, 1);
    }

    pub async fn nobody_else_finds_the_periods(f: Fixture) {
        let house = House::new(f).await;
        for role in [
            Role::Supporter,
            Role::Coordinator,
            Role::Manager,
            Role::Administrator,
            Role::Hr,
        ] {
            let person = house.person("Mo", &[role]).await;
            let browser = house.sign_in(&person);
            assert_eq!(
                browser.get("/desk/retention").await.status,
                StatusCode::NOT_FOUND
            );
            let fields = [("kind", "notes"), ("days", "60"), ("why", "x")];
            let answer = browser.post("/desk/retention", &fields).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND);
        }
    }
}
