//! From an event to a first contact, with a real mail server that is away for a while.

crate::on_both_engines!(
    from_an_event_to_a_first_contact_by_mail,
    a_mail_server_that_is_away_is_told_and_loses_nothing,
    a_box_that_is_gone_is_told,
);

mod scenario {
    use std::sync::Arc;

    use axum::http::StatusCode;
    use care::{access::Role, alerting::ChannelKind, ids::PersonId};
    use jiff::SignedDuration;
    use veer::{
        entropy,
        jobs::alerting::{Courier, Desk, climb_once},
        notify::{Mail, Notifier, Words},
    };

    use crate::support::{Fixture, mail::MailServer, pages::House};

    const ASKED: &str = "Veer: je wordt gevraagd. Open Veer.";

    /// A house whose two supporters on duty have a mail address that was proved.
    struct Post {
        house: House,
        server: MailServer,
        notifier: Notifier,
        daan: PersonId,
        supporters: Vec<PersonId>,
    }

    impl Post {
        async fn new(fixture: Fixture) -> Self {
            let house = House::new(fixture).await;
            let server = MailServer::start().await;
            let address = format!("smtp://{}", server.address);
            let mail = Mail::new(&address, "Veer <veer@example.org>", None).expect("a mail server");
            let notifier = Notifier {
                mail: Some(Arc::new(mail)),
                words: Arc::new(vec![Words {
                    language: "nl",
                    asked: ASKED.to_owned(),
                    ..Words::default()
                }]),
                ..Notifier::default()
            };
            let daan = house.person("Daan", &[Role::Colleague]).await;
            let mut supporters = Vec::new();
            for name in ["Anna", "Bram"] {
                let person = house
                    .person(name, &[Role::Colleague, Role::Supporter])
                    .await;
                house.duty(&person, 400).await;
                let (id, now) = (entropy::new_id(house.now()), house.now());
                let address = format!("{}@example.org", name.to_lowercase());
                let tx = house.write().await;
                tx.add_channel(&id, &person, ChannelKind::Mail, &address, now)
                    .await
                    .expect("adds");
                tx.prove_channel(&id, now).await.expect("proves");
                tx.commit().await.expect("commits");
                supporters.push(person);
            }
            Self {
                house,
                server,
                notifier,
                daan,
                supporters,
            }
        }

        /// What the worker does in a moment: climbs, then hands over.
        async fn work(&self) -> usize {
            let app = &self.house.app;
            climb_once(&app.store, &app.site.clock, &self.notifier)
                .await
                .expect("climbs");
            let desk = Desk {
                store: app.store.clone(),
                clock: app.site.clock.clone(),
                notifier: self.notifier.clone(),
                watch: app.watch.clone(),
                answers: app.answers.clone(),
                origin: "http://localhost".to_owned(),
            };
            Courier::new(desk, ChannelKind::Mail)
                .once()
                .await
                .expect("hands over")
        }

        fn minutes(&self, minutes: i64) {
            self.house.clock.shift(SignedDuration::from_mins(minutes));
        }

        fn troubles(&self) -> Vec<&'static str> {
            let troubles = self.house.app.watch.troubles(self.house.clock.real_now());
            troubles
                .into_iter()
                .map(|(trouble, _)| trouble.code())
                .collect()
        }
    }

    pub(super) async fn from_an_event_to_a_first_contact_by_mail(fixture: Fixture) {
        let post = Post::new(fixture).await;
        post.house.incident(&[&post.daan]).await;
        post.work().await;
        post.minutes(5);
        post.work().await;
        let got = post.server.got();
        assert_eq!(got.len(), 2, "nobody answered: the second supporter");
        assert_ne!(got[0].0, got[1].0);
        for (_, text) in &got {
            assert!(
                text.contains(ASKED) && text.contains("Subject: Veer\r\n"),
                "{text}"
            );
            assert!(
                !text.contains("Daan") && !text.contains("kind-2"),
                "nothing about anybody"
            );
        }
        // Who was asked second takes it on, from the link in the mail, without signing in.
        let unfolded = got[1].1.replace("=\r\n", "");
        let link = unfolded.split("http://localhost").nth(1).expect("a link");
        let link = link.split_whitespace().next().expect("its path").to_owned();
        let asked = post.house.stranger().get(&link).await;
        assert_eq!(asked.status, StatusCode::OK, "{}", asked.body);
        let answered = post
            .house
            .stranger()
            .post(&link, &[("answer", "coming")])
            .await;
        assert!(answered.status.is_success() || answered.status.is_redirection());
        post.minutes(20);
        assert_eq!(post.work().await, 0, "held");
        let second = usize::from(!got[1].0.contains("anna"));
        let supporter = post.supporters[second].clone();
        let browser = post.house.sign_in(&supporter);
        let case = post.house.case_of(&post.daan).await;
        let place = |act: &str| format!("/support/case/{}/{act}", case.id.as_str());
        assert!(
            browser
                .post(&place("take"), &[])
                .await
                .status
                .is_redirection()
        );
        assert_eq!(
            post.house.case_of(&post.daan).await.supporter,
            Some(supporter)
        );
        post.minutes(10);
        // The call that it was all for.
        let skip = [("how", "skip")];
        let spoke = [("spoken", "yes"), ("channel", "phone"), ("wants", "yes")];
        for (act, fields) in [("picture", &skip[..]), ("contact", &spoke[..])] {
            let revision = post.house.case_of(&post.daan).await.revision.to_string();
            let mut all = vec![("revision", revision.as_str())];
            all.extend(fields);
            let answer = browser.post(&place(act), &all).await;
            assert!(answer.status.is_redirection(), "{act}: {}", answer.body);
        }
        let case = post.house.case_of(&post.daan).await.case;
        assert!(case.first_contact.is_some(), "within the hour of the event");
        post.minutes(60);
        post.work().await;
        assert!(
            post.house
                .read()
                .await
                .open_alerts()
                .await
                .expect("alerts")
                .is_empty()
        );
        assert_eq!(
            post.server.got().len(),
            2,
            "and nobody was asked for it any more"
        );
    }

    pub(super) async fn a_mail_server_that_is_away_is_told_and_loses_nothing(fixture: Fixture) {
        let mut post = Post::new(fixture).await;
        post.server.stop().await;
        post.house.incident(&[&post.daan]).await;
        assert_eq!(post.work().await, 1, "tried");
        assert_eq!(post.troubles(), ["mail-refused"]);
        post.minutes(5);
        assert_eq!(
            post.work().await,
            2,
            "the first again, and the second supporter"
        );
        assert!(post.server.got().is_empty());
        post.server.resume().await;
        post.minutes(2);
        post.work().await;
        let mut to: Vec<String> = post.server.got().into_iter().map(|(to, _)| to).collect();
        to.sort();
        assert_eq!(to, ["anna@example.org", "bram@example.org"], "each once");
        assert!(post.troubles().is_empty());
    }

    pub(super) async fn a_box_that_is_gone_is_told(fixture: Fixture) {
        let post = Post::new(fixture).await;
        for address in ["anna@example.org", "bram@example.org"] {
            post.server.refuse(address);
        }
        post.house.incident(&[&post.daan]).await;
        post.work().await;
        post.minutes(10);
        post.work().await;
        let tx = post.house.read().await;
        for channel in tx.channels_of(&post.supporters).await.expect("channels") {
            assert_eq!(channel.trouble, "refused");
        }
        assert!(post.server.got().is_empty());
        assert!(post.troubles().is_empty(), "the server itself is well");
    }
}
