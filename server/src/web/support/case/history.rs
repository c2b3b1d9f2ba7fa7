//! What happened on a case: what and by whom, never what was said.

use care::{ids::PersonId, time::Instant};

use crate::{
    store::{CaseChange, CaseRow, StoreError, Tx},
    web::text::Texts,
};

/// One line of it.
pub(in crate::web::support) struct Line {
    /// When.
    pub(in crate::web::support) at: Instant,
    /// What, in words.
    pub(in crate::web::support) what: String,
    /// By whom; nobody when Veer did it.
    pub(in crate::web::support) who: Option<String>,
}

/// The history of a case, newest first.
pub(super) async fn load(tx: &Tx, case: &CaseRow, l: Texts) -> Result<Vec<Line>, StoreError> {
    let changes = tx.changes_since(&case.id, 0).await?;
    let mut actors: Vec<PersonId> = changes
        .iter()
        .filter_map(|change| change.actor.clone())
        .collect();
    actors.sort_unstable();
    actors.dedup();
    let people = tx.people(&actors).await?;
    let line = |change: CaseChange| Line {
        at: change.at,
        what: l.get(&format!("support-log-{}", change.what)),
        // The colleague's own steps go by their name as well; there is no other list of them.
        who: change
            .actor
            .and_then(|id| people.iter().find(|p| p.id == id))
            .map(|p| p.name.clone()),
    };
    Ok(changes.into_iter().rev().map(line).collect())
}
