//! A case walked by posts: from the event to the third talk, and no further.

crate::on_both_engines!(
    from_the_event_to_the_third_talk,
    a_mail_does_not_complete_the_first_contact,
    what_was_typed_stays_when_something_is_missing,
    somebody_elses_request_needs_a_yes,
    a_talk_before_its_window_needs_a_reason,
    a_closed_case_opens_again,
    red_asks_for_a_replacement_without_a_name,
    a_debriefing_says_nothing_about_persons,
    a_referral_is_there_at_every_step,
    an_offer_is_asked_answered_and_respected,
);

mod scenario {
    use axum::http::StatusCode;
    use care::{
        access::Role,
        ids::PersonId,
        path::{Requester, Stage},
        protocol::TalkNumber,
    };

    use crate::support::{
        Fixture,
        pages::{Answer, Browser, House},
    };

    /// A house with Sanne on duty and Daan after an event.
    async fn begin(f: Fixture) -> (House, PersonId, PersonId) {
        let house = House::new(f).await;
        let sanne = house.person("Sanne de Boer", &[Role::Supporter]).await;
        let daan = house.person("Daan Visser", &[]).await;
        house.incident(&[&daan]).await;
        (house, sanne, daan)
    }

    async fn act(
        house: &House,
        browser: &Browser<'_>,
        whom: &PersonId,
        step: &str,
        fields: &[(&str, &str)],
    ) -> Answer {
        let case = house.case_of(whom).await;
        let revision = case.revision.to_string();
        let mut all = vec![("revision", revision.as_str())];
        all.extend(fields);
        browser
            .post(&format!("/support/case/{}/{step}", case.id.as_str()), &all)
            .await
    }

    async fn to_contact(house: &House, browser: &Browser<'_>, daan: &PersonId) {
        act(house, browser, daan, "take", &[]).await.location();
        act(house, browser, daan, "picture", &[("how", "skip")])
            .await
            .location();
    }

    const SPOKE: [(&str, &str); 4] = [
        ("spoken", "yes"),
        ("channel", "phone"),
        ("wants", "yes"),
        ("help", "clothing"),
    ];

    async fn talk(
        house: &House,
        browser: &Browser<'_>,
        daan: &PersonId,
        number: TalkNumber,
        outcome: &str,
    ) -> Answer {
        let tz = &house.org.time_zone;
        let window = house
            .case_of(daan)
            .await
            .case
            .talk_window(number, tz)
            .unwrap();
        let slot = window.opens.plus(jiff::SignedDuration::from_hours(12));
        let slot_field = slot.millis().to_string();
        let planned = act(
            house,
            browser,
            daan,
            "plan",
            &[("slot", &slot_field), ("agreed", "yes")],
        )
        .await;
        assert_eq!(planned.flash(), "support-planned", "{}", planned.body);
        house.wait_until(slot);
        assert_eq!(
            house.case_of(daan).await.case.stage(house.now(), tz),
            Stage::Outcome(number)
        );
        act(
            house,
            browser,
            daan,
            "hold",
            &[("outcome", outcome), ("consent", "given")],
        )
        .await
    }

