//! A long and honest access log, made at the speed of the database.

use sea_orm::{
    ConnectionTrait, DatabaseConnection, TransactionTrait,
    sea_query::{Alias, Expr, Query},
};
use veer::store::{Link, genesis};

const COLUMNS: [&str; 12] = [
    "org_id",
    "number",
    "at",
    "actor",
    "on_behalf",
    "client",
    "action",
    "place",
    "cases",
    "shown",
    "previous",
    "hash",
];

/// Adds `rows` rows to a log that is still empty; each is a page view as the store would write it.
pub async fn write(db: &DatabaseConnection, org: &str, rows: i64) {
    let mut previous = genesis(1);
    let mut number = 1;
    while number <= rows {
        let tx = db.begin().await.expect("begins");
        for _ in 0..10 {
            if number > rows {
                break;
            }
            let mut insert = Query::insert();
            insert.into_table(Alias::new("access_log"));
            insert.columns(COLUMNS.map(Alias::new));
            for number in number..=(number + 999).min(rows) {
                let at = 1_772_503_920_000 + number * 1_500;
                let actor = format!("019cb4a0-0000-7000-8000-{:012}", number % 40);
                let link = Link {
                    org,
                    number,
                    at,
                    actor: &actor,
                    on_behalf: "supporter",
                    client: "phone",
                    action: "view",
                    place: "/support/incident/{id}",
                    cases: "",
                    previous: &previous,
                };
                let hash = link.hash();
                let cells: [sea_orm::Value; 12] = [
                    org.into(),
                    number.into(),
                    at.into(),
                    actor.as_str().into(),
                    "supporter".into(),
                    "phone".into(),
                    "view".into(),
                    "/support/incident/{id}".into(),
                    "".into(),
                    "".into(),
                    previous.as_str().into(),
                    hash.as_str().into(),
                ];
                insert.values(cells.map(Expr::value)).expect("a row");
                previous = hash;
            }
            number += 1_000;
            tx.execute(&insert).await.expect("inserted");
        }
        tx.commit().await.expect("committed");
    }
    let head = format!(
        "UPDATE access_heads SET next_number = {}, first = 1, head = '{previous}' \
         WHERE org_id = '{org}'",
        rows + 1
    );
    db.execute_unprepared(&head).await.expect("the head");
}
