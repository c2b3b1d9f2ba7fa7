//! Fixtures: a fresh store on either engine.

#![allow(
    dead_code,
    clippy::allow_attributes,
    reason = "each test binary uses a part of the fixtures"
)]

pub mod long_log;
pub mod mail;
pub mod pages;
pub mod sealed;

use care::{
    access::{Role, RoleSet},
    ids::{OrgId, PersonId},
    time::Instant,
};
use sea_orm::{ConnectionTrait, Database};
use veer::{
    entropy, founding,
    store::{Location, Organisation, PersonDraft, Store},
};

/// A store of its own, gone when the test ends.
pub struct Fixture {
    pub store: Store,
    pub location: Location,
    /// Where the embedded database and the erasure journal are.
    pub folder: tempfile::TempDir,
}

/// A moment to begin with: Tuesday 3 March 2026, 03:12 in Amsterdam.
pub const NOW: Instant = Instant::from_millis(1_772_503_920_000);

/// An embedded database in a folder of its own.
pub async fn sqlite() -> Fixture {
    let folder = tempfile::tempdir().expect("a folder");
    let location = Location::Folder(folder.path().to_owned());
    let store = Store::open(&location, NOW)
        .await
        .expect("an embedded store");
    Fixture {
        store,
        location,
        folder,
    }
}

/// A database of its own on the PostgreSQL server that `cargo xtask test` starts.
pub async fn postgres() -> Fixture {
    let url = std::env::var("VEER_TEST_POSTGRES_URL").expect(
        "VEER_TEST_POSTGRES_URL is not set: run the tests with `cargo xtask test`, or start a server \
         with `cargo xtask postgres`",
    );
    let server = Database::connect(&url)
        .await
        .expect("the PostgreSQL server answers");
    let name = format!("veer_{}", entropy::new_id(NOW).replace('-', ""));
    server
        .execute_unprepared(&format!("CREATE DATABASE {name}"))
        .await
        .expect("a database");
    server.close().await.expect("closes");
    let location = Location::Url(in_database(&url, &name));
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::open_beside(&location, Some(folder.path()), NOW)
        .await
        .expect("a PostgreSQL store");
    Fixture {
        store,
        location,
        folder,
    }
}

/// A connection past the store, for what no caller of it can do.
pub async fn raw(location: &Location) -> sea_orm::DatabaseConnection {
    let url = match location {
        Location::Folder(folder) => {
            format!("sqlite://{}", folder.join(veer::store::FILE).display())
        }
        Location::Url(url) => url.clone(),
    };
    Database::connect(url).await.expect("a connection")
}

/// The same server, another database.
fn in_database(url: &str, name: &str) -> String {
    let (base, query) = url
        .split_once('?')
        .map_or((url, None), |(base, query)| (base, Some(query)));
    let (server, _) = base.rsplit_once('/').expect("a database in the address");
    query.map_or_else(
        || format!("{server}/{name}"),
        |query| format!("{server}/{name}?{query}"),
    )
}

impl Fixture {
    /// An organisation of its own in this store.
    pub async fn organisation(&self) -> Organisation {
        founding::found(
            &self.store,
            "Ambulance Noord",
            "Europe/Amsterdam",
            "nl",
            NOW,
        )
        .await
        .expect("founded")
    }

    /// Adds a person with these roles beside colleague.
    pub async fn person(&self, org: &OrgId, name: &str, roles: &[Role]) -> PersonId {
        let tx = self.store.write("add person", org).await.expect("begins");
        let draft = person(name, roles);
        let id = draft.id.clone();
        tx.save_people(&[draft]).await.expect("saved");
        tx.commit().await.expect("committed");
        id
    }
}

/// A person as a roster would bring.
pub fn person(name: &str, roles: &[Role]) -> PersonDraft {
    PersonDraft {
        id: PersonId::new(entropy::new_id(NOW)),
        pseudonym: entropy::new_id(NOW),
        roster_id: name.to_lowercase().replace(' ', "-"),
        name: name.to_owned(),
        email: None,
        phone: Some("06-12345678".to_owned()),
        staff_group: "ambulance".to_owned(),
        trained_until: Some(jiff::civil::date(2027, 1, 1)),
        roles: roles
            .iter()
            .copied()
            .collect::<RoleSet>()
            .with(Role::Colleague),
    }
}

/// Runs each named test on both engines: `name::sqlite` and `name::postgres`.
#[macro_export]
macro_rules! on_both_engines {
    ($($name:ident),+ $(,)?) => {
        $(mod $name {
            #[tokio::test]
            async fn sqlite() {
                super::scenario::$name($crate::support::sqlite().await).await;
            }

            #[tokio::test]
            async fn postgres() {
                super::scenario::$name($crate::support::postgres().await).await;
            }
        })+
    };
}
