//! Vaults and passkeys: what is kept, for whom, and what goes together.

crate::on_both_engines!(
    a_vault_is_made_once_and_a_new_one_is_a_new_generation,
    the_newest_keys_of_several_people_come_at_once,
    locks_come_and_go_and_belong_to_one_person,
    pins_are_saved_over_what_was_read,
    the_half_of_a_session_goes_with_it,
    a_lost_passkey_takes_its_lock_along,
    a_question_is_answered_once_and_in_time,
    another_organisation_has_its_own_vaults,
);

mod scenario {
    use crate::support::{Fixture, NOW};
    use care::ids::PersonId;
    use jiff::SignedDuration;
    use veer::store::{LockMethod, PasskeyRow, StoreError, VaultKeys, VaultLock, VaultPins};

    fn keys(person: &PersonId, generation: i64) -> VaultKeys {
        VaultKeys {
            person: person.clone(),
            generation,
            recipient: format!("age1pq-{generation}"),
            signer: "signer".to_owned(),
            proof: "proof".to_owned(),
        }
    }

    fn lock(id: &str, method: LockMethod) -> VaultLock {
        VaultLock {
            id: id.to_owned(),
            method,
            wrapped: "YWdl".to_owned(),
            made_at: NOW,
        }
    }

    fn passkey(id: &str, person: &PersonId) -> PasskeyRow {
        PasskeyRow {
            id: id.to_owned(),
            person: person.clone(),
            document: "{}".to_owned(),
            label: "phone".to_owned(),
            made_at: NOW,
            used_at: None,
        }
    }

