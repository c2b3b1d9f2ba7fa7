//! Roles by file and roles by hand: seen before it counts, and none lost unasked (R108, R109).

crate::on_both_engines!(
    a_role_by_hand_survives_a_file,
    the_file_decides_when_that_is_ticked,
    the_last_administrator_by_hand_stays_whatever_the_file_says,
    roles_that_clash_are_set_aside,
    a_file_without_roles_changes_none,
);

mod scenario {
    use care::{
        access::{Role, RoleSet},
        ids::PersonId,
    };

    use crate::support::{
        Fixture,
        pages::{Browser, House},
    };

    async fn brought(browser: &Browser<'_>, file: &str) -> String {
        let fields = [("kind", "roster")];
        let answer = browser
            .upload("/desk/import", &fields, file.as_bytes())
            .await;
        answer.location().to_owned()
    }

    async fn import(browser: &Browser<'_>, at: &str, fields: &[(&str, &str)]) -> String {
        let mut form = vec![("step", "import")];
        form.extend_from_slice(fields);
        browser.post(at, &form).await.location();
        for _ in 0..100 {
            let page = browser.get(at).await.ok();
            if !page.says("Veer leest het bestand in") {
                return page.body;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        panic!("the work does not end");
    }

    async fn found(house: &House, number: &str) -> veer::store::Person {
        let tx = house.read().await;
        let mut found = tx.people_by_roster_id(&[number.to_owned()]).await.unwrap();
        found.remove(0)
    }

    async fn give(browser: &Browser<'_>, person: &PersonId, roles: &[&str]) {
        let form: Vec<(&str, &str)> = roles.iter().map(|role| ("role", *role)).collect();
        let at = format!("/desk/people/{}/roles", person.as_str());
        assert_eq!(browser.post(&at, &form).await.flash(), "desk-roles-changed");
    }

    fn set(roles: &[Role]) -> RoleSet {
        roles
            .iter()
            .copied()
            .collect::<RoleSet>()
            .with(Role::Colleague)
    }

    const FIRST: &str = "kind,id,name,roles\nperson,r1,Roos Kok,supporter\nperson,r2,محمد العلي,\n";

    /// Roos has a role by file and one by hand; Mohamed one by hand.
    async fn begun(house: &House, browser: &Browser<'_>) -> (PersonId, PersonId) {
        let at = brought(browser, FIRST).await;
        let look = browser.get(&at).await.ok();
        assert!(!look.says("Rollen die veranderen"), "nobody is known yet");
        import(browser, &at, &[]).await;
        let (roos, other) = (found(house, "r1").await.id, found(house, "r2").await.id);
        give(browser, &roos, &["supporter", "dispatcher"]).await;
        give(browser, &other, &["manager"]).await;
        (roos, other)
    }

    pub async fn a_role_by_hand_survives_a_file(f: Fixture) {
        let house = House::new(f).await;
        let admin = house.person("Ada", &[Role::Administrator]).await;
        let browser = house.sign_in(&admin);
        begun(&house, &browser).await;
        let file = FIRST.replace("supporter", "hr");
        let at = brought(&browser, &file).await;
        let look = browser.get(&at).await.ok();
        for words in [
            "Rollen die veranderen",
            "Roos Kok",
            "محمد العلي",
            "Erbij: Personeelszaken",
            "Weg: Opvanger",
            "Blijft, met de hand gegeven: Meldkamer",
            "Blijft, met de hand gegeven: Leidinggevende",
        ] {
            assert!(look.says(words), "{words}: {}", look.body);
        }
        import(&browser, &at, &[("roles-shown", "yes")]).await;
        let roos = found(&house, "r1").await;
        assert_eq!(roos.roles, set(&[Role::Hr, Role::Dispatcher]));
        assert_eq!(roos.roles_by_hand, RoleSet::from(Role::Dispatcher));
        assert_eq!(found(&house, "r2").await.roles, set(&[Role::Manager]));
        // What the file names is the file's from then on.
        let at = brought(&browser, &FIRST.replace("supporter", "dispatcher")).await;
        import(&browser, &at, &[]).await;
        let at = brought(&browser, FIRST).await;
        let look = browser.get(&at).await.ok();
        assert!(
            look.says("Weg: Meldkamer") && !look.says("Weg, met de hand"),
            "{}",
            look.body
        );
        // A file takes roles as a hand does: what it took can be undone.
        import(&browser, &at, &[]).await;
        let undo = format!("/desk/people/{}/roles/undo", roos.id.as_str());
        browser.post(&undo, &[]).await.location();
        assert!(found(&house, "r1").await.roles.contains(Role::Dispatcher));
    }

    pub async fn the_file_decides_when_that_is_ticked(f: Fixture) {
        let house = House::new(f).await;
        let admin = house.person("Ada", &[Role::Administrator]).await;
        let browser = house.sign_in(&admin);
        begun(&house, &browser).await;
        let at = brought(&browser, FIRST).await;
        let ticked = [("roles-shown", "yes"), ("roles-decide", "yes")];
        // Ticked and sent at once: first it is looked at.
        let mut form = vec![("step", "import")];
        form.extend_from_slice(&ticked);
        let first = browser.post(&at, &form).await;
        assert_eq!(first.flash(), "desk-import-look-first");
        assert!(found(&house, "r2").await.roles.contains(Role::Manager));
        let look = browser.get(&at).await.ok();
        assert!(
            look.says("Weg, met de hand gegeven: Meldkamer"),
            "{}",
            look.body
        );
        assert!(look.says("value=\"yes\" checked"));
        import(&browser, &at, &ticked).await;
        assert_eq!(found(&house, "r1").await.roles, set(&[Role::Supporter]));
        assert_eq!(found(&house, "r2").await.roles, set(&[]));
    }

    pub async fn the_last_administrator_by_hand_stays_whatever_the_file_says(f: Fixture) {
        let house = House::new(f).await;
        let admin = house.person("Ada", &[Role::Administrator]).await;
        let number = house
            .read()
            .await
            .person(&admin)
            .await
            .unwrap()
            .unwrap()
            .roster_id;
        let browser = house.sign_in(&admin);
        let file = format!("kind,id,name,roles\nperson,{number},Ada,hr\n");
        for fields in [
            &[("roles-shown", "yes")][..],
            &[("roles-shown", "yes"), ("roles-decide", "yes")][..],
        ] {
            let at = brought(&browser, &file).await;
            browser.post(&at, fields).await.location();
            let look = browser.get(&at).await.ok();
            assert!(look.says("Zo is er geen beheerder meer"), "{}", look.body);
            import(&browser, &at, fields).await;
            assert_eq!(
                found(&house, &number).await.roles,
                set(&[Role::Administrator])
            );
        }
        // Given by hand it stays beside what the file says, and nothing is refused.
        let tx = house.write().await;
        tx.note_by_hand(&admin, Role::Administrator.into())
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let at = brought(&browser, &file).await;
        import(&browser, &at, &[]).await;
        let roles = found(&house, &number).await.roles;
        assert_eq!(roles, set(&[Role::Administrator, Role::Hr]));
    }

    pub async fn roles_that_clash_are_set_aside(f: Fixture) {
        let house = House::new(f).await;
        let admin = house.person("Ada", &[Role::Administrator]).await;
        let browser = house.sign_in(&admin);
        let (_, other) = begun(&house, &browser).await;
        let file = "kind,id,name,roles\nperson,r2,Iemand,holder\n";
        let at = brought(&browser, file).await;
        let look = browser.get(&at).await.ok();
        assert!(
            look.says("Eén regel gaat niet mee") || look.says("gaat niet mee"),
            "{}",
            look.body
        );
        assert!(!look.says("Erbij: "), "what is set aside changes nobody");
        import(&browser, &at, &[]).await;
        let after = house.read().await.person(&other).await.unwrap().unwrap();
        assert_eq!(
            (after.roles, after.name.as_str()),
            (set(&[Role::Manager]), "محمد العلي")
        );
    }

    pub async fn a_file_without_roles_changes_none(f: Fixture) {
        let house = House::new(f).await;
        let admin = house.person("Ada", &[Role::Administrator]).await;
        let browser = house.sign_in(&admin);
        begun(&house, &browser).await;
        let at = brought(&browser, "kind,id,name\nperson,r1,Roos de Kok\n").await;
        assert!(!browser.get(&at).await.ok().says("Rollen die veranderen"));
        import(&browser, &at, &[]).await;
        let roos = found(&house, "r1").await;
        assert_eq!(roos.roles, set(&[Role::Supporter, Role::Dispatcher]));
        assert_eq!(roos.name, "Roos de Kok");
    }
}
