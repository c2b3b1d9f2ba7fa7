//! A staff number given by hand, and an account that becomes one with an entry of the roster (R109).

crate::on_both_engines!(
    a_free_number_is_given_and_changed,
    the_first_administrator_becomes_one_with_the_roster,
    of_two_who_have_a_past_none_goes,
    what_changed_meanwhile_is_shown_again,
    only_who_gives_roles_gives_numbers,
);

mod scenario {
    use axum::http::StatusCode;
    use care::{access::Role, ids::PersonId, path::Requester};

    use crate::support::{
        Fixture,
        pages::{Answer, Browser, House},
    };

    async fn number(house: &House, person: &PersonId) -> String {
        let found = house.read().await.person(person).await.unwrap();
        found.unwrap().roster_id
    }

    fn hidden(page: &Answer, name: &str) -> String {
        let mark = format!("name=\"{name}\" value=\"");
        let (_, rest) = page.body.rsplit_once(&mark).expect("the field");
        rest.split('"').next().unwrap().to_owned()
    }

    /// Types a number on the page of a person.
    async fn typed(house: &House, browser: &Browser<'_>, person: &PersonId, wish: &str) -> Answer {
        let was = number(house, person).await;
        let at = format!("/desk/people/{}/number", person.as_str());
        browser.post(&at, &[("was", &was), ("number", wish)]).await
    }

    async fn join(browser: &Browser<'_>, person: &PersonId, preview: &Answer) -> Answer {
        let (number, seen) = (hidden(preview, "number"), hidden(preview, "seen"));
        let at = format!("/desk/people/{}/join", person.as_str());
        let form = [("number", number.as_str()), ("seen", seen.as_str())];
        browser.post(&at, &form).await
    }

    /// An administrator who signed in, as the set-up makes them.
    async fn admin(house: &House) -> PersonId {
        let ada = house.person("Ada", &[Role::Administrator]).await;
        let tx = house.write().await;
        tx.set_passphrase(&ada, "a hash").await.unwrap();
        tx.commit().await.unwrap();
        ada
    }

    pub async fn a_free_number_is_given_and_changed(f: Fixture) {
        let house = House::new(f).await;
        let ada = admin(&house).await;
        let browser = house.sign_in(&ada);
        let long = "9".repeat(65);
        for bad in ["", "  ", "a\u{0}b", "a\u{7}b", &long] {
            let refused = typed(&house, &browser, &ada, bad).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{bad:?}");
            assert!(refused.says("1 tot 64 tekens"));
        }
        for good in ["1001", "رقم-٧", "  1001b "] {
            assert_eq!(
                typed(&house, &browser, &ada, good).await.flash(),
                "desk-number-changed"
            );
            assert_eq!(number(&house, &ada).await, good.trim());
        }
        let at = format!("/desk/people/{}/number", ada.as_str());
        let late = browser.post(&at, &[("was", "1001"), ("number", "7")]).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        assert!(
            late.says("value=\"7\"") && late.says("1001b"),
            "what was typed stays beside it"
        );
        let log = house.access_log().await;
        assert_eq!(
            log.iter()
                .filter(|row| row.action == "number-changed")
                .count(),
            3
        );
    }

