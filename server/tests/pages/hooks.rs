//! Webhooks: who is believed, with which key, and for how long.

crate::on_both_engines!(
    a_signed_message_comes_in_and_no_other,
    a_key_is_changed_without_a_gap,
    a_public_key_leaves_no_secret,
    a_revoked_hook_is_put_back_for_an_hour,
    a_silent_hook_is_told,
    what_is_typed_wrong_is_said,
);

pub mod scenario {
    use axum::http::StatusCode;
    use care::access::Role;
    use data_encoding::BASE64;
    use hmac::{Hmac, KeyInit as _, Mac as _};
    use jiff::SignedDuration;
    use sha2::Sha256;
    use veer::{jobs, seal::signature::Seed};

    use crate::support::{
        Fixture,
        pages::{Answer, Browser, House},
    };

    const EVENT: &str =
        r#"{"id":"1","at":"2026-03-03T03:00:00+01:00","kinds":["fall"],"units":["17-101"]}"#;

    /// What stands in a field of a page.
    fn value(page: &Answer, id: &str) -> String {
        let (_, rest) = page.body.split_once(&format!("id=\"{id}\"")).expect(id);
        let (_, rest) = rest.split_once('>').expect("a value");
        rest.split('<').next().expect("its end").to_owned()
    }

    /// A webhook that was made on the page: its path, and the secret that the page showed.
    pub async fn made(browser: &Browser<'_>, source: &str, format: &str) -> (String, String) {
        let form = [("source", source), ("format", format)];
        let page = browser.post("/desk/hook", &form).await.ok();
        let address = value(&page, "address");
        let path = address[address.find("/api/").expect("a path")..].to_owned();
        (path, value(&page, "secret"))
    }

    /// A message signed with a secret, at the house's moment.
    pub async fn send(house: &House, path: &str, secret: &str, body: &[u8]) -> Answer {
        let at = house.clock.real_now().millis() / 1000;
        send_at(house, path, secret, body, at).await
    }

    async fn send_at(house: &House, path: &str, secret: &str, body: &[u8], at: i64) -> Answer {
        let key = BASE64.decode(&secret.as_bytes()["whsec_".len()..]).unwrap();
        let mut mac = Hmac::<Sha256>::new_from_slice(&key).unwrap();
        mac.update(format!("msg_1.{at}.").as_bytes());
        mac.update(body);
        let signature = format!("v1,{}", BASE64.encode(&mac.finalize().into_bytes()));
        signed(house, path, &at.to_string(), &signature, body).await
    }

    async fn signed(house: &House, path: &str, at: &str, signature: &str, body: &[u8]) -> Answer {
        let headers = [
            ("webhook-id", "msg_1"),
            ("webhook-timestamp", at),
            ("webhook-signature", signature),
            ("content-type", "application/json"),
        ];
        house.machine(path, &headers, body.to_vec()).await
    }

