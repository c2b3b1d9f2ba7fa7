//! The organisation's own words: named where colleagues read, beside what is fixed (R048, R070, R103).

crate::on_both_engines!(
    the_team_goes_by_its_own_name,
    own_words_stand_beside_the_fixed_ones,
    words_of_every_script_are_kept_and_escaped,
    what_does_not_show_or_is_too_long_is_refused,
    two_who_word_it_lose_nothing,
    where_one_language_is_spoken_pages_follow,
    for_everybody_else_it_is_not_there,
);

mod scenario {
    use axum::http::StatusCode;
    use care::{access::Role, path::Requester};

    use crate::{
        me::offered,
        support::{
            Fixture,
            pages::{Answer, Browser, House},
        },
    };

    const HOME: &str = "/coordinate/wording";

    fn hidden(page: &Answer, name: &str) -> String {
        let mark = format!("name=\"{name}\" value=\"");
        let (_, rest) = page.body.split_once(&mark).expect("the field");
        rest.split('"').next().unwrap().to_owned()
    }

    /// Types words in a form that shows version `seen`.
    async fn draft(browser: &Browser<'_>, seen: &str, words: &[(&str, &str)]) -> Answer {
        let mut fields = vec![("seen", seen)];
        fields.extend_from_slice(words);
        browser.post(HOME, &fields).await
    }

    async fn adopt(browser: &Browser<'_>) -> Answer {
        let page = browser.get(&format!("{HOME}/preview")).await.ok();
        let seen = hidden(&page, "seen");
        let fields = [("seen", seen.as_str()), ("why", "Zo noemen we het zelf")];
        browser.post(&format!("{HOME}/adopt"), &fields).await
    }

    async fn word(browser: &Browser<'_>, words: &[(&str, &str)]) {
        let page = browser.get(HOME).await.ok();
        let kept = draft(browser, &hidden(&page, "seen"), words).await;
        assert_eq!(kept.flash(), "document-kept", "{}", kept.body);
        assert_eq!(adopt(browser).await.flash(), "document-adopted");
    }

    pub async fn the_team_goes_by_its_own_name(f: Fixture) {
        let house = House::new(f).await;
        let rob = house.person("Rob", &[Role::Coordinator]).await;
        let daan = house.person("Daan", &[]).await;
        house.ask(&daan, Requester::Self_).await;
        let me = house.sign_in(&daan);
        assert!(me.get("/me").await.ok().says("Iemand van het opvangteam"));
        let browser = house.sign_in(&rob);
        let words = [("nl-team", "het BOT"), ("en-team", "the crew friends")];
        let kept = draft(&browser, "0", &words).await;
        assert_eq!(kept.flash(), "document-kept");
        let preview = browser.get(&format!("{HOME}/preview")).await.ok();
        for read in [
            "Iemand van het opvangteam belt je vandaag.",
            "Iemand van het BOT belt je vandaag.",
            "Somebody from the crew friends will call you today.",
            "Het BOT is er voor iedereen",
        ] {
            assert!(preview.says(read), "{read}: {}", preview.body);
        }
        assert!(
            me.get("/me").await.ok().says("Iemand van het opvangteam"),
            "a draft counts for nothing"
        );
        assert_eq!(adopt(&browser).await.flash(), "document-adopted");
        let page = me.get("/me").await.ok();
        assert!(page.says("Iemand van het BOT") && page.says("Het BOT ziet dat je"));
        let english = house.sign_in(&daan).in_language("en");
        assert!(
            english
                .get("/me")
                .await
                .ok()
                .says("Somebody from the crew friends")
        );
        let info = format!("/info/{}", house.org.id);
        let info = house.stranger().get(&info).await.ok();
        assert!(info.says("<bdi>Het BOT</bdi>") && info.says("Het BOT is er voor iedereen"));
        let history = browser.get(&format!("{HOME}/history")).await.ok();
        assert!(history.says("Zo noemen we het zelf") && history.says("Rob"));
        let log = house.access_log().await;
        assert!(log.iter().any(|row| row.action == "document-adopted"));
    }

    pub async fn own_words_stand_beside_the_fixed_ones(f: Fixture) {
        let house = House::new(f).await;
        let rob = house.person("Rob", &[Role::Coordinator]).await;
        let daan = house.person("Daan", &[]).await;
        let sanne = house.person("Sanne", &[Role::Supporter]).await;
        house.incident(&[&daan]).await;
        offered(&house, &daan, &sanne).await;
        let browser = house.sign_in(&rob);
        let words = [
            ("nl-offer", "Koffie?\r\nOf een rondje."),
            ("nl-welcome", "Wij zijn er."),
        ];
        word(&browser, &words).await;
        let page = house.sign_in(&daan).get("/me").await.ok();
        for words in [
            "Koffie? Of een rondje.",
            "Je hoeft nu niets te beslissen. Alle drie zijn goed.",
            "value=\"decline\"",
        ] {
            assert!(page.says(words), "{words}");
        }
        let info = format!("/info/{}", house.org.id);
        for (path, place) in [
            (info.clone(), "class=\"lead\" dir=\"auto\""),
            (format!("{info}/embed"), "dir=\"auto\""),
        ] {
            let page = house.stranger().get(&path).await.ok();
            assert!(page.says(&format!("{place}>Wij zijn er.")), "{}", page.body);
            assert!(!page.says("Koffie"), "only who is offered a talk reads it");
        }
        let english = house.stranger().get(&format!("{info}?lang=en")).await.ok();
        assert!(
            english.says("The peer team is there for everybody"),
            "Veer speaks where nothing is said"
        );
        let empty = [("nl-offer", ""), ("nl-welcome", " ")];
        word(&browser, &empty).await;
        assert!(!house.sign_in(&daan).get("/me").await.ok().says("Koffie"));
    }

