//! The documents of the organisation: drafted, previewed, adopted with a reason, compared.

crate::on_both_engines!(
    a_new_line_of_the_list_is_previewed_and_adopted,
    a_kind_is_ticked_from_what_really_occurs,
    a_new_event_follows_the_new_version_and_a_running_case_keeps_its_own,
    two_coordinators_lose_nothing,
    a_page_from_before_a_version_is_laid_beside_it,
    what_protects_people_is_no_setting,
    a_protocol_is_tuned_and_shown_before_and_after,
    a_referral_protocol_is_used_when_all_five_parts_are_there,
    a_draft_is_thrown_away_and_taken_back,
    every_version_can_be_compared,
    an_entry_is_moved_withdrawn_and_brought_back,
    for_everybody_else_there_are_no_documents,
);

mod scenario {
    use axum::http::StatusCode;
    use care::{
        access::Role,
        ids::{KindCode, PersonId, UnitCode},
        path::Requester,
        protocol::{Protocol, Tunable},
    };
    use veer::{
        feed::{
            intake::Intake,
            record::{EventRecord, Precision},
        },
        store::{IncidentRow, PolicyKind},
    };

    use crate::support::{
        Fixture,
        pages::{Answer, Browser, House},
    };

    async fn coordinator(house: &House, name: &str) -> PersonId {
        house.person(name, &[Role::Coordinator]).await
    }

    /// An event from dispatch, now, of a kind.
    async fn event(house: &House, number: &str, kind: &str) -> IncidentRow {
        let mut record = EventRecord::new("mka", number, house.now(), Precision::Exact);
        record.kind_codes.insert(KindCode::new(kind));
        record.units.insert(UnitCode::new("17-101"));
        let (store, org) = (&house.fixture.store, &house.org);
        let mut intake = Intake::begin(store, org, "mka", number.to_owned(), house.now())
            .await
            .unwrap();
        intake.take(&[Ok(record)], house.now()).await.unwrap();
        intake.finish(house.now()).await.unwrap();
        let tx = house.read().await;
        tx.incidents_by_ref("mka", &[number])
            .await
            .unwrap()
            .remove(0)
    }

    /// The value of a hidden field.
    fn hidden(page: &Answer, name: &str) -> String {
        let mark = format!("name=\"{name}\" value=\"");
        let (_, rest) = page.body.split_once(&mark).expect("the field");
        rest.split('"').next().unwrap().to_owned()
    }

    async fn add_smoke(browser: &Browser<'_>) {
        let page = browser.get("/coordinate/list/new").await.ok();
        let fields = [
            ("seen", &*hidden(&page, "seen")),
            ("nl", "Zware rook"),
            ("en", "Heavy smoke"),
            ("codes-0", "Rook\r\n"),
            ("certainty-0", "sure"),
        ];
        let kept = browser.post("/coordinate/list/new", &fields).await;
        assert_eq!(kept.flash(), "document-kept", "{}", kept.body);
    }

    async fn adopt(browser: &Browser<'_>, home: &str, why: &str) -> Answer {
        let page = browser.get(&format!("{home}/preview")).await.ok();
        let seen = hidden(&page, "seen");
        let fields = [("seen", seen.as_str()), ("why", why)];
        browser.post(&format!("{home}/adopt"), &fields).await
    }

