//! How oneself is reached: added, proved by a code, tested, taken away.

crate::on_both_engines!(
    a_channel_counts_once_its_code_came_back,
    codes_are_tried_five_times_and_a_quarter_of_an_hour,
    what_is_no_address_is_refused_and_stays_typed,
    anothers_channel_is_not_there,
    codes_are_not_sent_without_end,
    a_browser_is_a_channel,
    without_a_way_it_is_said_where_one_works,
);

mod scenario {
    use std::sync::Arc;

    use axum::http::header::LOCATION;
    use care::{access::Role, alerting::ChannelKind, ids::PersonId, time::Instant};
    use jiff::SignedDuration;
    use veer::{
        notify::{Mail, Notifier, Push, PushKey},
        store::ChannelRow,
    };

    use crate::support::{
        Fixture, NOW,
        pages::{Answer, House},
    };

    /// Mail that goes nowhere: the tests read it before it would.
    fn notifier() -> Notifier {
        let mail = Mail::new("smtp://127.0.0.1:9", "Veer <veer@example.org>", None).unwrap();
        Notifier {
            mail: Some(Arc::new(mail)),
            ..Notifier::default()
        }
    }

    async fn sanne(f: Fixture) -> (House, PersonId) {
        let house = House::sending(f, notifier()).await;
        let sanne = house.person("Sanne", &[Role::Supporter]).await;
        (house, sanne)
    }

    async fn channels(house: &House, person: &PersonId) -> Vec<ChannelRow> {
        let tx = house.read().await;
        tx.channels_of(std::slice::from_ref(person)).await.unwrap()
    }

    /// The codes that wait to be sent, the last one last.
    async fn codes(house: &House) -> Vec<String> {
        let kind = ChannelKind::Mail;
        let due = house
            .app
            .store
            .due_messages(kind, house.now(), 99)
            .await
            .unwrap();
        let ids: Vec<&str> = due
            .iter()
            .filter(|(org, _)| *org == house.org.id)
            .map(|(_, id)| id.as_str())
            .collect();
        let tx = house.write().await;
        let lease = house.now().plus(SignedDuration::from_secs(30));
        let mut found = Vec::new();
        for id in ids {
            let claimed = tx.claim_messages(&[id], house.now(), lease).await.unwrap();
            found.extend(claimed.into_iter().map(|message| message.text));
        }
        tx.commit().await.unwrap();
        found
    }

    const MAIL: [(&str, &str); 2] = [("kind", "mail"), ("address", "sanne@example.org")];

    fn to(answer: &Answer) -> &str {
        answer.headers[LOCATION].to_str().unwrap()
    }

    pub async fn a_channel_counts_once_its_code_came_back(f: Fixture) {
        let (house, who) = sanne(f).await;
        let sanne = house.sign_in(&who);
        let page = sanne.get("/channels").await.ok();
        assert!(page.says("Nu werkt er geen enkele weg"));
        assert!(page.says("Hier niet ingesteld: melding op een toestel, sms, telefoontje"));
        let added = sanne.post("/channels", &MAIL).await;
        let page = sanne.get(to(&added)).await.ok();
        assert!(page.says("s…@example.org") && !page.says("sanne@example.org"));
        assert!(page.says("Nog niet bewezen"));
        let channel = channels(&house, &who).await.remove(0);
        let code = codes(&house).await.remove(0);
        assert_eq!(code.len(), 6);
        let prove = format!("/channels/{}/prove", channel.id);
        let wrong = if code == "000000" { "000001" } else { "000000" };
        let refused = sanne.post(&prove, &[("code", wrong)]).await;
        assert_eq!(refused.status.as_u16(), 422);
        assert!(refused.says("Die code klopt niet"));
        let spaced = format!("{} {}", &code[..3], &code[3..]);
        sanne.post(&prove, &[("code", &spaced)]).await.location();
        let page = sanne.get("/channels").await.ok();
        assert!(page.says("Werkt, het laatst gezien"));
        assert!(channels(&house, &who).await[0].works());
        // The same address again is the same channel.
        sanne.post("/channels", &MAIL).await.location();
        assert_eq!(channels(&house, &who).await.len(), 1);
        let remove = format!("/channels/{}/remove", channel.id);
        sanne.post(&remove, &[]).await.location();
        assert!(channels(&house, &who).await.is_empty());
        assert!(
            codes(&house).await.is_empty(),
            "what was on its way is dropped"
        );
    }

    pub async fn codes_are_tried_five_times_and_a_quarter_of_an_hour(f: Fixture) {
        let (house, who) = sanne(f).await;
        let sanne = house.sign_in(&who);
        sanne.post("/channels", &MAIL).await.location();
        let id = channels(&house, &who).await.remove(0).id;
        let prove = format!("/channels/{id}/prove");
        let code = codes(&house).await.remove(0);
        for _ in 0..5 {
            sanne.post(&prove, &[("code", "1")]).await;
        }
        let late = sanne.post(&prove, &[("code", &code)]).await;
        assert_eq!(late.status.as_u16(), 422, "the sixth try is not looked at");
        sanne
            .post(&format!("/channels/{id}/test"), &[])
            .await
            .location();
        let code = codes(&house).await.remove(0);
        house.clock.shift(SignedDuration::from_mins(16));
        let old = sanne.post(&prove, &[("code", &code)]).await;
        assert!(old.says("Die code klopt niet"));
        assert!(!channels(&house, &who).await[0].works());
    }

