//! Files that are read again: the layout that fits, and rows that say where they are wrong (R046).

crate::on_both_engines!(
    a_wrong_row_names_its_column,
    a_saved_layout_that_fits_is_chosen_by_itself,
    a_dispatcher_reads_the_day_of_a_report,
);

mod scenario {
    use care::access::Role;

    use crate::support::{
        Fixture,
        pages::{Answer, Browser, House},
    };

    async fn brought(browser: &Browser<'_>, fields: &[(&str, &str)], file: &str) -> Answer {
        let answer = browser
            .upload("/desk/import", fields, file.as_bytes())
            .await;
        browser.get(answer.location()).await.ok()
    }

    pub async fn a_wrong_row_names_its_column(f: Fixture) {
        let house = House::new(f).await;
        let ada = house.person("Ada", &[Role::Administrator]).await;
        let browser = house.sign_in(&ada);
        let roster = "soort;personeelsnummer;naam;E-mail;rollen;eenheid;van;tot\n\
            persoon;1;Roos;roos;;;;\n\
            persoon;2;Daan;;tovenaar;;;\n\
            persoon;3;;;;;;\n\
            dienst;9;;;;17-101;2026-06-01 07:00;2026-06-01 15:30\n\
            dienst;1;;;;17-101;2026-06-01 07:00;2026-06-01 06:00\n";
        let look = brought(&browser, &[("kind", "roster")], roster).await;
        for words in [
            "Kolom &#34;E-mail&#34;: ",
            "Kolom &#34;rollen&#34;: ",
            "Kolom &#34;naam&#34;: ",
            "Kolom &#34;personeelsnummer&#34;: ",
            "Kolom &#34;tot&#34;: ",
        ] {
            assert!(look.says(words), "{words}: {}", look.body);
        }
        assert!(look.says("class=\"number\">2</th>") && look.says("class=\"number\">6</th>"));
        let register = "ritnummer;datum;tijd\n26-1;13-06-2026;25:61\n;13-06-2026;10:00\n";
        let look = brought(&browser, &[("kind", "register")], register).await;
        assert!(look.says("Kolom &#34;ritnummer&#34;: "), "{}", look.body);
    }

    pub async fn a_saved_layout_that_fits_is_chosen_by_itself(f: Fixture) {
        let house = House::new(f).await;
        let ada = house.person("Ada", &[Role::Administrator]).await;
        let browser = house.sign_in(&ada);
        let roster = [("kind", "roster")];
        let file = "Pers.code;Wie;Aanhef\n1;Roos;mw\n";
        let begin = browser
            .upload("/desk/import", &roster, file.as_bytes())
            .await;
        let at = begin.location().to_owned();
        let choice = [
            ("column-0", "id"),
            ("column-1", "name"),
            ("every", "person"),
            ("step", "save"),
            ("name", "Planning <noord>"),
        ];
        assert_eq!(
            browser.post(&at, &choice).await.flash(),
            "desk-import-saved"
        );
        let again = brought(&browser, &roster, &file.replace("Roos", "Kim")).await;
        assert!(again.says("Planning &#60;noord&#62;"), "{}", again.body);
        assert!(
            again.says("Er is één regel") || again.says("Kim"),
            "it is read at once"
        );
        // Columns in another order are the same columns; others are not.
        let turned = brought(&browser, &roster, "Wie;Pers.code\nKim;1\n").await;
        assert!(turned.says("Gelezen zoals je bewaarde"));
        for (fields, file) in [
            (&[("kind", "roster"), ("profile", "guess")][..], file),
            (&roster[..], "Pers.code;Naam\n1;Roos\n"),
            (&[("kind", "register")][..], file),
        ] {
            let page = brought(&browser, fields, file).await;
            assert!(!page.says("Gelezen zoals je bewaarde"), "{fields:?}");
        }
    }

    pub async fn a_dispatcher_reads_the_day_of_a_report(f: Fixture) {
        let house = House::new(f).await;
        let kim = house.person("Kim", &[Role::Dispatcher]).await;
        let browser = house.sign_in(&kim);
        let zone = &house.org.time_zone;
        let ahead = house.now().plus(jiff::SignedDuration::from_mins(30));
        let time = ahead.zoned(zone).strftime("%H:%M").to_string();
        let form = [
            ("entry", "other"),
            ("me", "yes"),
            ("once", "once-and-once"),
            ("time", time.as_str()),
        ];
        let sent = browser.post("/dispatch", &form).await;
        let page = browser.get(sent.location()).await.ok();
        let (_, told) = page.body.split_once("Het gebeurde").expect("the moment");
        let told = told.split("</p>").next().unwrap();
        assert!(
            told.contains("gisteren"),
            "a time that is still to come is of yesterday: {told}"
        );
    }
}
