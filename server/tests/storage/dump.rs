//! The dump's list of tables is the database's own.

crate::on_both_engines!(every_table_and_column_is_in_the_dump);

mod scenario {
    use std::collections::BTreeSet;

    use sea_orm::{ConnectionTrait, Database, DbBackend, Statement};
    use veer::store::{FILE, Location, tables};

    use crate::support::Fixture;

    pub async fn every_table_and_column_is_in_the_dump(f: Fixture) {
        let (url, backend, sql) = match &f.location {
            Location::Folder(folder) => (
                format!("sqlite://{}", folder.join(FILE).display()),
                DbBackend::Sqlite,
                "SELECT m.name AS t, p.name AS c, p.pk > 0 AS k FROM sqlite_master m \
                 JOIN pragma_table_info(m.name) p WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'",
            ),
            Location::Url(url) => (
                url.clone(),
                DbBackend::Postgres,
                "SELECT c.table_name::text AS t, c.column_name::text AS c, EXISTS (SELECT 1 FROM \
                 information_schema.table_constraints x JOIN information_schema.key_column_usage u \
                 ON u.constraint_name = x.constraint_name WHERE x.constraint_type = 'PRIMARY KEY' \
                 AND u.table_name = c.table_name AND u.column_name = c.column_name) AS k \
                 FROM information_schema.columns c WHERE c.table_schema = 'public'",
            ),
        };
        let database = Database::connect(&url).await.unwrap();
        let rows = database
            .query_all_raw(Statement::from_string(backend, sql))
            .await
            .unwrap();
        let there: BTreeSet<(String, String, bool)> = rows
            .iter()
            .map(|row| {
                let text = |name| row.try_get::<String>("", name).unwrap();
                (text("t"), text("c"), row.try_get::<bool>("", "k").unwrap())
            })
            .filter(|(table, ..)| table != "schema_versions")
            .collect();
        let mut dumped = BTreeSet::new();
        for table in tables() {
            assert!(
                !table.key().is_empty(),
                "{} has no key to go by",
                table.name
            );
            for column in table.columns() {
                let key = table.key().iter().any(|name| name == column);
                dumped.insert((table.name.clone(), column.to_owned(), key));
            }
        }
        assert_eq!(there, dumped);
    }
}
