//! One's own vault over HTTP: made once, opened by nobody here, kept by one person.

crate::on_both_engines!(
    a_vault_is_made_once_with_words_and_a_proof,
    what_is_no_lock_is_refused,
    words_are_replaced_and_never_only_removed,
    a_new_vault_is_exactly_the_next_generation,
    nobody_reaches_another_vault,
    locking_forgets_the_half,
    pins_are_saved_over_the_newest,
    each_change_stands_in_the_access_log,
    a_script_hears_a_code_and_a_reader_a_page,
    who_needs_a_vault_is_told_calmly,
    a_passkey_question_is_answered_once,
    signing_in_by_an_unknown_passkey_is_refused,
);

mod scenario {
    use crate::support::{
        Fixture,
        pages::{Answer, Browser, House},
    };
    use axum::http::StatusCode;
    use care::{access::Role, ids::PersonId};
    use data_encoding::{BASE64, BASE64_NOPAD};
    use serde_json::{Value, json};
    use veer::seal::signature::Seed;

    const WORDS: &str = "scrypt AQEBAQEBAQEBAQEBAQEBAQ 17";

    /// A file with the outside of an age file; nobody can open it.
    fn file(opening: &str) -> String {
        let body = BASE64_NOPAD.encode(&[7; 32]);
        let mac = BASE64_NOPAD.encode(&[2; 32]);
        let head = format!("age-encryption.org/v1\n-> {opening}\n{body}\n--- {mac}\n");
        let mut bytes = head.into_bytes();
        bytes.extend([3; 64]);
        BASE64.encode(&bytes)
    }

    fn hybrid() -> String {
        file(&format!(
            "mlkem768x25519 {}",
            BASE64_NOPAD.encode(&[1; 1120])
        ))
    }

    fn words() -> Value {
        json!({ "method": "words", "wrapped": file(WORDS) })
    }

    fn vault(house: &House, person: &PersonId, generation: i64) -> Value {
        let seed = Seed::from_bytes(&[u8::try_from(generation).unwrap(); 32]);
        let (org, signer) = (house.org.id.as_str(), seed.signer());
        let recipient = "age1pq1qqqq";
        let bound = format!(
            "veer-vault/1\n{org}\n{}\n{generation}\n{recipient}\n{signer}",
            person.as_str()
        );
        json!({
            "generation": generation, "recipient": recipient, "signer": signer,
            "proof": seed.sign(&bound), "locks": [words()],
        })
    }

    async fn state(browser: &Browser<'_>) -> Value {
        browser
            .json("GET", "/vault/state", &Value::Null)
            .await
            .ok()
            .value()
    }

    async fn post(browser: &Browser<'_>, path: &str, body: &Value) -> Answer {
        browser.json("POST", path, body).await
    }

    async fn make(house: &House, browser: &Browser<'_>, person: &PersonId) {
        let made = post(browser, "/vault/make", &vault(house, person, 1)).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
    }

    pub async fn a_vault_is_made_once_with_words_and_a_proof(f: Fixture) {
        let house = House::new(f).await;
        let sanne = house.person("Sanne", &[Role::Supporter]).await;
        let browser = house.sign_in(&sanne);
        assert!(browser.get("/vault").await.ok().says("veer-vault"));
        assert_eq!(state(&browser).await["vault"], Value::Null);
        let mut unproven = vault(&house, &sanne, 1);
        unproven["recipient"] = json!("age1pq1qqqz");
        let mut wordless = vault(&house, &sanne, 1);
        wordless["locks"] = json!([]);
        for bad in [
            unproven,
            wordless,
            json!({}),
            vault(&house, &PersonId::new("x"), 1),
        ] {
            let refused = post(&browser, "/vault/make", &bad).await;
            assert!(refused.status.is_client_error(), "{bad}");
        }
        make(&house, &browser, &sanne).await;
        let again = post(&browser, "/vault/make", &vault(&house, &sanne, 1)).await;
        assert_eq!(again.status, StatusCode::CONFLICT);
        assert_eq!(again.value()["code"], "stale");
        let kept = state(&browser).await;
        assert_eq!(kept["vault"]["generation"], 1);
        assert_eq!(kept["locks"][0]["method"], "words");
        assert_eq!(kept["locks"].as_array().unwrap().len(), 1);
        assert_eq!(kept["person"], sanne.as_str());
    }

    pub async fn what_is_no_lock_is_refused(f: Fixture) {
        let house = House::new(f).await;
        let sanne = house.person("Sanne", &[]).await;
        let browser = house.sign_in(&sanne);
        make(&house, &browser, &sanne).await;
        let long = BASE64.encode(&vec![b'a'; 70_000]);
        for (lock, status) in [
            (json!({"method": "words", "wrapped": "in the clear"}), 400),
            (json!({"method": "words", "wrapped": hybrid()}), 400),
            (json!({"method": "words", "wrapped": long}), 400),
            (
                json!({"method": "words", "wrapped": file(WORDS), "passkey": "x"}),
                400,
            ),
            (json!({"method": "pin", "wrapped": hybrid()}), 400),
            (
                json!({"method": "passkey", "wrapped": file(WORDS), "passkey": "x"}),
                400,
            ),
            (
                json!({"method": "passkey", "wrapped": hybrid(), "passkey": "nobody's"}),
                404,
            ),
        ] {
            let mut lock = lock;
            lock["generation"] = json!(1);
            let answer = post(&browser, "/vault/locks", &lock).await;
            assert_eq!(answer.status.as_u16(), status, "{lock}");
        }
    }