    pub async fn the_first_administrator_becomes_one_with_the_roster(f: Fixture) {
        let house = House::new(f).await;
        let ada = admin(&house).await;
        let rostered = house.person("Ada de Vries", &[]).await;
        let roos = house.person("Roos", &[]).await;
        let sanne = house.person("Sanne", &[Role::Supporter]).await;
        house.shift(&rostered, "17-101", 8).await;
        house.shift(&ada, "17-101", 8).await;
        house.shift(&rostered, "17-102", 8).await;
        house.duty(&rostered, 8).await;
        let tx = house.write().await;
        tx.set_line_manager(&roos, Some(&rostered)).await.unwrap();
        tx.set_line_manager(&rostered, Some(&ada)).await.unwrap();
        tx.declare_tie(&sanne, &rostered).await.unwrap();
        let ends = house
            .clock
            .real_now()
            .plus(jiff::SignedDuration::from_hours(24));
        tx.invite("a key", &rostered, ends).await.unwrap();
        tx.commit().await.unwrap();
        let wish = number(&house, &rostered).await;
        let browser = house.sign_in(&ada);
        let preview = typed(&house, &browser, &ada, &wish).await.ok();
        for words in [
            "Twee worden één",
            "Ada de Vries",
            "2 diensten gaan mee",
            "Eén keer piket",
            "niet terug te draaien",
        ] {
            assert!(preview.says(words), "{words}: {}", preview.body);
        }
        assert_ne!(number(&house, &ada).await, wish, "nothing happened yet");
        let joined = join(&browser, &ada, &preview).await;
        assert_eq!(joined.flash(), "desk-people-joined", "{}", joined.body);
        let twice = join(&browser, &ada, &preview).await;
        assert_eq!((twice.flash(), twice.status), ("", StatusCode::SEE_OTHER));
        let tx = house.read().await;
        assert!(tx.person(&rostered).await.unwrap().is_none());
        let kept = tx.person(&ada).await.unwrap().unwrap();
        assert_eq!(
            (kept.roster_id.as_str(), kept.name.as_str()),
            (wish.as_str(), "Ada de Vries")
        );
        assert!(kept.roles.contains(Role::Administrator) && kept.passphrase.is_some());
        assert_eq!(kept.line_manager, None, "nobody leads themselves");
        assert_eq!(
            tx.on_roster(&ada).await.unwrap().shifts,
            2,
            "what both had stays once"
        );
        assert_eq!(tx.on_roster(&ada).await.unwrap().duties, 1);
        assert_eq!(
            tx.person(&roos).await.unwrap().unwrap().line_manager,
            Some(ada.clone())
        );
        assert_eq!(tx.ties(&ada).await.unwrap(), [sanne]);
        assert!(
            tx.invitation("a key", house.clock.real_now())
                .await
                .unwrap()
                .is_none()
        );
        drop(tx);
        let log = house.access_log().await;
        assert_eq!(
            log.iter()
                .filter(|row| row.action == "people-joined")
                .count(),
            1
        );
        // A file of tomorrow finds the one person.
        let again = browser
            .get(&format!("/desk/people/{}", ada.as_str()))
            .await
            .ok();
        assert!(again.says("Ada de Vries"));
    }

    pub async fn of_two_who_have_a_past_none_goes(f: Fixture) {
        let house = House::new(f).await;
        let ada = admin(&house).await;
        let browser = house.sign_in(&ada);
        let account = house.person("Met account", &[]).await;
        let role = house.person("Met rol", &[Role::Manager]).await;
        let case = house.person("Met pad", &[]).await;
        let event = house.person("Met gebeurtenis", &[]).await;
        let tx = house.write().await;
        tx.set_passphrase(&account, "a hash").await.unwrap();
        tx.commit().await.unwrap();
        house.ask(&case, Requester::Self_).await;
        house.incident(&[&event]).await;
        for (other, why) in [
            (&account, "logde zelf al in"),
            (&role, "heeft zelf een rol"),
            (&case, "iets dat Veer bewaart"),
            (&event, "iets dat Veer bewaart"),
        ] {
            let wish = number(&house, other).await;
            let refused = typed(&house, &browser, &ada, &wish).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{why}");
            assert!(refused.says(why), "{why}: {}", refused.body);
            let at = format!("/desk/people/{}/join", ada.as_str());
            let forced = browser.post(&at, &[("number", &wish), ("seen", "x")]).await;
            assert_eq!(forced.status, StatusCode::UNPROCESSABLE_ENTITY, "{why}");
            assert!(house.read().await.person(other).await.unwrap().is_some());
        }
    }

    pub async fn what_changed_meanwhile_is_shown_again(f: Fixture) {
        let house = House::new(f).await;
        let ada = admin(&house).await;
        let rostered = house.person("Ada de Vries", &[]).await;
        let browser = house.sign_in(&ada);
        let wish = number(&house, &rostered).await;
        let preview = typed(&house, &browser, &ada, &wish).await.ok();
        house.shift(&rostered, "17-101", 8).await;
        let late = join(&browser, &ada, &preview).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        assert!(late.says("Eén dienst gaat mee") && late.says("kies opnieuw"));
        assert_eq!(
            join(&browser, &ada, &late).await.flash(),
            "desk-people-joined"
        );
    }

    pub async fn only_who_gives_roles_gives_numbers(f: Fixture) {
        let house = House::new(f).await;
        let ada = admin(&house).await;
        for role in [
            Role::Hr,
            Role::Coordinator,
            Role::Manager,
            Role::Supporter,
            Role::PrivacyOfficer,
        ] {
            let person = house.person(role.code(), &[role]).await;
            let browser = house.sign_in(&person);
            for what in ["number", "join"] {
                let at = format!("/desk/people/{}/{what}", ada.as_str());
                let refused = browser.post(&at, &[("number", "1")]).await;
                assert_eq!(refused.status, StatusCode::NOT_FOUND, "{role} {what}");
            }
        }
    }
}