    pub async fn a_vault_is_made_once_and_a_new_one_is_a_new_generation(f: Fixture) {
        let org = f.organisation().await;
        let sanne = f.person(&org.id, "Sanne", &[]).await;
        let tx = f.store.write("make", &org.id).await.unwrap();
        assert_eq!(tx.vault_of(&sanne).await.unwrap(), None);
        tx.make_vault(&keys(&sanne, 1), NOW).await.unwrap();
        tx.add_vault_lock(&sanne, 1, &lock("words", LockMethod::Words))
            .await
            .unwrap();
        tx.save_vault_pins(
            &sanne,
            &VaultPins {
                revision: 1,
                body: "p".to_owned(),
            },
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();

        let tx = f.store.write("make", &org.id).await.unwrap();
        let again = tx.make_vault(&keys(&sanne, 1), NOW).await;
        assert_eq!(again, Err(StoreError::Exists));
        drop(tx);

        let tx = f.store.write("make", &org.id).await.unwrap();
        tx.make_vault(&keys(&sanne, 2), NOW).await.unwrap();
        assert_eq!(tx.vault_of(&sanne).await.unwrap(), Some(keys(&sanne, 2)));
        let all = tx
            .vault_generations(std::slice::from_ref(&sanne))
            .await
            .unwrap();
        assert_eq!(all, [keys(&sanne, 1), keys(&sanne, 2)]);
        assert!(
            tx.vault_locks(&sanne).await.unwrap().is_empty(),
            "the old vault cannot be opened any more"
        );
        assert_eq!(tx.vault_pins(&sanne).await.unwrap(), None);
    }

    pub async fn the_newest_keys_of_several_people_come_at_once(f: Fixture) {
        let org = f.organisation().await;
        let sanne = f.person(&org.id, "Sanne", &[]).await;
        let mo = f.person(&org.id, "Mo", &[]).await;
        let daan = f.person(&org.id, "Daan", &[]).await;
        let tx = f.store.write("make", &org.id).await.unwrap();
        for (person, generation) in [(&sanne, 1), (&mo, 1), (&sanne, 2)] {
            tx.make_vault(&keys(person, generation), NOW).await.unwrap();
        }
        let mut found = tx
            .vaults_of(&[daan, mo.clone(), sanne.clone()])
            .await
            .unwrap();
        found.sort_by_key(|keys| keys.generation);
        assert_eq!(found, [keys(&mo, 1), keys(&sanne, 2)]);
        assert!(tx.vaults_of(&[]).await.unwrap().is_empty());
    }

    pub async fn locks_come_and_go_and_belong_to_one_person(f: Fixture) {
        let org = f.organisation().await;
        let sanne = f.person(&org.id, "Sanne", &[]).await;
        let mo = f.person(&org.id, "Mo", &[]).await;
        let (words, by_key) = (
            lock("a", LockMethod::Words),
            lock("b", LockMethod::Passkey("key".to_owned())),
        );
        let tx = f.store.write("locks", &org.id).await.unwrap();
        tx.make_vault(&keys(&sanne, 1), NOW).await.unwrap();
        tx.add_vault_lock(&sanne, 1, &words).await.unwrap();
        tx.add_vault_lock(&sanne, 1, &by_key).await.unwrap();
        assert_eq!(
            tx.vault_locks(&sanne).await.unwrap(),
            [words.clone(), by_key]
        );
        assert!(!tx.remove_vault_lock(&mo, "b").await.unwrap());
        assert!(tx.remove_vault_lock(&sanne, "b").await.unwrap());
        assert!(!tx.remove_vault_lock(&sanne, "b").await.unwrap());
        assert_eq!(tx.vault_locks(&sanne).await.unwrap(), [words]);
        assert!(tx.vault_locks(&mo).await.unwrap().is_empty());
    }

    pub async fn pins_are_saved_over_what_was_read(f: Fixture) {
        let org = f.organisation().await;
        let sanne = f.person(&org.id, "Sanne", &[]).await;
        let pins = |revision, body: &str| VaultPins {
            revision,
            body: body.to_owned(),
        };
        let tx = f.store.write("pins", &org.id).await.unwrap();
        for (offered, taken) in [
            (pins(2, "early"), false),
            (pins(1, "one"), true),
            (pins(1, "other"), false),
            (pins(2, "two"), true),
            (pins(2, "late"), false),
            (pins(4, "ahead"), false),
        ] {
            assert_eq!(
                tx.save_vault_pins(&sanne, &offered).await.unwrap(),
                taken,
                "{offered:?}"
            );
        }
        assert_eq!(tx.vault_pins(&sanne).await.unwrap(), Some(pins(2, "two")));
    }

    pub async fn the_half_of_a_session_goes_with_it(f: Fixture) {
        let org = f.organisation().await;
        let sanne = f.person(&org.id, "Sanne", &[]).await;
        let tx = f.store.write("half", &org.id).await.unwrap();
        for key in ["one", "two", "three"] {
            tx.start_session(key, &sanne, NOW).await.unwrap();
            tx.set_vault_half(key, "first").await.unwrap();
        }
        tx.set_vault_half("one", "second").await.unwrap();
        assert_eq!(tx.vault_half("one").await.unwrap().unwrap(), "second");
        tx.end_session("one").await.unwrap();
        assert_eq!(tx.vault_half("one").await.unwrap(), None);
        assert_eq!(tx.vault_half("two").await.unwrap().unwrap(), "first");
        tx.end_sessions_of(&sanne).await.unwrap();
        for key in ["two", "three"] {
            assert_eq!(tx.vault_half(key).await.unwrap(), None);
        }
    }

    pub async fn a_lost_passkey_takes_its_lock_along(f: Fixture) {
        let org = f.organisation().await;
        let sanne = f.person(&org.id, "Sanne", &[]).await;
        let mo = f.person(&org.id, "Mo", &[]).await;
        let tx = f.store.write("passkeys", &org.id).await.unwrap();
        tx.make_vault(&keys(&sanne, 1), NOW).await.unwrap();
        tx.add_passkey(&passkey("lost", &sanne), "cred-1")
            .await
            .unwrap();
        tx.add_passkey(&passkey("kept", &sanne), "cred-2")
            .await
            .unwrap();
        for (id, method) in [
            ("w", LockMethod::Words),
            ("l", LockMethod::Passkey("lost".to_owned())),
            ("k", LockMethod::Passkey("kept".to_owned())),
        ] {
            tx.add_vault_lock(&sanne, 1, &lock(id, method))
                .await
                .unwrap();
        }
        tx.use_passkey("kept", "{\"counter\":1}", NOW)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let found = f.store.passkey_login("cred-1").await.unwrap();
        assert_eq!(found, Some((org.id.clone(), "lost".to_owned())));

        let tx = f.store.write("remove", &org.id).await.unwrap();
        assert!(!tx.remove_passkey(&mo, "lost").await.unwrap());
        assert!(tx.remove_passkey(&sanne, "lost").await.unwrap());
        let left: Vec<_> = tx.vault_locks(&sanne).await.unwrap();
        let left: Vec<&str> = left.iter().map(|lock| lock.id.as_str()).collect();
        assert_eq!(left, ["k", "w"]);
        let keys = tx.passkeys_of(&sanne).await.unwrap();
        assert_eq!(keys.len(), 1);
        assert_eq!((keys[0].id.as_str(), keys[0].used_at), ("kept", Some(NOW)));
        assert_eq!(tx.passkey("lost").await.unwrap(), None);
        tx.commit().await.unwrap();
        assert_eq!(f.store.passkey_login("cred-1").await.unwrap(), None);
        assert!(f.store.passkey_login("cred-2").await.unwrap().is_some());
    }

    pub async fn a_question_is_answered_once_and_in_time(f: Fixture) {
        let later = NOW.plus(SignedDuration::from_mins(5));
        for key in ["one", "late"] {
            f.store.ask_passkey(key, "state", later, NOW).await.unwrap();
        }
        let answer = f.store.answered_passkey("one", NOW).await.unwrap();
        assert_eq!(answer.as_deref(), Some("state"));
        assert_eq!(f.store.answered_passkey("one", NOW).await.unwrap(), None);
        assert_eq!(f.store.answered_passkey("late", later).await.unwrap(), None);
    }

    pub async fn another_organisation_has_its_own_vaults(f: Fixture) {
        let (one, other) = (f.organisation().await, f.organisation().await);
        let sanne = f.person(&one.id, "Sanne", &[]).await;
        let tx = f.store.write("make", &one.id).await.unwrap();
        tx.make_vault(&keys(&sanne, 1), NOW).await.unwrap();
        tx.commit().await.unwrap();
        let tx = f.store.read("read", &other.id).await.unwrap();
        assert_eq!(tx.vault_of(&sanne).await.unwrap(), None);
        assert!(tx.vaults_of(&[sanne]).await.unwrap().is_empty());
    }
}
