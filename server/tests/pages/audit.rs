//! What the access log tells about who sought help, once their cases are gone: nothing (R095).

crate::on_both_engines!(
    the_log_and_the_staff_list_name_no_one_who_sought_help,
    own_pages_stand_under_the_case_and_never_under_the_person,
    the_privacy_officer_turns_pages_and_sees_the_state,
);

mod scenario {
    use std::collections::{BTreeMap, BTreeSet};

    use care::{
        access::Role,
        ids::{CaseId, PersonId},
    };
    use sea_orm::{ConnectionTrait, FromQueryResult, Statement};
    use veer::audit::check::check;

    use crate::support::{Fixture, pages::House, raw};

    /// All that is kept of the people of the organisation.
    async fn staff(house: &House) -> BTreeMap<PersonId, Vec<String>> {
        #[derive(FromQueryResult)]
        struct Row {
            person_id: String,
            roster_id: String,
            pseudonym: String,
            name: String,
            phone: Option<String>,
        }
        let db = raw(&house.fixture.location).await;
        let sql = "SELECT person_id, roster_id, pseudonym, name, phone FROM people";
        let statement = Statement::from_string(db.get_database_backend(), sql);
        let rows = Row::find_by_statement(statement)
            .all(&db)
            .await
            .expect("people");
        let known = |row: Row| {
            let id = PersonId::new(&row.person_id);
            let all = [
                Some(row.person_id),
                Some(row.roster_id),
                Some(row.pseudonym),
                Some(row.name),
                row.phone,
            ];
            (
                id,
                all.into_iter()
                    .flatten()
                    .filter(|it| it.len() > 2)
                    .collect(),
            )
        };
        rows.into_iter().map(known).collect()
    }

    /// Everything that stays of the log after erasure, as one text per row.
    async fn remains(house: &House) -> Vec<String> {
        #[derive(FromQueryResult)]
        struct Row {
            text: String,
        }
        let db = raw(&house.fixture.location).await;
        let mut remains = Vec::new();
        for sql in [
            "SELECT actor || ' ' || on_behalf || ' ' || client || ' ' || action || ' ' || place \
             || ' ' || cases || ' ' || shown AS text FROM access_log",
            "SELECT shown || ' ' || case_pseudonym AS text FROM access_sets",
            "SELECT case_pseudonym AS text FROM access_cases",
            "SELECT handle || ' ' || month || ' ' || pseudonym AS text FROM case_pseudonyms",
        ] {
            let statement = Statement::from_string(db.get_database_backend(), sql);
            let rows = Row::find_by_statement(statement)
                .all(&db)
                .await
                .expect("rows");
            remains.extend(rows.into_iter().map(|row| row.text));
        }
        remains
    }

    /// Erases a case as retention does: its names in the log first, then all the rest.
    async fn erase(house: &House, case: &CaseId) {
        let tx = house.write().await;
        assert!(tx.forget_pseudonyms(case).await.expect("forgotten") > 0);
        tx.commit().await.expect("committed");
        let db = raw(&house.fixture.location).await;
        for table in ["case_events", "case_incidents", "cases"] {
            let sql = format!("DELETE FROM {table} WHERE case_id = '{}'", case.as_str());
            db.execute_unprepared(&sql).await.expect("erased");
        }
    }

    pub async fn the_log_and_the_staff_list_name_no_one_who_sought_help(f: Fixture) {
        let house = House::new(f).await;
        let daan = house.person("Daan Visser", &[]).await;
        let fatma = house.person("Fatma Yilmaz", &[]).await;
        // A supporter seeks help as well, and so does the coordinator.
        let sanne = house.person("Sanne de Boer", &[Role::Supporter]).await;
        let rob = house.person("Rob Dekker", &[Role::Coordinator]).await;
        let mo = house.person("Mo Haddad", &[Role::Supporter]).await;
        let jo = house.person("Jo Smit", &[]).await;
        let seekers = [&daan, &fatma, &sanne, &rob];
        for seeker in seekers {
            let browser = house.sign_in(seeker);
            browser.post("/me/ask", &[]).await.location();
            for page in ["/me", "/me/record", "/me/access", "/me/ties"] {
                browser.get(page).await.ok();
            }
        }
        // Somebody without a case looks as well, and leaves no name behind.
        for page in ["/me", "/me/record", "/me/access", "/me/ties"] {
            house.sign_in(&jo).get(page).await.ok();
        }
        let mut cases = Vec::new();
        let mut names = Vec::new();
        for seeker in seekers {
            let case = house.case_of(seeker).await;
            names.push(case.pseudonym.clone());
            names.push(case.id.as_str().to_owned());
            let address = format!("/support/case/{}", case.id.as_str());
            house.sign_in(&mo).get("/support").await.ok();
            house
                .sign_in(&mo)
                .post(&format!("{address}/take"), &[])
                .await
                .location();
            house.sign_in(&mo).get(&address).await.ok();
            house.sign_in(seeker).get("/me/record").await.ok();
            cases.push(case.id);
        }
        for viewer in [&rob, &sanne] {
            for page in ["/support", "/coordinate", "/me"] {
                house.sign_in(viewer).get(page).await;
            }
        }
        // A month goes by, and they look again.
        house.wait(24 * 31);
        for seeker in seekers {
            house.sign_in(seeker).get("/me").await.ok();
        }
        house.sign_in(&mo).get("/support").await.ok();
        let before = house.access_log().await.len();
        for case in &cases {
            erase(&house, case).await;
        }

        let (staff, remains) = (staff(&house).await, remains(&house).await);
        assert!(remains.len() > 30);
        let named: BTreeSet<&PersonId> = staff
            .iter()
            .filter(|(_, known)| {
                remains
                    .iter()
                    .any(|row| known.iter().any(|it| row.contains(it)))
            })
            .map(|(person, _)| person)
            .collect();
        // Who is named was at work: the supporter who took the cases, and who opened work pages.
        assert_eq!(named, BTreeSet::from([&mo, &rob, &sanne]));
        for row in &remains {
            let names_somebody = staff.values().flatten().any(|it| row.contains(it));
            let is_own = row.contains(" /me");
            assert!(!(names_somebody && is_own), "{row}");
            assert!(names.iter().all(|name| !row.contains(name)), "{row}");
        }
        assert!(
            !remains.iter().any(|row| row.contains("2026-")),
            "no mapping is left"
        );
        assert_eq!(house.access_log().await.len(), before, "the rows are");
        let org = &house.org.id;
        let checked = check(&house.fixture.store, org, &BTreeMap::new()).await;
        assert_eq!(checked.expect("checked").walked.findings.told, []);
    }

