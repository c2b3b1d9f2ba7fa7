//! Circles: keys with numbers that nobody gets twice, wraps, choices, notes and drafts.

crate::on_both_engines!(
    a_number_is_given_to_one_key,
    of_two_who_make_a_key_at_once_one_has_it,
    a_note_keeps_every_revision,
    a_draft_takes_the_place_of_the_one_before_of_its_note,
    a_wrap_to_a_replaced_vault_does_not_count,
    a_wrap_to_a_replaced_key_of_the_team_does_not_count,
    who_leaves_a_case_marks_its_key,
    another_organisation_sees_nothing,
);

mod scenario {
    use care::{
        access::Role,
        circle::Holder,
        guide::Slot,
        ids::{CaseId, CircleId, PersonId},
        path::{Requester, Trigger},
        protocol::Protocol,
        recovery::Quorum,
    };
    use jiff::SignedDuration;
    use veer::store::{
        Beginning, CircleKey, CircleWrap, DraftRow, NewTeam, NoteRow, Organisation, Store,
        VaultKeys,
    };

    use crate::support::{Fixture, NOW};

    fn key(generation: i64, by: &PersonId) -> CircleKey {
        CircleKey {
            generation,
            recipient: format!("age1pq1{generation}"),
            previous: None,
            made_by: by.clone(),
            proof: "proof".to_owned(),
            made_at: NOW,
        }
    }

    /// A wrap to the holder's first vault.
    fn wrap(generation: i64, holder: &PersonId) -> CircleWrap {
        CircleWrap {
            generation,
            holder: Holder::Person(holder.clone()),
            vault: 1,
            wrapped: format!("for {holder}"),
            given_by: holder.clone(),
            at: NOW,
        }
    }

    fn vault(person: &PersonId, generation: i64) -> VaultKeys {
        VaultKeys {
            person: person.clone(),
            generation,
            recipient: "age1pq1".to_owned(),
            signer: "signer".to_owned(),
            proof: "proof".to_owned(),
        }
    }

    async fn case(store: &Store, org: &Organisation, of: &PersonId, by: &PersonId) -> CircleId {
        let beginning = Beginning {
            incident: None,
            trigger: Trigger::None,
            requester: Requester::Self_,
        };
        let (protocol, zone) = (Protocol::default_policy(), &org.time_zone);
        let tx = store.write("open", &org.id).await.unwrap();
        let id = tx
            .begin_path(of, &beginning, &protocol, None, NOW, zone)
            .await
            .unwrap();
        tx.decide_case(&id, None, None, "assigned", NOW, zone, |case| {
            case.assign(by.clone())
        })
        .await
        .unwrap();
        tx.commit().await.unwrap();
        CircleId::new(id.as_str())
    }

    pub async fn a_number_is_given_to_one_key(f: Fixture) {
        let org = f.organisation().await;
        let sanne = f.person(&org.id, "Sanne", &[Role::Supporter]).await;
        let circle = CircleId::new("circle");
        let tx = f.store.write("keys", &org.id).await.unwrap();
        assert!(tx.add_circle_key(&circle, &key(1, &sanne)).await.unwrap());
        let other = CircleKey {
            recipient: "age1pq1other".to_owned(),
            ..key(1, &sanne)
        };
        assert!(!tx.add_circle_key(&circle, &other).await.unwrap());
        assert!(tx.add_circle_key(&circle, &key(2, &sanne)).await.unwrap());
        assert!(tx.fill_previous(&circle, 2, "first").await.unwrap());
        assert!(!tx.fill_previous(&circle, 2, "second").await.unwrap());
        let keys = tx.circle_keys(&circle).await.unwrap();
        assert_eq!(keys[0], key(1, &sanne));
        assert_eq!(keys[1].previous.as_deref(), Some("first"));
    }

    pub async fn of_two_who_make_a_key_at_once_one_has_it(f: Fixture) {
        let org = f.organisation().await;
        let sanne = f.person(&org.id, "Sanne", &[Role::Supporter]).await;
        let circle = CircleId::new("circle");
        let make = || async {
            let tx = f.store.write("make", &org.id).await.unwrap();
            tx.hold_circle(&circle, NOW).await.unwrap();
            let newest = tx.circle_keys(&circle).await.unwrap().len();
            let made = newest == 0 && tx.add_circle_key(&circle, &key(1, &sanne)).await.unwrap();
            tx.commit().await.unwrap();
            made
        };
        let (one, other) = tokio::join!(make(), make());
        assert!(one != other, "{one} {other}");
    }