    pub async fn words_are_replaced_and_never_only_removed(f: Fixture) {
        let house = House::new(f).await;
        let sanne = house.person("Sanne", &[]).await;
        let browser = house.sign_in(&sanne);
        make(&house, &browser, &sanne).await;
        let old = state(&browser).await["locks"][0]["id"].clone();
        let path = format!("/vault/locks/{}/remove", old.as_str().unwrap());
        let refused = post(&browser, &path, &Value::Null).await;
        assert_eq!(refused.value()["code"], "vault-locks");
        let mut new = words();
        new["generation"] = json!(1);
        new["replaces"] = json!([old]);
        assert_eq!(
            post(&browser, "/vault/locks", &new).await.status,
            StatusCode::CREATED
        );
        let locks = state(&browser).await["locks"].clone();
        assert_eq!(locks.as_array().unwrap().len(), 1);
        assert_ne!(locks[0]["id"], old);
        new["generation"] = json!(2);
        let late = post(&browser, "/vault/locks", &new).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        new["generation"] = json!(1);
        new["replaces"] = json!([]);
        let taken = async || post(&browser, "/vault/locks", &new).await.status;
        for _ in 1..20 {
            assert_eq!(taken().await, StatusCode::CREATED);
        }
        assert_eq!(
            taken().await,
            StatusCode::UNPROCESSABLE_ENTITY,
            "twenty is enough"
        );
    }

    pub async fn a_new_vault_is_exactly_the_next_generation(f: Fixture) {
        let house = House::new(f).await;
        let sanne = house.person("Sanne", &[]).await;
        let browser = house.sign_in(&sanne);
        make(&house, &browser, &sanne).await;
        for (generation, status) in [(3, 409), (2, 201), (2, 409), (1, 409)] {
            let answer = post(&browser, "/vault/make", &vault(&house, &sanne, generation)).await;
            assert_eq!(answer.status.as_u16(), status, "{generation}");
        }
        assert_eq!(state(&browser).await["vault"]["generation"], 2);
        let tx = house.read().await;
        let all = tx.vault_generations(&[sanne]).await.unwrap();
        assert_eq!(all.len(), 2, "the first signer still verifies old notes");
    }

    pub async fn nobody_reaches_another_vault(f: Fixture) {
        let house = House::new(f).await;
        let sanne = house.person("Sanne", &[]).await;
        let mo = house
            .person("Mo", &[Role::Administrator, Role::Coordinator])
            .await;
        let (hers, his) = (house.sign_in(&sanne), house.sign_in(&mo));
        make(&house, &hers, &sanne).await;
        let lock = state(&hers).await["locks"][0]["id"].clone();
        let path = format!("/vault/locks/{}/remove", lock.as_str().unwrap());
        assert_eq!(
            post(&his, &path, &Value::Null).await.status,
            StatusCode::NOT_FOUND
        );
        let seen = state(&his).await;
        assert_eq!((&seen["vault"], &seen["locks"]), (&Value::Null, &json!([])));
        let stranger = house.stranger();
        for (method, path) in [
            ("GET", "/vault/state"),
            ("POST", "/vault/make"),
            ("POST", "/vault/locks"),
            ("PUT", "/vault/pins"),
            ("POST", "/vault/lock"),
            ("POST", "/passkey/register/begin"),
        ] {
            let answer = stranger.json(method, path, &json!({})).await;
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{path}");
            assert_eq!(answer.value()["code"], "sign-in");
        }
    }

    pub async fn locking_forgets_the_half(f: Fixture) {
        let house = House::new(f).await;
        let sanne = house.person("Sanne", &[]).await;
        let browser = house.sign_in(&sanne);
        let half = state(&browser).await["half"].clone();
        assert_eq!(
            BASE64
                .decode(half.as_str().unwrap().as_bytes())
                .unwrap()
                .len(),
            32
        );
        assert_eq!(
            state(&browser).await["half"],
            half,
            "the same in one session"
        );
        let other = house.sign_in(&sanne);
        assert_ne!(state(&other).await["half"], half, "another in another");
        let locked = post(&browser, "/vault/lock", &Value::Null).await;
        assert_eq!(locked.status, StatusCode::NO_CONTENT);
        assert_ne!(state(&browser).await["half"], half);
    }