    pub async fn what_is_no_address_is_refused_and_stays_typed(f: Fixture) {
        let (house, who) = sanne(f).await;
        let sanne = house.sign_in(&who);
        for (kind, address) in [("mail", "sanne@"), ("sms", "0612345678"), ("x", "y@z.nl")] {
            let fields = [("kind", kind), ("address", address)];
            let refused = sanne.post("/channels", &fields).await;
            assert_eq!(refused.status.as_u16(), 422, "{kind}");
            assert!(refused.says(address));
        }
        assert!(channels(&house, &who).await.is_empty());
        for role in [Role::Dispatcher, Role::Hr] {
            let other = house.person("Other", &[role]).await;
            let hidden = house.sign_in(&other).get("/channels").await;
            assert_eq!(hidden.status.as_u16(), 404);
        }
    }

    pub async fn anothers_channel_is_not_there(f: Fixture) {
        let (house, who) = sanne(f).await;
        house
            .sign_in(&who)
            .post("/channels", &MAIL)
            .await
            .location();
        let id = channels(&house, &who).await.remove(0).id;
        let mo = house.person("Mo", &[Role::Supporter]).await;
        let mo = house.sign_in(&mo);
        for deed in ["test", "prove", "remove"] {
            let answer = mo
                .post(&format!("/channels/{id}/{deed}"), &[("code", "1")])
                .await;
            assert_eq!(answer.status.as_u16(), 404, "{deed}");
        }
        assert_eq!(channels(&house, &who).await.len(), 1);
    }

    pub async fn codes_are_not_sent_without_end(f: Fixture) {
        let (house, who) = sanne(f).await;
        let sanne = house.sign_in(&who);
        let mut last = 0;
        for _ in 0..6 {
            last = sanne.post("/channels", &MAIL).await.status.as_u16();
        }
        assert_eq!(last, 429);
        // Nor to one address by many people.
        let mo = house.person("Mo", &[Role::Supporter]).await;
        let refused = house.sign_in(&mo).post("/channels", &MAIL).await;
        assert_eq!(refused.status.as_u16(), 429);
    }

    pub async fn a_browser_is_a_channel(f: Fixture) {
        let house = House::new(f).await;
        let key = PushKey::of(&[7; 32]).unwrap();
        let contact = "mailto:veer@example.org".to_owned();
        let push = Push::new(key, contact, false, house.clock.clone()).unwrap();
        let public = push.public();
        let notifier = Notifier {
            push: Some(Arc::new(push)),
            ..Notifier::default()
        };
        let house = house.sending_through(notifier);
        let who = house.person("Sanne", &[Role::Supporter]).await;
        let sanne = house.sign_in(&who);
        assert!(sanne.get("/channels").await.ok().says(&public));
        let inside = subscription("https://10.0.0.1/x");
        let refused = sanne
            .post("/channels/push", &[("subscription", &inside)])
            .await;
        assert_eq!(refused.status.as_u16(), 422);
        let outside = subscription("https://push.example.org/x");
        sanne
            .post("/channels/push", &[("subscription", &outside)])
            .await
            .location();
        let kept = channels(&house, &who).await.remove(0);
        assert_eq!(kept.kind, ChannelKind::Push);
        assert!(
            !kept.address.contains("planted"),
            "only what is needed is kept"
        );
    }

    fn subscription(endpoint: &str) -> String {
        // The receiver's keys of RFC 8291, appendix A.
        let p256dh = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
        format!(
            "{{\"endpoint\":\"{endpoint}\",\"planted\":1,\"keys\":{{\"p256dh\":\"{p256dh}\",\"auth\":\"BTBZMqHH6r4Tts7J_aSIgg\"}}}}"
        )
    }

    pub async fn without_a_way_it_is_said_where_one_works(f: Fixture) {
        let (house, who) = sanne(f).await;
        let sanne = house.sign_in(&who);
        assert!(
            sanne
                .get("/support")
                .await
                .ok()
                .says("Veer kan je nu niet bereiken")
        );
        let id = "c-1";
        let tx = house.write().await;
        tx.add_channel(id, &who, ChannelKind::Mail, "s@example.org", NOW)
            .await
            .unwrap();
        tx.prove_channel(id, NOW).await.unwrap();
        tx.commit().await.unwrap();
        assert!(
            !sanne
                .get("/support")
                .await
                .ok()
                .says("Veer kan je nu niet bereiken")
        );
        let tx = house.write().await;
        let at: Instant = NOW;
        tx.trouble_channel(id, "refused", at).await.unwrap();
        tx.commit().await.unwrap();
        let page = sanne.get("/channels").await.ok();
        assert!(page.says("Wordt geweigerd sinds"));
    }
}