    pub async fn a_note_keeps_every_revision(f: Fixture) {
        let org = f.organisation().await;
        let sanne = f.person(&org.id, "Sanne", &[Role::Supporter]).await;
        let circle = CircleId::new("circle");
        let note = |revision: i64, body: &str| NoteRow {
            note: "note".to_owned(),
            revision,
            slot: Slot::FirstTalk,
            generation: 1,
            author: sanne.clone(),
            body: body.to_owned(),
            at: NOW,
        };
        let tx = f.store.write("write", &org.id).await.unwrap();
        assert!(tx.save_note(&circle, &note(1, "first")).await.unwrap());
        assert!(tx.save_note(&circle, &note(2, "second")).await.unwrap());
        assert!(!tx.save_note(&circle, &note(1, "forged")).await.unwrap());
        let bodies: Vec<String> = tx
            .notes(&circle)
            .await
            .unwrap()
            .into_iter()
            .map(|note| note.body)
            .collect();
        assert_eq!(bodies, ["first", "second"]);
        let newest = tx.newest_note(&circle, "note").await.unwrap().unwrap();
        assert_eq!(newest, note(2, "second"));
        assert_eq!(tx.newest_note(&circle, "other").await.unwrap(), None);
    }

    pub async fn a_draft_takes_the_place_of_the_one_before_of_its_note(f: Fixture) {
        let org = f.organisation().await;
        let [sanne, mo] = [
            f.person(&org.id, "Sanne", &[]).await,
            f.person(&org.id, "Mo", &[]).await,
        ];
        let circle = CircleId::new("circle");
        let of = |note: &str, slot, body: &str| DraftRow {
            note: note.to_owned(),
            slot,
            body: body.to_owned(),
            at: NOW,
        };
        let draft = |body: &str| of("a", Slot::Contact, body);
        let tx = f.store.write("draft", &org.id).await.unwrap();
        for body in ["one", "two"] {
            tx.save_draft(&circle, &sanne, &draft(body)).await.unwrap();
        }
        assert_eq!(tx.drafts(&circle, &sanne).await.unwrap(), [draft("two")]);
        assert!(tx.drafts(&circle, &mo).await.unwrap().is_empty());
        let other = of("b", Slot::Contact, "of another note");
        tx.save_draft(&circle, &sanne, &other).await.unwrap();
        let moved = of("a", Slot::Other, "three");
        tx.save_draft(&circle, &sanne, &moved).await.unwrap();
        let both = tx.drafts(&circle, &sanne).await.unwrap();
        assert_eq!(both, [moved, other.clone()], "in one slot both stand");
        tx.drop_draft(&circle, &sanne, "a").await.unwrap();
        assert_eq!(tx.drafts(&circle, &sanne).await.unwrap(), [other]);
        tx.drop_draft(&circle, &sanne, "b").await.unwrap();
        assert!(tx.drafts(&circle, &sanne).await.unwrap().is_empty());
    }

    pub async fn a_wrap_to_a_replaced_vault_does_not_count(f: Fixture) {
        let org = f.organisation().await;
        let daan = f.person(&org.id, "Daan", &[]).await;
        let sanne = f.person(&org.id, "Sanne", &[Role::Supporter]).await;
        let circle = case(&f.store, &org, &daan, &sanne).await;
        let tx = f.store.write("keys", &org.id).await.unwrap();
        tx.make_vault(&vault(&sanne, 1), NOW).await.unwrap();
        tx.add_circle_key(&circle, &key(1, &sanne)).await.unwrap();
        tx.give_wraps(&circle, &[wrap(1, &sanne)]).await.unwrap();
        let found = tx.circle(&circle).await.unwrap().unwrap();
        assert_eq!(found.members, [sanne.clone()].into());
        let sanne_holds = Holder::Person(sanne.clone());
        let ring = tx.ring(&found).await.unwrap();
        assert_eq!(ring.reach(&sanne_holds), [1].into());
        let later = NOW.plus(SignedDuration::from_hours(1));
        tx.make_vault(&vault(&sanne, 2), later).await.unwrap();
        let ring = tx.ring(&found).await.unwrap();
        assert!(ring.reach(&sanne_holds).is_empty());
        // However late it came: a page that stood open wrapped it to the vault that it knew.
        let late = CircleWrap {
            at: later.plus(SignedDuration::from_hours(1)),
            ..wrap(1, &sanne)
        };
        tx.give_wraps(&circle, &[late]).await.unwrap();
        let ring = tx.ring(&found).await.unwrap();
        assert!(ring.reach(&sanne_holds).is_empty());
        let anew = CircleWrap {
            vault: 2,
            ..wrap(1, &sanne)
        };
        tx.give_wraps(&circle, &[anew]).await.unwrap();
        let ring = tx.ring(&found).await.unwrap();
        assert_eq!(ring.reach(&sanne_holds), [1].into());
        tx.forget_holder(&circle, &sanne_holds).await.unwrap();
        assert!(tx.circle_wraps(&circle).await.unwrap().is_empty());
    }