    pub async fn a_signed_message_comes_in_and_no_other(f: Fixture) {
        let house = House::new(f).await;
        let admin = house.person("Ada", &[Role::Administrator]).await;
        let browser = house.sign_in(&admin);
        let (path, secret) = made(&browser, "noord", "events").await;
        let desk = browser.get("/desk/feed").await.ok();
        assert!(desk.says("noord") && !desk.says(&secret));
        let wrapped = format!(
            r#"{{"type":"incident.updated","timestamp":"2026-03-03T02:12:00Z","data":{EVENT}}}"#
        );
        let first = send(&house, &path, &secret, wrapped.as_bytes()).await.ok();
        assert_eq!(first.json()["new"], 1);
        // Sent again, word for word: believed, and it adds nothing.
        let again = send(&house, &path, &secret, wrapped.as_bytes()).await.ok();
        assert_eq!(
            (&again.json()["new"], &again.json()["duplicate"]),
            (&0.into(), &1.into())
        );
        let (desk, now) = (browser.get("/desk/feed").await.ok(), house.clock.real_now());
        assert!(desk.says("Laatst gehoord"));
        let at = now.millis() / 1000;
        let other = format!("whsec_{}", BASE64.encode(&[7; 32]));
        let absent = path.replace(char::is_numeric, "7");
        let refused = [
            send(&house, &path, &other, wrapped.as_bytes()).await,
            send(&house, &absent, &secret, wrapped.as_bytes()).await,
            send_at(&house, &path, &secret, wrapped.as_bytes(), at - 301).await,
            send_at(&house, &path, &secret, wrapped.as_bytes(), at + 301).await,
            signed(&house, &path, &at.to_string(), "", wrapped.as_bytes()).await,
            house.machine(&path, &[], wrapped.clone()).await,
            house.machine("/api/hooks/%00", &[], "").await,
        ];
        for answer in &refused {
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
            assert_eq!(answer.body, refused[0].body, "all alike");
        }
        let mut last = StatusCode::OK;
        for _ in 0..20 {
            last = house.machine(&absent, &[], "").await.status;
        }
        assert_eq!(last, StatusCode::TOO_MANY_REQUESTS, "guessing ends");
        send(&house, &path, &secret, wrapped.as_bytes()).await.ok();
    }

    pub async fn a_key_is_changed_without_a_gap(f: Fixture) {
        let house = House::new(f).await;
        let admin = house.person("Ada", &[Role::Administrator]).await;
        let browser = house.sign_in(&admin);
        let (path, old) = made(&browser, "noord", "events").await;
        let key = path.replace("/api/hooks/", "/desk/hook/") + "/key";
        assert!(browser.get(&key).await.ok().says("24 uur"));
        let new = value(&browser.post(&key, &[]).await.ok(), "secret");
        assert_ne!(old, new);
        for secret in [&old, &new] {
            send(&house, &path, secret, EVENT.as_bytes()).await.ok();
        }
        assert!(
            browser
                .get("/desk/feed")
                .await
                .ok()
                .says("telt nog even mee")
        );
        house.wait(24);
        let late = send(&house, &path, &old, EVENT.as_bytes()).await;
        assert_eq!(late.status, StatusCode::UNAUTHORIZED);
        send(&house, &path, &new, EVENT.as_bytes()).await.ok();
        let id = path.rsplit('/').next().unwrap();
        let kept = async || house.read().await.own_hook(id).await.unwrap().unwrap();
        assert_eq!(kept().await.previous_key, old);
        jobs::round(&house.fixture.store, &house.clock)
            .await
            .unwrap();
        assert_eq!(kept().await.previous_key, "", "forgotten");
        assert_eq!(kept().await.signing_key, new);
    }

    pub async fn a_public_key_leaves_no_secret(f: Fixture) {
        let house = House::new(f).await;
        let admin = house.person("Ada", &[Role::Administrator]).await;
        let browser = house.sign_in(&admin);
        let seed = Seed::from_bytes(&[3; 32]);
        let key = format!("whpk_{}", seed.signer());
        let form = [
            ("source", "noord"),
            ("format", "events"),
            ("key", key.as_str()),
        ];
        let page = browser.post("/desk/hook", &form).await.ok();
        assert!(!page.says("whsec_") && !page.says("id=\"secret\""));
        assert!(
            browser
                .get("/desk/feed")
                .await
                .ok()
                .says("bewaart geen geheim")
        );
        let address = value(&page, "address");
        let path = &address[address.find("/api/").unwrap()..];
        let at = house.clock.real_now().millis() / 1000;
        let by = |seed: &Seed| format!("v1a,{}", seed.sign(&format!("msg_1.{at}.{EVENT}")));
        let (good, at) = (by(&seed), at.to_string());
        let several = format!("v1,{} {good}", BASE64.encode(&[0; 32]));
        for signature in [&good, &several] {
            let answer = signed(&house, path, &at, signature, EVENT.as_bytes()).await;
            assert_eq!(answer.status, StatusCode::OK);
        }
        let forged = by(&Seed::from_bytes(&[4; 32]));
        for signature in [&forged, &good.replace("v1a", "v1")] {
            let answer = signed(&house, path, &at, signature, EVENT.as_bytes()).await;
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
        }
    }