    pub async fn from_the_event_to_the_third_talk(f: Fixture) {
        let (house, sanne, daan) = begin(f).await;
        let browser = house.sign_in(&sanne);
        let home = browser.get("/support").await.ok();
        assert!(
            home.says("Daan Visser") && home.says("Neem over"),
            "{}",
            home.body
        );
        to_contact(&house, &browser, &daan).await;
        let case = house.case_of(&daan).await;
        let address = format!("/support/case/{}", case.id.as_str());
        let page = browser.get(&address).await.ok();
        assert!(page.says("Heb je elkaar gesproken?") && page.says("tel:06-12345678"));
        assert_eq!(
            act(&house, &browser, &daan, "contact", &SPOKE)
                .await
                .flash(),
            "support-contact"
        );
        let page = browser.get(&address).await.ok();
        assert!(
            page.says("Rustig afwachten.") && page.says("Schone kleding"),
            "{}",
            page.body
        );
        for (number, outcome, flash) in [
            (TalkNumber::First, "follow-up", "support-held"),
            (TalkNumber::Second, "follow-up", "support-held"),
        ] {
            assert_eq!(
                talk(&house, &browser, &daan, number, outcome).await.flash(),
                flash
            );
            browser.get(&address).await.ok();
        }
        let third = talk(&house, &browser, &daan, TalkNumber::Third, "follow-up").await;
        assert_eq!(third.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            third.says("Drie gesprekken is het maximum"),
            "{}",
            third.body
        );
        let third = act(
            &house,
            &browser,
            &daan,
            "hold",
            &[("outcome", "refer"), ("consent", "given")],
        )
        .await;
        assert_eq!(third.flash(), "support-held-refer");
        house.wait(24);
        let soon = house
            .now()
            .plus(jiff::SignedDuration::from_hours(24))
            .millis()
            .to_string();
        let fourth = act(
            &house,
            &browser,
            &daan,
            "plan",
            &[("slot", &soon), ("agreed", "yes")],
        )
        .await;
        assert_eq!(fourth.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(fourth.says("een vierde is er niet"), "{}", fourth.body);
        assert_eq!(
            act(&house, &browser, &daan, "close", &[("why", "referred")])
                .await
                .flash(),
            "support-closed"
        );
        let closed = browser.get(&address).await.ok();
        assert!(closed.says("Afgesloten") && !closed.says("name=\"slot\""));
    }

    pub async fn a_mail_does_not_complete_the_first_contact(f: Fixture) {
        let (house, sanne, daan) = begin(f).await;
        let browser = house.sign_in(&sanne);
        to_contact(&house, &browser, &daan).await;
        for channel in ["email", "message"] {
            let fields = [("spoken", "yes"), ("channel", channel), ("wants", "yes")];
            assert_eq!(
                act(&house, &browser, &daan, "contact", &fields)
                    .await
                    .flash(),
                "support-attempt-message"
            );
            let case = house.case_of(&daan).await.case;
            assert_eq!(
                (
                    case.first_contact.clone(),
                    case.stage(house.now(), &house.org.time_zone)
                ),
                (None, Stage::FirstContact)
            );
        }
        // A message alone does not end a round of tries either; a call does.
        let stop = act(
            &house,
            &browser,
            &daan,
            "offer",
            &[("answer", "not-reached")],
        )
        .await;
        assert_eq!(stop.status, StatusCode::UNPROCESSABLE_ENTITY);
        let fields = [("spoken", "no"), ("channel", "phone")];
        assert_eq!(
            act(&house, &browser, &daan, "contact", &fields)
                .await
                .flash(),
            "support-attempt"
        );
        assert_eq!(
            act(
                &house,
                &browser,
                &daan,
                "offer",
                &[("answer", "not-reached")]
            )
            .await
            .flash(),
            "support-not-reached"
        );
        assert_eq!(
            act(&house, &browser, &daan, "close", &[("why", "not-reached")])
                .await
                .flash(),
            "support-closed"
        );
    }

    pub async fn what_was_typed_stays_when_something_is_missing(f: Fixture) {
        let (house, sanne, daan) = begin(f).await;
        let browser = house.sign_in(&sanne);
        act(&house, &browser, &daan, "take", &[]).await.location();
        let answer = act(
            &house,
            &browser,
            &daan,
            "picture",
            &[("source", "officer"), ("people", "veel"), ("needs", "soon")],
        )
        .await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        for kept in [
            "value=\"officer\" checked",
            "value=\"veel\"",
            "value=\"soon\" checked",
            "href=\"#people\"",
        ] {
            assert!(answer.says(kept), "{kept}: {}", answer.body);
        }
        let picture = [
            ("source", "officer"),
            ("people", "4"),
            ("needs", "soon"),
            ("needs", "practical"),
            ("needs", "<b>"),
        ];
        assert_eq!(
            act(&house, &browser, &daan, "picture", &picture)
                .await
                .flash(),
            "support-picture-formed"
        );
        let incident = house.case_of(&daan).await.case.event.unwrap().incident;
        let stored = house
            .read()
            .await
            .picture(&incident)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(
            (stored.source.as_str(), stored.people, stored.needs.as_str()),
            ("officer", 4, "soon practical")
        );
        let answer = act(
            &house,
            &browser,
            &daan,
            "contact",
            &[("spoken", "yes"), ("channel", "video"), ("help", "family")],
        )
        .await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        for kept in [
            "value=\"video\" checked",
            "value=\"family\" checked",
            "href=\"#wants\"",
            "id=\"wants-error\"",
        ] {
            assert!(answer.says(kept), "{kept}: {}", answer.body);
        }
        assert_eq!(
            act(&house, &browser, &daan, "contact", &SPOKE)
                .await
                .flash(),
            "support-contact"
        );
        let answer = act(
            &house,
            &browser,
            &daan,
            "plan",
            &[("slot", "other"), ("date", "2026-03-05"), ("time", "14:00")],
        )
        .await;
        assert!(
            answer.says("value=\"2026-03-05\"") && answer.says("href=\"#agreed\""),
            "{}",
            answer.body
        );
        let answer = act(&house, &browser, &daan, "plan", &[("agreed", "yes")]).await;
        assert!(answer.says("href=\"#slot\""), "{}", answer.body);
    }

    pub async fn somebody_elses_request_needs_a_yes(f: Fixture) {
        let house = House::new(f).await;
        let sanne = house.person("Sanne de Boer", &[Role::Supporter]).await;
        let [daan, fatma] = [
            house.person("Daan", &[]).await,
            house.person("Fatma", &[]).await,
        ];
        let browser = house.sign_in(&sanne);
        for (whom, answer, flash) in [
            (&daan, "given", "support-consent-given"),
            (&fatma, "refused", "support-consent-refused"),
        ] {
            let id = house.ask(whom, Requester::Manager).await;
            to_contact(&house, &browser, whom).await;
            act(&house, &browser, whom, "contact", &SPOKE)
                .await
                .location();
            let plan = act(
                &house,
                &browser,
                whom,
                "plan",
                &[("slot", "1772800000000"), ("agreed", "yes")],
            )
            .await;
            assert_eq!(plan.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert_eq!(
                act(&house, &browser, whom, "consent", &[("consent", answer)])
                    .await
                    .flash(),
                flash
            );
            assert_eq!(
                house.case(&id).await.case.closed.is_some(),
                answer == "refused"
            );
        }
    }

    pub async fn a_talk_before_its_window_needs_a_reason(f: Fixture) {
        let (house, sanne, daan) = begin(f).await;
        let browser = house.sign_in(&sanne);
        to_contact(&house, &browser, &daan).await;
        act(&house, &browser, &daan, "contact", &SPOKE)
            .await
            .location();
        let early = [("date", "2026-03-03"), ("time", "20:00"), ("agreed", "yes")];
        let answer = act(&house, &browser, &daan, "plan", &early).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            answer.says("href=\"#early\"") && answer.says("name=\"early\""),
            "{}",
            answer.body
        );
        let mut with_reason = early.to_vec();
        with_reason.push(("early", "colleague-asks"));
        assert_eq!(
            act(&house, &browser, &daan, "plan", &with_reason)
                .await
                .flash(),
            "support-planned"
        );
        let moved = [("date", "2026-03-05"), ("time", "09:00"), ("agreed", "yes")];
        assert_eq!(
            act(&house, &browser, &daan, "move", &moved).await.flash(),
            "support-moved"
        );
        assert_eq!(
            act(&house, &browser, &daan, "miss", &[("reason", "cancelled")])
                .await
                .flash(),
            "support-missed"
        );
        assert_eq!(house.case_of(&daan).await.case.talks_held(), 0);
    }

    pub async fn a_closed_case_opens_again(f: Fixture) {
        let (house, sanne, daan) = begin(f).await;
        let browser = house.sign_in(&sanne);
        to_contact(&house, &browser, &daan).await;
        let id = house.case_of(&daan).await.id;
        assert_eq!(
            act(&house, &browser, &daan, "acute", &[]).await.flash(),
            "support-acute"
        );
        assert!(
            browser
                .get(&format!("/support/case/{}/acute", id.as_str()))
                .await
                .ok()
                .says("tel:112")
        );
        assert_eq!(
            act(
                &house,
                &browser,
                &daan,
                "close",
                &[("why", "opened-in-error")]
            )
            .await
            .flash(),
            "support-closed"
        );
        let page = browser
            .get(&format!("/support/case/{}", id.as_str()))
            .await
            .ok();
        let again = format!("/support/case/{}/reopen", id.as_str());
        let answer = browser.post(&again, &[("revision", page.revision())]).await;
        assert_eq!(answer.flash(), "support-reopened");
        assert_eq!(house.case_of(&daan).await.case.reopened, 1);
    }

    pub async fn red_asks_for_a_replacement_without_a_name(f: Fixture) {
        let (house, sanne, daan) = begin(f).await;
        house.shift(&daan, "17-101", 8).await;
        let browser = house.sign_in(&sanne);
        to_contact(&house, &browser, &daan).await;
        let mut fields = SPOKE.to_vec();
        fields.push(("light", "red"));
        act(&house, &browser, &daan, "contact", &fields)
            .await
            .location();
        let open = house
            .read()
            .await
            .open_replacements(house.now())
            .await
            .unwrap();
        assert_eq!(
            open.iter()
                .map(|row| row.unit.to_string())
                .collect::<Vec<_>>(),
            ["17-101"]
        );
        let case = house.case_of(&daan).await;
        let page = browser
            .get(&format!("/support/case/{}", case.id.as_str()))
            .await
            .ok();
        assert!(
            page.says("Veer heeft vervanging gevraagd voor 17-101, zonder reden."),
            "{}",
            page.body
        );
        // Red again asks nothing again; green from here does not talk the red away that counts.
        assert_eq!(
            act(&house, &browser, &daan, "light", &[("light", "red")])
                .await
                .flash(),
            "support-light"
        );
        assert_eq!(
            house
                .read()
                .await
                .open_replacements(house.now())
                .await
                .unwrap()
                .len(),
            1
        );
    }

    pub async fn a_debriefing_says_nothing_about_persons(f: Fixture) {
        let (house, sanne, daan) = begin(f).await;
        let browser = house.sign_in(&sanne);
        let page = browser.get("/support/debriefing").await.ok();
        assert!(page.says("Vraag in de groep niet naar gevoelens"));
        assert!(!page.says("<textarea") && !page.says("type=\"text\"") && !page.says("Daan"));
        let incident = house.case_of(&daan).await.case.event.unwrap().incident;
        let form = [
            ("date", "2026-03-03"),
            ("time", "03:12"),
            ("information", "yes"),
            ("offers", "2"),
            ("incident", incident.as_str()),
        ];
        assert_eq!(
            browser.post("/support/debriefing", &form).await.flash(),
            "support-debriefing"
        );
        for (field, wrong) in [
            ("time", "23:59"),
            ("offers", "-1"),
            ("information", "maybe"),
            ("date", "morgen"),
        ] {
            let mut bad = form.to_vec();
            bad.retain(|(name, _)| *name != field);
            bad.push((field, wrong));
            let answer = browser.post("/support/debriefing", &bad).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
            assert!(answer.says("class=\"error-summary\""), "{field}");
        }
        let mut forged = form.to_vec();
        forged.pop();
        forged.push(("incident", "of-somebody-else"));
        assert_eq!(
            browser.post("/support/debriefing", &forged).await.status,
            StatusCode::NOT_FOUND
        );
        assert_eq!(
            house.sign_in(&daan).get("/support/debriefing").await.status,
            StatusCode::NOT_FOUND
        );
    }

    pub async fn a_referral_is_there_at_every_step(f: Fixture) {
        let (house, sanne, daan) = begin(f).await;
        let browser = house.sign_in(&sanne);
        act(&house, &browser, &daan, "take", &[]).await.location();
        let address = format!("/support/case/{}", house.case_of(&daan).await.id.as_str());
        let offers = async || {
            let page = browser.get(&address).await.ok();
            assert!(
                page.says("/refer\"") && page.says("/acute\""),
                "{}",
                page.body
            );
        };
        offers().await;
        let discussed = act(
            &house,
            &browser,
            &daan,
            "refer",
            &[("consent", "not-given")],
        )
        .await;
        assert_eq!(discussed.flash(), "support-refer-discussed");
        let refused = act(&house, &browser, &daan, "close", &[("why", "referred")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        act(&house, &browser, &daan, "picture", &[("how", "skip")])
            .await
            .location();
        offers().await;
        act(&house, &browser, &daan, "contact", &SPOKE)
            .await
            .location();
        offers().await;
        let hold = talk(&house, &browser, &daan, TalkNumber::First, "refer").await;
        assert_eq!(hold.flash(), "support-held-refer", "{}", hold.body);
        offers().await;
        house.wait(24 * 8);
        assert!(
            browser
                .get(&address)
                .await
                .ok()
                .says("hoe het gaat met de doorverwijzing")
        );
        let agreed = act(&house, &browser, &daan, "refer", &[("consent", "given")]).await;
        assert_eq!(agreed.flash(), "support-referred");
    }

    pub async fn an_offer_is_asked_answered_and_respected(f: Fixture) {
        let (house, sanne, daan) = begin(f).await;
        let browser = house.sign_in(&sanne);
        to_contact(&house, &browser, &daan).await;
        let address = format!("/support/case/{}", house.case_of(&daan).await.id.as_str());
        let later = [
            ("spoken", "yes"),
            ("channel", "in-person"),
            ("wants", "later"),
        ];
        act(&house, &browser, &daan, "contact", &later)
            .await
            .location();
        assert!(browser.get(&address).await.ok().says("Rustig afwachten."));
        house.wait(50);
        assert!(
            browser
                .get(&address)
                .await
                .ok()
                .says("Vraag Daan of een gesprek helpt.")
        );
        let offer = async |answer: &'static str| {
            act(&house, &browser, &daan, "offer", &[("answer", answer)]).await
        };
        assert_eq!(offer("made").await.flash(), "support-offered");
        assert!(browser.get(&address).await.ok().says("denkt erover na"));
        assert_eq!(offer("decline").await.flash(), "support-declined");
        assert!(browser.get(&address).await.ok().says("Dat is prima."));
        // Asked again after two weeks, once; then it rests for good.
        assert_eq!(offer("made").await.status, StatusCode::UNPROCESSABLE_ENTITY);
        house.wait(24 * 15);
        assert!(
            browser
                .get(&address)
                .await
                .ok()
                .says("Vraag het nog één keer.")
        );
        assert_eq!(offer("decline").await.flash(), "support-declined");
        let page = browser.get(&address).await.ok();
        assert!(page.says("Er hoeft niets meer."), "{}", page.body);
        assert_eq!(offer("made").await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(
            offer("nonsense").await.status,
            StatusCode::UNPROCESSABLE_ENTITY
        );
    }
}