    pub async fn own_pages_stand_under_the_case_and_never_under_the_person(f: Fixture) {
        let house = House::new(f).await;
        let daan = house.person("Daan Visser", &[Role::Supporter]).await;
        let me = house.sign_in(&daan);
        me.get("/me").await.ok();
        me.post("/me/ask", &[]).await.location();
        me.get("/me").await.ok();
        me.get("/me/ties").await.ok();
        me.get("/support").await.ok();
        let log = house.read().await.access_after(0).await.expect("read");
        let of = |place: &str| {
            let row = log
                .iter()
                .rev()
                .find(|row| row.place == place)
                .expect("a row");
            (row.actor.as_str(), row.on_behalf.as_str())
        };
        assert_eq!(
            (log[0].actor.as_str(), log[0].on_behalf.as_str()),
            ("self", "colleague")
        );
        let case = log
            .iter()
            .find(|row| row.action == "opened")
            .expect("opened");
        assert_eq!(case.actor, case.cases[0]);
        assert_eq!(of("/me"), (case.actor.as_str(), "colleague"));
        assert_eq!(of("/me/ties"), (case.actor.as_str(), "colleague"));
        let person = house
            .read()
            .await
            .person(&daan)
            .await
            .expect("read")
            .expect("Daan");
        assert_eq!(of("/support"), (person.pseudonym.as_str(), "supporter"));
        assert!(
            me.get("/me/access")
                .await
                .ok()
                .says("Niemand heeft gekeken.")
        );
    }

    pub async fn the_privacy_officer_turns_pages_and_sees_the_state(f: Fixture) {
        let house = House::new(f).await;
        let officer = house.person("Pia", &[Role::PrivacyOfficer]).await;
        let browser = house.sign_in(&officer);
        for _ in 0..52 {
            browser.get("/me").await.ok();
        }
        let first = browser.get("/desk").await.ok();
        assert!(first.says("De keten is nog niet nagekeken") && first.says("Oudere regels"));
        assert!(first.says("een collega, op eigen pagina"));
        assert!(first.says("/desk?before=3#log"));
        let second = browser.get("/desk?before=3").await.ok();
        assert!(second.says("Nieuwste regels") && !second.says("Oudere regels"));
        let tx = house.write().await;
        tx.note_check(52, None, house.now()).await.expect("noted");
        tx.note_checkpoint(52, house.now()).await.expect("noted");
        tx.commit().await.expect("committed");
        let whole = browser.get("/desk").await.ok();
        assert!(whole.says("De keten klopt tot en met regel 52"));
        assert!(whole.says("Laatste ondertekende stand: regel 52"));
        let tx = house.write().await;
        tx.note_check(52, Some(17), house.now())
            .await
            .expect("noted");
        tx.commit().await.expect("committed");
        let browser = browser.in_language("en");
        let broken = browser.get("/desk").await.ok();
        assert!(broken.says("The chain does not fit from row 17 on"));
        let tx = house.write().await;
        let strange = veer::store::View {
            actor: veer::store::Actor::Person("p"),
            on_behalf: "nobody",
            client: "kettle",
            action: "no such thing",
            place: "/nowhere",
            cases: vec![],
        };
        tx.log_access(strange, house.now()).await.expect("logged");
        tx.commit().await.expect("committed");
        let desk = browser.get("/desk").await.ok();
        assert!(desk.says("did something else") && desk.says("another page"));
    }
}
