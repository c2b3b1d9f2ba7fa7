//! The one upsert builder.

use sea_orm::{
    Value,
    sea_query::{Alias, Expr, ExprTrait, OnConflict, Query, SimpleExpr},
};

use super::{StoreError, Tx};

/// The most values one statement carries (SQLite's limit is 32,766).
const MOST_VALUES: usize = 30_000;

/// What happens to a row whose key exists already.
pub(super) enum Existing<'a> {
    /// It stays as it is.
    Kept,
    /// These columns take the new values.
    Updated(&'a [&'a str]),
    /// These columns take the new values where another column is empty.
    UpdatedWhereEmpty(&'a [&'a str], &'a str),
}

impl Tx {
    /// Inserts rows of `columns` into `table`; `org_id` is put first in each.
    ///
    /// `key` names the unique columns without `org_id`. Returns how many rows were written.
    pub(super) async fn upsert(
        &self,
        table: &'static str,
        columns: &[&'static str],
        key: &[&'static str],
        existing: Existing<'_>,
        rows: Vec<Vec<Value>>,
    ) -> Result<u64, StoreError> {
        let per_statement = (MOST_VALUES / (columns.len() + 1)).max(1);
        let mut written = 0;
        let mut rows = rows.into_iter().peekable();
        while rows.peek().is_some() {
            let mut insert = Query::insert();
            insert.into_table(Alias::new(table));
            insert.columns(
                std::iter::once("org_id")
                    .chain(columns.iter().copied())
                    .map(Alias::new),
            );
            for row in rows.by_ref().take(per_statement) {
                let values = std::iter::once(self.org_value()).chain(row);
                let cells: Vec<SimpleExpr> = values.map(Expr::value).collect();
                insert.values(cells).map_err(|_| StoreError::Refused)?;
            }
            let mut conflict = OnConflict::columns(
                std::iter::once("org_id")
                    .chain(key.iter().copied())
                    .map(Alias::new),
            );
            match &existing {
                Existing::Kept => conflict.do_nothing(),
                Existing::Updated(columns) => {
                    conflict.update_columns(columns.iter().map(|c| Alias::new(*c)))
                }
                Existing::UpdatedWhereEmpty(columns, empty) => conflict
                    .update_columns(columns.iter().map(|c| Alias::new(*c)))
                    .action_and_where(ExprTrait::eq(
                        Expr::col((Alias::new(table), Alias::new(*empty))),
                        "",
                    )),
            };
            insert.on_conflict(conflict);
            written += self.run_built(&insert).await?;
        }
        Ok(written)
    }
}
