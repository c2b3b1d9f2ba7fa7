//! Databases of earlier releases open, and everything in them is found.

crate::on_both_engines!(
    a_database_of_each_release_opens,
    a_draft_from_before_drafts_went_by_note_stays,
    a_newer_database_is_left_alone
);

mod scenario {
    use crate::support::{Fixture, NOW};
    use care::ids::{CaseId, CircleId, OrgId, PersonId};
    use sea_orm::{ConnectionTrait, Database};
    use veer::store::{DraftRow, FILE, Location, MIGRATIONS, Store, StoreError, statements};

    const RELEASES: &[(&str, &str)] = &[("0.1.0", include_str!("../fixtures/releases/0.1.0.sql"))];

    /// Where a release's database stands, beside the fixture's own.
    async fn elsewhere(f: &Fixture, name: &str) -> (Location, String) {
        match &f.location {
            Location::Folder(folder) => {
                let folder = folder.join(name);
                std::fs::create_dir_all(&folder).unwrap();
                let url = format!("sqlite://{}?mode=rwc", folder.join(FILE).display());
                (Location::Folder(folder), url)
            }
            Location::Url(url) => {
                let database = format!("veer_{}", veer::entropy::new_id(NOW).replace('-', ""));
                let server = Database::connect(url).await.unwrap();
                server
                    .execute_unprepared(&format!("CREATE DATABASE {database}"))
                    .await
                    .unwrap();
                let (base, _) = url.rsplit_once('/').unwrap();
                let url = format!("{base}/{database}");
                (Location::Url(url.clone()), url)
            }
        }
    }

    async fn load(url: &str, text: &str) {
        let database = Database::connect(url).await.unwrap();
        for statement in statements(text) {
            database.execute_unprepared(statement).await.unwrap();
        }
        database.close().await.unwrap();
    }

    pub async fn a_database_of_each_release_opens(f: Fixture) {
        for (release, text) in RELEASES {
            let (location, url) = elsewhere(&f, release).await;
            load(&url, text).await;
            let store = Store::open(&location, NOW).await.unwrap();
            let org = OrgId::new("org-1");
            assert_eq!(
                store.login("sanne").await.unwrap(),
                Some((org.clone(), PersonId::new("person-2")))
            );
            let tx = store.read("look", &org).await.unwrap();
            let case = tx
                .case(&CaseId::new("case-1"))
                .await
                .unwrap()
                .expect("the case");
            assert_eq!(case.supporter, Some(PersonId::new("person-2")), "{release}");
            assert_eq!(case.case.supporter, case.supporter);
            assert_eq!(tx.changes_since(&case.id, 0).await.unwrap().len(), 2);
            assert_eq!(tx.access_to_case("cp-1").await.unwrap().len(), 2);
        }
    }

    pub async fn a_draft_from_before_drafts_went_by_note_stays(f: Fixture) {
        let (location, url) = elsewhere(&f, "drafts").await;
        let ledger = "CREATE TABLE schema_versions (version BIGINT NOT NULL PRIMARY KEY, applied_at BIGINT NOT NULL)";
        load(&url, ledger).await;
        for (version, text) in MIGRATIONS.iter().filter(|(version, _)| *version < 5) {
            load(&url, text).await;
            load(
                &url,
                &format!("INSERT INTO schema_versions (version, applied_at) VALUES ({version}, 0)"),
            )
            .await;
        }
        for slot in ["contact", "talk-1"] {
            load(
                &url,
                &format!(
                    "INSERT INTO sealed_drafts (org_id, circle_id, author_id, slot, body, at) \
                VALUES ('o', 'c', 'p', '{slot}', 'file of {slot}', 7)"
                ),
            )
            .await;
        }
        let store = Store::open(&location, NOW).await.unwrap();
        let tx = store.write("look", &OrgId::new("o")).await.unwrap();
        let (circle, person) = (CircleId::new("c"), PersonId::new("p"));
        let there = |drafts: Vec<DraftRow>| -> Vec<(String, String)> {
            drafts
                .into_iter()
                .map(|each| (each.note, each.body))
                .collect()
        };
        let row = |slot: &str| (slot.to_owned(), format!("file of {slot}"));
        let drafts = there(tx.drafts(&circle, &person).await.unwrap());
        assert_eq!(drafts, [row("contact"), row("talk-1")]);
        tx.drop_draft(&circle, &person, "talk-1").await.unwrap();
        let drafts = there(tx.drafts(&circle, &person).await.unwrap());
        assert_eq!(drafts, [row("contact")]);
    }

    pub async fn a_newer_database_is_left_alone(f: Fixture) {
        let newest = MIGRATIONS.last().unwrap().0;
        let url = match &f.location {
            Location::Folder(folder) => format!("sqlite://{}", folder.join(FILE).display()),
            Location::Url(url) => url.clone(),
        };
        let later = newest + 1;
        let sql = format!("INSERT INTO schema_versions (version, applied_at) VALUES ({later}, 0)");
        Database::connect(&url)
            .await
            .unwrap()
            .execute_unprepared(&sql)
            .await
            .unwrap();
        assert_eq!(
            Store::open(&f.location, NOW).await.unwrap_err(),
            StoreError::TooNew(later)
        );
    }
}
