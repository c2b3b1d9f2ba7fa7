//! A file whose words, days and times need a person to say what they mean (R046, R095, R109).

crate::on_both_engines!(
    unknown_words_are_matched_and_kept_with_the_layout,
    what_came_of_a_register_points_at_nobody,
    a_day_that_could_be_two_is_asked_for,
    a_roster_may_have_its_day_and_times_apart,
    what_is_no_csv_is_said_with_what_to_do,
);

mod scenario {
    use std::fmt::Write as _;

    use axum::http::StatusCode;
    use care::{access::Role, time::Instant};
    use veer::founding;

    use crate::support::{
        Fixture,
        pages::{Browser, House},
    };

    /// A house whose organisation has the usual list, with an administrator in a browser.
    async fn founded(house: &House) -> (veer::store::Organisation, care::ids::PersonId) {
        let store = &house.fixture.store;
        let org = founding::found(store, "Hier", "Europe/Amsterdam", "nl", house.now())
            .await
            .unwrap();
        let ada = house
            .person_of(&org.id, "Ada", &[Role::Administrator])
            .await;
        (org, ada)
    }

    async fn brought(browser: &Browser<'_>, more: &[(&str, &str)], file: &[u8]) -> String {
        let answer = browser.upload("/desk/import", more, file).await;
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

    fn on(at: Instant) -> String {
        let zone = jiff::tz::TimeZone::get("Europe/Amsterdam").unwrap();
        at.zoned(&zone).strftime("%Y-%m-%d %H:%M").to_string()
    }

    pub async fn unknown_words_are_matched_and_kept_with_the_layout(f: Fixture) {
        let house = House::new(f).await;
        let (org, ada) = founded(&house).await;
        let browser = house.sign_in_to(&org.id, &ada);
        let at = on(house.now());
        let file = format!(
            "Ritnummer;Tijdstip;Soort;Eenheid\n\
             1;{at};Te Water;17-101\n2;{at};Gezondheid / Overig;17-101\n3;{at};drowning;17-101\n\
             4;{at};te water;17-101\n"
        );
        let here = brought(&browser, &[("kind", "register")], file.as_bytes()).await;
        let page = browser.get(&here).await.ok();
        assert!(page.says("Woorden die Veer nog niet kent"), "{}", page.body);
        assert!(page.body.contains("value=\"te water\"") && page.says("(2 regels)"));
        assert!(!page.body.contains("value=\"gezondheid / overig\""));
        assert!(
            !page.body.contains("name=\"word-1\""),
            "a code is known already"
        );
        let matched = [
            ("word-0", "te water"),
            ("kind-0", "drowning"),
            ("step", "look"),
        ];
        browser.post(&here, &matched).await.location();
        let page = browser.get(&here).await.ok();
        assert!(
            page.body.contains("value=\"drowning\" selected"),
            "it can be taken back: {}",
            page.body
        );
        let save = [("step", "save"), ("name", "Meldkamer Oost")];
        assert_eq!(
            browser.post(&here, &save).await.flash(),
            "desk-import-saved"
        );
        import(&browser, &here).await;
        let tx = house.fixture.store.read("test", &org.id).await.unwrap();
        let rows = tx.incidents_by_ref("meldkamer", &["1", "3"]).await.unwrap();
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[0].entry, rows[1].entry, "the word means the same");
        let profiles = tx.import_profiles().await.unwrap();
        drop(tx);
        let again = [
            ("kind", "register"),
            ("profile", profiles[0].profile_id.as_str()),
        ];
        let file = format!("Ritnummer;Tijdstip;Soort;Eenheid\n9;{at};TE WATER;17-101\n");
        let here = brought(&browser, &again, file.as_bytes()).await;
        let page = browser.get(&here).await.ok();
        assert!(page.body.contains("value=\"drowning\" selected"));
        // No meaning is a choice too: the word is asked for again.
        let back = [("word-0", "te water"), ("kind-0", ""), ("step", "look")];
        browser.post(&here, &back).await.location();
        let page = browser.get(&here).await.ok();
        assert!(!page.body.contains("value=\"drowning\" selected"));
        // What is no word of a form is nothing.
        let odd = [
            ("word-1", ""),
            ("kind-1", "drowning"),
            ("word-2", "x"),
            ("kind-2", "no code\n"),
        ];
        assert!(browser.post(&here, &odd).await.status.as_u16() < 400);
    }

