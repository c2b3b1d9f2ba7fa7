//! Saying that one comes, from a message and on the page where one works.

crate::on_both_engines!(
    a_tap_on_a_message_is_an_answer,
    looking_at_a_link_answers_nothing,
    wrong_old_and_settled_links_read_alike,
    who_is_asked_sees_it_first_and_can_change_their_mind,
    who_may_support_nobody_of_it_sees_no_question,
    a_coordinator_sees_who_was_asked_but_not_their_own_case,
    a_coordinator_asks_somebody_by_hand,
);

mod scenario {
    use care::{
        access::Role,
        alerting::{ChannelKind, Purpose},
        ids::PersonId,
        path::Requester,
    };
    use jiff::SignedDuration;
    use veer::{
        entropy,
        jobs::alerting::climb_once,
        notify::Notifier,
        store::{NewMessage, PageRow},
    };

    use crate::support::{Fixture, pages::House};

    /// Daan asks for support, and Sanne is on duty.
    struct Asked {
        house: House,
        daan: PersonId,
        sanne: PersonId,
        carla: PersonId,
        alert: String,
    }

    impl Asked {
        async fn new(f: Fixture) -> Self {
            let house = House::new(f).await;
            let daan = house.person("Daan Visser", &[]).await;
            let sanne = house.person("Sanne de Boer", &[Role::Supporter]).await;
            let carla = house.person("Carla Smit", &[Role::Coordinator]).await;
            house.duty(&sanne, 24).await;
            let case = house.ask(&daan, Requester::Self_).await;
            let alert = case.as_str().to_owned();
            let asked = Self {
                house,
                daan,
                sanne,
                carla,
                alert,
            };
            asked.climb().await;
            asked
        }

        async fn climb(&self) {
            let app = &self.house.app;
            climb_once(&app.store, &app.site.clock, &Notifier::default())
                .await
                .unwrap();
        }

        async fn pages(&self) -> Vec<PageRow> {
            let tx = self.house.read().await;
            let alerts = tx.alerts(&[&self.alert]).await.unwrap();
            tx.pages_for(&alerts).await.unwrap()
        }

        /// The link in a message that asked somebody, through a channel that is not proved.
        async fn link(&self, person: &PersonId) -> (String, String) {
            let now = self.house.now();
            let (id, channel) = (entropy::new_id(now), entropy::new_id(now));
            let tx = self.house.write().await;
            tx.add_channel(&channel, person, ChannelKind::Mail, "s@example.org", now)
                .await
                .unwrap();
            let message = NewMessage {
                id: id.clone(),
                person: person.clone(),
                channel: channel.clone(),
                kind: ChannelKind::Mail,
                alert: Some((self.alert.clone(), 0)),
                purpose: Purpose::Asked,
                text: String::new(),
                due: now,
                until: now.plus(SignedDuration::from_hours(12)),
            };
            tx.write_messages(&[message], now).await.unwrap();
            tx.commit().await.unwrap();
            let org = &self.house.org.id;
            let right = self.house.app.answers.right(org, &id);
            (format!("/answer/{org}/{id}/{right}"), channel)
        }
    }

    pub async fn a_tap_on_a_message_is_an_answer(f: Fixture) {
        let asked = Asked::new(f).await;
        let (link, channel) = asked.link(&asked.sanne).await;
        let phone = asked.house.stranger();
        let page = phone.get(&link).await.ok();
        assert!(page.says("Ik doe het") && page.says("Ik kan nu niet"));
        for secret in ["Daan", "Sanne", "/support/case"] {
            assert!(!page.says(secret), "{secret}");
        }
        assert_eq!(
            phone.post(&link, &[("answer", "coming")]).await.location(),
            link
        );
        assert!(phone.get(&link).await.ok().says("Fijn, je doet het"));
        let said = asked.pages().await;
        assert_eq!(said[0].answer.unwrap().0.code(), "coming");
        let channel = asked.house.read().await.channel(&channel).await.unwrap();
        assert!(channel.unwrap().works(), "it was answered through it");
        let log = asked.house.access_log().await;
        assert_eq!(log.last().unwrap().action, "alert-answered");
        // And after all not: the next is asked at once.
        phone.post(&link, &[("answer", "cannot")]).await.location();
        assert!(
            phone
                .get(&link)
                .await
                .ok()
                .says("De volgende wordt gevraagd")
        );
        asked.climb().await;
        assert!(
            asked
                .pages()
                .await
                .iter()
                .any(|page| page.person == asked.carla)
        );
    }

    pub async fn looking_at_a_link_answers_nothing(f: Fixture) {
        let asked = Asked::new(f).await;
        let (link, channel) = asked.link(&asked.sanne).await;
        for _ in 0..3 {
            asked.house.stranger().get(&link).await.ok();
        }
        assert!(asked.pages().await[0].answer.is_none());
        let channel = asked.house.read().await.channel(&channel).await.unwrap();
        assert!(channel.unwrap().proved.is_none());
        let wrong = asked.house.stranger().post(&link, &[("answer", "x")]).await;
        assert_eq!(wrong.status.as_u16(), 400);
    }