    pub async fn a_wrap_to_a_replaced_key_of_the_team_does_not_count(f: Fixture) {
        let org = f.organisation().await;
        let daan = f.person(&org.id, "Daan", &[]).await;
        let sanne = f.person(&org.id, "Sanne", &[Role::Supporter]).await;
        let [hedwig, ronald] = [
            f.person(&org.id, "Hedwig", &[Role::Holder]).await,
            f.person(&org.id, "Ronald", &[Role::Holder]).await,
        ];
        let circle = case(&f.store, &org, &daan, &sanne).await;
        let tx = f.store.write("keys", &org.id).await.unwrap();
        let shares = [&hedwig, &ronald].map(|id| (id.clone(), "share".to_owned()));
        let holders = [hedwig.clone(), ronald];
        for (generation, recipient) in [(1, "age1pq1first"), (2, "age1pq1second")] {
            let quorum = Quorum::new(2, 2).unwrap();
            tx.appoint_team(quorum, &holders, &sanne, NOW)
                .await
                .unwrap();
            let team = NewTeam {
                generation,
                recipient,
                threshold: 2,
                made_by: &hedwig,
                proof: "proof",
                shares: &shares,
            };
            tx.found_team(team, NOW).await.unwrap();
        }
        tx.choose_recoverable(circle.as_str(), true, NOW)
            .await
            .unwrap();
        tx.add_circle_key(&circle, &key(1, &sanne)).await.unwrap();
        let late = CircleWrap {
            holder: Holder::Team,
            at: NOW.plus(SignedDuration::from_hours(1)),
            ..wrap(1, &sanne)
        };
        tx.give_wraps(&circle, std::slice::from_ref(&late))
            .await
            .unwrap();
        let found = tx.circle(&circle).await.unwrap().unwrap();
        let ring = tx.ring(&found).await.unwrap();
        assert!(ring.reach(&Holder::Team).is_empty());
        assert!(tx.team_wraps(None).await.unwrap().is_empty());
        let case = CaseId::new(circle.as_str());
        assert!(!tx.team_can_give(&case, &sanne).await.unwrap());
        let anew = CircleWrap { vault: 2, ..late };
        tx.give_wraps(&circle, &[anew]).await.unwrap();
        let ring = tx.ring(&found).await.unwrap();
        assert_eq!(ring.reach(&Holder::Team), [1].into());
        assert_eq!(tx.team_wraps(None).await.unwrap().len(), 1);
        assert!(tx.team_can_give(&case, &sanne).await.unwrap());
    }

    pub async fn who_leaves_a_case_marks_its_key(f: Fixture) {
        let org = f.organisation().await;
        let daan = f.person(&org.id, "Daan", &[]).await;
        let [sanne, mo] = [
            f.person(&org.id, "Sanne", &[Role::Supporter]).await,
            f.person(&org.id, "Mo", &[Role::Supporter]).await,
        ];
        let circle = case(&f.store, &org, &daan, &sanne).await;
        let zone = &org.time_zone;
        let tx = f.store.write("hand over", &org.id).await.unwrap();
        tx.hold_circle(&circle, NOW).await.unwrap();
        assert!(!tx.circle_choices(&circle).await.unwrap().rotation_due);
        let id = CaseId::new(circle.as_str());
        tx.decide_case(&id, None, None, "handed-over", NOW, zone, |case| {
            case.hand_over(mo.clone())
        })
        .await
        .unwrap();
        assert!(tx.circle_choices(&circle).await.unwrap().rotation_due);
        assert_eq!(
            tx.circles_to_renew(&mo).await.unwrap(),
            std::slice::from_ref(&circle)
        );
        assert!(tx.circles_to_renew(&sanne).await.unwrap().is_empty());
        let found = tx.circle(&circle).await.unwrap().unwrap();
        assert_eq!(found.members, [mo].into());
    }

    pub async fn another_organisation_sees_nothing(f: Fixture) {
        let [org, other] = [f.organisation().await, f.organisation().await];
        let daan = f.person(&org.id, "Daan", &[]).await;
        let sanne = f.person(&org.id, "Sanne", &[Role::Supporter]).await;
        let circle = case(&f.store, &org, &daan, &sanne).await;
        let tx = f.store.write("keys", &org.id).await.unwrap();
        tx.add_circle_key(&circle, &key(1, &sanne)).await.unwrap();
        tx.give_wraps(&circle, &[wrap(1, &sanne)]).await.unwrap();
        tx.commit().await.unwrap();
        let tx = f.store.read("look", &other.id).await.unwrap();
        assert!(tx.circle(&circle).await.unwrap().is_none());
        assert!(tx.circle_keys(&circle).await.unwrap().is_empty());
        assert!(tx.circle_wraps(&circle).await.unwrap().is_empty());
        assert!(tx.circles_held_by(&sanne).await.unwrap().is_empty());
    }
}