    pub async fn a_new_line_of_the_list_is_previewed_and_adopted(f: Fixture) {
        let house = House::new(f).await;
        let rob = coordinator(&house, "Rob").await;
        event(&house, "26-1", "smoke").await;
        event(&house, "26-2", "transfer").await;
        let browser = house.sign_in(&rob);
        let empty = browser.get("/coordinate/list/preview").await.ok();
        assert!(empty.says("Je hebt geen concept"));
        add_smoke(&browser).await;
        let page = browser.get("/coordinate/list").await.ok();
        assert!(
            page.says("Zware rook")
                && page.says("één wijziging")
                && page.says("Basislijst, nummer 2")
        );
        let wall = browser.get("/signal/list").await.ok();
        assert!(!wall.says("Zware rook"), "a draft counts for nothing");
        let preview = browser.get("/coordinate/list/preview?days=7").await.ok();
        assert!(
            preview.says("Telt straks meteen, stond niet op de lijst"),
            "{}",
            preview.body
        );
        assert!(preview.says("beoordeelde Veer 2 gebeurtenissen") && preview.says("bij 1 anders"));
        assert!(preview.says("Rook (Zware rook)") && !preview.says("17-101"));
        let seen = hidden(&preview, "seen");
        let silent = [("seen", seen.as_str()), ("why", "  ")];
        let refused = browser.post("/coordinate/list/adopt", &silent).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.says("Schrijf op waarom"));
        let adopted = adopt(&browser, "/coordinate/list", "Evaluatie van de brand").await;
        assert_eq!(adopted.flash(), "document-adopted");
        let twice = [("seen", seen.as_str()), ("why", "nog eens")];
        let twice = browser.post("/coordinate/list/adopt", &twice).await;
        assert_eq!(
            twice.flash(),
            "document-nothing",
            "sent twice has one effect"
        );
        assert!(browser.get("/signal/list").await.ok().says("Zware rook"));
        let history = browser.get("/coordinate/list/history").await.ok();
        assert!(history.says("Evaluatie van de brand") && history.says("Rob"));
        let log = house.access_log().await;
        assert!(log.iter().any(|row| row.action == "document-adopted"));
    }

    pub async fn a_kind_is_ticked_from_what_really_occurs(f: Fixture) {
        let house = House::new(f).await;
        let rob = coordinator(&house, "Rob").await;
        for number in 0..3 {
            event(&house, &format!("26-{number}"), "smoke").await;
        }
        event(&house, "26-9", "drowning").await;
        let browser = house.sign_in(&rob);
        let new = "/coordinate/list/new";
        let page = browser.get(new).await.ok();
        assert!(page.says("Rook (3 keer)") && page.says("Verdrinking (1 keer)"));
        assert!(page.says("staat al bij: "), "drowning is in a line already");
        let seen = hidden(&page, "seen");
        let typed = [
            ("seen", seen.as_str()),
            ("nl", "Zware rook"),
            ("en", "Heavy smoke"),
            ("codes-0", ""),
            ("certainty-0", "sure"),
            ("found", ""),
        ];
        // Looking for a word keeps what was typed and ticked, and keeps nothing in the draft.
        let looks = [&typed[..], &[("find", "ROOK"), ("enter", "yes")]].concat();
        let found = browser.post(new, &looks).await.ok();
        assert!(found.says("Rook (3 keer)") && !found.says("Verdrinking (1 keer)"));
        assert!(found.says("value=\"Zware rook\""));
        let none = [&typed[..], &[("find", "zzz"), ("only-find", "yes")]].concat();
        assert!(browser.post(new, &none).await.ok().says("heet zo"));
        assert!(
            !browser
                .get("/coordinate/list")
                .await
                .ok()
                .says("Zware rook")
        );
        let ticked = [&typed[..], &[("pick-0-smoke", "yes"), ("enter", "yes")]].concat();
        let kept = browser.post(new, &ticked).await;
        assert_eq!(kept.flash(), "document-kept", "{}", kept.body);
        let preview = browser.get("/coordinate/list/preview?days=7").await.ok();
        assert!(preview.says("Rook (Zware rook)"), "{}", preview.body);
    }

    pub async fn a_new_event_follows_the_new_version_and_a_running_case_keeps_its_own(f: Fixture) {
        let house = House::new(f).await;
        let rob = coordinator(&house, "Rob").await;
        let daan = house.person("Daan", &[]).await;
        let before = event(&house, "26-1", "smoke").await;
        let running = house.ask(&daan, Requester::Self_).await;
        let browser = house.sign_in(&rob);
        add_smoke(&browser).await;
        adopt(&browser, "/coordinate/list", "Evaluatie").await;
        let after = event(&house, "26-2", "smoke").await;
        assert_eq!((before.list_version, before.entry.as_deref()), (1, None));
        assert_eq!(
            (after.list_version, after.certainty.as_deref()),
            (2, Some("sure"))
        );
        let untouched = house.read().await.incident(&before.id).await.unwrap();
        assert_eq!(untouched, Some(before));

        let due = house.case(&running).await.case.protocol.clone();
        let page = browser.get("/coordinate/protocol").await.ok();
        let fields = protocol_form(&page, &[("first-contact-hours", "12")]);
        browser.post("/coordinate/protocol", &refs(&fields)).await;
        let adopted = adopt(&browser, "/coordinate/protocol", "Sneller bellen").await;
        assert_eq!(adopted.flash(), "document-adopted");
        assert_eq!(house.case(&running).await.case.protocol, due, "R011");
        assert_eq!(
            house
                .read()
                .await
                .protocol(house.now())
                .await
                .unwrap()
                .version,
            2
        );
    }

    /// The form of the protocol as the page has it, with some fields otherwise.
    fn protocol_form(page: &Answer, other: &[(&str, &str)]) -> Vec<(String, String)> {
        let mut fields: Vec<(String, String)> = Tunable::ALL
            .iter()
            .map(|value| {
                let mark = format!("name=\"{value}\"");
                let (_, rest) = page.body.split_once(&mark).expect("the field");
                let (_, rest) = rest.split_once("value=\"").expect("its value");
                let value_of = rest.split('"').next().unwrap().to_owned();
                (value.code().to_owned(), value_of)
            })
            .collect();
        fields.push(("seen".to_owned(), hidden(page, "seen")));
        fields.push(("anchor".to_owned(), "incident".to_owned()));
        for (name, value) in other {
            fields.retain(|(known, _)| known != name);
            fields.push(((*name).to_owned(), (*value).to_owned()));
        }
        fields
    }

    fn refs(fields: &[(String, String)]) -> Vec<(&str, &str)> {
        fields
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect()
    }

    async fn rename(browser: &Browser<'_>, id: &str, nl: &str) -> Answer {
        let path = format!("/coordinate/list/entry/{id}");
        let page = browser.get(&path).await.ok();
        let seen = hidden(&page, "seen");
        browser
            .post(
                &path,
                &[("seen", seen.as_str()), ("nl", nl), ("en", "Other words")],
            )
            .await
    }

    pub async fn two_coordinators_lose_nothing(f: Fixture) {
        let house = House::new(f).await;
        let (rob, karin) = (
            coordinator(&house, "Rob").await,
            coordinator(&house, "Karin").await,
        );
        let (first, second) = (house.sign_in(&rob), house.sign_in(&karin));
        rename(&first, "kind-5", "Woorden van Rob").await;
        rename(&second, "kind-5", "Woorden van Karin").await;
        rename(&second, "kind-6", "Machteloos toekijken").await;
        let page = second.get("/coordinate/list").await.ok();
        assert!(page.says("Ook bezig met een concept: Rob"));
        let stale = second.get("/coordinate/list/preview").await.ok();
        let seen = hidden(&stale, "seen");
        adopt(&first, "/coordinate/list", "Rob vond dit beter").await;

        let late = [("seen", seen.as_str()), ("why", "Karin ook")];
        let refused = second.post("/coordinate/list/adopt", &late).await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
        for words in [
            "Intussen is versie 2 aangenomen",
            "Rob vond dit beter",
            "Woorden van Rob",
            "Woorden van Karin",
            "Machteloos toekijken",
            "Jullie wijzigden dit allebei",
        ] {
            assert!(refused.says(words), "{words}: {}", refused.body);
        }
        let laid = second.post("/coordinate/list/rebase", &[]).await;
        assert_eq!(laid.flash(), "document-rebased");
        let adopted = adopt(&second, "/coordinate/list", "Karin ook").await;
        assert_eq!(adopted.flash(), "document-adopted");
        let wall = second.get("/signal/list").await.ok();
        assert!(wall.says("Woorden van Karin") && wall.says("Machteloos toekijken"));
        let old = first.get("/coordinate/list/history?from=1&to=2").await.ok();
        assert!(old.says("Woorden van Rob"), "what was adopted stays told");
    }

    pub async fn a_page_from_before_a_version_is_laid_beside_it(f: Fixture) {
        let house = House::new(f).await;
        let (rob, karin) = (
            coordinator(&house, "Rob").await,
            coordinator(&house, "Karin").await,
        );
        let (first, second) = (house.sign_in(&rob), house.sign_in(&karin));
        let path = "/coordinate/list/entry/kind-5";
        let page = second.get(path).await.ok();
        rename(&first, "kind-5", "Woorden van Rob").await;
        adopt(&first, "/coordinate/list", "Rob vond dit beter").await;
        let seen = hidden(&page, "seen");
        let fields = [
            ("seen", seen.as_str()),
            ("nl", "Woorden van Karin"),
            ("en", "Words"),
        ];
        second.post(path, &fields).await;
        let preview = second.get("/coordinate/list/preview").await.ok();
        assert!(preview.says("Intussen is versie 2") && preview.says("Woorden van Rob"));
        assert!(preview.says("Woorden van Karin"));
    }

    pub async fn what_protects_people_is_no_setting(f: Fixture) {
        let house = House::new(f).await;
        let rob = coordinator(&house, "Rob").await;
        let browser = house.sign_in(&rob);
        let page = browser.get("/coordinate/protocol").await.ok();
        assert!(page.says("Wat vaststaat") && page.says("Standaard: 24 uur"));
        for (field, value, told) in [
            ("max-talks", "4", "Hooguit drie gesprekken"),
            (
                "exclude-involved",
                "false",
                "vangt daar niemand op: dat is geen instelling",
            ),
            (
                "email-completes-first-contact",
                "true",
                "geen eerste contact: dat is geen instelling",
            ),
            (
                "activities",
                "Emotionele debriefing",
                "leest als een emotionele debriefing",
            ),
            ("first-contact-hours", "0", "dit mag 1 tot en met"),
            ("first-talk-to-hours", "47", "dit past niet bij de termijn"),
            ("offer-open-days", "veel", "vul een heel getal in"),
        ] {
            let fields = protocol_form(&page, &[(field, value)]);
            let refused = browser.post("/coordinate/protocol", &refs(&fields)).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
            assert!(refused.says(told), "{field}: {}", refused.body);
            let locked =
                field.starts_with("max") || field.contains("clude") || field.contains("mail");
            assert!(
                locked || refused.says(value),
                "{field}: what was typed stays"
            );
        }
        let asked = "/coordinate/list/entry/kind-10/withdraw";
        let refused = browser
            .post(asked, &[("seen", "1"), ("reason", "te vaak")])
            .await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.says("Een eigen verzoek telt altijd"));
        let eight = [
            ("seen", "1"),
            ("nl", "Eigen fout"),
            ("en", "Own mistake"),
            ("codes-0", "other"),
            ("certainty-0", "sure"),
        ];
        let refused = browser.post("/coordinate/list/entry/kind-8", &eight).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.says("kan Veer niets herkennen"), "{}", refused.body);
        let tx = house.read().await;
        assert!(
            tx.others_drafting(PolicyKind::Protocol, &PersonId::new("x"))
                .await
                .unwrap()
                .is_empty()
        );
        assert_eq!(
            tx.protocol(house.now()).await.unwrap(),
            Protocol::default_policy()
        );
    }

    pub async fn a_protocol_is_tuned_and_shown_before_and_after(f: Fixture) {
        let house = House::new(f).await;
        let rob = coordinator(&house, "Rob").await;
        let browser = house.sign_in(&rob).in_language("en");
        let page = browser.get("/coordinate/protocol").await.ok();
        assert!(page.says("Source: the handbook (H556–566)"));
        let changed = [
            ("first-contact-hours", "12"),
            ("anchor", "first-contact"),
            ("activities", "Walk together"),
        ];
        let fields = protocol_form(&page, &changed);
        let kept = browser.post("/coordinate/protocol", &refs(&fields)).await;
        assert_eq!(kept.location(), "/coordinate/protocol/preview");
        let preview = browser.get("/coordinate/protocol/preview").await.ok();
        for words in [
            "24 hours",
            "12 hours",
            "From first contact",
            "Walk together",
            "class=\"current\"",
        ] {
            assert!(preview.says(words), "{words}");
        }
        adopt(&browser, "/coordinate/protocol", "Asked by the team").await;
        let protocol = house.read().await.protocol(house.now()).await.unwrap();
        assert_eq!((protocol.version, protocol.first_contact_hours), (2, 12));
        assert_eq!(protocol.source, "Asked by the team");
        let page = browser.get("/coordinate/protocol").await.ok();
        assert!(page.says("Asked by the team") && page.says("Default: 24 hours"));
    }

    pub async fn a_referral_protocol_is_used_when_all_five_parts_are_there(f: Fixture) {
        let house = House::new(f).await;
        let rob = coordinator(&house, "Rob").await;
        let browser = house.sign_in(&rob);
        let home = "/coordinate/referral";
        let page = browser.get(home).await.ok();
        assert!(page.says("Er geldt nog niets"));
        for kind in [
            "maatschappelijk werk",
            "Psycholoog",
            "Bedrijfsarts",
            "Huisarts",
        ] {
            assert!(page.says(kind), "{kind}");
        }
        let half = [
            ("seen", "0"),
            ("name-psychologist-0", "Praktijk De Brug"),
            ("reach-psychologist-0", "085-1"),
        ];
        assert_eq!(browser.post(home, &half).await.flash(), "document-kept");
        let preview = browser.get("/coordinate/referral/preview").await.ok();
        let seen = hidden(&browser.get(home).await.ok(), "seen");
        let parts = [
            "Hoe je hen bereikt",
            "Binnen hoeveel dagen er een afspraak",
            "Wat personeelszaken doet is",
            "Wanneer het niet kan wachten is",
        ];
        assert!(preview.says("Psycholoog: Praktijk De Brug, 085-1"));
        let draft: veer::store::PolicyDraft<care::referral::ReferralProtocol> = house
            .read()
            .await
            .policy_draft(PolicyKind::Referral, &rob)
            .await
            .unwrap()
            .unwrap();
        let at = draft.at.millis().to_string();
        let early = [("seen", at.as_str()), ("why", "vast proberen")];
        let refused = browser.post("/coordinate/referral/adopt", &early).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        for part in parts {
            assert!(preview.says(part) && refused.says(part), "{part}");
        }
        assert!(!refused.says("Naar wie: vul"));
        let bad = [("seen", seen.as_str()), ("appointment-within", "gauw")];
        let refused = browser.post(home, &bad).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.says("gauw"), "what was typed stays");
        let whole = [
            ("seen", seen.as_str()),
            ("name-psychologist-0", "Praktijk De Brug"),
            ("reach-psychologist-0", "085-1"),
            ("name-general-practitioner-0", "De eigen huisarts"),
            ("how-reached", "Bel op werkdagen"),
            ("appointment-within", "5"),
            ("hr-role", "Niets"),
            ("acute-situations", "Gevaar\r\nNiet slapen"),
        ];
        browser.post(home, &whole).await;
        let adopted = adopt(&browser, home, "Met de bedrijfsarts").await;
        assert_eq!(adopted.flash(), "document-adopted");
        let found: Option<(i64, care::referral::ReferralProtocol)> = house
            .read()
            .await
            .policy(PolicyKind::Referral, house.now())
            .await
            .unwrap();
        let (version, protocol) = found.unwrap();
        assert_eq!((version, protocol.acute_situations.len()), (1, 2));
        assert!(protocol.missing().is_empty());
        let sanne = house.person("Sanne", &[Role::Supporter]).await;
        let told = house.sign_in(&sanne).get("/support/referral").await.ok();
        for words in ["Praktijk De Brug", "085-1", "5 dagen", "Niet slapen"] {
            assert!(told.says(words), "{words}");
        }
        let closed = browser.get("/support/referral").await;
        assert_eq!(closed.status, StatusCode::NOT_FOUND);
    }

    pub async fn a_draft_is_thrown_away_and_taken_back(f: Fixture) {
        let house = House::new(f).await;
        let rob = coordinator(&house, "Rob").await;
        let browser = house.sign_in(&rob);
        add_smoke(&browser).await;
        let gone = browser.post("/coordinate/list/drop", &[]).await;
        assert_eq!(gone.flash(), "document-dropped");
        assert!(
            !browser
                .get("/coordinate/list")
                .await
                .ok()
                .says("Zware rook")
        );
        let back = browser.post("/coordinate/list/take-back", &[]).await;
        assert_eq!(back.flash(), "document-taken-back");
        assert!(
            browser
                .get("/coordinate/list")
                .await
                .ok()
                .says("Zware rook")
        );
    }

    pub async fn every_version_can_be_compared(f: Fixture) {
        let house = House::new(f).await;
        let rob = coordinator(&house, "Rob").await;
        let browser = house.sign_in(&rob);
        for words in ["Eerste woorden", "Tweede woorden"] {
            rename(&browser, "kind-6", words).await;
            adopt(&browser, "/coordinate/list", words).await;
        }
        let far = browser
            .get("/coordinate/list/history?from=1&to=3")
            .await
            .ok();
        assert!(
            far.says("Tweede woorden</ins>") && far.says("Niets kunnen doen</del>"),
            "{}",
            far.body
        );
        assert!(!far.says("Eerste woorden</ins>"));
        let same = browser
            .get("/coordinate/list/history?from=2&to=2")
            .await
            .ok();
        assert!(same.says("Deze twee zeggen hetzelfde"));
        let none = browser.get("/coordinate/list/history?from=1&to=9").await;
        assert_eq!(none.status, StatusCode::NOT_FOUND);
    }

    pub async fn an_entry_is_moved_withdrawn_and_brought_back(f: Fixture) {
        let house = House::new(f).await;
        let rob = coordinator(&house, "Rob").await;
        let browser = house.sign_in(&rob);
        let entry = "/coordinate/list/entry/kind-9";
        let post = async |what: &str, reason: &str| {
            let path = format!("{entry}/{what}");
            browser
                .post(&path, &[("seen", "1"), ("reason", reason)])
                .await
        };
        assert_eq!(post("up", "").await.flash(), "document-kept");
        let silent = post("withdraw", " ").await;
        assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(silent.says("Schrijf op waarom deze regel"));
        post("withdraw", "Doet de GGD").await;
        let preview = browser.get("/coordinate/list/preview").await.ok();
        assert!(
            preview.says("Andere plaats") && preview.says("Doet de GGD"),
            "{}",
            preview.body
        );
        post("return", "").await;
        post("down", "").await;
        let page = browser.get("/coordinate/list").await.ok();
        assert!(!page.says("Je hebt een concept"), "all is as it was");
        let gone = browser
            .post("/coordinate/list/entry/kind-9/remove", &[("seen", "1")])
            .await;
        assert_eq!(
            gone.status,
            StatusCode::NOT_FOUND,
            "an adopted line never goes"
        );
    }

    pub async fn for_everybody_else_there_are_no_documents(f: Fixture) {
        let house = House::new(f).await;
        for role in [
            Role::Colleague,
            Role::Supporter,
            Role::Manager,
            Role::Dispatcher,
            Role::Hr,
            Role::PrivacyOfficer,
            Role::Administrator,
        ] {
            let person = house.person("Iemand", &[role]).await;
            let browser = house.sign_in(&person);
            for home in [
                "/coordinate/list",
                "/coordinate/protocol",
                "/coordinate/referral",
            ] {
                for page in ["", "/preview", "/history"] {
                    let answer = browser.get(&format!("{home}{page}")).await;
                    assert_eq!(answer.status, StatusCode::NOT_FOUND, "{role} {home}{page}");
                }
                for act in ["/adopt", "/drop", "/take-back", "/rebase"] {
                    let answer = browser.post(&format!("{home}{act}"), &[]).await;
                    assert_eq!(answer.status, StatusCode::NOT_FOUND, "{role} {home}{act}");
                }
            }
            let answer = browser.post("/coordinate/list/entry/kind-1/up", &[]).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{role}");
        }
    }
}
