//! What SQLite reads to answer: rows of one event or one case, never a whole organisation.

use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult, Statement};

use crate::support;

/// A question that a page asks, and the indexes that have to answer it.
const QUESTIONS: [(&str, &[&str]); 8] = [
    (
        "SELECT e.person_id FROM case_incidents i JOIN exposures e ON e.org_id = $1 \
         AND e.incident_id = i.incident_id AND e.role <> 'supporter' \
         WHERE i.org_id = $1 AND i.case_id IN ($2)",
        &["exposures_incident (org_id=? AND incident_id=?)"],
    ),
    (
        "SELECT l.number FROM access_sets s JOIN access_log l ON l.org_id = $1 AND l.shown = s.shown \
         WHERE s.org_id = $1 AND s.case_pseudonym = $2 ORDER BY l.at DESC, l.number DESC LIMIT 51",
        &[
            "case_pseudonym=?",
            "access_log_shown (org_id=? AND shown=?)",
        ],
    ),
    (
        "SELECT COUNT(*) FROM incidents e WHERE e.org_id = $1 AND e.at < $2 AND NOT EXISTS \
         (SELECT 1 FROM cases c WHERE c.org_id = $1 AND c.incident_id = e.incident_id)",
        &["cases_incident (org_id=? AND incident_id=?)"],
    ),
    (
        "SELECT c.state FROM cases c JOIN people p ON p.org_id = $1 AND p.person_id = c.person_id \
         WHERE c.org_id = $1 AND c.opened_at >= $2",
        &["cases_opened (org_id=? AND opened_at>?)"],
    ),
    (
        "SELECT state FROM cases WHERE org_id = $1 AND (closed_at IS NULL OR closed_at >= $2)",
        &["cases_closed (org_id=? AND closed_at>?)"],
    ),
    (
        "SELECT u.name FROM unresolved_units u JOIN incidents i ON i.org_id = $1 \
         AND i.incident_id = u.incident_id WHERE u.org_id = $1 AND u.weighs = TRUE AND u.settled = '' \
         AND i.state IN ('counted', 'to-confirm') ORDER BY u.at DESC, u.incident_id LIMIT 500",
        &["unresolved_units_weighing (org_id=? AND weighs=? AND settled=?)"],
    ),
    (
        "SELECT n.name, (SELECT MAX(u.at) FROM unresolved_units u WHERE u.org_id = $1 \
         AND u.source = n.source AND u.kind = n.kind AND u.name = n.name) FROM unit_names n \
         WHERE n.org_id = $1 AND n.answer = '' ORDER BY n.told_at DESC LIMIT 50",
        &[
            "unit_names_waiting (org_id=? AND answer=?)",
            "unresolved_units_name (org_id=? AND source=? AND kind=? AND name=?)",
        ],
    ),
    (
        "SELECT told.column1 FROM (VALUES ($2)) AS told WHERE EXISTS (SELECT 1 FROM shifts \
         WHERE shifts.org_id = $1 AND shifts.unit = told.column1 AND NOT shifts.removed)",
        &["shifts_unit (org_id=? AND unit=?)"],
    ),
];

#[derive(FromQueryResult)]
struct Step {
    detail: String,
}

#[tokio::test]
async fn a_question_reads_what_it_asks_for() {
    let fixture = support::sqlite().await;
    let database = support::raw(&fixture.location).await;
    for (sql, indexes) in QUESTIONS {
        let explain = format!("EXPLAIN QUERY PLAN {sql}");
        let values = ["o".into(), "x".into()];
        let statement = Statement::from_sql_and_values(DbBackend::Sqlite, explain, values);
        let steps = Step::find_by_statement(statement)
            .all(&database)
            .await
            .unwrap();
        let plan: Vec<String> = steps.into_iter().map(|step| step.detail).collect();
        for index in indexes {
            assert!(
                plan.iter().any(|step| step.contains(index)),
                "{index}: {plan:?}"
            );
        }
    }
}

#[tokio::test]
async fn it_is_told_of_every_index_and_once() {
    let fixture = support::sqlite().await;
    let database = support::raw(&fixture.location).await;
    let untold = "SELECT name AS detail FROM sqlite_schema WHERE type = 'index' \
                  AND name NOT IN (SELECT idx FROM sqlite_stat1 WHERE idx IS NOT NULL)";
    let ask = || Step::find_by_statement(Statement::from_string(DbBackend::Sqlite, untold));
    assert!(ask().all(&database).await.unwrap().is_empty());
    let kept = "SELECT CAST(schema_version AS TEXT) AS detail FROM pragma_schema_version()";
    let version = || Step::find_by_statement(Statement::from_string(DbBackend::Sqlite, kept));
    let before = version().one(&database).await.unwrap().unwrap().detail;
    drop(
        veer::store::Store::open(&fixture.location, support::NOW)
            .await
            .unwrap(),
    );
    let after = version().one(&database).await.unwrap().unwrap().detail;
    assert_eq!(before, after, "a second start tells nothing new");
    database
        .execute_unprepared("CREATE INDEX later ON cases (org_id, step)")
        .await
        .unwrap();
    drop(
        veer::store::Store::open(&fixture.location, support::NOW)
            .await
            .unwrap(),
    );
    assert!(
        ask().all(&database).await.unwrap().is_empty(),
        "a new index is told of"
    );
}
