//! What makes messages late is said where people work; receipts of a provider are believed by its key.

crate::on_both_engines!(
    troubles_are_told_to_the_team_and_the_desk,
    a_receipt_is_believed_by_the_key,
    a_provider_that_accepts_and_delivers_nothing_is_told,
);

mod scenario {
    use std::sync::Arc;

    use care::{
        access::Role,
        alerting::{ChannelKind, Purpose},
        ids::PersonId,
    };
    use jiff::SignedDuration;
    use veer::{
        auth::webhook::HookKey,
        clock::Clock,
        notify::{Failure, Gateway, Notifier},
        store::{NewMessage, Sent},
    };

    use crate::support::{Fixture, NOW, pages::House};

    pub async fn troubles_are_told_to_the_team_and_the_desk(f: Fixture) {
        let house = House::new(f).await;
        let real_now = house.clock.real_now();
        let health = house.stranger().get("/healthz").await.ok();
        assert_eq!(health.json()["status"], "ok");
        house
            .app
            .watch
            .sent(ChannelKind::Mail, Some(Failure::Away), real_now);
        let health = house.stranger().get("/healthz").await.ok().json();
        assert_eq!(health["status"], "late");
        assert_eq!(health["troubles"], serde_json::json!(["mail-refused"]));
        for (role, path) in [
            (Role::Supporter, "/support"),
            (Role::Coordinator, "/coordinate"),
            (Role::Administrator, "/desk"),
        ] {
            let who = house.person("Somebody", &[role]).await;
            let page = house.sign_in(&who).get(path).await.ok();
            assert!(page.says("E-mail komt niet weg."), "{path}");
            assert!(page.says("/coordinate/call-list"), "{path}");
        }
        let daan = house.person("Daan", &[]).await;
        let page = house.sign_in(&daan).get("/me").await.ok();
        assert!(!page.says("E-mail komt niet weg."));
        let admin = house.person("Admin", &[Role::Administrator]).await;
        let page = house.sign_in(&admin).get("/desk/health").await.ok();
        assert!(page.says("Niets is kwijt"));
        house.app.watch.sent(ChannelKind::Mail, None, real_now);
        let page = house.sign_in(&admin).get("/desk/health").await.ok();
        assert!(!page.says("E-mail komt niet weg."));
    }

    fn gateway(key: &HookKey, clock: &Clock) -> Notifier {
        let kinds = vec![ChannelKind::Sms];
        let address = "http://127.0.0.1:9/".to_owned();
        let gateway = Gateway::new(address, key.clone(), kinds, clock.clone()).unwrap();
        Notifier {
            gateway: Some(Arc::new(gateway)),
            ..Notifier::default()
        }
    }

    /// A text message that the provider accepted.
    async fn sent(house: &House, who: &PersonId, id: &str) {
        let now = house.now();
        let message = NewMessage {
            id: id.to_owned(),
            person: who.clone(),
            channel: "c-1".to_owned(),
            kind: ChannelKind::Sms,
            alert: None,
            purpose: Purpose::Reminder,
            text: String::new(),
            due: now,
            until: now.plus(SignedDuration::from_hours(1)),
        };
        let tx = house.write().await;
        tx.write_messages(&[message], now).await.unwrap();
        let lease = now.plus(SignedDuration::from_secs(30));
        let claimed = tx.claim_messages(&[id], now, lease).await.unwrap();
        tx.keep_sent(&claimed[0], Sent::Done, now).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn receipt(house: &House, key: &HookKey, id: &str, state: &str) -> u16 {
        let body = format!("{{\"id\":\"{id}\",\"state\":\"{state}\"}}");
        let at = (house.clock.real_now().millis() / 1000).to_string();
        let signature = key.sign("r-1", &at, body.as_bytes()).unwrap();
        let headers = [
            ("webhook-id", "r-1"),
            ("webhook-timestamp", at.as_str()),
            ("webhook-signature", signature.as_str()),
        ];
        let answer = house.machine("/api/receipts", &headers, body).await;
        answer.status.as_u16()
    }

    async fn with_gateway(f: Fixture) -> (House, HookKey, PersonId) {
        let key = HookKey::new_secret();
        let house = House::new(f).await;
        let notifier = gateway(&key, &house.clock);
        let house = house.sending_through(notifier);
        let who = house.person("Sanne", &[Role::Supporter]).await;
        let tx = house.write().await;
        tx.add_channel("c-1", &who, ChannelKind::Sms, "+31612345678", NOW)
            .await
            .unwrap();
        tx.prove_channel("c-1", NOW).await.unwrap();
        tx.commit().await.unwrap();
        (house, key, who)
    }

    pub async fn a_receipt_is_believed_by_the_key(f: Fixture) {
        let (house, key, who) = with_gateway(f).await;
        sent(&house, &who, "m-1").await;
        let other = HookKey::new_secret();
        assert_eq!(receipt(&house, &other, "m-1", "failed").await, 401);
        assert_eq!(receipt(&house, &key, "m-1", "delivered").await, 204);
        assert_eq!(receipt(&house, &key, "unheard-of", "failed").await, 204);
        assert_eq!(receipt(&house, &key, "m-1", "lost").await, 400);
        let works = async || {
            let tx = house.read().await;
            tx.channel("c-1").await.unwrap().unwrap().works()
        };
        assert!(works().await);
        sent(&house, &who, "m-2").await;
        assert_eq!(receipt(&house, &key, "m-2", "failed").await, 204);
        assert!(!works().await);
        let page = house.sign_in(&who).get("/channels").await.ok();
        assert!(page.says("Kwam niet aan"));
    }

    pub async fn a_provider_that_accepts_and_delivers_nothing_is_told(f: Fixture) {
        let (house, key, who) = with_gateway(f).await;
        let silent = async || {
            let store = &house.app.store;
            store
                .is_silent(ChannelKind::Sms, house.now())
                .await
                .unwrap()
        };
        let minutes = |minutes| house.clock.shift(SignedDuration::from_mins(minutes));
        for id in ["a", "b", "c"] {
            sent(&house, &who, id).await;
        }
        minutes(6);
        assert!(
            !silent().await,
            "a provider without receipts says nothing by silence"
        );
        assert_eq!(receipt(&house, &key, "c", "delivered").await, 204);
        assert!(!silent().await);
        minutes(1);
        for id in ["d", "e", "f"] {
            sent(&house, &who, id).await;
        }
        minutes(4);
        assert!(!silent().await, "it has five minutes");
        minutes(2);
        assert!(silent().await);
        assert_eq!(receipt(&house, &key, "f", "delivered").await, 204);
        assert!(!silent().await);
    }
}
