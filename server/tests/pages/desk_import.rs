//! Reading a file in the browser: what is shown, what is refused, what comes in (R046, R095).

crate::on_both_engines!(
    a_roster_with_a_mistake_is_mended_and_nothing_is_doubled,
    a_register_comes_in_as_by_the_command,
    columns_are_chosen_and_saved_under_a_name,
    what_is_no_table_is_refused_in_words,
    only_the_administrator_reads_files,
    a_file_is_its_readers_alone,
    what_a_file_lacks_stays_as_it_was,
    a_file_never_takes_the_last_administrator_away,
);

mod scenario {
    use axum::http::StatusCode;
    use care::access::Role;
    use veer::{
        feed::{csv, digest, mapping, register, sheet},
        founding,
        store::ImportKind,
    };

    use crate::support::{
        Fixture,
        pages::{Browser, House},
    };

    const ROSTER: &str = "soort;personeelsnummer;naam;groep;rollen;eenheid;van;tot\n\
        persoon;1001;Roos Kok;ambulance;ondersteuner;;;\n\
        persoon;1002;李小龙 O’Neill-Ångström;ambulance;tovenaar;;;\n\
        dienst;1001;;;;17-101;2026-06-01 07:00;2026-06-01 15:30\n\
        dienst;1002;;;;17-101;2026-06-01 07:00;2026-06-01 15:30\n";

    async fn brought(browser: &Browser<'_>, kind: &str, file: &[u8]) -> String {
        let answer = browser
            .upload("/desk/import", &[("kind", kind)], file)
            .await;
        answer.location().to_owned()
    }