    pub async fn a_revoked_hook_is_put_back_for_an_hour(f: Fixture) {
        let house = House::new(f).await;
        let admin = house.person("Ada", &[Role::Administrator]).await;
        let browser = house.sign_in(&admin);
        let (path, secret) = made(&browser, "noord", "events").await;
        let at = path.replace("/api/hooks/", "/desk/hook/");
        let post = async |what: &str| browser.post(&format!("{at}/{what}"), &[]).await;
        assert_eq!(post("revoke").await.flash(), "desk-feed-revoked");
        assert_eq!(post("revoke").await.status, StatusCode::NOT_FOUND);
        let refused = send(&house, &path, &secret, EVENT.as_bytes()).await;
        assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
        assert_eq!(post("restore").await.flash(), "desk-feed-restored");
        send(&house, &path, &secret, EVENT.as_bytes()).await.ok();
        post("revoke").await;
        house.wait(2);
        jobs::round(&house.fixture.store, &house.clock)
            .await
            .unwrap();
        assert_eq!(post("restore").await.status, StatusCode::NOT_FOUND);
        let id = path.rsplit('/').next().unwrap();
        assert!(house.fixture.store.hook(id).await.unwrap().is_none());
    }

    pub async fn a_silent_hook_is_told(f: Fixture) {
        let house = House::new(f).await;
        let admin = house.person("Ada", &[Role::Administrator]).await;
        let browser = house.sign_in(&admin);
        let (path, secret) = made(&browser, "noord", "events").await;
        let expect = path.replace("/api/hooks/", "/desk/hook/") + "/expect";
        let bad = browser.post(&expect, &[("minutes", "4")]).await;
        assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
        browser.post(&expect, &[("minutes", "60")]).await.location();
        send(&house, &path, &secret, EVENT.as_bytes()).await.ok();
        let silent = async |minutes: i64| {
            let real = house.clock.real_now();
            let real = real.plus(SignedDuration::from_mins(minutes));
            house.read().await.silent_sources(real).await.unwrap()
        };
        assert_eq!(silent(60).await, [""; 0]);
        assert_eq!(silent(61).await, ["noord"]);
        house.wait(2);
        assert!(
            browser
                .get("/desk")
                .await
                .ok()
                .says("We horen noord te lang niet")
        );
        assert!(
            browser
                .get("/desk/health")
                .await
                .ok()
                .says("Te lang stil: noord")
        );
        assert_eq!(house.read().await.feed_sources().await.unwrap(), ["noord"]);
    }

    pub async fn what_is_typed_wrong_is_said(f: Fixture) {
        let house = House::new(f).await;
        let admin = house.person("Ada", &[Role::Administrator]).await;
        let browser = house.sign_in(&admin);
        for (source, key) in [
            ("veer", ""),
            ("a b", ""),
            ("noord", "whsec_x"),
            ("noord", "zq<b>"),
        ] {
            let form = [("source", source), ("format", "eido"), ("key", key)];
            let refused = browser.post("/desk/hook", &form).await;
            assert_eq!(
                refused.status,
                StatusCode::UNPROCESSABLE_ENTITY,
                "{source} {key}"
            );
            assert!(
                !refused.says("zq<b>") && !refused.says("zq&") && !refused.says("whsec_x"),
                "a key is not shown again"
            );
        }
        let (path, _) = made(&browser, "noord", "eido").await;
        let key = path.replace("/api/hooks/", "/desk/hook/") + "/key";
        let refused = browser.post(&key, &[("key", "whsec_x")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
}