    pub async fn wrong_old_and_settled_links_read_alike(f: Fixture) {
        let asked = Asked::new(f).await;
        let (link, _) = asked.link(&asked.sanne).await;
        let phone = asked.house.stranger();
        let wrong = link[..link.len() - 4].to_owned() + "AAAA";
        let wrong = phone.get(&wrong).await;
        assert_eq!(wrong.status.as_u16(), 404);
        assert!(wrong.says("Niet meer nodig"));
        let taken = format!("/support/case/{}/take", asked.alert);
        asked
            .house
            .sign_in(&asked.sanne)
            .post(&taken, &[])
            .await
            .location();
        asked.climb().await;
        for settled in [
            phone.get(&link).await,
            phone.post(&link, &[("answer", "coming")]).await,
        ] {
            assert_eq!(settled.status, wrong.status);
            assert!(settled.says("Niet meer nodig"));
            assert_eq!(settled.headers["cache-control"], "no-store");
            assert_eq!(settled.headers["x-robots-tag"], "noindex, nofollow");
        }
        // Guessing ends soon.
        let mut last = 0;
        for _ in 0..30 {
            let path = format!("/answer/{}/a/b", asked.house.org.id);
            last = phone.get(&path).await.status.as_u16();
        }
        assert_eq!(last, 429);
    }

    pub async fn who_is_asked_sees_it_first_and_can_change_their_mind(f: Fixture) {
        let asked = Asked::new(f).await;
        let sanne = asked.house.sign_in(&asked.sanne);
        let page = sanne.get("/support").await.ok();
        let at = |words: &str| page.body.find(words).unwrap_or(usize::MAX);
        assert!(at("id=\"asked\"") < at("id=\"new\""));
        assert!(page.says("Iemand wacht op een opvanger") && page.says("1 collega"));
        let say = |answer: &str| format!("/support/asked/{}/{answer}", asked.alert);
        assert_eq!(sanne.post(&say("coming"), &[]).await.location(), "/support");
        assert!(
            sanne
                .get("/support")
                .await
                .ok()
                .says("Neem hieronder een signaal op je")
        );
        sanne.post(&say("cannot"), &[]).await.location();
        assert!(sanne.get("/support").await.ok().says("Je kunt nu niet"));
        // Whoever was not asked says nothing that counts.
        let mo = asked.house.person("Mo", &[Role::Supporter]).await;
        asked
            .house
            .sign_in(&mo)
            .post(&say("coming"), &[])
            .await
            .location();
        assert!(asked.pages().await.iter().all(|page| page.person != mo));
    }

    pub async fn who_may_support_nobody_of_it_sees_no_question(f: Fixture) {
        let asked = Asked::new(f).await;
        let tx = asked.house.write().await;
        tx.refuse_supporter(&asked.daan, &asked.sanne, asked.house.now())
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let page = asked.house.sign_in(&asked.sanne).get("/support").await.ok();
        assert!(!page.says("id=\"asked\""));
    }

    pub async fn a_coordinator_sees_who_was_asked_but_not_their_own_case(f: Fixture) {
        let asked = Asked::new(f).await;
        asked.house.clock.shift(SignedDuration::from_mins(11));
        asked.climb().await;
        asked.house.ask(&asked.carla, Requester::Self_).await;
        asked.climb().await;
        let carla = asked.house.sign_in(&asked.carla);
        let page = carla.get("/coordinate/alerts").await.ok();
        assert!(page.says("Sanne de Boer") && page.says("alleen in Veer"));
        assert_eq!(
            page.body.matches("<section").count(),
            1,
            "her own is not there"
        );
        assert!(
            !page.says("Daan Visser"),
            "a case has a name of its own here"
        );
        assert!(carla.get("/coordinate").await.ok().says("id=\"asked\""));
        let say = format!("/coordinate/asked/{}/coming", asked.alert);
        assert_eq!(carla.post(&say, &[]).await.location(), "/coordinate");
        let page = carla.get("/coordinate/alerts").await.ok();
        assert!(page.says("Er komt iemand"));
    }

    pub async fn a_coordinator_asks_somebody_by_hand(f: Fixture) {
        let asked = Asked::new(f).await;
        let mo = asked.house.person("Mo Idrissi", &[Role::Supporter]).await;
        let tie = asked.house.person("Tie", &[Role::Supporter]).await;
        let tx = asked.house.write().await;
        tx.declare_tie(&asked.daan, &tie).await.unwrap();
        tx.commit().await.unwrap();
        let carla = asked.house.sign_in(&asked.carla);
        let page = carla.get("/coordinate/alerts").await.ok();
        assert!(page.says("Mo Idrissi") && !page.says(">Tie<"));
        let ask = format!("/coordinate/alerts/{}/ask", asked.alert);
        let refused = carla.post(&ask, &[("person", tie.as_str())]).await;
        assert_eq!(refused.status.as_u16(), 422);
        carla
            .post(&ask, &[("person", mo.as_str())])
            .await
            .location();
        let page = asked.house.sign_in(&mo).get("/support").await.ok();
        assert!(page.says("id=\"asked\""));
        let own = asked.house.ask(&asked.carla, Requester::Self_).await;
        let ask = format!("/coordinate/alerts/{own}/ask");
        let hidden = carla.post(&ask, &[("person", mo.as_str())]).await;
        assert_eq!(hidden.status.as_u16(), 404);
    }
}
