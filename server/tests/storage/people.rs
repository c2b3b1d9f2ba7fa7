//! People, sign-in and the access log.

crate::on_both_engines!(
    people_keep_their_id_when_the_roster_comes_again,
    a_login_belongs_to_one_person_over_all_organisations,
    an_invitation_works_once,
    a_new_invitation_or_a_used_one_ends_the_others,
    an_expired_invitation_never_works,
    a_session_ends_with_the_person,
    another_organisation_sees_nothing,
    access_numbers_have_no_gaps,
    who_looked_at_a_case_is_found_by_its_pseudonym,
    a_feed_token_names_its_organisation,
    opening_twice_migrates_once,
);

mod scenario {
    use crate::support::{Fixture, NOW, person};
    use care::{access::Role, ids::PersonId};
    use jiff::SignedDuration;
    use veer::store::{Actor, Store, StoreError, View};

    pub async fn people_keep_their_id_when_the_roster_comes_again(f: Fixture) {
        let org = f.organisation().await;
        let first = person("Daan Visser", &[]);
        let again = person("Daan Visser", &[Role::Supporter]);
        for draft in [&first, &again] {
            let tx = f.store.write("save", &org.id).await.unwrap();
            tx.save_people(std::slice::from_ref(draft)).await.unwrap();
            tx.commit().await.unwrap();
        }
        let tx = f.store.read("read", &org.id).await.unwrap();
        let found = tx
            .people_by_roster_id(&["daan-visser".to_owned()])
            .await
            .unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].id, first.id);
        assert!(found[0].roles.contains(Role::Supporter));
        assert!(tx.person(&again.id).await.unwrap().is_none());
        assert_eq!(tx.people_with(Role::Supporter).await.unwrap().len(), 1);
        assert_eq!(tx.find_people("VISS").await.unwrap().len(), 1);
        assert!(
            tx.find_people("%").await.unwrap().is_empty(),
            "a wildcard is a letter"
        );
    }

    pub async fn a_login_belongs_to_one_person_over_all_organisations(f: Fixture) {
        let (one, other) = (f.organisation().await, f.organisation().await);
        let daan = f.person(&one.id, "Daan", &[]).await;
        let mo = f.person(&other.id, "Mo", &[]).await;
        let tx = f.store.write("login", &one.id).await.unwrap();
        tx.give_login("daan", &daan).await.unwrap();
        tx.commit().await.unwrap();
        let tx = f.store.write("login", &other.id).await.unwrap();
        assert_eq!(tx.give_login("daan", &mo).await, Err(StoreError::Exists));
        drop(tx);
        assert_eq!(f.store.login("daan").await.unwrap(), Some((one.id, daan)));
        assert_eq!(f.store.login("nobody").await.unwrap(), None);
    }

    pub async fn an_invitation_works_once(f: Fixture) {
        let org = f.organisation().await;
        let daan = f.person(&org.id, "Daan", &[]).await;
        let tx = f.store.write("invite", &org.id).await.unwrap();
        tx.invite("key", &daan, NOW.plus(SignedDuration::from_hours(1)))
            .await
            .unwrap();
        assert_eq!(tx.invitation("key", NOW).await.unwrap(), Some(daan.clone()));
        assert_eq!(tx.use_invitation("key", NOW).await.unwrap(), Some(daan));
        assert_eq!(tx.use_invitation("key", NOW).await.unwrap(), None);
        assert_eq!(tx.invitation("key", NOW).await.unwrap(), None);
    }

    pub async fn a_new_invitation_or_a_used_one_ends_the_others(f: Fixture) {
        let org = f.organisation().await;
        let daan = f.person(&org.id, "Daan", &[]).await;
        let mo = f.person(&org.id, "Mo", &[]).await;
        let later = NOW.plus(SignedDuration::from_hours(1));
        let tx = f.store.write("invite", &org.id).await.unwrap();
        tx.invite("mo", &mo, later).await.unwrap();
        tx.invite("old", &daan, later).await.unwrap();
        assert_eq!(tx.open_invitation(&daan, NOW).await.unwrap(), Some(later));
        tx.invite("new", &daan, later).await.unwrap();
        assert_eq!(tx.invitation("old", NOW).await.unwrap(), None);
        tx.invite_all(&[("bulk".to_owned(), daan.clone())], later)
            .await
            .unwrap();
        assert_eq!(tx.use_invitation("new", NOW).await.unwrap(), None);
        assert_eq!(
            tx.use_invitation("bulk", NOW).await.unwrap(),
            Some(daan.clone())
        );
        assert_eq!(tx.open_invitation(&daan, NOW).await.unwrap(), None);
        assert_eq!(tx.invitation("mo", NOW).await.unwrap(), Some(mo));
    }

    pub async fn an_expired_invitation_never_works(f: Fixture) {
        let org = f.organisation().await;
        let daan = f.person(&org.id, "Daan", &[]).await;
        let tx = f.store.write("invite", &org.id).await.unwrap();
        tx.invite("key", &daan, NOW).await.unwrap();
        assert_eq!(tx.use_invitation("key", NOW).await.unwrap(), None);
    }

    pub async fn a_session_ends_with_the_person(f: Fixture) {
        let org = f.organisation().await;
        let daan = f.person(&org.id, "Daan", &[]).await;
        let tx = f.store.write("session", &org.id).await.unwrap();
        tx.start_session("one", &daan, NOW).await.unwrap();
        tx.start_session("two", &daan, NOW).await.unwrap();
        assert!(tx.session("one").await.unwrap().is_some());
        tx.end_session("one").await.unwrap();
        assert!(tx.session("one").await.unwrap().is_none());
        tx.end_sessions_of(&daan).await.unwrap();
        assert!(tx.session("two").await.unwrap().is_none());
    }

    pub async fn another_organisation_sees_nothing(f: Fixture) {
        let (one, other) = (f.organisation().await, f.organisation().await);
        let daan = f.person(&one.id, "Daan", &[]).await;
        let tx = f.store.write("session", &one.id).await.unwrap();
        tx.start_session("key", &daan, NOW).await.unwrap();
        tx.commit().await.unwrap();
        let tx = f.store.read("look", &other.id).await.unwrap();
        assert!(tx.person(&daan).await.unwrap().is_none());
        assert!(
            tx.people(std::slice::from_ref(&daan))
                .await
                .unwrap()
                .is_empty()
        );
        assert!(tx.session("key").await.unwrap().is_none());
        assert!(tx.find_people("daan").await.unwrap().is_empty());
    }

    pub async fn access_numbers_have_no_gaps(f: Fixture) {
        let org = f.organisation().await;
        for round in 0..3 {
            let tx = f.store.write("log", &org.id).await.unwrap();
            let view = View {
                actor: Actor::Person("p1"),
                on_behalf: "supporter",
                client: "computer",
                action: "view",
                place: "/support",
                cases: vec![],
            };
            tx.log_access(view, NOW).await.unwrap();
            // A transaction that is undone takes no number with it.
            if round != 1 {
                tx.commit().await.unwrap();
            }
        }
        let tx = f.store.read("log", &org.id).await.unwrap();
        let numbers: Vec<i64> = tx
            .access_after(0)
            .await
            .unwrap()
            .iter()
            .map(|e| e.number)
            .collect();
        assert_eq!(numbers, [1, 2]);
    }

    pub async fn who_looked_at_a_case_is_found_by_its_pseudonym(f: Fixture) {
        let org = f.organisation().await;
        let tx = f.store.write("log", &org.id).await.unwrap();
        let cases = vec!["c1", "c2"];
        tx.log_access(
            View {
                actor: Actor::Person("p1"),
                on_behalf: "supporter",
                client: "computer",
                action: "view",
                place: "/support",
                cases,
            },
            NOW,
        )
        .await
        .unwrap();
        tx.log_access(
            View {
                actor: Actor::Person("p2"),
                on_behalf: "supporter",
                client: "computer",
                action: "view",
                place: "/me",
                cases: vec!["c1"],
            },
            NOW,
        )
        .await
        .unwrap();
        tx.log_access(
            View {
                actor: Actor::Person("p3"),
                on_behalf: "supporter",
                client: "computer",
                action: "view",
                place: "/me",
                cases: vec!["c11"],
            },
            NOW,
        )
        .await
        .unwrap();
        let actors: Vec<String> = tx
            .access_to_case("c1")
            .await
            .unwrap()
            .into_iter()
            .map(|entry| entry.actor)
            .collect();
        assert_eq!(actors, ["p2", "p1"]);
    }

    pub async fn a_feed_token_names_its_organisation(f: Fixture) {
        let org = f.organisation().await;
        let tx = f.store.write("token", &org.id).await.unwrap();
        tx.give_feed_token("digest", "mka", NOW).await.unwrap();
        tx.commit().await.unwrap();
        let found = f.store.feed_token("digest").await.unwrap();
        assert_eq!(found, Some((org.id, "mka".to_owned())));
        assert_eq!(f.store.feed_token("other").await.unwrap(), None);
    }

    pub async fn opening_twice_migrates_once(f: Fixture) {
        let org = f.organisation().await;
        let again = Store::open(&f.location, NOW).await.unwrap();
        assert_eq!(again.organisations().await.unwrap().len(), 1);
        let tx = again.read("look", &org.id).await.unwrap();
        assert!(tx.person(&PersonId::new("nobody")).await.unwrap().is_none());
    }
}