    pub async fn what_came_of_a_register_points_at_nobody(f: Fixture) {
        let house = House::new(f).await;
        let (org, ada) = founded(&house).await;
        let browser = house.sign_in_to(&org.id, &ada);
        let at = on(house.now());
        let one = format!("Ritnummer;Tijdstip;Soort;Eenheid\n1;{at};drowning;17-101\n");
        let here = brought(&browser, &[("kind", "register")], one.as_bytes()).await;
        let done = import(&browser, &here).await;
        let fates = |page: &str| {
            let from = page.find("id=\"fates\"").expect("what came of it");
            page[from..].split("</section>").next().unwrap().to_owned()
        };
        let told = fates(&done);
        assert_eq!(told.matches("minder dan 5").count(), 4, "{told}");
        // Read again, nothing is new: what the team decided meanwhile is not asked after.
        let here = brought(&browser, &[("kind", "register")], one.as_bytes()).await;
        assert!(!import(&browser, &here).await.contains("id=\"fates\""));
        let mut many = "Ritnummer;Tijdstip;Soort;Eenheid\n".to_owned();
        for n in 10..17 {
            let old = on(house
                .now()
                .plus(jiff::SignedDuration::from_hours(-24 * 300)));
            _ = writeln!(many, "{n};{at};transfer;17-101");
            _ = writeln!(many, "{};{old};assault-on-staff;17-101", n + 50);
        }
        let here = brought(&browser, &[("kind", "register")], many.as_bytes()).await;
        let told = fates(&import(&browser, &here).await);
        assert_eq!(told.matches("<dd>7</dd>").count(), 2, "{told}");
        assert!(!told.contains("17-101") && !told.contains("minder dan"));
    }

    pub async fn a_day_that_could_be_two_is_asked_for(f: Fixture) {
        let house = House::new(f).await;
        let (org, ada) = founded(&house).await;
        let browser = house.sign_in_to(&org.id, &ada);
        let file = b"Ritnummer;Tijdstip;Soort\n1;03-04-2026 07:00;drowning\n";
        let here = brought(&browser, &[("kind", "register")], file).await;
        let page = browser.get(&here).await.ok();
        assert!(
            page.says("blijkt niet wat de dag is") && page.says("Kies eerst"),
            "{}",
            page.body
        );
        let early = browser.post(&here, &[("step", "import")]).await;
        assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
        let chosen = [("days", "month-first"), ("step", "look")];
        browser.post(&here, &chosen).await.location();
        let page = browser.get(&here).await.ok();
        assert!(
            page.says("morgen 07:00"), // the fourth of March, seen from the third
            "{}",
            page.body
        );
        let told = b"Ritnummer;Tijdstip;Soort\n1;03-04-2026 07:00;x\n2;13-04-2026 07:00;x\n";
        let here = brought(&browser, &[("kind", "register")], told).await;
        let page = browser.get(&here).await.ok();
        assert!(!page.says("blijkt niet wat de dag is"));
    }

    pub async fn a_roster_may_have_its_day_and_times_apart(f: Fixture) {
        let house = House::new(f).await;
        let admin = house.person("Ada", &[Role::Administrator]).await;
        let number = house.read().await.person(&admin).await.unwrap().unwrap();
        let id = number.roster_id;
        let browser = house.sign_in(&admin);
        let file = format!(
            "pers.nr;datum;begintijd;eindtijd;voertuig\n\
             {id};2026-06-01;07:00;15:30;17-101\n{id};2026-06-02;22:00;06:30;17-101\n\
             {id};2026-06-04;16.00;24:00;17-101\n{id};;07:00;15:00;17-101\n\
             {id};2026-03-29;02:30;06:00;17-101\n"
        );
        let here = brought(&browser, &[("kind", "roster")], file.as_bytes()).await;
        let page = browser.get(&here).await.ok();
        assert!(page.says("2 regels gaan niet mee"), "{}", page.body);
        import(&browser, &here).await;
        let tx = house.read().await;
        let from = Instant::from_millis(0);
        let until = Instant::from_millis(i64::MAX / 2);
        let shifts = tx.shifts_of(&admin, from, until).await.unwrap();
        let hours: Vec<i64> = shifts
            .iter()
            .map(|it| it.until.since(it.from).as_mins())
            .collect();
        assert_eq!(hours, [510, 510, 480]);
    }

    pub async fn what_is_no_csv_is_said_with_what_to_do(f: Fixture) {
        let house = House::new(f).await;
        let admin = house.person("Ada", &[Role::Administrator]).await;
        let browser = house.sign_in(&admin);
        for (file, words) in [
            (&b"PK\x03\x04\x14\0[Content_Types].xml"[..], "Excel-bestand"),
            (b"PK\x03\x04\x14\0rooster.csv", "ingepakt bestand"),
            (b"%PDF-1.7\n\x01", "Dit is een PDF"),
            (b"<html><table><tr><td>naam", "webpagina"),
            (b"n\0a\0a\0m\0;\0i\0d\0\n\0", "Unicode-tekst"),
            (b"naam;id\n", "Daaronder staat niets"),
        ] {
            let kind = [("kind", "register")];
            let refused = browser.upload("/desk/import", &kind, file).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(refused.says(words), "{words}: {}", refused.body);
            assert!(refused.body.contains("value=\"register\" checked"), "kept");
        }
    }
}