    async fn import(browser: &Browser<'_>, at: &str) -> String {
        browser.post(at, &[("step", "import")]).await.location();
        for _ in 0..100 {
            let page = browser.get(at).await.ok();
            if !page.says("Veer leest het bestand in") {
                return page.body;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        panic!("the work does not end");
    }

    pub async fn a_roster_with_a_mistake_is_mended_and_nothing_is_doubled(f: Fixture) {
        let house = House::new(f).await;
        let admin = house.person("Ada", &[Role::Administrator]).await;
        let browser = house.sign_in(&admin);
        let at = brought(&browser, "roster", ROSTER.as_bytes()).await;
        let look = browser.get(&at).await.ok();
        assert!(look.says("Roos Kok") && look.says("Er zijn 4 regels"));
        assert!(look.says("2 regels gaan niet mee"), "{}", look.body);
        let done = import(&browser, &at).await;
        assert!(done.contains("Alles is binnen, behalve 2 regels"), "{done}");
        assert_eq!(house.read().await.count_quarantined(9).await.unwrap(), 2);
        let mended = ROSTER.replace("tovenaar", "centralist");
        for _ in 0..2 {
            let at = brought(&browser, "roster", mended.as_bytes()).await;
            let done = import(&browser, &at).await;
            assert!(done.contains("Alles is binnen."), "{done}");
        }
        let tx = house.read().await;
        assert_eq!(tx.count_people().await.unwrap(), 3);
        let ids = ["1001".to_owned(), "1002".to_owned()];
        let people = tx.people_by_roster_id(&ids).await.unwrap();
        let name = |id: &str| {
            people
                .iter()
                .find(|it| it.roster_id == id)
                .unwrap()
                .name
                .clone()
        };
        assert_eq!(name("1002"), "李小龙 O’Neill-Ångström");
        let from = care::time::Instant::from_millis(0);
        for person in &people {
            let until = care::time::Instant::from_millis(i64::MAX / 2);
            assert_eq!(
                tx.shifts_of(&person.id, from, until).await.unwrap().len(),
                1
            );
        }
    }

    const REGISTER: &[u8] = include_bytes!("../../../packs/ambulance/register-voorbeeld.csv");

    pub async fn a_register_comes_in_as_by_the_command(f: Fixture) {
        let house = House::new(f).await;
        let admin = house.person("Ada", &[Role::Administrator]).await;
        let browser = house.sign_in(&admin);
        let store = &house.fixture.store;
        // By the command, into another organisation.
        let other = founding::found(store, "Elders", "Europe/Amsterdam", "nl", house.now())
            .await
            .unwrap();
        let here = founding::found(store, "Hier", "Europe/Amsterdam", "nl", house.now())
            .await
            .unwrap();
        let ada = house
            .person_of(&here.id, "Ada", &[Role::Administrator])
            .await;
        let profile = veer::feed::Profile::parse(mapping::BASE).unwrap();
        let rows = csv::read(REGISTER, &profile).unwrap();
        let digest = digest::of_bytes(REGISTER);
        let now = house.now();
        let tally = register::take(store, &other, rows, &profile, digest, now, |_| {})
            .await
            .unwrap();
        // And in a browser, by guessing.
        assert!(sheet::inspect(REGISTER).is_ok());
        let ours = house.sign_in_to(&here.id, &ada);
        let at = brought(&ours, "register", REGISTER).await;
        let look = ours.get(&at).await.ok();
        assert!(
            look.says("2610-0001") && !look.says("Merwestad"),
            "{}",
            look.body
        );
        let done = import(&ours, &at).await;
        for count in [tally.read, tally.new, tally.joined, tally.duplicate] {
            assert!(
                done.contains(&format!("<dd>{count}</dd>")),
                "{count} {done}"
            );
        }
        let theirs = store.read("test", &other.id).await.unwrap();
        let mine = store.read("test", &here.id).await.unwrap();
        let aside = theirs.count_quarantined(99).await.unwrap();
        assert_eq!(mine.count_quarantined(99).await.unwrap(), aside);
        let seen = browser.get(&at).await;
        assert_eq!(seen.flash(), "desk-import-gone", "another organisation's");
    }

    const PLAIN: &[u8] = b"Pers.nr,Wie,Team\n7,\"Ren\xC3\xA9e, the younger\",noord\n";

    pub async fn columns_are_chosen_and_saved_under_a_name(f: Fixture) {
        let house = House::new(f).await;
        let admin = house.person("Ada", &[Role::Administrator]).await;
        let browser = house.sign_in(&admin);
        let at = brought(&browser, "roster", PLAIN).await;
        let page = browser.get(&at).await.ok();
        assert!(page.says("Kies bij een kolom: naam"), "{}", page.body);
        let columns = [
            ("column-0", "id"),
            ("column-1", "name"),
            ("every", "person"),
        ];
        let unseen = [&columns[..], &[("step", "import")]].concat();
        let first = browser.post(&at, &unseen).await;
        assert_eq!(first.flash(), "desk-import-look-first");
        assert!(browser.get(&at).await.ok().says("Renée, the younger"));
        let nameless = browser.post(&at, &[("step", "save"), ("name", " ")]).await;
        assert_eq!(nameless.status, StatusCode::UNPROCESSABLE_ENTITY);
        let save = [("step", "save"), ("name", "Planning Noord")];
        for _ in 0..2 {
            let saved = browser.post(&at, &save).await;
            assert_eq!(saved.flash(), "desk-import-saved");
        }
        let profiles = house.read().await.import_profiles().await.unwrap();
        assert_eq!(profiles.len(), 1, "a name stands for one layout");
        assert_eq!(profiles[0].kind, ImportKind::Roster.as_str());
        let id = profiles[0].profile_id.as_str();
        let again = [("kind", "roster"), ("profile", id)];
        let tomorrow = browser
            .upload("/desk/import", &again, b"Pers.nr,Wie,Team\n8,Sam,noord\n")
            .await;
        let at = tomorrow.location().to_owned();
        assert!(browser.get(&at).await.ok().says("Sam (noord)"));
        let lacks = browser
            .upload("/desk/import", &again, b"Pers.nr,Naam\n9,Kim\n")
            .await;
        let page = browser.get(lacks.location()).await.ok();
        assert!(
            page.says("Kies bij een kolom: naam"),
            "what it lacks is asked"
        );
        let away = browser
            .post(&format!("/desk/import/profile/{id}/remove"), &[])
            .await;
        assert_eq!(away.flash(), "desk-import-removed");
        let back = browser
            .post(&format!("/desk/import/profile/{id}/restore"), &[])
            .await;
        assert_eq!(back.flash(), "desk-import-restored");
        assert!(
            browser
                .get("/desk/import")
                .await
                .ok()
                .says("Planning Noord")
        );
    }

    pub async fn what_is_no_table_is_refused_in_words(f: Fixture) {
        let house = House::new(f).await;
        let admin = house.person("Ada", &[Role::Administrator]).await;
        let browser = house.sign_in(&admin);
        let huge = vec![b'a'; 50 << 20];
        for (file, words) in [
            (&b""[..], "Er staat niets in dit bestand"),
            (b"PK\x03\x04..xl/", "Dit is een Excel-bestand"),
            (b"\xFF\xFEs\0o\0", "Unicode-tekst"),
            (b"\x89PNG\r\n\x1a\n", "Dit is geen tekst"),
            (b"Beste allemaal\n\nGroet\n", "staan geen kolommen"),
            (b"soort;naam\n", "Daaronder staat niets"),
            (&huge, "Dit bestand is te groot"),
        ] {
            let refused = browser
                .upload("/desk/import", &[("kind", "register")], file)
                .await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(refused.says(words), "{words}");
            let kept = "value=\"register\" checked";
            assert!(refused.says(kept), "what was chosen is kept");
        }
        let no_kind = browser.upload("/desk/import", &[], b"a,b\n1,2\n").await;
        assert!(no_kind.says("Kies wat voor bestand het is"));
        let plain = browser.post("/desk/import", &[("kind", "roster")]).await;
        assert_eq!(plain.status, StatusCode::BAD_REQUEST);
    }

    pub async fn only_the_administrator_reads_files(f: Fixture) {
        let house = House::new(f).await;
        for role in [
            Role::Coordinator,
            Role::Hr,
            Role::PrivacyOfficer,
            Role::Manager,
        ] {
            let person = house.person(role.code(), &[role]).await;
            let browser = house.sign_in(&person);
            for path in ["/desk/import", "/desk/import/1"] {
                assert_eq!(
                    browser.get(path).await.status,
                    StatusCode::NOT_FOUND,
                    "{role}"
                );
            }
            let sent = browser
                .upload("/desk/import", &[("kind", "roster")], b"a,b\n1,2\n")
                .await;
            assert_eq!(sent.status, StatusCode::NOT_FOUND, "{role}");
        }
    }

    pub async fn a_file_is_its_readers_alone(f: Fixture) {
        let house = House::new(f).await;
        let ada = house.person("Ada", &[Role::Administrator]).await;
        let bob = house.person("Bob", &[Role::Administrator]).await;
        let at = brought(&house.sign_in(&ada), "roster", ROSTER.as_bytes()).await;
        let others = house.sign_in(&bob);
        assert_eq!(others.get(&at).await.flash(), "desk-import-gone");
        let taken = others.post(&at, &[("step", "import")]).await;
        assert_eq!(taken.flash(), "desk-import-gone");
        assert_eq!(house.read().await.count_people().await.unwrap(), 2);
    }

    pub async fn what_a_file_lacks_stays_as_it_was(f: Fixture) {
        let house = House::new(f).await;
        let admin = house.person("Ada", &[Role::Administrator]).await;
        let before = house.read().await.person(&admin).await.unwrap().unwrap();
        let browser = house.sign_in(&admin);
        let file = format!("kind,id,name\nperson,{},Ada Lovelace\n", before.roster_id);
        let at = brought(&browser, "roster", file.as_bytes()).await;
        import(&browser, &at).await;
        let after = house.read().await.person(&admin).await.unwrap().unwrap();
        assert_eq!(after.name, "Ada Lovelace");
        assert_eq!((after.phone, after.roles), (before.phone, before.roles));
        assert_eq!(after.staff_group, before.staff_group);
    }

    pub async fn a_file_never_takes_the_last_administrator_away(f: Fixture) {
        let house = House::new(f).await;
        let admin = house.person("Ada", &[Role::Administrator]).await;
        let id = house
            .read()
            .await
            .person(&admin)
            .await
            .unwrap()
            .unwrap()
            .roster_id;
        let browser = house.sign_in(&admin);
        let file = format!("kind,id,name,roles\nperson,{id},Ada,\nperson,2,Bob,supporter\n");
        let at = brought(&browser, "roster", file.as_bytes()).await;
        let look = browser.get(&at).await.ok();
        assert!(look.says("Zo is er geen beheerder meer"), "{}", look.body);
        import(&browser, &at).await;
        let after = house.read().await.person(&admin).await.unwrap().unwrap();
        assert!(after.roles.contains(Role::Administrator));
        // With another one in the file the role may go.
        let file = file.replace("supporter", "admin");
        let at = brought(&browser, "roster", file.as_bytes()).await;
        browser.post(&at, &[("step", "import")]).await.location();
        let gone = async || {
            let after = house.read().await.person(&admin).await.unwrap().unwrap();
            !after.roles.contains(Role::Administrator)
        };
        for _ in 0..100 {
            if gone().await {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        assert!(gone().await);
        // Who was an administrator a moment ago reads that the role ended, as after a hand.
        assert_eq!(browser.get(&at).await.status, StatusCode::FORBIDDEN);
    }
}