    pub async fn pins_are_saved_over_the_newest(f: Fixture) {
        let house = House::new(f).await;
        let sanne = house.person("Sanne", &[]).await;
        let browser = house.sign_in(&sanne);
        let put = async |revision: i64, body: String| {
            let pins = json!({ "revision": revision, "body": body });
            browser
                .json("PUT", "/vault/pins", &pins)
                .await
                .status
                .as_u16()
        };
        assert_eq!(put(1, hybrid()).await, 404, "without a vault");
        make(&house, &browser, &sanne).await;
        assert_eq!(put(1, "open".to_owned()).await, 400);
        assert_eq!(put(1, hybrid()).await, 204);
        assert_eq!(put(1, hybrid()).await, 409);
        assert_eq!(put(2, hybrid()).await, 204);
        assert_eq!(state(&browser).await["pins"]["revision"], 2);
    }

    pub async fn each_change_stands_in_the_access_log(f: Fixture) {
        let house = House::new(f).await;
        let sanne = house.person("Sanne", &[]).await;
        let browser = house.sign_in(&sanne);
        make(&house, &browser, &sanne).await;
        let mut more = words();
        more["generation"] = json!(1);
        post(&browser, "/vault/locks", &more).await;
        let lock = state(&browser).await["locks"][1]["id"].clone();
        let path = format!("/vault/locks/{}/remove", lock.as_str().unwrap());
        post(&browser, &path, &Value::Null).await;
        let log = house.access_log().await;
        let acts: Vec<&str> = log.iter().map(|row| row.action.as_str()).collect();
        assert_eq!(acts, ["make vault", "add vault lock", "remove vault lock"]);
        assert!(
            log.iter()
                .all(|row| row.place == "/vault" && row.cases.is_empty())
        );
    }

    pub async fn a_script_hears_a_code_and_a_reader_a_page(f: Fixture) {
        let house = House::new(f).await;
        let sanne = house.person("Sanne", &[]).await;
        let browser = house.sign_in(&sanne);
        let problem = browser.json("GET", "/no-such", &Value::Null).await;
        assert_eq!(problem.headers["content-type"], "application/problem+json");
        assert_eq!(problem.value()["code"], "not-found");
        let page = browser.get("/no-such").await;
        assert_eq!(page.headers["content-type"], "text/html; charset=utf-8");
        let elsewhere = browser.get("/vault?next=//evil.example").await.ok();
        // The page's own address, to which its language link returns, may say anything.
        assert!(elsewhere.says("data-next=\"\""), "only local addresses");
        let here = browser.get("/vault?next=/support").await.ok();
        assert!(here.says("data-next=\"/support\""));
    }

    pub async fn who_needs_a_vault_is_told_calmly(f: Fixture) {
        let house = House::new(f).await;
        let sanne = house.person("Sanne", &[Role::Supporter]).await;
        let daan = house.person("Daan", &[]).await;
        let hers = house.sign_in(&sanne);
        assert!(hers.get("/support").await.ok().says("href=\"/vault\""));
        let his = house.sign_in(&daan);
        assert!(
            !his.get("/me").await.ok().says("href=\"/vault\""),
            "a colleague chooses"
        );
        let later = hers.post("/vault/later", &[]).await;
        assert_eq!(later.location(), "/support");
        make(&house, &hers, &sanne).await;
        assert!(!hers.get("/support").await.ok().says("href=\"/vault\""));
    }

    pub async fn a_passkey_question_is_answered_once(f: Fixture) {
        let house = House::new(f).await;
        let sanne = house.person("Sanne", &[]).await;
        let browser = house.sign_in(&sanne);
        let asked = post(&browser, "/passkey/register/begin", &Value::Null)
            .await
            .ok()
            .value();
        assert_eq!(asked["options"]["publicKey"]["rp"]["id"], "localhost");
        let answer = json!({ "question": asked["question"], "answer": {} });
        for _ in 0..2 {
            let refused = post(&browser, "/passkey/register/finish", &answer).await;
            assert_eq!(refused.value()["code"], "passkey");
        }
        let nonsense = json!({ "question": "x", "answer": {} });
        let refused = post(&browser, "/passkey/register/finish", &nonsense).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST);
        let missing = post(&browser, "/passkey/nobodys/remove", &Value::Null).await;
        assert_eq!(missing.status, StatusCode::NOT_FOUND);
    }

    pub async fn signing_in_by_an_unknown_passkey_is_refused(f: Fixture) {
        let house = House::new(f).await;
        let stranger = house.stranger();
        let asked = post(&stranger, "/passkey/sign-in/begin", &Value::Null)
            .await
            .ok()
            .value();
        assert_eq!(asked["options"]["publicKey"]["allowCredentials"], json!([]));
        let answer = json!({
            "id": "AAAA", "rawId": "AAAA", "type": "public-key",
            "response": { "authenticatorData": "AAAA", "clientDataJSON": "AAAA", "signature": "AAAA", "userHandle": null },
        });
        let sent = json!({ "question": asked["question"], "answer": answer });
        let refused = post(&stranger, "/passkey/sign-in/finish", &sent).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(!refused.headers.contains_key("set-cookie"));
    }
}