    pub async fn words_of_every_script_are_kept_and_escaped(f: Fixture) {
        let house = House::new(f).await;
        let rob = house.person("Rob", &[Role::Coordinator]).await;
        let browser = house.sign_in(&rob);
        let info = format!("/info/{}", house.org.id);
        let long = "字".repeat(60);
        for (team, shown) in [
            ("فريق الزملاء", "\u{2068}فريق الزملاء\u{2069} is er voor"),
            (
                "<b>\"BOT\"</b> & co",
                "&#60;b&#62;&#34;BOT&#34;&#60;/b&#62; &#38; co is er voor",
            ),
            (long.as_str(), long.as_str()),
        ] {
            word(&browser, &[("nl-team", team)]).await;
            let page = house.stranger().get(&info).await.ok();
            assert!(page.says(shown), "{shown}: {}", page.body);
            assert!(!page.says("<b>\"BOT"));
        }
    }

    pub async fn what_does_not_show_or_is_too_long_is_refused(f: Fixture) {
        let house = House::new(f).await;
        let rob = house.person("Rob", &[Role::Coordinator]).await;
        let browser = house.sign_in(&rob);
        let (name, sentence) = ("x".repeat(61), "y".repeat(301));
        for (field, said) in [
            ("nl-team", "het\u{0}BOT"),
            ("en-team", "bell\u{7}"),
            ("nl-welcome", "om\u{202e}gekeerd"),
            ("nl-team", name.as_str()),
            ("en-offer", sentence.as_str()),
        ] {
            let words = [(field, said), ("nl-offer", "Wat ik verder typte")];
            let refused = draft(&browser, "0", &words).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
            assert!(refused.says("Wat ik verder typte"), "what was typed stays");
            assert!(refused.says(&format!("href=\"#{field}\"")));
        }
        assert!(
            browser
                .get(HOME)
                .await
                .ok()
                .says("Er zijn nog geen eigen teksten")
        );
    }

    pub async fn two_who_word_it_lose_nothing(f: Fixture) {
        let house = House::new(f).await;
        let rob = house.person("Rob", &[Role::Coordinator]).await;
        let ina = house.person("Ina", &[Role::Coordinator]).await;
        let (first, second) = (house.sign_in(&rob), house.sign_in(&ina));
        draft(
            &second,
            "0",
            &[("nl-team", "de helpers"), ("nl-offer", "Van Ina")],
        )
        .await
        .location();
        word(&first, &[("nl-team", "het BOT")]).await;
        let late = second.get(&format!("{HOME}/preview")).await.ok();
        for words in ["de helpers", "het BOT", "Van Ina", "Rob"] {
            assert!(late.says(words), "{words}");
        }
        let refused = second
            .post(&format!("{HOME}/adopt"), &[("seen", "1"), ("why", "x")])
            .await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
        second.post(&format!("{HOME}/rebase"), &[]).await.location();
        assert_eq!(adopt(&second).await.flash(), "document-adopted");
        let page = first.get(HOME).await.ok();
        assert!(page.says("de helpers") && page.says("Van Ina"));
    }

    pub async fn where_one_language_is_spoken_pages_follow(f: Fixture) {
        let house = House::new(f).await;
        let ada = house
            .person("Ada", &[Role::Administrator, Role::Coordinator])
            .await;
        let admin = house.sign_in(&ada);
        let info = format!("/info/{}", house.org.id);
        let both = house.sign_in(&ada).in_language("en").get(HOME).await.ok();
        assert!(both.says("name=\"nl-team\"") && both.says("name=\"en-team\""));
        assert!(both.says("action=\"/language\"") && both.says("value=\"nl\" lang=\"nl\""));
        let form = [
            ("version", "0"),
            ("name", "Ambulance Noord"),
            ("time_zone", "Europe/Amsterdam"),
            ("language", "nl"),
            ("one_language", "yes"),
            ("smallest_count", "5"),
            ("why", "Iedereen leest Nederlands"),
        ];
        let saved = admin.post("/desk/organisation", &form).await;
        assert_eq!(saved.flash(), "desk-organisation-saved");
        let english = house.sign_in(&ada).in_language("en");
        let page = english.get(HOME).await.ok();
        assert!(page.says("<html lang=\"nl\"") && !page.says("name=\"en-team\""));
        assert!(
            !page.says("name=\"lang\" value"),
            "there is nothing to choose"
        );
        for path in [
            format!("{info}?lang=en"),
            format!("{info}/embed?lang=en"),
            info,
        ] {
            let page = house.stranger().in_language("en").get(&path).await.ok();
            assert!(
                page.says("<html lang=\"nl\"") && !page.says("lang=en\""),
                "{path}"
            );
        }
        // What was said in the other language is kept for when it is spoken again.
        let settings = admin.get("/desk/organisation").await.ok();
        assert!(settings.says("value=\"yes\" checked"));
    }

    pub async fn for_everybody_else_it_is_not_there(f: Fixture) {
        let house = House::new(f).await;
        for role in [
            Role::Administrator,
            Role::Manager,
            Role::Hr,
            Role::Supporter,
            Role::PrivacyOfficer,
        ] {
            let person = house.person(role.code(), &[role]).await;
            let browser = house.sign_in(&person);
            let answer = browser.get(HOME).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{role}");
            let answer = draft(&browser, "0", &[("nl-team", "van mij")]).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{role}");
        }
    }
}
